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
  let m = T(Double(z.count))
  let μ = z.sum / m
  let d = z.map { $0 - μ }
  let σ² = (d ⋅ d) / m
  return d.map { γ * $0 / sqrt(σ² + ε) + β }
}

/// The gradients of a loss by z, γ and β, from its gradient by y.
func batchNormBackward(_ dy: Vector<Double>, _ z: Vector<Double>, _ γ: Double, _ ε: Double)
  -> (dz: Vector<Double>, dγ: Double, dβ: Double)
{
  let ẑ = batchNorm(z, 1, 0, ε)
  let m = Double(z.count)
  let μ = z.sum / m
  let σ² = z.entries.reduce(0) { $0 + ($1 - μ) * ($1 - μ) } / m
  let dγ = dy ⋅ ẑ
  let dβ = dy.sum
  let dz =
    γ / (σ² + ε).squareRoot() * (dy - dγ / m * ẑ + Vector(repeating: -dβ / m, count: z.count))
  return (dz, dγ, dβ)
}

/// (14.4): α times the old average and 1 − α times the new value
func runningAverage(_ old: Double, _ new: Double, _ α: Double) -> Double {
  α * old + (1 - α) * new
}

extension Optimizers {
  static let batchNormalization = Section(.foundations, "7.4", "Batch normalization by hand") {
    page in
    let z = page.given(vector: "z₁", at: "7.15")
    let count = page.given(number: "m", at: "7.16", again: ["7.14/2"])
    let m = Double(z.count)
    let ε = page.given(number: "ε", at: "§7.4.2")
    let γ = page.given(number: "γ₁", at: "§7.4.2")
    let β = page.given(number: "β₁", at: "§7.4.2")

    //: For the four numbers, and for the first of them, this reads
    //:
    //:     z = [z₁, z₂, z₃, z₄]                                    (7.15)
    //:     μ = ¼(z₁ + z₂ + z₃ + z₄)                                (7.16)
    //:     σ² = ¼((z₁ − μ)² + (z₂ − μ)² + (z₃ − μ)² + (z₄ − μ)²)   (7.14, second)
    //:     ẑ₁ = (z₁ − μ)/√(σ² + ε)                                 (7.14')
    //:     y₁ = γẑ₁ + β                                            (7.15, second)
    //:
    //: In the table below, μ, σ, γ and β carry the number of the neuron, which is 1 too.

    let μ = z.sum / m
    let d = z.map { $0 - μ }
    let squares = d ⊙ d
    let σ² = squares.sum / m
    let root = (σ² + ε).squareRoot()
    let ẑ₁ = d[0] / root

    page.define(
      "mean, variance, ẑ and y of a batch", at: "7.11", "7.12/2", "7.13/2", "7.14", by: "batchNorm")
    page.define(
      "the same in chapters 8 and 14", at: "8.30", "8.31", "8.32", "8.33", "14.3", by: "batchNorm")
    page.verify("m is the number of samples", at: "7.15", draws: 1) { _ in
      [Evidence("samples", error: distance(count, m), bound: 0)]
    }
    page.show("sum of z₁", z.sum, at: "7.16", for: "7.15")
    page.show("μ₁", μ, at: "7.16", again: ["7.14'"])
    page.show("μ₁ restated", Vector(repeating: μ, count: 4), at: "7.14/2")
    page.show("1/m", 1 / m, at: "7.14/2")
    page.show("squared deviations", squares, at: "7.14/2")
    page.show("sum of squared deviations", squares.sum, at: "7.14/2")
    page.show("σ₁²", σ², at: "7.14/2", again: ["7.14'"])
    page.show("deviation", d[0], at: "7.14'", again: ["7.14'"])
    page.show("σ₁² + ε", σ² + ε, at: "7.14'")
    page.show("√(σ₁² + ε)", root, at: "7.14'")

    let dʹ = page.printed(number: "deviation", at: "7.14'")
    let rootʹ = page.printed(number: "√(σ₁² + ε)", at: "7.14'")
    let withoutε = d[0] / σ².squareRoot()
    page.show(
      "ẑ₁", ẑ₁, at: "7.14'", carried: Carried(dʹ / rootʹ, from: ("7.14'", "√(σ₁² + ε)")),
      slips: [Slip("the missing ε under the root", withoutε)])
    let ẑ₁ʹ = page.printed(number: "ẑ₁", at: "7.14'")
    page.show("y₁", γ * ẑ₁ + β, at: "7.15/2", carried: Carried(γ * ẑ₁ʹ + β, from: ("7.14'", "ẑ₁")))
    page.derive("y of all four", batchNorm(z, γ, β, ε))

    page.verify("ẑ has mean 0 and variance σ²/(σ² + ε)", at: "7.13/2", "8.32", "14.3") { draw in
      let z = draw.vector(6, -3, 3)
      let ẑ = batchNorm(z, 1, 0, 0.01).entries
      let spread = variance(z.entries)
      return [
        Evidence("mean", error: mean(ẑ).absolute, bound: 1e-14),
        Evidence(
          "variance", error: distance(variance(ẑ), spread / (spread + 0.01)), bound: 1e-13),
      ]
    }

    //: ### Backward
    //:
    //: Each z also moves the mean and the variance of all others, so that the gradient by it has
    //: three parts: its own, minus the mean of all, minus what would only change the spread. The
    //: gradient that goes back has therefore no component along **1** and none along ẑ (if ε is
    //: small): raising all z together, or stretching them, changes nothing.

    //: In detail: with $d = z − μ$ and $s = √(σ² + ε)$, a change of $zⱼ$ reaches the output
    //: $ẑᵢ = dᵢ/s$ directly if $i = j$, through the mean for every i, by $−1/m$, and through s for
    //: every i, by $−dᵢ/s² · dⱼ/(ms)$. Adding up what each path carries back gives the line below,
    //: and dual numbers, which know none of this, agree.

    page.verify("$dz = γ/√(σ² + ε) (dy − mean(dy) − ẑ mean(dy ⊙ ẑ))$") { draw in
      let (z, c, γ, β) = (draw.vector(5), draw.vector(5), draw.uniform(0.5, 2), draw.uniform())
      // The loss is Σ cᵢ yᵢ², so that dy = 2 c ⊙ y.
      let y = batchNorm(z, γ, β, 0.01)
      let (dz, _, _) = batchNormBackward(2 * (c ⊙ y), z, γ, 0.01)
      func loss<T: Scalar>(_ z: Vector<T>) -> T {
        let y = batchNorm(z, T(γ), T(β), 0.01)
        return Vector<T>(c) ⋅ (y ⊙ y)
      }
      return compare(dz, at: z, loss, loss, loss)
    }
    page.verify("dγ = Σᵢ dyᵢ ẑᵢ and dβ = Σᵢ dyᵢ", at: "7.14", "8.33") { draw in
      let (z, c) = (draw.vector(5), draw.vector(5))
      let p = draw.vector(2, 0.5, 2)
      let (_, dγ, dβ) = batchNormBackward(2 * (c ⊙ batchNorm(z, p[0], p[1], 0.01)), z, p[0], 0.01)
      func loss<T: Scalar>(_ p: Vector<T>) -> T {
        let y = batchNorm(Vector<T>(z), p[0], p[1], 0.01)
        return Vector<T>(c) ⋅ (y ⊙ y)
      }
      return compare([dγ, dβ], at: p, loss, loss, loss)
    }

    //: One reason why large rates do less harm: the scale of the weights before a normalization has
    //: no effect on what comes after it, and weights c times as large have gradients $1/c$ times as
    //: large. Weights that have grown too quickly slow down by themselves.

    page.verify(
      "with ε = 0, weights cw give the same output and 1/c of the gradient", at: "8.4.4:rates"
    ) { draw in
      let (X, c) = (draw.matrix(5, 3), draw.vector(5))
      let (w, factor) = (draw.vector(3), draw.uniform(0.1, 10))
      func output(_ w: Vector<Double>) -> Vector<Double> { batchNorm(X * w, 1, 0, 0) }
      func gradient(_ w: Vector<Double>) -> Vector<Double> {
        let y = output(w)
        return X.ᵀ * batchNormBackward(c ⊙ y, X * w, 1, 0).dz
      }
      let scaled = factor * gradient(factor * w)
      return [
        Evidence("output", error: distance(output(factor * w), output(w)), bound: 1e-11),
        Evidence(
          "gradient",
          error: (scaled - gradient(w)).l2Norm / max(1, gradient(w).l2Norm), bound: 1e-10),
      ]
    }

    page.leave(
      "the other benefits, and that the noise of the batch is mild: found by experience",
      at: "8.4.4:rates")

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

    page.define("running averages", at: "14.4", "8.4.4:running", by: "runningAverage")
    page.verify(
      "after $t$ batches with mean $μ$ a running mean that began at $μ₀$ is $αᵗμ₀ + (1 − αᵗ)μ$",
      at: "14.4"
    ) { draw in
      let (start, μ, α) = (draw.uniform(-1, 1), draw.uniform(-1, 1), draw.uniform(0.5, 1))
      let t = 1 + draw.below(20)
      var value = start
      for _ in 0..<t { value = runningAverage(value, μ, α) }
      let left = α.power(t)
      let closed: Double = left * start + (1 - left) * μ
      return [Evidence("recursion", error: distance(value, closed), bound: 1e-13)]
    }
    page.verify("the expected batch variance with divisor m is (m − 1)/m of the variance") { draw in
      let values = draw.vector(3, -2, 2).entries
      // All 27 batches of three that can be drawn from three values.
      var all: [[Double]] = []
      for a in values { for b in values { for c in values { all.append([a, b, c]) } } }
      return [
        Evidence(
          "27 batches", error: distance(mean(all.map(variance)), variance(values) * 2 / 3),
          bound: 1e-13)
      ]
    }
    page.verify(
      "with running averages an output does not depend on the rest of the batch",
      at: "14.2.1:inference", "8.4.4:running"
    ) { draw in
      let (z, others) = (draw.uniform(-1, 1), draw.vector(3))
      let (μ, σ²) = (draw.uniform(-1, 1), draw.uniform(0.5, 2))
      // The whole batch, in one expression of vectors.
      func inference(_ batch: Vector<Double>) -> Double {
        let centred = batch - Vector(repeating: μ, count: batch.count)
        return (centred / (σ² + 1e-5).squareRoot())[0]
      }
      let one = Vector([z] + others.entries)
      let two = Vector([z] + draw.vector(3).entries)
      let differs = distance(batchNorm(one, 1, 0, 1e-5)[0], batchNorm(two, 1, 0, 1e-5)[0]) > 1e-9
      return [
        Evidence("running", error: distance(inference(one), inference(two)), bound: 0),
        Evidence("batch statistics", holds: differs),
      ]
    }
  }
}

/// The variance with divisor n.
func variance(_ values: [Double]) -> Double {
  let μ = mean(values)
  return values.reduce(0) { $0 + ($1 - μ) * ($1 - μ) } / Double(values.count)
}
