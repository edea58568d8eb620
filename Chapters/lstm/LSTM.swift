import Companion

@main
enum LSTM {
  static let program = Program(
    .lstm, "Long short-term memory: a sum that gates keep open",
    [
      decay, cell, additivePath, example, exampleBackward, sumOrProduct, gates, plainLoops,
      forgetBias, cellAndHidden, memoryTask, comparison,
    ], example: (place: "21.2", input: "w=0.2"))

  static func main() { program.main() }
}
