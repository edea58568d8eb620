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
    let w = page.given(vector: "w", ours: [3, 4])
    let b = page.given(number: "b", ours: -5)
    let x = page.given(vector: "x", ours: [3, 4])
    let line = Hyperplane(w: w, b: b)

    page.define("the score, divided by the length of w", at: "2.7", by: "Hyperplane.signedDistance")
    page.derive("score", line.score(x))
    page.derive("‖w‖", w.l2Norm)
    page.derive("signed distance", line.signedDistance(x))
    page.derive("nearest boundary point", line.foot(x))

    //: The derivation starts from *any* point $x₀$ of the boundary and measures how far x lies from
    //: it in the direction of w, which is $u = w/‖w‖$.
    //:
    //:     d = u·(x − x₀) = (wᵀx − wᵀx₀)/‖w‖               (2.8)
    //:
    //: Since $wᵀx₀ = −b$, that is (2.7). That the choice does not matter has a reason: two boundary
    //: points differ by a vector along the boundary, which has no part in the direction of w. Five
    //: of them, far apart, give the same number.

    let u = w / w.l2Norm
    let foot = line.foot([0, 0])
    let along = turned(u, by: 90)
    let rows: [[any Showable]] = [-100.0, -1, 0, 1, 100].map { t in
      let x₀ = foot + t * along
      return [x₀[0], x₀[1], (x - x₀).l2Norm, u ⋅ (x - x₀)]
    }
    page.table(
      "From five points of the boundary",
      columns: ["x₀, first", "x₀, second", "‖x − x₀‖", "u·(x − x₀)"], rows: rows)

    page.verify(
      "u·(x − x₀) = (wᵀx − wᵀx₀)/‖w‖ = (wᵀx + b)/‖w‖ for every boundary point x₀", at: "2.8"
    ) { draw in
      let plane = Hyperplane(w: draw.vector(4), b: draw.uniform(-1, 1))
      let x = draw.vector(4, -2, 2)
      let u = plane.w / plane.w.l2Norm
      let d = plane.signedDistance(x)
      var (projected, subtracted) = (0.0, 0.0)
      for _ in 0..<5 {
        let x₀ = onBoundary(plane, &draw)
        projected = max(projected, distance(u ⋅ (x - x₀), d))
        subtracted = max(
          subtracted, distance((plane.w ⋅ x - plane.w ⋅ x₀) / plane.w.l2Norm, d))
      }
      return [
        Evidence("five projections", error: projected, bound: 1e-13),
        Evidence("five differences of scores", error: subtracted, bound: 1e-13),
      ]
    }

    //: Is it the distance, the shortest way to the boundary? That can be found out without w as
    //: a direction: start at any boundary point, and from the way to x take off, one after
    //: another, its components along directions that lie *within* the boundary. No walk on the
    //: boundary can shorten what is left.

    page.verify(
      "|d| is the distance to the boundary; d > 0 exactly on the positive side",
      at: "2.7", "2.2.1:sign"
    ) { draw in
      let plane = Hyperplane(w: draw.vector(4), b: draw.uniform(-1, 1))
      let x = draw.vector(4, -2, 2)
      let d = plane.signedDistance(x)
      let rest = (x - onBoundary(plane, &draw)).withoutComponents(along: within(plane))
      // No point of the boundary that a random walk tries is nearer.
      let tries = (0..<20).map { _ in (x - onBoundary(plane, &draw)).l2Norm }
      let isPositive = plane.side(x) == .positive
      return [
        Evidence("Gram and Schmidt", error: distance(d.magnitude, rest.l2Norm), bound: 1e-12),
        Evidence("20 boundary points", error: max(0, d.magnitude - tries.min()!), bound: 0),
        Evidence("the side", holds: isPositive == (d > 0)),
      ]
    }
  }

  /// n − 1 directions that leave the score as it is: what one coordinate adds, another takes off.
  private static func within(_ plane: Hyperplane) -> [Vector<Double>] {
    let w = plane.w
    let k = w.indices.max { w[$0].magnitude < w[$1].magnitude }!
    return w.indices.filter { $0 != k }.map { j in
      var direction = Vector(repeating: 0.0, count: w.count)
      direction[j] = w[k]
      direction[k] = -w[j]
      return direction
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
