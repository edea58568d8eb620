import Companion
import Mathematics

//: Training a network is a matter of slopes. Collected here is what the derivations below lean
//: on: the slope of a function of one number, the chain rule, the gradient of a function of
//: many numbers, and the handful of matrix identities that turn sums over indices into
//: products of matrices.
//:
//: ### One number
//:
//: The slope of a graph at a point is what the slope between two of its points tends to, as the
//: distance h between them shrinks.
//:
//:     (f(x + h) − f(x))/h → fʹ(x) as h → 0          (1.15)
//:
//: The example is $sin(x²)$. The quotient comes closer to $fʹ(x)$ in proportion to h, until the two
//: values of f agree in so many digits that their difference is mostly rounding. The figure
//: computes in single precision, which has seven digits, so that this happens soon.

/// sin(x²)
private func wave<T: Scalar>(_ x: T) -> T { sin(x * x) }

extension Backprop {
  static let calculus = Section(.foundations, "1.2", "Slopes, the chain rule, gradients") { page in
    let x: Double = page.given("x₀", ours: 1)
    quotients(page, x)
    chainRule(page, x)
    allWays(page, x)
    partials(page)
    vectorsAndMatrices(page)
  }

  private static func quotients(_ page: Page, _ x: Double) {
    let exact = slope(at: x) { wave($0) }
    // Rounding errors of double precision would be those of the C library's sine, another figure
    // on each system. A sine that is rounded from double to single precision is the same on all.
    let errors = (2...14).map { k in
      let exponent = Double(k) / 2
      let (x, h) = (Float(x), Float(Double.pow(10, -exponent)))
      let oneSided = ((wave(x + h) - wave(x)) / h).value
      let twoSided = ((wave(x + h) - wave(x - h)) / (2 * h)).value
      return (
        exponent, oneSided: (oneSided - exact).absolute, twoSided: (twoSided - exact).absolute
      )
    }
    page.derive("fʹ(x₀)", exact)
    page.plot(
      Plot(
        "Error of a difference quotient of sin x² at \(words(x))", x: "−log₁₀ h", y: "error",
        isLogarithmic: true,
        [
          Plot.Series("(f(x + h) − f(x))/h", errors.map { ($0.0, $0.oneSided) }),
          Plot.Series("(f(x + h) − f(x − h))/(2h)", errors.map { ($0.0, $0.twoSided) }),
        ]))

    //: How fast it must come closer is known beforehand. The graph leaves its tangent by at most
    //: half the largest second derivative times $h²$, and that derivative is at most $2 + 4x²$ in
    //: size here; so the quotient misses the slope by at most half of it times h, from either side.

    page.verify(
      "a quotient over h misses the slope of sin x² by at most |h|/2 times a bound of its second "
        + "derivative", at: "1.15", "1.2.1:slope"
    ) { draw in
      let x = draw.uniform(-2, 2)
      let h = draw.uniform(1e-3, 0.1) * (draw.below(2) == 0 ? 1 : -1)
      let far = x.absolute + h.absolute
      let exact = slope(at: x) { wave($0) }
      let missed = ((wave(x + h) - wave(x)) / h - exact).absolute
      missed ≤ h.absolute * (2 + 4 * far * far) / 2
    }
  }

  //: ### The chain rule
  //:
  //: A change of x by a small $dx$ changes $u = x²$ by $2x dx$, and $sin u$ by $cos(u) du$:
  //: factors multiply. Three functions in a row, $f(g(h(x)))$, have three factors, each taken
  //: where the one before has arrived; the second example is $sin(exp(x²))$.
  //:
  //:     dy/dx = dy/du · du/dx                         (1.16)
  //:     dy/dx = df/dg · dg/dh · dh/dx                 (1.17)
  //:     (d/dx) sin(x²) = cos(x²) · 2x = 2x cos(x²)    (1.18)
  //:
  //: In the first line of each the factors are slopes of single functions, by dual numbers. The
  //: last is compared with the slope of the composition.

  private static func chainRule(_ page: Page, _ x: Double) {
    page.derivation("(d/dx) sin(x²)", at: "appendix:B.3:univariate", of: x) { draw in
      draw.uniform(-2, 2)
    } lines: { x in
      let dydu = slope(at: x * x) { sin($0) }
      let dudx = slope(at: x) { $0 * $0 }
      Line("dy/du · du/dx", at: "1.16", dydu * dudx)
      Line("cos(x²) · 2x", at: "1.18", cos(x * x) * (2 * x))
      Line("2x cos(x²)", at: "1.18", 2 * x * cos(x * x))
    } truth: { x in
      derivative(at: x) { wave($0) }
    }
    page.derivation(
      "(d/dx) sin(exp(x²))", at: "intuition:6.2.1:scalar", "intuition:5.3:product", of: x
    ) { draw in
      draw.uniform(-1, 1)
    } lines: { x in
      let g = exp(x * x)
      let (dfdg, dgdh) = (slope(at: g) { sin($0) }, slope(at: x * x) { exp($0) })
      let dhdx = slope(at: x) { $0 * $0 }
      Line("df/dg · dg/dh · dh/dx", at: "1.17", dfdg * dgdh * dhdx)
      Line("cos(exp(x²)) · exp(x²) · 2x", cos(g) * g * (2 * x))
    } truth: { x in
      derivative(at: x) { sin(exp($0 * $0)) }
    }
  }

  //: Where a number acts along several ways, the effects add up.
  //:
  //:     ∂L/∂w = Σᵢ ∂L/∂zᵢ · ∂zᵢ/∂w                    (appendix B.3)
  //:
  //: Here w reaches L through three intermediate numbers, $z₁ = w²$, $z₂ = sin w$ and
  //: $z₃ = exp(w)$, with $L = z₁z₂ + z₃$. In numbers, $w = x₀$.

  private static func allWays(_ page: Page, _ x: Double) {
    page.derivation("∂L/∂w", of: x) { draw in
      draw.uniform(-2, 2)
    } lines: { w in
      let dLdz: Vector = forwardGradient(at: [w * w, sin(w), exp(w)]) { $0[0] * $0[1] + $0[2] }
      let dzdw: Vector = [
        slope(at: w) { $0 * $0 }, slope(at: w) { sin($0) }, slope(at: w) { exp($0) },
      ]
      Line("Σᵢ ∂L/∂zᵢ · ∂zᵢ/∂w", at: "appendix:B.3:multi", dLdz ⋅ dzdw)
      Line("2w sin w + w² cos w + exp(w)", 2 * w * sin(w) + w * w * cos(w) + exp(w))
    } truth: { w in
      derivative(at: w) { $0 * $0 * sin($0) + exp($0) }
    }
  }

  //: ### Many numbers
  //:
  //: A partial derivative holds all variables but one fixed; the gradient has all of them.
  //:
  //:     (f(…, xᵢ + h, …) − f(…, xᵢ, …))/h → ∂f/∂xᵢ as h → 0   (1.19)
  //:     ∇f = [∂f/∂x₁; ⋮; ∂f/∂xₙ]                              (1.20)
  //:
  //: For $f = x² + xy + 3y²$ the quotients can be worked out: $2x + y + h$ and $x + 6y + 3h$, so
  //: that nothing is lost in the limit. The notes put one point into the last line.
  //:
  //:     ∂f/∂x = 2x + y,  ∂f/∂y = x + 6y               (1.22)
  //:     ∇f = [2x + y; x + 6y]                         (1.23), (1.24)

  /// x² + xy + 3y²
  private static func bowl<T: Scalar>(_ v: Vector<T>) -> T {
    v[0] * v[0] + v[0] * v[1] + 3 * v[1] * v[1]
  }
  /// (1.23)
  private static func bowlʹ(_ v: Vector<Double>) -> Vector<Double> {
    [2 * v[0] + v[1], v[0] + 6 * v[1]]
  }

  private static func partials(_ page: Page) {
    let point: Vector<Double> = [page.given("x", at: "§1.2.2"), page.given("y", at: "§1.2.2")]
    page.show("∇f", bowlʹ(point), at: "1.24", for: "1.24")
    page.define(
      "the vector of all partial derivatives", at: "1.20", "intuition:6.1.1:gradient",
      by: "forwardGradient")
    page.verify("∇(x² + xy + 3y²) = (2x + y, x + 6y)", at: "1.22", "1.23", "intuition:6.1.1:size") {
      draw in
      let v = draw.vector(2, -3, 3)
      gradient(at: v) { bowl($0) } ≈ bowlʹ(v)
    }
    page.verify("(f(x + h, y) − f(x, y))/h = 2x + y + h, likewise in y", at: "1.19") { draw in
      let v = draw.vector(2, -3, 3)
      let h = draw.uniform(0.01, 1)
      let quotients = [(bowl(v + [h, 0]) - bowl(v)) / h, (bowl(v + [0, h]) - bowl(v)) / h]
      Vector(quotients) ≈ bowlʹ(v) + [h, 3 * h] ± (1e-12, "rounding, divided by h")
    }
    directions(page, point)
  }

  //: The rate of change along a unit vector d is the projection of the gradient on d.
  //:
  //:     ∇_d f = dᵀ∇f = ∇f · d                         (1.21)
  //:
  //: No direction can therefore rise faster than $‖∇f‖$, and the gradient's own does. The
  //: figure goes once around the point; the top of the wave is at the angle of the gradient. Of 18
  //: directions all around, the best is at most 10° away from it.

  /// The unit vector at an angle
  private static func direction(_ degrees: Double) -> Vector<Double> {
    [cos(degrees * .pi / 180), sin(degrees * .pi / 180)]
  }

  /// The rate of change at v along d
  private static func rate(_ v: Vector<Double>, _ d: Vector<Double>) -> Double {
    forwardDerivative(at: v, along: d) { bowl($0) }
  }

  /// cos ∠(v, w), 0 where one of them has no direction
  private static func cosine(_ v: Vector<Double>, _ w: Vector<Double>) -> Double {
    let lengths = v.l2Norm * w.l2Norm
    return lengths > 0 ? (v ⋅ w) / lengths : 0
  }

  private static func directions(_ page: Page, _ point: Vector<Double>) {
    let angles = (0...72).map { Double($0) * 5 }
    let rates = angles.map { rate(point, direction($0)) }
    let best = zip(angles, rates).max { $0.1 < $1.1 }?.0 ?? 0
    page.derive("best of \(angles.count) directions, in degrees", best)
    page.derive("cosine with the gradient", cosine(direction(best), bowlʹ(point)))
    let at = "(\(words(point[0])), \(words(point[1])))"
    page.plot(
      Plot(
        "Rate of change by direction", x: "angle in degrees", y: "dᵀ∇f",
        [Plot.Series("x² + xy + 3y² at \(at)", Array(zip(angles, rates)))]))

    //: That rate is the slope of f along the line $v + td$, a function of one number.

    page.verify("the rate of change along a unit vector d is dᵀ∇f", at: "1.21") { draw in
      let v = draw.vector(2, -3, 3)
      let d = direction(draw.uniform(0, 360))
      derivative(at: 0) { t in bowl(Vector(v) + t * Vector(d)) } ≈ d ⋅ bowlʹ(v)
    }
    page.verify(
      "no direction rises faster than ∇f or falls faster than −∇f", at: "1.2.2:steepest",
      "intuition:6.1.1:steepest"
    ) { draw in
      let v = draw.vector(2, -3, 3)
      let steepest = bowlʹ(v).l2Norm
      let offset = draw.uniform(0, 20)
      let rates = Vector((0..<18).map { rate(v, direction(offset + 20 * Double($0))) })
      rates.maxNorm ≤ steepest ± rounding
      steepest * cos(10 * .pi / 180) ≤ rates.entries.max()! ± rounding
    }
  }

  //: ### Matrices
  //:
  //: The derivative of a number by a matrix is a matrix of the same shape, entry by entry.
  //:
  //:     (∂f/∂A)ᵢⱼ = ∂f/∂aᵢⱼ                           (1.25)
  //:
  //: Four identities are enough for everything that follows; the last of them is already the
  //: gradient of a layer. Entry $wᵢⱼ$ acts on entry i of $Wx$ only, with the factor $xⱼ$, so that
  //: the derivative by it is $(Wx − y)ᵢ xⱼ$: the row $xᵀ$ comes to stand on the right.
  //:
  //:     ∂(aᵀx)/∂x = a
  //:     ∂(xᵀAx)/∂x = (A + Aᵀ)x
  //:     ∂tr(AᵀB)/∂A = B
  //:     ∂(½‖y − Wx‖²)/∂W = (Wx − y)xᵀ                 (1.26)

  private static func vectorsAndMatrices(_ page: Page) {
    page.define("∂f/∂A, a matrix of the shape of A", at: "1.25", by: "forwardGradient")
    page.verify("∂(aᵀx)/∂x = a", at: "1.2.3:linear") { draw in
      let (a, x) = (draw.vector(3), draw.vector(3))
      gradient(at: x) { Vector(a) ⋅ $0 } ≈ a
    }
    page.verify("∂(xᵀAx)/∂x = (A + Aᵀ)x, which is 2Ax if A = Aᵀ", at: "1.2.3:quadratic") { draw in
      let (A, x) = (draw.matrix(3, 3), draw.vector(3))
      let S = A + A.ᵀ
      gradient(at: x) { $0 ⋅ (Matrix(A) * $0) } ≈ S * x
      gradient(at: x) { $0 ⋅ (Matrix(S) * $0) } ≈ 2.0 * (S * x)
    }
    page.verify("∂tr(AᵀB)/∂A = B", at: "1.2.3:trace") { draw in
      let (A, B) = (draw.matrix(2, 3), draw.matrix(2, 3))
      gradient(at: A) { ($0.ᵀ * Matrix(B)).trace } ≈ B
    }
    page.verify("∂(½‖y − Wx‖²)/∂W = (Wx − y)xᵀ", at: "1.26") { draw in
      let (W, x, y) = (draw.matrix(2, 3), draw.vector(3), draw.vector(2))
      gradient(at: W) { halfSquaredError($0 * Vector(x), Vector(y)) } ≈ (W * x - y) * x.ᵀ
    }
  }
}
