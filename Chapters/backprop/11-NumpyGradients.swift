import Companion
import Mathematics

//: What the program computes is right. Its comments and the equations above it are written with
//: one sign for three kinds of product, and are right only when read in one way.

extension Backprop {
  static let numpyGradients = Section(.intuition, "8", "The program's gradients") { page in
    page.verify(
      "xᵀ((δ² w²ᵀ) ⊙ σʹ(z¹)) is ∂C/∂w¹, a sample a row", at: "8.1:dcdw1", "8:rows", "8:layer",
      "8:c"
    ) { draw in
      let (x, y, network) = drawn(&draw)
      func cost<T: Scalar>(_ w¹: Matrix<T>) -> T {
        RowNetwork(w¹: w¹, w²: Matrix<T>(network.w²)).cost(Matrix<T>(x), Matrix<T>(y))
      }
      return compare(network.backward(x, y).w¹, at: network.w¹, cost, cost, cost)
    }
    page.verify("a¹ᵀ(δ² ⊙ σʹ(z²)) is ∂C/∂w², a sample a row", at: "8.1:dcdw2") { draw in
      let (x, y, network) = drawn(&draw)
      func cost<T: Scalar>(_ w²: Matrix<T>) -> T {
        RowNetwork(w¹: Matrix<T>(network.w¹), w²: w²).cost(Matrix<T>(x), Matrix<T>(y))
      }
      return compare(network.backward(x, y).w², at: network.w², cost, cost, cost)
    }
    page.verify("rows or columns, the outputs are the same", at: "8:convention") { draw in
      let (x, _, network) = drawn(&draw)
      let columns = σ(network.w².ᵀ * σ(network.w¹.ᵀ * x.ᵀ))
      return [Evidence("columns", error: distance(network.forward(x).a², columns.ᵀ), bound: 1e-15)]
    }
    page.verify("the entries of c0 add up to C", at: "8:c0") { draw in
      let (x, y, network) = drawn(&draw)
      let c0 = (y - network.forward(x).a²).map { $0 * $0 / 2 }
      return [
        Evidence("sum", error: distance(c0.entries.reduce(0, +), network.cost(x, y)), bound: 1e-15)
      ]
    }

    //: Equation (3) is right for one sample as a column, with the last product an outer one.
    //: Read as the numpy expression that the comment makes of it, it multiplies entry by entry
    //: and gives a matrix of the wrong shape.

    page.verify("Eq (3): (δ² ⊙ σʹ(z²)) a¹ᵀ for one sample as a column", at: "8:eq3") { draw in
      let (x, y, network) = drawn(&draw, samples: 1)
      let (a¹, a²) = network.forward(x)
      let asColumns = ((a² - y) ⊙ a² ⊙ (1 - a²)).row(0) * a¹.row(0).ᵀ
      func cost<T: Scalar>(_ w²: Matrix<T>) -> T {
        RowNetwork(w¹: Matrix<T>(network.w¹), w²: w²).cost(Matrix<T>(x), Matrix<T>(y))
      }
      return compare(asColumns.ᵀ, at: network.w², cost, cost, cost)
    }
    page.refute(
      "Eq (A): dC_dw2 = delta2 * derv_sigmoid(z2) * a1.T, * entry by entry", at: "8.1:eqa",
      correction: "dC_dw2 = a1.T.dot(delta2 * derv_sigmoid(z2))"
    ) { draw in
      let (x, y, network) = drawn(&draw, samples: 4)
      let (a¹, a²) = network.forward(x)
      let δ² = (a² - y) ⊙ a² ⊙ (1 - a²)
      // numpy stretches the column over a¹ᵀ, which it can only because there happen to be as
      // many samples as hidden units.
      let stretched = Matrix(columns: (0..<a¹.rows).map { _ in δ².column(0) })
      return [
        Evidence(
          "shape and entries", error: distance(stretched ⊙ a¹.ᵀ, network.backward(x, y).w²),
          bound: 1e-13)
      ]
    } corrected: { draw in
      let (x, y, network) = drawn(&draw, samples: 4)
      let gradient = reverseGradient(at: network.w²) { w² in
        RowNetwork(w¹: Matrix(network.w¹), w²: w²).cost(Matrix(x), Matrix(y))
      }
      return [Evidence("tape", error: distance(network.backward(x, y).w², gradient), bound: 1e-13)]
    }

    //: Equation (5) names the right five factors in an order in which they cannot be multiplied:
    //: σʹ(z¹)(a⁰)ᵀ is already a matrix of the shape of w¹, and w² does not fit behind it. The
    //: comment repeats it for the first layer under the name of the last. Where every layer has
    //: one unit, order does not matter and the product is right.

    page.refute(
      "Eq (5), Eq (B): ∂C/∂w¹ = σʹ(z¹) (a⁰)ᵀ δ² w² σʹ(z²), in this order", at: "8:eq5",
      "8.1:eqb", "8.1:label", correction: "∂C/∂w¹ = ((w²)ᵀ(δ² ⊙ σʹ(z²)) ⊙ σʹ(z¹)) (a⁰)ᵀ"
    ) { draw in
      let (x, y, network) = drawn(&draw, samples: 1)
      let z¹ = network.w¹.ᵀ * x.row(0)
      let started = σʹ(z¹) * x.row(0).ᵀ  // hidden × inputs
      let w² = network.w².ᵀ  // outputs × hidden
      let fits = started.columns == w².rows
      return [
        Evidence(
          "shapes", error: fits ? distance(started * w², network.backward(x, y).w¹) : .infinity,
          bound: 1e-13)
      ]
    } corrected: { draw in
      let (x, y, network) = drawn(&draw, samples: 1)
      let z¹ = network.w¹.ᵀ * x.row(0)
      let z² = network.w².ᵀ * σ(z¹)
      let δ² = (σ(z²) - y.row(0)) ⊙ σʹ(z²)
      let product = ((network.w² * δ²) ⊙ σʹ(z¹)) * x.row(0).ᵀ
      let gradient = reverseGradient(at: network.w¹) { w¹ in
        RowNetwork(w¹: w¹, w²: Matrix(network.w²)).cost(Matrix(x), Matrix(y))
      }
      return [Evidence("tape", error: distance(product.ᵀ, gradient), bound: 1e-13)]
    }
    page.refute(
      "second comment: dC_dw1 = σʹ(z1) dC_dw2 w2 a0, one unit a layer", at: "8.1:eqb_second",
      correction: "dC_dw1 = σʹ(z1) (δ² σʹ(z2)) w2 a0: without the a¹ in dC_dw2"
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

  /// A network and a batch for one draw; one output, as in the program.
  private static func drawn(
    _ draw: inout Generator, samples: Int = 5, inputs: Int = 3, hidden: Int = 4
  ) -> (x: Matrix<Double>, y: Matrix<Double>, network: RowNetwork<Double>) {
    let network = RowNetwork(w¹: draw.matrix(inputs, hidden), w²: draw.matrix(hidden, 1))
    return (draw.matrix(samples, inputs), draw.matrix(samples, 1, 0, 1), network)
  }
}
