import Companion

@main
enum Backprop {
  static let program = Program(
    .backprop, "Backpropagation, by hand and checked",
    [
      handNetwork, linearMaps, scalarNetwork, twoOutputs, sample, batch, backward, update,
      secondIteration, numpyProgram, numpyGradients,
    ] + derivations)

  static func main() { program.main() }
}
