import Companion
import Mathematics

//: A block of the encoder has two halves: attention between tokens, then a network for each token.
//: The first moves information *between* tokens; the second, a small network of two layers, works
//: on each token by itself. Around each half runs a residual connection: what comes out is added to
//: what went in, and the sum is normalized.

extension Transformer {
  static let encoderBlock = Section(.foundations, "18.4", "A block of the encoder") { page in

    //: ### Each position by itself
    //:
    //: The feed-forward network treats the rows of its input alike and apart from each other:
    //:
    //:     FFN(Y) = max(0, Y W₁ + b₁) W₂ + b₂    (18.13)

    page.verify("max(0, Y W₁ + b₁) W₂ + b₂, position by position", at: "18.13") { draw in
      let (Y, W₁, W₂) = (draw.matrix(3, 2), draw.matrix(2, 4), draw.matrix(4, 2))
      let (b₁, b₂) = (draw.vector(4), draw.vector(2))
      let Z = FeedForward(W₁: W₁, b₁: b₁, W₂: W₂, b₂: b₂)(Y)
      let each = (0..<3).map { t in W₂.ᵀ * relu(W₁.ᵀ * Y.row(t) + b₁) + b₂ }
      return [
        Evidence("by column vectors", error: distance(Z, Matrix(each.map(\.entries))), bound: 1e-14)
      ]
    }

    //: Usually its inner width is four times that of the model. Then two thirds of the weights
    //: of a block sit here and only one third in attention, whatever the width.

    let ratio = page.given(number: "ratio of inner to model width", at: "§18.4.2", as: "ratio")

    let inside = min(max(ratio.rounded(), 1), 64)
    let counts = [64, 512, 1024].map { d -> [any Showable] in
      let attention = 4 * d * d
      let feedForward = Double(d * d) * 2 * inside
      let vectors = Double(d) * (inside + 5)
      let share = feedForward / (Double(attention) + feedForward)
      return [d, attention, feedForward, vectors, share]
    }
    page.table(
      "Weights of a block", columns: ["width", "attention", "feed-forward", "b, γ, β", "share"],
      rows: counts, digits: 3, at: "18.4.2:width")

    //: ### The block, and its gradient
    //:
    //: The two halves, each with its residual connection, are
    //:
    //:     Y = LayerNorm(X + MultiHead(X))
    //:     Z = LayerNorm(Y + FFN(Y))
    //:
    //: The residual connection asks each half only for a *change* of the tokens. A half whose
    //: weights are zero changes nothing, and a gradient that arrives at the sum goes on to the
    //: input undiminished, whatever the half in between does to its own share. Normalization then
    //: keeps the sums from growing block by block.
    //:
    //: Normalizing after the addition, as here and in the first transformer, is called
    //: post-norm; most later models normalize first.

    page.define(
      "attention, add and norm, feed-forward, add and norm", at: "18.4.1:block", by: "EncoderBlock")

    //: With zeros for the last weights of both halves, the whole block does nothing but normalize
    //: twice, and its gradient is that of two normalizations.

    page.verify("halves of zero weight leave two normalizations", at: "18.4.1:block") { draw in
      let (T, d, f) = (2, 4, 2)
      var parts = Parts(draw.vector(EncoderBlock<Double>.count(d, f)))
      var block = EncoderBlock(&parts, d, f, heads: 2)
      block.multiHead.W_O = Matrix(repeating: 0, rows: d, columns: d)
      block.feedForward.W₂ = Matrix(repeating: 0, rows: f, columns: d)
      block.feedForward.b₂ = Vector(repeating: 0, count: d)
      let (X, G) = (draw.matrix(T, d), draw.matrix(T, d))
      let Y = block.normed(X, 0)
      let ε = EncoderBlock<Double>.ε
      let back = (0..<T).map { t in
        let dY = layerNormBackward(G.row(t), Y.row(t), block.γ[1], ε: ε).dx
        return layerNormBackward(dY, X.row(t), block.γ[0], ε: ε).dx.entries
      }
      let dX = block.backward(G, block.forward(X)).dX
      return [
        Evidence("outputs", error: distance(block(X), block.normed(Y, 1)), bound: 0),
        Evidence("gradient", error: distance(dX, Matrix(back)), bound: 0),
      ]
    }

    //: The backward pass goes through everything the earlier sections had: two
    //: [normalizations](#layer-normalization), a network, the [heads](#several-heads), and at each
    //: residual connection a sum of two gradients. One of the two has not passed through any
    //: weight. Here it is against two methods that know nothing of it, on tokens and parameters
    //: drawn at random: two tokens of width 4, and two heads of width 2.

    page.verify("the gradient of a whole encoder block", at: "18.4.1:block") { draw in
      let (T, d, f) = (2, 4, 2)
      let v = draw.vector(T * d + EncoderBlock<Double>.count(d, f), -1, 1)
      let G = draw.matrix(T, d)
      func loss<S: Scalar>(_ v: Vector<S>) -> S {
        var parts = Parts(v)
        let X = parts.matrix(T, d)
        return inner(Matrix<S>(G), EncoderBlock(&parts, d, f, heads: 2)(X))
      }
      var parts = Parts(v)
      let X = parts.matrix(T, d)
      let block = EncoderBlock(&parts, d, f, heads: 2)
      let (dX, dBlock) = block.backward(G, block.forward(X))
      return compare(
        Vector(dX.entries + dBlock), at: v, along: draw.vector(v.count), loss, loss)
    }
  }
}

/// max(0, YW₁ + b₁) W₂ + b₂, for each row of Y (18.13)
struct FeedForward<T: Scalar> {
  var W₁: Matrix<T>
  var b₁: Vector<T>
  var W₂: Matrix<T>
  var b₂: Vector<T>

  func callAsFunction(_ Y: Matrix<T>) -> Matrix<T> {
    addingToRows(relu(addingToRows(Y * W₁, b₁)) * W₂, b₂)
  }
}

/// Multi-head attention and a feed-forward network, each with a residual connection and a layer
/// norm after it
struct EncoderBlock<T: Scalar> {
  var multiHead: MultiHead<T>
  var feedForward: FeedForward<T>
  var γ: [Vector<T>]
  var β: [Vector<T>]
  static var ε: Double { 1e-5 }

  /// How many numbers a block of width d and inner width f has
  static func count(_ d: Int, _ f: Int) -> Int { 4 * d * d + 2 * d * f + f + d + 4 * d }

  /// Reads the parameters off a vector, in the order of `entries`
  init(_ parts: inout Parts<T>, _ d: Int, _ f: Int, heads: Int) {
    let W = (0..<4).map { _ in parts.matrix(d, d) }
    multiHead = MultiHead(W_Q: W[0], W_K: W[1], W_V: W[2], W_O: W[3], heads: heads)
    let (W₁, b₁) = (parts.matrix(d, f), parts.vector(f))
    feedForward = FeedForward(W₁: W₁, b₁: b₁, W₂: parts.matrix(f, d), b₂: parts.vector(d))
    γ = [parts.vector(d), parts.vector(d)]
    β = [parts.vector(d), parts.vector(d)]
  }

  func callAsFunction(_ X: Matrix<T>) -> Matrix<T> {
    let Y = normed(X + multiHead(X), 0)
    return normed(Y + feedForward(Y), 1)
  }

  /// LayerNorm of each row with the parameters of the first or second normalization
  func normed(_ X: Matrix<T>, _ i: Int) -> Matrix<T> {
    var entries: [T] = []
    for t in 0..<X.rows { entries += layerNorm(X.row(t), γ[i], β[i], ε: Self.ε).entries }
    return Matrix(rows: X.rows, columns: X.columns, entries: entries)
  }
}

/// What the way back needs to know of the way there
struct EncoderTrace {
  let X, Q, K, V: Matrix<Double>
  let A: [Matrix<Double>]
  let C, R, Y, inner, S, Z: Matrix<Double>
}

extension EncoderBlock<Double> {
  /// All parameters in a row
  var entries: [Double] {
    let a = multiHead
    let f = feedForward
    let matrices = [a.W_Q, a.W_K, a.W_V, a.W_O].flatMap(\.entries)
    let network = f.W₁.entries + f.b₁.entries + f.W₂.entries + f.b₂.entries
    return matrices + network + (γ + β).flatMap(\.entries)
  }

  /// The output Z, and what came on the way
  func forward(_ X: Matrix<Double>) -> EncoderTrace {
    let (Q, K, V) = (X * multiHead.W_Q, X * multiHead.W_K, X * multiHead.W_V)
    let heads = (0..<multiHead.heads).map { i in
      let part = multiHead.part(i)
      return attention(columns(Q, part), columns(K, part), columns(V, part))
    }
    let C = beside(heads.map(\.O))
    let R = X + C * multiHead.W_O
    let Y = normed(R, 0)
    let inner = addingToRows(Y * feedForward.W₁, feedForward.b₁)
    let S = Y + addingToRows(relu(inner) * feedForward.W₂, feedForward.b₂)
    return EncoderTrace(
      X: X, Q: Q, K: K, V: V, A: heads.map(\.A), C: C, R: R, Y: Y, inner: inner, S: S,
      Z: normed(S, 1))
  }

  /// The gradient by X and, in the order of `entries`, by the parameters
  func backward(_ dZ: Matrix<Double>, _ t: EncoderTrace) -> (dX: Matrix<Double>, entries: [Double])
  {
    let (dS, dγ₂, dβ₂) = normBackward(dZ, t.S, 1)
    let dInner = (dS * feedForward.W₂.ᵀ) ⊙ t.inner.map { reluʹ($0) }
    let dY = dS + dInner * feedForward.W₁.ᵀ  // past the network and through it
    let (dR, dγ₁, dβ₁) = normBackward(dY, t.R, 0)
    let dC = dR * multiHead.W_O.ᵀ
    let parts = (0..<multiHead.heads).map { i in
      let part = multiHead.part(i)
      return attentionBackward(
        columns(dC, part), columns(t.Q, part), columns(t.K, part), columns(t.V, part), t.A[i])
    }
    let (dQ, dK, dV) = (beside(parts.map(\.dQ)), beside(parts.map(\.dK)), beside(parts.map(\.dV)))
    let dX = dR + dQ * multiHead.W_Q.ᵀ + dK * multiHead.W_K.ᵀ + dV * multiHead.W_V.ᵀ
    let weights = [t.X.ᵀ * dQ, t.X.ᵀ * dK, t.X.ᵀ * dV, t.C.ᵀ * dR].flatMap(\.entries)
    let (dW₁, db₁) = (t.Y.ᵀ * dInner, sumOfRows(dInner))
    let (dW₂, db₂) = (relu(t.inner).ᵀ * dS, sumOfRows(dS))
    let network = [dW₁.entries, db₁.entries, dW₂.entries, db₂.entries].flatMap { $0 }
    let norms = [dγ₁, dγ₂, dβ₁, dβ₂].flatMap(\.entries)
    return (dX, weights + network + norms)
  }

  /// Row by row, with the gradients of γ and β summed over the rows
  private func normBackward(_ dY: Matrix<Double>, _ X: Matrix<Double>, _ i: Int)
    -> (dX: Matrix<Double>, dγ: Vector<Double>, dβ: Vector<Double>)
  {
    let rows = (0..<X.rows).map { layerNormBackward(dY.row($0), X.row($0), γ[i], ε: Self.ε) }
    let zero = Vector<Double>(repeating: 0, count: X.columns)
    return (
      Matrix(rows.map(\.dx.entries)), rows.reduce(zero) { $0 + $1.dγ },
      rows.reduce(zero) { $0 + $1.dβ }
    )
  }
}
