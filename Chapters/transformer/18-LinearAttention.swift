import Companion
import Mathematics

//: Softmax stands between queries and keys like a wall: every pair has to be scored before
//: anything can be summed. If the weight were a product of something of the query and something
//: of the key, the sum over keys could be done once, for all queries.

extension Transformer {
  static let linear = Section(.foundations, "20.8.8", "Linear attention") { page in

    //: ### Two orders of multiplication
    //:
    //: Put feature vectors φ(q) and φ(k) in place of the exponential. The numerator is
    //: φ(Q) (φ(K)ᵀ V), whose inner product is a matrix of the size of the features, however
    //: long the sequence is.

    page.verify("φ(Q)(φ(K)ᵀV) is (φ(Q)φ(K)ᵀ)V") { draw in
      let (Q, K, V) = (draw.matrix(4, 2, 0, 1), draw.matrix(4, 2, 0, 1), draw.matrix(4, 2))
      let (fast, slow) = (linearAttention(Q, K, V), pairwiseAttention(Q, K, V))
      return [Evidence("pair by pair", error: distance(fast, slow), bound: 1e-14)]
    }
    let softmaxCost = Growth { T, d in attentionProducts(T, d) }
    let linearCost = Growth { T, d in linearProducts(T, d) }
    page.derive("softmax attention", softmaxCost.words("T", "d"))
    page.derive("linear attention", linearCost.words("T", "d"), for: "Q33:speed")
    page.derive("linear, order in T", linearCost.at(width: 64).order("T", "d"))
    page.table(
      "Products at width 64", columns: ["T", "softmax", "linear", "ratio"],
      rows: [16, 64, 256, 4096].map { T in
        let (a, b) = (softmaxCost(T, 64), linearCost(T, 64))
        return [T, a, b, a / b]
      }, digits: 2)

    //: The two cost about the same where T equals d; below that linear attention is the *slower*
    //: one, and far above it is faster by the factor T/d.

    //: ### An approximation, of what?
    //:
    //: For random features the sense in which linear attention approximates softmax attention
    //: is exact: with w normal, the mean of e^(w·q − q²/2) e^(w·k − k²/2) over all w is e^(q·k).
    //: In each dimension that mean is an integral, done here by summation on a fine grid.

    page.verify("the mean over w of φ(q)φ(k) is exp(q·k)", at: "Q33:kernel") { draw in
      let (q, k) = (draw.vector(2), draw.vector(2))
      // The integrand factorises over the dimensions.
      let mean = (0..<2).reduce(1.0) { $0 * meanOfFeatures(q[$1], k[$1]) }
      return [Evidence("integral", error: abs(mean / exp(q ⋅ k) - 1), bound: 1e-13)]
    }

    //: With finitely many draws of w it is an estimate, never equal. The error over 30
    //: random sequences (5000 with `--full`), by the number of features and by length:

    page.table(
      "Error of an output, features drawn at random",
      columns: ["features", "T = 4", "T = 16"],
      rows: [4, 16, 64].map { m in
        [m] + [4, 16].map { T in featureError(m, T, repeats: page.isFull ? 5000 : 30) }
      })

    //: Twice the precision takes four times the features, as with any mean of random draws. The
    //: guess of the notes that short sequences lose more precision holds here as well: a mean
    //: over more values has smaller entries to be wrong about, for both kinds of attention.

    page.verify("linear attention is not softmax attention") { draw in
      let (Q, K, V) = (draw.matrix(4, 2, 0.5, 2), draw.matrix(4, 2, 0.5, 2), draw.matrix(4, 2))
      let apart = distance(linearAttention(Q, K, V), attention(Q, K, V).O)
      return [Evidence("too little apart", error: max(0, 1e-6 - apart), bound: 0)]
    }

    //: ### Order
    //:
    //: The notes call softmax attention order-dependent “in a specific way”. If the order of
    //: *tokens* is meant, it is not: reorder keys together with their values, and nothing
    //: changes, in either kind of attention. Order enters by positional codes and masks only.
    //: If the order of *multiplication* is meant, the remark is right: softmax fixes it.

    page.refute(
      "a reordering of keys and values changes the output", at: "Q33:order",
      correction: "it changes nothing; positions have to be added to the tokens"
    ) { draw in
      let (plain, moved) = reordered(&draw, withPositions: false)
      let change = distance(plain, moved)
      return [Evidence("missing change", error: max(0, 1e-6 - change), bound: 0)]
    } corrected: { draw in
      let (plain, moved) = reordered(&draw, withPositions: false)
      let (first, second) = reordered(&draw, withPositions: true)
      return [
        Evidence("change", error: distance(plain, moved), bound: 1e-14),
        Evidence(
          "missing change, with positions", error: max(0, 1e-6 - distance(first, second)), bound: 0),
      ]
    }
  }
}

/// φ(Q)(φ(K)ᵀV) over φ(Q)(φ(K)ᵀ1), for feature vectors that are given as rows
func linearAttention<T: Scalar>(_ φQ: Matrix<T>, _ φK: Matrix<T>, _ V: Matrix<T>) -> Matrix<T> {
  let S = φK.ᵀ * V
  let z = φK.ᵀ * Vector(repeating: 1, count: φK.rows)
  var O = φQ * S
  let total = φQ * z
  for i in 0..<O.rows { for j in 0..<O.columns { O[i, j] = O[i, j] / total[i] } }
  return O
}

/// The same, with a weight for each pair
func pairwiseAttention(_ φQ: Matrix<Double>, _ φK: Matrix<Double>, _ V: Matrix<Double>)
  -> Matrix<Double>
{
  let W = φQ * φK.ᵀ
  return Matrix(
    (0..<W.rows).map { i in (W.row(i).ᵀ * V / W.row(i).sum).entries })
}

/// Multiplications of linear attention with as many features as entries
func linearProducts(_ T: Int, _ d: Int) -> Int {
  let tally = Tally()
  let Q = Matrix(repeating: tally.number(1), rows: T, columns: d)
  _ = linearAttention(Q, Q, Q)
  return tally.multiplications
}

/// E[e^(wq − q²/2) e^(wk − k²/2)] for w normal, by the trapezoidal rule
func meanOfFeatures(_ q: Double, _ k: Double) -> Double {
  let h = 0.5
  return (-24...24).reduce(0) { sum, i in
    let w = Double(i) * h
    let density = exp(-w * w / 2) / (2 * Double.pi).squareRoot()
    return sum + h * density * exp(w * (q + k) - (q * q + k * k) / 2)
  }
}

/// How far linear attention with m random features is from softmax attention: the root of the
/// mean squared error of one output, in plain loops since there are many
func featureError(_ m: Int, _ T: Int, repeats: Int) -> Double {
  var sum = 0.0
  for n in 0..<repeats {
    var draw = Generator(seed: UInt64(8_000_000 + 10_000 * m + 100 * T) &+ UInt64(n) << 32)
    let (q₁, q₂) = (draw.uniform(-1, 1), draw.uniform(-1, 1))
    let w = (0..<m).map { _ in (draw.normal(), draw.normal()) }
    // φ(q), up to a factor that numerator and denominator share.
    let φ = w.map { exp($0.0 * q₁ + $0.1 * q₂) }
    var (top, bottom, exactTop, exactBottom) = (0.0, 0.0, 0.0, 0.0)
    for _ in 0..<T {
      let (k₁, k₂, v) = (draw.uniform(-1, 1), draw.uniform(-1, 1), draw.uniform(-1, 1))
      let length = (k₁ * k₁ + k₂ * k₂) / 2
      var weight = 0.0
      for i in 0..<m { weight += φ[i] * exp(w[i].0 * k₁ + w[i].1 * k₂ - length) }
      let exact = exp(q₁ * k₁ + q₂ * k₂)
      (top, bottom) = (top + weight * v, bottom + weight)
      (exactTop, exactBottom) = (exactTop + exact * v, exactBottom + exact)
    }
    sum += (top / bottom - exactTop / exactBottom).power(2)
  }
  return (sum / Double(repeats)).squareRoot()
}

/// One query's output before and after its keys and values change places
func reordered(_ draw: inout Generator, withPositions: Bool) -> (
  Vector<Double>, Vector<Double>
) {
  let (q, X, W) = (draw.matrix(1, 4), draw.matrix(4, 4), draw.matrix(4, 4))
  func output(_ tokens: Matrix<Double>) -> Vector<Double> {
    let codes = PositionCodes(width: 4, base: 100)
    let P = Matrix((0..<4).map { codes[$0].entries })
    let M = withPositions ? tokens + P : tokens
    return attention(q, M, M * W).O.row(0)
  }
  return (output(X), output(rows(X, [1, 2, 3, 0])))
}
