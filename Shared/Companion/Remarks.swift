extension Number {
  /// The entries as characters: as precise as the notes print them, as the reader asks, or to
  /// four significant digits of the largest.
  func formatted(_ settings: Settings) -> [[String]] {
    if settings.isBlank { return rows.map { $0.map { _ in "______" } } }
    let tokens = self.tokens.flatMap { $0 }
    let own = ownDecimals
    var i = 0
    return rows.map { row in
      row.map { entry in
        defer { i += 1 }
        switch entry {
        case .word(let word): return word
        case .number(let x):
          if let digits = settings.digits { return Format.decimal(x, digits) }
          let x = Format.steady(x)
          if tokens.count > i { return Format.like(tokens[i], x) }
          guard let own else { return Format.significant(x, 4) }
          return Format.decimal(x, own)
        }
      }
    }
  }

  /// The entries in one line: `0.69  -0.75`, rows in brackets.
  func characters(_ settings: Settings) -> String {
    let rows = formatted(settings).map { $0.map(plain).joined(separator: "  ") }
    return rows.count == 1 ? rows[0] : "[" + rows.joined(separator: "; ") + "]"
  }

  /// Decimals for a value that the notes leave open; nil if powers of ten are needed.
  private var ownDecimals: Int? {
    let values = rows.flatMap { $0.compactMap(\.number) }.filter(\.isFinite).map(Format.steady)
    if values.allSatisfy(Format.isWhole) { return 0 }
    let largest = values.map(\.magnitude).max() ?? 0
    guard largest >= 1e-5, largest < 1e9 else { return nil }
    var decimals = 4
    var size = largest
    while size < 0.1, decimals < 8 {
      size *= 10
      decimals += 1
    }
    while size >= 10, decimals > 1 {
      size /= 10
      decimals -= 1
    }
    return decimals
  }

  /// What the notes print, as characters.
  var printedText: [[String]] { tokens.map { $0.map(\.description) } }

  /// Sentences about whatever does not simply agree.
  var remarks: [String] {
    guard printed != nil else { return [] }
    var result: [String] = []
    for judgement in judgements {
      guard case .number(let v) = judgement.computed else { continue }
      let token = judgement.token.text
      switch judgement.verdict {
      case .agrees(halfway: true):
        let value = Format.significant(v, 12).trimmedZeros
        result.append("\(token): \(value) lies half-way between two roundings")
      case .truncated: result.append("\(token) is \(long(v, token))… cut off")
      case .approximate: result.append("\(token) is meant roughly: \(Format.significant(v, 6))")
      default: break
      }
    }
    let carried = judgements.filter { $0.verdict == .carried }
    if !carried.isEmpty {
      let exact = carried.map { long($0.computed.number ?? .nan, $0.token.text) + "…" }
      let origin =
        wrongSources.isEmpty
        ? "From the printed \(sources.map(\.name).joined(separator: ", "))"
        : "Carried from an erratum: \(wrongSources.joined(separator: ", "))"
      result.append("\(origin); exactly \(exact.joined(separator: ", "))")
    }
    return result + explanations(withValues: true)
  }

  /// Why the errata among the numbers are printed as they are, as far as it was found.
  var reasons: [String] {
    let carried =
      wrongSources.isEmpty || !judgements.contains { $0.verdict == .carried }
      ? [] : ["Carried from an erratum: \(wrongSources.joined(separator: ", "))"]
    return carried + explanations(withValues: false)
  }

  private func explanations(withValues: Bool) -> [String] {
    let wrong = judgements.filter { $0.verdict == .erratum }
    guard !wrong.isEmpty else { return [] }
    var result: [String] = []
    for slip in wrong.map(\.slip).withoutRepeats {
      let group = wrong.filter { $0.slip == slip }
      let tokens = group.map(\.token.text).joined(separator: ", ")
      let right = group.map { correct($0) }.joined(separator: ", ")
      let values = withValues ? "\(tokens) should be \(right). " : ""
      let which = group.count < wrong.count ? "\(tokens): " : ""
      if let slip {
        result.append("\(values)Slip: \(withValues ? "" : which)\(slip)")
      } else {
        let all = group.flatMap(\.tried).withoutRepeats.joined(separator: "; ")
        let tried = withValues && !all.isEmpty ? "; tried: \(all)" : ""
        result.append("\(values)\(withValues ? "" : which)No slip found\(tried)")
      }
    }
    for invariant in invariants {
      guard let (sum, allowance) = invariant.violation(by: judgements.map(\.token)) else {
        continue
      }
      result.append(
        "Impossible: \(invariant.statement); the printed numbers give "
          + "\(Format.significant(sum, 3)), rounding explains at most "
          + "\(Format.significant(allowance, 2))")
    }
    return result
  }

  /// How a repetition refers to the number that it repeats.
  var reference: String { "As \(quantity) of \(place?.short ?? "the page")" }

  /// The places that print the same number again with the same verdict.
  var repeats: [String] {
    let same = again.filter {
      $0.judgements.map(\.verdict.word) == judgements.map(\.verdict.word)
        && $0.judgements.map(\.token) == judgements.map(\.token)
    }
    return same.compactMap { $0.place == place ? "the same line" : $0.place?.short }.withoutRepeats
  }

  /// Repetitions that are printed or judged otherwise and so deserve a row of their own.
  var differing: [Number] {
    again.filter {
      $0.judgements.map(\.verdict.word) != judgements.map(\.verdict.word)
        || $0.judgements.map(\.token) != judgements.map(\.token)
    }
  }

  /// The value that should stand where an erratum stands.
  func correct(_ judgement: Judgement) -> String {
    switch judgement.computed {
    case .word(let word): word
    case .number(let v): Format.like(judgement.token, v)
    }
  }

  /// A value with three digits more than its token shows.
  private func long(_ v: Double, _ token: String) -> String {
    let digits = token.filter(\.isNumber).drop { $0 == "0" }.count
    return Format.significant(v, max(4, digits + 3))
  }
}

extension Derivation {
  /// `holds`, `fails`, `erratum`, with what stands instead.
  struct Outcome {
    let word: String
    let statement: String
    let tested: Tested
  }

  /// What was tested, and what is right instead where it fails.
  var outcomes: [Outcome] {
    let printed = Outcome(word: word, statement: statement, tested: tested)
    guard let correction else { return [printed] }
    let word = correction.tested.holds ? "holds" : "fails"
    return [
      printed, Outcome(word: word, statement: correction.statement, tested: correction.tested),
    ]
  }

  /// `fails on 6 of 100 draws`, `fails at these numbers`
  var failure: String { "fails " + tested.words }
}

extension Derivation.Tested {
  /// `on all 100 draws`, `at these numbers`; for what fails `on 6 of 100 draws`
  var words: String {
    guard !isExample else { return "at these numbers" }
    let share = holds || failures == draws ? "all" : "\(failures) of"
    return "on \(share) \(draws) draws"
  }

  /// Where and how it was tested: `on all 100 draws: dual numbers, tape`
  func sentence(digits: Int? = nil) -> String {
    let ways = relations.sentence(digits: digits)
    return words + (ways.isEmpty ? "" : ": " + ways)
  }
}
