import Companion
import Mathematics

//: A decoder writes from left to right, and in training a mask keeps it from looking ahead. In
//: training the whole target is there at once, and all its positions are computed together; for
//: that to be the same task as writing, no position may look to its right. A mask of zeros and
//: minus infinities sees to it.

extension Transformer {
  static let decoderBlock = Section(.foundations, "18.5", "A block of the decoder") { page in
    picture(page)
    beforeOrAfter(page)
    noFuture(page)
    onePass(page)
    threeSubLayers(page)
  }
}

//: ### The mask
//:
//: Added to the scores before softmax, minus infinity becomes a weight of zero, exactly.
//:
//:     E_masked = E + M                   (18.15)
//:     Mᵢⱼ = {0 if j ≤ i; −∞ if j > i}    (18.16)
//:
//: Position 1 always sees itself, so that no row is masked altogether; a row of minus
//: infinities has no softmax.

/// 0 for j ≤ i, −∞ for j > i (18.16)
func causalMask(_ T: Int) -> Matrix<Double> {
  var M = Matrix<Double>(repeating: 0, rows: T, columns: T)
  for i in 0..<T { for j in i + 1..<max(i + 1, T) { M[i, j] = -.infinity } }
  return M
}

extension Transformer {
  private static func picture(_ page: Page) {
    page.define("0 on and below the diagonal, −∞ above", at: "18.16", by: "causalMask")
    var draw = Generator(seed: 1816)
    let (Q, K, V) = (draw.matrix(5, 4, -2, 2), draw.matrix(5, 4, -2, 2), draw.matrix(5, 4))
    let masked = attention(Q, K, V, mask: causalMask(5))
    let names = (1...5).map(String.init)
    page.draw(
      Shades(
        "Weights under a causal mask", rows: names, columns: names,
        (0..<5).map { masked.A.row($0).entries }))
  }

  //: Above the diagonal there is nothing, and each row sums to one all the same: the softmax of
  //: row i shares out its weight among i places. Row 1 has no choice.
  //:
  //: The notes add the mask to the unscaled scores; programs add it to the scaled ones. Minus
  //: infinity does not care. Both must give what comes of not looking at all: a softmax over the
  //: first i scores, then zeros.

  private static func beforeOrAfter(_ page: Page) {
    page.verify("masked before or after scaling, the weights are the same", at: "18.15") { draw in
      let E = draw.matrix(4, 4, -5, 5)
      let root = draw.uniform(1, 600).squareRoot()
      let M = causalMask(4)
      let after = softmaxOfRows(E / root + M)
      softmaxOfRows((E + M) / root) == after
      for i in 0..<4 {
        let seen = softmax(E.row(i)[0..<i + 1] / root)
        by("softmax of prefixes") { after.row(i)[0..<i + 1] ≈ seen }
        after.row(i)[i + 1..<4] == Vector(repeating: 0, count: 3 - i)
      }
    }
  }

  //: Setting weights to zero *after* softmax is something else: the rest of the row no longer
  //: sums to one, and by how much it falls short depends on the future. With the mask nothing
  //: of a later token arrives at an earlier output: no change, and no derivative.

  private static func noFuture(_ page: Page) {
    page.verify("with the mask, later tokens change no earlier output", at: "18.5.1:causal") {
      draw in
      let W = (0..<4).map { _ in draw.matrix(2, 2) }
      let layer = MultiHead(W_Q: W[0], W_K: W[1], W_V: W[2], W_O: W[3], heads: 1)
      let X = draw.matrix(3, 2)
      let other = replacingLast(X, draw.vector(2))
      let M = causalMask(3)
      let (one, two) = (layer(X, mask: M), layer(other, mask: M))
      one.row(0) == two.row(0)
      one.row(1) == two.row(1)
      let slopes = jacobian(at: X.row(2)) { last in
        let L = W.map { Matrix<Dual<Double>>($0) }
        let layer = MultiHead(W_Q: L[0], W_K: L[1], W_V: L[2], W_O: L[3], heads: 1)
        return Vector(layer(replacingLast(Matrix(X), last), mask: M).entries)
      }
      by("dual numbers") {
        for output in 0..<4 { slopes.row(output) == [0, 0] }
        // The last output does hear it.
        slopes.row(4).maxNorm > 0
      }
    }
  }

  /// The same tokens but for the last
  private static func replacingLast<T: Scalar>(_ X: Matrix<T>, _ last: Vector<T>) -> Matrix<T> {
    let kept = X.entries.dropLast(X.columns)
    return Matrix(rows: X.rows, columns: X.columns, entries: kept + last.entries)
  }

  //: This is what makes training fast: position t of one masked pass over the whole target
  //: equals the last position of an unmasked pass over its first t tokens. T predictions for
  //: the price of one.

  private static func onePass(_ page: Page) {
    page.verify("one masked pass equals T passes over the beginnings", at: "Q20:causal") { draw in
      let (Q, K, V) = (draw.matrix(4, 2), draw.matrix(4, 2), draw.matrix(4, 2))
      let whole = attention(Q, K, V, mask: causalMask(4)).O
      for t in 0..<4 {
        let past = Array(0...t)
        let step = attention(rows(Q, past), rows(K, past), rows(V, past)).O
        step.row(t) ≈ whole.row(t)
      }
    }
  }
}

//: ### Three sub-layers
//:
//: Masked self-attention, then attention whose queries come from the target and whose keys and
//: values come from the encoder, then the network; after each, add and norm. The table of
//: weights in the middle has a row for each target token and a column for each source token,
//: and it needs no mask, since the source is known to its end. This is the attention of [the
//: first section](#looking-back-at-the-encoder), with the recurrent networks taken away: the
//: decoder asks, and the states of the encoder answer.

/// Masked self-attention, attention over an encoder's output and a feed-forward network, each
/// with a residual connection and a layer norm after it
struct DecoderBlock<T: Scalar> {
  var encoder: EncoderBlock<T>
  var across: MultiHead<T>
  var γ, β: Vector<T>

  /// How many numbers a block of width d and inner width f has
  static func count(_ d: Int, _ f: Int) -> Int {
    EncoderBlock<T>.count(d, f) + 4 * d * d + 2 * d
  }

  init(_ parts: inout Parts<T>, _ d: Int, _ f: Int, heads: Int) {
    encoder = EncoderBlock(&parts, d, f, heads: heads)
    let W = parts.matrices(4, d, d)
    across = MultiHead(W_Q: W[0], W_K: W[1], W_V: W[2], W_O: W[3], heads: heads)
    (γ, β) = (parts.vector(d), parts.vector(d))
  }

  /// The target X and the output M of the encoder
  func callAsFunction(_ X: Matrix<T>, _ M: Matrix<T>) -> Matrix<T> {
    let own = encoder.normed(X + encoder.multiHead(X, mask: causalMask(X.rows)), 0)
    let sum = own + across(own, reading: M)
    let Y = Matrix(
      (0..<sum.rows).map { layerNorm(sum.row($0), γ, β, ε: EncoderBlock<T>.ε).entries })
    return encoder.normed(Y + encoder.feedForward(Y), 1)
  }
}

extension Transformer {
  //: The check changes the last target token and looks at the first output, which must not
  //: move at all; then it changes the last token of the source, and the first output must move.

  private static func threeSubLayers(_ page: Page) {
    page.verify("a decoder block hears the whole source but only the past", at: "18.5.1:block") {
      draw in
      let (d, f) = (4, 2)
      var parts = Parts(draw.vector(DecoderBlock<Double>.count(d, f)))
      let block = DecoderBlock(&parts, d, f, heads: 2)
      let (target, source) = (draw.matrix(2, d), draw.matrix(2, d))
      let first = block(target, source).row(0)
      block(replacingLast(target, draw.vector(d)), source).row(0) == first
      let heard = block(target, replacingLast(source, draw.vector(d))).row(0)
      (heard - first).maxNorm ≥ 1e-12
    }
  }
}
