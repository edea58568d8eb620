import Companion
import Mathematics

//: A perceptron weighs its inputs, adds a bias, and says on which side of zero the score lies.
//:
//:     z(x) = wᵀx + b                                       (2.1)
//:     ŷ(x) = step(z(x)) = {1 if z(x) ≥ 0; 0 if z(x) < 0}   (2.2)
//:
//: All points with score zero form its boundary: a point on a line, a line in the plane, a plane
//: in space, a hyperplane in general. On either side of it lies a half-space.
//:
//:     ℋ = {x : wᵀx + b = 0}                               (2.3)
//:     ℋ₊ = {x : wᵀx + b > 0}                              (2.4)
//:     ℋ₋ = {x : wᵀx + b < 0}                              (2.5)

/// The boundary wᵀx + b = 0 and its two sides.
struct Hyperplane {
  let w: Vector<Double>
  let b: Double

  /// z(x) = wᵀx + b (foundations (2.1))
  func score(_ x: Vector<Double>) -> Double { w ⋅ x + b }

  /// H: wᵀx + b = 0 (foundations (2.3)), H₊ and H₋ (foundations (2.4), (2.5))
  enum Side { case boundary, positive, negative }

  func side(_ x: Vector<Double>) -> Side {
    let z = score(x)
    return z > 0 ? .positive : z < 0 ? .negative : .boundary
  }

  /// The projection of a point of space on the boundary, for w ≠ 0.
  func foot(_ x: Vector<Double>) -> Vector<Double> { x - (score(x) / (w ⋅ w)) * w }
}

/// step(z) = 1 for z ≥ 0, else 0 (foundations (2.2))
func step(_ z: Double) -> Double { z >= 0 ? 1 : 0 }

extension Perceptron {
  static let sides = Section(.foundations, "2.1", "A boundary and its two sides") { page in
    let w = page.given(vector: "w", ours: [1, 2])
    let b = page.given(number: "b", ours: -2)
    let points = page.given(
      matrix: "points",
      ours: [[2, 1.5], [3, -1], [0.5, 2], [-1, 1.5], [0, -0.5], [-2, 0], [1, -1]])

    page.define("the score wᵀx + b", at: "2.1", "slides:connection:score", by: "Hyperplane.score")
    page.define("1 from score 0 upward, 0 below", at: "2.2", by: "step")
    page.define(
      "the boundary and the two half-spaces", at: "2.3", "2.4", "2.5", by: "Hyperplane.side")

    let line = Hyperplane(w: w, b: b)
    page.table(
      "Seven points", columns: ["x₁", "x₂", "score", "predicted"],
      rows: (0..<points.rows).map { i in
        let x = points.row(i)
        return [x[0], x[1], line.score(x), step(line.score(x))]
      })

    //: The picture shows the boundary, the points by their predicted class, and the weight
    //: vector, drawn from the point of the boundary that is nearest to the origin. It stands at
    //: right angles to the boundary and points to the positive side; the bias says how far the
    //: boundary has been pushed away from the origin.

    page.plot(picture(line, points))

    page.verify(
      "w is at right angles to the boundary and points to the positive side",
      at: "2.1.1:normal"
    ) { draw in
      let plane = Hyperplane(w: draw.vector(3), b: draw.uniform(-1, 1))
      // Points of the boundary, found by solving for the coordinate with the largest weight.
      let (p, q) = (onBoundary(plane, &draw), onBoundary(plane, &draw))
      let ahead = p + draw.uniform(0.01, 2) * plane.w
      let behind = p - draw.uniform(0.01, 2) * plane.w
      let isAhead = plane.side(ahead) == .positive && plane.side(behind) == .negative
      let slack = plane.w.l2Norm * (p - q).l2Norm
      return [
        Evidence("two boundary points", error: (plane.w ⋅ (p - q)).magnitude / slack, bound: 1e-12),
        Evidence("a step along w and back", holds: isAhead),
      ]
    }

    //: ### Only the direction counts
    //:
    //: Multiplying w and b by the same $α > 0$ multiplies every score by α: no score changes its
    //: sign.
    //:
    //:     (αw)ᵀx + αb = α(wᵀx + b)                        (2.6)
    //:
    //: A perceptron is therefore not one vector of parameters but a whole ray of them. By powers of
    //: two even the rounding is the same, so that the check with $α = 2ᵏ$ is exact. With $α < 0$
    //: the boundary stays too, but the two sides change places.

    page.verify("(αw)ᵀx + αb = α(wᵀx + b)", at: "2.6") { draw in
      let plane = Hyperplane(w: draw.vector(3), b: draw.uniform(-1, 1))
      let x = draw.vector(3, -2, 2)
      let power = Double.pow(2, Double(draw.below(9) - 4))
      let α = draw.uniform(0.1, 10)
      func scaled(_ α: Double) -> Double { Hyperplane(w: α * plane.w, b: α * plane.b).score(x) }
      return [
        Evidence("α = 2ᵏ", error: distance(scaled(power), power * plane.score(x)), bound: 0),
        Evidence("any α", error: distance(scaled(α), α * plane.score(x)), bound: 1e-14),
      ]
    }
    page.verify(
      "w/‖w‖ and the offset b/‖w‖ decide like w and b", at: "2.1.2:direction"
    ) { draw in
      let plane = Hyperplane(w: draw.vector(3), b: draw.uniform(-1, 1))
      let n = plane.w.l2Norm
      let unit = Hyperplane(w: plane.w / n, b: plane.b / n)
      let flipped = Hyperplane(w: -plane.w, b: -plane.b)
      let points = (0..<50).map { _ in draw.vector(3, -2, 2) }
      let changed = points.count { plane.side($0) != unit.side($0) }
      let kept = points.count { plane.side($0) == flipped.side($0) }
      return [
        Evidence("sides of 50 points", error: Double(changed), bound: 0),
        Evidence("sides of 50 points, α = −1", error: Double(kept), bound: 0),
      ]
    }
  }

  /// A random point of the boundary.
  static func onBoundary(_ plane: Hyperplane, _ draw: inout Generator) -> Vector<Double> {
    var x = draw.vector(plane.w.count, -2, 2)
    let k = plane.w.indices.max { plane.w[$0].magnitude < plane.w[$1].magnitude }!
    x[k] = 0
    x[k] = -plane.score(x) / plane.w[k]
    return x
  }

  /// The boundary in the plane, the points by predicted class, and w.
  private static func picture(_ line: Hyperplane, _ points: Matrix<Double>) -> Plot {
    let all = (0..<points.rows).map { points.row($0) }
    let foot = line.foot([0, 0])
    func cloud(_ class: Double) -> [(Double, Double)] {
      all.filter { step(line.score($0)) == `class` }.compactMap(drawable)
    }
    let tip = foot + line.w / line.w.l2Norm
    return Plot(
      "A boundary, its weight vector and seven points", x: "x₁", y: "x₂", isSquare: true,
      [
        Plot.Series("boundary", boundary(line, reach: 3)),
        Plot.Series("w/‖w‖", [foot, tip].compactMap(drawable)),
        .points("predicted 1", cloud(1)),
        .points("predicted 0", cloud(0)),
      ])
  }
}

/// The part of a line of the plane that is within `reach` of its point nearest to the origin.
func boundary(_ line: Hyperplane, reach: Double) -> [(Double, Double)] {
  let foot = line.foot([0, 0])
  let along = turned(line.w / line.w.l2Norm, by: 90)
  return [foot - reach * along, foot + reach * along].compactMap(drawable)
}

/// A point as a pair; nil for what no picture can hold.
func drawable(_ x: Vector<Double>) -> (Double, Double)? {
  x.maxNorm < 1e100 ? (x[0], x[1]) : nil
}
