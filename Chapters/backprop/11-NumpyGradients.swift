import Companion
import Mathematics

//: What the Python program computes is right, but its comments write one sign for every product.
//: So do the equations above [the program](#a-program-of-1000-steps), which makes it matter how
//: they are read. These are the gradients, with samples as rows and ⊙ for entry by entry.
//:
//:     δ² = a² − y
//:     ∂C/∂w² = a¹ᵀ(δ² ⊙ σʹ(z²))                       (intuition 8.1)
//:     ∂C/∂w¹ = xᵀ(((δ² ⊙ σʹ(z²)) w²ᵀ) ⊙ σʹ(z¹))       (intuition 8.1)
//:
//: They are tested on small batches and networks drawn at random, with one output, as in the
//: program. The slope of a sigmoid is had from its value there, so that no z has to be kept:
//: $σʹ(z) = a(1 − a)$ for $a = σ(z)$.

/// A batch with a sample a row, its targets, and a network.
private struct RowSample {
  let x, y: Matrix<Double>
  let network: RowNetwork<Double>

  init(_ draw: inout Generator, samples: Int = 2, inputs: Int = 2, hidden: Int = 3) {
    network = RowNetwork(w¹: draw.matrix(inputs, hidden), w²: draw.matrix(hidden, 1))
    (x, y) = (draw.matrix(samples, inputs), draw.matrix(samples, 1, 0, 1))
  }

  var a¹: Matrix<Double> { network.forward(x).a¹ }
  var a²: Matrix<Double> { network.forward(x).a² }
  /// σʹ(z¹) and σʹ(z²), by the values of σ
  var slope¹: Matrix<Double> { a¹ ⊙ (1 - a¹) }
  var slope²: Matrix<Double> { a² ⊙ (1 - a²) }
  var δ²: Matrix<Double> { a² - y }
  /// (∂C/∂w¹, ∂C/∂w²) as the program computes them
  var gradient: (w¹: Matrix<Double>, w²: Matrix<Double>) { network.backward(x, y) }

  //: What is differentiated is the cost of the whole batch, as a function of one of the two
  //: matrices.

  /// The cost as a function of either weight matrix.
  func cost(w¹: Matrix<Twofold>) -> Twofold {
    RowNetwork(w¹: w¹, w²: Matrix(network.w²)).cost(Matrix(x), Matrix(y))
  }
  func cost(w²: Matrix<Twofold>) -> Twofold {
    RowNetwork(w¹: Matrix(network.w¹), w²: w²).cost(Matrix(x), Matrix(y))
  }
}

extension Backprop {
  static let numpyGradients = Section(.intuition, "8", "The program's gradients") { page in
    rowGradients(page)
    starredEquations(page)
    starredComments(page)
    wrongNames(page)
  }

  //: A gradient for each matrix, of its shape. The product of a transposed matrix with one that has
  //: a row for each sample is a sum over the samples, and that sum is all that C asks for: no
  //: mean is taken here.

  private static func rowGradients(_ page: Page) {
    page.verify(
      "xᵀ(((δ² ⊙ σʹ(z²)) w²ᵀ) ⊙ σʹ(z¹)) is ∂C/∂w¹ and a¹ᵀ(δ² ⊙ σʹ(z²)) is ∂C/∂w², a sample a row",
      at: "8.1:dcdw1", "8.1:dcdw2", "8:rows", "8:c"
    ) { draw in
      let sample = RowSample(&draw)
      gradient(at: sample.network.w¹) { sample.cost(w¹: $0) } ≈ sample.gradient.w¹
      gradient(at: sample.network.w²) { sample.cost(w²: $0) } ≈ sample.gradient.w²
    }
    page.note(
      "The output of a layer is said to be the product of its weights and the input of the layer "
        + "before: read with σ, and with the output of the layer before.", at: "8:layer")
    page.verify("rows or columns, the outputs are the same", at: "8:convention") { draw in
      let sample = RowSample(&draw)
      let (w¹, w²) = (sample.network.w¹, sample.network.w²)
      σ(w².ᵀ * σ(w¹.ᵀ * sample.x.ᵀ)).ᵀ ≈ sample.a²
    }
    page.note(
      "C and `c0` are called MSE, though nothing is averaged; `c0` has an entry for each sample, "
        + "and C is their sum.", at: "8:c0")
    page.verify("the entries of `c0` add up to C", at: "8:c0") { draw in
      let sample = RowSample(&draw)
      let c0 = (sample.y - sample.a²).map { $0 * $0 / 2 }
      c0.entries.reduce(0, +) ≈ sample.network.cost(sample.x, sample.y)
    }
  }

  //: Equations (3) and (5) write one star for every product. For one sample as a column, with
  //: the weights of the derivation (w² is then a row), (3) is right if the star is that of
  //: numpy: entry by entry, with rows and columns stretched to each other's length, so that a
  //: column times a row is the outer product.

  //: Longer products go from left to right, as Python reads them, and end where two shapes do not
  //: go together.

  /// a * b * … from left to right as numpy multiplies: entry by entry, a single row or column
  /// stretched to the length of the other; nothing at all where the shapes do not go together.
  private static func starred(_ factors: Matrix<Double>...) -> Matrix<Double> {
    factors.dropFirst().reduce(factors[0]) { a, b in
      guard !a.entries.isEmpty, a.rows == b.rows || a.rows == 1 || b.rows == 1,
        a.columns == b.columns || a.columns == 1 || b.columns == 1
      else { return Matrix(rows: 0, columns: 0, entries: []) }
      let (rows, columns) = (max(a.rows, b.rows), max(a.columns, b.columns))
      func entry(_ m: Matrix<Double>, _ i: Int, _ j: Int) -> Double {
        m[m.rows == 1 ? 0 : i, m.columns == 1 ? 0 : j]
      }
      return Matrix((0..<rows).map { i in (0..<columns).map { entry(a, i, $0) * entry(b, i, $0) } })
    }
  }

  /// One sample as a column, z = wa: the other convention, with every matrix transposed.
  private struct ColumnSample {
    let w¹, w², a⁰, y: Matrix<Double>

    init(_ draw: inout Generator) {
      let sample = RowSample(&draw, samples: 1)
      (w¹, w²) = (sample.network.w¹.ᵀ, sample.network.w².ᵀ)
      (a⁰, y) = (sample.x.ᵀ, sample.y.ᵀ)
    }

    var z¹: Matrix<Double> { w¹ * a⁰ }
    var a¹: Matrix<Double> { σ(z¹) }
    var z²: Matrix<Double> { w² * a¹ }
    var δ²: Matrix<Double> { σ(z²) - y }

    func cost(_ w¹: Matrix<Twofold>, _ w²: Matrix<Twofold>) -> Twofold {
      let a² = σ(w² * σ(w¹ * Matrix(a⁰)))
      return halfSquaredError(Vector(a².entries), Vector(y.entries.map { Twofold($0) }))
    }
  }

  //: In (5) w² would have to be a column as well. Its transpose stands where the equation is
  //: derived, in 6.4, and is lost here. Without stars the two are as follows.
  //:
  //:     ∂C/∂w² = (δ² ⊙ σʹ(z²)) a¹ᵀ                      (intuition 8, Eq 3)
  //:     ∂C/∂w¹ = (w²ᵀ(δ² ⊙ σʹ(z²)) ⊙ σʹ(z¹)) a⁰ᵀ        (intuition 8, Eq 5)

  private static func starredEquations(_ page: Page) {
    page.verify("equation (3), one sample as a column, the star that of numpy", at: "8:eq3") {
      draw in
      let n = ColumnSample(&draw)
      let product = starred(n.δ², σʹ(n.z²), n.a¹.ᵀ)
      product.shapeWords == n.w².shapeWords
      gradient(at: n.w²) { n.cost(Matrix(n.w¹), $0) } ≈ product
    }
    page.refute(
      "equation (5), one sample as a column, one output: "
        + "∂C/∂w¹ = σʹ(z¹) * (a⁰)ᵀ * δ² * w² * σʹ(z²)",
      at: "8:eq5",
      correction: "∂C/∂w¹ = σʹ(z¹) * (a⁰)ᵀ * δ² * (w²)ᵀ * σʹ(z²)",
      why: "The transpose that equation 5 of section 6.4 has is left out"
    ) { draw in
      let n = ColumnSample(&draw)
      gradient(at: n.w¹) { n.cost($0, Matrix(n.w²)) }
        ≈ starred(σʹ(n.z¹), n.a⁰.ᵀ, n.δ², n.w², σʹ(n.z²))
    } corrected: { draw in
      let n = ColumnSample(&draw)
      gradient(at: n.w¹) { n.cost($0, Matrix(n.w²)) }
        ≈ starred(σʹ(n.z¹), n.a⁰.ᵀ, n.δ², n.w².ᵀ, σʹ(n.z²))
    }
  }

  //: In the program they stand as comments, (A) and (B), beside lines that compute with a batch
  //: of samples as rows. There they do not hold: (A) becomes a matrix of the wrong shape, and
  //: (B) cannot be multiplied at all. The lines of code beside them are right: the product with a
  //: transposed matrix of activations sums over the samples, which no star does.

  private static func starredComments(_ page: Page) {
    page.refute(
      "comment `(A)`, for the batch of the program: `dC_dw2 = delta2 * derv_sigmoid(z2) * a1.T`",
      at: "8.1:eqa", correction: "`dC_dw2 = a1.T.dot(delta2 * derv_sigmoid(z2))`",
      why: "Right for one sample as a column"
    ) { draw in
      let sample = RowSample(&draw, samples: 4, inputs: 3, hidden: 4)
      starred(sample.δ², sample.slope², sample.a¹.ᵀ) ≈ sample.gradient.w²
    } corrected: { draw in
      let sample = RowSample(&draw)
      gradient(at: sample.network.w²) { sample.cost(w²: $0) }
        ≈ sample.a¹.ᵀ * (sample.δ² ⊙ sample.slope²)
    }
    page.refute(
      "comment `(B)`, for the batch of the program: `dC_dw1 = derv_sigmoid(z1) * delta2 * "
        + "derv_sigmoid(z2) * weight2 * a0.T`", at: "8.1:eqb",
      correction: "`dC_dw1 = a0.T.dot(np.dot(delta2 * derv_sigmoid(z2), weight2.T) * "
        + "derv_sigmoid(z1))`",
      why: "For one sample as a column and one output only the transpose of `weight2` is missing"
    ) { draw in
      let sample = RowSample(&draw, samples: 4, inputs: 3, hidden: 4)
      starred(sample.slope¹, sample.δ², sample.slope², sample.network.w², sample.x.ᵀ)
        ≈ sample.gradient.w¹
    } corrected: { draw in
      let sample = RowSample(&draw)
      let back = (sample.δ² ⊙ sample.slope²) * sample.network.w².ᵀ
      gradient(at: sample.network.w¹) { sample.cost(w¹: $0) }
        ≈ sample.x.ᵀ * (back ⊙ sample.slope¹)
    }
  }

  //: Two more comments have a wrong name in them. One repeats the line above the other gradient;
  //: the shapes show which layer it is about. The other sets its suffix behind the wrong factor,
  //: which shows in the numbers of the smallest network there is, one unit a layer.

  private static func wrongNames(_ page: Page) {
    page.refute(
      "the comment above `dC_dw1`: the change by the weight of the 2nd, last layer",
      at: "8.1:label", correction: "by the weight of the 1st layer",
      why: "The comment above `dC_dw2`, repeated", draws: 1
    ) { draw in
      let sample = RowSample(&draw)
      sample.gradient.w¹.shapeWords == sample.network.w².shapeWords
    } corrected: { draw in
      let sample = RowSample(&draw)
      sample.gradient.w¹.shapeWords == sample.network.w¹.shapeWords
    }
    page.refute(
      "second comment: `dC_dw1 = σʹ(z1) dC_dw2 w2 a0`, one unit a layer", at: "8.1:eqb_second",
      correction: "`dC_dw1 = σʹ(z1) dC_dw2_1 w2 a0`, where `dC_dw2_1 = δ² σʹ(z2)`",
      why: "The suffix `_1` stands on `weight2` instead of `dC_dw2`"
    ) { draw in
      let sample = RowSample(&draw, samples: 1, inputs: 1, hidden: 1)
      gradient(at: sample.network.w¹) { sample.cost(w¹: $0) }
        ≈ sample.slope¹ * sample.gradient.w² * sample.network.w² * sample.x
    } corrected: { draw in
      let sample = RowSample(&draw, samples: 1, inputs: 1, hidden: 1)
      gradient(at: sample.network.w¹) { sample.cost(w¹: $0) }
        ≈ sample.slope¹ * (sample.δ² * sample.slope²) * sample.network.w² * sample.x
    }
  }
}
