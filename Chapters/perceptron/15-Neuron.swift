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
    let w = page.given(vector: "w", ours: [2, 1])
    let b = page.given(number: "b", ours: -2)

    page.define(
      "d inputs, an output in {0, 1}: a neuron with the step", at: "connection:io", by: "Neuron")
    page.define(
      "parameters w and b, hyperparameter g", at: "neuron-model:parts", by: "Neuron")

    //: The same weights and bias with both activations, on the corners of a square. At score 0 the
    //: step has to decide and says 1; the sigmoid says ½.

    let hard = Neuron(w: w, b: b, g: step)
    let soft = Neuron(w: w, b: b, g: { σ($0) })
    let sharp = Neuron(w: 8 * w, b: 8 * b, g: { σ($0) })
    page.table(
      "Two activations", columns: ["x", "score", "step", "sigmoid", "sigmoid, weights × 8"],
      rows: [[0, 0], [1, 0], [0, 1], [1, 1]].map { x in
        [x, w ⋅ x + b, hard.output(x), soft.output(x), sharp.output(x)]
      })

    //: Multiplying the parameters leaves the perceptron as it is. To the sigmoid it does
    //: something: the larger they are, the steeper it becomes, and in the limit it is the step,
    //: except at score 0.

    let scores = (-40...40).map { Double($0) / 10 }
    page.plot(
      Plot(
        "The step and sigmoids that approach it", x: "score", y: "output",
        [
          Plot.Series("step", [(-4, 0), (0, 0), (0, 1), (4, 1)]),
          Plot.Series("σ(z)", scores.map { ($0, σ($0)) }),
          Plot.Series("σ(4z)", scores.map { ($0, σ(4 * $0)) }),
        ]))
    page.verify("|σ(αz) − step(z)| ≤ exp(−α|z|) for z ≠ 0: σ(αz) → step(z)") { draw in
      let z = draw.uniform(0.01, 3) * signed(Double(draw.below(2)))
      let α = draw.uniform(0.1, 100)
      let difference = (σ(α * z) - step(z)).magnitude
      return [
        Evidence("the bound", error: max(0, difference - exp(-α * z.magnitude)), bound: .ulpOfOne),
        Evidence("at α = 10⁵", error: (σ(1e5 * z) - step(z)).magnitude, bound: 1e-15),
      ]
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
      let z = w ⋅ x + b
      let p = Neuron(w: w, b: b, g: { σ($0) }).output(x)
      let isSame = (p >= 0.5) == (Neuron(w: w, b: b, g: step).output(x) == 1)
      return [
        Evidence("log-odds", error: distance(log(p / (1 - p)), z), bound: 1e-13),
        Evidence("the side of the boundary", holds: isSame),
      ]
    }

    //: A slope lets it be trained by gradient descent, but it does not bend the boundary:
    //: [XOR](#xor-one-line-cannot-three-can) stays out of reach. The best that a logistic neuron
    //: can do there is to know nothing. Its cross-entropy has no slope at $w = 0$, $b = 0$, and
    //: since it is convex that is its minimum: every corner gets the probability ½, and the loss
    //: is $log 2$.

    let corners: [(Vector<Double>, Double)] = [
      ([0, 0], 0), ([1, 0], 1), ([0, 1], 1), ([1, 1], 0),
    ]
    func loss<T: Scalar>(_ parameters: Vector<T>) -> T {
      corners.reduce(0) { sum, corner in
        let (x, y) = corner
        let z = parameters[0] * T(x[0]) + parameters[1] * T(x[1]) + parameters[2]
        let p = σ(z)
        return sum - (T(y) * log(p) + T(1 - y) * log(1 - p)) / 4
      }
    }
    let zero: Vector<Double> = [0, 0, 0]
    page.derive("slope of the loss at zero", forwardGradient(at: zero, loss))
    page.derive("the loss there", loss(zero))
    page.verify("no logistic neuron has a loss below log 2 on XOR", at: "xor:separable") { draw in
      let losses = (0..<20).map { _ in loss(draw.vector(3, -4, 4)) }
      return [Evidence("20 others", error: max(0, log(2.0) - losses.min()!), bound: 0)]
    }
  }
}
