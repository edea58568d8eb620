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
    var text = wrap(excerpt.section.words, indent: 2, first: "")
    text = emphasized(text.dropLastNewline) + "\n"
    for part in excerpt.withoutCode {
      switch part {
      case .prose(let lines): text += prose(excerpt.told(lines))
      case .formulas(let formulas):
        text += "\n" + formulas.map(self.formula).joined()
      case .code: break
      case .exhibits(let exhibits):
        for group in groups(exhibits) {
          let shown = self.group(group, excerpt)
          if !shown.isEmpty { text += "\n" + shown }
        }
      }
    }
    for remark in excerpt.remarks(settings) { text += "\n" + wrap(remark, indent: 2) }
    return text
  }

  private func group(_ group: [Exhibit], _ excerpt: Excerpt) -> String {
    switch group[0].content {
    case .input: inputs(group)
    case .number: numbers(group, excerpt)
    case .table, .plot, .shades: group.map { single($0, excerpt) }.joined(separator: "\n")
    default: group.map { single($0, excerpt) }.joined()
    }
  }

  // MARK: The story

  private func prose(_ lines: [String]) -> String {
    var text = ""
    var wasItem = false
    for block in Prose.blocks(lines) {
      switch block {
      case .heading(let words):
        let words = Prose.spoken(words)
        text += "\n  \(emphasized(words))\n  \(String(repeating: "-", count: words.width))\n"
      case .paragraph(let words): text += "\n" + wrap(Prose.spoken(words), indent: 2)
      case .item(let words):
        text += (wasItem ? "" : "\n") + wrap(Prose.spoken(words), indent: 4, first: "  ")
      case .verbatim(let lines) where lines[0].hasPrefix("|"):
        let rows = lines.filter { !$0.hasPrefix("|--") }.map { line in
          line.split(separator: "|").map { Prose.spoken(String($0).trimmed) }
        }
        text += "\n" + TextTable(Table(title: "", columns: rows[0], rows: Array(rows[1...]))).text
      case .verbatim(let lines): text += "\n" + lines.map { "    \($0)\n" }.joined()
      }
      wasItem = if case .item = block { true } else { false }
    }
    return text
  }

  private func formula(_ displayed: Source.Displayed) -> String {
    let formula = "      " + plain(displayed.formula)
    guard !displayed.place.isEmpty else { return formula + "\n" }
    let room = lineWidth - displayed.place.width
    // Where there is no room beside it, the place stands below.
    let gap = formula.width + 2 > room ? "\n" + "".padded(to: room) : ""
    return (gap.isEmpty ? formula.padded(to: room) : formula + gap) + displayed.place + "\n"
  }

  // MARK: Inputs

  private func inputs(_ group: [Exhibit]) -> String {
    var pieces: [String] = []
    for case .input(let input) in group.map(\.content) {
      let mark = input.origin == .reader ? " (yours)" : ""
      // A matrix may break between its rows, and a long row between its numbers.
      var words = input.rows.map { $0.map { plain($0.shortest) }.joined(separator: " ") }
      if words.count > 1 { words = words.dropLast().map { $0 + ";" } + [words.last!] }
      let isGroup = input.rows.joined().count > 1
      words[0] = "\(plain(input.name)) = " + (isGroup ? "[" : "") + words[0]
      words[words.count - 1] += (isGroup ? "]" : "") + mark + ","
      pieces += words.flatMap { word in
        word.width < 70 ? [word] : word.split(separator: " ").map(String.init)
      }
    }
    pieces[pieces.count - 1].removeLast()
    return wrap(pieces, indent: 9, first: "  given  ")
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
          plain(remark), indent: grid.noteIndent + 2,
          first: String(repeating: " ", count: grid.noteIndent)
        )
      }
    }
    return text
  }

  private func row(_ number: Number, _ excerpt: Excerpt) -> NumberGrid.Row {
    NumberGrid.Row(
      place: excerpt.section.label(number.place),
      name: plain(number.quantity),
      computed: number.formatted(settings).map { $0.map(plain) },
      printed: number.printedText.map { $0.map(plain) },
      verdicts: number.judgements.map(\.verdict.word))
  }

  private func verdict(_ words: [String]) -> String {
    words.isEmpty ? "" : words.map(colored).joined(separator: ", ")
  }

  // MARK: The rest

  private func single(_ exhibit: Exhibit, _ excerpt: Excerpt) -> String {
    let cited = exhibit.cited(in: excerpt.section)
    let place = cited.isEmpty ? "" : cited + "  "
    switch exhibit.content {
    case .derivation(let derivation): return self.derivation(derivation, place, excerpt.section)
    case .definition(let definition):
      return wrap(
        place + "\(plain(definition.statement)): \(definition.function)", indent: 10,
        first: "  defined ")
    case .table(let table): return TextTable(table.spoken(place)).text
    case .plot(let plot): return plot.characters(place)
    case .shades(let shades): return shades.characters(place)
    case .note(let text): return wrap(place + plain(text), indent: 2)
    case .left(let reason):
      return excerpt.isWhole
        ? "" : wrap("\(plain(reason)) (\(cited))", indent: 10, first: "  left    ")
    case .input, .number: return ""
    }
  }

  private func derivation(
    _ derivation: Derivation, _ place: String, _ section: Heading
  ) -> String {
    var text = chain(derivation, section)
    for (i, outcome) in derivation.outcomes.enumerated() {
      let lead = "  " + outcome.word.padded(to: 8)
      let said =
        derivation.steps.isEmpty
        ? (i > 0 ? "instead: " : place) + plain(outcome.statement)
        : "each line is the one before, the last what was found without it"
      var statement = wrap(said, indent: lead.count, first: lead)
      if color, let range = statement.firstRange(of: outcome.word) {
        statement.replaceSubrange(range, with: colored(outcome.word))
      }
      let tested = outcome.tested.sentence(digits: settings.digits)
      text += statement + dimmed(wrap(plain(tested), indent: lead.count).dropLastNewline) + "\n"
    }
    if let why = derivation.why { text += wrap(plain(why), indent: 10) }
    return text
  }

  /// The lines of a derivation below each other, each with its place and its value.
  private func chain(_ derivation: Derivation, _ section: Heading) -> String {
    let quantity = plain("$\(derivation.quantity)$")
    let lines = derivation.steps.enumerated().map { i, step in
      let left = i == 0 ? quantity : String(repeating: " ", count: quantity.width)
      return (
        place: section.label(step.place), formula: left + " = " + plain("$\(step.formula)$"),
        value: step.value.characters(settings)
      )
    }
    let column = (lines.map(\.place.width).max() ?? 0) + 2
    let width = lines.map(\.formula.width).max() ?? 0
    let value = lines.map(\.value.width).max() ?? 0
    let isShort = 2 + column + width + 3 + value <= lineWidth
    return lines.map { line in
      let place = "  " + (column > 2 ? line.place.padded(to: column) : "")
      guard !isShort else { return place + line.formula.padded(to: width) + "   \(line.value)\n" }
      // Too long for one row: the value stands below.
      let margin = place.width + quantity.width + 3
      let below = String(repeating: " ", count: margin) + line.value
      let isWide = place.width + line.formula.width > lineWidth
      return
        (isWide
        ? wrap(line.formula.trimmed, indent: margin, first: place.trimmedRight)
        : place + line.formula + "\n")
        + (below.width <= lineWidth ? below + "\n" : wrap(line.value, indent: place.width + 2))
    }.joined()
  }

  /// Only what does not reproduce: place, what is printed, what is right, why.
  func errata(_ excerpts: [Excerpt]) -> String {
    let errata = excerpts.flatMap { $0.exhibits.flatMap(\.errata) }
    let lines = errata.map { erratum in
      let place = cited(erratum.document, erratum.locator)
      return wrap(
        plain(erratum.sentence), indent: 4, first: "  " + emphasized(place) + "  ")
    }
    return lines.isEmpty ? "Nothing here fails to reproduce.\n" : lines.joined()
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
