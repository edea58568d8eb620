import Companion
import Mathematics

//: The second sample is worked like the first; the third and fourth are not worked at all. Their
//: losses the notes take from an earlier draft, but the inputs are there, so that nothing has
//: to be assumed.

extension Backprop {
  static let batch = Section(.foundations, "6.5", "Sample 2, and the loss of all four") { page in
    let network = ToyNetwork(page)
    let samples = ToySamples(page)

    //: All hidden units are on again. The label is 1, so that of the cross-entropy the first term
    //: is left, with the probability $p = ŷ$ of the label.
    //:
    //:     z¹ = W¹x + b¹,  x = x⁽²⁾                        (6.24)
    //:     z¹ⱼ = w¹ⱼ₁x₁ + w¹ⱼ₂x₂ + b¹ⱼ                     (6.25), (6.26), (6.27)
    //:     a¹ = ReLU(z¹) = z¹                              (6.28)
    //:     z² = w²₁₁a¹₁ + w²₁₂a¹₂ + w²₁₃a¹₃ + b²           (6.29), (6.30)
    //:     ŷ = σ(z²) = 1/(1 + exp(−z²))                    (6.31)
    //:     ℒ⁽²⁾ = −log ŷ                                   (6.32)

    let x = samples.x[1]
    let (z¹, a¹, z², ŷ) = network.forward(x)
    func terms(_ j: Int) -> Vector<Double> {
      [network.W¹[j, 0] * x[0], network.W¹[j, 1] * x[1], network.b¹[j]]
    }

    page.show("terms of z¹₁", terms(0), at: "6.25")
    page.show("z¹₁", z¹[0], at: "6.25")
    page.show("terms of z¹₂", terms(1), at: "6.26")
    page.show("z¹₂", z¹[1], at: "6.26")
    page.show("terms of z¹₃", terms(2), at: "6.27")
    page.show("z¹₃", z¹[2], at: "6.27")
    page.show("a¹", a¹, at: "6.28", again: ["6.29"])
    let products = network.W².row(0) ⊙ a¹
    page.show("terms of z²", products.entries + [network.b²], at: "6.30")
    page.show("z²", z², at: "6.30", again: ["6.31"])
    page.show("exponent −z²", -z², at: "6.31")
    page.show("ŷ", ŷ, at: "6.31", again: ["6.32"])

    let ŷʹ = page.printed(number: "ŷ", at: "6.31")
    page.show(
      "ℒ", -log(ŷ), at: "6.32", carried: Carried(-log(ŷʹ), from: ("6.31", "ŷ")),
      slips: lossSlips(ŷ))

    //: ### The batch
    //:
    //: The labels of the last two samples are 0 and 1. Here are all four losses, computed, and
    //: their mean.
    //:
    //:     ℒ⁽³⁾ = −log(1 − ŷ⁽³⁾),  ℒ⁽⁴⁾ = −log ŷ⁽⁴⁾        (6.33)
    //:     ℒ_batch = (1/m) Σᵢ₌₁ᵐ ℒ⁽ⁱ⁾                      (6.10)
    //:             = ¼(ℒ⁽¹⁾ + ℒ⁽²⁾ + ℒ⁽³⁾ + ℒ⁽⁴⁾)          (6.34), (6.35), (6.36)

    let losses = samples.indices.map { network.loss(samples.x[$0], samples.y[$0]) }
    let ŷs = samples.indices.map { network.forward(samples.x[$0]).ŷ }
    let m = Double(samples.indices.count)
    let mean = losses.reduce(0, +) / m

    page.derive("ŷ of all samples", ŷs)
    page.show("ℒ of sample 3", losses[2], at: "6.33", slips: assumedSlips(2, network, samples))
    page.show("ℒ of sample 4", losses[3], at: "6.33", slips: assumedSlips(3, network, samples))

    //: Two other values are printed in (6.33). Neither is the loss of a neighbouring sample, of
    //: the other label, of a network without one of its biases. The sum and the mean of the four
    //: are carried on correctly. That the mean is nearly right is luck: the third loss is too
    //: small by 0.0401 and the fourth too large by 0.0404.

    let assumed = page.printed(number: "ℒ of sample 3", at: "6.33")

    let printed = page.printed(vector: "ℒ restated", at: "6.35")
    page.show("1/m", 1 / m, at: "6.34", again: ["6.35", "6.55"])
    page.show(
      "ℒ restated", losses, at: "6.35",
      carried: Carried(
        [
          page.printed(number: "ℒ", at: "6.23"), page.printed(number: "ℒ", at: "6.32"),
          assumed, page.printed(number: "ℒ of sample 4", at: "6.33"),
        ], from: ("6.23", "ℒ"), ("6.32", "ℒ"), ("6.33", "ℒ of sample 3"),
        ("6.33", "ℒ of sample 4")))
    page.show(
      "sum of losses", losses.reduce(0, +), at: "6.36",
      carried: Carried(printed.sum, from: ("6.35", "ℒ restated")))
    page.show(
      "ℒ batch", mean, at: "6.36",
      carried: Carried(
        page.printed(number: "sum of losses", at: "6.36") / m, from: ("6.36", "sum of losses")))
    page.define("the mean of the sample losses", at: "6.10", by: "ToyNetwork.batchLoss")
  }

  /// What might be behind a loss that is only said to come from a draft.
  private static func assumedSlips(
    _ i: Int, _ network: ToyNetwork<Double>, _ samples: ToySamples
  ) -> [Slip] {
    let (x, y) = (samples.x[i], samples.y[i])
    let ŷ = network.forward(x).ŷ
    var withoutHidden = network
    withoutHidden.b¹ = [0, 0, 0]
    var withoutOutput = network
    withoutOutput.b² = 0
    let swapped: Vector = [x[1], x[0]]
    let neighbour = samples.x[5 - i]
    return lossSlips(y == 1 ? ŷ : 1 - ŷ) + [
      Slip("the other label", binaryCrossEntropy(ŷ, 1 - y)),
      Slip("the squared error", (ŷ - y).power(2)),
      Slip("without b¹", withoutHidden.loss(x, y)),
      Slip("without b²", withoutOutput.loss(x, y)),
      Slip("x₁ and x₂ exchanged", network.loss(swapped, y)),
      Slip("the inputs of the other sample", network.loss(neighbour, y)),
    ]
  }
}
