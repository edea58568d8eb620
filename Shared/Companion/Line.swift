/// One line of a derivation: an expression that equals the one of the line before.
public struct Line {
  /// As it is written behind the equals sign, `Σᵢ (−yᵢ/pᵢ) pᵢ(δᵢⱼ − pⱼ)`.
  let formula: String
  let place: Place?
  let value: [[Entry]]
  let reals: Flat
  let tolerance: Tolerance

  /// - Parameters:
  ///   - formula: the expression, without what it equals
  ///   - place: where the notes print it, if they do
  ///   - value: what the expression gives
  ///   - tolerance: how far it may be from the line before
  public init<Value: Near & Showable>(
    _ formula: String, at place: Place? = nil, _ value: Value,
    within tolerance: Tolerance = rounding
  ) {
    (self.formula, self.place, self.tolerance) = (formula, place, tolerance)
    self.value = value.entryRows
    reals = Flat(value)
  }

  /// Numbers and their shape, whatever they are the numbers of.
  struct Flat: Near {
    let reals: [Double]
    let extent: [Int]

    init(_ value: some Near) { (reals, extent) = (value.reals, value.extent) }
  }
}
