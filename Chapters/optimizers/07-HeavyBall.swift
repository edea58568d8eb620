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

    //: Unrolled, the velocity is a sum over the past in which each gradient has faded by β for
    //: every step since:
    //:
    //:     vₜ = Σₖ₌₀ᵗ⁻¹ βᵗ⁻¹⁻ᵏ gₖ                      (8.11)
    //:
    //: With $β = 0.9$ a gradient counts half after seven steps and a tenth after twenty-two.

    page.verify("v after t steps is Σ βᵗ⁻¹⁻ᵏ gₖ", at: "8.9", "8.11") { draw in
      let β = draw.uniform()
      let g = (0..<8).map { _ in draw.vector(2) }
      var ball = HeavyBall(β: β, count: 2)
      for gₖ in g { _ = ball.step([0, 0], gₖ, 0.1) }
      let sum = (0..<8).reduce([0, 0]) { $0 + β.power(7 - $1) * g[$1] }
      return [Evidence("the sum", error: distance(sum, ball.v), bound: 1e-14)]
    }

    //: ### Not an average
    //:
    //: An average of equal numbers is that number. The weights in the sum are $1, β, β², …$ and add
    //: up to $(1 − βᵗ)/(1 − β)$, which is ten in the long run for $β = 0.9$. The direction of **v**
    //: is that of an average, its size is not: whoever turns momentum on without lowering η takes
    //: steps that are up to $1/(1 − β)$ times as long.

    page.refute(
      "v is a weighted average of the gradients so far", at: "8.2.1:average",
      correction: "(1 − β)/(1 − βᵗ) · v is one",
      why: "With 1 − β alone it is the moving average of (8.14), whose weights add up to 1 − βᵗ"
    ) { draw in
      let (v, g, _, _) = steadyVelocity(&draw)
      return [Evidence("equal gradients", error: distance(v, g), bound: 1e-13)]
    } corrected: { draw in
      let (v, g, β, t) = steadyVelocity(&draw)
      let average = (1 - β) / (1 - β.power(t)) * v
      return [Evidence("equal gradients", error: distance(average, g), bound: 1e-13)]
    }

    //: The range of β is printed with both ends. With $β = 0$ nothing is remembered, which is plain
    //: descent. With $β = 1$ nothing is ever forgotten: on a parabola the quantity below never
    //: changes, so that the ball rolls for ever. Chapter 7 leaves both ends out.

    page.note(
      "The printed range of β includes 1, which has to be left out.",
      at: "8.10")
    page.verify(
      "with $β = 1$ and the slope $L x$, $L x² + η L x v + η v²$ stays the same", at: "8.10"
    ) { draw in
      let (L, η) = (draw.uniform(0.5, 3), draw.uniform(0.05, 0.5))
      var ball = HeavyBall(β: 1, count: 1)
      var x: Vector = [draw.uniform(0.5, 2)]
      let before = L * x[0] * x[0]
      for _ in 0..<20 { x = ball.step(x, L * x, η) }
      let (q, v) = (x[0], ball.v[0])
      return [
        Evidence(
          "20 steps", error: distance(L * q * q + η * L * q * v + η * v * v, before), bound: 1e-12)
      ]
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
    //: The form of the notes is the same method, step for step.

    page.verify("the look-ahead is Nesterov's descent with extrapolation", at: "8.12", "8.13") {
      draw in
      let problem = Logistic(&draw)
      let (start, β) = (draw.vector(3), draw.uniform(0, 0.95))
      let η = 0.5 / problem.L
      let ours = path(Nesterov(β: β, count: 3), from: start, η, steps: 4) { problem.gradient($0) }
      var (θ, y) = (start, start)
      for _ in 0..<4 {
        let next = y - η * problem.gradient(y)
        y = next + β * (next - θ)
        θ = next
      }
      return [Evidence("4 steps", error: distance(ours[4], θ), bound: 1e-12)]
    }

    //: Does it damp oscillation? In a valley with curvature L a step is a linear map of the pair
    //: $(x, v)$, and the area that it leaves of a unit square measures the damping. For the heavy
    //: ball that is β, whatever L is. With look-ahead it is $β(1 − ηL)$: the steeper the wall, the
    //: stronger the brake, and none at all along the floor. The brake has its price: with
    //: look-ahead the rate must stay below $2(1 + β)/((1 + 2β)L)$, while the heavy ball bears
    //: $2(1 + β)/L$.

    page.verify(
      "a step shrinks areas of (x, v) by β, with look-ahead by β(1 − ηL)", at: "8.2.2:oscillation"
    ) { draw in
      let (L, η, β) = (draw.uniform(0.5, 30), draw.uniform(0.01, 0.03), draw.uniform())
      func area(looksAhead: Bool) -> Double {
        determinant(stepMap(L, η, β, looksAhead: looksAhead))
      }
      return [
        Evidence("heavy ball", error: distance(area(looksAhead: false), β), bound: 1e-14),
        Evidence(
          "look-ahead", error: distance(area(looksAhead: true), β * (1 - η * L)), bound: 1e-14),
      ]
    }
    page.verify(
      "on a parabola the heavy ball settles for ηL < 2(1 + β), look-ahead for ηL < 2(1 + β)/(1 + 2β)"
    ) { draw in
      let (L, β) = (draw.uniform(0.5, 30), draw.uniform(0.05, 0.95))
      /// The larger size of the two eigenvalues of a step.
      func factor(_ ηL: Double, looksAhead: Bool) -> Double {
        let M = stepMap(L, ηL / L, β, looksAhead: looksAhead)
        let (half, area) = ((M[0, 0] + M[1, 1]) / 2, determinant(M))
        let square = half * half - area
        return square < 0 ? area.squareRoot() : half.magnitude + square.squareRoot()
      }
      let limits = [(false, 2 * (1 + β)), (true, 2 * (1 + β) / (1 + 2 * β))]
      let (low, high) = (draw.uniform(0.01, 0.99), draw.uniform(1.01, 2))
      let below = limits.map { factor(low * $1, looksAhead: $0) }.max()!
      let above = limits.map { factor(high * $1, looksAhead: $0) }.min()!
      return [
        Evidence("below", holds: below < 1),
        Evidence("above", holds: above > 1),
      ]
    }

    //: For the heavy ball the damping has a price list that is easy to remember: while the ball
    //: swings, each swing loses the factor $√β$ a step, in *every* direction, however steep.
    //: Look-ahead brakes the steep ones more. The example is the valley $½(x² + 25y²)$, with a rate
    //: that plain descent along y likes, and along x finds far too small.

    let start: Vector = [-4, 1]
    func slope(_ p: Vector<Double>) -> Vector<Double> { [p[0], 25 * p[1]] }
    let paths = [
      ("plain", path(SGD(), from: start, 0.03, steps: 40, slope)),
      ("heavy ball", path(HeavyBall(count: 2), from: start, 0.03, steps: 40, slope)),
      ("look-ahead", path(Nesterov(count: 2), from: start, 0.03, steps: 40, slope)),
    ]
    page.plot(
      Plot(
        "Across a narrow valley, step by step", x: "step", y: "y",
        paths.map { name, path in
          Plot.Series(name, path.enumerated().map { (Double($0), $1[1]) })
        }), at: "8.2.2:oscillation")
    page.table(
      "40 steps in the valley $½(x² + 25y²)$ with $η = 0.03$ and $β = 0.9$",
      columns: ["", "turns of y", "largest |y| after 10", "x", "loss"],
      rows: paths.map { name, path in
        let y = path.map { $0[1] }
        let turns = zip(y, y.dropFirst()).filter { $0 * $1 < 0 }.count
        let late = y[10...].map(\.absolute).max()!
        let end = path[40]
        return [name, turns, late, end[0], (end[0] * end[0] + 25 * end[1] * end[1]) / 2]
      })
  }

  private static func steadyVelocity(_ draw: inout Generator)
    -> (Vector<Double>, Vector<Double>, Double, Int)
  {
    let (g, β) = (draw.vector(2, 0.5, 2), draw.uniform(0.1, 0.95))
    let t = 2 + draw.below(10)
    var ball = HeavyBall(β: β, count: 2)
    for _ in 0..<t { _ = ball.step([0, 0], g, 0.1) }
    return (ball.v, g, β, t)
  }

  /// By what factor a linear map changes areas.
  private static func determinant(_ M: Matrix<Double>) -> Double {
    M[0, 0] * M[1, 1] - M[0, 1] * M[1, 0]
  }

  /// A step on ½Lx² as a linear map of (x, v).
  private static func stepMap(_ L: Double, _ η: Double, _ β: Double, looksAhead: Bool)
    -> Matrix<Double>
  {
    func moving(_ v: Double) -> any Optimizer {
      var ball = HeavyBall(β: β, count: 1)
      var nesterov = Nesterov(β: β, count: 1)
      ball.v = [v]
      nesterov.ball.v = [v]
      return looksAhead ? nesterov : ball
    }
    let (a, b) = (after(moving(0), 1, L, η), after(moving(1), 0, L, η))
    return [[a.x, b.x], [a.v, b.v]]
  }

  /// Where one step on ½Lx² takes x and the velocity.
  private static func after(_ optimizer: any Optimizer, _ x: Double, _ L: Double, _ η: Double)
    -> (x: Double, v: Double)
  {
    var optimizer = optimizer
    let next = optimizer.step([x], L * optimizer.point([x], η), η)[0]
    // From θ ← θ − ηv the velocity is what the step was.
    return (next, (x - next) / η)
  }
}
