import Companion
import Mathematics

//: Of infinitely many exact fits gradient descent from zero finds the shortest, without being told
//: to. There are so many where there are more weights than samples, and the loss does not prefer
//: any. Among those with independent samples as the rows of X the shortest has a closed form:
//:
//:     θ = Xᵀ(XXᵀ)⁻¹y

/// Xᵀ(XXᵀ)⁻¹y: of all θ with Xθ = y the shortest, for X with independent rows
func minimumNorm(_ X: Matrix<Double>, _ y: Vector<Double>) -> Vector<Double> {
  X.ᵀ * solve(X * X.ᵀ, y)
}

/// Gradient descent on ½‖Xθ − y‖²: all places on the way, the start first.
func descent(
  _ X: Matrix<Double>, _ y: Vector<Double>, from start: Vector<Double>, rate η: Double, steps: Int
) -> [Vector<Double>] {
  let gram = (X.ᵀ * X).entries
  let target = (X.ᵀ * y).entries
  let count = X.columns
  var path = [start]
  var θ = start.entries
  var slope = target
  for _ in 0..<steps {
    for i in 0..<count {
      slope[i] = -target[i]
      for j in 0..<count { slope[i] += gram[i * count + j] * θ[j] }
    }
    for i in 0..<count { θ[i] -= η * slope[i] }
    path.append(Vector(θ))
  }
  return path
}

extension Losses {
  static let minimumNorms = Section(.foundations, "9.4.4", "What gradient descent prefers") {
    page in
    //: ### One equation, two unknowns
    //:
    //: All θ on a line fit the one sample. Every gradient is a multiple of that sample, so that the
    //: path leaves its start at a right angle to the line and ends at the point of the line that is
    //: nearest to the *start*. From zero, that is the shortest solution.

    let x = page.given(vector: "x of one sample", ours: [2, 1])
    let y = page.given(number: "y of one sample", ours: 4)
    let X = Matrix([x.entries])
    let shortest = minimumNorm(X, [y])
    let η = 0.3 / max(x ⋅ x, .leastNormalMagnitude)
    let fromZero = descent(X, [y], from: [0, 0], rate: η, steps: 60)
    let fromElsewhere = descent(X, [y], from: [-1, 2], rate: η, steps: 60)

    page.derive("shortest solution", shortest)
    page.derive("descent from 0", fromZero[60])
    page.derive("descent from (−1, 2)", fromElsewhere[60])

    let along: Vector = [-x[1], x[0]]
    let line = (-6...6).map { shortest + Double($0) / 6 * along }
    page.plot(
      Plot(
        "Two descents to a line of solutions", x: "θ₁", y: "θ₂", isSquare: true,
        [
          Plot.Series("all solutions", line.map { ($0[0], $0[1]) }),
          Plot.Series("from 0", fromZero.map { ($0[0], $0[1]) }),
          Plot.Series("from (−1, 2)", fromElsewhere.map { ($0[0], $0[1]) }),
        ]), at: "9.4.4:minnorm")

    //: The same for two samples and four weights. The comparison is with the formula that inverts
    //: $XXᵀ$, and with other solutions, which are all longer.

    page.verify(
      "descent from 0 on ½‖Xθ − y‖² ends at Xᵀ(XXᵀ)⁻¹y, the shortest solution",
      at: "9.4.4:minnorm"
    ) { draw in
      let (X, y) = drawn(&draw)
      let end = descent(X, y, from: Vector(repeating: 0, count: 4), rate: 0.6, steps: 70)[70]
      let other = draw.vector(4)
      // Another solution: this one plus what X does not see of any vector.
      let unseen = other - minimumNorm(X, X * other)
      let rival = end + unseen
      return [
        Evidence("formula", error: distance(end, minimumNorm(X, y)), bound: 1e-8),
        Evidence("misfit", error: distance(X * rival, y), bound: 1e-8),
        Evidence("a rival", error: max(0, end.l2Norm - rival.l2Norm), bound: 1e-8),
      ]
    }
    page.verify("from any start it ends at the solution nearest to the start") { draw in
      let (X, y) = drawn(&draw)
      let start = draw.vector(4)
      let end = descent(X, y, from: start, rate: 0.6, steps: 70)[70]
      let nearest = start + minimumNorm(X, y - X * start)
      return [Evidence("formula", error: distance(end, nearest), bound: 1e-8)]
    }

    //: The start matters, then: the claim is one about zero, not about gradient descent as such.
    //: And time matters. On the way from zero the weights only grow, so that stopping early leaves
    //: them shorter, as a [penalty](#a-gaussian-prior-is-an-l2-penalty) would.

    page.verify("on the way from 0 the length of θ never falls", at: "9.4.4:implicit") { draw in
      let (X, y) = drawn(&draw)
      let path = descent(X, y, from: Vector(repeating: 0, count: 4), rate: 0.3, steps: 20)
      let lengths = path.map(\.l2Norm)
      let falls = zip(lengths, lengths.dropFirst()).map { max(0, $0 - $1) }
      return [
        Evidence("step by step", error: falls.max()!, bound: 1e-14),
        Evidence(
          "the shortest as a limit", error: max(0, lengths[20] - minimumNorm(X, y).l2Norm),
          bound: 1e-13),
      ]
    }
  }

  /// Two samples with four entries, not far from orthonormal, so that descent is quick.
  private static func drawn(_ draw: inout Generator) -> (Matrix<Double>, Vector<Double>) {
    let rows = Matrix([[1, 0, 0, 0.0], [0, 1, 0, 0]])
    return (rows + 0.15 * draw.matrix(2, 4), draw.vector(2))
  }
}
