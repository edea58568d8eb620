/// A number that knows the longest chain of operations that led to it, each of which needed the
/// one before. Whatever can be done at once counts as one step: with unlimited hardware this is
/// the time that is left.
public struct Chained: Scalar {
  public let value: Double
  public let depth: Int

  public init(_ value: Double, depth: Int) { (self.value, self.depth) = (value, depth) }
  public init(_ value: Double) { self.init(value, depth: 0) }
  public init(floatLiteral value: Double) { self.init(value) }
  public init(integerLiteral value: Int) { self.init(Double(value)) }
  public static var zero: Chained { 0 }
  public static func == (a: Chained, b: Chained) -> Bool { a.value == b.value }
  public static func < (a: Chained, b: Chained) -> Bool { a.value < b.value }

  private static func after(_ a: Chained, _ b: Chained, _ value: Double) -> Chained {
    Chained(value, depth: Swift.max(a.depth, b.depth) + 1)
  }
  public static func + (a: Chained, b: Chained) -> Chained { after(a, b, a.value + b.value) }
  public static func - (a: Chained, b: Chained) -> Chained { after(a, b, a.value - b.value) }
  public static func * (a: Chained, b: Chained) -> Chained { after(a, b, a.value * b.value) }
  public static func / (a: Chained, b: Chained) -> Chained { after(a, b, a.value / b.value) }
  public static prefix func - (a: Chained) -> Chained { Chained(-a.value, depth: a.depth) }
  public static func exp(_ x: Chained) -> Chained { after(x, x, .exp(x.value)) }
  public static func log(_ x: Chained) -> Chained { after(x, x, .log(x.value)) }
  public static func tanh(_ x: Chained) -> Chained { after(x, x, .tanh(x.value)) }
  public static func sin(_ x: Chained) -> Chained { after(x, x, .sin(x.value)) }
  public static func cos(_ x: Chained) -> Chained { after(x, x, .cos(x.value)) }
  public static func sqrt(_ x: Chained) -> Chained { after(x, x, .sqrt(x.value)) }
  public static func pow(_ x: Chained, _ p: Double) -> Chained { after(x, x, .pow(x.value, p)) }
}

/// The sum of the sums of both halves, and so on: a chain of ⌈log₂ n⌉ additions.
public func pairwiseSum<T: Scalar>(_ numbers: [T]) -> T {
  guard numbers.count > 1 else { return numbers.first ?? 0 }
  let middle = numbers.count / 2
  return pairwiseSum(Array(numbers[..<middle])) + pairwiseSum(Array(numbers[middle...]))
}
