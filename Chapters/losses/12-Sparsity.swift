import Companion
import Mathematics

//: An L1 penalty ends at zero and an L2 penalty only near it, for two reasons. The slides give one
//: from the shape of the penalty and one from the steps of descent. The second needs two repairs.

/// A point of the plane, and a way to measure how far out it is.
private typealias Point = (x: Double, y: Double)
private typealias Norm = (Point) -> Double

private func l1(_ θ: Point) -> Double { θ.x.magnitude + θ.y.magnitude }
private func l2(_ θ: Point) -> Double { (θ.x * θ.x + θ.y * θ.y).squareRoot() }

/// The point of norm 1 at a share t of the way round.
private func rim(_ t: Double, _ norm: Norm) -> Point {
  let v: Point = (cos(2 * .pi * t), sin(2 * .pi * t))
  let length = norm(v)
  return (v.x / length, v.y / length)
}

extension Losses {
  static let sparsity = Section(.appendix, "D.4", "Why weights become exactly zero") { page in
    //: ### Ball and diamond
    //:
    //: A penalty is a constraint in disguise: the least loss among all weights of norm at most 1.
    //: Under $‖θ‖₂$ they fill a ball, under $‖θ‖₁$ a diamond, whose corners stand on the axes,
    //: where all weights but one are zero. The ball is round: everywhere on its rim the norm has
    //: one slope to both sides of any direction. The diamond has that on its edges, and a kink at
    //: its corners.

    page.verify(
      "‖θ‖₁ has kinks on the axes and none between them, ‖θ‖₂ none anywhere", at: "D.3:geometry"
    ) { draw in
      /// By how much the slope along a direction jumps on the way through a point.
      func kink(_ norm: Norm, _ θ: Point, _ d: Point) -> Double {
        let h = 1e-6
        let (ahead, back) = ((θ.x + h * d.x, θ.y + h * d.y), (θ.x - h * d.x, θ.y - h * d.y))
        return (norm(ahead) + norm(back) - 2 * norm(θ)) / h
      }
      let (d, t) = (rim(draw.uniform(), l2), draw.uniform(0.01, 0.24))
      let corner = draw.below(4)
      let isUpright = corner % 2 == 1
      let across: Point = isUpright ? (1, 0) : (0, 1)
      return [
        Evidence(
          "at corners",
          error: distance(kink(l1, rim(Double(corner) / 4, l1), across), 2), bound: 1e-8),
        Evidence("on edges", error: kink(l1, rim(t + Double(corner) / 4, l1), d), bound: 1e-8),
        Evidence("on the ball", error: kink(l2, rim(draw.uniform(), l2), d), bound: 1e-5),
      ]
    }

    //: For a hundred losses, elliptic bowls with random bottoms and axes, the best point of each
    //: rim is found by walking round it. This is a picture of where they lie, with the ball drawn
    //: one and a half times as large, so that the two rims do not touch.

    var draw = Generator(seed: 4)
    let bowls = (0..<100).map { _ in Bowl(&draw) }
    let onDiamond = bowls.map { $0.best(l1) }
    let onBall = bowls.map { $0.best(l2) }
    func isOnAxis(_ θ: Point) -> Bool { min(θ.x.magnitude, θ.y.magnitude) < 1e-9 }
    let corners = onDiamond.filter(isOnAxis).count
    let onAxes = onBall.filter(isOnAxis).count
    // Where a curve is flat, the search for its bottom is sure of eight digits, and less is drawn.
    func drawn(_ x: Double) -> Double { (x * 1000).rounded() / 1000 }
    page.plot(
      Plot(
        "Best points on a diamond and on a larger ball", x: "θ₁", y: "θ₂", isSquare: true,
        [
          .points("L2 rim", onBall.map { (drawn(1.5 * $0.x), drawn(1.5 * $0.y)) }),
          .points("L1 rim", onDiamond.map { (drawn($0.x), drawn($0.y)) }),
        ]), at: "D.3:corners")
    page.derive("on a corner of the diamond, %", corners)
    page.derive("on an axis of the ball, %", onAxes)

    page.verify(
      "a bowl whose slope at a corner points out of it by more than sideways has its best there",
      at: "D.3:corners"
    ) { draw in
      let bowl = Bowl(&draw)
      let best = bowl.best(l1)
      let slope = bowl.slope((1, 0))
      let isBest = -slope.x >= slope.y.magnitude
      let isFound = l2((best.x - 1, best.y)) < 1e-9
      return [Evidence("corner or not", holds: isBest == isFound)]
    }

    //: ### The push
    //:
    //: The slope of $λ|θ|$ is ±λ however small θ is; that of a square fades with θ, and is here in
    //: its corrected form:
    //:
    //:     ∂(λ|θ|)/∂θ = λ sign(θ) for θ ≠ 0                   (appendix D.4)
    //:     ∂(λ‖θ‖²)/∂θ = 2λθ                                  (appendix D.4, corrected)
    //:
    //: The slide gives λθ for it. That is the slope of $(λ/2)‖θ‖²$, the
    //: [penalty of the *Foundations*](#which-λ-and-what-decays); the penalty of slide D.2, $λ‖θ‖²$,
    //: has twice that slope.

    let λ = page.given(number: "λ", ours: 0.5)
    let θ = page.given(number: "θ", ours: 1)
    func slope(_ penalty: (Dual<Double>) -> Dual<Double>) -> Double {
      penalty(Dual(θ, tangent: 1)).tangent
    }
    let ofL1 = slope { Dual(λ) * $0.absolute } / λ
    let ofL2 = slope { Dual(λ) * $0 * $0 } / (λ * θ)
    let ofHalf = slope { Dual(λ) / 2 * $0 * $0 } / (λ * θ)
    func word(_ factor: Double, _ rest: String) -> String {
      factor == 1 ? rest : factor == 2 ? "2" + rest : "\(factor)" + rest
    }

    page.show("size of the L1 gradient", "±" + word(ofL1.magnitude, "λ"))
    page.show(
      "size of the L2 gradient", word(ofL2, "λθ"),
      slips: [Slip("the slope of $(λ/2)‖θ‖²$, where slide D.2 has $λ‖θ‖²$", word(ofHalf, "λθ"))])

    page.verify("the slope of λ|θ| is ±λ, for any θ but 0", at: "D.4:l1grad", "D.4:small") { draw in
      let (λ, exponent) = (draw.uniform(0, 2), draw.uniform(-300, 1))
      let θ = (draw.below(2) == 0 ? 1 : -1) * Double.pow(10, exponent)
      let slope = (Dual(λ) * Dual(θ, tangent: 1).absolute).tangent
      return [Evidence("dual numbers", error: distance(slope, θ > 0 ? λ : -λ), bound: 0)]
    }
    page.verify(
      "|v| ≥ |w| + s(v − w) for all v: only with s = sign w, and at w = 0 with any s in [−1, 1]",
      at: "foundations:8.26"
    ) { draw in
      let (w, s, off) = (draw.uniform(-2, 2), draw.uniform(-1, 1), draw.uniform(0.01, 1))
      let sign = w > 0 ? 1.0 : -1.0
      /// By how much a line through (w, |w|) rises above the graph, near or far.
      func excess(_ s: Double, at w: Double) -> Double {
        [-3, -1, -w / 2, 0, w / 2, 1, 3].map { w.magnitude + s * $0 - (w + $0).magnitude }.max()!
      }
      func fits(_ s: Double, at w: Double) -> Double { excess(s, at: w) > 1e-9 ? 0 : 1 }
      return [
        Evidence("away from 0", error: excess(sign, at: w), bound: 1e-14),
        Evidence(
          "another slope there", error: max(fits(sign - off, at: w), fits(sign + off, at: w)),
          bound: 0),
        Evidence("at 0", error: excess(s, at: 0), bound: 0),
        Evidence(
          "outside [−1, 1]", error: max(fits(1 + off, at: 0), fits(-1 - off, at: 0)), bound: 0),
      ]
    }
    page.refute(
      "the gradient of the L2 penalty λ‖θ‖² is λθ", at: "D.4:l2grad",
      correction: "it is 2λθ; λθ is that of (λ/2)‖θ‖²"
    ) { draw in
      let (θ, λ) = (draw.vector(3), draw.uniform(0.5, 2))
      func penalty<T: Scalar>(_ θ: Vector<T>) -> T { T(λ) * (θ ⋅ θ) }
      return compare(λ * θ, at: θ, penalty, penalty, penalty)
    } corrected: { draw in
      let (θ, λ) = (draw.vector(3), draw.uniform(0.5, 2))
      func penalty<T: Scalar>(_ θ: Vector<T>) -> T { T(λ) * (θ ⋅ θ) }
      func half<T: Scalar>(_ θ: Vector<T>) -> T { T(λ) / 2 * (θ ⋅ θ) }
      return compare(2 * λ * θ, at: θ, penalty, penalty, penalty)
        + [
          Evidence(
            "of the half", error: distance(λ * θ, reverseGradient(at: θ, half)), bound: 1e-13)
        ]
    }

    //: ### Crossing zero
    //:
    //: A constant push overshoots. Steps of descent along ±λ carry a weight across zero, and then
    //: back, and back again: it hops about zero by the length of a step and does not stay. What
    //: stays is the soft threshold, a step that stops at zero if it would cross it:
    //:
    //:     θ ← sign(θ) max(|θ| − ηλ, 0)
    //:
    //: A descent in infinitely small steps would stay, too.

    let η = page.given(number: "η", ours: 0.1)
    let start = page.given(number: "start", ours: 0.62)
    var paths: [[Double]] = [[start], [start], [start]]
    for t in 0..<40 {
      let θ = paths[0][t]
      paths[0].append(θ - η * (θ > 0 ? λ : θ < 0 ? -λ : 0))
      paths[1].append(softThreshold(paths[1][t], η * λ))
      paths[2].append((1 - η * λ) * paths[2][t])
    }
    page.plot(
      Plot(
        "A weight under three kinds of step", x: "step", y: "weight",
        zip(["L1, step by slope", "L1, soft threshold", "L2"], paths).map { name, path in
          Plot.Series(name, path.enumerated().map { (Double($0), $1) })
        }), at: "D.4:cross")
    page.show("target of the L1 push", paths[1][40])

    page.refute(
      "θ − ηλ sign θ, again and again, crosses zero and stays there", at: "D.4:cross",
      correction: "with the soft threshold θ becomes exactly zero and stays there"
    ) { draw in
      var θ = draw.uniform(-1, 1)
      let step = draw.uniform(0.05, 0.2)
      for _ in 0..<50 { θ -= step * (θ > 0 ? 1 : θ < 0 ? -1 : 0) }
      return [Evidence("distance from zero", error: θ.magnitude, bound: 1e-12)]
    } corrected: { draw in
      var θ = draw.uniform(-1, 1)
      let step = draw.uniform(0.05, 0.2)
      for _ in 0..<50 { θ = softThreshold(θ, step) }
      return [Evidence("distance from zero", error: θ.magnitude, bound: 0)]
    }

    //: The L2 step multiplies by $1 − ηλ$ (by $1 − 2ηλ$ for the penalty as slide D.2 writes it),
    //: and no number of such factors is zero, unless the rate is exactly $1/λ$. Its limit is, and
    //: the printed 0 is meant as that limit.

    page.verify("0 < ηλ < 1: (1 − ηλ)ᵗ θ is never 0, and tends to 0", at: "D.4:never") { draw in
      let (factor, first) = (draw.uniform(0.5, 0.95), draw.uniform(0.1, 1))
      var θ = first
      var smallest = θ
      for _ in 0..<900 {
        θ *= factor
        smallest = min(smallest, θ)
      }
      return [
        Evidence("above 0", holds: smallest > 0),
        Evidence("left after 900 steps", error: θ, bound: 1e-19),
      ]
    }
    var weight = start
    var steps = 0
    while steps < 20_000, (1 - η * λ) * weight != weight {
      weight *= 1 - η * λ
      steps += 1
    }
    page.show("limit of θ under L2", weight)
    page.show("value never reached under L2", weight)

    //: Not even a computer gets there with these numbers: once θ is a few units of the smallest
    //: number that a `Double` can hold, the product rounds back to what it was.

    page.derive("steps until nothing changes", steps)
    page.derive("θ there, in units of the smallest number", weight / Double.leastNonzeroMagnitude)
  }
}

/// a(x − x₀)² + 2b(x − x₀)(y − y₀) + c(y − y₀)² with b² < ac and (x₀, y₀) outside the rims
private struct Bowl {
  let center: Point
  let a: Double
  let b: Double
  let c: Double

  init(_ draw: inout Generator) {
    var point: Point = (0, 0)
    while l2(point) < 1.05 { point = (draw.uniform(-2, 2), draw.uniform(-2, 2)) }
    center = point
    (a, b, c) = (draw.uniform(0.5, 1.5), draw.uniform(-0.4, 0.4), draw.uniform(0.5, 1.5))
  }

  func height(_ θ: Point) -> Double {
    let (u, v) = (θ.x - center.x, θ.y - center.y)
    return a * u * u + 2 * b * u * v + c * v * v
  }

  /// Half the gradient.
  func slope(_ θ: Point) -> Point {
    let (u, v) = (θ.x - center.x, θ.y - center.y)
    return (a * u + b * v, b * u + c * v)
  }

  /// The lowest point on the rim of a norm, by walking round it and then looking closer. Within a
  /// search's rounding of a quarter turn it is that quarter, if it is no higher: a corner is a place
  /// and not an interval.
  func best(_ norm: Norm) -> Point {
    func height(_ t: Double) -> Double { self.height(rim(t, norm)) }
    let coarse = (0..<24).map { Double($0) / 24 }
    let nearest = coarse.min { height($0) < height($1) } ?? 0
    let t = bottom(between: nearest - 1.0 / 24, and: nearest + 1.0 / 24, height)
    let quarter = (t * 4).rounded() / 4
    return rim((t - quarter).magnitude < 1e-6 && height(quarter) <= height(t) ? quarter : t, norm)
  }
}
