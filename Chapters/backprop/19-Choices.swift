import Companion
import Mathematics

//: Advice on choosing an activation cannot be computed; the mathematics behind it can. The slides
//: give both, for a step and a straight line first.
//:
//:     g(z) = {1 if z > 0; 0 if z < 0}               (slides Step)
//:     g(z) = αz + β,  gʹ(z) = α                     (slides Linear)

/// 1 for z > 0, else 0
func step(_ z: Double) -> Double { z > 0 ? 1 : 0 }

extension Backprop {
  static let choices = Section(.slides, "output-activation", "Step, linear, and signs") { page in
    page.define(
      "1 for z > 0, 0 for z < 0, here 0 at 0", at: "step:def", "step:perceptron", by: "step")
    page.define("αz + β", at: "linear:def", by: "linear")
    steps(page)
    pictures(page)
    constantSlope(page)
    regression(page)
    signs(page)
    batchOfSigns(page)
  }

  //: The step function has slope 0 wherever it has one, and its difference quotient at 0 grows
  //: like $1/h$. A step unit tells two classes apart and no more, because it has two values.

  private static func steps(_ page: Page) {
    page.verify("step: two values, slope 0 off 0, quotient 1/h across 0", at: "step:issues") {
      draw in
      let z = draw.uniform(0.1, 3) * (draw.below(2) == 0 ? 1 : -1)
      let h = draw.uniform(1e-6, 1e-2)
      step(z) ∈ [0.0, 1]
      slopes(at: z, step).right == 0
      (step(h / 2) - step(-h / 2)) / h ≈ 1 / h
    }
  }

  //: A line has the same slope everywhere, a step has none that could be used.

  private static func pictures(_ page: Page) {
    let grid = (-30...30).map { Double($0) / 10 }
    page.plot(
      Plot(
        "Step function and its slope", x: "z", y: "",
        [
          Plot.Series("step", grid.map { ($0, step($0)) }),
          Plot.Series.points("slope", grid.filter { $0 != 0 }.map { ($0, 0) }),
        ]))
    page.plot(
      Plot(
        "Linear activation z/2 + 1 and its slope", x: "z", y: "",
        [
          Plot.Series("αz + β", grid.map { ($0, linear($0, 0.5, 1.0)) }),
          Plot.Series("α", grid.map { ($0, 0.5) }),
        ]))
  }

  //: ### A constant slope
  //:
  //: The slides conclude from the constant slope that a linear activation cannot be used for
  //: backpropagation. It can: the recursion with α for the slope gives the gradient, and
  //: linear regression is trained with it. What fails is the gain from depth, not the gradient.

  /// One linear unit in each of two layers, without biases, and half the squared error.
  private struct LinearUnits {
    let w: Vector<Double>
    let x, y, α, β: Double

    init(_ draw: inout Generator) {
      (w, x, y) = (draw.vector(2, 0.5, 2), draw.uniform(0.5, 1), draw.uniform(-1, 0))
      (α, β) = (draw.uniform(0.5, 2), draw.uniform())
    }

    func loss(_ w: Vector<Twofold>) -> Twofold {
      let a¹ = linear(w[0] * Twofold(x), Twofold(α), Twofold(β))
      return 0.5 * (linear(w[1] * a¹, Twofold(α), Twofold(β)) - Twofold(y)).power(2)
    }

    /// By the recursion δ² = (ŷ − y)α, δ¹ = w²δ²α
    var gradient: Vector<Double> {
      let a¹ = linear(w[0] * x, α, β)
      let δ² = (linear(w[1] * a¹, α, β) - y) * α
      let δ¹ = w[1] * δ² * α
      return [δ¹ * x, δ² * a¹]
    }
  }

  //: The refutation takes the claim at its word: a gradient that cannot be had would have to be
  //: missing, and here it is, by the recursion and without it.

  private static func constantSlope(_ page: Page) {
    let (z, α, β) = (0.3, 0.5, 1.0)
    let found = slope(at: z) { linear($0, Dual(α), Dual(β)) }
    page.show("gʹ", name(of: found, ["α": α, "β": β, "z": z]), at: "linear", for: "linear:deriv")
    page.verify("the slope of αz + β is α everywhere", at: "linear:deriv") { draw in
      let (α, β, z) = (draw.uniform(-2, 2), draw.uniform(-2, 2), draw.uniform(-5, 5))
      derivative(at: z) { linear($0, Twofold(α), Twofold(β)) } ≈ α
    }
    page.refute(
      "a linear activation cannot be used for backpropagation", at: "linear:backprop",
      correction: "δ¹ = w²δ²α leads to the gradient, though depth gains nothing"
    ) { draw in
      let units = LinearUnits(&draw)
      by("gradient that should not be there") { units.gradient ≈ [0, 0] }
    } corrected: { draw in
      let units = LinearUnits(&draw)
      gradient(at: units.w) { units.loss($0) } ≈ units.gradient
    }
  }

  //: With half the squared error a single linear unit is linear regression, whose best line is
  //: known without any descent.
  //:
  //: An output has to fit what it stands for: anything for regression, something between 0 and 1
  //: for a probability. [Softmax](#activations-that-level-off) gives several that add up to 1.

  private static func regression(_ page: Page) {
    page.verify(
      "a linear unit with half the squared error is linear regression: no slope at its solution",
      at: "linear:regression"
    ) { draw in
      let (x, y) = (draw.vector(3, -2, 2), draw.vector(3))
      // The normal equations of a line.
      let w = ((x - x.mean) ⋅ y) / (3 * x.variance)
      gradient(at: [w, y.mean - w * x.mean]) { θ in
        halfSquaredError(θ[1] + θ[0] * Vector(x), Vector(y))
      } ≈ [0, 0] ± (1e-12, "the line divides by the spread of x")
    }
    page.show(
      "range for a sigmoid output", [σ(-800.0), σ(800.0)], for: "output-activation:sigmoid")
  }

  //: ### Outputs that share a sign
  //:
  //: The gradient by a weight is the error of the unit times the activation that came in,
  //: $∂ℒ/∂wₖ = δaₖ$. If the units below are sigmoids, all activations are positive, and the
  //: gradients of all weights of one unit have the sign of its error: they can only move up
  //: together or down together. With tanh they are free. A batch adds rows of either sign, which
  //: helps.

  private static func signs(_ page: Page) {
    page.verify(
      "σ(z) + σ(−z) = 1 and tanh(z) + tanh(−z) = 0", at: "sigmoid:centered", "tanh:centered"
    ) { draw in
      let z = draw.uniform(-20, 20)
      σ(z) + σ(-z) ≈ 1
      tanh(z) + tanh(-z) == 0
    }
    page.verify("fed by sigmoids, the gradients of one unit share a sign", at: "sigmoid:signs") {
      draw in
      let (δ, a) = (draw.uniform(-1, 1), draw.vector(5, -4, 4))
      let g = gradient(at: draw.vector(5)) { w in Twofold(δ) * (w ⋅ σ(Vector(a))) }
      for slope in g.byTape.entries { slope * δ > 0 }
    }
  }

  //: How often do the five gradients of a unit differ in sign? They are counted for random
  //: errors and activations, one sample at a time and summed over a batch.

  private static let countedUnits = 40

  /// The share of units with gradients of both signs, summed over a batch.
  private static func mixedSigns(
    batch: Int, _ g: (Vector<Double>) -> Vector<Double>
  ) -> Double {
    var draw = Generator(seed: 7)
    let mixed = (0..<countedUnits).filter { _ in
      var gradient = Vector(repeating: 0.0, count: 5)
      for _ in 0..<batch {
        let δ = draw.uniform(-1, 1)
        gradient += δ * g(draw.vector(5, -2, 2))
      }
      return gradient.entries.contains { $0 > 0 } && gradient.entries.contains { $0 < 0 }
    }
    return Double(mixed.count) / Double(countedUnits)
  }

  private static func batchOfSigns(_ page: Page) {
    let batches = [1, 8]
    let sigmoid = batches.map { mixedSigns(batch: $0) { σ($0) } }
    page.table(
      "Share of \(countedUnits) random units whose five gradients differ in sign",
      columns: ["samples", "fed by σ", "fed by tanh"],
      rows: zip(batches, sigmoid).map { m, share in
        [m, share, mixedSigns(batch: m) { tanh($0) }]
      }, digits: 2)
    page.check("summed over a batch the signs may differ", at: "sigmoid:batch") {
      by("single samples") { sigmoid[0] == 0 }
      by("a tenth of the batches or more") { sigmoid[1] ≥ 0.1 }
    }
    page.leave(
      "advice on what to choose", at: "choice-of-activation:classification",
      "choice-of-activation:saturation", "choice-of-activation:hidden",
      "choice-of-activation:start", "output-activation:identity", "leaky-relu:hidden",
      "sigmoid:output")
  }
}
