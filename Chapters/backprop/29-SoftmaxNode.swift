import Companion
import Mathematics

//: A node may hold a whole vector, and its edge then carries a Jacobian. The adjoint passes through
//: the transposed Jacobian; softmax is the standard example.

extension Backprop {
  static let softmaxNode = Section(.foundations, "10.4", "Nodes that hold vectors") { page in
    let A: Matrix = page.given("A", ours: [[1, 2], [0, 1], [-1, 1]])
    let z: Vector = page.given("z", ours: [1, 0, -1])
    transposedJacobian(page, A)
    softmaxBackward(page, z)
    wrongAdjoint(page)
  }

  //: ### Through the transposed Jacobian
  //:
  //: The heading of §10.4.1 speaks of Jacobian-vector products; the transposed product that it
  //: derives is the vector-Jacobian product of reverse mode. For a node that makes v of u, with
  //: the Jacobian J:
  //:
  //:     ∂ℒ/∂uᵢ = Σⱼ ∂ℒ/∂vⱼ · ∂vⱼ/∂uᵢ   (10.9)
  //:     ū = Jᵀv̄                        (10.10)
  //:
  //: The sum runs over the first index of J, the row. A row times J does that, $v̄ᵀJ$; written as
  //: a column it is $Jᵀv̄$. The node here is a layer, $v = tanh(Au)$, and the loss any
  //: weighted sum of v, whose weights are the adjoint v̄.

  private static func transposedJacobian(_ page: Page, _ A: Matrix<Double>) {
    let u: Vector<Double> = [0.1, 0.2]
    let J = jacobian(at: u) { tanh(Matrix(A) * $0) }
    page.show("shape of Jₖ", shape(J.rows, J.columns, names: [2: "a", 3: "b"]), at: "§10.4.1")
    page.define("pᵢ = exp(zᵢ)/(Σⱼ exp(zⱼ))", at: "10.4.2:softmax", by: "softmax")
    page.derivation("∂ℒ/∂uᵢ", of: (A, u, [1, 0.5, -1])) { draw in
      (draw.matrix(3, 2), draw.vector(2), draw.vector(3))
    } lines: { A, u, v̄ in
      let J = Matrix(diagonal: tanhʹ(A * u)) * A
      Line(
        "Σⱼ ∂ℒ/∂vⱼ · ∂vⱼ/∂uᵢ", at: "10.9",
        Vector(u.indices.map { i in v̄.indices.reduce(0) { $0 + v̄[$1] * J[$1, i] } }))
      Line("[v̄ᵀJ]ᵢ", (v̄.ᵀ * J).row(0))
      Line("[Jᵀv̄]ᵢ", at: "10.10", J.ᵀ * v̄)
    } truth: { A, u, v̄ in
      gradient(at: u) { Vector(v̄) ⋅ tanh(Matrix(A) * $0) }
    }
  }

  //: ### Softmax
  //:
  //: For softmax the product needs no matrix: each entry is p times the difference between its
  //: own adjoint and their mean under p.
  //:
  //:     ∂pᵢ/∂zⱼ = pᵢ(δᵢⱼ − pⱼ)    (10.11)
  //:     z̄ᵢ = pᵢ(p̄ᵢ − p̄ᵀp)         (10.12)
  //:
  //: The Jacobian is its own transpose. Of the sum over j the δᵢⱼ picks out the term of i, and what
  //: is left is $pᵢ$ times the mean, for all i the same mean.

  /// (10.12)
  private static func backward(_ p̄: Vector<Double>, _ p: Vector<Double>) -> Vector<Double> {
    p ⊙ (p̄ - p̄ ⋅ p)
  }

  private static func softmaxBackward(_ page: Page, _ z: Vector<Double>) {
    let p̄ = Vector(z.indices.map { 1 / Double($0 + 1) })
    page.derivation("z̄ᵢ", of: (z, p̄)) { draw in
      (draw.vector(3, -2, 2), draw.vector(3))
    } lines: { z, p̄ in
      let p = softmax(z)
      let sums = { (term: (Int, Int) -> Double) in
        Vector(z.indices.map { i in z.indices.reduce(0) { $0 + term(i, $1) } })
      }
      Line("[Jᵀp̄]ᵢ", jacobian(at: z) { softmax($0) }.ᵀ * p̄)
      Line(
        "Σⱼ p̄ⱼ pⱼ(δⱼᵢ − pᵢ)", at: "10.11",
        sums { i, j in p̄[j] * p[j] * ((i == j ? 1 : 0) - p[i]) })
      Line("p̄ᵢpᵢ − pᵢ Σⱼ p̄ⱼpⱼ", p̄ ⊙ p - p ⊙ sums { _, j in p̄[j] * p[j] })
      Line("pᵢ(p̄ᵢ − p̄ᵀp)", at: "10.12", backward(p̄, p))
    } truth: { z, p̄ in
      gradient(at: z) { Vector(p̄) ⋅ softmax($0) }
    }
  }

  //: The notes close by feeding $p − y$ into this as p̄ and getting $p − y$ out. But $p − y$ is
  //: what comes *out*, at z. What goes in is the slope of $−Σₖ yₖ log pₖ$ by p, which is $−y/p$.

  private static func wrongAdjoint(_ page: Page) {
    page.refute(
      "the adjoint p − y of p gives the adjoint p − y of z", at: "10.4.2:claim",
      correction: "the adjoint −y/p of p does"
    ) { draw in
      let (p, y) = (softmax(draw.vector(3, -2, 2)), oneHot(draw.below(3), of: 3))
      backward(p - y, p) ≈ p - y
    } corrected: { draw in
      let (z, y) = (draw.vector(3, -2, 2), oneHot(draw.below(3), of: 3))
      let p = softmax(z)
      backward(-y / p, p) ≈ p - y
      gradient(at: z) { crossEntropy(softmax($0), Vector(y)) } ≈ backward(-y / p, p)
    }
  }
}
