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
    Vector(Wₕₕ.entries + Wₓₕ.entries + Wʸ.entries + bₕ.entries + bʸ.entries)
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
      Wₕₕ: matrix(Wₕₕ), Wₓₕ: matrix(Wₓₕ), Wʸ: matrix(Wʸ), bₕ: Vector(next(bₕ.count)),
      bʸ: Vector(next(bʸ.count)), inside: inside, outside: outside)
  }
}

extension RecurrentNetwork {
  /// The same network over another kind of number, with derivative zero.
  init(_ other: RecurrentNetwork<Double>) { self = other.with(Vector<T>(other.parameters)) }
}

extension RNN {
  static let dependence = Section(.foundations, "15.3", "What a state has seen") { page in
    page.verify("h⁽ᵗ⁾ moves with x⁽¹⁾ … x⁽ᵗ⁾ and with no later input", at: "15.10") { draw in
      let network = RecurrentNetwork(&draw, dₓ: 1, dₕ: 2, dʸ: 1)
      let x = (0..<4).map { _ in draw.vector(1) }
      let share = influence(network, x)
      var (unseen, unfelt) = (0.0, 0.0)
      for s in 0..<4 {
        for t in 0..<4 where t < s { unseen = max(unseen, share[t][s]) }
        for t in s..<4 where share[t][s] == 0 { unfelt += 1 }
      }
      return [
        Evidence("derivatives by later inputs", error: unseen, bound: 0),
        Evidence("earlier inputs without effect", error: unfelt, bound: 0),
      ]
    }

    //: A graph without cycles has a nilpotent adjacency matrix: whoever follows its arrows long
    //: enough falls off the end. For the arrows each cell is computed alone, with a dual number
    //: that marks one state, to see which cells it moves.

    page.verify("unrolled, the states form a graph without cycles", at: "15.3.1:dag") {
      draw in
      let network = RecurrentNetwork(&draw, dₓ: 2, dₕ: 2, dʸ: 1)
      let x = (0..<5).map { _ in draw.vector(2) }
      let arrows = adjacency(network, x)
      var walks = arrows
      for _ in 1..<6 { walks = walks * arrows }
      let count = arrows.entries.reduce(0, +)
      return [
        Evidence("arrows from step to step", error: (count - 5).magnitude, bound: 0),
        Evidence("walks of six arrows", error: walks.entries.reduce(0, +), bound: 0),
      ]
    }

    //: How strongly, is another matter. Below, a darker block, or a larger square, means that the
    //: state feels that input more. The corner above the diagonal is empty, and along each row the
    //: past fades: the network depends on all inputs, and soon on the old ones hardly at all.

    var draw = Generator(seed: 16)
    let network = RecurrentNetwork(&draw, dₓ: 2, dₕ: 6, dʸ: 1, scale: 0.7)
    let x = (0..<8).map { _ in draw.vector(2) }
    let names = (1...8).map(String.init)

    page.draw(
      Shades(
        "Size of the derivative of each state by each input", rows: names.map { "h\($0)" },
        columns: names.map { "x\($0)" }, influence(network, x)))

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

    page.verify(
      "h⁽ᵀ⁾ = σ(Wₕₕ … σ(Wₕₕ h⁽¹⁾)), inputs and biases left out", at: "15.29"
    ) { draw in
      let network = RecurrentNetwork(&draw, dₓ: 2, dₕ: 3, dʸ: 1)
      let x = (0..<4).map { _ in draw.vector(2) }
      let h = network.states(x)
      let W = network.Wₕₕ
      let u = x.map { network.Wₓₕ * $0 + network.bₕ }
      let nested = tanh(W * tanh(W * tanh(W * h[1] + u[1]) + u[2]) + u[3])

      var silent = network
      silent.bₕ = [0, 0, 0]
      let last = silent.states(x.map { 0 * $0 }, from: h[1])[3]
      let bare = tanh(W * tanh(W * tanh(W * h[1])))
      return [
        Evidence("a run without inputs", error: distance(bare, last), bound: 1e-15),
        Evidence("a run with them", error: distance(nested, h[4]), bound: 1e-15),
      ]
    }
  }

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
}
