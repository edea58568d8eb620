/// A matrix A ∈ ℝᵐˣⁿ, stored row by row.
@frozen
public struct Matrix<Element: Scalar> {
  /// m
  public let rows: Int
  /// n
  public let columns: Int
  /// A₁₁ A₁₂ … Aₘₙ, row by row
  public var entries: [Element]

  /// The matrix of the given shape; there are rows × columns entries.
  @inlinable
  public init(rows: Int, columns: Int, entries: [Element]) {
    guard entries.count == rows * columns else {
      fatalError(
        "a \(rows)×\(columns) matrix needs \(rows * columns) entries, not \(entries.count)")
    }
    self.rows = rows
    self.columns = columns
    self.entries = entries
  }

  /// The matrix with the given rows, all of the same length.
  @inlinable
  public init(_ rows: [[Element]]) {
    let columns = rows.first?.count ?? 0
    for row in rows where row.count != columns {
      fatalError("the rows of a matrix differ in length: \(columns) and \(row.count)")
    }
    var entries: [Element] = []
    entries.reserveCapacity(rows.count * columns)
    for row in rows { entries += row }
    self.init(rows: rows.count, columns: columns, entries: entries)
  }

  /// A matrix of equal entries.
  @inlinable
  public init(repeating entry: Element, rows: Int, columns: Int) {
    self.init(
      rows: rows, columns: columns, entries: Array(repeatElement(entry, count: rows * columns)))
  }

  /// The matrix with the given columns, examples side by side.
  @inlinable
  public init(columns: [Vector<Element>]) { self = Matrix(columns.map(\.entries)).ᵀ }

  /// diag(v): v on the diagonal, zero elsewhere.
  @inlinable
  public init(diagonal v: Vector<Element>) {
    self.init(repeating: 0, rows: v.count, columns: v.count)
    for i in v.indices { self[i, i] = v[i] }
  }

  /// The same matrix over another kind of number, with derivative zero.
  @inlinable
  public init(_ other: Matrix<Double>) {
    self.init(
      rows: other.rows, columns: other.columns, entries: other.entries.map { Element($0) })
  }

  /// Aᵢⱼ
  @inlinable
  public subscript(i: Int, j: Int) -> Element {
    get { entries[i * columns + j] }
    set { entries[i * columns + j] = newValue }
  }

  /// Row i as a column vector.
  @inlinable
  public func row(_ i: Int) -> Vector<Element> {
    Vector(Array(entries[i * columns..<(i + 1) * columns]))
  }

  /// Column j.
  @inlinable
  public func column(_ j: Int) -> Vector<Element> { Vector((0..<rows).map { self[$0, j] }) }

  /// f applied to each entry.
  @inlinable
  public func map<U: Scalar>(_ f: (Element) throws -> U) rethrows -> Matrix<U> {
    Matrix<U>(rows: rows, columns: columns, entries: try entries.map(f))
  }

  /// Each Aᵢⱼ becomes f(Aᵢⱼ, Bᵢⱼ), in place; both have the same shape.
  @inlinable
  mutating func update(
    _ b: Matrix, _ operation: StaticString, _ f: (Element, Element) -> Element
  ) {
    guard rows == b.rows, columns == b.columns else { shapesDiffer(shape, operation, b.shape) }
    entries.update(b.entries, f)
  }

  @usableFromInline var shape: String { "(\(rows)×\(columns))" }

  /// Aᵀ (foundations (1.12))
  @inlinable
  public var ᵀ: Matrix {
    // One row or one column: the same numbers in the same order.
    if rows == 1 || columns == 1 { return Matrix(rows: columns, columns: rows, entries: entries) }
    var result = Matrix(repeating: 0, rows: columns, columns: rows)
    entries.withUnsafeBufferPointer { a in
      result.entries.withUnsafeMutableBufferPointer { b in
        for j in 0..<columns { for i in 0..<rows { b[j * rows + i] = a[i * columns + j] } }
      }
    }
    return result
  }

  /// tr A = Σ Aᵢᵢ, for a square matrix
  @inlinable
  public var trace: Element {
    guard rows == columns else { fatalError("only a square matrix has a trace, not \(shape)") }
    return (0..<rows).reduce(0) { $0 + self[$1, $1] }
  }

  /// ‖A‖_F = √(Σ Aᵢⱼ²) (foundations (1.14))
  @inlinable public var frobeniusNorm: Element { Vector(entries).l2Norm }

  // The left operand is consumed, as with vectors.

  /// A + B
  @inlinable
  public static func + (a: consuming Matrix, b: Matrix) -> Matrix {
    a += b
    return a
  }
  /// A − B
  @inlinable
  public static func - (a: consuming Matrix, b: Matrix) -> Matrix {
    a -= b
    return a
  }
  /// A ⊙ B, the product entry by entry (Hadamard)
  @inlinable
  public static func ⊙ (a: consuming Matrix, b: Matrix) -> Matrix {
    a.update(b, "⊙", *)
    return a
  }
  /// −A
  @inlinable
  public static prefix func - (a: consuming Matrix) -> Matrix { updated(a) { -$0 } }
  /// c A
  @inlinable
  public static func * (c: Element, a: consuming Matrix) -> Matrix { updated(a) { c * $0 } }
  /// A c⁻¹
  @inlinable
  public static func / (a: consuming Matrix, c: Element) -> Matrix { updated(a) { $0 / c } }
  /// c − Aᵢⱼ in each entry
  @inlinable
  public static func - (c: Element, a: consuming Matrix) -> Matrix { updated(a) { c - $0 } }
  /// A becomes A + B
  @inlinable public static func += (a: inout Matrix, b: Matrix) { a.update(b, "+", +) }
  /// A becomes A − B
  @inlinable public static func -= (a: inout Matrix, b: Matrix) { a.update(b, "-", -) }

  /// A + b 1ᵀ: b added to each column (foundations (3.7))
  @inlinable
  public static func + (a: consuming Matrix, b: Vector<Element>) -> Matrix {
    guard a.rows == b.count else { shapesDiffer(a.shape, "+", b.shape) }
    for i in b.indices { for j in 0..<a.columns { a[i, j] += b[i] } }
    return a
  }
}

extension Matrix: Equatable {}
extension Matrix: Sendable where Element: Sendable {}
extension Matrix: ExpressibleByArrayLiteral {
  /// [[A₁₁, A₁₂], [A₂₁, A₂₂]]
  @inlinable public init(arrayLiteral rows: [Element]...) { self.init(rows) }
}

extension Vector {
  /// vᵀ, a matrix of one row.
  @inlinable public var ᵀ: Matrix<Element> { Matrix(rows: 1, columns: count, entries: entries) }
}

/// f(Aᵢⱼ) in each entry, in the storage of A if nobody else holds it.
@inlinable
func updated<T>(_ a: consuming Matrix<T>, _ f: (T) -> T) -> Matrix<T> {
  a.entries.update(f)
  return a
}
