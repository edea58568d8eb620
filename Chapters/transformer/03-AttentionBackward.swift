import Companion
import Mathematics

//: Attention backwards, by hand: three tokens, one head, and every gradient down to the weights.
//: Each step undoes one of [the section before](#queries-keys-and-values), last to first, and each
//: gradient has the shape of what it belongs to.

extension Transformer {
  static let backwardPass = Section(
    .foundations, "18.1.2", "Attention backwards"
  ) { page in
    let example = HandExample(page)
    let (X, W_Q, W_K, W_V) = (example.X, example.W_Q, example.W_K, example.W_V)
    let (Q, K, V) = (X * W_Q, X * W_K, X * W_V)
    let (A, O) = attention(Q, K, V)

    //: As loss, half the squared distance to outputs that were wished for; its slope is the
    //: difference.
    //:
    //:     ℒ = ½ ‖O − Y‖_F²,  ∂ℒ/∂O = O − Y

    let Y = page.given(matrix: "wished outputs", ours: example.Y)
    let dO = O - Y  // 3×2
    page.derive("ℒ", 0.5 * dO.frobeniusNorm.power(2))
    page.derive("∂ℒ/∂O", dO)

    //: $O = AV$ is a product of two variables, so that the error goes both ways: each value
    //: collects from all who looked at it, each weight is told how well its value went with the
    //: error.
    //:
    //:     ∂ℒ/∂V = Aᵀ ∂ℒ/∂O,  ∂ℒ/∂A = ∂ℒ/∂O Vᵀ

    let dV = A.ᵀ * dO  // (3×3)(3×2) → 3×2
    let dA = dO * V.ᵀ  // (3×2)(2×3) → 3×3
    page.derive("∂ℒ/∂V", dV)
    page.derive("∂ℒ/∂A", dA)

    //: One entry by hand. The second value was read with weights 0.768, 0.333 and 0.576, and the
    //: errors of the first column are −0.232, 0.333 and 0.576:
    //: $0.768 · (−0.232) + 0.333 · 0.333 + 0.576 · 0.576 = 0.265$.

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

    let dS = softmaxOfRowsBackward(dA, A)  // by the scaled scores, 3×3
    let dE = dS / Double(K.columns).squareRoot()
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

    let dW_Q = X.ᵀ * dQ  // (4×3)(3×2) → 4×2
    let dW_K = X.ᵀ * dK
    let dW_V = X.ᵀ * dV
    let dX = dQ * W_Q.ᵀ + dK * W_K.ᵀ + dV * W_V.ᵀ  // 3×4
    page.derive("∂ℒ/∂X", dX)

    //: A weight, its gradient and the weight after a step of 0.1, as
    //: [the recurrent network's step](../rnn/README.md#the-rest-and-one-step) has them.

    let η = 0.1
    let table = [("W_Q", W_Q, dW_Q), ("W_K", W_K, dW_K), ("W_V", W_V, dW_V)]
    let lines = table.flatMap { name, W, dW in
      (0..<W.rows).map { i -> [any Showable] in
        ["\(name) row \(i + 1)", W.row(i), dW.row(i), (W - η * dW).row(i)]
      }
    }
    page.table(
      "The weights after one step", columns: ["", "weight", "gradient", "after a step of 0.1"],
      rows: lines)

    func loss(_ step: Double) -> Double {
      let O = attention(
        X * (W_Q - step * dW_Q), X * (W_K - step * dW_K), X * (W_V - step * dW_V)
      ).O
      return 0.5 * (O - Y).frobeniusNorm.power(2)
    }
    page.derive("ℒ after the step", loss(η))

    //: The values have moved most: their gradient is of first order in the weights of attention,
    //: while queries and keys act only through differences of scores, weakened by the slope of
    //: softmax and by $1/√dₖ$. In this example, at least, *what* is handed over is learned faster
    //: than *where* to look.

    //: ### Nobody has to believe it
    //:
    //: All weights and the input, in one vector, against dual numbers, the tape and
    //: differences. Random sequences, a random loss that is linear in the outputs.

    page.verify("the gradient of attention by its input and weights") { draw in
      let (T, d, w) = (2, 2, 2)
      let v = draw.vector(T * d + 3 * d * w, -1.5, 1.5)
      let G = draw.matrix(T, w)
      func loss<S: Scalar>(_ v: Vector<S>) -> S {
        var parts = Parts(v)
        let X = parts.matrix(T, d)
        let (Q, K, V) = (
          X * parts.matrix(d, w), X * parts.matrix(d, w), X * parts.matrix(d, w)
        )
        return inner(Matrix<S>(G), attention(Q, K, V).O)
      }
      var parts = Parts(v)
      let X = parts.matrix(T, d)
      let (W_Q, W_K, W_V) = (parts.matrix(d, w), parts.matrix(d, w), parts.matrix(d, w))
      let (Q, K, V) = (X * W_Q, X * W_K, X * W_V)
      let (dQ, dK, dV) = attentionBackward(G, Q, K, V, attention(Q, K, V).A)
      let dX = dQ * W_Q.ᵀ + dK * W_K.ᵀ + dV * W_V.ᵀ
      let all = [dX, X.ᵀ * dQ, X.ᵀ * dK, X.ᵀ * dV]
      return compare(
        Vector(all.flatMap(\.entries)), at: v, along: draw.vector(v.count), loss, loss, loss)
    }
    page.verify("the gradients of the example are those of the table above", draws: 1) { draw in
      func loss<S: Scalar>(_ v: Vector<S>) -> S {
        var parts = Parts(v)
        let (q, k, v) = (
          parts.matrix(W_Q.rows, W_Q.columns), parts.matrix(W_K.rows, W_K.columns),
          parts.matrix(W_V.rows, W_V.columns)
        )
        let e = attention(Matrix<S>(X) * q, Matrix<S>(X) * k, Matrix<S>(X) * v).O - Matrix<S>(Y)
        return 0.5 * inner(e, e)
      }
      let weights = Vector([W_Q, W_K, W_V].flatMap(\.entries))
      let table = Vector([dW_Q, dW_K, dW_V].flatMap(\.entries))
      return compare(table, at: weights, loss, loss, loss)
    }
    page.verify("each row of the scores' gradient sums to zero") { draw in
      let A = softmaxOfRows(draw.matrix(3, 3, -4, 4))
      let dE = softmaxOfRowsBackward(draw.matrix(3, 3), A)
      let sums = dE * Vector(repeating: 1, count: 3)
      return [Evidence("sum of a row", error: sums.maxNorm, bound: 1e-15)]
    }
  }
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
