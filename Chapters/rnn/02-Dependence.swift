import Companion
import Mathematics

//: Laid out in time a recurrent network is a chain, in which a state depends on all inputs so far.
//: Every state is computed from the one before it, and nothing ever points back. What can influence
//: what is therefore settled before any number is known: a state is a function of the inputs up to
//: its own step, of all of them, and of no later one:
//:
//:     h⁽ᵗ⁾ = fₜ(x⁽¹⁾, x⁽²⁾, …, x⁽ᵗ⁾)                     (15.10)
//:
//: To find out by experiment, one has to be able to run the same network on other numbers: on dual
//: numbers, which carry a derivative along, on a
//: [tape](../backprop/README.md#forward-mode-and-reverse-mode), on weights that are a little
//: different. For that its weights are laid out in one vector, and a network of the same shapes is
//: made from any other such vector.

extension RecurrentNetwork {
  /// All weights and biases in one vector.
  var parameters: Vector<T> {
    Vector(Wₕₕ.entries + Wₓₕ.entries + W_hy.entries + bₕ.entries + b_y.entries)
  }

  /// A network of the same shapes with other weights.
  func with<U: Scalar>(_ parameters: Vector<U>) -> RecurrentNetwork<U> {
    var rest = parameters.entries[...]
    func next(_ count: Int) -> [U] {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    func matrix(_ a: Matrix<T>) -> Matrix<U> {
      Matrix<U>(rows: a.rows, columns: a.columns, entries: next(a.entries.count))
    }
    return RecurrentNetwork<U>(
      Wₕₕ: matrix(Wₕₕ), Wₓₕ: matrix(Wₓₕ), W_hy: matrix(W_hy), bₕ: Vector(next(bₕ.count)),
      b_y: Vector(next(b_y.count)), inside: inside, outside: outside)
  }

  /// The same network over another kind of number, with derivative zero.
  init(_ other: RecurrentNetwork<Double>) { self = other.with(Vector<T>(other.parameters)) }
}

extension RNN {
  static let dependence = Section(.foundations, "15.3", "What a state has seen") { page in
    seen(page)
    noCycles(page)
    fading(page)
    nested(page)
  }

  //: One input is marked after the other, and all states are asked how much they move with it. An
  //: input that is yet to come moves a state by 0 exactly, since no operation connects the two; one
  //: that has been read moves it, however little.

  /// ‖∂h⁽ᵗ⁾/∂x⁽ˢ⁾‖_F for each state t (rows) and input s (columns), by dual numbers.
  static func influence(_ network: RecurrentNetwork<Double>, _ x: [Vector<Double>]) -> [[Double]] {
    let lifted = RecurrentNetwork<Dual<Double>>(network)
    var squares = Array(repeating: Array(repeating: 0.0, count: x.count), count: x.count)
    for s in x.indices {
      for i in x[s].indices {
        var marked = x.map { Vector<Dual<Double>>($0) }
        marked[s][i].tangent = 1
        for (t, h) in lifted.states(marked).dropFirst().enumerated() {
          squares[t][s] += h.entries.reduce(0) { $0 + $1.tangent * $1.tangent }
        }
      }
    }
    return squares.map { $0.map { $0.squareRoot() } }
  }

  private static func seen(_ page: Page) {
    page.verify("h⁽ᵗ⁾ moves with x⁽¹⁾ … x⁽ᵗ⁾ and with no later input", at: "15.10") { draw in
      let network = RecurrentNetwork(&draw, dₓ: 1, dₕ: 2, d_y: 1)
      let share = influence(network, draw.sequence(4, 1))
      for t in 0..<4 {
        for s in 0...t { share[t][s] > 0 }
        for s in t + 1..<4 { share[t][s] == 0 }
      }
    }
  }

  //: A graph without cycles has a nilpotent adjacency matrix: whoever follows its arrows long
  //: enough falls off the end. For the arrows each cell is computed alone, with a dual number
  //: that marks one state, to see which cells it moves.

  /// Aₛₜ = 1 where h⁽ˢ⁾, marked while all other states are held fixed, moves the cell of h⁽ᵗ⁾.
  static func adjacency(_ network: RecurrentNetwork<Double>, _ x: [Vector<Double>])
    -> Matrix<Double>
  {
    let lifted = RecurrentNetwork<Dual<Double>>(network)
    let h = network.states(x)
    var A = Matrix<Double>(repeating: 0, rows: h.count, columns: h.count)
    for s in h.indices {
      var marked = h.map { Vector<Dual<Double>>($0) }
      for i in marked[s].indices { marked[s][i].tangent = 1 }
      for t in x.indices {
        let cell = lifted.step(marked[t], Vector<Dual<Double>>(x[t]))
        if cell.entries.contains(where: { $0.tangent != 0 }) { A[s, t + 1] = 1 }
      }
    }
    return A
  }

  private static func noCycles(_ page: Page) {
    page.verify("unrolled, the states form a graph without cycles", at: "15.3.1:dag") {
      draw in
      let network = RecurrentNetwork(&draw, dₓ: 2, dₕ: 2, d_y: 1)
      let arrows = adjacency(network, draw.sequence(5, 2))
      let walksOfSix = (1..<6).reduce(arrows) { walks, _ in walks * arrows }
      arrows.entries.reduce(0, +) == 5
      walksOfSix == 0 * arrows
    }
  }

  //: How strongly, is another matter. Below, a darker block, or a larger square, means that the
  //: state feels that input more. The corner above the diagonal is empty, and along each row the
  //: past fades: the network depends on all inputs, and soon on the old ones hardly at all.

  private static func fading(_ page: Page) {
    var draw = Generator(seed: 16)
    let network = RecurrentNetwork(&draw, dₓ: 2, dₕ: 6, d_y: 1, scale: 0.7)
    let x = draw.sequence(8, 2)
    let names = (1...8).map(String.init)
    page.draw(
      Shades(
        "Size of the derivative of each state by each input", rows: names.map { "h\($0)" },
        columns: names.map { "x\($0)" }, influence(network, x)))
  }

  //: ### Nested states
  //:
  //: To show that the length is free, the notes write the last state as one nested expression in
  //: $Wₕₕ$ and $h⁽¹⁾$:
  //:
  //:     h^{(T)} = σ(Wₕₕ … σ(Wₕₕ h⁽¹⁾))                     (15.29)
  //:
  //: It is the recurrence without its inputs and biases, a network that hears nothing after its
  //: first step, and is read so here; with them, each layer of the nest has its own
  //: $Wₓₕ x⁽ᵗ⁾ + bₕ$ beside.

  private static func nested(_ page: Page) {
    page.verify(
      "h⁽ᵀ⁾ = σ(Wₕₕ … σ(Wₕₕ h⁽¹⁾)), inputs and biases left out", at: "15.29"
    ) { draw in
      let network = RecurrentNetwork(&draw, dₓ: 2, dₕ: 3, d_y: 1)
      let x = draw.sequence(4, 2)
      let h = network.states(x)
      let W = network.Wₕₕ
      let silent = RecurrentNetwork(
        Wₕₕ: W, Wₓₕ: network.Wₓₕ, W_hy: network.W_hy, bₕ: [0, 0, 0], b_y: [0])
      by("a run without inputs") {
        tanh(W * tanh(W * tanh(W * h[1]))) ≈ silent.states(x.map { 0 * $0 }, from: h[1])[3]
      }
      let u = x.map { network.Wₓₕ * $0 + network.bₕ }
      by("a run with them") {
        tanh(W * tanh(W * tanh(W * h[1] + u[1]) + u[2]) + u[3]) ≈ h[4]
      }
    }
  }
}
