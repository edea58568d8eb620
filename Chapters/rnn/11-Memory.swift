import Companion
import Mathematics

//: To walk back, one must have kept what the way forward found: the state of every step. What that
//: takes is easy to say in advance, and it can be looked up on the
//: [tape](../backprop/README.md#forward-mode-and-reverse-mode) as well, which writes down every
//: intermediate result.

extension RNN {
  static let memory = Section(.foundations, "15.6.3", "Memory, and truncation") { page in
    let T = page.given(number: "T", at: "Q3", as: "T of Q3")
    let width = page.given(number: "dₕ", at: "Q3", as: "dₕ of Q3")
    let bytes = page.given(number: "bytes per number", at: "Q3")
    let batch = page.given(number: "batch size", at: "Q3")

    func megabytes(_ T: Double, _ dₕ: Double, _ m: Double) -> Double { T * dₕ * m * bytes / 1e6 }

    page.show(
      "memory of one sequence in MB", megabytes(T, width, 1), at: "Q3", for: "Q3:memory")
    page.show("memory of the batch in MB", megabytes(T, width, batch), at: "Q3")
    page.table(
      "Megabytes for the states", columns: ["T", "dₕ", "one sequence", "a batch"],
      rows: [(0.1, 1.0), (1, 0.25), (1, 1), (1, 4), (10, 1)].map { t, d in
        let (t, d) = (t * T, d * width)
        return [t, d, megabytes(t, d, 1), megabytes(t, d, batch)]
      }, digits: 3)

    //: A megabyte is a million bytes here, and only the states are counted: with the inputs, the
    //: pre-activations and the errors it is a few times as much, and training on longer sequences
    //: is soon a matter of memory rather than of time. What the tape keeps for one forward pass
    //: grows by the same amount for each further step: twice as many steps, twice the memory.

    page.verify("the tape of a forward pass grows linearly with T", at: "Q3:store") {
      draw in
      let network = RecurrentNetwork(&draw, dₓ: 2, dₕ: 3, dʸ: 1)
      let x = (0..<4).map { _ in draw.vector(2) }
      let counts = (1...4).map { T in
        let tape = Tape()
        let lifted = network.with(network.parameters.map { tape.variable($0) })
        _ = lifted.states(x.prefix(T).map { Vector<Variable>($0) })
        return Double(tape.count)
      }
      let growth = zip(counts.dropFirst(), counts).map { $0 - $1 }
      // The first step has a state of constants, which need no entry.
      let uneven = growth.dropFirst().map { ($0 - growth[1]).magnitude }.max() ?? 0
      return [Evidence("growth by step", error: uneven, bound: 0)]
    }

    //: ### Looking back only so far
    //:
    //: Truncated backpropagation lets every loss send its error back over τ steps and no
    //: further. It needs memory for τ steps only, and its gradient is wrong by what the older
    //: steps would have added. How wrong, depends on how much they still count: for a network
    //: that forgets, little; for one whose gradients do not vanish, there is no horizon short of
    //: the whole sequence at which the gradient is right.

    //: The check runs each loss by itself, from a state that is held constant τ steps earlier,
    //: and lets the tape differentiate. With a horizon as long as the sequence nothing is cut
    //: off.

    page.verify("τ cells are walked back, what lies before is constant", at: "Q3:truncated") {
      draw in
      let network = RecurrentNetwork(&draw, dₓ: 2, dₕ: 2, dʸ: 1)
      let x = (0..<3).map { _ in draw.vector(2) }
      let y = (0..<3).map { _ in draw.vector(1, 0, 1) }
      let h = network.states(x)
      let cut = network.truncated(x, y)
      let byTape = reverseGradient(at: network.parameters) { p in
        let lifted = network.with(p)
        return (1...3).reduce(0) { sum, t in
          let first = max(0, t - 2)
          let run = lifted.states(
            x[first..<t].map { Vector<Variable>($0) }, from: Vector<Variable>(h[first]))
          return sum + lifted.outside.loss(lifted.output(run.last!), Vector<Variable>(y[t - 1]))
        }
      }
      let whole = reverseGradient(at: network.parameters) { network.with($0).loss(x, y) }
      return [
        Evidence("tape, τ = 2", error: distance(cut[2], byTape), bound: 1e-13),
        Evidence("tape, τ = T", error: distance(cut[3], whole), bound: 1e-13),
      ]
    }

    let (length, horizons) = (12, [1, 2, 3, 4, 6, 8, 10, 11])
    func errors(_ ρ: Double) -> [Double] {
      var draw = Generator(seed: 19)
      var network = RecurrentNetwork(&draw, dₓ: 2, dₕ: 3, dʸ: 1)
      network.Wₕₕ = ρ * orthogonal(&draw, 3)
      network.bₕ = 0 * network.bₕ
      let x = (0..<length).map { _ in 0.3 * draw.vector(2) }
      let y = (0..<length).map { _ in draw.vector(1, 0, 1) }
      let cut = network.truncated(x, y)
      let whole = cut[length]
      return horizons.map { (cut[$0] - whole).l2Norm / whole.l2Norm }
    }
    let curves = [0.5, 0.8, 1.0].map { (ρ: $0, errors: errors($0)) }

    page.plot(
      Plot(
        "Relative error of the truncated gradient by horizon", x: "horizon τ",
        y: "relative error", isLogarithmic: true,
        curves.map { Plot.Series("ρ = \($0.ρ)", Array(zip(horizons.map(Double.init), $0.errors))) }
      ))
    page.table(
      "Relative error of the truncated gradient, T = \(length)",
      columns: ["τ"] + curves.map { "ρ = \($0.ρ)" },
      rows: horizons.indices.map { i in
        [horizons[i]] + curves.map { $0.errors[i] } as [any Showable]
      }, digits: 5)
  }
}

//: The walk back, with a counter. What a cell adds to the gradient is filed under the number of
//: cells between it and the loss; the gradient with horizon τ is the sum of the first τ files.

extension RecurrentNetwork<Double> {
  /// The gradients in which the loss of each step is followed back over τ cells, for
  /// τ = 0, 1, …, T.
  func truncated(_ x: [Vector<Double>], _ y: [Vector<Double>]) -> [Vector<Double>] {
    let h = states(x)
    let slope = x.indices.map { inside.slope(preactivation(h[$0], x[$0])) }
    var part = Array(repeating: RecurrentGradients(zeroFor: self), count: x.count + 1)
    for t in 1...x.count {
      let δʸ = output(h[t]) - y[t - 1]
      part[1].Wʸ += δʸ * h[t].ᵀ
      part[1].bʸ += δʸ
      var fromLater = Wʸ.ᵀ * δʸ
      for τ in 1...t {
        let s = t - τ  // the cell between h⁽ˢ⁾ and h⁽ˢ⁺¹⁾
        let δₕ = fromLater ⊙ slope[s]
        part[τ].Wₕₕ += δₕ * h[s].ᵀ
        part[τ].Wₓₕ += δₕ * x[s].ᵀ
        part[τ].bₕ += δₕ
        fromLater = Wₕₕ.ᵀ * δₕ
      }
    }
    var sum = 0 * parameters
    return part.map { part in
      sum += part.flat
      return sum
    }
  }
}
