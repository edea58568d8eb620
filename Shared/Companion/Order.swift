infix operator ≤ : ComparisonPrecedence
infix operator ≥ : ComparisonPrecedence
infix operator ∈ : ComparisonPrecedence

// MARK: Exact

/// Exactly equal.
@_disfavoredOverload
public func == <T: Equatable>(a: T, b: T) -> Relation { exact(a == b, a, "is not", b) }
/// Not equal.
@_disfavoredOverload
public func != <T: Equatable>(a: T, b: T) -> Relation { exact(a != b, a, "is", b) }
/// One of some values.
public func ∈ <T: Equatable>(a: T, b: [T]) -> Relation { exact(b.contains(a), a, "is not in", b) }
/// One of some values.
public func ∈ <T: Hashable>(a: T, b: Set<T>) -> Relation { exact(b.contains(a), a, "is not in", b) }

private func exact<A, B>(_ holds: Bool, _ a: A, _ word: String, _ b: B) -> Relation {
  var result = Relation(error: holds ? 0 : 1, exactly)
  result.fail { "\(Relation.side(a)) \(word) \(Relation.side(b))" }
  return result
}

// MARK: Ordered

/// At most, without any tolerance.
public func ≤ (a: Double, b: Double) -> Relation { ordered(a, b, exactly) }
/// At least, without any tolerance.
public func ≥ (a: Double, b: Double) -> Relation { ordered(b, a, exactly) }
/// At most, without any tolerance; for lists, vectors and matrices entry by entry.
public func ≤ <T: Near>(a: T, b: T) -> Relation { ordered(a, b, exactly) }
/// At most, but for a tolerance.
public func ≤ <T: Near>(a: T, b: Within<T>) -> Relation { ordered(a, b.value, b.tolerance) }
/// At least, without any tolerance.
public func ≥ <T: Near>(a: T, b: T) -> Relation { ordered(b, a, exactly) }
/// At least, but for a tolerance.
public func ≥ <T: Near>(a: T, b: Within<T>) -> Relation { ordered(b.value, a, b.tolerance) }
/// Less.
@_disfavoredOverload
public func < <T: Near>(a: T, b: T) -> Relation {
  ordered(a, b, exactly, strictly: true)
}
/// Greater.
@_disfavoredOverload
public func > <T: Near>(a: T, b: T) -> Relation {
  ordered(b, a, exactly, strictly: true)
}

/// Within an interval, its ends included; for vectors entry by entry.
public func ∈ <T: Near>(a: T, b: ClosedRange<Double>) -> Relation {
  let x = a.reals
  let gap = x.reduce(Double.infinity) {
    $1.isNaN ? .nan : min($0, $1 - b.lowerBound, b.upperBound - $1)
  }
  var result = Relation(error: gap >= 0 ? 0 : -gap, exactly)
  result.gap = gap
  result.fail {
    let worst = Relation.number(x.first { !b.contains($0) } ?? .nan)
    return "\(worst) is not in \(Relation.number(b.lowerBound))…\(Relation.number(b.upperBound))"
  }
  return result
}

private func ordered<T: Near>(
  _ a: T, _ b: T, _ tolerance: Tolerance, strictly: Bool = false
) -> Relation {
  let (x, y) = (a.reals, b.reals)
  guard a.extent == b.extent, x.count == y.count, !x.isEmpty else { return .otherShape }
  let nearest = x.indices.max { x[$0] - y[$0] < x[$1] - y[$1] || (y[$1] - x[$1]).isNaN }!
  return ordered(x[nearest], y[nearest], tolerance, strictly: strictly)
}

private func ordered(
  _ low: Double, _ high: Double, _ tolerance: Tolerance, strictly: Bool = false
) -> Relation {
  let size = max(1, low.magnitude, high.magnitude)
  // The difference of two infinities is undefined, and they are in order.
  let excess = low == high ? 0 : low - high
  let error = strictly && excess == 0 ? 1 : excess.isNaN ? .nan : max(0, excess) / size
  var result = Relation(error: error, tolerance)
  if low > 0, high > 0, high.isFinite { result.share = low / high }
  result.gap = high - low
  result.fail {
    "\(Relation.number(low)) is not \(strictly ? "<" : "≤") \(Relation.number(high))"
  }
  return result
}
