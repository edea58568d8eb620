import Mathematics
import Testing

@testable import bench

/// What is measured is right: each gradient of the benchmarks against central differences, along
/// one drawn direction of all weights at once.
@Suite struct BenchmarkTests {
  private func along(_ D: [Matrix<Double>], _ h: Double, _ weights: [Matrix<Double>])
    -> [Matrix<Double>]
  { zip(weights, D).map { $0 + h * $1 } }

  /// The relative distance between Σ G ⊙ D and (ℒ(+hD) − ℒ(−hD)) / 2h.
  private func error(
    _ G: [Matrix<Double>], _ weights: [Matrix<Double>], _ draw: inout Generator,
    _ loss: ([Matrix<Double>]) -> Double
  ) -> Double {
    let D = weights.map { draw.matrix($0.rows, $0.columns) }
    let slope = zip(G, D).reduce(0) { $0 + Vector($1.0.entries) ⋅ Vector($1.1.entries) }
    let h = 0x1p-18
    let difference = (loss(along(D, h, weights)) - loss(along(D, -h, weights))) / (2 * h)
    return (slope - difference).magnitude / max(1, slope.magnitude)
  }

  @Test func `two layers`() {
    var draw = Generator(seed: 1)
    let layers = Layers(20, 9, 4, &draw)
    let (X, Y) = (draw.matrix(20, 5), draw.matrix(4, 5))
    let G = layers.gradient(X, Y)
    let byTape = reverseGradient(at: layers.W¹) { W¹ in
      Layers(
        W¹: W¹, b¹: Vector(layers.b¹), W²: Matrix(layers.W²), b²: Vector(layers.b²)
      ).loss(Matrix(X), Matrix(Y))
    }
    #expect((G.W¹ - byTape).frobeniusNorm < 1e-13)
    let measured = error([G.W¹, G.W²], [layers.W¹, layers.W²], &draw) {
      Layers(W¹: $0[0], b¹: layers.b¹, W²: $0[1], b²: layers.b²).loss(X, Y)
    }
    #expect(measured < 1e-8, "\(measured)")
  }

  @Test func `both recurrences, and they step without a new array`() {
    var draw = Generator(seed: 2)
    let x = (0..<7).map { _ in draw.vector(3) }
    var recurrence = Recurrence(inputs: 3, units: 20, steps: 7, &draw)
    recurrence.forward(x)
    let G = recurrence.backward(x)
    var measured = error([G.U, G.W], [recurrence.U, recurrence.W], &draw) {
      var moved = recurrence
      (moved.U, moved.W) = ($0[0], $0[1])
      return moved.loss(x)
    }
    #expect(measured < 1e-8, "\(measured)")

    var lstm = LongShortTerm(inputs: 3, units: 20, steps: 7, &draw)
    lstm.forward(x)
    let gates = lstm.backward(x)
    measured = error([gates.U, gates.W], [lstm.U, lstm.W], &draw) {
      var moved = lstm
      (moved.U, moved.W) = ($0[0], $0[1])
      return moved.loss(x)
    }
    #expect(measured < 1e-8, "\(measured)")

    // Each state stays where it is in memory from one run to the next.
    func addresses(_ h: [Vector<Double>]) -> [UnsafeRawPointer?] {
      h.map { $0.entries.withUnsafeBufferPointer { UnsafeRawPointer($0.baseAddress) } }
    }
    let before = (addresses(recurrence.h), addresses(lstm.h), addresses(lstm.gates))
    recurrence.forward(x)
    lstm.forward(x)
    #expect(before == (addresses(recurrence.h), addresses(lstm.h), addresses(lstm.gates)))
  }

  @Test func `an encoder block with several heads`() {
    var draw = Generator(seed: 3)
    let encoder = Encoder(width: 12, heads: 3, &draw)
    let (X, target) = (draw.matrix(6, 12), draw.matrix(6, 12))
    let pass = encoder.forward(X)
    let weights = [encoder.Wq, encoder.Wk, encoder.Wv, encoder.Wₒ, encoder.W₁, encoder.W₂]
    let G = encoder.backward(X, pass, pass.Z - target)
    let measured = error(G.weights + [G.X], weights + [X], &draw) { W in
      var moved = encoder
      (moved.Wq, moved.Wk, moved.Wv) = (W[0], W[1], W[2])
      (moved.Wₒ, moved.W₁, moved.W₂) = (W[3], W[4], W[5])
      let error = moved.forward(W[6]).Z - target
      return Vector(error.entries) ⋅ Vector(error.entries) / 2
    }
    #expect(measured < 1e-7, "\(measured)")
  }
}
