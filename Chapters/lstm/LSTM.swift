import Companion

@main
enum LSTM {
  static let program = Program(
    .lstm, "Long short-term memory: a sum that gates keep open",
    [
      decay, cell, additivePath, example, exampleBackward, sumOrProduct, gates, plainLoops,
      forgetBias, cellAndHidden, memoryTask, comparison,
    ])

  static func main() { program.main() }
}
