import Companion
import Mathematics

@main
enum Backprop {
  static let program = Program(
    .backprop, "Backpropagation, by hand and checked",
    worked + derivations, example: (place: "B.19", input: "x=1 0.5"),
    timings: timings)

  private static func network(_ n: Int) -> (Network<Double>, Vector<Double>, Vector<Double>) {
    var draw = Generator(seed: 1)
    return (Network([n, n, n], [.sigmoid, .sigmoid], &draw), draw.vector(n), draw.vector(n, 0, 1))
  }

  private static let timings = [
    Timing("the program of intuition 8.1, 1000 steps") { _ in
      let x: Matrix<Double> = [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]]
      let y: Matrix<Double> = [[0], [1], [1], [0]]
      return {
        var network = RowNetwork(seed: 1, inputs: 3, hidden: 4, outputs: 1)
        for _ in 0..<1000 { _ = network.step(x, y, rate: 1) }
        return network.w¹
      }
    },
    Timing(
      "forward, two layers of width n (appendix B.20)", claim: "n²", sizes: [64, 128, 256, 512]
    ) { n in
      let (network, x, _) = network(n)
      return { network(x) }
    },
    Timing("gradient, two layers of width n (appendix B.20)", claim: "n²", sizes: [64, 128, 256]) {
      n in
      let (network, x, y) = network(n)
      return { network.gradient(.halfSquared, x, y) }
    },
  ]

  static func main() { program.main() }

  /// The examples that the notes work by hand.
  private static let worked: [Section] = [
    handNetwork, linearMaps, scalarNetwork, twoOutputs, sample, batch, backward, update,
    secondIteration, numpyProgram, numpyGradients,
  ]

  /// Every derivation, each tested against something that does not contain it.
  private static let derivations: [Section] = [
    conventions, calculus, jacobians, neuronToBatch, layers, batches, composition, sigmoids,
    rectifiers, choices, outputError, hiddenError, gradients, shapesOfGradients, batchGradients,
    chains, vanishing, cost, graphs, modes, softmaxNode, tensors, shapes, bumps, rates, regions,
    parity,
  ]
}
