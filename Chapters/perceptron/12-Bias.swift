import Companion
import Mathematics

//: For a perceptron that learns its bias, the bound of the *Foundations* is too small. They prove
//: it “for simplicity” with the bias inside the vectors, adding that the argument works without
//: that as well. It is worth being slow here. With the bias inside, the vectors are longer, and
//: the margin is measured by a longer w\*. The radius R and the margin γ that the theorem names
//: are those of the points themselves.
//:
//:     R = maxᵢ ‖xᵢ‖
//:     γ = minᵢ yᵢ(w*·xᵢ + b*)/‖w*‖                        (2.14)

extension Samples {
  /// γ = min yᵢ(w·xᵢ + b)/‖w‖ (foundations (2.14))
  func margin(_ plane: Hyperplane) -> Double {
    let distances = indices.map { y[$0] * plane.signedDistance(Vector(x[$0])) }
    return distances.reduce(.infinity, min)
  }
}

extension Perceptron {
  static let bias = Section(.foundations, "2.4", "The theorem, with a bias") { page in
    let w₀ = page.given(number: "w₀", at: "§2.3.2")
    let b₀ = page.given(number: "b₀", at: "§2.3.2")
    let η = page.given(number: "η", at: "§2.4.3")

    //: The weights and the bias start from zero, and both learn at a mistake.
    //:
    //:     wₜ₊₁ = wₜ + ηyᵢxᵢ                               (2.11)
    //:     bₜ₊₁ = bₜ + ηyᵢ                                 (2.12)

    page.define(
      "start from zero, add ηyx and ηy at a mistake", at: "2.3.2:start", "2.11", "2.12",
      by: "Training")
    page.define("R, the largest ‖xᵢ‖", at: "2.4.1:radius", by: "Samples.radius")
    page.define("γ, the margin of a separator", at: "2.14", by: "Samples.margin")

    //: First, the equivalence of the two ways to write the bias. An extra input that is always 1
    //: has a weight that gains $ηy·1$ at each mistake: the bias by another name.

    page.verify(
      "x with a last entry 1 and w with a last entry b: the same run", at: "2.3.2:augment",
      "2.12"
    ) { draw in
      let (samples, _) = offset(&draw, away: draw.uniform(0, 1))
      let training = Training(samples.augmented, from: [0, 0, 0], limit: 2000)
      let (w, b, mistakes) = withBias(samples, limit: 2000)
      return [
        Evidence("mistakes", holds: mistakes == training.mistakes),
        Evidence("w and b", error: distance(Vector(training.w), Vector(w + [b])), bound: 1e-12),
      ]
    }

    //: ### Where separability comes from
    //:
    //: The data are called separable if some w\* and b\* put every sample clearly on its side.
    //:
    //:     yᵢ(w*·xᵢ + b*) ≥ 1 for all i                    (2.13)
    //:
    //: Asking for scores of at least 1 is no more than asking for scores above 0: scaling w\* and
    //: b\* does it. The margin of the scaled separator is at least $1/‖w*‖$, and it is the same as
    //: before scaling.

    page.verify(
      "a separator, scaled so that all y(w*·x + b*) ≥ 1, has γ ≥ 1/‖w*‖", at: "2.13",
      "2.4.1:margin"
    ) { draw in
      let (samples, plane) = offset(&draw, away: draw.uniform(0, 2))
      let least = samples.indices.map { samples.y[$0] * plane.score(Vector(samples.x[$0])) }.min()!
      // A little more than needed, so that rounding cannot take the 1 away.
      let c = draw.uniform(1.001, 3) / least
      let scaled = Hyperplane(w: c * plane.w, b: c * plane.b)
      let scores = samples.indices.map { samples.y[$0] * scaled.score(Vector(samples.x[$0])) }
      // The margin as the distance of the nearest point from its projection.
      let nearest = samples.x.map { (Vector($0) - plane.foot(Vector($0))).l2Norm }.min()!
      return [
        Evidence("scores ≥ 1", error: max(0, 1 - scores.min()!), bound: 0),
        Evidence(
          "γ ≥ 1/‖w*‖", error: max(0, 1 / scaled.w.l2Norm - samples.margin(scaled)), bound: 0),
        Evidence(
          "the nearest point", error: distance(samples.margin(scaled), nearest), bound: 1e-12),
      ]
    }

    //: ### Without a bias, every line holds
    //:
    //: If the boundary goes through the origin, for the solution and for the perceptron, the lines
    //: of the proof are [those of the appendix](#the-convergence-theorem-line-by-line), with
    //: $‖w*‖$ kept. With $η = 1$, a mistake takes w towards w\* by at least $γ‖w*‖$.
    //:
    //:     wₜ₊₁·w* = wₜ·w* + yᵢxᵢ·w*                       (2.16)
    //:     w_M·w* ≥ Mγ‖w*‖                                 (2.17)
    //:
    //: It makes w longer by little, since the score of a mistake is not on the right side.
    //:
    //:     ‖wₜ₊₁‖² = ‖wₜ‖² + 2yᵢ wₜ·xᵢ + ‖xᵢ‖²             (2.18)
    //:             ≤ ‖wₜ‖² + ‖xᵢ‖² ≤ ‖wₜ‖² + R²            (2.19)
    //:     ‖w_M‖² ≤ MR²,  ‖w_M‖ ≤ R√M                      (2.20)
    //:
    //: Cauchy and Schwarz bring the two together.
    //:
    //:     w_M·w* ≤ ‖w_M‖ ‖w*‖                             (2.21)
    //:     Mγ‖w*‖ ≤ ‖w_M‖ ‖w*‖ ≤ R√M ‖w*‖                  (2.22)
    //:     Mγ ≤ R√M ⇒ √M ≤ R/γ ⇒ M ≤ (R/γ)²                (2.23)

    page.verify(
      "without a bias: each line from w·w* ≥ Mγ‖w*‖ to M ≤ (R/γ)²", at: "2.16", "2.17", "2.18",
      "2.19", "2.20", "2.21", "2.22", "2.23", "2.4.3:progress"
    ) { draw in
      let (samples, unit) = separable(&draw, dimension: 3, count: 10, margin: 0.1)
      let size = draw.uniform(0.5, 4)
      let wˢ = unit.map { size * $0 }
      let lines = proofLines(samples, wˢ, γ: samples.margin(unit), length: size, R: samples.radius)
      return lines.map { Evidence($0.name, error: $0.excess, bound: 1e-12) }
    }

    //: ### With a bias, the bound is wrong
    //:
    //: The smallest counterexample has two points on a line, −1 and +1, with their own signs as
    //: labels. R and γ are both 1, and the theorem allows one mistake. The first sample costs one,
    //: and moves the bias with it; the second costs another to move it back.

    let pair = Samples(x: [[1], [-1]], y: [1, -1])
    let run = Training(pair.augmented, from: [w₀, b₀], rate: η, limit: 100)
    page.table(
      "Two points, R = γ = 1", columns: ["mistake", "x", "y", "score", "w after", "b after"],
      rows: run.mistakes.indices.map { k in
        let i = run.mistakes[k]
        let score = dot(run.path[k], pair.augmented.x[i])
        return [k + 1, pair.x[i], pair.y[i], score, run.path[k + 1][0], run.path[k + 1][1]]
      })

    let allowed = Int(pair.mistakeBound([1]))
    page.note("Mistakes: \(run.mistakes.count). Allowed by (R/γ)²: \(allowed).")

    //: It is not a matter of one mistake more. Shrink a problem, and $R/γ$ stays as it is, while
    //: the step of the bias, which is 1 whatever the samples are, grows large beside them. Or carry
    //: a problem away from the origin, and $R²$ grows, but the mistakes grow much faster. Below,
    //: the points 0 and ε are to be told apart on a line, and $(L, 0)$ from $(L + 1, ±1)$ in the
    //: plane.

    page.table(
      "Mistakes and bounds", columns: ["points", "γ", "mistakes", "(R/γ)²", "corrected"],
      rows: [1, 0.5, 0.25, 0.125].map { ε in
        let samples = Samples(x: [[0], [ε]], y: [-1, 1])
        return row("0 | \(ε == 1 ? "1" : "\(ε)")", samples, Hyperplane(w: [1], b: -ε / 2))
      }
        + [2.0, 3, 5, 10].map { L in
          let samples = Samples(x: [[L + 1, 1], [L + 1, -1], [L, 0]], y: [1, 1, -1])
          let plane = Hyperplane(w: [1, 0], b: -(L + 0.5))
          return row("(\(Int(L)), 0) | (\(Int(L) + 1), ±1)", samples, plane)
        }, digits: 3)

    //: The notes say that their argument works without putting the bias into the vectors. With the
    //: weights alone it does not: a mistake is now a sign of $w·x + b$, and says nothing about
    //: $w·x$. What gains at least $γ‖w*‖$ is $w·w* + bb*$, and $‖w‖² + b²$ gains at most $R² + 1$.

    page.refute(
      "the argument needs no augmentation: w·w* gains γ‖w*‖ or more, ‖w‖² at most R²",
      at: "2.4.3:augment",
      correction: "w·w* + bb* gains γ‖w*‖ or more, ‖w‖² + b² at most R² + 1",
      why: "Right if b is carried along in both quantities, which is what augmenting does"
    ) { draw in
      let (samples, plane) = offset(&draw, away: draw.uniform(0, 3))
      return steps(samples, plane, carriesBias: false)
    } corrected: { draw in
      let (samples, plane) = offset(&draw, away: draw.uniform(0, 3))
      return steps(samples, plane, carriesBias: true)
    }

    //: What is true follows from the proof itself, with the bias inside. The vector $(x, 1)$ is at
    //: most $√(R² + 1)$ long; the separator $(w*, b*)$ is $√(‖w*‖² + b*²)$ long, and the scores are
    //: the same. So the corrected form of (2.15), which is printed as $(R/γ)²$, is the same
    //: expression with both lengths replaced.
    //:
    //:     M ≤ (R² + 1)/γ² · (1 + b*²/‖w*‖²)               (2.15, corrected)

    page.refute(
      "with a learned bias $M ≤ (R/γ)²$ for $R = maxᵢ ‖xᵢ‖$ and $γ = minᵢ yᵢ(w*·xᵢ + b*)/‖w*‖$",
      at: "2.15",
      correction: "M ≤ (R² + 1)(1 + b*²/‖w*‖²)/γ²",
      why: "Right without a bias, and with R, γ and w* of the longer vectors (x, 1), (w*, b*)"
    ) { draw in
      let (samples, plane) = offset(&draw, away: draw.uniform(0, 3))
      let training = Training(samples.augmented, from: [0, 0, 0], limit: 20_000, keepsPath: false)
      let bound = (samples.radius / samples.margin(plane)).power(2)
      return [
        Evidence(
          "mistakes", error: max(0, Double(training.mistakes.count) - bound), bound: 0)
      ]
    } corrected: { draw in
      let (samples, plane) = offset(&draw, away: draw.uniform(0, 3))
      let training = Training(samples.augmented, from: [0, 0, 0], limit: 20_000, keepsPath: false)
      let bound = corrected(samples, plane)
      return [
        Evidence(
          "mistakes", error: max(0, Double(training.mistakes.count) - bound), bound: 0)
      ]
    }
    page.verify("with a learned bias, too, it stops with every sample right", at: "2.4.2:finite") {
      draw in
      let (samples, _) = offset(&draw, away: draw.uniform(0, 3))
      let (w, b, _) = withBias(samples, limit: 20_000)
      let scores = zip(samples.x, samples.y).map { $1 * (dot($0, w) + b) }
      return [Evidence("sides of the samples", holds: scores.min()! > 0)]
    }

    //: Line by line, on the problem at $L = 3$: which lines of the proof survive when x and w have
    //: the bias inside, and R, γ and $‖w*‖$ are those of (2.14)? The first step does, because the
    //: scores are the same and $γ‖w*‖$ is the least of them. The norm grows faster than $R²$
    //: allows, and Cauchy and Schwarz need the length of $(w*, b*)$ where the first step has that
    //: of w\*: the two no longer cancel.

    let far = Samples(x: [[4, 1], [4, -1], [3, 0]], y: [1, 1, -1])
    let plane = Hyperplane(w: [1, 0], b: -3.5)
    let γ = far.margin(plane)
    let inside = plane.w.entries + [plane.b]
    let length = dot(inside, inside).squareRoot()
    let printed = proofLines(far.augmented, inside, γ: γ, length: 1, R: far.radius)
    let longer = proofLines(
      far.augmented, inside, γ: γ / length, length: length, R: far.augmented.radius)
    func word(_ line: (name: String, excess: Double)) -> String {
      line.excess <= 1e-12 ? "holds" : "fails"
    }
    page.table(
      "The lines of the proof, with the bias inside",
      columns: ["line", "R, γ, ‖w*‖ of the points", "of the longer vectors"],
      rows: zip(printed, longer).map { [$0.name, word($0), word($1)] },
      at: "2.17", "2.19", "2.20", "2.22", "2.23")

    //: ### Another way out
    //:
    //: The step of the bias can be measured by the data instead. If b gains $ηyR²$ at a mistake,
    //: and both classes occur, the bound is $(2R/γ)²$: only four times the one that is printed, and
    //: independent of scale again.

    page.verify("if b gains yR² at a mistake and both classes occur, M ≤ (2R/γ)²") { draw in
      let (samples, plane) = offset(&draw, away: draw.uniform(0, 3))
      let R = samples.radius
      let longer = Samples(x: samples.x.map { $0 + [R] }, y: samples.y)
      let training = Training(longer, from: [0, 0, 0], limit: 20_000, keepsPath: false)
      let bound = (2 * R / samples.margin(plane)).power(2)
      let beyond = max(0, Double(training.mistakes.count) - bound)
      return [Evidence("mistakes", error: beyond, bound: 0)]
    }
  }

  /// The first two steps of the proof, at every mistake of a run, with the bias or for the weights
  /// alone.
  private static func steps(_ samples: Samples, _ plane: Hyperplane, carriesBias: Bool)
    -> [Evidence]
  {
    let training = Training(samples.augmented, from: [0, 0, 0], limit: 20_000)
    let least = samples.margin(plane) * plane.w.l2Norm
    let wˢ = plane.w.entries + (carriesBias ? [plane.b] : [])
    let path = training.path.map { carriesBias ? $0 : Array($0.dropLast()) }
    let most = samples.squaredRadius + (carriesBias ? 1 : 0)
    var (progress, growth) = (0.0, 0.0)
    for (before, after) in zip(path, path.dropFirst()) {
      progress = max(progress, least - (dot(after, wˢ) - dot(before, wˢ)))
      growth = max(growth, dot(after, after) - dot(before, before) - most)
    }
    return [
      Evidence("the lower bound γ‖w*‖", error: progress, bound: 1e-12),
      Evidence("gain of the square", error: growth, bound: 1e-12),
    ]
  }

  /// (R² + 1)(1 + b*²/‖w*‖²)/γ²
  private static func corrected(_ samples: Samples, _ plane: Hyperplane) -> Double {
    samples.augmented.mistakeBound(plane.w.entries + [plane.b])
  }

  private static func row(_ name: String, _ samples: Samples, _ plane: Hyperplane)
    -> [any Showable]
  {
    let start = [Double](repeating: 0, count: plane.w.count + 1)
    let training = Training(samples.augmented, from: start, keepsPath: false)
    let γ = samples.margin(plane)
    let bound = samples.squaredRadius / (γ * γ)
    return [name, γ, training.mistakes.count, bound, corrected(samples, plane)]
  }
}

/// Runs the perceptron from zero weights and says for each line of the proof, (2.16) to (2.23), by
/// how much it was exceeded at worst, in units of its right-hand side where that is above 1.
///
/// - Parameters:
///   - γ: what is taken for the margin
///   - length: what is taken for ‖w*‖
///   - R: what is taken for the radius
func proofLines(_ samples: Samples, _ wˢ: [Double], γ: Double, length: Double, R: Double)
  -> [(name: String, excess: Double)]
{
  let training = Training(samples, from: wˢ.map { _ in 0 })
  let names = [
    "(2.16) w·w* gains yx·w*", "yx·w* ≥ γ‖w*‖", "(2.17) w·w* ≥ Mγ‖w*‖", "(2.18) ‖w + yx‖² expanded",
    "(2.19) ‖w‖² gains ‖x‖² ≤ R²", "(2.20) ‖w‖ ≤ R√M", "(2.21) w·w* ≤ ‖w‖‖w*‖",
    "(2.22) Mγ‖w*‖ ≤ R√M‖w*‖", "(2.23) M ≤ (R/γ)²",
  ]
  var excess = [Double](repeating: 0, count: names.count)
  func note(_ line: Int, _ left: Double, isAtMost right: Double) {
    excess[line] = max(excess[line], (left - right) / max(1, right.magnitude))
  }
  for (k, i) in training.mistakes.enumerated() {
    let (before, after) = (training.path[k], training.path[k + 1])
    let (x, y, M) = (samples.x[i], samples.y[i], Double(k + 1))
    let progress = y * dot(x, wˢ)
    let norm = dot(after, after).squareRoot()
    let expanded = dot(before, before) + 2 * y * dot(before, x) + dot(x, x)
    excess[0] = max(excess[0], distance(dot(after, wˢ) - dot(before, wˢ), progress))
    note(1, γ * length, isAtMost: progress)
    note(2, M * γ * length, isAtMost: dot(after, wˢ))
    excess[3] = max(excess[3], distance(dot(after, after), expanded))
    note(4, dot(after, after) - dot(before, before), isAtMost: min(dot(x, x), R * R))
    note(5, norm, isAtMost: R * M.squareRoot())
    note(6, dot(after, wˢ), isAtMost: norm * length)
    note(7, M * γ * length, isAtMost: R * M.squareRoot() * length)
    note(8, M, isAtMost: (R / γ).power(2))
  }
  return zip(names, excess).map { ($0, $1) }
}

/// Six samples of the plane, three of each class, at least ¼ to either side of a line at some
/// distance from the origin, all drawn smaller by a random factor.
func offset(_ draw: inout Generator, away: Double) -> (Samples, Hyperplane) {
  let u = turned([1, 0], by: draw.uniform(0, 360))
  let along = turned(u, by: 90)
  let scale = draw.uniform(0.1, 1)
  var samples = Samples(x: [], y: [])
  for i in 0..<6 {
    let y = i % 2 == 0 ? 1.0 : -1
    let across = away + y * (0.25 + draw.uniform(0, 0.5))
    let point = (scale * across) * u + (scale * draw.uniform(-1, 1)) * along
    samples.x.append(point.entries)
    samples.y.append(y)
  }
  return (samples, Hyperplane(w: u, b: -scale * away))
}

/// The rule with the bias beside the weights, (2.10) to (2.12), from zero and with rate 1.
func withBias(_ samples: Samples, limit: Int) -> (w: [Double], b: Double, mistakes: [Int]) {
  var w = samples.x[0].map { _ in 0.0 }
  var b = 0.0
  var mistakes: [Int] = []
  var last = -1
  while last != mistakes.count, mistakes.count < limit {
    last = mistakes.count
    for i in samples.indices where mistakes.count < limit {
      let (x, y) = (samples.x[i], samples.y[i])
      guard y * (dot(w, x) + b) <= 0 else { continue }
      for j in w.indices { w[j] += y * x[j] }
      b += y
      mistakes.append(i)
    }
  }
  return (w, b, mistakes)
}
