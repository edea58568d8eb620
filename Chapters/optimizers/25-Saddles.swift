import Companion
import Mathematics

//: The more dimensions a random landscape has, the more of its critical points are saddles. In one
//: dimension a critical point of a smooth random curve is a minimum or a maximum. In many
//: dimensions it would have to be a minimum along every axis at once, and that is a lot of
//: coincidences.

/// A sum of waves in random directions, a smooth random function of n variables.
struct RandomWaves {
  let directions: [[Double]]
  let phases: [Double]

  init(_ n: Int, waves: Int? = nil, _ draw: inout Generator) {
    directions = (0..<(waves ?? 6 + 4 * n)).map { _ in (0..<n).map { _ in draw.normal() } }
    phases = directions.map { _ in draw.uniform(0, 2 * .pi) }
  }

  func callAsFunction<T: Scalar>(_ x: Vector<T>) -> T {
    var sum: T = 0
    for (w, φ) in zip(directions, phases) { sum += cos((Vector<T>(Vector(w)) ⋅ x) + T(φ)) }
    return sum
  }

  /// ∇f and ∇²f, written out.
  func derivatives(_ x: [Double]) -> (g: [Double], H: [[Double]]) {
    let n = x.count
    var g = [Double](repeating: 0, count: n)
    var H = [[Double]](repeating: g, count: n)
    for k in directions.indices {
      let w = directions[k]
      var angle = phases[k]
      for i in 0..<n { angle += w[i] * x[i] }
      let (s, c) = (sin(angle), cos(angle))
      for i in 0..<n {
        g[i] -= w[i] * s
        for j in 0...i { H[i][j] -= w[i] * w[j] * c }
      }
    }
    for i in 0..<n { for j in 0..<i { H[j][i] = H[i][j] } }
    return (g, H)
  }

  /// A critical point near a start, by Newton's method; nil if it strays.
  func criticalPoint(from start: [Double]) -> (x: [Double], H: [[Double]])? {
    var x = start
    for _ in 0..<25 {
      let (g, H) = derivatives(x)
      let size = g.map(\.magnitude).max() ?? 0
      if size < 1e-10 { return (x, H) }
      let Δ = eliminated(H, g)
      guard Δ.allSatisfy({ $0.isFinite && $0.magnitude < 3 }) else { return nil }
      for i in x.indices { x[i] -= Δ[i] }
    }
    return nil
  }
}

/// How many eigenvalues of a symmetric matrix are negative: as many as pivots (Sylvester).
func negativeEigenvalues(_ H: [[Double]]) -> Int {
  var A = H
  var count = 0
  for i in A.indices {
    if A[i][i] < 0 { count += 1 }
    for j in (i + 1)..<A.count where j < A.count {
      let factor = A[j][i] / A[i][i]
      for k in i..<A.count { A[j][k] -= factor * A[i][k] }
    }
  }
  return count
}

extension Optimizers {
  static let saddles = Section(.foundations, "9.3.2", "Saddles by dimension") { page in
    page.verify("the written-out derivatives of the waves, by dual numbers") { draw in
      let waves = RandomWaves(2, waves: 3, &draw)
      let x = draw.vector(2)
      let (g, H) = waves.derivatives(x.entries)
      return [
        Evidence(
          "gradient", error: distance(Vector(g), forwardGradient(at: x) { waves($0) }), bound: 1e-13
        ),
        Evidence("Hessian", error: distance(Matrix(H), hessian(at: x) { waves($0) }), bound: 1e-12),
      ]
    }
    page.verify("there are as many negative pivots as negative eigenvalues") { draw in
      let A = draw.matrix(4, 4)
      let H = A + A.ᵀ
      let rows = (0..<4).map { H.row($0).entries }
      let counted = eigenvalues(H).filter { $0 < 0 }.count
      return [Evidence("Jacobi", error: distance(negativeEigenvalues(rows), counted), bound: 0)]
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

    let starts = page.isFull ? 4000 : 40
    var draw = Generator(seed: 9)
    let rows: [[any Showable]] = (1...5).map { n in
      if page.isFull { page.progress("critical points", Double(n) / 5) }
      var kinds = [0, 0, 0]  // minima, saddles, maxima
      for _ in 0..<starts {
        let waves = RandomWaves(n, &draw)
        let start = (0..<n).map { _ in draw.uniform(-1, 1) }
        guard let found = waves.criticalPoint(from: start) else { continue }
        let down = negativeEigenvalues(found.H)
        kinds[down == 0 ? 0 : down == n ? 2 : 1] += 1
      }
      let total = Double(max(1, kinds.reduce(0, +)))
      let model = (0..<starts * 2).filter { _ in isSaddle(n, &draw) }.count
      return [
        n, Int(total), Double(kinds[0]) / total, Double(kinds[1]) / total, Double(kinds[2]) / total,
        Double(model) / Double(starts * 2), 1 - Double.pow(0.5, Double(n - 1)),
      ]
    }
    page.table(
      "Critical points of random waves",
      columns: ["n", "found", "minima", "saddles", "maxima", "saddles, model", "n coins"],
      rows: rows, digits: 2, at: "9.3.2:saddles")
    page.verify(
      "from two dimensions on random waves have more saddles than maxima", at: "9.3.2:saddles",
      draws: 1
    ) { _ in
      let leads = rows.dropFirst().map { row -> Double in
        let (saddles, maxima) = (row[3] as? Double ?? 0, row[4] as? Double ?? 1)
        return saddles - maxima
      }
      return [Evidence("n = 2 to 5", holds: leads.min()! > 0)]
    }
    page.leave(
      "whether the losses of networks are like such waves: found by experiment",
      at: "9.3.2:saddles")
    page.leave(
      "whether the minima of large networks are wide is a finding of experiments",
      at: "intuition:4.5:landscape")

    //: ### Leaving a saddle
    //:
    //: On $½x² − ½y² + ¼y⁴$ descent that starts with $y = 0$ runs straight into the saddle and
    //: stays, since the slope across is exactly 0. Gradients with a little noise leave it: the
    //: error in y grows by the factor $1 + η$ in each step. They end near one of the two minima, at
    //: height −¼.

    var path = (plain: Vector<Double>([1, 0]), noisy: Vector<Double>([1, 0]))
    var heights: [(Double, Double, Double)] = []
    func slope(_ p: Vector<Double>) -> Vector<Double> { [p[0], -p[1] + p[1].power(3)] }
    func height(_ p: Vector<Double>) -> Double {
      (p[0] * p[0] - p[1] * p[1]) / 2 + p[1].power(4) / 4
    }
    for t in 0...120 {
      heights.append((Double(t), height(path.plain), height(path.noisy)))
      path.plain = stepped(path.plain, slope(path.plain), 0.1)
      path.noisy = stepped(path.noisy, slope(path.noisy) + draw.vector(2, -0.01, 0.01), 0.1)
    }
    page.plot(
      Plot(
        "Into a saddle, and out of it", x: "step", y: "height",
        [
          Plot.Series("exact gradient", heights.map { ($0.0, $0.1) }),
          Plot.Series("noisy gradient", heights.map { ($0.0, $0.2) }),
        ]), at: "9.3.2:escape")
    page.verify(
      "with noise descent leaves the saddle, without it stays", at: "9.3.2:escape",
      "intuition:4.5:escape"
    ) { draw in
      var (x, y, exact) = (draw.uniform(0.5, 2), 0.0, 0.0)
      for _ in 0..<400 {
        exact -= 0.1 * (-exact + exact * exact * exact)
        x -= 0.1 * x
        y -= 0.1 * (-y + y * y * y + draw.uniform(-0.01, 0.01))
      }
      return [
        Evidence("without", error: exact.magnitude, bound: 0),
        Evidence("with: |y| near 1", error: (y.magnitude - 1).magnitude, bound: 0.05),
      ]
    }

    //: Stronger noise also climbs out of a shallow minimum. $¼y⁴ − ½y² + 0.35y$ has one at 0.71,
    //: behind a barrier of 0.007, and a deep one at −1.14.

    page.verify(
      "with noise descent leaves a shallow minimum for the deep one, without it stays",
      at: "intuition:4.1.3:batch", "intuition:4.5:escape"
    ) { draw in
      let start = draw.uniform(0.6, 0.9)
      var (y, exact) = (start, start)
      func slope(_ y: Double) -> Double { y * y * y - y + 0.35 }
      for _ in 0..<1600 {
        exact -= 0.1 * slope(exact)
        y -= 0.1 * (slope(y) + draw.uniform(-1.5, 1.5))
      }
      return [
        Evidence("without: slope", error: slope(exact).magnitude, bound: 1e-3),
        Evidence("without: y above 0.6", error: max(0, 0.6 - exact), bound: 0),
        Evidence("with: y below 0", error: max(0, y), bound: 0),
      ]
    }
    page.leave(
      "whether the sharp minima of large networks are left so: found by experiment",
      at: "intuition:4.5:escape")
  }

  /// Whether a symmetric matrix of normal entries has eigenvalues of both signs.
  private static func isSaddle(_ n: Int, _ draw: inout Generator) -> Bool {
    var H = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
    for i in 0..<n {
      for j in 0...i {
        H[i][j] = draw.normal() * (i == j ? 2.0.squareRoot() : 1)
        H[j][i] = H[i][j]
      }
    }
    let down = negativeEigenvalues(H)
    return down > 0 && down < n
  }
}
