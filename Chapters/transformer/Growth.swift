import Companion
import Mathematics

//: Counts of operations are polynomials in the sizes, and a polynomial of degree 3 in two sizes is
//: known from four values of each: sixteen counts determine which it is. Read off the polynomial,
//: an order of growth is what is left when every term is dropped that another one dominates.

/// The polynomial in two sizes, of degree 3 at most in each, on which exact counts lie
struct Growth {
  /// The coefficient of the a-th power of the first and the b-th of the second size
  private(set) var coefficients: [[Double]]

  /// - Parameters:
  ///   - first: the sizes to begin with; three more of each follow
  ///   - step: how far apart the sizes are
  init(from first: (Int, Int) = (1, 1), step: Int = 1, _ count: (Int, Int) -> Int) {
    let xs = (0..<4).map { first.0 + $0 * step }
    let ys = (0..<4).map { first.1 + $0 * step }
    let byFirst = ys.map { y in
      monomials(xs.map(Double.init), xs.map { Double(count($0, y)) })
    }
    coefficients = (0..<4).map { a in monomials(ys.map(Double.init), byFirst.map { $0[a] }) }
    // Counts are whole, their coefficients small fractions: what is left below is rounding.
    coefficients = coefficients.map { $0.map { abs($0) < 1e-6 ? 0 : $0 } }
  }

  /// The growth of what depends on one size only, 1 to 4
  init(of value: (Int) -> Double) {
    let values = (1...4).map(value)
    coefficients = monomials([1, 2, 3, 4], values).map { [abs($0) < 1e-6 ? 0 : $0, 0, 0, 0] }
  }

  //: A polynomial in two sizes is one in the first alone where the second is held fixed, as in a
  //: claim about the length of a text at a given width.

  /// The count for any sizes
  func callAsFunction(_ x: Int, _ y: Int) -> Double {
    var sum = 0.0
    for a in 0..<4 {
      for b in 0..<4 { sum += coefficients[a][b] * Double(x).power(a) * Double(y).power(b) }
    }
    return sum
  }

  /// The growth in the first size alone, the second held fixed
  func at(width y: Double) -> Growth {
    var result = self
    for a in 0..<4 {
      let sum = (0..<4).reduce(0) { $0 + coefficients[a][$1] * y.power($1) }
      result.coefficients[a] = [sum, 0, 0, 0]
    }
    return result
  }

  //: One term dominates another if it has at least its powers of both sizes. Where the second size
  //: is never larger than the first, as a window is not wider than its text, powers of the first
  //: make up for those of the second.

  private var terms: [(a: Int, b: Int, c: Double)] {
    (0..<4).flatMap { a in (0..<4).map { b in (a, b, coefficients[a][b]) } }
      .filter { $0.c != 0 }.sorted { ($1.a, $1.b) < ($0.a, $0.b) }
  }

  /// O(…), without what another term dominates
  ///
  /// - Parameters:
  ///   - dot: what stands between the two sizes
  ///   - isNested: whether the second size is at most the first
  func order(_ x: String, _ y: String, dot: String = "", isNested: Bool = false) -> String {
    let all = terms
    let left = all.filter { term in
      !all.contains { other in
        let isAtLeast =
          isNested
          ? other.a >= term.a && other.a + other.b >= term.a + term.b
          : other.a >= term.a && other.b >= term.b
        return isAtLeast && (other.a, other.b) != (term.a, term.b)
      }
    }
    return "O(" + left.map { power(x, $0.a, y, $0.b, dot) }.joined(separator: "+") + ")"
  }

  /// The polynomial itself
  func words(_ x: String, _ y: String) -> String {
    terms.map { a, b, c in
      let isWhole = abs(c - c.rounded()) < 1e-6
      let number = Companion.words(isWhole ? c.rounded() : c)
      let isConstant = a == 0 && b == 0
      return isConstant ? number : (number == "1" ? "" : number) + power(x, a, y, b, "")
    }.joined(separator: " + ")
  }
}

/// x²y, with “1” for nothing
private func power(_ x: String, _ a: Int, _ y: String, _ b: Int, _ dot: String) -> String {
  let signs = ["", "", "²", "³"]
  let parts = [(x, a), (y, b)].filter { $0.1 > 0 }.map { $0.0 + signs[$0.1] }
  return parts.isEmpty ? "1" : parts.joined(separator: dot)
}

//: The polynomial through four points is found as Newton did, from differences of differences,
//: and then multiplied out: the innermost bracket first, each time one factor $x − xᵢ$ more. With
//: sixteen counts the same is done twice, along one size and then along the other.

/// The coefficients of the polynomial through points, lowest first (Newton's differences)
private func monomials(_ xs: [Double], _ values: [Double]) -> [Double] {
  var differences = values
  for order in 1..<xs.count {
    for i in stride(from: xs.count - 1, through: order, by: -1) {
      differences[i] = (differences[i] - differences[i - 1]) / (xs[i] - xs[i - order])
    }
  }
  var result = [Double](repeating: 0, count: xs.count)
  for i in xs.indices.reversed() {
    for power in stride(from: xs.count - 1, to: 0, by: -1) {
      result[power] = result[power - 1] - xs[i] * result[power]
    }
    result[0] = differences[i] - xs[i] * result[0]
  }
  return result
}
