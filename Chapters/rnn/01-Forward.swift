import Companion
import Mathematics

//: A recurrent network reads a sequence one vector at a time. What it has read so far it keeps in a
//: state h, and each step makes the next state from the last one and from the new input. An output,
//: where one is wanted, is a function of the state:
//:
//:     zₕ⁽ᵗ⁾ = Wₕₕ h⁽ᵗ⁻¹⁾ + Wₓₕ x⁽ᵗ⁾ + bₕ                 (15.2)
//:     h⁽ᵗ⁾ = σₕ(zₕ⁽ᵗ⁾)                                   (15.3)
//:     z_y⁽ᵗ⁾ = W_hy h⁽ᵗ⁾ + b_y                           (15.4)
//:     ŷ⁽ᵗ⁾ = σ_y(z_y⁽ᵗ⁾)                                 (15.5)
//:
//: That is all. The network is written once, over any kind of number, so that the same lines
//: compute, are differentiated and are counted.

/// The network of foundations (15.2) to (15.5).
struct RecurrentNetwork<T: Scalar> {
  var Wₕₕ: Matrix<T>  // dₕ×dₕ
  var Wₓₕ: Matrix<T>  // dₕ×dₓ
  var W_hy: Matrix<T>  // d_y×dₕ
  var bₕ: Vector<T>  // dₕ
  var b_y: Vector<T>  // d_y
  var inside = Inside.tanh
  var outside = Outside.sigmoid

  /// One cell: zₕ⁽ᵗ⁾ from h⁽ᵗ⁻¹⁾ and x⁽ᵗ⁾.
  func preactivation(_ h: Vector<T>, _ x: Vector<T>) -> Vector<T> { Wₕₕ * h + Wₓₕ * x + bₕ }

  /// h⁽ᵗ⁾ from h⁽ᵗ⁻¹⁾ and x⁽ᵗ⁾.
  func step(_ h: Vector<T>, _ x: Vector<T>) -> Vector<T> { inside.of(preactivation(h, x)) }

  /// ŷ⁽ᵗ⁾ from h⁽ᵗ⁾.
  func output(_ h: Vector<T>) -> Vector<T> { outside.of(W_hy * h + b_y) }

  /// h⁽⁰⁾ h⁽¹⁾ … h⁽ᵀ⁾; h⁽⁰⁾ = 0 if left out.
  func states(_ x: [Vector<T>], from h⁰: Vector<T>? = nil) -> [Vector<T>] {
    var h = [h⁰ ?? Vector(repeating: 0, count: bₕ.count)]
    for xₜ in x { h.append(step(h[h.count - 1], xₜ)) }
    return h
  }
}

extension RecurrentNetwork: Sendable where T: Sendable {}

//: Inside the notes take tanh or ReLU, each with its slope, which the way back needs. Outside the
//: task decides: a choice among classes, yes or no, a number. Each of the three comes with the loss
//: that belongs to it, so that the error at the output is $ŷ − y$ every time.

/// σₕ, with the slope that backpropagation needs.
enum Inside {
  case tanh, relu

  func of<T: Scalar>(_ z: Vector<T>) -> Vector<T> {
    switch self {
    case .tanh: Mathematics.tanh(z)
    case .relu: Mathematics.relu(z)
    }
  }

  func slope<T: Scalar>(_ z: Vector<T>) -> Vector<T> {
    switch self {
    case .tanh: tanhʹ(z)
    case .relu: reluʹ(z)
    }
  }
}

/// σ_y with the loss that belongs to it, so that δ_y = ŷ − y for each of the three tasks.
enum Outside {
  case softmax, sigmoid, linear

  func of<T: Scalar>(_ z: Vector<T>) -> Vector<T> {
    switch self {
    case .softmax: Mathematics.softmax(z)
    case .sigmoid: σ(z)
    case .linear: z
    }
  }

  func loss<T: Scalar>(_ ŷ: Vector<T>, _ y: Vector<T>) -> T {
    switch self {
    case .softmax: -(y ⋅ log(ŷ))
    case .sigmoid: -(y ⋅ log(ŷ) + (1 - y) ⋅ log(1 - ŷ))
    case .linear: 0.5 * ((ŷ - y) ⋅ (ŷ - y))
    }
  }
}

//: ### Many sequences at once
//:
//: The states $h₁⁽ᵗ⁾ … hₘ⁽ᵗ⁾$ of m sequences stand side by side as the columns of a $dₕ×m$ matrix
//: H, their inputs as those of X. The formulas stay as they are; only the bias has to be copied
//: into every column, which is what the row $1ᵀ$ of ones says and `+` between a matrix and a vector
//: does:
//:
//:     H⁽ᵗ⁾ = [h₁⁽ᵗ⁾, h₂⁽ᵗ⁾, …, hₘ⁽ᵗ⁾]                    (15.1)
//:     Zₕ⁽ᵗ⁾ = Wₕₕ H⁽ᵗ⁻¹⁾ + Wₓₕ X⁽ᵗ⁾ + bₕ 1ᵀ              (15.6)
//:     H⁽ᵗ⁾ = σₕ(Zₕ⁽ᵗ⁾)                                   (15.7)
//:     Z_y⁽ᵗ⁾ = W_hy H⁽ᵗ⁾ + b_y 1ᵀ                        (15.8)
//:     Ŷ⁽ᵗ⁾ = σ_y(Z_y⁽ᵗ⁾)                                 (15.9)

extension RecurrentNetwork {
  /// H⁽ᵗ⁾ from H⁽ᵗ⁻¹⁾ and X⁽ᵗ⁾ (foundations (15.6), (15.7)).
  func step(_ H: Matrix<T>, _ X: Matrix<T>) -> Matrix<T> {
    let Z = Wₕₕ * H + Wₓₕ * X + bₕ  // (dₕ×dₕ)(dₕ×m) + (dₕ×dₓ)(dₓ×m) + b1ᵀ → dₕ×m
    return Matrix(columns: (0..<Z.columns).map { inside.of(Z.column($0)) })
  }

  /// Ŷ⁽ᵗ⁾ from H⁽ᵗ⁾ (foundations (15.8), (15.9)).
  func output(_ H: Matrix<T>) -> Matrix<T> {
    let Z = W_hy * H + b_y  // (d_y×dₕ)(dₕ×m) + b1ᵀ → d_y×m
    return Matrix(columns: (0..<Z.columns).map { outside.of(Z.column($0)) })
  }
}

//: ### Three ways to use it
//:
//: The same cell answers once at the end, or writes many outputs after one input, or reads
//: first and writes afterwards. Where there is nothing left to read, the input is zero.

extension RecurrentNetwork {
  /// One output, from the last state: a sentence and its sentiment.
  func manyToOne(_ x: [Vector<T>]) -> Vector<T> { output(states(x).last!) }

  /// Tʹ outputs from one input: an image and its caption.
  func oneToMany(_ x: Vector<T>, _ length: Int) -> [Vector<T>] {
    let nothing = Array(repeating: 0 * x, count: length - 1)
    return states([x] + nothing).dropFirst().map(output)
  }

  /// T_out outputs after T_in inputs: a sentence and its translation.
  func manyToMany(_ x: [Vector<T>], _ length: Int) -> [Vector<T>] {
    let nothing = Vector<T>(repeating: 0, count: Wₓₕ.columns)
    return states(x + Array(repeating: nothing, count: length)).suffix(length).map(output)
  }
}

//: What holds for any network is tried on many, with weights drawn evenly from an interval, and on
//: sequences that are drawn the same way.

extension RecurrentNetwork<Double> {
  /// A network with weights drawn evenly from ±`scale`.
  init(
    _ draw: inout Generator, dₓ: Int, dₕ: Int, d_y: Int, scale: Double = 1, inside: Inside = .tanh,
    outside: Outside = .sigmoid
  ) {
    Wₕₕ = draw.matrix(dₕ, dₕ, -scale, scale)
    Wₓₕ = draw.matrix(dₕ, dₓ, -scale, scale)
    W_hy = draw.matrix(d_y, dₕ, -scale, scale)
    bₕ = draw.vector(dₕ, -scale, scale)
    b_y = draw.vector(d_y, -scale, scale)
    self.inside = inside
    self.outside = outside
  }
}

extension Generator {
  /// A sequence of vectors of d entries from (−1, 1).
  mutating func sequence(_ length: Int, _ d: Int) -> [Vector<Double>] {
    (0..<length).map { _ in vector(d) }
  }
}

extension RNN {
  static let forward = Section(.foundations, "15.2", "One cell, used again and again") { page in
    let start: Double = page.given("h⁰", at: "§15.1.2")
    var draw = Generator(seed: 15)
    let network = RecurrentNetwork(&draw, dₓ: 3, dₕ: 5, d_y: 2)
    let X = draw.matrix(3, 4)
    let x = draw.sequence(5, 3)
    shapes(page, network, start, X)
    columns(page)
    tasks(page, network, x)
    sharing(page, network)
  }

  //: Four different sizes, so that a shape can be recognized by its numbers: a state of 5,
  //: inputs of 3, outputs of 2, and a batch of 4 sequences.

  private static func shapes(
    _ page: Page, _ network: RecurrentNetwork<Double>, _ start: Double, _ X: Matrix<Double>
  ) {
    let names = [
      network.bₕ.count: "dₕ", X.rows: "dₓ", network.b_y.count: "d_y", X.columns: "m",
    ]
    func shape(_ a: Matrix<Double>) -> String {
      "\(names[a.rows] ?? "?")×\(names[a.columns] ?? "?")"
    }
    let H⁰ = Matrix(repeating: start, rows: network.bₕ.count, columns: X.columns)
    page.show("shape of Wₕₕ", shape(network.Wₕₕ), at: "§15.2.1", for: "15.2.1:shapes")
    page.show("shape of Wₓₕ", shape(network.Wₓₕ), at: "§15.2.1")
    page.show("shape of W_hy", shape(network.W_hy), at: "§15.2.1")
    page.show("shape of H", shape(network.step(H⁰, X)), at: "15.1")

    page.define("a sequence x⁽¹⁾ … x⁽ᵀ⁾ of vectors", at: "15.1.1:sequence", by: "states")
    page.define("h⁽⁰⁾ = 0", at: "15.1.2:zero", by: "states")
    page.define("zₕ⁽ᵗ⁾, one affine map of state and input", at: "15.2", by: "preactivation")
    page.define("h⁽ᵗ⁾ = σₕ(zₕ⁽ᵗ⁾)", at: "15.3", "15.3.1:cell", by: "step")
    page.define("z_y⁽ᵗ⁾ and ŷ⁽ᵗ⁾", at: "15.4", "15.5", by: "output")
    page.define("tanh or ReLU inside", at: "15.2.1:activations", by: "Inside")
    page.define("softmax, sigmoid or nothing outside", at: "15.2.1:activations", by: "Outside")
  }

  //: A batch is nothing but bookkeeping: each column is what the sequence would have got
  //: alone. The sequence alone is written out below, so that the two sides share no code but the
  //: products, tanh and softmax themselves.

  private static func columns(_ page: Page) {
    page.verify(
      "each column of a batch is the sequence alone", at: "15.6", "15.7", "15.8", "15.9"
    ) { draw in
      let f = RecurrentNetwork(&draw, dₓ: 3, dₕ: 4, d_y: 2, outside: .softmax)
      let X = (0..<3).map { _ in draw.matrix(3, 2) }
      let H = X.reduce(Matrix(repeating: 0, rows: 4, columns: 2)) { f.step($0, $1) }
      let Ŷ = f.output(H)
      for j in 0..<2 {
        let h = X.reduce([0, 0, 0, 0]) { tanh(f.Wₕₕ * $0 + f.Wₓₕ * $1.column(j) + f.bₕ) }
        H.column(j) ≈ h
        Ŷ.column(j) ≈ softmax(f.W_hy * h + f.b_y)
      }
    }
  }

  //: How many vectors go in and come out is counted for sequences of five. After the last input
  //: the state is left to itself: its next step has no input in it.

  private static func tasks(
    _ page: Page, _ network: RecurrentNetwork<Double>, _ x: [Vector<Double>]
  ) {
    page.table(
      "Inputs read and outputs written", columns: ["task", "in", "out"],
      rows: [
        ["many-to-one", x.count, [network.manyToOne(x)].count],
        ["one-to-many", 1, network.oneToMany(x[0], 4).count],
        ["many-to-many", x.count, network.manyToMany(x, 3).count],
      ], at: "15.1.3:tasks")
    page.verify("after the last input the state moves on by itself", at: "15.1.3:tasks") { draw in
      let f = RecurrentNetwork(&draw, dₓ: 2, dₕ: 2, d_y: 1, outside: .linear)
      let x = draw.sequence(2, 2)
      let silent = { (h: Vector<Double>) in tanh(f.Wₕₕ * h + f.bₕ) }
      let answer = { (h: Vector<Double>) in f.W_hy * h + f.b_y }
      let h¹ = tanh(f.Wₓₕ * x[0] + f.bₕ)
      let h² = tanh(f.Wₕₕ * h¹ + f.Wₓₕ * x[1] + f.bₕ)
      f.manyToOne(x) ≈ answer(h²)
      f.oneToMany(x[0], 2) ≈ [h¹, silent(h¹)].map(answer)
      f.manyToMany(x, 2) ≈ [silent(h²), silent(silent(h²))].map(answer)
    }
  }

  //: ### One set of weights
  //:
  //: The weights do not know at which step they are used. A network that was made for short
  //: sequences therefore runs on long ones as it is, and its first states are the same
  //: whatever follows. With separate weights for every step the count grows with the length,
  //: and a longer sequence asks for weights that nobody has trained.

  private static func sharing(_ page: Page, _ network: RecurrentNetwork<Double>) {
    page.verify("the first states do not depend on how long the sequence is", at: "15.2.2:sharing")
    { draw in
      let f = RecurrentNetwork(&draw, dₓ: 2, dₕ: 3, d_y: 1)
      let x = draw.sequence(2 + draw.below(4), 2)
      let t = draw.below(x.count)
      // The whole sequence, read by hand.
      let long = x.reduce([[0, 0, 0]]) { (h: [Vector<Double>], xₜ) in
        h + [tanh(f.Wₕₕ * h[h.count - 1] + f.Wₓₕ * xₜ + f.bₕ)]
      }
      f.states(Array(x[..<t])) ≈ Array(long[...t])
    }

    let lengths: Vector = page.given("sequence lengths", at: "Q1", in: 1...1e9)
    let each = Double(network.parameters.count)
    page.derive("weights, shared", lengths.map { _ in each })
    page.derive("weights, one set a step", each * lengths, for: "Q1:lengths")
  }
}
