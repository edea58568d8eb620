import Mathematics

/// What a page can start from: a number, a count, a vector or a matrix.
public protocol Given {
  /// The value of some rows of numbers, at least one.
  init(given rows: [[Double]])
  /// The numbers, row by row.
  var given: [[Double]] { get }
}

extension Double: Given {
  /// The first number.
  public init(given rows: [[Double]]) { self = rows[0].first ?? .nan }
  /// One row of one number.
  public var given: [[Double]] { [[self]] }
}

extension Int: Given {
  /// The first number, rounded; whoever asks for a count names its range.
  public init(given rows: [[Double]]) { self = Int(exactly: Double(given: rows).rounded()) ?? 0 }
  /// One row of one number.
  public var given: [[Double]] { [[Double(self)]] }
}

extension Vector: Given where Element == Double {
  /// All numbers.
  public init(given rows: [[Double]]) { self.init(rows.flatMap { $0 }) }
  /// One row.
  public var given: [[Double]] { [entries] }
}

extension Matrix: Given where Element == Double {
  /// The rows of the matrix.
  public init(given rows: [[Double]]) { self.init(rows) }
  /// The rows of the matrix.
  public var given: [[Double]] { (0..<rows).map { row($0).entries } }
}
