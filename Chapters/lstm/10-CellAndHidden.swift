import Companion
import Mathematics

//: Slow memory and lively output: that is how the notes tell the two states apart. Whether a
//: state changes slowly can be measured. For a sequence $v₁ … vₙ$ let its roughness be the mean
//: square of its steps, divided by twice its variance. A constant drift has roughness 0, numbers
//: that know nothing of each other have 1, an alternating sign has 2.

/// Σ(vₜ − vₜ₋₁)² / 2Σ(vₜ − mean)² for long sequences: 0 is smooth, 1 is noise.
func roughness(_ v: [Double]) -> Double {
  let steps = zip(v, v.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
  return steps / Double(v.count - 1) / (2 * Vector(v).variance)
}

extension LSTM {
  //: It is measured on untrained cells of four units, which read 120 random inputs that have nothing
  //: to do with one another.

  /// The states of a cell of four units that is drawn from a fixed seed and reads noise.
  static func statesOfDrawnCell(bias: Double) -> [LSTMState<Double>] {
    var draw = Generator(seed: 10)
    var cell = LSTMCell(drawn: &draw, n: 1, d: 4)
    cell.f.b = Vector(repeating: bias, count: 4)
    return cell.run((0..<120).map { _ in draw.vector(1, -2, 2) }).map(\.new)
  }

  private static func meanRoughness(_ states: [Vector<Double>]) -> Double {
    Vector(states[0].indices.map { j in roughness(states.map { $0[j] }) }).mean
  }

  static let cellAndHidden = Section(.foundations, "16.3.4", "Cell state and hidden state") {
    page in
    //: The table has the mean over its units, for several forget biases.

    let runs = [0.0, 1, 5].map { ($0, statesOfDrawnCell(bias: $0)) }
    page.table(
      "Roughness of the two states while reading noise",
      columns: ["forget bias", "of c", "of h", "largest |c|", "largest |h|"],
      rows: runs.map { bias, states in
        let (c, h) = (states.map(\.c), states.map(\.h))
        return [
          bias, meanRoughness(c), meanRoughness(h), c.map(\.maxNorm).max()!,
          h.map(\.maxNorm).max()!,
        ]
      }, digits: 3, at: "Q10:roles")

    //: The cell state is the smoother of the two at every bias, and the larger the bias, the
    //: smoother: it is a running sum, whose memory the forget gate sets. The hidden state stays
    //: about as rough as it was, since its output gate answers to each input anew. What the
    //: notes call the nature of the two states is therefore a matter of degree, and of the
    //: forget gate. Note also how large **c** becomes where little is forgotten; **h** cannot.

    let slow = runs[2].1.prefix(80)
    page.plot(
      Plot(
        "One unit of a cell with forget bias 5", x: "step", y: "state",
        [
          Plot.Series("c", slow.enumerated().map { (Double($0), $1.c[0]) }),
          Plot.Series("h", slow.enumerated().map { (Double($0), $1.h[0]) }),
        ]), at: "Q10:roles")

    //: That one state holds “plural subject” while the other says “are” is a picture of what a
    //: trained cell may do. Nothing in the formulas assigns such roles.
  }
}
