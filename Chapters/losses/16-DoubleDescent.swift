import Companion
import Mathematics

//: Past the point where a model fits every sample, its test error can come down again. The
//: [U of the textbooks](#bias-and-variance-exactly) ends at that point, where the number of
//: parameters reaches the number of samples and the training risk its end:
//:
//:     R̂ₙ(θ̂) ≈ 0                                          (9.14)

/// A regression on random features cos(w ⋅ x + b).
struct RandomFeatures {
  let train: [[Double]]  // n × p
  let test: [[Double]]
  let y: [Double]
  let truth: [Double]

  /// Points x in a cube, whose value is sin 2x₁ + x₂ times the last entry of x.
  init(samples n: Int, tests: Int, features p: Int, dimension d: Int, _ draw: inout Generator) {
    let weights = (0..<p).map { _ in (0..<d).map { _ in 2 * draw.normal() } }
    let shifts = (0..<p).map { _ in draw.uniform(0, 2 * .pi) }
    func features(_ x: [Double]) -> [Double] {
      (0..<p).map { k in
        var angle = shifts[k]
        for i in 0..<d { angle += weights[k][i] * x[i] }
        return Double.cos(angle)
      }
    }
    func value(_ x: [Double]) -> Double { Double.sin(2 * x[0]) + x[1] * x[d - 1] }
    let seen = (0..<n).map { _ in (0..<d).map { _ in draw.uniform(-1, 1) } }
    let unseen = (0..<tests).map { _ in (0..<d).map { _ in draw.uniform(-1, 1) } }
    train = seen.map(features)
    test = unseen.map(features)
    y = seen.map { value($0) + 0.2 * draw.normal() }
    truth = unseen.map(value)
  }

  /// Training and test error of the least-squares fit with the first p features, the shortest one
  /// where there are several.
  func errors(_ p: Int) -> (train: Double, test: Double) {
    let n = y.count
    let isWide = p >= n
    // Of ΦΦᵀ and ΦᵀΦ the smaller is inverted.
    let size = isWide ? n : p
    var gram = [Double](repeating: 0, count: size * size)
    var right = isWide ? y : [Double](repeating: 0, count: size)
    for i in 0..<size {
      for j in 0...i {
        var sum = 0.0
        if isWide {
          for k in 0..<p { sum += train[i][k] * train[j][k] }
        } else {
          for k in 0..<n { sum += train[k][i] * train[k][j] }
        }
        gram[i * size + j] = sum
        gram[j * size + i] = sum
      }
      if !isWide { for k in 0..<n { right[i] += train[k][i] * y[k] } }
    }
    let A = Matrix(rows: size, columns: size, entries: gram)
    var θ = solve(A, Vector(right)).entries
    if isWide { θ = (0..<p).map { k in (0..<n).reduce(0) { $0 + train[$1][k] * θ[$1] } } }
    func error(_ features: [[Double]], _ targets: [Double]) -> Double {
      var sum = 0.0
      for (row, target) in zip(features, targets) {
        var e = -target
        for k in 0..<p { e += row[k] * θ[k] }
        sum += e * e
      }
      return sum / Double(targets.count)
    }
    return (error(train, y), error(test, truth))
  }
}

/// The middle one of some numbers.
private func median(_ numbers: [Double]) -> Double { numbers.sorted()[numbers.count / 2] }

extension Losses {
  static let doubleDescent = Section(.foundations, "9.5", "Interpolation and double descent") {
    page in
    //: ### Random features
    //:
    //: A function of a few variables, some samples of it with a little noise, and cosines with
    //: random frequencies as features. The weights are those of least squares, and where there are
    //: many solutions, those of the shortest, where
    //: [gradient descent from zero](#what-gradient-descent-prefers) would end. Each point of the
    //: curves is a median over several data sets, since near the threshold a single one can be off
    //: by any amount.

    let n = page.isFull ? 40 : 10
    let dimension = page.isFull ? 3 : 2
    let repeats = page.isFull ? 51 : 15
    page.note(
      "Here \(n) samples of a function of \(dimension) variables make a data set, and each median "
        + "is over \(repeats) data sets.")
    let tenths = (1...13).map { $0 } + [15, 17, 20, 25, 30, 40, 60]
    let counts = tenths.map { n * $0 / 10 }
    var train = counts.map { _ in [Double]() }
    var test = train
    for number in 0..<repeats {
      var draw = Generator(seed: UInt64(number))
      let features = RandomFeatures(
        samples: n, tests: page.isFull ? 200 : 10, features: 6 * n, dimension: dimension, &draw)
      for (i, p) in counts.enumerated() {
        let errors = features.errors(p)
        train[i].append(errors.train)
        test[i].append(errors.test)
      }
      if page.isFull { page.progress("double descent", Double(number + 1) / Double(repeats)) }
    }
    let (trained, tested) = (train.map(median), test.map(median))
    let ratios = counts.map { Double($0) / Double(n) }
    page.plot(
      Plot(
        "Training and test error of random features", x: "features per sample",
        y: "mean squared error", isLogarithmic: true,
        [
          Plot.Series("test", zip(ratios, tested).map { ($0, $1) }),
          Plot.Series("training", zip(ratios, trained).map { ($0, max($1, 0.01)) }),
        ]), at: "9.5.3:descent")

    let atThreshold = tested[counts.firstIndex(of: n)!]
    let beyond = trained[counts.firstIndex(of: 2 * n)!]
    let best = zip(counts, tested).filter { $0.0 < n }.map(\.1).min()!
    page.derive("test error at the threshold", atThreshold)
    page.derive("the best below it", best)
    page.derive("with six features per sample", tested[tested.count - 1])
    page.show("training risk", beyond, at: "9.14", for: "9.14")

    //: From one feature per sample on the training error is zero but for rounding; the plot cuts it
    //: off at 0.01. There the test error has its peak, and past it a second descent.

    page.verify(
      "the test error falls, peaks at one feature per sample, and falls again",
      at: "9.5.3:descent", draws: 1
    ) { _ in
      let peak = zip(ratios, tested).max { $0.1 < $1.1 }!.0
      return [
        Evidence("place of the peak", error: (peak - 1).magnitude, bound: 0),
        Evidence("fall before", error: max(0, best - 0.8 * tested[0]), bound: 0),
        Evidence(
          "fall after", error: max(0, tested[tested.count - 1] - atThreshold / 5), bound: 0),
      ]
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

    page.verify(
      "given X, the risk of the shortest fit is ‖(I − P)θ‖² + s² tr((XXᵀ)⁻¹)",
      at: "9.5.3:geometry"
    ) { draw in
      let (X, θ, s) = (draw.matrix(2, 4), draw.vector(4), draw.uniform(0.1, 1))
      var risk = 0.0
      for signs in 0..<4 {
        let noise: Vector = [signs & 1 == 0 ? s : -s, signs & 2 == 0 ? s : -s]
        let miss = minimumNorm(X, X * θ + noise) - θ
        risk += (miss ⋅ miss) / 4
      }
      let lost = θ - minimumNorm(X, X * θ)
      let formula = (lost ⋅ lost) + s * s * traceOfInverse(X * X.ᵀ)
      return [Evidence("all signs", error: distance(formula, risk), bound: 1e-11)]
    }

    //: The second term is the peak. When X is square its smallest singular value comes close to
    //: zero, so that the trace is enormous; each further column makes $XXᵀ$ larger and its inverse
    //: smaller. The first term grows meanwhile, slowly, as more and more of θ is out of sight: so
    //: the risk falls from its peak before it rises again. Here are both, for five samples and
    //: weights of length 1 spread evenly over p features, as medians over 25 random X, with
    //: $s = 0.3$.

    var rows: [[any Showable]] = []
    for p in [5, 6, 7, 10, 20, 40] {
      var (lost, noise): ([Double], [Double]) = ([], [])
      for seed in 0..<25 {
        var draw = Generator(seed: UInt64(100 + seed))
        let X = Matrix(
          rows: 5, columns: p, entries: (0..<5 * p).map { _ in draw.normal() })
        let θ = Vector(repeating: 1 / Double(p).squareRoot(), count: p)
        let unseen = θ - minimumNorm(X, X * θ)
        lost.append(unseen ⋅ unseen)
        noise.append(0.09 * traceOfInverse(X * X.ᵀ))
      }
      rows.append([p, median(lost), median(noise), median(zip(lost, noise).map { $0 + $1 })])
    }
    page.table(
      "What is not seen and what the noise adds, five samples",
      columns: ["features p", "‖(I − P)θ‖²", "s² tr((XXᵀ)⁻¹)", "risk"], rows: rows,
      at: "9.5.3:geometry")
  }
}

/// tr A⁻¹, a column of the inverse at a time.
private func traceOfInverse(_ A: Matrix<Double>) -> Double {
  (0..<A.rows).reduce(0) { $0 + solve(A, oneHot($1, of: A.rows))[$1] }
}
