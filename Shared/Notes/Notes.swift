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

  /// The numbers printed at a place under a name, for the nth time at this very place.
  public static func printed(
    _ document: Document, _ locator: String, _ quantity: String, nth: Int = 1
  ) -> Printed? {
    let table = numbers(document)
    let key = locator + "|" + quantity + (nth > 1 ? "|\(nth)" : "")
    return table.index[key].map { printed(document, table, $0) }
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
      kind: kind, quantity: table[row, 4], time: Int(table[row, 5]) ?? 1, source: table[row, 6],
      summary: table[row, 7])
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
    static let numbers = Table(foundationsNumbers, fields: 8)
    static let equations = Table(foundationsEquations, fields: 5)
  }
  private enum Appendix {
    static let numbers = Table(appendixNumbers, fields: 8)
    static let equations = Table(appendixEquations, fields: 5)
  }
  private enum Intuition {
    static let numbers = Table(intuitionNumbers, fields: 8)
    static let equations = Table(intuitionEquations, fields: 5)
  }
  private enum Slides {
    static let numbers = Table(slidesNumbers, fields: 8)
    static let equations = Table(slidesEquations, fields: 5)
  }
}
