/// A column vector v ∈ ℝⁿ.
@frozen
public struct Vector<Element: Scalar> {
  /// v₁ … vₙ, counted from 0 as everywhere in Swift.
  public var entries: [Element]

  /// The vector with the given entries.
  @inlinable public init(_ entries: [Element]) { self.entries = entries }

  /// A vector of `count` equal entries: 0 for a zero vector, 1 for **1**.
  @inlinable
  public init(repeating entry: Element, count: Int) {
    // Twice as fast for short vectors as `Array(repeating:count:)`, which is not specialized.
    entries = Array(repeatElement(entry, count: count))
  }

  /// The same vector over another kind of number, with derivative zero.
  @inlinable public init(_ other: Vector<Double>) { entries = other.entries.map { Element($0) } }

  /// n
  @inlinable public var count: Int { entries.count }

  /// The positions of the entries, 0 ..< n.
  @inlinable public var indices: Range<Int> { entries.indices }

  /// vᵢ
  @inlinable
  public subscript(i: Int) -> Element {
    get { entries[i] }
    set { entries[i] = newValue }
  }

  /// f applied to each entry, where that gives numbers again.
  @inlinable
  public func map<U: Scalar>(_ f: (Element) throws -> U) rethrows -> Vector<U> {
    Vector<U>(try entries.map(f))
  }

  /// Each vᵢ becomes f(vᵢ), in place.
  @inlinable
  public mutating func update(_ f: (Element) -> Element) { entries.update(f) }

  /// Each vᵢ becomes f(vᵢ, wᵢ), in place; both have the same count.
  @inlinable
  public mutating func update(
    _ w: Vector, _ operation: StaticString = "with", _ f: (Element, Element) -> Element
  ) {
    guard count == w.count else { shapesDiffer(shape, operation, w.shape) }
    entries.update(w.entries, f)
  }

  @usableFromInline var shape: String { "(\(count))" }

  /// Some neighbouring entries, a vector of their own: `v[0..<2]`
  ///
  /// A vector is no `Collection`: `v + [h, 0]` would then join the two instead of adding them.
  @inlinable public subscript(range: Range<Int>) -> Vector { Vector(Array(entries[range])) }

  /// v₁ + … + vₙ
  @inlinable public var sum: Element { entries.reduce(0, +) }

  // The left operand is consumed: what no name holds, like the sum in (a + b) ⊙ c, is not copied,
  // and a formula of many steps allocates once.

  /// v + w
  @inlinable
  public static func + (v: consuming Vector, w: Vector) -> Vector {
    v += w
    return v
  }
  /// v − w
  @inlinable
  public static func - (v: consuming Vector, w: Vector) -> Vector {
    v -= w
    return v
  }
  /// v ⊙ w, the product entry by entry (Hadamard)
  @inlinable
  public static func ⊙ (v: consuming Vector, w: Vector) -> Vector {
    v.update(w, "⊙", *)
    return v
  }
  /// v ⋅ w = Σ vᵢwᵢ
  @inlinable
  public static func ⋅ (v: Vector, w: Vector) -> Element {
    guard v.count == w.count else { shapesDiffer(v.shape, "⋅", w.shape) }
    var sum: Element = 0
    for i in v.indices { sum += v.entries[i] * w.entries[i] }
    return sum
  }
  /// −v
  @inlinable
  public static prefix func - (v: consuming Vector) -> Vector { updated(v) { -$0 } }
  /// c v
  @inlinable
  public static func * (c: Element, v: consuming Vector) -> Vector { updated(v) { c * $0 } }
  /// v c⁻¹
  @inlinable
  public static func / (v: consuming Vector, c: Element) -> Vector { updated(v) { $0 / c } }
  /// c added to each entry
  @inlinable
  public static func + (c: Element, v: consuming Vector) -> Vector { updated(v) { c + $0 } }
  /// vᵢ − c in each entry
  @inlinable public static func - (v: consuming Vector, c: Element) -> Vector {
    updated(v) { $0 - c }
  }
  /// vᵢ / wᵢ in each entry
  @inlinable public static func / (v: consuming Vector, w: Vector) -> Vector {
    v.update(w, "/", /)
    return v
  }
  /// c − vᵢ in each entry
  @inlinable
  public static func - (c: Element, v: consuming Vector) -> Vector { updated(v) { c - $0 } }
  /// v becomes v + w
  @inlinable public static func += (v: inout Vector, w: Vector) { v.update(w, "+", +) }
  /// v becomes v − w
  @inlinable public static func -= (v: inout Vector, w: Vector) { v.update(w, "-", -) }
}

extension Vector: Equatable {}
extension Vector: Sendable where Element: Sendable {}
extension Vector: ExpressibleByArrayLiteral {
  /// [v₁, …, vₙ]
  @inlinable public init(arrayLiteral entries: Element...) { self.entries = entries }
}

extension Vector {
  /// ‖v‖₁ = Σ |vᵢ| (foundations (1.4))
  @inlinable public var l1Norm: Element { entries.reduce(0) { $0 + $1.absolute } }

  /// ‖v‖₂ = √(Σ vᵢ²) (foundations (1.2)), without scaling: overflows where vᵢ² does
  @inlinable public var l2Norm: Element { sqrt(self ⋅ self) }

  /// ‖v‖ₚ = (Σ |vᵢ|ᵖ)¹ᐟᵖ (foundations (1.3)); a norm for p ≥ 1 only
  @inlinable
  public func lNorm(_ p: Double) -> Element {
    pow(entries.reduce(0) { $0 + ($1 == 0 ? 0 : pow($1.absolute, p)) }, 1 / p)
  }

  /// ‖v‖∞ = max |vᵢ| (foundations (1.5)), 0 for the empty vector
  @inlinable public var maxNorm: Element { entries.reduce(0) { max($0, $1.absolute) } }
}

extension Array {
  /// Each aᵢ becomes f(aᵢ).
  @inlinable
  mutating func update(_ f: (Element) -> Element) {
    withUnsafeMutableBufferPointer { a in for i in a.indices { a[i] = f(a[i]) } }
  }

  /// Each aᵢ becomes f(aᵢ, bᵢ); the caller has checked that both have the same length.
  @inlinable
  mutating func update(_ other: [Element], _ f: (Element, Element) -> Element) {
    other.withUnsafeBufferPointer { b in
      withUnsafeMutableBufferPointer { a in for i in a.indices { a[i] = f(a[i], b[i]) } }
    }
  }
}

/// f(vᵢ) in each entry, in the storage of v if nobody else holds it.
@inlinable
func updated<T>(_ v: consuming Vector<T>, _ f: (T) -> T) -> Vector<T> {
  v.update(f)
  return v
}

infix operator ⊙ : MultiplicationPrecedence
infix operator ⋅ : MultiplicationPrecedence

/// Ends the program with both shapes: a mismatch is a mistake in a formula, not in an input,
/// since the shapes of what a reader types are checked before any formula sees them.
@usableFromInline
func shapesDiffer(_ left: String, _ operation: StaticString, _ right: String) -> Never {
  fatalError("the shapes do not fit: \(left) \(operation) \(right)")
}
