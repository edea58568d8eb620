import Companion
import Mathematics

//: One more forward pass of sample 1 asks whether the step has helped. The notes make it with
//: the parameters that they have reported.

extension Backprop {
  static let secondIteration = Section(.foundations, "6.11", "The second iteration") { page in
    let network = ToyNetwork(page)
    let samples = ToySamples(page)
    let η = page.given(number: "η", at: "§6.10")

    //: Here is sample 1 once more, with the parameters after
    //: [the true step](#the-mean-gradient-and-one-step).
    //:
    //:     z¹_new = W¹_new x + b¹_new,  a¹_new = ReLU(z¹_new)    (6.64)
    //:     z²_new = W²_new a¹_new + b²_new,  ŷ_new = σ(z²_new)   (6.65)
    //:     ℒ_new = −log(1 − ŷ_new)                               (6.66)

    let next = network.stepped(network.batchGradient(samples), η)
    let (z¹, a¹, z², ŷ) = next.forward(samples.x[0])

    //: What the notes print should follow from their own new parameters, (6.60) and (6.63). It
    //: does not, and its z¹ is bent, though z¹ is
    //: [one more progression](#the-mean-gradient-and-one-step) that training on such samples does
    //: not bend. The output behaves as if the logit had been rounded to 0.68 on the way.

    let printed = ToyNetwork(
      W¹: page.printed(matrix: "new W¹", at: "6.63"),
      b¹: page.printed(vector: "new b¹", at: "6.63"),
      W²: page.printed(matrix: "new W²", at: "6.60"),
      b²: page.printed(number: "new b²", at: "§6.10.1"))
    let carried = printed.forward(samples.x[0])
    let z²ʹ = page.printed(number: "new z²", at: "6.65")
    let z²ʺ = (z²ʹ * 100).rounded() / 100
    let ŷʹ = page.printed(number: "new ŷ", at: "6.65")
    let a¹ʹ = page.printed(vector: "new a¹", at: "6.64")

    page.show(
      "new z¹", z¹, at: "6.64",
      carried: Carried(carried.z¹, from: ("6.63", "new W¹"), ("6.63", "new b¹")),
      slips: [
        Slip("new W¹ with the old b¹", printed.W¹ * samples.x[0] + network.b¹),
        Slip("old W¹ with the new b¹", network.W¹ * samples.x[0] + printed.b¹),
        Slip("without b¹", printed.W¹ * samples.x[0]),
        Slip("sample 3", printed.forward(samples.x[2]).z¹),
      ],
      impossible: [
        Invariant("with all hidden units on, after any steps z₁ − 2z₂ + z₃ = 0", [1, -2, 1])
      ])
    page.comparing {
      page.derive("z¹ from the printed parameters", carried.z¹)
    }
    page.show(
      "new a¹", a¹, at: "6.64",
      carried: Carried(relu(page.printed(vector: "new z¹", at: "6.64")), from: ("6.64", "new z¹")))
    page.show(
      "new z²", z², at: "6.65", again: ["6.65"],
      carried: Carried(
        (printed.W² * a¹ʹ)[0] + printed.b², from: ("6.60", "new W²"), ("6.64", "new a¹"),
        ("§6.10.1", "new b²")),
      slips: [
        Slip("the old b²", (printed.W² * a¹ʹ)[0] + network.b²),
        Slip("the old W²", (network.W² * a¹ʹ)[0] + printed.b²),
        Slip("z¹ from the printed new parameters", carried.z²),
      ])
    page.show(
      "new ŷ", ŷ, at: "6.65", again: ["6.66"], carried: Carried(σ(z²ʹ), from: ("6.65", "new z²")),
      slips: [
        Slip("z² rounded to two places", σ(z²ʺ)),
        Slip(
          "z² rounded to two places and exp(−z²) to three",
          1 / (1 + (exp(-z²ʺ) * 1000).rounded() / 1000)),
      ])
    page.comparing {
      page.derive("z² from the printed a¹", (printed.W² * a¹ʹ)[0] + printed.b²)
      page.derive("ŷ from the printed z²", σ(z²ʹ))
    }
    page.show("1 − ŷ", 1 - ŷ, at: "6.66", carried: Carried(1 - ŷʹ, from: ("6.65", "new ŷ")))
    page.show(
      "new ℒ", -log(1 - ŷ), at: "6.66", again: ["§6.11"],
      carried: Carried(
        -log(page.printed(number: "1 − ŷ", at: "6.66")), from: ("6.66", "1 − ŷ")),
      slips: [
        Slip("z² rounded to two places", -log(1 - σ(z²ʺ))),
        Slip(
          "1 − ŷ a unit too small, 0.3363", -log(page.printed(number: "1 − ŷ", at: "6.66") - 1e-4)),
      ])
    page.comparing {
      page.derive("ℒ from the printed 1 − ŷ", -log(page.printed(number: "1 − ŷ", at: "6.66")))
    }

    //: The conclusion stands all the same. The true step lowers the loss of sample 1, and that of
    //: the batch, to which the gradient belongs; a hundred more keep lowering it.

    var trained = network
    var losses = [(0.0, network.batchLoss(samples))]
    for t in 1...100 {
      trained = trained.stepped(trained.batchGradient(samples), η)
      losses.append((Double(t), trained.batchLoss(samples)))
    }
    page.verify("one step lowers the loss of sample 1", at: "6.11:decrease", draws: 1) { _ in
      let before = network.loss(samples.x[0], samples.y[0])
      let after = next.loss(samples.x[0], samples.y[0])
      return [Evidence("loss, before and after", error: max(0, after - before), bound: 0)]
    }
    page.derive("batch ℒ, 0 steps", losses[0].1)
    page.derive("batch ℒ, 1 step", losses[1].1)
    page.derive("batch ℒ, 100 steps", losses[100].1)
    page.plot(
      Plot(
        "The batch loss of chapter 6 over 100 steps", x: "step", y: "batch loss",
        [Plot.Series("rate η", losses)]))
  }
}
