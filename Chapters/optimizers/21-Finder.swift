import Companion
import Mathematics

//: Instead of guessing a rate, sweep it, and look where the loss falls most steeply. Start far too
//: small and multiply the rate a little at each of T batches, until the loss explodes:
//:
//:     ηₜ = ηₘᵢₙ exp((t/T) ln(ηₘₐₓ/ηₘᵢₙ))          (13.1)

/// (13.1): from the smallest rate to the largest in T equal factors
func swept(_ t: Double, _ ηₘᵢₙ: Double, _ ηₘₐₓ: Double, _ T: Double) -> Double {
  ηₘᵢₙ * Double.pow(ηₘₐₓ / ηₘᵢₙ, t / T)
}

extension Optimizers {
  static let finder = Section(.foundations, "13.1.1", "The finder on a real problem") { page in
    let problem = ToyProblem(page)
    let T = 60.0

    //: [The four samples](#the-size-of-a-step) again. Batches of two take turns; the loss that is
    //: tracked is that of all four, so that its wiggles are those of the method and not of the
    //: batches.

    var θ = problem.θ
    var track: [(η: Double, ℒ: Double, slope: Double)] = []
    for t in 0...60 {
      let η = swept(Double(t), 0.001, 30, T)
      track.append((η, problem.loss(θ), problem.gradient(θ).l2Norm))
      let pair = t % 2 == 0 ? [0, 1] : [2, 3]
      let network = ToyNetwork(θ)
      let g = mean(pair.map { network.gradient(problem.x[$0], problem.y[$0]) })
      θ = stepped(θ, g, η)
    }
    let lowest = track.indices.min { track[$0].ℒ < track[$1].ℒ } ?? 0
    // The fall over two batches, short of the lowest point; the sweep is even in log η.
    let falls = (0..<max(1, lowest - 1)).map { track[$0].ℒ - track[$0 + 2].ℒ }
    let steepest = falls.indices.max { falls[$0] < falls[$1] } ?? 0

    page.plot(
      Plot(
        "The loss during a sweep of the rate", x: "log₁₀ η", y: "batch loss",
        [Plot.Series("ℒ", track.map { (log($0.η) / log(10.0), tame($0.ℒ)) })]), at: "13.1.1:finder")
    page.table(
      "What the finder finds", columns: ["", "η", "loss there", "‖∇ℒ‖ there"],
      rows: [("start", 0), ("steepest fall", steepest), ("lowest loss", lowest), ("end", 60)].map {
        [$0, track[$1].η, track[$1].ℒ, track[$1].slope]
      }, at: "13.1.1:finder")
    page.table(
      "Twenty full steps with these rates", columns: ["η", "loss after"],
      rows: [track[0].η, track[steepest].η, track[lowest].η, track[60].η].map {
        [$0, losses(problem, $0, steps: 20)[20]]
      })

    page.define("the swept rate", at: "13.1", by: "swept")
    page.verify("the sweep goes from end to end by equal factors", at: "13.1") { draw in
      let (low, high) = (draw.uniform(1e-6, 1e-3), draw.uniform(0.1, 10))
      let rates = (0...10).map { swept(Double($0), low, high, 10) }
      let factors = zip(rates, rates.dropFirst()).map { $1 / $0 }
      return [
        Evidence("ends", error: distance([rates[0], rates[10]], [low, high]), bound: 1e-13),
        Evidence(
          "factors", error: distance(factors, Array(repeating: factors[0], count: 10)), bound: 1e-13
        ),
      ]
    }

    //: ### What is steep there
    //:
    //: The loss falls most steeply *per step*, and a step is the rate times the gradient. It is
    //: said that the landscape has its largest gradient at that rate. It need not: on a bowl the
    //: gradient is largest at the start of the sweep, when the rate is useless, and has shrunk to a
    //: fraction of that where the fall is steepest. What peaks is $η‖∇ℒ‖²(1 − ½ηL)$.

    page.refute(
      "on a parabola the fall is steepest where the gradient is largest", at: "13.1.1:sweet",
      correction: "it is steepest where η‖∇ℒ‖²(1 − ½ηL) is largest",
      why: "Right, and no news, if the gradient is the slope of the plotted curve"
    ) { draw in
      let (drops, slopes, _) = parabola(&draw)
      return [Evidence("steps apart", error: Double(gap(drops, slopes)), bound: 0)]
    } corrected: { draw in
      let (drops, _, products) = parabola(&draw)
      return [
        Evidence("steps apart", error: Double(gap(drops, products)), bound: 0),
        Evidence("fall by fall", error: distance(drops, products), bound: 1e-13),
      ]
    }
  }

  /// A sweep on ½Lx² up to the rate 1.9/L: the falls, the slopes, and η g²(1 − ½ηL).
  private static func parabola(_ draw: inout Generator) -> ([Double], [Double], [Double]) {
    let L = draw.uniform(0.5, 5)
    var x = draw.uniform(1, 3)
    var (drops, slopes, products): ([Double], [Double], [Double]) = ([], [], [])
    for t in 0..<40 {
      let η = swept(Double(t), 1e-3 / L, 1.9 / L, 39)
      let g = L * x
      let next = x - η * g
      drops.append(L / 2 * (x * x - next * next))
      slopes.append(g.absolute)
      products.append(η * g * g * (1 - η * L / 2))
      x = next
    }
    return (drops, slopes, products)
  }

  /// How far apart the largest entries of two lists stand.
  private static func gap(_ a: [Double], _ b: [Double]) -> Int {
    let i = a.indices.max { a[$0] < a[$1] }!
    let j = b.indices.max { b[$0] < b[$1] }!
    return abs(i - j)
  }
}
