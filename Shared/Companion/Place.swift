import Notes

/// Where something stands in the notes: a document and an equation tag, slide or section.
///
/// In a page, `"6.23"` means the page's own document and `"appendix:B.16"` another one.
public struct Place: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The document, nil for that of the page.
  var document: Document?
  /// The tag or id as the tables of `Notes` write it.
  var locator: String

  /// A place from `locator` or `document:locator`.
  public init(stringLiteral text: String) { self.init(text) }

  init(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1)
    if parts.count == 2, let document = Document(rawValue: String(parts[0])) {
      self.init(document, String(parts[1]))
    } else {
      self.init(nil, text)
    }
  }

  /// What a reader typed: as the tables write it, `xor:claim`, or as a page cites it,
  /// `slides “Infamous XOR Problem” claim`, `appendix B.19`, `(7.14, second)`.
  init(query: String) {
    var text = query
    var document: Document?
    for known in Document.allCases {
      for separator in [":", " "] where text.lowercased().hasPrefix(known.rawValue + separator) {
        (document, text) = (known, String(text.dropFirst(known.rawValue.count + 1)))
      }
    }
    for (word, sign) in Self.words where text.lowercased().hasPrefix(word) {
      let rest = text.dropFirst(word.count).drop { $0 == " " || $0 == "." }
      if let first = rest.first, first.isNumber || "(§“".contains(first) {
        text = (rest.hasPrefix(sign) ? "" : sign) + rest
      }
    }
    text = text.replacing(", second", with: "/2").filter { !"“”".contains($0) }
    while let last = text.last, ":.?".contains(last) { text.removeLast() }
    let slide = Document.slide(titled: text.replacing(" - ", with: " – "))
    let words = text.split(separator: " ")
    if let (slug, rest) = slide, rest.isEmpty || rest.first == " " {
      text = slug + (rest.isEmpty ? "" : ":" + rest.dropFirst())
    } else if words.count == 2, words[0].contains(where: \.isNumber) {
      text = words.joined(separator: ":")
    }
    self.init(document, text)
  }

  /// What people write before a number, and the sign that says it shorter.
  private static let words = [
    ("equation", ""), ("eq", ""), ("section", "§"), ("sec", "§"), ("chapter", "§"), ("slide", ""),
  ]

  init(_ document: Document?, _ locator: String) {
    self.document = document
    self.locator = locator
  }
}

extension Place {
  /// `(6.23)`, an equation. Only the Foundations have such tags.
  var isTag: Bool { locator.hasPrefix("(") }

  /// `§6.4`, a section with all below it.
  var isSection: Bool { locator.hasPrefix("§") && !locator.contains(":") }

  /// Whether it may be a place of a document.
  func fits(_ document: Document) -> Bool {
    (self.document == nil || self.document == document) && (!isTag || document == .foundations)
  }
}

extension Reference {
  /// As a page of the same document cites it: `(6.23)`, `§4.3.1`, `B.19`.
  var short: String { citation(document, locator) }

  /// As any page cites it: `foundations (6.23)`.
  var description: String { cited(document, locator) }
}

/// `(6.23)` for an equation tag, `§4.3.1` for a section, a slide by its title.
package func citation(_ document: Document, _ locator: String) -> String {
  switch document {
  case .foundations:
    guard let first = locator.first, first.isNumber else { return locator }
    if locator.contains(":") { return "§" + locator }
    return "(\(locator.replacing("/2", with: ", second")))"
  case .intuition: return "§" + locator
  case .appendix: return locator
  case .slides:
    let parts = locator.split(separator: ":", maxSplits: 1).map(String.init)
    let title = "“\(Document.slideTitle(parts[0]))”"
    return parts.count == 1 ? title : title + " " + parts[1]
  }
}

/// A place as a sentence names it: `appendix B.19`, `foundations (6.23)`.
func cited(_ document: Document, _ locator: String) -> String {
  document.rawValue + " " + citation(document, locator)
}
