import Companion
import Mathematics

//: The more dimensions a random landscape has, the more of its critical points are saddles. In one
//: dimension a critical point of a smooth random curve is a minimum or a maximum. In many
//: dimensions it would have to be a minimum along every axis at once, and that is a lot of
//: coincidences.
//:
//: The landscape is a sum of waves. Its derivatives are short, since a wave changes along its own
//: direction w only: the slope is $−sin$ times w, the Hessian $−cos$ times $wwᵀ$.

/// A sum of waves in random directions, a smooth random function of n variables.
struct RandomWaves {
  let directions: [Vector<Double>]
  let phases: [Double]

  init(_ n: Int, waves: Int? = nil, _ draw: inout Generator) {
    directions = (0..<(waves ?? 6 + 4 * n)).map { _ in
      Vector((0..<n).map { _ in draw.normal() })
    }
    phases = directions.map { _ in draw.uniform(0, 2 * .pi) }
  }

  func callAsFunction<T: Scalar>(_ x: Vector<T>) -> T {
    zip(directions, phases).reduce(T(0)) { $0 + cos((Vector<T>($1.0) ⋅ x) + T($1.1)) }
  }

  /// ∇f and ∇²f, written out.
  func derivatives(_ x: Vector<Double>) -> (g: Vector<Double>, H: Matrix<Double>) {
    var g = Vector(repeating: 0.0, count: x.count)
    var H = Matrix(repeating: 0.0, rows: x.count, columns: x.count)
    for (w, φ) in zip(directions, phases) {
      let angle = (w ⋅ x) + φ
      g -= sin(angle) * w
      H -= cos(angle) * (w * w.ᵀ)
    }
    return (g, H)
  }

  //: Newton's method goes where the gradient would be zero if the Hessian stayed as it is. That is
  //: a minimum, a saddle or a maximum alike, whichever is near. Where the Hessian is almost
  //: singular a step leads far away, and that start is given up.

  /// A critical point near a start, by Newton's method; nil if it strays.
  func criticalPoint(from start: Vector<Double>) -> (x: Vector<Double>, H: Matrix<Double>)? {
    var x = start
    for _ in 0..<25 {
      let (g, H) = derivatives(x)
      if g.maxNorm < 1e-10 { return (x, H) }
      let Δ = solve(H, g)
      guard Δ.entries.allSatisfy({ $0.isFinite && $0.magnitude < 3 }) else { return nil }
      x -= Δ
    }
    return nil
  }
}

//: What kind a critical point is needs no eigenvalues, only how many of them are negative. As many
//: as pivots are, says Sylvester's law, and elimination finds those.

/// How many eigenvalues of a symmetric matrix are negative: as many as pivots (Sylvester).
func negativeEigenvalues(_ H: Matrix<Double>) -> Int {
  var A = H
  for i in 0..<A.rows {
    for j in 0..<A.rows where j > i {
      let factor = A[j, i] / A[i, i]
      for k in i..<A.rows { A[j, k] -= factor * A[i, k] }
    }
  }
  return (0..<A.rows).filter { A[$0, $0] < 0 }.count
}

extension Optimizers {
  static let saddles = Section(.foundations, "9.3.2", "Saddles by dimension") { page in
    page.verify("the written-out derivatives of the waves, by dual numbers") { draw in
      let waves = RandomWaves(2, waves: 3, &draw)
      let x = draw.vector(2)
      let (g, H) = waves.derivatives(x)
      gradient(at: x) { waves($0) } ≈ g
      hessian(at: x) { waves($0) } ≈ H
    }
    page.verify("there are as many negative pivots as negative eigenvalues") { draw in
      let A = draw.matrix(4, 4)
      negativeEigenvalues(A + A.ᵀ) == eigenvalues(A + A.ᵀ).filter { $0 < 0 }.count
    }
    var draw = Generator(seed: 9)
    counted(page, &draw)
    leavingASaddle(page, &draw)
    leavingAMinimum(page)
  }

  //: ### Counted
  //:
  //: Newton's method from random starts finds critical points of any kind. Beside their shares
  //: stands a model: symmetric matrices of independent normal entries, whose eigenvalues repel
  //: each other and so are all of one sign more rarely than n coins are. In two dimensions
  //: half of the critical points of an endless landscape are saddles: between the hills there
  //: must be passes. The model has more of them: in a landscape the curvatures along all axes
  //: share a part, since high points bend down along each of them and low ones up, while the
  //: model draws every entry by itself.

  /// Minima, saddles and maxima among the critical points of random waves.
  private static func kinds(_ n: Int, _ starts: Int, _ draw: inout Generator) -> [Int] {
    var kinds = [0, 0, 0]
    for _ in 0..<starts {
      let waves = RandomWaves(n, &draw)
      guard let found = waves.criticalPoint(from: draw.vector(n)) else { continue }
      let down = negativeEigenvalues(found.H)
      kinds[down == 0 ? 0 : down == n ? 2 : 1] += 1
    }
    return kinds
  }

  /// Whether a symmetric matrix of normal entries has eigenvalues of both signs.
  private static func isSaddle(_ n: Int, _ draw: inout Generator) -> Bool {
    var H = Matrix(repeating: 0.0, rows: n, columns: n)
    for i in 0..<n {
      for j in 0...i {
        H[i, j] = draw.normal() * (i == j ? 2.0.squareRoot() : 1)
        H[j, i] = H[i, j]
      }
    }
    return (1..<max(n, 1)).contains(negativeEigenvalues(H))
  }

  //: That saddles outnumber maxima is what the notes say, and what the table must show. They say
  //: nothing of minima, of which there are as many as maxima here: the waves have no preferred
  //: sign, while the loss of a network is bounded below and has one.

  private static func counted(_ page: Page, _ draw: inout Generator) {
    let starts = page.isFull ? 4000 : 40
    let found = (1...5).map { n -> (n: Int, total: Int, shares: [Double], model: Double) in
      if page.isFull { page.progress("critical points", Double(n) / 5) }
      let kinds = kinds(n, starts, &draw)
      let total = kinds.reduce(0, +)
      let model = (0..<starts * 2).filter { _ in isSaddle(n, &draw) }.count
      return (
        n, total, kinds.map { Double($0) / Double(max(1, total)) },
        Double(model) / Double(starts * 2)
      )
    }
    page.table(
      "Critical points of random waves",
      columns: ["n", "found", "minima", "saddles", "maxima", "saddles, model", "n coins"],
      rows: found.map { row in
        let coins = 1 - Double.pow(0.5, Double(row.n - 1))
        return [row.n, row.total] + row.shares + [row.model, coins]
      }, digits: 2, at: "9.3.2:saddles")
    page.check(
      "in two to five dimensions random waves have more saddles than maxima", at: "9.3.2:saddles"
    ) {
      for row in found.dropFirst() { row.shares[1] > row.shares[2] }
    }
    page.leave(
      "whether the losses of networks are like such waves: found by experiment",
      at: "9.3.2:saddles")
    page.leave(
      "whether the minima of large networks are wide is a finding of experiments",
      at: "intuition:4.5:landscape")
  }

  //: ### Leaving a saddle
  //:
  //: On $½x² − ½y² + ¼y⁴$ descent that starts with $y = 0$ runs straight into the saddle and
  //: stays, since the slope across is exactly 0. Gradients with a little noise leave it: the
  //: error in y grows by the factor $1 + η$ in each step. They end near one of the two minima, at
  //: height −¼.

  /// Descent on the line with a rate of 0.1 and noise in the slope.
  private static func walked(
    from y: Double, steps: Int, _ slope: (Double) -> Double, noise: () -> Double = { 0 }
  ) -> Double {
    (0..<steps).reduce(y) { y, _ in y - 0.1 * (slope(y) + noise()) }
  }

  private static func leavingASaddle(_ page: Page, _ draw: inout Generator) {
    let across = { (y: Double) in y * y * y - y }
    var (plain, noisy): (Vector<Double>, Vector<Double>) = ([1, 0], [1, 0])
    var (exact, shaken): ([(Double, Double)], [(Double, Double)]) = ([], [])
    func height(_ p: Vector<Double>) -> Double {
      (p[0] * p[0] - p[1] * p[1]) / 2 + p[1].power(4) / 4
    }
    for t in 0...120 {
      exact.append((Double(t), height(plain)))
      shaken.append((Double(t), height(noisy)))
      plain = stepped(plain, [plain[0], across(plain[1])], 0.1)
      let noise = draw.vector(2, -0.01, 0.01)
      noisy = stepped(noisy, [noisy[0], across(noisy[1])] + noise, 0.1)
    }
    page.plot(
      Plot(
        "Into a saddle, and out of it", x: "step", y: "height",
        [Plot.Series("exact gradient", exact), Plot.Series("noisy gradient", shaken)]),
      at: "9.3.2:escape")
    page.verify(
      "with noise descent leaves the saddle, without it stays", at: "9.3.2:escape",
      "intuition:4.5:escape"
    ) { draw in
      walked(from: 0, steps: 400, across) == 0
      let end = walked(from: 0, steps: 400, across) { draw.uniform(-0.01, 0.01) }
      end.magnitude ≈ 1 ± (0.05, "the noise goes on")
    }
  }

  //: Stronger noise also climbs out of a shallow minimum. $¼y⁴ − ½y² + 0.35y$ has one at 0.71,
  //: behind a barrier of 0.007, and a deep one at −1.14.

  private static func leavingAMinimum(_ page: Page) {
    let slope = { (y: Double) in y * y * y - y + 0.35 }
    page.verify(
      "with noise descent leaves a shallow minimum for the deep one, without it stays",
      at: "intuition:4.1.3:batch", "intuition:4.5:escape"
    ) { draw in
      let start = draw.uniform(0.6, 0.9)
      let end = walked(from: start, steps: 1600, slope)
      slope(end) ≈ 0
      end ≥ 0.6
      walked(from: start, steps: 1600, slope) { draw.uniform(-1.5, 1.5) } ≤ 0
    }
    page.leave(
      "whether the sharp minima of large networks are left so: found by experiment",
      at: "intuition:4.5:escape")
  }
}
