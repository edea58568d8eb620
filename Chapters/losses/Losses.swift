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
    ])

  static func main() { program.main() }
}
