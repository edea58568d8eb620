import Companion
import Mathematics

//: Two ways to train on plain text: guess hidden tokens from all others, or each from those before
//: it. On a corpus so small that all sentences can be counted, both losses have known minima.

extension Transformer {
  static let languageModels = Section(.foundations, "20.2", "Masked and causal language models") {
    page in

    //: Sixteen sentences of four words, some of them more than once. The best model that any
    //: training could find says what counting says: after “the cat”, “sat” in three sentences of
    //: five, and so with probability 3/5.

    let corpus = Corpus.example
    page.table(
      "The corpus", columns: ["sentence", "times"],
      rows: corpus.counts(of: [0, 1, 2, 3]).map { words, count in
        [words.map { Corpus.words[$0] }.joined(separator: " "), count]
      })
    let everything = corpus.entropy(of: [0, 1, 2, 3])
    page.derive("sentences", corpus.sentences.count)
    page.derive("entropy of a sentence", everything)

    //: ### Guessing the next token
    //:
    //: The causal loss of a sentence adds $−log P$ of each word given those before it:
    //:
    //:     L_CLM = −Σₜ log P(xₜ₊₁ | x₁, …, xₜ)    (20.2)
    //:
    //: The sum of the notes runs to $t = T$ and so asks for a token $T + 1$, which is read here as
    //: the last token of the sentence; the first token is given. Add its own $−log P$, and by the
    //: chain rule of probability the mean over the corpus is the entropy of whole sentences.

    let causal = (0..<4).map { corpus.meanLoss(of: $0, given: Array(0..<$0)) }
    page.table(
      "Mean loss by position", columns: ["word", "given those before", "given all others"],
      rows: (0..<4).map { i in
        let others = (0..<4).filter { $0 != i }
        return [i + 1, causal[i], corpus.meanLoss(of: i, given: others)]
      })
    page.derive("causal loss, first word too", causal.reduce(0, +))

    //: For the last word the two columns agree, since nothing stands to the right of it. The
    //: animal is hard to guess from its article alone and easy from what it did: “sang” gives the
    //: bird away.

    page.verify("causal losses add up to −log P of the text", at: "20.2") { draw in
      let corpus = Corpus(&draw)
      let sum = (0..<4).reduce(0) { $0 + corpus.meanLoss(of: $1, given: Array(0..<$1)) }
      // Whole sentences, counted without any condition.
      return [
        Evidence(
          "entropy of sentences", error: abs(sum - corpus.entropy(of: [0, 1, 2, 3])), bound: 1e-13)
      ]
    }

    //: ### Guessing what is hidden
    //:
    //: For a hidden word the rest of the sentence is context, on both sides. With M for the hidden
    //: places:
    //:
    //:     L_MLM = −Σᵢ log P(xᵢ | “what is visible”),  i ∈ M    (20.1)
    //:
    //: The mean loss for one word is the entropy of whole sentences less that of sentences with a
    //: hole. If several words are hidden, (20.1) adds their losses one by one, each given only what
    //: is visible; unlike the causal sum, that is not $−log P$ of what is hidden, since the hidden
    //: words are guessed independently.

    page.verify("masked loss is H(sentence) − H(sentence with a hole)", at: "20.1") { draw in
      let corpus = Corpus(&draw)
      let i = draw.below(4)
      let others = (0..<4).filter { $0 != i }
      let difference = corpus.entropy(of: [0, 1, 2, 3]) - corpus.entropy(of: others)
      let loss = corpus.meanLoss(of: i, given: others)
      return [Evidence("counting", error: abs(loss - difference), bound: 1e-13)]
    }
    page.verify("two hidden words cost at least their joint −log P") { draw in
      let corpus = Corpus(&draw)
      let apart = corpus.meanLoss(of: 1, given: [0, 3]) + corpus.meanLoss(of: 2, given: [0, 3])
      let joint = corpus.entropy(of: [0, 1, 2, 3]) - corpus.entropy(of: [0, 3])
      return [Evidence("joint loss", error: max(0, joint - apart), bound: 1e-13)]
    }

    //: ### Both sides or one
    //:
    //: Looking at both sides never makes a guess worse on average: conditioning on more lowers
    //: entropy or leaves it. What it cannot do is write, because the right side of the next
    //: word does not exist yet.

    page.leave(
      "that training by the left side is to match generation: a purpose", at: "Q26:direction")
    page.verify("both sides predict at least as well as the left side", at: "Q26:direction") {
      draw in
      let corpus = Corpus(&draw)
      let i = draw.below(4)
      let left = corpus.meanLoss(of: i, given: Array(0..<i))
      let both = corpus.meanLoss(of: i, given: (0..<4).filter { $0 != i })
      return [Evidence("loss of both sides", error: max(0, both - left), bound: 1e-13)]
    }

    let share = page.given(number: "masked share of tokens", at: "§20.2.2", as: "masked share")
    page.derive("guesses in 512 tokens, masked", 512 * share / 100, for: "20.2.2:share")
    page.derive("guesses in 512 tokens, causal", 511)
    page.derive("hidden by a mask mark, %", share * 0.8)

    //: A causal model gets a lesson from every token, a masked one only from the 15% that are
    //: chosen. And of those, the paper on BERT replaces only four in five by the mask mark; one
    //: in ten is replaced by a random word and one in ten is left as it is, so that 12% of the
    //: tokens are hidden in the strict sense.

    //: ### Who reaches whom
    //:
    //: Through a stack of two layers without a mask every token acts on every output. With a
    //: causal mask the pattern stays a triangle, however many layers there are. The pictures
    //: are measured: a token is changed, and the outputs that change are marked.

    var draw = Generator(seed: 203)
    let stack = (0..<6).map { _ in draw.matrix(4, 4) }
    let X = draw.matrix(6, 4)
    let names = (1...6).map(String.init)
    page.draw(
      Shades(
        "BERT: token (across) acts on output (down)", rows: names, columns: names,
        influence(X, stack, mask: nil)))
    page.draw(
      Shades(
        "GPT: token (across) acts on output (down)", rows: names, columns: names,
        influence(X, stack, mask: causalMask(6))))
    page.verify(
      "a stack without mask is full, a causal stack triangular", at: "20.2.1:bert", "20.3.1:gpt",
      "20.3.2:patterns"
    ) { draw in
      let stack = (0..<6).map { _ in draw.matrix(2, 2) }
      let X = draw.matrix(2, 2)
      let full = influence(X, stack, mask: nil).flatMap { $0 }
      let triangle = influence(X, stack, mask: causalMask(2)).flatMap { $0 }
      return [
        Evidence("without mask", error: 4 - full.reduce(0, +), bound: 0),
        Evidence(
          "off the triangle", error: distance(Vector(triangle), [1, 0, 1, 1]),
          bound: 0),
      ]
    }
    page.leave("whether masking invites memorizing: a matter of data", at: "Q27:leak")
  }
}

/// 1 where a change of token j changes output i of a stack of two layers, else 0
func influence(_ X: Matrix<Double>, _ W: [Matrix<Double>], mask: Matrix<Double>?) -> [[Double]] {
  func outputs(_ X: Matrix<Double>) -> Matrix<Double> {
    var H = X
    for l in 0..<2 {
      H += attention(H * W[3 * l], H * W[3 * l + 1], H * W[3 * l + 2], mask: mask).O
    }
    return H
  }
  let plain = outputs(X)
  var result = [[Double]](repeating: [Double](repeating: 0, count: X.rows), count: X.rows)
  for j in 0..<X.rows {
    var other = X
    for c in 0..<X.columns { other[j, c] += 1 }
    let changed = outputs(other)
    for i in 0..<X.rows where changed.row(i) != plain.row(i) { result[i][j] = 1 }
  }
  return result
}
