import Companion
import Mathematics

//: Two ways to train on plain text: guess hidden tokens from all others, or each from those before
//: it. On a corpus so small that all sentences can be counted, both losses have known minima.

extension Transformer {
  static let languageModels = Section(.foundations, "20.2", "Masked and causal language models") {
    page in
    counting(page)
    nextToken(page)
    hiddenToken(page)
    bothSides(page)
    lessons(page)
    reach(page)
  }
}

//: Sixteen sentences of four words, some of them more than once. The best model that any
//: training could find says what counting says: after “the cat”, “sat” in three sentences of
//: five, and so with probability 3/5.

/// Sentences of four words, known by counting
struct Corpus {
  let sentences: [[Int]]

  /// The words by number
  static let words = [
    "the", "a", "cat", "dog", "bird", "sat", "ran", "sang", "down", "away", "here",
  ]

  static let example = Corpus(
    sentences: [
      [0, 2, 5, 8], [0, 2, 5, 8], [0, 2, 6, 9], [0, 3, 5, 8], [0, 3, 6, 9], [0, 3, 6, 8],
      [1, 2, 5, 8], [1, 3, 6, 9], [1, 4, 7, 10], [0, 4, 7, 10], [0, 4, 7, 9], [1, 2, 6, 8],
      [0, 2, 5, 10], [1, 3, 5, 8], [0, 4, 7, 10], [0, 2, 6, 9],
    ])

  private init(sentences: [[Int]]) { self.sentences = sentences }

  /// Eight random sentences over two words for each place
  init(_ draw: inout Generator) {
    sentences = (0..<8).map { _ in (0..<4).map { _ in draw.below(2) } }
  }
}

//: Two questions are asked of it: how well a word is known when others are, and how much there is
//: to know in some places together. The first counts conditional probabilities, sentence by
//: sentence; the second counts what occurs, without any condition.

extension Corpus {
  /// How many sentences have the same words as the given one in some places
  private func count(_ sentence: [Int], _ places: [Int]) -> Double {
    Double(sentences.count { other in places.allSatisfy { other[$0] == sentence[$0] } })
  }

  /// −log P(word i | words in other places), P by counting, on average over the corpus
  func meanLoss(of i: Int, given places: [Int]) -> Double {
    let losses = sentences.map { -log(count($0, places + [i]) / count($0, places)) }
    return losses.reduce(0, +) / Double(sentences.count)
  }

  //: For the second the sentences are read through once, and each content of the places in
  //: question is counted where it is met again.

  /// The different contents of some places, and how often they occur
  func counts(of places: [Int]) -> [(words: [Int], count: Double)] {
    var counts: [(words: [Int], count: Double)] = []
    for sentence in sentences {
      let words = places.map { sentence[$0] }
      if let i = counts.firstIndex(where: { $0.words == words }) {
        counts[i].count += 1
      } else {
        counts.append((words, 1))
      }
    }
    return counts
  }

  /// −Σ p log p over the different contents of some places
  func entropy(of places: [Int]) -> Double {
    let n = Double(sentences.count)
    return counts(of: places).reduce(0) { $0 - $1.count / n * log($1.count / n) }
  }
}

//: Most questions are about one word and the three others, or about whole sentences.

/// All places of a sentence but one
private func others(_ i: Int) -> [Int] { (0..<4).filter { $0 != i } }

extension Transformer {
  private static func counting(_ page: Page) {
    let corpus = Corpus.example
    page.table(
      "The corpus", columns: ["sentence", "times"],
      rows: corpus.counts(of: [0, 1, 2, 3]).map { words, count in
        [words.map { Corpus.words[$0] }.joined(separator: " "), count]
      })
    page.derive("sentences", corpus.sentences.count)
    page.derive("entropy of a sentence", corpus.entropy(of: [0, 1, 2, 3]))
  }

  //: ### Guessing the next token
  //:
  //: The causal loss of a sentence adds $−log P$ of each word given those before it:
  //:
  //:     L_CLM = −Σₜ log P(xₜ₊₁ | x₁, …, xₜ)    (20.2)
  //:
  //: The sum of the notes runs to $t = T$ and so asks for a token $T + 1$, which is read here as
  //: the last token of the sentence; the first token is given. Add its own $−log P$, and by the
  //: chain rule of probability the mean over the corpus is the entropy of whole sentences.

  private static func nextToken(_ page: Page) {
    let corpus = Corpus.example
    let causal = (0..<4).map { corpus.meanLoss(of: $0, given: Array(0..<$0)) }
    page.table(
      "Mean loss by position", columns: ["word", "given those before", "given all others"],
      rows: (0..<4).map { i in [i + 1, causal[i], corpus.meanLoss(of: i, given: others(i))] })
    page.derive("causal loss, first word too", causal.reduce(0, +))
    page.verify("causal losses add up to −log P of the text", at: "20.2") { draw in
      let corpus = Corpus(&draw)
      let sum = (0..<4).reduce(0) { $0 + corpus.meanLoss(of: $1, given: Array(0..<$1)) }
      by("entropy of sentences") { sum ≈ corpus.entropy(of: [0, 1, 2, 3]) }
    }
  }

  //: For the last word the two columns agree, since nothing stands to the right of it. The
  //: animal is hard to guess from its article alone and easy from what it did: “sang” gives the
  //: bird away.

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

  private static func hiddenToken(_ page: Page) {
    page.verify("masked loss is H(sentence) − H(sentence with a hole)", at: "20.1") { draw in
      let corpus = Corpus(&draw)
      let i = draw.below(4)
      corpus.meanLoss(of: i, given: others(i))
        ≈ corpus.entropy(of: [0, 1, 2, 3]) - corpus.entropy(of: others(i))
    }
    page.verify("two hidden words cost at least their joint −log P") { draw in
      let corpus = Corpus(&draw)
      let apart = corpus.meanLoss(of: 1, given: [0, 3]) + corpus.meanLoss(of: 2, given: [0, 3])
      corpus.entropy(of: [0, 1, 2, 3]) - corpus.entropy(of: [0, 3]) ≤ apart ± rounding
    }
  }

  //: ### Both sides or one
  //:
  //: Looking at both sides never makes a guess worse on average: conditioning on more lowers
  //: entropy or leaves it. What it cannot do is write, because the right side of the next
  //: word does not exist yet.

  private static func bothSides(_ page: Page) {
    page.leave(
      "that training by the left side is to match generation: a purpose", at: "Q26:direction")
    page.verify("both sides predict at least as well as the left side", at: "Q26:direction") {
      draw in
      let corpus = Corpus(&draw)
      let i = draw.below(4)
      let left = corpus.meanLoss(of: i, given: Array(0..<i))
      corpus.meanLoss(of: i, given: others(i)) ≤ left ± rounding
    }
  }

  private static func lessons(_ page: Page) {
    let share: Double = page.given(
      "masked share of tokens", at: "§20.2.2", as: "masked share", in: 0...100)
    let T = 512
    page.derive("guesses in \(T) tokens, masked", Double(T) * share / 100, for: "20.2.2:share")
    page.derive("guesses in \(T) tokens, causal", T - 1)
    page.derive("hidden by a mask mark, %", share * 0.8)
  }

  //: A causal model gets a lesson from every token, a masked one only from the 15% that are
  //: chosen. And of those, the paper on BERT replaces only four in five by the mask mark; one
  //: in ten is replaced by a random word and one in ten is left as it is, so that 12% of the
  //: tokens are hidden in the strict sense.
}

//: ### Who reaches whom
//:
//: Through a stack of two layers without a mask every token acts on every output. With a
//: causal mask the pattern stays a triangle, however many layers there are. The pictures
//: are measured: a token is changed, and the outputs that change are marked.

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
  let changed = (0..<X.rows).map { j in
    var other = X
    for c in 0..<X.columns { other[j, c] += 1 }
    return outputs(other)
  }
  return (0..<X.rows).map { i in changed.map { $0.row(i) != plain.row(i) ? 1 : 0 } }
}

extension Transformer {
  //: For the pictures the stack is four wide and reads six tokens; for the check, which asks all
  //: entries at once, the smallest stack will do that has a future: two tokens.

  private static func reach(_ page: Page) {
    var draw = Generator(seed: 203)
    let stack = (0..<6).map { _ in draw.matrix(4, 4) }
    let X = draw.matrix(6, 4)
    let names = (1...6).map(String.init)
    for (model, mask) in [("BERT", nil), ("GPT", causalMask(6))] {
      page.draw(
        Shades(
          "\(model): token (across) acts on output (down)", rows: names, columns: names,
          influence(X, stack, mask: mask)))
    }
    page.verify(
      "a stack without mask is full, a causal stack triangular", at: "20.2.1:bert", "20.3.1:gpt",
      "20.3.2:patterns"
    ) { draw in
      let stack = (0..<6).map { _ in draw.matrix(2, 2) }
      let X = draw.matrix(2, 2)
      influence(X, stack, mask: nil) == [[1, 1], [1, 1]]
      influence(X, stack, mask: causalMask(2)) == [[1, 0], [1, 1]]
    }
    page.leave("whether masking invites memorizing: a matter of data", at: "Q27:leak")
  }
}
