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

/// The eigenvalues of a symmetric matrix, rising, by Jacobi's rotations.
func eigenvalues(_ H: Matrix<Double>) -> [Double] {
  var A = (0..<H.rows).map { H.row($0).entries }
  let n = H.rows
  for _ in 0..<30 {
    var off = 0.0
    for i in 0..<n { for j in 0..<i { off += A[i][j] * A[i][j] } }
    if off < 1e-26 { break }
    for i in 0..<n {
      for j in 0..<i where A[i][j] != 0 {
        let τ = (A[i][i] - A[j][j]) / (2 * A[i][j])
        let t = (τ >= 0 ? 1.0 : -1.0) / (τ.magnitude + (1 + τ * τ).squareRoot())
        let c = 1 / (1 + t * t).squareRoot()
        let s = t * c
        for k in 0..<n {
          (A[k][j], A[k][i]) = (c * A[k][j] - s * A[k][i], s * A[k][j] + c * A[k][i])
        }
        for k in 0..<n {
          (A[j][k], A[i][k]) = (c * A[j][k] - s * A[i][k], s * A[j][k] + c * A[i][k])
        }
      }
    }
  }
  return (0..<n).map { A[$0][$0] }.sorted()
}

/// What the eigenvalues say about a critical point.
func kind(_ eigenvalues: [Double]) -> String {
  let edge = 1e-9
  let (up, down) = (eigenvalues.contains { $0 > edge }, eigenvalues.contains { $0 < -edge })
  if up && down { return "saddle" }
  guard !eigenvalues.contains(where: { $0.magnitude <= edge }) else { return "undecided" }
  return up ? "minimum" : "maximum"
}

/// Functions of two variables with a critical point at 0.
enum Critical {
  static func bowl<T: Scalar>(_ v: Vector<T>) -> T { v[0] * v[0] + v[1] * v[1] }
  static func dome<T: Scalar>(_ v: Vector<T>) -> T { -(v[0] * v[0]) - v[1] * v[1] }
  static func pass<T: Scalar>(_ v: Vector<T>) -> T { v[0] * v[0] - v[1] * v[1] }
  static func flatBowl<T: Scalar>(_ v: Vector<T>) -> T { v[0] * v[0] + v[1].power(4) }
  static func flatPass<T: Scalar>(_ v: Vector<T>) -> T { v[0] * v[0] - v[1].power(4) }
  static func shoulder<T: Scalar>(_ v: Vector<T>) -> T { v[0] * v[0] + v[1].power(3) }
  static func monkey<T: Scalar>(_ v: Vector<T>) -> T { v[0].power(3) - 3 * v[0] * v[1] * v[1] }
}

extension Optimizers {
  static let criticalPoints = Section(.foundations, "9.3.1", "Where the gradient is zero") { page in
    page.define("the least loss over θ", at: "9.5", by: "descent")
    page.define("points where the gradient is zero", at: "9.6", by: "Critical")
    page.verify("the Hessian is the slope of the gradient, and symmetric", at: "9.7") { draw in
      let θ = draw.vector(3)
      func f<T: Scalar>(_ v: Vector<T>) -> T { sin(v[0] * v[1]) + exp(v[1] * v[2]) * tanh(v[0]) }
      let H = hessian(at: θ, f)
      let rows = (0..<3).map { i in
        differenceGradient(at: θ) { forwardGradient(at: $0, f)[i] }.entries
      }
      return [
        Evidence("differences of gradients", error: distance(H, Matrix(rows)), bound: 1e-8)
      ]
    }

    //: ### Three kinds, and a fourth
    //:
    //: All seven functions have gradient 0 at 0. “Around” is what a walk on a small circle sees:
    //: the lowest and the highest value, divided by the largest size.

    //: Up to second order, with the coordinates $cᵢ$ of x along the eigenvectors of H,
    //:
    //:     f(x) − f(0) ≈ ½ Σᵢ λᵢcᵢ²
    //:
    //: If all $λᵢ$ are positive this is a bowl, and cubic terms cannot compete with it near 0. A
    //: $λᵢ$ of zero leaves the floor along one direction to the next terms, which may do anything.

    let functions: [(String, Matrix<Double>, (Vector<Double>) -> Double)] = [
      ("x² + y²", hessian(at: [0, 0], Critical.bowl), { Critical.bowl($0) }),
      ("−x² − y²", hessian(at: [0, 0], Critical.dome), { Critical.dome($0) }),
      ("x² − y²", hessian(at: [0, 0], Critical.pass), { Critical.pass($0) }),
      ("x² + y⁴", hessian(at: [0, 0], Critical.flatBowl), { Critical.flatBowl($0) }),
      ("x² − y⁴", hessian(at: [0, 0], Critical.flatPass), { Critical.flatPass($0) }),
      ("x² + y³", hessian(at: [0, 0], Critical.shoulder), { Critical.shoulder($0) }),
      ("x³ − 3xy²", hessian(at: [0, 0], Critical.monkey), { Critical.monkey($0) }),
    ]
    page.table(
      "Critical points at 0", columns: ["f", "eigenvalues", "Hessian says", "around", "it is"],
      rows: functions.map { name, H, f in
        let (low, high) = around(f)
        let truth = low >= 0 ? "minimum" : high <= 0 ? "maximum" : "neither"
        return [name, eigenvalues(H), kind(eigenvalues(H)), [low, high], truth]
      }, digits: 2, at: "9.3.1:class")

    //: The notes call a point a local minimum if the Hessian is positive *semi*definite. That is
    //: necessary and not enough: $x² − y⁴$ and $x² + y³$ have a semidefinite Hessian at 0 and fall
    //: away from it. Positive definite would be enough, and is more than is needed, as $x² + y⁴$
    //: shows. A point where an eigenvalue is zero is decided by higher terms.

    page.refute(
      "a critical point with H ⪰ 0 is a local minimum", at: "9.3.1:class",
      correction: "one with H ≻ 0 is, and at a local minimum H ⪰ 0; maxima likewise",
      why: "Right if “can be” is read as “is not excluded”"
    ) { draw in
      let (a, b) = (draw.uniform(0.5, 2), draw.uniform(0.5, 2))
      let (low, _) = around { a * $0[0] * $0[0] - b * $0[1].power(4) }
      return [Evidence("a x² − b y⁴, on a circle", error: max(0, -low), bound: 0)]
    } corrected: { draw in
      // A definite quadratic form and any cubic: near 0 the form wins.
      let (a, b, c) = (draw.uniform(0.5, 2), draw.uniform(0.5, 2), draw.vector(4))
      let (low, _) = around { v in
        a * v[0] * v[0] + b * v[1] * v[1] + cubic(c, v[0], v[1])
      }
      // A square and a fourth power are lowest at 0.
      func sum<T: Scalar>(_ v: Vector<T>) -> T {
        let s = T(c[0]) * v[0] + T(c[1]) * v[1]
        return s * s + (T(c[2]) * v[0] + T(c[3]) * v[1]).power(4)
      }
      let flat = eigenvalues(hessian(at: [0, 0], sum))
      return [
        Evidence("definite and a cubic, on a circle", error: max(0, -low), bound: 0),
        Evidence("at a minimum", error: max(0, -flat.min()!), bound: 1e-15),
      ]
    }
    page.verify("a critical point with an indefinite H is a saddle", at: "9.3.1:class") { draw in
      let (a, b, c) = (draw.uniform(0.5, 2), draw.uniform(0.5, 2), draw.vector(4))
      let (low, high) = around { v in
        a * v[0] * v[0] - b * v[1] * v[1] + cubic(c, v[0], v[1])
      }
      return [Evidence("higher and lower", holds: low < 0 && high > 0)]
    }
    page.refute(
      "a saddle point is a good point: nothing near is lower", at: "intuition:4.1.3:saddle",
      correction: "along an eigenvector whose eigenvalue is negative everything near is lower"
    ) { draw in
      let (a, b) = (draw.uniform(0.5, 2), draw.uniform(0.5, 2))
      return [
        Evidence(
          "on a circle", error: max(0, -around { a * $0[0] * $0[0] - b * $0[1] * $0[1] }.low),
          bound: 0)
      ]
    } corrected: { draw in
      // A form a u² − b v² along two turned axes, and any cubic.
      let (a, b, φ) = (draw.uniform(0.5, 2), draw.uniform(0.5, 2), draw.uniform(0, 6))
      let (c, t) = (draw.vector(4), draw.uniform(1e-3, 0.1))
      let (x, y) = (-t * sin(φ), t * cos(φ))
      let (u, v) = (cos(φ) * x + sin(φ) * y, -sin(φ) * x + cos(φ) * y)
      let f = a * u * u - b * v * v + cubic(c, x, y)
      return [Evidence("along v", error: max(0, f), bound: 0)]
    }

    //: ### Why a network cannot be convex
    //:
    //: Swap two hidden units and the network computes the same. If it fits the data, so does its
    //: twin, and if the loss were convex, so would everything on the way from one to the other.
    //: Halfway the two units have become one, and the fit is gone.

    page.verify(
      "between a perfect network and its twin with two units swapped the loss is above 0",
      at: "9.3.1:nonconvex", "intuition:4.5:nonconvex"
    ) { draw in
      let (a, b) = (draw.vector(3, 0.3, 2), draw.vector(3, -2, -0.3))
      let θ = Vector(a.entries + b.entries)
      let twin = Vector(b.entries + a.entries)
      let x = draw.vector(6, -2, 2).entries
      func loss(_ p: Vector<Double>) -> Double {
        mean(x.map { (twoUnits(p, $0) - twoUnits(θ, $0)).power(2) })
      }
      return [
        Evidence("the twin", error: loss(twin), bound: 1e-29),
        Evidence("halfway", holds: loss(0.5 * (θ + twin)) > 1e-6),
      ]
    }

    //: All weights zero is a critical point of the same network: no unit has a reason to move
    //: first. Its Hessian has eigenvalues of both signs, two of each, and two zeros: a saddle
    //: with flat directions.

    page.verify(
      "with all weights 0 a network of two tanh units is at a saddle with flat directions",
      at: "intuition:4.5:nonconvex"
    ) { draw in
      let (x, y) = (draw.vector(2, 0.5, 2), draw.vector(2, 0.5, 1))
      func loss<T: Scalar>(_ θ: Vector<T>) -> T {
        (0..<2).reduce(T(0)) { $0 + (twoUnits(θ, T(x[$1])) - T(y[$1])).power(2) }
      }
      let zero = Vector(repeating: 0.0, count: 6)
      let λ = eigenvalues(hessian(at: zero, loss))
      let signs = λ.map { $0 > 1e-9 ? 1 : $0 < -1e-9 ? -1 : 0 }
      return [
        Evidence("slope", error: forwardGradient(at: zero, loss).maxNorm, bound: 0),
        Evidence("signs", error: distance(signs, [-1, -1, 0, 0, 1, 1]), bound: 0),
      ]
    }
  }

  /// c₀x³ + c₁x²y + c₂xy² + c₃y³
  private static func cubic(_ c: Vector<Double>, _ x: Double, _ y: Double) -> Double {
    c[0] * x * x * x + c[1] * x * x * y + c[2] * x * y * y + c[3] * y * y * y
  }

  /// Two tanh units side by side: a tanh(wx + b) for each, in the order w, b, a.
  private static func twoUnits<T: Scalar>(_ θ: Vector<T>, _ x: T) -> T {
    θ[2] * tanh(θ[0] * x + θ[1]) + θ[5] * tanh(θ[3] * x + θ[4])
  }

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
}
