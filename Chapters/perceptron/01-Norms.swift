import Companion
import Mathematics

//: Everything that a perceptron does is a matter of lengths and angles, so the story begins with
//: them. A vector is a list of numbers, and its length is what Pythagoras says it is.
//:
//:     v = [v₁; v₂; ⋮; vₙ]                                 (1.1)
//:     ‖v‖₂ = √(Σᵢ vᵢ²) = √(vᵀv)                           (1.2)
//:
//: It is not the only useful length. A family of them has one member for every exponent $p ≥ 1$:
//:
//:     ‖v‖ₚ = (Σᵢ |vᵢ|ᵖ)¹ᐟᵖ                                (1.3)
//:
//: What the members have in common decides which statements of the later sections hold for them.

extension Perceptron {
  static let norms = Section(.foundations, "1.1.1", "Length, and other lengths") { page in
    let v = page.given(vector: "v", ours: [3, -4])

    page.define("a column of n real numbers", at: "1.1", by: "Vector")
    page.define(
      "n numbers as a column, and with ᵀ as a row", at: "intuition:2.1.2:shapes", by: "Vector.ᵀ")

    let powers: [Double] = [0.5, 1, 2, 4, 16, 256]
    let lengths: [Double] = powers.map { v.lNorm($0) }
    page.table(
      "The length of v by exponent", columns: ["p"] + powers.map(word) + ["∞"],
      rows: [["‖v‖ₚ"] + lengths + [v.maxNorm]])

    //: The larger p is, the more the largest entry counts, until at infinity nothing else does.
    //: Three of these lengths have names and formulas of their own: (1.2) at $p = 2$, and two more.
    //: Each is compared with the general formula, and with a way that contains neither.

    page.verify("‖v‖₂ = √(Σ vᵢ²) = √(vᵀv)", at: "1.2") { draw in
      let v = draw.vector(5, -3, 3)
      let byProduct = sqrt((v.ᵀ * v)[0])  // (1×5)(5) → 1
      // Pythagoras once for each further axis: the hypotenuse so far is the next leg.
      let bySteps = v.entries.reduce(0) { sqrt($0 * $0 + $1 * $1) }
      return [
        Evidence("a row times a column", error: distance(v.l2Norm, byProduct), bound: 1e-15),
        Evidence("one axis at a time", error: distance(v.l2Norm, bySteps), bound: 1e-14),
        Evidence("‖v‖ₚ at p = 2", error: distance(v.l2Norm, v.lNorm(2)), bound: 1e-14),
      ]
    }

    //: At $p = 1$ the absolute values are added up.
    //:
    //:     ‖v‖₁ = Σᵢ |vᵢ|                                  (1.4)
    //:
    //: That is also the largest of all sums with signs, $±v₁ ± v₂ ± … ± vₙ$: of the $2ⁿ$ choices
    //: one has every sign right. Trying all of them needs no absolute value at all.

    let choices = signs(6)
    page.verify("‖v‖₁ = Σ |vᵢ| is the largest of all sums ±v₁ ± … ± vₙ", at: "1.4") { draw in
      let v = draw.vector(6, -3, 3)
      let sums = choices.map { $0 ⋅ v }
      return [
        Evidence("all 64 signs", error: distance(v.l1Norm, sums.max()!), bound: 1e-14),
        Evidence("‖v‖ₚ at p = 1", error: distance(v.l1Norm, v.lNorm(1)), bound: 1e-14),
      ]
    }

    //: At $p = ∞$ the largest absolute value is left.
    //:
    //:     ‖v‖∞ = maxᵢ |vᵢ|                                (1.5)
    //:
    //: How near $‖v‖ₚ$ is to it can be said exactly. (At $p = 1024$ formula (1.3) as it is printed
    //: would end at 0 for some vectors: the powers of small entries are too small for a `Double`.)

    page.verify("‖v‖∞ ≤ ‖v‖ₚ ≤ n¹ᐟᵖ ‖v‖∞, so that the limit p → ∞ is ‖v‖∞", at: "1.5") { draw in
      let v = draw.vector(5, -3, 3)
      let largest = v.entries.flatMap { [$0, -$0] }.max()!
      var outside = 0.0
      for k in 0...8 {
        let p = Double.pow(2, Double(k))
        let length = v.lNorm(p)
        outside = max(outside, largest - length, length - .pow(5, 1 / p) * largest)
      }
      return [
        Evidence("p = 1, 2, 4 … 256", error: outside, bound: 1e-14),
        Evidence("the largest of ±vᵢ", error: distance(v.maxNorm, largest), bound: 0),
      ]
    }

    //: ### When it is a norm
    //:
    //: A length deserves the name of a norm if the straight way is the shortest, if scaling a
    //: vector scales its length, and if only the zero vector has length 0. Formula (1.3) is a
    //: norm for $p ≥ 1$. The notes name no range for p, and below 1 the straight way is no
    //: longer the shortest: along two axes one unit each is a way of length 2, while the
    //: diagonal has length $2¹ᐟᵖ$, which is 4 at $p = ½$.

    page.verify("‖v‖ₚ is a norm for p ≥ 1", at: "1.3") { draw in
      let p = 1 / draw.uniform(0.02, 1)
      let (v, w) = (draw.vector(4), draw.vector(4))
      let c = draw.uniform(-5, 5)
      let detour = v.lNorm(p) + w.lNorm(p) - (v + w).lNorm(p)
      let scaled = (c * v).lNorm(p)
      let origin: Vector<Double> = [0, 0, 0, 0]
      let isPositive = v.lNorm(p) > 0 && origin.lNorm(p) == 0
      return [
        Evidence("triangle inequality", error: max(0, -detour), bound: 1e-14),
        Evidence("scaling", error: distance(scaled, c.magnitude * v.lNorm(p)), bound: 1e-12),
        Evidence("zero only for the zero vector", holds: isPositive),
      ]
    }
    page.verify("for p < 1 it is none: ‖e₁ + e₂‖ₚ = 2¹ᐟᵖ > ‖e₁‖ₚ + ‖e₂‖ₚ") { draw in
      let p = draw.uniform(0.2, 0.95)
      let (e₁, e₂): (Vector<Double>, Vector<Double>) = ([1, 0], [0, 1])
      let straight = (e₁ + e₂).lNorm(p)
      let detour = e₁.lNorm(p) + e₂.lNorm(p)
      return [
        Evidence("2¹ᐟᵖ", error: distance(straight, Double.pow(2, 1 / p)), bound: 1e-14),
        Evidence("the detour is shorter", error: max(0, detour - straight), bound: 0),
      ]
    }

    //: The same in a picture: all points at distance 1 from the origin. For a norm, what they
    //: enclose bulges outward everywhere. At $p = ½$ it caves in.

    page.plot(
      Plot(
        "All vectors of length 1, for four exponents", x: "v₁", y: "v₂", isSquare: true,
        [0.5, 1, 2, 16].map { p in Plot.Series("p = \(word(p))", circle(p)) }))

    //: A length and a direction are all there is to a vector: divide it by its length, and what
    //: is left is the direction.

    page.verify("v = ‖v‖u with ‖u‖ = 1", at: "intuition:2.1.1:vector") { draw in
      let v = draw.vector(3, -3, 3)
      let u = v / v.l2Norm
      // The same direction as a longitude and a latitude.
      let plane = sqrt(v[0] * v[0] + v[1] * v[1])
      let (east, up) = (angle(v[0], v[1]), angle(plane, v[2]))
      let globe: Vector = [cos(up) * cos(east), cos(up) * sin(east), sin(up)]
      return [
        Evidence("‖u‖", error: distance(u.l2Norm, 1), bound: 1e-14),
        Evidence("two angles", error: distance(u, globe), bound: 1e-14),
      ]
    }
  }

  /// The points at distance 1 from the origin in the direction of 240 angles.
  private static func circle(_ p: Double) -> [(Double, Double)] {
    (0...240).map { i in
      let θ = Double(i) * .pi / 120
      let u: Vector = [cos(θ), sin(θ)]
      let length = u.lNorm(p)
      return (u[0] / length, u[1] / length)
    }
  }

  private static func word(_ p: Double) -> String { p == 0.5 ? "½" : String(Int(p)) }
}

/// All 2ⁿ vectors of n entries ±1, n small.
func signs(_ n: Int) -> [Vector<Double>] {
  (0..<(1 << n)).map { code in Vector((0..<n).map { (code >> $0) & 1 == 1 ? 1 : -1 }) }
}

/// The angle of the point (x, y) from the first axis, in (−π, π], by halving it three times: the
/// series of the arc tangent is then short.
func angle(_ x: Double, _ y: Double) -> Double {
  var (x, y) = (x, y)
  let length = (x * x + y * y).squareRoot()
  guard length > 0 else { return 0 }
  if x < 0 {
    // Turned by half a turn, which is given back.
    let rest = angle(-x, -y)
    return y >= 0 ? rest + .pi : rest - .pi
  }
  (x, y) = (x / length, y / length)
  var turns = 1.0
  for _ in 0..<3 {
    // The bisector of (1, 0) and (x, y) is their sum.
    let bisector = ((1 + x) * (1 + x) + y * y).squareRoot()
    (x, y) = ((1 + x) / bisector, y / bisector)
    turns *= 2
  }
  let t = y / x
  var sum = 0.0
  var term = t
  for k in 0..<24 {
    sum += term / Double(2 * k + 1)
    term *= -t * t
  }
  return turns * sum
}
