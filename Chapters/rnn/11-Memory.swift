import Companion
import Mathematics

//: To walk back, one must have kept what the way forward found: the state of every step. What that
//: takes is easy to say in advance, and it can be looked up on the
//: [tape](../backprop/README.md#forward-mode-and-reverse-mode) as well, which writes down every
//: intermediate result.

extension RNN {
  static let memory = Section(.foundations, "15.6.3", "Memory, and truncation") { page in
    storage(page)
    tape(page)
    truncation(page)
    horizons(page)
  }

  //: A megabyte is a million bytes here, and only the states are counted: with the inputs, the
  //: pre-activations and the errors it is a few times as much, and training on longer sequences
  //: is soon a matter of memory rather than of time.

  private static func storage(_ page: Page) {
    let T: Int = page.given("T", at: "Q3", as: "T of Q3", in: 1...1e9)
    let width: Int = page.given("dₕ", at: "Q3", as: "dₕ of Q3", in: 1...1e9)
    let bytes: Int = page.given("bytes per number", at: "Q3", in: 1...64)
    let batch: Int = page.given("batch size", at: "Q3", in: 1...1e9)
    func megabytes(_ T: Int, _ dₕ: Int, _ m: Int) -> Double {
      Double(T) * Double(dₕ) * Double(m) * Double(bytes) / 1e6
    }
    page.show(
      "memory of one sequence in MB", megabytes(T, width, 1), at: "Q3", for: "Q3:memory")
    page.show("memory of the batch in MB", megabytes(T, width, batch), at: "Q3")
    page.table(
      "Megabytes for the states", columns: ["T", "dₕ", "one sequence", "a batch"],
      rows: [(T / 10, width), (T, width / 4), (T, width), (T, 4 * width), (10 * T, width)].map {
        [$0, $1, megabytes($0, $1, 1), megabytes($0, $1, batch)]
      }, digits: 3)
  }

  //: What the tape keeps for one forward pass grows by the same amount for each further step: twice
  //: as many steps, twice the memory. The first step alone is cheaper, since its state is made of
  //: constants, which need no entry.

  private static func tape(_ page: Page) {
    page.verify("the tape of a forward pass grows linearly with T", at: "Q3:store") {
      draw in
      let network = RecurrentNetwork(&draw, dₓ: 2, dₕ: 3, d_y: 1)
      let x = draw.sequence(6, 2)
      let counts = (1...6).map { T in
        let tape = Tape()
        let lifted = network.with(network.parameters.map { tape.variable($0) })
        _ = lifted.states(x.prefix(T).map { Vector<Variable>($0) })
        return tape.count
      }
      let growth = zip(counts.dropFirst(), counts).map { $0 - $1 }
      for more in growth.dropFirst(2) { more == growth[1] }
    }
  }
}

//: ### Looking back only so far
//:
//: Truncated backpropagation lets every loss send its error back over τ steps and no
//: further. It needs memory for τ steps only, and its gradient is wrong by what the older
//: steps would have added. How wrong, depends on how much they still count: for a network
//: that forgets, little; for one whose gradients do not vanish, there is no horizon short of
//: the whole sequence at which the gradient is right.
//:
//: The walk back, with a counter. What a cell adds to the gradient is filed under the number of
//: cells between it and the loss; the gradient with horizon τ is the sum of the first τ files.

extension RecurrentNetwork<Double> {
  /// The gradients in which the loss of each step is followed back over τ cells, for
  /// τ = 0, 1, …, T.
  func truncated(_ x: [Vector<Double>], _ y: [Vector<Double>]) -> [Vector<Double>] {
    let h = states(x)
    let slope = x.indices.map { inside.slope(preactivation(h[$0], x[$0])) }
    var part = Array(repeating: zero, count: x.count + 1)
    for t in 1...x.count {
      let δʸ = output(h[t]) - y[t - 1]
      part[1].W_hy += δʸ * h[t].ᵀ
      part[1].b_y += δʸ
      var fromLater = W_hy.ᵀ * δʸ
      for τ in 1...t {
        let s = t - τ  // the cell between h⁽ˢ⁾ and h⁽ˢ⁺¹⁾
        let δₕ = fromLater ⊙ slope[s]
        part[τ].Wₕₕ += δₕ * h[s].ᵀ
        part[τ].Wₓₕ += δₕ * x[s].ᵀ
        part[τ].bₕ += δₕ
        fromLater = Wₕₕ.ᵀ * δₕ
      }
    }
    var sum = zero.parameters
    return part.map { part in
      sum += part.parameters
      return sum
    }
  }
}

extension RNN {
  //: The check runs each loss by itself, from a state that is held constant τ steps earlier,
  //: and differentiates that. With a horizon as long as the sequence nothing is cut off.

  private static func truncation(_ page: Page) {
    page.verify("τ cells are walked back, what lies before is constant", at: "Q3:truncated") {
      draw in
      let network = RecurrentNetwork(&draw, dₓ: 2, dₕ: 2, d_y: 1)
      let x = draw.sequence(3, 2)
      let y = (0..<3).map { _ in draw.vector(1, 0, 1) }
      let h = network.states(x)
      let cut = network.truncated(x, y)
      gradient(at: network.parameters) { p in
        let lifted = network.with(p)
        return (1...3).reduce(0) { sum, t in
          let first = max(0, t - 2)
          let run = lifted.states(x[first..<t].map { Vector($0) }, from: Vector(h[first]))
          return sum + lifted.outside.loss(lifted.output(run[t - first]), Vector(y[t - 1]))
        }
      } ≈ cut[2]
      gradient(at: network.parameters) { network.with($0).loss(x, y) } ≈ cut[3]
    }
  }

  //: Three networks of three states read twelve random inputs. Their matrices only turn the state
  //: and shorten it by ρ, so that ρ says how long they remember.

  private static func horizons(_ page: Page) {
    let (length, horizons) = (12, [1, 2, 3, 4, 6, 8, 10, 11])
    func errors(_ ρ: Double) -> [Double] {
      var draw = Generator(seed: 19)
      var network = RecurrentNetwork(&draw, dₓ: 2, dₕ: 3, d_y: 1)
      network.Wₕₕ = ρ * orthogonal(&draw, 3)
      network.bₕ = 0 * network.bₕ
      let x = draw.sequence(length, 2).map { 0.3 * $0 }
      let y = (0..<length).map { _ in draw.vector(1, 0, 1) }
      let cut = network.truncated(x, y)
      return horizons.map { (cut[$0] - cut[length]).l2Norm / cut[length].l2Norm }
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
