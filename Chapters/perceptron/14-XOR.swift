import Companion
import Mathematics

//: Two bits, and the answer is 1 if they differ. A child learns it in a moment, a perceptron never:
//: in 1969 that was shown with such effect that hardly anybody worked on neural networks for years.
//: The argument fits into a line, the way out into three perceptrons.

/// Perceptrons in layers: each row of a matrix is a unit, its bias last, and answers 0 or 1.
struct PerceptronNetwork {
  let layers: [Matrix<Double>]

  func output(_ x: Vector<Double>) -> Vector<Double> {
    layers.reduce(x) { input, W in (W * input.augmented).map(step) }
  }
}

extension Perceptron {
  static let xor = Section(.slides, "xor", "XOR: one line cannot, three can") { page in
    let x₁: Vector = page.given("x₁", in: 0...1)
    let x₂: Vector = page.given("x₂", in: 0...1)
    let rows = x₁.indices.map { Vector([x₁[$0], x₂[$0]]) }
    let target = rows.map(differ)
    page.show("XOR", target, for: "xor:table")
    page.define("perceptrons that feed perceptrons", at: "xor:mlp", by: "PerceptronNetwork")
    whyNoLine(page)
    sixteenFunctions(page, rows)
    learnedLines(page, rows, target)
    threePerceptrons(page, rows, target)
    oneMoreInput(page, rows, target)
  }

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

  private static let square: [Vector<Double>] = [[0, 0], [1, 0], [0, 1], [1, 1]]
  private static func differ(_ x: Vector<Double>) -> Double { x[0] != x[1] ? 1 : 0 }

  private static func whyNoLine(_ page: Page) {
    let labels = square.map(differ)
    let corners = Samples(x: square, y: labels.map(signed)).augmented
    page.verify(
      "Σ yᵢ(xᵢ, 1) = 0, so that for every w and b some corner is on a wrong side",
      at: "xor:minsky", "xor:separable"
    ) { draw in
      corners.sum([1, 1, 1, 1]) == [0, 0, 0]
      for _ in 0..<50 {
        let w = draw.vector(3)
        let scores = corners.x.map { w ⋅ $0 }
        by("two scores against two") { scores[1] + scores[2] ≈ scores[0] + scores[3] }
        let right = zip(scores, labels).count { step($0) == $1 }
        by("corners right") { right ≤ 3 }
      }
    }
  }

  //: ### All sixteen functions of two bits
  //:
  //: Is XOR an exception? Of the sixteen ways to label the four corners it is one of only two
  //: that fail. For each, the perceptron itself gives the verdict: it stops with weights, or it
  //: comes back to old ones, which is a proof that there are none. The labels are in the order of
  //: the rows of XOR, and the names go by the corners, whatever that order is.

  private static let names = [
    "0000": "never", "1111": "always", "0001": "AND", "1110": "NAND", "0111": "OR", "1000": "NOR",
    "0110": "XOR", "1001": "equal", "0101": "x₁", "0011": "x₂", "1010": "not x₁", "1100": "not x₂",
    "0100": "x₁, not x₂", "0010": "x₂, not x₁", "1101": "x₂ → x₁", "1011": "x₁ → x₂",
  ]

  private static func sixteenFunctions(_ page: Page, _ rows: [Vector<Double>]) {
    let outcomes = (0..<16).map { code -> (labels: [Double], outcome: Outcome) in
      let labels = (0..<4).map { Double((code >> $0) & 1) }
      return (labels, Outcome(Samples(x: rows, y: labels.map(signed)).augmented))
    }
    page.table(
      "The functions of two bits, in the order of the rows above",
      columns: ["labels", "name", "end", "updates", "w₁, w₂, b"],
      rows: outcomes.map { labels, outcome in
        let corners = square.map { rows.firstIndex(of: $0).map { words(labels[$0]) } ?? "" }
        let name = names[corners.joined()] ?? ""
        let start: [any Showable] = [labels.map(words).joined(), name, outcome.word]
        switch outcome {
        case .stops(let end): return start + [end.mistakes.count, end.w]
        case .cycles(_, let before, let round, _):
          return start + ["\(before), then \(round) a round", "none"]
        case .open: return start + ["", ""]
        }
      }, digits: 1)
    let solved = outcomes.count { $0.outcome.word == "stops" }
    page.derive("functions that one perceptron can do", solved, for: "xor:separable")
  }

  //: ### AND and OR, and then XOR
  //:
  //: The two boundaries below were learned by the rule. Between them lies what XOR calls 1.

  /// The weights, bias last, that the rule gives for labels 0 and 1, from zero.
  private static func learned(_ inputs: [Vector<Double>], _ labels: [Double]) -> Vector<Double> {
    let samples = Samples(x: inputs, y: labels.map(signed)).augmented
    return Training(samples, limit: 1000, keepsPath: false).w
  }

  /// OR and AND of two bits, learned, as the rows of a layer.
  private static func orAndAnd(_ rows: [Vector<Double>]) -> Matrix<Double> {
    let either = rows.map { max($0[0], $0[1]) > 0.5 ? 1.0 : 0 }
    let both = rows.map { min($0[0], $0[1]) > 0.5 ? 1.0 : 0 }
    return Matrix([learned(rows, either).entries, learned(rows, both).entries])
  }

  private static func learnedLines(_ page: Page, _ rows: [Vector<Double>], _ target: [Double]) {
    let layer = orAndAnd(rows)
    page.derive("w₁, w₂, b of OR", layer.row(0), for: "xor:and")
    page.derive("w₁, w₂, b of AND", layer.row(1), for: "xor:and")
    let line = { (w: Vector<Double>) in boundary(Hyperplane(w: w[0..<2], b: w[2]), reach: 1) }
    let cloud = { (label: Double) in
      rows.indices.filter { target[$0] == label }.compactMap { drawable(rows[$0]) }
    }
    page.plot(
      Plot(
        "Two lines and the corners of XOR", x: "x₁", y: "x₂", isSquare: true,
        [
          Plot.Series("OR", line(layer.row(0))), Plot.Series("AND", line(layer.row(1))),
          .points("XOR = 1", cloud(1)), .points("XOR = 0", cloud(0)),
        ]))
  }

  //: With the answers of these two as its inputs, a third perceptron has an easy task: “OR, but
  //: not AND”. The corners $(0, 1)$ and $(1, 0)$ have become the same point $(1, 0)$, the four
  //: corners are three, and a line separates them. It is learned by the same rule.

  /// OR and AND, learned, and a third perceptron that learns the labels from their answers.
  private static func twoLayers(_ rows: [Vector<Double>], _ labels: [Double])
    -> PerceptronNetwork
  {
    let first = orAndAnd(rows)
    let hidden = rows.map { PerceptronNetwork(layers: [first]).output($0) }
    return PerceptronNetwork(layers: [first, learned(hidden, labels).ᵀ])
  }

  private static func threePerceptrons(_ page: Page, _ rows: [Vector<Double>], _ target: [Double]) {
    let network = twoLayers(rows, target)
    let hidden = PerceptronNetwork(layers: [network.layers[0]])
    page.derive("w₁, w₂, b of the third", network.layers[1].row(0))
    page.table(
      "The network of three perceptrons", columns: ["x₁", "x₂", "OR", "AND", "network", "XOR"],
      rows: rows.indices.map { i in
        let (h, ŷ) = (hidden.output(rows[i]), network.output(rows[i]))
        return [rows[i][0], rows[i][1], h[0], h[1], ŷ[0], target[i]]
      })
    page.check("the network of three perceptrons is XOR", at: "xor:network") {
      let network = twoLayers(square, square.map(differ))
      for x in square { network.output(x) == [differ(x)] }
    }
  }

  //: The other way out that the slides name is to give one perceptron more to look at. One
  //: further input is enough, the product $x₁x₂$: in three dimensions a plane does what no line
  //: does in two.

  private static func withProduct(_ x: Vector<Double>) -> Vector<Double> {
    Vector(x.entries + [x[0] * x[1]])
  }

  private static func oneMoreInput(_ page: Page, _ rows: [Vector<Double>], _ target: [Double]) {
    page.derive("w₁, w₂, the weight of x₁x₂, and b", learned(rows.map(withProduct), target))
    page.check("with x₁x₂ as a third input one perceptron is XOR", at: "xor:transform") {
      let w = learned(square.map(withProduct), square.map(differ))
      for x in square { step(w ⋅ withProduct(x).augmented) == differ(x) }
    }
  }
}
