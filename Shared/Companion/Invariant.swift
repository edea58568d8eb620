import Notes

/// A sum Σ cᵢPᵢ that is zero for any data, so that printed numbers which violate it by more
/// than their rounding allows cannot have come from any.
public struct Invariant {
  let statement: String
  let coefficients: [Double]

  /// - Parameters:
  ///   - statement: the relation and where it holds, as in “g₁ − 2g₂ + g₃ = 0 for any data”
  ///   - coefficients: cᵢ, one for each printed number of the row
  public init(_ statement: String, _ coefficients: [Double]) {
    self.statement = statement
    self.coefficients = coefficients
  }

  /// What the printed numbers give and how much of that rounding can explain, if it cannot
  /// explain all.
  func violation(by tokens: [Token]) -> (sum: Double, allowance: Double)? {
    var sum = 0.0
    var allowance = 0.0
    for (c, token) in zip(coefficients, tokens) {
      guard case .number(let value, let unit) = token.meaning else { return nil }
      sum += c * value
      allowance += c.magnitude * unit / 2
    }
    // The comparison allows for the rounding of this very sum.
    return sum.magnitude > allowance * (1 + 1e-9) ? (sum, allowance) : nil
  }
}
