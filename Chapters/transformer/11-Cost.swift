import Companion
import Mathematics

//: Orders of growth are usually argued; here they are counted. A number that counts its own
//: multiplications goes through the code of the earlier sections for a few small sizes, and since
//: such counts are polynomials in the sizes, a few of them determine the polynomial. What is left
//: of it when dominated terms are dropped is the order of growth.

extension Transformer {
  static let cost = Section(.foundations, "18.6.1", "What attention costs") { page in
    let costs = Costs()
    paths(page)
    multiplications(page, costs)
    parallel(page)
    writing(page, costs)
    memory(page, costs)
    sevenFeatures(page, costs)
    gaps(page)
  }
}

//: ### How far apart two tokens are
//:
//: In a recurrent network a signal goes from one position to the next; in self-attention
//: every position reads every other. The length of the shortest way is found by a search
//: that spreads from the first position.

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

//: Which outputs a token of attention reaches is asked of the derivatives, for all pairs of four
//: tokens.

/// The outputs that each token of one layer of attention acts on: those with a derivative by it
private func influence(among T: Int) -> [[Int]] {
  var draw = Generator(seed: 15)
  let X = draw.matrix(T, 2)
  let W = (0..<3).map { _ in Matrix<Dual<Double>>(draw.matrix(2, 2)) }
  return (0..<T).map { token in
    var moved = Matrix<Dual<Double>>(X)
    moved[token, 0].tangent = 1
    let O = attention(moved * W[0], moved * W[1], moved * W[2]).O
    return (0..<T).filter { O[$0, 0].tangent != 0 || O[$0, 1].tangent != 0 }
  }
}

extension Transformer {
  private static func paths(_ page: Page) {
    let positions: Vector<Double> = page.given("positions", at: "Q15", in: 1...400)
    let (from, to) = (Int(positions[0].rounded()), Int(positions[1].rounded()))
    let n = max(from, to)
    let chain = pathLength(n, from - 1, to - 1) { [$0 + 1] }
    let direct = pathLength(n, from - 1, to - 1) { _ in Array(0..<n) }
    let reached = influence(among: 4)
    let furthest = (0..<4).flatMap { i in
      (0..<4).filter { $0 != i }.map { j in pathLength(4, i, j) { reached[$0] } }
    }.max()!
    page.show("path length between any two tokens", furthest, at: "Q15", for: "Q15:path")
    page.show("path length of RNN", chain, at: "Q15")
    page.show("path length of self-attention", direct, at: "Q15")
  }
}

//: The recurrent way leads in one direction only; a signal from position 100 never reaches
//: position 1.

//: ### Multiplications
//:
//: T steps of a recurrent network of width d and of an LSTM, the scores and means of attention
//: alone, and a whole layer of attention with its projections. A division counts as a
//: multiplication: the $2T²$ are those by $√dₖ$ and by the sums of softmax.

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

//: For attention the code that runs is that of [queries, keys and
//: values](#queries-keys-and-values) and of [the heads](#several-heads).

/// Multiplications of attention of some queries over T given keys and values
private func attentionProducts(queries: Int, _ T: Int, _ d: Int) -> Int {
  products { number in
    let K = Matrix(repeating: number(1), rows: T, columns: d)
    _ = attention(Matrix(repeating: number(1), rows: queries, columns: d), K, K)
  }
}

/// Multiplications of attention over T given queries, keys and values
func attentionProducts(_ T: Int, _ d: Int) -> Int { attentionProducts(queries: T, T, d) }

/// Multiplications of one query over T given keys and values
func queryProducts(_ T: Int, _ d: Int) -> Int { attentionProducts(queries: 1, T, d) }

/// Multiplications of a layer of attention with projections
private func layerProducts(_ T: Int, _ d: Int) -> Int {
  products { number in
    let W = Matrix(repeating: number(1), rows: d, columns: d)
    let layer = MultiHead(W_Q: W, W_K: W, W_V: W, W_O: W, heads: 1)
    _ = layer(Matrix(repeating: number(1), rows: T, columns: d))
  }
}

//: No formula for a count is written down anywhere. Each count is made for a few sizes, which give the polynomial; the numbers of weights that
//: attention keeps in its table are counted in the same way.

/// What T steps or tokens of width d take
private struct Costs {
  let rnn = Growth { T, d in recurrentProducts(T, d) }
  let lstm = Growth { T, d in gatedProducts(T, d) }
  let alone = Growth { T, d in attentionProducts(T, d) }
  let layer = Growth { T, d in layerProducts(T, d) }
  let weights = Growth { T, d in
    let Q = Matrix(repeating: 1.0, rows: T, columns: d)
    return attention(Q, Q, Q).A.entries.count
  }
}

extension Transformer {
  private static func multiplications(_ page: Page, _ costs: Costs) {
    page.table(
      "Multiplications, exactly", columns: ["", "T steps or tokens of width d"],
      rows: [
        ["recurrent network", costs.rnn.words("T", "d")],
        ["LSTM", costs.lstm.words("T", "d")],
        ["attention alone", costs.alone.words("T", "d")],
        ["attention with projections", costs.layer.words("T", "d")],
      ])
    page.show("cost of RNN", costs.rnn.order("T", "d", dot: "·"), at: "Q15", for: "Q15:cost")
    page.show("cost of Transformer", costs.layer.order("T", "d", dot: "·"), at: "Q15")
    page.show(
      "cost of standard attention", costs.alone.at(width: 2).order("T", "d"), at: "§20.5.1")
    page.show(
      "forward cost of attention", costs.alone.order("T", "d"), at: "§21.4", for: "21.4:table")
    page.check("the polynomials hold for other sizes too", at: "20.5.1:quadratic") {
      for (T, d) in [(5, 5), (5, 6), (6, 5), (6, 7)] {
        costs.rnn(T, d) ≈ Double(recurrentProducts(T, d))
        costs.lstm(T, d) ≈ Double(gatedProducts(T, d))
        costs.alone(T, d) ≈ Double(attentionProducts(T, d))
        costs.layer(T, d) ≈ Double(layerProducts(T, d))
      }
    }
  }

  //: The table of 21.4 sets this beside the cost of a recurrent network, as a square of its
  //: width. They are counted in different units: one step there, a whole sequence here.
  //: For a sequence the recurrent network takes T times as many, and which of the two is
  //: cheaper turns on whether T or d is larger.

  //: ### Training in parallel, writing one by one
  //:
  //: In training all positions are there. Their outputs do not wait for each other: any row
  //: can be computed alone, in any order, or all at once. A recurrent network has to go
  //: through T steps, one after the other.

  private static func parallel(_ page: Page) {
    page.verify("each row of attention can be computed alone", at: "Q21:training") { draw in
      let (Q, K, V) = (draw.matrix(4, 2), draw.matrix(4, 2), draw.matrix(4, 2))
      let whole = attention(Q, K, V).O
      for i in draw.shuffled(4) { attention(rows(Q, [i]), K, V).O.row(0) == whole.row(i) }
    }
  }

  //: When a text is written, each new token has to look at all before it. Keys and values of
  //: the earlier ones do not change, under a causal mask, and can be kept.

  /// The outputs for each token, computed when it arrives: with the keys and values of the
  /// earlier ones kept, or by a masked pass over all tokens so far
  private static func generated<T: Scalar>(_ X: Matrix<T>, _ W: [Matrix<T>], keepsKeys: Bool)
    -> Matrix<T>
  {
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

  //: Both ways are the same function with one switch: either a new token adds its key and its
  //: value to those that are there, and asks once, or all projections and all rows are computed
  //: again and the last row is taken. The counts depend on T alone, at a fixed width.

  /// Multiplications of writing T tokens of a width
  private static func generatedProducts(_ T: Int, width: Int, keepsKeys: Bool) -> Int {
    products { number in
      let W = Matrix(repeating: number(1), rows: width, columns: width)
      let X = Matrix(repeating: number(1), rows: T, columns: width)
      _ = generated(X, [W, W, W], keepsKeys: keepsKeys)
    }
  }

  /// The same as it grows with T alone
  private static func generationGrowth(width: Int, keepsKeys: Bool) -> Growth {
    Growth { T in Double(generatedProducts(T, width: width, keepsKeys: keepsKeys)) }
  }

  //: Texts of one to four tokens give the growth; longer ones are counted to see whether it holds.

  private static func writing(_ page: Page, _ costs: Costs) {
    let width = 2
    let cached = generationGrowth(width: width, keepsKeys: true)
    let anew = generationGrowth(width: width, keepsKeys: false)
    page.show(
      "inference cost of Transformer", cached.order("T", "d"), at: "Q21", for: "Q21:inference")
    page.show(
      "inference cost of RNN", costs.rnn.at(width: Double(width)).order("T", "d"), at: "Q21")
    page.derive("without the cache", anew.order("T", "d"), for: "Q21:cache")
    page.note(
      "O(T²) is what attending costs, and all that remains with a cache of keys and values. A "
        + "program that runs everything again for each new token comes to O(T³).",
      at: "Q21:inference", "Q21:cache")
    page.table(
      "Multiplications for T tokens, width \(width)",
      columns: ["T", "recurrent", "with cache", "everything anew"],
      rows: [10, 100, 1000].map { [$0, costs.rnn($0, width), cached($0, 1), anew($0, 1)] })
    page.check("the counts of writing hold for longer texts too", at: "Q21:cache") {
      for T in 5...7 {
        cached(T, 1) ≈ Double(generatedProducts(T, width: width, keepsKeys: true))
        anew(T, 1) ≈ Double(generatedProducts(T, width: width, keepsKeys: false))
      }
    }
    page.verify("writing with kept keys gives what a masked pass gives", at: "Q21:cache") { draw in
      let X = draw.matrix(3, 2)
      let W = (0..<3).map { _ in draw.matrix(2, 2) }
      let masked = attention(X * W[0], X * W[1], X * W[2], mask: causalMask(3)).O
      generated(X, W, keepsKeys: true) ≈ masked
      generated(X, W, keepsKeys: false) ≈ masked
    }
  }

  //: ### Memory
  //:
  //: The table of weights has $T²$ entries, for each head and layer. They need not all be there
  //: at once: a softmax can be updated key by key, with the largest score so far, the sum so far
  //: and the mean so far, which is all that a query has to remember.

  /// Attention of one query, key by key: the largest score, the sum and the mean so far
  private static func streamed(_ q: Vector<Double>, _ K: Matrix<Double>, _ V: Matrix<Double>)
    -> Vector<Double>
  {
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

  //: Only ratios of exponentials count. Whenever a larger score comes, what was summed so far is
  //: scaled down to it, so that no exponential overflows, as in a softmax of the whole row.

  private static func memory(_ page: Page, _ costs: Costs) {
    page.show(
      "memory of Transformer", costs.weights.order("T", "d"), at: "§19.4", for: "19.4:memory")
    page.verify("attention key by key, with no row of weights kept", at: "19.4:memory") { draw in
      let (q, K, V) = (draw.matrix(1, 3, -3, 3), draw.matrix(5, 3, -3, 3), draw.matrix(5, 2))
      streamed(q.row(0), K, V) ≈ attention(q, K, V).O.row(0)
    }
  }

  //: ### Seven features
  //:
  //: The comparison of 19.4 mixes what can be counted with what is a matter of taste. Counted:
  //: a sequence of 1000 tokens of width 64, and the derivative of the last state by the first
  //: input: for a scalar recurrent network with weight 0.9, for the cell of an LSTM with
  //: forget gate 0.99, and for attention over equal keys.

  /// ∂h_T/∂x₁ of hₜ = tanh(w hₜ₋₁ + xₜ) with inputs of zero but for the first, by dual numbers
  private static func recurrentSlope(_ T: Int, _ w: Double) -> Double {
    var h = Dual(0.0, tangent: 1)
    for _ in 1..<T { h = tanh(Dual(w) * h) }
    return h.tangent
  }

  /// ∂c_T/∂c₁ of cₜ = f cₜ₋₁ + i c̃, the cell of an LSTM with constant gates, by dual numbers
  private static func cellSlope(_ T: Int, forget f: Double) -> Double {
    var c = Dual(0.0, tangent: 1)
    for _ in 1..<T { c = Dual(f) * c + Dual(1 - f) }
    return c.tangent
  }

  /// The derivative of a mean over T values by one of them, all of them scoring alike
  private static func attentionSlope(_ T: Int) -> Double {
    softmax(Vector(repeating: 0, count: T))[0]
  }

  private static func sevenFeatures(_ page: Page, _ costs: Costs) {
    let w: Double = page.given("recurrent weight", ours: 0.9)
    let f: Double = page.given("forget gate", ours: 0.99, in: 0...1)
    let (T, d) = (1000, 64)
    let slopes = [recurrentSlope(T, w), cellSlope(T, forget: f), attentionSlope(T)]
    page.table(
      "\(T) tokens of width \(d)",
      columns: ["", "recurrent", "LSTM", "attention"],
      rows: [
        ["steps that wait for each other", T, T, 1],
        ["multiplications", costs.rnn(T, d), costs.lstm(T, d), costs.layer(T, d)],
        ["numbers kept for the next token", d, 2 * d, 2 * T * d],
        ["weights to keep in a table", 0, 0, costs.weights(T, d)],
        ["log₁₀ of last by first"] + slopes.map { Double.log10(abs($0)) },
      ], digits: 2, at: "19.4:table")
  }

  //: Low, medium and high memory, slow and fast: the rows bear the notes out, for sequences as
  //: long as this. (With a hundred tokens the LSTM would be the slowest of the three.) “Severe”
  //: and “mild” are the same power, 999 factors of the weight or the gate; the gate can come
  //: near 1, and no slope of tanh shrinks the product further. Interpretability and ease of
  //: implementation are left to the notes.
  //:
  //: “None” for the vanishing of gradients through attention promises too much. Over equal keys
  //: they fall as $1/T$, which is far from geometrical; but a token that scores less than the
  //: others by a gap g gets $e⁻ᵍ$ of that.

  /// T times the derivative of attention's output by the value of the first of T tokens, whose key
  /// scores less than the others by a gap: 1 if it has its full share
  private static func shareOfFirst(_ T: Int, gap: Double, _ draw: inout Generator) -> Double {
    var K = Matrix<Dual<Double>>(repeating: 0, rows: T, columns: 1)
    K[0, 0] = Dual(-gap)
    var V = Matrix<Dual<Double>>(draw.matrix(T, 1))
    V[0, 0].tangent = 1
    return Double(T) * attention([[1]], K, V).O[0, 0].tangent
  }

  private static func gaps(_ page: Page) {
    page.refute(
      "no gradient vanishes through attention", at: "19.4:table",
      correction: "it falls as 1/T over equal keys, and as e⁻ᵍ with the gap g of a score"
    ) { draw in
      let T = 2 + draw.below(99)
      shareOfFirst(T, gap: 30, &draw) ≥ 0.5
    } corrected: { draw in
      let (T, g) = (2 + draw.below(99), draw.uniform(0, 30))
      let exact = Double(T) * exp(-g) / (Double(T - 1) + exp(-g))
      by("equal keys") { shareOfFirst(T, gap: 0, &draw) ≈ 1 }
      by("gap g") { shareOfFirst(T, gap: g, &draw) ≈ exact }
    }
  }
}
