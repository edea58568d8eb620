import Companion
import Mathematics

//: With the errors known, the gradients cost nothing to think about. A weight acts on the loss
//: only through the pre-activation that it feeds, and there it is multiplied by the activation
//: that comes in.

extension Network<Double> {
  /// ∂ℒ/∂Wˡ = δˡ(aˡ⁻¹)ᵀ and ∂ℒ/∂bˡ = δˡ of all layers, in the order of the parameters
  func gradient(_ loss: Loss, _ x: Vector<Double>, _ y: Vector<Double>) -> Vector<Double> {
    let (z, a) = forward(x)
    let δ = deltas(z, last: outputError(z, a, loss, y))
    return Vector(W.indices.flatMap { l in (δ[l] * a[l].ᵀ).entries + δ[l].entries })
  }
}

extension Backprop {
  static let gradients = Section(.appendix, "B.14", "From errors to gradients") { page in
    //: The gradient by a weight is the error above it times the activation below it.
    //:
    //: ### The local derivatives
    //:
    //: The pre-activation $zⱼ = Σₖ Wⱼₖaₖ + bⱼ$ is linear in each of its parameters. By a weight its
    //: slope is the activation that comes in, by its own bias 1, by another unit's bias 0.
    //:
    //:     ∂zⱼ/∂Wⱼₖ = aₖ,  ∂zⱼ/∂bⱼ = 1,  ∂zⱼ/∂bᵢ = 0 for i ≠ j   (5.9)
    //:
    //: The slides write the derivative of the vector z by the vector b as a bold 1: as a Jacobian
    //: it is the identity, and 1 is each entry of its diagonal, which is how it is read here.

    let W: Matrix<Double> = [[1, 2], [3, 4], [5, 6]]
    let J = jacobian(at: [0.1, 0.2, 0.3]) { Matrix(W) * [0.5, -0.5] + $0 }
    page.show("∂zˡⱼ/∂bˡⱼ", J[1, 1], at: "B.17", again: ["B.17"], for: "B.17:partial")
    page.show("∂zᵢ/∂bᵢ", J[0, 0], at: "foundations:5.9")
    page.show("∂zᵢ/∂bₖ", J[0, 1], at: "foundations:5.9", for: "foundations:5.9")
    page.verify(
      "∂zⱼ/∂Wⱼₖ = aₖ, ∂zⱼ/∂bⱼ = 1, ∂zⱼ/∂bᵢ = 0", at: "foundations:5.9", "B.15:partial",
      "B.17:partial",
      "intuition:5.3.1:dz3dw3", "intuition:6.3.2:dzdwik", "intuition:7.3:dzdw",
      "slides:back-propagation-vectorization:dzdW"
    ) { draw in
      let (W, b, a) = (draw.matrix(2, 3), draw.vector(2), draw.vector(3))
      let (dW, db) = (draw.matrix(2, 3), draw.vector(2))
      let byW = push(Vector(W.entries), along: Vector(dW.entries)) {
        Matrix(rows: 2, columns: 3, entries: $0.entries) * Vector(a) + Vector(b)
      }
      let byB = push(b, along: db) { Matrix(W) * Vector(a) + $0 }
      let sums = (0..<2).map { j in
        dW[j, 0] * a[0] + dW[j, 1] * a[1] + dW[j, 2] * a[2]
      }
      return [
        Evidence("by W, dual numbers", error: distance(sums, byW), bound: 1e-15),
        Evidence("by b, dual numbers", error: distance(db, byB), bound: 0),
      ]
    }

    //: ### The outer product
    //:
    //: The gradients by all weights of a layer together are a column times a row, with the shape of
    //: W. That by the biases is the error itself.
    //:
    //:     ∂ℒ/∂Wˡⱼₖ = δˡⱼaˡ⁻¹ₖ                           (5.10)
    //:     ∂ℒ/∂Wˡ = δˡ(aˡ⁻¹)ᵀ                            (5.11)
    //:     ∂ℒ/∂bˡ = δˡ                                   (5.12)

    let names = [2: "nₗ", 3: "nₗ₋₁"]
    let (δ, h): (Vector<Double>, Vector<Double>) = ([0.1, 0.2], [1, 2, 3])
    let outer = δ * h.ᵀ
    page.show("shape of δˡ", names[δ.count] ?? "", at: "B.16", again: ["B.2"])
    page.show("shape of hˡ⁻¹", names[h.count] ?? "", at: "B.16")
    page.show(
      "shape of δˡ(hˡ⁻¹)ᵀ", shape(outer.rows, outer.columns, names: names), at: "B.16",
      for: "B.16:shapes")
    let columns = [1: "1", 2: "n_out", 3: "n_hidden"]
    page.show("shape of δ²", shape(δ.count, 1, names: columns), at: "intuition:6.4.2")
    page.show("shape of (a¹)ᵀ", shape(h.ᵀ.rows, h.ᵀ.columns, names: columns), at: "intuition:6.4.2")
    page.show(
      "shape of ∂C/∂W²", shape(outer.rows, outer.columns, names: columns), at: "intuition:6.4.2",
      for: "intuition:6.4.2:shape")

    page.verify(
      "column times row, entry by entry and as einsum i,j→ij are one",
      at: "B.16:element", "intuition:6.3.2:outer_entries", "intuition:6.3.2:nablaw",
      "intuition:6.4.2:einsum"
    ) { draw in
      let (δ, a) = (draw.vector(2), draw.vector(3))
      let entries = Matrix((0..<2).map { i in (0..<3).map { δ[i] * a[$0] } })
      let columns = Matrix(columns: (0..<3).map { a[$0] * δ })
      return [
        Evidence("δᵢaₖ", error: distance(δ * a.ᵀ, entries), bound: 0),
        Evidence("column by column", error: distance(δ * a.ᵀ, columns), bound: 0),
        Evidence(
          "einsum",
          error: distance(
            einsum("i,j", "ij", Tensor([2], δ.entries), Tensor([3], a.entries)).entries,
            entries.entries), bound: 0),
      ]
    }

    //: ### A whole network
    //:
    //: The algorithm in full: forward, the output error, errors backward, outer products. Every
    //: draw is another network, of two or three layers with one or two units each, four kinds
    //: of hidden units and five pairs of output and loss; all its weights and biases are compared.

    page.define(
      "forward, backward, gradients", at: "B.18", "B.18:forward", "B.18:backward",
      "B.5:strategy",
      "slides:back-propagation-key-idea:forward", "slides:learning-weights:chain",
      by: "Network.gradient")
    page.verify(
      "∂ℒ/∂Wˡ = δˡ(aˡ⁻¹)ᵀ and ∂ℒ/∂bˡ = δˡ, for all layers of any network", at: "B.14", "B.14:graph",
      "B.14:known", "B.15", "B.15:blame", "B.16", "B.17:element", "B.17", "B.18:gradients",
      "B.5:why",
      "foundations:5.10", "foundations:5.11", "foundations:5.12", "foundations:notation:gradients",
      "intuition:5.3.1:chain", "intuition:5.3.1:dcdw3", "intuition:5.3.1:dcdw2",
      "intuition:5.3.1:dcdw1", "intuition:6.3.2:chain", "intuition:6.3.2:chain_ik",
      "intuition:6.3.2:dcdwik", "intuition:6.4.1:grad",
      "intuition:7.3:eqa2_chain", "slides:back-propagation-vectorization:short",
      "slides:back-propagation-vectorization:need", "slides:back-propagation-vectorization:dW",
      "slides:back-propagation-vectorization:db", "slides:back-propagation-key-idea:reduce",
      "slides:back-propagation-vectorization:check_chain",
      "slides:back-propagation-vectorization:check_dW1"
    ) { draw in
      let (f, loss, x, y) = drawn(&draw)
      func ℒ<T: Scalar>(_ θ: Vector<T>) -> T { loss(f.with(θ)(Vector<T>(x)), Vector<T>(y)) }
      let θ = f.parameters
      return compare(f.gradient(loss, x, y), at: θ, along: draw.vector(θ.count), ℒ, ℒ, ℒ)
    }

    //: The two-layer network of *The Maths of Deep Learning* in its own letters, written out as
    //: its summary and its numpy listing have it, with dual numbers for both weights at once.
    //:
    //:     ∂C/∂W² = δ²(a¹)ᵀ                              (intuition 6.3.2)
    //:     ∂C/∂W¹ = (((W²)ᵀδ²) ⊙ σʹ(z¹))(a⁰)ᵀ            (intuition 6.4)

    page.define(
      "the two-layer model: z¹, a¹, z², a²", at: "intuition:6.3.1:net", "intuition:6.3.1:z1",
      "intuition:6.3.1:a1", "intuition:6.3.1:z2", "intuition:6.3.1:a2", by: "Network.forward")
    page.verify(
      "∂C/∂W² = δ² ⊗ a¹ and ∂C/∂W¹ = (W²ᵀδ² ⊙ σʹ(z¹))(a⁰)ᵀ", at: "intuition:6.3.2:eq3",
      "intuition:6.4:dcdw1",
      "intuition:6.4:eq5", "intuition:6.4.2:numpy", "intuition:6.5:wanted", "intuition:6.5:any",
      "intuition:6:scalar",
      "intuition:7.4:matrix"
    ) { draw in
      let (W¹, W², x, y) = (draw.matrix(2, 2), draw.matrix(2, 2), draw.vector(2), draw.vector(2))
      let z¹ = W¹ * x
      let a¹ = σ(z¹)
      let a² = σ(W² * a¹)
      let δ² = (a² - y) ⊙ σʹ(W² * a¹)
      let (byW¹, byW²) = (((W².ᵀ * δ²) ⊙ σʹ(z¹)) * x.ᵀ, δ² * a¹.ᵀ)
      let (d¹, d²) = (draw.matrix(2, 2), draw.matrix(2, 2))
      let moved = σ(tangent(W², d²) * σ(tangent(W¹, d¹) * Vector(x)))
      let rate = halfSquaredError(moved, Vector(y)).tangent
      let byHand = (byW¹ ⊙ d¹).entries.reduce(0, +) + (byW² ⊙ d²).entries.reduce(0, +)
      return [Evidence("dual numbers, both weights", error: distance(byHand, rate), bound: 1e-14)]
    }

    //: Its chapter 7 prints the same for softmax and cross-entropy twice, the second time without
    //: the bracket around the ⊙ product. Whether $σʹ(z)$ first meets the error or the row of
    //: activations makes no difference, as long as ⊙ is repeated along the rows.

    page.verify(
      "(Wᵀ(p − y) ⊙ σʹ(z)) aᵀ, also with σʹ(z) aᵀ multiplied first", at: "intuition:7.3:final",
      "intuition:7.3:final_copy"
    ) { draw in
      let (V, W, a) = (draw.matrix(2, 3), draw.matrix(3, 2), draw.vector(3))
      let y = oneHot(draw.below(3), of: 3)
      let z = V * a
      let back = W.ᵀ * (softmax(W * σ(z)) - y)
      let last = σʹ(z) * a.ᵀ
      let copy = Matrix((0..<2).map { i in (back[i] * last.row(i)).entries })
      let d = draw.matrix(2, 3)
      let p = softmax(Matrix(W) * σ(tangent(V, d) * Vector(a)))
      let rate = crossEntropy(p, Vector(y)).tangent
      let bracketed = (back ⊙ σʹ(z)) * a.ᵀ
      return [
        Evidence(
          "dual numbers", error: distance((bracketed ⊙ d).entries.reduce(0, +), rate), bound: 1e-14),
        Evidence("the other order", error: distance(copy, bracketed), bound: 1e-15),
      ]
    }
  }

  /// A + Dε
  private static func tangent(_ A: Matrix<Double>, _ D: Matrix<Double>) -> Matrix<Dual<Double>> {
    let entries = A.entries.indices.map { Dual(A.entries[$0], tangent: D.entries[$0]) }
    return Matrix(rows: A.rows, columns: A.columns, entries: entries)
  }

  static let shapesOfGradients = Section(
    .slides, "back-propagation-vectorization", "The shapes of it"
  ) { page in
    //: A derivative has the shape of what it is taken by, and each product has to fit. The slides
    //: end with a check of this, for their network with layers of 4, 3 and 1 nodes and three
    //: inputs.

    var draw = Generator(seed: 4)
    let f = Network([3, 4, 3, 1], [.sigmoid, .sigmoid, .sigmoid], &draw)
    let x = draw.vector(3)
    let (z, a) = f.forward(x)
    let δ = f.deltas(z, last: f.outputError(z, a, .halfSquared, [1]))
    let back = f.W[2].ᵀ * δ[2]
    func column(_ v: Vector<Double>) -> String { "\(v.count)×1" }

    page.show("∂zˡ/∂bˡ", jacobian(at: f.b[2]) { $0 + Vector(z[2]) }[0, 0])
    page.show("shape of ∂ℒ/∂z³", column(δ[2]))
    page.show(
      "shapes in ∂ℒ/∂z¹", [f.W[1].ᵀ.shapeWords, column(back), column(σʹ(z[1])), column(σʹ(z[0]))],
      for: "back-propagation-vectorization:check_shapes")
    page.show(
      "shapes in ∂ℒ/∂W¹", [(δ[0] * x.ᵀ).shapeWords, column(δ[0]), x.ᵀ.shapeWords],
      for: "back-propagation-vectorization:check_shapes")
  }
}
