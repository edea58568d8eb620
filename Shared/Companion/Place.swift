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

/// A place as places are compared: letters without their case, and nothing around a number. What
/// stands inside a number belongs to it: `6.2-6` is not 6.26.
func placeKey(_ locator: String) -> String {
  var bare = locator[...].drop { $0 == "§" || $0 == " " }
  while bare.last == " " { bare.removeLast() }
  if bare.first == "(", bare.last == ")" { bare = bare.dropFirst().dropLast() }
  let number = bare.first?.isLetter ?? false ? bare.dropFirst() : bare
  let isNumber = number.first.map { $0.isNumber || $0 == "." } ?? false
  return isNumber ? bare.lowercased() : typed(locator)
}

extension Place {
  /// The equations from one to another, `6.11–6.24` or `(6.11)-(6.24)`; nil for anything else.
  static func range(_ query: String) -> [String]? {
    let ends = query.split { "–—-".contains($0) }.map { placeKey(String($0)).split(separator: ".") }
    guard ends.count == 2, ends[0].count == 2, ends[1].count == 2, ends[0][0] == ends[1][0],
      Int(ends[0][0]) != nil, let first = Int(ends[0][1]), let last = Int(ends[1][1])
    else { return nil }
    let tags = Notes.equations(.foundations).map(\.locator).filter { locator in
      let parts = locator.split(separator: ".")
      guard parts.count == 2, parts[0] == ends[0][0], let number = Int(parts[1]) else {
        return false
      }
      return first <= number && number <= last
    }
    return tags.isEmpty ? nil : tags.map { "(\($0))" }
  }

  /// `(6.23)`, an equation. Only the Foundations have such tags.
  var isTag: Bool { locator.hasPrefix("(") }

  /// `§6.4`, a section with all below it.
  var isSection: Bool { locator.hasPrefix("§") && !locator.contains(":") }

  /// Whether a place of the notes is the one meant, which is `typed` as given.
  func isHere(_ locator: String, _ wanted: String) -> Bool {
    let locator = placeKey(locator)
    return isTag ? locator == wanted || locator == wanted + "/2" : isSame(locator, wanted)
  }

  /// Whether it may be a place of a document.
  func fits(_ document: Document) -> Bool {
    (self.document == nil || self.document == document) && (!isTag || document == .foundations)
  }
}

/// Whether a place is the one named: `7.14` names both equations that are printed so.
func isSame(_ locator: String, _ wanted: String) -> Bool {
  locator == wanted || locator.hasPrefix(wanted + "/") || locator.hasPrefix(wanted + ":")
}

/// Whether a section is the one named or below it: `6.4.1` is part of `6.4` and of `6`.
func isPart(_ section: String, of wanted: String) -> Bool {
  section == wanted || section.hasPrefix(wanted + ".")
}
