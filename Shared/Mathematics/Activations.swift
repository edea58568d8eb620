// Each activation stands next to its derivative, each derivative ends in the prime ʹ of the
// notes, and both are lifted to vectors and matrices entry by entry.

/// σ(z) = 1 / (1 + e⁻ᶻ), in (0, 1) (foundations (3.14))
///
/// e⁻ᶻ overflows for z below −709 and then gives 0, the correct limit; no rewrite is needed.
@inlinable public func σ<T: Scalar>(_ z: T) -> T { 1 / (1 + exp(-z)) }

/// σʹ(z) = σ(z) (1 − σ(z)), in (0, ¼] (foundations (3.15))
@inlinable
public func σʹ<T: Scalar>(_ z: T) -> T {
  let s = σ(z)
  return s * (1 - s)
}

/// tanhʹ(z) = 1 − tanh² z, in (0, 1] (foundations (3.17))
@inlinable
public func tanhʹ<T: Scalar>(_ z: T) -> T {
  let t = tanh(z)
  return 1 - t * t
}

/// ReLU(z) = max(0, z) (foundations (3.18))
@inlinable public func relu<T: Scalar>(_ z: T) -> T { z > 0 ? z : 0 }

/// ReLUʹ(z) = 1 for z > 0, else 0; at the kink itself 0, as foundations (6.43) has it
@inlinable public func reluʹ<T: Scalar>(_ z: T) -> T { z > 0 ? 1 : 0 }

/// Leaky ReLU: z for z > 0, else αz, with a small slope α (slides, “Leaky ReLU”)
@inlinable public func leakyReLU<T: Scalar>(_ z: T, slope α: T) -> T { z > 0 ? z : α * z }

/// The slope of leaky ReLU: 1 for z > 0, else α; at the kink α, as appendix B.12 has it
@inlinable public func leakyReLUʹ<T: Scalar>(_ z: T, slope α: T) -> T { z > 0 ? 1 : α }

/// The largest entry, which softmax and log-sum-exp subtract so that no exponential overflows.
@inlinable
func largest<T: Scalar>(_ z: Vector<T>) -> T {
  guard let largest = z.entries.max() else { fatalError("no entries have no largest") }
  return largest
}

/// log Σ eᶻⁱ, for any finite z: max z + log Σ eᶻⁱ⁻ᵐᵃˣ
@inlinable
public func logSumExp<T: Scalar>(_ z: Vector<T>) -> T {
  let shift = largest(z)
  return shift + log(z.map { exp($0 - shift) }.sum)
}

/// softmax(z)ᵢ = eᶻⁱ / Σ eᶻʲ, positive with sum 1 (foundations (3.20)), for any finite z
@inlinable
public func softmax<T: Scalar>(_ z: Vector<T>) -> Vector<T> {
  let shift = largest(z)
  let e = z.map { exp($0 - shift) }
  return e / e.sum
}

/// ∂pᵢ/∂zⱼ = pᵢ (δᵢⱼ − pⱼ), that is diag(p) − p pᵀ, for p = softmax(z) (foundations (3.22))
@inlinable
public func softmaxʹ<T: Scalar>(_ z: Vector<T>) -> Matrix<T> {
  let p = softmax(z)
  return Matrix(diagonal: p) - p * p.ᵀ
}

/// eᵛ entry by entry
@inlinable public func exp<T: Scalar>(_ v: consuming Vector<T>) -> Vector<T> {
  updated(v) { exp($0) }
}
/// √v entry by entry
@inlinable public func sqrt<T: Scalar>(_ v: consuming Vector<T>) -> Vector<T> {
  updated(v) { T.sqrt($0) }
}
/// The natural logarithm entry by entry
@inlinable public func log<T: Scalar>(_ v: consuming Vector<T>) -> Vector<T> {
  updated(v) { log($0) }
}
/// tanh entry by entry
@inlinable public func tanh<T: Scalar>(_ v: consuming Vector<T>) -> Vector<T> {
  updated(v) { tanh($0) }
}
/// tanhʹ entry by entry
@inlinable public func tanhʹ<T: Scalar>(_ v: consuming Vector<T>) -> Vector<T> {
  updated(v) { tanhʹ($0) }
}
/// σ entry by entry
@inlinable public func σ<T: Scalar>(_ v: consuming Vector<T>) -> Vector<T> { updated(v) { σ($0) } }
/// σʹ entry by entry
@inlinable public func σʹ<T: Scalar>(_ v: consuming Vector<T>) -> Vector<T> {
  updated(v) { σʹ($0) }
}
/// ReLU entry by entry
@inlinable public func relu<T: Scalar>(_ v: consuming Vector<T>) -> Vector<T> {
  updated(v) { relu($0) }
}
/// ReLUʹ entry by entry
@inlinable public func reluʹ<T: Scalar>(_ v: consuming Vector<T>) -> Vector<T> {
  updated(v) { reluʹ($0) }
}

/// tanh entry by entry
@inlinable public func tanh<T: Scalar>(_ a: consuming Matrix<T>) -> Matrix<T> {
  updated(a) { tanh($0) }
}
/// tanhʹ entry by entry
@inlinable public func tanhʹ<T: Scalar>(_ a: consuming Matrix<T>) -> Matrix<T> {
  updated(a) { tanhʹ($0) }
}
/// σ entry by entry
@inlinable public func σ<T: Scalar>(_ a: consuming Matrix<T>) -> Matrix<T> { updated(a) { σ($0) } }
/// σʹ entry by entry
@inlinable public func σʹ<T: Scalar>(_ a: consuming Matrix<T>) -> Matrix<T> {
  updated(a) { σʹ($0) }
}
/// ReLU entry by entry
@inlinable public func relu<T: Scalar>(_ a: consuming Matrix<T>) -> Matrix<T> {
  updated(a) { relu($0) }
}
/// ReLUʹ entry by entry
@inlinable public func reluʹ<T: Scalar>(_ a: consuming Matrix<T>) -> Matrix<T> {
  updated(a) { reluʹ($0) }
}
