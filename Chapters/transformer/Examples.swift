import Companion
import Mathematics

// The data that several paragraphs or pages start from.

/// Three tokens and the weights of one head, small whole numbers.
struct HandExample {
  let X, W_Q, W_K, W_V, Y: Matrix<Double>

  /// Takes the file and line of the page that asks, which then shows what it starts from.
  init(_ page: Page, file: String = #fileID, line: Int = #line) {
    func given(_ name: String, _ value: Matrix<Double>) -> Matrix<Double> {
      page.given(matrix: name, ours: value, file: file, line: line)
    }
    X = given("X", [[1, 0, 0, 1], [0, 1, 1, 0], [1, 1, 0, 0]])
    W_Q = given("W_Q", [[1, 0], [0, 1], [0, 0], [1, 0]])
    W_K = given("W_K", [[0, 1], [1, 0], [1, 1], [0, 0]])
    W_V = given("W_V", [[1, 0], [0, 1], [2, 0], [0, 2]])
    Y = [[2, 1], [1, 1], [1, 2]]
  }
}

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

  /// How many sentences have the same words as the given one in some places
  private func count(_ sentence: [Int], _ places: [Int]) -> Double {
    var count = 0.0
    for other in sentences {
      var isSame = true
      for place in places where other[place] != sentence[place] { isSame = false }
      if isSame { count += 1 }
    }
    return count
  }

  /// −log P(word i | words in other places), P by counting, on average over the corpus
  func meanLoss(of i: Int, given places: [Int]) -> Double {
    let losses = sentences.map { -log(count($0, places + [i]) / count($0, places)) }
    return losses.reduce(0, +) / Double(sentences.count)
  }

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
