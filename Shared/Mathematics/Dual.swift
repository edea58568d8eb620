/// A dual number x + ẋε with ε² = 0: forward-mode differentiation.
///
/// Evaluating f at x + 1ε gives f(x) + fʹ(x)ε. A dual number of dual numbers gives second
/// derivatives.
@frozen
public struct Dual<Base: Scalar>: Scalar {
  /// x
  public var primal: Base
  /// ẋ, the derivative along the chosen direction
  public var tangent: Base

  /// x + ẋε; a constant where the tangent is left out.
  @inlinable
  public init(_ primal: Base, tangent: Base = 0) {
    self.primal = primal
    self.tangent = tangent
  }
  @inlinable public init(_ value: Double) { self.init(Base(value)) }
  @inlinable public init(floatLiteral value: Double) { self.init(Base(value)) }
  @inlinable public init(integerLiteral value: Int) { self.init(Base(Double(value))) }
  @inlinable public static var zero: Dual { 0 }
  @inlinable public var value: Double { primal.value }

  /// Compares the numbers, not the derivatives: a formula takes the branch that its value takes.
  @inlinable public static func < (a: Dual, b: Dual) -> Bool { a.primal < b.primal }
  @inlinable public static func == (a: Dual, b: Dual) -> Bool { a.primal == b.primal }

  // Each operation next to its derivative.

  @inlinable
  public static func + (a: Dual, b: Dual) -> Dual {
    Dual(a.primal + b.primal, tangent: a.tangent + b.tangent)
  }
  @inlinable
  public static func - (a: Dual, b: Dual) -> Dual {
    Dual(a.primal - b.primal, tangent: a.tangent - b.tangent)
  }
  @inlinable public static prefix func - (a: Dual) -> Dual { Dual(-a.primal, tangent: -a.tangent) }
  @inlinable
  public static func * (a: Dual, b: Dual) -> Dual {
    Dual(a.primal * b.primal, tangent: a.tangent * b.primal + a.primal * b.tangent)
  }
  @inlinable
  public static func / (a: Dual, b: Dual) -> Dual {
    let q = a.primal / b.primal
    return Dual(q, tangent: (a.tangent - q * b.tangent) / b.primal)
  }
  @inlinable
  public static func exp(_ x: Dual) -> Dual {
    let e = Base.exp(x.primal)
    return Dual(e, tangent: e * x.tangent)
  }
  @inlinable
  public static func log(_ x: Dual) -> Dual {
    Dual(Base.log(x.primal), tangent: x.tangent / x.primal)
  }
  @inlinable
  public static func tanh(_ x: Dual) -> Dual {
    let t = Base.tanh(x.primal)
    return Dual(t, tangent: (1 - t * t) * x.tangent)
  }
  @inlinable
  public static func sin(_ x: Dual) -> Dual {
    Dual(Base.sin(x.primal), tangent: Base.cos(x.primal) * x.tangent)
  }
  @inlinable
  public static func cos(_ x: Dual) -> Dual {
    Dual(Base.cos(x.primal), tangent: -Base.sin(x.primal) * x.tangent)
  }
  @inlinable
  public static func sqrt(_ x: Dual) -> Dual {
    let root = Base.sqrt(x.primal)
    return Dual(root, tangent: x.tangent / (root + root))
  }
  @inlinable
  public static func pow(_ x: Dual, _ p: Double) -> Dual {
    Dual(Base.pow(x.primal, p), tangent: Base(p) * Base.pow(x.primal, p - 1) * x.tangent)
  }
}

extension Dual: Sendable where Base: Sendable {}
