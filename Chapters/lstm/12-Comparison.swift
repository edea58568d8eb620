import Companion
import Mathematics

//: The notes close their survey with a table of adjectives: sequential, severe, mild, low,
//: medium, fast. For the two recurrent columns most of them can be replaced by numbers. How
//: easy a network is to interpret or to implement is left to the reader.
//:
//: The length of the longest chain of operations, each of which needs the one before, is what
//: no amount of hardware shortens. A number can carry it along.

/// What the last of T tokens gets from attention: the mean of all of them, weighted by the
/// softmax of their products with it. Sums are taken in pairs, so that they can be taken at
/// the same time.
func attendLast<T: Scalar>(_ x: [Vector<T>]) -> Vector<T> {
  guard let query = x.last else { return [] }
  let weights = x.map { exp(pairwiseSum(($0 ⊙ query).entries)) }
  let total = pairwiseSum(weights)
  return Vector(
    query.indices.map { j in
      pairwiseSum(x.indices.map { weights[$0] * x[$0][j] }) / total
    })
}

//: Attention is compared with the two recurrent networks on 2 inputs and 2 units. Their weights are
//: constants, so that they count neither as operations nor as entries of a tape, and what they read
//: are any numbers.

private enum Reader: CaseIterable {
  case plain, lstm, attention

  /// What comes last, if T numbers of some kind are read.
  func last<T: Scalar>(of length: Int, _ number: (Double) -> T) -> Vector<T> {
    let x = (0..<length).map { Vector([number(0.1 * Double($0 % 7)), number(0.2)]) }
    let map = AffineMap<T>(
      Wₓ: [[0.1, 0.2], [0.3, 0.4]], Wₕ: [[0.5, 0.1], [0.2, 0.3]], b: [0.1, 0.2])
    switch self {
    case .plain: return x.reduce([0, 0]) { RNNCell(map: map).step($1, $0) }
    case .lstm: return LSTMCell(f: map, i: map, o: map, c̃: map).run(x)[length - 1].new.h
    case .attention: return attendLast(x)
    }
  }

  /// The longest chain of operations.
  func depth(_ length: Int) -> Int { last(of: length) { Chained($0) }[0].depth }

  func products(_ length: Int) -> Int {
    let tally = Tally()
    _ = last(of: length) { tally.number($0) }
    return tally.multiplications
  }

  /// What a tape keeps.
  func entries(_ length: Int) -> Int {
    let tape = Tape()
    _ = last(of: length) { tape.variable($0) }
    return tape.count
  }
}

extension LSTM {
  static let comparison = Section(.foundations, "19.4", "Adjectives, measured") { page in
    let lengths = [4, 8, 16]
    parallelization(page, lengths)
    oneMoreStep(page, lengths)
    page.leave(
      "how easy each is to read and to write: opinions", at: "19.4:table")
    memory(page, lengths)
    vanishing(page)
  }

  //: ### Parallelization
  //:
  //: Each of the two recurrent networks grows by a fixed number of operations a step, since the
  //: next state needs the last one; nothing helps. A layer of attention grows by one with
  //: each *doubling*: its sums over all tokens can be taken side by side and in pairs.

  private static func parallelization(_ page: Page, _ lengths: [Int]) {
    page.table(
      "Operations in a row until the last output, 2 inputs and 2 units",
      columns: ["steps", "plain", "LSTM", "attention"],
      rows: lengths.map { T in [T] + Reader.allCases.map { $0.depth(T) } }, at: "19.4:table")
    for (name, reader) in [("plain", Reader.plain), ("LSTM", .lstm)] {
      let slope = (reader.depth(lengths[2]) - reader.depth(lengths[1])) / (lengths[2] - lengths[1])
      page.derive("a step, \(name)", slope, for: "19.4:table")
    }
  }

  //: ### Cost of one more step
  //:
  //: Reading one more input costs a recurrent network the same, however many it has read. To
  //: attend, the new token must be compared with all before it. So “fast” against “slow”
  //: for long sequences is a constant against a line.
  //:
  //: The all-token column, which training pays for, grows with $T²$: twice the length, four
  //: times the products. Training a recurrent network is cheap by this count and slow by the
  //: one before it.

  private static func oneMoreStep(_ page: Page, _ lengths: [Int]) {
    let all = lengths.map { Reader.attention.products($0) * $0 }
    page.table(
      "Products to read T inputs, recurrent, and to attend once after T",
      columns: ["T", "plain", "LSTM", "attention, last token", "all tokens"],
      rows: zip(lengths, all).map { T, all in
        [T] + Reader.allCases.map { $0.products(T) } + [all]
      }, at: "19.4:table")
    page.derive(
      "growth of attention per doubling", Double(all[2]) / Double(all[1]), for: "19.4:table")
  }

  //: ### Memory
  //:
  //: From step to step an LSTM hands on two numbers a unit, the plain network one: that is
  //: “medium” against “low”. To differentiate, everything met on the way must be kept. The
  //: tape counts it.

  private static func memory(_ page: Page, _ lengths: [Int]) {
    page.table(
      "Results that a tape must keep to differentiate a run",
      columns: ["T", "plain", "LSTM", "LSTM / plain"],
      rows: lengths.map { T in
        let (plain, lstm) = (Reader.plain.entries(T), Reader.lstm.entries(T))
        return [T, plain, lstm, Double(lstm) / Double(plain)]
      }, digits: 2, at: "19.4:memory", "19.4:table")
    let state = LSTMState<Double>(zeros: 2)
    page.derive("handed on, plain", state.h.count, for: "19.4:memory")
    page.derive("handed on, LSTM", state.h.count + state.c.count, for: "19.4:memory")
  }

  //: ### Vanishing
  //:
  //: How severe is “severe”, how mild is “mild”? For untrained networks of eight units, from
  //: three seeds, the mean factor by which a step lengthens or shortens the gradient. For the
  //: plain network it is whatever the weights happen to make it. For an LSTM it hardly depends
  //: on the seed: the forget bias sets it, and whether it is mild is set with it.

  private static func vanishing(_ page: Page) {
    let (near, far) = (10, 50)
    let networks = (1...3).map { LSTM.networks(n: 1, d: 8, seed: UInt64($0)) }
    page.table(
      "Mean factor per step of the gradient norm, lags \(near) to \(far)",
      columns: ["seed"] + networks[0].map(\.name),
      rows: networks.enumerated().map { i, networks in
        [i + 1]
          + networks.map { network in
            let norms = relativeNorms(network.learner, steps: far + 1)
            return Double.pow(norms[far] / norms[near], 1 / Double(far - near))
          } as [any Showable]
      }, digits: 3, at: "19.4:table")
  }
}
