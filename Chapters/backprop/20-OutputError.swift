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
//:
//: Three losses go with the outputs of the notes. Each has its slope by the output beside it, with
//: which everything begins. (The slides print the second with a sign too few, which is
//: [looked into](../losses/README.md#binary-cross-entropy) where the losses are.)
//:
//:     ℒ = ½ Σᵢ (ŷᵢ − yᵢ)²                           (appendix B.7)
//:     ℒ = −(y log ŷ + (1 − y) log(1 − ŷ))           (5.26)
//:     ℒ = −Σₖ yₖ log pₖ                             (5.30)

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
    case .binary: -(y / ŷ - (1 - y) / (1 - ŷ))
    case .categorical: -y / ŷ
    }
  }
}

/// −Σ yₖ log pₖ
func crossEntropy<T: Scalar>(_ p: Vector<T>, _ y: Vector<T>) -> T { -(y ⋅ log(p)) }

extension Backprop {
  static let outputError = Section(.foundations, "5.2", "The error of the output") { page in
    let z: Vector = page.given("z", ours: [1, -2])
    definitions(page)
    entryByEntry(page, z)
    squaredAndSigmoid(page, z)
    binaryCancellation(page, z)
    softmaxCancellation(page, z)
    beyondEntries(page)
  }

  private static func definitions(_ page: Page) {
    page.define(
      "½Σ(ŷ − y)²", at: "appendix:B.7:loss", "intuition:5.3.1:mse", "intuition:6.3.1:c",
      "intuition:6.3.2:c", by: "halfSquaredError")
    page.define("−(y log ŷ + (1 − y) log(1 − ŷ))", at: "5.26", by: "binaryCrossEntropy")
    page.define("−Σ yₖ log pₖ", at: "5.30", "appendix:B.8:loss", by: "crossEntropy")
    page.define("softmax", at: "appendix:B.8:softmax", by: "softmax")
  }

  //: ### Entry by entry
  //:
  //: A pre-activation may act on the loss through every activation of its layer, so that the chain
  //: rule is a sum over all of them. Where the activation acts on each entry by itself, all terms of
  //: the sum but one are zero, and δ is the slope of the loss times the slope of the activation.
  //:
  //:     δᴸ = ∂ℒ/∂aᴸ ⊙ φʹ(zᴸ)                          (5.6)
  //:
  //: Each draw is one of seven pairs of loss and activation. What stands at the end is compared
  //: with the derivative of the whole, loss and activation in one.

  private static func entryByEntry(_ page: Page, _ z: Vector<Double>) {
    let pairs: [(Loss, Activation)] = [
      (.halfSquared, .identity), (.halfSquared, .sigmoid), (.halfSquared, .tanh),
      (.halfSquared, .relu), (.halfSquared, .leakyReLU), (.binary, .sigmoid),
      (.categorical, .sigmoid),
    ]
    page.derivation(
      "δᴸ", at: "5.5", "notation:delta", "5.3.1:delta", "appendix:B.2:delta", "appendix:B.5",
      "appendix:B.6:start", "appendix:B.6:vector", "appendix:B.18:backward",
      "intuition:6.3.2:delta_def",
      "slides:back-propagation-vectorization:dzL", "slides:back-propagation-vectorization:dzL_had",
      "slides:back-propagation-vectorization:delta",
      of: (pairs[1], z, oneHot(0, of: z.count))
    ) { draw in
      (pairs[draw.below(pairs.count)], draw.vector(2, -2, 2), draw.vector(2, 0, 1))
    } lines: { pair, z, y in
      let (loss, φ) = pair
      let (slope, J) = (loss.slope(φ(z), y), jacobian(at: z) { φ($0) })
      Line("Σₖ ∂ℒ/∂aₖ · ∂aₖ/∂zⱼ", at: "appendix:B.6:chain", J.ᵀ * slope)
      Line("diag(φʹ(zᴸ)) ∂ℒ/∂aᴸ", Matrix(diagonal: φ.slope(z)) * slope)
      Line(
        "∂ℒ/∂aⱼ · φʹ(zⱼ)", at: "appendix:B.6",
        Vector(z.indices.map { slope[$0] * φ.slope(z)[$0] }))
      Line("∂ℒ/∂aᴸ ⊙ φʹ(zᴸ)", at: "5.6", slope ⊙ φ.slope(z))
    } truth: { pair, z, y in
      gradient(at: z) { pair.0(pair.1($0), Vector(y)) }
    }
    page.note(
      "For an activation $φ$ that acts entry by entry, as B.6 says; softmax has the slide B.8.",
      at: "appendix:B.18:backward")
    page.note(
      "Half the squared error is called MSE, though nothing is averaged.", at: "appendix:B.7:loss",
      "intuition:6.3.1:c")
  }

  //: ### Squared error and sigmoid
  //:
  //: Two slopes meet here. That of the loss is the difference itself, and that of the sigmoid
  //: comes from ŷ, which the forward pass has left behind: no exponential is needed on the way
  //: back.
  //:
  //:     δᴸ = (ŷ − y) ⊙ ŷ ⊙ (1 − ŷ)                    (appendix B.7)

  private static func squaredAndSigmoid(_ page: Page, _ z: Vector<Double>) {
    page.verify(
      "∂(½‖a − y‖²)/∂a = a − y", at: "appendix:B.7:gradient", "intuition:5.3.1:dcda3",
      "intuition:6.3.2:dcda2"
    ) { draw in
      let (a, y) = (draw.vector(3), draw.vector(3))
      gradient(at: a) { halfSquaredError($0, Vector(y)) } ≈ a - y
    }
    page.verify(
      "∂a/∂z of a = σ(z) has σʹ(z) on its diagonal and zeros elsewhere",
      at: "intuition:5.3.1:da3dz3", "intuition:6.3.2:da2dz2", "intuition:6.3.2:a2z2"
    ) { draw in
      let z = draw.vector(3, -3, 3)
      jacobian(at: z) { σ($0) } ≈ Matrix(diagonal: σʹ(z))
    }
    page.derivation(
      "∂(½‖ŷ − y‖²)/∂z", at: "intuition:5.3.1:delta3", "intuition:5.3.1:size",
      "intuition:6.3.2:delta2", "intuition:6.4.1:output",
      "slides:back-propagation-vectorization:check_dz3", of: (z, oneHot(0, of: z.count))
    ) { draw in
      (draw.vector(2, -3, 3), draw.vector(2, 0, 1))
    } lines: { z, y in
      let ŷ = σ(z)
      Line("diag(σʹ(z)) (ŷ − y)", Matrix(diagonal: σʹ(z)) * (ŷ - y))
      Line("(ŷ − y) ⊙ σʹ(z)", (ŷ - y) ⊙ σʹ(z))
      Line(
        "(ŷⱼ − yⱼ) · σ(zⱼ)(1 − σ(zⱼ))", at: "appendix:B.7",
        Vector(z.indices.map { (ŷ[$0] - y[$0]) * (σ(z[$0]) * (1 - σ(z[$0]))) }))
      Line("(ŷ − y) ⊙ ŷ ⊙ (1 − ŷ)", at: "appendix:B.7:vector", (ŷ - y) ⊙ ŷ ⊙ (1 - ŷ))
    } truth: { z, y in
      gradient(at: z) { halfSquaredError(σ($0), Vector(y)) }
    }
  }

  //: ### Two cancellations
  //:
  //: The slope of the cross-entropy by ŷ has $ŷ(1 − ŷ)$ below the line once its two fractions are
  //: brought together; the sigmoid brings the same above it.
  //:
  //:     ∂ℒ/∂ŷ = −(y/ŷ − (1 − y)/(1 − ŷ)) = (ŷ − y)/(ŷ(1 − ŷ))   (5.27)
  //:     δᴸ = ∂ℒ/∂ŷ · ∂ŷ/∂z = ŷ − y                              (5.28)
  //:
  //: What is left is prediction minus target, large where the prediction is wrong, however flat
  //: the sigmoid is there.

  private static func binaryCancellation(_ page: Page, _ z: Vector<Double>) {
    page.derivation("∂ℒ/∂ŷ", of: (σ(z[0]), 1.0)) { draw in
      (draw.uniform(0.1, 0.9), draw.uniform())
    } lines: { ŷ, y in
      Line("−(y/ŷ − (1 − y)/(1 − ŷ))", -(y / ŷ - (1 - y) / (1 - ŷ)))
      Line("−(y(1 − ŷ) − (1 − y)ŷ)/(ŷ(1 − ŷ))", -(y * (1 - ŷ) - (1 - y) * ŷ) / (ŷ * (1 - ŷ)))
      Line("(ŷ − y)/(ŷ(1 − ŷ))", at: "5.27", (ŷ - y) / (ŷ * (1 - ŷ)))
    } truth: { ŷ, y in
      derivative(at: ŷ) { binaryCrossEntropy($0, Twofold(y)) }
    }
    page.derivation("δᴸ", of: (z[0], 1.0)) { draw in
      (draw.uniform(-4, 4), Double(draw.below(2)))
    } lines: { z, y in
      let ŷ = σ(z)
      Line("∂ℒ/∂ŷ · ∂ŷ/∂z", -(y / ŷ - (1 - y) / (1 - ŷ)) * σʹ(z))
      Line("(ŷ − y)/(ŷ(1 − ŷ)) · ŷ(1 − ŷ)", (ŷ - y) / (ŷ * (1 - ŷ)) * (ŷ * (1 - ŷ)))
      Line("ŷ − y", at: "5.28", ŷ - y)
    } truth: { z, y in
      derivative(at: z) { binaryCrossEntropy(σ($0), Twofold(y)) }
    }
  }

  //: With softmax every output depends on every z, so that all terms of the sum count. They
  //: collapse as well, provided that the targets add up to 1, as one-hot targets do: the appendix
  //: splits off the term of j itself, and what is left of the others is $pⱼ$ times the rest of the
  //: targets.
  //:
  //:     δⱼ = Σₖ ∂ℒ/∂pₖ · ∂pₖ/∂zⱼ = pⱼ − yⱼ            (appendix B.8)
  //:     δᴸ = p − y                                    (5.31)

  private static func softmaxCancellation(_ page: Page, _ z: Vector<Double>) {
    page.derivation(
      "∂ℒ/∂zⱼ", at: "appendix:B.8", "appendix:B.8:vector", "appendix:B.6:chain",
      "intuition:7.3:dldz", of: (z, oneHot(0, of: z.count))
    ) { draw in
      (draw.vector(3, -3, 3), oneHot(draw.below(3), of: 3))
    } lines: { z, y in
      let p = softmax(z)
      let others = Vector(
        z.indices.map { j in z.indices.filter { $0 != j }.reduce(0) { $0 + y[$1] } })
      Line("−Σₖ yₖ ∂log pₖ/∂zⱼ", -(jacobian(at: z) { log(softmax($0)) }.ᵀ * y))
      Line("−Σₖ yₖ (1/pₖ) ∂pₖ/∂zⱼ", -(softmaxʹ(z).ᵀ * (y / p)))
      Line("−yⱼ(1 − pⱼ) + Σₖ≠ⱼ yₖpⱼ", at: "appendix:B.8:sketch", others ⊙ p - y ⊙ (1 - p))
      Line("−yⱼ + pⱼ Σₖ yₖ", -y + y.sum * p)
      Line("pⱼ − yⱼ", at: "5.31", p - y)
    } truth: { z, y in
      gradient(at: z) { crossEntropy(softmax($0), Vector(y)) }
    }
  }

  //: ### Where the product entry by entry ends
  //:
  //: (5.6) is announced as the general form, and with softmax at the output it is not: the
  //: diagonal of the Jacobian is only part of it. The general form has all of it; for activations
  //: that act entry by entry it is (5.6).
  //:
  //:     δᴸ = Jᵀ ∂ℒ/∂aᴸ,  J = ∂aᴸ/∂zᴸ
  //:
  //: The table sets five pairs side by side for one output that is far off: target 1,
  //: $z = −4$. Squared error behind the sigmoid all but forgets that it is wrong.

  private static func beyondEntries(_ page: Page) {
    page.refute(
      "δᴸ = ∂ℒ/∂a ⊙ φʹ(zᴸ) in general, softmax included", at: "5.6", "5.18",
      correction: "δᴸ = Jᵀ ∂ℒ/∂a with J = ∂a/∂z",
      why: "Right where activations act entry by entry, as §5.1 presumes “unless stated otherwise”"
    ) { draw in
      let (z, y) = (draw.vector(2, -2, 2), oneHot(draw.below(2), of: 2))
      gradient(at: z) { crossEntropy(softmax($0), Vector(y)) }
        ≈ Loss.categorical.slope(softmax(z), y) ⊙ Activation.softmax.slope(z)
    } corrected: { draw in
      let (z, y) = (draw.vector(2, -2, 2), oneHot(draw.below(2), of: 2))
      gradient(at: z) { crossEntropy(softmax($0), Vector(y)) }
        ≈ softmaxʹ(z).ᵀ * Loss.categorical.slope(softmax(z), y)
    }
    let z = -4.0
    page.table(
      "The error δ at z = −\(words(-z)) for target 1", columns: ["loss", "output", "δ"],
      rows: [
        ["½ squared error", "identity", z - 1], ["½ squared error", "sigmoid", (σ(z) - 1) * σʹ(z)],
        ["½ squared error", "tanh", (tanh(z) - 1) * tanhʹ(z)],
        ["binary cross-entropy", "sigmoid", σ(z) - 1],
        ["cross-entropy, other z = 0", "softmax", softmax([z, 0])[0] - 1],
      ])
  }
}
