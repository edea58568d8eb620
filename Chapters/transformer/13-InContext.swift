import Companion
import Mathematics

//: A large model is shown two or three examples and continues the pattern, and no weight has
//: changed. No small program can show that of a large model. It can show that attention is
//: *able* to: that what it computes can be a learning step, and that two layers of it can copy
//: a pattern they have never seen.

extension Transformer {
  static let inContext = Section(.foundations, "19.2", "Learning without changing weights") {
    page in
    descent(page)
    anyPattern(page)
    pictures(page)
  }

  //: ### Attention as a step of gradient descent
  //:
  //: The prompt holds pairs $(xᵢ, yᵢ)$ and a question x. Fit a linear model w, start at zero and
  //: take one step of rate η down the squared error of the pairs. The new weights, and the
  //: answer, are
  //:
  //:     w = η Σᵢ yᵢ xᵢ,  w · x = η Σᵢ yᵢ (xᵢ · x)
  //:
  //: Read it as attention without softmax: the question is the query, the $xᵢ$ are keys, the $yᵢ$
  //: are values. One layer of linear attention has taken the step, and the weights that were
  //: trained on the prompt exist nowhere. That attention takes such steps is one of the hypotheses
  //: that the notes list, in the form in which it can be tested.

  private static func descent(_ page: Page) {
    page.verify(
      "linear attention over examples is one step of gradient descent", at: "19.2:context"
    ) { draw in
      let X = draw.matrix(4, 3)  // four examples of three features
      let y = draw.vector(4)
      let question = draw.vector(3)
      let η = 0.1
      let slope = gradient(at: [0, 0, 0]) { w in
        let r = Matrix(X) * w - Vector(y)
        return 0.5 * (r ⋅ r)
      }
      slope ≈ -(X.ᵀ * y)
      let answer = η * ((X * question) ⋅ y)  // Σ (kᵢ·q) vᵢ
      answer ≈ -η * slope.byTape ⋅ question
    }

    page.note(
      "Attention can do it. Whether large models do is a question about them.",
      at: "19.2:context")
    page.leave("why abilities appear, and when: hypotheses", at: "Q23:emergent")
  }

  //: ### Induction heads
  //:
  //: “… cat chat … cat” asks for “chat”. Two layers suffice. In the first, each token looks one
  //: place back, by position alone, and notes down what it found. In the second, each token
  //: looks for places that have noted *it* down, and copies what stands there. The weights
  //: below are set by hand and know no vocabulary; they continue any sequence in which the last
  //: token has occurred once before.

  /// The weights of both layers, one place back by position, then to where the token was noted, and
  /// what each token is followed by, as weights over the vocabulary
  private static func induction(_ text: [Int], vocabulary: Int) -> (
    first: Matrix<Double>, second: Matrix<Double>, output: Matrix<Double>
  ) {
    let sharpness = 400.0
    let X = Matrix(text.map { oneHot($0, of: vocabulary).entries })
    let codes = PositionCodes(width: 8, base: 100)
    let P = codes.table(text.count)
    let M = causalMask(text.count)
    let (A, noted) = attention(sharpness * P * codes.rotation(by: -1).ᵀ, P, X, mask: M)
    let (B, output) = attention(sharpness * X, noted, X, mask: M)
    return (A, B, output)
  }

  private static func anyPattern(_ page: Page) {
    page.leave("whether this is what is meant by learning to learn: a reading", at: "Q24:induction")
    page.verify("two layers continue a pattern they have never seen", at: "Q24:induction") {
      draw in
      // A start mark, five different tokens in any order, then one of the first four again.
      let text = [0] + draw.shuffled(5).map { $0 + 1 }
      let again = 1 + draw.below(4)
      let output = induction(text + [text[again]], vocabulary: 6).output
      by("the token after it") { output.row(text.count) ≈ oneHot(text[again + 1], of: 6) }
    }
  }

  private static func pictures(_ page: Page) {
    let text = [0, 3, 1, 4, 2, 5, 1]
    let names = text.map { ["start", "a", "b", "c", "d", "e"][$0] }
    let (first, second, _) = induction(text, vocabulary: 6)
    let layers = [
      ("First layer: each token looks one place back", first),
      ("Second layer: each token looks for its own past", second),
    ]
    for (title, A) in layers {
      let weights = (0..<A.rows).map { A.row($0).entries }
      page.draw(Shades(title, rows: names, columns: names, weights))
    }
  }

  //: In the second picture the last “a” looks at the place after the earlier “a”, and hands
  //: over the “d” that stands there. Tokens with no past have nothing to look for and spread
  //: their weight.
}
