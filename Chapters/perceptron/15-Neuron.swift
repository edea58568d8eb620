import Companion
import Mathematics

//: Replace the step by a sigmoid, and the perceptron becomes the neuron of every later chapter.
//: The boundary stays exactly where it was. What changes is that the answer says how sure it is,
//: and that it has a slope.

/// A neuron: weights and bias are its parameters, the activation is chosen beforehand.
struct Neuron {
  /// The parameters, which are learned.
  var w: Vector<Double>
  var b: Double
  /// The hyperparameter, which is not.
  let g: @Sendable (Double) -> Double

  func output(_ x: Vector<Double>) -> Double { g(w ⋅ x + b) }
}

extension Perceptron {
  static let neuron = Section(.slides, "connection", "The step and the sigmoid") { page in
    let w: Vector = page.given("w", ours: [2, 1])
    let b: Double = page.given("b", ours: -2)

    page.define(
      "d inputs, an output in {0, 1}: a neuron with the step", at: "connection:io", by: "Neuron")
    page.define("parameters w and b, hyperparameter g", at: "neuron-model:parts", by: "Neuron")
    twoActivations(page, w, b)
    steeper(page)
    knowsNothing(page)
  }

  //: The same weights and bias with both activations, on the corners of a square. At score 0 the
  //: step has to decide and says 1; the sigmoid says ½.

  private static func twoActivations(_ page: Page, _ w: Vector<Double>, _ b: Double) {
    let factor = 8.0
    let hard = Neuron(w: w, b: b, g: step)
    let soft = Neuron(w: w, b: b, g: { σ($0) })
    let sharp = Neuron(w: factor * w, b: factor * b, g: { σ($0) })
    page.table(
      "Two activations",
      columns: ["x", "score", "step", "sigmoid", "sigmoid, weights × \(words(factor))"],
      rows: [[0, 0], [1, 0], [0, 1], [1, 1]].map { x in
        [x, w ⋅ x + b, hard.output(x), soft.output(x), sharp.output(x)]
      })
  }

  //: Multiplying the parameters leaves the perceptron as it is. To the sigmoid it does
  //: something: the larger they are, the steeper it becomes, and in the limit it is the step,
  //: except at score 0. How near it is there can be bounded.

  private static func steeper(_ page: Page) {
    let steep = 4.0
    let scores = (-40...40).map { Double($0) / 10 }
    page.plot(
      Plot(
        "The step and sigmoids that approach it", x: "score", y: "output",
        [
          Plot.Series("step", [(-4, 0), (0, 0), (0, 1), (4, 1)]),
          Plot.Series("σ(z)", scores.map { ($0, σ($0)) }),
          Plot.Series("σ(\(words(steep))z)", scores.map { ($0, σ(steep * $0)) }),
        ]))
    page.verify("|σ(αz) − step(z)| ≤ exp(−α|z|) for z ≠ 0: σ(αz) → step(z)") { draw in
      let z = draw.uniform(0.01, 3) * signed(Double(draw.below(2)))
      let α = draw.uniform(0.1, 100)
      let limit = exp(-α * z.magnitude)
      let apart = (σ(α * z) - step(z)).magnitude
      by("the bound") { apart ≤ limit ± (Double.ulpOfOne, "σ is rounded beside 1") }
      by("for a large α") { σ(1e5 * z) ≈ step(z) }
    }

    //: Logistic regression models the logarithm of the odds $p : (1 − p)$ as a score. Solved for p
    //: that is the sigmoid neuron, so the two names mean one model.
    //:
    //:     log(p/(1 − p)) = wᵀx + b,  p = σ(wᵀx + b)

    page.verify(
      "log(p/(1 − p)) = wᵀx + b for p = σ(wᵀx + b), and p ≥ ½ where the step is 1",
      at: "connection:sigmoid"
    ) { draw in
      let (w, x) = (draw.vector(4), draw.vector(4))
      let b = draw.uniform(-1, 1)
      let p = Neuron(w: w, b: b, g: { σ($0) }).output(x)
      log(p / (1 - p)) ≈ w ⋅ x + b
      (p >= 0.5) == (Neuron(w: w, b: b, g: step).output(x) == 1)
    }
  }
}

//: A slope lets it be trained by gradient descent, but it does not bend the boundary:
//: [XOR](#xor-one-line-cannot-three-can) stays out of reach. The best that a logistic neuron
//: can do there is to know nothing. Its cross-entropy has no slope at $w = 0$, $b = 0$, and
//: since it is convex that is its minimum: every corner gets the probability ½, and the loss
//: is $log 2$.

/// The cross-entropy of a neuron with the parameters w₁, w₂, b on the corners of XOR.
private func xorLoss<T: Scalar>(_ parameters: Vector<T>) -> T {
  let corners: [(x: Vector<Double>, y: Double)] = [
    ([0, 0], 0), ([1, 0], 1), ([0, 1], 1), ([1, 1], 0),
  ]
  return corners.reduce(0) { sum, corner in
    let p = σ(parameters ⋅ Vector<T>(corner.x.augmented))
    return sum - (T(corner.y) * log(p) + T(1 - corner.y) * log(1 - p)) / 4
  }
}

extension Perceptron {
  private static func knowsNothing(_ page: Page) {
    let zero: Vector<Double> = [0, 0, 0]
    page.derive("slope of the loss at zero", forwardGradient(at: zero, xorLoss))
    page.derive("the loss there", xorLoss(zero))
    page.verify("no logistic neuron has a loss below log 2 on XOR", at: "xor:separable") { draw in
      for _ in 0..<20 { by("random others") { xorLoss(draw.vector(3, -4, 4)) ≥ log(2.0) } }
    }
  }
}
