import Companion
import Mathematics

//: Softmax stands between queries and keys like a wall: every pair is scored before anything is
//: summed. If the weight were a product of something of the query and something of the key, the sum
//: over keys could be done once, for all queries.

extension Transformer {
  static let linear = Section(.foundations, "20.8.8", "Linear attention") { page in

    //: ### Two orders of multiplication
    //:
    //: Put feature vectors $φ(q)$ and $φ(k)$ in place of the exponential. The output for query i is
    //: then
    //:
    //:     oᵢᵀ = (φ(qᵢ)ᵀ Σⱼ φ(kⱼ)vⱼᵀ)/(φ(qᵢ)ᵀ Σⱼ φ(kⱼ))
    //:
    //: For all queries at once the numerator is $φ(Q)(φ(K)ᵀV)$, whose inner product is a matrix of
    //: the size of the features, however long the sequence is.

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
    //: one, and far above it is faster by the factor $T/d$.

    //: ### An approximation, of what?
    //:
    //: For random features the sense in which linear attention approximates softmax attention is
    //: exact: in the mean over all normal w,
    //:
    //:     E[exp(w · q − ½‖q‖²) exp(w · k − ½‖k‖²)] = exp(q · k)
    //:
    //: In each dimension that mean is an integral, done here by summation on a fine grid.

    page.verify("the mean over w of φ(q)φ(k) is exp(q·k)", at: "Q33:kernel") { draw in
      let (q, k) = (draw.vector(2), draw.vector(2))
      // The integrand factorizes over the dimensions.
      let mean = (0..<2).reduce(1.0) { $0 * meanOfFeatures(q[$1], k[$1]) }
      return [Evidence("integral", error: abs(mean / exp(q ⋅ k) - 1), bound: 1e-13)]
    }

    //: With finitely many draws of w it is an estimate. Here is its error over many random
    //: sequences, all entries of queries and keys within ±½, by the number of features and by
    //: length, and the same as a share of the outputs.

    let sequences = page.isFull ? 5000 : 60
    let errors = featureErrors(repeats: sequences)
    page.table(
      "Error of an output over \(sequences) sequences, features drawn at random",
      columns: ["features", "T = 4", "T = 16", "share, T = 4", "share, T = 16"],
      rows: errors.map { [$0.features] + $0.errors + $0.shares }, at: "Q33:speed")

    //: Half the error takes about four times the features, as with any mean of random draws. Longer
    //: queries and keys make it worse: $exp(w · q)$ then varies so much from one w to the next that
    //: a few features outweigh all others.

    page.note(
      "Less precise for short T? In absolute terms yes, but only because a mean over more values is "
        + "smaller. As a share of the output the error does not fall with T.", at: "Q33:speed")

    //: Could a cleverer choice of a few features be exact? No, and the rank of the table of weights
    //: shows it. $φ(Q)φ(K)ᵀ$ is a product of thin matrices, and its rank is at most the number of
    //: features. Entry by entry, the exponential turns even the table of rank 2 that queries of
    //: width 2 have into one of full rank. To be exact for T tokens in general takes T features,
    //: and then nothing is saved.

    page.verify("m features make weights of rank m, softmax of rank T", at: "Q33:kernel") { draw in
      let (Q, K) = (draw.matrix(4, 2, -2, 2), draw.matrix(4, 2, -2, 2))
      let byFeatures = Q.map { exp($0) } * K.map { exp($0) }.ᵀ
      let bySoftmax = attention(Q, K, K).A
      return [
        Evidence("rank by features", error: Double(max(0, rank(byFeatures) - 2)), bound: 0),
        Evidence("rank of softmax", error: Double(max(0, 4 - rank(bySoftmax))), bound: 0),
      ]
    }

    //: ### Order
    //:
    //: The notes call softmax attention order-dependent “in a specific way”. On the order of
    //: *tokens* it does not depend: reorder keys together with their values, and nothing changes,
    //: in either kind of attention. That order enters by [positional codes](#positions) and
    //: [masks](#a-block-of-the-decoder) only. What is fixed is the order of *multiplication*:
    //: $Q(KᵀV)$ may be multiplied from either end, $softmax(QKᵀ)V$ only from the left, since the
    //: softmax stands between the two products.

    page.refute(
      "softmax attention depends on the order of its tokens", at: "Q33:order",
      correction: "it fixes the order of products; keys may be reordered with their values",
      why: "Right if the order of multiplication is meant, or with positions"
    ) { draw in
      let (plain, moved) = reordered(&draw, withPositions: false)
      return [
        Evidence(
          "change", error: max(0, 1e-6 - distance(plain, moved)), bound: 0)
      ]
    } corrected: { draw in
      let (Q, K, V) = (draw.matrix(4, 2, 0.5, 2), draw.matrix(4, 2, 0.5, 2), draw.matrix(4, 2))
      // KᵀV first, and what is left of softmax then: weights that sum to one.
      let otherEnd = distance(linearAttention(Q, K, V), attention(Q, K, V).O)
      let (plain, moved) = reordered(&draw, withPositions: false)
      let (first, second) = reordered(&draw, withPositions: true)
      let byPositions = distance(first, second)
      return [
        Evidence("change, KᵀV first", error: max(0, 1e-6 - otherEnd), bound: 0),
        Evidence("change by reordering", error: distance(plain, moved), bound: 1e-14),
        Evidence("change, with positions", error: max(0, 1e-6 - byPositions), bound: 0),
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

/// E[exp(wq − q²/2) exp(wk − k²/2)] for w normal, by the trapezoidal rule
func meanOfFeatures(_ q: Double, _ k: Double) -> Double {
  let h = 0.5
  return (-24...24).reduce(0) { sum, i in
    let w = Double(i) * h
    let density = exp(-w * w / 2) / (2 * Double.pi).squareRoot()
    return sum + h * density * exp(w * (q + k) - (q * q + k * k) / 2)
  }
}

/// How far linear attention with 4, 16 and 64 random features is from softmax attention over 4
/// and 16 keys: the root of the mean squared error of one output. Plain loops, since there are
/// many; all six meet the same queries, keys and first features.
func featureErrors(repeats: Int) -> [(features: Int, errors: [Double], shares: [Double])] {
  let (features, lengths) = ([4, 16, 64], [4, 16])
  var sums = [[Double]](repeating: [0, 0], count: 3)
  var squares = [0.0, 0]
  for n in 0..<repeats {
    var draw = Generator(seed: 338 &+ UInt64(n) << 32)
    let (q₁, q₂) = (draw.uniform(-0.5, 0.5), draw.uniform(-0.5, 0.5))
    let w = (0..<64).map { _ in (draw.normal(), draw.normal()) }
    // By length: numerator and denominator, exact and for each number of features.
    var (exactTop, exactBottom) = (0.0, 0.0)
    var (top, bottom) = ([0.0, 0, 0], [0.0, 0, 0])
    for t in 1...16 {
      let (k₁, k₂) = (draw.uniform(-0.5, 0.5), draw.uniform(-0.5, 0.5))
      let v = draw.uniform(-1, 1)
      let exact = exp(q₁ * k₁ + q₂ * k₂)
      (exactTop, exactBottom) = (exactTop + exact * v, exactBottom + exact)
      // φ(q)φ(k), up to a factor of the query that numerator and denominator share.
      let length = (k₁ * k₁ + k₂ * k₂) / 2
      var (i, weight) = (0, 0.0)
      for (f, m) in features.enumerated() {
        while i < m {
          weight += exp(w[i].0 * (q₁ + k₁) + w[i].1 * (q₂ + k₂) - length)
          i += 1
        }
        (top[f], bottom[f]) = (top[f] + weight * v, bottom[f] + weight)
      }
      guard let l = lengths.firstIndex(of: t) else { continue }
      squares[l] += (exactTop / exactBottom).power(2)
      for f in 0..<3 { sums[f][l] += (top[f] / bottom[f] - exactTop / exactBottom).power(2) }
    }
  }
  return zip(features, sums).map { m, sums in
    let shares = zip(sums, squares).map { ($0 / $1).squareRoot() }
    return (m, sums.map { ($0 / Double(repeats)).squareRoot() }, shares)
  }
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
