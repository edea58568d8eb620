/// A file of a chapter as a reader meets it: prose, displayed formulas and paragraphs of code.
struct Source: Sendable {
  enum Piece: Equatable, Sendable {
    /// Lines of Markdown.
    case prose([String])
    case formulas([Displayed])
    /// A paragraph of code: the statements that compute, short checks among them, and those that
    /// show something or check it at length.
    case code(computing: [String], calls: [String])
    /// The beginning of a section, whose parts follow it: functions that a page is handed to.
    case heading
  }

  /// A formula on a line of its own, with its place in the notes.
  struct Displayed: Equatable, Sendable {
    let formula: String
    /// `(16.6)`, `(6.12), (6.13)`; empty if the formula is ours.
    let place: String
    let line: Int

    /// The places as the tables write them: `16.6`, `7.14/2`, `B.8`.
    var locators: [String] {
      place.dropFirst().dropLast().replacing("), (", with: "|").split(separator: "|").map {
        let words = $0.replacing(", second", with: "/2").replacing(", corrected", with: "")
          .split(separator: " ")
        return String(words.count > 1 ? words.dropFirst().joined(separator: " ")[...] : words[0])
      }
    }
  }

  struct Paragraph: Equatable, Sendable {
    let piece: Piece
    let lines: ClosedRange<Int>
    /// Whether it stands in the body of a section.
    var isInside = false
  }

  private(set) var paragraphs: [Paragraph] = []
  /// What no page of a book may have, with the line: `12: a fence is not closed`.
  private(set) var damages: [(line: Int, message: String)] = []

  // How the lines so far are continued.
  private var prose: [String] = []
  private var formulas: [Displayed] = []
  private var code: [String] = []
  private var first = 1
  private var depth = 0
  /// Whether the bracket that is open is that of a type.
  private var isType = false
  private var inHeading = false
  private var inPart = false
  private var isInside = (chapter: false, section: false)

  /// - Parameters:
  ///   - text: the file
  ///   - chapter: the name of the chapter, whose `extension` is no part of the story
  init(_ text: String, chapter: String) {
    let opening = Array("extension \(chapter) {".utf8)
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var number = 0
    for line in lines {
      number += 1
      let bare = line.drop { $0 == UInt8(ascii: " ") }
      let indent = line.count - bare.count
      if inHeading || bare.contains("= Section(") {
        if !inHeading { flush(number - 1) }
        inHeading = !bare.ends(with: "page in")
        if !inHeading {
          paragraphs.append(Paragraph(piece: .heading, lines: first...number))
          isInside.section = true
          first = number + 1
        }
      } else if inPart || (isInside.chapter && Self.opensPart(bare, lines[number...])) {
        if !inPart { flush(number - 1) }
        inPart = bare.last != UInt8(ascii: "{")
        isInside.section = !inPart
        first = number + 1
      } else if bare.starts(with: "//:") {
        comment(bare.dropFirst(3), number)
      } else if bare.isEmpty {
        if depth == 0 { flush(number - 1) } else if !code.isEmpty { code.append("") }
      } else if bare.starts(with: "import ") || bare.starts(with: "// MARK: ") {
        flush(number - 1)
      } else if indent == 0, lowercased(line) == opening {
        isInside.chapter = true
      } else if isInside.chapter, indent == 0, bare.starts(with: "}"), depth == 0 {
        flush(number - 1)
        isInside.chapter = false
      } else if isInside.section, indent == 2, bare.starts(with: "}"), depth == 0 {
        flush(number - 1)
        isInside.section = false
      } else {
        add(line, bare, indent, number)
      }
    }
    if depth > 0 { damages.append((first, "a bracket is not closed")) }
    flush(number)
  }

  /// Whether a line, with those after it, begins a function that takes a page: a part of it.
  private static func opensPart(_ bare: Slice, _ rest: ArraySlice<Slice>) -> Bool {
    guard bare.starts(with: "private static func ") || bare.starts(with: "static func ") else {
      return false
    }
    let next = bare.last == UInt8(ascii: "(") ? rest.first?.drop { $0 == UInt8(ascii: " ") } : nil
    return bare.contains("(_ page: Page") || next?.starts(with: "_ page: Page") ?? false
  }

  private mutating func comment(_ rest: Slice, _ number: Int) {
    if !code.isEmpty {
      // Between the members of a type prose may stand; the type goes on behind it.
      let goesOn = depth == 1 && isType
      if depth > 0, !goesOn {
        damages.append((number, "prose stands inside a statement that is not finished"))
      }
      flush(number - 1)
      if goesOn { depth = 1 }
    }
    let isFormula = rest.starts(with: "     ") && !isFenced
    let text = String(rest.drop { $0 == UInt8(ascii: " ") })!
    if isFormula {
      if !prose.isEmpty { flush(number - 1) }
      if formulas.isEmpty { first = number }
      // The line goes on below the one above it where it was written so.
      let (formula, place) = Self.placed(String(rest.dropFirst(5))!)
      formulas.append(Displayed(formula: formula, place: place, line: number))
    } else {
      if !formulas.isEmpty { flush(number - 1) }
      // An empty line between two blocks of prose is Markdown's; at either end it is nothing.
      if prose.isEmpty {
        if text.isEmpty { return }
        first = number
      }
      let kept = isFenced || text.hasPrefix("```") ? rest.dropFirst() : rest.drop { $0 == 32 }
      prose.append(String(kept)!)
    }
  }

  private var isFenced: Bool { !prose.count { $0.hasPrefix("```") }.isMultiple(of: 2) }

  /// `a = b      (1.2)` as the formula and its place.
  private static func placed(_ text: String) -> (String, String) {
    guard text.hasSuffix(")"), let gap = text.ranges(of: "   ").last else { return (text, "") }
    let place = text[gap.upperBound...].drop { $0 == " " }
    guard place.hasPrefix("(") else { return (text, "") }
    return (String(text[..<gap.lowerBound]).trimmedRight, String(place))
  }

  private mutating func add(_ line: Slice, _ bare: Slice, _ indent: Int, _ number: Int) {
    if !prose.isEmpty || !formulas.isEmpty { flush(number - 1) }
    if code.isEmpty { first = number }
    if depth == 0, Self.types.contains(where: bare.contains) { isType = bare.last == 123 }
    let margin = isInside.section ? 4 : isInside.chapter ? 2 : 0
    code.append(String(line.dropFirst(min(margin, indent)))!)
    depth += Self.brackets(bare)
    if depth == 0 { isType = false }
  }

  private static let types: [StaticString] = ["struct ", "extension ", "enum ", "class "]

  /// How many brackets a line opens and does not close; those in strings and comments are none.
  private static func brackets(_ line: Slice) -> Int {
    var (depth, isQuoted, before) = (0, false, UInt8(0))
    for byte in line {
      if byte == UInt8(ascii: "\""), before != UInt8(ascii: "\\") { isQuoted.toggle() }
      if byte == UInt8(ascii: "/"), before == byte, !isQuoted { break }
      before = byte
      guard !isQuoted else { continue }
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: break
      }
    }
    return depth
  }

  private mutating func flush(_ last: Int) {
    if isFenced { damages.append((last, "a fence is not closed")) }
    while prose.last?.isEmpty ?? false { prose.removeLast() }
    if !prose.isEmpty { append(.prose(prose), last) }
    if !formulas.isEmpty { append(.formulas(formulas), last) }
    if !code.isEmpty {
      let (computing, calls) = Self.divided(code)
      append(.code(computing: computing, calls: calls), last)
    }
    (prose, formulas, code, depth) = ([], [], [], 0)
    first = last + 1
  }

  private mutating func append(_ piece: Piece, _ last: Int) {
    paragraphs.append(
      Paragraph(piece: piece, lines: first...max(first, last), isInside: isInside.section))
  }

  // MARK: Statements

  /// The statements that compute apart from the calls that show and check; inputs that are only
  /// taken are neither.
  private static func divided(_ lines: [String]) -> ([String], [String]) {
    var (computing, calls) = ([String](), [String]())
    var start = 0
    while start < lines.count {
      var end = start + 1
      while end < lines.count, continues(lines[end]) { end += 1 }
      let statement = lines[start..<end]
      if isCall(statement) {
        calls += statement
      } else if !takesInput(statement), !callsPart(statement) {
        computing += statement
      }
      start = end
    }
    return (computing, calls)
  }

  /// Whether a statement shows or checks something: a call of the page, or a loop around such.
  private static func isCall(_ statement: ArraySlice<String>) -> Bool {
    let first = statement.first!
    // A short check stands with its relation, a derivation with its lines.
    let isCheck = ["page.verify(", "page.check(", "page.refute("].contains(where: first.hasPrefix)
    if isCheck, statement.count <= 12 { return false }
    if first.hasPrefix("page.derivation("), statement.count <= 24 { return false }
    if first.hasPrefix("page.") { return true }
    guard first.hasPrefix("for ") || first.hasPrefix("if ") else { return false }
    return statement.contains { $0.trimmed.hasPrefix("page.") }
  }

  private static func continues(_ line: String) -> Bool {
    guard let first = line.utf8.first else { return true }
    return " )}].{".utf8.contains(first)
  }

  /// `let x = page.given(vector: "x")`, `let (x, y) = (page.given(…), page.given(…))`, and inputs
  /// that several sections share, `let network = ToyNetwork(page)`
  private static func takesInput(_ statement: ArraySlice<String>) -> Bool {
    let whole = statement.joined(separator: " ")
    guard whole.hasPrefix("let "), let equals = whole.firstRange(of: " = ") else { return false }
    let value = whole[equals.upperBound...].drop { $0 == " " || $0 == "(" }
    return value.hasPrefix("page.given(") || value.hasPrefix("page.printed(")
      || value.hasSuffix("(page)")
  }

  /// `directPath(page, c)`: what it shows stands where it is told.
  private static func callsPart(_ statement: ArraySlice<String>) -> Bool {
    let whole = statement.map(\.trimmed).joined()
    guard whole.hasSuffix(")"), let open = whole.firstIndex(of: "(") else { return false }
    let arguments = whole[whole.index(after: open)...]
    return whole[..<open].allSatisfy { $0.isLetter || $0.isNumber || $0 == "." }
      && (arguments.hasPrefix("page,") || arguments == "page)")
  }

  private typealias Slice = Substring.UTF8View
}

/// ASCII letters in lower case.
private func lowercased(_ line: Substring.UTF8View) -> [UInt8] {
  line.map { (65...90).contains($0) ? $0 + 32 : $0 }
}

extension Substring.UTF8View {
  fileprivate func starts(with text: StaticString) -> Bool {
    text.withUTF8Buffer { self.starts(with: $0) }
  }
  fileprivate func ends(with text: StaticString) -> Bool {
    text.withUTF8Buffer { $0.reversed().elementsEqual(self.reversed().prefix($0.count)) }
  }
  fileprivate func contains(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { pattern in
      var rest = self
      while let start = rest.firstIndex(of: pattern[0]) {
        rest = rest[start...]
        if rest.starts(with: pattern) { return true }
        rest = rest.dropFirst()
      }
      return false
    }
  }
}
