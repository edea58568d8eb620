/// A number that counts what is done with it, the same on every machine.
///
/// Literals belong to no tally, so that an operation between two of them is not counted;
/// a change of sign is not counted either.
public struct Counted: Scalar {
  /// The number.
  public let value: Double
  let tally: Tally?

  init(value: Double, tally: Tally?) {
    self.value = value
    self.tally = tally
  }
  public init(_ value: Double) { self.init(value: value, tally: nil) }
  public init(floatLiteral value: Double) { self.init(value) }
  public init(integerLiteral value: Int) { self.init(Double(value)) }
  public static var zero: Counted { 0 }
  public static func == (a: Counted, b: Counted) -> Bool { a.value == b.value }
  public static func < (a: Counted, b: Counted) -> Bool { a.value < b.value }

  private static func count(
    _ kind: ReferenceWritableKeyPath<Tally, Int>, _ a: Counted, _ b: Counted, _ value: Double
  ) -> Counted {
    let tally = a.tally ?? b.tally
    tally?[keyPath: kind] += 1
    return Counted(value: value, tally: tally)
  }

  public static func + (a: Counted, b: Counted) -> Counted {
    count(\.additions, a, b, a.value + b.value)
  }
  public static func - (a: Counted, b: Counted) -> Counted {
    count(\.additions, a, b, a.value - b.value)
  }
  public static func * (a: Counted, b: Counted) -> Counted {
    count(\.multiplications, a, b, a.value * b.value)
  }
  public static func / (a: Counted, b: Counted) -> Counted {
    count(\.multiplications, a, b, a.value / b.value)
  }
  public static prefix func - (a: Counted) -> Counted { Counted(value: -a.value, tally: a.tally) }

  public static func exp(_ x: Counted) -> Counted { count(\.functions, x, x, .exp(x.value)) }
  public static func log(_ x: Counted) -> Counted { count(\.functions, x, x, .log(x.value)) }
  public static func tanh(_ x: Counted) -> Counted { count(\.functions, x, x, .tanh(x.value)) }
  public static func sin(_ x: Counted) -> Counted { count(\.functions, x, x, .sin(x.value)) }
  public static func cos(_ x: Counted) -> Counted { count(\.functions, x, x, .cos(x.value)) }
  public static func sqrt(_ x: Counted) -> Counted { count(\.functions, x, x, .sqrt(x.value)) }
  public static func pow(_ x: Counted, _ p: Double) -> Counted {
    count(\.functions, x, x, .pow(x.value, p))
  }
}
