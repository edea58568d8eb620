import Companion

@main
enum Optimizers {
  static let program = Program(
    .optimizers, "How training is made to work",
    [
      downhill, stepSize, lossCurve, miniBatches, descentBound, momentum, heavyBall, adaptive, race,
      penalties, dropout, dropoutAnalysis, monteCarlo, batchNormalization, normalizations,
      preprocessing, initialization, clipping, halfPrecision, schedules,
      finder, search, bayes, criticalPoints, saddles, linearization,
    ], example: (place: "7.8", input: "eta=0.5"))

  static func main() { program.main() }
}
