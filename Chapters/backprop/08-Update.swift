import Companion
import Mathematics

//: The mean gradient and the step are reported from a draft, and do not follow from the inputs.
//: Nor do the numbers that the notes take from “the current draft” after them. For most of
//: these something stronger can be said: they could not follow from any other samples either, as
//: long as the samples leave all hidden units on, which the four here do.
//:
//: What is asked for is the mean of the sample gradients, and a step of rate η against it.
//:
//:     ∂ℒ_batch/∂W² = (1/m) Σᵢ₌₁ᵐ ∂ℒ⁽ⁱ⁾/∂W²            (6.55)
//:     θ_new = θ − η ∇ℒ_batch                          (6.57)

extension ToyNetwork<Double> {
  /// (6.55): the mean of the gradients of all samples.
  func batchGradient(_ samples: ToySamples) -> ToyGradients {
    let sum = samples.indices.dropFirst().reduce(backward(samples.x[0], samples.y[0])) {
      $0 + backward(samples.x[$1], samples.y[$1])
    }
    return (1 / Double(samples.indices.count)) * sum
  }

  /// (6.57): θ − η∇ℒ for all parameters at once.
  func stepped(_ gradients: ToyGradients, _ η: Double) -> ToyNetwork {
    ToyNetwork(
      W¹: W¹ - η * gradients.W¹, b¹: b¹ - η * gradients.b¹, W²: W² - η * gradients.W²,
      b²: b² - η * gradients.b²)
  }

  func batchLoss(_ samples: ToySamples) -> Double {
    let losses = samples.indices.map { loss(samples.x[$0], samples.y[$0]) }
    return losses.reduce(0, +) / Double(losses.count)
  }
}

extension Backprop {
  static let update = Section(.foundations, "6.9", "The mean gradient and one step") { page in
    let network = ToyNetwork(page)
    let samples = ToySamples(page)
    let η = page.given(number: "η", at: "§6.10")

    page.define("the mean of the sample gradients", at: "6.55", by: "ToyNetwork.batchGradient")
    page.define(
      "one step of gradient descent", at: "6.57", "6.58", "6.61", "6.62", by: "ToyNetwork.stepped")

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

    let each = samples.indices.map { network.backward(samples.x[$0], samples.y[$0]) }
    let mean = network.batchGradient(samples)
    let passes = samples.indices.map { network.forward(samples.x[$0]) }
    let index = ["₁", "₂", "₃"]
    page.table(
      "All samples, forward and backward",
      columns: [""] + samples.indices.map { "sample \($0 + 1)" } + ["mean"],
      rows: [["ŷ"] + passes.map(\.ŷ) + [""], ["δ² = ∂ℒ/∂b²"] + each.map(\.b²) + [mean.b²]]
        + (0..<3).map { j in ["a¹\(index[j])"] + passes.map { $0.a¹[j] } + [""] }
        + (0..<3).map { j in
          ["∂ℒ/∂w²₁\(index[j])"] + each.map { $0.W²[0, j] } + [mean.W²[0, j]]
        }
        + (0..<3).map { j in
          ["δ¹\(index[j]) = ∂ℒ/∂b¹\(index[j])"] + each.map { $0.b¹[j] } + [mean.b¹[j]]
        }
        + (0..<6).map { k in
          ["∂ℒ/∂w¹\(index[k / 2])\(index[k % 2])"] + each.map { $0.W¹[k / 2, k % 2] }
            + [mean.W¹[k / 2, k % 2]]
        }, at: "6.55")
    let g = mean.W²
    page.show(
      "∂ℒ/∂W²", g, at: "6.56", again: ["6.59"],
      slips: [
        Slip("the sum instead of the mean", 4.0 * g),
        Slip("sample 1 alone", each[0].W²), Slip("a quarter of sample 1", 0.25 * each[0].W²),
        Slip("samples 1 and 2 alone", 0.5 * (each[0].W² + each[1].W²)),
        Slip("a quarter of samples 1 and 2", 0.25 * (each[0].W² + each[1].W²)),
        Slip("without sample 4", (1.0 / 3) * (each[0].W² + each[1].W² + each[2].W²)),
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
      let x = (0..<4).map { _ in draw.vector(2, 0, 2) }
      let y = (0..<4).map { _ in draw.uniform() }
      let g = network.batchGradient(ToySamples(x: x, y: y)).W²
      return [
        Evidence("four samples", error: (g[0, 0] - 2 * g[0, 1] + g[0, 2]).absolute, bound: 1e-14)
      ]
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

    let next = network.stepped(mean, η)
    // The hidden layer's gradient taken after W² has moved.
    var moved = network
    moved.W² = next.W²
    let late = network.stepped(moved.batchGradient(samples), η)
    let gʹ = page.printed(matrix: "∂ℒ/∂W²", at: "6.56")
    let b²ʹ = page.printed(number: "new b²", at: "§6.10.1")
    let W¹ʹ = page.printed(matrix: "new W¹", at: "6.63")
    let b¹ʹ = page.printed(vector: "new b¹", at: "6.63")

    page.show(
      "new W²", next.W², at: "6.60",
      carried: Carried(network.W² - η * gʹ, from: ("6.56", "∂ℒ/∂W²")))
    page.derive("∂ℒ/∂b²", mean.b²)
    page.comparing {
      page.derive("∂ℒ/∂b², implied", (network.b² - b²ʹ) / η)
    }
    page.show(
      "new b²", next.b², at: "§6.10.1",
      slips: [
        Slip("the step of sample 1", network.b² - η * each[0].b²),
        Slip("a quarter of the step of sample 1", network.b² - η * each[0].b² / 4),
        Slip("a step up", network.b² + η * mean.b²),
      ], for: "6.10.1:bias")

    //: Each row of the gradient by W¹ is the weight of that unit in W² times the same sum, as
    //: long as all units are on; the three rows are in the ratio 0.7 : 0.8 : 0.9, and so are the
    //: three entries of the gradient by b¹. The steps that are printed are in no such ratio.
    //: Since W¹ and b¹ start as arithmetic progressions themselves, they must stay so after any
    //: number of steps, at any rate, on any data that leave the units on.

    page.derive("∂ℒ/∂W¹", mean.W¹)
    page.comparing {
      page.derive("∂ℒ/∂W¹, implied", (1 / η) * (network.W¹ - W¹ʹ))
    }
    let quarter = network.stepped(0.25 * each[0], η)
    page.show(
      "new W¹", next.W¹, at: "6.63",
      slips: [
        Slip("a quarter of the step of sample 1", quarter.W¹),
        Slip("the step of sample 1", network.stepped(each[0], η).W¹),
        Slip("the sum instead of the mean", network.stepped(4 * mean, η).W¹),
        Slip("W² of after the step", late.W¹),
      ],
      impossible: [
        Invariant(
          "with all hidden units on, new rows w₁ − 2w₂ + w₃ = 0, first column",
          [1, 0, -2, 0, 1, 0]),
        Invariant("the same in the second column", [0, 1, 0, -2, 0, 1]),
      ])
    page.derive("∂ℒ/∂b¹", mean.b¹)
    page.comparing {
      page.derive("∂ℒ/∂b¹, implied", (1 / η) * (network.b¹ - b¹ʹ))
    }
    page.show(
      "new b¹", next.b¹, at: "6.63",
      slips: [
        Slip("a quarter of the step of sample 1", quarter.b¹),
        Slip("the step of sample 1", network.stepped(each[0], η).b¹),
        Slip("W² of after the step", late.b¹),
      ],
      impossible: [
        Invariant("with all hidden units on, new biases b₁ − 2b₂ + b₃ = 0", [1, -2, 1])
      ])

    page.verify(
      "W¹, b¹, W² in progression: new W¹, b¹ and z¹ are so after two steps", at: "6.63", "6.64"
    ) { draw in
      let data = ToySamples(
        x: (0..<4).map { _ in draw.vector(2, 0.1, 2) }, y: (0..<4).map { _ in draw.uniform() })
      var network = progression(&draw)
      for _ in 0..<2 { network = network.stepped(network.batchGradient(data), 0.02) }
      let z¹ = network.forward(data.x[0]).z¹
      let W¹ = network.W¹
      let bends = [
        W¹[0, 0] - 2 * W¹[1, 0] + W¹[2, 0], W¹[0, 1] - 2 * W¹[1, 1] + W¹[2, 1],
        network.b¹[0] - 2 * network.b¹[1] + network.b¹[2], z¹[0] - 2 * z¹[1] + z¹[2],
      ]
      return [Evidence("second differences", error: Vector(bends).maxNorm, bound: 1e-14)]
    }
    page.verify(
      "the rows of ∂ℒ/∂W¹ and the entries of ∂ℒ/∂b¹ are in the ratio of W²", at: "6.63"
    ) { draw in
      let x = (0..<4).map { _ in draw.vector(2, 0, 2) }
      let y = (0..<4).map { _ in draw.uniform() }
      let network = progression(&draw)
      let gradients = network.batchGradient(ToySamples(x: x, y: y))
      let w = network.W².row(0)
      let rows = (0..<3).map { (1 / w[$0]) * gradients.W¹.row($0) }
      let biases = (0..<3).map { gradients.b¹[$0] / w[$0] }
      return [
        Evidence(
          "rows", error: max(distance(rows[1], rows[0]), distance(rows[2], rows[0])), bound: 1e-14),
        Evidence(
          "entries", error: distance(biases, [biases[0], biases[0], biases[0]]), bound: 1e-14),
      ]
    }
  }

  /// A network whose rows of W¹, b¹ and W² are arithmetic progressions, all positive.
  private static func progression(_ draw: inout Generator) -> ToyNetwork<Double> {
    func three() -> Vector<Double> {
      let (first, step) = (draw.uniform(0.1, 0.5), draw.uniform(0, 0.3))
      return [first, first + step, first + 2 * step]
    }
    let W¹ = Matrix(columns: [three(), three()])
    return ToyNetwork(W¹: W¹, b¹: three(), W²: Matrix([three().entries]), b²: draw.uniform())
  }
}
