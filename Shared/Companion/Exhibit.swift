/// Something that a page puts before its reader, and the line of source that did it.
struct Exhibit {
  let file: String
  let line: Int
  /// What it answers for in the notes.
  var places: [Reference]
  var content: Content

  enum Content {
    case input(Input)
    case number(Number)
    case derivation(Derivation)
    case definition(Definition)
    case table(Table)
    case plot(Plot)
    case shades(Shades)
    case note(String)
    /// Left to the notes, with the reason.
    case left(String)
  }

  /// The places that it answers for, short: `(16.6)–(16.9)`; empty if they are the page's own.
  func cited(in section: Heading) -> String {
    shortened(places.filter { !section.isAll($0) }, from: section.document)
      .joined(separator: ", ")
  }
}
