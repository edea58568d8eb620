import Companion
import Mathematics

//: The recursion starts at the output, with the derivative of the loss by what goes into the
//: last activation. All four documents call such a derivative, in any layer, δ:
//:
//:     δˡ = ∂ℒ/∂zˡ                                   (5.5)
//:
//: They mean the whole of it: the slope of the activation is already in. Only
//: [the program](#the-programs-gradients) of *The Maths of Deep Learning*, chapter 8, uses the
//: letter for $ŷ − y$ alone.

/// The losses that go with the outputs of the notes.
enum Loss {
  case halfSquared, binary, categorical

  /// ℒ(ŷ, y)
  func callAsFunction<T: Scalar>(_ ŷ: Vector<T>, _ y: Vector<T>) -> T {
    switch self {
    case .halfSquared: halfSquaredError(ŷ, y)
    case .binary: ŷ.indices.reduce(0) { $0 + binaryCrossEntropy(ŷ[$1], y[$1]) }
    case .categorical: crossEntropy(ŷ, y)
    }
  }

  /// ∂ℒ/∂ŷ
  func slope(_ ŷ: Vector<Double>, _ y: Vector<Double>) -> Vector<Double> {
    switch self {
    case .halfSquared: ŷ - y
    case .binary: Vector(ŷ.indices.map { -(y[$0] / ŷ[$0] - (1 - y[$0]) / (1 - ŷ[$0])) })
    case .categorical: Vector(ŷ.indices.map { -y[$0] / ŷ[$0] })
    }
  }
}

/// −Σ yₖ log pₖ
func crossEntropy<T: Scalar>(_ p: Vector<T>, _ y: Vector<T>) -> T { -(y ⋅ log(p)) }

/// eₖ, all zeros but a one
func oneHot(_ k: Int, of count: Int) -> Vector<Double> {
  Vector((0..<count).map { $0 == k ? 1 : 0 })
}

/// Evidence for an output error: ∂ℒ(φ(z), y)/∂z by three methods, or by two
private func outputEvidence(
  _ δ: Vector<Double>, _ loss: Loss, _ φ: Activation, _ z: Vector<Double>, _ y: Vector<Double>,
  _ d: Vector<Double>, usesTape: Bool = false
) -> [Evidence] {
  func ℒ<T: Scalar>(_ z: Vector<T>) -> T { loss(φ(z), Vector<T>(y)) }
  return usesTape
    ? compare(δ, at: z, along: d, ℒ, ℒ, ℒ) : compareRates(δ, at: z, along: d, ℒ, ℒ)
}

extension Backprop {
  static let outputError = Section(.foundations, "5.2", "The error of the output") { page in
    //: Three losses go with the outputs of the notes.
    //:
    //:     ℒ = ½ Σᵢ (ŷᵢ − yᵢ)²                           (appendix B.7)
    //:     ℒ = −(y log ŷ + (1 − y) log(1 − ŷ))           (5.26)
    //:     ℒ = −Σₖ yₖ log pₖ                             (5.30)

    page.define(
      "½Σ(ŷ − y)²", at: "appendix:B.7:loss", "intuition:5.3.1:mse", "intuition:6.3.1:c",
      "intuition:6.3.2:c", by: "halfSquaredError")
    page.define("−(y log ŷ + (1 − y) log(1 − ŷ))", at: "5.26", by: "binaryCrossEntropy")
    page.define("−Σ yₖ log pₖ", at: "5.30", "appendix:B.8:loss", by: "crossEntropy")
    page.define("softmax", at: "appendix:B.8:softmax", by: "softmax")

    //: ### Entry by entry
    //:
    //: Where the activation acts on each entry by itself, the sum over all outputs in the chain
    //: rule has one term, and δ is the slope of the loss times the slope of the activation.
    //:
    //:     δᴸ = ∂ℒ/∂aᴸ ⊙ φʹ(zᴸ)                          (5.6)

    page.verify(
      "δᴸ = ∂ℒ/∂a ⊙ φʹ(zᴸ) for activations that act entry by entry", at: "5.5", "5.6",
      "notation:delta", "5.3.1:delta", "appendix:B.2:delta", "appendix:B.5", "appendix:B.6:start",
      "appendix:B.6", "appendix:B.6:vector", "appendix:B.18:backward",
      "intuition:6.3.2:delta_def",
      "slides:back-propagation-vectorization:dzL", "slides:back-propagation-vectorization:dzL_had",
      "slides:back-propagation-vectorization:delta"
    ) { draw in
      let pairs: [(Loss, Activation)] = [
        (.halfSquared, .identity), (.halfSquared, .sigmoid), (.halfSquared, .tanh),
        (.halfSquared, .relu), (.halfSquared, .leakyReLU), (.binary, .sigmoid),
        (.categorical, .sigmoid),
      ]
      let (loss, φ) = pairs[draw.below(pairs.count)]
      let (z, y) = (draw.vector(2, -2, 2), draw.vector(2, 0, 1))
      let δ = loss.slope(φ(z), y) ⊙ φ.slope(z)
      return outputEvidence(δ, loss, φ, z, y, draw.vector(2), usesTape: true)
    }

    page.note(
      "For an activation $φ$ that acts entry by entry, as B.6 says; softmax has the slide B.8.",
      at: "appendix:B.18:backward")
    page.note(
      "Half the squared error is called MSE, though nothing is averaged.", at: "appendix:B.7:loss",
      "intuition:6.3.1:c")

    //: ### Squared error and sigmoid
    //:
    //: The slope of the loss is the difference itself, and that of the sigmoid comes from ŷ.
    //:
    //:     δᴸ = (ŷ − y) ⊙ ŷ ⊙ (1 − ŷ)                    (appendix B.7)

    page.verify(
      "½‖ŷ − y‖² behind sigmoids: δᴸ = (ŷ − y) ⊙ ŷ ⊙ (1 − ŷ)", at: "appendix:B.7",
      "appendix:B.7:vector",
      "appendix:B.7:gradient", "intuition:5.3.1:dcda3", "intuition:5.3.1:da3dz3",
      "intuition:5.3.1:delta3", "intuition:5.3.1:size", "intuition:6.3.2:dcda2",
      "intuition:6.3.2:da2dz2", "intuition:6.3.2:a2z2", "intuition:6.3.2:delta2",
      "intuition:6.4.1:output", "slides:back-propagation-vectorization:check_dz3"
    ) { draw in
      let (z, y) = (draw.vector(2, -3, 3), draw.vector(2, 0, 1))
      let ŷ = σ(z)
      return outputEvidence((ŷ - y) ⊙ ŷ ⊙ (1 - ŷ), .halfSquared, .sigmoid, z, y, draw.vector(2))
    }

    //: ### Two cancellations
    //:
    //: The slope of the cross-entropy by ŷ has $ŷ(1 − ŷ)$ below the line; the sigmoid brings the
    //: same above it.
    //:
    //:     ∂ℒ/∂ŷ = −(y/ŷ − (1 − y)/(1 − ŷ)) = (ŷ − y)/(ŷ(1 − ŷ))   (5.27)
    //:     δᴸ = ∂ℒ/∂ŷ · ∂ŷ/∂z = ŷ − y                              (5.28)
    //:
    //: What is left is prediction minus target, large where the prediction is wrong, however flat
    //: the sigmoid is there.

    page.verify(
      "∂BCE/∂ŷ = −(y/ŷ − (1 − y)/(1 − ŷ)) = (ŷ − y)/(ŷ(1 − ŷ))", at: "5.27"
    ) { draw in
      let (ŷ, y) = (draw.vector(1, 0.1, 0.9), draw.vector(1, 0, 1))
      func ℒ<T: Scalar>(_ ŷ: Vector<T>) -> T { binaryCrossEntropy(ŷ[0], T(y[0])) }
      let short = (ŷ - y)[0] / (ŷ[0] * (1 - ŷ[0]))
      let long = Evidence(
        "the long form", error: distance(Loss.binary.slope(ŷ, y)[0], short), bound: 1e-13)
      return compareRates([short], at: ŷ, along: [1], ℒ, ℒ) + [long]
    }
    page.verify("BCE behind a sigmoid: δᴸ = ŷ − y", at: "5.28") { draw in
      let (z, y) = (draw.vector(1, -4, 4), Double(draw.below(2)))
      return outputEvidence([σ(z[0]) - y], .binary, .sigmoid, z, [y], draw.vector(1))
    }

    //: With softmax every output depends on every z, so that all terms of the sum count. They
    //: collapse as well, provided that the targets add up to 1, as one-hot targets do.
    //:
    //:     δⱼ = Σₖ ∂ℒ/∂pₖ · ∂pₖ/∂zⱼ = pⱼ − yⱼ            (appendix B.8)
    //:     δᴸ = p − y                                    (5.31)

    page.verify(
      "cross-entropy behind softmax: δᴸ = p − y", at: "5.31", "appendix:B.8", "appendix:B.8:vector",
      "intuition:7.3:dldz"
    ) { draw in
      let (z, y) = (draw.vector(3, -3, 3), oneHot(draw.below(3), of: 3))
      return outputEvidence(
        softmax(z) - y, .categorical, .softmax, z, y, draw.vector(3), usesTape: true)
    }
    page.verify(
      "δⱼ = Σₖ ∂ℒ/∂ŷₖ · ∂ŷₖ/∂zⱼ = −yⱼ(1 − ŷⱼ) + Σₖ≠ⱼ yₖŷⱼ", at: "appendix:B.8:sketch",
      "appendix:B.6:chain"
    ) { draw in
      let (z, y) = (draw.vector(3, -3, 3), oneHot(draw.below(3), of: 3))
      let ŷ = softmax(z)
      let chain = softmaxʹ(z).ᵀ * Loss.categorical.slope(ŷ, y)
      let line = Vector(
        (0..<3).map { j in
          let others = (0..<3).filter { $0 != j }.reduce(0) { $0 + y[$1] * ŷ[j] }
          return -y[j] * (1 - ŷ[j]) + others
        })
      return [
        Evidence("sum over all outputs", error: distance(line, chain), bound: 1e-15),
        Evidence("ŷ − y", error: distance(line, ŷ - y), bound: 1e-15),
      ]
    }

    //: ### Where the product entry by entry ends
    //:
    //: (5.6) is announced as the general form, and with softmax at the output it is not: the
    //: diagonal of the Jacobian is only part of it. The general form has all of it; for activations
    //: that act entry by entry it is (5.6).
    //:
    //:     δᴸ = Jᵀ ∂ℒ/∂aᴸ,  J = ∂aᴸ/∂zᴸ

    page.refute(
      "δᴸ = ∂ℒ/∂a ⊙ φʹ(zᴸ) in general, softmax included", at: "5.6", "5.18",
      correction: "δᴸ = Jᵀ ∂ℒ/∂a with J = ∂a/∂z",
      why: "Right where activations act entry by entry, as §5.1 presumes “unless stated otherwise”"
    ) { draw in
      let (z, y) = (draw.vector(2, -2, 2), oneHot(draw.below(2), of: 2))
      let δ = Loss.categorical.slope(softmax(z), y) ⊙ Activation.softmax.slope(z)
      return outputEvidence(δ, .categorical, .softmax, z, y, draw.vector(2))
    } corrected: { draw in
      let (z, y) = (draw.vector(2, -2, 2), oneHot(draw.below(2), of: 2))
      let δ = softmaxʹ(z).ᵀ * Loss.categorical.slope(softmax(z), y)
      return outputEvidence(δ, .categorical, .softmax, z, y, draw.vector(2))
    }

    //: The table sets five pairs side by side for one output that is far off: target 1,
    //: $z = −4$. Squared error behind the sigmoid all but forgets that it is wrong.

    let z = -4.0
    page.table(
      "The error δ at z = −4 for target 1", columns: ["loss", "output", "δ"],
      rows: [
        ["½ squared error", "identity", z - 1], ["½ squared error", "sigmoid", (σ(z) - 1) * σʹ(z)],
        ["½ squared error", "tanh", (tanh(z) - 1) * tanhʹ(z)],
        ["binary cross-entropy", "sigmoid", σ(z) - 1],
        ["cross-entropy, other z = 0", "softmax", softmax([z, 0])[0] - 1],
      ])
  }
}
