import Mathematics
import Notes
import Testing

@testable import Companion
@testable import lstm

@Suite struct LSTMTests {
  // MARK: The cell

  private let n = 2
  private let d = 3
  private var θ: Vector<Double> { Vector(GoldenLSTM.theta) }
  private var x: [Vector<Double>] { rows(GoldenLSTM.inputs, 2) }
  private var y: [Vector<Double>] { rows(GoldenLSTM.targets, 3) }

  private func rows(_ entries: [Double], _ width: Int) -> [Vector<Double>] {
    stride(from: 0, to: entries.count, by: width).map { Vector(Array(entries[$0..<$0 + width])) }
  }

  @Test func `a drawn cell agrees with jax: states, loss, all gradients`() {
    let cell = LSTMCell(n: n, d: d, parameters: θ)
    #expect(cell.parameters == θ)
    let steps = cell.run(x)
    #expect(distance(steps[4].new.c, GoldenLSTM.drawnC) < 1e-14)
    #expect(distance(steps[4].new.h, GoldenLSTM.drawnH) < 1e-14)
    #expect(distance(sequenceLoss(steps, y), GoldenLSTM.drawnLoss) < 1e-14)
    let gradients = cell.backward(steps, dh: zip(steps, y).map { $0.new.h - $1 })
    #expect(distance(gradients.cell.parameters, GoldenLSTM.drawnByParameters) < 1e-14)
    #expect(distance(gradients.dx, GoldenLSTM.drawnByInputs) < 1e-14)
  }

  @Test func `the worked example agrees with jax`() throws {
    let x: [Vector<Double>] = [[1, 0.5], [-0.5, 2]]
    let y: [Vector<Double>] = [[0.5, 0], [0, 0.5]]
    let W = 0.1 * Matrix(diagonal: [1, 1])
    let map = AffineMap(Wₓ: W, Wₕ: W, b: [0, 0])
    let cell = LSTMCell(f: AffineMap(Wₓ: W, Wₕ: W, b: [1, 1]), i: map, o: map, c̃: map)
    let steps = cell.run(x)
    #expect(distance(steps[1].new.c, GoldenLSTM.exampleC) < 1e-15)
    #expect(distance(steps[1].new.h, GoldenLSTM.exampleH) < 1e-15)
    #expect(distance(sequenceLoss(steps, y), GoldenLSTM.exampleLoss) < 1e-15)
    let gradients = cell.backward(steps, dh: zip(steps, y).map { $0.new.h - $1 })
    #expect(distance(gradients.cell.parameters, GoldenLSTM.exampleByParameters) < 1e-15)
    #expect(distance(gradients.dx, GoldenLSTM.exampleByInputs) < 1e-15)

    // And the page shows these.
    let page = try #require(LSTM.program.original.pages.first { $0.section.locator == "21.2.3" })
    let shown = page.exhibits.compactMap { exhibit -> Number? in
      if case .number(let number) = exhibit.content { number } else { nil }
    }
    let byX = try #require(shown.first { $0.quantity == "∂ℒ/∂x²" })
    let entries = byX.rows.flatMap { $0 }.compactMap(\.number)
    #expect(distance(entries, Array(GoldenLSTM.exampleByInputs[2...])) < 1e-15)
  }

  @Test func `the GRU agrees with jax`() {
    let maps = LSTMCell(n: n, d: d, parameters: θ)
    let cell = GRUCell(z: maps.f, r: maps.i, h̃: maps.o)
    let h = x.reduce([0, 0, 0]) { cell.step($1, $0) }
    #expect(distance(h, GoldenLSTM.gruH) < 1e-14)
  }

  @Test func `a batch is its columns side by side`() {
    let cell = LSTMCell(n: n, d: d, parameters: θ)
    let zeros = Matrix(repeating: 0.0, rows: d, columns: 5)
    let batch = cell.step(Matrix(columns: x), C: zeros, H: zeros)
    let alone = x.map { cell.step($0, LSTMState(zeros: 3)).new.h }
    #expect(distance(batch.H, Matrix(columns: alone)) < 1e-15)
  }

  @Test func `the plain loops agree with jax where their loss is that of the last state`() {
    var learner = Learner(.lstm, n: n, d: d, seed: 1)
    let readout = learner.θ.suffix(d + 1)
    learner.θ = θ.entries + readout
    let steps = LSTMCell(n: n, d: d, parameters: θ).run(x)
    let ŷ = Vector(Array(readout.prefix(d))) ⋅ steps[4].new.h + readout.last!
    var gradient = [Double](repeating: 0, count: learner.θ.count)
    let (loss, norms) = learner.loss(x.flatMap(\.entries), 0.5, addingGradientTo: &gradient)
    #expect(abs(loss - (ŷ - 0.5) * (ŷ - 0.5) / 2) < 1e-15)
    #expect(norms.count == 5)
    #expect(abs(gradient.last! - (ŷ - 0.5)) < 1e-15)
  }

  // MARK: Numbers that do not come from this code

  @Test func `where the slope of tanh is small, to 17 digits`() {
    // artanh √0.9 and artanh √0.99 by mpmath
    #expect(abs(inverseSlope(0.1) - 1.8184464592320668) < 1e-15)
    #expect(abs(inverseSlope(0.01) - 2.9932228461263812) < 1e-14)
    #expect(inverseSlope(1) == 0)
  }

  @Test func `roughness: a line, an alternation, and a sine`() {
    #expect(roughness((0..<1000).map(Double.init)) < 1e-5)
    #expect(abs(roughness((0..<1000).map { $0 % 2 == 0 ? 1 : -1 }) - 2) < 1e-12)
    let sine = (0..<1000).map { Double.sin(2 * .pi * Double($0) / 100) }
    #expect(abs(roughness(sine) - (1 - Double.cos(2 * .pi / 100))) < 1e-5)
  }

  @Test func `counts of operations, from the formulas by hand`() {
    let (n, d) = (5, 7)
    for (maps, gates, functions) in [(1, 0, 1), (3, 2 + 3, 3), (4, 3 + 3, 5)] {
      let count = LSTM.operations(maps: maps, n: n, d: d)
      #expect(count.parameters == maps * d * (n + d + 1))
      // Products of the maps, and for each unit one quotient a sigmoid and the products of gates.
      #expect(count.products == maps * d * (n + d) + gates * d)
      #expect(count.functions == functions * d)
    }
  }

  @Test func `the depth of a sum of 8 is 7 in a row and 3 in pairs`() {
    let numbers = (0..<8).map { Chained(Double($0)) }
    #expect(numbers.dropFirst().reduce(numbers[0], +).depth == 7)
    #expect(pairwiseSum(numbers).depth == 3)
    #expect(pairwiseSum(numbers).value == 28)
    #expect(pairwiseSum([Chained]()).value == 0)
  }

  @Test func `attention by pairs is softmax attention`() {
    let x: [Vector<Double>] = [[1, 2], [0.5, -1], [-0.3, 0.4]]
    let weights = softmax(Vector(x.map { $0 ⋅ x[2] }))
    let expected = weights[0] * x[0] + weights[1] * x[1] + weights[2] * x[2]
    #expect(distance(attendLast(x), expected) < 1e-15)
  }

  @Test func `the exponent of a lag, and numbers in few digits`() {
    for lag in [1, 5, 100, 1000] { #expect(abs(LSTM.exponent(lag: lag) - Double(lag)) < 1e-9) }
    #expect(scientific(2.6561e-5) == "2.7e-5")
    #expect(scientific(9.96e-5) == "1.0e-4")
    #expect(scientific(0.36603) == "0.366")
    #expect(scientific(0) == "0")
  }

  @Test func `with a forget bias of 5 copying is learned, with 0 it is not, from most seeds`() {
    let tasks = Task.copying(steps: 12)
    var solved = [0, 0, 0, 0]
    for seed in 1...5 {
      for (k, network) in LSTM.networks(n: 1, d: 4, seed: UInt64(seed)).enumerated() {
        var learner = network.learner
        if learner.descend(tasks, rate: 0.3, steps: 40)[40] < 0.05 { solved[k] += 1 }
      }
    }
    #expect(solved[1] == 0)
    #expect(solved[3] == 5)
  }

  @Test func `the adding problem marks one number in each half and asks for their sum`() {
    var draw = Generator(seed: 1)
    for _ in 0..<50 {
      let task = Task.adding(steps: 7, &draw)
      let marked = (0..<7).filter { task.x[2 * $0 + 1] == 1 }
      #expect(marked.count == 2 && marked[0] < 3 && marked[1] >= 3)
      #expect(abs(task.y - marked.reduce(0) { $0 + task.x[2 * $1] }) < 1e-15)
    }
  }

  @Test func `a constant of the tape is a number, also where generic code wraps it in an optional`()
  {
    func count<T: Scalar>(_ rows: [[T]]) -> Int { Matrix(rows).entries.count { _ in true } }
    let rows: [[Variable]] = [[0.1, 0.2], [0.3, 0.4]]
    #expect(count(rows) == 4)
    #expect(rows[0].first != nil)
  }

  // MARK: Each check can fail

  @Test func `without what returns through the gates, (21.18) fails`() {
    let cell = LSTMCell(n: n, d: d, parameters: θ)
    let steps = cell.run(x)
    let slopes = zip(steps, y).map { $0.new.h - $1 }
    let right = cell.backward(steps, dh: slopes).dc[3]
    let next = cell.backward(steps, dh: slopes).dc[4]
    let wrong = slopes[3] ⊙ steps[3].o ⊙ tanhʹ(steps[3].new.c) + next ⊙ steps[4].f
    #expect(distance(right, wrong) > 1e-3)
  }

  @Test func `a gradient that leaves out the forget gate's δ does not pass`() {
    let example = Example(cell: LSTMCell(n: n, d: d, parameters: θ), x: x, y: y)
    var gradients = example.gradients.cell
    let exact = gradient(at: θ) { example.loss($0) }
    #expect((exact ≈ gradients.parameters).allSatisfy { $0.holds })
    gradients.f = AffineMap(Wₓ: 0 * gradients.f.Wₓ, Wₕ: 0 * gradients.f.Wₕ, b: 0 * gradients.f.b)
    #expect((exact ≈ gradients.parameters).allSatisfy { !$0.holds })
  }

  @Test func `the product of (16.1) in the other order is another gradient`() {
    var draw = Generator(seed: 3)
    let map = AffineMap(drawn: &draw, n: 2, d: 3)
    let x = (0..<3).map { _ in draw.vector(2) }
    let s = draw.vector(3)
    let h¹ = draw.vector(3)
    func loss<T: Scalar>(_ h¹: Vector<T>) -> T {
      let cell = RNNCell(map: AffineMap<T>(map))
      return Vector<T>(s) ⋅ x.reduce(h¹) { cell.step(Vector<T>($1), $0) }
    }
    var h = h¹
    var factors: [Matrix<Double>] = []
    for x in x {
      let z = map(x, h)
      factors.append(map.Wₕ.ᵀ * Matrix(diagonal: tanhʹ(z)))
      h = tanh(z)
    }
    let right = factors[0] * (factors[1] * (factors[2] * s))
    let wrong = factors[2] * (factors[1] * (factors[0] * s))
    #expect((gradient(at: h¹) { loss($0) } ≈ right).allSatisfy { $0.holds })
    #expect((gradient(at: h¹) { loss($0) } ≈ wrong).allSatisfy { !$0.holds })
  }
}
