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
    let A: Matrix = page.given("A", ours: [[1, 2, 0], [3, -1, 4]])
    let B: Matrix = page.given("B", ours: [[2, 1], [0, 1], [1, -1]])

    page.define("m rows and n columns of numbers", at: "1.9", by: "Matrix")
    bothOrders(page, A, B)
    rowsTimesColumns(page)
    transposes(page)
    frobenius(page, A)
  }

  //: Which shapes fit is best seen once: the inner lengths have to agree and vanish. The same
  //: two matrices can be multiplied in the other order, and give something else altogether.

  private static func bothOrders(_ page: Page, _ A: Matrix<Double>, _ B: Matrix<Double>) {
    let (a, b) = (A.shapeWords, B.shapeWords)
    page.derive("AB, (\(a))(\(b))", A * B)
    page.derive("BA, (\(b))(\(a))", B * A)
    page.derive("(AB)ᵀ", (A * B).ᵀ)
    page.derive("BᵀAᵀ", B.ᵀ * A.ᵀ)
    page.derive("AᵀBᵀ, in the wrong order", A.ᵀ * B.ᵀ)
  }

  //: A matrix times a vector can be read along rows, as in the notes.
  //:
  //:     (Ax)ᵢ = Σⱼ aᵢⱼxⱼ = aᵢᵀx                         (1.10)
  //:
  //: (The row $aᵢ$ has a transpose here, so that it stands for the row written as a column.) Or
  //: it can be read down columns: the result is the columns of A, mixed in the proportions of x.

  private static func rowsTimesColumns(_ page: Page) {
    page.verify(
      "$(Ax)ᵢ = Σⱼ aᵢⱼxⱼ$, row $i$ of $A$ with $x$", at: "1.10", "intuition:2.1.3:stack"
    ) { draw in
      let A = draw.matrix(3, 4, -2, 2)
      let x = draw.vector(4, -2, 2)
      let rows = (0..<3).map { A.row($0) }
      A * x ≈ Vector(rows.map { $0 ⋅ x })
      by("loops") { A * x ≈ productByLoops(A, Matrix(columns: [x])).column(0) }
      let mixed = (0..<4).reduce(Vector(repeating: 0, count: 3)) { $0 + x[$1] * A.column($1) }
      by("columns") { A * x ≈ mixed }
      by("the rows stacked again") { Matrix(rows.map(\.entries)) == A }
    }

    //: A matrix times a matrix does the same with each column of the second.
    //:
    //:     (AB)ᵢⱼ = Σₖ aᵢₖbₖⱼ                              (1.11)
    //:
    //: And AB is what its name in the language of functions says: first B, then A.

    page.verify("$(AB)ᵢⱼ = Σₖ aᵢₖbₖⱼ$, row $i$ of $A$ with column $j$ of $B$", at: "1.11") { draw in
      let (A, B) = (draw.matrix(3, 4, -2, 2), draw.matrix(4, 2, -2, 2))
      let x = draw.vector(2, -2, 2)
      A * B ≈ Matrix((0..<3).map { i in (0..<2).map { j in A.row(i) ⋅ B.column(j) } })
      by("loops") { A * B ≈ productByLoops(A, B) }
      by("first B, then A") { (A * B) * x ≈ A * (B * x) }
    }
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

  private static func transposes(_ page: Page) {
    page.verify("(Aᵀ)ᵢⱼ = aⱼᵢ, and so y·(Ax) = (Aᵀy)·x", at: "1.12") { draw in
      let A = draw.matrix(3, 4, -2, 2)
      let (x, y) = (draw.vector(4), draw.vector(3))
      A.ᵀ == Matrix((0..<4).map { i in (0..<3).map { j in A[j, i] } })
      y ⋅ (A * x) ≈ (A.ᵀ * y) ⋅ x
    }
    page.verify("(AB)ᵀ = BᵀAᵀ", at: "1.13") { draw in
      let (A, B) = (draw.matrix(3, 4, -2, 2), draw.matrix(4, 2, -2, 2))
      let AB = productByLoops(A, B)
      by("loops") { B.ᵀ * A.ᵀ ≈ Matrix((0..<2).map { i in (0..<3).map { j in AB[j, i] } }) }
    }
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

  private static func frobenius(_ page: Page, _ A: Matrix<Double>) {
    page.derive("‖A‖_F of the matrix above", A.frobeniusNorm)
    page.verify("‖A‖_F = √(Σᵢ Σⱼ aᵢⱼ²) = √(trace(AᵀA))", at: "1.14") { draw in
      let A = draw.matrix(2, 4, -2, 2)
      let θ = draw.uniform(0, 360)
      A.frobeniusNorm ≈ sqrt((A.ᵀ * A).trace)
      by("√(trace(AAᵀ))") { A.frobeniusNorm ≈ sqrt((A * A.ᵀ).trace) }
      let rotated = Matrix(columns: (0..<4).map { turned(A.column($0), by: θ) })
      by("after a rotation") { A.frobeniusNorm ≈ rotated.frobeniusNorm }
    }
  }
}
