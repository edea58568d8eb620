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

extension Backprop {
  static let calculus = Section(.foundations, "1.2", "Slopes, the chain rule, gradients") { page in
    let x = page.given(number: "x₀", ours: 1)
    func f<T: Scalar>(_ x: T) -> T { sin(x * x) }
    let slope = f(Dual(x, tangent: 1)).tangent

    // Rounding errors of double precision would be those of the C library's sine, another figure
    // on each system. A sine that is rounded from double to single precision is the same on all.
    let quotients = (2...14).map { k in
      let exponent = Double(k) / 2
      let (x, h) = (Float(x), Float(Double.pow(10, -exponent)))
      let oneSided = ((f(x + h) - f(x)) / h).value
      let twoSided = ((f(x + h) - f(x - h)) / (2 * h)).value
      return (
        exponent, oneSided: (oneSided - slope).absolute, twoSided: (twoSided - slope).absolute
      )
    }

    page.derive("fʹ(x₀)", slope)
    page.plot(
      Plot(
        "Error of a difference quotient of sin x² at 1", x: "−log₁₀ h", y: "error",
        isLogarithmic: true,
        [
          Plot.Series("(f(x + h) − f(x))/h", quotients.map { ($0.0, $0.oneSided) }),
          Plot.Series("(f(x + h) − f(x − h))/(2h)", quotients.map { ($0.0, $0.twoSided) }),
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
      let allowed = h.absolute * (2 + 4 * far * far) / 2
      let slope = f(Dual(x, tangent: 1)).tangent
      let error = ((f(x + h) - f(x)) / h - slope).absolute
      return [Evidence("error against the bound", error: max(0, error - allowed), bound: 1e-12)]
    }

    //: ### The chain rule
    //:
    //: A change of x by a small $dx$ changes $u = x²$ by $2x dx$, and $sin u$ by $cos(u) du$:
    //: factors multiply. Three functions in a row, $f(g(h(x)))$, have three factors, each taken
    //: where the one before has arrived.
    //:
    //:     dy/dx = dy/du · du/dx                         (1.16)
    //:     dy/dx = df/dg · dg/dh · dh/dx                 (1.17)
    //:     (d/dx) sin(x²) = cos(x²) · 2x = 2x cos(x²)    (1.18)

    page.verify("(d/dx) sin(x²) = 2x cos(x²)", at: "1.18", "1.16", "appendix:B.3:univariate") {
      draw in
      let x = draw.vector(1, -2, 2)
      func y<T: Scalar>(_ v: Vector<T>) -> T { f(v[0]) }
      return compareRates([2 * x[0] * cos(x[0] * x[0])], at: x, along: [1], y, y)
    }
    page.verify(
      "(d/dx) sin(exp(x²)) = cos(exp(x²)) · exp(x²) · 2x", at: "1.17", "intuition:6.2.1:scalar",
      "intuition:5.3:product"
    ) { draw in
      let x = draw.vector(1, -1, 1)
      func y<T: Scalar>(_ v: Vector<T>) -> T { sin(exp(v[0] * v[0])) }
      let g = exp(x[0] * x[0])
      return compareRates([cos(g) * g * (2 * x[0])], at: x, along: [1], y, y)
    }

    //: Where a number acts along several ways, the effects add up.
    //:
    //:     ∂L/∂w = Σᵢ ∂L/∂zᵢ · ∂zᵢ/∂w                    (appendix B.3)
    //:
    //: Here w reaches L through three intermediate numbers, $z₁ = w²$, $z₂ = sin w$ and
    //: $z₃ = exp(w)$, with $L = z₁z₂ + z₃$.

    page.verify("∂L/∂w = Σᵢ ∂L/∂zᵢ · ∂zᵢ/∂w over all ways", at: "appendix:B.3:multi") { draw in
      let w = draw.vector(1, -2, 2)
      func L<T: Scalar>(_ v: Vector<T>) -> T { v[0] * v[0] * sin(v[0]) + exp(v[0]) }
      let dLdz: Vector = [sin(w[0]), w[0] * w[0], 1]
      let dzdw: Vector = [2 * w[0], cos(w[0]), exp(w[0])]
      return compareRates([dLdz ⋅ dzdw], at: w, along: [1], L, L)
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

    let px = page.given(number: "x", at: "§1.2.2")
    let py = page.given(number: "y", at: "§1.2.2")
    let point: Vector = [px, py]
    func quadratic<T: Scalar>(_ v: Vector<T>) -> T {
      v[0] * v[0] + v[0] * v[1] + 3 * v[1] * v[1]
    }
    func partials(_ v: Vector<Double>) -> Vector<Double> {
      [2 * v[0] + v[1], v[0] + 6 * v[1]]
    }

    page.show("∇f", partials(point), at: "1.24", for: "1.24")
    page.define(
      "the vector of all partial derivatives", at: "1.20", "intuition:6.1.1:gradient",
      by: "forwardGradient")
    page.verify("∇(x² + xy + 3y²) = (2x + y, x + 6y)", at: "1.22", "1.23", "intuition:6.1.1:size") {
      draw in
      let v = draw.vector(2, -3, 3)
      return compare(partials(v), at: v, along: draw.vector(2), quadratic, quadratic, quadratic)
    }
    page.verify("(f(x + h, y) − f(x, y))/h = 2x + y + h, likewise in y", at: "1.19") { draw in
      let v = draw.vector(2, -3, 3)
      let h = draw.uniform(0.01, 1)
      let right: Vector = [(quadratic(v + [h, 0]) - quadratic(v)) / h, 0]
      let up: Vector = [0, (quadratic(v + [0, h]) - quadratic(v)) / h]
      let limits = partials(v) + [h, 3 * h]
      return [Evidence("quotients", error: distance(right + up, limits), bound: 1e-11)]
    }

    //: The rate of change along a unit vector d is the projection of the gradient on d.
    //:
    //:     ∇_d f = dᵀ∇f = ∇f · d                         (1.21)
    //:
    //: No direction can therefore rise faster than $‖∇f‖$, and the gradient's own does. The
    //: figure goes once around the point; the top of the wave is at the angle of the gradient.

    let angles = (0...72).map { Double($0) * 5 }
    func direction(_ degrees: Double) -> Vector<Double> {
      [cos(degrees * .pi / 180), sin(degrees * .pi / 180)]
    }
    func rate(_ v: Vector<Double>, _ d: Vector<Double>) -> Double {
      quadratic(Vector([Dual(v[0], tangent: d[0]), Dual(v[1], tangent: d[1])])).tangent
    }
    let best = angles.max { rate(point, direction($0)) < rate(point, direction($1)) } ?? 0
    page.derive("best of \(angles.count) directions, in degrees", best)
    page.derive("cosine with the gradient", cosine(direction(best), partials(point)))
    page.plot(
      Plot(
        "Rate of change by direction", x: "angle in degrees", y: "dᵀ∇f",
        [Plot.Series("x² + xy + 3y² at (1, 2)", angles.map { ($0, rate(point, direction($0))) })]))

    page.verify("the rate of change along a unit vector d is dᵀ∇f", at: "1.21") { draw in
      let v = draw.vector(2, -3, 3)
      let d = direction(draw.uniform(0, 360))
      let h = 1e-5
      let quotient = (quadratic(v + h * d) - quadratic(v - h * d)) / (2 * h)
      let projection = d ⋅ partials(v)
      return [
        Evidence("dual numbers", error: distance(projection, rate(v, d)), bound: 1e-13),
        Evidence("central differences", error: distance(projection, quotient), bound: 1e-9),
      ]
    }
    page.verify(
      "no direction rises faster than ∇f or falls faster than −∇f", at: "1.2.2:steepest",
      "intuition:6.1.1:steepest"
    ) { draw in
      let v = draw.vector(2, -3, 3)
      let steepest = partials(v).l2Norm
      let offset = draw.uniform(0, 20)
      let rates = (0..<18).map { rate(v, direction(offset + 20 * Double($0))) }
      // The best of 18 directions is at most 10° away from the very best.
      let reached = steepest * cos(10 * .pi / 180)
      return [
        Evidence("rise against ‖∇f‖", error: max(0, rates.max()! - steepest), bound: 1e-13),
        Evidence("fall against ‖∇f‖", error: max(0, -rates.min()! - steepest), bound: 1e-13),
        Evidence("best of 18 directions", error: max(0, reached - rates.max()!), bound: 1e-13),
      ]
    }

    //: ### Matrices
    //:
    //: The derivative of a number by a matrix is a matrix of the same shape, entry by entry.
    //:
    //:     (∂f/∂A)ᵢⱼ = ∂f/∂aᵢⱼ                           (1.25)
    //:
    //: Four identities are enough for everything that follows; the last of them is already the
    //: gradient of a layer.
    //:
    //:     ∂(aᵀx)/∂x = a
    //:     ∂(xᵀAx)/∂x = (A + Aᵀ)x
    //:     ∂tr(AᵀB)/∂A = B
    //:     ∂(½‖y − Wx‖²)/∂W = (Wx − y)xᵀ                 (1.26)

    page.define("∂f/∂A, a matrix of the shape of A", at: "1.25", by: "forwardGradient")
    page.verify("∂(aᵀx)/∂x = a", at: "1.2.3:linear") { draw in
      let (a, x) = (draw.vector(3), draw.vector(3))
      func f<T: Scalar>(_ x: Vector<T>) -> T { Vector<T>(a) ⋅ x }
      return compareRates(a, at: x, along: draw.vector(3), f, f)
    }
    page.verify("∂(xᵀAx)/∂x = (A + Aᵀ)x, which is 2Ax if A = Aᵀ", at: "1.2.3:quadratic") { draw in
      let (A, x) = (draw.matrix(3, 3), draw.vector(3))
      func f<T: Scalar>(_ x: Vector<T>) -> T { x ⋅ (Matrix<T>(A) * x) }
      let symmetric = A + A.ᵀ
      let twice = Evidence(
        "2Sx = (S + Sᵀ)x", error: distance(2.0 * (symmetric * x), (symmetric + symmetric.ᵀ) * x),
        bound: 1e-13)
      return compareRates((A + A.ᵀ) * x, at: x, along: draw.vector(3), f, f) + [twice]
    }
    page.verify("∂tr(AᵀB)/∂A = B", at: "1.2.3:trace") { draw in
      let (A, B) = (draw.matrix(2, 3), draw.matrix(2, 3))
      func f<T: Scalar>(_ a: Vector<T>) -> T {
        (Matrix(rows: 2, columns: 3, entries: a.entries).ᵀ * Matrix<T>(B)).trace
      }
      return compareRates(Vector(B.entries), at: Vector(A.entries), along: draw.vector(6), f, f)
    }
    page.verify("∂(½‖y − Wx‖²)/∂W = (Wx − y)xᵀ", at: "1.26") { draw in
      let (W, x, y) = (draw.matrix(2, 3), draw.vector(3), draw.vector(2))
      func f<T: Scalar>(_ w: Vector<T>) -> T {
        let W = Matrix(rows: 2, columns: 3, entries: w.entries)
        return halfSquaredError(W * Vector<T>(x), Vector<T>(y))
      }
      let gradient = (W * x - y) * x.ᵀ
      return compareRates(
        Vector(gradient.entries), at: Vector(W.entries), along: draw.vector(6), f, f)
    }
  }
}

/// cos ∠(v, w), 0 where one of them has no direction
func cosine(_ v: Vector<Double>, _ w: Vector<Double>) -> Double {
  let lengths = v.l2Norm * w.l2Norm
  return lengths > 0 ? (v ⋅ w) / lengths : 0
}

//: The checks of long gradients below use the directional derivative themselves. The tape gives
//: a whole gradient in one evaluation, but dual numbers and differences take one or two for
//: each entry; along one random direction they take no more than that for all entries together,
//: and an error in any of them shows with probability one.

/// Compares a gradient with three that were not derived by hand, two of them along d only.
func compare(
  _ gradient: Vector<Double>, at v: Vector<Double>, along d: Vector<Double>,
  _ forward: (Vector<Dual<Double>>) -> Dual<Double>,
  _ reverse: (Vector<Variable>) -> Variable, _ differences: (Vector<Double>) -> Double
) -> [Evidence] {
  let error = distance(gradient, reverseGradient(at: v, reverse))
  return compareRates(gradient, at: v, along: d, forward, differences)
    + [Evidence("tape", error: error, bound: 1e-13)]
}

/// Compares a gradient along d with dual numbers and with differences, for one direction each.
func compareRates(
  _ gradient: Vector<Double>, at v: Vector<Double>, along d: Vector<Double>,
  _ forward: (Vector<Dual<Double>>) -> Dual<Double>, _ differences: (Vector<Double>) -> Double
) -> [Evidence] {
  let h = 1e-5
  var (moved, above, below) = ([Dual<Double>](), v, v)
  moved.reserveCapacity(v.count)
  for i in v.indices {
    moved.append(Dual(v[i], tangent: d[i]))
    above[i] += h * d[i]
    below[i] -= h * d[i]
  }
  let rate = gradient ⋅ d
  let quotient = (differences(above) - differences(below)) / (2 * h)
  return [
    Evidence("dual numbers", error: distance(rate, forward(Vector(moved)).tangent), bound: 1e-13),
    Evidence("central differences", error: distance(rate, quotient), bound: 1e-8),
  ]
}
