import Companion
import Mathematics

//: A node may hold a whole vector, and its edge then carries a Jacobian. The adjoint passes through
//: the transposed Jacobian; softmax is the standard example.

extension Backprop {
  static let softmaxNode = Section(.foundations, "10.4", "Nodes that hold vectors") { page in
    let names = [2: "a", 3: "b"]
    let A: Matrix<Double> = [[1, 2], [0, 1], [-1, 1]]
    let J = jacobian(at: [0.1, 0.2]) { tanh(Matrix(A) * $0) }
    page.show("shape of Jₖ", shape(J.rows, J.columns, names: names), at: "§10.4.1")
    page.define("pᵢ = exp(zᵢ)/(Σⱼ exp(zⱼ))", at: "10.4.2:softmax", by: "softmax")

    //: The heading of §10.4.1 speaks of Jacobian-vector products; the transposed product that it
    //: derives is the vector-Jacobian product of reverse mode. For a node that makes v of u, with
    //: the Jacobian J:
    //:
    //:     ∂ℒ/∂uᵢ = Σⱼ ∂ℒ/∂vⱼ · ∂vⱼ/∂uᵢ   (10.9)
    //:     ū = Jᵀv̄                        (10.10)

    page.verify(
      "∂ℒ/∂uᵢ = Σⱼ ∂ℒ/∂vⱼ · ∂vⱼ/∂uᵢ, that is ū = Jᵀv̄", at: "10.9", "10.10"
    ) { draw in
      let (A, v, c) = (draw.matrix(3, 2), draw.vector(2), draw.vector(3))
      func ℒ<T: Scalar>(_ v: Vector<T>) -> T { Vector<T>(c) ⋅ tanh(Matrix<T>(A) * v) }
      let slope = tanhʹ(A * v)
      let sums = (0..<2).map { i in (0..<3).reduce(0.0) { $0 + c[$1] * slope[$1] * A[$1, i] } }
      let product = (Matrix(diagonal: slope) * A).ᵀ * c
      return compareRates(Vector(sums), at: v, along: draw.vector(2), ℒ, ℒ) + [
        Evidence("Jᵀ times", error: distance(product, sums), bound: 1e-15)
      ]
    }

    //: For softmax the product needs no matrix: each entry is p times the difference between its
    //: own adjoint and their mean under p.
    //:
    //:     ∂pᵢ/∂zⱼ = pᵢ(δᵢⱼ − pⱼ)    (10.11)
    //:     z̄ᵢ = pᵢ(p̄ᵢ − p̄ᵀp)         (10.12)

    page.verify(
      "the adjoint of zᵢ is pᵢ times that of pᵢ less the mean adjoint under p", at: "10.12", "10.11"
    ) { draw in
      let (z, p̄) = (draw.vector(3, -2, 2), draw.vector(3))
      let p = softmax(z)
      func ℒ<T: Scalar>(_ z: Vector<T>) -> T { Vector<T>(p̄) ⋅ softmax(z) }
      let mean = p̄ ⋅ p
      return compareRates(p ⊙ p̄.map { $0 - mean }, at: z, along: draw.vector(3), ℒ, ℒ)
    }

    //: The notes close by feeding $p − y$ into this as p̄ and getting $p − y$ out. But $p − y$ is
    //: what comes *out*, at z. What goes in is the slope of $−Σₖ yₖ log pₖ$ by p, which is $−y/p$.

    page.refute(
      "the adjoint p − y of p gives the adjoint p − y of z", at: "10.4.2:claim",
      correction: "the adjoint −y/p of p does"
    ) { draw in
      let (p, y) = (softmax(draw.vector(3, -2, 2)), oneHot(draw.below(3), of: 3))
      return [Evidence("p − y", error: distance(backward(p - y, p), p - y), bound: 1e-14)]
    } corrected: { draw in
      let (z, y) = (draw.vector(3, -2, 2), oneHot(draw.below(3), of: 3))
      let p = softmax(z)
      let p̄ = -Vector((0..<3).map { y[$0] / p[$0] })
      let tape = reverseGradient(at: z) { crossEntropy(softmax($0), Vector(y)) }
      return [
        Evidence("p − y", error: distance(backward(p̄, p), p - y), bound: 1e-14),
        Evidence("tape", error: distance(backward(p̄, p), tape), bound: 1e-13),
      ]
    }
  }

  /// (10.12)
  private static func backward(_ p̄: Vector<Double>, _ p: Vector<Double>) -> Vector<Double> {
    let mean = p̄ ⋅ p
    return p ⊙ p̄.map { $0 - mean }
  }
}
