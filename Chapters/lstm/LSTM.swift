import Companion
import Mathematics

@main
enum LSTM {
  static let program = Program(
    .lstm, "Long short-term memory: a sum that gates keep open",
    [
      decay, cell, additivePath, example, exampleBackward, sumOrProduct, gates, plainLoops,
      forgetBias, cellAndHidden, memoryTask, comparison,
    ], example: (place: "21.2", input: "w=0.2"), timings: timings)

  private static func run(_ d: Int, steps: Int) -> (LSTMCell<Double>, [Vector<Double>]) {
    var draw = Generator(seed: 1)
    return (LSTMCell(drawn: &draw, n: d, d: d), (0..<steps).map { _ in draw.vector(d) })
  }

  private static let timings = [
    Timing(
      "20 steps forward, by width d (foundations Q8)", claim: "d²", sizes: [96, 128, 192, 256]
    ) { d in
      let (cell, x) = run(d, steps: 20)
      return { cell.run(x) }
    },
    Timing("backward through 20 steps of width 128") { _ in
      let (cell, x) = run(128, steps: 20)
      let steps = cell.run(x)
      return { cell.backward(steps, dh: steps.map(\.new.h)) }
    },
  ]

  static func main() { program.main() }
}
