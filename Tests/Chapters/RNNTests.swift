import Mathematics
import Notes
import Testing

@testable import Companion
@testable import rnn

struct RNNTests {
  // MARK: Golden values

  /// Weights sin 1, sin 2, …, as in the script.
  static let network: RecurrentNetwork<Double> = {
    let shape = RecurrentNetwork<Double>(
      Wₕₕ: Matrix(repeating: 0, rows: 3, columns: 3),
      Wₓₕ: Matrix(repeating: 0, rows: 3, columns: 2),
      W_hy: Matrix(repeating: 0, rows: 2, columns: 3),
      bₕ: Vector(repeating: 0, count: 3), b_y: Vector(repeating: 0, count: 2))
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

  @Test(arguments: 0..<3) func `gradients are those of an outside library`(_ i: Int) {
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

  @Test func `example is that of an outside library`() {
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
    Wₓₕ: [[0.5, 0.6], [0.3, 0.4], [0.2, 0.1]], W_hy: [[0.7, 0.5, 0.3]], bₕ: [0.1, 0, 0.1],
    b_y: [0.05])
  static let exampleInputs: [Vector<Double>] = [[0.5, 0.2], [0.3, 0.4], [0.2, 0.5]]

  @Test(arguments: 0..<4) func `spectra are those of an outside library`(_ i: Int) {
    let (seed, size, radius, norm) = GoldenRNN.spectra[i]
    let A = Matrix(
      (1...size).map { i in
        (1...size).map { j in Double.sin(Double(seed + 3 * i * j + 7 * j)) }
      })
    #expect(distance(spectralRadius(A), radius) < 1e-10)
    #expect(distance(operatorNorm(A), norm) < 1e-11)
  }

  // MARK: Closed forms

  @Test func `spectra of special matrices`() {
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

  @Test func `truncation ends at the whole gradient`() {
    let targets = Self.exampleInputs.map { _ in Vector<Double>([1]) }
    let cut = Self.example.truncated(Self.exampleInputs, targets)
    let whole = Self.example.backward(Self.exampleInputs, targets).flat
    #expect(distance(cut[3], whole) < 1e-15)
    #expect(distance(cut[2], whole) > 1e-3)
    #expect(cut[0].maxNorm == 0)
  }

  @Test func `clipping keeps short gradients`() {
    #expect(clipped([3, 4], 5) == [3, 4])
    #expect(clipped([3, 4], 2.5) == [1.5, 2])
    #expect(clipped([0, 0], 0) == [0, 0])
  }

  @Test func `orders of growth`() {
    #expect(RNN.order([7, 7, 7], "n") == "O(1)")
    #expect(RNN.order([7, 9, 11, 13], "n") == "O(logn)")
    #expect(RNN.order([11, 21, 41, 81], "n") == "O(n)")
    #expect(RNN.order([110, 420, 1640, 6480], "n") == "O(n²)")
    #expect(RNN.order([0, 0], "n") == "O(1)")
  }

  @Test func `sums in pairs are as deep as the logarithm`() {
    for n in 1...33 {
      let sum = pairwiseSum((1...n).map { Chained(Double($0)) })
      #expect(sum.value == Double(n * (n + 1) / 2))
      #expect(1 << sum.depth >= n && (n == 1 || 1 << (sum.depth - 1) < n))
    }
  }

  @Test func `replaced factors are counted`() {
    // 2·3 + 1·1 with 5 in the pool: 1 and 6 without a term; 16, 11; 12, 12.
    let values = RNN.replacements([(2, 3), (1, 1)], [5])
    #expect(values.sorted() == [1, 1, 6, 6, 11, 11, 11, 16].sorted())
    let (hits, share) = RNN.coincidences([0.5004, 0.6, 0.9], 0.5, around: 0.55)
    #expect(hits == 1)
    #expect(abs(share - 2 / 201) < 1e-15)
  }

  // MARK: The checks can fail

  @Test func `a gradient without the transpose is found`() {
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
      let dh = network.W_hy.ᵀ * (network.output(h[t]) - Self.y[t - 1]) + fromLater
      let δ = dh ⊙ tanhʹ(z)
      sum += δ
      fromLater = network.Wₕₕ * δ
    }
    for i in 0..<3 { wrong[21 + i] = sum[i] }
    #expect(distance(right.flat, Vector(GoldenRNN.sigmoidEach.gradient)) < 1e-13)
    #expect(distance(wrong, Vector(GoldenRNN.sigmoidEach.gradient)) > 1e-2)
  }
}
