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
//: With the kernel between the trials in **K**, and between them and a setting t in **k**, what is
//: expected at t, and how unsure that is, follow from the rules for normal numbers:
//:
//:     E[f(t)] = kᵀK⁻¹y,  Var(f(t)) = 1 − kᵀK⁻¹k
//:
//: **K** is symmetric and positive definite, so that it is a product $LLᵀ$ with a triangular **L**. That
//: makes both of them products of $L⁻¹k$, with $L⁻¹y$ and with itself, and each new trial is just
//: one row more.

/// A Gaussian process on the line with mean 0 and kernel exp(−(a − b)²/(2ℓ²)), after observations.
struct GaussianProcess {
  let x: [Double]
  let ℓ: Double
  /// The Cholesky factor L of K + 10⁻⁸ I, row by row.
  private var root: [[Double]] = []
  /// L⁻¹y
  private var solved: [Double] = []

  init(_ x: [Double], _ y: [Double], ℓ: Double = 0.12) {
    (self.x, self.ℓ) = (x, ℓ)
    for i in x.indices {
      let row = forward(x[..<i].map { Self.kernel($0, x[i], ℓ) })
      let rest = row.reduce(1 + 1e-8) { $0 - $1 * $1 }
      root.append(row + [max(rest, 1e-12).squareRoot()])
    }
    solved = forward(y)
  }

  static func kernel(_ a: Double, _ b: Double, _ ℓ: Double) -> Double {
    exp(-(a - b) * (a - b) / (2 * ℓ * ℓ))
  }

  /// L⁻¹y, from the first entry on.
  private func forward(_ y: [Double]) -> [Double] {
    var u = y
    for i in y.indices {
      for j in 0..<i { u[i] -= root[i][j] * u[j] }
      u[i] /= root[i][i]
    }
    return u
  }

  /// Mean and variance of f(t), given the observations.
  func predict(_ t: Double) -> (mean: Double, variance: Double) {
    let v = Vector(forward(x.map { Self.kernel($0, t, ℓ) }))
    return (v ⋅ Vector(solved), max(0, 1 - v ⋅ v))
  }
}

//: The next trial goes where the expected improvement on the best so far is largest, either because
//: the guess is low or because nothing is known there. For a guess μ that is off by σ, and with
//: $z = (y_best − μ)/σ$, it is an integral over the bell curve φ and its area Φ:
//:
//:     E[max(0, y_best − f)] = (y_best − μ)Φ(z) + σφ(z)
//:
//: The two terms are the two motives in one sum: the first is large where the guess is low, the
//: second where little is known. No weight between them has to be chosen.

/// Φ(z), the share of a normal distribution below z
func normalCumulative(_ z: Double) -> Double { (1 + Double.erf(z / 2.0.squareRoot())) / 2 }

/// The expectation of max(0, best − f) for f normal with the given mean and deviation.
func expectedImprovement(_ mean: Double, _ deviation: Double, best: Double) -> Double {
  guard deviation > 1e-9 else { return max(0, best - mean) }
  let z = (best - mean) / deviation
  return (best - mean) * normalCumulative(z) + deviation * normalDensity(z)
}

extension GaussianProcess {
  /// The expected improvement on the best so far of a trial at t.
  func improvement(on best: Double, at t: Double) -> Double {
    let (mean, variance) = predict(t)
    return expectedImprovement(mean, variance.squareRoot(), best: best)
  }
}

//: The search on a line: a loss that nobody knows, 51 settings to choose from, and in each step
//: one look at every setting that has not been tried.

extension Optimizers {
  /// A loss with four dips, the deepest near 0.82.
  static func dips(_ x: Double) -> Double {
    sin(13 * x) * 0.6 + cos(27 * x) * 0.3 + (x - 0.7) * (x - 0.7)
  }

  /// Trials that begin as given and go on where the expected improvement is largest.
  static func explored(from starts: [Double], _ candidates: [Double], steps: Int) -> [Double] {
    var x = starts
    for _ in 0..<steps {
      let process = GaussianProcess(x, x.map(dips))
      let best = x.map(dips).min()!
      var (chosen, largest) = (candidates[0], -1.0)
      for candidate in candidates where !x.contains(candidate) {
        let improvement = process.improvement(on: best, at: candidate)
        // Of candidates that differ by rounding alone, as on both sides of a single trial, the first.
        if improvement > largest + 1e-12 { (chosen, largest) = (candidate, improvement) }
      }
      x.append(chosen)
    }
    return x
  }

  static let bayes = Section(.foundations, "13.3.3", "Bayesian optimization on a line") { page in
    page.define("a Gaussian process with mean 0", at: "13.10", by: "GaussianProcess")
    page.define("fit, maximize the acquisition, try, repeat", at: "13.3.3:steps", by: "explored")
    let candidates = (0...50).map { Double($0) / 50 }
    let trials = explored(from: [0.2, 0.9], candidates, steps: 5)
    fewSteps(page, candidates, trials)
    largestImprovement(page, candidates, trials)
    guess(page)
    integral(page)
    againstRandom(page, candidates)
  }

  //: ### A few steps
  //:
  //: Two trials to begin with, at 0.2 and 0.9. The figure shows the loss, the guess after five
  //: more trials, and where these were made.
  //:
  //: The kernel says how much the loss at two settings has to do with each other: everything if
  //: they are equal, next to nothing if they are three lengths $ℓ = 0.12$ apart. That choice is
  //: the whole prior knowledge. Far from all trials the guess returns to the mean 0 and the
  //: deviation to 1.

  private static func fewSteps(_ page: Page, _ candidates: [Double], _ trials: [Double]) {
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
          let known = trials[..<n].map(dips)
          let process = GaussianProcess(Array(trials[..<n]), known)
          return Plot.Series(
            "trial \(n + 1), at \(trials[n])",
            candidates.map { ($0, process.improvement(on: known.min()!, at: $0)) })
        }))
    page.plot(
      Plot(
        "How unsure the guess is", x: "setting", y: "standard deviation",
        [
          Plot.Series(
            "deviation", candidates.map { ($0, process.predict($0).variance.squareRoot()) })
        ]))
  }

  //: That each trial was made where most was promised is looked at with the integral itself, strip
  //: by strip.

  private static func largestImprovement(
    _ page: Page, _ candidates: [Double], _ trials: [Double]
  ) {
    page.check("no candidate promises more than the next trial", at: "13.3.3:steps") {
      for n in 2..<trials.count {
        let known = trials[..<n].map(dips)
        let process = GaussianProcess(Array(trials[..<n]), known)
        let best = known.min()!
        let promise = { (t: Double) -> Double in
          let (μ, variance) = process.predict(t)
          let σ = max(variance.squareRoot(), 1e-9)
          let kink = min(9, (best - μ) / σ)
          if kink < -9 { return 0 }
          let ends = (0...10).map { -9 + (kink + 9) * Double($0) / 10 }
          return (0..<10).reduce(0) { sum, k in
            sum + normalIntegral(ends[k], ends[k + 1]) { best - (μ + σ * $0) }
          }
        }
        let chosen = promise(trials[n])
        for candidate in candidates {
          promise(candidate) ≤ chosen ± (1e-5, "2000 strips up to a kink")
        }
      }
    }
  }

  //: The guess runs through the trials and is sure of them; its formula is that of the best
  //: linear prediction, found a second time by elimination.

  /// Four points at least 0.15 apart, and values.
  private static func separated(_ draw: inout Generator) -> (x: [Double], y: [Double]) {
    let x = (0..<4).map { Double($0) * 0.25 + draw.uniform(0, 0.1) }
    return (x, draw.vector(4).entries)
  }

  private static func guess(_ page: Page) {
    page.verify("the guess goes through the trials, without doubt", at: "13.10") { draw in
      let (x, y) = separated(&draw)
      let guesses = x.map { GaussianProcess(x, y).predict($0) }
      guesses.map(\.mean) ≈ y ± (1e-5, "10⁻⁸ is added to the diagonal of K")
      for guess in guesses { guess.variance ≤ 1e-7 }
    }
    page.verify("the mean is kᵀK⁻¹y, the variance 1 − kᵀK⁻¹k", at: "13.10") { draw in
      let (x, y) = separated(&draw)
      let (guess, t) = (GaussianProcess(x, y), draw.uniform())
      let K = Matrix(
        x.map { a in x.map { GaussianProcess.kernel(a, $0, 0.12) + (a == $0 ? 1e-8 : 0) } })
      let k = Vector(x.map { GaussianProcess.kernel($0, t, 0.12) })
      guess.predict(t).mean ≈ solve(K, k) ⋅ Vector(y)
      guess.predict(t).variance ≈ 1 - solve(K, k) ⋅ k
    }
  }

  //: The expected improvement is added up under the bell curve in 2000 strips, from where hardly
  //: any of it is left up to the kink at z; above, nothing improves.

  private static func integral(_ page: Page) {
    page.verify(
      "the expected improvement is the integral of $max(0, y_best − f)$", at: "13.3.3:steps"
    ) { draw in
      let (μ, σ, best) = (draw.uniform(-1, 1), draw.uniform(0.2, 1), draw.uniform(-1, 1))
      let kink = (best - μ) / σ
      let low = min(-9, kink - 1)
      let ends = (0...10).map { low + (kink - low) * Double($0) / 10 }
      let sum = (0..<10).reduce(0.0) { sum, k in
        sum + normalIntegral(ends[k], ends[k + 1]) { z in best - (μ + σ * z) }
      }
      expectedImprovement(μ, σ, best: best) ≈ sum ± (1e-6, "2000 strips up to a kink")
    }
  }

  //: ### Against random search
  //:
  //: Each step costs a factorization, $n³/6$ products for n trials, and looks at all candidates.
  //: What that buys is counted in trials: the mean distance of the best loss from the lowest,
  //: after the same number of trials from the same two starts.

  private static func againstRandom(_ page: Page, _ candidates: [Double]) {
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
}
