import Companion
import Mathematics

//: How much the learning rate changes a step, from the printed gradient and from the true one.
//: Chapter 7 of the *Mathematical Foundations* goes on with the numbers of its
//: [chapter 6](../backprop/README.md#sample-1-forward): the 2-3-1 network, its four samples, and a
//: gradient that it calls an estimate. The arithmetic that follows is right. What it starts from is
//: not the gradient of these samples, nor of any like them, as
//: [the chapter on backpropagation](../backprop/README.md#the-mean-gradient-and-one-step) shows. So
//: both are given here: the step from the printed gradient, and the one that the four samples
//: really ask for.

/// The 2-3-1 network of foundations chapter 6, ŷ = σ(w² · ReLU(W¹x + b¹) + b²), its thirteen
/// parameters in one vector: W¹ row by row, b¹, W², b².
struct ToyNetwork<T: Scalar> {
  let θ: Vector<T>

  init(_ θ: Vector<T>) { self.θ = θ }

  func forward(_ x: Vector<T>) -> (a¹: Vector<T>, ŷ: T) {
    var a¹ = Vector<T>(repeating: 0, count: 3)
    var z² = θ[12]
    for j in 0..<3 {
      a¹[j] = relu(θ[2 * j] * x[0] + θ[2 * j + 1] * x[1] + θ[6 + j])
      z² += θ[9 + j] * a¹[j]
    }
    return (a¹, σ(z²))
  }

  /// The cross-entropy of one sample.
  func loss(_ x: Vector<T>, _ y: Double) -> T {
    let ŷ = forward(x).ŷ
    return -(T(y) * log(ŷ) + T(1 - y) * log(1 - ŷ))
  }
}

extension ToyNetwork<Double> {
  /// The gradient of the loss of one sample, from δ² = ŷ − y backward.
  func gradient(_ x: Vector<Double>, _ y: Double) -> Vector<Double> {
    let (a¹, ŷ) = forward(x)
    let δ² = ŷ - y
    var g = Vector(repeating: 0.0, count: 13)
    for j in 0..<3 {
      let δ¹ = θ[9 + j] * δ² * (a¹[j] > 0 ? 1 : 0)
      g[2 * j] = δ¹ * x[0]
      g[2 * j + 1] = δ¹ * x[1]
      g[6 + j] = δ¹
      g[9 + j] = δ² * a¹[j]
    }
    g[12] = δ²
    return g
  }
}

/// The network of chapter 6 before training, and its four samples.
struct ToyProblem {
  let θ: Vector<Double>
  let x: [Vector<Double>]
  let y: [Double]

  init(_ page: Page, line: Int = #line, file: String = #fileID) {
    let W¹ = page.given(matrix: "W¹", at: "foundations:6.3", file: file, line: line)
    let b¹ = page.given(vector: "b¹", at: "foundations:6.3", file: file, line: line)
    let W² = page.given(matrix: "W²", at: "foundations:6.4", file: file, line: line)
    let b² = page.given(number: "b²", at: "foundations:6.4", file: file, line: line)
    θ = Vector(W¹.entries + b¹.entries + W².entries + [b²])
    let superscript = ["⁽¹⁾", "⁽²⁾", "⁽³⁾", "⁽⁴⁾"]
    x = (0..<4).map {
      page.given(
        vector: "x of sample \($0 + 1)", at: "foundations:§6.1", as: "x" + superscript[$0],
        file: file, line: line)
    }
    y = (0..<4).map {
      page.given(
        number: "y of sample \($0 + 1)", at: "foundations:§6.1", as: "y" + superscript[$0],
        file: file, line: line)
    }
  }

  /// The mean loss of the four samples.
  func loss<T: Scalar>(_ θ: Vector<T>) -> T {
    let network = ToyNetwork(θ)
    return x.indices.reduce(0) { $0 + network.loss(Vector<T>(x[$1]), y[$1]) } / 4
  }

  /// The mean of their gradients.
  func gradient(_ θ: Vector<Double>) -> Vector<Double> {
    let network = ToyNetwork(θ)
    return x.indices.reduce(Vector(repeating: 0, count: 13)) {
      $0 + network.gradient(x[$1], y[$1])
    } / 4
  }
}

extension Optimizers {
  static let stepSize = Section(.foundations, "7.1", "The size of a step") { page in
    let g = page.given(vector: "∂ℒ/∂W²", at: "7.2")
    let η = page.given(number: "η", at: "§7.1.1")
    let larger = page.given(number: "larger η", at: "§7.1.1")

    //: One step of descent takes the gradient g, times the rate η, away from the parameters.
    //: Chapter 8 lets the rate depend on the step:
    //:
    //:     θ ← θ − ηg                                  (7.1)
    //:     θₜ₊₁ = θₜ − ηₜ∇ℒ(θₜ)                        (8.2)
    //:
    //: The example takes the step for the output weights, from the mean gradient of the m samples:
    //:
    //:     ∂ℒ/∂W² = (1/m) Σᵢ₌₁ᵐ δ²⁽ⁱ⁾ a¹⁽ⁱ⁾ᵀ           (7.2)
    //:     ΔW² = −η ∂ℒ/∂W²                             (7.1, second), (7.2, second)
    //:
    //: Five times the rate is five times the step, entry by entry.

    let Δ = -η * g
    let largerΔ = -larger * g
    page.show("∂ℒ/∂W² restated", g, at: "7.1/2", again: ["7.2/2"], for: "7.2")
    page.show("ΔW²", Δ, at: "7.1/2")
    page.show("ΔW²", largerΔ, at: "7.2/2")
    page.define("one step of gradient descent", at: "7.1", "8.2", by: "stepped")

    page.verify("c times the rate is c times the step", at: "7.1.1:linear") { draw in
      let (θ, g) = (draw.vector(3), draw.vector(3))
      let (η, c) = (draw.uniform(0, 1), draw.uniform(0, 10))
      let one = stepped(θ, g, η) - θ
      let many = stepped(θ, g, c * η) - θ
      return [Evidence("entries", error: distance(many, c * one), bound: 1e-14)]
    }

    //: This is the gradient of the four samples by the output weights, and the two steps that it
    //: asks for. They are smaller by about half or more.

    let problem = ToyProblem(page)
    let gradient = problem.gradient(problem.θ)
    let gW² = Vector(Array(gradient.entries[9..<12]))

    page.derive("∂ℒ/∂W² of the samples", gW², for: "7.2")
    page.derive("the step of W² at η", -η * gW²)
    page.derive("the step of W² at the larger η", -larger * gW²)
    page.verify("the hand-written gradient of all thirteen parameters") { draw in
      let θ = draw.vector(13)
      let g = ToyNetwork(θ).gradient([0.5, 0.2], 1)
      func loss<T: Scalar>(_ θ: Vector<T>) -> T { ToyNetwork(θ).loss([0.5, 0.2], 1) }
      return Array(compare(g, at: θ, loss, loss, loss).dropLast())
    }

    //: ### Paths on a bowl
    //:
    //: Faster movement, or overshooting: on the bowl $½(x² + 12y²)$ both happen at once. Along y
    //: the slope changes twelve times as quickly as along x, so that the steps along y bounce as
    //: soon as η passes $1/12$ and run away beyond $2/12$, while x has hardly begun to move. With
    //: each rate twelve steps are taken from the same start. The two ellipses are level lines of
    //: the bowl, at heights 2 and 8.

    let bowlRates = [0.03, 0.12, 0.17]
    let paths = bowlRates.map { η in
      descent(from: [-4, 1.2], η, steps: 12) { [$0[0], 12 * $0[1]] }
    }
    page.plot(
      Plot(
        "Three paths on a bowl", x: "x", y: "y",
        zip(bowlRates, paths).map { η, path in
          Plot.Series("η = \(η)", path.map { ($0[0], $0[1]) })
        } + [level(2), level(8)]), at: "7.1.1:overshoot")
    page.table(
      "The same paths after twelve steps", columns: ["η", "x", "y", "½(x² + 12y²)"],
      rows: zip(bowlRates, paths).map { η, path in
        let (x, y) = (path[12][0], path[12][1])
        return [η, x, y, (x * x + 12 * y * y) / 2]
      })
  }

  /// The points at which ½(x² + 12y²) has a given height.
  private static func level(_ height: Double) -> Plot.Series {
    let (a, b) = ((2 * height).squareRoot(), (height / 6).squareRoot())
    return Plot.Series(
      "height \(Int(height))",
      (0...48).map { k in
        let angle = Double(k) * .pi / 24
        return (a * cos(angle), b * sin(angle))
      })
  }
}
