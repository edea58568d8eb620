/// A group of numbers that the notes print in one place, as given or as result.
public struct Printed: Sendable {
  public let document: Document
  /// The section, slide or question, without a sign.
  public let section: String
  /// The equation tag; else the section, with § in `foundations`.
  public let locator: String
  /// The program that treats it.
  public let chapter: Chapter
  public let kind: Kind
  /// Its name, unique within its locator.
  public let quantity: String
  /// What is printed, as the table writes it.
  let source: String
  /// What it is, in our words.
  public let summary: String

  /// What a printed number is in the notes.
  public enum Kind: String, Sendable {
    /// A given: data, a starting value, the learning rate of an example.
    case input
    /// What the notes compute, derive or claim.
    case result
    /// A typical choice, a date, a citation: there is nothing to compute.
    case setting
  }

  /// What is printed, row by row; read when asked for, since a program shows few of the rows.
  public var rows: [[Token]] {
    source.split(separator: ";").map { $0.split(separator: " ").map { Token($0) } }
  }

  /// All tokens, row after row.
  public var tokens: [Token] { rows.flatMap { $0 } }
}

/// An equation, slide, displayed formula, algorithm or testable claim of the notes.
public struct Equation: Sendable {
  public let document: Document
  /// The section, slide or question, without a sign.
  public let section: String
  /// The equation tag, or the section and a word of ours: `B.3:univariate`.
  public let locator: String
  /// The program that treats it.
  public let chapter: Chapter
  /// definition, identity, inequality, limit, model, algorithm, number or claim
  public let kind: String
  /// What it states, in our words.
  public let statement: String
}

/// What the four documents print, read from the tables in `Data` when first asked for.
///
/// A table has a row a line, fields separated by ` | `, tokens by a space, rows of a matrix by
/// ` ; `. A new edition of the notes means new tables and no change of code.
public enum Notes {
  /// All numbers that a document prints, in its order.
  public static func printed(_ document: Document) -> [Printed] { numbers(document).rows }

  /// The numbers printed at a place under a name.
  public static func printed(_ document: Document, _ locator: String, _ quantity: String)
    -> Printed?
  {
    let table = numbers(document)
    return table.index[key(locator, quantity)].map { table.rows[$0] }
  }

  /// All equations of a document, in its order.
  public static func equations(_ document: Document) -> [Equation] {
    switch document {
    case .foundations: Foundations.equations
    case .appendix: Appendix.equations
    case .intuition: Intuition.equations
    case .slides: Slides.equations
    }
  }

  private struct Numbers {
    let rows: [Printed]
    let index: [String: Int]
  }

  private static func numbers(_ document: Document) -> Numbers {
    switch document {
    case .foundations: Foundations.numbers
    case .appendix: Appendix.numbers
    case .intuition: Intuition.numbers
    case .slides: Slides.numbers
    }
  }

  // A static of its own for each table, since each is read at its first use and not before.
  private enum Foundations {
    static let numbers = Notes.numbers(.foundations, foundationsNumbers)
    static let equations = Notes.equations(.foundations, foundationsEquations)
  }
  private enum Appendix {
    static let numbers = Notes.numbers(.appendix, appendixNumbers)
    static let equations = Notes.equations(.appendix, appendixEquations)
  }
  private enum Intuition {
    static let numbers = Notes.numbers(.intuition, intuitionNumbers)
    static let equations = Notes.equations(.intuition, intuitionEquations)
  }
  private enum Slides {
    static let numbers = Notes.numbers(.slides, slidesNumbers)
    static let equations = Notes.equations(.slides, slidesEquations)
  }

  private static func key(_ locator: String, _ quantity: String) -> String {
    locator + "|" + quantity
  }

  private static func numbers(_ document: Document, _ table: String) -> Numbers {
    let rows = fields(table, 7).map { line, field in
      guard let chapter = Chapter(rawValue: field[2]), let kind = Printed.Kind(rawValue: field[3])
      else { broken(document, line) }
      return Printed(
        document: document, section: field[0], locator: field[1], chapter: chapter, kind: kind,
        quantity: field[4], source: field[5], summary: field[6])
    }
    let pairs = rows.enumerated().map { (key($1.locator, $1.quantity), $0) }
    return Numbers(rows: rows, index: Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
  }

  private static func equations(_ document: Document, _ table: String) -> [Equation] {
    fields(table, 5).map { line, field in
      guard let chapter = Chapter(rawValue: field[2]) else { broken(document, line) }
      return Equation(
        document: document, section: field[0], locator: field[1], chapter: chapter,
        kind: field[3], statement: field[4])
    }
  }

  /// The fields of each row that is no comment, with the row's number; on bytes, since that is
  /// many times as quick as on characters.
  static func fields(_ table: String, _ count: Int) -> [(line: Int, fields: [String])] {
    var table = table
    return table.withUTF8 { bytes in
      var result: [(Int, [String])] = []
      var line = 1
      var start = 0
      var fields: [String] = []
      for i in 0...bytes.count {
        let isEnd = i == bytes.count || bytes[i] == UInt8(ascii: "\n")
        let isBar =
          !isEnd && bytes[i] == UInt8(ascii: "|") && i > start && bytes[i - 1] == 32
          && i + 1 < bytes.count && bytes[i + 1] == 32
        guard isEnd || isBar else { continue }
        fields.append(String(decoding: bytes[start..<(isEnd ? i : i - 1)], as: UTF8.self))
        start = isEnd ? i + 1 : i + 2
        guard isEnd else { continue }
        if !fields[0].hasPrefix("#") {
          guard fields.count == count else {
            fatalError("row \(line) has \(fields.count) fields, not \(count): \(fields)")
          }
          result.append((line, fields))
        }
        fields = []
        line += 1
      }
      return result
    }
  }

  private static func broken(_ document: Document, _ line: Int) -> Never {
    fatalError("row \(line) of a table of \(document.rawValue): unknown chapter or kind")
  }
}
