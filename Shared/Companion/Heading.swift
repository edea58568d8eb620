import Notes

/// What a section is called, which place of the notes it follows, and where its source stands.
struct Heading: Sendable {
  let document: Document
  let locator: String
  let title: String
  /// As the compiler names it, on the machine that built it, and the line.
  let file: String
  let path: String
  let line: Int

  /// What no other section has: where its source begins.
  var id: String { "\(file):\(line)" }

  /// `appendix B.19`, `foundations §6.4`
  var name: String { document.rawValue + " " + place }

  /// `Appendix B.19 · A 2-2-1 network by hand`
  var words: String {
    document.rawValue.prefix(1).uppercased() + document.rawValue.dropFirst() + " " + place
      + " · " + title
  }

  /// Whether a place is the whole of what the page follows, so that it need not be named.
  func isAll(_ reference: Reference) -> Bool {
    document != .foundations && reference.document == document && reference.locator == locator
  }

  /// How the page cites a place: nothing if it is the whole of what the page follows, or none.
  func label(_ place: Reference?) -> String {
    place.map { isAll($0) ? "" : $0.short(from: document) } ?? ""
  }

  /// `§6.4` of foundations, `B.19`, a slide by its title.
  var place: String {
    document == .foundations ? "§" + locator : citation(document, locator)
  }
}
