import Companion
import Mathematics

//: Advice on choosing an activation cannot be computed; the mathematics behind it can. The slides
//: give both, for a step and a straight line first.
//:
//:     g(z) = {1 if z > 0; 0 if z < 0}               (slides Step)
//:     g(z) = αz + β,  gʹ(z) = α                     (slides Linear)

extension Backprop {
  static let choices = Section(.slides, "output-activation", "Step, linear, and signs") { page in
    page.define(
      "1 for z > 0, 0 for z < 0, here 0 at 0", at: "step:def", "step:perceptron", by: "step")
    page.define("αz + β", at: "linear:def", by: "linear")

    //: The step function has slope 0 wherever it has one, and its difference quotient at 0 grows
    //: like $1/h$. A step unit tells two classes apart and no more, because it has two values.

    page.verify(
      "step: two values, slope 0 off 0, quotient 1/h across 0", at: "step:issues"
    ) { draw in
      let z = draw.uniform(0.1, 3) * (draw.below(2) == 0 ? 1 : -1)
      let h = draw.uniform(1e-6, 1e-2)
      let across = (step(h / 2) - step(-h / 2)) / h
      return [
        Evidence("value 0 or 1", error: step(z) * (1 - step(z)), bound: 0),
        Evidence("slope off 0", error: slopes(at: z, step).right.absolute, bound: 0),
        Evidence("h times quotient", error: distance(across * h, 1.0), bound: 1e-15),
      ]
    }

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

    //: ### A constant slope
    //:
    //: The slides conclude from the constant slope that a linear activation cannot be used for
    //: backpropagation. It can: the recursion with α for the slope gives the gradient, and
    //: linear regression is trained with it. What fails is the gain from depth, not the gradient.

    let α = 0.5
    let slope = linear(Dual(0.3, tangent: 1), Dual(α), Dual(1.0)).tangent
    page.show("gʹ", name(of: slope, ["α": α, "β": 1, "z": 0.3]), at: "linear", for: "linear:deriv")
    page.verify("the slope of αz + β is α everywhere", at: "linear:deriv") { draw in
      let (α, β, z) = (draw.uniform(-2, 2), draw.uniform(-2, 2), draw.uniform(-5, 5))
      let slope = linear(Dual(z, tangent: 1), Dual(α), Dual(β)).tangent
      return [Evidence("dual numbers", error: distance(slope, α), bound: 0)]
    }
    page.refute(
      "a linear activation cannot be used for backpropagation", at: "linear:backprop",
      correction: "δ¹ = w²δ²α leads to the gradient, though depth gains nothing"
    ) { draw in
      let (_, tape) = linearGradients(&draw)
      return [Evidence("gradient that should not be there", error: tape.maxNorm, bound: 0)]
    } corrected: { draw in
      let (byHand, tape) = linearGradients(&draw)
      return [Evidence("tape", error: distance(byHand, tape), bound: 1e-14)]
    }
    page.verify(
      "a linear unit with half the squared error is linear regression: no slope at its solution",
      at: "linear:regression"
    ) { draw in
      let (x, y) = (draw.vector(3, -2, 2), draw.vector(3))
      // The normal equations of a line.
      let (x̄, ȳ) = (x.sum / 3, y.sum / 3)
      let w = ((x - Vector(repeating: x̄, count: 3)) ⋅ y) / (x ⋅ x - 3 * x̄ * x̄)
      let θ: Vector = [w, ȳ - w * x̄]
      let gradient = reverseGradient(at: θ) { θ in
        halfSquaredError(θ[0] * Vector<Variable>(x) + Vector(repeating: θ[1], count: 3), Vector(y))
      }
      return [Evidence("gradient there, tape", error: gradient.maxNorm, bound: 1e-12)]
    }

    //: An output has to fit what it stands for: anything for regression, something between 0 and 1
    //: for a probability. [Softmax](#activations-that-level-off) gives several that add up to 1.

    page.show(
      "range for a sigmoid output", [σ(-800.0), σ(800.0)], for: "output-activation:sigmoid")

    //: ### Outputs that share a sign
    //:
    //: The gradient by a weight is the error of the unit times the activation that came in,
    //: $∂ℒ/∂wₖ = δaₖ$. If the units below are sigmoids, all activations are positive, and the
    //: gradients of all weights of one unit have the sign of its error: they can only move up
    //: together or down together. With tanh they are free. A batch adds rows of either sign, which
    //: helps.

    page.verify(
      "σ(z) + σ(−z) = 1 and tanh(z) + tanh(−z) = 0", at: "sigmoid:centered", "tanh:centered"
    ) { draw in
      let z = draw.uniform(-20, 20)
      return [
        Evidence("sigmoid", error: distance(σ(z) + σ(-z), 1.0), bound: 1e-15),
        Evidence("tanh", error: (tanh(z) + tanh(-z)).absolute, bound: 0),
      ]
    }
    page.verify("fed by sigmoids, the gradients of one unit share a sign", at: "sigmoid:signs") {
      draw in
      let (δ, a) = (draw.uniform(-1, 1), σ(draw.vector(5, -4, 4)))
      let others = (δ * a).entries.filter { $0 * δ <= 0 }.count
      return [Evidence("signs, counted", error: Double(others), bound: 0)]
    }
    let batches = [1, 8]
    let sigmoid = batches.map { mixedSigns(batch: $0) { σ($0) } }
    page.table(
      "Share of 40 random units whose five gradients differ in sign",
      columns: ["samples", "fed by σ", "fed by tanh"],
      rows: zip(batches, sigmoid).map { m, share in
        [m, share, mixedSigns(batch: m) { $0.map { tanh($0) } }]
      }, digits: 2)
    page.verify("summed over a batch the signs may differ", at: "sigmoid:batch", draws: 1) { _ in
      [
        Evidence("single samples", error: sigmoid[0], bound: 0),
        Evidence("a tenth of the batches or more", error: max(0, 0.1 - sigmoid[1]), bound: 0),
      ]
    }

    page.leave(
      "advice on what to choose", at: "choice-of-activation:classification",
      "choice-of-activation:saturation", "choice-of-activation:hidden",
      "choice-of-activation:start", "output-activation:identity", "leaky-relu:hidden",
      "sigmoid:output")
  }

  /// The gradient of a linear network of one unit in each of two layers, by recursion and by the
  /// tape.
  private static func linearGradients(_ draw: inout Generator) -> (
    byHand: Vector<Double>, tape: Vector<Double>
  ) {
    let (w, x, y) = (draw.vector(2, 0.5, 2), draw.uniform(0.5, 1), draw.uniform(-1, 0))
    let (α, β) = (draw.uniform(0.5, 2), draw.uniform())
    let a¹ = linear(w[0] * x, α, β)
    let δ² = (linear(w[1] * a¹, α, β) - y) * α
    let δ¹ = w[1] * δ² * α
    let tape = reverseGradient(at: w) { w in
      func g(_ z: Variable) -> Variable { linear(z, Variable(α), Variable(β)) }
      let e = g(w[1] * g(w[0] * Variable(x))) - Variable(y)
      return 0.5 * (e * e)
    }
    return ([δ¹ * x, δ² * a¹], tape)
  }

  /// How many of 40 units have gradients of both signs, summed over a batch.
  private static func mixedSigns(
    batch: Int, _ g: (Vector<Double>) -> Vector<Double>
  ) -> Double {
    var draw = Generator(seed: 7)
    let mixed = (0..<40).filter { _ in
      var gradient = [0.0, 0, 0, 0, 0]
      for _ in 0..<batch {
        let δ = draw.uniform(-1, 1)
        let a = g(draw.vector(5, -2, 2)).entries
        for k in 0..<5 { gradient[k] += δ * a[k] }
      }
      return gradient.contains { $0 > 0 } && gradient.contains { $0 < 0 }
    }
    return Double(mixed.count) / 40
  }
}

/// 1 for z > 0, else 0
func step(_ z: Double) -> Double { z > 0 ? 1 : 0 }

/// αz + β
func linear<T: Scalar>(_ z: T, _ α: T, _ β: T) -> T { α * z + β }
