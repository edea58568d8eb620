import Companion
import Mathematics

//: In self-attention a sequence looks at itself. Each token is projected three times: to a
//: query, which says what it looks for, to a key, which says what it can be found by, and to a
//: value, which is what it hands over. Tokens are the *rows* here, so that the weights multiply
//: from the right and one product projects all tokens at once.

extension Transformer {
  static let selfAttention = Section(.foundations, "18.1", "Queries, keys and values") { page in
    let example = HandExample(page)
    projections(page, example)
    byHand(page, example)
    loops(page)
    library(page)
    shapes(page)
  }
}

//: Three tokens of width 4, a head of width 2, and weights of zeros, ones and twos: small
//: enough for a pencil. The projections are three products:
//:
//:     Q = XW_Q    (18.1)
//:     K = XW_K    (18.2)
//:     V = XW_V    (18.3)
//:
//: Token 1 is (1, 0, 0, 1), so that its query is the sum of the first and the last row of the
//: query weights, $(1, 0) + (1, 0) = (2, 0)$.

/// Three tokens and the weights of one head, small whole numbers.
struct HandExample {
  let X, W_Q, W_K, W_V: Matrix<Double>

  /// Takes the file and line of the page that asks, which then shows what it starts from.
  init(_ page: Page, file: String = #fileID, line: Int = #line) {
    func given(_ name: String, _ value: Matrix<Double>) -> Matrix<Double> {
      page.given(name, ours: value, file: file, line: line)
    }
    X = given("X", [[1, 0, 0, 1], [0, 1, 1, 0], [1, 1, 0, 0]])
    W_Q = given("W_Q", [[1, 0], [0, 1], [0, 0], [1, 0]])
    W_K = given("W_K", [[0, 1], [1, 0], [1, 1], [0, 0]])
    W_V = given("W_V", [[1, 0], [0, 1], [2, 0], [0, 2]])
  }

  var Q: Matrix<Double> { X * W_Q }  // (3×4)(4×2) → 3×2
  var K: Matrix<Double> { X * W_K }  // (3×4)(4×2) → 3×2
  var V: Matrix<Double> { X * W_V }  // (3×4)(4×2) → 3×2
}

extension Transformer {
  private static func projections(_ page: Page, _ example: HandExample) {
    page.derive("Q", example.Q)
    page.derive("K", example.K)
    page.derive("V", example.V)
  }
}

//: A score for each pair, row i for the query of token i. Divided by $√dₖ$, each row becomes a
//: distribution, and each output is the mean of the values under it:
//:
//:     E = QKᵀ                                     (18.4)
//:     E_scaled = E/√dₖ                            (18.5)
//:     A = softmax(E_scaled) = softmax(QKᵀ/√dₖ)    (18.6)
//:     Attention(Q, K, V) = AV                     (18.7)

/// A = softmax(QKᵀ/√dₖ + M) and O = AV (18.4)–(18.7), the mask M all zero if left out
func attention<T: Scalar>(
  _ Q: Matrix<T>, _ K: Matrix<T>, _ V: Matrix<T>, mask M: Matrix<Double>? = nil
) -> (A: Matrix<T>, O: Matrix<T>) {
  var E = Q * K.ᵀ / T(Double(K.columns).squareRoot())
  if let M { for i in E.entries.indices { E.entries[i] += T(M.entries[i]) } }
  let A = softmaxOfRows(E)
  return (A, A * V)
}

/// Softmax of each row by itself, shifted by its largest entry so that no term overflows
func softmaxOfRows<T: Scalar>(_ E: consuming Matrix<T>) -> Matrix<T> {
  var A = E
  for i in 0..<A.rows {
    var largest = A[i, 0]
    for j in 1..<max(1, A.columns) where A[i, j] > largest { largest = A[i, j] }
    var total: T = 0
    for j in 0..<A.columns {
      A[i, j] = exp(A[i, j] - largest)
      total += A[i, j]
    }
    for j in 0..<A.columns { A[i, j] = A[i, j] / total }
  }
  return A
}

//: For the first token, by hand, with $dₖ = 2$: its scores with the three keys are 0, 4 and 2,
//: scaled 0, 2.83 and 1.41, their exponentials 1, 16.9 and 4.1 with the sum 22.0; the weights
//: are 0.045, 0.77 and 0.19.

extension Transformer {
  private static func byHand(_ page: Page, _ example: HandExample) {
    let E = example.Q * example.K.ᵀ  // (3×2)(2×3) → 3×3
    let dₖ = Double(example.K.columns)
    let A = softmaxOfRows(E / dₖ.squareRoot())
    page.derive("E", E)
    page.derive("E scaled", E / dₖ.squareRoot())
    page.derive("A", A)
    page.derive("AV", A * example.V)  // (3×3)(3×2) → 3×2
    page.draw(
      Shades(
        "Who looks at whom", rows: ["token 1", "token 2", "token 3"],
        columns: ["1", "2", "3"], (0..<3).map { A.row($0).entries }))
  }

  //: The second query scores all keys alike, so that its weights are exactly a third each
  //: and its output is the plain mean of the values. The first token looks mostly at the
  //: second, whose key has the largest first entry, and hands back nearly the second value.
  //:
  //: The table of weights is not symmetric: token 1 looks at token 3 with 0.19, token 3 at
  //: token 1 with 0.14. Asking and being found are two roles, with weights of their own, and
  //: each row is a competition of its own.
  //:
  //: Written with loops over single numbers, as a reader would do it on paper, the same
  //: function has no matrix in it. The two must agree on any sequence.

  private static func loops(_ page: Page) {
    page.verify(
      "QKᵀ, softmax and AV do what loops over tokens do", at: "18.1", "18.2", "18.3", "18.4",
      "18.5", "18.6", "18.7"
    ) { draw in
      let X = draw.matrix(3, 4)
      let (W_Q, W_K, W_V) = (draw.matrix(4, 2), draw.matrix(4, 2), draw.matrix(4, 3))
      let (A, O) = attention(X * W_Q, X * W_K, X * W_V)
      let (a, o) = attentionByLoops(X, W_Q, W_K, W_V)
      A ≈ a
      O ≈ o
    }
  }
}

/// The same for one sequence, number by number and exactly as the equations read
func attentionByLoops(
  _ X: Matrix<Double>, _ W_Q: Matrix<Double>, _ W_K: Matrix<Double>, _ W_V: Matrix<Double>
) -> (A: Matrix<Double>, O: Matrix<Double>) {
  func projected(_ W: Matrix<Double>, _ t: Int, _ c: Int) -> Double {
    (0..<X.columns).reduce(0) { $0 + X[t, $1] * W[$1, c] }
  }
  var A = Matrix<Double>(repeating: 0, rows: X.rows, columns: X.rows)
  var O = Matrix<Double>(repeating: 0, rows: X.rows, columns: W_V.columns)
  for i in 0..<X.rows {
    var total = 0.0
    for j in 0..<X.rows {
      var e = 0.0
      for c in 0..<W_K.columns { e += projected(W_Q, i, c) * projected(W_K, j, c) }
      A[i, j] = exp(e / Double(W_K.columns).squareRoot())
      total += A[i, j]
    }
    for j in 0..<X.rows {
      A[i, j] /= total
      for c in 0..<W_V.columns { O[i, c] += A[i, j] * projected(W_V, j, c) }
    }
  }
  return (A, O)
}

//: ### The library
//:
//: The notes compare it to a library: the query is what you ask, the key what is written
//: on the spine, the value what stands in the book. When keys are perpendicular to each
//: other and long, a query equal to one of them fetches its book and less than a rounding
//: error of the others; and the mixture knows books, not shelves, so that reordering keys
//: together with their values changes nothing.

/// The rows of a matrix in another order
func rows(_ A: Matrix<Double>, _ order: [Int]) -> Matrix<Double> {
  Matrix(order.map { A.row($0).entries })
}

extension Transformer {
  private static func library(_ page: Page) {
    page.verify("a query fetches the value whose key it matches", at: "Q16:roles") { draw in
      let K = 40 * Matrix(diagonal: [1, 1, 1])
      let V = draw.matrix(3, 2)
      let wanted = draw.below(3)
      attention(rows(K, [wanted]), K, V).O.row(0) ≈ V.row(wanted)
      let q = draw.matrix(1, 3)
      let order = draw.shuffled(3)
      let plain = attention(q, K, V).O
      attention(q, rows(K, order), rows(V, order)).O ≈ plain
      attention(q, K, 2 * V).O ≈ 2 * plain
    }
  }
}

//: ### Shapes
//:
//: With five tokens, width 6 and heads of 2 and 3, no two sizes are the same, and the shape
//: of a result shows which of them it has. The weights have the shape of their gradients,
//: which are products of what came in and what comes back.

extension Matrix {
  /// The shape with a name for each size, `T×dₖ`
  func shapeWords(_ names: [Int: String]) -> String {
    "\(names[rows] ?? String(rows))×\(names[columns] ?? String(columns))"
  }
}

extension Transformer {
  private static func shapes(_ page: Page) {
    let names = [5: "T", 6: "d_model", 2: "dₖ", 3: "dᵥ"]
    func ones(_ rows: Int, _ columns: Int) -> Matrix<Double> {
      Matrix(repeating: 1, rows: rows, columns: columns)
    }
    let X = ones(5, 3) * ones(3, 6)
    let (Q, K, V) = (X * ones(6, 2), X * ones(6, 2), X * ones(6, 3))
    func show(_ quantity: String, _ A: Matrix<Double>, at place: Place) {
      page.show(quantity, A.shapeWords(names), at: place)
    }
    show("shape of X", X, at: "§18.1.1")
    show("shape of Q", Q, at: "18.1")
    show("shape of K", K, at: "18.2")
    show("shape of V", V, at: "18.3")
    show("shape of query weights", X.ᵀ * Q, at: "§18.1.1")
    show("shape of key weights", X.ᵀ * K, at: "§18.1.1")
    show("shape of value weights", X.ᵀ * V, at: "§18.1.1")
    show("shape of E", Q * K.ᵀ, at: "18.4")
  }
}
