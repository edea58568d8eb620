import Companion
import Mathematics

// What the page on cost counts: each function runs the code of another page on numbers that keep
// a tally, and `Growth` finds the polynomial on which such counts lie.

/// Products and quotients of a computation on numbers that count them
func products(_ computation: (_ number: (Double) -> Counted) -> Void) -> Int {
  let tally = Tally()
  computation(tally.number)
  return tally.multiplications
}

/// Multiplications of T steps of h = tanh(Wh + Ux)
func recurrentProducts(_ T: Int, _ d: Int) -> Int {
  products { number in
    let W = Matrix(repeating: number(1), rows: d, columns: d)
    let x = Vector(repeating: number(1), count: d)
    var h = x
    for _ in 0..<T { h = tanh(W * h + W * x) }
  }
}

/// Multiplications of T steps of an LSTM: three gates, a candidate, and the cell
func gatedProducts(_ T: Int, _ d: Int) -> Int {
  products { number in
    let W = Matrix(repeating: number(1), rows: d, columns: d)
    let x = Vector(repeating: number(1), count: d)
    var (h, c) = (x, x)
    for _ in 0..<T {
      let (f, i, o) = (σ(W * h + W * x), σ(W * h + W * x), σ(W * h + W * x))
      c = f ⊙ c + i ⊙ tanh(W * h + W * x)
      h = o ⊙ tanh(c)
    }
  }
}

/// Multiplications of attention over T given queries, keys and values
func attentionProducts(_ T: Int, _ d: Int) -> Int {
  products { number in
    let Q = Matrix(repeating: number(1), rows: T, columns: d)
    _ = attention(Q, Q, Q)
  }
}

/// Multiplications of one query over T given keys and values
func queryProducts(_ T: Int, _ d: Int) -> Int {
  products { number in
    let q = Matrix(repeating: number(1), rows: 1, columns: d)
    let K = Matrix(repeating: number(1), rows: T, columns: d)
    _ = attention(q, K, K)
  }
}

/// Multiplications of linear attention with as many features as entries
func linearProducts(_ T: Int, _ d: Int) -> Int {
  products { number in
    let Q = Matrix(repeating: number(1), rows: T, columns: d)
    _ = linearAttention(Q, Q, Q)
  }
}

/// Multiplications of a layer of attention with projections
func layerProducts(_ T: Int, _ d: Int) -> Int {
  products { number in
    let W = Matrix(repeating: number(1), rows: d, columns: d)
    let layer = MultiHead(W_Q: W, W_K: W, W_V: W, W_O: W, heads: 1)
    _ = layer(Matrix(repeating: number(1), rows: T, columns: d))
  }
}

/// Multiplications of writing T tokens of width 2
func generationProducts(_ T: Int, keepsKeys: Bool) -> Int {
  products { number in
    let W = Matrix(repeating: number(1), rows: 2, columns: 2)
    let X = Matrix(repeating: number(1), rows: T, columns: 2)
    _ = generated(X, [W, W, W], keepsKeys: keepsKeys)
  }
}

/// The outputs for each token, computed when it arrives: with the keys and values of the
/// earlier ones kept, or by a masked pass over all tokens so far
func generated<T: Scalar>(_ X: Matrix<T>, _ W: [Matrix<T>], keepsKeys: Bool) -> Matrix<T> {
  var keys: [[T]] = []
  var values: [[T]] = []
  var outputs: [[T]] = []
  for t in 0..<X.rows {
    if keepsKeys {
      let x = Matrix([X.row(t).entries])
      keys.append((x * W[1]).entries)
      values.append((x * W[2]).entries)
      outputs.append(attention(x * W[0], Matrix(keys), Matrix(values)).O.entries)
    } else {
      let past = Matrix((0...t).map { X.row($0).entries })
      let O = attention(past * W[0], past * W[1], past * W[2], mask: causalMask(t + 1)).O
      outputs.append(O.row(t).entries)
    }
  }
  return Matrix(outputs)
}

/// Attention of one query, key by key: the largest score, the sum and the mean so far
func streamed(_ q: Vector<Double>, _ K: Matrix<Double>, _ V: Matrix<Double>) -> Vector<Double> {
  var largest = -Double.infinity
  var total = 0.0
  var mean = Vector<Double>(repeating: 0, count: V.columns)
  for s in 0..<K.rows {
    let e = scaledDotScore(q, K.row(s))
    let higher = max(largest, e)
    // What was summed so far was measured against a lower maximum.
    let before = total * exp(largest - higher)
    let weight = exp(e - higher)
    total = before + weight
    mean = (before * mean + weight * V.row(s)) / total
    largest = higher
  }
  return mean
}

/// ∂h_T/∂x₁ of hₜ = tanh(w hₜ₋₁ + xₜ) with inputs of zero but for the first, by dual numbers
func recurrentSlope(_ T: Int, _ w: Double) -> Double {
  var h = Dual(0.0, tangent: 1)
  for _ in 1..<T { h = tanh(Dual(w) * h) }
  return h.tangent
}

/// ∂c_T/∂c₁ of cₜ = f cₜ₋₁ + i c̃, the cell of an LSTM with constant gates, by dual numbers
func cellSlope(_ T: Int, forget f: Double) -> Double {
  var c = Dual(0.0, tangent: 1)
  for _ in 1..<T { c = Dual(f) * c + Dual(1 - f) }
  return c.tangent
}

/// The derivative of a mean over T values by the first, whose score is lower by a gap
func attentionSlope(_ T: Int, gap: Double) -> Double {
  var scores = Vector<Double>(repeating: 0, count: T)
  scores[0] = -gap
  return softmax(scores)[0]
}

/// How many steps lead from one of n places to another; n if none do
func pathLength(_ n: Int, _ from: Int, _ to: Int, _ neighbours: (Int) -> [Int]) -> Int {
  var distance = [Int](repeating: n, count: n)
  distance[from] = 0
  var queue = [from]
  var next = 0
  while next < queue.count, distance[to] == n {
    let place = queue[next]
    next += 1
    for other in neighbours(place) where other < n && distance[other] == n {
      distance[other] = distance[place] + 1
      queue.append(other)
    }
  }
  return distance[to]
}

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
