import Companion
import Mathematics

//: One more forward pass of sample 1 asks whether the step has helped. The notes make it with
//: the parameters that they have reported.
//:
//: Here is sample 1 once more, with the parameters after
//: [the true step](#the-mean-gradient-and-one-step).
//:
//:     z¹_new = W¹_new x + b¹_new,  a¹_new = ReLU(z¹_new)    (6.64)
//:     z²_new = W²_new a¹_new + b²_new,  ŷ_new = σ(z²_new)   (6.65)
//:     ℒ_new = −log(1 − ŷ_new)                               (6.66)
//:
//: Each number is compared twice: with what the right parameters give, and with what follows from
//: the number that is printed before it. These are the numbers that it can follow from.

extension Predecessors {
  fileprivate var W¹: Matrix<Double> { self("new W¹", at: "6.63") }
  fileprivate var b¹: Vector<Double> { self("new b¹", at: "6.63") }
  fileprivate var W²: Matrix<Double> { self("new W²", at: "6.60") }
  fileprivate var b²: Double { self("new b²", at: "§6.10.1") }
  fileprivate var z¹: Vector<Double> { self("new z¹", at: "6.64") }
  fileprivate var a¹: Vector<Double> { self("new a¹", at: "6.64") }
  fileprivate var z²: Double { self("new z²", at: "6.65") }
  fileprivate var ŷ: Double { self("new ŷ", at: "6.65") }
  /// 1 − ŷ
  fileprivate var rest: Double { self("1 − ŷ", at: "6.66") }

  /// The reported network's pass over x.
  fileprivate func forward(_ x: Vector<Double>) -> (z¹: Vector<Double>, z²: Double) {
    let pass = ToyNetwork(W¹: W¹, b¹: b¹, W²: W², b²: b²).forward(x)
    return (pass.z¹, pass.z²)
  }
  /// The logit to two places.
  fileprivate var shortLogit: Double { (z² * 100).rounded() / 100 }
}

extension Backprop {
  static let secondIteration = Section(.foundations, "6.11", "The second iteration") { page in
    let toy = ToyExample(page)
    let η: Double = page.given("η", at: "§6.10", in: 0...100)
    let next = toy.network.stepped(toy.mean, η)
    newHidden(page, toy, next)
    newOutput(page, toy, next)
    newLoss(page, toy, next)
    hundredSteps(page, toy, next, η)
  }

  //: What the notes print should follow from their own new parameters, (6.60) and (6.63). It
  //: does not, and its z¹ is bent, though z¹ is
  //: [one more progression](#the-mean-gradient-and-one-step) that training on such samples does
  //: not bend. Neither a mixture of old and new parameters explains it, nor another sample.

  private static func newHidden(_ page: Page, _ toy: ToyExample, _ next: ToyNetwork<Double>) {
    let (x, network) = (toy.samples.x[0], toy.network)
    let (z¹, a¹, _, _) = next.forward(x)
    page.show(
      "new z¹", z¹, at: "6.64",
      slips: [
        Slip("new W¹ with the old b¹") { $0.W¹ * x + network.b¹ },
        Slip("old W¹ with the new b¹") { network.W¹ * x + $0.b¹ },
        Slip("without b¹") { $0.W¹ * x },
        Slip("sample 3") { $0.forward(toy.samples.x[2]).z¹ },
      ],
      impossible: [
        Invariant("with all hidden units on, after any steps z₁ − 2z₂ + z₃ = 0", [1, -2, 1])
      ]
    ) { $0.W¹ * x + $0.b¹ }
    page.comparing { page.derive("z¹ from the printed parameters", $0.forward(x).z¹) }
    page.show("new a¹", a¹, at: "6.64") { relu($0.z¹) }
  }

  //: The output goes on from the printed a¹, and behaves as if the logit had been rounded to 0.68
  //: on the way: the slips try that, alone and with a rounded exponential.

  private static func newOutput(_ page: Page, _ toy: ToyExample, _ next: ToyNetwork<Double>) {
    let (x, network) = (toy.samples.x[0], toy.network)
    let (_, _, z², ŷ) = next.forward(x)
    page.show(
      "new z²", z², at: "6.65", again: ["6.65"],
      slips: [
        Slip("the old b²") { ($0.W² * $0.a¹)[0] + network.b² },
        Slip("the old W²") { (network.W² * $0.a¹)[0] + $0.b² },
        Slip("z¹ from the printed new parameters") { $0.forward(x).z² },
      ]
    ) { ($0.W² * $0.a¹)[0] + $0.b² }
    page.show(
      "new ŷ", ŷ, at: "6.65", again: ["6.66"],
      slips: [
        Slip("z² rounded to two places") { σ($0.shortLogit) },
        Slip("z² rounded to two places and exp(−z²) to three") {
          1 / (1 + (exp(-$0.shortLogit) * 1000).rounded() / 1000)
        },
      ]
    ) { σ($0.z²) }
    page.comparing { printed in
      page.derive("z² from the printed a¹", (printed.W² * printed.a¹)[0] + printed.b²)
      page.derive("ŷ from the printed z²", σ(printed.z²))
    }
  }

  //: The loss takes the logarithm of what the prediction leaves, here as in the first pass.

  private static func newLoss(_ page: Page, _ toy: ToyExample, _ next: ToyNetwork<Double>) {
    let ŷ = next.forward(toy.samples.x[0]).ŷ
    page.show("1 − ŷ", 1 - ŷ, at: "6.66") { 1 - $0.ŷ }
    page.show(
      "new ℒ", binaryCrossEntropy(ŷ, toy.samples.y[0]), at: "6.66", again: ["§6.11"],
      slips: [
        Slip("z² rounded to two places") { -log(1 - σ($0.shortLogit)) },
        Slip("1 − ŷ a unit too small, 0.3363") { -log($0.rest - 1e-4) },
      ]
    ) { -log($0.rest) }
    page.comparing { page.derive("ℒ from the printed 1 − ŷ", -log($0.rest)) }
  }

  //: The conclusion stands all the same. The true step lowers the loss of sample 1, and that of
  //: the batch, to which the gradient belongs; a hundred such steps lower it one after another:
  //: none of them is too long at this rate.

  private static func hundredSteps(
    _ page: Page, _ toy: ToyExample, _ next: ToyNetwork<Double>, _ η: Double
  ) {
    let (samples, count) = (toy.samples, 100)
    var trained = toy.network
    var losses = [(0.0, trained.batchLoss(samples))]
    for t in 1...count {
      trained = trained.stepped(trained.batchGradient(samples), η)
      losses.append((Double(t), trained.batchLoss(samples)))
    }
    page.comparing { _ in
      // Of other samples one step of the batch need not lower the loss of each.
      page.check("one step lowers the loss of sample 1", at: "6.11:decrease") {
        next.loss(samples.x[0], samples.y[0]) < toy.network.loss(samples.x[0], samples.y[0])
      }
      page.check("each of \(count) steps lowers the batch loss") {
        for (before, after) in zip(losses, losses.dropFirst()) { after.1 < before.1 }
      }
    }
    page.derive("batch ℒ, 0 steps", losses[0].1)
    page.derive("batch ℒ, 1 step", losses[1].1)
    page.derive("batch ℒ, \(count) steps", losses[count].1)
    page.plot(
      Plot(
        "The batch loss of chapter 6 over \(count) steps", x: "step", y: "batch loss",
        [Plot.Series("rate η", losses)]))
  }
}
