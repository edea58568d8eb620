import Companion
import Mathematics

//: Does the step help? The chapter looks at sample 1 again, with the parameters that it has
//: reported.

extension Backprop {
  static let secondIteration = Section(.foundations, "6.11", "The second iteration") { page in
    let network = ToyNetwork(page)
    let samples = ToySamples(page)
    let η = page.given(number: "η", at: "§6.10")

    //: Sample 1 once more, with the parameters after the true step.

    let next = network.stepped(network.batchGradient(samples), η)
    let (z¹, a¹, z², ŷ) = next.forward(samples.x[0])

    //: What the chapter prints should follow from its own new parameters, (6.60) and (6.63).

    let printed = ToyNetwork(
      W¹: page.printed(matrix: "new W¹", at: "6.63"),
      b¹: page.printed(vector: "new b¹", at: "6.63"),
      W²: page.printed(matrix: "new W²", at: "6.60"),
      b²: page.printed(number: "new b²", at: "§6.10.1"))
    let carried = printed.forward(samples.x[0])
    let z²ʹ = page.printed(number: "new z²", at: "6.65")
    let ŷʹ = page.printed(number: "new ŷ", at: "6.65")
    let a¹ʹ = page.printed(vector: "new a¹", at: "6.64")

    page.show(
      "new z¹", z¹, at: "6.64",
      carried: Carried(carried.z¹, from: ("6.63", "new W¹"), ("6.63", "new b¹")))
    page.show(
      "new a¹", a¹, at: "6.64",
      carried: Carried(relu(page.printed(vector: "new z¹", at: "6.64")), from: ("6.64", "new z¹")))
    page.show(
      "new z²", z², at: "6.65", again: ["6.65"],
      carried: Carried(
        (printed.W² * a¹ʹ)[0] + printed.b², from: ("6.60", "new W²"), ("6.64", "new a¹"),
        ("§6.10.1", "new b²")))
    page.show(
      "new ŷ", ŷ, at: "6.65", again: ["6.66"], carried: Carried(σ(z²ʹ), from: ("6.65", "new z²")))
    page.show("1-ŷ", 1 - ŷ, at: "6.66", carried: Carried(1 - ŷʹ, from: ("6.65", "new ŷ")))
    page.show(
      "new ℒ", -log(1 - ŷ), at: "6.66", again: ["§6.11"],
      carried: Carried(
        -log(page.printed(number: "1-ŷ", at: "6.66")), from: ("6.66", "1-ŷ")))

    //: And does a step lower the loss? It must lower that of the batch, which is what the
    //: gradient belongs to.

    var trained = network
    var losses = [(0.0, network.batchLoss(samples))]
    for t in 1...100 {
      trained = trained.stepped(trained.batchGradient(samples), η)
      losses.append((Double(t), trained.batchLoss(samples)))
    }
    page.derive("batch loss before", losses[0].1)
    page.derive("batch loss after one step", losses[1].1, for: "6.11:decrease")
    page.derive("batch loss after 100 steps", losses[100].1)
  }
}
