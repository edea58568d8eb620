import Companion
import Mathematics

//: A trained model is to learn one thing more without storing all of its weights again. To change
//: them all would mean one full copy for each task. Two ways around it add little: a correction of
//: low rank to some matrices, or a few invented tokens in front of every text.

extension Transformer {
  static let adaptation = Section(.foundations, "20.7.2", "Adapting a trained model") { page in
    lowRank(page)
    trained(page)
    merged(page)
    prefix(page)
    prefixCost(page)
  }

  //: ### A correction of low rank
  //:
  //: The new weights are the old ones and a correction:
  //:
  //:     W = W₀ + ABᵀ    (20.5)
  //:
  //: A is d×r and B is k×r with a small r. The notes call A and B low-rank; as thin matrices they
  //: have full rank r as a rule, and it is their *product* $ABᵀ$, d×k, that has low rank.
  //: Conversely every d×k matrix of rank r is such a product.

  private static func lowRank(_ page: Page) {
    page.verify("ABᵀ has rank r and is a sum of r outer products", at: "20.5") { draw in
      let (d, k, r) = (5, 4, 1 + draw.below(3))
      let (A, B) = (draw.matrix(d, r), draw.matrix(k, r))
      rank(A * B.ᵀ) == r
      rank(A) == r
      by("r outer products") {
        A * B.ᵀ ≈ (1..<r).reduce(A.column(0) * B.column(0).ᵀ) { $0 + A.column($1) * B.column($1).ᵀ }
      }
    }
    let d = 4096
    page.table(
      "Numbers to train for one matrix of \(d)×\(d)", columns: ["rank", "numbers", "share"],
      rows: [1, 8, 64].map { r in [r, r * (d + d), Double(r * (d + d)) / Double(d * d)] },
      digits: 5)
  }

  //: Only A and B are trained, with the gradients $(∂ℒ/∂W)B$ and $(∂ℒ/∂W)ᵀA$. Both come of one
  //: sum: $Wᵢⱼ$ holds $Σₛ AᵢₛBⱼₛ$, so that $Aᵢₛ$ is told $Σⱼ ∂ℒ/∂Wᵢⱼ Bⱼₛ$, a product with B, and
  //: $Bⱼₛ$ the sum over the other index, a product with A of the transpose. If B starts at
  //: zero, the model starts where it was, and A gets no gradient in the first step.

  private static func trained(_ page: Page) {
    page.verify("∂ℒ/∂A = (∂ℒ/∂W)B and ∂ℒ/∂B = (∂ℒ/∂W)ᵀA") { draw in
      let (W₀, x, dy) = (draw.matrix(3, 2), draw.vector(2), draw.vector(3))
      let (A, B) = (draw.matrix(3, 1), draw.matrix(2, 1))
      let dW = (dy ⊙ tanhʹ((W₀ + A * B.ᵀ) * x)) * x.ᵀ
      gradient(at: A) { A in
        Vector(dy) ⋅ tanh((Matrix(W₀) + A * Matrix(B.ᵀ)) * Vector(x))
      } ≈ dW * B
      gradient(at: B) { B in
        Vector(dy) ⋅ tanh((Matrix(W₀) + Matrix(A) * B.ᵀ) * Vector(x))
      } ≈ dW.ᵀ * A
    }
  }

  //: ### Merged
  //:
  //: In use the correction can be added to the weights once. The output is that of both paths
  //: together, and the number of products is that of the old matrix. Two paths would add those
  //: of both thin matrices for every token.

  private static func merged(_ page: Page) {
    page.verify("(W₀ + ABᵀ)x is W₀x + A(Bᵀx), at the cost of W₀x", at: "Q37:merge") { draw in
      let (W₀, A, B, x) = (draw.matrix(4, 5), draw.matrix(4, 2), draw.matrix(5, 2), draw.vector(5))
      let merged = W₀ + A * B.ᵀ
      merged * x ≈ W₀ * x + A * (B.ᵀ * x)
      let together = products { number in _ = merged.map(number) * x.map(number) }
      let apart = products { number in
        let x = x.map(number)
        _ = W₀.map(number) * x + A.map(number) * (B.ᵀ.map(number) * x)
      }
      together == 4 * 5
      apart == 4 * 5 + 2 * (4 + 5)
    }
  }

  //: ### Invented tokens
  //:
  //: Prefix tuning puts p trained keys and values in front. What a query then reads is a
  //: mixture: a share of what it read before and a share of the prefix, by the ratio of the
  //: sums of exponentials. The prefix takes p of the places that a text may have.

  private static func prefix(_ page: Page) {
    page.verify("a prefix mixes into what attention read before", at: "Q37:prefix") { draw in
      let (q, K, V) = (draw.matrix(1, 3), draw.matrix(4, 3), draw.matrix(4, 2))
      let (P, U) = (draw.matrix(2, 3), draw.matrix(2, 2))  // two invented keys and values
      let together = attention(
        q, Matrix(rows: 6, columns: 3, entries: P.entries + K.entries),
        Matrix(rows: 6, columns: 2, entries: U.entries + V.entries)
      ).O
      let sums = [P, K].map { K in
        (0..<K.rows).reduce(0) { $0 + exp(scaledDotScore(q.row(0), K.row($1))) }
      }
      let share = sums[0] / (sums[0] + sums[1])
      together ≈ (1 - share) * attention(q, K, V).O + share * attention(q, P, U).O
    }
  }

  //: A correction that was merged costs nothing more for any token; 20 invented keys are scored
  //: by every query, again and again. Here are the products of one query of width 16.

  private static func prefixCost(_ page: Page) {
    let (prefix, window, width) = (20, 2048, 16)
    page.table(
      "A prefix of \(prefix) in a window of \(window)",
      columns: ["tokens of text", "products", "with the prefix", "room left"],
      rows: [20, 100, 500].map { T in
        [T, queryProducts(T, width), queryProducts(T + prefix, width), window - prefix - T]
      }, at: "Q37:prefix")

    page.leave(
      "that prefix tuning is hard to optimize, LoRA preferred: experience", at: "Q37:prefix")
    page.leave("retrieval against hallucination: an empirical claim", at: "20.7.1:rag")
    page.leave("when to retrieve and when to fine-tune: advice", at: "Q36:choice")
    page.leave("every task as text in, text out: a choice of design", at: "20.4.1:text")
    page.leave("nearly all language tasks are sequence to sequence: a view", at: "Q31:unify")
  }
}
