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
