/// A number that differentiates itself in two ways at once, forward as a dual number and backward
/// on a tape, side by side: a function of it is written once and checked by both.
///
/// The two know nothing of each other. Its value alone, taken at two points, serves a third way,
/// central differences.
@frozen
public struct Twofold: Scalar {
  @usableFromInline let dual: Dual<Double>
  @usableFromInline let variable: Variable

  @inlinable
  init(_ dual: Dual<Double>, _ variable: Variable) {
    self.dual = dual
    self.variable = variable
  }
  @inlinable public init(_ value: Double) { self.init(Dual(value), Variable(value)) }
  @inlinable public init(floatLiteral value: Double) { self.init(value) }
  @inlinable public init(integerLiteral value: Int) { self.init(Double(value)) }
  @inlinable public static var zero: Twofold { 0 }
  @inlinable public var value: Double { dual.primal }
  @inlinable public static func == (a: Twofold, b: Twofold) -> Bool { a.value == b.value }
  @inlinable public static func < (a: Twofold, b: Twofold) -> Bool { a.value < b.value }

  @inlinable public static func + (a: Twofold, b: Twofold) -> Twofold {
    Twofold(a.dual + b.dual, a.variable + b.variable)
  }
  @inlinable public static func - (a: Twofold, b: Twofold) -> Twofold {
    Twofold(a.dual - b.dual, a.variable - b.variable)
  }
  @inlinable public static func * (a: Twofold, b: Twofold) -> Twofold {
    Twofold(a.dual * b.dual, a.variable * b.variable)
  }
  @inlinable public static func / (a: Twofold, b: Twofold) -> Twofold {
    Twofold(a.dual / b.dual, a.variable / b.variable)
  }
  @inlinable public static prefix func - (a: Twofold) -> Twofold { Twofold(-a.dual, -a.variable) }
  @inlinable public static func exp(_ x: Twofold) -> Twofold {
    Twofold(.exp(x.dual), .exp(x.variable))
  }
  @inlinable public static func log(_ x: Twofold) -> Twofold {
    Twofold(.log(x.dual), .log(x.variable))
  }
  @inlinable public static func tanh(_ x: Twofold) -> Twofold {
    Twofold(.tanh(x.dual), .tanh(x.variable))
  }
  @inlinable public static func sin(_ x: Twofold) -> Twofold {
    Twofold(.sin(x.dual), .sin(x.variable))
  }
  @inlinable public static func cos(_ x: Twofold) -> Twofold {
    Twofold(.cos(x.dual), .cos(x.variable))
  }
  @inlinable public static func sqrt(_ x: Twofold) -> Twofold {
    Twofold(.sqrt(x.dual), .sqrt(x.variable))
  }
  @inlinable public static func pow(_ x: Twofold, _ p: Double) -> Twofold {
    Twofold(.pow(x.dual, p), .pow(x.variable, p))
  }
}
