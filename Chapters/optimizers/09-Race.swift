import Companion
import Mathematics

//: Six optimizers take sixty steps each on one problem. It is
//: [the network of chapter 6](#the-size-of-a-step), with its four samples and thirteen parameters.
//: A race says something about this problem and these rates and nothing about the methods in
//: general. The rates are usual ones, none is tuned; `--full` shows what five rates do to each, and
//: that all but RMSProp do better with a larger one.

extension Optimizers {
  static let race = Section(.foundations, "8.3.2", "A race on one problem") { page in
    let problem = ToyProblem(page)
    let λ = 0.05
    let runners: [Runner] = [
      ("plain descent", SGD(), 1), ("heavy ball", HeavyBall(count: 13), 0.3),
      ("look-ahead", Nesterov(count: 13), 0.3), ("RMSProp", RMSProp(count: 13), 0.1),
      ("Adam", Adam(count: 13), 0.1), ("AdamW", Adam(count: 13, λ: λ), 0.1),
    ]
    course(page, runners, problem)
    if page.isFull { otherRates(page, runners, problem) }
    page.note(
      "AdamW with λ = \(words(λ)) ends higher on purpose: it minimizes nothing, it balances "
        + "the loss against the decay.")
  }

  //: Each runner starts from the same parameters and sees the gradient of all four samples, so
  //: that nothing is left to chance. Plain descent gets the largest rate: what the others have
  //: gathered over their steps makes theirs longer than the rate says.

  /// An optimizer with its rate.
  private typealias Runner = (name: String, rule: any Optimizer, η: Double)

  /// The loss before the first step and after each.
  private static func losses(_ rule: any Optimizer, _ η: Double, _ problem: ToyProblem) -> [Double]
  {
    path(rule, from: problem.θ, η, steps: 60) { problem.gradient($0) }.map { problem.loss($0) }
  }

  private static func course(_ page: Page, _ runners: [Runner], _ problem: ToyProblem) {
    let curves = runners.map { ($0, losses($0.rule, $0.η, problem)) }
    page.plot(
      Plot(
        "Six optimizers on the four samples", x: "step", y: "batch loss", isLogarithmic: true,
        curves.map { runner, ℒ in
          Plot.Series(runner.name, ℒ.enumerated().map { (Double($0), tame($1)) })
        }))
    let looks = [5, 20, 60]
    page.table(
      "The batch loss", columns: ["", "η"] + looks.map { "\($0) steps" },
      rows: curves.map { runner, ℒ in
        [runner.name, runner.η] + looks.map { ℒ[$0] as any Showable }
      })
  }

  //: The larger table has one row for each optimizer and one column for each rate. The heavy ball
  //: at the boldest one ends lowest of all, with outputs so near to 0 and 1 that only a
  //: [loss computed from logits](#the-size-of-a-step) can still tell how near. A loss of 0.693, the
  //: logarithm of 2, means that all three hidden units have died: a bold step has carried them to
  //: where ReLU is 0 for every sample, the output is the same for all four, and only its bias can
  //: still move. RMSProp does not even bring that to rest, since its steps keep their length
  //: however small the gradient becomes.

  private static func otherRates(_ page: Page, _ runners: [Runner], _ problem: ToyProblem) {
    let rates = [0.03, 0.1, 0.3, 1, 3]
    let curves = runners.map { runner in rates.map { losses(runner.rule, $0, problem) } }
    page.table(
      "The batch loss after \(curves[0][0].count - 1) steps, by rate",
      columns: [""] + rates.map(words),
      rows: zip(runners, curves).map { runner, curves in
        [runner.name] + curves.map { $0.last! as any Showable }
        // Where RMSProp jumps about, the C library's last bits reach the fifth decimal.
      }, digits: 3)
  }
}
