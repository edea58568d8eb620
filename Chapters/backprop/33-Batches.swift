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
    let Ŷ = forwardBatch(X).A[W.count]
    let sum: T = (0..<Y.columns).reduce(0) { $0 + loss(Ŷ.column($1), Y.column($1)) }
    return sum / T(Double(Y.columns))
  }
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

/// An output layer with two units, two inputs and a batch of two samples
private struct OutputLayer {
  let θ: [Double]  // W row by row, then b
  let X: Matrix<Double>
  let y: [Vector<Double>]
  let φ: Activation
  let loss: Loss
  let m = 2.0

  init(_ draw: inout Generator, _ φ: Activation, _ loss: Loss) {
    θ = draw.vector(6).entries
    X = draw.matrix(2, 2)
    let targets: [Vector<Double>] = [[1, 0], [0, 1]]
    y = [targets[draw.below(2)], targets[draw.below(2)]]
    self.φ = φ
    self.loss = loss
  }

  /// Pre-activations of sample i
  func z<T: Scalar>(_ θ: [T], _ i: Int) -> Vector<T> {
    let (x₁, x₂) = (T(X[0, i]), T(X[1, i]))
    return [θ[0] * x₁ + θ[1] * x₂ + θ[4], θ[2] * x₁ + θ[3] * x₂ + θ[5]]
  }

  /// A, a column a sample
  var A: Matrix<Double> { sideBySide(φ(z(θ, 0)), φ(z(θ, 1))) }
  /// The targets likewise
  var Y: Matrix<Double> { sideBySide(y[0], y[1]) }

  private func sideBySide(_ v: Vector<Double>, _ w: Vector<Double>) -> Matrix<Double> {
    Matrix(rows: 2, columns: 2, entries: [v[0], w[0], v[1], w[1]])
  }

  /// How far a gradient by θ is from that of the mean loss, along a direction, by dual numbers
  func error(of gradient: [Double], _ draw: inout Generator) -> Double {
    var moved: [Dual<Double>] = []
    var rate = 0.0
    for k in θ.indices {
      let d = draw.uniform(-1, 1)
      moved.append(Dual(θ[k], tangent: d))
      rate += gradient[k] * d
    }
    let first = loss(φ(z(moved, 0)), Vector(y[0])).tangent
    return distance(rate, (first + loss(φ(z(moved, 1)), Vector(y[1])).tangent) / m)
  }

  /// How far Δ is from ∂ℒ_batch/∂Z, along a direction, by dual numbers
  func error(ofDelta Δ: Matrix<Double>, _ draw: inout Generator) -> Double {
    var (rate, exact) = (0.0, 0.0)
    for i in 0..<2 {
      let (z, d, e) = (z(θ, i), draw.uniform(-1, 1), draw.uniform(-1, 1))
      let moved: Vector = [Dual(z[0], tangent: d), Dual(z[1], tangent: e)]
      exact += loss(φ(moved), Vector(y[i])).tangent / m
      rate += Δ[0, i] * d + Δ[1, i] * e
    }
    return distance(rate, exact)
  }

  /// c ΔXᵀ and c Δ𝟙, in the order of θ
  func gradient(_ Δ: Matrix<Double>, times c: Double) -> [Double] {
    (c * (Δ * X.ᵀ)).entries + (c * (Δ * [1, 1])).entries
  }
}

extension Backprop {
  static let batchGradients = Section(.foundations, "5.3", "Gradients of a batch") { page in
    page.define("(1/m) Σ of the sample losses", at: "notation:risk", by: "Network.batchLoss")
    page.define("Δ¹ … Δᴸ, a column a sample", at: "5.17", by: "Network.batchDeltas")

    //: ### Sample by sample
    //:
    //: The gradient of the mean loss is the mean of the gradients. This is safe ground.
    //:
    //:     ∂ℒ_batch/∂Wˡ = (1/m) Σᵢ₌₁ᵐ δˡ⁽ⁱ⁾(aˡ⁻¹⁽ⁱ⁾)ᵀ    (5.13)
    //:     ∂ℒ_batch/∂bˡ = (1/m) Σᵢ₌₁ᵐ δˡ⁽ⁱ⁾              (5.14)

    page.verify("the batch gradient is (1/m) Σ of the sample gradients", at: "5.13", "5.14") {
      draw in
      let layer = OutputLayer(&draw, .softmax, .categorical)
      let δ = layer.A - layer.Y
      var mean = [0.0, 0, 0, 0, 0, 0]
      for i in 0..<2 {
        let one = δ.column(i) * layer.X.column(i).ᵀ
        for k in 0..<4 { mean[k] += one.entries[k] / layer.m }
        for k in 0..<2 { mean[4 + k] += δ[k, i] / layer.m }
      }
      return [Evidence("dual numbers", error: layer.error(of: mean, &draw), bound: 1e-14)]
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

    page.verify("Δᴸ = ∂ℒ_batch/∂A ⊙ σʹ(Z), with 1/m in it", at: "5.17", "5.18") { draw in
      let layer = OutputLayer(&draw, .sigmoid, .halfSquared)
      let A = layer.A
      let Δ = ((A - layer.Y) / layer.m) ⊙ A ⊙ (1 - A)
      return [Evidence("dual numbers", error: layer.error(ofDelta: Δ, &draw), bound: 1e-14)]
    }
    page.verify(
      "column i of Δ¹ = WᵀΔ² ⊙ σʹ(Z¹) is δ¹ of sample i", at: "5.19", "5.3.3:columns"
    ) { draw in
      let f = Network([1, 2, 1], [.tanh, .identity], &draw)
      let (Z, Δ²) = (f.forwardBatch(draw.matrix(1, 2)).Z, draw.matrix(1, 2))
      let i = draw.below(2)
      let δ = f.deltas([Z[0].column(i), Z[1].column(i)], last: Δ².column(i))
      let Δ = f.batchDeltas(Z, last: Δ²)
      return [Evidence("sample by sample", error: distance(Δ[0].column(i), δ[0]), bound: 1e-15)]
    }

    //: With that Δ the gradients are two products, which already sum over the samples. As they are
    //: printed, both divide by m once more; this is their corrected form, with 𝟙 for a column of
    //: m ones.
    //:
    //:     ∂ℒ_batch/∂Wˡ = Δˡ(Aˡ⁻¹)ᵀ                      (5.20, corrected)
    //:     ∂ℒ_batch/∂bˡ = Δˡ𝟙                            (5.21, corrected)

    page.refute(
      "∂ℒ/∂W = (1/m) ΔAᵀ and ∂ℒ/∂b = (1/m) Δ𝟙, with Δ = ∂ℒ_batch/∂Z", at: "5.20", "5.21",
      correction: "∂ℒ/∂W = ΔAᵀ and ∂ℒ/∂b = Δ𝟙",
      why: "Right as printed with Δ of the summed loss, which (5.23) and (5.24) give"
    ) { draw in
      let layer = OutputLayer(&draw, .sigmoid, .binary)
      let Δ = (layer.A - layer.Y) / layer.m
      let printed = layer.gradient(Δ, times: 1 / layer.m)
      return [Evidence("dual numbers", error: layer.error(of: printed, &draw), bound: 1e-14)]
    } corrected: { draw in
      let layer = OutputLayer(&draw, .sigmoid, .binary)
      let Δ = (layer.A - layer.Y) / layer.m
      let corrected = layer.gradient(Δ, times: 1)
      return [Evidence("dual numbers", error: layer.error(of: corrected, &draw), bound: 1e-14)]
    }

    //: The two shortcuts for the output, of a sigmoid and of softmax, are printed without the $1/m$
    //: that belongs to them. This is their corrected form.
    //:
    //:     Δᴸ = (1/m)(Ŷ − Y)                             (5.23, corrected)
    //:     Δᴸ = (1/m)(P − Y)                             (5.24, corrected)

    page.refute(
      "Δᴸ = Ŷ − Y and Δᴸ = P − Y, with Δ = ∂ℒ_batch/∂Z", at: "5.23", "5.24",
      correction: "Δᴸ = (1/m)(Ŷ − Y) and Δᴸ = (1/m)(P − Y)",
      why: "Right as printed with Δ of the summed loss, which (5.20) and (5.21) take"
    ) { draw in
      let a = OutputLayer(&draw, .sigmoid, .binary)
      let b = OutputLayer(&draw, .softmax, .categorical)
      return [
        Evidence("sigmoid, dual numbers", error: a.error(ofDelta: a.A - a.Y, &draw), bound: 1e-14),
        Evidence("softmax, dual numbers", error: b.error(ofDelta: b.A - b.Y, &draw), bound: 1e-14),
      ]
    } corrected: { draw in
      let a = OutputLayer(&draw, .sigmoid, .binary)
      let b = OutputLayer(&draw, .softmax, .categorical)
      let (Δa, Δb) = ((a.A - a.Y) / a.m, (b.A - b.Y) / b.m)
      return [
        Evidence("sigmoid, dual numbers", error: a.error(ofDelta: Δa, &draw), bound: 1e-14),
        Evidence("softmax, dual numbers", error: b.error(ofDelta: Δb, &draw), bound: 1e-14),
      ]
    }

    //: The two slips cancel: $Ŷ − Y$ in the beginning and $1/m$ in the end give the right gradient,
    //: the same that [chapter 6](#the-mean-gradient-and-one-step) means when it averages over its
    //: samples. So the formulas can be mended in either of two ways: put $1/m$ into (5.23) and
    //: (5.24) and drop it from (5.20) and (5.21), as here, or call Δ the derivative of the *summed*
    //: loss in (5.17) and (5.18). Either way the shapes fit.
    //:
    //:     (Wˡ⁺¹)ᵀΔˡ⁺¹ is nₗ × m,  Δˡ(Aˡ⁻¹)ᵀ is nₗ × nₗ₋₁   (5.22)

    page.verify(
      "at any depth and width: Δᴸ = (1/m)(Ŷ − Y) ⊙ σʹ(Zᴸ) leads to ΔˡAᵀ and Δˡ𝟙", at: "5.19", "5.22"
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
      let shapes = f.W.indices.allSatisfy { Δ[$0].rows == f.b[$0].count && Δ[$0].columns == m }
      let gradient = f.W.indices.flatMap { (Δ[$0] * A[$0].ᵀ).entries + (Δ[$0] * ones).entries }
      func loss<T: Scalar>(_ θ: Vector<T>) -> T {
        f.with(θ).batchLoss(.halfSquared, Matrix<T>(X), Matrix<T>(Y))
      }
      return compare(
        Vector(gradient), at: f.parameters, along: draw.vector(gradient.count), loss, loss, loss)
        + [Evidence("shapes", holds: shapes)]
    }

    page.verify(
      "Δᴸ = P − Y together with (1/m) ΔAᵀ and (1/m) Δ𝟙 is the gradient", at: "5.3.2:vectorized",
      "5.3.3:bias"
    ) { draw in
      let layer = OutputLayer(&draw, .softmax, .categorical)
      let both = layer.gradient(layer.A - layer.Y, times: 1 / layer.m)
      return [Evidence("dual numbers", error: layer.error(of: both, &draw), bound: 1e-14)]
    }

    //: (5.23) and (5.24) are also said to extend (5.18) and (5.21). (5.21) is a bias gradient, a
    //: single column; what they extend, column by column, are (5.28) and (5.31).

    page.refute(
      "P − Y is the column-wise form of (5.21)", at: "5.3.3:xref",
      correction: "P − Y is the column-wise form of (5.31), Ŷ − Y that of (5.28)"
    ) { draw in
      let layer = OutputLayer(&draw, .softmax, .categorical)
      let Δ = layer.A - layer.Y
      let bias = 0.5 * (Δ * [1, 1])
      return [Evidence("a column", error: distance(Δ.column(draw.below(2)), bias), bound: 1e-14)]
    } corrected: { draw in
      let (a, b) = (
        OutputLayer(&draw, .sigmoid, .binary), OutputLayer(&draw, .softmax, .categorical)
      )
      let i = draw.below(2)
      let (zᵃ, zᵇ) = (a.z(a.θ, i), b.z(b.θ, i))
      let δᵃ = Loss.binary.slope(σ(zᵃ), a.y[i]) ⊙ σʹ(zᵃ)
      let δᵇ = softmaxʹ(zᵇ).ᵀ * Loss.categorical.slope(softmax(zᵇ), b.y[i])
      return [
        Evidence("a column of P − Y", error: distance((b.A - b.Y).column(i), δᵇ), bound: 1e-14),
        Evidence("of Ŷ − Y", error: distance((a.A - a.Y).column(i), δᵃ), bound: 1e-14),
      ]
    }
    page.note(
      "Two more references of this section lead elsewhere: chapter 6 has no vectorized numbers "
        + "(§7.6 has the formulas), and §5.4 is still to come.", at: "5.3.3:xref")
  }
}
