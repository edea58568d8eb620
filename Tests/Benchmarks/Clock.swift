#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Seconds since some fixed moment.
func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

/// Seconds that `work` takes once: the best of seven batches, each long enough to be measured.
///
/// The best, since whatever else the machine does can only add to it.
func seconds(_ work: () -> Void) -> Double {
  var repeats = 1
  var best = Double.infinity
  while true {
    let batch = elapsed(repeats, work)
    best = batch / Double(repeats)
    if batch > 0.02 { break }
    repeats *= 2
  }
  for _ in 0..<6 { best = min(best, elapsed(repeats, work) / Double(repeats)) }
  return best
}

private func elapsed(_ repeats: Int, _ work: () -> Void) -> Double {
  let start = now()
  for _ in 0..<repeats { work() }
  return now() - start
}

/// Hands a result to nobody the compiler knows of, so that no computation of it is left out.
@inline(never) @_optimize(none)
func keep<T>(_ value: T) {}

/// A value of which the compiler knows nothing, so that no computation with it is done once for
/// all repeats.
@inline(never) @_optimize(none)
func opaque<T>(_ value: T) -> T { value }

/// Operations a second that one core reaches when nothing waits: as many additions as
/// multiplications of pairs of `Double`s, in registers, none needing another's result. The
/// pairs are what the build may use without naming a processor.
func peak() -> Double {
  let count = 1_000_000
  let time = seconds { keep(independentOperations(opaque(count))) }
  return Double(count) * 24 / time
}

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
