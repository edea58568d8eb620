import Companion
import Mathematics

//: The mean gradient and the step are reported from a draft, and do not follow from the inputs.
//: Nor do the numbers that the notes take from “the current draft” after them. For most of
//: these something stronger can be said: they could not follow from any other samples either, as
//: long as the samples leave all hidden units on, which the four here do.
//:
//: What is asked for is the mean of the sample gradients, and a step of rate η against it. With a
//: gradient in the form of a network both are sums of networks.
//:
//:     ∂ℒ_batch/∂W² = (1/m) Σᵢ₌₁ᵐ ∂ℒ⁽ⁱ⁾/∂W²            (6.55)
//:     θ_new = θ − η ∇ℒ_batch                          (6.57)

extension ToyNetwork<Double> {
  static func + (a: ToyNetwork, b: ToyNetwork) -> ToyNetwork {
    ToyNetwork(W¹: a.W¹ + b.W¹, b¹: a.b¹ + b.b¹, W²: a.W² + b.W², b²: a.b² + b.b²)
  }
  static func * (c: Double, a: ToyNetwork) -> ToyNetwork {
    ToyNetwork(W¹: c * a.W¹, b¹: c * a.b¹, W²: c * a.W², b²: c * a.b²)
  }

  func gradients(_ samples: ToySamples) -> [ToyNetwork] {
    samples.indices.map { backward(samples.x[$0], samples.y[$0]) }
  }
  /// (6.55): the mean of the gradients of all samples.
  func batchGradient(_ samples: ToySamples) -> ToyNetwork {
    let each = gradients(samples)
    return (1 / Double(each.count)) * each.dropFirst().reduce(each[0], +)
  }

  /// (6.57): θ − η∇ℒ for all parameters at once.
  func stepped(_ gradient: ToyNetwork, _ η: Double) -> ToyNetwork { self + -η * gradient }

  func batchLoss(_ samples: ToySamples) -> Double {
    let losses = samples.indices.map { loss(samples.x[$0], samples.y[$0]) }
    return losses.reduce(0, +) / Double(losses.count)
  }
}

//: The pages ask for the gradients of the samples one by one, for their mean, and for the network
//: after the step.

extension ToyExample {
  /// The gradient of each sample.
  var each: [ToyNetwork<Double>] { network.gradients(samples) }
  var mean: ToyNetwork<Double> { network.batchGradient(samples) }
}

extension Backprop {
  static let update = Section(.foundations, "6.9", "The mean gradient and one step") { page in
    let toy = ToyExample(page)
    let η: Double = page.given("η", at: "§6.10", in: 0...100)
    let next = toy.network.stepped(toy.mean, η)

    page.define("the mean of the sample gradients", at: "6.55", by: "ToyNetwork.batchGradient")
    page.define(
      "one step of gradient descent", at: "6.57", "6.58", "6.61", "6.62", by: "ToyNetwork.stepped")

    allSamples(page, toy)
    gradientOfOutput(page, toy)
    stepOfOutput(page, toy, η, next)
    stepOfHidden(page, toy, η, next)
    progressions(page)
  }

  //: The table has all that there is for each sample: its prediction and error, its activations
  //: and its gradients. The last column is the mean that (6.56) and the step are about.

  private static func allSamples(_ page: Page, _ toy: ToyExample) {
    let gradients = toy.each + [toy.mean]
    let passes = toy.samples.indices.map { toy.pass($0) }
    let s = subscripts
    var rows: [[any Showable]] = [
      ["ŷ"] + passes.map(\.ŷ) + [""], ["δ² = ∂ℒ/∂b²"] + gradients.map(\.b²),
    ]
    rows += (0..<3).map { j in ["a¹\(s[j])"] + passes.map { $0.a¹[j] } + [""] }
    rows += (0..<3).map { j in ["∂ℒ/∂w²₁\(s[j])"] + gradients.map { $0.W²[0, j] } }
    rows += (0..<3).map { j in ["δ¹\(s[j]) = ∂ℒ/∂b¹\(s[j])"] + gradients.map { $0.b¹[j] } }
    rows += (0..<6).map { k in
      ["∂ℒ/∂w¹\(s[k / 2])\(s[k % 2])"] + gradients.map { $0.W¹[k / 2, k % 2] }
    }
    page.table(
      "All samples, forward and backward",
      columns: [""] + toy.samples.indices.map { "sample \($0 + 1)" } + ["mean"],
      rows: rows, at: "6.55")
  }

  //: ### The gradient by W²
  //:
  //: The gradient has three entries, and with all hidden units on they are tied to each other.
  //:
  //:     ∂ℒ_batch/∂W² = [g₁, g₂, g₃]                     (6.56)
  //:     g₁ − 2g₂ + g₃ = 0
  //:
  //: The rows of $[W¹, b¹]$ are in arithmetic progression: twice the second is the sum of the
  //: first and the third. So are the hidden activations of any sample that leaves every unit
  //: on, as all samples with positive entries do here, and so is any weighted mean of them. The
  //: first and the third entry of this gradient therefore add up to twice the second, whatever
  //: such samples and their labels are. Those that (6.56) prints do not. (Samples with negative
  //: entries, which turn units off, can break this.)

  private static func gradientOfOutput(_ page: Page, _ toy: ToyExample) {
    let (each, g) = (toy.each.map(\.W²), toy.mean.W²)
    page.show(
      "∂ℒ/∂W²", g, at: "6.56", again: ["6.59"],
      slips: [
        Slip("the sum instead of the mean", 4.0 * g),
        Slip("sample 1 alone", each[0]), Slip("a quarter of sample 1", 0.25 * each[0]),
        Slip("samples 1 and 2 alone", 0.5 * (each[0] + each[1])),
        Slip("a quarter of samples 1 and 2", 0.25 * (each[0] + each[1])),
        Slip("without sample 4", (1.0 / 3) * (each[0] + each[1] + each[2])),
      ],
      impossible: [
        Invariant(
          "with all hidden units on, whatever the data, g₁ − 2g₂ + g₃ = 0", [1, -2, 1])
      ])

    page.verify(
      "rows of [W¹, b¹] in progression: g₁ − 2g₂ + g₃ = 0 for positive inputs, any labels",
      at: "6.56"
    ) { draw in
      let network = progression(&draw)
      let samples = ToySamples(from: 0, &draw)
      bend(network.batchGradient(samples).W².row(0)) ≈ 0
    }
  }

  //: ### The step
  //:
  //: Each of the four parameters takes its own step.
  //:
  //:     W²_new = W² − η ∂ℒ_batch/∂W²                    (6.58), (6.59), (6.60)
  //:     b²_new = b² − η ∂ℒ_batch/∂b²                    (6.61)
  //:     W¹_new = W¹ − η ∂ℒ_batch/∂W¹
  //:     b¹_new = b¹ − η ∂ℒ_batch/∂b¹                    (6.62), (6.63)
  //:
  //: The new W² is carried correctly from the printed gradient. For the other parameters no
  //: gradient is printed, but the step of 0.1 tells what it must have been: the rows that say
  //: “implied”. The bias of the output gives a hint. Its step is a quarter of that of sample 1,
  //: as if the mean had been taken over four samples of which only the first was there. The
  //: other printed gradients are not a quarter of sample 1, but 0.7 to 1.7 times that.

  private static func stepOfOutput(
    _ page: Page, _ toy: ToyExample, _ η: Double, _ next: ToyNetwork<Double>
  ) {
    let (W², b²) = (toy.network.W², toy.network.b²)
    let (mean, first) = (toy.mean.b², toy.each[0].b²)
    page.show("new W²", next.W², at: "6.60") {
      printed -> Matrix<Double> in W² - η * printed("∂ℒ/∂W²", at: "6.56")
    }
    page.derive("∂ℒ/∂b²", mean)
    page.comparing { printed in
      page.derive("∂ℒ/∂b², implied", (b² - printed("new b²", at: "§6.10.1")) / η)
    }
    page.show(
      "new b²", next.b², at: "§6.10.1",
      slips: [
        Slip("the step of sample 1", b² - η * first),
        Slip("a quarter of the step of sample 1", b² - η * first / 4),
        Slip("a step up", b² + η * mean),
      ], for: "6.10.1:bias")
  }

  //: Each row of the gradient by W¹ is the weight of that unit in W² times the same sum, as
  //: long as all units are on; the three rows are in the ratio 0.7 : 0.8 : 0.9, and so are the
  //: three entries of the gradient by b¹. The steps that are printed are in no such ratio.
  //: Since W¹ and b¹ start as arithmetic progressions themselves, they must stay so after any
  //: number of steps, at any rate, on any data that leave the units on. One more slip is tried
  //: for these two, the gradient of the hidden layer taken after W² has moved.

  private static func stepOfHidden(
    _ page: Page, _ toy: ToyExample, _ η: Double, _ next: ToyNetwork<Double>
  ) {
    let (network, first) = (toy.network, toy.each[0])
    let (quarter, alone) = (network.stepped(0.25 * first, η), network.stepped(first, η))
    let moved = ToyNetwork(W¹: network.W¹, b¹: network.b¹, W²: next.W², b²: network.b²)
    let late = network.stepped(moved.batchGradient(toy.samples), η)

    let rows = "with all hidden units on, new rows w₁ − 2w₂ + w₃ = 0, first column"

    page.derive("∂ℒ/∂W¹", toy.mean.W¹)
    page.comparing { printed in
      let new: Matrix = printed("new W¹", at: "6.63")
      page.derive("∂ℒ/∂W¹, implied", (1 / η) * (network.W¹ - new))
    }
    page.show(
      "new W¹", next.W¹, at: "6.63",
      slips: [
        Slip("a quarter of the step of sample 1", quarter.W¹),
        Slip("the step of sample 1", alone.W¹),
        Slip("the sum instead of the mean", network.stepped(4 * toy.mean, η).W¹),
        Slip("W² of after the step", late.W¹),
      ],
      impossible: [
        Invariant(rows, [1, 0, -2, 0, 1, 0]),
        Invariant("the same in the second column", [0, 1, 0, -2, 0, 1]),
      ])

    //: The gradient by b¹ is the error δ¹ itself, averaged, and b¹ is a progression as well.

    page.derive("∂ℒ/∂b¹", toy.mean.b¹)
    page.comparing { printed in
      let new: Vector = printed("new b¹", at: "6.63")
      page.derive("∂ℒ/∂b¹, implied", (1 / η) * (network.b¹ - new))
    }
    page.show(
      "new b¹", next.b¹, at: "6.63",
      slips: [
        Slip("a quarter of the step of sample 1", quarter.b¹),
        Slip("the step of sample 1", alone.b¹), Slip("W² of after the step", late.b¹),
      ],
      impossible: [
        Invariant("with all hidden units on, new biases b₁ − 2b₂ + b₃ = 0", [1, -2, 1])
      ])
  }

  //: Both claims are about any network of this kind, so that they are tried on such networks with
  //: four samples of any label. In a progression the second difference is zero.

  private static func progressions(_ page: Page) {
    page.verify(
      "W¹, b¹, W² in progression: new W¹, b¹ and z¹ are so after two steps", at: "6.63", "6.64"
    ) { draw in
      let samples = ToySamples(from: 0.1, &draw)
      let start = progression(&draw)
      let once = start.stepped(start.batchGradient(samples), 0.02)
      let twice = once.stepped(once.batchGradient(samples), 0.02)
      for j in 0..<2 { bend(twice.W¹.column(j)) ≈ 0 }
      bend(twice.b¹) ≈ 0
      bend(twice.forward(samples.x[0]).z¹) ≈ 0
    }
    page.verify(
      "the rows of ∂ℒ/∂W¹ and the entries of ∂ℒ/∂b¹ are in the ratio of W²", at: "6.63"
    ) { draw in
      let samples = ToySamples(from: 0, &draw)
      let network = progression(&draw)
      let g = network.batchGradient(samples)
      let w = network.W².row(0)
      for j in 1..<3 {
        (1 / w[j]) * g.W¹.row(j) ≈ (1 / w[0]) * g.W¹.row(0)
        g.b¹[j] / w[j] ≈ g.b¹[0] / w[0]
      }
    }
  }

  //: Three numbers are in progression if the middle one is as far from the first as from the last.

  /// v₁ − 2v₂ + v₃
  private static func bend(_ v: Vector<Double>) -> Double { v[0] - 2 * v[1] + v[2] }

  /// A network whose rows of W¹, b¹ and W² are arithmetic progressions, all positive.
  private static func progression(_ draw: inout Generator) -> ToyNetwork<Double> {
    func three() -> Vector<Double> {
      let (first, step) = (draw.uniform(0.1, 0.5), draw.uniform(0, 0.3))
      return [first, first + step, first + 2 * step]
    }
    let W¹ = Matrix(columns: [three(), three()])
    return ToyNetwork(W¹: W¹, b¹: three(), W²: three().ᵀ, b²: draw.uniform())
  }
}

extension ToySamples {
  /// Four samples with entries between `low` and 2 and any labels.
  fileprivate init(from low: Double, _ draw: inout Generator) {
    x = (0..<4).map { _ in draw.vector(2, low, 2) }
    y = (0..<4).map { _ in draw.uniform() }
  }
}
