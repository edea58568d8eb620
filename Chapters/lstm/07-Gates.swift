import Companion
import Mathematics

//: Are four maps needed, when the gated recurrent unit makes do with three? One gate z replaces
//: input and forget gate: what is written displaces what is kept. The hidden state is the
//: memory, with nothing between the two, and a reset gate r decides how much of it the
//: candidate gets to see.
//:
//:     h̃ₜ = tanh(Wₓₕ xₜ + Wₕₕ (rₜ ⊙ hₜ₋₁) + bₕ)
//:     hₜ = (1 − zₜ) ⊙ hₜ₋₁ + zₜ ⊙ h̃ₜ

/// A gated recurrent unit: hₜ = (1 − z) ⊙ hₜ₋₁ + z ⊙ h̃. (Some texts swap z and 1 − z.)
struct GRUCell<T: Scalar> {
  var z: AffineMap<T>
  var r: AffineMap<T>
  var h̃: AffineMap<T>

  func step(_ x: Vector<T>, _ h: Vector<T>) -> Vector<T> {
    let zₜ = σ(z(x, h))
    let rₜ = σ(r(x, h))
    let h̃ₜ = tanh(h̃(x, rₜ ⊙ h))
    return (1 - zₜ) ⊙ h + zₜ ⊙ h̃ₜ
  }
}

//: What a cell costs can be counted in two ways: the numbers it has to learn, and what is done with
//: numbers in one step. For the second the step is taken with numbers that keep a tally.

extension AffineMap {
  /// How many numbers the map has to learn.
  var parameterCount: Int { Wₓ.entries.count + Wₕ.entries.count + b.count }
}

extension LSTM {
  /// What one step of a cell with 1 (plain), 3 (GRU) or 4 (LSTM) maps costs, counted.
  static func operations(maps: Int, n: Int, d: Int)
    -> (parameters: Int, products: Int, sums: Int, functions: Int)
  {
    let tally = Tally()
    let number = tally.number(0.1)
    let map = AffineMap(
      Wₓ: Matrix(repeating: number, rows: d, columns: n),
      Wₕ: Matrix(repeating: number, rows: d, columns: d), b: Vector(repeating: number, count: d))
    let x = Vector(repeating: number, count: n)
    let h = Vector(repeating: number, count: d)
    let stored: [AffineMap<Counted>]
    switch maps {
    case 1:
      let cell = RNNCell(map: map)
      _ = cell.step(x, h)
      stored = [cell.map]
    case 3:
      let cell = GRUCell(z: map, r: map, h̃: map)
      _ = cell.step(x, h)
      stored = [cell.z, cell.r, cell.h̃]
    default:
      let cell = LSTMCell(f: map, i: map, o: map, c̃: map)
      _ = cell.step(x, LSTMState(c: h, h: h))
      stored = [cell.f, cell.i, cell.o, cell.c̃]
    }
    let parameters = stored.reduce(0) { $0 + $1.parameterCount }
    return (parameters, tally.multiplications, tally.additions, tally.functions)
  }

  //: A count that grows with the square of d is a polynomial, whose second difference knows its
  //: leading coefficient.

  /// a in the count a d² + b d + c, from d = 2, 4 and 6.
  private static func quadratic(_ count: (Int) -> Int) -> Int {
    (count(6) - 2 * count(4) + count(2)) / 8
  }

  static let gates = Section(.foundations, "16.3.2", "Counting gates") { page in
    parameters(page)
    operations(page)
    tied(page)
    reset(page)
    bounded(page)
  }

  //: ### Parameters
  //:
  //: Each map has $dn + d² + d$ parameters. A plain network has one map, a GRU three, an LSTM
  //: four. Counted so, four “gates” include the candidate, which is no gate; the GRU has two
  //: gates, or three maps counted the same way.

  private static func parameters(_ page: Page) {
    let (n, d) = (2, 8)
    let maps = [1, 3, 4].map { operations(maps: $0, n: n, d: d).parameters / (n * d + d * d + d) }
    page.show("gates of LSTM", maps[2], at: "Q8", for: "Q8:gates")
    page.show("gates of GRU", "\(maps[1] - 1)-\(maps[1])", at: "Q8", for: "Q8:gates")
  }

  //: ### Operations
  //:
  //: A number that counts what is done with it goes through one step of each cell. The ratio
  //: of the products is a little above $1 : 3 : 4$, since the gates have to be multiplied too
  //: (a division counts as a product).
  //:
  //: The order of growth can be read off: the second difference of the count is twice the
  //: coefficient of $d²$. For a fixed number of inputs it is 4. If the inputs are as many as
  //: the units, as in a stack of such layers, $Wₓ$ is as large as $Wₕ$, and it is 8; as an order,
  //: $O(4d²)$ and $O(d²)$ are of course the same.

  private static func operations(_ page: Page) {
    let (n, d) = (2, 8)
    let cells = [("plain", 1), ("GRU", 3), ("LSTM", 4)]
    page.table(
      "One step of each cell, n = \(n) inputs and d = \(d) units",
      columns: ["cell", "maps", "parameters", "products", "sums", "exp, tanh"],
      rows: cells.map { name, maps in
        let count = operations(maps: maps, n: n, d: d)
        return [name, maps, count.parameters, count.products, count.sums, count.functions]
      }, at: "Q8:gates")

    let fixed = quadratic { operations(maps: 4, n: n, d: $0).products }
    let stacked = quadratic { operations(maps: 4, n: $0, d: $0).products }
    page.show("forward cost of LSTM", "O(\(fixed)dₕ²)", at: "§21.4", for: "21.4:lstm")
    page.derive("coefficient for n = d", stacked, for: "21.4:lstm")
    page.verify("the four maps of an LSTM have 4(dn + d² + d) parameters", at: "Q8:gates") { draw in
      let (n, d) = (1 + draw.below(3), 1 + draw.below(3))
      LSTMCell(drawn: &draw, n: n, d: d).parameters.count == 4 * (d * n + d * d + d)
    }
  }

  //: ### What is merged into what
  //:
  //: Tie the LSTM's gates, $f = 1 − i$, show the whole memory, $o = 1$ without a tanh, and the
  //: result is a GRU whose reset gate is open. So the update gate is the input gate and the
  //: forget gate in one. Such a forget gate has the opposite pre-activation of the input gate,
  //: since $σ(−z) = 1 − σ(z)$.

  private static func tied(_ page: Page) {
    page.verify(
      "with $r = 1$ the GRU is $c ← f ⊙ c + i ⊙ c̃$ with $f = 1 − i$ and $h = c$", at: "Q8:gru"
    ) { draw in
      let cell = LSTMCell(drawn: &draw, n: 2, d: 2)
      var gru = GRUCell(z: cell.i, r: cell.o, h̃: cell.c̃)
      gru.r.b = [1000, 1000]
      let (x, h) = (draw.vector(2), draw.vector(2))
      let opposite = AffineMap(Wₓ: -cell.i.Wₓ, Wₕ: -cell.i.Wₕ, b: -cell.i.b)
      let tied = LSTMCell(f: opposite, i: cell.i, o: cell.o, c̃: cell.c̃)
      gru.step(x, h) ≈ tied.step(x, LSTMState(c: h, h: h)).new.c
    }
  }

  //: That the output gate becomes the reset gate is a looser way to speak. An output gate of
  //: 0 silences the cell. A reset gate of 0 does not: the state is shown in full, and it is
  //: the candidate that must do without it. The reset gate is an output gate toward the
  //: candidate only, and one step later.

  /// A GRU whose reset gate is shut, the cell its other maps come from, an input and a state.
  private static func withoutReset(_ draw: inout Generator) -> (
    gru: GRUCell<Double>, cell: LSTMCell<Double>, x: Vector<Double>, h: Vector<Double>
  ) {
    let cell = LSTMCell(drawn: &draw, n: 2, d: 2)
    var gru = GRUCell(z: cell.i, r: cell.f, h̃: cell.c̃)
    gru.r.b = [-1000, -1000]
    return (gru, cell, draw.vector(2), draw.vector(2))
  }

  private static func reset(_ page: Page) {
    page.refute(
      "the output gate becomes the reset gate: shut, it shows nothing of the memory", at: "Q8:gru",
      correction: "with r = 0 the GRU shows (1 − z) ⊙ h + z ⊙ tanh(Wₓx + b)",
      why: "Right if any gate on what is read of the memory is meant"
    ) { draw in
      let (gru, _, x, h) = withoutReset(&draw)
      gru.step(x, h) == [0, 0]
    } corrected: { draw in
      let (gru, cell, x, h) = withoutReset(&draw)
      let z = σ(cell.i(x, h))
      gru.step(x, h) ≈ (1 - z) ⊙ h + z ⊙ tanh(cell.c̃.Wₓ * x + cell.c̃.b)
    }
  }

  //: Its path is gated like the cell state's, by $1 − z$ instead of f. One consequence of the
  //: tie: the state is a weighted mean of numbers below 1, and cannot grow as **c** can.

  private static func bounded(_ page: Page) {
    page.verify("a GRU's state stays within 1, from any start within 1", at: "Q8:gru") { draw in
      let cell = LSTMCell(drawn: &draw, n: 2, d: 2)
      let gru = GRUCell(z: cell.i, r: cell.o, h̃: cell.c̃)
      (0..<3).reduce(draw.vector(2)) { h, _ in gru.step(draw.vector(2, -5, 5), h) } ∈ -1...1
    }
  }
}
