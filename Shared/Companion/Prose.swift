/// Prose of a page, which is Markdown, for those formats that are not.
enum Prose {
  enum Block: Equatable {
    case heading(String)
    case paragraph(String)
    case item(String)
    /// What stands in a fence, or a table: line by line.
    case verbatim([String])
  }

  static func blocks(_ lines: [String]) -> [Block] {
    var result: [Block] = []
    var isOpen = false
    var isFenced = false
    for line in lines {
      if line.hasPrefix("```") {
        isFenced.toggle()
        if isFenced { result.append(.verbatim([])) }
        isOpen = false
      } else if isFenced || line.hasPrefix("|") {
        if case .verbatim(let before) = result.last, isFenced || isOpen {
          result[result.count - 1] = .verbatim(before + [line])
        } else {
          result.append(.verbatim([line]))
        }
        isOpen = true
      } else if line.isEmpty {
        isOpen = false
      } else if line.hasPrefix("#") {
        result.append(.heading(String(line.drop { $0 == "#" || $0 == " " })))
        isOpen = false
      } else if line.hasPrefix("- ") || isNumbered(line) {
        result.append(.item(line))
        isOpen = true
      } else if isOpen, case .paragraph(let before) = result.last {
        result[result.count - 1] = .paragraph(before + " " + line)
      } else if isOpen, case .item(let before) = result.last {
        result[result.count - 1] = .item(before + " " + line)
      } else {
        result.append(.paragraph(line))
        isOpen = true
      }
    }
    return result
  }

  /// `1. First`
  private static func isNumbered(_ line: String) -> Bool {
    let digits = line.prefix { $0.isNumber }
    return !digits.isEmpty && line.dropFirst(digits.count).hasPrefix(". ")
  }

  enum Inline: Equatable {
    case text(String)
    case formula(String)
    case code(String)
    case strong(String)
    case emphasis(String)
  }

  /// The parts of a paragraph; of a link what it says.
  static func inlines(_ text: String) -> [Inline] {
    var result: [Inline] = []
    var rest = text[...]
    var plain = ""
    func flush() {
      if !plain.isEmpty { result.append(.text(plain)) }
      plain = ""
    }
    /// What stands between a mark and its next occurrence.
    func quoted(_ mark: String) -> Substring? {
      guard rest.hasPrefix(mark) else { return nil }
      let body = rest.dropFirst(mark.count)
      guard let first = body.first, first != " ", let end = body.firstRange(of: mark) else {
        return nil
      }
      rest = body[end.upperBound...]
      return body[..<end.lowerBound]
    }
    while let c = rest.first {
      if c == "$", let formula = quoted("$") {
        flush()
        result.append(.formula(String(formula)))
      } else if c == "`", let code = quoted("`") {
        flush()
        result.append(.code(String(code)))
      } else if c == "*", let strong = quoted("**") {
        flush()
        result.append(.strong(String(strong)))
      } else if c == "*", plain.last.map({ " (“".contains($0) }) ?? true, let words = quoted("*") {
        flush()
        result.append(.emphasis(String(words)))
      } else if c == "[", let middle = rest.firstRange(of: "]("),
        let end = rest[middle.upperBound...].firstIndex(of: ")")
      {
        let words = rest[rest.index(after: rest.startIndex)..<middle.lowerBound]
        rest = rest[rest.index(after: end)...]
        flush()
        result += inlines(String(words))
      } else {
        plain.append(c)
        rest.removeFirst()
      }
    }
    flush()
    return result
  }

  /// A paragraph as a terminal shows it.
  static func spoken(_ text: String) -> String {
    guard text.utf8.contains(where: { "$`*[_^-e".utf8.contains($0) }) else { return text }
    return inlines(text).map { part in
      switch part {
      case .text(let text), .formula(let text), .strong(let text), .emphasis(let text): plain(text)
      case .code(let code): code
      }
    }.joined()
  }

  /// Whether a paragraph speaks of certain numbers, which other inputs would change: digits that
  /// are neither those of a place nor a part of a formula.
  static func speaksOfNumbers(_ text: String) -> Bool {
    for part in inlines(text) {
      switch part {
      case .formula(let formula):
        if formula.utf8.contains(UInt8(ascii: ".")), formula.contains(where: \.isNumber) {
          return true
        }
      case .text(let words), .strong(let words), .emphasis(let words):
        for word in words.split(separator: " ") {
          guard let digit = word.firstIndex(where: { $0.isASCII && $0.isNumber }) else { continue }
          // (6.23), §4, B.19, h₁
          let isPlace =
            word[..<digit].contains { "§(".contains($0) } && word.contains(".")
            || word[..<digit].contains("§") || word[..<digit].last == "."
            || word[..<digit].last?.isLetter ?? false
          if !isPlace { return true }
        }
      case .code: continue
      }
    }
    return false
  }
}
