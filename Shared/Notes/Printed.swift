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
  /// Its name.
  public let quantity: String
  /// 1 where it is printed for the first time, 2 where once more.
  public let time: Int
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
