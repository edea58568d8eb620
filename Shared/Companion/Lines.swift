/// Collects the lines of a derivation.
@resultBuilder
public enum Lines {
  public static func buildExpression(_ line: Line) -> [Line] { [line] }
  /// A statement that only computes.
  public static func buildExpression(_ nothing: ()) -> [Line] { [] }
  public static func buildBlock(_ lines: [Line]...) -> [Line] { lines.flatMap { $0 } }
}
