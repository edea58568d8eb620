import Companion
import Mathematics

//: A constant rate is a compromise: large enough to arrive in time, small enough to settle. A
//: schedule need not compromise. Chapters 8 and 13 print seven formulas, and two of them twice.
//: Four take the rate down, by steps, by the power −α of $1 + t$, by an exponential and by half a
//: cosine:
//:
//:     ηₜ = η₀γᵏ,  k = ⌊t/S⌋                       (13.2)
//:     ηₜ = η₀ exp(−α ln(1 + t))
//:     ηₜ = η₀ exp(−λt)                            (13.3)
//:     ηₜ = ηₘᵢₙ + ½(η₀ − ηₘᵢₙ)(1 + cos(πt/T))     (13.4)

/// The schedules of chapters 8 and 13, each a rate by time.
enum Schedule {
  /// (13.2)
  static func step(_ t: Double, _ η₀: Double, _ γ: Double, _ S: Double) -> Double {
    η₀ * Double.pow(γ, (t / S).rounded(.down))
  }
  /// §8.1.3
  static func polynomial<T: Scalar>(_ t: T, _ η₀: T, _ α: Double) -> T { η₀ * pow(1 + t, -α) }
  /// (13.3)
  static func exponential<T: Scalar>(_ t: T, _ η₀: T, _ λ: T) -> T { η₀ * exp(-λ * t) }
  /// (13.4)
  static func cosine<T: Scalar>(_ t: T, _ η₀: T, _ ηₘᵢₙ: T, _ T₁: T) -> T {
    let swing = 1 + cos(T(Double.pi) * t / T₁)
    return ηₘᵢₙ + (η₀ - ηₘᵢₙ) / 2 * swing
  }
}

//: The cosine can start again, for the i-th time at $tᵢ$, and each time from less:
//:
//:     ηₜ = ηₘᵢₙ + ½(η₀γⁱ − ηₘᵢₙ)(1 + cos(π(t − tᵢ)/Tᵢ))   (13.5)
//:
//: Warmup takes the rate up, k times as slowly if each update waits for k batches:
//:
//:     ηₜ = ηₘᵢₙ + (η₀ − ηₘᵢₙ) t/T_warm            (13.6)
//:     ηₜ = ηₘᵢₙ + (η₀ − ηₘᵢₙ) t/(k T_warm)        (13.7)

extension Schedule {
  /// (13.5), with restarts of equal length
  static func restarts(_ t: Double, _ η₀: Double, _ ηₘᵢₙ: Double, _ γ: Double, _ T: Double)
    -> Double
  {
    let i = (t / T).rounded(.down)
    return cosine(t - i * T, η₀ * Double.pow(γ, i), ηₘᵢₙ, T)
  }
  /// (13.6)
  static func warmup(_ t: Double, _ η₀: Double, _ ηₘᵢₙ: Double, _ T: Double) -> Double {
    ηₘᵢₙ + (η₀ - ηₘᵢₙ) / T * t
  }
  /// (13.7)
  static func accumulated(_ t: Double, _ η₀: Double, _ ηₘᵢₙ: Double, _ T: Double, k: Double)
    -> Double
  {
    ηₘᵢₙ + (η₀ - ηₘᵢₙ) / (k * T) * t
  }
}

/// A value that a reader's own numbers may have made too large to be drawn.
func tame(_ y: Double) -> Double { y.magnitude < 1e12 ? y : .nan }

extension Optimizers {
  static let schedules = Section(.foundations, "13.1.2", "Rates that change") { page in
    let η₀: Double = page.given("η₀", ours: 1, in: 0...1e6)
    let ηₘᵢₙ: Double = page.given("η min", ours: 0.05, in: 0...1e6)
    sixSchedules(page, η₀, ηₘᵢₙ)
    definitions(page)
    ends(page)
    decays(page)
    warmups(page, η₀, ηₘᵢₙ)
    notConstant(page)
  }

  //: All of them in one figure, over a hundred steps. Which of them jump, the table finds out by
  //: looking at 2000 short stretches of time.

  private static func sixSchedules(_ page: Page, _ η₀: Double, _ ηₘᵢₙ: Double) {
    let T = 100.0
    let all: [(String, (Double) -> Double)] = [
      ("step", { Schedule.step($0, η₀, 0.5, 25) }),
      ("polynomial", { Schedule.polynomial($0, η₀, 0.5) }),
      ("exponential", { Schedule.exponential($0, η₀, 0.03) }),
      ("cosine", { Schedule.cosine($0, η₀, ηₘᵢₙ, T) }),
      ("restarts", { Schedule.restarts($0, η₀, ηₘᵢₙ, 0.6, 34) }),
      (
        "warmup, cosine",
        { t in
          t < 10 ? Schedule.warmup(t, η₀, ηₘᵢₙ, 10) : Schedule.cosine(t - 10, η₀, ηₘᵢₙ, T - 10)
        }
      ),
    ]
    page.plot(
      Plot(
        "Six schedules", x: "t", y: "η",
        all.map { name, η in
          Plot.Series(name, (0...Int(T)).map { (Double($0), tame(η(Double($0)))) })
        }))
    page.table(
      "Ends and jumps",
      columns: ["", "η at 0", "η at \(Int(T))", "largest jump from t to t + 0.01"],
      rows: all.map { name, η in
        let jumps = (0..<2000).map { k in
          let t = Double(k) * 0.05 + 0.04
          return (η(t + 0.01) - η(t)).absolute
        }
        return [name, η(0), η(T), jumps.max()!]
      })
  }

  //: Two of the six have jumps: the steps fall, and restarts leap up again. Polynomial decay is
  //: the slowest in the end; it is also the only one here whose rates add up to infinity while,
  //: for $½ < α ≤ 1$, their squares do not, which is what the classical proofs of convergence ask
  //: of noisy descent. A schedule that falls exponentially travels a finite distance and then
  //: stands still.

  private static func definitions(_ page: Page) {
    page.define("step decay", at: "13.2", "8.1.3:step", by: "Schedule.step")
    page.define("polynomial decay", at: "8.1.3:poly", by: "Schedule.polynomial")
    page.define("exponential decay", at: "13.3", by: "Schedule.exponential")
    page.define("cosine annealing", at: "13.4", "8.1.3:cos", by: "Schedule.cosine")
    page.define("cosine with restarts", at: "13.5", by: "Schedule.restarts")
    page.define("linear warmup", at: "13.6", by: "Schedule.warmup")
    page.define("warmup with accumulation", at: "13.7", by: "Schedule.accumulated")
    page.note(
      "Chapter 13 counts t in epochs for the steps of (13.2) and in iterations for the cosine of "
        + "(13.4); a program that mixes the two schedules has to convert.")
  }

  //: ### The ends
  //:
  //: The cosine begins and ends level: its slope, from a dual number, is 0 at both ends, and it
  //: falls all the way between them.

  private static func ends(_ page: Page) {
    page.verify(
      "the cosine goes from η₀ to ηₘᵢₙ, level at both ends, and only falls", at: "13.4",
      "8.1.3:cos", "13.1.2:ends"
    ) { draw in
      let (low, span, T) = (draw.uniform(0, 0.1), draw.uniform(0.1, 1), draw.uniform(1, 50))
      let η = { (t: Double) in
        Schedule.cosine(Dual(t, tangent: 1), Dual(low + span), Dual(low), Dual(T))
      }
      [η(0).primal, η(T).primal] ≈ [low + span, low]
      [η(0).tangent, η(T).tangent] ≈ [0, 0]
      η(draw.uniform(0, T)).tangent ≤ 0
    }
    page.verify(
      "while η₀γⁱ > ηₘᵢₙ, a restart begins at γ times the last start and falls to ηₘᵢₙ",
      at: "13.5", "13.1.2:restarts"
    ) { draw in
      let (γ, T) = (draw.uniform(0.5, 0.95), draw.uniform(5, 20))
      let i = Double(draw.below(4))
      // The rate after some part of the i-th run.
      let η = { (i: Double, part: Double) in Schedule.restarts((i + part) * T, 1, 0.01, γ, T) }
      η(i + 1, 1e-10) ≈ γ * η(i, 1e-10)
      η(i, 1 - 1e-9) ≈ 0.01
      for k in 1..<9 { η(i, Double(k + 1) / 10) < η(i, Double(k) / 10) }
    }
  }

  //: Of the other decays, steps divide the rate by the same number again and again, and so does
  //: the exponential, at all times at once: it halves whenever $ln 2/λ$ has passed, wherever it
  //: stands. The power of $1 + t$ halves more and more slowly. With $α = ½$ it has to wait until
  //: $1 + t$ is four times as large.

  private static func decays(_ page: Page) {
    page.verify(
      "step decay divides by 1/γ after each S, exponential decay halves after ln 2/λ", at: "13.2",
      "8.1.3:step", "13.3"
    ) { draw in
      let (γ, S, λ) = (draw.uniform(0.1, 0.9), 7.0, draw.uniform(0.01, 1))
      let t = draw.uniform(0, 6.99)
      Schedule.step(t + 3 * S, 1, γ, S) ≈ γ * γ * γ
      2 * Schedule.exponential(t + log(2.0) / λ, 1, λ) ≈ Schedule.exponential(t, 1, λ)
    }
    page.verify(
      "polynomial decay halves when log₂(1 + t) grows by 1/α, and is η₀ exp(−α ln(1 + t))",
      at: "8.1.3:poly"
    ) { draw in
      let (t, α) = (draw.uniform(0, 50), draw.uniform(0.2, 1))
      let later = (1 + t) * Double.pow(2, 1 / α) - 1
      2 * Schedule.polynomial(later, 1, α) ≈ Schedule.polynomial(t, 1, α)
      Schedule.polynomial(t, 1, α) ≈ exp(-α * log(1 + t))
    }
  }

  //: ### Warmup, and what t counts
  //:
  //: With gradients of k batches added up before each update, (13.7) divides the slope by k. It
  //: reaches η₀ at $t = kT$, so that t must count *batches*: after $kT$ batches there have been T
  //: updates, as many as (13.6) warms up for. Where t counts updates, as in the rest of the
  //: chapter, the same formula has come only one k-th of the way after T of them.

  private static func warmups(_ page: Page, _ η₀: Double, _ ηₘᵢₙ: Double) {
    page.verify(
      "with t counting batches (13.7) reaches η₀ after T updates", at: "13.6", "13.7",
      "13.2.2:spans"
    ) { draw in
      let (T, k) = (Double(1 + draw.below(50)), Double(1 + draw.below(8)))
      let update = Double(draw.below(50))
      Schedule.accumulated(k * T, 1, 0.1, T, k: k) ≈ 1
      Schedule.accumulated(update * k, 1, 0.1, T, k: k) ≈ Schedule.warmup(update, 1, 0.1, T)
    }
    page.derive(
      "$η$ at $t = T$, with $t$ counting updates",
      Schedule.accumulated(10, η₀, ηₘᵢₙ, 10, k: 4), for: "13.7")
    page.leave("when warmup pays is experience, above all with Transformers", at: "13.2.1:why")
  }

  //: ### Why not constant
  //:
  //: Descent on $½x²$ with gradients that are off by ±1 at random. With a constant rate the path
  //: never settles: its variance tends to $η/(2 − η)$. With the rate $1/(t + 1)$ it is exactly
  //: $1/t$ after t steps, since the path is then the mean of the noise. Both are checked by
  //: adding up all sequences of up to six signs.

  /// The mean of x² after some steps from 0, over all signs of the noise.
  private static func meanSquare(steps: Int, _ η: (Int) -> Double) -> Double {
    let ends = grid(Array(repeating: [-1.0, 1], count: steps)).map { noise in
      noise.indices.reduce(0.0) { x, t in x - η(t) * (x + noise[t]) }
    }
    return Vector(ends.map { $0 * $0 }).mean
  }

  private static func notConstant(_ page: Page) {
    page.verify(
      "the variance is η(1 − (1 − η)²ᵗ)/(2 − η) with a constant rate, 1/t with 1/(t + 1)",
      at: "8.1.3:constant"
    ) { draw in
      let (η, t) = (draw.uniform(0.05, 1.5), 1 + draw.below(6))
      η * (1 - (1 - η).power(2 * t)) / (2 - η) ≈ meanSquare(steps: t) { _ in η }
      meanSquare(steps: t) { k in 1 / Double(k + 1) } ≈ 1 / Double(t)
    }
  }
}
