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
    let runners: [(String, any Optimizer, Double)] = [
      ("plain descent", SGD(), 1), ("heavy ball", HeavyBall(count: 13), 0.3),
      ("look-ahead", Nesterov(count: 13), 0.3), ("RMSProp", RMSProp(count: 13), 0.1),
      ("Adam", Adam(count: 13), 0.1), ("AdamW", Adam(λ: 0.05, count: 13), 0.1),
    ]
    let curves = runners.map { name, optimizer, η in
      path(optimizer, from: problem.θ, η, steps: 60) { problem.gradient($0) }
        .map { problem.loss($0) }
    }

    page.plot(
      Plot(
        "Six optimizers on the four samples", x: "step", y: "batch loss", isLogarithmic: true,
        zip(runners, curves).map { runner, curve in
          Plot.Series(runner.0, curve.enumerated().map { (Double($0), tame($1)) })
        }))
    page.table(
      "The batch loss", columns: ["", "η", "5 steps", "20 steps", "60 steps"],
      rows: zip(runners, curves).map { runner, curve in
        [runner.0, runner.2, curve[5], curve[20], curve[60]]
      })
    if page.isFull {
      let tried = [0.03, 0.1, 0.3, 1, 3]
      page.table(
        "The batch loss after 60 steps, by rate", columns: [""] + tried.map { "\($0)" },
        rows: runners.map { name, optimizer, _ in
          [name]
            + tried.map { η -> any Showable in
              problem.loss(
                path(optimizer, from: problem.θ, η, steps: 60) { problem.gradient($0) }[60])
            }
          // Where RMSProp jumps about, the C library's last bits reach the fifth decimal.
        }, digits: 3)
    }
    page.note(
      "AdamW with λ = 0.05 ends higher on purpose: it minimizes nothing, it balances the loss "
        + "against the decay.")
  }
}
