import Companion
import Mathematics

// What the pages of this chapter share beside the mathematics that they tell of.

// MARK: Parts of matrices and vectors

/// The rows of a matrix in another order
func rows(_ A: Matrix<Double>, _ order: [Int]) -> Matrix<Double> {
  var entries: [Double] = []
  for i in order { for j in 0..<A.columns { entries.append(A[i, j]) } }
  return Matrix(rows: order.count, columns: A.columns, entries: entries)
}

/// Some neighbouring columns of a matrix
func columns<T: Scalar>(_ A: Matrix<T>, _ range: Range<Int>) -> Matrix<T> {
  guard range != 0..<A.columns else { return A }
  var entries: [T] = []
  entries.reserveCapacity(A.rows * range.count)
  for i in 0..<A.rows { for j in range { entries.append(A[i, j]) } }
  return Matrix(rows: A.rows, columns: range.count, entries: entries)
}

/// Matrices of the same height side by side
func beside<T: Scalar>(_ parts: [Matrix<T>]) -> Matrix<T> {
  guard parts.count > 1 else { return parts[0] }
  var entries: [T] = []
  for i in 0..<parts[0].rows {
    for part in parts { for j in 0..<part.columns { entries.append(part[i, j]) } }
  }
  return Matrix(
    rows: parts[0].rows, columns: parts.reduce(0) { $0 + $1.columns }, entries: entries)
}

/// A + 1 bᵀ: b added to each row
func addingToRows<T: Scalar>(_ A: Matrix<T>, _ b: Vector<T>) -> Matrix<T> {
  var result = A
  for i in 0..<A.rows { for j in 0..<A.columns { result[i, j] += b[j] } }
  return result
}

/// 1ᵀA: the rows of A added up
func sumOfRows(_ A: Matrix<Double>) -> Vector<Double> {
  Vector((0..<A.columns).map { A.column($0).sum })
}

extension Matrix {
  /// The shape with a name for each size, `T×dₖ`
  func shapeWords(_ names: [Int: String]) -> String {
    "\(names[rows] ?? String(rows))×\(names[columns] ?? String(columns))"
  }
}

/// A vector of parameters, read off piece by piece
struct Parts<T: Scalar> {
  private var rest: ArraySlice<T>

  init(_ v: Vector<T>) { rest = v.entries[...] }

  mutating func vector(_ count: Int) -> Vector<T> {
    defer { rest = rest.dropFirst(count) }
    return Vector(Array(rest.prefix(count)))
  }
  mutating func matrix(_ rows: Int, _ columns: Int) -> Matrix<T> {
    Matrix(rows: rows, columns: columns, entries: vector(rows * columns).entries)
  }
}

// MARK: Functions of matrices and vectors

/// Σ AᵢⱼBᵢⱼ: a loss whose gradient by B is A
func inner<T: Scalar>(_ A: Matrix<T>, _ B: Matrix<T>) -> T {
  Vector(A.entries) ⋅ Vector(B.entries)
}

/// The rank of a matrix: how many pivots elimination finds that are not rounding noise
func rank(_ A: Matrix<Double>) -> Int {
  var A = A
  let noise = 1e-12 * A.entries.reduce(0) { max($0, abs($1)) }
  var rank = 0
  for column in 0..<A.columns where rank < A.rows {
    let pivot = (rank..<A.rows).max { abs(A[$0, column]) < abs(A[$1, column]) }!
    guard abs(A[pivot, column]) > noise else { continue }
    for j in 0..<A.columns { (A[rank, j], A[pivot, j]) = (A[pivot, j], A[rank, j]) }
    for i in rank + 1..<max(rank + 1, A.rows) {
      let factor = A[i, column] / A[rank, column]
      for j in column..<A.columns { A[i, j] -= factor * A[rank, j] }
    }
    rank += 1
  }
  return rank
}

/// v / ‖v‖
func unit(_ v: Vector<Double>) -> Vector<Double> { v / v.l2Norm }

/// The place of the largest entry, the first of several
func argmax(_ v: Vector<Double>) -> Int {
  v.indices.reduce(0) { v[$1] > v[$0] ? $1 : $0 }
}

/// The numbers without what they carry along
func values<T: Scalar>(_ v: Vector<T>) -> Vector<Double> { v.map { $0.value } }

func log10(_ x: Double) -> Double { log(abs(x)) / log(10) }

/// x + iy, for turning
struct Complex {
  let real, imaginary: Double

  init(_ real: Double, _ imaginary: Double) { (self.real, self.imaginary) = (real, imaginary) }

  static func * (a: Complex, b: Complex) -> Complex {
    Complex(
      a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
  }
}

// MARK: Draws and comparisons

/// 0 ..< n in an order drawn evenly from all (Fisher and Yates)
func shuffled(_ n: Int, _ draw: inout Generator) -> [Int] {
  var order = Array(0..<n)
  for i in order.indices.dropFirst() { order.swapAt(i, draw.below(i + 1)) }
  return order
}

/// Compares a gradient with the whole of it from the tape, and along one direction with dual
/// numbers and, where a function is given a third time, with central differences.
func compare(
  _ gradient: Vector<Double>, at v: Vector<Double>, along u: Vector<Double>,
  _ forward: (Vector<Dual<Double>>) -> Dual<Double>,
  _ reverse: (Vector<Variable>) -> Variable, _ plain: ((Vector<Double>) -> Double)? = nil
) -> [Evidence] {
  let lifted = Vector(v.indices.map { Dual(v[$0], tangent: u[$0]) })
  let slope = gradient ⋅ u
  let exact = [
    Evidence("dual numbers", error: distance(forward(lifted).tangent, slope), bound: 1e-13),
    Evidence(
      "tape", error: distance(gradient, reverseGradient(at: v, reverse)), bound: 1e-13),
  ]
  guard let plain else { return exact }
  let h = 1e-5
  let difference = (plain(v + h * u) - plain(v - h * u)) / (2 * h)
  return exact + [
    Evidence("central differences", error: distance(difference, slope), bound: 1e-8)
  ]
}

/// The distance to what may not exist, such as a product whose shapes do not fit: infinite then
func distance(_ A: Matrix<Double>?, _ B: Matrix<Double>) -> Double {
  A.map { distance($0, B) } ?? .infinity
}
