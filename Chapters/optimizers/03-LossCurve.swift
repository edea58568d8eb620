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
    let η: Double = page.given("η", at: "§7.1.1")
    let t: Vector = page.given("t", at: "7.3", in: 0...200)
    let run = Run(problem: problem, η: η, t: t.entries.map { Int($0.rounded()) })
    table(page, run)
    falls(page, run)
    whichRate(page, run)
  }

  /// A run of the example, and the iterations at which its loss is looked at.
  private struct Run {
    let problem: ToyProblem
    let η: Double
    let t: [Int]

    /// ℒₜ
    func loss(_ t: Int, _ η: Double) -> Double { losses(problem, η, steps: t)[t] }

    /// The rate between two others at which it is ℒ.
    func rate(_ t: Int, _ ℒ: Double, _ sides: (low: Double, high: Double)) -> Double {
      bisected(sides.low, sides.high, steps: 20) { loss(t, $0) - ℒ }
    }
  }

  //: The loss before training is that of
  //: [chapter 6](../backprop/README.md#sample-2-and-the-loss-of-all-four), which prints it first
  //: as 0.6163 and later to three places; padding turned the three into four. The other two
  //: values lie below what the rate of 0.1 can reach in so few steps. The table is called
  //: illustrative and names no rate; 0.1 is that of the section before it, and the question of
  //: others comes below.

  private static func table(_ page: Page, _ run: Run) {
    let rounded = Slip("0.6163 of (6.36), rounded and padded") { printed in
      let ℒ: Double = printed("ℒ batch", at: "6.36")
      return (ℒ * 1000).rounded() / 1000
    }
    let afterStep = Slip("the new parameters that chapter 6 prints") { printed in
      run.problem.loss(printedParameters(printed))
    }
    let tried = [[rounded], [afterStep] + slips(run, run.t[1]), slips(run, run.t[2])]
    for (t, slips) in zip(run.t, tried) {
      let (name, ℒ) = ("ℒ" + subscripted(t), run.loss(t, run.η))
      if ["ℒ₀", "ℒ₁", "ℒ₅"].contains(name) {
        page.show(name, ℒ, at: "7.3", slips: slips)
      } else {
        page.derive(name, ℒ, for: "7.3")
      }
    }
  }

  /// The parameters after one step as (6.60), §6.10.1 and (6.63) print them.
  private static func printedParameters(_ printed: Predecessors) -> Vector<Double> {
    let (W¹, b¹): (Matrix, Vector) = (printed("new W¹", at: "6.63"), printed("new b¹", at: "6.63"))
    let W²: Vector = printed("new W²", at: "6.60")
    return Vector(W¹.entries + b¹.entries + W².entries + [printed("new b²", at: "§6.10.1")])
  }

  //: What else could lie behind the two values? Other rates are tried, a sum in place of the mean,
  //: a step more or less, momentum, and a step after each sample instead of one after all four.

  /// Other ways to run the example.
  private static func slips(_ run: Run, _ steps: Int) -> [Slip] {
    let (problem, η, ball) = (run.problem, run.η, HeavyBall(count: 13))
    let heavy = path(ball, from: problem.θ, η, steps: steps) { problem.gradient($0) }
    let m = problem.x.count
    let single = (0..<m * steps).reduce(problem.θ) { θ, k in
      stepped(θ, ToyNetwork(θ).gradient(problem.x[k % m], problem.y[k % m]), η)
    }
    let rate = { (other: Double, words: String) in Slip("η = " + words, run.loss(steps, other)) }
    return [
      rate(0.5, "0.5 instead of \(words(η))"), rate(0.2, "0.2"), rate(0.01, "0.01"), rate(1, "1"),
      Slip("the sum of the gradients", run.loss(steps, Double(m) * η)),
      Slip("one step more", run.loss(steps + 1, η)),
      Slip("one step less", run.loss(max(0, steps - 1), η)),
      Slip("momentum \(words(ball.β))", problem.loss(heavy[steps])),
      Slip("sample after sample", problem.loss(single)),
    ]
  }

  //: That the loss falls, at least, is so: at this rate it falls with each of the first steps. It
  //: need not at another. Try `--set eta=30`.

  private static func falls(_ page: Page, _ run: Run) {
    let ℒ = losses(run.problem, run.η, steps: 60)
    page.check("the losses fall at each step of the run", at: "7.1.2:monotone") {
      for (before, after) in zip(ℒ, ℒ.dropFirst()) { after < before }
    }
    page.comparing { printed in
      let ℒ: [Double] = run.t.map { printed("ℒ" + subscripted($0), at: "7.3") }
      page.check("the printed losses fall", at: "7.1.2:monotone") {
        for (before, after) in zip(ℒ, ℒ.dropFirst()) { after < before }
      }
    }
  }

  //: ### Which rate would give them?
  //:
  //: After one step the loss first falls with the rate and rises again when the step
  //: overshoots, so that each printed value is met twice, once on either side. For the value
  //: after five steps it is the same. The rates differ: no single one gives both values, not
  //: even within their rounding.
  //:
  //: The search is a bisection on either side of the best rate. The curve beside it shows where
  //: one step is best, near 1, and five steps, near 1.4.

  private static func whichRate(_ page: Page, _ run: Run) {
    let t = [run.t[1], run.t[2]]
    page.comparing { printed in
      for (t, sides) in zip(t, [[(0.0, 1.0), (1.1, 4)], [(0, 1), (1.5, 2.9)]]) {
        let ℒ: Double = printed("ℒ" + subscripted(t), at: "7.3")
        page.derive("rates for ℒ\(subscripted(t))", sides.map { run.rate(t, ℒ, $0) })
      }
      for t in t {
        let ℒ: Double = printed("ℒ" + subscripted(t), at: "7.3")
        let ends = [ℒ + 0.00005, ℒ - 0.00005]
        page.derive(
          "for ℒ\(subscripted(t)) ± half a unit", ends.map { run.rate(t, $0, (0, 1)) })
      }
    }
    page.plot(
      Plot(
        "Loss after \(spelled(t[0])) and after \(spelled(t[1])) steps, by rate", x: "η",
        y: "batch loss",
        t.map { t in
          let points = (1...25).map { (Double($0) * 0.08, tame(run.loss(t, Double($0) * 0.08))) }
          return Plot.Series("after \(t)", points)
        }))
  }
}
