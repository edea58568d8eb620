import Companion
import Mathematics

//: Two numbers measure a matrix: how far it stretches in one step, and how its powers grow. The
//: chapter moves between them freely. The *operator norm* $‖W‖$ is the most that W can stretch a
//: vector in one step. The *spectral radius* ρ is the largest $|λ|$ of its eigenvalues, and says
//: how its powers grow in the long run. For symmetric and for orthogonal matrices they are the
//: same. In general only $ρ ≤ ‖W‖$ holds, and the space between the two is where this section
//: slips.

/// ρ(A), the largest |λ|: the limit of ‖Aⁿ‖¹ᐟⁿ, for n = 2⁴⁰ by repeated squaring.
///
/// No eigenvalue is computed. The matrix is divided by its largest entry before each squaring, so
/// that nothing overflows, and the logarithms of the divisors add up to that of the limit; what
/// is left of the way to it is of the size 10⁻¹².
func spectralRadius(_ A: Matrix<Double>) -> Double {
  let n = A.rows
  var a = A.entries
  var before: [Double] = []
  var square = a
  var logarithm = 0.0
  var share = 1.0
  for _ in 0..<40 {
    guard a.allSatisfy(\.isFinite) else { return .nan }
    let size = a.reduce(0) { Swift.max($0, $1.magnitude) }
    guard size > 0 else { return 0 }
    for i in a.indices { a[i] /= size }
    logarithm += share * Double.log(size)
    // Settled: all divisors to come are the same, and their shares add up to the last one.
    if a == before { return Double.exp(logarithm + share * Double.log(size)) }
    share /= 2
    for i in 0..<n {
      for j in 0..<n {
        var sum = 0.0
        for k in 0..<n { sum += a[i * n + k] * a[k * n + j] }
        square[i * n + j] = sum
      }
    }
    before = a
    swap(&a, &square)
  }
  return Double.exp(logarithm)
}

/// ‖A‖ = max ‖Av‖/‖v‖, the root of the largest eigenvalue of AᵀA.
func operatorNorm(_ A: Matrix<Double>) -> Double { spectralRadius(A.ᵀ * A).squareRoot() }

/// Aⁿ, as many products as n has.
func power(_ A: Matrix<Double>, _ n: Int) -> Matrix<Double> {
  (0..<n).reduce(Matrix(diagonal: Vector(repeating: 1, count: A.rows))) { P, _ in P * A }
}

extension RNN {
  static let spectra = Section(.foundations, "15.5.2", "Norm and spectral radius") { page in
    page.define("ρ, the largest |λ| of Wₕₕ", at: "15.5.2:rho", by: "spectralRadius")

    //: Each Jacobian stretches at most by the largest slope times the norm of the matrix, so that
    //: the product is bounded by powers of both:
    //:
    //:     ‖∂h⁽ᵗ⁾/∂h⁽ᵏ⁾‖ ≤ (max σₕʹ)ᵗ⁻ᵏ ‖Wₕₕ‖ᵗ⁻ᵏ              (15.27)
    //:
    //: In print the sign is ≲; it is a plain ≤, if the norm is the operator norm.

    page.verify("‖∂h⁽ᵗ⁾/∂h⁽ᵏ⁾‖ ≤ (max σₕʹ)ᵗ⁻ᵏ ‖Wₕₕ‖ᵗ⁻ᵏ", at: "15.27") { draw in
      let network = RecurrentNetwork(&draw, dₓ: 2, dₕ: 3, dʸ: 1)
      let x = (0..<4).map { _ in draw.vector(2) }
      let h = network.states(x, from: draw.vector(3))
      let slopes = x.indices.map { tanhʹ(network.preactivation(h[$0], x[$0])) }
      let largest = slopes.map(\.maxNorm).max()!
      let bound = (largest * operatorNorm(network.Wₕₕ)).power(4)
      let norm = operatorNorm(network.jacobian(h[0], x))
      return [Evidence("amount above the bound", error: max(0, norm / bound - 1), bound: 1e-12)]
    }

    //: A bound that holds can still be loose. In a network of three states the product of the
    //: norms soon is far above the norm of the product, since what one step stretches most, the
    //: next one need not.

    var draw = Generator(seed: 20)
    let network = RecurrentNetwork(&draw, dₓ: 2, dₕ: 3, dʸ: 1)
    let x = (0..<16).map { _ in draw.vector(2) }
    let h = network.states(x)
    let slopes = x.indices.map { tanhʹ(network.preactivation(h[$0], x[$0])).maxNorm }
    let stretch = (slopes.max() ?? 1) * operatorNorm(network.Wₕₕ)

    page.table(
      "The norm of the product and its bound", columns: ["steps", "norm", "bound"],
      rows: [1, 2, 4, 8, 16].map { n in
        [n, operatorNorm(network.jacobian(h[0], Array(x[..<n]))), stretch.power(n)]
      })

    //: ### The slope of tanh
    //:
    //: It is at most 1, and the notes say so; then they give its maximum as a quarter. That is the
    //: maximum of the slope of σ, the other activation there. tanh rises with slope 1 at the
    //: origin. The difference matters here: with a quarter, a matrix of norm 1 would leave less
    //: than 10⁻⁷ of any gradient after a dozen steps; with 1, it may leave all.

    let grid = (-4000...4000).map { Double($0) / 1000 }
    let steepest = grid.max { tanhʹ($0) < tanhʹ($1) } ?? 0

    page.show("upper bound of tanhʹ", tanhʹ(steepest), at: "§15.5.2", for: "15.5.2:tanhmax")
    page.show(
      "maximum of tanhʹ", tanhʹ(steepest), at: "§15.5.2",
      slips: [Slip("the maximum of σʹ", σʹ(0.0))], for: "15.5.2:tanhmax")
    page.show("z at maximum of tanhʹ", steepest, at: "§15.5.2")

    //: ### What ρ < 1 says, and what it does not
    //:
    //: Take a matrix with both eigenvalues at 0.9 and a large entry beside them. Its powers must
    //: vanish in the end. But one step can stretch a vector by more than 2, and the first powers
    //: grow before the eigenvalues win: a gradient may grow eightfold over ten steps and vanish
    //: over a hundred. $‖W‖ⁿ$, the bound of (15.27), knows nothing of this and goes to ∞.

    let W = page.given(matrix: "W", ours: [[0.9, 2], [0, 0.9]])
    let (ρ, norm) = (spectralRadius(W), operatorNorm(W))

    page.derive("ρ(W)", ρ)
    page.derive("‖W‖", norm)

    var P = W
    var curve: [(Double, Double)] = []
    for n in 1...60 {
      curve.append((Double(n), operatorNorm(P)))
      P = P * W
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

    page.refute(
      "ρ < 1 implies ‖Wₕₕ‖ⁿ → 0", at: "15.5.2:vanish", correction: "ρ < 1 implies ‖Wₕₕⁿ‖ → 0"
    ) { draw in
      [Evidence("‖W‖ⁿ, n = 2¹²", error: pow(operatorNorm(sheared(&draw)), 4096), bound: 1e-9)]
    } corrected: { draw in
      var W = sheared(&draw)
      for _ in 0..<12 { W = W * W }
      return [Evidence("‖Wⁿ‖, n = 2¹²", error: operatorNorm(W), bound: 1e-9)]
    }

    //: For the norm itself a radius below 1 settles nothing. It may be below 1 too, as where the
    //: matrix only turns and shrinks; exactly 1, as where it hands one state on and forgets the
    //: other; or above, as here.

    let n = 1e6
    let edge = threshold(W)
    let limits = [ρ * rotation(1), [[0, 1], [0, 0]], W].map { example in
      let power = pow(operatorNorm(example), n)
      return power == 0 ? "0" : power == .infinity ? "∞" : "1"
    }

    page.show("ρ below which powers of Wₕₕ vanish", edge, at: "§15.5.2")
    page.show(
      "limit of ‖Wₕₕ‖ᵗ⁻ᵏ for small ρ", "\(limits[0]), \(limits[1]) or \(limits[2])", at: "§15.5.2",
      slips: [Slip("‖Wⁿ‖ in place of ‖W‖ⁿ", limit(W) == 0 ? "0" : "∞")])

    //: The printed consequence is about gradients, and a gradient under tanh is no power of a
    //: matrix: each factor has slopes of its own. They shrink some directions and leave others, and
    //: can undo the very balance that kept the radius small. In the draws below two large weights
    //: of opposite sign hold ρ below 1. A state at which one unit has slope 1 and the other a tenth
    //: is repeated by a fitting bias for ever, and the gradient along it grows by half or more at
    //: every step. What does decide is $‖W‖$: below 1, everything vanishes.

    page.refute(
      "ρ < 1 makes the gradients of a tanh network vanish", at: "15.5.2:vanish",
      correction: "‖Wₕₕ‖ < 1 does: they are at most ‖Wₕₕ‖ᵗ⁻ᵏ"
    ) { draw in
      let J = repeated(balanced(&draw), 24)
      return [Evidence("‖∂h⁽²⁴⁾/∂h⁽⁰⁾‖", error: operatorNorm(J), bound: 1)]
    } corrected: { draw in
      let W = balanced(&draw)
      let small = draw.uniform(0.5, 0.99) / operatorNorm(W) * W
      let excess = operatorNorm(repeated(small, 24)) - pow(operatorNorm(small), 24)
      return [Evidence("amount above ‖W‖²⁴", error: max(0, excess), bound: 1e-15)]
    }

    //: ### What ρ > 1 says
    //:
    //: This direction is safe for the matrix: $‖W‖ ≥ ρ$, so that its norm and its powers grow. The
    //: gradient need not. Where a bias keeps the states in the flat part of tanh, each slope takes
    //: away more than the matrix gives. For an explosion under tanh, a radius above 1 is thus
    //: neither needed nor enough; a norm above 1 is needed.

    page.verify("ρ ≤ ‖W‖, so that ρ > 1 makes ‖W‖ⁿ grow", at: "15.5.2:explode") { draw in
      let W = draw.matrix(3, 3, -2, 2)
      return [
        Evidence(
          "amount by which ρ exceeds ‖W‖", error: max(0, spectralRadius(W) / operatorNorm(W) - 1),
          bound: 1e-11)
      ]
    }
    page.refute(
      "ρ > 1 makes the gradient of a tanh network unbounded", at: "15.5.2:explode",
      correction: "where the slopes stay 1 it grows at least like ρᵗ⁻ᵏ"
    ) { draw in
      let (J, _) = held(&draw, bias: 3, steps: 60)
      return [Evidence("1/‖∂h⁽⁶⁰⁾/∂h⁽⁰⁾‖", error: 1 / operatorNorm(J), bound: 1)]
    } corrected: { draw in
      let (J, ρ) = held(&draw, bias: 0, steps: 8)
      let growth = operatorNorm(J) / ρ.power(8)
      return [Evidence("short of ρ⁸, as a share", error: max(0, 1 - growth), bound: 1e-12)]
    }

    page.show("ρ above which powers of Wₕₕ explode", edge, at: "§15.5.2")
    page.show(
      "limit of ‖Wₕₕ‖ᵗ⁻ᵏ for large ρ", pow(norm * 1.2 / ρ, n) == .infinity ? "∞" : "0",
      at: "§15.5.2")
  }

  /// A 2×2 matrix with both |λ| in 0.5 ..< 0.95 and a norm above 1: a triangle, turned.
  private static func sheared(_ draw: inout Generator) -> Matrix<Double> {
    let (a, b) = (draw.uniform(0.5, 0.95), -draw.uniform(0.5, 0.95))
    let R = rotation(draw.uniform(0, 6))
    return R * [[a, draw.uniform(1, 3)], [0, b]] * R.ᵀ
  }

  /// Two large weights that balance: [a b; −b −a] has λ² = a² − b² = −ρ² with ρ < 1.
  private static func balanced(_ draw: inout Generator) -> Matrix<Double> {
    let (a, ρ) = (draw.uniform(1.8, 2.4), draw.uniform(0.5, 0.95))
    let b = (a * a + ρ * ρ).squareRoot()
    return [[a, b], [-b, -a]]
  }

  /// ∂h⁽ⁿ⁾/∂h⁽⁰⁾ of a network that stays where its slopes are 1 and 0.1.
  private static func repeated(_ W: Matrix<Double>, _ n: Int) -> Matrix<Double> {
    let h: Vector<Double> = [0, 0.9.squareRoot()]  // 1 − h² is 1 and 0.1
    let z = h.map { 0.5 * log((1 + $0) / (1 - $0)) }
    let network = RecurrentNetwork(
      Wₕₕ: W, Wₓₕ: [[0], [0]], Wʸ: [[1, 1]], bₕ: z - W * h, bʸ: [0])
    return network.jacobian(h, Array(repeating: [0], count: n))
  }

  static func rotation(_ φ: Double) -> Matrix<Double> {
    [[cos(φ), -sin(φ)], [sin(φ), cos(φ)]]
  }

  /// ∂h⁽ⁿ⁾/∂h⁽⁰⁾ of two states from 0 without inputs, and ρ of their weights, 1.1 to 1.5. Without a
  /// bias the states stay at 0, where the slopes are 1; a large one holds them where tanh is flat.
  private static func held(_ draw: inout Generator, bias: Double, steps: Int)
    -> (J: Matrix<Double>, ρ: Double)
  {
    var network = RecurrentNetwork(&draw, dₓ: 1, dₕ: 2, dʸ: 1)
    let ρ = draw.uniform(1.1, 1.5)
    network.Wₕₕ = ρ / spectralRadius(network.Wₕₕ) * network.Wₕₕ
    network.bₕ = [bias, bias]
    return (network.jacobian([0, 0], Array(repeating: [0], count: steps)), ρ)
  }

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

  /// The factor ρ between vanishing and exploding powers of W, once W is scaled to radius 1:
  /// by bisection, which looks at the powers only.
  static func threshold(_ W: Matrix<Double>) -> Double {
    let radius = spectralRadius(W)
    guard radius > 0, radius.isFinite else { return .nan }
    let unit = W / radius
    var (low, high) = (0.5, 2.0)
    for _ in 0..<20 {
      let ρ = (low + high) / 2
      if limit(ρ * unit) < 1 { low = ρ } else { high = ρ }
    }
    return low
  }
}
