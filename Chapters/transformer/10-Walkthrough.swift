import Companion
import Mathematics

//: The last walkthrough of the notes turns attention on its side, and its formulas do not fit
//: together. It goes through one head once more, with features as the rows now and tokens as the
//: columns. It gives two tokens, width 4 and two heads, so that a head is $4/2 = 2$ wide. From the
//: projections on all its matrices are then 2×2, every product fits, and nothing tells a reader
//: which of them is right. With three tokens, everything does.

extension Transformer {
  static let walkthrough = Section(.foundations, "21.3", "A walkthrough on its side") { page in
    let T: Int = page.given("T", at: "§21.3.1", in: 1...99)
    let d: Int = page.given("d_model", at: "§21.3.1", as: "d", in: 1...99)
    let h: Double = page.given("h", at: "§21.3.1", in: 1...99)
    let X = Matrix(repeating: 0.0, rows: d, columns: T)
    page.show("shape of X", X.shapeWords, at: "§21.3.1", for: "21.3.1:x")
    page.derive("width of a head", Double(d) / h, for: "21.3.1:setup")
    projection(page)
    scores(page)
    output(page)
    valuesBackward(page)
    weightsBackward(page)
    softmaxJacobian(page)
    queriesBackward(page)
    layouts(page)
    queriesAsRows(page)
    queriesAsColumns(page)
  }

  //: ### Forward
  //:
  //: With features as rows the weights multiply from the left, $Q = WX$, and Q is what it was, on
  //: its side.

  private static func projection(_ page: Page) {
    page.verify("WX with features as rows is XW with tokens as rows, transposed", at: "21.3.2:q") {
      draw in
      let (X, W) = (draw.matrix(4, 3), draw.matrix(2, 4))
      // Each token alone, feature by feature.
      let tokens = Matrix(
        (0..<3).map { t in (0..<2).map { i in (0..<4).reduce(0) { $0 + W[i, $1] * X[$1, t] } } })
      X.ᵀ * W.ᵀ ≈ tokens
      W * X ≈ tokens.ᵀ
    }
  }
}

//: The scores are where it goes wrong. $QKᵀ$ of two matrices of shape $dₖ×T$ multiplies
//: *features*: it is $dₖ×dₖ$ and compares no token with any other. What compares queries with
//: keys is $QᵀK$, with the queries as rows, or $KᵀQ$, with the queries as columns.
//:
//: To see that, a head on its side is drawn, and its scores are computed number by number. Where
//: the shapes of two factors do not fit, there is no product.

/// One head with features as rows and tokens as columns
struct Sideways {
  /// The tokens and the query weights, 4×T and width×4
  let X, W: Matrix<Double>
  let Q, K, V: Matrix<Double>
  /// An error of the output AVᵀ, T×width
  let dHead: Matrix<Double>
  /// The same error of its transpose VAᵀ, width×T
  var dSide: Matrix<Double> { dHead.ᵀ }

  init(_ draw: inout Generator, T: Int, width: Int) {
    (X, W) = (draw.matrix(4, T), draw.matrix(width, 4))
    (Q, K, V) = (W * X, draw.matrix(width, T), draw.matrix(width, T))
    dHead = draw.matrix(T, width)
  }

  /// Query i with key j, number by number
  var scores: Matrix<Double> {
    let tokens = 0..<Q.columns
    return Matrix(
      tokens.map { i in
        tokens.map { j in (0..<Q.rows).reduce(0) { $0 + Q[$1, i] * K[$1, j] } }
      })
  }
  /// The weights with queries as rows
  var A: Matrix<Double> { softmaxOfRows(scores / Double(Q.rows).squareRoot()) }

  /// ∂L/∂V for head = AVᵀ, from the tape
  var dV: Matrix<Double> {
    reverseGradient(at: V) { inner(Matrix(dHead), Matrix(A) * $0.ᵀ) }
  }
  /// ∂L/∂A for head = AVᵀ, from the tape
  var dA: Matrix<Double> {
    reverseGradient(at: A) { inner(Matrix(dHead), $0 * Matrix(V.ᵀ)) }
  }
}

//: With three tokens and heads of two, a printed product either does not exist or can be
//: compared, entry by entry, with what it should be.

/// AB, or nil where the shapes do not fit
func product(_ A: Matrix<Double>, _ B: Matrix<Double>) -> Matrix<Double>? {
  A.columns == B.rows ? A * B : nil
}

extension Transformer {
  private static func scores(_ page: Page) {
    page.refute(
      "E = QKᵀ/√dₖ for Q, K of shape dₖ×T", at: "21.3.2:e",
      correction: "E = QᵀK/√dₖ (queries as rows) or KᵀQ/√dₖ (queries as columns)"
    ) { draw in
      let head = Sideways(&draw, T: 3, width: 2)
      product(head.Q, head.K.ᵀ) ≈ head.scores
    } corrected: { draw in
      let head = Sideways(&draw, T: 3, width: 2)
      by("rows") { product(head.Q.ᵀ, head.K) ≈ head.scores }
      by("columns") { product(head.K.ᵀ, head.Q) ≈ head.scores.ᵀ }
    }
  }
}

//: Softmax by columns suits $KᵀQ$. But the output is then $VA$, $dᵥ×T$ like the input. The
//: product $AVᵀ$ that is printed takes the mean of values along the *rows* of A. A simple test
//: is to let all values be 1: any mean of them is 1.

/// Softmax of each column by itself
func softmaxOfColumns<T: Scalar>(_ E: Matrix<T>) -> Matrix<T> { softmaxOfRows(E.ᵀ).ᵀ }

extension Transformer {
  private static func output(_ page: Page) {
    let ones = Matrix(repeating: 1.0, rows: 2, columns: 3)
    page.refute(
      "the head is H = AVᵀ, with softmax by columns", at: "21.3.2:softmax",
      correction: "H = AVᵀ with softmax by rows, or H = VA with softmax by columns of KᵀQ"
    ) { draw in
      let A = softmaxOfColumns(Sideways(&draw, T: 3, width: 2).scores)
      A * ones.ᵀ ≈ ones.ᵀ
    } corrected: { draw in
      let E = Sideways(&draw, T: 3, width: 2).scores
      by("rows") { softmaxOfRows(E) * ones.ᵀ ≈ ones.ᵀ }
      by("columns") { ones * softmaxOfColumns(E.ᵀ) ≈ ones }
    }
    page.verify("AVᵀ with softmax by rows is attention, T×dᵥ", at: "21.3.2:head") { draw in
      let head = Sideways(&draw, T: 3, width: 2)
      let A = softmaxOfRows(head.scores / 2.0.squareRoot())
      by("§18.1.2") { A * head.V.ᵀ ≈ attention(head.Q.ᵀ, head.K.ᵀ, head.V.ᵀ).O }
    }
  }

  //: ### Backward
  //:
  //: With H for the head, $H = AVᵀ$, the gradients in their corrected form are
  //:
  //:     ∂L/∂V = (∂L/∂H)ᵀA    (21.19, corrected)
  //:     ∂L/∂A = (∂L/∂H)V     (21.20, corrected)
  //:
  //: The notes print (21.19) without the transpose and (21.20) with it. As printed they belong
  //: together, but not to $AVᵀ$: they are the two halves of the derivative of its transpose
  //: $VAᵀ$, the output with features as rows. For the output as printed, $∂L/∂H$ has to be
  //: transposed in both. Where T and $dᵥ$ are both 2 the printed products fit all the same, and
  //: are as wrong: the first relation below asks for three tokens, the second for two.

  private static func valuesBackward(_ page: Page) {
    page.refute(
      "∂L/∂V = (∂L/∂H)A for H = AVᵀ", at: "21.19",
      correction: "∂L/∂V = (∂L/∂H)ᵀA; as printed, it is right for H = VAᵀ"
    ) { draw in
      let (three, two) = (Sideways(&draw, T: 3, width: 2), Sideways(&draw, T: 2, width: 2))
      by("T = 3") { product(three.dHead, three.A) ≈ three.dV }
      by("T = 2") { product(two.dHead, two.A) ≈ two.dV }
    } corrected: { draw in
      let head = Sideways(&draw, T: 3, width: 2)
      let (A, dSide) = (head.A, head.dSide)
      gradient(at: head.V) { inner(Matrix(head.dHead), Matrix(A) * $0.ᵀ) } ≈ head.dHead.ᵀ * A
      gradient(at: head.V) { inner(Matrix(dSide), $0 * Matrix(A.ᵀ)) } ≈ dSide * A
    }
  }

  private static func weightsBackward(_ page: Page) {
    page.refute(
      "∂L/∂A = (∂L/∂H)ᵀV for H = AVᵀ", at: "21.20",
      correction: "∂L/∂A = (∂L/∂H)V; as printed, it is right for H = VAᵀ"
    ) { draw in
      let (three, two) = (Sideways(&draw, T: 3, width: 2), Sideways(&draw, T: 2, width: 2))
      by("T = 3") { product(three.dHead.ᵀ, three.V) ≈ three.dA }
      by("T = 2") { product(two.dHead.ᵀ, two.V) ≈ two.dA }
    } corrected: { draw in
      let head = Sideways(&draw, T: 3, width: 2)
      let (V, dSide) = (head.V, head.dSide)
      gradient(at: head.A) { inner(Matrix(head.dHead), $0 * Matrix(V.ᵀ)) } ≈ head.dHead * V
      gradient(at: head.A) { inner(Matrix(dSide), Matrix(V) * $0.ᵀ) } ≈ dSide.ᵀ * V
    }
  }

  //: The other two formulas of the way back are
  //:
  //:     ∂Aᵢⱼ/∂Eₖⱼ = Aᵢⱼ(δᵢₖ − Aₖⱼ)    (21.21)
  //:     ∂L/∂Q = (1/√dₖ) (∂L/∂E)K      (21.22)
  //:
  //: The Jacobian (21.21) is right for softmax by columns, index for index. The notes print its
  //: last line. With $eᵢ$ for $exp(Eᵢⱼ)$ and Z for the sum of these over the column, $Aᵢⱼ$ is
  //: $eᵢ/Z$, and the quotient rule gives the first: $Eₖⱼ$ stands in the numerator for $i = k$ only,
  //: and in Z always. The example is a column of two scores, 1 and 0, and row i, column k of what
  //: comes out belong to the weight i and the score k.

  private static func softmaxJacobian(_ page: Page) {
    page.derivation("∂Aᵢⱼ/∂Eₖⱼ", of: [1, 0] as Vector) { draw in
      draw.vector(3, -2, 2)
    } lines: { e in
      let (exps, Z) = (exp(e), exp(e).sum)
      let a = exps / Z
      Line(
        "(δᵢₖ eᵢ Z − eᵢeₖ)/Z²",
        (Z * Matrix(diagonal: exps) - exps * exps.ᵀ) / (Z * Z))
      Line("δᵢₖ Aᵢⱼ − AᵢⱼAₖⱼ", Matrix(diagonal: a) - a * a.ᵀ)
      Line(
        "Aᵢⱼ(δᵢₖ − Aₖⱼ)", at: "21.21",
        Matrix(e.indices.map { i in e.indices.map { k in a[i] * ((i == k ? 1 : 0) - a[k]) } }))
    } truth: { e in
      jacobian(at: e) { softmaxOfColumns(Matrix(columns: [$0])).column(0) }
    }
    page.verify("a score moves no weight of another column", at: "21.21") { draw in
      let (E, k, j) = (draw.matrix(3, 2, -2, 2), draw.below(3), draw.below(2))
      var lifted = Matrix<Dual<Double>>(E)
      lifted[k, j].tangent = 1
      softmaxOfColumns(lifted).column(1 - j).map(\.tangent) == [0, 0, 0]
    }
  }

  //: (21.22) is the derivative of the scores as they are printed, $QKᵀ$, with $1/√dₖ$ as the
  //: factor that its ∝ leaves open. It is therefore right with tokens as rows, and for $QᵀK$ it
  //: becomes $K(∂L/∂E)ᵀ/√dₖ$. An entry $Qᵢₐ$ acts on row i of the scores, on $Eᵢⱼ$ by
  //: $Kⱼₐ/√dₖ$; the sum over j runs along the rows of the error and down the columns of K, which
  //: is a product from the right, without any transpose.

  private static func queriesBackward(_ page: Page) {
    let K: Matrix<Double> = [[1, 2], [0, 1]]
    let dE: Matrix<Double> = [[0.5, -0.5], [0, 1]]
    page.derivation("∂L/∂Qᵢₐ", of: (Q: Matrix(diagonal: [1.0, 1]), K: K, dE: dE)) { draw in
      (Q: draw.matrix(3, 2), K: draw.matrix(3, 2), dE: draw.matrix(3, 3))
    } lines: { Q, K, dE in
      let root = Double(K.columns).squareRoot()
      Line(
        "Σⱼ ∂L/∂Eᵢⱼ Kⱼₐ/√dₖ",
        Matrix(
          (0..<Q.rows).map { i in
            (0..<Q.columns).map { a in
              (0..<K.rows).reduce(0) { $0 + dE[i, $1] * K[$1, a] / root }
            }
          }))
      Line("(1/√dₖ) ((∂L/∂E)K)ᵢₐ", at: "21.22", 1 / root * (dE * K))
    } truth: { Q, K, dE in
      gradient(at: Q) { Q in
        inner(Matrix(dE), Q * Matrix(K.ᵀ) / Twofold(Double(K.columns).squareRoot()))
      }
    }
  }
}

//: ### Which belongs to which
//:
//: Each printed formula in three consistent layouts, tried on random numbers with three tokens
//: and heads of 2. No column is right throughout: the walkthrough mixes all three. A mixed
//: layout comes nearer: with tokens as rows in Q and K, but features as rows in V and in the
//: gradient of the output, only $WX$ and the softmax by columns fail.

/// What each letter of the walkthrough stands for in one of the layouts; the gradients are those
/// that are right in it
struct Layout {
  let X, W: Matrix<Double>
  let Q, K, V: Matrix<Double>
  let E, A, head: Matrix<Double>
  let dHead, dV, dA: Matrix<Double>
  /// Any gradient by the scores, and that by the queries but for the factor 1/√dₖ
  let dE, dQ: Matrix<Double>

  /// The printed formulas, tried on the letters of this layout
  func verdicts(width: Int) -> [(formula: String, word: String)] {
    let byColumns = softmaxOfColumns(E / Double(width).squareRoot())
    return [
      ("Q = WX", verdict(product(W, X), Q)), ("E = QKᵀ", verdict(product(Q, K.ᵀ), E)),
      ("softmax by columns", verdict(byColumns, A)), ("H = AVᵀ", verdict(product(A, V.ᵀ), head)),
      ("(21.19) $∂V = (∂H)A$", verdict(product(dHead, A), dV)),
      ("(21.20) $∂A = (∂H)ᵀV$", verdict(product(dHead.ᵀ, V), dA)),
      ("(21.22) $∂Q = c(∂E)K$", verdict(product(dE, K), dQ)),
    ]
  }

  /// Whether a printed product is right, fits at all, or is right on its side
  private func verdict(_ printed: Matrix<Double>?, _ right: Matrix<Double>) -> String {
    guard let printed else { return "does not fit" }
    func isNear(_ A: Matrix<Double>) -> Bool {
      A.shapeWords == right.shapeWords && Vector((A - right).entries).maxNorm < 1e-12
    }
    if isNear(printed) { return "right" }
    if isNear(printed.ᵀ) { return "transposed" }
    return printed.shapeWords == right.shapeWords ? "wrong" : "another shape"
  }
}

//: The three layouts of one head differ in what lies on its side: nothing, or everything but the
//: scores, or the scores as well.

/// A head that was drawn, in the three layouts
private func threeLayouts(_ draw: inout Generator, T: Int, width: Int) -> [Layout] {
  let s = Sideways(&draw, T: T, width: width)
  let dE = draw.matrix(T, T)
  let (E, A, O) = (s.scores, s.A, s.V * s.A.ᵀ)
  let (dV, dA, dQ) = (s.dV, s.dA, s.K * dE.ᵀ)
  let tokensAsRows = Layout(
    X: s.X.ᵀ, W: s.W.ᵀ, Q: s.Q.ᵀ, K: s.K.ᵀ, V: s.V.ᵀ, E: E, A: A, head: O.ᵀ, dHead: s.dHead,
    dV: dV.ᵀ, dA: dA, dE: dE, dQ: dQ.ᵀ)
  let queriesAsRows = Layout(
    X: s.X, W: s.W, Q: s.Q, K: s.K, V: s.V, E: E, A: A, head: O, dHead: s.dSide,
    dV: dV, dA: dA, dE: dE, dQ: dQ)
  let queriesAsColumns = Layout(
    X: s.X, W: s.W, Q: s.Q, K: s.K, V: s.V, E: E.ᵀ, A: A.ᵀ, head: O, dHead: s.dSide,
    dV: dV, dA: dA.ᵀ, dE: dE.ᵀ, dQ: dQ)
  return [tokensAsRows, queriesAsRows, queriesAsColumns]
}

extension Transformer {
  private static func layouts(_ page: Page) {
    var draw = Generator(seed: 2132)
    let width = 2
    for T in [3, 2] {
      let columns = threeLayouts(&draw, T: T, width: width).map { $0.verdicts(width: width) }
      page.table(
        T == width
          ? "The same with T = dₖ = dᵥ = \(width), as in the notes"
          : "The printed formulas in three layouts",
        columns: ["", "Q is T×dₖ", "Q is dₖ×T, and E = QᵀK", "Q is dₖ×T, and E = KᵀQ"],
        rows: columns[0].indices.map { i in [columns[0][i].formula] + columns.map { $0[i].word } })
    }
  }

  //: ### Two consistent sets
  //:
  //: With features as rows throughout, and the queries as rows of A, softmax goes by rows. With
  //: $∂V$ for $∂L/∂V$, and so on:
  //:
  //:     E = QᵀK/√dₖ,  H = VAᵀ
  //:     ∂V = (∂H)A,  ∂A = (∂H)ᵀV
  //:     ∂Q = K (∂E)ᵀ/√dₖ,  ∂K = Q ∂E/√dₖ
  //:
  //: Both sets are tested for two features and three tokens, by Q, K and V at once.

  private static func queriesAsRows(_ page: Page) {
    page.verify("queries as rows of A: the whole way back") { draw in
      let v = draw.vector(18, -1.5, 1.5)
      let (dH, root) = (draw.matrix(2, 3), 2.0.squareRoot())
      let (Q, K, V) = matrices(v)
      let A = softmaxOfRows(Q.ᵀ * K / root)
      let dE = softmaxOfRowsBackward(dH.ᵀ * V, A)
      let (dQ, dK, dV) = (K * dE.ᵀ / root, Q * dE / root, dH * A)
      gradient(at: v) { v in
        let (Q, K, V) = matrices(v)
        return inner(Matrix(dH), V * softmaxOfRows(Q.ᵀ * K / Twofold(root)).ᵀ)
      } ≈ Vector([dQ, dK, dV].flatMap(\.entries))
    }
  }

  /// Q, K and V of three tokens and two features, from one vector
  private static func matrices<T: Scalar>(_ v: Vector<T>) -> (Matrix<T>, Matrix<T>, Matrix<T>) {
    var parts = Parts(v)
    return (parts.matrix(2, 3), parts.matrix(2, 3), parts.matrix(2, 3))
  }

  //: With the queries as columns, softmax goes by columns:
  //:
  //:     E = KᵀQ/√dₖ,  H = VA
  //:     ∂V = (∂H)Aᵀ,  ∂A = Vᵀ(∂H)
  //:     ∂Q = K ∂E/√dₖ,  ∂K = Q (∂E)ᵀ/√dₖ

  private static func queriesAsColumns(_ page: Page) {
    page.verify("queries as columns of A: the whole way back") { draw in
      let v = draw.vector(18, -1.5, 1.5)
      let (dH, root) = (draw.matrix(2, 3), 2.0.squareRoot())
      let (Q, K, V) = matrices(v)
      let A = softmaxOfColumns(K.ᵀ * Q / root)
      let dE = softmaxOfRowsBackward((V.ᵀ * dH).ᵀ, A.ᵀ).ᵀ
      let (dQ, dK, dV) = (K * dE / root, Q * dE.ᵀ / root, dH * A.ᵀ)
      gradient(at: v) { v in
        let (Q, K, V) = matrices(v)
        return inner(Matrix(dH), V * softmaxOfColumns(K.ᵀ * Q / Twofold(root)))
      } ≈ Vector([dQ, dK, dV].flatMap(\.entries))
    }
  }
}
