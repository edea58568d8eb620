import Notes

/// A place in the notes.
struct Reference: Hashable {
  let document: Document
  let locator: String

  /// The section in which it stands; empty if the notes have no such place.
  var section: String { Notes.section(of: locator, in: document) ?? "" }
}

extension Reference {
  /// As a page of the same document cites it: `(6.23)`, `§4.3.1`, `B.19`.
  var short: String { citation(document, locator) }

  /// As a page that follows another document cites it: sections have the same numbers in several.
  func short(from home: Document?) -> String {
    home != nil && home != document && short.hasPrefix("§") ? description : short
  }

  /// As any page cites it: `foundations (6.23)`.
  var description: String { cited(document, locator) }
}

/// `(6.23)` for an equation tag, `§4.3.1` for a section, a slide by its title.
///
/// A claim is cited by its section; our own name for it, behind a colon, is nobody's to read.
package func citation(_ document: Document, _ locator: String) -> String {
  let own = locator.prefix { $0 != ":" }
  switch document {
  case .foundations:
    guard let first = locator.first, first.isNumber else {
      // Q13, §16.2, and the pages of notation, which have no number.
      return own.prefix(1).uppercased() + own.dropFirst()
    }
    if locator.contains(":") { return "§" + own }
    return "(\(locator.replacing("/2", with: ", second")))"
  case .intuition: return "§" + own
  case .appendix: return String(own)
  case .slides: return "“\(Document.slideTitle(String(own)))”"
  }
}

/// A place as a sentence names it: `appendix B.19`, `foundations (6.23)`.
func cited(_ document: Document, _ locator: String) -> String {
  document.rawValue + " " + citation(document, locator)
}

/// Places in order, runs of equations as `(6.12)–(6.16)`.
///
/// - Parameter home: the document of the page that cites them; sections of another are named
func shortened(_ places: [Reference], from home: Document? = nil) -> [String] {
  func tag(_ place: Reference) -> (chapter: Int, number: Int)? {
    let parts = place.locator.split(separator: ".")
    guard place.document == .foundations, parts.count == 2, let chapter = Int(parts[0]),
      let number = Int(parts[1])
    else { return nil }
    return (chapter, number)
  }
  let tags = places.compactMap(tag).map { $0.chapter * 1000 + $0.number }
  let sorted = Set(tags).sorted()
  var result: [String] = []
  var i = 0
  while i < sorted.count {
    var end = i
    while end + 1 < sorted.count, sorted[end + 1] == sorted[end] + 1 { end += 1 }
    func name(_ tag: Int) -> String { "(\(tag / 1000).\(tag % 1000))" }
    result.append(
      end > i + 1
        ? "\(name(sorted[i]))–\(name(sorted[end]))"
        : sorted[i...end].map(name).joined(separator: ", "))
    i = end + 1
  }
  func numbers(_ place: Reference) -> [Int] {
    place.locator.split { !$0.isNumber }.compactMap { Int($0) }
  }
  let others = places.filter { tag($0) == nil }.enumerated().sorted {
    let (a, b) = (numbers($0.element), numbers($1.element))
    return a == b ? $0.offset < $1.offset : a.lexicographicallyPrecedes(b)
  }
  return result + others.map { $0.element.short(from: home) }.withoutRepeats
}
