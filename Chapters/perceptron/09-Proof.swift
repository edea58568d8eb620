import Companion
import Mathematics

//: The theorem of Novikoff says that the rule cannot go on for ever where a solution exists. It
//: also says how long at most. Its proof is a race between two numbers. At every mistake the
//: weights gain at least γ in the direction of a solution $w*$, and so after t mistakes have gone
//: at least $tγ$ that way. At every mistake their squared length gains at most $R²$, so that
//: after t mistakes they are at most $√t·R$ long. A vector is not shorter than its part in one
//: direction, and $tγ$ overtakes $√t·R$: at the latest at $t = (R/γ)²$ there can be no further
//: mistake.
//:
//: Two things are assumed. A unit vector $w*$ leaves the margin γ to every sample, and no sample is
//: longer than R.
//:
//:     yᵢ(w*·xᵢ) ≥ γ,  ‖w*‖ = 1,  ‖xᵢ‖ ≤ R                 (appendix A.2)
//:
//: In the plane the best $w*$ can be found exactly. The signed points yx must all have a score of
//: at least γ. At the optimum the smallest score is that of one point, in whose direction w then
//: is, or of two, to whose difference w is at right angles; trying all of both is enough.

/// The unit vector of the plane that leaves the widest margin to the samples, through the origin.
func widest(_ samples: Samples) -> Vector<Double> {
  let z = samples.indices.map { samples.y[$0] * samples.x[$0] }
  let gaps = z.flatMap { p in z.map { q in turned(q - p, by: 90) } }
  let units = (z + gaps).filter { $0.l2Norm > 0 }.map { $0 / $0.l2Norm }
  return units.max { samples.margin($0) < samples.margin($1) } ?? [1, 0]
}

//: The proof looks at one mistake after another, and at w before and after it. Its two quantities,
//: $w*·w$ and $‖w‖²$, can also be had without its formulas, for the checks: the one from squares
//: of lengths, the other from the law of cosines, with the angle of a rhombus.

/// A mistake of the perceptron and the quantities of the proof.
struct Mistake {
  let t: Double
  let x: Vector<Double>
  let y: Double
  let before: Vector<Double>
  let after: Vector<Double>
  let wˢ: Vector<Double>
  let γ: Double
  let R: Double

  /// w*·w after the mistake: ¼(‖w* + w‖² − ‖w* − w‖²)
  var partByDiagonals: Double {
    ((wˢ + after).l2Norm.power(2) - (wˢ - after).l2Norm.power(2)) / 4
  }

  /// ‖w + yx‖² by the law of cosines; from zero weights there is no angle.
  var squareByAngle: Double {
    let (a, b) = (before.l2Norm, x.l2Norm)
    return a * a + (a > 0 ? 2 * a * b * cos(between(before, y * x)) : 0) + b * b
  }
}

//: Mistakes are numbered by t, which does not count the samples that were classified rightly.

/// Every mistake of a run.
func mistakes(
  of training: Training, on samples: Samples, _ wˢ: Vector<Double>, γ: Double, R: Double
) -> [Mistake] {
  training.mistakes.enumerated().map { k, i in
    Mistake(
      t: Double(k + 1), x: samples.x[i], y: samples.y[i], before: training.path[k],
      after: training.path[k + 1], wˢ: wˢ, γ: γ, R: R)
  }
}

extension Perceptron {
  static let proof = Section(.appendix, "A.1", "The convergence theorem, line by line") { page in
    let length: Double = page.given("‖w*‖", at: "A.2", in: 0...(.infinity))
    let origin: Double = page.given("w⁰", at: "A.3", again: ["A.4"])
    let samples = Samples(
      page.given("samples", ours: [[3, 0, 1], [-3, 2, 1], [-1, -2, -1], [2, -3, -1]]))

    page.define("γ, the margin that w* leaves", at: "A.2:margin", by: "Samples.margin")
    page.define("R, the length of the longest sample", at: "A.2", by: "Samples.radius")

    let wˢ = length * widest(samples)
    let training = Training(samples, from: [origin, origin], limit: 100)
    let all = mistakes(of: training, on: samples, wˢ, γ: samples.leastScore(wˢ), R: samples.radius)
    bothBounds(page, samples, wˢ, training, all)
    assumptions(page)
    firstStep(page, all.last)
    secondStep(page, all.last)
    meeting(page)
    scope(page, found: samples.margin(training.w), widest: samples.margin(wˢ))
  }

  //: Four samples of the plane, a boundary through the origin. The best direction is found; then
  //: the perceptron runs, and at each mistake both bounds are compared with what they bound.

  private static func bothBounds(
    _ page: Page, _ samples: Samples, _ wˢ: Vector<Double>, _ training: Training, _ all: [Mistake]
  ) {
    page.derive("w* of the widest margin", wˢ)
    page.derive("γ", samples.leastScore(wˢ))
    page.derive("R", samples.radius)
    page.derive("(R/γ)²", samples.mistakeBound(wˢ))
    page.table(
      "Both bounds at every mistake",
      columns: ["t", "x", "y", "w after", "tγ", "≤ w*·w", "‖w‖²", "≤ tR²"],
      rows: all.prefix(20).map { one in
        let (t, w) = (one.t, one.after)
        return [t, one.x, one.y, w, t * one.γ, wˢ ⋅ w, w ⋅ w, t * samples.squaredRadius]
      }, digits: 2)
    page.note(
      training.isDone
        ? "Mistakes: \(all.count). Then a whole pass is right, and nothing changes."
        : "Stopped after \(all.count) mistakes without a solution.")
  }

  //: ### The assumptions
  //:
  //: γ is called the minimum distance to the boundary, R the radius of a ball. The distance is
  //: found as [before](#the-signed-distance), from what is left of a sample without its
  //: components along the boundary.

  private static func assumptions(_ page: Page) {
    page.verify(
      "the largest γ is the distance of the nearest point, R that of the farthest", at: "A.2:gamma",
      "A.2:ball"
    ) { draw in
      let (samples, wˢ) = separable(&draw, dimension: 3, count: 10, margin: 0.1)
      let within = Hyperplane(w: wˢ, b: 0).directions
      let nearest = samples.x.map { $0.withoutComponents(along: within).l2Norm }.min()!
      by("Gram and Schmidt") { samples.margin(wˢ) ≈ nearest }
      samples.radius ≈ samples.x.map(\.l2Norm).max()!
    }
  }

  //: The inequality of the first assumption also holds with any smaller γ; called the *minimum*
  //: distance, it is the largest that does.
  //:
  //: ### Step 1, step 2, and their meeting
  //:
  //: The lines are tested at the last mistake of random problems, what follows from them at every
  //: mistake. The perceptron decides by the sign of its score; that a mistake then has
  //: $y w·x ≤ 0$ is one of the things to be seen. The first step is the progress towards $w*$. Its
  //: first line puts in the update, the second multiplies out, and the assumption bounds what was
  //: gained.
  //:
  //:     w*·wₜ₊₁ = w*·wₜ + y(w*·x) ≥ w*·wₜ + γ           (appendix A.3)
  //:     w*·wₜ ≥ tγ                                      (appendix A.3)
  //:
  //: The values are those of the last mistake above. On the draws the result is compared with the
  //: weights that the run itself went on with.

  /// The mistakes of a random problem.
  private static func race(_ draw: inout Generator) -> [Mistake] {
    let (samples, wˢ) = separable(&draw, dimension: 3, count: 10, margin: 0.1)
    return mistakes(
      of: Training(samples), on: samples, wˢ, γ: samples.margin(wˢ), R: samples.radius)
  }

  private static func firstStep(_ page: Page, _ example: Mistake?) {
    if let example {
      page.derivation("w*·wₜ₊₁", of: example) { draw in
        race(&draw).last!
      } lines: { one in
        let (wˢ, w, yx) = (one.wˢ, one.before, one.y * one.x)
        Line("w*·(wₜ + yx)", wˢ ⋅ (w + yx))
        Line("w*·wₜ + y(w*·x)", at: "A.3", wˢ ⋅ w + one.y * (wˢ ⋅ one.x))
      } truth: {
        $0.partByDiagonals
      }
    }
    page.verify(
      "w*·w gains y(w*·x) ≥ γ at a mistake, so that w*·w ≥ tγ", at: "A.3", "A.3:sum"
    ) { draw in
      for one in race(&draw) {
        by("gain") { one.wˢ ⋅ one.after ≈ one.wˢ ⋅ one.before + one.y * (one.wˢ ⋅ one.x) }
        by("gain ≥ γ") { one.wˢ ⋅ one.after ≥ one.wˢ ⋅ one.before + one.γ ± rounding }
        by("w*·w ≥ tγ") { one.wˢ ⋅ one.after ≥ one.t * one.γ ± rounding }
      }
    }
  }

  //: The second is the length, whose middle term is not positive at a mistake.
  //:
  //:     ‖wₜ₊₁‖² = ‖wₜ‖² + 2y(wₜ·x) + ‖x‖² ≤ ‖wₜ‖² + R²   (appendix A.4)
  //:     ‖wₜ‖² ≤ tR²                                      (appendix A.4)
  //:
  //: Multiplied out, the square has the shape of the law of cosines, and that law is what it is
  //: compared with.

  private static func secondStep(_ page: Page, _ example: Mistake?) {
    if let example {
      page.derivation("‖wₜ₊₁‖²", of: example) { draw in
        race(&draw).last!
      } lines: { one in
        let (w, x, next) = (one.before, one.x, one.before + one.y * one.x)
        Line("‖wₜ + yx‖²", next ⋅ next)
        Line("‖wₜ‖² + 2y(wₜ·x) + ‖x‖²", at: "A.4:expand", w ⋅ w + 2 * one.y * (w ⋅ x) + x ⋅ x)
      } truth: {
        $0.squareByAngle
      }
    }
    page.verify(
      "‖w + yx‖² = ‖w‖² + 2y(w·x) + ‖x‖², at a mistake at most ‖w‖² + R², so ‖w‖² ≤ tR²",
      at: "A.4", "A.4:expand", "A.4:mistake", "A.4:sum"
    ) { draw in
      for one in race(&draw) {
        let (w, next, R²) = (one.before, one.after, one.R * one.R)
        by("multiplied out") { next ⋅ next ≈ w ⋅ w + 2 * one.y * (w ⋅ one.x) + one.x ⋅ one.x }
        by("law of cosines") { next ⋅ next ≈ one.squareByAngle }
        by("y(w·x)") { one.y * (w ⋅ one.x) ≤ 0 }
        by("growth") { next ⋅ next ≤ w ⋅ w + R² ± rounding }
        by("‖w‖²") { next ⋅ next ≤ one.t * R² ± rounding }
      }
    }
  }

  //: They meet in the inequality of Cauchy and Schwarz.
  //:
  //:     tγ ≤ w*·wₜ ≤ ‖w*‖ ‖wₜ‖ = ‖wₜ‖ ≤ √t·R            (appendix A.5)

  private static func meeting(_ page: Page) {
    page.verify(
      "tγ ≤ w*·w ≤ ‖w*‖ ‖w‖ = ‖w‖ ≤ √t·R at every mistake", at: "A.5:cauchy", "A.5:root"
    ) { draw in
      for one in race(&draw) {
        let (part, length) = (one.wˢ ⋅ one.after, one.after.l2Norm)
        by("tγ ≤ w*·w") { one.t * one.γ ≤ part ± rounding }
        by("w*·w ≤ ‖w*‖ ‖w‖") { part ≤ one.wˢ.l2Norm * length ± rounding }
        one.wˢ.l2Norm * length ≈ length
        by("‖w‖ ≤ √t·R") { length ≤ one.t.squareRoot() * one.R ± rounding }
      }
    }

    //: That is solved for t by squaring, $t ≤ (R/γ)²$; counting up t until the inequality breaks
    //: finds the same number.

    page.verify("tγ ≤ √t·R holds up to t = (R/γ)² and no further", at: "A.5:solve") { draw in
      let γ = draw.uniform(0.1, 1)
      let R = γ * draw.uniform(1, 12)
      let counted = (1...200).prefix { Double($0) * γ <= Double($0).squareRoot() * R }.count
      by("counting") { Double(counted) == (R / γ).power(2).rounded(.down) }
    }
    page.verify(
      "the perceptron stops, with every sample on its side, after at most (R/γ)² mistakes",
      at: "A.1", "A.1:halt", "A.5"
    ) { draw in
      let (samples, wˢ) = separable(&draw, dimension: 3, count: 12, margin: 0.1)
      let training = Training(samples)
      by("mistakes") { Double(training.mistakes.count) ≤ samples.mistakeBound(wˢ) }
      by("sides of the samples") { samples.margin(training.w) > 0 }
      by("another pass") { Training(samples, from: training.w).mistakes == [] }
    }
  }

  //: It does not promise the best boundary: it stops at the first one that works, and the margin
  //: which that one leaves in the example is narrower than need be.

  private static func scope(_ page: Page, found: Double, widest: Double) {
    page.derive("margin found", found, for: "A.1:scope")
    page.derive("widest margin", widest, for: "A.1:scope")
  }
}
