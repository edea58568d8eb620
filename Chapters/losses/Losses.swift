import Companion

@main
enum Losses {
  static let program = Program(
    .losses, "Loss functions and generalization",
    [
      squaredErrors, gaussian, binary, logLoss, softmaxes, logitGradient, lastLayer, hubers,
      stability,
      gaussianPrior, strength, laplacePrior, sparsity, biasVariance, uniform,
      minimumNorms, doubleDescent,
    ], example: (place: "4.4.3", input: "z=1 0 2"))

  static func main() { program.main() }
}
