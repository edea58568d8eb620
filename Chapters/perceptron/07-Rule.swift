import Companion
import Mathematics

//: Learning means to go through the samples and to turn the weights whenever one is misclassified.
//: If it should have been positive it is added to the weights, if it should have been negative it
//: is taken away. With labels ±1 both are one line.
//:
//:     w ← w + yx                                          (appendix A.3)
//:
//: What it learns from is a list of points with their labels. How hard they are to tell apart is
//: a matter of two lengths: that of the longest of them, and the margin, by which w puts even
//: the nearest of them on its side.

/// Points with labels −1 and +1.
struct Samples {
  var x: [Vector<Double>]
  var y: [Double]

  var indices: Range<Int> { x.indices }

  /// The samples with a last entry 1 in each x, whose weight is then the bias.
  var augmented: Samples { Samples(x: x.map(\.augmented), y: y) }

  /// R² = max ‖xᵢ‖²
  var squaredRadius: Double { x.map { $0 ⋅ $0 }.reduce(0, max) }

  /// R = max ‖xᵢ‖
  var radius: Double { squaredRadius.squareRoot() }

  /// min yᵢ w·xᵢ / ‖w‖, the margin that w leaves
  func margin(_ w: Vector<Double>) -> Double { leastScore(w) / w.l2Norm }

  /// min yᵢ w·xᵢ
  func leastScore(_ w: Vector<Double>) -> Double {
    indices.map { y[$0] * (w ⋅ x[$0]) }.reduce(.infinity, min)
  }

  /// (R/γ)² for the margin that w leaves, without a root
  func mistakeBound(_ w: Vector<Double>) -> Double {
    let score = leastScore(w)
    return squaredRadius * (w ⋅ w) / (score * score)
  }
}

extension Vector<Double> {
  /// (x, 1)
  var augmented: Vector { Vector(entries + [1]) }
}

//: A page gives them as the rows of a matrix, the label last.

extension Samples {
  /// Samples from the rows x₁ … xₙ y of a matrix.
  init(_ rows: Matrix<Double>) {
    let last = rows.columns - 1
    x = (0..<rows.rows).map { rows.row($0)[0..<last] }
    y = rows.column(last).entries
  }
}

//: The perceptron goes through them in their order, pass after pass, until a pass has no mistake.
//: A mistake is a sign of the score that is not the label; zero is none of the labels.

/// A perceptron at work.
struct Training {
  private(set) var w: Vector<Double>
  /// The sample of each mistake.
  private(set) var mistakes: [Int] = []
  /// The weights before each mistake, and the last ones, if they are kept.
  private(set) var path: [Vector<Double>]
  /// Whether it has stopped by itself.
  private(set) var isDone = false

  /// - Parameters:
  ///   - start: the weights to start from, zero if left out
  ///   - η: the learning rate
  ///   - limit: when to give up, in mistakes
  ///   - keepsPath: whether the weights of every step are wanted
  init(
    _ samples: Samples, from start: Vector<Double>? = nil, rate η: Double = 1,
    limit: Int = 10_000, keepsPath: Bool = true
  ) {
    w = start ?? Vector(repeating: 0, count: samples.x[0].count)
    path = [w]
    while mistakes.count < limit, !isDone {
      let before = mistakes.count
      for i in samples.indices where mistakes.count < limit {
        guard sign(w ⋅ samples.x[i]) != samples.y[i] else { continue }
        w += (η * samples.y[i]) * samples.x[i]
        mistakes.append(i)
        if keepsPath { path.append(w) }
      }
      isDone = mistakes.count == before
    }
  }
}

//: The run of this page is given up after forty updates, should the reader's leaves need more.

extension Perceptron {
  static let rule = Section(.intuition, "3.1", "Turning the weight vector") { page in
    let start: Vector = page.given("start", ours: [0, -4])
    let leaves: Matrix = page.given(
      "leaves", ours: [[3, 1, 1], [1, 2, 1], [-1, 3, 1], [3, -2, -1], [-3, -1, -1]])
    let samples = Samples(leaves)
    let training = Training(samples, from: start, limit: 40)

    page.define(
      "w is kept where the side is right, else turned towards yx", at: "3.1.1:nudge",
      "appendix:A.3:update", by: "Training")
    everyUpdate(page, training, samples)
    whyItHelps(page)
  }

  //: Five leaves with two features each, three healthy ones (1) and two diseased ones (−1); the
  //: weights start by pointing the wrong way. A row for every update.

  private static func everyUpdate(_ page: Page, _ training: Training, _ samples: Samples) {
    page.table(
      "Every update", columns: ["t", "x", "y", "w·x", "w after", "angle of w", "w·x after"],
      rows: training.mistakes.enumerated().map { t, i in
        let (x, before, after) = (samples.x[i], training.path[t], training.path[t + 1])
        let angle = Double.atan2(after[1], after[0]) * 180 / .pi
        return [t + 1, x, samples.y[i], before ⋅ x, after, angle, after ⋅ x]
      }, digits: 1)
    page.note(
      training.isDone
        ? "After \(training.mistakes.count) updates every leaf is on its side."
        : "No end within \(training.mistakes.count) updates: these points may not be separable.")

    //: In the picture w turns against the clock, from pointing down to pointing up. The last
    //: position has all healthy leaves on its own side.

    let spokes = training.path.suffix(12).flatMap { [[0, 0], $0, [0, 0]].compactMap(drawable) }
    let last = [[0, 0], training.w].compactMap(drawable)
    let cloud = { (y: Double) in
      samples.indices.filter { samples.y[$0] == y }.compactMap { drawable(samples.x[$0]) }
    }
    page.plot(
      Plot(
        "The weight vector, turning", x: "first feature", y: "second feature", isSquare: true,
        [
          Plot.Series("w so far", spokes), Plot.Series("w at the end", last),
          .points("healthy", cloud(1)), .points("diseased", cloud(-1)),
        ]))
  }

  //: Why adding x helps with x: the next score is larger by $x·x$, whatever w was, and after
  //: taking x away it is smaller by as much.
  //:
  //:     (w + x)·x = w·x + ‖x‖²                          (intuition 3.1.2)
  //:     (w − x)·x = w·x − ‖x‖²                          (intuition 3.1.2)
  //:
  //: It helps with this sample; others may lose by it, as $(3, −2)$ does by the first update,
  //: whose $y w·x$ goes from −8 to −15; and one update need not be enough even for the one.

  private static func whyItHelps(_ page: Page) {
    page.verify("(w + x)·x = w·x + ‖x‖² > w·x", at: "3.1.2:align") { draw in
      let (w, x) = (draw.vector(3, -3, 3), draw.vector(3))
      (w + x) ⋅ x ≈ w ⋅ x + x.l2Norm.power(2)
      by("the score grows") { (w + x) ⋅ x > w ⋅ x }
      by("the angle to x shrinks") { between(w + x, x) < between(w, x) }
    }
    page.verify("(w − x)·x = w·x − ‖x‖² < w·x", at: "3.1.2:away") { draw in
      let (w, x) = (draw.vector(3, -3, 3), draw.vector(3))
      (w - x) ⋅ x ≈ w ⋅ x - x.l2Norm.power(2)
      by("the score falls") { (w - x) ⋅ x < w ⋅ x }
      by("the angle to x grows") { between(w - x, x) > between(w, x) }
    }
  }
}
