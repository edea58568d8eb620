import Notes

/// A number that a page computes.
struct Number {
  let quantity: String
  let rows: [[Entry]]
  /// What the notes print for it; nil where they leave it open, or for a reader's own inputs.
  var printed: Printed?
  /// The same as tokens, row by row.
  var tokens: [[Token]] = []
  var judgements: [Judgement] = []
  var carried: Carried?
  /// From where a value is carried: the key of the printed number, and how a sentence names it.
  var sources: [(key: String, name: String)] = []
  /// The names of those that are errata themselves, or were carried from one.
  var wrongSources: [String] = []
  var invariants: [Invariant] = []
  /// Other places that print the same number again.
  var again: [Number] = []
  var place: Reference?

  /// The entries that are errata, or were carried from one.
  var errata: [Judgement] {
    judgements.filter {
      $0.verdict == .erratum || ($0.verdict == .carried && !wrongSources.isEmpty)
    }
  }

  /// What is carried from right numbers can be off by little more than their rounding: further
  /// away, the page carries something else than it says.
  var strays: [Judgement] {
    guard wrongSources.isEmpty else { return [] }
    return judgements.filter { one in
      guard one.verdict == .carried, let carried = one.carried, let exact = one.computed.number,
        case .number(_, let unit) = one.token.meaning
      else { return false }
      return (carried - exact).magnitude > 3 * unit
    }
  }

  /// Finds out which of its sources are errata, and joins them if it has errata itself.
  mutating func trace(_ wrong: inout Set<String>) {
    wrongSources = sources.filter { wrong.contains($0.key) }.map(\.name)
    if !errata.isEmpty, let printed { wrong.insert(printed.key) }
    for i in again.indices { again[i].trace(&wrong) }
  }
}

extension Printed {
  /// What tells it from every other printed number.
  var key: String { "\(document.rawValue)|\(locator)|\(quantity)|\(time)" }
}
