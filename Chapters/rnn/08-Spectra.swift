import Companion
import Mathematics

//: Two numbers measure a matrix: how far it stretches in one step, and how its powers grow. The
//: chapter moves between them freely. The *operator norm* $‖W‖$ is the most that W can stretch a
//: vector in one step. The *spectral radius* ρ is the largest $|λ|$ of its eigenvalues, and says
//: how its powers grow in the long run. For symmetric and for orthogonal matrices they are the
//: same. In general only $ρ ≤ ‖W‖$ holds, and the space between the two is where this section
//: slips.

//: Neither needs an eigenvalue. The radius is the limit of $‖Aⁿ‖^{1/n}$, and forty squarings lead to
//: $n = 2⁴⁰$. The matrix is divided by its largest entry before each squaring, so that nothing
//: overflows, and the logarithms of the divisors add up to that of the limit. What is left of the
//: way to it is of the size 10⁻¹².

/// ρ(A), the largest |λ|: the limit of ‖Aⁿ‖¹ᐟⁿ, for n = 2⁴⁰ by repeated squaring.
func spectralRadius(_ A: Matrix<Double>) -> Double {
  var (P, logarithm, share) = (A, 0.0, 1.0)
  var before: Matrix<Double>?
  for _ in 0..<40 {
    let size = Vector(P.entries).maxNorm
    guard P.entries.allSatisfy(\.isFinite) else { return .nan }
    guard size > 0 else { return 0 }
    P = P / size
    logarithm += share * log(size)
    // Settled: all divisors to come are the same, and their shares add up to the last one.
    if P == before { return exp(logarithm + share * log(size)) }
    share /= 2
    (before, P) = (P, P * P)
  }
  return exp(logarithm)
}

//: The norm is the root of the largest eigenvalue of $AᵀA$. A product of many small Jacobians is
//: divided by its largest entry before it is squared, or nothing would be left of it.

/// ‖A‖ = max ‖Av‖/‖v‖, the root of the largest eigenvalue of AᵀA.
func operatorNorm(_ A: Matrix<Double>) -> Double {
  let size = Vector(A.entries).maxNorm
  // Only then, since a quotient is rounded.
  guard size < 1e-100, size > 0 else { return spectralRadius(A.ᵀ * A).squareRoot() }
  return size * operatorNorm(A / size)
}

/// Aⁿ, as many products as n has.
func power(_ A: Matrix<Double>, _ n: Int) -> Matrix<Double> {
  (0..<n).reduce(Matrix(diagonal: Vector(repeating: 1, count: A.rows))) { P, _ in P * A }
}

/// How far ρ and ‖·‖ are from their limits at most.
let limits = (1e-12, "the limit of 40 squarings")

/// The limit of xⁿ, in the words of the notes.
func limit(ofPowersOf x: Double) -> String {
  let power = pow(x, 1e6)
  return power == 0 ? "0" : power == .infinity ? "∞" : "1"
}

extension RNN {
  static let spectra = Section(.foundations, "15.5.2", "Norm and spectral radius") { page in
    page.define("ρ, the largest |λ| of Wₕₕ", at: "15.5.2:rho", by: "spectralRadius")
    bound(page)
    slopeOfTanh(page)
    let W: Matrix = page.given("W", ours: [[0.9, 2], [0, 0.9]])
    hump(page, W)
    smallRadius(page, W)
    smallRadiusUnderTanh(page)
    largeRadius(page, W)
    inTheExample(page)
  }

  //: ### The bound
  //:
  //: Each Jacobian stretches at most by the largest slope times the norm of the matrix, so that
  //: the product is bounded by powers of both:
  //:
  //:     ‖∂h⁽ᵗ⁾/∂h⁽ᵏ⁾‖ ≤ (max σₕʹ)ᵗ⁻ᵏ ‖Wₕₕ‖ᵗ⁻ᵏ              (15.27)
  //:
  //: In print the sign is ≲; it is a plain ≤, if the norm is the operator norm. Two steps lead
  //: there, and both are tested: the norm of a product is at most the product of the norms, and
  //: that of one factor at most its largest slope times $‖Wₕₕ‖$.

  private static func bound(_ page: Page) {
    page.verify("‖∂h⁽ᵗ⁾/∂h⁽ᵏ⁾‖ ≤ (max σₕʹ)ᵗ⁻ᵏ ‖Wₕₕ‖ᵗ⁻ᵏ", at: "15.27") { draw in
      let f = RecurrentNetwork(&draw, dₓ: 2, dₕ: 3, d_y: 1)
      let x = draw.sequence(4, 2)
      let h = f.states(x, from: draw.vector(3))
      let norms = zip(h, x).map { operatorNorm(f.jacobian($0, $1)) }
      let stretch = zip(h, x).map { tanhʹ(f.preactivation($0, $1)).maxNorm }.max()!
      let norm = operatorNorm(f.jacobian(h[0], x))
      by("product of the norms") { norm ≤ norms.reduce(1, *) ± limits }
      by("one factor") {
        for one in norms { one ≤ stretch * operatorNorm(f.Wₕₕ) ± limits }
      }
      by("all factors") { norm ≤ (stretch * operatorNorm(f.Wₕₕ)).power(4) ± limits }
    }

    //: A bound that holds can still be loose. In a network of three states the product of the
    //: norms soon is far above the norm of the product, since what one step stretches most, the
    //: next one need not.

    var draw = Generator(seed: 20)
    let network = RecurrentNetwork(&draw, dₓ: 2, dₕ: 3, d_y: 1)
    let x = draw.sequence(16, 2)
    let h = network.states(x)
    let slopes = zip(h, x).map { tanhʹ(network.preactivation($0, $1)).maxNorm }
    let stretch = (slopes.max() ?? 1) * operatorNorm(network.Wₕₕ)
    page.table(
      "The norm of the product and its bound", columns: ["steps", "norm", "bound"],
      rows: [1, 2, 4, 8, 16].map { n in
        [n, operatorNorm(network.jacobian(h[0], Array(x[..<n]))), stretch.power(n)]
      })
  }

  //: ### The slope of tanh
  //:
  //: It is at most 1, and the notes say so; then they give its maximum as a quarter. That is the
  //: maximum of the slope of σ, the other activation there. tanh rises with slope 1 at the
  //: origin. The difference matters here: with a quarter, a matrix of norm 1 would leave less
  //: than 10⁻⁷ of any gradient after a dozen steps; with 1, it may leave all.

  private static func slopeOfTanh(_ page: Page) {
    let grid = (-4000...4000).map { Double($0) / 1000 }
    let steepest = grid.max { tanhʹ($0) < tanhʹ($1) } ?? 0
    page.show("upper bound of tanhʹ", tanhʹ(steepest), at: "§15.5.2", for: "15.5.2:tanhmax")
    page.show(
      "maximum of tanhʹ", tanhʹ(steepest), at: "§15.5.2",
      slips: [Slip("the maximum of σʹ", σʹ(0.0))], for: "15.5.2:tanhmax")
    page.show("z at maximum of tanhʹ", steepest, at: "§15.5.2")
  }

  //: ### What ρ < 1 says, and what it does not
  //:
  //: Take a matrix with both eigenvalues at 0.9 and a large entry beside them. Its powers must
  //: vanish in the end. But one step can stretch a vector by more than 2, and the first powers
  //: grow before the eigenvalues win: a gradient may grow eightfold over ten steps and vanish
  //: over a hundred. $‖W‖ⁿ$, the bound of (15.27), knows nothing of this and goes to ∞.

  private static func hump(_ page: Page, _ W: Matrix<Double>) {
    let (ρ, norm) = (spectralRadius(W), operatorNorm(W))
    page.derive("ρ(W)", ρ)
    page.derive("‖W‖", norm)

    var P = W
    let curve = (1...60).map { n in
      defer { P = P * W }
      return (Double(n), operatorNorm(P))
    }
    let top = curve.max { $0.1 < $1.1 } ?? (0, 0)
    page.derive("n of the largest ‖Wⁿ‖", top.0)
    page.derive("the largest ‖Wⁿ‖", top.1)
    page.plot(
      Plot(
        "Powers of a matrix that first grow and then vanish", x: "n", y: "norm",
        isLogarithmic: true,
        [
          Plot.Series("‖Wⁿ‖", curve), Plot.Series("ρⁿ", curve.map { ($0.0, pow(ρ, $0.0)) }),
          Plot.Series("‖W‖ⁿ", curve.prefix(15).map { ($0.0, pow(norm, $0.0)) }),
        ]))
  }

  //: The draws are triangles of this kind, turned, so that the large entry is spread over all four.

  static func rotation(_ φ: Double) -> Matrix<Double> {
    [[cos(φ), -sin(φ)], [sin(φ), cos(φ)]]
  }

  /// A 2×2 matrix with both |λ| in 0.5 ..< 0.95 and a norm above 1: a triangle, turned.
  private static func sheared(_ draw: inout Generator) -> Matrix<Double> {
    let (a, b) = (draw.uniform(0.5, 0.95), -draw.uniform(0.5, 0.95))
    let R = rotation(draw.uniform(0, 6))
    return R * [[a, draw.uniform(1, 3)], [0, b]] * R.ᵀ
  }

  //: At which radius do powers change from vanishing to exploding? The powers themselves say so:
  //: squared again and again, a matrix leaves no doubt.

  /// The limit of ‖Wⁿ‖: squared until there is no doubt, 1 if there still is.
  static func limit(_ W: Matrix<Double>) -> Double {
    var P = W
    for _ in 0..<40 {
      let norm = P.frobeniusNorm
      guard norm.isFinite, norm < 1e20 else { return .infinity }
      guard norm > 1e-20 else { return 0 }
      P = P * P
    }
    return 1
  }

  /// The factor ρ between vanishing and exploding powers of W, once W is scaled to radius 1.
  static func threshold(_ W: Matrix<Double>) -> Double {
    let radius = spectralRadius(W)
    guard radius > 0, radius.isFinite else { return .nan }
    return bisected(0.5, 2) { limit($0 / radius * W) - 0.5 }
  }

  //: For the norm itself a radius below 1 settles nothing. It may be below 1 too, as where the
  //: matrix only turns and shrinks; exactly 1, as where it hands one state on and forgets the
  //: other; or above, as here.

  private static func smallRadius(_ page: Page, _ W: Matrix<Double>) {
    page.refute(
      "ρ < 1 implies ‖Wₕₕ‖ⁿ → 0", at: "15.5.2:vanish", correction: "ρ < 1 implies ‖Wₕₕⁿ‖ → 0"
    ) { draw in
      pow(operatorNorm(sheared(&draw)), 4096) ≤ 1e-9
    } corrected: { draw in
      let W = sheared(&draw)
      operatorNorm((0..<12).reduce(W) { P, _ in P * P }) ≤ 1e-9
    }

    let examples: [Matrix<Double>] = [spectralRadius(W) * rotation(1), [[0, 1], [0, 0]], W]
    let words = examples.map { rnn.limit(ofPowersOf: operatorNorm($0)) }
    page.show("ρ below which powers of Wₕₕ vanish", threshold(W), at: "§15.5.2")
    page.show(
      "limit of ‖Wₕₕ‖ᵗ⁻ᵏ for small ρ", "\(words[0]), \(words[1]) or \(words[2])", at: "§15.5.2",
      slips: [Slip("‖Wⁿ‖ in place of ‖W‖ⁿ", limit(W) == 0 ? "0" : "∞")])
  }

  //: The printed consequence is about gradients, and a gradient under tanh is no power of a
  //: matrix: each factor has slopes of its own. They shrink some directions and leave others, and
  //: can undo the very balance that kept the radius small. In the draws below two large weights
  //: of opposite sign hold ρ below 1. A state at which one unit has slope 1 and the other a tenth
  //: is repeated by a fitting bias for ever, and the gradient along it grows by half or more at
  //: every step. What does decide is $‖W‖$: below 1, everything vanishes.

  /// Two large weights that balance: [a b; −b −a] has λ² = a² − b² = −ρ² with ρ < 1.
  private static func balanced(_ draw: inout Generator) -> Matrix<Double> {
    let (a, ρ) = (draw.uniform(1.8, 2.4), draw.uniform(0.5, 0.95))
    let b = (a * a + ρ * ρ).squareRoot()
    return [[a, b], [-b, -a]]
  }

  /// The z with tanh z = h.
  static func artanh(_ h: Double) -> Double { 0.5 * log((1 + h) / (1 - h)) }

  /// ∂h⁽ⁿ⁾/∂h⁽⁰⁾ of a network that stays where its slopes are 1 and 0.1.
  private static func repeated(_ W: Matrix<Double>, _ n: Int) -> Matrix<Double> {
    let h: Vector<Double> = [0, 0.9.squareRoot()]  // 1 − h² is 1 and 0.1
    let network = RecurrentNetwork(
      Wₕₕ: W, Wₓₕ: [[0], [0]], W_hy: [[1, 1]], bₕ: h.map(artanh) - W * h, b_y: [0])
    return network.jacobian(h, Array(repeating: [0], count: n))
  }

  private static func smallRadiusUnderTanh(_ page: Page) {
    page.refute(
      "ρ < 1 makes the gradients of a tanh network vanish", at: "15.5.2:vanish",
      correction: "‖Wₕₕ‖ < 1 does: they are at most ‖Wₕₕ‖ᵗ⁻ᵏ"
    ) { draw in
      operatorNorm(repeated(balanced(&draw), 24)) ≤ 1
    } corrected: { draw in
      let W = balanced(&draw)
      let small = draw.uniform(0.5, 0.99) / operatorNorm(W) * W
      operatorNorm(repeated(small, 24)) ≤ pow(operatorNorm(small), 24)
    }
  }

  //: ### What ρ > 1 says
  //:
  //: This direction is safe for the matrix: $‖W‖ ≥ ρ$, so that its norm and its powers grow. The
  //: gradient need not. Where a bias keeps the states in the flat part of tanh, each slope takes
  //: away more than the matrix gives. For an explosion under tanh, a radius above 1 is thus
  //: neither needed nor enough; a norm above 1 is needed.

  /// ∂h⁽ⁿ⁾/∂h⁽⁰⁾ of two states from 0 without inputs, and ρ of their weights, 1.1 to 1.5. Without a
  /// bias the states stay at 0, where the slopes are 1; a large one holds them where tanh is flat.
  private static func held(_ draw: inout Generator, bias: Double, steps: Int)
    -> (J: Matrix<Double>, ρ: Double)
  {
    var network = RecurrentNetwork(&draw, dₓ: 1, dₕ: 2, d_y: 1)
    let ρ = draw.uniform(1.1, 1.5)
    network.Wₕₕ = ρ / spectralRadius(network.Wₕₕ) * network.Wₕₕ
    network.bₕ = [bias, bias]
    return (network.jacobian([0, 0], Array(repeating: [0], count: steps)), ρ)
  }

  private static func largeRadius(_ page: Page, _ W: Matrix<Double>) {
    page.verify("ρ ≤ ‖W‖, so that ρ > 1 makes ‖W‖ⁿ grow", at: "15.5.2:explode") { draw in
      let W = draw.matrix(3, 3, -2, 2)
      spectralRadius(W) ≤ operatorNorm(W) ± limits
    }
    page.refute(
      "ρ > 1 makes the gradient of a tanh network unbounded", at: "15.5.2:explode",
      correction: "where the slopes stay 1 it grows at least like ρᵗ⁻ᵏ"
    ) { draw in
      operatorNorm(held(&draw, bias: 3, steps: 60).J) ≥ 1
    } corrected: { draw in
      let (J, ρ) = held(&draw, bias: 0, steps: 8)
      ρ.power(8) ≤ operatorNorm(J) ± limits
    }

    let above = operatorNorm(W) * 1.2 / spectralRadius(W)  // the norm of W, scaled to ρ = 1.2
    page.show("ρ above which powers of Wₕₕ explode", threshold(W), at: "§15.5.2")
    page.show("limit of ‖Wₕₕ‖ᵗ⁻ᵏ for large ρ", rnn.limit(ofPowersOf: above), at: "§15.5.2")
  }

  //: ### In the worked example
  //:
  //: For the matrix of [the example](#three-steps-forward), whose entries are all positive and of
  //: one size, the two numbers are nearly the same. Both are below 1: an error loses a third of its
  //: length at each step back, before any slope takes its part.

  private static func inTheExample(_ page: Page) {
    let Wₕₕ: Matrix = page.given("Wₕₕ", at: "21.1")
    page.derive("ρ(Wₕₕ)", spectralRadius(Wₕₕ))
    page.derive("‖Wₕₕ‖", operatorNorm(Wₕₕ))
  }
}
