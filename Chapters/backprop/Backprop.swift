import Companion

@main
enum Backprop {
  static let program = Program(
    .backprop, "Backpropagation, by hand and checked",
    [
      handNetwork, linearMaps, scalarNetwork, twoOutputs, sample, batch, backward, update,
      secondIteration, numpyProgram, numpyGradients,
    ] + derivations, example: (place: "B.19", input: "x=1 0.5"))

  static func main() { program.main() }
}
