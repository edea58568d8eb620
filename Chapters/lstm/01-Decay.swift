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

//: Both are written over any kind of number, so that what computes is also what is differentiated. To
//: try what holds for any weights, they are drawn.

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

extension Generator {
  /// A sequence of vectors of n entries from (−1, 1).
  mutating func sequence(_ length: Int, _ n: Int) -> [Vector<Double>] {
    (0..<length).map { _ in vector(n) }
  }
}

//: A slope is turned back into the pre-activation that has it, and what a hundred of them leave is
//: written as a power of ten, since it may be anything.

/// A number in few digits: `0.281`, but `2.7e-5`.
func scientific(_ x: Double) -> String {
  guard x.isFinite, x.magnitude < 0.001 else { return "\((x * 1000).rounded() / 1000)" }
  guard x != 0 else { return "0" }
  var exponent = Double.log10(x.magnitude).rounded(.down)
  var mantissa = (x / Double.pow(10, exponent) * 10).rounded() / 10
  if mantissa.magnitude >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
  return "\(mantissa)e\(Int(exponent))"
}

/// The |z| at which tanhʹ(z) = 1 − tanh² z is s, for 0 < s ≤ 1.
func inverseSlope(_ s: Double) -> Double {
  let t = (1 - s).squareRoot()
  return log((1 + t) / (1 - t)) / 2
}

//: The notes name some numbers after what they are computed from. For other inputs these have
//: another name.

extension Page {
  /// Shows a number under the name that it has in the notes, or derives it under its own.
  func show(
    _ quantity: String, as name: String, _ value: Double, at place: Place,
    file: String = #fileID, line: Int = #line
  ) {
    if name == quantity {
      show(quantity, value, at: place, file: file, line: line)
    } else if value.magnitude > 1e-9 {
      derive(name, value, for: place, file: file, line: line)
    } else {
      derive(name, scientific(value), for: place, file: file, line: line)
    }
  }
}

/// A whole exponent, as in 0.9¹⁰⁰.
func raised(_ n: Int) -> String {
  String("\(n)".map { $0 == "-" ? "⁻" : Array("⁰¹²³⁴⁵⁶⁷⁸⁹")[$0.wholeNumberValue ?? 0] })
}

extension LSTM {
  static let decay = Section(.foundations, "16.1.1", "What a plain recurrence forgets") { page in
    let slope: Double = page.given("σₕʹ per step", at: "§16.1.1", as: "slope", in: 0...1)
    let steps: Int = page.given("steps", at: "§16.1.1", in: 1...1000)
    chain(page)
    slopes(page)
    hundred(page, slope, steps)
  }

  //: How much does the last state still depend on the first? By the chain rule every step
  //: between them contributes a factor, the transposed weights, $Wₕₕ$ in the notes, times the
  //: slopes of tanh.
  //:
  //:     ∂ℒ/∂h₁ = Π_{t=2}^{T} (Wₕₕᵀ diag(tanhʹ(zₜ))) ∂ℒ/∂h_T   (16.1)
  //:
  //: The factors are matrices and do not commute. Written from left to right in the order of
  //: time they stand as they should: the one of the last step is applied to the gradient first.
  //: For the check ℒ is $s ⋅ h_T$, with any s, so that $∂ℒ/∂h_T = s$.

  private static func chain(_ page: Page) {
    page.verify(
      "∂ℒ/∂h₁ = Wₕₕᵀ diag(tanhʹ(z₂)) ⋯ Wₕₕᵀ diag(tanhʹ(z_T)) ∂ℒ/∂h_T, in the order of time",
      at: "16.1"
    ) { draw in
      let map = AffineMap(drawn: &draw, n: 2, d: 3)
      let (x, s, h¹) = (draw.sequence(3, 2), draw.vector(3), draw.vector(3))
      let h = x.dropLast().reduce([h¹]) { h, x in h + [tanh(map(x, h[h.count - 1]))] }
      let product = zip(x, h).reduce(Matrix(diagonal: [1, 1, 1])) { product, t in
        product * (map.Wₕ.ᵀ * Matrix(diagonal: tanhʹ(map(t.0, t.1))))
      }
      gradient(at: h¹) { h¹ in
        let cell = RNNCell(map: AffineMap<Twofold>(map))
        return Vector(s) ⋅ x.reduce(h¹) { h, x in cell.step(Vector(x), h) }
      } ≈ product * s
    }
  }

  //: ### The slopes
  //:
  //: The slope of tanh is 1 at zero and less than 1 elsewhere, so that no slope ever makes a
  //: gradient longer.

  private static func slopes(_ page: Page) {
    let approaching = (1...9).map { tanhʹ(Double.pow(10, -Double($0))) }
    page.show("σₕʹ(0)", tanhʹ(0.0), at: "§16.1.1")
    page.show("bound of σₕʹ away from peak", approaching.max()!, at: "§16.1.1")
    page.verify("0 < tanhʹ(z) < 1 for z ≠ 0, and tanhʹ(z) = 4/(eᶻ + e⁻ᶻ)²", at: "16.1.1:slope") {
      draw in
      let z = draw.uniform(0.01, 8) * (draw.below(2) == 0 ? 1 : -1)
      tanhʹ(z) ≈ 4 / (exp(z) + exp(-z)).power(2)
      tanhʹ(z) < 1
      tanhʹ(z) > 0
    }
    howSmall(page, 0.1, 0.01)
  }

  //: How often is the slope as small as 0.1 to 0.01? That depends on how large the
  //: pre-activations are. A slope of 0.1 takes a pre-activation of 1.8, a slope of 0.01 one
  //: of 3, so that it is a matter of saturated units. For normal pre-activations of standard
  //: deviation r the table integrates over the bell curve. At $r = 1$ such slopes are rare, and
  //: at no r are they more than a quarter of all, since wider pre-activations leave the range
  //: on its other side.

  private static func howSmall(_ page: Page, _ high: Double, _ low: Double) {
    for s in [high, low] {
      page.derive("|z| where the slope is \(s)", inverseSlope(s), for: "16.1.1:slope")
    }
    page.table(
      "The slopes of tanh for normal pre-activations of standard deviation r",
      columns: ["r", "mean slope", "below \(high)", "from \(high) to \(low)"],
      rows: [0.5, 1, 2, 3, 5].map { r in
        let (z₁, z₂) = (inverseSlope(high) / r, inverseSlope(low) / r)
        return [
          r, normalIntegral(-8, 8) { tanhʹ(r * $0) }, 2 * normalIntegral(z₁, 8) { _ in 1 },
          2 * normalIntegral(z₁, z₂) { _ in 1 },
        ]
      }, digits: 2, at: "16.1.1:slope")
  }

  //: ### A hundred factors
  //:
  //: What k equal slopes in a row leave of a gradient is a power.
  //:
  //:     Π_{j=1}^{k} tanhʹ(zⱼ) = sᵏ where tanhʹ(zⱼ) = s   (16.2)
  //:
  //: A hundred slopes of 0.9 leave 27 millionths. The power is right. What it stands for is a
  //: lag of a hundred steps; a sequence of a hundred states has only ninety-nine steps between
  //: its first state and its last, as the lower limit $t = 2$ of the product says.

  private static func hundred(_ page: Page, _ slope: Double, _ steps: Int) {
    page.show(
      "0.9¹⁰⁰", as: "\(words(slope))\(raised(steps))", Double.pow(slope, Double(steps)), at: "16.2")
    page.derive("factors from t = 2 to T", steps - 1, for: "16.1")
    page.derive("what they leave", Double.pow(slope, Double(steps - 1)), for: "16.2")
  }
}
