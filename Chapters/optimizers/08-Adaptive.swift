import Companion
import Mathematics

//: One rate for all parameters is too large for some and too small for others. The methods of this
//: section divide each coordinate of the step by a running root mean square of that coordinate's
//: own gradients, so that a parameter with small slopes walks as briskly as one with large ones.
//: RMSProp does that and no more, entry by entry:
//:
//:     vₜ₊₁ = β₂vₜ + (1 − β₂) gₜ ⊙ gₜ              (8.14)
//:     θₜ₊₁ = θₜ − ηₜ gₜ/(√vₜ₊₁ + ε)               (8.15)

/// (8.14) and (8.15): v ← β₂v + (1 − β₂)g², θ ← θ − ηg/(√v + ε)
struct RMSProp: Optimizer {
  let β₂: Double
  let ε: Double
  var v: Vector<Double>

  init(β₂: Double = 0.9, ε: Double = 1e-8, count: Int) {
    (self.β₂, self.ε) = (β₂, ε)
    v = Vector(repeating: 0, count: count)
  }

  mutating func step(_ θ: Vector<Double>, _ g: Vector<Double>, _ η: Double) -> Vector<Double> {
    v = (β₂ * v + (1 - β₂) * g ⊙ g)
    return θ - η * g / (ε + sqrt(v))
  }
}

//: Adam also averages the gradients themselves, and corrects both averages for their start at 0:
//:
//:     mₜ₊₁ = β₁mₜ + (1 − β₁)gₜ                    (8.16)
//:     vₜ₊₁ = β₂vₜ + (1 − β₂) gₜ ⊙ gₜ              (8.17)
//:     m̂ₜ₊₁ = mₜ₊₁/(1 − β₁ᵗ⁺¹)                     (8.18)
//:     v̂ₜ₊₁ = vₜ₊₁/(1 − β₂ᵗ⁺¹)                     (8.19)
//:     θₜ₊₁ = θₜ − ηₜ m̂ₜ₊₁/(√v̂ₜ₊₁ + ε)             (8.20)
//:
//: AdamW takes the same step and shrinks the weights beside it:
//:
//:     θₜ₊₁ = (1 − ηₜλ)θₜ − ηₜ m̂ₜ₊₁/(√v̂ₜ₊₁ + ε)    (8.21)
//:
//: Other chapters train their networks with it too, so that it stands in `Mathematics`, in the
//: file `Adam.swift`: both averages and the step are three lines of its `step`, and for the two
//: corrections it has `m̂` and `v̂`. With its λ other than 0 it is AdamW. Here it only has to join
//: the other rules.

extension Adam: Optimizer {}

extension Optimizers {
  static let adaptive = Section(.foundations, "8.3", "A rate for each coordinate") { page in
    firstSteps(page)
    secondSteps(page)
    averages(page)
    corrected(page)
    scaleFree(page)
    bySums(page)
    decay(page)
    insideOrOutside(page)
  }

  //: ### First steps by hand
  //:
  //: Three gradients, from tiny to huge, and the first step from 0 of each method with $η = 0.1$.
  //: Plain descent moves in proportion. RMSProp starts its average at zero, so that the very
  //: first root is too small by $√(1 − β₂)$ and the first step too long by its inverse, 3.16 for
  //: $β₂ = 0.9$. Adam corrects both averages for their start at zero and takes a step of η.

  private static func firstSteps(_ page: Page) {
    let η = 0.1
    let g: Vector = page.given("gradients", ours: [0.0001, 1, 10000])
    let n = g.count
    let rules: [(String, any Optimizer)] = [
      ("plain descent", SGD()), ("RMSProp", RMSProp(count: n)), ("Adam", Adam(count: n)),
    ]
    page.table(
      "The first step from 0 with η = \(words(η))", columns: ["", "small g", "g", "large g"],
      rows: rules.map { name, rule in
        var rule = rule
        let θ = rule.step(Vector(repeating: 0, count: n), g, η)
        return [name] + θ.entries.map { $0 as any Showable }
      }, digits: 5, at: "8.3:rescale")
  }

  //: The second step shows the averages at work. One weight at 1, the gradients 0.5 and −0.1, the
  //: usual constants; AdamW with $λ = 0.1$ takes the same steps and shrinks the weight beside.

  private static func secondSteps(_ page: Page) {
    let η = 0.1
    let g: Vector = page.given("two gradients", ours: [0.5, -0.1])
    var (adam, adamW) = (Adam(count: 1), Adam(count: 1, λ: 0.1))
    var (θ, θW): (Vector<Double>, Vector<Double>) = ([1], [1])
    page.table(
      "Two steps of Adam and of AdamW by hand, η = \(words(η))",
      columns: ["t", "g", "m", "v", "m̂", "v̂", "θ", "θ, AdamW"],
      rows: g.entries.map { g in
        θ = adam.step(θ, [g], η)
        θW = adamW.step(θW, [g], η)
        return [adam.t, g, adam.m[0], adam.v[0], adam.m̂[0], adam.v̂[0], θ[0], θW[0]]
      }, digits: 6, at: "8.16", "8.17", "8.18", "8.19")
    page.define("RMSProp", at: "8.14", "8.15", by: "RMSProp.step")
    page.define("Adam and its usual constants", at: "8.20", "8.3.2:defaults", by: "Adam")
  }

  //: Dividing by the root of the mean *square* and not by the mean is what makes it a measure of
  //: size: gradients that alternate in sign average to nothing and have a size all the same. The
  //: constant ε decides what happens where there is no gradient at all, and it bounds the step of
  //: a coordinate whose gradients are much smaller than ε.
  //:
  //: The averages are sums over the past like [the velocity](#the-heavy-ball-and-the-look-ahead),
  //: with weights that have a factor of $1 − β$ in front.

  /// Σ βᵗ⁻¹⁻ᵏ f(gₖ), over all t gradients of one coordinate.
  private static func faded(_ β: Double, _ g: [Double], _ f: (Double) -> Double) -> Double {
    g.indices.reduce(0) { $0 + β.power(g.count - 1 - $1) * f(g[$1]) }
  }

  private static func averages(_ page: Page) {
    page.verify(
      "the averages are (1 − β)Σ βᵗ⁻¹⁻ᵏ of the gradients and of their squares", at: "8.14", "8.16",
      "8.17"
    ) { draw in
      let g = draw.vector(10).entries
      var (rms, adam) = (RMSProp(count: 1), Adam(count: 1))
      for gₖ in g { (_, _) = (rms.step([0], [gₖ], 0.1), adam.step([0], [gₖ], 0.1)) }
      rms.v[0] ≈ (1 - rms.β₂) * faded(rms.β₂, g) { $0 * $0 }
      adam.m[0] ≈ (1 - adam.β₁) * faded(adam.β₁, g) { $0 }
      adam.v[0] ≈ (1 - adam.β₂) * faded(adam.β₂, g) { $0 * $0 }
    }
  }

  //: ### Bias correction, exactly
  //:
  //: If all gradients are the same number, an honest average is that number. Both corrected
  //: averages pass this test at every t. If they are random, the corrected averages are right in
  //: expectation: here over all eight sequences of three gradients that take one of two values.
  //:
  //: An average that starts at 0 has given the weight $βᵗ$ to that zero after t steps, and only
  //: the rest, $1 − βᵗ$, to gradients. Dividing by $1 − βᵗ$ takes the zero out again. With
  //: $β₂ = 0.999$ it matters for thousands of steps: after one hundred, v without correction is a
  //: tenth of what it should be, and a step without correction three times too long.

  private static func corrected(_ page: Page) {
    let why = "1 − β₂ᵗ is a small difference for small t"
    page.verify("for a steady gradient m̂ = g and v̂ = g² at every step", at: "8.18", "8.19") {
      draw in
      let g = draw.vector(2, 0.1, 2)
      var adam = Adam(count: 2)
      for _ in 0..<6 {
        _ = adam.step([0, 0], g, 0.1)
        adam.m̂ ≈ g
        adam.v̂ ≈ g ⊙ g ± (1e-13, why)
      }
    }
    page.verify("the expected m̂ and v̂ are those of one gradient", at: "8.18", "8.19") { draw in
      let values = draw.vector(2, -2, 2)
      let runs = (0..<8).map { bits in
        var adam = Adam(count: 1)
        for k in 0..<3 { _ = adam.step([0], [values[bits >> k & 1]], 0.1) }
        return adam
      }
      mean(runs.map { $0.m̂[0] }) ≈ values.mean
      mean(runs.map { $0.v̂[0] }) ≈ (values ⊙ values).mean ± (1e-13, why)
    }
  }

  //: A consequence: multiply all gradients by a million and Adam takes the same steps, apart
  //: from ε. That is how such methods keep gradients in check that vanish or explode, though
  //: only in their size: a gradient that has been lost to rounding stays lost.

  /// Where a rule gets in some steps from (1, 1).
  private static func end(_ rule: some Optimizer, _ gradients: [Vector<Double>]) -> Vector<Double> {
    var (rule, θ) = (rule, Vector([1.0, 1]))
    for g in gradients { θ = rule.step(θ, g, 0.1) }
    return θ
  }

  private static func scaleFree(_ page: Page) {
    page.verify(
      "with ε = 0 Adam and RMSProp do not see a scale, not even one for each coordinate",
      at: "8.3:rescale", "intuition:4.1.3:vanish"
    ) { draw in
      let g = (0..<4).map { _ in draw.vector(2) }
      let c = draw.vector(2, -6, 6).map { Double.pow(10, $0) }
      let scaled = g.map { c ⊙ $0 }
      end(Adam(count: 2, ε: 0), scaled) ≈ end(Adam(count: 2, ε: 0), g)
      end(RMSProp(ε: 0, count: 2), scaled) ≈ end(RMSProp(ε: 0, count: 2), g)
    }
  }

  //: The whole step once more, without any recursion: from a root mean square whose weights fade
  //: and add up to 1 for Adam, and from one whose weights do not add up to 1 for RMSProp. It is the
  //: seventh step of either.

  private static func bySums(_ page: Page) {
    page.verify(
      "the steps of Adam and of RMSProp, from sums instead of recursions", at: "8.15", "8.20"
    ) { draw in
      let g = (0..<7).map { _ in draw.uniform(-1, 1) }
      var (adam, rms) = (Adam(count: 1), RMSProp(count: 1))
      for gₖ in g.dropLast() { (_, _) = (adam.step([0], [gₖ], 0.1), rms.step([0], [gₖ], 0.1)) }
      let (Δa, Δr) = (adam.step([0], [g[6]], 0.1)[0], rms.step([0], [g[6]], 0.1)[0])

      let average = { (β: Double, f: (Double) -> Double) in
        faded(β, g, f) / faded(β, g) { _ in 1 }
      }
      let root = average(adam.β₂) { $0 * $0 }.squareRoot()
      Δa ≈ -0.1 * average(adam.β₁) { $0 } / (root + adam.ε)
      let short = ((1 - rms.β₂) * faded(rms.β₂, g) { $0 * $0 }).squareRoot()
      Δr ≈ -0.1 * g[6] / (short + rms.ε)
    }
  }

  //: ### Decay, inside or outside
  //:
  //: For plain descent it makes no difference whether $λθ$ is added to the gradient or the
  //: weights are multiplied by $1 − ηλ$. For Adam it does. A weight whose own gradient is zero
  //: shows it best: inside the gradient, $λθ$ is all there is, is divided by its own root mean
  //: square, and moves the weight by η whatever λ is. Decoupled, it shrinks by $ηλ$.

  /// g + λθ, the gradient of a loss with the penalty ½λ‖θ‖²
  static func penalized(_ g: Vector<Double>, _ θ: Vector<Double>, _ λ: Double) -> Vector<Double> {
    g + λ * θ
  }

  private static func decay(_ page: Page) {
    let η = 0.1
    page.define("λθ inside the gradient", at: "8.3.3:gradient", by: "penalized")
    page.define("AdamW", at: "8.21", by: "Adam.step")
    page.table(
      "A weight of 1 with gradient 0, after one step with η = \(words(η))",
      columns: ["λ", "descent, inside", "descent, outside", "Adam, inside", "AdamW"],
      rows: [0.001, 0.01, 0.1].map { λ in
        let g = penalized([0], [1], λ)
        var (adam, adamW) = (Adam(count: 1), Adam(count: 1, λ: λ))
        return [
          λ, stepped([1], g, η), (1 - η * λ), adam.step([1], g, η), adamW.step([1], [0], η),
        ]
      }, digits: 5, at: "8.3.3:differs")
  }

  //: The same with gradients of a loss, over four steps of logistic regression: the two kinds of
  //: descent end at one point, the two kinds of Adam at different ones. What AdamW adds to a step
  //: is $−ηλθ$ and nothing else; its averages never hear of λ.

  private static func insideOrOutside(_ page: Page) {
    page.verify(
      "λθ in the gradient is decay for plain descent, and something else for Adam",
      at: "8.3.3:differs"
    ) { draw in
      let problem = Logistic(&draw)
      let (start, η, λ) = (draw.vector(3, 0.5, 2), 0.1, 0.1)
      let inside = { (θ: Vector<Double>) in penalized(problem.gradient(θ), θ, λ) }
      let outside = (0..<4).reduce(start) { θ, _ in
        (1 - η * λ) * θ - η * problem.gradient(θ)
      }
      descent(from: start, η, steps: 4, inside)[4] ≈ outside
      let a = path(Adam(count: 3), from: start, η, steps: 4, inside)[4]
      let b = path(Adam(count: 3, λ: λ), from: start, η, steps: 4) { problem.gradient($0) }[4]
      (a - b).maxNorm > 1e-4
    }
    page.verify(
      "a step of AdamW is a step of Adam and −ηλθ, and its averages know nothing of λ",
      at: "8.21", "8.3.3:separate"
    ) { draw in
      let g = (0..<6).map { _ in draw.vector(2) }
      let λ = draw.uniform(0, 1)
      var (adam, adamW) = (Adam(count: 2), Adam(count: 2, λ: λ))
      var θ = draw.vector(2)
      for gₖ in g {
        let plain = adam.step(θ, gₖ, 0.1)
        let decayed = adamW.step(θ, gₖ, 0.1)
        decayed ≈ plain - 0.1 * λ * θ
        θ = decayed
      }
      adam.m == adamW.m
      adam.v == adamW.v
    }
  }
}
