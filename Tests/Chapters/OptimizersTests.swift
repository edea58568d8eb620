import Mathematics
import Notes
import Testing

@testable import Companion
@testable import optimizers

// Against what optax, jax, numpy and mpmath computed (Golden/optimizers.py).
struct OptimizersTests {
  private static func loss<T: Scalar>(_ v: Vector<T>) -> T {
    let bowl = (v[0] - 1).power(2) + 3 * (v[1] + v[0] * v[0]).power(2)
    return bowl + cos(2 * v[2]) + 0.1 * v[2] * v[0]
  }

  private static let start: Vector<Double> = [1.2, -0.7, 0.4]

  /// The parameters after each of ten steps; for look-ahead the point where the gradient is
  /// wanted next, which is what optax keeps.
  private func run(_ optimizer: some Optimizer) -> [[Double]] {
    var optimizer = optimizer
    var θ = Self.start
    return (0..<10).map { _ in
      let g = forwardGradient(at: optimizer.point(θ, 0.05), Self.loss)
      θ = optimizer.step(θ, g, 0.05)
      return optimizer.point(θ, 0.05).entries
    }
  }

  private func expect(_ ours: [[Double]], _ golden: [[Double]]) {
    #expect(distance(ours.map { Vector($0) }, golden.map { Vector($0) }) < 1e-11)
  }

  @Test func `ten steps of plain descent`() { expect(run(SGD()), GoldenOptimizers.sgd) }
  @Test func `ten steps of momentum`() {
    expect(run(HeavyBall(count: 3)), GoldenOptimizers.heavyBall)
  }
  @Test func `ten steps of nesterov`() {
    expect(run(Nesterov(count: 3)), GoldenOptimizers.nesterov)
  }
  @Test func `ten steps of rMSProp`() { expect(run(RMSProp(count: 3)), GoldenOptimizers.rmsProp) }
  @Test func `ten steps of adam`() { expect(run(Adam(count: 3)), GoldenOptimizers.adam) }
  @Test func `ten steps of adam w`() { expect(run(Adam(count: 3, λ: 0.2)), GoldenOptimizers.adamW) }

  @Test func `batch normalization and its gradients`() {
    let z: Vector<Double> = [0.3, -1.1, 0.8, 2.0, -0.4]
    let c: Vector<Double> = [1, -2, 0.5, 0.7, 1.5]
    let y = batchNorm(z, 1.5, 0.2, 1e-3)
    let (dz, dγ, dβ) = batchNormBackward(2 * (c ⊙ y), z, 1.5, 1e-3)
    #expect(distance(y, Vector(GoldenOptimizers.normed)) < 1e-14)
    #expect(distance(dz, Vector(GoldenOptimizers.dz)) < 1e-13)
    #expect(distance([dγ, dβ], [GoldenOptimizers.dγ, GoldenOptimizers.dβ]) < 1e-13)
  }

  @Test func `eigenvalues of aHessian`() {
    let found = eigenvalues(hessian(at: Self.start, Self.loss))
    #expect(distance(found, GoldenOptimizers.eigenvalues) < 1e-13)
    #expect(kind(found) == "saddle")
  }

  @Test func `a gaussian process and the normal distribution`() {
    let process = GaussianProcess([0.1, 0.35, 0.6, 0.95], [0.5, -0.3, 0.2, 0.9])
    let golden = [
      GoldenOptimizers.process1, GoldenOptimizers.process2, GoldenOptimizers.process3,
    ]
    for (t, expected) in zip([0.2, 0.5, 0.8], golden) {
      let (mean, variance) = process.predict(t)
      #expect(distance([mean, variance], expected) < 1e-12)
    }
    for (z, expected) in zip(GoldenOptimizers.normalPoints, GoldenOptimizers.normalCumulative) {
      #expect((normalCumulative(z) - expected).magnitude < 1e-15)
    }
  }

  @Test func `what is known in closed form`() {
    // Improvement of a standard normal number on 0: φ(0) = 1/√(2π).
    #expect(distance(expectedImprovement(0, 1, best: 0), 0.3989422804014327) < 1e-15)
    #expect(negativeEigenvalues([[1, 2], [2, 1]]) == 1)
    #expect(masks(3, 0.25).map(\.probability).reduce(0, +) == 1)
    #expect(batches(of: 4, from: 8).count == 70)
    #expect(grid([[1, 2], [3], [4, 5, 6]]).count == 6)
    #expect(clipped([3, 4], 1) == [0.6000000000000001, 0.8])
    #expect(clipped([0, 0], 1) == [0, 0])
    #expect((Schedule.cosine(50, 1, 0, 100) - 0.5).magnitude < 1e-15)
  }

  // MARK: A wrong formula is found

  @Test func `a velocity with the wrong exponent is found`() {
    #expect(
      !holds { draw in
        let β = draw.uniform()
        let g = (0..<5).map { _ in draw.vector(2) }
        var ball = HeavyBall(β: β, count: 2)
        for gₖ in g { _ = ball.step([0, 0], gₖ, 0.1) }
        (0..<5).reduce([0, 0]) { $0 + β.power(5 - $1) * g[$1] } ≈ ball.v
      })
  }

  @Test func `a backward pass without its means is found`() {
    #expect(
      !holds { draw in
        let (z, c) = (draw.vector(4), draw.vector(4))
        gradient(at: z) { Vector(c) ⋅ batchNorm($0, 1, 0, 0.01) }
          ≈ c / (z.variance + 0.01).squareRoot()
      })
  }

  @Test func `a missing bias correction is found`() {
    #expect(
      !holds { draw in
        let g = draw.vector(2, 0.5, 2)
        var adam = Adam(count: 2)
        for _ in 0..<5 { _ = adam.step([0, 0], g, 0.1) }
        adam.m ≈ g
      })
  }

  #if !(os(macOS) && arch(x86_64))
    @Test func `half precision is that of the processor`() {
      var draw = Generator(seed: 16)
      for _ in 0..<20_000 {
        let a = draw.uniform(-1, 1) * Double.pow(2, draw.uniform(-27, 17))
        let b = draw.uniform(-1, 1) * Double.pow(2, draw.uniform(-15, 9))
        let (x, y) = (Float16(a), Float16(b))
        #expect(Half(a).value == Double(x) && Half(b).value == Double(y))
        #expect((Half(a) * Half(b)).value == Double(x * y))
        #expect((Half(a) + Half(b)).value == Double(x + y))
        #expect((Half(a) - Half(b)).value == Double(x - y))
      }
      // Ties, the edges of the range, zero.
      for a in [1 + 0x1p-11, 1 + 0x1.8p-10, 0x1p-25, 0x1.8p-24, 65519.99, 65520, 0, -65520] {
        #expect(Half(a).value == Double(Float16(a)))
      }
      #expect(Half.greatestFiniteMagnitude == Double(Float16.greatestFiniteMagnitude))
      #expect(Half.leastNormalMagnitude == Double(Float16.leastNormalMagnitude))
      #expect(Half.leastNonzeroMagnitude == Double(Float16.leastNonzeroMagnitude))
    }
  #endif
}
