import Companion
import Mathematics

//: One softmax makes one mean, and so attention is run several times side by side. A token that
//: wants to know both who acts and what is acted upon needs two means; each head makes one, on
//: narrower vectors.

extension Transformer {
  static let heads = Section(.foundations, "18.2", "Several heads") { page in

    //: ### One head, one place
    //:
    //: The weights of a head sum to one, hence at most one place can have more than half of
    //: them. Two heads can each give nearly everything to a place of their own, and hand both
    //: values over unmixed, side by side.

    page.verify("one head favours one place, two heads can fetch two values", at: "Q14:heads") {
      draw in
      let α = softmax(draw.vector(4, -9, 9))
      let favoured = α.entries.filter { $0 > 0.5 }.count
      let V = draw.matrix(4, 2)
      let places = shuffled(4, &draw)
      let K = 40 * Matrix(diagonal: Vector(repeating: 1, count: 4))
      let fetched = places.prefix(2).flatMap { place in
        let q = Matrix(rows: 1, columns: 4, entries: K.row(place).entries)
        return attention(q, K, V).O.entries
      }
      let wanted = places.prefix(2).flatMap { V.row($0).entries }
      return [
        Evidence("places over ½", error: Double(max(0, favoured - 1)), bound: 0),
        Evidence(
          "both values", error: distance(Vector(fetched), Vector(wanted)), bound: 1e-15),
      ]
    }

    //: ### Side by side, or summed
    //:
    //: Head i has projections of its own to a width of $d/h$. The outputs are set side by side, d
    //: wide again, and multiplied by a last matrix:
    //:
    //:     headᵢ = Attention(Qᵢ, Kᵢ, Vᵢ) = softmax(QᵢKᵢᵀ/√dₖ) Vᵢ    (18.9)
    //:     MultiHead(X) = Concat(head₁, …, headₕ) W_O               (18.10)

    page.define("the usual width of a head is d_model/h", at: "18.1.1:width", by: "headWidth")
    page.verify("multi-head attention by loops over heads and tokens", at: "18.9", "18.10") {
      draw in
      let (X, W_O) = (draw.matrix(3, 4), draw.matrix(4, 4))
      let W = (0..<3).map { _ in draw.matrix(4, 4) }
      let together = MultiHead(W_Q: W[0], W_K: W[1], W_V: W[2], W_O: W_O, heads: 2)(X)
      // Head by head with columns cut out of the weights, each head through its own rows of
      // the output matrix, and the results added.
      var sum = Matrix<Double>(repeating: 0, rows: 3, columns: 4)
      for i in 0..<2 {
        let part = 2 * i..<2 * i + 2
        let cut = W.map { columns($0, part) }
        let O = attentionByLoops(X, cut[0], cut[1], cut[2]).O
        sum += O * rows(W_O, Array(part))
      }
      return [Evidence("a sum of heads by loops", error: distance(together, sum), bound: 1e-13)]
    }

    //: The check does not follow the formula: it cuts the columns of each head out of the weights,
    //: runs the loops of [the section on self-attention](#queries-keys-and-values), and adds up
    //: what each head's rows of the output matrix make of the result. So the concatenation is a sum
    //: in disguise: each head reads X through its own columns and writes to the result through its
    //: own rows of the output matrix. Nothing passes between heads inside the layer.

    let names = [5: "T", 6: "d_model", 3: "dᵥ"]
    let X = Matrix(repeating: 1.0, rows: 5, columns: 6)
    let side = beside([
      Matrix(repeating: 1, rows: 5, columns: 3), Matrix(repeating: 1, rows: 5, columns: 3),
    ])
    page.show("shape of output weights", (side.ᵀ * X).shapeWords(names), at: "§18.2.1")

    //: ### What heads cost
    //:
    //: With widths of $d/h$ the number of weights does not depend on the number of heads, nor does
    //: the number of multiplications, but for the scaling and the softmax of one more table of
    //: scores a head. The counts are those of the code, for 3 tokens of width 6.

    let counts = [1, 2, 3, 6].map { h -> [any Showable] in
      let tally = Tally()
      let d = 6
      func weights() -> Matrix<Counted> {
        Matrix(repeating: tally.number(0.1), rows: d, columns: d)
      }
      let layer = MultiHead(
        W_Q: weights(), W_K: weights(), W_V: weights(), W_O: weights(), heads: h)
      _ = layer(Matrix(repeating: tally.number(1), rows: 3, columns: d))
      return [h, d / h, layer.parameterCount, tally.multiplications, tally.functions]
    }
    page.table(
      "Heads and their cost",
      columns: ["heads", "width", "weights", "products", "exponentials"], rows: counts)

    //: Always $4d²$ weights: 144 here, about a million at the width 512 of the first transformer.
    //: What heads do cost is the width of each: with a dot product over $d/h$ entries, the table of
    //: scores of a head has rank at most $d/h$.

    page.verify("before scaling, the scores of a head have rank at most dₖ") { draw in
      let E = draw.matrix(5, 2) * draw.matrix(2, 5)
      return [Evidence("rank", error: Double(max(0, rank(E) - 2)), bound: 0)]
    }
  }
}

/// MultiHead(X) = Concat(head₁, …, headₕ) W_O with headᵢ = Attention(XWᵢ_Q, XWᵢ_K, XWᵢ_V),
/// the projections of all heads side by side in one matrix each (18.9), (18.10)
struct MultiHead<T: Scalar> {
  var W_Q, W_K, W_V, W_O: Matrix<T>
  var heads: Int

  /// dₖ = dᵥ = d_model / h
  var headWidth: Int { W_Q.columns / heads }
  var parameterCount: Int {
    [W_Q, W_K, W_V, W_O].reduce(0) { $0 + $1.entries.count }
  }

  /// The columns that belong to head i
  func part(_ i: Int) -> Range<Int> { i * headWidth..<(i + 1) * headWidth }

  /// What the decoder's queries read from a memory M; the tokens themselves if left out
  func callAsFunction(
    _ X: Matrix<T>, reading M: Matrix<T>? = nil, mask: Matrix<Double>? = nil
  ) -> Matrix<T> {
    let M = M ?? X
    let (Q, K, V) = (X * W_Q, M * W_K, M * W_V)
    let outputs = (0..<heads).map { i in
      attention(columns(Q, part(i)), columns(K, part(i)), columns(V, part(i)), mask: mask).O
    }
    return beside(outputs) * W_O
  }
}
