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
//:
//: The thirteen parameters of the network stand in one vector, so that every rule for vectors can
//: train it. Its cross-entropy is computed from the logit and not from the output:
//:
//:     −y log(ŷ) − (1 − y) log(1 − ŷ) = log(1 + eᶻ) − yz   for ŷ = σ(z)
//:
//: The two are the same number, but once σ(z) rounds to 1 the left side asks for the logarithm of
//: 0, and the right side does not. A rate that is bold enough leads there.

/// The 2-3-1 network of foundations chapter 6, ŷ = σ(W² · ReLU(W¹x + b¹) + b²), its thirteen
/// parameters in one vector: W¹ row by row, b¹, W², b².
struct ToyNetwork<T: Scalar> {
  let θ: Vector<T>

  init(_ θ: Vector<T>) { self.θ = θ }

  var W¹: Matrix<T> { Matrix(rows: 3, columns: 2, entries: θ[0..<6].entries) }
  var b¹: Vector<T> { θ[6..<9] }
  var W²: Vector<T> { θ[9..<12] }
  var b²: T { θ[12] }

  func forward(_ x: Vector<T>) -> (a¹: Vector<T>, z²: T, ŷ: T) {
    let a¹ = relu(W¹ * x + b¹)
    let z² = a¹.indices.reduce(b²) { $0 + W²[$1] * a¹[$1] }
    return (a¹, z², σ(z²))
  }

  /// The cross-entropy of one sample.
  func loss(_ x: Vector<T>, _ y: Double) -> T {
    let z² = forward(x).z²
    return logSumExp([0, z²]) - T(y) * z²
  }
}

//: Its gradient is written out by hand, from the error of the output backward. How that is done is
//: the subject of [another chapter](../backprop/README.md); here it only has to be right, and is
//: compared with a derivative that nobody derived.

extension ToyNetwork<Double> {
  /// The gradient of the loss of one sample, from δ² = ŷ − y backward.
  func gradient(_ x: Vector<Double>, _ y: Double) -> Vector<Double> {
    let (a¹, _, ŷ) = forward(x)
    let δ² = ŷ - y
    let δ¹ = δ² * W² ⊙ reluʹ(a¹)
    return Vector((δ¹ * x.ᵀ).entries + δ¹.entries + (δ² * a¹).entries + [δ²])
  }
}

//: The loss of a batch is the mean over its samples, and so is its gradient.

/// The mean of some numbers.
func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

/// The mean of some vectors of the same length.
func mean(_ vectors: [Vector<Double>]) -> Vector<Double> {
  vectors.dropFirst().reduce(vectors[0], +) / Double(vectors.count)
}

//: The parameters before training and the four samples are those of chapter 6; each page that
//: trains this network takes them all, and `--set` takes others.

/// The network of chapter 6 before training, and its four samples.
struct ToyProblem {
  let θ: Vector<Double>
  let x: [Vector<Double>]
  let y: [Double]

  init(_ page: Page, line: Int = #line, file: String = #fileID) {
    func given<Value: Given>(
      _ name: String, _ place: Place, as short: String? = nil, in range: ClosedRange<Double>? = nil
    ) -> Value {
      page.given(name, at: place, as: short, in: range, file: file, line: line)
    }
    let (W¹, b¹): (Matrix, Vector) = (
      given("W¹", "foundations:6.3"), given("b¹", "foundations:6.3")
    )
    let (W², b²): (Matrix, Double) = (
      given("W²", "foundations:6.4"), given("b²", "foundations:6.4")
    )
    θ = Vector(W¹.entries + b¹.entries + W².entries + [b²])
    let samples = zip(1..., ["⁽¹⁾", "⁽²⁾", "⁽³⁾", "⁽⁴⁾"])
    x = samples.map { given("x of sample \($0)", "foundations:§6.1", as: "x" + $1) }
    y = samples.map { given("y of sample \($0)", "foundations:§6.1", as: "y" + $1, in: 0...1) }
  }

  /// The mean loss of the four samples.
  func loss(_ θ: Vector<Double>) -> Double {
    let network = ToyNetwork(θ)
    return mean(x.indices.map { network.loss(x[$0], y[$0]) })
  }

  /// The mean of their gradients.
  func gradient(_ θ: Vector<Double>) -> Vector<Double> {
    let network = ToyNetwork(θ)
    return mean(x.indices.map { network.gradient(x[$0], y[$0]) })
  }
}

//: The page first takes the printed gradient at its word.

extension Optimizers {
  static let stepSize = Section(.foundations, "7.1", "The size of a step") { page in
    let g: Vector = page.given("∂ℒ/∂W²", at: "7.2")
    let η: Double = page.given("η", at: "§7.1.1")
    let larger: Double = page.given("larger η", at: "§7.1.1")
    printedStep(page, g, η, larger)
    trueStep(page, ToyProblem(page), η, larger)
    acrossBowl(page)
  }

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

  private static func printedStep(
    _ page: Page, _ g: Vector<Double>, _ η: Double, _ larger: Double
  ) {
    page.show("∂ℒ/∂W²", g, at: "7.1/2", again: ["7.2/2"], for: "7.2")
    page.show("ΔW²", -η * g, at: "7.1/2")
    page.show("ΔW²", -larger * g, at: "7.2/2")
    page.define("one step of gradient descent", at: "7.1", "8.2", by: "stepped")

    page.verify("c times the rate is c times the step", at: "7.1.1:linear") { draw in
      let (θ, g) = (draw.vector(3), draw.vector(3))
      let (η, c) = (draw.uniform(0, 1), draw.uniform(0, 10))
      stepped(θ, g, c * η) - θ ≈ c * (stepped(θ, g, η) - θ)
    }
  }

  //: This is the gradient of the four samples by the output weights, and the two steps that it
  //: asks for. They are smaller by about half or more.
  //:
  //: The gradient of all thirteen parameters is tried at drawn ones. A difference of two losses
  //: means nothing across the kink of a ReLU, so that draws with a unit near its kink are passed
  //: over.

  private static func trueStep(
    _ page: Page, _ problem: ToyProblem, _ η: Double, _ larger: Double
  ) {
    let g = problem.gradient(problem.θ)[9..<12]
    page.derive("∂ℒ/∂W² of the samples", g, for: "7.2")
    page.derive("the step of W² at η", -η * g)
    page.derive("the step of W² at the larger η", -larger * g)
    page.verify("the hand-written gradient of all thirteen parameters") { draw in
      let network = ToyNetwork(draw.vector(13))
      let (x, y) = (draw.vector(2), draw.uniform())
      let z¹ = network.W¹ * x + network.b¹
      if z¹.map(\.magnitude).entries.min()! > 1e-3 {
        gradient(at: network.θ) { ToyNetwork($0).loss(Vector(x), y) } ≈ network.gradient(x, y)
      }
    }
  }

  //: ### Paths on a bowl
  //:
  //: Faster movement, or overshooting: on the bowl $½(x² + 12y²)$ both happen at once. Along y
  //: the slope changes twelve times as quickly as along x, so that the steps along y bounce as
  //: soon as η passes $1/12$ and run away beyond $2/12$, while x has hardly begun to move. With
  //: each rate twelve steps are taken from the same start. The two ellipses are level lines of
  //: the bowl, at heights 2 and 8.

  /// How many times as quickly the slope of the bowl changes along y.
  private static let steepness = 12.0

  /// The points at which ½(x² + 12y²) has a given height.
  private static func level(_ height: Double) -> Plot.Series {
    let (a, b) = ((2 * height).squareRoot(), (2 * height / steepness).squareRoot())
    return Plot.Series(
      "height \(words(height))",
      (0...48).map { k in
        let angle = Double(k) * .pi / 24
        return (a * cos(angle), b * sin(angle))
      })
  }

  private static func acrossBowl(_ page: Page) {
    let steps = 12
    let paths = [0.03, 0.12, 0.17].map { η in
      (η, descent(from: [-4, 1.2], η, steps: steps) { [$0[0], steepness * $0[1]] })
    }
    page.plot(
      Plot(
        "Three paths on a bowl", x: "x", y: "y",
        paths.map { η, path in Plot.Series("η = \(words(η))", path.map { ($0[0], $0[1]) }) }
          + [level(2), level(8)]), at: "7.1.1:overshoot")
    page.table(
      "The same paths after \(spelled(steps)) steps",
      columns: ["η", "x", "y", "½(x² + \(words(steepness))y²)"],
      rows: paths.map { η, path in
        let (x, y) = (path[steps][0], path[steps][1])
        return [η, x, y, (x * x + steepness * y * y) / 2]
      })
  }
}
