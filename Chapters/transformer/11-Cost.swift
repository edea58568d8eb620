import Companion
import Mathematics

//: Orders of growth are usually argued; here they are counted. A number that counts its own
//: multiplications goes through the code of the earlier sections for a few small sizes, and since
//: such counts are polynomials in the sizes, a few of them determine the polynomial. What is left
//: of it when dominated terms are dropped is the order of growth.

extension Transformer {
  static let cost = Section(.foundations, "18.6.1", "What attention costs") { page in

    //: ### How far apart two tokens are
    //:
    //: In a recurrent network a signal goes from one position to the next; in self-attention
    //: every position reads every other. The length of the shortest way is found by a search
    //: that spreads from the first position. Which outputs a token of attention reaches is asked
    //: of the derivatives, for all pairs of four tokens.

    let positions = page.given(vector: "positions", at: "Q15")

    let (from, to) = (whole(positions[0], 1...400), whole(positions[1], 1...400))
    let n = max(from, to)
    let chain = pathLength(n, from - 1, to - 1) { [$0 + 1] }
    let direct = pathLength(n, from - 1, to - 1) { _ in Array(0..<n) }
    let reached = influence(among: 4)
    let pairs = (0..<4).flatMap { i in (0..<4).filter { $0 != i }.map { (i, $0) } }
    let furthest = pairs.map { i, j in pathLength(4, i, j) { reached[$0] } }.max()!

    page.show("path length between any two tokens", furthest, at: "Q15", for: "Q15:path")
    page.show("path length of RNN", chain, at: "Q15")
    page.show("path length of self-attention", direct, at: "Q15")

    //: The recurrent way leads in one direction only; a signal from position 100 never reaches
    //: position 1.

    //: ### Multiplications
    //:
    //: T steps of a recurrent network of width d and of an LSTM, the scores and means of attention
    //: alone, and a whole layer of attention with its projections. A division counts as a
    //: multiplication: the $2T²$ are those by $√dₖ$ and by the sums of softmax.

    let rnn = Growth { T, d in recurrentProducts(T, d) }
    let lstm = Growth { T, d in gatedProducts(T, d) }
    let alone = Growth { T, d in attentionProducts(T, d) }
    let layer = Growth { T, d in layerProducts(T, d) }

    page.table(
      "Multiplications, exactly", columns: ["", "T steps or tokens of width d"],
      rows: [
        ["recurrent network", rnn.words("T", "d")],
        ["LSTM", lstm.words("T", "d")],
        ["attention alone", alone.words("T", "d")],
        ["attention with projections", layer.words("T", "d")],
      ])
    page.show("cost of RNN", rnn.order("T", "d", dot: "·"), at: "Q15", for: "Q15:cost")
    page.show("cost of Transformer", layer.order("T", "d", dot: "·"), at: "Q15")
    page.show("cost of standard attention", alone.at(width: 2).order("T", "d"), at: "§20.5.1")
    page.show("forward cost of attention", alone.order("T", "d"), at: "§21.4", for: "21.4:table")

    //: The table of 21.4 sets this beside the cost of a recurrent network, as a square of its
    //: width. They are counted in different units: one step there, a whole sequence here.
    //: For a sequence the recurrent network takes T times as many, and which of the two is
    //: cheaper turns on whether T or d is larger.

    page.verify("the polynomials hold for other sizes too", at: "20.5.1:quadratic") { draw in
      let (T, d) = (5, 1 + draw.below(2))
      return [
        Evidence("recurrent", error: abs(rnn(T, d) - Double(recurrentProducts(T, d))), bound: 1e-9),
        Evidence("LSTM", error: abs(lstm(T, d) - Double(gatedProducts(T, d))), bound: 1e-9),
        Evidence(
          "attention", error: abs(alone(T, d) - Double(attentionProducts(T, d))), bound: 1e-9),
      ]
    }

    //: ### Training in parallel, writing one by one
    //:
    //: In training all positions are there. Their outputs do not wait for each other: any row
    //: can be computed alone, in any order, or all at once. A recurrent network has to go
    //: through T steps, one after the other.

    page.verify("each row of attention can be computed alone", at: "Q21:training") { draw in
      let (Q, K, V) = (draw.matrix(4, 2), draw.matrix(4, 2), draw.matrix(4, 2))
      let whole = attention(Q, K, V).O
      let errors = shuffled(4, &draw).map { i in
        distance(attention(rows(Q, [i]), K, V).O.row(0), whole.row(i))
      }
      return [Evidence("row by row", error: errors.max()!, bound: 0)]
    }

    //: When a text is written, each new token has to look at all before it. Keys and values of
    //: the earlier ones do not change, under a causal mask, and can be kept.

    let cached = Growth { T in generationProducts(T, keepsKeys: true) }
    let anew = Growth { T in generationProducts(T, keepsKeys: false) }
    page.show(
      "inference cost of Transformer", cached.order("T", "d"), at: "Q21", for: "Q21:inference")
    page.show("inference cost of RNN", rnn.at(width: 2).order("T", "d"), at: "Q21")
    page.derive("without the cache", anew.order("T", "d"), for: "Q21:cache")
    page.note(
      "O(T²) is what attending costs, and all that remains with a cache of keys and values. A "
        + "program that runs everything again for each new token comes to O(T³).",
      at: "Q21:inference", "Q21:cache")
    page.table(
      "Multiplications for T tokens, width 2",
      columns: ["T", "recurrent", "with cache", "everything anew"],
      rows: [10, 100, 1000].map { [$0, rnn($0, 2), cached($0, 1), anew($0, 1)] })

    page.verify("writing with kept keys gives what a masked pass gives", at: "Q21:cache") { draw in
      let X = draw.matrix(3, 2)
      let W = (0..<3).map { _ in draw.matrix(2, 2) }
      let masked = attention(X * W[0], X * W[1], X * W[2], mask: causalMask(3)).O
      let one = generated(X, W, keepsKeys: true)
      let two = generated(X, W, keepsKeys: false)
      return [
        Evidence("with cache", error: distance(one, masked), bound: 1e-15),
        Evidence("anew", error: distance(two, masked), bound: 1e-15),
      ]
    }

    //: ### Memory
    //:
    //: The table of weights has $T²$ entries, for each head and layer. They need not all be there
    //: at once: a softmax can be updated key by key, with the largest score so far, the sum so far
    //: and the mean so far, which is all that a query has to remember.

    let weights = Growth { T, d in
      attention(
        Matrix(repeating: 1.0, rows: T, columns: d), Matrix(repeating: 1, rows: T, columns: d),
        Matrix(repeating: 1, rows: T, columns: d)
      ).A.entries.count
    }
    page.show("memory of Transformer", weights.order("T", "d"), at: "§19.4", for: "19.4:memory")
    page.verify("attention key by key, with no row of weights kept", at: "19.4:memory") { draw in
      let (q, K, V) = (draw.matrix(1, 3, -3, 3), draw.matrix(5, 3, -3, 3), draw.matrix(5, 2))
      let plain = attention(q, K, V).O.row(0)
      return [
        Evidence("all at once", error: distance(streamed(q.row(0), K, V), plain), bound: 1e-14)
      ]
    }

    //: ### Seven features
    //:
    //: The comparison of 19.4 mixes what can be counted with what is a matter of taste. Counted:
    //: a sequence of 1000 tokens of width 64, and the derivative of the last state by the first
    //: input: for a scalar recurrent network with weight 0.9, for the cell of an LSTM with
    //: forget gate 0.99, and for attention over equal keys.

    let w = page.given(number: "recurrent weight", ours: 0.9)
    let f = page.given(number: "forget gate", ours: 0.99)

    let T = 1000
    let slopes = [recurrentSlope(T, w), cellSlope(T, forget: f), attentionSlope(T, gap: 0)]
    page.table(
      "1000 tokens of width 64",
      columns: ["", "recurrent", "LSTM", "attention"],
      rows: [
        ["steps that wait for each other", T, T, 1],
        ["multiplications", rnn(T, 64), lstm(T, 64), layer(T, 64)],
        ["numbers kept for the next token", 64, 2 * 64, 2 * T * 64],
        ["weights to keep in a table", 0, 0, weights(T, 64)],
        ["log₁₀ of last by first"] + slopes.map { log10($0) },
      ], digits: 2, at: "19.4:table")

    //: Low, medium and high memory, slow and fast: the rows bear the notes out, for sequences as
    //: long as this. (With a hundred tokens the LSTM would be the slowest of the three.) “Severe”
    //: and “mild” are the same power, 999 factors of the weight or the gate; the gate can come
    //: near 1, and no slope of tanh shrinks the product further. Interpretability and ease of
    //: implementation are left to the notes.
    //:
    //: “None” for the vanishing of gradients through attention promises too much. Over equal keys
    //: they fall as $1/T$, which is far from geometrical; but a token that scores less than the
    //: others by a gap g gets $e⁻ᵍ$ of that.

    page.refute(
      "no gradient vanishes through attention", at: "19.4:table",
      correction: "it falls as 1/T over equal keys, and as e⁻ᵍ with the gap g of a score"
    ) { draw in
      let T = 2 + draw.below(99)
      return [
        Evidence("share lost by a gap", error: 1 - shareOfFirst(T, gap: 30, &draw), bound: 0.5)
      ]
    } corrected: { draw in
      let (T, g) = (2 + draw.below(99), draw.uniform(0, 30))
      let exact = Double(T) * exp(-g) / (Double(T - 1) + exp(-g))
      return [
        Evidence("equal keys", error: distance(shareOfFirst(T, gap: 0, &draw), 1), bound: 1e-12),
        Evidence("gap g", error: distance(shareOfFirst(T, gap: g, &draw), exact), bound: 1e-12),
      ]
    }
  }
}

/// T times the derivative of attention's output by the value of the first of T tokens, whose key
/// scores less than the others by a gap: 1 if it has its full share
private func shareOfFirst(_ T: Int, gap: Double, _ draw: inout Generator) -> Double {
  var K = Matrix<Dual<Double>>(repeating: 0, rows: T, columns: 1)
  K[0, 0] = Dual(-gap)
  var V = Matrix<Dual<Double>>(draw.matrix(T, 1))
  V[0, 0].tangent = 1
  return Double(T) * attention([[1]], K, V).O[0, 0].tangent
}

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
