import Companion
import Mathematics

//: Attention backwards, by hand: three tokens, one head, and every gradient down to the weights.
//: Each step undoes one of [the section before](#queries-keys-and-values), last to first, and each
//: gradient has the shape of what it belongs to.

extension Transformer {
  static let backwardPass = Section(.foundations, "18.1.2", "Attention backwards") { page in
    let example = HandExample(page)
    let (X, Q, K, V) = (example.X, example.Q, example.K, example.V)
    let (A, O) = attention(Q, K, V)

    //: As loss, half the squared distance to outputs that were wished for; its slope is the
    //: difference.
    //:
    //:     ℒ = ½ ‖O − Y‖_F²,  ∂ℒ/∂O = O − Y

    let Y: Matrix<Double> = page.given("wished outputs", ours: [[2, 1], [1, 1], [1, 2]])
    let dO = O - Y  // 3×2
    page.derive("ℒ", 0.5 * dO.frobeniusNorm.power(2))
    page.derive("∂ℒ/∂O", dO)

    //: $O = AV$ is a product of two variables, so that the error goes both ways: each value
    //: collects from all who looked at it, each weight is told how well its value went with the
    //: error. An entry $Vⱼₐ$ stands in column a of every output, in row i with the factor $Aᵢⱼ$;
    //: what it is told is $Σᵢ Aᵢⱼ ∂ℒ/∂Oᵢₐ$, and a sum over the *rows* of A is a product with $Aᵀ$
    //: from the left.
    //:
    //:     ∂ℒ/∂V = Aᵀ ∂ℒ/∂O,  ∂ℒ/∂A = ∂ℒ/∂O Vᵀ

    let dV = A.ᵀ * dO  // (3×3)(3×2) → 3×2
    let dA = dO * V.ᵀ  // (3×2)(2×3) → 3×3
    page.derive("∂ℒ/∂V", dV)
    page.derive("∂ℒ/∂A", dA)

    //: One entry by hand. The second value was read with weights 0.768, 0.333 and 0.576, and the
    //: errors of the first column are −0.232, 0.333 and 0.576:
    //: $0.768 · (−0.232) + 0.333 · 0.333 + 0.576 · 0.576 = 0.265$.
    //:
    //: Softmax couples the entries of a row. Its Jacobian is $diag(a) − aaᵀ$, and multiplying by it
    //: never needs the Jacobian: take from each entry the mean of its row, weighted by a, then
    //: multiply by a. For the scaled scores $S = E/√dₖ$ this is
    //:
    //:     ∂ℒ/∂Sᵢⱼ = Aᵢⱼ(∂ℒ/∂Aᵢⱼ − Σₖ Aᵢₖ ∂ℒ/∂Aᵢₖ),  ∂ℒ/∂E = 1/√dₖ ∂ℒ/∂S
    //:
    //: Whatever went in, each row of the result sums to zero, since adding a constant to all scores
    //: of a row changes nothing. In the second row, where all weights are ⅓, the entries 1, 1 and ⅔
    //: have the mean 8/9, and what is left of them is a third of 1/9, 1/9 and −2/9; divided by $√2$
    //: that is 0.026, 0.026 and −0.052.

    let dE = softmaxOfRowsBackward(dA, A) / Double(K.columns).squareRoot()  // 3×3
    page.derive("∂ℒ/∂E", dE)

    //: The scores are again a product of two variables:
    //:
    //:     ∂ℒ/∂Q = ∂ℒ/∂E K,  ∂ℒ/∂K = (∂ℒ/∂E)ᵀ Q

    let dQ = dE * K  // (3×3)(3×2) → 3×2
    let dK = dE.ᵀ * Q  // (3×3)(3×2) → 3×2
    page.derive("∂ℒ/∂Q", dQ)
    page.derive("∂ℒ/∂K", dK)

    //: The queries' second column gets nothing, and the reason can be read off the keys: their
    //: second entries are all 1, so that a change there moves all scores of a row together.
    //:
    //: The projections are linear layers. The input was used three times, so its gradient is a sum
    //: of three.
    //:
    //:     ∂ℒ/∂W_Q = Xᵀ ∂ℒ/∂Q,  ∂ℒ/∂W_K = Xᵀ ∂ℒ/∂K,  ∂ℒ/∂W_V = Xᵀ ∂ℒ/∂V
    //:     ∂ℒ/∂X = ∂ℒ/∂Q W_Qᵀ + ∂ℒ/∂K W_Kᵀ + ∂ℒ/∂V W_Vᵀ
    //:
    //: Why $Xᵀ$, and from the left? $W_Q$ has an entry for each feature and each column, and that
    //: entry was used by every token, with the feature as its factor. What it is told is a sum over
    //: tokens, and tokens are the rows of X.

    let W = [example.W_Q, example.W_K, example.W_V]
    let dW = [X.ᵀ * dQ, X.ᵀ * dK, X.ᵀ * dV]  // (4×3)(3×2) → 4×2
    page.derive("∂ℒ/∂X", dQ * W[0].ᵀ + dK * W[1].ᵀ + dV * W[2].ᵀ)  // 3×4

    //: A weight, its gradient and the weight after a step, as
    //: [the recurrent network's step](../rnn/README.md#the-rest-and-one-step) has them.

    let η = 0.1
    let names = ["W_Q", "W_K", "W_V"]
    let lines = (0..<3).flatMap { i in
      (0..<W[i].rows).map { j -> [any Showable] in
        ["\(names[i]) row \(j + 1)", W[i].row(j), dW[i].row(j), (W[i] - η * dW[i]).row(j)]
      }
    }
    page.table(
      "The weights after one step",
      columns: ["", "weight", "gradient", "after a step of \(words(η))"], rows: lines)
    page.derive("ℒ after the step", loss(X, zip(W, dW).map { $0 - η * $1 }, Y))

    //: The values have moved most: their gradient is of first order in the weights of attention,
    //: while queries and keys act only through differences of scores, weakened by the slope of
    //: softmax and by $1/√dₖ$. In this example, at least, *what* is handed over is learned faster
    //: than *where* to look.

    oneQuery(page, Q.row(2), K, V, dO.row(2))
    anySequence(page)
    thisExample(page, X, W, dW, Y)
  }

  /// ℒ for query, key and value weights
  private static func loss<T: Scalar>(_ X: Matrix<T>, _ W: [Matrix<T>], _ Y: Matrix<T>) -> T {
    let error = attention(X * W[0], X * W[1], X * W[2]).O - Y
    return 0.5 * inner(error, error)
  }

  //: ### One query, line by line
  //:
  //: From the error of one output o to the query q that asked for it, through its weights a and
  //: its scaled scores s: the Jacobian of softmax stands between two products, with the values
  //: that were mixed and with the keys that were scored. It multiplies from the left and needs no
  //: transpose, because it is symmetric: $aᵢ$ hears of $sⱼ$ what $aⱼ$ hears of $sᵢ$. In the third
  //: line g is what the weights are told, $V ∂ℒ/∂o$. The example is the third token.

  private static func oneQuery(
    _ page: Page, _ q: Vector<Double>, _ K: Matrix<Double>, _ V: Matrix<Double>,
    _ dₒ: Vector<Double>
  ) {
    page.derivation("∂ℒ/∂q", of: (q: q, K: K, V: V, dₒ: dₒ)) { draw in
      (q: draw.vector(3), K: draw.matrix(4, 3), V: draw.matrix(4, 2), dₒ: draw.vector(2))
    } lines: { q, K, V, dₒ in
      let root = Double(K.columns).squareRoot()
      let (s, g) = (K * q / root, V * dₒ)
      let a = softmax(s)
      Line("(1/√dₖ) Kᵀ ∂a/∂s V ∂ℒ/∂o", K.ᵀ * (jacobian(at: s) { softmax($0) } * g) / root)
      Line("(1/√dₖ) Kᵀ (diag(a) − aaᵀ) V ∂ℒ/∂o", K.ᵀ * ((Matrix(diagonal: a) - a * a.ᵀ) * g) / root)
      Line("(1/√dₖ) Kᵀ (a ⊙ (g − a ⋅ g))", K.ᵀ * (a ⊙ (g - a ⋅ g)) / root)
      Line("Kᵀ ∂ℒ/∂e", K.ᵀ * (softmaxOfRowsBackward(g.ᵀ, a.ᵀ).row(0) / root))
    } truth: { q, K, V, dₒ in
      gradient(at: q) { Vector(dₒ) ⋅ attention($0.ᵀ, Matrix(K), Matrix(V)).O.row(0) }
    }
  }

  //: ### Nobody has to believe it
  //:
  //: All weights and the input, in one vector, against dual numbers, the tape and
  //: differences. Random sequences, a random loss that is linear in the outputs.

  private static func anySequence(_ page: Page) {
    page.verify("the gradient of attention by its input and weights") { draw in
      let (T, d, w) = (2, 2, 2)
      let v = draw.vector(T * d + 3 * d * w, -1.5, 1.5)
      let G = draw.matrix(T, w)
      var parts = Parts(v)
      let X = parts.matrix(T, d)
      let W = parts.matrices(3, d, w)
      let (Q, K, V) = (X * W[0], X * W[1], X * W[2])
      let (dQ, dK, dV) = attentionBackward(G, Q, K, V, attention(Q, K, V).A)
      let dX = dQ * W[0].ᵀ + dK * W[1].ᵀ + dV * W[2].ᵀ
      gradient(at: v) { v in
        var parts = Parts(v)
        let X = parts.matrix(T, d)
        let W = parts.matrices(3, d, w)
        return inner(Matrix(G), attention(X * W[0], X * W[1], X * W[2]).O)
      } ≈ Vector([dX, X.ᵀ * dQ, X.ᵀ * dK, X.ᵀ * dV].flatMap(\.entries))
    }
  }

  private static func thisExample(
    _ page: Page, _ X: Matrix<Double>, _ W: [Matrix<Double>], _ dW: [Matrix<Double>],
    _ Y: Matrix<Double>
  ) {
    page.check("the gradients of the example are those of the table above") {
      gradient(at: Vector(W.flatMap(\.entries))) { v in
        var parts = Parts(v)
        return loss(Matrix(X), parts.matrices(3, W[0].rows, W[0].columns), Matrix(Y))
      } ≈ Vector(dW.flatMap(\.entries))
    }
    page.verify("each row of the scores' gradient sums to zero") { draw in
      let A = softmaxOfRows(draw.matrix(3, 3, -4, 4))
      let dS = softmaxOfRowsBackward(draw.matrix(3, 3), A)
      dS * [1, 1, 1] ≈ [0, 0, 0]
    }
  }
}

//: A function of several matrices is differentiated as one of a vector that holds all their
//: entries, and takes its matrices off it one by one. The loss that is linear in the outputs has
//: the given matrix as its gradient by them.

/// A vector of parameters, read off piece by piece
struct Parts<T: Scalar> {
  private var rest: ArraySlice<T>

  init(_ v: Vector<T>) { rest = v.entries[...] }

  mutating func vector(_ count: Int) -> Vector<T> {
    defer { rest = rest.dropFirst(count) }
    return Vector(Array(rest.prefix(count)))
  }
  mutating func matrix(_ rows: Int, _ columns: Int) -> Matrix<T> {
    Matrix(rows: rows, columns: columns, entries: vector(rows * columns).entries)
  }
  /// Several of one shape
  mutating func matrices(_ count: Int, _ rows: Int, _ columns: Int) -> [Matrix<T>] {
    (0..<count).map { _ in matrix(rows, columns) }
  }
}

/// Σ AᵢⱼBᵢⱼ: a loss whose gradient by B is A
func inner<T: Scalar>(_ A: Matrix<T>, _ B: Matrix<T>) -> T {
  Vector(A.entries) ⋅ Vector(B.entries)
}

/// The gradient by the scores from that by the weights: A ⊙ (dA − (dA ⊙ A) 1 1ᵀ)
func softmaxOfRowsBackward(_ dA: Matrix<Double>, _ A: Matrix<Double>) -> Matrix<Double> {
  var dS = dA ⊙ A
  for i in 0..<A.rows {
    let mean = dS.row(i).sum
    for j in 0..<A.columns { dS[i, j] -= mean * A[i, j] }
  }
  return dS
}

/// The gradients by queries, keys and values from that by the output of attention
func attentionBackward(
  _ dO: Matrix<Double>, _ Q: Matrix<Double>, _ K: Matrix<Double>, _ V: Matrix<Double>,
  _ A: Matrix<Double>
) -> (dQ: Matrix<Double>, dK: Matrix<Double>, dV: Matrix<Double>) {
  let dE = softmaxOfRowsBackward(dO * V.ᵀ, A) / Double(K.columns).squareRoot()
  return (dE * K, dE.ᵀ * Q, A.ᵀ * dO)
}
