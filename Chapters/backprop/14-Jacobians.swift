import Companion
import Mathematics

//: The derivative of a layer is a matrix, with a number for each pair of output and input: the
//: Jacobian. Multiplied with a small change of the input it gives the change of the output.
//:
//:     Jᵢⱼ = ∂fᵢ/∂xⱼ                                 (intuition 6.2)
//:     Δy ≈ JΔx                                      (intuition 6.2.1)
//:
//: Everything that the word *backpropagation* means beyond the chain rule is the question from
//: which side a chain of Jacobians is multiplied out.

//: A pass with dual numbers multiplies a Jacobian with one direction; the tape, with one row.

/// J d, how the outputs move when the inputs move along d: one evaluation for all columns of J
func push(
  _ x: Vector<Double>, along d: Vector<Double>,
  _ f: (Vector<Dual<Double>>) -> Vector<Dual<Double>>
) -> Vector<Double> {
  f(Vector(x.indices.map { Dual(x[$0], tangent: d[$0]) })).map(\.tangent)
}

//: What it costs is counted below. A power shows in the counts of two sizes: twice the size, four
//: times the count is $N²$.

/// The growth of a count with a size, such as `O(N³)`: the exponent of the last two sizes,
/// rounded if it is within 0.1 of a whole number
func order(_ name: String, _ sizes: [Int], _ counts: [Int]) -> String {
  let e = exponent(sizes.map { Double($0) }, counts.map { Double($0) })
  let digits: [Double: String] = [0: "1", 1: name, 2: name + "²", 3: name + "³"]
  let word = (e - e.rounded()).absolute < 0.1 ? digits[e.rounded() + 0] : nil
  return "O(\(word ?? "another power"))"
}

/// p such that y grows like xᵖ between the last two points
func exponent(_ x: [Double], _ y: [Double]) -> Double {
  let n = x.count - 1
  return log(y[n] / y[n - 1]) / log(x[n] / x[n - 1])
}

/// `m×n` for a matrix of 3 rows and 2 columns, where m is the name of 3 and n that of 2
func shape(_ rows: Int, _ columns: Int, names: [Int: String]) -> String {
  "\(names[rows] ?? "\(rows)")×\(names[columns] ?? "\(columns)")"
}

/// A layer tanh(Ax), over any kind of number.
private func layer<T: Scalar>(_ A: Matrix<Double>, _ x: Vector<T>) -> Vector<T> {
  tanh(Matrix<T>(A) * x)
}
/// Its Jacobian, Diag(tanhʹ(Ax)) A.
private func layerʹ(_ A: Matrix<Double>, _ x: Vector<Double>) -> Matrix<Double> {
  Matrix(diagonal: tanhʹ(A * x)) * A
}

extension Backprop {
  static let jacobians = Section(.intuition, "6.2", "Jacobians, and from which side") { page in
    linearPicture(page)
    chainIsProduct(page)
    entryByEntry(page)
    countedProducts(page)
    rowFirst(page)
  }

  private static func linearPicture(_ page: Page) {
    let (m, n) = (3, 2)
    let example = jacobian(at: [0.3, -0.2]) { layer([[1, 2], [0, 1], [-1, 1]], $0) }
    page.show("shape of J", shape(example.rows, example.columns, names: [m: "m", n: "n"]))
    page.define("Jᵢⱼ = ∂fᵢ/∂xⱼ", at: "6.2:jacobian", "6.2:shape", "6.1:maps", by: "jacobian")

    //: A layer $tanh(Ax)$ has the Jacobian $Diag(tanhʹ(Ax)) A$. How good the linear picture is can
    //: be said exactly: the second derivative of tanh stays below 0.77 in size, so that entry i of
    //: $JΔx$ misses the change of the output by less than $0.385 (aᵢ · Δx)²$, with row aᵢ of A.

    page.verify(
      "entry $i$ of $f(x + Δx) − f(x)$ is that of $JΔx$ up to $0.385(aᵢ · Δx)²$",
      at: "6.2.1:linear"
    ) { draw in
      let (A, x) = (draw.matrix(3, 2), draw.vector(2))
      let Δx = draw.vector(2, -0.1, 0.1)
      let J = layerʹ(A, x)
      let missed = layer(A, x + Δx) - layer(A, x) - J * Δx
      by("dual numbers") { J * Δx ≈ push(x, along: Δx) { layer(A, $0) } }
      missed.map(\.absolute) ≤ 0.385 * ((A * Δx) ⊙ (A * Δx)) ± rounding
    }
  }

  //: ### The chain rule is a product
  //:
  //: Change by change: $Δx$ becomes $BΔx$ after the first function and $A(BΔx)$ after the second.
  //: The Jacobian of the composition is $AB$, and its entries are the sums over all
  //: intermediate numbers that the matrix product means.
  //:
  //:     (AB)ᵢⱼ = Σₖ AᵢₖBₖⱼ                            (intuition 6.2.1)
  //:
  //: The slopes of a number L by the outputs z of a layer become slopes by its inputs h through
  //: the transposed Jacobian.
  //:
  //:     ∂L/∂h = (∂z/∂h)ᵀ ∂L/∂z                        (appendix B.3)

  private static func chainIsProduct(_ page: Page) {
    page.verify(
      "the Jacobian of f(g(x)) is that of f times that of g", at: "6.2.1:product", "6.2.1:matrix"
    ) { draw in
      let (A, B, x) = (draw.matrix(2, 3), draw.matrix(3, 2), draw.vector(2))
      let (outer, inner) = (layerʹ(A, layer(B, x)), layerʹ(B, x))
      let (i, j) = (draw.below(2), draw.below(2))
      by("dual numbers through both") {
        outer * inner ≈ jacobian(at: x) { layer(A, layer(B, $0)) }
      }
      (0..<3).reduce(0) { $0 + outer[i, $1] * inner[$1, j] } ≈ (outer * inner)[i, j]
    }
    page.note(
      "The m of the sum is the length of the vector between the two functions; in the lines before "
        + "it m is that of the output.", at: "6.2.1:matrix")
    page.verify(
      "∂L/∂h = (∂z/∂h)ᵀ ∂L/∂z for z = f(h)", at: "appendix:B.3", "appendix:B.3:jacobian"
    ) { draw in
      let (A, h, c) = (draw.matrix(3, 2), draw.vector(2), draw.vector(3))
      let dLdz = 2.0 * (layer(A, h) ⊙ c)
      gradient(at: h) { h in
        let z = layer(A, h)
        return z ⋅ (z ⊙ Vector(c))
      } ≈ layerʹ(A, h).ᵀ * dLdz
    }
  }

  //: ### Entry by entry
  //:
  //: An activation that acts on each entry by itself has a Jacobian with zeros off the
  //: diagonal. A product with such a matrix is a product entry by entry, and that is all there
  //: is to the sign ⊙ in the formulas of [later sections](#the-error-of-the-output).
  //:
  //:     ∂σ(z)/∂z = Diag(σʹ(z))                        (intuition 5.3.1)
  //:     Diag(σʹ(z))v = v ⊙ σʹ(z)                      (intuition 5.3.1)
  //:
  //: Here v is the gradient by the activations that comes back to the layer. It meets the Jacobian
  //: as a row on the left, or, which is the same for a diagonal matrix, as a column on the right.

  private static func entryByEntry(_ page: Page) {
    let z: Vector = page.given("z", ours: [0.5, -1])
    let v: Vector = page.given("v", ours: [2, 1])
    let J = jacobian(at: z) { σ($0) }
    page.show("off-diagonal entries of J", [J[0, 1], J[1, 0]], at: "6.3.2")
    page.define(
      "a ⊙ b, entry by entry", at: "6.2.3:hadamard", "6.4.2:star",
      "slides:back-propagation-vectorization:hadamard", by: "⊙")
    page.derivation(
      "∂(v · σ(z))/∂z", at: "6.3.2:dadz", "6.3.2:offdiag", "6.3.2:vjp", "6.3.2:key",
      "appendix:B.6:diag", "appendix:B.10:diag", of: (z, v)
    ) { draw in
      (draw.vector(3, -3, 3), draw.vector(3))
    } lines: { z, v in
      Line("vᵀJ, J = ∂σ(z)/∂z", at: "6.3.2:j", (v.ᵀ * jacobian(at: z) { σ($0) }).row(0))
      Line("vᵀ Diag(σʹ(z))", at: "5.3.1:diag", (v.ᵀ * Matrix(diagonal: σʹ(z))).row(0))
      Line("Diag(σʹ(z)) v", Matrix(diagonal: σʹ(z)) * v)
      Line("v ⊙ σʹ(z)", at: "5.3.1:hadamard", v ⊙ σʹ(z))
    } truth: { z, v in
      gradient(at: z) { Vector(v) ⋅ σ($0) }
    }
    page.note(
      "That a layer depends on the one before it and on no other, which is given as the reason in "
        + "passing, does not make the Jacobian diagonal: it holds for softmax, too.",
      at: "6.3.2:offdiag")
    page.verify("the sum of a ⊙ b is a·b; abᵀ has a ⊙ b on its diagonal", at: "6.2.3:differs") {
      draw in
      let (a, b) = (draw.vector(3), draw.vector(3))
      (a ⊙ b).sum ≈ a ⋅ b
      Vector((0..<3).map { (a * b.ᵀ)[$0, $0] }) == a ⊙ b
    }
  }

  //: ### From which side
  //:
  //: Three square Jacobians and a scalar cost behind them: a row times three matrices.
  //:
  //:     ∇C = (((∂C/∂y) J_f) J_g) J_h                  (intuition 6.2.2)
  //:
  //: Matrices first, it is two products of $N × N$ matrices, $N³$ multiplications each. Row
  //: first, as the brackets stand, there is never more than a row, and each step takes $N²$. The
  //: multiplications are counted here, not estimated: every number adds to a tally when it is
  //: multiplied.

  /// Multiplications for r J J J with N×N matrices: the three matrices first, or the row first.
  private static func chainCosts(_ N: Int) -> (matrices: Int, row: Int) {
    func count(_ product: (Matrix<Counted>, Matrix<Counted>) -> Matrix<Counted>) -> Int {
      let tally = Tally()
      let one = tally.number(1)
      _ = product(
        Matrix(repeating: one, rows: 1, columns: N), Matrix(repeating: one, rows: N, columns: N))
      return tally.multiplications
    }
    return (count { $0 * (($1 * $1) * $1) }, count { (($0 * $1) * $1) * $1 })
  }

  private static func countedProducts(_ page: Page) {
    let sizes = page.isFull ? [8, 16, 32, 64] : [2, 4, 8]
    let counts = sizes.map { chainCosts($0) }
    page.table(
      "Multiplications for a row times three N×N matrices",
      columns: ["N", "matrices first", "row first"],
      rows: zip(sizes, counts).map { [$0, $1.matrices, $1.row] })

    //: The powers are read off the counts of the two largest sizes.

    let size: Int = page.given("N", at: "6.2.2", in: 1...1e12)
    let names = [sizes[0]: "N"]
    let row = shape(1, sizes[0], names: names)
    let square = shape(sizes[0], sizes[0], names: names)
    page.show("shape of each Jacobian", "\(size)×\(size)", at: "6.2.2", for: "6.2.2:size")
    page.show(
      "cost of matrix products", order("N", sizes, counts.map(\.matrices)), at: "6.2.2",
      for: "6.2.2:cubic")
    page.show(
      "cost of vector products", order("N", sizes, counts.map(\.row)), at: "6.2.2",
      for: "6.2.2:quadratic")
    page.show("shape of ∂C/∂y", row, at: "6.2.2", for: "6.2.2:row")
    page.show("shapes in the product ∇C", [row, square, square, square], at: "6.2.2")
    let N = Double(size)
    page.derive("matrices first, N as given", 2 * N * N * N + N * N)
    page.derive("row first, N as given", 3 * N * N)
    page.derive("largest intermediate, either way", [N * N, N], for: "6.2.2:quadratic")
  }

  //: For vectors of a thousand entries that is two thousand million against three million. The
  //: row way never has to build a Jacobian either: the tape passes the row through each
  //: function in turn and gives the same gradient.

  private static func rowFirst(_ page: Page) {
    page.verify(
      "∇C = (((∂C/∂y) J_f) J_g) J_h, and the tape gives it without any J", at: "6.2.2:total",
      "6.2.2:vjp", "6.2.2:steps", "6.2.2:never", "5.3.2:vjp", "5.3.1:adjoint"
    ) { draw in
      let (F, G, H) = (draw.matrix(2, 2), draw.matrix(2, 2), draw.matrix(2, 2))
      let (x, c) = (draw.vector(2), draw.vector(2))
      let h = layer(H, x)
      let (Jf, Jg, Jh) = (layerʹ(F, layer(G, h)), layerʹ(G, h), layerʹ(H, x))
      let row = ((c.ᵀ * Jf) * Jg) * Jh
      by("matrices first") { row ≈ c.ᵀ * (Jf * (Jg * Jh)) }
      gradient(at: x) { Vector(c) ⋅ layer(F, layer(G, layer(H, $0))) } ≈ row.row(0)
    }
  }
}
