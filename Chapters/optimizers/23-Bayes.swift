import Companion
import Mathematics

//: Grid and random search forget what they have seen; Bayesian optimization keeps a model of it.
//: The model is a Gaussian process: for each setting not yet tried, a guess of the loss and how
//: sure it is. Its values at any settings a and b are normal together, with
//:
//:     E[f(a)] = μ(a),  Cov(f(a), f(b)) = k(a, b)   (13.10)
//:
//: Here the mean is 0, and the kernel falls with the distance:
//:
//:     μ(a) = 0,  k(a, b) = exp(−(a − b)²/(2ℓ²))
//:
//: The next trial goes where the expected improvement on the best so far is largest, either because
//: the guess is low or because nothing is known there.

/// A Gaussian process on the line with mean 0 and kernel exp(−(a − b)²/(2ℓ²)), after observations.
struct GaussianProcess {
  let x: [Double]
  let ℓ: Double
  /// The Cholesky factor of K + 10⁻⁸ I, row by row.
  private let root: [[Double]]
  private let weights: [Double]

  init(_ x: [Double], _ y: [Double], ℓ: Double = 0.12) {
    (self.x, self.ℓ) = (x, ℓ)
    var root: [[Double]] = []
    for i in x.indices {
      var row = [Double](repeating: 0, count: i + 1)
      for j in 0...i {
        var sum = Self.kernel(x[i], x[j], ℓ) + (i == j ? 1e-8 : 0)
        for k in 0..<j { sum -= row[k] * (j == i ? row[k] : root[j][k]) }
        row[j] = i == j ? max(sum, 1e-12).squareRoot() : sum / root[j][j]
      }
      root.append(row)
    }
    self.root = root
    weights = Self.solveBack(root, Self.solve(root, y))
  }

  static func kernel(_ a: Double, _ b: Double, _ ℓ: Double) -> Double {
    exp(-(a - b) * (a - b) / (2 * ℓ * ℓ))
  }

  /// L u = y, from the first entry on.
  private static func solve(_ L: [[Double]], _ y: [Double]) -> [Double] {
    var u = y
    for i in y.indices {
      for j in 0..<i { u[i] -= L[i][j] * u[j] }
      u[i] /= L[i][i]
    }
    return u
  }

  /// Lᵀ w = u, from the last entry on.
  private static func solveBack(_ L: [[Double]], _ u: [Double]) -> [Double] {
    var w = u
    for i in u.indices.reversed() {
      for j in (i + 1)..<u.count where j < u.count { w[i] -= L[j][i] * w[j] }
      w[i] /= L[i][i]
    }
    return w
  }

  /// Mean and variance of f(t), given the observations.
  func predict(_ t: Double) -> (mean: Double, variance: Double) {
    let k = x.map { Self.kernel($0, t, ℓ) }
    var mean = 0.0
    for i in k.indices { mean += k[i] * weights[i] }
    let v = Self.solve(root, k)
    return (mean, max(0, 1 - v.reduce(0) { $0 + $1 * $1 }))
  }
}

/// The density of the normal distribution.
func normalDensity(_ z: Double) -> Double { exp(-z * z / 2) / (2 * Double.pi).squareRoot() }

/// Φ(z), from the series ½ + φ(z)(z + z³/3 + z⁵/15 + …)
func normalCumulative(_ z: Double) -> Double {
  if z.magnitude > 6 { return z > 0 ? 1 : 0 }
  var (term, sum, n) = (z, z, 1.0)
  while term.magnitude > 1e-17 {
    n += 2
    term *= z * z / n
    sum += term
  }
  return 0.5 + sum * normalDensity(z)
}

/// The expectation of max(0, best − f) for f normal with the given mean and deviation.
func expectedImprovement(_ mean: Double, _ deviation: Double, best: Double) -> Double {
  guard deviation > 1e-9 else { return max(0, best - mean) }
  let z = (best - mean) / deviation
  return (best - mean) * normalCumulative(z) + deviation * normalDensity(z)
}

extension Optimizers {
  /// A loss with four dips, the deepest near 0.82.
  static func dips(_ x: Double) -> Double {
    sin(13 * x) * 0.6 + cos(27 * x) * 0.3 + (x - 0.7) * (x - 0.7)
  }

  static let bayes = Section(.foundations, "13.3.3", "Bayesian optimization on a line") { page in
    page.define("a Gaussian process with mean 0", at: "13.10", by: "GaussianProcess")
    page.define("fit, maximize the acquisition, try, repeat", at: "13.3.3:steps", by: "explored")

    //: ### A few steps
    //:
    //: Two trials to begin with, at 0.2 and 0.9. The figure shows the loss, the guess after five
    //: more trials, and where these were made.

    //: The kernel says how much the loss at two settings has to do with each other: everything if
    //: they are equal, next to nothing if they are three lengths $ℓ = 0.12$ apart. That choice is
    //: the whole prior knowledge. Far from all trials the guess returns to the mean 0 and the
    //: deviation to 1.

    let candidates = (0...50).map { Double($0) / 50 }
    let trials = explored(from: [0.2, 0.9], candidates, steps: 5)
    let process = GaussianProcess(trials, trials.map(dips))
    page.table(
      "Trial after trial", columns: ["trial", "x", "loss", "best so far"],
      rows: trials.indices.map { i in
        [i + 1, trials[i], dips(trials[i]), trials[...i].map(dips).min()!]
      }, at: "13.3.3:steps")
    page.plot(
      Plot(
        "Seven trials and the guess between them", x: "setting", y: "loss",
        [
          Plot.Series("loss", candidates.map { ($0, dips($0)) }),
          Plot.Series("guess", candidates.map { ($0, process.predict($0).mean) }),
          .points("trials", trials.map { ($0, dips($0)) }),
        ]))
    page.plot(
      Plot(
        "Expected improvement before each of three trials", x: "setting",
        y: "expected improvement",
        (2...4).map { n in
          let known = Array(trials[..<n])
          let process = GaussianProcess(known, known.map(dips))
          let best = known.map(dips).min() ?? 0
          return Plot.Series(
            "trial \(n + 1), at \(trials[n])",
            candidates.map { x in
              let (mean, variance) = process.predict(x)
              return (x, expectedImprovement(mean, max(0, variance).squareRoot(), best: best))
            })
        }))
    page.plot(
      Plot(
        "How unsure the guess is", x: "setting", y: "standard deviation",
        [
          Plot.Series(
            "deviation", candidates.map { ($0, process.predict($0).variance.squareRoot()) })
        ]))

    //: The guess runs through the trials and is sure of them; its formula is that of the best
    //: linear prediction, found a second time by elimination. With the kernel between the trials in
    //: **K**, and between them and a setting t in **k**:
    //:
    //:     E[f(t)] = kᵀK⁻¹y,  Var(f(t)) = 1 − kᵀK⁻¹k
    //:
    //: The expected improvement is an integral, and equals it.

    page.verify("the guess goes through the trials, without doubt", at: "13.10") { draw in
      let (x, y) = separated(&draw)
      let process = GaussianProcess(x, y)
      let guesses = x.map { process.predict($0) }
      return [
        Evidence("mean", error: distance(guesses.map(\.mean), y), bound: 1e-5),
        Evidence("variance", error: guesses.map(\.variance).max()!, bound: 1e-7),
      ]
    }
    page.verify("the mean is kᵀK⁻¹y, the variance 1 − kᵀK⁻¹k", at: "13.10") { draw in
      let (x, y) = separated(&draw)
      let (process, t) = (GaussianProcess(x, y), draw.uniform())
      let K = x.map { a in x.map { GaussianProcess.kernel(a, $0, 0.12) + (a == $0 ? 1e-8 : 0) } }
      let k = x.map { GaussianProcess.kernel($0, t, 0.12) }
      let w = eliminated(K, k)
      let mean = zip(w, y).reduce(0) { $0 + $1.0 * $1.1 }
      let variance = 1 - zip(w, k).reduce(0) { $0 + $1.0 * $1.1 }
      let guess = process.predict(t)
      return [
        Evidence("elimination, mean", error: distance(guess.mean, mean), bound: 1e-11),
        Evidence("elimination, variance", error: distance(guess.variance, variance), bound: 1e-11),
      ]
    }
    //: For a guess μ that is off by σ, and with $z = (y_best − μ)/σ$, the integral is
    //:
    //:     E[max(0, y_best − f)] = (y_best − μ)Φ(z) + σφ(z)
    //:
    //: The two terms of the expected improvement are the two motives in one sum: the first is large
    //: where the guess is low, the second where little is known. No weight between them has to be
    //: chosen.

    page.verify(
      "the expected improvement is the integral of $max(0, y_best − f)$", at: "13.3.3:steps"
    ) { draw in
      let (μ, σ, best) = (draw.uniform(-1, 1), draw.uniform(0.2, 1), draw.uniform(-1, 1))
      // Simpson's rule over eight deviations below the kink.
      let low = best - 8 * σ - (best - μ).absolute
      let h = (best - low) / 200
      var sum = 0.0
      for i in 0...200 {
        let f = low + Double(i) * h
        let weight = i == 0 || i == 200 ? 1.0 : i % 2 == 0 ? 2 : 4
        sum += weight * (best - f) * normalDensity((f - μ) / σ) / σ
      }
      return [
        Evidence(
          "Simpson", error: distance(expectedImprovement(μ, σ, best: best), sum * h / 3),
          bound: 1e-6)
      ]
    }

    //: ### Against random search
    //:
    //: Each step costs a factorization, $n³/6$ products for n trials, and looks at all candidates.
    //: What that buys is counted in trials: the mean distance of the best loss from the lowest,
    //: after the same number of trials from the same two starts.

    let seeds = page.isFull ? max(200, page.trials) : 4
    let lowest = candidates.map(dips).min()!
    var draw = Generator(seed: 3)
    let counts = [4, 8, 12]
    var (guided, blind) = ([0.0, 0, 0], [0.0, 0, 0])
    for seed in 0..<seeds {
      if page.isFull { page.progress("Bayesian optimization", Double(seed + 1) / Double(seeds)) }
      let starts = [candidates[draw.below(51)], candidates[draw.below(51)]]
      let smart = explored(from: starts, candidates, steps: 10).map(dips)
      let random = (starts + (0..<10).map { _ in candidates[draw.below(51)] }).map(dips)
      for (i, n) in counts.enumerated() {
        guided[i] += (smart[..<n].min()! - lowest) / Double(seeds)
        blind[i] += (random[..<n].min()! - lowest) / Double(seeds)
      }
    }
    page.table(
      "Mean regret over \(seeds) seeds", columns: ["trials", "Bayesian", "random"],
      rows: counts.indices.map { [counts[$0], guided[$0], blind[$0]] }, at: "13.3.3:cost")
    page.leave(
      "how many trials it saves in general: that depends on the loss", at: "13.3.3:cost")
  }

  /// Trials that begin as given and go on where the expected improvement is largest.
  static func explored(from starts: [Double], _ candidates: [Double], steps: Int) -> [Double] {
    var x = starts
    var y = starts.map(dips)
    for _ in 0..<steps {
      let process = GaussianProcess(x, y)
      let best = y.min()!
      var (chosen, largest) = (candidates[0], -1.0)
      for candidate in candidates where !x.contains(candidate) {
        let (mean, variance) = process.predict(candidate)
        let improvement = expectedImprovement(mean, variance.squareRoot(), best: best)
        // Of candidates that differ by rounding alone, as on both sides of a single trial, the first.
        if improvement > largest + 1e-12 { (chosen, largest) = (candidate, improvement) }
      }
      x.append(chosen)
      y.append(dips(chosen))
    }
    return x
  }

  /// Four points at least 0.15 apart, and values.
  private static func separated(_ draw: inout Generator) -> ([Double], [Double]) {
    let x = (0..<4).map { Double($0) * 0.25 + draw.uniform(0, 0.1) }
    return (x, draw.vector(4).entries)
  }
}

/// A⁻¹b by elimination with the largest pivot.
func eliminated(_ A: [[Double]], _ b: [Double]) -> [Double] {
  var (A, b) = (A, b)
  let n = b.count
  for i in 0..<n {
    let pivot = (i..<n).max { A[$0][i].magnitude < A[$1][i].magnitude }!
    A.swapAt(i, pivot)
    b.swapAt(i, pivot)
    for j in 0..<n where j != i {
      let factor = A[j][i] / A[i][i]
      for k in i..<n { A[j][k] -= factor * A[i][k] }
      b[j] -= factor * b[i]
    }
  }
  return (0..<n).map { b[$0] / A[$0][$0] }
}
