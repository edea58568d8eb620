/// A chapter's source as the book sees it: prose, paragraphs of code, headings.
struct SourceFile {
  /// As the compiler names it, `backprop/01-HandNetwork.swift`.
  let id: String
  let parts: [Part]

  enum Part: Equatable {
    /// Lines of Markdown.
    case prose([String])
    /// What is shown of a paragraph of code, and where the paragraph stands.
    case code(lines: [String], range: ClosedRange<Int>)
    /// The beginning of a section: where in the notes it follows them, and its title.
    case heading(place: String, title: String)
  }

  init(id: String, text: String, chapter: String) {
    self.id = id
    var parts: [Part] = []
    var paragraph: [(number: Int, line: String)] = []
    var prose: [String] = []
    var insideChapter = false
    var insideSection = false
    var header = ""
    // How far the code of a section, or of a chapter, is indented by where it stands.
    var margin = 0

    func flush() {
      if !prose.isEmpty { parts.append(.prose(prose)) }
      prose = []
      guard let first = paragraph.first, let last = paragraph.last else { return }
      let lines = Self.shown(Self.dedented(paragraph.map(\.line), by: margin))
      parts.append(.code(lines: lines, range: first.number...last.number))
      paragraph = []
    }

    /// Whether a brace is still to be closed.
    func isOpen(_ lines: [String]) -> Bool {
      lines.joined().reduce(0) { $0 + ($1 == "{" ? 1 : $1 == "}" ? -1 : 0) } > 0
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
        // A type or a function is one piece, blank lines and all.
        if isOpen(paragraph.map(\.line)) { paragraph.append((index + 1, "")) } else { flush() }
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
        if paragraph.isEmpty { margin = insideSection ? 4 : insideChapter ? 2 : 0 }
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

  private static func dedented(_ lines: [String], by margin: Int) -> [String] {
    let indent = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    return lines.map { String($0.dropFirst(min(indent, margin))) }
  }

  /// The statements of a paragraph that compute: not those that only show something, and none
  /// if only inputs are left.
  private static func shown(_ lines: [String]) -> [String] {
    var statements: [[String]] = []
    for line in lines {
      let continues =
        line.isEmpty || line.hasPrefix(" ") || line.hasPrefix(")") || line.hasPrefix("}")
      if continues, !statements.isEmpty {
        statements[statements.count - 1].append(line)
      } else {
        statements.append([line])
      }
    }
    let computing = statements.filter { !onlyShows($0[0]) }
    return computing.allSatisfy { takesInput($0[0]) } ? [] : computing.flatMap { $0 }
  }

  private static func onlyShows(_ line: String) -> Bool {
    line.hasPrefix("page.") && !line.hasPrefix("page.verify(") && !line.hasPrefix("page.refute(")
  }

  private static func takesInput(_ line: String) -> Bool {
    guard line.hasPrefix("let "), let equals = line.firstRange(of: "= ") else { return false }
    let value = line[equals.upperBound...]
    return value.hasPrefix("page.given(") || value.hasPrefix("page.printed(")
      || value.hasSuffix("(page)")
  }
}
