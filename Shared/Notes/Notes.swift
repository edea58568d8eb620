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
  public static func printed(_ document: Document) -> [Printed] {
    let table = numbers(document)
    return (0..<table.count).map { printed(document, table, $0) }
  }

  /// The numbers printed at a place under a name.
  public static func printed(_ document: Document, _ locator: String, _ quantity: String)
    -> Printed?
  {
    let table = numbers(document)
    return table.index[locator + "|" + quantity].map { printed(document, table, $0) }
  }

  /// All equations of a document, in its order.
  public static func equations(_ document: Document) -> [Equation] {
    let table = formulas(document)
    return (0..<table.count).map { row in
      guard let chapter = Chapter(rawValue: table[row, 2]) else {
        fatalError("row \(row + 1) of the equations of \(document) names no chapter")
      }
      return Equation(
        document: document, section: table[row, 0], locator: table[row, 1], chapter: chapter,
        kind: table[row, 3], statement: table[row, 4])
    }
  }

  /// The section in which an equation or a number stands; nil if there is no such place.
  public static func section(of locator: String, in document: Document) -> String? {
    for table in [formulas(document), numbers(document)] {
      if let row = table.places[locator] { return table[row, 0] }
    }
    return nil
  }

  /// The places that stand in a section of a document, or in one below it.
  public static func places(_ document: Document, in section: String) -> [String] {
    let wanted = Array(section.lowercased().utf8)
    return [formulas(document), numbers(document)].flatMap { table in
      (0..<table.count).filter { table.isBelow($0, wanted) }.map { table[$0, 1] }
    }
  }

  private static func printed(_ document: Document, _ table: Table, _ row: Int) -> Printed {
    guard let chapter = Chapter(rawValue: table[row, 2]),
      let kind = Printed.Kind(rawValue: table[row, 3])
    else { fatalError("row \(row + 1) of the numbers of \(document) names no chapter or kind") }
    return Printed(
      document: document, section: table[row, 0], locator: table[row, 1], chapter: chapter,
      kind: kind, quantity: table[row, 4], source: table[row, 5], summary: table[row, 6])
  }

  private static func numbers(_ document: Document) -> Table {
    switch document {
    case .foundations: Foundations.numbers
    case .appendix: Appendix.numbers
    case .intuition: Intuition.numbers
    case .slides: Slides.numbers
    }
  }

  private static func formulas(_ document: Document) -> Table {
    switch document {
    case .foundations: Foundations.equations
    case .appendix: Appendix.equations
    case .intuition: Intuition.equations
    case .slides: Slides.equations
    }
  }

  // A static of its own for each table, since each is read at its first use and not before.
  private enum Foundations {
    static let numbers = Table(foundationsNumbers, fields: 7)
    static let equations = Table(foundationsEquations, fields: 5)
  }
  private enum Appendix {
    static let numbers = Table(appendixNumbers, fields: 7)
    static let equations = Table(appendixEquations, fields: 5)
  }
  private enum Intuition {
    static let numbers = Table(intuitionNumbers, fields: 7)
    static let equations = Table(intuitionEquations, fields: 5)
  }
  private enum Slides {
    static let numbers = Table(slidesNumbers, fields: 7)
    static let equations = Table(slidesEquations, fields: 5)
  }
}
