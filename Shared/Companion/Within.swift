/// A value with another tolerance than that of rounding.
public struct Within<Value> {
  let value: Value
  let tolerance: Tolerance
}
