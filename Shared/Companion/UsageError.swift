/// Something wrong with what was typed: what it was, what was expected, what to type instead.
struct UsageError: Error {
  let message: String
  let hint: String?

  init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }

  static func shape(of name: String, in section: String, expected: [[Double]], found: [[Double]])
    -> UsageError
  {
    let example = expected.map { $0.map(Format.shortest).joined(separator: " ") }
      .joined(separator: ";")
    return UsageError(
      "\(name) in \(section) takes \(shapeWords(expected)), not \(shapeWords(found))",
      hint: "as in --set '\(typed(name))=\(example)'")
  }

  static func meaning(
    of name: String, in section: String, _ range: ClosedRange<Double>, found: Double
  ) -> UsageError {
    let (low, high) = (Format.shortest(range.lowerBound), Format.shortest(range.upperBound))
    let meaning =
      range.upperBound.isFinite ? "lies between \(low) and \(high)" : "is at least \(low)"
    return UsageError(
      "\(name) in \(section) \(meaning), not \(Format.shortest(found))",
      hint: "as in --set '\(typed(name))=\(low)'")
  }

  static func unknownInput(_ name: String, names: [String], there: Bool = false) -> UsageError {
    let all = names.map(typed).withoutRepeats
    let close = near(name, among: all)
    guard !all.isEmpty else {
      return UsageError("there is no input '\(name)' there, nor any other")
    }
    return UsageError(
      "there is no input '\(name)'" + (there ? " there" : ""),
      hint: close.isEmpty
        ? "the inputs are \(all.joined(separator: ", "))"
        : "did you mean \(either(close))?")
  }
}

/// `1 number`, `2 numbers`, `3 rows of 2 numbers`, `rows of 2, 1 numbers`
private func shapeWords(_ rows: [[Double]]) -> String {
  func numbers(_ count: Int) -> String { count == 1 ? "1 number" : "\(count) numbers" }
  guard rows.count != 1 else { return numbers(rows[0].count) }
  let counts = rows.map(\.count)
  guard counts.allSatisfy({ $0 == counts.first }) else {
    return "rows of \(counts.map(String.init).joined(separator: ", ")) numbers"
  }
  return "\(rows.count) rows of \(numbers(counts.first ?? 0))"
}
