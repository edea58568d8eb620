import Companion
import Mathematics

//: Momentum unrolled into a sum, and Nesterov's variant, which looks where the velocity leads. In
//: the notation of chapter 8, with the gradient of a batch and a rate for each step, the heavy ball
//: of [the section before](#two-steps-with-momentum) is
//:
//:     vₜ₊₁ = βvₜ + gₜ                             (8.9)
//:     θₜ₊₁ = θₜ − ηₜvₜ₊₁                          (8.10)
//:
//: Nesterov's variant takes the gradient where the velocity is about to carry the parameters.

/// A rule that turns gradients into steps.
protocol Optimizer {
  /// Where the gradient is wanted, for parameters θ and the rate η.
  func point(_ θ: Vector<Double>, _ η: Double) -> Vector<Double>
  /// The parameters after a step with the gradient g.
  mutating func step(_ θ: Vector<Double>, _ g: Vector<Double>, _ η: Double) -> Vector<Double>
}

extension Optimizer {
  func point(_ θ: Vector<Double>, _ η: Double) -> Vector<Double> { θ }
}

/// The points that an optimizer visits, its start first.
func path(
  _ optimizer: some Optimizer, from θ: Vector<Double>, _ η: Double, steps: Int,
  _ gradient: (Vector<Double>) -> Vector<Double>
) -> [Vector<Double>] {
  var optimizer = optimizer
  var path = [θ]
  for t in 0..<steps {
    let g = gradient(optimizer.point(path[t], η))
    path.append(optimizer.step(path[t], g, η))
  }
  return path
}

//: Plain descent keeps nothing between its steps, the heavy ball its velocity. Look-ahead is the
//: same ball; only the point is another at which it asks for the gradient.

/// (8.5)
struct SGD: Optimizer {
  mutating func step(_ θ: Vector<Double>, _ g: Vector<Double>, _ η: Double) -> Vector<Double> {
    stepped(θ, g, η)
  }
}

/// (8.9) and (8.10): v ← βv + g, θ ← θ − ηv
struct HeavyBall: Optimizer {
  let β: Double
  var v: Vector<Double>

  init(β: Double = 0.9, count: Int) {
    self.β = β
    v = Vector(repeating: 0, count: count)
  }

  mutating func step(_ θ: Vector<Double>, _ g: Vector<Double>, _ η: Double) -> Vector<Double> {
    v = β * v + g
    return θ - η * v
  }
}

//: Where the velocity leads is known before the gradient is: to the point below.

/// (8.12) and (8.13): the same, with the gradient at θ − ηβv
struct Nesterov: Optimizer {
  var ball: HeavyBall

  init(β: Double = 0.9, count: Int) { ball = HeavyBall(β: β, count: count) }

  func point(_ θ: Vector<Double>, _ η: Double) -> Vector<Double> { θ - η * ball.β * ball.v }

  mutating func step(_ θ: Vector<Double>, _ g: Vector<Double>, _ η: Double) -> Vector<Double> {
    ball.step(θ, g, η)
  }
}

extension Optimizers {
  static let heavyBall = Section(.foundations, "8.2", "The heavy ball and the look-ahead") { page in
    page.define("the velocity", at: "8.9", by: "HeavyBall.step")
    page.define("the step along it", at: "8.10", "8.13", by: "HeavyBall.step")
    page.define("the gradient at the look-ahead point", at: "8.12", by: "Nesterov.point")
    let β: Double = page.given("β", ours: 0.9, in: 0...1)
    let g: Vector = page.given("g", ours: [1, 2, -1, 0.5])
    unrolled(page, β, g)
    notAnAverage(page)
    ends(page)
    lookAhead(page, β)
    damping(page)
    valley(page, β)
  }

  //: Unrolled, the velocity is a sum over the past in which each gradient has faded by β for
  //: every step since:
  //:
  //:     vₜ = Σₖ₌₀ᵗ⁻¹ βᵗ⁻¹⁻ᵏ gₖ                      (8.11)
  //:
  //: With $β = 0.9$ a gradient counts half after seven steps and a tenth after twenty-two.
  //:
  //: Unrolling means to put (8.9) into itself, once for $vₜ₋₁$, once more for $vₜ₋₂$, until the
  //: velocity at the start is reached, which is 0. The four gradients of the example are numbers.
  //: What the lines must equal is the ball itself, sent along step by step.

  /// The velocity after some gradients, by (8.9).
  private static func velocity(_ β: Double, _ g: Vector<Double>) -> Double {
    g.entries.reduce(0) { β * $0 + $1 }
  }

  private static func unrolled(_ page: Page, _ β: Double, _ g: Vector<Double>) {
    page.derivation("vₜ", of: (β, g)) { draw in
      (draw.uniform(), draw.vector(8))
    } lines: { β, g in
      let t = g.count
      Line("βvₜ₋₁ + gₜ₋₁", at: "8.9", β * velocity(β, g[0..<t - 1]) + g[t - 1])
      Line(
        "β²vₜ₋₂ + βgₜ₋₂ + gₜ₋₁",
        β * β * velocity(β, g[0..<t - 2]) + β * g[t - 2] + g[t - 1])
      Line("Σₖ βᵗ⁻¹⁻ᵏ gₖ", at: "8.11", g.indices.reduce(0) { $0 + β.power(t - 1 - $1) * g[$1] })
    } truth: { β, g in
      var ball = HeavyBall(β: β, count: 1)
      for gₖ in g.entries { _ = ball.step([0], [gₖ], 0.1) }
      return ball.v[0]
    }
  }

  //: ### Not an average
  //:
  //: An average of equal numbers is that number. The weights in the sum are $1, β, β², …$ and add
  //: up to $(1 − βᵗ)/(1 − β)$, which is ten in the long run for $β = 0.9$. The direction of **v**
  //: is that of an average, its size is not: whoever turns momentum on without lowering η takes
  //: steps that are up to $1/(1 − β)$ times as long.

  /// The velocity after t equal gradients g.
  private static func steadyVelocity(_ draw: inout Generator)
    -> (v: Vector<Double>, g: Vector<Double>, β: Double, t: Int)
  {
    let (g, β) = (draw.vector(2, 0.5, 2), draw.uniform(0.1, 0.95))
    let t = 2 + draw.below(10)
    var ball = HeavyBall(β: β, count: 2)
    for _ in 0..<t { _ = ball.step([0, 0], g, 0.1) }
    return (ball.v, g, β, t)
  }

  private static func notAnAverage(_ page: Page) {
    page.refute(
      "v is a weighted average of the gradients so far", at: "8.2.1:average",
      correction: "(1 − β)/(1 − βᵗ) · v is one",
      why: "With 1 − β alone it is the moving average of (8.14), whose weights add up to 1 − βᵗ"
    ) { draw in
      let (v, g, _, _) = steadyVelocity(&draw)
      v ≈ g
    } corrected: { draw in
      let (v, g, β, t) = steadyVelocity(&draw)
      (1 - β) / (1 - β.power(t)) * v ≈ g
    }
  }

  //: The range of β is printed with both ends. With $β = 0$ nothing is remembered, which is plain
  //: descent. With $β = 1$ nothing is ever forgotten: on a parabola the quantity below never
  //: changes, so that the ball rolls for ever. Chapter 7 leaves both ends out.

  private static func ends(_ page: Page) {
    page.note("The printed range of β includes 1, which has to be left out.", at: "8.10")
    page.verify(
      "with $β = 1$ and the slope $L x$, $L x² + η L x v + η v²$ stays the same", at: "8.10"
    ) { draw in
      let (L, η) = (draw.uniform(0.5, 3), draw.uniform(0.05, 0.5))
      let start = draw.uniform(0.5, 2)
      var (ball, x) = (HeavyBall(β: 1, count: 1), Vector([start]))
      for _ in 0..<20 {
        x = ball.step(x, L * x, η)
        let (x, v) = (x[0], ball.v[0])
        L * x * x + η * L * x * v + η * v * v ≈ L * start * start
      }
    }
  }

  //: ### Looking ahead
  //:
  //: The gradient is taken at the point to which the velocity alone would lead:
  //:
  //:     vₜ₊₁ = βvₜ + ∇ℒ(θₜ − ηₜβvₜ)                 (8.12)
  //:     θₜ₊₁ = θₜ − ηₜvₜ₊₁                          (8.13)
  //:
  //: Nesterov wrote his method with two points and no velocity, a step of plain descent from y
  //: and an extrapolation:
  //:
  //:     θₜ₊₁ = yₜ − η∇ℒ(yₜ)
  //:     yₜ₊₁ = θₜ₊₁ + β(θₜ₊₁ − θₜ)
  //:
  //: The form of the notes is the same method, step for step. Call the point at which it looks
  //: $yₜ = θₜ − ηβvₜ$. Then the two parts of a step, along the old velocity and against the new
  //: gradient, are the way to yₜ and the step from there; and since $θₜ₊₁ − θₜ = −ηvₜ₊₁$, the next
  //: such point is the extrapolation.

  /// A loss by its slope, and how descent with look-ahead begins on it.
  private struct Start {
    let slope: (Vector<Double>) -> Vector<Double>
    let θ: Vector<Double>
    let η, β: Double

    /// Parameters and velocity after t steps in the form of the notes.
    func ours(_ t: Int) -> (θ: Vector<Double>, v: Vector<Double>) {
      var (θ, rule) = (θ, Nesterov(β: β, count: θ.count))
      for _ in 0..<t { θ = rule.step(θ, slope(rule.point(θ, η)), η) }
      return (θ, rule.ball.v)
    }

    /// Both points after t steps in the form of Nesterov.
    func twoPoints(_ t: Int) -> (θ: Vector<Double>, y: Vector<Double>) {
      var (θ, y) = (θ, θ)
      for _ in 0..<t {
        let next = y - η * slope(y)
        (θ, y) = (next, next + β * (next - θ))
      }
      return (θ, y)
    }
  }

  //: The example starts in the valley $½(x² + 25y²)$, which comes back at the end, and looks at
  //: the fourth step. The draws are steps of logistic regression. His method runs beside it from
  //: the start.

  /// The curvature of the valley along y.
  private static let steepness = 25.0

  private static func valleySlope(_ p: Vector<Double>) -> Vector<Double> {
    [p[0], steepness * p[1]]
  }

  private static func lookAhead(_ page: Page, _ β: Double) {
    let example = Start(slope: valleySlope, θ: [-4, 1], η: 0.03, β: β)
    let drawn = { (draw: inout Generator) in
      let problem = Logistic(&draw)
      let (θ, β) = (draw.vector(3), draw.uniform(0, 0.95))
      return Start(slope: { problem.gradient($0) }, θ: θ, η: 0.5 / problem.L, β: β)
    }
    page.derivation("θₜ₊₁", of: example, draws: drawn) { start in
      let (η, β, slope) = (start.η, start.β, start.slope)
      let (θ, v) = start.ours(3)
      let y = θ - η * β * v
      Line("θₜ − ηvₜ₊₁", at: "8.13", θ - η * start.ours(4).v)
      Line("θₜ − η(βvₜ + ∇ℒ(θₜ − ηβvₜ))", at: "8.12", θ - η * (β * v + slope(y)))
      Line("yₜ − η∇ℒ(yₜ)", y - η * slope(y))
    } truth: { start in
      start.twoPoints(4).θ
    }
    page.derivation("yₜ₊₁", at: "8.12", of: example, draws: drawn) { start in
      let (θ, v) = start.ours(4)
      Line("θₜ₊₁ − ηβvₜ₊₁", θ - start.η * start.β * v)
      Line("θₜ₊₁ + β(θₜ₊₁ − θₜ)", θ + start.β * (θ - start.ours(3).θ))
    } truth: { start in
      start.twoPoints(4).y
    }
  }

  //: Does it damp oscillation? In a valley with curvature L a step is a linear map of the pair
  //: $(x, v)$, and the area that it leaves of a unit square measures the damping. For the heavy
  //: ball that is β, whatever L is. With look-ahead it is $β(1 − ηL)$: the steeper the wall, the
  //: stronger the brake, and none at all along the floor. The brake has its price: with
  //: look-ahead the rate must stay below $2(1 + β)/((1 + 2β)L)$, while the heavy ball bears
  //: $2(1 + β)/L$.
  //:
  //: The map is found by stepping from (1, 0) and from (0, 1). Whether it draws everything to 0 is
  //: for the larger of its two eigenvalues to say: if they are a pair of complex numbers, the
  //: square of their size is the area.

  /// A step on ½Lx² as a linear map of (x, v).
  private static func stepMap(_ L: Double, _ η: Double, _ β: Double, looksAhead: Bool)
    -> Matrix<Double>
  {
    Matrix(
      columns: [(1.0, 0.0), (0, 1)].map { x, v in
        var rule = Nesterov(β: β, count: 1)
        rule.ball.v = [v]
        let point = looksAhead ? rule.point([x], η) : [x]
        return [rule.step([x], L * point, η)[0], rule.ball.v[0]]
      })
  }

  /// By what factor a linear map changes areas.
  private static func determinant(_ M: Matrix<Double>) -> Double {
    M[0, 0] * M[1, 1] - M[0, 1] * M[1, 0]
  }

  /// The larger size of the two eigenvalues of a map.
  private static func growth(_ M: Matrix<Double>) -> Double {
    let (half, area) = (M.trace / 2, determinant(M))
    let square = half * half - area
    return square < 0 ? area.squareRoot() : half.magnitude + square.squareRoot()
  }

  //: The rates at which it turns are tried from both sides: at a draw below the limit every start
  //: comes to rest, at one above it none does.

  private static func damping(_ page: Page) {
    page.verify(
      "a step shrinks areas of (x, v) by β, with look-ahead by β(1 − ηL)", at: "8.2.2:oscillation"
    ) { draw in
      let (L, η, β) = (draw.uniform(0.5, 30), draw.uniform(0.01, 0.03), draw.uniform())
      determinant(stepMap(L, η, β, looksAhead: false)) ≈ β
      determinant(stepMap(L, η, β, looksAhead: true)) ≈ β * (1 - η * L)
    }
    page.verify(
      "on a parabola the heavy ball settles for ηL < 2(1 + β), look-ahead for ηL < 2(1 + β)/(1 + 2β)"
    ) { draw in
      let (L, β) = (draw.uniform(0.5, 30), draw.uniform(0.05, 0.95))
      let (low, high) = (draw.uniform(0.01, 0.99), draw.uniform(1.01, 2))
      for (looksAhead, ηL) in [(false, 2 * (1 + β)), (true, 2 * (1 + β) / (1 + 2 * β))] {
        growth(stepMap(L, low * ηL / L, β, looksAhead: looksAhead)) < 1
        growth(stepMap(L, high * ηL / L, β, looksAhead: looksAhead)) > 1
      }
    }
  }

  //: For the heavy ball the damping has a price list that is easy to remember: while the ball
  //: swings, each swing loses the factor $√β$ a step, in *every* direction, however steep.
  //: Look-ahead brakes the steep ones more. The example is the valley $½(x² + 25y²)$, with a rate
  //: that plain descent along y likes, and along x finds far too small.

  private static func valley(_ page: Page, _ β: Double) {
    let (η, steps, late) = (0.03, 40, 10)
    func run(_ rule: some Optimizer) -> [Vector<Double>] {
      path(rule, from: [-4, 1], η, steps: steps, valleySlope)
    }
    let paths = [
      ("plain", run(SGD())), ("heavy ball", run(HeavyBall(β: β, count: 2))),
      ("look-ahead", run(Nesterov(β: β, count: 2))),
    ]
    page.plot(
      Plot(
        "Across a narrow valley, step by step", x: "step", y: "y",
        paths.map { name, path in
          Plot.Series(name, path.enumerated().map { (Double($0), $1[1]) })
        }), at: "8.2.2:oscillation")
    page.table(
      "\(steps) steps in the valley $½(x² + \(words(steepness))y²)$ with $η = \(words(η))$ and "
        + "$β = \(words(β))$",
      columns: ["", "turns of y", "largest |y| after \(late)", "x", "loss"],
      rows: paths.map { name, path in
        let y = path.map { $0[1] }
        let turns = zip(y, y.dropFirst()).filter { $0 * $1 < 0 }.count
        let end = path[steps]
        return [
          name, turns, y[late...].map(\.absolute).max()!, end[0],
          (end[0] * end[0] + steepness * end[1] * end[1]) / 2,
        ]
      })
  }
}
