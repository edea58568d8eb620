/// The derivative of a function at a point, found in three ways that share no formula.
///
/// The tape gives all entries at once. Dual numbers and central differences are asked for the
/// slope along one direction, drawn from the numbers of the point itself: a wrong entry shows in
/// it, whichever it is, at a fraction of the work.
public struct Gradient<Point> {
  /// ∂f/∂v, entry by entry, by the tape.
  public let byTape: Vector<Double>
  /// The direction u of the two slopes, of length 1.
  public let direction: Vector<Double>
  /// ∂f/∂v ⋅ u by dual numbers.
  public let slopeByDual: Double
  /// ∂f/∂v ⋅ u by (f(v + hu) − f(v − hu)) / 2h with h = 2⁻¹⁷: the cut-off error h² and the
  /// rounding error ε/h balance near 10⁻¹⁰ of the size of f.
  public let slopeByDifferences: Double
  /// The largest number that came up on the way, of which rounding is a share.
  public let largest: Double

  @inlinable
  init(_ v: Vector<Double>, _ f: (Vector<Twofold>) -> Twofold) {
    var draw = Generator(seed: v.entries.reduce(1) { $0 &* 31 &+ $1.bitPattern })
    let drawn = draw.vector(v.count)
    let u = drawn / drawn.l2Norm
    let tape = Tape()
    let x = v.indices.map { Twofold(Dual(v[$0], tangent: u[$0]), tape.variable(v[$0])) }
    let result = f(Vector(x))
    let adjoints = withExtendedLifetime(tape) { tape.adjoints(of: result.variable) }
    byTape = Vector(x.map { adjoints[$0.variable.index] })
    direction = u
    slopeByDual = result.dual.tangent
    let h = 0x1p-17
    func value(_ v: Vector<Double>) -> Double { f(Vector<Twofold>(v)).value }
    slopeByDifferences = (value(v + h * u) - value(v - h * u)) / (2 * h)
    largest = tape.largest
  }
}

/// ∂f/∂v: a function of a vector, written once.
@inlinable
public func gradient(at v: Vector<Double>, of f: (Vector<Twofold>) -> Twofold)
  -> Gradient<Vector<Double>>
{
  Gradient(v, f)
}

/// ∂f/∂A: a function of a matrix, of the shape of A.
@inlinable
public func gradient(at a: Matrix<Double>, of f: (Matrix<Twofold>) -> Twofold)
  -> Gradient<Matrix<Double>>
{
  Gradient(Vector(a.entries)) { f(a.reshaped($0)) }
}

/// fʹ(x): a function of one number.
@inlinable
public func derivative(at x: Double, of f: (Twofold) -> Twofold) -> Gradient<Double> {
  Gradient([x]) { f($0[0]) }
}
