import Companion
import Mathematics

//: What the Python program computes is right, but its comments write one sign for every product.
//: So do the equations above [the program](#a-program-of-1000-steps), which makes it matter how
//: they are read. These are the gradients, with samples as rows and ⊙ for entry by entry.
//:
//:     δ² = a² − y
//:     ∂C/∂w² = a¹ᵀ(δ² ⊙ σʹ(z²))                       (intuition 8.1)
//:     ∂C/∂w¹ = xᵀ(((δ² ⊙ σʹ(z²)) w²ᵀ) ⊙ σʹ(z¹))       (intuition 8.1)

extension Backprop {
  static let numpyGradients = Section(.intuition, "8", "The program's gradients") { page in
    page.verify(
      "xᵀ(((δ² ⊙ σʹ(z²)) w²ᵀ) ⊙ σʹ(z¹)) is ∂C/∂w¹ and a¹ᵀ(δ² ⊙ σʹ(z²)) is ∂C/∂w², a sample a row",
      at: "8.1:dcdw1", "8.1:dcdw2", "8:rows", "8:c"
    ) { draw in
      let (x, y, network) = drawn(&draw)
      func cost<T: Scalar>(_ w: Vector<T>) -> T {
        let (first, second) = (Array(w.entries[..<6]), Array(w.entries[6...]))
        let network = RowNetwork(
          w¹: Matrix(rows: 2, columns: 3, entries: first),
          w²: Matrix(rows: 3, columns: 1, entries: second))
        return network.cost(Matrix<T>(x), Matrix<T>(y))
      }
      let (w¹, w²) = network.backward(x, y)
      return compare(
        Vector(w¹.entries + w².entries), at: Vector(network.w¹.entries + network.w².entries), cost,
        cost, cost)
    }
    page.note(
      "The output of a layer is said to be the product of its weights and the input of the layer "
        + "before: read with σ, and with the output of the layer before.", at: "8:layer")
    page.verify("rows or columns, the outputs are the same", at: "8:convention") { draw in
      let (x, _, network) = drawn(&draw)
      let columns = σ(network.w².ᵀ * σ(network.w¹.ᵀ * x.ᵀ))
      return [Evidence("columns", error: distance(network.forward(x).a², columns.ᵀ), bound: 1e-15)]
    }
    page.note(
      "C and `c0` are called MSE, though nothing is averaged; `c0` has an entry for each sample, "
        + "and C is their sum.", at: "8:c0")
    page.verify("the entries of `c0` add up to C", at: "8:c0") { draw in
      let (x, y, network) = drawn(&draw)
      let c0 = (y - network.forward(x).a²).map { $0 * $0 / 2 }
      return [
        Evidence("sum", error: distance(c0.entries.reduce(0, +), network.cost(x, y)), bound: 1e-15)
      ]
    }

    //: Equations (3) and (5) write one star for every product. For one sample as a column, with
    //: the weights of the derivation (w² is then a row), (3) is right if the star is that of
    //: numpy: entry by entry, with rows and columns stretched to each other's length, so that a
    //: column times a row is the outer product. In (5) w² would have to be a column as well. Its
    //: transpose stands where the equation is derived, in 6.4, and is lost here. Without stars
    //: the two are as follows.
    //:
    //:     ∂C/∂w² = (δ² ⊙ σʹ(z²)) a¹ᵀ                      (intuition 8, Eq 3)
    //:     ∂C/∂w¹ = (w²ᵀ(δ² ⊙ σʹ(z²)) ⊙ σʹ(z¹)) a⁰ᵀ        (intuition 8, Eq 5)

    page.verify(
      "equation (3), one sample as a column, the star that of numpy", at: "8:eq3"
    ) { draw in
      let n = ColumnNetwork(drawn(&draw, samples: 1))
      let gradient = reverseGradient(at: n.w²) { n.cost(Matrix(n.w¹), $0) }
      let error = starError([n.δ², σʹ(n.z²), n.a¹.ᵀ], gradient)
      return [Evidence("tape", error: error, bound: 1e-13)]
    }
    page.refute(
      "equation (5), one sample as a column, one output: "
        + "∂C/∂w¹ = σʹ(z¹) * (a⁰)ᵀ * δ² * w² * σʹ(z²)",
      at: "8:eq5",
      correction: "∂C/∂w¹ = σʹ(z¹) * (a⁰)ᵀ * δ² * (w²)ᵀ * σʹ(z²)",
      why: "The transpose that equation 5 of section 6.4 has is left out"
    ) { draw in
      let n = ColumnNetwork(drawn(&draw, samples: 1))
      let gradient = reverseGradient(at: n.w¹) { n.cost($0, Matrix(n.w²)) }
      let error = starError([σʹ(n.z¹), n.a⁰.ᵀ, n.δ², n.w², σʹ(n.z²)], gradient)
      return [Evidence("tape", error: error, bound: 1e-13)]
    } corrected: { draw in
      let n = ColumnNetwork(drawn(&draw, samples: 1))
      let gradient = reverseGradient(at: n.w¹) { n.cost($0, Matrix(n.w²)) }
      let error = starError([σʹ(n.z¹), n.a⁰.ᵀ, n.δ², n.w².ᵀ, σʹ(n.z²)], gradient)
      return [Evidence("tape", error: error, bound: 1e-13)]
    }

    //: In the program they stand as comments, (A) and (B), beside lines that compute with a batch
    //: of samples as rows. There they do not hold: (A) becomes a matrix of the wrong shape, and
    //: (B) cannot be multiplied at all. The lines of code beside them are right.

    page.refute(
      "comment `(A)`, for the batch of the program: `dC_dw2 = delta2 * derv_sigmoid(z2) * a1.T`",
      at: "8.1:eqa", correction: "`dC_dw2 = a1.T.dot(delta2 * derv_sigmoid(z2))`",
      why: "Right for one sample as a column"
    ) { draw in
      let (x, y, network) = drawn(&draw, samples: 4, inputs: 3, hidden: 4)
      let (a¹, a²) = network.forward(x)
      return [
        Evidence(
          "shape and entries",
          error: starError([a² - y, a² ⊙ (1 - a²), a¹.ᵀ], network.backward(x, y).w²), bound: 1e-13)
      ]
    } corrected: { draw in
      let (x, y, network) = drawn(&draw)
      let gradient = reverseGradient(at: network.w²) { w² in
        RowNetwork(w¹: Matrix(network.w¹), w²: w²).cost(Matrix(x), Matrix(y))
      }
      let (a¹, a²) = network.forward(x)
      let product = a¹.ᵀ * ((a² - y) ⊙ a² ⊙ (1 - a²))
      return [Evidence("tape", error: distance(product, gradient), bound: 1e-13)]
    }
    page.refute(
      "comment `(B)`, for the batch of the program: `dC_dw1 = derv_sigmoid(z1) * delta2 * "
        + "derv_sigmoid(z2) * weight2 * a0.T`", at: "8.1:eqb",
      correction: "`dC_dw1 = a0.T.dot(np.dot(delta2 * derv_sigmoid(z2), weight2.T) * "
        + "derv_sigmoid(z1))`",
      why: "For one sample as a column and one output only the transpose of `weight2` is missing"
    ) { draw in
      let (x, y, network) = drawn(&draw, samples: 4, inputs: 3, hidden: 4)
      let (a¹, a²) = network.forward(x)
      let factors = [a¹ ⊙ (1 - a¹), a² - y, a² ⊙ (1 - a²), network.w², x.ᵀ]
      return [
        Evidence(
          "shape and entries", error: starError(factors, network.backward(x, y).w¹), bound: 1e-13)
      ]
    } corrected: { draw in
      let (x, y, network) = drawn(&draw)
      let gradient = reverseGradient(at: network.w¹) { w¹ in
        RowNetwork(w¹: w¹, w²: Matrix(network.w²)).cost(Matrix(x), Matrix(y))
      }
      let (a¹, a²) = network.forward(x)
      let δ = (((a² - y) ⊙ a² ⊙ (1 - a²)) * network.w².ᵀ) ⊙ a¹ ⊙ (1 - a¹)
      return [Evidence("tape", error: distance(x.ᵀ * δ, gradient), bound: 1e-13)]
    }
    page.refute(
      "the comment above `dC_dw1`: the change by the weight of the 2nd, last layer",
      at: "8.1:label", correction: "by the weight of the 1st layer",
      why: "The comment above `dC_dw2`, repeated", draws: 1
    ) { draw in
      let (x, y, network) = drawn(&draw)
      let isLast = network.backward(x, y).w¹.shapeWords == network.w².shapeWords
      return [Evidence("shape of w²", holds: isLast)]
    } corrected: { draw in
      let (x, y, network) = drawn(&draw)
      let isFirst = network.backward(x, y).w¹.shapeWords == network.w¹.shapeWords
      return [Evidence("shape of w¹", holds: isFirst)]
    }
    page.refute(
      "second comment: `dC_dw1 = σʹ(z1) dC_dw2 w2 a0`, one unit a layer", at: "8.1:eqb_second",
      correction: "`dC_dw1 = σʹ(z1) dC_dw2_1 w2 a0`, where `dC_dw2_1 = δ² σʹ(z2)`",
      why: "The suffix `_1` stands on `weight2` instead of `dC_dw2`"
    ) { draw in
      let (x, y, network) = drawn(&draw, samples: 1, inputs: 1, hidden: 1)
      let gradient = network.backward(x, y)
      let z¹ = x[0, 0] * network.w¹[0, 0]
      let product = σʹ(z¹) * gradient.w²[0, 0] * network.w²[0, 0] * x[0, 0]
      return [Evidence("∂C/∂w¹", error: distance(product, gradient.w¹[0, 0]), bound: 1e-13)]
    } corrected: { draw in
      let (x, y, network) = drawn(&draw, samples: 1, inputs: 1, hidden: 1)
      let z¹ = x[0, 0] * network.w¹[0, 0]
      let z² = σ(z¹) * network.w²[0, 0]
      let product = σʹ(z¹) * ((σ(z²) - y[0, 0]) * σʹ(z²)) * network.w²[0, 0] * x[0, 0]
      let gradient = reverseGradient(at: network.w¹) { w¹ in
        RowNetwork(w¹: w¹, w²: Matrix(network.w²)).cost(Matrix(x), Matrix(y))
      }
      return [Evidence("tape", error: distance(product, gradient[0, 0]), bound: 1e-13)]
    }
  }

  /// How far a starred product is from a gradient; infinitely, if it cannot be taken.
  private static func starError(_ factors: [Matrix<Double>], _ gradient: Matrix<Double>) -> Double {
    starred(factors).map { distance($0, gradient) } ?? .infinity
  }

  /// One sample as a column, z = wa: the other convention, with every matrix transposed.
  private struct ColumnNetwork {
    let w¹, w², a⁰, z¹, a¹, z², δ², y: Matrix<Double>

    init(_ drawn: (x: Matrix<Double>, y: Matrix<Double>, network: RowNetwork<Double>)) {
      (w¹, w²) = (drawn.network.w¹.ᵀ, drawn.network.w².ᵀ)
      (a⁰, y) = (drawn.x.ᵀ, drawn.y.ᵀ)
      z¹ = w¹ * a⁰
      a¹ = σ(z¹)
      z² = w² * a¹
      δ² = σ(z²) - y
    }

    func cost(_ w¹: Matrix<Variable>, _ w²: Matrix<Variable>) -> Variable {
      let a² = σ(w² * σ(w¹ * Matrix(a⁰)))
      return halfSquaredError(Vector(a².entries), Vector(Matrix(y).entries))
    }
  }

  /// a * b * … from left to right as numpy multiplies: entry by entry, a single row or column
  /// stretched to the length of the other; nil where the shapes do not go together.
  private static func starred(_ factors: [Matrix<Double>]) -> Matrix<Double>? {
    factors.dropFirst().reduce(factors.first) { product, b in
      guard let a = product, a.rows == b.rows || a.rows == 1 || b.rows == 1,
        a.columns == b.columns || a.columns == 1 || b.columns == 1
      else { return nil }
      let (rows, columns) = (max(a.rows, b.rows), max(a.columns, b.columns))
      func entry(_ m: Matrix<Double>, _ i: Int, _ j: Int) -> Double {
        m[m.rows == 1 ? 0 : i, m.columns == 1 ? 0 : j]
      }
      return Matrix((0..<rows).map { i in (0..<columns).map { entry(a, i, $0) * entry(b, i, $0) } })
    }
  }

  /// A network and a batch for one draw; one output, as in the program.
  private static func drawn(
    _ draw: inout Generator, samples: Int = 2, inputs: Int = 2, hidden: Int = 3
  ) -> (x: Matrix<Double>, y: Matrix<Double>, network: RowNetwork<Double>) {
    let network = RowNetwork(w¹: draw.matrix(inputs, hidden), w²: draw.matrix(hidden, 1))
    return (draw.matrix(samples, inputs), draw.matrix(samples, 1, 0, 1), network)
  }
}
