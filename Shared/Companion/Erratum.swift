import Notes

/// One thing that does not reproduce.
package struct Erratum: Codable, Sendable {
  package var document: Document
  package var locator: String
  /// What it is called; nil for a formula or claim.
  package var quantity: String?
  /// What is printed: digits, or the formula.
  package var printed: String
  /// What is right.
  package var correct: String
  package var reasons: [String]

  var sentence: String {
    let what =
      quantity.map { "\($0): \(printed) should be \(correct)" } ?? "\(printed). Instead: \(correct)"
    return ([what] + reasons).joined(separator: ". ")
  }
}

extension Exhibit {
  /// The errata among what an exhibit shows, those carried from errata included.
  var errata: [Erratum] {
    switch content {
    case .number(let number):
      return [number.erratum].compactMap { $0 }
        + number.again.compactMap { copy in
          var erratum = copy.erratum
          erratum?.reasons = [number.reference]
          return erratum
        }
    case .derivation(let derivation):
      guard let correction = derivation.correction, !derivation.holds else { return [] }
      return places.map {
        Erratum(
          document: $0.document, locator: $0.locator, quantity: nil, printed: derivation.statement,
          correct: correction.statement, reasons: [derivation.why].compactMap { $0 })
      }
    default: return []
    }
  }
}

extension Number {
  var erratum: Erratum? {
    let errata = errata
    guard !errata.isEmpty, let place else { return nil }
    return Erratum(
      document: place.document, locator: place.locator, quantity: quantity,
      printed: errata.map(\.token.text).joined(separator: ", "),
      correct: errata.map(correct).joined(separator: ", "), reasons: reasons)
  }
}
