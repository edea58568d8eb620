import Companion
import Mathematics

//: One softmax makes one mean, and so attention is run several times side by side. A token that
//: wants to know both who acts and what is acted upon needs two means; each head makes one, on
//: narrower vectors.

extension Transformer {
  static let heads = Section(.foundations, "18.2", "Several heads") { page in
    twoPlaces(page)
    sideBySide(page)
    cost(ofHeads: page)
  }
}

//: Head i has projections of its own to a width of $d/h$. The outputs are set side by side, d
//: wide again, and multiplied by a last matrix:
//:
//:     headᵢ = Attention(Qᵢ, Kᵢ, Vᵢ) = softmax(QᵢKᵢᵀ/√dₖ) Vᵢ    (18.9)
//:     MultiHead(X) = Concat(head₁, …, headₕ) W_O               (18.10)

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

//: Cutting a matrix into the columns of its heads, and setting matrices side by side again:

/// Some neighbouring columns of a matrix
func columns<T: Scalar>(_ A: Matrix<T>, _ range: Range<Int>) -> Matrix<T> {
  guard range != 0..<A.columns else { return A }
  var entries: [T] = []
  entries.reserveCapacity(A.rows * range.count)
  for i in 0..<A.rows { for j in range { entries.append(A[i, j]) } }
  return Matrix(rows: A.rows, columns: range.count, entries: entries)
}

/// Matrices of the same height side by side
func beside<T: Scalar>(_ parts: [Matrix<T>]) -> Matrix<T> {
  guard parts.count > 1 else { return parts[0] }
  var entries: [T] = []
  for i in 0..<parts[0].rows {
    for part in parts { for j in 0..<part.columns { entries.append(part[i, j]) } }
  }
  return Matrix(
    rows: parts[0].rows, columns: parts.reduce(0) { $0 + $1.columns }, entries: entries)
}

//: ### One head, one place
//:
//: The weights of a head sum to one, hence at most one place can have more than half of
//: them. Two heads can each give nearly everything to a place of their own, and hand both
//: values over unmixed, side by side.
//:
//: The layer below is set by hand. A token is four numbers that say where it stands, all 0 but
//: one, and two that are its value. The queries ask for one place in the first half of their
//: columns and for another in the second half, whichever token asks. With two heads both values
//: arrive. The very same weights read as one head score both places alike, and hand over the
//: mean of the two values, twice.

extension Transformer {
  private static func twoPlaces(_ page: Page) {
    page.verify(
      "two heads fetch two values, one head with the same weights only their mean", at: "Q14:heads"
    ) { draw in
      let V = draw.matrix(4, 2)
      let places = Array(draw.shuffled(4).prefix(2))
      let X = beside([
        Matrix(diagonal: [1, 1, 1, 1]), V, Matrix(repeating: 0, rows: 4, columns: 2),
      ])
      let W = fetching(places)
      let asIs = Matrix(diagonal: Vector(repeating: 1.0, count: 8))
      let read = [1, 2].map { heads in
        MultiHead(W_Q: W.Q, W_K: W.K, W_V: W.V, W_O: asIs, heads: heads)(X).row(0)
      }
      let (first, second) = (V.row(places[0]), V.row(places[1]))
      by("two heads") {
        read[1][0..<2] ≈ first
        read[1][4..<6] ≈ second
      }
      by("one head, same weights") {
        read[0][0..<2] ≈ (first + second) / 2
        read[0][4..<6] ≈ (first + second) / 2
      }
    }
  }

  //: A key is 100 long in either half, so that after division by $√dₖ$ a place that is asked for
  //: scores 50 more than the others with two heads and 35 more with one. Softmax leaves those
  //: others nothing to speak of.

  /// Weights by which every token asks for two places of four, and is handed two values
  private static func fetching(_ places: [Int]) -> (
    Q: Matrix<Double>, K: Matrix<Double>, V: Matrix<Double>
  ) {
    var Q = Matrix<Double>(repeating: 0, rows: 8, columns: 8)
    var (K, V) = (Q, Q)
    for half in 0..<2 {
      for i in 0..<4 {
        Q[i, 4 * half + places[half]] = 1
        K[i, 4 * half + i] = 100  // long keys, so that the softmax is sharp
      }
      for c in 0..<2 { V[4 + c, 4 * half + c] = 1 }
    }
    return (Q, K, V)
  }

  //: ### Side by side, or summed
  //:
  //: The check does not follow the formula: it cuts the columns of each head out of the weights,
  //: runs the loops of [the section on self-attention](#queries-keys-and-values), and adds up
  //: what each head's rows of the output matrix make of the result. So the concatenation is a sum
  //: in disguise: each head reads X through its own columns and writes to the result through its
  //: own rows of the output matrix. Nothing passes between heads inside the layer.

  private static func sideBySide(_ page: Page) {
    page.define("the usual width of a head is d_model/h", at: "18.1.1:width", by: "headWidth")
    page.verify("multi-head attention by loops over heads and tokens", at: "18.9", "18.10") {
      draw in
      let (X, W_O) = (draw.matrix(3, 4), draw.matrix(4, 4))
      let W = (0..<3).map { _ in draw.matrix(4, 4) }
      let together = MultiHead(W_Q: W[0], W_K: W[1], W_V: W[2], W_O: W_O, heads: 2)(X)
      let apart = [0..<2, 2..<4].map { part in
        let cut = W.map { columns($0, part) }
        return attentionByLoops(X, cut[0], cut[1], cut[2]).O * rows(W_O, Array(part))
      }
      together ≈ apart[0] + apart[1]
    }

    let names = [5: "T", 6: "d_model", 3: "dᵥ"]
    let X = Matrix(repeating: 1.0, rows: 5, columns: 6)
    let side = beside([columns(X, 0..<3), columns(X, 3..<6)])
    page.show("shape of output weights", (side.ᵀ * X).shapeWords(names), at: "§18.2.1")
  }

  //: ### What heads cost
  //:
  //: With widths of $d/h$ the number of weights does not depend on the number of heads, nor does
  //: the number of multiplications, but for the scaling and the softmax of one more table of
  //: scores a head. The counts are those of the code, for 3 tokens of width 6.

  private static func cost(ofHeads page: Page) {
    let counts = [1, 2, 3, 6].map { h -> [any Showable] in
      let tally = Tally()
      let d = 6
      let W = Matrix(repeating: tally.number(0.1), rows: d, columns: d)
      let layer = MultiHead(W_Q: W, W_K: W, W_V: W, W_O: W, heads: h)
      _ = layer(Matrix(repeating: tally.number(1), rows: 3, columns: d))
      return [h, d / h, layer.parameterCount, tally.multiplications, tally.functions]
    }
    page.table(
      "Heads and their cost",
      columns: ["heads", "width", "weights", "products", "exponentials"], rows: counts)
    page.verify("before scaling, the scores of a head have rank at most dₖ") { draw in
      let X = draw.matrix(5, 4)
      let (Q, K) = (X * draw.matrix(4, 2), X * draw.matrix(4, 2))
      rank(Q * K.ᵀ) ≤ 2
      rank(X * X.ᵀ) == 4
    }
  }
}

//: Always $4d²$ weights: 144 here, about a million at the width 512 of the first transformer.
//: What heads do cost is the width of each: with a dot product over $d/h$ entries, the table of
//: scores of a head has rank at most $d/h$. The rank is counted as elimination finds it.

/// The rank of a matrix: how many pivots elimination finds that are not rounding noise
func rank(_ A: Matrix<Double>) -> Int {
  var A = A
  let noise = 1e-12 * Vector(A.entries).maxNorm
  var rank = 0
  for column in 0..<A.columns where rank < A.rows {
    let pivot = (rank..<A.rows).max { abs(A[$0, column]) < abs(A[$1, column]) }!
    guard abs(A[pivot, column]) > noise else { continue }
    for j in 0..<A.columns { (A[rank, j], A[pivot, j]) = (A[pivot, j], A[rank, j]) }
    for i in rank + 1..<max(rank + 1, A.rows) {
      let factor = A[i, column] / A[rank, column]
      for j in column..<A.columns { A[i, j] -= factor * A[rank, j] }
    }
    rank += 1
  }
  return rank
}
