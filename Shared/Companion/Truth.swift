import Mathematics

/// What the last line of a derivation must equal, found without it.
public protocol Truth {
  /// Compares it with what a derivation has found.
  func relations(to numbers: some Near) -> [Relation]
}

extension Double: Truth {
  /// The last line is this number.
  public func relations(to numbers: some Near) -> [Relation] { [near(self, numbers, rounding)] }
}
extension Vector: Truth where Element == Double {
  /// The last line is this vector.
  public func relations(to numbers: some Near) -> [Relation] { [near(self, numbers, rounding)] }
}
extension Matrix: Truth where Element == Double {
  /// The last line is this matrix.
  public func relations(to numbers: some Near) -> [Relation] { [near(self, numbers, rounding)] }
}
extension Within: Truth where Value: Near {
  /// The last line is this value, to its tolerance.
  public func relations(to numbers: some Near) -> [Relation] { [near(value, numbers, tolerance)] }
}
extension Gradient: Truth {
  /// The last line is what all three ways give.
  public func relations(to numbers: some Near) -> [Relation] { near(self, numbers, rounding) }
}
