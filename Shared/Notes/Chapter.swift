/// One of the seven programs, in reading order.
public enum Chapter: String, CaseIterable, Sendable, Codable {
  case perceptron, backprop, losses, optimizers, rnn, lstm, transformer
}
