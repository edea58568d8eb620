import Companion
import Mathematics

//: Batch normalization brings a neuron's pre-activations, over a batch, to mean 0 and variance 1.
//: For m samples, and with a scale γ and a shift β that are learned:
//:
//:     μ = (1/m) Σᵢ₌₁ᵐ zᵢ                          (7.11), (8.30)
//:     σ² = (1/m) Σᵢ₌₁ᵐ (zᵢ − μ)²                  (7.12, second), (8.31)
//:     ẑᵢ = (zᵢ − μ)/√(σ² + ε)                     (7.13, second), (8.32)
//:     yᵢ = γẑᵢ + β                                (7.14), (8.33), (14.3)
//:
//: Chapter 7 does it for four numbers, and all of it is right but for the last line, where the
//: constant ε has been forgotten after it had been put in.

/// (7.11) to (7.14): γ(z − μ)/√(σ² + ε) + β over the samples of a batch
func batchNorm<T: Scalar>(_ z: Vector<T>, _ γ: T, _ β: T, _ ε: T) -> Vector<T> {
  let ẑ = (z - z.mean) / sqrt(z.variance + ε)
  return β + γ * ẑ
}

/// The variance with divisor n.
func variance(_ values: [Double]) -> Double { Vector(values).variance }

extension Optimizers {
  static let batchNormalization = Section(.foundations, "7.4", "Batch normalization by hand") {
    page in
    let z: Vector = page.given("z₁", at: "7.15")
    let samples = Double(z.count)
    let m: Int = page.given("m", at: "7.16", again: ["7.14/2"], in: samples...samples)
    let ε: Double = page.given("ε", at: "§7.4.2", in: 0...1)
    let γ: Double = page.given("γ₁", at: "§7.4.2")
    let β: Double = page.given("β₁", at: "§7.4.2")

    page.define(
      "mean, variance, ẑ and y of a batch", at: "7.11", "7.12/2", "7.13/2", "7.14", by: "batchNorm")
    page.define(
      "the same in chapters 8 and 14", at: "8.30", "8.31", "8.32", "8.33", "14.3", by: "batchNorm")
    page.check("m is the number of samples", at: "7.15") { m == z.count }
    fourNumbers(page, z, γ, β, ε)
    lineByLine(page, z, γ, β, ε)
    backward(page, z, γ, ε)
    scaleOfWeights(page)
    runningAverages(page)
    withoutBatch(page)
  }

  //: For the four numbers, and for the first of them, this reads
  //:
  //:     z = [z₁, z₂, z₃, z₄]                                    (7.15)
  //:     μ = ¼(z₁ + z₂ + z₃ + z₄)                                (7.16)
  //:     σ² = ¼((z₁ − μ)² + (z₂ − μ)² + (z₃ − μ)² + (z₄ − μ)²)   (7.14, second)
  //:     ẑ₁ = (z₁ − μ)/√(σ² + ε)                                 (7.14')
  //:     y₁ = γẑ₁ + β                                            (7.15, second)
  //:
  //: In the table below, μ, σ, γ and β carry the number of the neuron, which is 1 too.

  private static func fourNumbers(
    _ page: Page, _ z: Vector<Double>, _ γ: Double, _ β: Double, _ ε: Double
  ) {
    let μ = z.mean
    let d = z - μ
    let root = (z.variance + ε).squareRoot()
    page.show("sum of z₁", z.sum, at: "7.16", for: "7.15")
    page.show("μ₁", μ, at: "7.16", again: ["7.14'"])
    page.show("μ₁", Vector(repeating: μ, count: z.count), at: "7.14/2")
    page.show("1/m", 1 / Double(z.count), at: "7.14/2")
    page.show("squared deviations", d ⊙ d, at: "7.14/2")
    page.show("sum of squared deviations", d ⋅ d, at: "7.14/2")
    page.show("σ₁²", z.variance, at: "7.14/2", again: ["7.14'"])
    page.show("deviation", d[0], at: "7.14'", again: ["7.14'"])
    page.show("σ₁² + ε", z.variance + ε, at: "7.14'")
    page.show("√(σ₁² + ε)", root, at: "7.14'")
    page.show(
      "ẑ₁", d[0] / root, at: "7.14'",
      slips: [Slip("the missing ε under the root", d[0] / z.variance.squareRoot())]
    ) { printed in
      let (d, root): (Double, Double) = (
        printed("deviation", at: "7.14'"), printed("√(σ₁² + ε)", at: "7.14'")
      )
      return d / root
    }
    page.show("y₁", γ * (d[0] / root) + β, at: "7.15/2") { printed in
      let ẑ₁: Double = printed("ẑ₁", at: "7.14'")
      return γ * ẑ₁ + β
    }
    page.derive("y of all four", batchNorm(z, γ, β, ε))
  }

  //: The two results once more, each in other ways. The variance is half the mean squared
  //: difference of all pairs, and no mean is needed for that. And with $s = √(σ² + ε)$ the output
  //: y is a straight line in z as long as μ and s are held. The same ẑ comes from a length: take
  //: off z its component along **1**, divide what is left by its length with one more entry,
  //: $√(mε)$, which keeps that from being 0, and multiply by $√m$.

  private static func lineByLine(
    _ page: Page, _ z: Vector<Double>, _ γ: Double, _ β: Double, _ ε: Double
  ) {
    page.derivation("σ²", at: "7.12/2", of: z) { draw in
      draw.vector(4, -2, 2)
    } lines: { z in
      let d = z - z.mean
      Line("(1/m) Σᵢ (zᵢ − μ)²", at: "7.14/2", d ⋅ d / Double(z.count))
      Line("(1/m) Σᵢ zᵢ² − μ²", (z ⊙ z).mean - z.mean * z.mean)
    } truth: { z in
      Vector(z.entries.map { ((z - $0) ⊙ (z - $0)).mean }).mean / 2
    }
    page.derivation("y", at: "7.14", of: (z, γ, β, ε)) { draw in
      (draw.vector(4, -2, 2), draw.uniform(0.5, 2), draw.uniform(-1, 1), 0.01)
    } lines: { z, γ, β, ε in
      let (μ, s) = (z.mean, (z.variance + ε).squareRoot())
      Line("γẑ + β", at: "7.15/2", batchNorm(z, γ, β, ε))
      Line("γ(z − μ)/s + β", at: "7.14'", β + γ / s * (z - μ))
      Line("(γ/s)z + β − γμ/s", β - γ * μ / s + (γ / s) * z)
    } truth: { z, γ, β, ε in
      let (m, one) = (Double(z.count), Vector(repeating: 1.0, count: z.count))
      let rest = z - (one ⋅ z) / m * one
      return β + γ * m.squareRoot() / Vector(rest.entries + [(m * ε).squareRoot()]).l2Norm * rest
    }
    page.verify("ẑ has mean 0 and variance σ²/(σ² + ε)", at: "7.13/2", "8.32", "14.3") { draw in
      let z = draw.vector(6, -3, 3)
      let ẑ = batchNorm(z, 1, 0, 0.01)
      ẑ.mean ≈ 0
      ẑ.variance ≈ z.variance / (z.variance + 0.01)
    }
  }

  //: ### Backward
  //:
  //: Each z also moves the mean and the variance of all others, so that the gradient by it has
  //: three parts: its own, minus the mean of all, minus what would only change the spread. The
  //: gradient that goes back has therefore no component along **1** and none along ẑ (if ε is
  //: small): raising all z together, or stretching them, changes nothing.
  //:
  //: In detail: with $d = z − μ$ and $s = √(σ² + ε)$, a change of $zⱼ$ reaches the output
  //: $ẑᵢ = dᵢ/s$ in three ways. Directly, by $1/s$, if $i = j$. Through the mean, by $−1/(ms)$, for
  //: every i. And through s for every i: $σ²$ changes by $2dⱼ/m$, since the $d$ add up to 0, thus s
  //: by $dⱼ/(ms)$ and $dᵢ/s$ by $−dᵢdⱼ/(ms³)$.
  //:
  //:     ∂ẑᵢ/∂zⱼ = δᵢⱼ/s − 1/(ms) − dᵢdⱼ/(ms³)

}

/// ∂ẑᵢ/∂zⱼ
func batchNormʹ(_ z: Vector<Double>, _ ε: Double) -> Matrix<Double> {
  let (m, d, one) = (Double(z.count), z - z.mean, Vector(repeating: 1.0, count: z.count))
  let s² = z.variance + ε
  return (Matrix(diagonal: one) - one * one.ᵀ / m - d * d.ᵀ / (m * s²)) / s².squareRoot()
}

/// The gradients of a loss by z, γ and β, from its gradient by y.
func batchNormBackward(_ dy: Vector<Double>, _ z: Vector<Double>, _ γ: Double, _ ε: Double)
  -> (dz: Vector<Double>, dγ: Double, dβ: Double)
{
  let ẑ = batchNorm(z, 1, 0, ε)
  let s = (z.variance + ε).squareRoot()
  return (γ / s * (dy - dy.mean - (dy ⊙ ẑ).mean * ẑ), dy ⋅ ẑ, dy.sum)
}

extension Optimizers {
  //: Adding up what each way carries back gives the lines below, shown for the loss $ℓ = y₁$, so
  //: that $dy$ is 1 for the first sample and 0 for the others; all four z still have a part in
  //: it. A tape and dual numbers, which know none of this, agree. The scale and the shift are in
  //: every y and so collect from all of them.

  private static func backward(_ page: Page, _ z: Vector<Double>, _ γ: Double, _ ε: Double) {
    page.derivation("dz", of: (z, oneHot(0, of: z.count), γ, ε)) { draw in
      (draw.vector(5), draw.vector(5), draw.uniform(0.5, 2), 0.01)
    } lines: { z, dy, γ, ε in
      let (m, d, s) = (Double(z.count), z - z.mean, (z.variance + ε).squareRoot())
      Line("γ Σᵢ dyᵢ ∂ẑᵢ/∂zⱼ", γ * (batchNormʹ(z, ε).ᵀ * dy))
      Line(
        "γ/s (dy − Σᵢ dyᵢ/m − d dᵀdy/(ms²))",
        γ / s * (dy - dy.sum / m - (dy ⋅ d) / (m * s * s) * d))
      Line("γ/s (dy − mean(dy) − ẑ mean(dy ⊙ ẑ))", batchNormBackward(dy, z, γ, ε).dz)
    } truth: { z, dy, γ, ε in
      gradient(at: z) { z in Vector(dy) ⋅ batchNorm(z, Twofold(γ), 0, Twofold(ε)) }
    }
    page.verify("dγ = Σᵢ dyᵢ ẑᵢ and dβ = Σᵢ dyᵢ", at: "7.14", "8.33") { draw in
      let (z, c) = (draw.vector(5), draw.vector(5))
      let p = draw.vector(2, 0.5, 2)
      // The loss is Σ cᵢ yᵢ², so that dy = 2c ⊙ y.
      let found = batchNormBackward(2 * (c ⊙ batchNorm(z, p[0], p[1], 0.01)), z, p[0], 0.01)
      gradient(at: p) { p in
        let y = batchNorm(Vector(z), p[0], p[1], 0.01)
        return Vector(c) ⋅ (y ⊙ y)
      } ≈ [found.dγ, found.dβ]
    }
  }

  //: One reason why large rates do less harm: the scale of the weights before a normalization has
  //: no effect on what comes after it, and weights c times as large have gradients $1/c$ times as
  //: large. Weights that have grown too quickly slow down by themselves.

  private static func scaleOfWeights(_ page: Page) {
    page.verify(
      "with ε = 0, weights cw give the same output and 1/c of the gradient", at: "8.4.4:rates"
    ) { draw in
      let (X, c) = (draw.matrix(5, 3), draw.vector(5))
      let (w, factor) = (draw.vector(3), draw.uniform(0.1, 10))
      let output = { (w: Vector<Double>) in batchNorm(X * w, 1, 0, 0) }
      let gradient = { (w: Vector<Double>) in
        X.ᵀ * batchNormBackward(c ⊙ output(w), X * w, 1, 0).dz
      }
      output(factor * w) ≈ output(w)
      factor * gradient(factor * w)
        ≈ gradient(w) ± (1e-12, "a small spread is divided by twice")
    }
    page.leave(
      "the other benefits, and that the noise of the batch is mild: found by experience",
      at: "8.4.4:rates")
  }

  //: ### Running averages
  //:
  //: For single inputs there is no batch, so that averages kept during training stand in:
  //:
  //:     μ_run ← α μ_run + (1 − α)μ
  //:     σ²_run ← α σ²_run + (1 − α)σ²               (14.4)
  //:
  //: Here α weighs the *old* value; some libraries call the weight of the new one momentum. Like
  //: the averages of [Adam](#a-rate-for-each-coordinate) they remember where they started: after
  //: t equal batches a share $αᵗ$ of the start is left. And since the variance of a batch is
  //: divided by m, what the running variance tends to is $(m − 1)/m$ of the variance of the data.

  private static func runningAverages(_ page: Page) {
    page.define("running averages", at: "14.4", "8.4.4:running", by: "runningAverage")
    page.verify(
      "after $t$ batches with mean $μ$ a running mean that began at $μ₀$ is $αᵗμ₀ + (1 − αᵗ)μ$",
      at: "14.4"
    ) { draw in
      let (start, μ, α) = (draw.uniform(-1, 1), draw.uniform(-1, 1), draw.uniform(0.5, 1))
      let t = 1 + draw.below(20)
      let left = α.power(t)
      (0..<t).reduce(start) { old, _ in runningAverage(old, μ, α) } ≈ left * start + (1 - left) * μ
    }
    page.verify("the expected batch variance with divisor m is (m − 1)/m of the variance") { draw in
      let values = draw.vector(3, -2, 2)
      // All 27 batches of three that can be drawn from three values.
      let batches = grid([values.entries, values.entries, values.entries])
      Vector(batches.map(variance)).mean ≈ values.variance * 2 / 3
    }
  }
}

/// (14.4): α times the old average and 1 − α times the new value
func runningAverage(_ old: Double, _ new: Double, _ α: Double) -> Double {
  α * old + (1 - α) * new
}

//: With the averages in place of μ and σ² each output is a line in its own z. So the Jacobian of
//: a whole batch is diagonal, while that of batch normalization has an entry for every pair.

/// (14.3) after training: every z by the running averages
func inference<T: Scalar>(_ z: Vector<T>, _ μ: T, _ σ²: T, _ ε: T) -> Vector<T> {
  (z - μ) / sqrt(σ² + ε)
}

extension Optimizers {
  private static func withoutBatch(_ page: Page) {
    page.verify(
      "with running averages an output does not depend on the rest of the batch",
      at: "14.2.1:inference", "8.4.4:running"
    ) { draw in
      let (z, μ, σ²) = (draw.vector(4), draw.uniform(-1, 1), draw.uniform(0.5, 2))
      let slope = 1 / (σ² + 1e-5).squareRoot()
      jacobian(at: z) { inference($0, Dual(μ), Dual(σ²), 1e-5) }
        ≈ Matrix(diagonal: Vector(repeating: slope, count: 4))
      jacobian(at: z) { batchNorm($0, 1, 0, 1e-5) }[0, 1] != 0
    }
  }
}
