import Companion
import Mathematics

//: A trained model is to learn one thing more without storing all of its weights again. To change
//: them all would mean one full copy for each task. Two ways around it add little: a correction of
//: low rank to some matrices, or a few invented tokens in front of every text.

extension Transformer {
  static let adaptation = Section(.foundations, "20.7.2", "Adapting a trained model") { page in

    //: ### A correction of low rank
    //:
    //: The new weights are the old ones and a correction:
    //:
    //:     W = W₀ + ABᵀ    (20.5)
    //:
    //: A is d×r and B is k×r with a small r. The notes call A and B low-rank; as thin matrices they
    //: have full rank r as a rule, and it is their *product* $ABᵀ$, d×k, that has low rank.
    //: Conversely every d×k matrix of rank r is such a product.

    page.verify("ABᵀ has rank r, and costs r(d + k) numbers for dk", at: "20.5") { draw in
      let (d, k, r) = (5, 4, 1 + draw.below(3))
      let (A, B) = (draw.matrix(d, r), draw.matrix(k, r))
      let update = A * B.ᵀ
      // Entry by entry, the sum of r products of a column and a row.
      var sum = Matrix<Double>(repeating: 0, rows: d, columns: k)
      for s in 0..<r {
        for i in 0..<d { for j in 0..<k { sum[i, j] += A[i, s] * B[j, s] } }
      }
      let numbers = A.entries.count + B.entries.count
      return [
        Evidence("rank less r", error: Double(abs(rank(update) - r)), bound: 0),
        Evidence("rank of A less r", error: Double(abs(rank(A) - r)), bound: 0),
        Evidence("r outer products", error: distance(update, sum), bound: 1e-15),
        Evidence("numbers", error: Double(abs(numbers - r * (d + k))), bound: 0),
      ]
    }
    let sizes = [1, 8, 64].map { r -> [any Showable] in
      let numbers = r * (4096 + 4096)
      return [r, numbers, Double(numbers) / Double(4096 * 4096)]
    }
    page.table(
      "Numbers to train for one matrix of 4096×4096", columns: ["rank", "numbers", "share"],
      rows: sizes, digits: 5)

    //: Only A and B are trained, with the gradients $(∂ℒ/∂W)B$ and $(∂ℒ/∂W)ᵀA$. If B starts at
    //: zero, the model starts where it was, and A gets no gradient in the first step.

    page.verify("∂ℒ/∂A = (∂ℒ/∂W)B and ∂ℒ/∂B = (∂ℒ/∂W)ᵀA") { draw in
      let (W₀, x, dy) = (draw.matrix(3, 2), draw.vector(2), draw.vector(3))
      let v = draw.vector(5)
      func loss<S: Scalar>(_ v: Vector<S>) -> S {
        var parts = Parts(v)
        let W = Matrix<S>(W₀) + parts.matrix(3, 1) * parts.matrix(2, 1).ᵀ
        return Vector<S>(dy) ⋅ tanh(W * Vector<S>(x))
      }
      var parts = Parts(v)
      let (A, B) = (parts.matrix(3, 1), parts.matrix(2, 1))
      let dW = (dy ⊙ tanhʹ((W₀ + A * B.ᵀ) * x)) * x.ᵀ
      let all = (dW * B).entries + (dW.ᵀ * A).entries
      return compare(Vector(all), at: v, along: draw.vector(5), loss, loss, loss)
    }

    //: ### Merged
    //:
    //: In use the correction can be added to the weights once. The output is that of both paths
    //: together, and the number of products is that of the old matrix.

    page.verify("(W₀ + ABᵀ)x is W₀x + A(Bᵀx), at the cost of W₀x", at: "Q37:merge") { draw in
      let (W₀, A, B, x) = (draw.matrix(4, 5), draw.matrix(4, 2), draw.matrix(5, 2), draw.vector(5))
      let merged = W₀ + A * B.ᵀ
      let apart = W₀ * x + A * (B.ᵀ * x)
      func cost(_ W: Matrix<Double>) -> Int {
        products { number in _ = W.map(number) * x.map(number) }
      }
      return [
        Evidence("two paths", error: distance(merged * x, apart), bound: 1e-14),
        Evidence("products", error: Double(cost(merged) - cost(W₀)), bound: 0),
      ]
    }

    //: ### Invented tokens
    //:
    //: Prefix tuning puts p trained keys and values in front. What a query then reads is a
    //: mixture: a share of what it read before and a share of the prefix, by the ratio of the
    //: sums of exponentials. The prefix takes p of the places that a text may have.

    page.verify("a prefix mixes into what attention read before", at: "Q37:prefix") { draw in
      let (q, K, V) = (draw.matrix(1, 3), draw.matrix(4, 3), draw.matrix(4, 2))
      let (P, U) = (draw.matrix(2, 3), draw.matrix(2, 2))  // two invented keys and values
      let together = attention(
        q, Matrix(rows: 6, columns: 3, entries: P.entries + K.entries),
        Matrix(rows: 6, columns: 2, entries: U.entries + V.entries)
      ).O.row(0)
      func sum(_ K: Matrix<Double>) -> Double {
        (0..<K.rows).reduce(0) { $0 + exp(scaledDotScore(q.row(0), K.row($1))) }
      }
      let share = sum(P) / (sum(P) + sum(K))
      let mixture =
        (1 - share) * attention(q, K, V).O.row(0) + share * attention(q, P, U).O.row(0)
      return [
        Evidence("mixture", error: distance(together, mixture), bound: 1e-14),
        Evidence("share of the text", holds: share < 1),
      ]
    }

    //: A correction that was merged costs nothing more for any token; 20 invented keys are scored
    //: by every query, again and again. Here are the products of one query of width 16.

    page.table(
      "A prefix of 20 in a window of 2048",
      columns: ["tokens of text", "products", "with the prefix", "room left"],
      rows: [20, 100, 500].map { T in
        let (plain, prefixed) = (queryProducts(T, 16), queryProducts(T + 20, 16))
        return [T, plain, prefixed, 2048 - 20 - T]
      }, at: "Q37:prefix")

    page.leave(
      "that prefix tuning is hard to optimize, LoRA preferred: experience", at: "Q37:prefix")
    page.leave("retrieval against hallucination: an empirical claim", at: "20.7.1:rag")
    page.leave("when to retrieve and when to fine-tune: advice", at: "Q36:choice")
    page.leave("every task as text in, text out: a choice of design", at: "20.4.1:text")
    page.leave("nearly all language tasks are sequence to sequence: a view", at: "Q31:unify")
  }
}
