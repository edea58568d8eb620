import Companion

@main
enum Losses {
  static let program = Program(
    .losses, "Loss functions and generalization",
    [
      squaredErrors, gaussian, binary, logLoss, softmaxes, logitGradient, lastLayer, hubers,
      stability,
    ])

  static func main() { program.main() }
}
