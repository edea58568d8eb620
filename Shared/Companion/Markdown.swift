import Notes

/// Pages as GitHub's Markdown: numbers in tables as plain text.
struct MarkdownRenderer {
  let settings: Settings

  init(_ settings: Settings) { self.settings = settings }

  func render(_ excerpts: [Excerpt]) -> String {
    excerpts.map { excerpt in
      "## \(excerpt.section.heading)\n\n"
        + joined(excerpt.exhibits.map { piece($0, excerpt.section) })
    }.joined(separator: "\n")
  }

  /// An exhibit as Markdown that can be joined to that of its neighbours.
  func piece(_ exhibit: Exhibit, _ section: Section) -> Piece {
    switch exhibit.content {
    case .input(let input):
      let rows = input.rows.map { $0.map { shortest($0) }.joined(separator: " ") }
      let mark = input.origin == .reader ? " (yours)" : ""
      return Piece(kind: .input, lines: ["\(input.name) = \(rows.joined(separator: " ; "))\(mark)"])
    case .number(let number):
      guard !settings.isBlank else { return Piece(kind: .row, lines: [blank(number)]) }
      return Piece(kind: .row, lines: ([number] + number.differing).map { row($0, section) })
    case .derivation(let derivation): return Piece(kind: .item, lines: [item(derivation)])
    case .definition(let definition):
      return Piece(
        kind: .definition,
        lines: ["- \(escaped(definition.statement)): `\(definition.function)`"])
    case .table(let table):
      var lines = table.title.isEmpty ? [] : [escaped(table.title), ""]
      lines.append(line(table.columns))
      lines.append(line(table.columns.map { _ in "---" }))
      lines += table.rows.map(line)
      return Piece(kind: .block, lines: lines)
    case .plot(let plot):
      return Piece(
        kind: .figure,
        lines: ["```text"] + plot.characters.split(separator: "\n").map(String.init)
          + ["```"], title: plot.title, fileName: fileName(plot.title), svg: plot.svg)
    case .shades(let shades):
      return Piece(
        kind: .figure,
        lines: ["```text"]
          + shades.characters.split(separator: "\n").map(String.init) + ["```"],
        title: shades.title, fileName: fileName(shades.title), svg: shades.svg)
    case .left(let reason):
      return Piece(kind: .item, lines: ["- **left**: " + escaped(exhibit.left(reason))])
    case .note(let text): return Piece(kind: .block, lines: [text])
    }
  }

  /// Pieces of one kind that follow each other share a table, a list or a sentence.
  func joined(_ pieces: [Piece]) -> String { Piece.joined(pieces) { $0.lines } }

  private func row(_ number: Number, _ section: Section) -> String {
    let place = number.place.flatMap { section.isAll($0) ? nil : $0.short }
    let name = [place, number.quantity].compactMap { $0 }.joined(separator: " ")
    let computed = number.formatted(settings).map { $0.joined(separator: " ") }
    let printed = number.printedText.map { $0.joined(separator: " ") }
    var remarks = number.remarks
    if !number.repeats.isEmpty {
      remarks.append("Printed again in \(number.repeats.joined(separator: ", "))")
    }
    let words = number.judgements.map(\.verdict.word).withoutRepeats.joined(separator: ", ")
    let verdict = ([words] + remarks).filter { !$0.isEmpty }.joined(separator: ". ")
    return line([
      name, computed.joined(separator: "<br>"), printed.joined(separator: "<br>"), verdict,
    ])
  }

  private func blank(_ number: Number) -> String {
    let cells = number.formatted(settings).map { $0.joined(separator: " ") }
    return line([number.quantity, cells.joined(separator: "<br>"), "", ""])
  }

  private func item(_ derivation: Derivation) -> String {
    var text = "- **\(derivation.word)**: \(escaped(derivation.statement))"
    text += " (" + escaped(derivation.sentence(isShort: true)) + ")"
    if let correction = derivation.correction {
      let word = correction.evidence.allSatisfy(\.holds) ? "holds" : "fails"
      text += "\n  - **\(word)** instead: \(escaped(correction.statement))"
      text += " (" + escaped(derivation.correctedSentence(isShort: true)) + ")"
      if let why = derivation.why { text += ". " + escaped(why) }
    }
    return text
  }

  private func line(_ cells: [String]) -> String {
    "| " + cells.map { escaped($0).replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
  }

  private func shortest(_ entry: Entry) -> String {
    switch entry {
    case .number(let x): Format.shortest(x)
    case .word(let word): word
    }
  }
}

/// Text in which Markdown sees no emphasis: the star of w* is a character like any other.
package func escaped(_ text: String) -> String { text.replacing("*", with: "\\*") }

/// The Markdown of one exhibit.
package struct Piece: Codable {
  package enum Kind: String, Codable { case input, row, item, definition, block, figure }
  package var kind: Kind
  package var lines: [String]
  /// For a figure: its title, the name of its file and the drawing.
  package var title: String?
  package var fileName: String?
  package var svg: String?

  /// Joins pieces into paragraphs; `figure` says what stands for a figure.
  package static func joined(_ pieces: [Piece], figure: (Piece) -> [String]) -> String {
    var text = ""
    var i = 0
    while i < pieces.count {
      guard !pieces[i].lines.isEmpty else {
        i += 1
        continue
      }
      let kind = pieces[i].kind
      var end = i + 1
      if kind != .block, kind != .figure {
        while end < pieces.count, pieces[end].kind == kind { end += 1 }
      }
      let group = pieces[i..<end]
      let lines = group.flatMap(\.lines)
      switch kind {
      case .input: text += "Given: " + lines.joined(separator: ", ") + ".\n"
      case .row:
        // Two columns are enough where the notes print nothing.
        let isOpen = lines.allSatisfy { $0.hasSuffix(" |  |  |") }
        text +=
          isOpen
          ? "| | computed |\n|-|-|\n"
          : "| | computed | printed | verdict |\n|-|-|-|-|\n"
        text += lines.map { isOpen ? String($0.dropLast(6)) : $0 }.joined(separator: "\n") + "\n"
      case .item, .definition, .block: text += lines.joined(separator: "\n") + "\n"
      case .figure: text += figure(pieces[i]).joined(separator: "\n") + "\n"
      }
      text += "\n"
      i = end
    }
    return text
  }
}

/// What `weave` needs of a chapter: the Markdown of each exhibit with the line that made it, and
/// the audit.
package struct BookPart: Codable {
  package var chapter: String
  package var title: String
  package var exhibits: [Item]
  package var records: [Record]

  package struct Item: Codable {
    package var file: String
    package var line: Int
    package var piece: Piece
  }

  init(_ program: Program, _ pages: [Page], _ settings: Settings) {
    let markdown = MarkdownRenderer(settings)
    chapter = program.chapter.rawValue
    title = program.title
    exhibits = pages.flatMap { page in
      page.exhibits.map {
        Item(file: $0.file, line: $0.line, piece: markdown.piece($0, page.section))
      }
    }
    records = pages.flatMap { page in page.exhibits.flatMap { $0.records(in: page.section) } }
  }

  var json: String { encoded(self) }
}
