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

//: Descent knows only the slope, $Xᵀ(Xθ − y)$.

/// Gradient descent on ½‖Xθ − y‖²: all places on the way, the start first.
func descent(
  _ X: Matrix<Double>, _ y: Vector<Double>, from start: Vector<Double>, rate η: Double, steps: Int
) -> [Vector<Double>] {
  let (gram, target) = (X.ᵀ * X, X.ᵀ * y)
  var path = [start]
  for t in 0..<steps {
    let θ = path[t]
    let slope = θ.indices.map { i in θ.indices.reduce(-target[i]) { $0 + gram[i, $1] * θ[$1] } }
    path.append(θ - η * Vector(slope))
  }
  return path
}

/// Two samples with four entries, not far from orthonormal, so that descent is quick.
private func drawn(_ draw: inout Generator) -> (X: Matrix<Double>, y: Vector<Double>) {
  ([[1, 0, 0, 0], [0, 1, 0, 0]] + 0.15 * draw.matrix(2, 4), draw.vector(2))
}

private let zero = Vector(repeating: 0.0, count: 4)

/// How far a descent of seventy steps may be off.
private let settled = (1e-8, "descent comes near in steps")

extension Losses {
  static let minimumNorms = Section(.foundations, "9.4.4", "What gradient descent prefers") {
    page in
    let x: Vector = page.given("x of one sample", ours: [2, 1])
    let y: Double = page.given("y of one sample", ours: 4)

    //: ### One equation, two unknowns
    //:
    //: All θ on a line fit the one sample. Every gradient is a multiple of that sample, so that the
    //: path leaves its start at a right angle to the line and ends at the point of the line that is
    //: nearest to the *start*. From zero, that is the shortest solution.

    let X = Matrix([x.entries])
    let shortest = minimumNorm(X, [y])
    let η = 0.3 / max(x ⋅ x, .leastNormalMagnitude)
    let elsewhere: Vector = [-1, 2]
    let place = "(\(elsewhere.entries.map { words($0) }.joined(separator: ", ")))"
      .replacing("-", with: "−")
    let fromZero = descent(X, [y], from: [0, 0], rate: η, steps: 60)
    let fromElsewhere = descent(X, [y], from: elsewhere, rate: η, steps: 60)
    page.derive("shortest solution", shortest)
    page.derive("descent from 0", fromZero[60])
    page.derive("descent from \(place)", fromElsewhere[60])

    let along: Vector = [-x[1], x[0]]
    let line = (-6...6).map { shortest + Double($0) / 6 * along }
    page.plot(
      Plot(
        "Two descents to a line of solutions", x: "θ₁", y: "θ₂", isSquare: true,
        [
          ("all solutions", line), ("from 0", fromZero), ("from \(place)", fromElsewhere),
        ].map { name, path in Plot.Series(name, path.map { ($0[0], $0[1]) }) }),
      at: "9.4.4:minnorm")

    //: The same for two samples and four weights. The comparison is with the formula that inverts
    //: $XXᵀ$, and with other solutions, which are all longer: such a rival is the solution plus what
    //: X does not see of any vector.
    //:
    //: The start matters, then: the claim is one about zero, not about gradient descent as such.

    page.verify(
      "descent from 0 on ½‖Xθ − y‖² ends at Xᵀ(XXᵀ)⁻¹y, the shortest solution",
      at: "9.4.4:minnorm"
    ) { draw in
      let (X, y) = drawn(&draw)
      let end = descent(X, y, from: zero, rate: 0.6, steps: 70)[70]
      let other = draw.vector(4)
      let rival = end + other - minimumNorm(X, X * other)
      end ≈ minimumNorm(X, y) ± settled
      X * rival ≈ y ± settled
      end.l2Norm ≤ rival.l2Norm ± settled
    }
    page.verify("from any start it ends at the solution nearest to the start") { draw in
      let (X, y) = drawn(&draw)
      let start = draw.vector(4)
      descent(X, y, from: start, rate: 0.6, steps: 70)[70]
        ≈ start + minimumNorm(X, y - X * start) ± settled
    }

    //: And time matters. At a rate below one over the largest eigenvalue of $XᵀX$, as here, the
    //: weights only grow on the way from zero, so that stopping early leaves them shorter, as a
    //: [penalty](#a-gaussian-prior-is-an-l2-penalty) would. (A larger rate overshoots, and they may
    //: shrink at times.)

    page.verify("on the way from 0 the length of θ never falls", at: "9.4.4:implicit") { draw in
      let (X, y) = drawn(&draw)
      let lengths = descent(X, y, from: zero, rate: 0.3, steps: 20).map(\.l2Norm)
      for (before, after) in zip(lengths, lengths.dropFirst()) { before ≤ after ± rounding }
      lengths[20] ≤ minimumNorm(X, y).l2Norm ± rounding
    }
  }
}
