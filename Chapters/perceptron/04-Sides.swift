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

//: For $w = 0$ that is no boundary: all of space has the score b. The step counts the boundary to
//: the positive side.

/// step(z) = 1 for z ≥ 0, else 0 (foundations (2.2))
func step(_ z: Double) -> Double { z >= 0 ? 1 : 0 }

extension Perceptron {
  static let sides = Section(.foundations, "2.1", "A boundary and its two sides") { page in
    let w: Vector = page.given("w", ours: [1, 2])
    let b: Double = page.given("b", ours: -2)
    let points: Matrix = page.given(
      "points", ours: [[2, 1.5], [3, -1], [0.5, 2], [-1, 1.5], [0, -0.5], [-2, 0], [1, -1]])

    page.define("the score wᵀx + b", at: "2.1", "slides:connection:score", by: "Hyperplane.score")
    page.define("1 from score 0 upward, 0 below", at: "2.2", by: "step")
    page.define(
      "the boundary and the two half-spaces", at: "2.3", "2.4", "2.5", by: "Hyperplane.side")

    let line = Hyperplane(w: w, b: b)
    let all = (0..<points.rows).map { points.row($0) }
    page.table(
      "Seven points", columns: ["x₁", "x₂", "score", "predicted"],
      rows: all.map { x in [x[0], x[1], line.score(x), step(line.score(x))] })
    picture(page, line, all)
    rightAngles(page)
    onlyDirection(page)
  }
}

//: The picture shows the boundary, the points by their predicted class, and the weight
//: vector, drawn from the point of the boundary that is nearest to the origin. It stands at
//: right angles to the boundary and points to the positive side; the bias says how far the
//: boundary has been pushed away from the origin.

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

extension Perceptron {
  private static func picture(_ page: Page, _ line: Hyperplane, _ points: [Vector<Double>]) {
    let foot = line.foot([0, 0])
    let tip = foot + line.w / line.w.l2Norm
    let cloud = { (predicted: Double) in
      points.filter { step(line.score($0)) == predicted }.compactMap(drawable)
    }
    page.plot(
      Plot(
        "A boundary, its weight vector and seven points", x: "x₁", y: "x₂", isSquare: true,
        [
          Plot.Series("boundary", boundary(line, reach: 3)),
          Plot.Series("w/‖w‖", [foot, tip].compactMap(drawable)),
          .points("predicted 1", cloud(1)), .points("predicted 0", cloud(0)),
        ]))
  }

  //: That w stands at right angles to the boundary is said of any two of its points: w is at
  //: right angles to the way from one to the other. Points of the boundary are found by drawing
  //: all coordinates but one and solving for that one, the one with the largest weight. From
  //: there a step along w leads to the positive side, and a step back to the negative one.

  /// A random point of the boundary.
  static func onBoundary(_ plane: Hyperplane, _ draw: inout Generator) -> Vector<Double> {
    var x = draw.vector(plane.w.count, -2, 2)
    let k = plane.w.indices.max { plane.w[$0].magnitude < plane.w[$1].magnitude }!
    x[k] = 0
    x[k] = -plane.score(x) / plane.w[k]
    return x
  }

  private static func rightAngles(_ page: Page) {
    page.verify(
      "w is at right angles to the boundary and points to the positive side", at: "2.1.1:normal"
    ) { draw in
      let plane = Hyperplane(w: draw.vector(3), b: draw.uniform(-1, 1))
      let (p, q) = (onBoundary(plane, &draw), onBoundary(plane, &draw))
      by("two boundary points") {
        between(plane.w, p - q) ≈ .pi / 2 ± (1e-12, "the two points may be near to each other")
      }
      let ahead = p + draw.uniform(0.01, 2) * plane.w
      let behind = p - draw.uniform(0.01, 2) * plane.w
      by("a step along w and back") {
        plane.side(ahead) == .positive
        plane.side(behind) == .negative
      }
    }
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

  private static func onlyDirection(_ page: Page) {
    page.verify("(αw)ᵀx + αb = α(wᵀx + b)", at: "2.6") { draw in
      let plane = Hyperplane(w: draw.vector(3), b: draw.uniform(-1, 1))
      let x = draw.vector(3, -2, 2)
      let power = Double.pow(2, Double(draw.below(9) - 4))
      let α = draw.uniform(0.1, 10)
      let scaled = { (α: Double) in Hyperplane(w: α * plane.w, b: α * plane.b).score(x) }
      by("α = 2ᵏ") { scaled(power) == power * plane.score(x) }
      by("any α") { scaled(α) ≈ α * plane.score(x) }
    }
    page.verify("w/‖w‖ and the offset b/‖w‖ decide like w and b", at: "2.1.2:direction") { draw in
      let plane = Hyperplane(w: draw.vector(3), b: draw.uniform(-1, 1))
      let n = plane.w.l2Norm
      let unit = Hyperplane(w: plane.w / n, b: plane.b / n)
      let flipped = Hyperplane(w: -plane.w, b: -plane.b)
      for x in (0..<50).map({ _ in draw.vector(3, -2, 2) }) {
        by("the same sides") { unit.side(x) == plane.side(x) }
        by("the other sides for α = −1") { flipped.side(x) != plane.side(x) }
      }
    }
  }
}
