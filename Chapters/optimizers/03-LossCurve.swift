import Companion
import Mathematics

//: A small table is offered as an example of a loss that falls: three values, at iterations 0, 1
//: and 5. They are the mean loss of the m samples after t steps:
//:
//:     ℒₜ = (1/m) Σᵢ₌₁ᵐ ℓᵢ(θₜ)                     (7.3)
//:
//: The network is given, and so are the samples, so that it can simply be run.

/// The losses of a run of plain descent, before the first step and after each.
func losses(_ problem: ToyProblem, _ η: Double, steps: Int) -> [Double] {
  descent(from: problem.θ, η, steps: steps) { problem.gradient($0) }.map { problem.loss($0) }
}

extension Optimizers {
  static let lossCurve = Section(.foundations, "7.1.2", "The loss curve, run") { page in
    let problem = ToyProblem(page)
    let η = page.given(number: "η", at: "§7.1.1")
    let t = page.given(vector: "t", at: "7.3").map { Double(whole($0, 0...200)) }

    let curve = losses(problem, η, steps: Int(t.maxNorm))
    let ℒ = t.entries.map { curve[Int($0)] }

    //: The loss before training is that of
    //: [chapter 6](../backprop/README.md#sample-2-and-the-loss-of-all-four), which rounds it first
    //: to 0.6163 and later to three places; padding turned the three into four. The other two
    //: values lie below what the rate of 0.1 can reach in so few steps. The table is called
    //: illustrative and names no rate; 0.1 is that of the section before it, and the question of
    //: others comes below.

    let rounded = (page.printed(number: "ℒ batch", at: "6.36") * 1000).rounded() / 1000
    page.show("ℒ₀", ℒ[0], at: "7.3", slips: [Slip("0.6163 of (6.36), rounded and padded", rounded)])
    page.show(
      "ℒ₁", ℒ[1], at: "7.3",
      slips: [Slip("the new parameters that chapter 6 prints", problem.loss(printedStep(page)))]
        + slips(problem, 1))
    page.show("ℒ₅", ℒ[2], at: "7.3", slips: slips(problem, 5))
    let printed = ["ℒ₀", "ℒ₁", "ℒ₅"].map { page.printed(number: $0, at: "7.3") }
    page.verify("the losses fall, printed and computed", at: "7.1.2:monotone", draws: 1) { _ in
      [
        Evidence("as printed", holds: rise(printed) < 0),
        Evidence("each step of the run", holds: rise(losses(problem, 0.1, steps: 60)) < 0),
      ]
    }

    //: ### Which rate would give them?
    //:
    //: After one step the loss first falls with the rate and rises again when the step
    //: overshoots, so that each printed value is met twice, once on either side. For the value
    //: after five steps it is the same. The rates differ: no single one gives both values, not
    //: even within their rounding.

    //: The search is a bisection on either side of the best rate. The curve beside it shows where
    //: one step is best, near 1, and five steps, near 1.4.

    let target = (page.printed(number: "ℒ₁", at: "7.3"), page.printed(number: "ℒ₅", at: "7.3"))
    func after(_ steps: Int, _ η: Double) -> Double { losses(problem, η, steps: steps)[steps] }
    func rate(_ low: Double, _ high: Double, _ steps: Int, _ target: Double) -> Double {
      bisected(low, high, steps: 20) { after(steps, $0) - target }
    }
    let half = 0.00005
    page.comparing {
      page.derive("rates for ℒ₁", [rate(0, 1, 1, target.0), rate(1.1, 4, 1, target.0)])
      page.derive("rates for ℒ₅", [rate(0, 1, 5, target.1), rate(1.5, 2.9, 5, target.1)])
      page.derive(
        "for ℒ₁ ± half a unit", [rate(0, 1, 1, target.0 + half), rate(0, 1, 1, target.0 - half)])
      page.derive(
        "for ℒ₅ ± half a unit", [rate(0, 1, 5, target.1 + half), rate(0, 1, 5, target.1 - half)])
    }
    page.plot(
      Plot(
        "Loss after one and after five steps, by rate", x: "η", y: "batch loss",
        [1, 5].map { steps in
          Plot.Series(
            "after \(steps)",
            (1...25).map { (Double($0) * 0.08, tame(after(steps, Double($0) * 0.08))) })
        }))
  }

  /// The parameters after one step as (6.60), §6.10.1 and (6.63) print them.
  private static func printedStep(_ page: Page) -> Vector<Double> {
    Vector(
      page.printed(matrix: "new W¹", at: "6.63").entries
        + page.printed(vector: "new b¹", at: "6.63").entries
        + page.printed(matrix: "new W²", at: "6.60").entries
        + [page.printed(number: "new b²", at: "§6.10.1")])
  }

  /// The largest rise from one value to the next, negative if all fall.
  private static func rise(_ values: [Double]) -> Double {
    zip(values, values.dropFirst()).map { $1 - $0 }.max()!
  }

  /// Other ways to run the example.
  private static func slips(_ problem: ToyProblem, _ steps: Int) -> [Slip] {
    func run(_ η: Double, _ steps: Int) -> Double { losses(problem, η, steps: steps)[steps] }
    var heavy = (θ: problem.θ, v: Vector(repeating: 0.0, count: 13))
    for _ in 0..<steps {
      heavy.v = 0.9 * heavy.v + problem.gradient(heavy.θ)
      heavy.θ = stepped(heavy.θ, heavy.v, 0.1)
    }
    var single = problem.θ
    for _ in 0..<steps {
      for i in problem.x.indices {
        single = stepped(single, ToyNetwork(single).gradient(problem.x[i], problem.y[i]), 0.1)
      }
    }
    return [
      Slip("η = 0.5 instead of 0.1", run(0.5, steps)), Slip("η = 0.2", run(0.2, steps)),
      Slip("η = 0.01", run(0.01, steps)), Slip("η = 1", run(1, steps)),
      Slip("the sum of the gradients", run(0.4, steps)), Slip("one step more", run(0.1, steps + 1)),
      Slip("one step less", run(0.1, steps - 1)), Slip("momentum 0.9", problem.loss(heavy.θ)),
      Slip("sample after sample", problem.loss(single)),
    ]
  }
}
