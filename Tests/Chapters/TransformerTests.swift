import Mathematics
import Notes
import Testing

@testable import Companion
@testable import transformer

/// The chapter against the notes, and its functions against values that come from elsewhere.
@Suite struct TransformerTests {
  // MARK: Golden values

  /// The same numbers as in Golden/transformer.py
  private func spread(_ count: Int, _ start: Double) -> Vector<Double> {
    Vector((0..<count).map { Double.sin(0.7 * (Double($0) + start) + 0.3) })
  }

  @Test func `the hand example backwards, against jax`() {
    let X: Matrix<Double> = [[1, 0, 0, 1], [0, 1, 1, 0], [1, 1, 0, 0]]
    let W_Q: Matrix<Double> = [[1, 0], [0, 1], [0, 0], [1, 0]]
    let W_K: Matrix<Double> = [[0, 1], [1, 0], [1, 1], [0, 0]]
    let W_V: Matrix<Double> = [[1, 0], [0, 1], [2, 0], [0, 2]]
    let Y: Matrix<Double> = [[2, 1], [1, 1], [1, 2]]
    let (Q, K, V) = (X * W_Q, X * W_K, X * W_V)
    let (A, O) = attention(Q, K, V)
    let (dQ, dK, dV) = attentionBackward(O - Y, Q, K, V, A)
    let dX = dQ * W_Q.ᵀ + dK * W_K.ᵀ + dV * W_V.ᵀ
    let all = [dX, X.ᵀ * dQ, X.ᵀ * dK, X.ᵀ * dV].flatMap(\.entries)
    #expect(distance(Vector(all), Vector(GoldenTransformer.hand)) < 1e-14)
  }

  @Test func `a whole encoder block with two heads, against jax`() {
    let (T, d, f) = (3, 4, 6)
    var parts = Parts(spread(T * d + EncoderBlock<Double>.count(d, f), 0))
    let X = parts.matrix(T, d)
    let block = EncoderBlock(&parts, d, f, heads: 2)
    let G = Matrix(rows: T, columns: d, entries: spread(T * d, 1000).entries)
    let trace = block.forward(X)
    #expect(abs(inner(G, trace.Z) - GoldenTransformer.encoderLoss) < 1e-12)
    #expect(distance(trace.Z, block(X)) < 1e-15)
    let (dX, entries) = block.backward(G, trace)
    #expect(distance(Vector(dX.entries + entries), Vector(GoldenTransformer.encoder)) < 1e-12)
  }

  @Test func `the distribution of dot products, against mpmath`() {
    let scores = DotProductDistribution(width: 512)
    #expect(abs(scores.share(within: 30) - GoldenTransformer.shareWithin30) < 1e-12)
    let reach = scores.halfWidth(holding: GoldenTransformer.shareWithin30)
    #expect(abs(reach - 30) < 1e-9)
  }

  // MARK: Closed forms

  @Test func `equal scores give equal weights`() {
    let (A, O) = attention([[0.0, 0]], [[1, 2], [3, 4], [5, 6]], [[3], [6], [12]])
    #expect(distance(A, [[1.0 / 3, 1.0 / 3, 1.0 / 3]] as Matrix) < 1e-15)
    #expect(abs(O[0, 0] - 7) < 1e-14)
  }

  @Test func `softmax of rows survives huge scores and masks`() {
    let A = softmaxOfRows([[1000.0, 999], [-.infinity, 0], [-1e300, 1e300]])
    #expect(abs(A[0, 0] - 0.7310585786300049) < 1e-15)
    #expect(A.row(1) == [0, 1])
    #expect(A.row(2) == [0, 1])
  }

  @Test func `ranks of known matrices`() {
    #expect(rank([[1, 2], [2, 4]]) == 1)
    #expect(rank([[0, 0], [0, 0]]) == 0)
    #expect(rank([[1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 0, 2]]) == 3)
    #expect(rank([[1, 2, 3]]) == 1)
  }

  @Test func `polynomials are found from counts`() {
    let growth = Growth { T, d in 3 * T * T * d + 5 * d + 7 }
    #expect(growth.words("T", "d") == "3T²d + 5d + 7")
    #expect(growth.order("T", "d") == "O(T²d)")
    let two = Growth { T, d in T * T * d + 4 * T * d * d + T }
    #expect(two.order("T", "d", dot: "·") == "O(T²·d+T·d²)")
    let nested = Growth(from: (16, 3), step: 2) { T, w in 4 * T * w - w * w + 1 }
    #expect(nested.order("T", "w", dot: "·", isNested: true) == "O(T·w)")
    #expect(nested(100, 5) == 1976)
  }

  @Test func `products of recurrent networks and of attention`() {
    for (T, d) in [(1, 1), (3, 2), (2, 5)] {
      #expect(recurrentProducts(T, d) == 2 * T * d * d)
      // Four pairs of products of matrices, three quotients and three products of gates.
      #expect(gatedProducts(T, d) == T * (8 * d * d + 6 * d))
      #expect(queryProducts(T, d) == 2 * T * d + 2 * T)
      #expect(linearProducts(T, d) == 2 * T * d * d + 3 * T * d)
    }
  }

  @Test func `the layouts of the walkthrough`() {
    var draw = Generator(seed: 5)
    let s = Sideways(&draw, T: 3, width: 2)
    let tokens = attention(s.Q.ᵀ, s.K.ᵀ, s.V.ᵀ)
    #expect(distance(s.A, tokens.A) < 1e-15)
    let (_, _, dV) = attentionBackward(s.dHead, s.Q.ᵀ, s.K.ᵀ, s.V.ᵀ, s.A)
    #expect(distance(s.dV, dV.ᵀ) < 1e-14)
    #expect(product(s.dHead, s.A) == nil)
  }

  @Test func `more random features make smaller errors`() {
    let errors = featureErrors(repeats: 200).map(\.errors)
    for length in 0..<2 {
      #expect(errors[0][length] > 1.5 * errors[1][length])
      #expect(errors[1][length] > 1.5 * errors[2][length])
    }
  }

  @Test func `numbers of pairs in a window`() {
    for T in 1...12 {
      for w in [1, 3, 5] {
        for g in 0...2 where g <= T {
          let all = allowed(T, window: w, global: g).flatMap { $0 }.count { $0 }
          #expect(pairs(T, window: w, global: g) == all, "\(T) \(w) \(g)")
        }
      }
    }
  }

  @Test func `shortest ways`() {
    #expect(pathLength(100, 0, 99) { [$0 + 1] } == 99)
    #expect(pathLength(100, 99, 0) { [$0 + 1] } == 100)  // no way
    #expect(pathLength(5, 2, 2) { [$0 + 1] } == 0)
  }

  @Test func `a power law through two points`() {
    let fit = powerLaw([(1, 8), (100, 0.8)])
    #expect(abs(fit.exponent - 0.5) < 1e-15)
    #expect(abs(fit.factor - 8) < 1e-14)
  }

  @Test func `the gradient of the model that reverses, by differences`() {
    let model = Reverser(letters: 3, length: 3, width: 4, inner: 4, seed: 3)
    let gradient = model.gradient([0, 2, 1]).entries
    for i in stride(from: 0, to: gradient.count, by: 7) {
      let h = 1e-6
      let above = model.moved(i, by: h).gradient([0, 2, 1]).loss
      let below = model.moved(i, by: -h).gradient([0, 2, 1]).loss
      #expect(abs((above - below) / (2 * h) - gradient[i]) < 1e-7, "parameter \(i)")
    }
  }

  @Test func `a few steps of training lower the loss`() {
    var model = Reverser(letters: 2, length: 2, width: 4, inner: 4, seed: 1)
    let first = model.train(batch: 4, rate: 0.02)
    var last = first
    for _ in 0..<60 { last = model.train(batch: 4, rate: 0.02) }
    #expect(last < 0.5 * first)
  }

  // MARK: A wrong formula is noticed

  @Test func `a gradient without the mean of its row fails`() {
    var draw = Generator(seed: 1)
    let v = draw.vector(6)
    let G = draw.matrix(2, 3)
    func loss<S: Scalar>(_ v: Vector<S>) -> S {
      inner(Matrix<S>(G), softmaxOfRows(Matrix(rows: 2, columns: 3, entries: v.entries)))
    }
    let A = softmaxOfRows(Matrix(rows: 2, columns: 3, entries: v.entries))
    let right = Vector(softmaxOfRowsBackward(G, A).entries)
    let wrong = Vector((G ⊙ A).entries)
    let good = (gradient(at: v) { loss($0) } ≈ right).map(\.holds)
    let bad = (gradient(at: v) { loss($0) } ≈ wrong).map(\.holds)
    #expect(good == [true, true, true])
    #expect(bad == [false, false, false])
  }

  @Test func `a mask of zeros lets the future through`() {
    var draw = Generator(seed: 2)
    let stack = (0..<6).map { _ in draw.matrix(2, 2) }
    let X = draw.matrix(3, 2)
    let none = Matrix(repeating: 0.0, rows: 3, columns: 3)
    #expect(influence(X, stack, mask: none)[0][2] == 1)
    #expect(influence(X, stack, mask: causalMask(3))[0][2] == 0)
  }
}
