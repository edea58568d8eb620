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

//: Its weights are draws of numpy. That generator, MT19937, keeps 624 words of 32 bits. When all
//: have been used, each is joined with its neighbour, twisted and mixed with a third; what is
//: handed out is scrambled once more. A number in [0, 1) takes two outputs, 27 bits of one and 26
//: of the other.

/// MT19937 of Matsumoto and Nishimura (1998) as numpy's `RandomState` drives it: the same
/// seed gives the same numbers, bit for bit.
struct MersenneTwister {
  private static let count = 624
  private static let middle = 397
  private var state: [UInt32]
  private var position = count

  /// The generator after numpy's `seed(seed)`.
  init(seed: UInt32) {
    state = [seed]
    for i in 1..<Self.count {
      let previous = state[i - 1]
      state.append(1_812_433_253 &* (previous ^ (previous >> 30)) &+ UInt32(i))
    }
  }

  //: The twist takes the highest bit of a word and the other 31 of the next, moves them one place
  //: down, and mixes a constant in where the last bit was 1.

  private mutating func refill() {
    for i in 0..<Self.count {
      let joined = (state[i] & 0x8000_0000) | (state[(i + 1) % Self.count] & 0x7FFF_FFFF)
      let twist: UInt32 = joined & 1 == 0 ? 0 : 0x9908_B0DF
      state[i] = state[(i + Self.middle) % Self.count] ^ (joined >> 1) ^ twist
    }
    position = 0
  }

  /// The next 32 bits.
  mutating func next() -> UInt32 {
    if position == Self.count { refill() }
    var y = state[position]
    position += 1
    y ^= y >> 11
    y ^= (y << 7) & 0x9D2C_5680
    y ^= (y << 15) & 0xEFC6_0000
    return y ^ (y >> 18)
  }

  /// A number in [0, 1) of 53 bits, numpy's `random()`.
  mutating func uniform() -> Double {
    let high = Double(next() >> 5)
    let low = Double(next() >> 6)
    return (high * 67_108_864 + low) / 9_007_199_254_740_992
  }

  /// A matrix of such numbers, row by row: numpy's `random((rows, columns))`.
  mutating func matrix(_ rows: Int, _ columns: Int) -> Matrix<Double> {
    Matrix(rows: rows, columns: columns, entries: (0..<rows * columns).map { _ in uniform() })
  }
}

//: The program draws the first matrix, then the second, row by row, and takes its steps with both
//: gradients from before the step.

extension RowNetwork<Double> {
  /// The weights that the program draws after `seed`.
  init(seed: Int, inputs: Int, hidden: Int, outputs: Int) {
    var generator = MersenneTwister(seed: UInt32(seed))
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
    let x: Matrix = page.given("x", at: "8.1", again: ["8"])
    let target: Matrix = page.given("y", at: "8.1", in: 0...1)
    let y = target.ᵀ
    let rate: Double = page.given("learningRate", at: "8.1", as: "learning rate η", in: 0...100)
    let seed: Int = page.given("seed", at: "8.1", in: 0...4_294_967_295)
    let iterations: Int = page.given("iterations", at: "8.1", in: 1...100_000)
    let hidden: Int = page.given("hidden units", ours: 4, in: 1...16)

    //: Before training the outputs say nothing about x yet: all four are near each other.

    let first = RowNetwork(seed: seed, inputs: x.columns, hidden: hidden, outputs: y.columns)
    page.show(
      "a² before training", first.forward(x).a².ᵀ, at: "8.1", for: "8.1:initial", "8:forward",
      "8:weights")
    let a² = training(page, first, x, y, rate, iterations)
    let explained = learned(page, x, y, a²)
    seeds(page, first, seed, x, y)
    shapesOfArrays(page, explained, hidden)
  }

  //: ### Training
  //:
  //: What the program prints as new output is that of the last *iteration*: it was computed
  //: before the last step. The test at the end uses the weights after it. Three places do not
  //: show the difference. (Its last comment says `weight2` twice, where it means both.)

  /// The outputs of the last iteration.
  private static func training(
    _ page: Page, _ first: RowNetwork<Double>, _ x: Matrix<Double>, _ y: Matrix<Double>,
    _ rate: Double, _ iterations: Int
  ) -> Matrix<Double> {
    var network = first
    var costs: [(Double, Double)] = []
    var a² = first.forward(x).a²
    for iteration in 0..<iterations {
      if iteration % 20 == 0 { costs.append((Double(iteration), network.cost(x, y))) }
      a² = network.step(x, y, rate: rate)
    }
    let test: Matrix = page.given("x of the test", at: "8.1")

    page.show(
      "a² of the last iteration", a².ᵀ, at: "8.1", for: "8.1:last", "8.1:program", "8.1:update",
      "8:update")
    page.show("a² of the test", network.forward(test).a², at: "8.1", for: "8.1:trained", "8.1:test")
    page.plot(
      Plot(
        "The cost over \(iterations) iterations", x: "iteration", y: "½ Σ (a² − y)²",
        [Plot.Series("cost", costs)]))
    return a²
  }

  //: ### What was learned
  //:
  //: The notes end by saying that the outputs resemble y, “that is [0,1,0,1]”. They
  //: resemble 0 1 1 0, which is the y of the program and of the rule in its comment: one for
  //: inputs with exactly two ones. The other y is that of the explanation before the program,
  //: which the program does not use.

  /// The y of the explanation.
  private static func learned(
    _ page: Page, _ x: Matrix<Double>, _ y: Matrix<Double>, _ a²: Matrix<Double>
  ) -> Vector<Double> {
    let explained: Vector = page.given("y", at: "8", as: "y of the explanation")
    let rule = (0..<x.rows).map { x.row($0).sum == 2 ? 1.0 : 0.0 }
    page.show("output of the rule", rule, at: "8.1", for: "8.1:rule")
    page.show(
      "y of the closing sentence", a².map { $0 > 0.5 ? 1 : 0 }.ᵀ, at: "8.1",
      slips: [Slip("the y of the explanation instead of the program's", explained)],
      for: "8.1:closing")
    page.check("rounded, the outputs are the y of the program", at: "8.1:primed") {
      a².map { $0.rounded() } == y
    }
    return explained
  }

  //: A seed would be worth nothing if it did not decide all weights, or if every seed drew the
  //: same. That the numbers are those of MT19937 can be tested from outside as well: the standard
  //: of C++ names the ten-thousandth output after the seed 5489.

  private static func seeds(
    _ page: Page, _ first: RowNetwork<Double>, _ seed: Int, _ x: Matrix<Double>,
    _ y: Matrix<Double>
  ) {
    let weights = { (seed: Int) in
      RowNetwork(seed: seed, inputs: x.columns, hidden: first.w¹.columns, outputs: y.columns)
    }
    page.check("the same seed draws the same weights", at: "8.1:seed") {
      weights(seed).w¹ == first.w¹
      weights(seed).w² == first.w²
      by("another seed draws others") { weights(seed ^ 1).w¹ != first.w¹ }
      by("the ten-thousandth output that C++ prescribes") {
        var generator = MersenneTwister(seed: 5489)
        let outputs = (0..<10_000).map { _ in generator.next() }
        outputs[9999] == 4_123_659_995
      }
    }
  }

  //: ### Shapes of the arrays
  //:
  //: The explanation leaves one number open, the x of its chain of shapes: it is the number
  //: of hidden units, four. In the chain the inner sizes meet and fall out.

  private static func shapesOfArrays(_ page: Page, _ explained: Vector<Double>, _ hidden: Int) {
    let X: Matrix = page.given("x", at: "8", as: "x of the explanation")
    let Y = Matrix(columns: [explained])
    let product = X * Matrix(repeating: 1, rows: X.columns, columns: hidden)
    let outputs = product * Matrix(repeating: 1, rows: hidden, columns: Y.columns)
    page.show("shape of x", X.shapeWords, at: "8", for: "8:data")
    page.show("training samples", X.rows, at: "8")
    page.show("shape of y", Y.shapeWords, at: "8", again: ["8"])
    page.show("y of sample 1", Y[0, 0], at: "8", for: "8:pairs")
    page.show("y of sample 2", Y[1, 0], at: "8")
    page.show("m×n", X.shapeWords, at: "8", for: "8:shapes", "8:sizes")
    page.show("m×y", outputs.shapeWords, at: "8")
    page.show("m", X.rows, at: "8")
    page.show("n", X.columns, at: "8")
    page.show("y as a width", Y.columns, at: "8")

    page.define("sigmoid", at: "8:sigmoid", by: "σ")
    page.define(
      "δ² = a² − y, which meets the slope of the sigmoid next", at: "8:delta2",
      by: "RowNetwork.backward")
  }
}
