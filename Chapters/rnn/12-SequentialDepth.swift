import Companion
import Mathematics

//: Time is not only the number of operations but also how many of them must wait for one another. A
//: processor with any number of arms still has to compute $h⁽¹⁾$ before $h⁽²⁾$. To measure this, a
//: number of the type `Chained` carries the length of the longest chain of operations that led to
//: it, and whatever can be done at once counts as one step.
//:
//: This is not a model of any real machine. It is the limit that no machine can beat: with
//: unlimited hardware the time is the length of the longest chain.

//: [Attention](../transformer/README.md#queries-keys-and-values) has no chain along the sequence.
//: Every position compares itself with all others at once; what remains to be done is to add T
//: numbers up, twice: the normalization of the softmax and the weighted mean. How long that takes
//: depends on the adder.

extension RNN {
  /// The sum of any number of numbers as a single operation.
  static func wideSum(_ x: [Chained]) -> Chained {
    Chained(x.reduce(0) { $0 + $1.value }, depth: 1 + (x.map(\.depth).max() ?? 0))
  }

  /// Attention of one query over T keys and values: softmax of the products, then a mean.
  static func attention(
    _ q: Chained, _ k: [Chained], _ v: [Chained], sum: ([Chained]) -> Chained
  ) -> Chained {
    let e = k.map { Chained.exp(q * $0) }
    let total = sum(e)
    return sum(zip(e, v).map { ($0 / total) * $1 })
  }

  //: How a cost grows is seen when its size doubles, and doubles again. Not at all is $O(1)$, by
  //: the same amount each time is a logarithm. Of a power, how much faster the last doubling grew
  //: than the one before gives the exponent; it is called whole only if it is within a tenth of it.

  /// How a cost grows with doubled sizes: O(1), O(logn), O(n), O(n²).
  static func order(_ costs: [Int], _ name: String) -> String {
    let growth = zip(costs.dropFirst(), costs).map { $0 - $1 }
    guard let last = growth.last, last > 0 else { return "O(1)" }
    if growth.allSatisfy({ $0 == last }) { return "O(log\(name))" }
    let exponent = log(Double(last) / Double(growth[growth.count - 2])) / log(2.0)
    let nearest = exponent.rounded()
    guard (exponent - nearest).magnitude < 0.1 else { return "O(\(name)^\(exponent))" }
    return nearest == 1 ? "O(\(name))" : "O(\(name)\(raised(Int(nearest))))"
  }

  /// A whole exponent.
  private static func raised(_ n: Int) -> String {
    String("\(n)".map { Array("⁰¹²³⁴⁵⁶⁷⁸⁹")[$0.wholeNumberValue ?? 0] })
  }

  static let sequentialDepth = Section(.foundations, "15.6.4", "Steps that must wait") { page in
    depths(page)
    page.leave(
      "that parallel work decides how fast large language models are trained",
      at: "Q4:training")
    operations(page)
  }

  //: One state, one input, and attention over numbers instead of vectors: width does not matter
  //: here, only how the depth grows when T is doubled.
  //:
  //: Both orders that the notes offer for attention are right, for two kinds of machine. An
  //: adder takes two numbers, and a sum over T positions then takes as many rounds as T can
  //: be halved. If a sum of any length is one operation, nothing depends on T any more. For
  //: the recurrence no machine helps.

  private static func depths(_ page: Page) {
    let network = RecurrentNetwork<Chained>(
      Wₕₕ: [[0.5]], Wₓₕ: [[0.5]], W_hy: [[1]], bₕ: [0], b_y: [0])
    let lengths = [8, 16, 32, 64, 128]
    let inputs = lengths.map { T in (1...T).map { Chained(1 / Double($0)) } }

    let recurrent = inputs.map { x in
      network.states(x.map { Vector([$0]) }).last!.entries.map(\.depth).max() ?? 0
    }
    let paired = inputs.map { attention($0.last!, $0, $0, sum: pairwiseSum).depth }
    let wide = inputs.map { attention($0.last!, $0, $0, sum: wideSum).depth }

    page.show("time of RNN", order(recurrent, "T"), at: "Q4", for: "Q4:order", "Q4:depth")
    page.show("time of Transformer, larger claim", order(paired, "T"), at: "Q4")
    page.show("time of Transformer, smaller claim", order(wide, "T"), at: "Q4")
    page.table(
      "Operations that wait for one another",
      columns: ["T", "recurrence", "attention, sums in pairs", "attention, sums at once"],
      rows: lengths.indices.map { [lengths[$0], recurrent[$0], paired[$0], wide[$0]] })
  }

  //: ### Operations
  //:
  //: Counted instead of waited for, one step of the recurrence costs $dₕ²$ products for the state
  //: and a few more for input and output. The order in the last table of the notes is that of one
  //: step; a sequence takes T times as many.

  private static func operations(_ page: Page) {
    func products(_ d: Int) -> Int {
      let tally = Tally()
      func weights(_ rows: Int, _ columns: Int) -> Matrix<Counted> {
        Matrix(repeating: tally.number(0.1), rows: rows, columns: columns)
      }
      let network = RecurrentNetwork<Counted>(
        Wₕₕ: weights(d, d), Wₓₕ: weights(d, 2), W_hy: weights(1, d),
        bₕ: Vector(repeating: tally.number(0), count: d), b_y: [tally.number(0)])
      let h = network.step(Vector(repeating: 0.5, count: d), [0.5, 0.5])
      _ = network.output(h)
      return tally.multiplications
    }
    let widths = [8, 16, 32]
    let counts = widths.map(products)

    page.show("forward cost of RNN", order(counts, "dₕ"), at: "§21.4", for: "21.4:rnn")
    page.table(
      "Products of one step, two inputs and one output", columns: ["dₕ", "counted", "dₕ²"],
      rows: zip(widths, counts).map { [$0, $1, $0 * $0] })
  }
}
