import Companion
import Mathematics

//: The score is not yet a distance: doubling w and b doubles it, and moves nothing. Divided by
//: the length of w it no longer changes, and what is left is the distance from the boundary,
//: with the sign of the side.
//:
//:     d = (wᵀx + b)/‖w‖                                   (2.7)

extension Hyperplane {
  /// (wᵀx + b) / ‖w‖, for w ≠ 0 (foundations (2.7))
  func signedDistance(_ x: Vector<Double>) -> Double { score(x) / w.l2Norm }
}

extension Perceptron {
  static let signedDistance = Section(.foundations, "2.2", "The signed distance") { page in
    let w: Vector = page.given("w", ours: [3, 4])
    let b: Double = page.given("b", ours: -5)
    let x: Vector = page.given("x", ours: [3, 4])
    let line = Hyperplane(w: w, b: b)

    page.define("the score, divided by the length of w", at: "2.7", by: "Hyperplane.signedDistance")
    page.derive("score", line.score(x))
    page.derive("‖w‖", w.l2Norm)
    page.derive("signed distance", line.signedDistance(x))
    page.derive("nearest boundary point", line.foot(x))
    fivePoints(page, line, x)
    lineByLine(page, line, x)
  }

  //: The derivation starts from *any* point $x₀$ of the boundary and measures how far x lies from
  //: it in the direction of w, which is $u = w/‖w‖$.
  //:
  //:     d = u·(x − x₀) = (wᵀx − wᵀx₀)/‖w‖               (2.8)
  //:
  //: Since $wᵀx₀ = −b$, that is (2.7). That the choice does not matter has a reason: two boundary
  //: points differ by a vector along the boundary, which has no part in the direction of w. Five
  //: of them, far apart, give the same number.

  private static func fivePoints(_ page: Page, _ line: Hyperplane, _ x: Vector<Double>) {
    let u = line.w / line.w.l2Norm
    let foot = line.foot([0, 0])
    page.table(
      "From five points of the boundary",
      columns: ["x₀, first", "x₀, second", "‖x − x₀‖", "u·(x − x₀)"],
      rows: [-100.0, -1, 0, 1, 100].map { t in
        let x₀ = foot + t * turned(u, by: 90)
        return [x₀[0], x₀[1], (x - x₀).l2Norm, u ⋅ (x - x₀)]
      })
  }
}

//: Is it the distance, the shortest way to the boundary? That can be found out without w as
//: a direction: start at any boundary point, and from the way to x take off, one after
//: another, its components along directions that lie *within* the boundary. No walk on the
//: boundary can shorten what is left.

extension Hyperplane {
  /// n − 1 directions within the boundary: what one coordinate adds to the score, another takes
  /// off.
  var directions: [Vector<Double>] {
    let k = w.indices.max { w[$0].magnitude < w[$1].magnitude }!
    return w.indices.filter { $0 != k }.map { j in
      w[k] * oneHot(j, of: w.count) - w[j] * oneHot(k, of: w.count)
    }
  }
}

extension Vector<Double> {
  /// What is left of a vector when its components along some directions are taken off: those are
  /// first made orthogonal to each other (Gram and Schmidt).
  func withoutComponents(along directions: [Vector<Double>]) -> Vector<Double> {
    var rest = self
    var basis: [Vector<Double>] = []
    for direction in directions {
      var u = direction
      for e in basis { u -= (u ⋅ e) * e }
      u = u / u.l2Norm
      basis.append(u)
      rest -= (rest ⋅ u) * u
    }
    return rest
  }
}

//: Here is the derivation, line by line, from the boundary point that is nearest to the origin.
//: On the draws $x₀$ is any point of the boundary, and the last line must be the length of what
//: is left, with the sign of the side.

extension Perceptron {
  private static func lineByLine(_ page: Page, _ line: Hyperplane, _ x: Vector<Double>) {
    page.derivation("d", of: (line, x, line.foot([0, 0]))) { draw in
      let plane = Hyperplane(w: draw.vector(4), b: draw.uniform(-1, 1))
      return (plane, draw.vector(4, -2, 2), onBoundary(plane, &draw))
    } lines: { plane, x, x₀ in
      let (w, b) = (plane.w, plane.b)
      let (u, n) = (w / w.l2Norm, w.l2Norm)
      Line("u·(x − x₀)", at: "2.8", u ⋅ (x - x₀))
      Line("wᵀ(x − x₀)/‖w‖", w ⋅ (x - x₀) / n)
      Line("(wᵀx − wᵀx₀)/‖w‖", (w ⋅ x - w ⋅ x₀) / n)
      Line("(wᵀx + b)/‖w‖", at: "2.7", (w ⋅ x + b) / n)
    } truth: { plane, x, x₀ in
      let rest = (x - x₀).withoutComponents(along: plane.directions).l2Norm
      return plane.side(x) == .positive ? rest : -rest
    }

    //: The length of what is left is also no longer than the way to any other boundary point, as a
    //: shortest way must be.

    page.verify(
      "|d| is the distance to the boundary; d > 0 exactly on the positive side",
      at: "2.7", "2.2.1:sign"
    ) { draw in
      let plane = Hyperplane(w: draw.vector(4), b: draw.uniform(-1, 1))
      let x = draw.vector(4, -2, 2)
      let d = plane.signedDistance(x)
      let rest = (x - onBoundary(plane, &draw)).withoutComponents(along: plane.directions)
      by("Gram and Schmidt") { d.magnitude ≈ rest.l2Norm }
      for x₀ in (0..<20).map({ _ in onBoundary(plane, &draw) }) {
        by("other boundary points") { d.magnitude ≤ (x - x₀).l2Norm }
      }
      (plane.side(x) == .positive) == (d > 0)
    }
  }
}
