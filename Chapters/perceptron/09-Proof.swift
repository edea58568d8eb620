import Companion
import Mathematics

//: The theorem of Novikoff says that the rule cannot go on for ever where a solution exists. It
//: also says how long at most. Its proof is a race between two numbers. At every mistake the
//: weights gain at least γ in the direction of a solution w\*, and so after t mistakes have gone
//: at least $tγ$ that way. At every mistake their squared length gains at most $R²$, so that
//: after t mistakes they are at most $√t·R$ long. A vector is not shorter than its part in one
//: direction, and $tγ$ overtakes $√t·R$: at the latest at $t = (R/γ)²$ there can be no further
//: mistake.
//:
//: Two things are assumed. A unit vector w\* leaves the margin γ to every sample, and no sample is
//: longer than R.
//:
//:     yᵢ(w*·xᵢ) ≥ γ,  ‖w*‖ = 1,  ‖xᵢ‖ ≤ R                 (appendix A.2)

/// The unit vector of the plane that leaves the widest margin to the samples, through the origin.
///
/// The signed points yx must all have a score of at least γ. At the optimum the smallest score is
/// that of one point, in whose direction w then is, or of two, to whose difference w is at right
/// angles; trying all of both is enough.
func widest(_ samples: Samples) -> [Double] {
  let z = samples.indices.map { i in samples.x[i].map { samples.y[i] * $0 } }
  var candidates = z
  for p in z {
    for q in z {
      let gap = [p[1] - q[1], q[0] - p[0]]
      candidates.append(gap)
    }
  }
  let units = candidates.compactMap { c -> [Double]? in
    let length = dot(c, c).squareRoot()
    return length > 0 ? c.map { $0 / length } : nil
  }
  return units.max { samples.margin($0) < samples.margin($1) } ?? [1, 0]
}

extension Perceptron {
  static let proof = Section(.appendix, "A.1", "The convergence theorem, line by line") { page in
    let length = page.given(number: "‖w*‖", at: "A.2")
    let origin = page.given(number: "w⁰", at: "A.3", again: ["A.4"])
    let samples = Samples(
      page.given(matrix: "samples", ours: [[3, 0, 1], [-3, 2, 1], [-1, -2, -1], [2, -3, -1]]))

    page.define("γ, the margin that w* leaves", at: "A.2:margin", by: "Samples.margin")
    page.define("R, the length of the longest sample", at: "A.2", by: "Samples.radius")

    //: Four samples of the plane, a boundary through the origin. The best direction is found
    //: exactly; then the perceptron runs, and at each mistake both bounds are compared with what
    //: they bound.

    let wˢ = widest(samples).map { length * $0 }
    let γ = samples.leastScore(wˢ)
    let R = samples.radius
    let training = Training(samples, from: [origin, origin], limit: 100)

    page.derive("w* of the widest margin", wˢ)
    page.derive("γ", γ)
    page.derive("R", R)
    page.derive("(R/γ)²", samples.mistakeBound(wˢ))
    page.table(
      "Both bounds at every mistake",
      columns: ["t", "x", "y", "w after", "tγ", "≤ w*·w", "‖w‖²", "≤ tR²"],
      rows: training.mistakes.indices.prefix(20).map { k in
        let (i, w) = (training.mistakes[k], training.path[k + 1])
        let t = Double(k + 1)
        return [
          t, samples.x[i], samples.y[i], w, t * γ, dot(wˢ, w), dot(w, w), t * samples.squaredRadius,
        ]
      }, digits: 2)
    page.note(
      training.isDone
        ? "Mistakes: \(training.mistakes.count). Then a whole pass is right, and nothing changes."
        : "Stopped after \(training.mistakes.count) mistakes without a solution.")

    //: ### The assumptions

    page.verify(
      "the largest γ is the distance of the nearest point, R that of the farthest", at: "A.2:gamma",
      "A.2:ball"
    ) { draw in
      let (samples, wˢ) = separable(&draw, dimension: 3, count: 10, margin: 0.1)
      // A boundary point is nearest where the way to it has no part within the boundary.
      let w = Vector(wˢ)
      let nearest = samples.x.map { x in
        let within: [Vector<Double>] = [[w[1], -w[0], 0], [0, w[2], -w[1]], [-w[2], 0, w[0]]]
          .sorted { $0.l2Norm > $1.l2Norm }.dropLast()
        return Vector(x).withoutComponents(along: within).l2Norm
      }
      let farthest = samples.x.map { Vector($0).l2Norm }.max()!
      return [
        Evidence(
          "Gram and Schmidt", error: distance(samples.margin(wˢ), nearest.min()!), bound: 1e-12),
        Evidence("farthest", error: distance(samples.radius, farthest), bound: 1e-15),
      ]
    }

    //: The inequality of the first assumption also holds with any smaller γ; called the *minimum*
    //: distance, it is the largest that does.
    //:
    //: ### Step 1, step 2, and their meeting
    //:
    //: Each line, at every mistake of every random problem. The perceptron decides by the
    //: sign of its score; that a mistake then has $y w·x ≤ 0$ is one of the things to be seen.
    //: The first step is the progress towards w\*.
    //:
    //:     w*·wₜ₊₁ = w*·wₜ + y(w*·x) ≥ w*·wₜ + γ           (appendix A.3)
    //:     w*·wₜ ≥ tγ                                      (appendix A.3)

    page.verify(
      "w*·w gains y(w*·x) ≥ γ at a mistake, so that w*·w ≥ tγ", at: "A.3", "A.3:sum"
    ) { draw in
      var (identity, gain, sum) = (0.0, 0.0, 0.0)
      race(&draw) { mistake in
        let after = dot(mistake.wˢ, mistake.after)
        let growth = after - dot(mistake.wˢ, mistake.before)
        identity = max(identity, distance(growth, mistake.y * dot(mistake.wˢ, mistake.x)))
        gain = max(gain, mistake.γ - growth)
        sum = max(sum, mistake.t * mistake.γ - after)
      }
      return [
        Evidence("gain = y(w*·x)", error: identity, bound: 1e-13),
        Evidence("gain ≥ γ", error: gain, bound: 1e-13),
        Evidence("w*·w ≥ tγ", error: sum, bound: 1e-13),
      ]
    }

    //: The second is the length, whose middle term is not positive at a mistake.
    //:
    //:     ‖wₜ₊₁‖² = ‖wₜ‖² + 2y(wₜ·x) + ‖x‖² ≤ ‖wₜ‖² + R²   (appendix A.4)
    //:     ‖wₜ‖² ≤ tR²                                      (appendix A.4)

    page.verify(
      "‖w + yx‖² = ‖w‖² + 2y(w·x) + ‖x‖², at a mistake at most ‖w‖² + R², so ‖w‖² ≤ tR²",
      at: "A.4", "A.4:expand", "A.4:mistake", "A.4:sum"
    ) { draw in
      var (identity, cross, growth, sum) = (0.0, 0.0, 0.0, 0.0)
      race(&draw) { mistake in
        let (w, x) = (mistake.before, mistake.x)
        // By the law of cosines, with the angle measured as in a rhombus.
        let (v, u) = (Vector(w), mistake.y * Vector(x))
        let corner = v.l2Norm > 0 ? v.l2Norm * u.l2Norm * cos(between(v, u)) : 0
        let square = dot(mistake.after, mistake.after)
        identity = max(identity, distance(square, dot(w, w) + 2 * corner + dot(x, x)))
        cross = max(cross, mistake.y * dot(w, x))
        growth = max(growth, square - dot(w, w) - mistake.R * mistake.R)
        sum = max(sum, square - mistake.t * mistake.R * mistake.R)
      }
      return [
        Evidence("law of cosines", error: identity, bound: 1e-13),
        Evidence("y(w·x) ≤ 0", error: cross, bound: 0),
        Evidence("growth ≤ R²", error: growth, bound: 1e-13),
        Evidence("‖w‖² ≤ tR²", error: sum, bound: 1e-12),
      ]
    }

    //: They meet in the inequality of Cauchy and Schwarz.
    //:
    //:     tγ ≤ w*·wₜ ≤ ‖w*‖ ‖wₜ‖ = ‖wₜ‖ ≤ √t·R            (appendix A.5)

    page.verify(
      "tγ ≤ w*·w ≤ ‖w*‖ ‖w‖ = ‖w‖ ≤ √t·R at every mistake", at: "A.5:cauchy", "A.5:root"
    ) { draw in
      var (first, second, third) = (0.0, 0.0, 0.0)
      race(&draw) { mistake in
        let length = dot(mistake.after, mistake.after).squareRoot()
        let part = dot(mistake.wˢ, mistake.after)
        first = max(first, mistake.t * mistake.γ - part)
        second = max(second, part - length)
        third = max(third, length - mistake.t.squareRoot() * mistake.R)
      }
      return [
        Evidence("tγ ≤ w*·w", error: first, bound: 1e-13),
        Evidence("w*·w ≤ ‖w‖", error: second, bound: 1e-13),
        Evidence("‖w‖ ≤ √t·R", error: third, bound: 1e-13),
      ]
    }

    //: That is solved for t by squaring, $t ≤ (R/γ)²$; counting up t until the inequality breaks
    //: finds the same number.

    page.verify("tγ ≤ √t·R holds up to t = (R/γ)² and no further", at: "A.5:solve") { draw in
      let γ = draw.uniform(0.1, 1)
      let R = γ * draw.uniform(1, 12)
      let solved = (R / γ).power(2).rounded(.down)
      var t = 1.0
      while (t + 1) * γ <= (t + 1).squareRoot() * R { t += 1 }
      return [Evidence("counting", error: distance(t, solved), bound: 0)]
    }
    page.verify(
      "the perceptron stops, with every sample on its side, after at most (R/γ)² mistakes",
      at: "A.1", "A.1:halt", "A.5"
    ) { draw in
      let (samples, wˢ) = separable(&draw, dimension: 3, count: 12, margin: 0.1)
      let training = Training(samples, from: [0, 0, 0])
      let bound = samples.mistakeBound(wˢ)
      let again = Training(samples, from: training.w)
      return [
        Evidence("mistakes", error: max(0, Double(training.mistakes.count) - bound), bound: 0),
        Evidence("sides of the samples", holds: samples.margin(training.w) > 0),
        Evidence("another pass", error: Double(again.mistakes.count), bound: 0),
      ]
    }

    //: It does not promise the best boundary: it stops at the first one that works, and the margin
    //: which that one leaves in the example is narrower than need be.

    page.derive("margin found", samples.margin(training.w), for: "A.1:scope")
    page.derive("widest margin", samples.margin(wˢ), for: "A.1:scope")
  }

  /// A mistake of the perceptron and the quantities of the proof.
  struct Mistake {
    let t: Double
    let x: [Double]
    let y: Double
    let before: [Double]
    let after: [Double]
    let wˢ: [Double]
    let γ: Double
    let R: Double
  }

  /// Runs a random problem and passes on every mistake.
  private static func race(_ draw: inout Generator, _ body: (Mistake) -> Void) {
    let (samples, wˢ) = separable(&draw, dimension: 3, count: 10, margin: 0.1)
    let training = Training(samples, from: [0, 0, 0])
    let (γ, R) = (samples.margin(wˢ), samples.radius)
    for (k, i) in training.mistakes.enumerated() {
      body(
        Mistake(
          t: Double(k + 1), x: samples.x[i], y: samples.y[i], before: training.path[k],
          after: training.path[k + 1], wˢ: wˢ, γ: γ, R: R))
    }
  }
}
