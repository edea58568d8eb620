import Mathematics
import Notes
import Testing

@testable import Companion
@testable import rnn

struct RNNTests {
  // MARK: The chapter as a whole

  /// All pages, run once for all tests.
  nonisolated(unsafe) static let pages = Result { try RNN.program.run(Settings()) }

  /// The wrong numbers, token by token, as found by hand and independently of these pages.
  @Test func errataAreThese() throws {
    var errata: [String: [String]] = [:]
    for exhibit in try Self.pages.get().pages.flatMap(\.exhibits) {
      guard case .number(let number) = exhibit.content else { continue }
      let wrong = number.judgements.filter { $0.verdict == .erratum }.map(\.token.text)
      if !wrong.isEmpty { errata[number.quantity] = wrong }
    }
    #expect(
      errata == [
        "h¹": ["0.440"], "zₕ²": ["0.645", "0.452", "0.357"], "h²": ["0.422"],
        "zₕ³": ["0.812", "0.641", "0.485"], "h³": ["0.675", "0.568", "0.449"], "ŷ³": ["0.720"],
        "δₕ¹": ["-0.0157"], "maximum of tanhʹ": ["1/4"], "limit of ‖Wₕₕ‖ᵗ⁻ᵏ for small ρ": ["0"],
      ])
  }

  // MARK: Golden values

  /// Weights sin 1, sin 2, …, as in the script.
  static let network: RecurrentNetwork<Double> = {
    let shape = RecurrentNetwork<Double>(
      Wₕₕ: Matrix(repeating: 0, rows: 3, columns: 3),
      Wₓₕ: Matrix(repeating: 0, rows: 3, columns: 2),
      Wʸ: Matrix(repeating: 0, rows: 2, columns: 3),
      bₕ: Vector(repeating: 0, count: 3), bʸ: Vector(repeating: 0, count: 2))
    return shape.with(Vector((1...26).map { Double.sin(Double($0)) }))
  }()
  static let x: [Vector<Double>] = (0..<5).map { t in
    let n = Double(2 * t)
    return [Double.cos(n + 1), Double.cos(n + 2)]
  }
  static let y: [Vector<Double>] = (1...5).map { t in
    let first = 0.5 + 0.4 * Double.sin(3 * Double(t))
    return [first, 1 - first]
  }

  static let golden = [
    (Outside.softmax, GoldenRNN.softmaxEach, GoldenRNN.softmaxLast),
    (Outside.sigmoid, GoldenRNN.sigmoidEach, GoldenRNN.sigmoidLast),
    (Outside.linear, GoldenRNN.linearEach, GoldenRNN.linearLast),
  ]

  @Test(arguments: 0..<3) func gradientsAreThoseOfAnOutsideLibrary(_ i: Int) {
    let (outside, each, last) = Self.golden[i]
    var network = Self.network
    network.outside = outside
    let lastOnly: [Vector<Double>?] = [nil, nil, nil, nil, Self.y[4]]
    func check(_ y: [Vector<Double>?], _ loss: Double, _ gradient: [Double]) {
      #expect(distance(network.loss(Self.x, y), loss) < 1e-14)
      #expect(distance(network.backward(Self.x, y).flat, Vector(gradient)) < 1e-13)
    }
    check(Self.y, each.loss, each.gradient)
    check(lastOnly, last.loss, last.gradient)
  }

  @Test func exampleIsThatOfAnOutsideLibrary() {
    let network = Self.example
    let x = Self.exampleInputs
    let y: [Vector<Double>?] = [nil, nil, [1]]
    let gradient = network.backward(x, y).flat
    let after = network.with(network.parameters - 0.1 * gradient).loss(x, y)
    #expect(distance(network.loss(x, y), GoldenRNN.example.loss) < 1e-15)
    #expect(distance(gradient, Vector(GoldenRNN.example.gradient)) < 1e-15)
    #expect(distance(after, GoldenRNN.example.lossAfter) < 1e-15)
  }

  static let example = RecurrentNetwork<Double>(
    Wₕₕ: [[0.1, 0.2, 0.3], [0.4, 0.1, 0.2], [0.2, 0.3, 0.1]],
    Wₓₕ: [[0.5, 0.6], [0.3, 0.4], [0.2, 0.1]], Wʸ: [[0.7, 0.5, 0.3]], bₕ: [0.1, 0, 0.1],
    bʸ: [0.05])
  static let exampleInputs: [Vector<Double>] = [[0.5, 0.2], [0.3, 0.4], [0.2, 0.5]]

  @Test(arguments: 0..<4) func spectraAreThoseOfAnOutsideLibrary(_ i: Int) {
    let (seed, size, radius, norm) = GoldenRNN.spectra[i]
    let A = Matrix(
      (1...size).map { i in
        (1...size).map { j in Double.sin(Double(seed + 3 * i * j + 7 * j)) }
      })
    #expect(distance(spectralRadius(A), radius) < 1e-10)
    #expect(distance(operatorNorm(A), norm) < 1e-11)
  }

  // MARK: Closed forms

  @Test func spectraOfSpecialMatrices() {
    #expect(spectralRadius([[0, 1], [0, 0]]) == 0)  // nilpotent
    #expect(abs(operatorNorm([[0, 3], [0, 0]]) - 3) < 1e-14)
    #expect(abs(spectralRadius([[0, -2], [2, 0]]) - 2) < 1e-14)  // eigenvalues ±2i
    #expect(abs(spectralRadius([[-3, 0], [0, 1]]) - 3) < 1e-14)  // the largest is negative
    #expect(abs(spectralRadius([[1e200, 0], [0, 1]]) / 1e200 - 1) < 1e-13)
    // ‖[a b; 0 a]‖ = (b + √(b² + 4a²)) / 2
    let norm = (2 + Double.sqrt(4 + 4 * 0.81)) / 2
    #expect(abs(operatorNorm([[0.9, 2], [0, 0.9]]) - norm) < 1e-11)
    #expect(spectralRadius([[.nan]]).isNaN)
  }

  @Test func truncationEndsAtTheWholeGradient() {
    let targets = Self.exampleInputs.map { _ in Vector<Double>([1]) }
    let cut = Self.example.truncated(Self.exampleInputs, targets)
    let whole = Self.example.backward(Self.exampleInputs, targets).flat
    #expect(distance(cut[3], whole) < 1e-15)
    #expect(distance(cut[2], whole) > 1e-3)
    #expect(cut[0].maxNorm == 0)
  }

  @Test func clippingKeepsShortGradients() {
    #expect(clipped([3, 4], 5) == [3, 4])
    #expect(clipped([3, 4], 2.5) == [1.5, 2])
    #expect(clipped([0, 0], 0) == [0, 0])
  }

  @Test func ordersOfGrowth() {
    #expect(RNN.order([7, 7, 7], "n") == "O(1)")
    #expect(RNN.order([7, 9, 11, 13], "n") == "O(logn)")
    #expect(RNN.order([11, 21, 41, 81], "n") == "O(n)")
    #expect(RNN.order([110, 420, 1640, 6480], "n") == "O(n²)")
    #expect(RNN.order([0, 0], "n") == "O(1)")
  }

  @Test func sumsInPairsAreAsDeepAsTheLogarithm() {
    for n in 1...33 {
      let sum = pairwiseSum((1...n).map { Chained(Double($0)) })
      #expect(sum.value == Double(n * (n + 1) / 2))
      #expect(1 << sum.depth >= n && (n == 1 || 1 << (sum.depth - 1) < n))
    }
  }

  @Test func replacedFactorsAreCounted() {
    // 2·3 + 1·1 with 5 in the pool: 1 and 6 without a term; 16, 11; 12, 12.
    let values = RNN.replacements([(2, 3), (1, 1)], [5])
    #expect(values.sorted() == [1, 1, 6, 6, 11, 11, 11, 16].sorted())
    let (hits, share) = RNN.coincidences([0.5004, 0.6, 0.9], 0.5, around: 0.55)
    #expect(hits == 1)
    #expect(abs(share - 2 / 201) < 1e-15)
  }

  // MARK: The checks can fail

  @Test func aGradientWithoutTheTransposeIsFound() {
    var network = Self.network
    network.outside = .sigmoid
    let y: [Vector<Double>?] = Self.y
    let right = network.backward(Self.x, y)
    // (15.16) with Wₕₕ in place of its transpose: that of the network with Wₕₕᵀ, but for the states.
    var wrong = right.flat
    let h = network.states(Self.x)
    var fromLater = 0 * network.bₕ
    var sum = 0 * network.bₕ
    for t in (1...5).reversed() {
      let z = network.preactivation(h[t - 1], Self.x[t - 1])
      let dh = network.Wʸ.ᵀ * (network.output(h[t]) - Self.y[t - 1]) + fromLater
      let δ = dh ⊙ tanhʹ(z)
      sum += δ
      fromLater = network.Wₕₕ * δ
    }
    for i in 0..<3 { wrong[21 + i] = sum[i] }
    #expect(distance(right.flat, Vector(GoldenRNN.sigmoidEach.gradient)) < 1e-13)
    #expect(distance(wrong, Vector(GoldenRNN.sigmoidEach.gradient)) > 1e-2)
  }

  @Test func aWrongFormulaFailsOnThePage() throws {
    let page = Page(RNN.forward, Settings())
    page.verify("the slope of tanh is 1 − tanh") { draw in
      let z = draw.vector(3)
      return [Evidence("tanhʹ", error: distance(1 - tanh(z), tanhʹ(z)), bound: 1e-14)]
    }
    guard case .derivation(let derivation) = page.exhibits[0].content else {
      Issue.record("no derivation")
      return
    }
    #expect(!derivation.holds)
  }

  // MARK: What a reader may type

  static let extremes = [
    "0", "-1", "1e308", "-1e308", "5e-324", "1e-300", "3.5", "1000000",
  ]

  @Test(arguments: extremes) func noValueEndsTheProgram(_ value: String) throws {
    let names = [
      "h⁰", "T", "dₕ", "α", "step of the loss", "balanced ρ", "smaller ρ", "larger ρ", "steps",
      "steps of the sentence", "slope", "exploding gradient", "rate of Q5", "T of Q3",
      "dₕ of Q3", "batch size", "rate of the scalar network",
    ]
    let row = "\(value) \(value) \(value)"
    let all = names.flatMap { ["--set", "\($0)=\(value)"] }
    for settings in [
      all, ["--set", "W=\(value) 1;0 \(value)"], ["--set", "Wₕₕ=\(row);\(row);\(row)"],
    ] {
      let text = try RNN.program.output(Options(settings + ["--trials", "1"]))
      #expect(!text.isEmpty)
    }
  }
}
