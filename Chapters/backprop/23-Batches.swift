import Companion
import Mathematics

//: With a batch the question arises where the mean goes. Either every error carries its $1/m$, or
//: the gradients are divided in the end. The *Foundations* do both, in two formulas each: who
//: takes Δ as it is defined there, by the mean loss of the batch, divides twice.
//:
//:     Δˡ = ∂ℒ_batch/∂Zˡ                             (5.17)

extension Network {
  /// (1/m) Σ ℒ(ŷ⁽ⁱ⁾, y⁽ⁱ⁾) over the columns
  func batchLoss(_ loss: Loss, _ X: Matrix<T>, _ Y: Matrix<T>) -> T {
    meanLoss(loss, forwardBatch(X).A[W.count], Y)
  }
}

/// (1/m) Σ ℒ(ŷ⁽ⁱ⁾, y⁽ⁱ⁾) over the columns of the outputs
private func meanLoss<T: Scalar>(_ loss: Loss, _ Ŷ: Matrix<T>, _ Y: Matrix<T>) -> T {
  let sum: T = (0..<Y.columns).reduce(0) { $0 + loss(Ŷ.column($1), Y.column($1)) }
  return sum / T(Double(Y.columns))
}

extension Network<Double> {
  /// Δ¹ … Δᴸ, a column for each sample, from Δᴸ: (5.19)
  func batchDeltas(_ Z: [Matrix<Double>], last: Matrix<Double>) -> [Matrix<Double>] {
    var Δ = [last]
    for l in W.indices.dropLast().reversed() {
      let slopes = Matrix(columns: (0..<last.columns).map { φ[l].slope(Z[l].column($0)) })
      Δ.insert((W[l + 1].ᵀ * Δ[0]) ⊙ slopes, at: 0)
    }
    return Δ
  }
}

//: Most of the questions can be asked of the last layer alone. Its batch has two samples, so that
//: $1/m$ is not 1.

/// An output layer of two units with two inputs and a batch of two samples
private struct OutputLayer {
  let f: Network<Double>
  let X: Matrix<Double>
  let Y: Matrix<Double>
  let loss: Loss

  init(_ draw: inout Generator, _ φ: Activation, _ loss: Loss) {
    f = Network([2, 2], [φ], &draw)
    X = draw.matrix(2, 2)
    Y = Matrix(columns: (0..<2).map { _ in oneHot(draw.below(2), of: 2) })
    self.loss = loss
  }

  init(W: Matrix<Double>, X: Matrix<Double>, _ φ: Activation, _ loss: Loss) {
    f = Network(W: [W], b: [Vector(repeating: 0, count: W.rows)], φ: [φ])
    (self.X, self.loss) = (X, loss)
    Y = Matrix(columns: (0..<X.columns).map { oneHot($0 % W.rows, of: W.rows) })
  }

}

//: The two derivatives that everything here is held against are taken of the mean loss itself: by
//: the pre-activations of all samples, and by the parameters.

extension OutputLayer {
  var m: Double { Double(X.columns) }
  /// Pre-activations and activations, a column a sample
  var Z: Matrix<Double> { f.forwardBatch(X).Z[0] }
  var A: Matrix<Double> { f.forwardBatch(X).A[1] }
  /// A column of m ones
  var ones: Vector<Double> { Vector(repeating: 1, count: X.columns) }

  /// ∂ℒ_batch/∂Z, not derived by hand
  var byZ: Gradient<Matrix<Double>> {
    gradient(at: Z) { Z in
      meanLoss(loss, Matrix(columns: (0..<X.columns).map { f.φ[0](Z.column($0)) }), Matrix(Y))
    }
  }

  /// ∂ℒ_batch/∂θ, not derived by hand
  var byParameters: Gradient<Vector<Double>> {
    gradient(at: f.parameters) { f.with($0).batchLoss(loss, Matrix(X), Matrix(Y)) }
  }

  /// c ΔXᵀ and c Δ𝟙, in the order of θ
  func products(_ Δ: Matrix<Double>, times c: Double) -> Vector<Double> {
    Vector((c * (Δ * X.ᵀ)).entries + (c * (Δ * ones)).entries)
  }
}

extension Backprop {
  static let batchGradients = Section(.foundations, "5.3", "Gradients of a batch") { page in
    let W: Matrix = page.given("W", ours: [[1], [-0.5]])
    let X: Matrix = page.given("X", ours: [[1, -2]])
    page.define("(1/m) Σ of the sample losses", at: "notation:risk", by: "Network.batchLoss")
    page.define("Δ¹ … Δᴸ, a column a sample", at: "5.17", by: "Network.batchDeltas")
    sampleBySample(page, OutputLayer(W: W, X: X, .softmax, .categorical))
    allAtOnce(page)
    dividedTwice(page)
    withoutDivision(page)
    anyDepth(page)
    crossReferences(page)
  }

  //: ### Sample by sample
  //:
  //: The gradient of the mean loss is the mean of the gradients. This is safe ground: each sample's
  //: loss stands in the mean with the weight $1/m$, a derivative is linear, and so each gradient
  //: arrives with the same $1/m$, once.
  //:
  //:     ∂ℒ_batch/∂Wˡ = (1/m) Σᵢ₌₁ᵐ δˡ⁽ⁱ⁾(aˡ⁻¹⁽ⁱ⁾)ᵀ    (5.13)
  //:     ∂ℒ_batch/∂bˡ = (1/m) Σᵢ₌₁ᵐ δˡ⁽ⁱ⁾              (5.14)
  //:
  //: A sum of columns times rows is a product of two matrices with these columns and rows. So the
  //: errors of all samples side by side do the whole sum, and $1/m$ may as well be put into them.

  private static func sampleBySample(_ page: Page, _ example: OutputLayer) {
    let drawn = { (draw: inout Generator) in OutputLayer(&draw, .softmax, .categorical) }
    page.derivation("∂ℒ_batch/∂W", at: "5.17", of: example, draws: drawn) { layer in
      let (f, X, m) = (layer.f, layer.X, layer.m)
      let δ = layer.A - layer.Y
      let samples = 0..<X.columns
      let zero = Matrix(repeating: 0.0, rows: f.W[0].rows, columns: f.W[0].columns)
      let each = samples.map { i in
        reverseGradient(at: f.W[0]) { W in
          let z = W * Vector(X.column(i)) + Vector(f.b[0])
          return layer.loss(f.φ[0](z), Vector(layer.Y.column(i)))
        }
      }
      Line("(1/m) Σᵢ ∂ℒ⁽ⁱ⁾/∂W", each.reduce(zero, +) / m)
      Line(
        "(1/m) Σᵢ δ⁽ⁱ⁾(a⁽ⁱ⁾)ᵀ", at: "5.13",
        samples.reduce(zero) { $0 + δ.column($1) * X.column($1).ᵀ } / m)
      Line("(1/m) (P − Y)Aᵀ", at: "5.3.2:vectorized", δ * X.ᵀ / m)
      Line("ΔAᵀ, Δ = (1/m)(P − Y)", (δ / m) * X.ᵀ)
    } truth: { layer in
      gradient(at: layer.f.W[0]) { W in
        let f = Network(W: [W], b: [Vector(layer.f.b[0])], φ: layer.f.φ)
        return f.batchLoss(layer.loss, Matrix(layer.X), Matrix(layer.Y))
      }
    }
    page.derivation("∂ℒ_batch/∂b", of: example, draws: drawn) { layer in
      let (δ, m) = (layer.A - layer.Y, layer.m)
      let zero = Vector(repeating: 0.0, count: δ.rows)
      Line("(1/m) Σᵢ δ⁽ⁱ⁾", at: "5.14", (0..<δ.columns).reduce(zero) { $0 + δ.column($1) } / m)
      Line("(1/m) (P − Y)𝟙", at: "5.3.3:bias", δ * layer.ones / m)
      Line("Δ𝟙, Δ = (1/m)(P − Y)", (δ / m) * layer.ones)
    } truth: { layer in
      gradient(at: layer.f.b[0]) { b in
        let f = Network(W: [Matrix(layer.f.W[0])], b: [b], φ: layer.f.φ)
        return f.batchLoss(layer.loss, Matrix(layer.X), Matrix(layer.Y))
      }
    }
  }

  //: ### All samples at once
  //:
  //: Δ is defined as the derivative of the *batch* loss by Z. Since each column of Z belongs to
  //: one sample, its columns are the errors of the samples, each with the $1/m$ of the mean in
  //: it. The beginning needs an activation that acts entry by entry, as
  //: [(5.6)](#the-error-of-the-output) does; the recursion is linear and carries the factor
  //: along.
  //:
  //:     Δᴸ = ∂ℒ_batch/∂Aᴸ ⊙ σʹ(Zᴸ)                    (5.18)
  //:     Δˡ = ((Wˡ⁺¹)ᵀΔˡ⁺¹) ⊙ σʹ(Zˡ)                   (5.19)

  private static func allAtOnce(_ page: Page) {
    page.verify("Δᴸ = ∂ℒ_batch/∂A ⊙ σʹ(Z), with 1/m in it", at: "5.17", "5.18") { draw in
      let layer = OutputLayer(&draw, .sigmoid, .halfSquared)
      layer.byZ ≈ ((layer.A - layer.Y) / layer.m) ⊙ σʹ(layer.Z)
    }
    page.verify(
      "column i of Δ¹ = WᵀΔ² ⊙ σʹ(Z¹) is δ¹ of sample i", at: "5.19", "5.3.3:columns"
    ) { draw in
      let f = Network([1, 2, 1], [.tanh, .identity], &draw)
      let (Z, Δ²) = (f.forwardBatch(draw.matrix(1, 2)).Z, draw.matrix(1, 2))
      let i = draw.below(2)
      let δ = f.deltas([Z[0].column(i), Z[1].column(i)], last: Δ².column(i))
      f.batchDeltas(Z, last: Δ²)[0].column(i) ≈ δ[0]
    }
  }

  //: With that Δ the gradients are two products, which already sum over the samples. As they are
  //: printed, both divide by m once more; this is their corrected form, with 𝟙 for a column of
  //: m ones.
  //:
  //:     ∂ℒ_batch/∂Wˡ = Δˡ(Aˡ⁻¹)ᵀ                      (5.20, corrected)
  //:     ∂ℒ_batch/∂bˡ = Δˡ𝟙                            (5.21, corrected)

  private static func dividedTwice(_ page: Page) {
    page.refute(
      "∂ℒ/∂W = (1/m) ΔAᵀ and ∂ℒ/∂b = (1/m) Δ𝟙, with Δ = ∂ℒ_batch/∂Z", at: "5.20", "5.21",
      correction: "∂ℒ/∂W = ΔAᵀ and ∂ℒ/∂b = Δ𝟙",
      why: "Right as printed with Δ of the summed loss, which (5.23) and (5.24) give"
    ) { draw in
      let layer = OutputLayer(&draw, .sigmoid, .binary)
      let Δ = (layer.A - layer.Y) / layer.m
      layer.byParameters ≈ layer.products(Δ, times: 1 / layer.m)
    } corrected: { draw in
      let layer = OutputLayer(&draw, .sigmoid, .binary)
      let Δ = (layer.A - layer.Y) / layer.m
      layer.byParameters ≈ layer.products(Δ, times: 1)
    }
  }

  //: The two shortcuts for the output, of a sigmoid and of softmax, are printed without the $1/m$
  //: that belongs to them. This is their corrected form.
  //:
  //:     Δᴸ = (1/m)(Ŷ − Y)                             (5.23, corrected)
  //:     Δᴸ = (1/m)(P − Y)                             (5.24, corrected)

  private static func withoutDivision(_ page: Page) {
    page.refute(
      "Δᴸ = Ŷ − Y and Δᴸ = P − Y, with Δ = ∂ℒ_batch/∂Z", at: "5.23", "5.24",
      correction: "Δᴸ = (1/m)(Ŷ − Y) and Δᴸ = (1/m)(P − Y)",
      why: "Right as printed with Δ of the summed loss, which (5.20) and (5.21) take"
    ) { draw in
      let a = OutputLayer(&draw, .sigmoid, .binary)
      let b = OutputLayer(&draw, .softmax, .categorical)
      a.byZ ≈ a.A - a.Y
      b.byZ ≈ b.A - b.Y
    } corrected: { draw in
      let a = OutputLayer(&draw, .sigmoid, .binary)
      let b = OutputLayer(&draw, .softmax, .categorical)
      a.byZ ≈ (a.A - a.Y) / a.m
      b.byZ ≈ (b.A - b.Y) / b.m
    }
  }

  //: The two slips cancel: $Ŷ − Y$ in the beginning and $1/m$ in the end give the right gradient,
  //: the same that [chapter 6](#the-mean-gradient-and-one-step) means when it averages over its
  //: samples. So the formulas can be mended in either of two ways: put $1/m$ into (5.23) and
  //: (5.24) and drop it from (5.20) and (5.21), as here, or call Δ the derivative of the *summed*
  //: loss in (5.17) and (5.18). Either way the shapes fit.
  //:
  //:     (Wˡ⁺¹)ᵀΔˡ⁺¹ is nₗ × m,  Δˡ(Aˡ⁻¹)ᵀ is nₗ × nₗ₋₁   (5.22)

  private static func anyDepth(_ page: Page) {
    page.verify(
      "two or three layers: Δᴸ = (1/m)(Ŷ − Y) ⊙ σʹ(Zᴸ) leads to ΔˡAᵀ and Δˡ𝟙", at: "5.19", "5.22"
    ) { draw in
      let widths = (0..<3 + draw.below(2)).map { _ in 1 + draw.below(2) }
      let φ = (2..<widths.count).map { _ in [Activation.tanh, .sigmoid][draw.below(2)] }
      let f = Network(widths, φ + [.sigmoid], &draw)
      let m = 1 + draw.below(2)
      let (X, Y) = (draw.matrix(widths[0], m), draw.matrix(widths[widths.count - 1], m, 0, 1))
      let (Z, A) = f.forwardBatch(X)
      let Ŷ = A[A.count - 1]
      let Δ = f.batchDeltas(Z, last: (1 / Double(m)) * ((Ŷ - Y) ⊙ Ŷ ⊙ (1 - Ŷ)))
      let ones = Vector(repeating: 1.0, count: m)
      gradient(at: f.parameters) { f.with($0).batchLoss(.halfSquared, Matrix(X), Matrix(Y)) }
        ≈ Vector(f.W.indices.flatMap { (Δ[$0] * A[$0].ᵀ).entries + (Δ[$0] * ones).entries })
      for l in f.W.indices {
        (f.W[l].ᵀ * Δ[l]).shapeWords == "\(widths[l])×\(m)"
        (Δ[l] * A[l].ᵀ).shapeWords == f.W[l].shapeWords
      }
    }
  }

  //: (5.23) and (5.24) are also said to extend (5.18) and (5.21). (5.21) is a bias gradient, a
  //: single column; what they extend, column by column, are (5.28) and (5.31).

  private static func crossReferences(_ page: Page) {
    page.refute(
      "P − Y is the column-wise form of (5.21)", at: "5.3.3:xref",
      correction: "P − Y is the column-wise form of (5.31), Ŷ − Y that of (5.28)"
    ) { draw in
      let layer = OutputLayer(&draw, .softmax, .categorical)
      let Δ = layer.A - layer.Y
      Δ.column(draw.below(2)) ≈ Δ * layer.ones / layer.m
    } corrected: { draw in
      let a = OutputLayer(&draw, .sigmoid, .binary)
      let b = OutputLayer(&draw, .softmax, .categorical)
      let i = draw.below(2)
      gradient(at: b.Z.column(i)) { crossEntropy(softmax($0), Vector(b.Y.column(i))) }
        ≈ (b.A - b.Y).column(i)
      gradient(at: a.Z.column(i)) { Loss.binary(σ($0), Vector(a.Y.column(i))) }
        ≈ (a.A - a.Y).column(i)
    }
    page.note(
      "Two more references of this section lead elsewhere: chapter 6 has no vectorized numbers "
        + "(§7.6 has the formulas), and §5.4 is still to come.", at: "5.3.3:xref")
  }
}
