import Companion
import Mathematics

// What the pages on cost count: each function runs the code of another page on numbers that keep
// a tally.

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
      let cell = f ⊙ c + i ⊙ tanh(W * h + W * x)
      (h, c) = (o ⊙ tanh(cell), cell)
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
