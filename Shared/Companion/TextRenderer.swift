import Notes

/// Pages for a terminal: 80 columns, aligned, verdicts as words and, if wanted, in colour.
struct TextRenderer {
  let settings: Settings
  let color: Bool

  init(_ settings: Settings, color: Bool = false) {
    self.settings = settings
    self.color = color
  }

  func render(_ excerpts: [Excerpt]) -> String {
    excerpts.concurrentMap { page($0) }.joined(separator: "\n\n")
  }

  private func page(_ excerpt: Excerpt) -> String {
    var text = wrap(excerpt.section.heading, indent: 2, first: "")
    text = emphasized(text.dropLastNewline) + "\n"
    for group in groups(excerpt.exhibits) {
      text += "\n"
      switch group[0].content {
      case .input: text += inputs(group)
      case .number: text += numbers(group, excerpt)
      case .table, .plot, .shades: text += group.map(single).joined(separator: "\n")
      default: text += group.map(single).joined()
      }
    }
    if !excerpt.isOriginal, !excerpt.isBlank {
      text += "\n"
      text += wrap(
        "These are not the numbers of the notes, which say nothing about them.", indent: 2)
    }
    if excerpt.isOriginal, settings.variant != nil {
      text += "\n"
      text += wrap("Nothing here varies: these are the numbers of the notes.", indent: 2)
    }
    return text
  }

  // MARK: Inputs

  private func inputs(_ group: [Exhibit]) -> String {
    var pieces: [String] = []
    for case .input(let input) in group.map(\.content) {
      let rows = input.rows.map { $0.map(text).joined(separator: " ") }
      let mark = input.origin == .reader ? " (yours)" : ""
      pieces.append("\(input.name) = \(rows.joined(separator: " ; "))\(mark),")
    }
    pieces[pieces.count - 1].removeLast()
    return wrap(pieces, indent: 9, first: "  given  ")
  }

  private func text(_ entry: Entry) -> String {
    switch entry {
    case .number(let x): Format.shortest(x)
    case .word(let word): word
    }
  }

  // MARK: Numbers

  private func numbers(_ group: [Exhibit], _ excerpt: Excerpt) -> String {
    var all: [Number] = []
    for case .number(let number) in group.map(\.content) {
      all.append(number)
      if excerpt.isOriginal { all += number.differing }
    }
    let rows = all.map { row($0, excerpt) }
    let compares = excerpt.isOriginal && all.contains { $0.printed != nil }
    let grid = NumberGrid(rows, compares: compares)
    var text = grid.header.map { dimmed($0) + "\n" } ?? ""
    for (number, row) in zip(all, rows) {
      for line in grid.lines(row) { text += line.text + verdict(line.words) + "\n" }
      var remarks = excerpt.isOriginal ? number.remarks : []
      if excerpt.isOriginal, !number.repeats.isEmpty {
        remarks.append("Printed again in \(number.repeats.joined(separator: ", "))")
      }
      for remark in remarks {
        text += wrap(
          remark, indent: grid.noteIndent + 2, first: String(repeating: " ", count: grid.noteIndent)
        )
      }
    }
    return text
  }

  private func row(_ number: Number, _ excerpt: Excerpt) -> NumberGrid.Row {
    let isOwn = number.place.map(excerpt.section.isAll) ?? true
    return NumberGrid.Row(
      place: isOwn ? "" : number.place!.short, name: number.quantity,
      computed: number.formatted(settings), printed: number.printedText,
      verdicts: number.judgements.map(\.verdict.word))
  }

  private func verdict(_ words: [String]) -> String {
    words.isEmpty ? "" : words.map(colored).joined(separator: ", ")
  }

  // MARK: The rest

  private func single(_ exhibit: Exhibit) -> String {
    switch exhibit.content {
    case .derivation(let derivation): return self.derivation(derivation)
    case .definition(let definition):
      return wrap(
        "\(definition.statement): \(definition.function)", indent: 10, first: "  defined ")
    case .table(let table): return TextTable(table).text
    case .plot(let plot): return plot.characters
    case .shades(let shades): return shades.characters
    case .note(let text): return wrap(text, indent: 2)
    case .left(let reason): return wrap(exhibit.left(reason), indent: 10, first: "  left    ")
    case .input, .number: return ""
    }
  }

  private func derivation(_ derivation: Derivation) -> String {
    func part(_ word: String, _ statement: String, _ tested: String) -> String {
      let lead = "  " + word.padded(to: 8)
      var text = wrap(statement, indent: lead.count, first: lead)
      if color, let range = text.firstRange(of: word) {
        text.replaceSubrange(range, with: colored(word))
      }
      let sentence = wrap(tested, indent: lead.count)
      return text + dimmed(sentence.dropLastNewline) + "\n"
    }
    var text = part(derivation.word, derivation.statement, derivation.sentence())
    if let correction = derivation.correction {
      let word = correction.evidence.allSatisfy(\.holds) ? "holds" : "fails"
      text += part(word, "instead: " + correction.statement, derivation.correctedSentence())
      if let why = derivation.why { text += wrap(why, indent: 10) }
    }
    return text
  }

  /// Only what does not reproduce: place, what is printed, what is right, why.
  func errata(_ excerpts: [Excerpt]) -> String {
    var text = ""
    for excerpt in excerpts {
      for exhibit in excerpt.exhibits {
        for erratum in exhibit.errata {
          text += wrap(
            "\(erratum.quantity): \(erratum.sentence)", indent: 4,
            first: "  " + emphasized(erratum.place.description) + "  ")
        }
      }
    }
    return text.isEmpty ? "Nothing here fails to reproduce.\n" : text
  }

  private func groups(_ exhibits: [Exhibit]) -> [[Exhibit]] {
    var result: [[Exhibit]] = []
    for exhibit in exhibits {
      if let last = result.last?.last, last.content.kind == exhibit.content.kind {
        result[result.count - 1].append(exhibit)
      } else {
        result.append([exhibit])
      }
    }
    return result
  }

  // MARK: Colour

  private func colored(_ word: String) -> String {
    guard color else { return word }
    let code =
      switch word {
      case "agrees", "holds": "32"
      case "erratum", "fails": "1;31"
      default: "33"
      }
    return "\u{1B}[\(code)m\(word)\u{1B}[0m"
  }
  private func emphasized(_ text: String) -> String {
    color ? "\u{1B}[1m\(text)\u{1B}[0m" : text
  }
  private func dimmed(_ text: String) -> String { color ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
}

extension String {
  fileprivate var dropLastNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}

extension Exhibit.Content {
  /// Numbers share a table, inputs a sentence; everything else stands alone.
  fileprivate var kind: Int {
    switch self {
    case .input: 0
    case .number: 1
    case .derivation: 2
    case .definition: 3
    case .table: 4
    case .plot: 5
    case .shades: 6
    case .note: 7
    case .left: 8
    }
  }
}

/// One thing that does not reproduce.
struct Erratum {
  let place: Reference
  let quantity: String
  /// What is printed; for a formula, the formula.
  let printed: String
  /// What is right.
  let correct: String
  let reasons: [String]

  var sentence: String {
    quantity == "formula"
      ? (["\(printed). Instead: \(correct)"] + reasons).joined(separator: ". ")
      : (["\(printed) should be \(correct)"] + reasons).joined(separator: ". ")
  }
}

extension Exhibit {
  /// The errata among what an exhibit shows, those carried from errata included.
  var errata: [Erratum] {
    switch content {
    case .number(let number):
      return [number.erratum].compactMap { $0 }
        + number.again.compactMap { copy in
          copy.erratum.map {
            Erratum(
              place: $0.place, quantity: $0.quantity, printed: $0.printed, correct: $0.correct,
              reasons: [number.reference])
          }
        }
    case .derivation(let derivation):
      guard let correction = derivation.correction, !derivation.holds else { return [] }
      return places.map {
        Erratum(
          place: $0, quantity: "formula", printed: derivation.statement,
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
      place: place, quantity: quantity, printed: errata.map(\.token.text).joined(separator: " "),
      correct: errata.map(correct).joined(separator: " "), reasons: reasons)
  }
}
