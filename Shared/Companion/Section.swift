import Notes

/// One section of a chapter: a page that follows one place in the notes.
public struct Section: Sendable {
  let heading: Heading
  let body: @Sendable (Page) -> Void

  /// - Parameters:
  ///   - document: the document that the page follows
  ///   - locator: where it begins there: `6.4`, `B.19`, a slide
  ///   - title: a heading of ours
  ///   - body: computes, shows and verifies
  public init(
    _ document: Document, _ locator: String, _ title: String, file: String = #fileID,
    path: String = #filePath, line: Int = #line, _ body: @escaping @Sendable (Page) -> Void
  ) {
    heading = Heading(
      document: document, locator: locator, title: title, file: file, path: path, line: line)
    self.body = body
  }
}
