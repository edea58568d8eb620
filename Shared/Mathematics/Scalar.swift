#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A number that formulas can be written for once and evaluated in many ways.
///
/// `Double` and `Float` compute; `Dual` and `Variable` also differentiate;
/// `Counted` also counts. A formula that is generic over `Scalar` is therefore its own
/// check: the same text gives the value, two independent derivatives and the cost.
public protocol Scalar: AdditiveArithmetic, Comparable, ExpressibleByFloatLiteral,
  ExpressibleByIntegerLiteral
{
  /// The number nearest to a `Double`, with derivative zero.
  init(_ value: Double)
  /// The number itself, without whatever else is carried along.
  var value: Double { get }

  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static prefix func - (a: Self) -> Self

  /// eˣ
  static func exp(_ x: Self) -> Self
  /// The natural logarithm ln x, for x > 0.
  static func log(_ x: Self) -> Self
  /// (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ), in (−1, 1)
  static func tanh(_ x: Self) -> Self
  /// The sine of an angle in radians.
  static func sin(_ x: Self) -> Self
  /// The cosine of an angle in radians.
  static func cos(_ x: Self) -> Self
  /// The non-negative square root, for x ≥ 0.
  static func sqrt(_ x: Self) -> Self
  /// xᵖ for a constant exponent p, for x > 0 unless p is a whole number.
  static func pow(_ x: Self, _ p: Double) -> Self
}

extension Scalar {
  /// x² and its like: xⁿ by repeated multiplication, n ≥ 0, defined for every x.
  @inlinable
  public func power(_ n: Int) -> Self {
    precondition(n >= 0, "a whole power needs an exponent of 0 or more, not \(n)")
    return (0..<n).reduce(1) { product, _ in product * self }
  }

  /// |x|
  @inlinable public var absolute: Self { self < 0 ? -self : self }
}

// The C library's functions under names that the static members below cannot shadow.
private func cExp(_ x: Double) -> Double { exp(x) }
private func cLog(_ x: Double) -> Double { log(x) }
private func cTanh(_ x: Double) -> Double { tanh(x) }
private func cSin(_ x: Double) -> Double { sin(x) }
private func cCos(_ x: Double) -> Double { cos(x) }
private func cErf(_ x: Double) -> Double { erf(x) }
private func cLog10(_ x: Double) -> Double { log10(x) }
private func cAtan2(_ y: Double, _ x: Double) -> Double { atan2(y, x) }
private func cPow(_ x: Double, _ p: Double) -> Double { pow(x, p) }

extension Double: Scalar {
  @inlinable public var value: Double { self }
  public static func exp(_ x: Double) -> Double { cExp(x) }
  public static func log(_ x: Double) -> Double { cLog(x) }
  public static func tanh(_ x: Double) -> Double { cTanh(x) }
  public static func sin(_ x: Double) -> Double { cSin(x) }
  public static func cos(_ x: Double) -> Double { cCos(x) }
  @inlinable public static func sqrt(_ x: Double) -> Double { x.squareRoot() }
  public static func pow(_ x: Double, _ p: Double) -> Double { cPow(x, p) }
  /// (2/√π) ∫ exp(−t²) dt from 0 to x, in (−1, 1)
  public static func erf(_ x: Double) -> Double { cErf(x) }
  /// The logarithm to the base of 10, for x > 0
  public static func log10(_ x: Double) -> Double { cLog10(x) }
  /// The angle of the point (x, y) from the first axis, in (−π, π]
  public static func atan2(_ y: Double, _ x: Double) -> Double { cAtan2(y, x) }
}

// Single and half precision round the `Double` result once: for half precision that is the
// correctly rounded value but for ties that no draw will meet, and all that the notes need.

extension Float: Scalar {
  @inlinable public var value: Double { Double(self) }
  public static func exp(_ x: Float) -> Float { Float(cExp(Double(x))) }
  public static func log(_ x: Float) -> Float { Float(cLog(Double(x))) }
  public static func tanh(_ x: Float) -> Float { Float(cTanh(Double(x))) }
  public static func sin(_ x: Float) -> Float { Float(cSin(Double(x))) }
  public static func cos(_ x: Float) -> Float { Float(cCos(Double(x))) }
  @inlinable public static func sqrt(_ x: Float) -> Float { x.squareRoot() }
  public static func pow(_ x: Float, _ p: Double) -> Float { Float(cPow(Double(x), p)) }
}

/// eˣ of a number.
@inlinable public func exp<T: Scalar>(_ x: T) -> T { T.exp(x) }
/// The natural logarithm of a number > 0.
@inlinable public func log<T: Scalar>(_ x: T) -> T { T.log(x) }
/// The hyperbolic tangent of a number.
@inlinable public func tanh<T: Scalar>(_ x: T) -> T { T.tanh(x) }
/// The sine of an angle in radians.
@inlinable public func sin<T: Scalar>(_ x: T) -> T { T.sin(x) }
/// The cosine of an angle in radians.
@inlinable public func cos<T: Scalar>(_ x: T) -> T { T.cos(x) }
/// The non-negative square root of a number ≥ 0.
@inlinable public func sqrt<T: Scalar>(_ x: T) -> T { T.sqrt(x) }
/// xᵖ for a constant exponent p.
@inlinable public func pow<T: Scalar>(_ x: T, _ p: Double) -> T { T.pow(x, p) }
