import Notes

/// One section of a chapter: a page that follows one place in the notes.
public struct Section: Sendable {
  let document: Document
  let locator: String
  let title: String
  let body: @Sendable (Page) -> Void
  /// Where its source stands: as the compiler names it, on the machine that built it, and the line.
  let file: String
  let path: String
  let line: Int

  /// - Parameters:
  ///   - document: the document that the page follows
  ///   - locator: where it begins there: `6.4`, `B.19`, a slide
  ///   - title: a heading of ours
  ///   - body: computes, shows and verifies
  public init(
    _ document: Document, _ locator: String, _ title: String, file: String = #fileID,
    path: String = #filePath, line: Int = #line, _ body: @escaping @Sendable (Page) -> Void
  ) {
    self.document = document
    self.locator = locator
    self.title = title
    self.body = body
    (self.file, self.path, self.line) = (file, path, line)
  }

  /// What no other section has: where its source begins.
  var id: String { "\(file):\(line)" }

  /// `appendix B.19`, `foundations §6.4`
  var name: String { document.rawValue + " " + place }

  /// `Appendix B.19 · A 2-2-1 network by hand`
  var heading: String {
    document.rawValue.prefix(1).uppercased() + document.rawValue.dropFirst() + " " + place
      + " · " + title
  }

  /// Whether a place is the whole of what the page follows, so that it need not be named.
  func isAll(_ reference: Reference) -> Bool {
    document != .foundations && reference.document == document && reference.locator == locator
  }

  /// `§6.4` of foundations, `B.19`, a slide by its title.
  var place: String {
    document == .foundations ? "§" + locator : citation(document, locator)
  }
}
