import Companion
import Mathematics

//: A layer of perceptrons has a weight vector for each of its units. Stacked as the rows of a
//: matrix they give all scores at once, and from there on the notes speak of matrices.
//:
//:     A = [a₁₁ ⋯ a₁ₙ; ⋮ ⋱ ⋮; aₘ₁ ⋯ aₘₙ]                   (1.9)
//:
//: The rules for them are few. Each is checked here against the plainest possible program, a
//: loop for every index.

/// (AB)ᵢⱼ = Σₖ aᵢₖbₖⱼ with a loop for each index, as a reference for the operator.
func productByLoops(_ A: Matrix<Double>, _ B: Matrix<Double>) -> Matrix<Double> {
  var C = Matrix(repeating: 0.0, rows: A.rows, columns: B.columns)
  for i in 0..<A.rows {
    for j in 0..<B.columns {
      for k in 0..<A.columns { C[i, j] += A[i, k] * B[k, j] }
    }
  }
  return C
}

extension Perceptron {
  static let products = Section(.foundations, "1.1.3", "Matrices: products and transposes") {
    page in
    let A = page.given(matrix: "A", ours: [[1, 2, 0], [3, -1, 4]])
    let B = page.given(matrix: "B", ours: [[2, 1], [0, 1], [1, -1]])

    page.define("m rows and n columns of numbers", at: "1.9", by: "Matrix")

    //: Which shapes fit is best seen once: the inner lengths have to agree and vanish. The same
    //: two matrices can be multiplied in the other order, and give something else altogether.

    page.derive("AB, (2×3)(3×2)", A * B)
    page.derive("BA, (3×2)(2×3)", B * A)
    page.derive("(AB)ᵀ", (A * B).ᵀ)
    page.derive("BᵀAᵀ", B.ᵀ * A.ᵀ)
    page.derive("AᵀBᵀ, in the wrong order", A.ᵀ * B.ᵀ)

    //: A matrix times a vector can be read along rows, as in the notes.
    //:
    //:     (Ax)ᵢ = Σⱼ aᵢⱼxⱼ = aᵢᵀx                         (1.10)
    //:
    //: (The row $aᵢ$ has a transpose here, so that it stands for the row written as a column.) Or
    //: it can be read down columns: the result is the columns of A, mixed in the proportions of x.

    page.verify(
      "$(Ax)ᵢ = Σⱼ aᵢⱼxⱼ$, row $i$ of $A$ with $x$", at: "1.10", "intuition:2.1.3:stack"
    ) { draw in
      let A = draw.matrix(3, 4, -2, 2)
      let x = draw.vector(4, -2, 2)
      let byRows = Vector((0..<3).map { A.row($0) ⋅ x })
      let byColumns = (0..<4).reduce(Vector(repeating: 0, count: 3)) { $0 + x[$1] * A.column($1) }
      let byLoops = productByLoops(A, Matrix(columns: [x])).column(0)
      let stacked = Matrix((0..<3).map { A.row($0).entries })
      return [
        Evidence("loops", error: distance(A * x, byLoops), bound: 1e-15),
        Evidence("rows", error: distance(A * x, byRows), bound: 1e-15),
        Evidence("columns", error: distance(A * x, byColumns), bound: 1e-14),
        Evidence("the rows stacked again", error: distance(stacked * x, byRows), bound: 1e-15),
      ]
    }

    //: A matrix times a matrix does the same with each column of the second.
    //:
    //:     (AB)ᵢⱼ = Σₖ aᵢₖbₖⱼ                              (1.11)
    //:
    //: And AB is what its name in the language of functions says: first B, then A.

    page.verify("$(AB)ᵢⱼ = Σₖ aᵢₖbₖⱼ$, row $i$ of $A$ with column $j$ of $B$", at: "1.11") { draw in
      let (A, B) = (draw.matrix(3, 4, -2, 2), draw.matrix(4, 2, -2, 2))
      let x = draw.vector(2, -2, 2)
      let dots = Matrix((0..<3).map { i in (0..<2).map { j in A.row(i) ⋅ B.column(j) } })
      return [
        Evidence("loops", error: distance(A * B, productByLoops(A, B)), bound: 1e-14),
        Evidence("rows with columns", error: distance(A * B, dots), bound: 1e-14),
        Evidence("first B, then A", error: distance((A * B) * x, A * (B * x)), bound: 1e-13),
      ]
    }

    //: ### Transposes
    //:
    //: Swapping rows and columns turns the order of a product round.
    //:
    //:     (Aᵀ)ᵢⱼ = aⱼᵢ                                    (1.12)
    //:     (AB)ᵀ = BᵀAᵀ                                    (1.13)
    //:
    //: What makes the transpose more than a way of writing is the law that moves a matrix from one
    //: side of a dot product to the other, $y·(Ax) = (Aᵀy)·x$.
    //: [Backpropagation](../backprop/README.md#the-error-of-a-hidden-layer) is this law, applied
    //: layer by layer.

    page.verify("(Aᵀ)ᵢⱼ = aⱼᵢ, and so y·(Ax) = (Aᵀy)·x", at: "1.12") { draw in
      let A = draw.matrix(3, 4, -2, 2)
      let (x, y) = (draw.vector(4), draw.vector(3))
      var swapped = 0.0
      for i in 0..<4 { for j in 0..<3 { swapped += (A.ᵀ[i, j] - A[j, i]).magnitude } }
      let shape = A.ᵀ.rows == 4 && A.ᵀ.columns == 3
      return [
        Evidence("entry by entry", error: swapped, bound: 0),
        Evidence("shape n×m", holds: shape),
        Evidence("two dot products", error: distance(y ⋅ (A * x), (A.ᵀ * y) ⋅ x), bound: 1e-14),
      ]
    }
    page.verify("(AB)ᵀ = BᵀAᵀ", at: "1.13") { draw in
      let (A, B) = (draw.matrix(3, 4, -2, 2), draw.matrix(4, 2, -2, 2))
      let byLoops = productByLoops(A, B)
      let flipped = Matrix((0..<2).map { i in (0..<3).map { j in byLoops[j, i] } })
      return [Evidence("loops", error: distance(B.ᵀ * A.ᵀ, flipped), bound: 1e-14)]
    }

    //: ### The length of a matrix
    //:
    //: The Frobenius norm forgets that the numbers stand in a rectangle.
    //:
    //:     ‖A‖_F = √(Σᵢ Σⱼ aᵢⱼ²) = √(trace(AᵀA))           (1.14)
    //:
    //: On the diagonal of $AᵀA$ stand the squared lengths of the columns, so that its trace is the
    //: sum of all squares; $AAᵀ$ has those of the rows. A rotation of the plane changes no length,
    //: and so it leaves this norm alone too.

    page.derive("‖A‖_F of the matrix above", A.frobeniusNorm)
    page.verify("‖A‖_F = √(Σᵢ Σⱼ aᵢⱼ²) = √(trace(AᵀA))", at: "1.14") { draw in
      let A = draw.matrix(2, 4, -2, 2)
      let θ = draw.uniform(0, 360)
      let rotated = Matrix(columns: (0..<4).map { turned(A.column($0), by: θ) })
      let byColumns = (A.ᵀ * A).trace
      let byRows = (A * A.ᵀ).trace
      return [
        Evidence("√(trace(AᵀA))", error: distance(A.frobeniusNorm, sqrt(byColumns)), bound: 1e-14),
        Evidence("√(trace(AAᵀ))", error: distance(A.frobeniusNorm, sqrt(byRows)), bound: 1e-14),
        Evidence(
          "after a rotation", error: distance(A.frobeniusNorm, rotated.frobeniusNorm), bound: 1e-14),
      ]
    }
  }
}
