import Companion
import Mathematics

//: A hidden unit has no target; its error is a weighted sum of the errors of the units above it.
//: What it is to blame for is what it did to those units, each weighed by the connection: the sum
//: runs backward through the transposed weights.

extension Network<Double> {
  /// δ¹ … δᴸ from the pre-activations and the error of the output, (5.7)
  func deltas(_ z: [Vector<Double>], last δᴸ: Vector<Double>) -> [Vector<Double>] {
    var δ = [δᴸ]
    for l in W.indices.dropLast().reversed() {
      δ.insert((W[l + 1].ᵀ * δ[0]) ⊙ φ[l].slope(z[l]), at: 0)
    }
    return δ
  }
}

extension Network {
  /// The output when the pre-activation of layer l, counted from 0, is z.
  func output(fromLayer l: Int, _ z: Vector<T>) -> Vector<T> {
    var a = φ[l](z)
    for k in W.indices where k > l { a = φ[k](W[k] * a + b[k]) }
    return a
  }
}

extension Backprop {
  static let hiddenError = Section(.appendix, "B.9", "The error of a hidden layer") { page in
    page.define("δ¹ … δᴸ, the last first", at: "B.13:order", by: "Network.deltas")

    //: ### One step back
    //:
    //: Two derivatives meet: how a unit's pre-activation moves its output, $φʹ(z)$, and how that
    //: moves the units above, W. Together they are the Jacobian of one layer by the one before.
    //:
    //:     ∂zˡ⁺¹ₖ/∂zˡⱼ = Wˡ⁺¹ₖⱼφʹ(zˡⱼ)                   (appendix B.10)

    page.verify(
      "∂zₖ/∂zⱼ of neighbouring layers is Wₖⱼ φʹ(zⱼ)", at: "B.10", "B.10:chain", "B.9:graph",
      "intuition:7.3:dzda", "intuition:7.3:dadz", "slides:back-propagation-vectorization:dzda",
      "intuition:5.3.1:jacobian", "intuition:5.3.1:z3"
    ) { draw in
      let (W, b, z) = (draw.matrix(3, 2), draw.vector(3), draw.vector(2, -2, 2))
      let d = draw.vector(2)
      let moved = push(z, along: d) { Matrix(W) * σ($0) + Vector(b) }
      let k = draw.below(3)
      let sum = W[k, 0] * σʹ(z[0]) * d[0] + W[k, 1] * σʹ(z[1]) * d[1]
      let product = W * Matrix(diagonal: σʹ(z)) * d
      return [
        Evidence("entry by entry, dual numbers", error: distance(sum, moved[k]), bound: 1e-15),
        Evidence("W Diag(φʹ), dual numbers", error: distance(product, moved), bound: 1e-15),
      ]
    }

    //: *The Maths of Deep Learning* writes this Jacobian as $W₃ · σʹ(z₂)$, in a chapter on scalar
    //: calculus. For one unit a layer that is right as it stands; for several the slopes have to
    //: be read as a diagonal matrix, as at the other places of that chapter.

    page.verify(
      "∂z₃/∂z₂ = W₃ · σʹ(z₂), with the slopes as a diagonal", at: "intuition:5.3.1:dz3dz2"
    ) { draw in
      let (W, z, d) = (draw.matrix(3, 2), draw.vector(2, -2, 2), draw.vector(2))
      let moved = push(z, along: d) { Matrix(W) * σ($0) }
      let J = W * Matrix(diagonal: σʹ(z))
      return [Evidence("dual numbers", error: distance(J * d, moved), bound: 1e-15)]
    }

    //: ### The recursion
    //:
    //: One formula in two notations. Element by element, it is the sum over the units above;
    //: as a product, the transpose of the weights, then the slopes.
    //:
    //:     δˡⱼ = φʹ(zˡⱼ) Σₖ Wˡ⁺¹ₖⱼδˡ⁺¹ₖ                  (appendix B.13)
    //:     δˡ = ((Wˡ⁺¹)ᵀδˡ⁺¹) ⊙ φʹ(zˡ)                   (5.7)
    //:
    //: Each draw is a network of two or three layers with widths and activations of its own. Its
    //: loss is differentiated as a function of the pre-activations of a hidden layer, with all
    //: above it left in place.

    page.verify(
      "δˡ = (Wˡ⁺¹ᵀ δˡ⁺¹) ⊙ φʹ(zˡ), at any depth", at: "B.5:recursive", "B.9", "B.9:known", "B.11",
      "B.11:meaning",
      "B.13", "B.13:element", "B.13:meaning", "B.13:transpose", "foundations:5.7",
      "intuition:5.3.1:delta2_chain", "intuition:5.3.1:delta2", "intuition:5.3.1:delta1",
      "intuition:6.4:delta1", "intuition:6.4.1:back", "intuition:7.3:prev_layer",
      "intuition:7.3:eqa2_1", "slides:back-propagation-vectorization:rec_chain",
      "slides:back-propagation-vectorization:recursion",
      "slides:back-propagation-vectorization:order", "slides:back-propagation-key-idea:spread"
    ) { draw in
      let (f, loss, x, y) = drawn(&draw)
      let (z, a) = f.forward(x)
      let δ = f.deltas(z, last: f.outputError(z, a, loss, y))
      let l = draw.below(f.W.count - 1)
      let (d, j) = (draw.vector(z[l].count), draw.below(z[l].count))
      let moved = Vector(z[l].indices.map { Dual(z[l][$0], tangent: d[$0]) })
      let g = f.with(Vector<Dual<Double>>(f.parameters))
      let rate = loss(g.output(fromLayer: l, moved), Vector(y)).tangent
      var above = 0.0
      for k in δ[l + 1].indices { above += f.W[l + 1][k, j] * δ[l + 1][k] }
      let element = f.φ[l].slope(z[l])[j] * above
      return [
        Evidence("dual numbers", error: distance(δ[l] ⋅ d, rate), bound: 1e-13),
        Evidence("sum over the units above", error: distance(element, δ[l][j]), bound: 1e-15),
      ]
    }

    //: ### Brackets
    //:
    //: The slides check the recursion by writing out two steps of it. The bracket around
    //: $(W³)ᵀ ∂ℒ/∂z³$ closes before the slopes of layer 2 are multiplied in; by the usual rule,
    //: that the transposed W² multiplies what follows it first, they would come too late, and in
    //: the slides' network four entries would meet three. The shapes printed below the formula
    //: belong to the right order:
    //:
    //:     ∂ℒ/∂z¹ = ((W²)ᵀ(((W³)ᵀ ∂ℒ/∂z³) ⊙ gʹ(z²))) ⊙ gʹ(z¹)
    //:
    //: With equal widths both can be computed.

    page.refute(
      "∂ℒ/∂z¹ = (W²ᵀ(W³ᵀδ³) ⊙ gʹ(z²)) ⊙ gʹ(z¹), products first",
      at: "slides:back-propagation-vectorization:check_dz1",
      correction: "∂ℒ/∂z¹ = (W²ᵀ((W³ᵀδ³) ⊙ gʹ(z²))) ⊙ gʹ(z¹)"
    ) { draw in
      let (W, z, δ³, d, rate) = twoStepsBack(&draw)
      let printed = (W[0].ᵀ * (W[1].ᵀ * δ³)) ⊙ σʹ(z[1]) ⊙ σʹ(z[0])
      return [Evidence("dual numbers", error: distance(printed ⋅ d, rate), bound: 1e-14)]
    } corrected: { draw in
      let (W, z, δ³, d, rate) = twoStepsBack(&draw)
      let corrected = (W[0].ᵀ * ((W[1].ᵀ * δ³) ⊙ σʹ(z[1]))) ⊙ σʹ(z[0])
      return [Evidence("dual numbers", error: distance(corrected ⋅ d, rate), bound: 1e-14)]
    }
  }

  /// A sigmoid network of three layers, two steps back from the output: W² and W³, its z, the
  /// error of its output, and the rate of its loss along a direction d of z¹, by dual numbers.
  static func twoStepsBack(_ draw: inout Generator) -> (
    W: [Matrix<Double>], z: [Vector<Double>], δ³: Vector<Double>, d: Vector<Double>, rate: Double
  ) {
    let W = [draw.matrix(2, 2, -3, 3), draw.matrix(2, 2, -3, 3)]
    let (z¹, y, d) = (draw.vector(2), draw.vector(2, 0, 1), draw.vector(2))
    let z² = W[0] * σ(z¹)
    let z³ = W[1] * σ(z²)
    let moved = Vector([Dual(z¹[0], tangent: d[0]), Dual(z¹[1], tangent: d[1])])
    let ŷ = σ(Matrix(W[1]) * σ(Matrix(W[0]) * σ(moved)))
    let rate = halfSquaredError(ŷ, Vector(y)).tangent
    return (W, [z¹, z², z³], (σ(z³) - y) ⊙ σʹ(z³), d, rate)
  }

  /// A network of two or three layers, a loss that fits its output, an input and a target.
  static func drawn(_ draw: inout Generator) -> (
    f: Network<Double>, loss: Loss, x: Vector<Double>, y: Vector<Double>
  ) {
    let hidden: [Activation] = [.sigmoid, .tanh, .relu, .leakyReLU]
    let outputs: [(Activation, Loss)] = [
      (.identity, .halfSquared), (.sigmoid, .halfSquared), (.sigmoid, .binary),
      (.softmax, .categorical), (.softmax, .halfSquared),
    ]
    let L = 2 + draw.below(2)
    let widths = (0...L).map { _ in 1 + draw.below(2) }
    let (last, loss) = outputs[draw.below(outputs.count)]
    let φ = (1..<L).map { _ in hidden[draw.below(4)] } + [last]
    let y = oneHot(draw.below(widths[L]), of: widths[L])
    // A pre-activation that a difference quotient might carry across a kink is drawn again.
    while true {
      let f = Network(widths, φ, &draw)
      let x = draw.vector(widths[0])
      let isClear = f.forward(x).z.allSatisfy { $0.entries.allSatisfy { $0.magnitude > 1e-3 } }
      if isClear { return (f, loss, x, y) }
    }
  }
}

extension Network<Double> {
  /// δᴸ: Jᵀ∂ℒ/∂a for softmax, else ∂ℒ/∂a ⊙ φʹ(z)
  func outputError(
    _ z: [Vector<Double>], _ a: [Vector<Double>], _ loss: Loss, _ y: Vector<Double>
  ) -> Vector<Double> {
    let last = W.count - 1
    let slope = loss.slope(a[last + 1], y)
    if case .softmax = φ[last] { return softmaxʹ(z[last]).ᵀ * slope }
    return slope ⊙ φ[last].slope(z[last])
  }
}
