import Companion
import Mathematics

//: An LSTM keeps two states. The cell state **c** is the memory; the hidden state **h** is what
//: of it is shown to the outside and to the next step. Three gates, numbers between 0 and 1 for
//: each unit, decide what is forgotten, what is written and what is shown; a candidate **c̃**
//: proposes what to write. All four see the new input and the old hidden state.
//:
//:     fₜ = σ(W_xf xₜ + W_hf hₜ₋₁ + b_f)                   (16.6)
//:     iₜ = σ(W_xi xₜ + W_hi hₜ₋₁ + b_i)                   (16.7)
//:     oₜ = σ(W_xo xₜ + W_ho hₜ₋₁ + b_o)                   (16.8)
//:     c̃ₜ = tanh(W_xc xₜ + W_hc hₜ₋₁ + b_c)                (16.9)
//:
//: What is kept of the old memory and what is written make the new one, and the output gate shows
//: a part of it.
//:
//:     cₜ = fₜ ⊙ cₜ₋₁ + iₜ ⊙ c̃ₜ                            (16.10)
//:     hₜ = oₜ ⊙ tanh(cₜ)                                  (16.11)
//:
//: The cell is written once, over any kind of number, so that the same lines compute and are
//: differentiated. A step hands back everything that it computed, since the way back needs it.

/// The cell of (16.6) to (16.11): four affine maps.
struct LSTMCell<T: Scalar> {
  var f: AffineMap<T>
  var i: AffineMap<T>
  var o: AffineMap<T>
  var c̃: AffineMap<T>

  /// One step from (cₜ₋₁, hₜ₋₁) to (cₜ, hₜ).
  func step(_ x: Vector<T>, _ old: LSTMState<T>) -> LSTMStep<T> {
    let fₜ = σ(f(x, old.h))
    let iₜ = σ(i(x, old.h))
    let oₜ = σ(o(x, old.h))
    let c̃ₜ = tanh(c̃(x, old.h))

    let cₜ = fₜ ⊙ old.c + iₜ ⊙ c̃ₜ
    let hₜ = oₜ ⊙ tanh(cₜ)
    return LSTMStep(
      x: x, old: old, f: fₜ, i: iₜ, o: oₜ, c̃: c̃ₜ, new: LSTMState(c: cₜ, h: hₜ))
  }

  /// All steps of a sequence; without another start from zero states.
  func run(_ xs: [Vector<T>], from start: LSTMState<T>? = nil) -> [LSTMStep<T>] {
    var state = start ?? LSTMState(zeros: f.b.count)
    return xs.map { x in
      let step = step(x, state)
      state = step.new
      return step
    }
  }
}

//: A state is both vectors together. A step remembers its input and the state that it met, its
//: gates and its candidate, and the state that it made.

/// The two states of a cell.
struct LSTMState<T: Scalar> {
  var c: Vector<T>
  var h: Vector<T>
}

/// What one step met and made.
struct LSTMStep<T: Scalar> {
  let x: Vector<T>
  let old: LSTMState<T>
  let f: Vector<T>
  let i: Vector<T>
  let o: Vector<T>
  let c̃: Vector<T>
  let new: LSTMState<T>
}

extension LSTMState {
  init(zeros d: Int) {
    let zeros = Vector<T>(repeating: 0, count: d)
    self.init(c: zeros, h: zeros)
  }
}

//: Programs like to have the four maps stacked: one matrix of 4d rows and $n + d + 1$ columns for
//: $(x; h; 1)$. Its rows one after another are also all parameters of the cell in one vector, by
//: which a loss can be differentiated; and a cell is made again from any such vector.

extension LSTMCell {
  /// The four maps, one below the other.
  var stacked: Matrix<T> {
    Matrix(
      [f, i, o, c̃].flatMap { map in
        map.b.indices.map { map.Wₓ.row($0).entries + map.Wₕ.row($0).entries + [map.b[$0]] }
      })
  }

  /// All parameters in one vector, the rows of the stacked matrix one after another.
  var parameters: Vector<T> { Vector(stacked.entries) }

  /// The cell whose parameters are given in that order.
  init(n: Int, d: Int, parameters: Vector<T>) {
    let rows = Matrix(rows: 4 * d, columns: n + d + 1, entries: parameters.entries)
    func map(_ k: Int) -> AffineMap<T> {
      let own = (k * d..<(k + 1) * d).map(rows.row)
      return AffineMap(
        Wₓ: Matrix(own.map { $0[0..<n].entries }), Wₕ: Matrix(own.map { $0[n..<n + d].entries }),
        b: Vector(own.map { $0[n + d] }))
    }
    self.init(f: map(0), i: map(1), o: map(2), c̃: map(3))
  }

  /// The same cell over another kind of number.
  init(_ other: LSTMCell<Double>) {
    self.init(
      f: AffineMap(other.f), i: AffineMap(other.i), o: AffineMap(other.o), c̃: AffineMap(other.c̃))
  }
}

extension LSTMCell<Double> {
  /// A cell with entries drawn evenly from (−1, 1).
  init(drawn draw: inout Generator, n: Int, d: Int) {
    self.init(
      f: AffineMap(drawn: &draw, n: n, d: d), i: AffineMap(drawn: &draw, n: n, d: d),
      o: AffineMap(drawn: &draw, n: n, d: d), c̃: AffineMap(drawn: &draw, n: n, d: d))
  }
}

//: Several sequences side by side are a batch. Each vector becomes a matrix with a column for
//: each sequence, and not one of the formulas changes.

extension AffineMap {
  /// A batch of m columns, (d×n)(n×m) + (d×d)(d×m) + b in each column.
  func callAsFunction(_ X: Matrix<T>, _ H: Matrix<T>) -> Matrix<T> { Wₓ * X + Wₕ * H + b }
}

extension LSTMCell {
  /// One step of a batch: the columns of X, C and H are m sequences.
  func step(_ X: Matrix<T>, C: Matrix<T>, H: Matrix<T>) -> (C: Matrix<T>, H: Matrix<T>) {
    let Cₜ = σ(f(X, H)) ⊙ C + σ(i(X, H)) ⊙ tanh(c̃(X, H))
    return (Cₜ, σ(o(X, H)) ⊙ tanh(Cₜ))
  }
}

extension LSTM {
  static let cell = Section(.foundations, "16.2", "The cell") { page in
    page.define(
      "the forget gate, the input gate, the output gate and the candidate",
      at: "16.6", "16.7", "16.8", "16.9", by: "LSTMCell.step")
    page.define(
      "the new cell state and the new hidden state", at: "16.10", "16.11", by: "LSTMCell.step")
    page.note(
      "The notes head the candidate as the pre-activation of tanh; it is what tanh puts out.",
      at: "16.9")
    page.define("the sigmoid", at: "16.2.1:sigmoid", by: "σ")
    sigmoid(page)
    oneSequence(page)
    limits(page)
    stacked(page)
    batch(page)
  }

  //: ### The gates
  //:
  //: The sigmoid comes as near to 0 and 1 as one likes without reaching either; only rounding
  //: closes a gate for good. It is tanh, shifted and shrunk, which gives a second way to it.

  private static func sigmoid(_ page: Page) {
    page.show("range of σ", [σ(-1000.0), σ(1000.0)], at: "§16.2.1", for: "16.2.1:sigmoid")
    page.verify("σ(z) = (1 + tanh(z/2))/2, between 0 and 1", at: "16.2.1:sigmoid") { draw in
      let z = draw.uniform(-30, 30)
      σ(z) ≈ (1 + tanh(z / 2)) / 2
      σ(z) ∈ 0...1
    }
  }

  //: ### One sequence
  //:
  //: Two inputs, two units, four steps; the weights are drawn from (−1, 1) and stay where
  //: they are, the inputs are columns that the reader may set. Look at the third step: its
  //: input is zero, and what is written there comes from the biases and from **h** alone.

  private static func oneSequence(_ page: Page) {
    let X: Matrix = page.given("X", ours: [[1, -1, 0, 2], [0.5, 1, 0, -1]])
    var draw = Generator(seed: 16)
    let cell = LSTMCell(drawn: &draw, n: 2, d: 2)
    let steps = cell.run((0..<X.columns).map { X.column($0) })
    page.table(
      "A sequence of four inputs, unit 1 and unit 2 of each",
      columns: ["t", "f", "i", "o", "c̃", "c", "h"],
      rows: steps.enumerated().map { t, s in
        [t + 1, s.f, s.i, s.o, s.c̃, s.new.c, s.new.h]
      }, digits: 2, at: "16.6", "16.7", "16.8", "16.9", "16.10", "16.11")
  }

  //: The hidden state is a product of two numbers below 1 and stays below 1. The cell state
  //: need not: each step may add almost 1 to it.

  private static func limits(_ page: Page) {
    page.verify("|hₜ| ≤ 1 and |cₜ| ≤ |cₜ₋₁| + 1 in every unit", at: "16.10", "16.11") { draw in
      let cell = LSTMCell(drawn: &draw, n: 2, d: 2)
      let start = LSTMState(c: draw.vector(2, -3, 3), h: draw.vector(2))
      let step = cell.step(draw.vector(2, -5, 5), start)
      step.new.h.maxNorm ≤ 1
      step.new.c.map { $0.absolute } ≤ 1 + start.c.map { $0.absolute }
    }
  }

  //: ### One matrix, many sequences
  //:
  //: Programs stack the four maps into one matrix with 4d rows and cut its product into four.
  //: The sums are the same in the same order, up to where the bias is added.

  private static func stacked(_ page: Page) {
    page.verify(
      "one stacked 4d×(n + d + 1) matrix gives the four maps", at: "16.6", "16.9"
    ) { draw in
      let cell = LSTMCell(drawn: &draw, n: 2, d: 2)
      let old = LSTMState(c: draw.vector(2), h: draw.vector(2))
      let step = cell.step(draw.vector(2), old)
      let z = cell.stacked * Vector(step.x.entries + old.h.entries + [1])
      [σ(z[0..<2]), σ(z[2..<4]), σ(z[4..<6]), tanh(z[6..<8])] ≈ [step.f, step.i, step.o, step.c̃]
    }
  }

  //: A batch must give each sequence what it would get alone.

  private static func batch(_ page: Page) {
    page.verify("a batch gives each of its columns what the column gets alone", at: "16.10") {
      draw in
      let cell = LSTMCell(drawn: &draw, n: 2, d: 2)
      let (X, C, H) = (draw.matrix(2, 2), draw.matrix(2, 2), draw.matrix(2, 2))
      let batch = cell.step(X, C: C, H: H)
      for j in 0..<2 {
        let alone = cell.step(X.column(j), LSTMState(c: C.column(j), h: H.column(j))).new
        [batch.C.column(j), batch.H.column(j)] ≈ [alone.c, alone.h]
      }
    }
  }
}
