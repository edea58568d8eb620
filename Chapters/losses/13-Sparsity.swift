import Companion
import Mathematics

//: An L1 penalty ends at zero and an L2 penalty only near it, for two reasons. The slides give one
//: from the shape of the penalty and one from the steps of descent. The second needs two repairs.
//:
//: A penalty is a constraint in disguise: the least loss among all weights of norm at most 1.
//: Under $‖θ‖₂$ they fill a ball, under $‖θ‖₁$ a diamond, whose corners stand on the axes,
//: where all weights but one are zero.

/// A way to measure how far out a point of the plane is.
private typealias Norm = @Sendable (Vector<Double>) -> Double

private let l1: Norm = { $0.l1Norm }
private let l2: Norm = { $0.l2Norm }

/// The point of norm 1 at a share t of the way round.
private func rim(_ t: Double, _ norm: Norm) -> Vector<Double> {
  let v: Vector = [cos(2 * .pi * t), sin(2 * .pi * t)]
  return v / norm(v)
}

/// By how much the slope of a norm along a direction jumps on the way through a point.
private func kink(_ norm: Norm, at θ: Vector<Double>, along d: Vector<Double>) -> Double {
  let h = 1e-6
  return (norm(θ + h * d) + norm(θ - h * d) - 2 * norm(θ)) / h
}

//: What is minimized on them is a bowl, elliptic, with its bottom somewhere outside.

/// a(x − x₀)² + 2b(x − x₀)(y − y₀) + c(y − y₀)² with b² < ac and (x₀, y₀) outside the rims
private struct Bowl {
  let center: Vector<Double>
  let (a, b, c): (Double, Double, Double)

  init(_ draw: inout Generator) {
    var point: Vector<Double> = [0, 0]
    while l2(point) < 1.05 { point = draw.vector(2, -2, 2) }
    center = point
    (a, b, c) = (draw.uniform(0.5, 1.5), draw.uniform(-0.4, 0.4), draw.uniform(0.5, 1.5))
  }

  func height(_ θ: Vector<Double>) -> Double {
    let (u, v) = (θ[0] - center[0], θ[1] - center[1])
    return a * u * u + 2 * b * u * v + c * v * v
  }

  /// Half the gradient.
  func slope(_ θ: Vector<Double>) -> Vector<Double> {
    let (u, v) = (θ[0] - center[0], θ[1] - center[1])
    return [a * u + b * v, b * u + c * v]
  }
}

//: Its lowest point on a rim is found by walking round the rim and then looking closer. Within a
//: search's rounding of a quarter turn it is that quarter, if it is no higher: a corner is a place
//: and not an interval.

extension Bowl {
  /// The lowest point on the rim of a norm.
  func best(_ norm: @escaping Norm) -> Vector<Double> {
    let height = { (t: Double) in self.height(rim(t, norm)) }
    let nearest = (0..<24).map { Double($0) / 24 }.min { height($0) < height($1) } ?? 0
    let t = bottom(between: nearest - 1.0 / 24, and: nearest + 1.0 / 24, height)
    let quarter = (t * 4).rounded() / 4
    return rim((t - quarter).magnitude < 1e-6 && height(quarter) <= height(t) ? quarter : t, norm)
  }
}

extension Losses {
  static let sparsity = Section(.appendix, "D.4", "Why weights become exactly zero") { page in
    kinks(page)
    bestPoints(page)
    corners(page)
    let λ: Double = page.given("λ", ours: 0.5, in: 1e-3...1e3)
    let θ: Double = page.given("θ", ours: 1)
    push(page, λ, θ)
    subgradient(page)
    slopeOfL2(page)
    let η: Double = page.given("η", ours: 0.1)
    let start: Double = page.given("start", ours: 0.62)
    crossing(page, λ, η, start)
    neverZero(page)
    lastStep(page, λ, η, start)
  }

  //: ### Ball and diamond
  //:
  //: The ball is round: everywhere on its rim the norm has one slope to both sides of any
  //: direction. The diamond has that on its edges, and a kink at its corners.

  private static func kinks(_ page: Page) {
    page.verify(
      "on their rims ‖θ‖₁ has kinks at the axes and none between them, ‖θ‖₂ has none",
      at: "D.3:geometry"
    ) { draw in
      let (d, t) = (rim(draw.uniform(), l2), draw.uniform(0.01, 0.24))
      let corner = draw.below(4)
      let across = oneHot((corner + 1) % 2, of: 2)
      let quotient = (1e-8, "rounding, divided by the step 10⁻⁶")
      kink(l1, at: rim(Double(corner) / 4, l1), along: across) ≈ 2 ± quotient
      kink(l1, at: rim(t + Double(corner) / 4, l1), along: d) ≈ 0 ± quotient
      kink(l2, at: rim(draw.uniform(), l2), along: d)
        ≈ 0 ± (1e-5, "the ball bends by the step 10⁻⁶")
    }
  }

  //: For a hundred losses with random bottoms and axes, this is a picture of where the best points
  //: of each rim lie. Those of the ball are drawn half as far out again as they are, so that the
  //: two rims do not touch. Where a curve is flat, the search for its bottom is sure of eight
  //: digits, and less is drawn.

  private static func bestPoints(_ page: Page) {
    var draw = Generator(seed: 4)
    let bowls = (0..<100).map { _ in Bowl(&draw) }
    let (onDiamond, onBall) = (bowls.map { $0.best(l1) }, bowls.map { $0.best(l2) })
    let drawn = { (θ: Vector<Double>, size: Double) in
      ((size * θ[0] * 1000).rounded() / 1000, (size * θ[1] * 1000).rounded() / 1000)
    }
    page.plot(
      Plot(
        "Best points on a diamond and on a larger ball", x: "θ₁", y: "θ₂", isSquare: true,
        [
          .points("L2 rim", onBall.map { drawn($0, 1.5) }),
          .points("L1 rim", onDiamond.map { drawn($0, 1) }),
        ]), at: "D.3:corners")
    let onAxis = { (θ: Vector<Double>) in min(θ[0].magnitude, θ[1].magnitude) < 1e-9 }
    page.derive("on a corner of the diamond, %", onDiamond.count(where: onAxis))
    page.derive("on an axis of the ball, %", onBall.count(where: onAxis))
  }

  //: Which bowls end in a corner can be said without a search: those that go down, on the way
  //: out of the diamond there, more steeply than to either side.

  private static func corners(_ page: Page) {
    page.verify(
      "a bowl whose slope at a corner points out of it by more than sideways has its best there",
      at: "D.3:corners"
    ) { draw in
      let bowl = Bowl(&draw)
      let slope = bowl.slope([1, 0])
      let isFound = l2(bowl.best(l1) - [1, 0]) < 1e-9
      isFound == (-slope[0] >= slope[1].magnitude)
    }
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

  private static func push(_ page: Page, _ λ: Double, _ θ: Double) {
    let slope = { (penalty: (Dual<Double>) -> Dual<Double>) in
      penalty(Dual(θ, tangent: 1)).tangent
    }
    let word = { (factor: Double, rest: String) in
      factor == 1 ? rest : words(factor) + rest
    }
    let ofL1 = slope { Dual(λ) * $0.absolute } / λ
    let ofL2 = slope { Dual(λ) * $0 * $0 } / (λ * θ)
    let ofHalf = slope { Dual(λ) / 2 * $0 * $0 } / (λ * θ)
    page.show("size of the L1 gradient", "±" + word(ofL1.magnitude, "λ"))
    page.show(
      "size of the L2 gradient", word(ofL2, "λθ"),
      slips: [Slip("the slope of $(λ/2)‖θ‖²$, where slide D.2 has $λ‖θ‖²$", word(ofHalf, "λθ"))])

    page.verify("the slope of λ|θ| is ±λ, for any θ but 0", at: "D.4:l1grad", "D.4:small") { draw in
      let (λ, exponent) = (draw.uniform(0, 2), draw.uniform(-300, 1))
      let θ = (draw.below(2) == 0 ? 1 : -1) * Double.pow(10, exponent)
      (Dual(λ) * Dual(θ, tangent: 1).absolute).tangent == (θ > 0 ? λ : -λ)
    }
  }

  //: At 0 the absolute value has no slope, and the *Foundations* take any number of [−1, 1] for
  //: it. That is what makes a line through the kink stay below the graph; elsewhere only one
  //: slope does. A line whose slope is off by some amount rises above the graph by half that
  //: amount times w or more.

  /// By how much a line through (w, |w|) rises above the graph of |·|, near or far.
  private static func excess(_ s: Double, at w: Double) -> Double {
    [-3, -1, -w / 2, 0, w / 2, 1, 3].map { w.magnitude + s * $0 - (w + $0).magnitude }.max()!
  }

  private static func subgradient(_ page: Page) {
    page.verify(
      "|v| ≥ |w| + s(v − w) for all v: only with s = sign w, and at w = 0 with any s in [−1, 1]",
      at: "foundations:8.26"
    ) { draw in
      let (w, s, off) = (draw.uniform(-2, 2), draw.uniform(-1, 1), draw.uniform(0.01, 1))
      let sign = w > 0 ? 1.0 : -1.0
      excess(sign, at: w) ≤ 0 ± rounding
      excess(s, at: 0) ≤ 0
      for other in [sign - off, sign + off] {
        excess(other, at: w) ≥ off * w.magnitude / 2 ± rounding
      }
      for outside in [1 + off, -1 - off] { excess(outside, at: 0) ≥ off ± rounding }
    }
  }

  //: The slope of the whole square, and of its half:

  private static func slopeOfL2(_ page: Page) {
    page.refute(
      "the gradient of the L2 penalty λ‖θ‖² is λθ", at: "D.4:l2grad",
      correction: "it is 2λθ; λθ is that of (λ/2)‖θ‖²"
    ) { draw in
      let (θ, λ) = (draw.vector(3), draw.uniform(0.5, 2))
      gradient(at: θ) { Twofold(λ) * ($0 ⋅ $0) } ≈ λ * θ
    } corrected: { draw in
      let (θ, λ) = (draw.vector(3), draw.uniform(0.5, 2))
      gradient(at: θ) { Twofold(λ) * ($0 ⋅ $0) } ≈ 2 * λ * θ
      by("of the half") { gradient(at: θ) { Twofold(λ) / 2 * ($0 ⋅ $0) } ≈ λ * θ }
    }
  }

  //: ### Crossing zero
  //:
  //: A constant push overshoots. Steps of descent along ±λ carry a weight across zero, and then
  //: back, and back again: it hops about zero by the length of a step and does not stay. What
  //: stays is the soft threshold, a step that stops at zero if it would cross it:
  //:
  //:     θ ← sign(θ) max(|θ| − ηλ, 0)
  //:
  //: A descent in infinitely small steps would stay, too: the push aims at the place where its
  //: slope changes sign, and that is where it is looked for.

  /// A weight after 0, 1 … steps.
  private static func walk(_ start: Double, _ steps: Int, _ step: (Double) -> Double) -> [Double] {
    var path = [start]
    for t in 0..<steps { path.append(step(path[t])) }
    return path
  }

  private static func sign(_ θ: Double) -> Double { θ > 0 ? 1 : θ < 0 ? -1 : 0 }

  private static func crossing(_ page: Page, _ λ: Double, _ η: Double, _ start: Double) {
    let paths = [
      ("L1, step by slope", walk(start, 40) { $0 - η * (λ * sign($0)) }),
      ("L1, soft threshold", walk(start, 40) { softThreshold($0, η * λ) }),
      ("L2", walk(start, 40) { (1 - η * λ) * $0 }),
    ]
    page.plot(
      Plot(
        "A weight under three kinds of step", x: "step", y: "weight",
        paths.map { name, path in
          Plot.Series(name, path.enumerated().map { (Double($0), $1) })
        }), at: "D.4:cross")
    page.show(
      "target of the L1 push",
      bisected(-2, 1) { (Dual(λ) * Dual($0, tangent: 1).absolute).tangent })

    page.refute(
      "θ − ηλ sign θ, again and again, crosses zero and stays there", at: "D.4:cross",
      correction: "with the soft threshold θ becomes exactly zero and stays there"
    ) { draw in
      let (θ, step) = (draw.uniform(-1, 1), draw.uniform(0.05, 0.2))
      walk(θ, 50) { $0 - step * sign($0) }[50] ≈ 0
    } corrected: { draw in
      let (θ, step) = (draw.uniform(-1, 1), draw.uniform(0.05, 0.2))
      walk(θ, 50) { softThreshold($0, step) }[50] == 0
    }
  }

  //: The L2 step multiplies by $1 − ηλ$ (by $1 − 2ηλ$ for the penalty as slide D.2 writes it),
  //: and no number of such factors is zero, unless the rate is exactly $1/λ$. Its limit is, and
  //: the printed 0 is meant as that limit.

  private static func neverZero(_ page: Page) {
    page.verify("0 < ηλ < 1: (1 − ηλ)ᵗ θ is never 0, and tends to 0", at: "D.4:never") { draw in
      let (factor, first) = (draw.uniform(0.5, 0.95), draw.uniform(0.1, 1))
      let path = walk(first, 900) { $0 * factor }
      path.min()! > 0
      path[900] ≤ 1e-19
    }
  }

  //: Not even a computer gets there with these numbers: once θ is a few units of the smallest
  //: number that a `Double` can hold, the product rounds back to what it was.

  private static func lastStep(_ page: Page, _ λ: Double, _ η: Double, _ start: Double) {
    var weight = start
    var steps = 0
    while steps < 20_000, (1 - η * λ) * weight != weight {
      weight *= 1 - η * λ
      steps += 1
    }
    page.show("limit of θ under L2", weight)
    page.show("value never reached under L2", weight)
    page.derive("steps until nothing changes", steps)
    page.derive("θ there, in units of the smallest number", weight / Double.leastNonzeroMagnitude)
  }
}
