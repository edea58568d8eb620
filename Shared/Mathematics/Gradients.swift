// One way to a gradient at a time, where its values are wanted; `gradient(at:)` compares all three.

/// The derivative of f along a direction u, ∂f/∂v ⋅ u, by dual numbers: one evaluation.
@inlinable
public func forwardDerivative(
  at v: Vector<Double>, along u: Vector<Double>, _ f: (Vector<Dual<Double>>) -> Dual<Double>
) -> Double {
  guard v.count == u.count else { shapesDiffer(v.shape, "along", u.shape) }
  return f(Vector<Dual<Double>>(v.indices.map { Dual(v[$0], tangent: u[$0]) })).tangent
}

/// ∂f/∂v by dual numbers: one evaluation for each of the n entries.
@inlinable
public func forwardGradient(
  at v: Vector<Double>, _ f: (Vector<Dual<Double>>) -> Dual<Double>
) -> Vector<Double> {
  var x = Vector<Dual<Double>>(v)
  return Vector(
    v.indices.map { i in
      x[i].tangent = 1
      defer { x[i].tangent = 0 }
      return f(x).tangent
    })
}

/// The matrix of ∂fᵢ/∂vⱼ by dual numbers: one evaluation for each column.
@inlinable
public func jacobian(
  at v: Vector<Double>, _ f: (Vector<Dual<Double>>) -> Vector<Dual<Double>>
) -> Matrix<Double> {
  var x = Vector<Dual<Double>>(v)
  return Matrix(
    columns: v.indices.map { j in
      x[j].tangent = 1
      defer { x[j].tangent = 0 }
      return f(x).map(\.tangent)
    })
}

/// ∂f/∂v by the tape: one evaluation and one walk back, whatever n is.
@inlinable
public func reverseGradient(
  at v: Vector<Double>, _ f: (Vector<Variable>) -> Variable
) -> Vector<Double> {
  let tape = Tape()
  let x = v.map { tape.variable($0) }
  let adjoints = withExtendedLifetime(tape) { tape.adjoints(of: f(x)) }
  return x.map { adjoints[$0.index] }
}

/// ∂f/∂v by central differences, (f(v + h) − f(v − h)) / 2h: 2n evaluations.
///
/// With h = ε¹ᐟ³ max(1, |vᵢ|) the cut-off error h² and the rounding error ε/h balance near
/// 10⁻¹⁰ of the size of f.
@inlinable
public func differenceGradient(
  at v: Vector<Double>, _ f: (Vector<Double>) -> Double
) -> Vector<Double> {
  let cubeRoot = Double.pow(Double.ulpOfOne, 1.0 / 3.0)
  var x = v
  return Vector(
    v.indices.map { i in
      let h = cubeRoot * max(1, v[i].magnitude)
      let (above, below) = (v[i] + h, v[i] - h)
      x[i] = above
      let high = f(x)
      x[i] = below
      let low = f(x)
      x[i] = v[i]
      // Divided by the distance that the rounded points really have.
      return (high - low) / (above - below)
    })
}

extension Matrix {
  @inlinable
  func reshaped<T>(_ entries: Vector<T>) -> Matrix<T> {
    Matrix<T>(rows: rows, columns: columns, entries: entries.entries)
  }
}

/// ∂f/∂A by dual numbers, a matrix of the shape of A.
@inlinable
public func forwardGradient(
  at a: Matrix<Double>, _ f: (Matrix<Dual<Double>>) -> Dual<Double>
) -> Matrix<Double> {
  a.reshaped(forwardGradient(at: Vector(a.entries)) { f(a.reshaped($0)) })
}

/// ∂f/∂A by the tape, a matrix of the shape of A.
@inlinable
public func reverseGradient(
  at a: Matrix<Double>, _ f: (Matrix<Variable>) -> Variable
) -> Matrix<Double> {
  a.reshaped(reverseGradient(at: Vector(a.entries)) { f(a.reshaped($0)) })
}

/// g · min(1, τ/‖g‖): the gradient, shortened to length τ if it is longer (foundations (8.34)).
public func clipped(_ g: Vector<Double>, _ τ: Double) -> Vector<Double> {
  let norm = g.l2Norm
  // Written so that 0 stays 0 and no product overflows.
  return norm > τ ? (τ / norm) * g : g
}
