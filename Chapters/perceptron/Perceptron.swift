import Companion

@main
enum Perceptron {
  static let program = Program(
    .perceptron, "The perceptron, from dot products to XOR",
    [
      norms, angles, products, sides, signedDistance, codes, rule, variants, proof, tight, counts,
      bias, cycles, xor, neuron,
    ], example: (place: "§2.1", input: "w=1 2"))

  static func main() { program.main() }
}
