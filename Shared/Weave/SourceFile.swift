/// A chapter's source as the book sees it: prose, paragraphs of code, headings.
struct SourceFile {
  /// As the compiler names it, `backprop/01-HandNetwork.swift`.
  let id: String
  let parts: [Part]

  enum Part: Equatable {
    /// Lines of Markdown.
    case prose([String])
    /// Lines that are compiled, and where they stand; not shown if they only call the page.
    case code(lines: [String], range: ClosedRange<Int>, isShown: Bool)
    /// The beginning of a section: where in the notes it follows them, and its title.
    case heading(place: String, title: String)
  }

  init(id: String, text: String, chapter: String) {
    self.id = id
    var parts: [Part] = []
    var paragraph: [(number: Int, line: String)] = []
    // Members of the chapter's own type stand at the margin; a type of ours keeps its shape.
    var isMember = false
    var prose: [String] = []
    var insideChapter = false
    var insideSection = false
    var header = ""

    func flush() {
      if !prose.isEmpty { parts.append(.prose(prose)) }
      prose = []
      guard let first = paragraph.first, let last = paragraph.last else { return }
      let lines = paragraph.map(\.line)
      let shown = isMember ? Self.dedented(lines) : lines
      parts.append(
        .code(
          lines: shown, range: first.number...last.number,
          isShown: !Self.onlyCallsPage(shown)))
      paragraph = []
    }

    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for (index, line) in lines.enumerated() {
      let bare = line.drop { $0 == " " }
      if !header.isEmpty || bare.contains("= Section(") {
        // A heading may run over several lines.
        header += bare
        if bare.hasSuffix("page in") {
          flush()
          parts.append(Self.heading(header))
          header = ""
          insideSection = true
        }
      } else if bare.hasPrefix("//:") {
        if !paragraph.isEmpty { flush() }
        prose.append(String(bare.dropFirst(3).drop { $0 == " " }))
      } else if bare.isEmpty {
        flush()
      } else if bare.hasPrefix("import ") {
        continue
      } else if line.lowercased() == "extension \(chapter) {" {
        insideChapter = true
      } else if insideChapter, line == "}" {
        insideChapter = false
      } else if insideSection, line == "  }" {
        insideSection = false
      } else {
        if !prose.isEmpty { flush() }
        if paragraph.isEmpty { isMember = insideChapter }
        paragraph.append((index + 1, line))
      }
    }
    flush()
    self.parts = parts
  }

  /// The place and title of `static let a = Section(.appendix, "B.19", "A title") { page in`.
  private static func heading(_ line: String) -> Part {
    let quoted = line.split(separator: "\"", omittingEmptySubsequences: false)
    let document = line.split(separator: "(")[1].dropFirst().prefix { $0.isLetter }
    guard quoted.count >= 5 else { return .heading(place: "", title: line) }
    return .heading(place: "\(document) \(quoted[1])", title: String(quoted[3]))
  }

  private static func dedented(_ lines: [String]) -> [String] {
    let margin = lines.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    return lines.map { String($0.dropFirst(margin)) }
  }

  /// Whether each statement of a paragraph only shows something or takes an input.
  private static func onlyCallsPage(_ lines: [String]) -> Bool {
    let statements = lines.filter {
      !$0.hasPrefix(" ") && !$0.hasPrefix(")") && !$0.hasPrefix("}")
    }
    // The last member of a type, with the brace that closes the type, calls nothing.
    guard !statements.isEmpty else { return false }
    return statements.allSatisfy { line in
      if line.hasPrefix("let "), let equals = line.firstRange(of: "= ") {
        return line[equals.upperBound...].hasPrefix("page.given(")
          || line[equals.upperBound...].hasPrefix("page.printed(")
          || line[equals.upperBound...].contains("(page)")
      }
      return line.hasPrefix("page.") && !line.hasPrefix("page.verify(")
        && !line.hasPrefix("page.refute(")
    }
  }
}
