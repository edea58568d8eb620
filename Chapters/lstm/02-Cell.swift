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
  init(_ other: LSTMState<Double>) { self.init(c: Vector<T>(other.c), h: Vector<T>(other.h)) }
}

extension LSTMCell {
  /// The same cell over another kind of number.
  init(_ other: LSTMCell<Double>) {
    self.init(
      f: AffineMap(other.f), i: AffineMap(other.i), o: AffineMap(other.o), c̃: AffineMap(other.c̃))
  }

  /// The four maps stacked: one matrix of 4d rows for (x; h; 1), as programs like to have it.
  var stacked: Matrix<T> {
    let (n, d) = (f.Wₓ.columns, f.b.count)
    var entries: [T] = []
    entries.reserveCapacity(4 * d * (n + d + 1))
    for map in [f, i, o, c̃] {
      for r in 0..<d {
        for j in 0..<n { entries.append(map.Wₓ[r, j]) }
        for j in 0..<d { entries.append(map.Wₕ[r, j]) }
        entries.append(map.b[r])
      }
    }
    return Matrix(rows: 4 * d, columns: n + d + 1, entries: entries)
  }

  /// All parameters in one vector, the rows of the stacked matrix one after another.
  var parameters: Vector<T> { Vector(stacked.entries) }

  /// The cell whose parameters are given in that order.
  init(n: Int, d: Int, parameters: Vector<T>) {
    let width = n + d + 1
    func map(_ k: Int) -> AffineMap<T> {
      var map = AffineMap<T>(
        Wₓ: Matrix(repeating: 0, rows: d, columns: n),
        Wₕ: Matrix(repeating: 0, rows: d, columns: d), b: Vector(repeating: 0, count: d))
      for r in 0..<d {
        let row = (k * d + r) * width
        for j in 0..<n { map.Wₓ[r, j] = parameters[row + j] }
        for j in 0..<d { map.Wₕ[r, j] = parameters[row + n + j] }
        map.b[r] = parameters[row + n + d]
      }
      return map
    }
    self.init(f: map(0), i: map(1), o: map(2), c̃: map(3))
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

    //: ### The gates
    //:
    //: The sigmoid comes as near to 0 and 1 as one likes without reaching either; only rounding
    //: closes a gate for good. It is tanh, shifted and shrunk, which gives a second way to it.

    page.show("range of σ", [σ(-1000.0), σ(1000.0)], at: "§16.2.1", for: "16.2.1:sigmoid")
    page.verify("σ(z) = (1 + tanh(z/2))/2, between 0 and 1", at: "16.2.1:sigmoid") { draw in
      let z = draw.uniform(-30, 30)
      return [
        Evidence("tanh", error: (σ(z) - (1 + tanh(z / 2)) / 2).magnitude, bound: 1e-15),
        Evidence("between", error: max(0, -σ(z), σ(z) - 1), bound: 0),
      ]
    }

    //: ### One sequence
    //:
    //: Two inputs, two units, four steps; the weights are drawn from (−1, 1) and stay where
    //: they are, the inputs are columns that the reader may set. Look at the third step: its
    //: input is zero, and what is written there comes from the biases and from **h** alone.

    let X = page.given(matrix: "X", ours: [[1, -1, 0, 2], [0.5, 1, 0, -1]])
    var draw = Generator(seed: 16)
    let cell = LSTMCell(drawn: &draw, n: 2, d: 2)
    let steps = cell.run((0..<X.columns).map { X.column($0) })

    page.table(
      "A sequence of four inputs, unit 1 and unit 2 of each",
      columns: ["t", "f", "i", "o", "c̃", "c", "h"],
      rows: steps.enumerated().map { t, s in
        [t + 1, s.f, s.i, s.o, s.c̃, s.new.c, s.new.h]
      }, digits: 2, at: "16.6", "16.7", "16.8", "16.9", "16.10", "16.11")

    //: The hidden state is a product of two numbers below 1 and stays below 1. The cell state
    //: need not: each step may add almost 1 to it.

    page.verify("|hₜ| ≤ 1 and |cₜ| ≤ |cₜ₋₁| + 1 in every unit", at: "16.10", "16.11") { draw in
      let cell = LSTMCell(drawn: &draw, n: 2, d: 2)
      let start = LSTMState(c: draw.vector(2, -3, 3), h: draw.vector(2))
      let step = cell.step(draw.vector(2, -5, 5), start)
      let (before, after) = (start.c.map { $0.absolute }, step.new.c.map { $0.absolute })
      let growth = (after - before).entries.max()!
      return [
        Evidence("h", error: max(0, step.new.h.maxNorm - 1), bound: 0),
        Evidence("c", error: max(0, growth - 1), bound: 0),
      ]
    }

    //: ### One matrix, many sequences
    //:
    //: Programs stack the four maps into one matrix with 4d rows and cut its product into four.
    //: The sums are the same in the same order, up to where the bias is added.

    page.verify(
      "one stacked 4d×(n + d + 1) matrix gives the four maps", at: "16.6", "16.9"
    ) { draw in
      let cell = LSTMCell(drawn: &draw, n: 2, d: 2)
      let old = LSTMState(c: draw.vector(2), h: draw.vector(2))
      let x = draw.vector(2)
      let z = cell.stacked * Vector(x.entries + old.h.entries + [1])
      let (z₁, z₂) = (Vector(Array(z.entries[..<6])), Vector(Array(z.entries[6...])))
      let step = cell.step(x, old)
      let gates = Vector(step.f.entries + step.i.entries + step.o.entries)
      return [
        Evidence("gates", error: distance(σ(z₁), gates), bound: 1e-15),
        Evidence("candidate", error: distance(tanh(z₂), step.c̃), bound: 1e-15),
      ]
    }
    page.verify("a batch gives each of its columns what the column gets alone", at: "16.10") {
      draw in
      let cell = LSTMCell(drawn: &draw, n: 2, d: 2)
      let (X, C, H) = (draw.matrix(2, 2), draw.matrix(2, 2), draw.matrix(2, 2))
      let batch = cell.step(X, C: C, H: H)
      let alone = (0..<2).map {
        cell.step(X.column($0), LSTMState(c: C.column($0), h: H.column($0))).new
      }
      return [
        Evidence("C", error: distance(batch.C, Matrix(columns: alone.map(\.c))), bound: 1e-15),
        Evidence("H", error: distance(batch.H, Matrix(columns: alone.map(\.h))), bound: 1e-15),
      ]
    }
  }
}
