import Companion
import Mathematics

@main
enum RNN {
  static let program = Program(
    .rnn, "Recurrent networks, and what time does to their gradients",
    [
      forward, dependence, throughTime, exampleForward, exampleBackward, exampleUpdate, jacobians,
      spectra, stability, clipping, memory, sequentialDepth,
    ], example: (place: "21.1", input: "x1=1 0"), timings: timings)

  private static func run(_ d: Int, steps: Int) -> (RecurrentNetwork<Double>, [Vector<Double>]) {
    var draw = Generator(seed: 1)
    let network = RecurrentNetwork(
      Wₕₕ: draw.matrix(d, d, -0.1, 0.1), Wₓₕ: draw.matrix(d, d), W_hy: draw.matrix(1, d),
      bₕ: draw.vector(d), b_y: draw.vector(1))
    return (network, (0..<steps).map { _ in draw.vector(d) })
  }

  private static let timings = [
    Timing("64 units forward, by steps T (foundations Q3)", claim: "T", sizes: [25, 50, 100, 200]) {
      T in
      let (network, x) = run(64, steps: T)
      return { network.states(x) }
    },
    Timing(
      "20 steps forward, by width d (foundations Q4)", claim: "d²", sizes: [96, 128, 192, 256]
    ) { d in
      let (network, x) = run(d, steps: 20)
      return { network.states(x) }
    },
    Timing("backward through 20 steps of width 128") { _ in
      let (network, x) = run(128, steps: 20)
      return { network.backward(x, x.map { _ in [1] }) }
    },
  ]

  static func main() { program.main() }
}
