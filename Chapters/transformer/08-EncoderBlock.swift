import Companion
import Mathematics

//: A block of the encoder has two halves: attention between tokens, then a network for each token.
//: The first moves information *between* tokens; the second, a small network of two layers, works
//: on each token by itself. Around each half runs a residual connection: what comes out is added to
//: what went in, and the sum is normalized.

extension Transformer {
  static let encoderBlock = Section(.foundations, "18.4", "A block of the encoder") { page in
    eachPosition(page)
    weights(page)
    normalizeTwice(page)
    networkBackwards(page)
    wholeBlock(page)
  }
}

//: ### Each position by itself
//:
//: The feed-forward network treats the rows of its input alike and apart from each other:
//:
//:     FFN(Y) = max(0, Y W₁ + b₁) W₂ + b₂    (18.13)

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

/// A + 1 bᵀ: b added to each row
func addingToRows<T: Scalar>(_ A: Matrix<T>, _ b: Vector<T>) -> Matrix<T> {
  var result = A
  for i in 0..<A.rows { for j in 0..<A.columns { result[i, j] += b[j] } }
  return result
}

extension Transformer {
  private static func eachPosition(_ page: Page) {
    page.verify("max(0, Y W₁ + b₁) W₂ + b₂, position by position", at: "18.13") { draw in
      let (Y, W₁, W₂) = (draw.matrix(3, 2), draw.matrix(2, 4), draw.matrix(4, 2))
      let (b₁, b₂) = (draw.vector(4), draw.vector(2))
      let Z = FeedForward(W₁: W₁, b₁: b₁, W₂: W₂, b₂: b₂)(Y)
      for t in 0..<3 {
        let y = Y.row(t)
        Z.row(t) ≈ W₂.ᵀ * relu(W₁.ᵀ * y + b₁) + b₂
      }
    }
  }

  //: Usually its inner width is four times that of the model. Then two thirds of the weights
  //: of a block sit here and only one third in attention, whatever the width.

  private static func weights(_ page: Page) {
    let ratio: Int = page.given(
      "ratio of inner to model width", at: "§18.4.2", as: "ratio", in: 1...64)
    let counts = [64, 512, 1024].map { d -> [any Showable] in
      let (attention, network) = (4 * d * d, 2 * ratio * d * d)
      return [
        d, attention, network, d * (ratio + 5), Double(network) / Double(attention + network),
      ]
    }
    page.table(
      "Weights of a block", columns: ["width", "attention", "feed-forward", "b, γ, β", "share"],
      rows: counts, digits: 3, at: "18.4.2:width")
  }
}

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

/// Multi-head attention and a feed-forward network, each with a residual connection and a layer
/// norm after it
struct EncoderBlock<T: Scalar> {
  var multiHead: MultiHead<T>
  var feedForward: FeedForward<T>
  var γ: [Vector<T>]
  var β: [Vector<T>]
  static var ε: Double { 1e-5 }

  func callAsFunction(_ X: Matrix<T>) -> Matrix<T> {
    let Y = normed(X + multiHead(X), 0)
    return normed(Y + feedForward(Y), 1)
  }

  /// LayerNorm of each row with the parameters of the first or second normalization
  func normed(_ X: Matrix<T>, _ i: Int) -> Matrix<T> {
    Matrix((0..<X.rows).map { layerNorm(X.row($0), γ[i], β[i], ε: Self.ε).entries })
  }
}

//: Its parameters in one row make it a function of a vector, which is what gradients are taken of
//: and what training moves: the four matrices of attention, the network, and a stretch and a
//: shift for each of the two normalizations.

extension EncoderBlock {
  /// How many numbers a block of width d and inner width f has
  static func count(_ d: Int, _ f: Int) -> Int { 4 * d * d + 2 * d * f + f + d + 4 * d }

  /// Reads the parameters off a vector
  init(_ parts: inout Parts<T>, _ d: Int, _ f: Int, heads: Int) {
    let W = parts.matrices(4, d, d)
    multiHead = MultiHead(W_Q: W[0], W_K: W[1], W_V: W[2], W_O: W[3], heads: heads)
    let (W₁, b₁) = (parts.matrix(d, f), parts.vector(f))
    feedForward = FeedForward(W₁: W₁, b₁: b₁, W₂: parts.matrix(f, d), b₂: parts.vector(d))
    γ = [parts.vector(d), parts.vector(d)]
    β = [parts.vector(d), parts.vector(d)]
  }
}

//: Backwards through the whole block, last to first, each step needs what came in on the way
//: there: attention its queries, keys, values and weights, the network its inner sums, the
//: normalizations what they were given. So the way there keeps it.

/// What the way back needs to know of the way there
struct EncoderTrace {
  let X, Q, K, V: Matrix<Double>
  let A: [Matrix<Double>]
  let C, R, Y, inner, S, Z: Matrix<Double>
}

extension EncoderBlock<Double> {
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
}

//: The backward pass goes through everything the earlier sections had: two
//: [normalizations](#layer-normalization), a network, the [heads](#several-heads), and at each
//: residual connection a sum of two gradients. One of the two has not passed through any
//: weight. Below they are the lines for dY and dX: the first summand is what came along the
//: residual connection.

extension EncoderBlock<Double> {
  /// The gradient by X and, in the order in which they are read off a vector, by the parameters
  func backward(_ dZ: Matrix<Double>, _ t: EncoderTrace) -> (dX: Matrix<Double>, entries: [Double])
  {
    let (dS, dγ₂, dβ₂) = normBackward(dZ, t.S, 1)
    let dInner = (dS * feedForward.W₂.ᵀ) ⊙ reluʹ(t.inner)
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
    return (dX, weights + network + [dγ₁, dγ₂, dβ₁, dβ₂].flatMap(\.entries))
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

/// 1ᵀA: the rows of A added up
func sumOfRows(_ A: Matrix<Double>) -> Vector<Double> {
  Vector((0..<A.columns).map { A.column($0).sum })
}

//: With zeros for the last weights of both halves, the whole block does nothing but normalize
//: twice, and its gradient is that of two normalizations.

extension Transformer {
  private static func normalizeTwice(_ page: Page) {
    page.define(
      "attention, add and norm, feed-forward, add and norm", at: "18.4.1:block", by: "EncoderBlock")
    page.verify("halves of zero weight leave two normalizations", at: "18.4.1:block") { draw in
      let (T, d, f) = (2, 4, 2)
      var parts = Parts(draw.vector(EncoderBlock<Double>.count(d, f)))
      var block = EncoderBlock(&parts, d, f, heads: 2)
      block.multiHead.W_O = 0 * block.multiHead.W_O
      block.feedForward.W₂ = 0 * block.feedForward.W₂
      block.feedForward.b₂ = 0 * block.feedForward.b₂
      let (X, G) = (draw.matrix(T, d), draw.matrix(T, d))
      let Y = block.normed(X, 0)
      let dX = block.backward(G, block.forward(X)).dX
      block(X) == block.normed(Y, 1)
      for t in 0..<T {
        let dY = layerNormBackward(G.row(t), Y.row(t), block.γ[1], ε: EncoderBlock<Double>.ε).dx
        dX.row(t) ≈ layerNormBackward(dY, X.row(t), block.γ[0], ε: EncoderBlock<Double>.ε).dx
      }
    }
  }

  //: The step from the sum $S = Y + FFN(Y)$ back to Y, for one token of width 2 and with numbers
  //: to follow it by. With h for the inner sums, the slope of max(0, h) is 1 where a unit is
  //: active, and 0 where it is not; here the second unit is silent and passes nothing on. The
  //: token stands in a row, so that the Jacobians of its layers, $W₁ᵀ$ and $W₂ᵀ$, stand to the
  //: right of the error.

  private static func networkBackwards(_ page: Page) {
    let network = FeedForward(
      W₁: [[1, -1], [2, 1]], b₁: [0, 0], W₂: [[1, 0.5], [-1, 1]], b₂: [0.0, 0])
    page.derivation(
      "∂ℒ/∂Y", of: (Y: [1, 0.5] as Vector, dS: [1, -1] as Vector, network: network)
    ) { draw in
      let (W₁, W₂) = (draw.matrix(2, 3), draw.matrix(3, 2))
      let network = FeedForward(W₁: W₁, b₁: draw.vector(3), W₂: W₂, b₂: draw.vector(2))
      return (Y: draw.vector(2), dS: draw.vector(2), network: network)
    } lines: { Y, dS, f in
      let h = f.W₁.ᵀ * Y + f.b₁
      let slopes = Matrix(diagonal: reluʹ(h))
      Line("∂ℒ/∂S (I + ∂FFN/∂Y)", ((dS.ᵀ + dS.ᵀ * f.W₂.ᵀ * slopes * f.W₁.ᵀ)).row(0))
      Line(
        "∂ℒ/∂S + ((∂ℒ/∂S W₂ᵀ) ⊙ ReLUʹ(h)) W₁ᵀ", dS + (((f.W₂ * dS) ⊙ reluʹ(h)).ᵀ * f.W₁.ᵀ).row(0))
    } truth: { Y, dS, f in
      let J = jacobian(at: Y) { y in
        y + Matrix(f.W₂.ᵀ) * relu(Matrix(f.W₁.ᵀ) * y + Vector(f.b₁)) + Vector(f.b₂)
      }
      return J.ᵀ * dS
    }
  }

  //: And all of it, against dual numbers and the tape, which know nothing of it, on tokens and
  //: parameters drawn at random: two tokens of width 4, and two heads of width 2. Differences
  //: would step across a kink of max(0, h) now and then. The gains of the normalizations are
  //: drawn near 1, where training starts them.

  private static func wholeBlock(_ page: Page) {
    page.verify("the gradient of a whole encoder block", at: "18.4.1:block") { draw in
      let (T, d, f) = (2, 4, 2)
      var v = draw.vector(T * d + EncoderBlock<Double>.count(d, f), -1, 1)
      let gains = v.count - 4 * d
      for i in gains..<gains + 2 * d { v[i] = draw.uniform(0.5, 1.5) }
      let G = draw.matrix(T, d)
      var parts = Parts(v)
      let X = parts.matrix(T, d)
      let block = EncoderBlock(&parts, d, f, heads: 2)
      let (dX, dBlock) = block.backward(G, block.forward(X))
      let all = Vector(dX.entries + dBlock)
      let found = gradient(at: v) { v in
        var parts = Parts(v)
        let X = parts.matrix(T, d)
        return inner(Matrix(G), EncoderBlock(&parts, d, f, heads: 2)(X))
      }
      by("tape") { found.byTape ≈ all }
      by("dual numbers") {
        found.slopeByDual ≈ all ⋅ found.direction
          ± (1e-13, "a slope adds up a hundred products, of which large ones cancel")
      }
    }
  }
}
