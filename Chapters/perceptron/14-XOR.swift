import Companion
import Mathematics

//: Two bits, and the answer is 1 if they differ. A child learns it in a moment, a perceptron never:
//: in 1969 that was shown with such effect that hardly anybody worked on neural networks for years.
//: The argument fits into a line, the way out into three perceptrons.

/// Perceptrons in layers: each unit has its weights, the bias last, and answers 0 or 1.
struct PerceptronNetwork {
  let layers: [[[Double]]]

  func output(_ x: [Double]) -> [Double] {
    layers.reduce(x) { input, units in units.map { step(dot($0, input + [1])) } }
  }
}

extension Perceptron {
  static let xor = Section(.slides, "xor", "XOR: one line cannot, three can") { page in
    let x₁ = page.given(vector: "x₁")
    let x₂ = page.given(vector: "x₂")
    let rows = x₁.indices.map { [x₁[$0], x₂[$0]] }

    let target = rows.map { $0[0] != $0[1] ? 1.0 : 0 }
    page.show("XOR", target, for: "xor:table")
    page.define("perceptrons that feed perceptrons", at: "xor:mlp", by: "PerceptronNetwork")

    //: ### Why no line does it
    //:
    //: Two corners of the square want a score of at least 0, two a score below 0:
    //:
    //: | $x₁$ | $x₂$ | XOR | asks for |
    //: |---|---|---|---|
    //: | 0 | 0 | 0 | $b < 0$ |
    //: | 1 | 0 | 1 | $w₁ + b ≥ 0$ |
    //: | 0 | 1 | 1 | $w₂ + b ≥ 0$ |
    //: | 1 | 1 | 0 | $w₁ + w₂ + b < 0$ |
    //:
    //: The first and the last add up to $w₁ + w₂ + 2b < 0$, the other two to
    //: $w₁ + w₂ + 2b ≥ 0$. There are no such numbers. In other words, signed by their classes the
    //: four corners $(x₁, x₂, 1)$ add up to zero, and so do the four signed scores, whatever the
    //: weights are; numbers that add up to zero are not all positive. It is the certificate that
    //: the cycle of [the last section](#data-that-no-line-separates) found by itself, with equal
    //: counts.

    let square = [[0.0, 0], [1, 0], [0, 1], [1, 1]]
    let differ = square.map { $0[0] != $0[1] ? 1.0 : 0 }
    let corners = Samples(x: square, y: differ.map(signed)).augmented
    page.verify(
      "Σ yᵢ(xᵢ, 1) = 0, so that for every w and b some corner is on a wrong side",
      at: "xor:minsky", "xor:separable"
    ) { draw in
      let sum = (0..<3).map { j in
        corners.indices.map { corners.y[$0] * corners.x[$0][j] }.reduce(0, +)
      }
      var (right, balance) = (0, 0.0)
      for _ in 0..<50 {
        let w = draw.vector(3).entries
        let scores = corners.indices.map { dot(w, corners.x[$0]) }
        right = max(right, corners.indices.count { step(scores[$0]) == differ[$0] })
        balance = max(balance, (scores[1] + scores[2] - scores[0] - scores[3]).magnitude)
      }
      return [
        Evidence("the sum", error: Vector(sum).maxNorm, bound: 0),
        Evidence("two inequalities against two", error: balance, bound: 1e-15),
        Evidence("corners right, of 50 lines", error: Double(max(0, right - 3)), bound: 0),
      ]
    }

    //: ### All sixteen functions of two bits
    //:
    //: Is XOR an exception? Of the sixteen ways to label the four corners it is one of only two
    //: that fail. For each, the perceptron itself gives the verdict: it stops with weights, or it
    //: comes back to old ones, which is a proof that there are none.

    let outcomes = (0..<16).map { code -> (labels: [Double], outcome: Outcome) in
      let labels = (0..<4).map { Double((code >> $0) & 1) }
      return (labels, Outcome(Samples(x: rows, y: labels.map(signed)).augmented))
    }
    page.table(
      "The functions of two bits, in the order of the rows above",
      columns: ["labels", "name", "end", "updates", "w₁, w₂, b"],
      rows: outcomes.map { labels, outcome in
        let digits = labels.map { String(Int($0)) }.joined()
        let name = names[digits] ?? ""
        switch outcome {
        case .stops(let end): return [digits, name, "stops", end.mistakes.count, end.w]
        case .cycles(_, let before, let round, _):
          return [digits, name, "cycles", "\(before), then \(round) a round", "none"]
        case .open: return [digits, name, "open", "", ""]
        }
      }, digits: 1)
    let solved = outcomes.count { if case .stops = $0.outcome { true } else { false } }
    page.derive("functions that one perceptron can do", solved, for: "xor:separable")

    //: ### AND and OR, and then XOR
    //:
    //: The two boundaries below were learned by the rule. Between them lies what XOR calls 1.

    let (or, and) = (learned(rows, rows.map(either)), learned(rows, rows.map(both)))

    page.derive("w₁, w₂, b of OR", or, for: "xor:and")
    page.derive("w₁, w₂, b of AND", and, for: "xor:and")
    page.plot(picture(rows, target, or, and))

    //: With the answers of these two as its inputs, a third perceptron has an easy task: “OR, but
    //: not AND”. The corners $(0, 1)$ and $(1, 0)$ have become the same point $(1, 0)$, the four
    //: corners are three, and a line separates them. It is learned by the same rule.

    let network = twoLayers(rows, target)
    let hidden = PerceptronNetwork(layers: [network.layers[0]])
    page.derive("w₁, w₂, b of the third", network.layers[1][0])
    page.table(
      "The network of three perceptrons", columns: ["x₁", "x₂", "OR", "AND", "network", "XOR"],
      rows: rows.indices.map { i in
        let (h, ŷ) = (hidden.output(rows[i]), network.output(rows[i]))
        return [x₁[i], x₂[i], h[0], h[1], ŷ[0], target[i]]
      })
    page.verify("the network of three perceptrons is XOR", at: "xor:network", draws: 1) { _ in
      let network = twoLayers(square, differ)
      let wrong = square.indices.count { network.output(square[$0]) != [differ[$0]] }
      return [Evidence("rows of the table", error: Double(wrong), bound: 0)]
    }

    //: The other way out that the slides name is to give one perceptron more to look at. One
    //: further input is enough, the product $x₁x₂$: in three dimensions a plane does what no line
    //: does in two.

    page.derive("w₁, w₂, the weight of x₁x₂, and b", learned(rows.map(withProduct), target))
    page.verify("with x₁x₂ as a third input one perceptron is XOR", at: "xor:transform", draws: 1) {
      _ in
      let w = learned(square.map(withProduct), differ)
      let single = PerceptronNetwork(layers: [[w]])
      let wrong = square.indices.count { single.output(withProduct(square[$0])) != [differ[$0]] }
      return [Evidence("rows of the table", error: Double(wrong), bound: 0)]
    }
  }

  /// The weights, bias last, that the rule gives for labels 0 and 1, from zero.
  private static func learned(_ inputs: [[Double]], _ labels: [Double]) -> [Double] {
    let samples = Samples(x: inputs, y: labels.map(signed)).augmented
    return Training(samples, from: samples.x[0].map { _ in 0 }, limit: 1000, keepsPath: false).w
  }

  /// OR and AND, learned, and a third perceptron that learns the labels from their answers.
  private static func twoLayers(_ rows: [[Double]], _ labels: [Double]) -> PerceptronNetwork {
    let first = [learned(rows, rows.map(either)), learned(rows, rows.map(both))]
    let hidden = rows.map { PerceptronNetwork(layers: [first]).output($0) }
    return PerceptronNetwork(layers: [first, [learned(hidden, labels)]])
  }

  private static func either(_ x: [Double]) -> Double { max(x[0], x[1]) > 0.5 ? 1 : 0 }
  private static func both(_ x: [Double]) -> Double { min(x[0], x[1]) > 0.5 ? 1 : 0 }
  private static func withProduct(_ x: [Double]) -> [Double] { x + [x[0] * x[1]] }

  private static let names = [
    "0000": "never", "1111": "always", "0001": "AND", "1110": "NAND", "0111": "OR", "1000": "NOR",
    "0110": "XOR", "1001": "equal", "0101": "x₁", "0011": "x₂", "1010": "not x₁", "1100": "not x₂",
    "0100": "x₁, not x₂", "0010": "x₂, not x₁", "1101": "x₂ → x₁", "1011": "x₁ → x₂",
  ]

  /// The four corners by class, and the two boundaries.
  private static func picture(
    _ rows: [[Double]], _ target: [Double], _ or: [Double], _ and: [Double]
  ) -> Plot {
    func line(_ w: [Double]) -> [(Double, Double)] {
      boundary(Hyperplane(w: [w[0], w[1]], b: w[2]), reach: 1)
    }
    func cloud(_ label: Double) -> [(Double, Double)] {
      rows.indices.filter { target[$0] == label }.compactMap { drawable(Vector(rows[$0])) }
    }
    return Plot(
      "Two lines and the corners of XOR", x: "x₁", y: "x₂", isSquare: true,
      [
        Plot.Series("OR", line(or)), Plot.Series("AND", line(and)), .points("XOR = 1", cloud(1)),
        .points("XOR = 0", cloud(0)),
      ])
  }
}
