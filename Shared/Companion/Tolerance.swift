/// How far apart two sides may be, relative to the larger of 1 and their largest entry.
public struct Tolerance: Sendable {
  let bound: Double
  let reason: String?

  /// - Parameters:
  ///   - bound: the largest difference
  ///   - reason: why it is another than that of rounding
  public init(_ bound: Double, _ reason: String) { (self.bound, self.reason) = (bound, reason) }

  init(bound: Double) { (self.bound, reason) = (bound, nil) }
}

/// 64 units of rounding, for an inequality whose sides are sums: `a ≤ b ± rounding`.
public let rounding = Tolerance(bound: 64 * 0x1p-53)

/// None at all.
let exactly = Tolerance(bound: 0)

precedencegroup TolerancePrecedence {
  higherThan: ComparisonPrecedence
  lowerThan: RangeFormationPrecedence
}
infix operator ± : TolerancePrecedence

/// A value that another may differ from by more than rounding, and why.
public func ± <T>(value: T, tolerance: (Double, String)) -> Within<T> {
  Within(value: value, tolerance: Tolerance(tolerance.0, tolerance.1))
}
/// A value that another may exceed by rounding.
public func ± <T>(value: T, tolerance: Tolerance) -> Within<T> {
  Within(value: value, tolerance: tolerance)
}
