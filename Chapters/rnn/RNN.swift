import Companion

@main
enum RNN {
  static let program = Program(
    .rnn, "Recurrent networks, and what time does to their gradients",
    [
      forward, dependence, throughTime, exampleForward, exampleBackward, exampleUpdate, jacobians,
      spectra, stability, clipping, memory, sequentialDepth,
    ], example: (place: "21.1", input: "x1=1 0"))

  static func main() { program.main() }
}
