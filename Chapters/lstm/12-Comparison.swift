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

extension LSTM {
  static let comparison = Section(.foundations, "19.4", "Adjectives, measured") { page in
    let lengths = [4, 8, 16]

    //: ### Parallelization
    //:
    //: Each of the two recurrent networks grows by a fixed number of operations a step, since the
    //: next state needs the last one; nothing helps. A layer of attention grows by one with
    //: each *doubling*: its sums over all tokens can be taken side by side and in pairs.

    let depths = lengths.map { T in
      [
        last(RNNCell(map: small()), numbers(T) { Chained($0) })[0].depth,
        last(smallLSTM(), numbers(T) { Chained($0) })[0].depth,
        attendLast(numbers(T) { Chained($0) })[0].depth,
      ]
    }
    page.table(
      "Operations in a row until the last output, 2 inputs and 2 units",
      columns: ["steps", "plain", "LSTM", "attention"],
      rows: zip(lengths, depths).map { [$0, $1[0], $1[1], $1[2]] }, at: "19.4:table")
    page.derive("a step, plain", (depths[2][0] - depths[1][0]) / 8, for: "19.4:table")
    page.derive("a step, LSTM", (depths[2][1] - depths[1][1]) / 8, for: "19.4:table")

    //: ### Cost of one more step
    //:
    //: Reading one more input costs a recurrent network the same, however many it has read. To
    //: attend, the new token must be compared with all before it. So “fast” against “slow”
    //: for long sequences is a constant against a line.

    let costs = lengths.map { T in
      [
        products { last(RNNCell(map: small()), numbers(T, $0)) },
        products { last(smallLSTM(), numbers(T, $0)) },
        products { attendLast(numbers(T, $0)) },
      ]
    }
    page.table(
      "Products to read T inputs, recurrent, and to attend once after T",
      columns: ["T", "plain", "LSTM", "attention, last token", "all tokens"],
      rows: zip(lengths, costs).map { T, row in
        [T, row[0], row[1], row[2], row[2] * T]
      }, at: "19.4:table")

    //: The all-token column, which training pays for, grows with $T²$: twice the length, four
    //: times the products. Training a recurrent network is cheap by this count and slow by the
    //: one before it.

    let growth = Double(costs[2][2] * 16) / Double(costs[1][2] * 8)
    page.derive("growth of attention per doubling", growth, for: "19.4:table")
    page.leave(
      "how easy each is to read and to write: opinions", at: "19.4:table")

    //: ### Memory
    //:
    //: From step to step an LSTM hands on two numbers a unit, the plain network one: that is
    //: “medium” against “low”. To differentiate, everything met on the way must be kept. The
    //: tape counts it.

    let kept = lengths.map { T in
      [
        entries { tape in last(RNNCell(map: small()), numbers(T) { tape.variable($0) }) },
        entries { tape in last(smallLSTM(), numbers(T) { tape.variable($0) }) },
      ]
    }
    page.table(
      "Results that a tape must keep to differentiate a run",
      columns: ["T", "plain", "LSTM", "LSTM / plain"],
      rows: zip(lengths, kept).map { T, row in
        [T, row[0], row[1], Double(row[1]) / Double(row[0])]
      }, digits: 2, at: "19.4:memory", "19.4:table")
    let state = LSTMState<Double>(zeros: 2)
    page.derive("handed on, plain", state.h.count, for: "19.4:memory")
    page.derive("handed on, LSTM", state.h.count + state.c.count, for: "19.4:memory")

    //: ### Vanishing
    //:
    //: How severe is “severe”, how mild is “mild”? For untrained networks of eight units, from
    //: three seeds, the mean factor by which a step lengthens or shortens the gradient. For the
    //: plain network it is whatever the weights happen to make it. For an LSTM it hardly depends
    //: on the seed: the forget bias sets it, and whether it is mild is set with it.

    page.table(
      "Mean factor per step of the gradient norm, lags 10 to 50",
      columns: ["seed", "plain", "LSTM, bias 0", "LSTM, bias 1", "LSTM, bias 5"],
      rows: (1...3).map { seed in
        let factors = networks(n: 1, d: 8, seed: UInt64(seed)).map { network in
          let norms = relativeNorms(network.learner, steps: 51)
          return Double.pow(norms[50] / norms[10], 1.0 / 40)
        }
        return [seed, factors[0], factors[1], factors[2], factors[3]]
      }, digits: 3, at: "19.4:table")
  }

  // Networks of two inputs and two units whose weights are constants, so that they count
  // neither as operations nor as entries of a tape.

  private static func small<T: Scalar>() -> AffineMap<T> {
    AffineMap(Wₓ: [[0.1, 0.2], [0.3, 0.4]], Wₕ: [[0.5, 0.1], [0.2, 0.3]], b: [0.1, 0.2])
  }
  private static func smallLSTM<T: Scalar>() -> LSTMCell<T> {
    LSTMCell(f: small(), i: small(), o: small(), c̃: small())
  }
  private static func last<T: Scalar>(_ cell: RNNCell<T>, _ x: [Vector<T>]) -> Vector<T> {
    x.reduce([0, 0]) { cell.step($1, $0) }
  }
  private static func last<T: Scalar>(_ cell: LSTMCell<T>, _ x: [Vector<T>]) -> Vector<T> {
    cell.run(x)[x.count - 1].new.h
  }
  private static func numbers<T: Scalar>(_ count: Int, _ number: (Double) -> T) -> [Vector<T>] {
    (0..<count).map { [number(0.1 * Double($0 % 7)), number(0.2)] }
  }
  private static func products(_ run: ((Double) -> Counted) -> Vector<Counted>) -> Int {
    let tally = Tally()
    _ = run { tally.number($0) }
    return tally.multiplications
  }
  private static func entries(_ run: (Tape) -> Vector<Variable>) -> Int {
    let tape = Tape()
    _ = run(tape)
    return tape.count
  }
}
