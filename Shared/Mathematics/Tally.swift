/// How many operations a computation has taken.
public final class Tally {
  /// Products and quotients of two numbers.
  public internal(set) var multiplications = 0
  /// Sums and differences of two numbers.
  public internal(set) var additions = 0
  /// Calls of exp, log, tanh, sin, cos, sqrt and pow.
  public internal(set) var functions = 0

  /// A tally of nothing yet.
  public init() {}

  /// A number whose operations, and those of all that is computed from it, count here.
  public func number(_ value: Double) -> Counted { Counted(value: value, tally: self) }
}
