import Companion
import Mathematics

//: Softmax stands between queries and keys like a wall: every pair is scored before anything is
//: summed. If the weight were a product of something of the query and something of the key, the sum
//: over keys could be done once, for all queries.

extension Transformer {
  static let linear = Section(.foundations, "20.8.8", "Linear attention") { page in
    twoOrders(page)
    productCounts(page)
    kernel(page)
    fewFeatures(page)
    ranks(page)
    orders(page)
  }
}

//: ### Two orders of multiplication
//:
//: Put feature vectors $φ(q)$ and $φ(k)$ in place of the exponential. The output for query i is
//: then
//:
//:     oᵢᵀ = (φ(qᵢ)ᵀ Σⱼ φ(kⱼ)vⱼᵀ)/(φ(qᵢ)ᵀ Σⱼ φ(kⱼ))
//:
//: For all queries at once the numerator is $φ(Q)(φ(K)ᵀV)$, whose inner product is a matrix of
//: the size of the features, however long the sequence is.

/// φ(Q)(φ(K)ᵀV) over φ(Q)(φ(K)ᵀ1), for feature vectors that are given as rows
func linearAttention<T: Scalar>(_ φQ: Matrix<T>, _ φK: Matrix<T>, _ V: Matrix<T>) -> Matrix<T> {
  let S = φK.ᵀ * V
  let z = φK.ᵀ * Vector(repeating: 1, count: φK.rows)
  var O = φQ * S
  let total = φQ * z
  for i in 0..<O.rows { for j in 0..<O.columns { O[i, j] = O[i, j] / total[i] } }
  return O
}

extension Transformer {
  private static func twoOrders(_ page: Page) {
    page.verify("φ(Q)(φ(K)ᵀV) is (φ(Q)φ(K)ᵀ)V") { draw in
      let (Q, K, V) = (draw.matrix(4, 2, 0, 1), draw.matrix(4, 2, 0, 1), draw.matrix(4, 2))
      let fast = linearAttention(Q, K, V)
      // The same with a weight for each pair.
      let W = Q * K.ᵀ
      for i in 0..<4 { by("pair by pair") { fast.row(i) ≈ V.ᵀ * W.row(i) / W.row(i).sum } }
    }
  }
}

//: What the two orders cost is counted, with as many features as a query has entries.

/// Multiplications of linear attention with as many features as entries
func linearProducts(_ T: Int, _ d: Int) -> Int {
  products { number in
    let Q = Matrix(repeating: number(1), rows: T, columns: d)
    _ = linearAttention(Q, Q, Q)
  }
}

extension Transformer {
  private static func productCounts(_ page: Page) {
    let softmaxCost = Growth { T, d in attentionProducts(T, d) }
    let linearCost = Growth { T, d in linearProducts(T, d) }
    let width = 64
    page.derive("softmax attention", softmaxCost.words("T", "d"))
    page.derive("linear attention", linearCost.words("T", "d"), for: "Q33:speed")
    page.derive("linear, order in T", linearCost.at(width: Double(width)).order("T", "d"))
    page.table(
      "Products at width \(width)", columns: ["T", "softmax", "linear", "ratio"],
      rows: [16, 64, 256, 4096].map { T in
        let (a, b) = (softmaxCost(T, width), linearCost(T, width))
        return [T, a, b, a / b]
      }, digits: 2)
  }

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

  /// E[exp(wq − q²/2) exp(wk − k²/2)] for w normal, by the trapezoidal rule
  private static func meanOfFeatures(_ q: Double, _ k: Double) -> Double {
    let h = 0.5
    return (-24...24).reduce(0) { sum, i in
      let w = Double(i) * h
      return sum + h * normalDensity(w) * exp(w * (q + k) - (q * q + k * k) / 2)
    }
  }

  private static func kernel(_ page: Page) {
    page.verify("the mean over w of φ(q)φ(k) is exp(q·k)", at: "Q33:kernel") { draw in
      let (q, k) = (draw.vector(2), draw.vector(2))
      // The integrand factorizes over the dimensions.
      meanOfFeatures(q[0], k[0]) * meanOfFeatures(q[1], k[1]) ≈ exp(q ⋅ k)
    }
  }
}

//: With finitely many draws of w it is an estimate. Here is its error over many random
//: sequences, all entries of queries and keys within ±½, by the number of features and by
//: length, and the same as a share of the outputs.
//:
//: A single output is a quotient of two sums over keys. Both are kept for softmax itself and for
//: each number of features, and compared each time when the sequence has one of the lengths. The
//: factor $exp(−½‖q‖²)$ of the query stands above and below, and is left out. Since there are
//: many sequences these are plain loops over numbers.

/// The numbers of keys after which the estimates are compared
private let lengths = [4, 16]

/// Numerators and denominators of an output so far
private struct RunningMean {
  var top = 0.0
  var bottom = 0.0
  var value: Double { top / bottom }

  mutating func add(_ v: Double, weight: Double) {
    top += weight * v
    bottom += weight
  }
}

//: One sequence of 16 keys serves both lengths, and one list of 64 features all three numbers of
//: them, from its front: what differs between two columns of the table is not the luck of the draw.

/// How far linear attention with 4, 16 and 64 random features is from softmax attention over 4
/// and 16 keys: the root of the mean squared error of one output. All six meet the same queries,
/// keys and first features.
func featureErrors(repeats: Int) -> [(features: Int, errors: [Double], shares: [Double])] {
  let features = [4, 16, 64]
  var sums = [[Double]](repeating: [0, 0], count: 3)
  var squares = [0.0, 0]
  for n in 0..<repeats {
    var draw = Generator(seed: 338 &+ UInt64(n) << 32)
    let (q₁, q₂) = (draw.uniform(-0.5, 0.5), draw.uniform(-0.5, 0.5))
    let w = (0..<64).map { _ in (draw.normal(), draw.normal()) }
    var exact = RunningMean()
    var estimates = [RunningMean](repeating: RunningMean(), count: 3)
    for t in 1...16 {
      let (k₁, k₂) = (draw.uniform(-0.5, 0.5), draw.uniform(-0.5, 0.5))
      let v = draw.uniform(-1, 1)
      exact.add(v, weight: exp(q₁ * k₁ + q₂ * k₂))
      let length = (k₁ * k₁ + k₂ * k₂) / 2
      var (i, weight) = (0, 0.0)
      for (f, m) in features.enumerated() {
        while i < m {
          weight += exp(w[i].0 * (q₁ + k₁) + w[i].1 * (q₂ + k₂) - length)
          i += 1
        }
        estimates[f].add(v, weight: weight)
      }
      guard let l = lengths.firstIndex(of: t) else { continue }
      squares[l] += exact.value.power(2)
      for f in 0..<3 { sums[f][l] += (estimates[f].value - exact.value).power(2) }
    }
  }
  return zip(features, sums).map { m, sums in
    let shares = zip(sums, squares).map { ($0 / $1).squareRoot() }
    return (m, sums.map { ($0 / Double(repeats)).squareRoot() }, shares)
  }
}

//: The root of the mean square is shown as it is and as a share of that of the output itself.

extension Transformer {
  private static func fewFeatures(_ page: Page) {
    let sequences = page.isFull ? 5000 : 60
    let errors = featureErrors(repeats: sequences)
    page.table(
      "Error of an output over \(sequences) sequences, features drawn at random",
      columns: ["features"] + lengths.map { "T = \($0)" } + lengths.map { "share, T = \($0)" },
      rows: errors.map { [$0.features] + $0.errors + $0.shares }, at: "Q33:speed")
    page.note(
      "Less precise for short T? In absolute terms yes, but only because a mean over more values is "
        + "smaller. As a share of the output the error does not fall with T.", at: "Q33:speed")
  }

  //: Half the error takes about four times the features, as with any mean of random draws. Longer
  //: queries and keys make it worse: $exp(w · q)$ then varies so much from one w to the next that
  //: a few features outweigh all others.
  //:
  //: Could a cleverer choice of a few features be exact? No, and the rank of the table of weights
  //: shows it. $φ(Q)φ(K)ᵀ$ is a product of thin matrices, and its rank is at most the number of
  //: features. Entry by entry, the exponential turns even the table of rank 2 that queries of
  //: width 2 have into one of full rank. To be exact for T tokens in general takes T features,
  //: and then nothing is saved.

  private static func ranks(_ page: Page) {
    page.verify("m features make weights of rank m, softmax of rank T", at: "Q33:kernel") { draw in
      let (Q, K) = (draw.matrix(4, 2, -2, 2), draw.matrix(4, 2, -2, 2))
      by("two features") { rank(Q.map { exp($0) } * K.map { exp($0) }.ᵀ) == 2 }
      by("softmax") { rank(attention(Q, K, K).A) == 4 }
    }
  }

  //: ### Order
  //:
  //: The notes call softmax attention order-dependent “in a specific way”. On the order of
  //: *tokens* it does not depend: reorder keys together with their values, and nothing changes,
  //: in either kind of attention. That order enters by [positional codes](#positions) and
  //: [masks](#a-block-of-the-decoder) only. What is fixed is the order of *multiplication*:
  //: $Q(KᵀV)$ may be multiplied from either end, $softmax(QKᵀ)V$ only from the left, since the
  //: softmax stands between the two products.

  /// How much one query's output changes when its keys and values change places
  private static func changeByOrder(_ draw: inout Generator, withPositions: Bool) -> Double {
    let (q, X, W) = (draw.matrix(1, 4), draw.matrix(4, 4), draw.matrix(4, 4))
    let codes = PositionCodes(width: 4, base: 100).table(4)
    let outputs = [X, rows(X, [1, 2, 3, 0])].map { tokens in
      let M = withPositions ? tokens + codes : tokens
      return attention(q, M, M * W).O.row(0)
    }
    return (outputs[0] - outputs[1]).maxNorm
  }

  private static func orders(_ page: Page) {
    page.refute(
      "softmax attention depends on the order of its tokens", at: "Q33:order",
      correction: "it fixes the order of products; keys may be reordered with their values",
      why: "Right if the order of multiplication is meant, or with positions"
    ) { draw in
      changeByOrder(&draw, withPositions: false) ≥ 1e-6
    } corrected: { draw in
      let (Q, K, V) = (draw.matrix(4, 2, 0.5, 2), draw.matrix(4, 2, 0.5, 2), draw.matrix(4, 2))
      // KᵀV first, and what is left of softmax then: weights that sum to one.
      let otherEnd = Vector((linearAttention(Q, K, V) - attention(Q, K, V).O).entries)
      by("KᵀV first") { otherEnd.maxNorm ≥ 1e-6 }
      by("reordered") { changeByOrder(&draw, withPositions: false) ≈ 0 }
      by("reordered, with positions") { changeByOrder(&draw, withPositions: true) ≥ 1e-6 }
    }
  }
}
