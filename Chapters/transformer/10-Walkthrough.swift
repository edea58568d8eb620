import Companion
import Mathematics

//: The last walkthrough of the notes turns attention on its side, and its formulas do not fit
//: together. It goes through one head once more, with features as the rows now and tokens as the
//: columns. It gives two tokens, width 4 and two heads, so that a head is $4/2 = 2$ wide. From the
//: projections on all its matrices are then 2×2, every product fits, and nothing tells a reader
//: which of them is right. With three tokens, everything does.

extension Transformer {
  static let walkthrough = Section(.foundations, "21.3", "A walkthrough on its side") { page in
    let T = page.given(number: "T", at: "§21.3.1")
    let d = page.given(number: "d_model", at: "§21.3.1", as: "d")
    let h = page.given(number: "h", at: "§21.3.1")

    let (rows, columns) = (min(max(d.rounded(), 1), 99), min(max(T.rounded(), 1), 99))
    let X₀ = Matrix(repeating: 0.0, rows: Int(rows), columns: Int(columns))
    page.show("shape of X", X₀.shapeWords, at: "§21.3.1", for: "21.3.1:x")
    page.derive("width of a head", d / h, for: "21.3.1:setup")

    //: ### Forward
    //:
    //: With features as rows the weights multiply from the left, $Q = WX$, and Q is what it was, on
    //: its side.

    page.verify("WX with features as rows is XW with tokens as rows, transposed", at: "21.3.2:q") {
      draw in
      let (X, W) = (draw.matrix(4, 3), draw.matrix(2, 4))
      // Each token alone, feature by feature.
      let tokens = (0..<3).map { t in
        (0..<2).map { i in (0..<4).reduce(0) { $0 + W[i, $1] * X[$1, t] } }
      }
      return [
        Evidence("tokens as rows", error: distance(X.ᵀ * W.ᵀ, Matrix(tokens)), bound: 1e-15),
        Evidence("features as rows", error: distance(W * X, Matrix(tokens).ᵀ), bound: 1e-15),
      ]
    }

    //: The scores are where it goes wrong. $QKᵀ$ of two matrices of shape $dₖ×T$ multiplies
    //: *features*: it is $dₖ×dₖ$ and compares no token with any other. What compares queries with
    //: keys is $QᵀK$, with the queries as rows, or $KᵀQ$, with the queries as columns.

    page.refute(
      "E = QKᵀ/√dₖ for Q, K of shape dₖ×T", at: "21.3.2:e",
      correction: "E = QᵀK/√dₖ (queries as rows) or KᵀQ/√dₖ (queries as columns)"
    ) { draw in
      let head = Sideways(&draw, T: 3, width: 2)
      return [
        Evidence(
          "scores of tokens", error: distance(product(head.Q, head.K.ᵀ), head.scores),
          bound: 1e-15)
      ]
    } corrected: { draw in
      let head = Sideways(&draw, T: 3, width: 2)
      return [
        Evidence("rows", error: distance(product(head.Q.ᵀ, head.K), head.scores), bound: 1e-15),
        Evidence(
          "columns", error: distance(product(head.K.ᵀ, head.Q), head.scores.ᵀ), bound: 1e-15),
      ]
    }

    //: Softmax by columns suits $KᵀQ$. But the output is then $VA$, $dᵥ×T$ like the input. The
    //: product $AVᵀ$ that is printed takes the mean of values along the *rows* of A. A simple test
    //: is to let all values be 1: any mean of them is 1.

    page.refute(
      "the head is H = AVᵀ, with softmax by columns", at: "21.3.2:softmax",
      correction: "H = AVᵀ with softmax by rows, or H = VA with softmax by columns of KᵀQ"
    ) { draw in
      let A = softmaxOfColumns(Sideways(&draw, T: 3, width: 2).scores)
      let ones = Matrix(repeating: 1.0, rows: 2, columns: 3)
      return [Evidence("outputs less 1", error: largest(A * ones.ᵀ, less: 1), bound: 1e-15)]
    } corrected: { draw in
      let E = Sideways(&draw, T: 3, width: 2).scores
      let ones = Matrix(repeating: 1.0, rows: 2, columns: 3)
      let (byRows, byColumns) = (softmaxOfRows(E), softmaxOfColumns(E.ᵀ))
      return [
        Evidence("rows", error: largest(byRows * ones.ᵀ, less: 1), bound: 1e-15),
        Evidence("columns", error: largest(ones * byColumns, less: 1), bound: 1e-15),
      ]
    }
    page.verify("AVᵀ with softmax by rows is attention, T×dᵥ", at: "21.3.2:head") { draw in
      let head = Sideways(&draw, T: 3, width: 2)
      let A = softmaxOfRows(head.scores / 2.0.squareRoot())
      let tokensAsRows = attention(head.Q.ᵀ, head.K.ᵀ, head.V.ᵀ).O
      return [Evidence("§18.1.2", error: distance(A * head.V.ᵀ, tokensAsRows), bound: 1e-15)]
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
    //: are as wrong.

    page.refute(
      "∂L/∂V = (∂L/∂H)A for H = AVᵀ", at: "21.19",
      correction: "∂L/∂V = (∂L/∂H)ᵀA; as printed, it is right for H = VAᵀ"
    ) { draw in
      let (three, two) = (Sideways(&draw, T: 3, width: 2), Sideways(&draw, T: 2, width: 2))
      return [
        fits("shape, T = 3", product(three.dHead, three.A), three.dV),
        fits("tape, T = 2", product(two.dHead, two.A), two.dV),
      ]
    } corrected: { draw in
      let head = Sideways(&draw, T: 3, width: 2)
      let (A, dSide) = (head.A, head.dSide)
      let tape = reverseGradient(at: head.V) { inner(Matrix(dSide), $0 * Matrix(A.ᵀ)) }
      return [
        fits("tape, AVᵀ", product(head.dHead.ᵀ, A), head.dV),
        fits("as printed, VAᵀ", product(dSide, A), tape),
      ]
    }
    page.refute(
      "∂L/∂A = (∂L/∂H)ᵀV for H = AVᵀ", at: "21.20",
      correction: "∂L/∂A = (∂L/∂H)V; as printed, it is right for H = VAᵀ"
    ) { draw in
      let (three, two) = (Sideways(&draw, T: 3, width: 2), Sideways(&draw, T: 2, width: 2))
      return [
        fits("shape, T = 3", product(three.dHead.ᵀ, three.V), three.dA),
        fits("tape, T = 2", product(two.dHead.ᵀ, two.V), two.dA),
      ]
    } corrected: { draw in
      let head = Sideways(&draw, T: 3, width: 2)
      let (V, dSide) = (head.V, head.dSide)
      let tape = reverseGradient(at: head.A) { inner(Matrix(dSide), Matrix(V) * $0.ᵀ) }
      return [
        fits("tape, AVᵀ", product(head.dHead, V), head.dA),
        fits("as printed, VAᵀ", product(dSide.ᵀ, V), tape),
      ]
    }

    //: The other two formulas of the way back are
    //:
    //:     ∂Aᵢⱼ/∂Eₖⱼ = Aᵢⱼ(δᵢₖ − Aₖⱼ)    (21.21)
    //:     ∂L/∂Q = (1/√dₖ) (∂L/∂E)K      (21.22)
    //:
    //: The Jacobian (21.21) is right for softmax by columns, index for index. (21.22) is the
    //: derivative of the scores as they are printed, $QKᵀ$, with $1/√dₖ$ as the factor that its ∝
    //: leaves open. It is therefore right with tokens as rows, and for $QᵀK$ it becomes
    //: $K(∂L/∂E)ᵀ/√dₖ$.

    page.verify("∂Aᵢⱼ/∂Eₖⱼ = Aᵢⱼ(δᵢₖ − Aₖⱼ) for softmax by columns", at: "21.21") { draw in
      let E = draw.matrix(3, 2, -2, 2)
      let A = softmaxOfColumns(E)
      let (i, j, k) = (draw.below(3), draw.below(2), draw.below(3))
      var lifted = Matrix<Dual<Double>>(E)
      lifted[k, j].tangent = 1
      let moved = softmaxOfRows(lifted.ᵀ).ᵀ
      let other = moved[i, 1 - j].tangent
      let formula = A[i, j] * ((i == k ? 1 : 0) - A[k, j])
      return [
        Evidence("dual numbers", error: abs(moved[i, j].tangent - formula), bound: 1e-15),
        Evidence("another column", error: abs(other), bound: 0),
      ]
    }
    page.verify("∂L/∂Q = (∂L/∂E)K/√dₖ for E = QKᵀ/√dₖ, tokens as rows", at: "21.22") { draw in
      let (Q, K, dE) = (draw.matrix(3, 2), draw.matrix(3, 2), draw.matrix(3, 3))
      let root = 2.0.squareRoot()
      func loss<S: Scalar>(_ v: Vector<S>) -> S {
        var parts = Parts(v)
        return inner(Matrix<S>(dE), parts.matrix(3, 2) * Matrix<S>(K).ᵀ / S(root))
      }
      let dQ = dE * K / root
      return compare(
        Vector(dQ.entries), at: Vector(Q.entries), along: draw.vector(6), loss, loss)
    }

    //: ### Which belongs to which
    //:
    //: Each printed formula in three consistent layouts, tried on random numbers with three tokens
    //: and heads of 2. No column is right throughout: the walkthrough mixes all three. A mixed
    //: layout comes nearer: with tokens as rows in Q and K, but features as rows in V and in the
    //: gradient of the output, only $WX$ and the softmax by columns fail.

    var draw = Generator(seed: 2132)
    page.table(
      "The printed formulas in three layouts",
      columns: ["", "Q is T×dₖ", "Q is dₖ×T, and E = QᵀK", "Q is dₖ×T, and E = KᵀQ"],
      rows: layoutTable(&draw, T: 3, width: 2))
    page.table(
      "The same with T = dₖ = dᵥ = 2, as in the notes",
      columns: ["", "Q is T×dₖ", "Q is dₖ×T, and E = QᵀK", "Q is dₖ×T, and E = KᵀQ"],
      rows: layoutTable(&draw, T: 2, width: 2))

    //: ### Two consistent sets
    //:
    //: With features as rows throughout, and the queries as rows of A, softmax goes by rows. With
    //: $∂V$ for $∂L/∂V$, and so on:
    //:
    //:     E = QᵀK/√dₖ,  H = VAᵀ
    //:     ∂V = (∂H)A,  ∂A = (∂H)ᵀV
    //:     ∂Q = K (∂E)ᵀ/√dₖ,  ∂K = Q ∂E/√dₖ
    //:
    //: With the queries as columns, softmax goes by columns:
    //:
    //:     E = KᵀQ/√dₖ,  H = VA
    //:     ∂V = (∂H)Aᵀ,  ∂A = Vᵀ(∂H)
    //:     ∂Q = K ∂E/√dₖ,  ∂K = Q (∂E)ᵀ/√dₖ

    page.verify("queries as rows of A: the whole way back") { draw in
      consistent(&draw, queriesAreRows: true)
    }
    page.verify("queries as columns of A: the whole way back") { draw in
      consistent(&draw, queriesAreRows: false)
    }
  }
}
