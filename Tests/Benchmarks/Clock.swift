import Companion
import Mathematics

/// Operations a second that one core reaches when nothing waits: as many additions as
/// multiplications of pairs of `Double`s, in registers, none needing another's result. The
/// pairs are what the build may use without naming a processor.
func peak() -> Double {
  let count = 1_000_000
  return Double(count) * 24 / seconds { independentOperations(opaque(count)) }
}

/// A value of which the compiler knows nothing, so that no computation with it is done once for
/// all repeats.
@inline(never) @_optimize(none)
private func opaque<T>(_ value: T) -> T { value }

@inline(never)
private func independentOperations(_ count: Int) -> SIMD2<Double> {
  typealias Pair = SIMD2<Double>
  let (step, factor) = (Pair(repeating: 1e-9), Pair(repeating: 0.999_999))
  var (s₁, s₂, s₃, s₄, s₅, s₆) = (step, step, step, step, step, step)
  var (p₁, p₂, p₃, p₄, p₅, p₆) = (factor, factor, factor, factor, factor, factor)
  for _ in 0..<count {
    s₁ += step
    p₁ *= factor
    s₂ += step
    p₂ *= factor
    s₃ += step
    p₃ *= factor
    s₄ += step
    p₄ *= factor
    s₅ += step
    p₅ *= factor
    s₆ += step
    p₆ *= factor
  }
  return s₁ + s₂ + s₃ + s₄ + s₅ + s₆ + p₁ + p₂ + p₃ + p₄ + p₅ + p₆
}

/// The exponent p of the power law t ∝ nᵖ through measured points: the slope of a line
/// through their logarithms, by least squares.
func exponent(_ points: [(n: Int, t: Double)]) -> Double {
  let x = points.map { log(Double($0.n)) }
  let y = points.map { log($0.t) }
  let (x̄, ȳ) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
  let slope = zip(x, y).reduce(0) { $0 + ($1.0 - x̄) * ($1.1 - ȳ) }
  return slope / x.reduce(0) { $0 + ($1 - x̄) * ($1 - x̄) }
}
