import Companion
import Mathematics

//: The error of the first layer is that of the last one after as many factors as there are
//: layers between. Whether it arrives depends on their product.

extension Backprop {
  static let vanishing = Section(.foundations, "5.5", "Errors over depth") { page in
    product(page)
    shrinking(page)
    randomLayers(page)
    weightsOfReLU(page)
    skips(page)
  }

  //: ### The product
  //:
  //: Each step back multiplies by $Wᵀ$ of the layer *above* and by the slopes of the layer
  //: itself. This is the corrected form of the notes' product:
  //:
  //:     δ¹ = (Πₗ₌₂ᴸ Diag(σʹ(zˡ⁻¹)) (Wˡ)ᵀ) δᴸ          (5.32, corrected)
  //:
  //: As it is printed, (5.32) pairs Wˡ with the slopes of its own layer. Those of layer 1 are
  //: then missing, and those of layer L, which the error of the output already contains, come in
  //: twice. Its ≈ does not cover this: with the slopes moved by one layer the formula is exact.

  private static func product(_ page: Page) {
    page.refute(
      "δ¹ ≈ (Πₗ₌₂ᴸ (Wˡ)ᵀ Diag(σʹ(zˡ))) δᴸ", at: "5.32",
      correction: "δ¹ = (Πₗ₌₂ᴸ Diag(σʹ(zˡ⁻¹)) (Wˡ)ᵀ) δᴸ, not only roughly",
      why: "Printed as a scheme, with ≈; the slopes belong one layer lower"
    ) { draw in
      let net = ThreeLayers(&draw)
      gradient(at: net.z¹) { net.loss($0) }
        ≈ net.W².ᵀ * (σʹ(net.z²) ⊙ (net.W³.ᵀ * (σʹ(net.z³) ⊙ net.δ³)))
    } corrected: { draw in
      let net = ThreeLayers(&draw)
      gradient(at: net.z¹) { net.loss($0) }
        ≈ σʹ(net.z¹) ⊙ (net.W².ᵀ * (σʹ(net.z²) ⊙ (net.W³.ᵀ * net.δ³)))
    }
  }

  //: ### Shrinking
  //:
  //: A step back multiplies the length of the error by at most the size of W times the largest
  //: slope, which is ¼ for a sigmoid.
  //:
  //:     ‖δ¹‖ ≤ ‖δᴸ‖ Πₗ₌₂ᴸ (‖Wˡ‖/4)
  //:
  //: With sigmoids and weights of size below 4 it must shrink. With larger weights the bound
  //: allows growth: small slopes alone do not decide it.

  private static func shrinking(_ page: Page) {
    page.verify("‖δ¹‖ ≤ ‖δᴸ‖ Πₗ (‖Wˡ‖/4) for sigmoids", at: "5.5:shrink") { draw in
      let net = ThreeLayers(&draw)
      let δ¹ = reverseGradient(at: net.z¹) { net.loss($0) }
      let factors = (net.W².frobeniusNorm / 4) * (net.W³.frobeniusNorm / 4)
      δ¹.l2Norm ≤ net.δ³.l2Norm * factors ± rounding
    }
  }

  //: How much is really lost takes a network. Its weights and its input are drawn once, and a
  //: random error is sent back from its last layer, through the slopes that the input has set.

  /// ‖δ‖/‖δᴸ‖ for 0, 1, … layers back, in a network of eight units a layer
  static func backwardLengths(
    _ depth: Int, _ φ: Activation, _ scale: Double, skips: Bool = false
  ) -> [Double] {
    var draw = Generator(seed: 5)
    let n = 8
    var gain = scale * (1 / Double(n)).squareRoot()
    if case .relu = φ { gain *= 2.0.squareRoot() }
    let W = (0...depth).map { _ in
      Matrix(rows: n, columns: n, entries: (0..<n * n).map { _ in gain * draw.normal() })
    }
    var a = Vector((0..<n).map { _ in draw.normal() })
    var z: [Vector<Double>] = []
    for W in W {
      z.append(W * a)
      a = skips ? a + φ(z.last!) : φ(z.last!)
    }
    var δ = Vector((0..<n).map { _ in draw.normal() })
    let start = δ.l2Norm
    var lengths = [1.0]
    for l in (0..<depth).reversed() {
      // With a skip the error of the layer's output is passed on, and has a way around the layer.
      let around = W[l].ᵀ * (φ.slope(z[l]) ⊙ δ)
      δ = (skips ? δ + around : (W[l + 1].ᵀ * δ) ⊙ φ.slope(z[l]))
      lengths.append(δ.l2Norm / start)
    }
    return lengths
  }

  //: The figure follows the length of the error back through layers of eight units with random
  //: weights of variance $1/8$ ($2/8$ for ReLU, which switches half of its units off), as the
  //: usual [initializations](../optimizers/README.md#through-fifty-layers) have it. Through the
  //: sigmoids next to nothing of the error gets; if each layer adds its output to its input, the
  //: sigmoid keeps all of it, and somewhat more. Between tanh and ReLU this one network decides
  //: nothing: with layers so narrow chance has a large part in both curves, and in wide ones it is
  //: tanh that loses more.

  private static func randomLayers(_ page: Page) {
    let depth = 16
    let curves = [
      ("sigmoid", backwardLengths(depth, .sigmoid, 1)), ("tanh", backwardLengths(depth, .tanh, 1)),
      ("ReLU", backwardLengths(depth, .relu, 1)),
      ("sigmoid, with skips", backwardLengths(depth, .sigmoid, 1, skips: true)),
    ]
    page.plot(
      Plot(
        "Length of the error, layers back from the output", x: "layers back", y: "‖δ‖/‖δᴸ‖",
        isLogarithmic: true,
        curves.map { name, lengths in
          Plot.Series(name, lengths.enumerated().map { (Double($0), $1) })
        }))
    page.table(
      "‖δ¹‖/‖δᴸ‖ after \(depth) layers of ReLU", columns: ["weights", "ratio"],
      rows: [0.5, 1.0, 2.0].map { ["× \($0)", backwardLengths(depth, .relu, $0)[depth]] }, digits: 8
    )
  }

  //: For ReLU without biases the effect of the weights' size can be stated exactly: the same
  //: units are on, and each layer contributes the factor once. Half the weights leave, after
  //: 16 layers, a 65 536th of what the weights themselves leave, twice the weights 65 536
  //: times as much.

  private static func weightsOfReLU(_ page: Page) {
    page.verify(
      "ReLU, three layers without biases: weights times s make δ¹ and a² s² times as large",
      at: "5.5.1:scale"
    ) { draw in
      let W = (0..<3).map { _ in draw.matrix(2, 2) }
      let f = Network<Double>(W: W, b: W.map { _ in [0, 0] }, φ: [.relu, .relu, .identity])
      let (s, x, δ³) = (draw.uniform(0.25, 4), draw.vector(2), draw.vector(2))
      let g = f.with(s * f.parameters)
      let (once, times) = (f.forward(x), g.forward(x))
      g.deltas(times.z, last: δ³)[0] ≈ s * s * f.deltas(once.z, last: δ³)[0]
      times.a[2] ≈ s * s * once.a[2]
    }
    page.verify("where all units are on, ReLU passes errors by the weights alone", at: "5.5.1:relu")
    { draw in
      let f = Network<Double>(
        W: (0..<3).map { _ in draw.matrix(2, 2, 0, 1) },
        b: (0..<3).map { _ in draw.vector(2, 0, 1) },
        φ: [.relu, .relu, .identity])
      let δᴸ = draw.vector(2)
      let δ = f.deltas(f.forward(draw.vector(2, 0, 1)).z, last: δᴸ)
      δ[0] ≈ f.W[1].ᵀ * (f.W[2].ᵀ * δᴸ)
    }
  }

  //: A skip connection adds the input of a layer to its output, and the identity to its
  //: Jacobian: the error has a way around the slopes. (Normalization has
  //: [its own sections](../optimizers/README.md#batch-normalization-by-hand), in the chapter on
  //: optimizers.)

  private static func skips(_ page: Page) {
    page.verify("a + φ(Wa) has the Jacobian I + Diag(φʹ)W", at: "5.5.1:skip") { draw in
      let (W, a) = (draw.matrix(2, 2), draw.vector(2))
      jacobian(at: a) { $0 + σ(Matrix(W) * $0) }
        ≈ Matrix(diagonal: [1, 1]) + Matrix(diagonal: σʹ(W * a)) * W
    }
  }
}
