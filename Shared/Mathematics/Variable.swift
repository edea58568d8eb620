/// A number that writes what is done with it on a tape. Constants have no tape.
///
/// A variable does not keep its tape alive; that is left to whoever will ask the tape for the
/// adjoints in the end. Vectors of variables are so as cheap to copy as vectors of numbers.
@frozen
public struct Variable: Scalar {
  /// The number.
  public let value: Double
  @usableFromInline let tape: Unmanaged<Tape>?
  /// Its place on the tape, −1 for a constant.
  public let index: Int

  @inlinable
  init(value: Double, tape: Unmanaged<Tape>?, index: Int) {
    self.value = value
    self.tape = tape
    self.index = index
  }
  @inlinable public init(_ value: Double) { self.init(value: value, tape: nil, index: -1) }
  @inlinable public init(floatLiteral value: Double) { self.init(value) }
  @inlinable public init(integerLiteral value: Int) { self.init(Double(value)) }
  @inlinable public static var zero: Variable { 0 }
  @inlinable public static func == (a: Variable, b: Variable) -> Bool { a.value == b.value }
  @inlinable public static func < (a: Variable, b: Variable) -> Bool { a.value < b.value }

  @inlinable
  static func binary(
    _ a: Variable, _ b: Variable, _ value: Double, _ byA: Double, _ byB: Double
  ) -> Variable {
    guard let tape = a.tape ?? b.tape else { return Variable(value) }
    return tape._withUnsafeGuaranteedRef { $0.record(value, a, byA, b, byB) }
  }
  @inlinable
  static func unary(_ a: Variable, _ value: Double, _ derivative: Double) -> Variable {
    guard let tape = a.tape else { return Variable(value) }
    return tape._withUnsafeGuaranteedRef { $0.record(value, a, derivative, nil, 0) }
  }

  // Each operation next to its derivatives.

  @inlinable
  public static func + (a: Variable, b: Variable) -> Variable {
    binary(a, b, a.value + b.value, 1, 1)
  }
  @inlinable
  public static func - (a: Variable, b: Variable) -> Variable {
    binary(a, b, a.value - b.value, 1, -1)
  }
  @inlinable public static prefix func - (a: Variable) -> Variable { unary(a, -a.value, -1) }
  @inlinable
  public static func * (a: Variable, b: Variable) -> Variable {
    binary(a, b, a.value * b.value, b.value, a.value)
  }
  @inlinable
  public static func / (a: Variable, b: Variable) -> Variable {
    binary(a, b, a.value / b.value, 1 / b.value, -a.value / (b.value * b.value))
  }
  public static func exp(_ x: Variable) -> Variable {
    let e = Double.exp(x.value)
    return unary(x, e, e)
  }
  public static func log(_ x: Variable) -> Variable { unary(x, Double.log(x.value), 1 / x.value) }
  public static func tanh(_ x: Variable) -> Variable {
    let t = Double.tanh(x.value)
    return unary(x, t, 1 - t * t)
  }
  public static func sin(_ x: Variable) -> Variable {
    unary(x, Double.sin(x.value), Double.cos(x.value))
  }
  public static func cos(_ x: Variable) -> Variable {
    unary(x, Double.cos(x.value), -Double.sin(x.value))
  }
  public static func sqrt(_ x: Variable) -> Variable {
    let root = x.value.squareRoot()
    return unary(x, root, 0.5 / root)
  }
  public static func pow(_ x: Variable, _ p: Double) -> Variable {
    unary(x, Double.pow(x.value, p), p * Double.pow(x.value, p - 1))
  }
}
