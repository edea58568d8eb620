import Companion
import Mathematics

//: A derivative has the shape of what it is taken by, and each product has to fit. The slides
//: end with a check of this, for their network of three layers and its inputs; the shapes are
//: read off the matrices and vectors themselves.

//: Before any number is known the shapes can be followed through the formula: transposing exchanges
//: rows and columns, a product keeps the outer sizes where the inner ones are equal, and ⊙ changes
//: nothing.

/// The shape of a product, rows and columns; undefined where the shapes do not fit
private func product(_ shapes: Vector<Double>...) -> Vector<Double> {
  shapes[1...].reduce(shapes[0]) { $0[1] == $1[0] ? [$0[0], $1[1]] : [.nan, .nan] }
}

extension Backprop {
  static let shapesOfGradients = Section(
    .slides, "back-propagation-vectorization", "The shapes of it"
  ) { page in
    let widths: [Int] = [
      page.given("d", ours: 3, in: 1...64), page.given("m¹", at: "notation", in: 1...64),
      page.given("m²", at: "notation", in: 1...64), page.given("m³", at: "notation", in: 1...64),
    ]
    var draw = Generator(seed: 4)
    let f = Network(widths, [.sigmoid, .sigmoid, .sigmoid], &draw)
    let x = draw.vector(widths[0])
    let (z, a) = f.forward(x)
    let target = Vector(repeating: 1.0, count: widths[3])
    let δ = f.deltas(z, last: f.outputError(z, a, .halfSquared, target))
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

    //: Without its slopes, which change no shape, $∂ℒ/∂W¹$ is $(W²)ᵀ((W³)ᵀδ³) xᵀ$. Line by line the
    //: shapes shrink to that of W¹.

    page.derivation(
      "shape of ∂ℒ/∂W¹", at: "back-propagation-vectorization:check_shapes",
      of: widths.map { Double($0) }
    ) { draw in
      (0..<4).map { _ in Double(1 + draw.below(4)) }
    } lines: { n in
      let (d, m¹, m², m³) = (n[0], n[1], n[2], n[3])
      let transposed = { (rows: Double, columns: Double) in Vector([columns, rows]) }
      Line(
        "(m²×m¹)ᵀ((m³×m²)ᵀ(m³×1)) (d×1)ᵀ",
        product(transposed(m², m¹), product(transposed(m³, m²), [m³, 1]), transposed(d, 1)))
      Line(
        "(m¹×m²)((m²×m³)(m³×1)) (1×d)", product([m¹, m²], product([m², m³], [m³, 1]), [1, d]))
      Line("(m¹×m²)(m²×1) (1×d)", product([m¹, m²], [m², 1], [1, d]))
      Line("(m¹×1)(1×d)", product([m¹, 1], [1, d]))
      Line("m¹×d", Vector([m¹, d]))
    } truth: { n in
      var draw = Generator(seed: 4)
      let W¹ = Network(n.map { Int($0) }, [.sigmoid, .sigmoid, .sigmoid], &draw).W[0]
      return Vector([Double(W¹.rows), Double(W¹.columns)])
    }
  }
}

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

/// ∂z/∂W of z = Wa: a row for each entry of z, a column for each weight, row by row of W
func weightJacobian(_ W: Matrix<Double>, _ a: Vector<Double>) -> Matrix<Double> {
  jacobian(at: Vector(W.entries)) {
    Matrix(rows: W.rows, columns: W.columns, entries: $0.entries) * Vector(a)
  }
}

extension Backprop {
  static let gradients = Section(.appendix, "B.14", "From errors to gradients") { page in
    let x: Vector = page.given("x", at: "B.19")
    let y: Vector = page.given("y", at: "B.19", in: 0...1)
    let W¹: Matrix = page.given("W¹", at: "B.19")
    let W²: Matrix = page.given("W²", at: "B.19")
    let example = Exercise(W¹, W², x, y)
    localDerivatives(page)
    shapesOfProduct(page)
    outerProduct(page, example)
    biases(page, example)
    wholeNetwork(page)
    twoLayers(page, example)
    bracketOrNot(page)
  }

  //: ### The local derivatives
  //:
  //: The pre-activation $zⱼ = Σₖ Wⱼₖaₖ + bⱼ$ is linear in each of its parameters. By a weight its
  //: slope is the activation that comes in, by its own bias 1, by another unit's bias 0.
  //:
  //:     ∂zⱼ/∂Wⱼₖ = aₖ,  ∂zⱼ/∂bⱼ = 1,  ∂zⱼ/∂bᵢ = 0 for i ≠ j   (5.9)
  //:
  //: The slides write the derivative of the vector z by the vector b as a bold 1: as a Jacobian
  //: it is the identity, and 1 is each entry of its diagonal, which is how it is read here. By the
  //: weights of another unit the slope is 0, which (5.9) takes for granted and the check does not.

  private static func localDerivatives(_ page: Page) {
    let W: Matrix<Double> = [[1, 2], [3, 4], [5, 6]]
    let J = jacobian(at: [0.1, 0.2, 0.3]) { Matrix(W) * [0.5, -0.5] + $0 }
    page.show("∂zˡⱼ/∂bˡⱼ", J[1, 1], at: "B.17", again: ["B.17"], for: "B.17:partial")
    page.show("∂zᵢ/∂bᵢ", J[0, 0], at: "foundations:5.9")
    page.show("∂zᵢ/∂bₖ", J[0, 1], at: "foundations:5.9", for: "foundations:5.9")
    page.verify(
      "∂zⱼ/∂Wⱼₖ = aₖ, ∂zⱼ/∂bⱼ = 1, ∂zⱼ/∂bᵢ = 0", at: "foundations:5.9", "B.15:partial",
      "B.17:partial", "intuition:5.3.1:dz3dw3", "intuition:6.3.2:dzdwik", "intuition:7.3:dzdw",
      "slides:back-propagation-vectorization:dzdW"
    ) { draw in
      let (W, b, a) = (draw.matrix(2, 3), draw.vector(2), draw.vector(3))
      let byW = weightJacobian(W, a)
      for i in 0..<2 {
        for j in 0..<2 { for k in 0..<3 { byW[i, 3 * j + k] ≈ (i == j ? a[k] : 0) } }
      }
      jacobian(at: b) { Matrix(W) * Vector(a) + $0 } == Matrix(diagonal: [1, 1])
    }
  }

  //: ### The outer product
  //:
  //: The gradients by all weights of a layer together are a column times a row, with the shape of
  //: W. That by the biases is the error itself.
  //:
  //:     ∂ℒ/∂Wˡⱼₖ = δˡⱼaˡ⁻¹ₖ                           (5.10)
  //:     ∂ℒ/∂Wˡ = δˡ(aˡ⁻¹)ᵀ                            (5.11)
  //:     ∂ℒ/∂bˡ = δˡ                                   (5.12)

  private static func shapesOfProduct(_ page: Page) {
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
      δ * a.ᵀ == Matrix((0..<2).map { i in (0..<3).map { δ[i] * a[$0] } })
      by("column by column") { δ * a.ᵀ == Matrix(columns: (0..<3).map { a[$0] * δ }) }
      let product = einsum("i,j", "ij", Tensor([2], δ.entries), Tensor([3], a.entries))
      product.entries == (δ * a.ᵀ).entries
    }
  }

  //: How does $∂z/∂W = a$ become a factor $aᵀ$, on the *right*? The derivative of a vector by a
  //: matrix has three indices, $∂zᵢ/∂Wⱼₖ$, and cannot stand in a product of matrices as it is. It is
  //: zero but for $i = j$, where it is $aₖ$. So the chain rule, a sum over i, keeps one term, $δⱼ$
  //: times $aₖ$; the sum is used up. The index j, which the error brings, counts the rows of W,
  //: and k, which the activation brings, its columns. A number for each pair of a row's and a
  //: column's index is a column times a row: the error stays upright on the left, the activation
  //: lies down on the right. A bias has no k, and its activation is 1.
  //:
  //: The example is the network that [B.19 works by hand](#a-2-2-1-network-by-hand), in its last
  //: layer; the draws take any layer of a drawn network.

  private static func outerProduct(_ page: Page, _ example: Exercise) {
    page.derivation(
      "∂ℒ/∂Wˡⱼₖ", at: "B.14:graph", "B.14:known", "B.15:blame", "foundations:5.10",
      "intuition:5.3.1:chain", "intuition:5.3.1:dcdw3", "intuition:5.3.1:dcdw2",
      "intuition:5.3.1:dcdw1",
      "intuition:6.3.2:eq3", "intuition:6.5:wanted", "intuition:6.3.2:chain",
      "intuition:6.3.2:chain_ik", "intuition:6.3.2:dcdwik",
      "intuition:6.4.1:grad", "intuition:7.3:eqa2_chain",
      "slides:back-propagation-vectorization:short", "slides:back-propagation-vectorization:need",
      "slides:back-propagation-vectorization:dW",
      "slides:back-propagation-vectorization:check_chain",
      "slides:back-propagation-vectorization:check_dW1", of: (example, 1)
    ) { draw in
      let exercise = Exercise(&draw)
      return (exercise, draw.below(exercise.f.W.count))
    } lines: { exercise, l in
      let (W, δ, a) = (exercise.f.W[l], exercise.δ[l], exercise.f.forward(exercise.x).a[l])
      let byW = weightJacobian(W, a)
      let matrix = { (entry: (Int, Int) -> Double) in
        Matrix((0..<W.rows).map { j in (0..<W.columns).map { k in entry(j, k) } })
      }
      Line(
        "Σᵢ ∂ℒ/∂zˡᵢ · ∂zˡᵢ/∂Wˡⱼₖ",
        Matrix(rows: W.rows, columns: W.columns, entries: (δ.ᵀ * byW).entries))
      Line(
        "∂ℒ/∂zˡⱼ · ∂zˡⱼ/∂Wˡⱼₖ", at: "B.14",
        matrix { j, k in δ[j] * byW[j, j * W.columns + k] })
      Line("δˡⱼ aˡ⁻¹ₖ", at: "B.15", matrix { j, k in δ[j] * a[k] })
      Line("[δˡ ⊗ aˡ⁻¹]ⱼₖ", Matrix(columns: a.entries.map { $0 * δ }))
      Line("[δˡ(aˡ⁻¹)ᵀ]ⱼₖ", at: "B.16", δ * a.ᵀ)
    } truth: { exercise, l in
      gradient(at: exercise.f.W[l]) { W in exercise.loss { $0.W[l] = W } }
    }
  }

  //: The bias is the weight of an input that is always 1. Its Jacobian is the identity, and the
  //: gradient is the error itself.

  private static func biases(_ page: Page, _ example: Exercise) {
    page.derivation(
      "∂ℒ/∂bˡⱼ", at: "B.17", "slides:back-propagation-vectorization:db", of: (example, 1)
    ) { draw in
      let exercise = Exercise(&draw)
      return (exercise, draw.below(exercise.f.W.count))
    } lines: { exercise, l in
      let (W, b, δ) = (exercise.f.W[l], exercise.f.b[l], exercise.δ[l])
      let a = exercise.f.forward(exercise.x).a[l]
      Line(
        "Σᵢ ∂ℒ/∂zˡᵢ · ∂zˡᵢ/∂bˡⱼ", jacobian(at: b) { Matrix(W) * Vector(a) + $0 }.ᵀ * δ)
      Line("δˡⱼ · 1", at: "B.17:element", δ ⊙ Vector(repeating: 1, count: b.count))
      Line("δˡⱼ", at: "foundations:5.12", δ)
    } truth: { exercise, l in
      gradient(at: exercise.f.b[l]) { b in exercise.loss { $0.b[l] = b } }
    }
  }

  //: ### A whole network
  //:
  //: The algorithm in full: forward, the output error, errors backward, outer products. Every
  //: draw is another network, of two or three layers with one to three units each, four kinds
  //: of hidden units and five pairs of output and loss; all its weights and biases are compared.

  private static func wholeNetwork(_ page: Page) {
    page.define(
      "forward, backward, gradients", at: "B.18", "B.18:forward", "B.18:backward",
      "B.5:strategy",
      "slides:back-propagation-key-idea:forward", "slides:learning-weights:chain",
      by: "Network.gradient")
    page.verify(
      "∂ℒ/∂Wˡ = δˡ(aˡ⁻¹)ᵀ and ∂ℒ/∂bˡ = δˡ, for all layers of any network", at: "B.18:gradients",
      "B.5:why", "foundations:5.11", "foundations:notation:gradients",
      "slides:back-propagation-key-idea:reduce"
    ) { draw in
      let exercise = Exercise(&draw)
      let (f, loss, x, y) = (exercise.f, exercise.loss, exercise.x, exercise.y)
      gradient(at: f.parameters) { θ in loss(f.with(θ)(Vector(x)), Vector(y)) }
        ≈ f.gradient(loss, x, y)
    }
  }

  //: The two-layer network of *The Maths of Deep Learning* in its own letters, written out as
  //: its summary and its numpy listing have it. The first was derived above, as the outer product of
  //: the last layer; the second puts the recursion into it.
  //:
  //:     ∂C/∂W² = δ²(a¹)ᵀ                              (intuition 6.3.2)
  //:     ∂C/∂W¹ = (((W²)ᵀδ²) ⊙ σʹ(z¹))(a⁰)ᵀ            (intuition 6.4)

  private static func twoLayers(_ page: Page, _ example: Exercise) {
    page.define(
      "the two-layer model: z¹, a¹, z², a²", at: "intuition:6.3.1:net", "intuition:6.3.1:z1",
      "intuition:6.3.1:a1", "intuition:6.3.1:z2", "intuition:6.3.1:a2", by: "Network.forward")
    page.derivation(
      "∂C/∂W¹", at: "intuition:6.4.2:numpy", "intuition:6:scalar", "intuition:6.5:any",
      "intuition:7.4:matrix", of: example
    ) { draw in
      Exercise(draw.matrix(2, 2), draw.matrix(2, 2), draw.vector(2), draw.vector(2))
    } lines: { net in
      let (z, a) = net.f.forward(net.x)
      let δ² = (a[2] - net.y) ⊙ σʹ(z[1])
      let byZ¹ = reverseGradient(at: z[0]) { net.loss(fromLayer: 0, $0) }
      let W¹ = net.f.W[0]
      Line(
        "∂C/∂z¹ · ∂z¹/∂W¹",
        Matrix(
          rows: W¹.rows, columns: W¹.columns,
          entries: (byZ¹.ᵀ * weightJacobian(W¹, a[0])).entries))
      Line("δ¹(a⁰)ᵀ", at: "intuition:6.4:dcdw1", net.δ[0] * a[0].ᵀ)
      Line(
        "(((W²)ᵀδ²) ⊙ σʹ(z¹))(a⁰)ᵀ", at: "intuition:6.4:eq5",
        ((net.f.W[1].ᵀ * δ²) ⊙ σʹ(z[0])) * a[0].ᵀ)
    } truth: { net in
      gradient(at: net.f.W[0]) { W¹ in net.loss { $0.W[0] = W¹ } }
    }
  }

  //: Its chapter 7 prints the same for softmax and cross-entropy twice, the second time without
  //: the bracket around the ⊙ product. Whether $σʹ(z)$ first meets the error or the row of
  //: activations makes no difference, as long as ⊙ is repeated along the rows.

  private static func bracketOrNot(_ page: Page) {
    page.verify(
      "(Wᵀ(p − y) ⊙ σʹ(z)) aᵀ, also with σʹ(z) aᵀ multiplied first", at: "intuition:7.3:final",
      "intuition:7.3:final_copy"
    ) { draw in
      let (V, W, a) = (draw.matrix(2, 3), draw.matrix(3, 2), draw.vector(3))
      let y = oneHot(draw.below(3), of: 3)
      let z = V * a
      let back = W.ᵀ * (softmax(W * σ(z)) - y)
      let bracketed = (back ⊙ σʹ(z)) * a.ᵀ
      gradient(at: V) { crossEntropy(softmax(Matrix(W) * σ($0 * Vector(a))), Vector(y)) }
        ≈ bracketed
      let last = σʹ(z) * a.ᵀ
      by("the other order") {
        Matrix((0..<2).map { i in (back[i] * last.row(i)).entries }) ≈ bracketed
      }
    }
  }
}
