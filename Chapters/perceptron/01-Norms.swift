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

/// A number as labels spell it, with ½ for one half.
func spelled(_ x: Double) -> String { x == 0.5 ? "½" : words(x) }

extension Perceptron {
  static let norms = Section(.foundations, "1.1.1", "Length, and other lengths") { page in
    let v: Vector = page.given("v", ours: [3, -4])

    page.define("a column of n real numbers", at: "1.1", by: "Vector")
    page.define(
      "n numbers as a column, and with ᵀ as a row", at: "intuition:2.1.2:shapes", by: "Vector.ᵀ")

    let powers: [Double] = [0.5, 1, 2, 4, 16, 256]
    let lengths: [Double] = powers.map { v.lNorm($0) }
    page.table(
      "The length of v by exponent", columns: ["p"] + powers.map(spelled) + ["∞"],
      rows: [["‖v‖ₚ"] + lengths + [v.maxNorm]])
    straightLength(page)
    twoMore(page)
    whenItIsANorm(page)
    unitVectors(page)
  }

  //: The larger p is, the more the largest entry counts, until at infinity nothing else does.
  //: Three of these lengths have names and formulas of their own: (1.2) at $p = 2$, and two more.
  //: Each is compared with the general formula, and with a way that contains neither. For (1.2)
  //: that is Pythagoras once for each further axis: the hypotenuse so far is the next leg.

  private static func straightLength(_ page: Page) {
    page.verify("‖v‖₂ = √(Σ vᵢ²) = √(vᵀv)", at: "1.2") { draw in
      let v = draw.vector(5, -3, 3)
      v.l2Norm ≈ sqrt((v.ᵀ * v)[0])  // (1×5)(5) → 1
      by("‖v‖ₚ at p = 2") { v.l2Norm ≈ v.lNorm(2) }
      let leg = v.entries.reduce(0) { sqrt($0 * $0 + $1 * $1) }
      by("one axis at a time") { v.l2Norm ≈ leg }
    }
  }
}

//: At $p = 1$ the absolute values are added up.
//:
//:     ‖v‖₁ = Σᵢ |vᵢ|                                  (1.4)
//:
//: That is also the largest of all sums with signs, $±v₁ ± v₂ ± … ± vₙ$: of the $2ⁿ$ choices
//: one has every sign right. Trying all of them needs no absolute value at all.

/// All 2ⁿ vectors of n entries ±1, n small.
func signs(_ n: Int) -> [Vector<Double>] {
  (0..<(1 << n)).map { code in Vector((0..<n).map { (code >> $0) & 1 == 1 ? 1 : -1 }) }
}

extension Perceptron {
  private static func twoMore(_ page: Page) {
    let choices = signs(6)
    page.verify("‖v‖₁ = Σ |vᵢ| is the largest of all sums ±v₁ ± … ± vₙ", at: "1.4") { draw in
      let v = draw.vector(6, -3, 3)
      v.l1Norm ≈ choices.map { $0 ⋅ v }.max()!
      by("‖v‖ₚ at p = 1") { v.l1Norm ≈ v.lNorm(1) }
    }

    //: At $p = ∞$ the largest absolute value is left.
    //:
    //:     ‖v‖∞ = maxᵢ |vᵢ|                                (1.5)
    //:
    //: How near $‖v‖ₚ$ is to it can be said exactly. (At $p = 1024$ formula (1.3) as it is printed
    //: would end at 0 for some vectors: the powers of small entries are too small for a `Double`.)

    page.verify("‖v‖∞ ≤ ‖v‖ₚ ≤ n¹ᐟᵖ ‖v‖∞, so that the limit p → ∞ is ‖v‖∞", at: "1.5") { draw in
      let v = draw.vector(5, -3, 3)
      v.maxNorm == v.entries.flatMap { [$0, -$0] }.max()!
      for p: Double in [1, 2, 4, 8, 16, 32, 64, 128, 256] {
        v.maxNorm ≤ v.lNorm(p) ± rounding
        v.lNorm(p) ≤ Double.pow(5, 1 / p) * v.maxNorm ± rounding
      }
    }
  }

  //: ### When it is a norm
  //:
  //: A length deserves the name of a norm if the straight way is the shortest, if scaling a
  //: vector scales its length, and if only the zero vector has length 0. Formula (1.3) is a
  //: norm for $p ≥ 1$. The notes name no range for p, and below 1 the straight way is no
  //: longer the shortest: along two axes one unit each is a way of length 2, while the
  //: diagonal has length $2¹ᐟᵖ$, which is 4 at $p = ½$.

  private static func whenItIsANorm(_ page: Page) {
    page.verify("‖v‖ₚ is a norm for p ≥ 1", at: "1.3") { draw in
      let p = 1 / draw.uniform(0.02, 1)
      let (v, w) = (draw.vector(4), draw.vector(4))
      let c = draw.uniform(-5, 5)
      by("the straight way") { (v + w).lNorm(p) ≤ v.lNorm(p) + w.lNorm(p) ± rounding }
      (c * v).lNorm(p) ≈ c.magnitude * v.lNorm(p)
      by("from 0") { v.lNorm(p) > 0 }
      Vector(repeating: 0.0, count: 4).lNorm(p) == 0
    }
    page.verify("for p < 1 it is none: ‖e₁ + e₂‖ₚ = 2¹ᐟᵖ > ‖e₁‖ₚ + ‖e₂‖ₚ") { draw in
      let p = draw.uniform(0.2, 0.95)
      let (e₁, e₂) = (oneHot(0, of: 2), oneHot(1, of: 2))
      (e₁ + e₂).lNorm(p) ≈ Double.pow(2, 1 / p)
      (e₁ + e₂).lNorm(p) > e₁.lNorm(p) + e₂.lNorm(p)
    }
  }

  //: The same in a picture: all points at distance 1 from the origin. For a norm, what they
  //: enclose bulges outward everywhere. At $p = ½$ it caves in.

  /// The points at distance 1 from the origin in the direction of 240 angles.
  private static func circle(_ p: Double) -> [(Double, Double)] {
    (0...240).map { i in
      let θ = Double(i) * .pi / 120
      let u: Vector = [cos(θ), sin(θ)]
      let length = u.lNorm(p)
      return (u[0] / length, u[1] / length)
    }
  }

  private static func unitVectors(_ page: Page) {
    page.plot(
      Plot(
        "All vectors of length 1, for four exponents", x: "v₁", y: "v₂", isSquare: true,
        [0.5, 1, 2, 16].map { p in Plot.Series("p = \(spelled(p))", circle(p)) }))

    //: A length and a direction are all there is to a vector: divide it by its length, and what
    //: is left is the direction. In space a direction is also a place on a globe, with a longitude
    //: and a latitude.

    page.verify("v = ‖v‖u with ‖u‖ = 1", at: "intuition:2.1.1:vector") { draw in
      let v = draw.vector(3, -3, 3)
      let u = v / v.l2Norm
      u.l2Norm ≈ 1
      let east = Double.atan2(v[1], v[0])
      let up = Double.atan2(v[2], v[0..<2].l2Norm)
      let globe: Vector = [cos(up) * cos(east), cos(up) * sin(east), sin(up)]
      by("a longitude and a latitude") { v ≈ v.l2Norm * globe }
    }
  }
}
