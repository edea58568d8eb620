import Companion
import Mathematics

//: Instead of guessing a rate, sweep it, and look where the loss falls most steeply. Start far too
//: small and multiply the rate a little at each of T batches, until the loss explodes. The notes
//: write a power; as an exponential the formula shows that $ln η$ rises in equal steps:
//:
//:     ηₜ = ηₘᵢₙ exp((t/T) ln(ηₘₐₓ/ηₘᵢₙ))          (13.1)

/// (13.1): from the smallest rate to the largest in T equal factors
func swept(_ t: Double, _ ηₘᵢₙ: Double, _ ηₘₐₓ: Double, _ T: Double) -> Double {
  ηₘᵢₙ * Double.pow(ηₘₐₓ / ηₘᵢₙ, t / T)
}

extension Optimizers {
  static let finder = Section(.foundations, "13.1.1", "The finder on a real problem") { page in
    let problem = ToyProblem(page)
    sweep(page, problem)
    sweptRate(page)
    whatIsSteep(page)
  }

  //: [The four samples](#the-size-of-a-step) again. Batches of two take turns; the loss that is
  //: tracked is that of all four, so that its wiggles are those of the method and not of the
  //: batches. The fall is taken over two batches, so that each pair has its turn in it, and only
  //: before the lowest point. Since the sweep is even in $ln η$, it is the slope of the curve.

  /// Where the largest of some falls is.
  private static func steepest(_ falls: [Double]) -> Int {
    falls.indices.max { falls[$0] < falls[$1] } ?? 0
  }

  private static func sweep(_ page: Page, _ problem: ToyProblem) {
    let T = 60
    var θ = problem.θ
    let track = (0...T).map { t -> (η: Double, ℒ: Double, slope: Double) in
      let η = swept(Double(t), 0.001, 30, Double(T))
      let here = (η, problem.loss(θ), problem.gradient(θ).l2Norm)
      let network = ToyNetwork(θ)
      let g = (t % 2 == 0 ? [0, 1] : [2, 3]).map { network.gradient(problem.x[$0], problem.y[$0]) }
      θ = stepped(θ, (g[0] + g[1]) / 2, η)
      return here
    }
    let lowest = track.indices.min { track[$0].ℒ < track[$1].ℒ } ?? 0
    let found = steepest((0..<max(1, lowest - 1)).map { track[$0].ℒ - track[$0 + 2].ℒ })

    page.plot(
      Plot(
        "The loss during a sweep of the rate", x: "log₁₀ η", y: "batch loss",
        [Plot.Series("ℒ", track.map { (log($0.η) / log(10.0), tame($0.ℒ)) })]), at: "13.1.1:finder")
    page.table(
      "What the finder finds", columns: ["", "η", "loss there", "‖∇ℒ‖ there"],
      rows: [("start", 0), ("steepest fall", found), ("lowest loss", lowest), ("end", T)].map {
        [$0, track[$1].η, track[$1].ℒ, track[$1].slope]
      }, at: "13.1.1:finder")
    page.table(
      "Twenty full steps with these rates", columns: ["η", "loss after"],
      rows: [0, found, lowest, T].map {
        [track[$0].η, losses(problem, track[$0].η, steps: 20)[20]]
      }
    )
  }

  //: The formula, in three ways. Whoever multiplies by one factor T times from $ηₘᵢₙ$ to $ηₘₐₓ$
  //: takes the T-th root of their ratio as the factor. After t of T steps this is a mean of the
  //: two ends, not of their sum but of their product, in the shares $1 − t/T$ and $t/T$. The lines
  //: show the fifteenth of the sixty steps above.

  private static func sweptRate(_ page: Page) {
    page.define("the swept rate", at: "13.1", by: "swept")
    page.derivation("ηₜ", of: Vector([0.001, 30, 15, 60])) { draw in
      [draw.uniform(1e-6, 1e-3), draw.uniform(0.1, 10), Double(draw.below(11)), 10]
    } lines: { v in
      let (low, high, share) = (v[0], v[1], v[2] / v[3])
      Line("ηₘᵢₙ (ηₘₐₓ/ηₘᵢₙ)ᵗᐟᵀ", at: "13.1", swept(v[2], low, high, v[3]))
      Line("ηₘᵢₙ exp((t/T) ln(ηₘₐₓ/ηₘᵢₙ))", low * exp(share * log(high / low)))
      Line(
        "exp((1 − t/T) ln ηₘᵢₙ + (t/T) ln ηₘₐₓ)", exp((1 - share) * log(low) + share * log(high)))
    } truth: { v in
      let factor = bisected(1, v[1] / v[0], steps: 100) { $0.power(Int(v[3])) - v[1] / v[0] }
      return (0..<Int(v[2])).reduce(v[0]) { η, _ in η * factor }
    }
    page.verify("the sweep goes from end to end by equal factors", at: "13.1") { draw in
      let (low, high) = (draw.uniform(1e-6, 1e-3), draw.uniform(0.1, 10))
      let rates = (0...10).map { swept(Double($0), low, high, 10) }
      [rates[0], rates[10]] ≈ [low, high]
      for (η, next) in zip(rates, rates.dropFirst()) {
        next / η ≈ rates[1] / rates[0]
      }
    }
  }

  //: ### What is steep there
  //:
  //: The loss falls most steeply *per step*, and a step is the rate times the gradient. It is
  //: said that the landscape has its largest gradient at that rate. It need not: on a bowl the
  //: gradient is largest at the start of the sweep, when the rate is useless, and has shrunk to a
  //: fraction of that where the fall is steepest. What peaks is $η‖∇ℒ‖²(1 − ½ηL)$.

  /// A sweep on ½Lx² up to the rate 1.9/L: the falls, the slopes, and η g²(1 − ½ηL).
  private static func parabola(_ draw: inout Generator)
    -> (drops: [Double], slopes: [Double], products: [Double])
  {
    let L = draw.uniform(0.5, 5)
    var x = draw.uniform(1, 3)
    var result: (drops: [Double], slopes: [Double], products: [Double]) = ([], [], [])
    for t in 0..<40 {
      let η = swept(Double(t), 1e-3 / L, 1.9 / L, 39)
      let g = L * x
      let next = x - η * g
      result.drops.append(L / 2 * (x * x - next * next))
      result.slopes.append(g.absolute)
      result.products.append(η * g * g * (1 - η * L / 2))
      x = next
    }
    return result
  }

  private static func whatIsSteep(_ page: Page) {
    page.refute(
      "on a parabola the fall is steepest where the gradient is largest", at: "13.1.1:sweet",
      correction: "it is steepest where η‖∇ℒ‖²(1 − ½ηL) is largest",
      why: "Right, and no news, if the gradient is the slope of the plotted curve"
    ) { draw in
      let sweep = parabola(&draw)
      sweep.slopes[steepest(sweep.drops)] ≥ sweep.slopes.max()!
    } corrected: { draw in
      let sweep = parabola(&draw)
      sweep.products[steepest(sweep.drops)] ≥ sweep.products.max()!
      sweep.drops ≈ sweep.products
    }
  }
}
