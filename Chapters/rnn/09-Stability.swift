import Companion
import Mathematics

//: After a hundred steps a gradient depends on whether its factors lie a little below or above 1. A
//: hundred steps are not many: these two sentences have more letters. With the spectral radius ρ of
//: the matrix in place of the factors, what is left after T steps is the *temporal condition
//: number* of the notes:
//:
//:     κ_T = ρ^{T}                                        (15.28)

/// κ = ρ^{T}
private func κ(_ ρ: Double, _ T: Int) -> Double { pow(ρ, Double(T)) }

extension RNN {
  static let stability = Section(.foundations, "15.5.3", "A hundred factors") { page in
    let ρ: Double = page.given("ρ", at: "§15.5.3", as: "balanced ρ", in: 0...1e6)
    let ρ₋: Double = page.given("smaller ρ", at: "Q6", in: 0...1e6)
    let ρ₁: Double = page.given("critical ρ", at: "Q6", in: 0...1e6)
    let ρ₊: Double = page.given("larger ρ", at: "Q6", in: 0...1e6)
    let steps: Int = page.given("steps", at: "Q6", in: 1...1e6)

    page.define("κ = ρ^{T}, the temporal condition number", at: "15.28", by: "κ")
    page.show("κ", κ(ρ, steps), at: "§15.5.3", for: "15.5.3:cases")
    page.show("limit of κ for small ρ", κ(ρ₋, 1_000_000), at: "§15.5.3")
    page.show("limit of κ for large ρ", rnn.limit(ofPowersOf: ρ₊), at: "§15.5.3")
    let edge = threshold([[1]])
    page.show("ρ below which κ decays", edge, at: "§15.5.3")
    page.show("ρ above which κ grows", edge, at: "§15.5.3")

    page.show("gradient at smaller ρ", κ(ρ₋, steps), at: "Q6", for: "Q6:rho")
    page.show("gradient at critical ρ", κ(ρ₁, steps), at: "Q6")
    page.show("gradient at larger ρ", κ(ρ₊, steps), at: "Q6")
    page.derive("smaller ρ, not rounded", κ(ρ₋, steps))
    slopes(page)
    resolution(page)
    var draw = Generator(seed: 18)
    lags(page, [ρ₋, ρ₁, ρ₊], &draw)
    rateAndRadius(page)
    edges(page, &draw)
  }

  //: ### The slopes
  //:
  //: The notes take 0.5 for a moderate slope of tanh and leave the matrix out, as if its radius
  //: were 1. tanh has this slope where $|z| = 0.88$, which is where $tanh z = √(1 − 0.5)$. For
  //: pre-activations with mean 0 and variance 1 the slope is 0.6 on average: 0.5 is moderate
  //: indeed.

  private static func slopes(_ page: Page) {
    let length: Int = page.given("steps", at: "Q2", as: "steps of the sentence", in: 1...1e6)
    let slope: Double = page.given("σʹ per step", at: "Q2", as: "slope", in: 0...1)
    page.show("gradient magnitude", κ(slope, length), at: "Q2", for: "Q2:gradient")
    page.derive("|z| where tanhʹ is \(words(slope))", artanh((1 - slope).squareRoot()))
    page.derive(
      "mean of tanhʹ, normal z", normalIntegral(-8, 8) { tanhʹ($0) }, for: "Q2:moderate")
  }

  //: Can the first word still be measured at the hundredth output? Below, networks whose matrix
  //: only turns the state and whose inputs keep the slopes at one half on average. Nothing is
  //: differentiated: one input is changed by 1, the network is run again, and the change of the
  //: last output is held against the resolution of single precision. The first input has never
  //: any effect that such a number could show, the last one always has.

  /// Two states, turned at each step and then pushed apart by the input.
  private struct Turning {
    let W: Matrix<Double>
    let x: [Double]

    /// The last output, if input t is changed by 1; 0 for none.
    func output(changing t: Int = 0) -> Double {
      let h = x.enumerated().reduce([0, 0]) { (h: Vector<Double>, input) in
        let xₜ = input.element + (input.offset + 1 == t ? 1 : 0)
        return tanh(W * h + [xₜ, -xₜ])
      }
      return σ(h[0] + h[1] / 2)
    }
  }

  private static func resolution(_ page: Page) {
    page.verify("after 100 steps the first input is below single precision", at: "Q2:recent") {
      draw in
      let W = rotation(draw.uniform(-3, 3))
      let f = Turning(W: W, x: (0..<100).map { _ in 1.1 * draw.normal() })
      (f.output(changing: 1) - f.output()).magnitude ≤ 0x1p-24
      (f.output(changing: 100) - f.output()).magnitude ≥ 0x1p-24
    }
  }

  //: ### Gradient against lag
  //:
  //: One random matrix of eight states, scaled to the three radii, and an error that is sent back
  //: through it. Without slopes the three lines are straight: the radius decides the rate. The
  //: other figure has the slopes of a tanh network that is driven by inputs. All three lines now
  //: fall, the one with $ρ = 1.1$ as well.

  private static func lags(_ page: Page, _ radii: [Double], _ draw: inout Generator) {
    let Z = Matrix(rows: 8, columns: 8, entries: (0..<64).map { _ in draw.normal() })
    let unit = Z / spectralRadius(Z)
    let error = draw.vector(8)
    var network = RecurrentNetwork(&draw, dₓ: 2, dₕ: 8, d_y: 1)
    let x = draw.sequence(100, 2)

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
    for (title, curves) in [("all slopes 1", linear), ("with the slopes of tanh", curved)] {
      page.plot(
        Plot(
          "Gradient norm against lag, \(title)", x: "steps back", y: "‖∂L/∂h‖",
          isLogarithmic: true, zip(radii, curves).map { Plot.Series("ρ = \($0)", $1) }))
    }

    //: The rate can be read off, as the growth over the last fifty steps. With slopes 1 it is the
    //: radius, to within what the turning of the vector leaves. With those of tanh it is smaller by
    //: nearly the same factor for all three: the radius decides how the three differ, the slopes
    //: decide whether anything explodes at all. “Determines the rate” is thus true of the powers of
    //: the matrix, and of gradients only as far as all slopes are 1.

    func rate(_ norms: [(Double, Double)]) -> Double { pow(norms[99].1 / norms[49].1, 1 / 50) }
    page.derive("rate a step, slopes 1", linear.map(rate))
    page.derive("rate a step, tanh", curved.map(rate))
  }

  //: The claim fails for the smallest network there is: one state under tanh, kept where it is by a
  //: fitting bias, whose gradient shrinks by weight times slope. For the correction a matrix is
  //: made from eigenvalues that are known, two real ones and a pair that turns, behind a change of
  //: basis.

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

  private static func rateAndRadius(_ page: Page) {
    page.refute(
      "ρ of Wₕₕ is the rate at which gradients grow or shrink", at: "Q6:rate",
      correction: "it is the rate of all slopes 1, the n-th root of ‖Wⁿ‖"
    ) { draw in
      let (w, h) = (draw.uniform(0.8, 1.2), draw.uniform(0.5, 0.9))
      let b = artanh(h) - w * h
      let last = (0..<50).reduce(Dual(h, tangent: 1)) { x, _ in tanh(Dual(w) * x + Dual(b)) }
      pow(last.tangent, 0.02) ≈ w
    } corrected: { draw in
      let (a, b, c) = (draw.uniform(-2, 2), draw.uniform(-2, 2), draw.uniform(0.5, 2))
      let turn = c * rotation(draw.uniform(0.2, 3))
      let Λ: Matrix = [
        [a, 1, 0.5, 2], [0, b, 1, 0.3], [0, 0, turn[0, 0], turn[0, 1]],
        [0, 0, turn[1, 0], turn[1, 1]],
      ]
      let Q = orthogonal(&draw, 4)
      let ρ = max(a.magnitude, b.magnitude, c)
      spectralRadius(Q * Λ * Q.ᵀ) ≈ ρ ± (1e-9, "eigenvalues near to each other are sensitive")
    }
  }

  //: ### On the edge
  //:
  //: At $ρ = 1$ two matrices may differ as much as can be. An orthogonal one keeps the length of
  //: every vector for ever. One with a double eigenvalue 1 and a coupling between the two grows
  //: without bound, if only linearly. And a change of the radius by one hundredth is a factor of
  //: 2.7 after a hundred steps, which is why the edge is hard to keep to.

  private static func edges(_ page: Page, _ draw: inout Generator) {
    page.verify(
      "orthogonal matrices have ρ = ‖W‖ = 1, and so have their tenth powers", at: "15.5.3:critical"
    ) { draw in
      let Q = orthogonal(&draw, 3)
      for W in [Q, power(Q, 10)] {
        spectralRadius(W) ≈ 1 ± limits
        operatorNorm(W) ≈ 1 ± limits
      }
    }
    page.derive(
      "$‖Wⁿ‖$ of $W = [1 1; 0 1]$ for $n = 1$, 10 and 100",
      [1, 10, 100].map { operatorNorm(power([[1, 1], [0, 1]], $0)) }, for: "15.5.3:critical")
    page.derive(
      "1.01¹⁰⁰ and 0.99¹⁰⁰", [1.01, 0.99].map { κ($0, 100) }, for: "15.5.3:critical")

    //: [How a matrix is drawn](../optimizers/README.md#through-fifty-layers) settles where it
    //: begins. An orthogonal start has radius 1 exactly. Xavier’s, with variance $1/dₕ$ for a
    //: square matrix, has it near 1, with some scatter.

    let draws = 20
    let xavier = Vector(
      (0..<draws).map { _ in
        let limit = sqrt(3 / 8.0)  // uniform on ±√(6/(d + d))
        return spectralRadius(draw.matrix(8, 8, -limit, limit))
      })
    page.derive("ρ of \(draws) Xavier draws: least", xavier.entries.min() ?? 0, for: "Q6:init")
    page.derive("ρ of \(draws) Xavier draws: mean", xavier.mean)
    page.derive("ρ of \(draws) Xavier draws: largest", xavier.entries.max() ?? 0)
  }
}
