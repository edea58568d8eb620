// Three ways to the same gradient that share no formula: dual numbers carry derivatives
// forward, the tape carries them backward, central differences know no derivative at all.
// `f` is written once, generic over `Scalar`.

/// ∂f/∂v by dual numbers: one evaluation for each of the n entries.
@inlinable
public func forwardGradient(
  at v: Vector<Double>, _ f: (Vector<Dual<Double>>) -> Dual<Double>
) -> Vector<Double> {
  Vector(
    v.indices.map { i in
      var x = Vector<Dual<Double>>(v)
      x[i].tangent = 1
      return f(x).tangent
    })
}

/// ∂f/∂v by the tape: one evaluation and one walk back, whatever n is.
@inlinable
public func reverseGradient(
  at v: Vector<Double>, _ f: (Vector<Variable>) -> Variable
) -> Vector<Double> {
  let tape = Tape()
  let x = v.map { tape.variable($0) }
  let adjoints = tape.adjoints(of: f(x))
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
  Vector(
    v.indices.map { i in
      let h = Double.pow(Double.ulpOfOne, 1.0 / 3.0) * max(1, v[i].magnitude)
      var above = v
      var below = v
      above[i] += h
      below[i] -= h
      // Divided by the distance that the rounded points really have.
      return (f(above) - f(below)) / (above[i] - below[i])
    })
}

// The same for a function of a matrix, by way of its entries.

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

/// ∂f/∂A by central differences, a matrix of the shape of A.
@inlinable
public func differenceGradient(
  at a: Matrix<Double>, _ f: (Matrix<Double>) -> Double
) -> Matrix<Double> {
  a.reshaped(differenceGradient(at: Vector(a.entries)) { f(a.reshaped($0)) })
}
