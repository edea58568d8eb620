import Companion
import Mathematics

//: Where the gradient is zero, the second derivatives decide what kind of place it is, most of the
//: time. Training looks for the least loss:
//:
//:     ℒ(θ̂) = min ℒ(θ)                             (9.5)
//:
//: What descent finds is a critical point at best, and what that is depends on the Hessian:
//:
//:     ∇ℒ(θ) = 0                                   (9.6)
//:     H(θ) = ∇²ℒ(θ)                               (9.7)
//:
//: A dual number of dual numbers gives the second derivatives without a formula.

/// ∇²f(x), entry by entry from dual numbers of dual numbers (foundations (9.7))
func hessian(
  at x: Vector<Double>, _ f: (Vector<Dual<Dual<Double>>>) -> Dual<Dual<Double>>
) -> Matrix<Double> {
  var H = Matrix(repeating: 0.0, rows: x.count, columns: x.count)
  for i in x.indices {
    for j in 0...i {
      var v = Vector<Dual<Dual<Double>>>(x)
      v[i].tangent = 1
      v[j].primal.tangent = 1
      H[i, j] = f(v).tangent.tangent
      H[j, i] = H[i, j]
    }
  }
  return H
}

//: Its eigenvalues are the curvatures along axes that do not mix. Each rotation makes one entry
//: beside the diagonal zero and the others no larger together; after a few rounds only the
//: diagonal is left.

/// The eigenvalues of a symmetric matrix, rising, by Jacobi's rotations.
func eigenvalues(_ H: Matrix<Double>) -> [Double] {
  var A = H
  let one = Matrix(diagonal: Vector(repeating: 1.0, count: H.rows))
  for _ in 0..<30 {
    for i in 0..<H.rows {
      for j in 0..<i where A[i, j].magnitude > 1e-14 {
        let τ = (A[i, i] - A[j, j]) / (2 * A[i, j])
        let t = (τ >= 0 ? 1.0 : -1.0) / (τ.magnitude + (1 + τ * τ).squareRoot())
        let c = 1 / (1 + t * t).squareRoot()
        var R = one
        (R[i, i], R[j, j], R[i, j], R[j, i]) = (c, c, -t * c, t * c)
        A = R.ᵀ * A * R
      }
    }
  }
  return (0..<H.rows).map { A[$0, $0] }.sorted()
}

/// What the eigenvalues say about a critical point.
func kind(_ eigenvalues: [Double]) -> String {
  let edge = 1e-9
  let (up, down) = (eigenvalues.contains { $0 > edge }, eigenvalues.contains { $0 < -edge })
  if up && down { return "saddle" }
  guard !eigenvalues.contains(where: { $0.magnitude <= edge }) else { return "undecided" }
  return up ? "minimum" : "maximum"
}

extension Optimizers {
  static let criticalPoints = Section(.foundations, "9.3.1", "Where the gradient is zero") { page in
    page.define("the least loss over θ", at: "9.5", by: "descent")
    page.define("points where the gradient is zero", at: "9.6", by: "Critical")
    secondDerivatives(page)
    threeKinds(page)
    semidefinite(page)
    saddle(page)
    nonconvex(page)
    allZero(page)
  }

  //: Two ways to the same matrix: both derivatives from dual numbers, or the second from
  //: differences of gradients, one row for each. The rows do not know of each other, so that
  //: their symmetry is found and not built in.

  private static func secondDerivatives(_ page: Page) {
    func f<T: Scalar>(_ v: Vector<T>) -> T { sin(v[0] * v[1]) + exp(v[1] * v[2]) * tanh(v[0]) }
    page.verify("the Hessian is the slope of the gradient, and symmetric", at: "9.7") { draw in
      let θ = draw.vector(3)
      let rows = (0..<3).map { i in
        differenceGradient(at: θ) { forwardGradient(at: $0, f)[i] }.entries
      }
      let slopes = Matrix(rows) ± (1e-8, "central differences")
      hessian(at: θ, f) ≈ slopes
      Matrix(rows).ᵀ ≈ slopes
    }
  }
}

//: ### Three kinds, and a fourth
//:
//: Up to second order the function is what H makes of it. In the coordinates $cᵢ$ of x along the
//: eigenvectors of H no two axes mix, and what is left is a sum of parabolas:
//:
//:     f(x) − f(0) ≈ ½ xᵀHx = ½ Σᵢ λᵢcᵢ²
//:
//: If all $λᵢ$ are positive this is a bowl, and cubic terms cannot compete with it near 0. A
//: $λᵢ$ of zero leaves the floor along one direction to the next terms, which may do anything.
//: The two lines below are for $au² + bv²$ along turned axes, which is its own second order.

/// au² + bv² along axes that are turned by φ.
struct Turned {
  let (a, b, φ): (Double, Double, Double)

  /// u and v of a point.
  func axes<T: Scalar>(_ x: Vector<T>) -> Vector<T> {
    [T(cos(φ)) * x[0] + T(sin(φ)) * x[1], T(cos(φ)) * x[1] - T(sin(φ)) * x[0]]
  }
  func callAsFunction<T: Scalar>(_ x: Vector<T>) -> T {
    let c = axes(x)
    return T(a) * c[0] * c[0] + T(b) * c[1] * c[1]
  }
}

//: Next to these come powers that the Hessian does not see. All seven functions of the table have
//: gradient 0 at 0.

/// Functions of two variables with a critical point at 0.
enum Critical: String, CaseIterable {
  case bowl = "x² + y²"
  case dome = "−x² − y²"
  case pass = "x² − y²"
  case flatBowl = "x² + y⁴"
  case flatPass = "x² − y⁴"
  case shoulder = "x² + y³"
  case monkey = "x³ − 3xy²"

  func callAsFunction<T: Scalar>(_ v: Vector<T>) -> T {
    let (x, y) = (v[0], v[1])
    switch self {
    case .bowl: return x * x + y * y
    case .dome: return -(x * x) - y * y
    case .pass: return x * x - y * y
    case .flatBowl: return x * x + y.power(4)
    case .flatPass: return x * x - y.power(4)
    case .shoulder: return x * x + y.power(3)
    case .monkey: return x.power(3) - 3 * x * y * y
    }
  }
}

extension Optimizers {
  //: “Around” is what a walk on a small circle sees: the lowest and the highest value, divided by
  //: the largest size.

  /// The lowest and highest value on a small circle, divided by the largest size.
  private static func around(_ f: (Vector<Double>) -> Double) -> (low: Double, high: Double) {
    let values = (0..<24).map { k in
      let angle = Double(k) * .pi / 12
      return f([0.01 * cos(angle), 0.01 * sin(angle)])
    }
    let size = values.map(\.magnitude).max()!
    let clean = values.map { ($0 / size).magnitude < 1e-12 ? 0 : $0 / size }
    return (clean.min()!, clean.max()!)
  }

  private static func threeKinds(_ page: Page) {
    let example = (f: Turned(a: 2, b: -1, φ: 0.5), x: Vector([0.3, 0.4]))
    page.derivation("f(x) − f(0)", at: "9.3.1:class", of: example) { draw in
      let (a, b) = (draw.uniform(0.5, 2), -draw.uniform(0.5, 2))
      return (Turned(a: a, b: b, φ: draw.uniform(0, 6)), draw.vector(2))
    } lines: { f, x in
      let H = hessian(at: [0, 0]) { f($0) }
      let (λ, c) = (eigenvalues(H), f.axes(x))
      Line("½ xᵀHx", at: "9.7", 0.5 * (x ⋅ (H * x)))
      Line("½ Σᵢ λᵢcᵢ²", 0.5 * (λ[1] * c[0] * c[0] + λ[0] * c[1] * c[1]))
    } truth: { f, x in
      f(x) - f([0, 0])
    }
    page.table(
      "Critical points at 0", columns: ["f", "eigenvalues", "Hessian says", "around", "it is"],
      rows: Critical.allCases.map { f in
        let λ = eigenvalues(hessian(at: [0, 0]) { f($0) })
        let (low, high) = around { f($0) }
        let truth = low >= 0 ? "minimum" : high <= 0 ? "maximum" : "neither"
        return [f.rawValue, λ, kind(λ), [low, high], truth]
      }, digits: 2, at: "9.3.1:class")
  }

  //: The notes call a point a local minimum if the Hessian is positive *semi*definite. That is
  //: necessary and not enough: $x² − y⁴$ and $x² + y³$ have a semidefinite Hessian at 0 and fall
  //: away from it. Positive definite would be enough, and is more than is needed, as $x² + y⁴$
  //: shows. A point where an eigenvalue is zero is decided by higher terms.
  //:
  //: That definite is enough is tried with any cubic beside a definite form: near 0 the form wins.
  //: That semidefinite is necessary is seen at a minimum of another kind, a square and a fourth
  //: power of sums, which are lowest where the sums are 0.

  /// c₀x³ + c₁x²y + c₂xy² + c₃y³
  private static func cubic(_ c: Vector<Double>, _ v: Vector<Double>) -> Double {
    let (x, y) = (v[0], v[1])
    return c[0] * x * x * x + c[1] * x * x * y + c[2] * x * y * y + c[3] * y * y * y
  }

  /// (c₀x + c₁y)² + (c₂x + c₃y)⁴
  private static func powers<T: Scalar>(_ c: Vector<Double>, _ v: Vector<T>) -> T {
    (Vector<T>(c[0..<2]) ⋅ v).power(2) + (Vector<T>(c[2..<4]) ⋅ v).power(4)
  }

  private static func semidefinite(_ page: Page) {
    page.refute(
      "a critical point with H ⪰ 0 is a local minimum", at: "9.3.1:class",
      correction: "one with H ≻ 0 is, and at a local minimum H ⪰ 0; maxima likewise",
      why: "Right if “can be” is read as “is not excluded”"
    ) { draw in
      let (a, b) = (draw.uniform(0.5, 2), draw.uniform(0.5, 2))
      around { a * $0[0] * $0[0] - b * $0[1].power(4) }.low ≥ 0
    } corrected: { draw in
      let form = Turned(a: draw.uniform(0.5, 2), b: draw.uniform(0.5, 2), φ: 0)
      let c = draw.vector(4)
      around { form($0) + cubic(c, $0) }.low ≥ 0
      around { -form($0) + cubic(c, $0) }.high ≤ 0
      let λ = eigenvalues(hessian(at: [0, 0]) { powers(c, $0) })
      λ[0] ≥ 0 ± rounding
    }
  }

  //: With eigenvalues of both signs there is no doubt: some points near are higher and some are
  //: lower, whatever the higher terms are. The lower ones lie along the eigenvectors of the
  //: negative eigenvalues.

  private static func saddle(_ page: Page) {
    page.verify("a critical point with an indefinite H is a saddle", at: "9.3.1:class") { draw in
      let form = Turned(a: draw.uniform(0.5, 2), b: -draw.uniform(0.5, 2), φ: 0)
      let c = draw.vector(4)
      let (low, high) = around { form($0) + cubic(c, $0) }
      low < 0
      high > 0
    }
    page.refute(
      "a saddle point is a good point: nothing near is lower", at: "intuition:4.1.3:saddle",
      correction: "along an eigenvector whose eigenvalue is negative everything near is lower"
    ) { draw in
      let form = Turned(a: draw.uniform(0.5, 2), b: -draw.uniform(0.5, 2), φ: 0)
      around { form($0) }.low ≥ 0
    } corrected: { draw in
      let (a, b, φ) = (draw.uniform(0.5, 2), -draw.uniform(0.5, 2), draw.uniform(0, 6))
      let (c, t) = (draw.vector(4), draw.uniform(1e-3, 0.1))
      let x: Vector = [-t * sin(φ), t * cos(φ)]
      Turned(a: a, b: b, φ: φ)(x) + cubic(c, x) < 0
    }
  }

  //: ### Why a network cannot be convex
  //:
  //: Swap two hidden units and the network computes the same. If it fits the data, so does its
  //: twin, and if the loss were convex, so would everything on the way from one to the other.
  //: Halfway the two units have become one, and the fit is gone.

  /// Two tanh units side by side: a tanh(wx + b) for each, in the order w, b, a.
  private static func twoUnits<T: Scalar>(_ θ: Vector<T>, _ x: T) -> T {
    θ[2] * tanh(θ[0] * x + θ[1]) + θ[5] * tanh(θ[3] * x + θ[4])
  }

  /// The sum of its squared errors.
  private static func squaredErrors<T: Scalar>(
    _ θ: Vector<T>, _ x: Vector<Double>, _ y: Vector<Double>
  ) -> T {
    x.indices.reduce(T(0)) { $0 + (twoUnits(θ, T(x[$1])) - T(y[$1])).power(2) }
  }

  private static func nonconvex(_ page: Page) {
    page.verify(
      "between a perfect network and its twin with two units swapped the loss is above 0",
      at: "9.3.1:nonconvex", "intuition:4.5:nonconvex"
    ) { draw in
      let (a, b) = (draw.vector(3, 0.3, 2), draw.vector(3, -2, -0.3))
      let θ = Vector(a.entries + b.entries)
      let twin = Vector(b.entries + a.entries)
      let x = draw.vector(6, -2, 2)
      let y = x.map { twoUnits(θ, $0) }
      x.map { twoUnits(twin, $0) } ≈ y
      squaredErrors(0.5 * (θ + twin), x, y) > 1e-6
    }
  }

  //: All weights zero is a critical point of the same network: no unit has a reason to move
  //: first. Its Hessian has eigenvalues of both signs, two of each, and two zeros: a saddle
  //: with flat directions.

  private static func allZero(_ page: Page) {
    page.verify(
      "with all weights 0 a network of two tanh units is at a saddle with flat directions",
      at: "intuition:4.5:nonconvex"
    ) { draw in
      let (x, y) = (draw.vector(2, 0.5, 2), draw.vector(2, 0.5, 1))
      let zero = Vector(repeating: 0.0, count: 6)
      gradient(at: zero) { squaredErrors($0, x, y) } ≈ zero
      let λ = eigenvalues(hessian(at: zero) { squaredErrors($0, x, y) })
      λ.map { $0 > 1e-9 ? 1 : $0 < -1e-9 ? -1 : 0 } == [-1, -1, 0, 0, 1, 1]
    }
  }
}
