import Mathematics

/// Real numbers in some shape, which can be near to others of the same shape.
public protocol Near {
  /// The numbers, row by row.
  var reals: [Double] { get }
  /// How many rows and columns; numbers of different shapes are never near.
  var extent: [Int] { get }
}

extension Double: Near {
  /// One number.
  public var reals: [Double] { [self] }
  /// No rows, no columns.
  public var extent: [Int] { [] }
}
extension Int: Near {
  /// One number.
  public var reals: [Double] { [Double(self)] }
  /// No rows, no columns.
  public var extent: [Int] { [] }
}
extension Vector: Near where Element == Double {
  /// Its entries.
  public var reals: [Double] { entries }
  /// How many.
  public var extent: [Int] { [count] }
}
extension Matrix: Near where Element == Double {
  /// Its entries, row by row.
  public var reals: [Double] { entries }
  /// How many rows, how many columns.
  public var extent: [Int] { [rows, columns] }
}
extension Array: Near where Element: Near {
  /// The numbers of all elements.
  public var reals: [Double] { flatMap(\.reals) }
  /// How many elements, and the extent of each.
  public var extent: [Int] { [count] + flatMap(\.extent) }
}
extension Optional: Near where Wrapped: Near {
  /// No numbers for what does not exist, such as a product whose shapes do not fit.
  public var reals: [Double] { map(\.reals) ?? [] }
  /// That of the value; another one than any value has, if there is none.
  public var extent: [Int] { map(\.extent) ?? [-1] }
}

infix operator ≈ : ComparisonPrecedence

/// Near, to 64 units of rounding.
public func ≈ (a: Double, b: Double) -> Relation { near(a, b, rounding) }
/// Near, to 64 units of rounding of the largest entry.
public func ≈ (a: Vector<Double>, b: Vector<Double>) -> Relation {
  near(a.entries, b.entries, rounding)
}
/// Near, to 64 units of rounding of the largest entry.
public func ≈ (a: Matrix<Double>, b: Matrix<Double>) -> Relation {
  let isSame = a.rows == b.rows && a.columns == b.columns
  return isSame ? near(a.entries, b.entries, rounding) : .otherShape
}
/// Near, to 64 units of rounding of the largest entry.
public func ≈ <T: Near>(a: T, b: T) -> Relation { near(a, b, rounding) }
/// Near, to the tolerance that is named.
public func ≈ <T: Near>(a: T, b: Within<T>) -> Relation { near(a, b.value, b.tolerance) }

func near(_ a: Double, _ b: Double, _ tolerance: Tolerance, beside largest: Double = 1) -> Relation
{
  let error = (a - b).magnitude / max(largest, 1, a.magnitude, b.magnitude)
  var result = Relation(error: a == b ? 0 : error, tolerance)
  result.fail { Relation.differ(a, b) }
  return result
}

func near(_ a: some Near, _ b: some Near, _ tolerance: Tolerance) -> Relation {
  a.extent == b.extent ? near(a.reals, b.reals, tolerance) : .otherShape
}

func near(_ x: [Double], _ y: [Double], _ tolerance: Tolerance, beside largest: Double = 1)
  -> Relation
{
  guard x.count == y.count else { return .otherShape }
  var (size, worst, apart) = (max(1, largest), 0, 0.0)
  for i in x.indices {
    size = max(size, x[i].magnitude, y[i].magnitude)
    let difference = x[i] == y[i] ? 0 : (x[i] - y[i]).magnitude
    // Of entries that are off alike the first is named, whatever their last bits.
    if !(difference <= apart * (1 + 1e-9)) { worst = i }
    if !(difference <= apart) { apart = difference }
  }
  var result = Relation(error: apart / size, tolerance)
  if !result.holds {
    let (a, b) = (x[worst], y[worst])
    let entry = x.count > 1 ? "entry \(worst + 1): " : ""
    result.fail { entry + Relation.differ(a, b) }
  }
  return result
}

extension Relation {
  /// Between two values that cannot be compared.
  static var otherShape: Relation {
    var result = Relation(error: .infinity, exactly)
    result.fail { "of another shape" }
    return result
  }
}

/// A hand-derived gradient is near to what all three ways give.
public func ≈ <T: Near>(a: Gradient<T>, b: T) -> [Relation] { near(a, b, rounding) }
/// A hand-derived gradient is near to what all three ways give, to the tolerance that is named.
public func ≈ <T: Near>(a: Gradient<T>, b: Within<T>) -> [Relation] {
  near(a, b.value, b.tolerance)
}
/// A hand-derived gradient is near to what all three ways give.
public func ≈ <T: Near>(a: T, b: Gradient<T>) -> [Relation] { near(b, a, rounding) }

func near<T>(_ a: Gradient<T>, _ b: some Near, _ tolerance: Tolerance) -> [Relation] {
  let entries = b.reals
  guard entries.count == a.byTape.count else { return [.otherShape] }
  let slope = Vector(entries) ⋅ a.direction
  let differences = Tolerance(bound: max(1e-8, tolerance.bound))
  let ways = Relation.ways
  return [
    near(a.slopeByDual, slope, tolerance, beside: a.largest).found(ways[0]),
    near(entries, a.byTape.entries, tolerance, beside: a.largest).found(ways[1]),
    near(a.slopeByDifferences, slope, differences, beside: a.largest).found(ways[2]),
  ]
}
