import Companion
import Mathematics

//: The error of the first layer is that of the last one after as many factors as there are
//: layers between. Whether it arrives depends on their product.

extension Backprop {
  static let vanishing = Section(.foundations, "5.5", "Errors over depth") { page in
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

    page.refute(
      "δ¹ ≈ (Πₗ₌₂ᴸ (Wˡ)ᵀ Diag(σʹ(zˡ))) δᴸ", at: "5.32",
      correction: "δ¹ = (Πₗ₌₂ᴸ Diag(σʹ(zˡ⁻¹)) (Wˡ)ᵀ) δᴸ, not only roughly",
      why: "Printed as a scheme, with ≈; the slopes belong one layer lower"
    ) { draw in
      let (W, z, δ³, d, rate) = twoStepsBack(&draw)
      let printed = W[0].ᵀ * (σʹ(z[1]) ⊙ (W[1].ᵀ * (σʹ(z[2]) ⊙ δ³)))
      return [Evidence("dual numbers", error: distance(printed ⋅ d, rate), bound: 1e-14)]
    } corrected: { draw in
      let (W, z, δ³, d, rate) = twoStepsBack(&draw)
      let corrected = σʹ(z[0]) ⊙ (W[0].ᵀ * (σʹ(z[1]) ⊙ (W[1].ᵀ * δ³)))
      return [Evidence("dual numbers", error: distance(corrected ⋅ d, rate), bound: 1e-14)]
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

    page.verify("‖δ¹‖ ≤ ‖δᴸ‖ Πₗ (‖Wˡ‖/4) for sigmoids", at: "5.5:shrink") { draw in
      let (W, z, δ³, _, _) = twoStepsBack(&draw)
      let bound = δ³.l2Norm * (W[0].frobeniusNorm / 4) * (W[1].frobeniusNorm / 4)
      // What a small change of z¹ does to z³, weighted with δ³, is δ¹.
      let δ¹ = forwardGradient(at: z[0]) { z¹ in
        Vector(δ³) ⋅ (Matrix(W[1]) * σ(Matrix(W[0]) * σ(z¹)))
      }
      return [Evidence("‖δ¹‖ against the bound", error: max(0, δ¹.l2Norm - bound), bound: 1e-15)]
    }

    //: The figure follows the length of the error back through layers of eight units with random
    //: weights of variance $1/8$ ($2/8$ for ReLU, which switches half of its units off), as the
    //: usual [initializations](../optimizers/README.md#through-fifty-layers) have it. After 16
    //: layers of sigmoids nothing is left of the error; of tanh, about a sixth, of ReLU, a
    //: twenty-fifth. If each layer adds its output to its input, the sigmoid keeps all of it, and
    //: somewhat more.

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
    let scales = [0.5, 1, 2]
    page.table(
      "‖δ¹‖/‖δᴸ‖ after 16 layers of ReLU", columns: ["weights", "ratio"],
      rows: scales.map { ["× \($0)", backwardLengths(depth, .relu, $0)[depth]] }, digits: 8)

    //: For ReLU without biases the effect of the weights' size can be stated exactly: the same
    //: units are on, and each layer contributes the factor once. Half the weights leave, after
    //: 16 layers, a 65 536th of what the weights themselves leave, twice the weights 65 536
    //: times as much.

    page.verify(
      "ReLU, three layers: weights times s make δ¹ and a² larger by s²", at: "5.5.1:scale"
    ) { draw in
      let (V, W, U) = (draw.matrix(2, 2), draw.matrix(2, 2), draw.matrix(2, 2))
      let (s, x, δ³) = (draw.uniform(0.25, 4), draw.vector(2), draw.vector(2))
      func δ¹(_ s: Double) -> Vector<Double> {
        let z¹ = s * (V * x)
        let z² = s * (W * relu(z¹))
        return reluʹ(z¹) ⊙ (s * (W.ᵀ * (reluʹ(z²) ⊙ (s * (U.ᵀ * δ³)))))
      }
      func a²(_ s: Double) -> Vector<Double> { relu(s * (W * relu(s * (V * x)))) }
      return [
        Evidence("δ¹", error: distance(δ¹(s), s * s * δ¹(1)), bound: 1e-14),
        Evidence("a²", error: distance(a²(s), s * s * a²(1)), bound: 1e-14),
      ]
    }
    page.verify("where all units are on, ReLU passes errors by the weights alone", at: "5.5.1:relu")
    { draw in
      let f = Network<Double>(
        W: (0..<3).map { _ in draw.matrix(2, 2, 0, 1) },
        b: (0..<3).map { _ in draw.vector(2, 0, 1) },
        φ: [.relu, .relu, .identity])
      let δᴸ = draw.vector(2)
      let δ = f.deltas(f.forward(draw.vector(2, 0, 1)).z, last: δᴸ)
      return [Evidence("W²ᵀW³ᵀδ³", error: distance(δ[0], f.W[1].ᵀ * (f.W[2].ᵀ * δᴸ)), bound: 1e-15)]
    }

    //: A skip connection adds the input of a layer to its output, and the identity to its
    //: Jacobian: the error has a way around the slopes. (Normalization has
    //: [its own sections](../optimizers/README.md#batch-normalization-by-hand), in the chapter on
    //: optimizers.)

    page.verify("a + φ(Wa) has the Jacobian I + Diag(φʹ)W", at: "5.5.1:skip") { draw in
      let (W, a) = (draw.matrix(2, 2), draw.vector(2))
      let d = draw.vector(2)
      let moved = push(a, along: d) { $0 + σ(Matrix(W) * $0) }
      let byHand = Matrix(diagonal: [1, 1]) + Matrix(diagonal: σʹ(W * a)) * W
      return [Evidence("dual numbers", error: distance(byHand * d, moved), bound: 1e-15)]
    }
  }

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
      if skips {
        // The error of the layer's output is passed on, and has a way around the layer.
        δ += W[l].ᵀ * (φ.slope(z[l]) ⊙ δ)
      } else {
        let below = (W[l + 1].ᵀ * δ) ⊙ φ.slope(z[l])
        δ = below
      }
      lengths.append(δ.l2Norm / start)
    }
    return lengths
  }
}
