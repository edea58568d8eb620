import Companion
import Mathematics

//: After a hundred steps a gradient depends on whether its factors lie a little below or above 1. A
//: hundred steps are not many: these two sentences have more letters. With the spectral radius ρ of
//: the matrix in place of the factors, what is left after T steps is the *temporal condition
//: number* of the notes:
//:
//:     κ_T = ρ^{T}                                        (15.28)

extension RNN {
  static let stability = Section(.foundations, "15.5.3", "A hundred factors") { page in
    let ρ = page.given(number: "ρ", at: "§15.5.3", as: "balanced ρ")
    let ρ₋ = page.given(number: "smaller ρ", at: "Q6")
    let ρ₁ = page.given(number: "critical ρ", at: "Q6")
    let ρ₊ = page.given(number: "larger ρ", at: "Q6")
    let steps = page.given(number: "steps", at: "Q6")

    func κ(_ ρ: Double, _ T: Double) -> Double { pow(ρ, T) }

    page.define("κ = ρ^{T}, the temporal condition number", at: "15.28", by: "κ")
    page.show("κ", κ(ρ, steps), at: "§15.5.3", for: "15.5.3:cases")
    page.show("limit of κ for small ρ", κ(ρ₋, 1e6), at: "§15.5.3")
    page.show("limit of κ for large ρ", κ(ρ₊, 1e6) == .infinity ? "∞" : "0", at: "§15.5.3")
    let line: Matrix<Double> = [[1]]
    let edge = threshold(line)

    page.show("ρ below which κ decays", edge, at: "§15.5.3")
    page.show("ρ above which κ grows", edge, at: "§15.5.3")

    page.show("gradient at smaller ρ", κ(ρ₋, steps), at: "Q6", for: "Q6:rho")
    page.show("gradient at critical ρ", κ(ρ₁, steps), at: "Q6")
    page.show("gradient at larger ρ", κ(ρ₊, steps), at: "Q6")
    page.derive("smaller ρ, not rounded", κ(ρ₋, steps))

    //: ### The slopes
    //:
    //: The notes take 0.5 for a moderate slope of tanh and leave the matrix out, as if its radius
    //: were 1. tanh has this slope where $|z| = 0.88$. For pre-activations with mean 0 and variance
    //: 1 the slope is 0.6 on average: 0.5 is moderate indeed.

    let length = page.given(number: "steps", at: "Q2", as: "steps of the sentence")
    let slope = page.given(number: "σʹ per step", at: "Q2", as: "slope")
    page.show("gradient magnitude", pow(slope, length), at: "Q2", for: "Q2:gradient")
    page.derive("|z| where tanhʹ is 0.5", bisect { tanhʹ($0) - 0.5 })
    page.derive(
      "mean of tanhʹ, normal z", overNormal { tanhʹ($0) }, for: "Q2:moderate")

    //: Can the first word still be measured at the hundredth output? Below, networks whose matrix
    //: only turns the state and whose inputs keep the slopes at one half on average. Nothing is
    //: differentiated: one input is changed by 1, the network is run again, and the change of the
    //: last output is held against the resolution of single precision. The first input has never
    //: any effect that such a number could show, the last one always has.

    page.verify("after 100 steps the first input is below single precision", at: "Q2:recent") {
      draw in
      let φ = draw.uniform(-3, 3)
      let (cos, sin) = (cos(φ), sin(φ))
      let x = (0..<100).map { _ in 1.1 * draw.normal() }
      func last(_ x: [Double]) -> Double {
        var (h₁, h₂) = (0.0, 0.0)
        for xₜ in x { (h₁, h₂) = (tanh(cos * h₁ - sin * h₂ + xₜ), tanh(sin * h₁ + cos * h₂ - xₜ)) }
        return σ(h₁ + h₂ / 2)
      }
      func effect(_ t: Int) -> Double {
        var other = x
        other[t - 1] += 1
        return (last(other) - last(x)).magnitude
      }
      return [
        Evidence("change by the first", error: effect(1), bound: 0x1p-24),
        Evidence("1 / change by the last", error: 1 / effect(100), bound: 0x1p24),
      ]
    }

    //: ### Gradient against lag
    //:
    //: One random matrix of eight states, scaled to the three radii, and an error that is sent back
    //: through it. Without slopes the three lines are straight: the radius decides the rate. The
    //: other figure has the slopes of a tanh network that is driven by inputs. All three lines now
    //: fall, the one with $ρ = 1.1$ as well.

    var draw = Generator(seed: 18)
    let Z = Matrix(rows: 8, columns: 8, entries: (0..<64).map { _ in draw.normal() })
    let unit = Z / spectralRadius(Z)
    let error = draw.vector(8)
    let radii = [ρ₋, ρ₁, ρ₊]
    var network = RecurrentNetwork(&draw, dₓ: 2, dₕ: 8, dʸ: 1)
    let x = (0..<100).map { _ in draw.vector(2) }

    func norms(_ ρ: Double, isLinear: Bool) -> [(Double, Double)] {
      network.Wₕₕ = ρ * unit
      let h = network.states(x)
      var δ = error
      return (0..<100).map { lag in
        defer {
          let t = 99 - lag
          let slope = tanhʹ(network.preactivation(h[t], x[t]))
          δ = network.Wₕₕ.ᵀ * (isLinear ? δ : δ ⊙ slope)
        }
        return (Double(lag), δ.l2Norm)
      }
    }
    let linear = radii.map { norms($0, isLinear: true) }
    let curved = radii.map { norms($0, isLinear: false) }

    page.plot(
      Plot(
        "Gradient norm against lag, all slopes 1", x: "steps back", y: "‖∂L/∂h‖",
        isLogarithmic: true, zip(radii, linear).map { Plot.Series("ρ = \($0)", $1) }))
    page.plot(
      Plot(
        "Gradient norm against lag, with the slopes of tanh", x: "steps back", y: "‖∂L/∂h‖",
        isLogarithmic: true,
        zip(radii, curved).map { Plot.Series("ρ = \($0)", $1) }))

    //: The rate can be read off, as the growth over the last fifty steps. With slopes 1 it is the
    //: radius, to within what the turning of the vector leaves. With those of tanh it is smaller by
    //: nearly the same factor for all three: the radius decides how the three differ, the slopes
    //: decide whether anything explodes at all. “Determines the rate” is thus true of the powers of
    //: the matrix, and of gradients only as far as all slopes are 1.

    func rate(_ norms: [(Double, Double)]) -> Double { pow(norms[99].1 / norms[49].1, 1 / 50) }

    page.derive("rate a step, slopes 1", linear.map(rate))
    page.derive("rate a step, tanh", curved.map(rate))

    page.refute(
      "ρ of Wₕₕ is the rate at which gradients grow or shrink", at: "Q6:rate",
      correction: "it is the rate of all slopes 1, the n-th root of ‖Wⁿ‖"
    ) { draw in
      // A scalar tanh network at rest, where h = tanh(wh + b) for the b that makes it so.
      let (w, h) = (draw.uniform(0.8, 1.2), draw.uniform(0.5, 0.9))
      let b = 0.5 * log((1 + h) / (1 - h)) - w * h
      let last = (0..<50).reduce(Dual(h, tangent: 1)) { x, _ in tanh(Dual(w) * x + Dual(b)) }
      return [Evidence("rate less ρ", error: distance(pow(last.tangent, 0.02), w), bound: 1e-9)]
    } corrected: { draw in
      // Eigenvalues a, b and a pair of modulus c, behind a change of basis.
      let (a, b, c) = (draw.uniform(-2, 2), draw.uniform(-2, 2), draw.uniform(0.5, 2))
      let turn = c * rotation(draw.uniform(0.2, 3))
      let Λ: Matrix = [
        [a, 1, 0.5, 2], [0, b, 1, 0.3], [0, 0, turn[0, 0], turn[0, 1]],
        [0, 0, turn[1, 0], turn[1, 1]],
      ]
      let Q = orthogonal(&draw, 4)
      let ρ = max(a.magnitude, b.magnitude, c)
      return [
        Evidence(
          "eigenvalues put in", error: distance(spectralRadius(Q * Λ * Q.ᵀ), ρ), bound: 1e-9)
      ]
    }

    //: ### On the edge
    //:
    //: At $ρ = 1$ two matrices may differ as much as can be. An orthogonal one keeps the length of
    //: every vector for ever. One with a double eigenvalue 1 and a coupling between the two grows
    //: without bound, if only linearly. And a change of the radius by one hundredth is a factor of
    //: 2.7 after a hundred steps, which is why the edge is hard to keep to.

    page.verify("orthogonal matrices and their tenth powers have ‖W‖ = 1", at: "15.5.3:critical") {
      draw in
      let Q = orthogonal(&draw, 3)
      return [
        Evidence("ρ", error: distance(spectralRadius(Q), 1), bound: 1e-11),
        Evidence("‖Q¹⁰‖", error: distance(operatorNorm(power(Q, 10)), 1), bound: 1e-11),
      ]
    }
    let coupled: Matrix<Double> = [[1, 1], [0, 1]]

    page.derive(
      "$‖Wⁿ‖$ of $W = [1 1; 0 1]$ for $n = 1$, 10 and 100",
      [1, 10, 100].map { operatorNorm(power(coupled, $0)) },
      for: "15.5.3:critical")
    page.derive(
      "1.01¹⁰⁰ and 0.99¹⁰⁰", [pow(1.01, 100), pow(0.99, 100)], for: "15.5.3:critical")

    //: [How a matrix is drawn](../optimizers/README.md#through-fifty-layers) settles where it
    //: begins. An orthogonal start has radius 1 exactly. Xavier’s, with variance $1/dₕ$ for a
    //: square matrix, has it near 1, with some scatter.

    let xavier = (0..<20).map { _ in
      let limit = sqrt(3 / 8.0)  // uniform on ±√(6/(d + d))
      return spectralRadius(draw.matrix(8, 8, -limit, limit))
    }

    page.derive("ρ of 20 Xavier draws: least", xavier.min() ?? 0, for: "Q6:init")
    page.derive("ρ of 20 Xavier draws: mean", xavier.reduce(0, +) / 20)
    page.derive("ρ of 20 Xavier draws: largest", xavier.max() ?? 0)
  }

  /// An orthogonal matrix: random columns, each made perpendicular to those before (Gram and
  /// Schmidt, twice, so that rounding does not remain).
  static func orthogonal(_ draw: inout Generator, _ n: Int) -> Matrix<Double> {
    var columns: [Vector<Double>] = []
    while columns.count < n {
      var v = Vector((0..<n).map { _ in draw.normal() })
      for _ in 0..<2 { for q in columns { v -= (q ⋅ v) * q } }
      if v.l2Norm > 1e-3 { columns.append(v / v.l2Norm) }
    }
    return Matrix(columns: columns)
  }

  /// Where a falling function is zero between 0 and 10.
  private static func bisect(_ f: (Double) -> Double) -> Double {
    var (low, high) = (0.0, 10.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if f(middle) > 0 { low = middle } else { high = middle }
    }
    return low
  }

  /// The mean of f(z) for z ∼ N(0, 1), by the trapezoidal rule on ±10.
  private static func overNormal(_ f: (Double) -> Double) -> Double {
    let step = 0.05
    return (-200...200).reduce(0) { sum, i in
      let z = Double(i) * step
      return sum + step * f(z) * exp(-z * z / 2) / sqrt(2 * .pi)
    }
  }
}
