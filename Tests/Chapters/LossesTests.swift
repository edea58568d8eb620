import Mathematics
import Notes
import Testing

@testable import Companion
@testable import losses

// Against values that outside libraries computed, and the checks against formulas that are wrong.
struct LossesTests {
  private static let z: Vector<Double> = [2, 1, -0.5]
  private static let y: Vector<Double> = [0.2, 0.7, 0.1]
  private static let X: Matrix<Double> = [
    [1, 0.8, 0.2], [-0.5, -0.9, 1.1], [1.5, 1.2, -0.7], [-1.2, -0.6, -0.4], [0.3, 0.9, 0.8],
  ]
  private static let t: Vector<Double> = [2.2, -0.6, 2.4, -2.3, 1.3]

  @Test func `softmax and cross entropy`() {
    let (z, y) = (Self.z, Self.y)
    #expect(distance(plainSoftmax(z), Vector(GoldenLosses.softmax)) < 1e-15)
    #expect(distance(shiftedSoftmax(z), Vector(GoldenLosses.softmax)) < 1e-15)
    #expect(distance(categoricalCrossEntropy(softmax(z), y), GoldenLosses.crossEntropy) < 1e-14)
    #expect(distance(crossEntropy(logits: z, y), GoldenLosses.crossEntropy) < 1e-14)
    #expect(distance(softmax(z) - y, Vector(GoldenLosses.crossEntropyGradient)) < 1e-15)
    let exact = jacobian(at: z) { plainSoftmax($0) }
    #expect(distance(Vector(exact.entries), Vector(GoldenLosses.jacobian)) < 1e-15)
  }

  @Test func `losses of one number`() {
    let binary = zip([-3.0, 0.5, 40], [1.0, 0.3, 0]).map { binaryCrossEntropy(logit: $0, $1) }
    #expect(distance(binary, GoldenLosses.binary) < 1e-14)
    let bent = [-2.5, 0.3, 1, 4].map { huber($0, 0.0, δ: 1.5) }
    #expect(distance(bent, GoldenLosses.huber) < 1e-15)
    let far = logSoftmax([1000, 0, 990]).entries
    #expect(zip(far, GoldenLosses.logSoftmaxFar).allSatisfy { ($0 / $1 - 1).magnitude < 1e-15 })
  }

  @Test func `densities and their moments`() {
    let normal = gaussianDensity(0.7, mean: 0.25, variance: 0.5)
    #expect(distance(normal, GoldenLosses.gaussianDensity) < 1e-15)
    #expect(distance(laplaceDensity(0.7, scale: 0.25), GoldenLosses.laplaceDensity) < 1e-15)
    // ∫ e^(−|x|) = 2 and ∫ x² e^(−|x|) = 4
    let (total, mean, variance) = moments(around: 0) { exp(-$0.magnitude) }
    #expect(distance([total, mean, variance], [2.0, 0, 4]) < 1e-13)
  }

  @Test func `thresholds`() {
    let overflow = threshold(from: 1.0, to: 2000.0) { !exp($0).isFinite }
    #expect(distance(overflow, GoldenLosses.doubleOverflow) < 1e-15)
    #expect(exp(overflow.nextDown).isFinite)
    #expect(threshold(from: 0.0, to: 8.0) { $0 >= 3 } == 3)
  }

  @Test func `penalized fits`() {
    #expect(distance(ridge(Self.X, Self.t, λ: 0.5), Vector(GoldenLosses.ridge)) < 1e-13)
    #expect(distance(lasso(Self.X, Self.t, λ: 0.5), GoldenLosses.lassoWeak) < 1e-12)
    let strong = lasso(Self.X, Self.t, λ: 4)
    #expect(distance(strong, Vector(GoldenLosses.lassoStrong)) < 1e-12)
    #expect(strong.entries.contains(0))
    #expect(
      [softThreshold(2, 0.5), softThreshold(-2, 0.5), softThreshold(0.4, 0.5)] == [1.5, -1.5, 0])
  }

  @Test func `least norm`() {
    let X = Matrix([Self.X.row(0).entries, Self.X.row(1).entries])
    let y: Vector = [Self.t[0], Self.t[1]]
    #expect(distance(minimumNorm(X, y), Vector(GoldenLosses.minimumNorm)) < 1e-14)
  }

  @Test func `searches`() {
    #expect(distance(bottom(between: -3, and: 5) { ($0 - 1.25) * ($0 - 1.25) }, 1.25) < 1e-7)
    let bowl = bottomOfBowl(2) { v in
      (v[0] - 1) * (v[0] - 1) + 3 * (v[1] + 2) * (v[1] + 2) + v[0] * v[1]
    }
    // 2(v₁ − 1) + v₂ = 0 and 6(v₂ + 2) + v₁ = 0
    #expect(distance(bowl, Vector([24.0 / 11, -26.0 / 11])) < 1e-14)
  }

  @Test func `rademacher of two models by hand`() {
    // ±1 on one of two samples: E |σ₁ + σ₂| / 2 = ½
    let models = FiniteClass(values: [[1, 1], [-1, -1]])
    #expect(models.rademacher(2) == 0.5)
    #expect(models.expectedGap(2) == 0)
    // Losses 4 and 16, swapped between the two labels.
    let losses = FiniteClass(values: [[4, 16], [16, 4]])
    #expect(losses.expectedGap(2) == 3)
    #expect(losses.expectedGap(2, bothSigns: true) == 3)
    #expect(losses.rademacher(2) == 3)
  }

  @Test func `spread of one label`() {
    // f̂ = y itself, with y = 1 ± 0.5: bias 1 − 0.75, variance 0.25.
    let spread = Spread([1], labels: [1], truth: 0.75, noise: 0.5)
    #expect(spread.bias² == 0.0625)
    #expect(spread.variance == 0.25)
    #expect(spread.error == 0.3125)
    #expect(spread.risk == 0.5625)
  }

  // MARK: A wrong formula is found

  @Test func `a gradient with the wrong sign is found`() {
    #expect(
      !holds { draw in
        let (z, y) = (draw.vector(3), softmax(draw.vector(3)))
        gradient(at: z) { categoricalCrossEntropy(plainSoftmax($0), Vector(y)) } ≈ y - softmax(z)
      })
  }

  @Test func `a forgotten half is found`() {
    #expect(
      !holds { draw in
        let (ŷ, y) = (draw.vector(3), draw.vector(3))
        gradient(at: ŷ) { halfSquaredError($0, Vector(y)) } ≈ 2 * (ŷ - y)
      })
  }

  @Test func `a penalty of twice the strength is found`() {
    #expect(
      !holds { draw in
        let (X, y) = (draw.matrix(4, 2), draw.vector(4))
        let bottom = bottomOfBowl(2) { sumOfSquares($0, X, y) + Dual(2) * ($0 ⋅ $0) }
        bottom ≈ ridge(X, y, λ: 1) ± (1e-10, "conjugate gradients")
      })
  }
}
