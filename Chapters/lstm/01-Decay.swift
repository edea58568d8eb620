import Companion
import Mathematics

//: A recurrent network reads a sequence one step at a time and keeps what it has read in a state.
//: The state **h** is d numbers. Each step takes an affine map of the new input and the old state
//: and sends it through tanh.
//:
//:     hₜ = tanh(Wₓxₜ + Wₕhₜ₋₁ + b)
//:
//: The LSTM of this chapter is built from four such maps, so that the map gets a type of its own.

/// z = Wₓx + Wₕh + b: what every state, gate and candidate of this chapter begins with.
struct AffineMap<T: Scalar> {
  var Wₓ: Matrix<T>  // d×n
  var Wₕ: Matrix<T>  // d×d
  var b: Vector<T>  // d

  /// Wₓx + Wₕh + b in one pass, unit by unit.
  func callAsFunction(_ x: Vector<T>, _ h: Vector<T>) -> Vector<T> {
    Vector<T>(
      b.indices.map { i in
        var z = b[i]
        for j in x.indices { z += Wₓ[i, j] * x[j] }
        for j in h.indices { z += Wₕ[i, j] * h[j] }
        return z
      })
  }
}

/// The plain recurrence hₜ = tanh(Wₓxₜ + Wₕhₜ₋₁ + b).
struct RNNCell<T: Scalar> {
  var map: AffineMap<T>

  func step(_ x: Vector<T>, _ h: Vector<T>) -> Vector<T> { tanh(map(x, h)) }
}

extension AffineMap {
  /// The same map over another kind of number.
  init(_ other: AffineMap<Double>) {
    self.init(Wₓ: Matrix<T>(other.Wₓ), Wₕ: Matrix<T>(other.Wₕ), b: Vector<T>(other.b))
  }
}

extension AffineMap<Double> {
  /// A map with entries drawn evenly from (−1, 1).
  init(drawn draw: inout Generator, n: Int, d: Int) {
    self.init(Wₓ: draw.matrix(d, n), Wₕ: draw.matrix(d, d), b: draw.vector(d))
  }
}

/// A derived gradient, along a direction, against dual numbers and central differences: two
/// ways to the same slope that contain no derivation.
func compare(
  _ gradient: Vector<Double>, at v: Vector<Double>, along direction: Vector<Double>,
  _ forward: (Vector<Dual<Double>>) -> Dual<Double>, _ differences: (Vector<Double>) -> Double
) -> [Evidence] {
  let slope = gradient ⋅ direction
  let byDual = forwardDerivative(at: v, along: direction, forward)
  let byDifference = differenceDerivative(at: v, along: direction, differences)
  return [
    Evidence("dual numbers", error: (slope - byDual).magnitude, bound: 1e-13),
    Evidence("central differences", error: (slope - byDifference).magnitude, bound: 1e-8),
  ]
}

extension LSTM {
  static let decay = Section(.foundations, "16.1.1", "What a plain recurrence forgets") { page in
    let slope = page.given(number: "σₕʹ per step", at: "§16.1.1", as: "slope")
    let steps = page.given(number: "steps", at: "§16.1.1")

    //: How much does the last state still depend on the first? By the chain rule every step
    //: between them contributes a factor, the transposed weights, $Wₕₕ$ in the notes, times the
    //: slopes of tanh.
    //:
    //:     ∂ℒ/∂h₁ = Π_{t=2}^{T} (Wₕₕᵀ diag(tanhʹ(zₜ))) ∂ℒ/∂h_T   (16.1)
    //:
    //: The factors are matrices and do not commute. Written from left to right in the order of
    //: time they stand as they should: the one of the last step is applied to the gradient first.

    page.verify(
      "∂ℒ/∂h₁ = Wₕₕᵀ diag(tanhʹ(z₂)) ⋯ Wₕₕᵀ diag(tanhʹ(z_T)) ∂ℒ/∂h_T, in the order of time",
      at: "16.1"
    ) { draw in
      let map = AffineMap(drawn: &draw, n: 2, d: 3)
      let x = (2...4).map { _ in draw.vector(2) }
      let s = draw.vector(3)  // ℒ = s ⋅ h_T, so that ∂ℒ/∂h_T = s
      func loss<T: Scalar>(_ h¹: Vector<T>) -> T {
        let cell = RNNCell(map: AffineMap<T>(map))
        return Vector<T>(s) ⋅ x.reduce(h¹) { h, x in cell.step(Vector<T>(x), h) }
      }
      let h¹ = draw.vector(3)
      var h = h¹
      var product = Matrix(diagonal: [1, 1, 1])
      for x in x {
        let z = map(x, h)
        product = product * (map.Wₕ.ᵀ * Matrix(diagonal: tanhʹ(z)))
        h = tanh(z)
      }
      return compare(product * s, at: h¹, along: draw.vector(3), loss, loss)
    }

    //: ### The slopes
    //:
    //: The slope of tanh is 1 at zero and less than 1 elsewhere, so that no slope ever makes a
    //: gradient longer.

    let approaching = (1...9).map { tanhʹ(Double.pow(10, -Double($0))) }
    page.show("σₕʹ(0)", tanhʹ(0.0), at: "§16.1.1")
    page.show("bound of σₕʹ away from peak", approaching.max()!, at: "§16.1.1")
    page.verify("0 < tanhʹ(z) < 1 for z ≠ 0, and tanhʹ(z) = 4/(eᶻ + e⁻ᶻ)²", at: "16.1.1:slope") {
      draw in
      let z = draw.uniform(0.01, 8) * (draw.below(2) == 0 ? 1 : -1)
      let slope = tanhʹ(z)
      let cosh = (exp(z) + exp(-z)) / 2
      return [
        Evidence("1 / cosh²", error: (slope - 1 / (cosh * cosh)).magnitude, bound: 1e-15),
        Evidence("below 1", holds: slope < 1),
        Evidence("above 0", holds: slope > 0),
      ]
    }

    //: How often is the slope as small as 0.1 to 0.01? That depends on how large the
    //: pre-activations are. A slope of 0.1 takes a pre-activation of 1.8, a slope of 0.01 one
    //: of 3, so that it is a matter of saturated units. For normal pre-activations of standard
    //: deviation r the table integrates over the bell curve. At $r = 1$ such slopes are rare, and
    //: at no r are they more than a quarter of all, since wider pre-activations leave the range
    //: on its other side.

    page.derive("|z| where the slope is 0.1", inverseSlope(0.1), for: "16.1.1:slope")
    page.derive("|z| where the slope is 0.01", inverseSlope(0.01), for: "16.1.1:slope")
    page.table(
      "The slopes of tanh for normal pre-activations of standard deviation r",
      columns: ["r", "mean slope", "below 0.1", "from 0.1 to 0.01"],
      rows: [0.5, 1, 2, 3, 5].map { r in
        let (z₁, z₂) = (inverseSlope(0.1) / r, inverseSlope(0.01) / r)
        return [
          r, normalIntegral(-8, 8) { tanhʹ(r * $0) }, 2 * normalIntegral(z₁, 8) { _ in 1 },
          2 * normalIntegral(z₁, z₂) { _ in 1 },
        ]
      }, digits: 2, at: "16.1.1:slope")

    //: ### A hundred factors
    //:
    //: What k equal slopes in a row leave of a gradient is a power.
    //:
    //:     Π_{j=1}^{k} tanhʹ(zⱼ) = sᵏ where tanhʹ(zⱼ) = s   (16.2)
    //:
    //: A hundred slopes of 0.9 leave 27 millionths. The power is right. What it stands for is a
    //: lag of a hundred steps; a sequence of a hundred states has only ninety-nine steps between
    //: its first state and its last, as the lower limit $t = 2$ of the product says.

    page.show("0.9¹⁰⁰", Double.pow(slope, steps), at: "16.2")
    page.derive("factors from t = 2 to T", max(0, steps - 1), for: "16.1")
    page.derive("what they leave", Double.pow(slope, max(0, steps - 1)), for: "16.2")
  }
}

/// The |z| at which tanhʹ(z) = 1 − tanh² z is s, for 0 < s ≤ 1.
func inverseSlope(_ s: Double) -> Double {
  let t = (1 - s).squareRoot()
  return log((1 + t) / (1 - t)) / 2
}

/// ∫ g(z) φ(z) dz from a to b under the bell curve φ(z) = exp(−z²/2) / √2π, by the midpoint rule.
func normalIntegral(_ a: Double, _ b: Double, _ g: (Double) -> Double) -> Double {
  let h = (b - a) / 200
  var sum = 0.0
  for k in 0..<200 {
    let z = a + (Double(k) + 0.5) * h
    sum += g(z) * exp(-z * z / 2)
  }
  return sum * h / (2 * Double.pi).squareRoot()
}
