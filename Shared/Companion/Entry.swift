/// One entry of what a page shows.
public enum Entry: Equatable, Sendable {
  case number(Double)
  /// A shape, an order of growth: what is compared by its characters.
  case word(String)

  var number: Double? {
    guard case .number(let value) = self else { return nil }
    return value
  }

  /// As it would be typed.
  var shortest: String {
    switch self {
    case .number(let x): Format.shortest(x)
    case .word(let word): word
    }
  }
}
