import Companion
import Mathematics

//: The last chapter of *The Maths of Deep Learning* is a Python program of forty lines. It can be
//: run here without Python: numpy's generator is MT19937, and the same seed gives the same
//: sixteen weights, bit for bit.
//:
//: Samples are *rows* here. Every matrix is the transpose of what
//: [the derivations](#four-documents-four-conventions) have, layers multiply from the right, and
//: a gradient sums over the samples by itself.
//:
//:     a¹ = σ(xw¹),  a² = σ(a¹w²)                      (intuition 8)
//:     C = ½‖y − a²‖²                                  (intuition 8)
//:
//: Every iteration takes both weights one step of rate η down the
//: [gradients](#the-programs-gradients).
//:
//:     w¹ ← w¹ − η ∂C/∂w¹,  w² ← w² − η ∂C/∂w²         (intuition 8)

/// Two sigmoid layers without biases, a sample a row: a² = σ(σ(x w¹) w²).
struct RowNetwork<T: Scalar> {
  var w¹: Matrix<T>  // inputs × hidden
  var w²: Matrix<T>  // hidden × outputs

  func forward(_ x: Matrix<T>) -> (a¹: Matrix<T>, a²: Matrix<T>) {
    let a¹ = σ(x * w¹)
    return (a¹, σ(a¹ * w²))
  }

  /// ∂C/∂w¹ and ∂C/∂w² for C = ½ ‖y − a²‖².
  func backward(_ x: Matrix<T>, _ y: Matrix<T>) -> (w¹: Matrix<T>, w²: Matrix<T>) {
    backward(x, y, forward(x))
  }

  /// The same from activations that are already there.
  func backward(_ x: Matrix<T>, _ y: Matrix<T>, _ a: (a¹: Matrix<T>, a²: Matrix<T>))
    -> (w¹: Matrix<T>, w²: Matrix<T>)
  {
    let (a¹, a²) = a
    let δ² = (a² - y) ⊙ a² ⊙ (1 - a²)
    let δ¹ = (δ² * w².ᵀ) ⊙ a¹ ⊙ (1 - a¹)
    return (x.ᵀ * δ¹, a¹.ᵀ * δ²)
  }

  func cost(_ x: Matrix<T>, _ y: Matrix<T>) -> T {
    halfSquaredError(Vector(forward(x).a².entries), Vector(y.entries))
  }
}

extension RowNetwork<Double> {
  /// The weights that the program draws after `seed`.
  init(seed: UInt32, inputs: Int, hidden: Int, outputs: Int) {
    var generator = MersenneTwister(seed: seed)
    w¹ = generator.matrix(inputs, hidden)
    w² = generator.matrix(hidden, outputs)
  }

  /// One step of descent, both layers together; returns the outputs from before it.
  mutating func step(_ x: Matrix<Double>, _ y: Matrix<Double>, rate: Double) -> Matrix<Double> {
    let a = forward(x)
    let gradient = backward(x, y, a)
    w² -= rate * gradient.w²
    w¹ -= rate * gradient.w¹
    return a.a²
  }
}

extension Backprop {
  static let numpyProgram = Section(.intuition, "8", "A program of 1000 steps") { page in
    let x = page.given(matrix: "x", at: "8.1", again: ["8", "8.1"])
    let y = page.given(matrix: "y", at: "8.1").ᵀ
    let rate = page.given(number: "learningRate", at: "8.1", as: "learning rate η")
    let seed = page.given(number: "seed", at: "8.1")
    let iterations = page.given(number: "iterations", at: "8.1")
    let hidden = whole(page.given(number: "hidden units", ours: 4), 1...16)

    //: ### Before training

    let first = RowNetwork<Double>(
      seed: UInt32(whole(seed, 0...Int(UInt32.max))), inputs: x.columns, hidden: hidden,
      outputs: y.columns)
    var network = first
    page.show(
      "a² before training", first.forward(x).a².ᵀ, at: "8.1", for: "8.1:initial", "8:forward",
      "8:weights")

    //: ### Training
    //:
    //: What the program prints as new output is that of the last *iteration*: it was computed
    //: before the last step. The test at the end uses the weights after it. Three places do not
    //: show the difference. (Its last comment says `weight2` twice, where it means both.)

    var costs: [(Double, Double)] = []
    var a² = first.forward(x).a²
    for iteration in 0..<whole(iterations, 1...100_000) {
      if iteration % 20 == 0 { costs.append((Double(iteration), network.cost(x, y))) }
      a² = network.step(x, y, rate: rate)
    }
    let test = page.given(matrix: "x of the test", at: "8.1")

    page.show(
      "a² of the last iteration", a².ᵀ, at: "8.1", for: "8.1:last", "8.1:program", "8.1:update",
      "8:update")
    page.show("a² of the test", network.forward(test).a², at: "8.1", for: "8.1:trained", "8.1:test")
    page.plot(
      Plot(
        "The cost over 1000 iterations", x: "iteration", y: "½ Σ (a² − y)²",
        [Plot.Series("cost", costs)]))

    //: ### What was learned
    //:
    //: The notes end by saying that the outputs resemble y, “that is [0,1,0,1]”. They
    //: resemble 0 1 1 0, which is the y of the program and of the rule in its comment: one for
    //: inputs with exactly two ones. The other y is that of the explanation before the program,
    //: which the program does not use.

    let rule = (0..<x.rows).map { x.row($0).sum == 2 ? 1.0 : 0.0 }
    let yOfExplanation = page.given(vector: "y", at: "8", as: "y of the explanation")
    page.show("output of the rule", rule, at: "8.1", for: "8.1:rule")
    page.show(
      "y of the closing sentence", a².map { $0 > 0.5 ? 1 : 0 }.ᵀ, at: "8.1",
      slips: [Slip("the y of the explanation instead of the program's", yOfExplanation)],
      for: "8.1:closing")
    page.verify("rounded, the outputs are the y of the program", at: "8.1:primed", draws: 1) { _ in
      [Evidence("y", error: distance(a².map { $0.rounded() }, y), bound: 0)]
    }
    page.verify("the same seed draws the same weights", at: "8.1:seed", draws: 1) { _ in
      let second = RowNetwork<Double>(
        seed: UInt32(whole(seed, 0...Int(UInt32.max))), inputs: x.columns, hidden: hidden,
        outputs: y.columns)
      return [
        Evidence(
          "second run", error: distance(second.w¹, first.w¹) + distance(second.w², first.w²),
          bound: 0)
      ]
    }

    //: ### Shapes of the arrays
    //:
    //: The explanation leaves one number open, the x of its chain of shapes: it is the number
    //: of hidden units, four.

    let X = page.given(matrix: "x", at: "8", as: "x of the explanation")
    let Y = Matrix(rows: yOfExplanation.count, columns: 1, entries: yOfExplanation.entries)
    let product = X * Matrix(repeating: 1, rows: X.columns, columns: hidden)
    page.show("shape of x", X.shapeWords, at: "8", for: "8:data")
    page.show("training samples", X.rows, at: "8")
    page.show("shape of y", Y.shapeWords, at: "8", again: ["8"])
    page.show("y of sample 1", Y[0, 0], at: "8", for: "8:pairs")
    page.show("y of sample 2", Y[1, 0], at: "8")
    page.show("m×n", X.shapeWords, at: "8", for: "8:shapes", "8:sizes")
    page.show(
      "m×y", (product * Matrix(repeating: 1, rows: hidden, columns: 1)).shapeWords, at: "8")
    page.show("m", X.rows, at: "8")
    page.show("n", X.columns, at: "8")
    page.show("y as a width", Y.columns, at: "8")

    page.define(
      "sigmoid", at: "8:sigmoid", by: "σ")
    page.define(
      "δ² = a² − y, which meets the slope of the sigmoid next", at: "8:delta2",
      by: "RowNetwork.backward")
  }
}
