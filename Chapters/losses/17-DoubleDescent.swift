import Companion
import Mathematics

//: Past the point where a model fits every sample, its test error can come down again. The
//: [U of the textbooks](#bias-and-variance-exactly) ends at that point, where the number of
//: parameters reaches the number of samples and the training risk its end:
//:
//:     R̂ₙ(θ̂) ≈ 0                                          (9.14)
//:
//: The example is a function of a few variables, some samples of it with a little noise, and
//: cosines with random frequencies as features.

/// A regression on random features cos(w ⋅ x + b).
struct RandomFeatures {
  let train: [Vector<Double>]  // n × p
  let test: [Vector<Double>]
  let y: Vector<Double>
  let truth: Vector<Double>

  /// Points x in a cube, whose value is sin 2x₁ + x₂ times the last entry of x.
  init(samples n: Int, tests: Int, features p: Int, dimension d: Int, _ draw: inout Generator) {
    let weights = (0..<p).map { _ in Vector((0..<d).map { _ in 2 * draw.normal() }) }
    let shifts = draw.vector(p, 0, 2 * .pi)
    let features = { (x: Vector<Double>) in
      Vector(
        (0..<p).map { k in
          Double.cos(x.indices.reduce(shifts[k]) { $0 + weights[k][$1] * x[$1] })
        })
    }
    let value = { (x: Vector<Double>) in Double.sin(2 * x[0]) + x[1] * x[d - 1] }
    let seen = (0..<n).map { _ in draw.vector(d) }
    let unseen = (0..<tests).map { _ in draw.vector(d) }
    (train, test) = (seen.map(features), unseen.map(features))
    y = Vector(seen.map { value($0) + 0.2 * draw.normal() })
    truth = Vector(unseen.map(value))
  }
}

//: The weights are those of least squares, and where there are many solutions, those of the
//: shortest, where [gradient descent from zero](#what-gradient-descent-prefers) would end. With Φ
//: for the table of features by samples, the smaller of $ΦᵀΦ$ and $ΦΦᵀ$ is inverted.

extension RandomFeatures {
  /// Training and test error of the fit with the first p features.
  func errors(_ p: Int) -> (train: Double, test: Double) {
    let Φ = Matrix(train.map { $0[0..<p].entries })
    let θ = p < y.count ? solve(Φ.ᵀ * Φ, Φ.ᵀ * y) : minimumNorm(Φ, y)
    let error = { (features: [Vector<Double>], targets: Vector<Double>) in
      empiricalRisk(
        zip(features, targets.entries).map { row, y in
          θ.indices.reduce(-y) { $0 + row[$1] * θ[$1] }.power(2)
        })
    }
    return (error(train, y), error(test, truth))
  }
}

/// The middle one of some numbers.
private func median(_ numbers: [Double]) -> Double { numbers.sorted()[numbers.count / 2] }

/// tr A⁻¹, a column of the inverse at a time.
private func traceOfInverse(_ A: Matrix<Double>) -> Double {
  (0..<A.rows).reduce(0) { $0 + solve(A, oneHot($1, of: A.rows))[$1] }
}

extension Losses {
  static let doubleDescent = Section(.foundations, "9.5", "Interpolation and double descent") {
    page in
    randomFeatures(page)
    riskOfTheShortest(page)
    twoParts(page)
  }

  //: ### Random features
  //:
  //: Each point of the curves is a median over several data sets, since near the threshold a
  //: single one can be off by any amount.

  /// The medians of both errors by number of features, and the sizes that they were computed at.
  private struct Curves {
    let samples: Int
    let counts: [Int]
    let trained: [Double]
    let tested: [Double]

    init(_ page: Page) {
      let n = page.isFull ? 40 : 10
      let dimension = page.isFull ? 3 : 2
      let repeats = page.isFull ? 51 : 15
      page.note(
        "Here \(n) samples of a function of \(dimension) variables make a data set, and each median "
          + "is over \(repeats) data sets.")
      let counts = (Array(1...13) + [15, 17, 20, 25, 30, 40, 60]).map { n * $0 / 10 }
      let errors = (0..<repeats).map { number in
        var draw = Generator(seed: UInt64(number))
        let features = RandomFeatures(
          samples: n, tests: page.isFull ? 200 : 10, features: 6 * n, dimension: dimension, &draw)
        if page.isFull { page.progress("double descent", Double(number + 1) / Double(repeats)) }
        return counts.map { features.errors($0) }
      }
      (samples, self.counts) = (n, counts)
      trained = counts.indices.map { i in median(errors.map { $0[i].train }) }
      tested = counts.indices.map { i in median(errors.map { $0[i].test }) }
    }
  }

  //: From one feature per sample on the training error is zero but for rounding; the plot cuts it
  //: off at 0.01. There the test error has its peak, and past it a second descent. Whether that
  //: ends below the best of the models with fewer features than samples is another question,
  //: and the answer is not the same for the small run and the full one.

  private static func randomFeatures(_ page: Page) {
    let curves = Curves(page)
    let (n, tested) = (curves.samples, curves.tested)
    let ratios = curves.counts.map { Double($0) / Double(n) }
    page.plot(
      Plot(
        "Training and test error of random features", x: "features per sample",
        y: "mean squared error", isLogarithmic: true,
        [
          Plot.Series("test", zip(ratios, tested).map { ($0, $1) }),
          Plot.Series("training", zip(ratios, curves.trained).map { ($0, max($1, 0.01)) }),
        ]), at: "9.5.3:descent")

    let atThreshold = tested[curves.counts.firstIndex(of: n)!]
    let best = zip(curves.counts, tested).filter { $0.0 < n }.map(\.1).min()!
    let last = tested.last!
    page.derive("test error at the threshold", atThreshold)
    page.derive("the best below it", best)
    page.derive("with six features per sample", last)
    page.show(
      "training risk", curves.trained[curves.counts.firstIndex(of: 2 * n)!], at: "9.14", for: "9.14"
    )
    page.note(
      "With \(n) samples the second descent ends \(last < best ? "below" : "above") the best of the "
        + "first.")

    page.check(
      "the test error falls, peaks at one feature per sample, and falls again",
      at: "9.5.3:descent"
    ) {
      ratios[tested.firstIndex(of: tested.max()!)!] == 1
      best ≤ 0.8 * tested[0]
      last ≤ atThreshold / 5
    }
  }

  //: ### Why there
  //:
  //: For a linear model with isotropic inputs the risk of the shortest fit can be written down.
  //: What X does not see of the true weights is lost, and the noise, of size s, comes in through
  //: the inverse of $XXᵀ$:
  //:
  //:     E[‖θ̂ − θ‖²] = ‖(I − P)θ‖² + s² tr((XXᵀ)⁻¹)
  //:
  //: with P the projection on the rows of X. The expectation is over the signs of the noise, all
  //: of which are enumerated.

  private static func riskOfTheShortest(_ page: Page) {
    page.verify(
      "given X, the risk of the shortest fit is ‖(I − P)θ‖² + s² tr((XXᵀ)⁻¹)",
      at: "9.5.3:geometry"
    ) { draw in
      let (X, θ, s) = (draw.matrix(2, 4), draw.vector(4), draw.uniform(0.1, 1))
      let noises: [Vector<Double>] = [[-s, -s], [-s, s], [s, -s], [s, s]]
      let misses = noises.map { minimumNorm(X, X * θ + $0) - θ }
      let lost = θ - minimumNorm(X, X * θ)
      empiricalRisk(misses.map { $0 ⋅ $0 })
        ≈ (lost ⋅ lost) + s * s * traceOfInverse(X * X.ᵀ)
        ± (1e-11, "XXᵀ may be nearly singular")
    }
  }

  //: The second term is the peak. When X is square its smallest singular value comes close to
  //: zero, so that the trace is enormous; each further column makes $XXᵀ$ larger and its inverse
  //: smaller. The first term grows meanwhile, slowly, as more and more of θ is out of sight: so
  //: the risk falls from its peak before it rises again. Here are both, for five samples and
  //: weights of length 1 spread evenly over p features, as medians over 25 random X, with
  //: $s = 0.3$.

  private static func twoParts(_ page: Page) {
    let (n, name, s) = (5, "five", 0.3)
    let rows = [5, 6, 7, 10, 20, 40].map { p in
      let parts = (0..<25).map { seed in
        var draw = Generator(seed: UInt64(100 + seed))
        let X = Matrix(
          rows: n, columns: p, entries: (0..<n * p).map { _ in draw.normal() })
        let θ = Vector(repeating: 1 / Double(p).squareRoot(), count: p)
        let unseen = θ - minimumNorm(X, X * θ)
        return (lost: unseen ⋅ unseen, noise: s * s * traceOfInverse(X * X.ᵀ))
      }
      return [
        Double(p), median(parts.map(\.lost)), median(parts.map(\.noise)),
        median(parts.map { $0.lost + $0.noise }),
      ]
    }
    page.table(
      "What is not seen and what the noise adds, \(name) samples",
      columns: ["features p", "‖(I − P)θ‖²", "s² tr((XXᵀ)⁻¹)", "risk"], rows: rows,
      at: "9.5.3:geometry")
  }
}
