import Companion
import Mathematics

//: Attention lets a decoder look back at every state of the encoder, and not only at the last. A
//: translator who has to hear a whole sentence, close the book and then write from memory does what
//: the first encoder-decoder networks did. Everything the encoder has read must pass through one
//: vector of fixed length. Attention opens the book again: at each step the decoder takes a
//: weighted mean of all states of the encoder.

extension Transformer {
  static let lookingBack = Section(.foundations, "17.2", "Looking back at the encoder") { page in
    anyLengths(page)
    bottleneck(page)
    packing(page)
    threeScores(page)
    distribution(page)
    translation(page)
    speed(page)
  }

  //: ### One vector for a sentence
  //:
  //: A recurrent encoder reads T vectors and keeps its last state as the context; a decoder
  //: starts from the context and writes as many vectors as it likes.
  //:
  //:     hₜ = tanh(W hₜ₋₁ + U xₜ)
  //:     c = h_T                       (17.1)
  //:     sₜ = tanh(W sₜ₋₁),  s₀ = c
  //:
  //: Nothing ties the two lengths together.

  /// All states hₜ = tanh(W hₜ₋₁ + U xₜ) of an encoder; the last one is the context c (17.1)
  private static func encode(_ x: [Vector<Double>], _ W: Matrix<Double>, _ U: Matrix<Double>)
    -> [Vector<Double>]
  {
    var h = Vector(repeating: 0.0, count: W.rows)
    return x.map { xₜ in
      h = tanh(W * h + U * xₜ)
      return h
    }
  }

  /// The states sₜ = tanh(W sₜ₋₁) of a decoder that starts from s₀ = c
  private static func decode(from c: Vector<Double>, _ W: Matrix<Double>, steps: Int)
    -> [Vector<Double>]
  {
    var s = c
    return (0..<steps).map { _ in
      s = tanh(W * s)
      return s
    }
  }

  private static func anyLengths(_ page: Page) {
    page.verify(
      "any T inputs and any number of outputs meet in a context of one width", at: "17.1.1:lengths"
    ) { draw in
      let (T, steps) = (1 + draw.below(4), 1 + draw.below(4))
      let (W, U) = (draw.matrix(3, 3), draw.matrix(3, 2))
      let states = encode((0..<T).map { _ in draw.vector(2) }, W, U)
      states.count == T
      states[T - 1].count == 3
      decode(from: states[T - 1], W, steps: steps).count == steps
    }
    page.define("the context is the last state of the encoder", at: "17.1", by: "encode")
    page.define("the decoder goes on from the context", at: "17.1.2:decoder", by: "decode")
    page.note(
      "A real decoder chooses a token at each step and reads it at the next; here its state goes on "
        + "alone, which is all that the lengths need.", at: "17.1.2:decoder")
  }

  //: The width is the trouble. A linear encoder from n numbers to $m < n$ must map some direction
  //: of the input to zero, so that two different sentences get the same context and no decoder,
  //: however clever, can tell them apart. Here such a direction is constructed: what remains of a
  //: random sentence when its shadow on the rows of the encoder is taken away.

  /// The part of v that is perpendicular to all rows of A, of length 1.
  private static func perpendicular(_ v: Vector<Double>, to A: Matrix<Double>) -> Vector<Double> {
    var basis: [Vector<Double>] = []
    func reduced(_ v: Vector<Double>) -> Vector<Double> {
      var rest = v
      // Twice, since rounding leaves a little of what was taken away.
      for _ in 0..<2 { for b in basis { rest -= (b ⋅ rest) * b } }
      return rest / rest.l2Norm
    }
    for i in 0..<A.rows { basis.append(reduced(A.row(i))) }
    return reduced(v)
  }

  private static func bottleneck(_ page: Page) {
    page.verify("a narrower linear context merges different sentences", at: "17.2.1:bottleneck") {
      draw in
      let C = draw.matrix(2, 5)  // five numbers into two
      let sentence = draw.vector(5)
      let hidden = perpendicular(draw.vector(5), to: C)
      C * (sentence + hidden) ≈ C * sentence
      hidden.l2Norm ≈ 1
    }
  }

  //: How much that is for a sentence of the notes' length can be counted in two ways: in
  //: directions, which is what a linear code has, and in bits, which is what any code needs.

  private static func packing(_ page: Page) {
    let count: Int = page.given("words", at: "Q11", in: 1...1e6)
    let width: Int = page.given("numbers per word", ours: 300, in: 1...1e6)
    let context: Int = page.given(
      "size of context vector", at: "Q11", as: "context size", in: 1...1e12)
    let vocabulary: Double = page.given("vocabulary", ours: 30000, in: 1...1e12)
    page.show("dimensions of the words", count * width, at: "Q11", for: "Q11:compress")
    page.derive("directions lost", max(0, count * width - context))
    page.derive("bits in the words", Double(count) * log(vocabulary) / log(2))
    page.derive("bits in the context", context * 32)
    page.note(
      "The \(count * width) numbers are \(count) words of \(width) numbers each, a usual width for "
        + "word vectors, which the notes leave unsaid.", at: "Q11:compress")
    page.leave(
      "that attention spares the packing: it keeps all states, at the price of memory",
      at: "Q11:compress")
  }

  //: Thirty words of 300 numbers each are 9000 numbers; at least 8488 directions of these are
  //: invisible to a linear code of 512. Still, “information-theoretically hard” says too much:
  //: thirty words from a vocabulary of 30 000 carry about 446 bits, and 512 numbers of single
  //: precision have room for 16 384. The words would fit; what is hard is to *learn* a map that
  //: packs them so, and one that unpacks them.

  //: ### Weights, and a mean
  //:
  //: A score says how well the decoder's state s goes with each encoder state h. Softmax turns
  //: scores into weights, and the weights make a mean of the states:
  //:
  //:     αₜₛ = exp(score(sₜ, hₛ))/(Σₖ exp(score(sₜ, hₖ)))    (17.2)
  //:     cₜ = Σₛ αₜₛ hₛ                                      (17.3)

  /// Σ αₛhₛ, the context (17.3)
  private static func attended(_ α: Vector<Double>, _ states: [Vector<Double>]) -> Vector<Double> {
    zip(α.entries, states).reduce(0 * states[0]) { $0 + $1.0 * $1.1 }
  }
}

//: Three scores are in use: the dot product, the same divided by $√d$, and a small network with
//: weights of its own.
//:
//:     dot(s, h) = sᵀh
//:     scaled(s, h) = sᵀh/√d
//:     additive(s, h) = vᵀ tanh(W s + U h)

/// sᵀh
func dotScore<T: Scalar>(_ s: Vector<T>, _ h: Vector<T>) -> T { s ⋅ h }

/// sᵀh/√d
func scaledDotScore<T: Scalar>(_ s: Vector<T>, _ h: Vector<T>) -> T {
  (s ⋅ h) / T(Double(s.count).squareRoot())
}

/// vᵀ tanh(W s + U h)
func additiveScore<T: Scalar>(
  _ s: Vector<T>, _ h: Vector<T>, _ W: Matrix<T>, _ U: Matrix<T>, _ v: Vector<T>
) -> T {
  v ⋅ tanh(W * s + U * h)
}

extension Transformer {
  private static func threeScores(_ page: Page) {
    let H: Matrix<Double> = page.given("states", ours: [[1, 0], [0, 2], [1, 1]])  // three words
    let s: Vector<Double> = page.given("decoder state", ours: [1, 2])

    let (W, U) = (Matrix(diagonal: [1, 0.5]), Matrix(diagonal: [0.5, 1]))
    let v: Vector = [1, 1]

    let states = (0..<H.rows).map { H.row($0) }
    let scores = [
      ("dot", states.map { dotScore(s, $0) }),
      ("scaled dot", states.map { scaledDotScore(s, $0) }),
      ("additive", states.map { additiveScore(s, $0, W, U, v) }),
    ]
    let rows = scores.map { name, e -> [any Showable] in
      let α = softmax(Vector(e))
      return [name, e, α, attended(α, states)]
    }
    page.table(
      "One example, three scores", columns: ["score", "scores", "weights", "context"], rows: rows,
      digits: 3, at: "Q13:scores")
  }

  //: The raw dot product is the most decided, the additive score the least: each tanh is
  //: bounded by 1, so that scores with two hidden units differ by at most 4 here.

  private static func distribution(_ page: Page) {
    page.define("weights are the softmax of the scores", at: "17.2", by: "softmax")
    page.define("the context is the mean of the states by weight", at: "17.3", by: "attended")

    page.verify("attention weights are a probability distribution", at: "Q12:distribution") {
      draw in
      let e = draw.vector(5, -20, 20)
      let α = softmax(e)
      by("exp over the sum of exps") { α ≈ exp(e) / exp(e).sum }
      α.sum ≈ 1
      α ∈ 0...1
    }
    page.verify("the context lies within the range of the states") { draw in
      let states = (0..<4).map { _ in draw.vector(2) }
      let c = attended(softmax(draw.vector(4, -3, 3)), states)
      for i in c.indices {
        let column = states.map { $0[i] }
        c[i] ≥ column.min()! ± rounding
        c[i] ≤ column.max()! ± rounding
      }
    }
  }

  //: In the notes' example of translation the first French word puts 0.9 on the article and
  //: 0.1 on the noun, which leaves nothing for the verb; a softmax never gives exactly
  //: nothing, so the three weights are rounded. How far apart must two scores be for such
  //: weights? By the logarithm of their ratio, whatever the other scores are.

  private static func translation(_ page: Page) {
    let le: Vector<Double> = page.given("weights for Le", at: "Q12", in: 0...1)
    let chat: Double = page.given("weight for chat", at: "Q12", in: 0...1)
    page.derive("gap of scores for “Le”", log(le[0] / le[1]), for: "Q12:example")
    page.derive("weight left beside “chat”", 1 - chat)
  }

  //: ### Which score?
  //:
  //: Speed can be counted. For states of width d a dot product takes d multiplications, scaled
  //: one more, the additive score with square matrices $2d² + d$. Why the scaled one is also the
  //: stable one is the subject of [a section of its own](#why-dₖ).

  private static func speed(_ page: Page) {
    page.verify("a scaled dot takes d + 1 products, an additive score 2d² + d", at: "Q13:best") {
      draw in
      let d = 1 + draw.below(5)
      let (s, W) = (draw.vector(d), draw.matrix(d, d))
      let ofDot = products { number in
        _ = scaledDotScore(s.map(number), s.map(number))
      }
      let ofAdditive = products { number in
        let (s, W) = (s.map(number), W.map(number))
        _ = additiveScore(s, s, W, W, s)
      }
      ofDot == d + 1
      ofAdditive == 2 * d * d + d
    }
    page.leave("which score is the standard: a matter of practice", at: "Q13:best")
  }
}

//: The counts come from numbers that keep a tally of what is done with them: the code that was
//: run above runs on them as it stands. [What attention costs](#what-attention-costs) is found in
//: the same way.

/// Products and quotients of a computation on numbers that count them
func products(_ computation: (_ number: (Double) -> Counted) -> Void) -> Int {
  let tally = Tally()
  computation(tally.number)
  return tally.multiplications
}
