import Mathematics

// Counts of operations are polynomials in the sizes; a few of them determine which.

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

  /// The growth of counts that depend on one size only
  init(_ count: (Int) -> Int) {
    let counts = (1...4).map { Double(count($0)) }
    coefficients = monomials([1, 2, 3, 4], counts).map { [abs($0) < 1e-6 ? 0 : $0, 0, 0, 0] }
  }

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
      let number = Int(exactly: c.rounded()).map(String.init) ?? "…"
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

/// The coefficients of the polynomial through points, lowest first (Newton's differences)
func monomials(_ xs: [Double], _ values: [Double]) -> [Double] {
  var differences = values
  for order in 1..<xs.count {
    for i in stride(from: xs.count - 1, through: order, by: -1) {
      differences[i] = (differences[i] - differences[i - 1]) / (xs[i] - xs[i - order])
    }
  }
  // Horner: c + (x − xᵢ)(…), multiplied out from the inside.
  var result = [Double](repeating: 0, count: xs.count)
  for i in xs.indices.reversed() {
    for power in stride(from: xs.count - 1, to: 0, by: -1) {
      result[power] = result[power - 1] - xs[i] * result[power]
    }
    result[0] = differences[i] - xs[i] * result[0]
  }
  return result
}
