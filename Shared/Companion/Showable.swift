import Mathematics

/// A value that a page can show, as rows of entries.
public protocol Showable {
  /// The entries, row by row; a column vector is shown as one row.
  var entryRows: [[Entry]] { get }
}

extension Double: Showable {
  /// One entry.
  public var entryRows: [[Entry]] { [[.number(self)]] }
}
extension Int: Showable {
  /// One entry.
  public var entryRows: [[Entry]] { [[.number(Double(self))]] }
}
extension String: Showable {
  /// One word.
  public var entryRows: [[Entry]] { [[.word(self)]] }
}
extension Vector: Showable where Element == Double {
  /// One row.
  public var entryRows: [[Entry]] { [entries.map(Entry.number)] }
}
extension Matrix: Showable where Element == Double {
  /// The rows of the matrix.
  public var entryRows: [[Entry]] { (0..<rows).map { row($0).entries.map(Entry.number) } }
}
extension Array: Showable where Element: Showable {
  /// The entries of all elements in one row.
  public var entryRows: [[Entry]] { [flatMap { $0.entryRows.flatMap { $0 } }] }
}

extension Matrix {
  /// The shape in the words of the notes, `3×2`.
  public var shapeWords: String { "\(rows)×\(columns)" }
}
