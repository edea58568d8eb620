import Companion
import Mathematics

//: Learning means to go through the samples and to turn the weights whenever one is misclassified.
//: If it should have been positive it is added to the weights, if it should have been negative it
//: is taken away. With labels ±1 both are one line.
//:
//:     w ← w + yx                                          (appendix A.3)

/// Points with labels −1 and +1.
struct Samples {
  var x: [[Double]]
  var y: [Double]

  var indices: Range<Int> { x.indices }

  /// The samples with a last entry 1 in each x, whose weight is then the bias.
  var augmented: Samples { Samples(x: x.map { $0 + [1] }, y: y) }

  /// R² = max ‖xᵢ‖²
  var squaredRadius: Double { x.map { dot($0, $0) }.reduce(0, max) }

  /// R = max ‖xᵢ‖
  var radius: Double { squaredRadius.squareRoot() }

  /// min yᵢ w·xᵢ / ‖w‖, the margin that w leaves
  func margin(_ w: [Double]) -> Double { leastScore(w) / dot(w, w).squareRoot() }

  /// min yᵢ w·xᵢ
  func leastScore(_ w: [Double]) -> Double {
    indices.map { y[$0] * dot(w, x[$0]) }.reduce(.infinity, min)
  }

  /// (R/γ)² for the margin that w leaves, without a root
  func mistakeBound(_ w: [Double]) -> Double {
    let score = leastScore(w)
    return squaredRadius * dot(w, w) / (score * score)
  }
}

/// a·b in plain numbers, for what is done a million times.
func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  var i = 0
  while i < a.count {
    sum += a[i] * b[i]
    i += 1
  }
  return sum
}

/// A perceptron at work: sample after sample, pass after pass, until a pass has no mistake.
struct Training {
  private(set) var w: [Double]
  /// The sample of each mistake.
  private(set) var mistakes: [Int] = []
  /// The weights before each mistake, and the last ones, if they are kept.
  private(set) var path: [[Double]]
  /// Whether it has stopped by itself.
  private(set) var isDone = false

  /// - Parameters:
  ///   - w: the weights to start from
  ///   - η: the learning rate
  ///   - limit: when to give up, in mistakes
  ///   - keepsPath: whether the weights of every step are wanted
  init(
    _ samples: Samples, from w: [Double], rate η: Double = 1, limit: Int = 10_000,
    keepsPath: Bool = true
  ) {
    self.w = w
    path = [w]
    var seen = 0
    while mistakes.count < limit, !isDone {
      let before = mistakes.count
      for i in samples.indices where mistakes.count < limit {
        guard sign(dot(self.w, samples.x[i])) != samples.y[i] else { continue }
        learn(samples.x[i], η * samples.y[i])
        mistakes.append(i)
        if keepsPath { path.append(self.w) }
      }
      isDone = mistakes.count == before
      // Weights and labels that are no numbers make no progress.
      seen += 1
      if seen > limit { break }
    }
  }

  /// w gains c x.
  private mutating func learn(_ x: [Double], _ c: Double) {
    var j = 0
    while j < x.count {
      w[j] += c * x[j]
      j += 1
    }
  }
}

extension Samples {
  /// Samples from the rows x₁ … xₙ y of a matrix.
  init(_ rows: Matrix<Double>) {
    x = (0..<rows.rows).map { Array(rows.row($0).entries.dropLast()) }
    y = (0..<rows.rows).map { rows[$0, rows.columns - 1] }
  }
}

extension Perceptron {
  static let rule = Section(.intuition, "3.1", "Turning the weight vector") { page in
    let start = page.given(vector: "start", ours: [0, -4])
    let leaves = page.given(
      matrix: "leaves", ours: [[3, 1, 1], [1, 2, 1], [-1, 3, 1], [3, -2, -1], [-3, -1, -1]])
    let samples = Samples(leaves)

    page.define(
      "w is kept where the side is right, else turned towards yx", at: "3.1.1:nudge",
      "appendix:A.3:update", by: "Training")

    //: Five leaves with two features each, three healthy ones (1) and two diseased ones (−1); the
    //: weights start by pointing the wrong way. A row for every update.

    let training = Training(samples, from: start.entries, limit: 40)
    page.table(
      "Every update", columns: ["t", "x", "y", "w·x", "w after", "angle of w", "w·x after"],
      rows: training.mistakes.indices.map { t in
        let i = training.mistakes[t]
        let (before, after) = (training.path[t], training.path[t + 1])
        return [
          t + 1, samples.x[i], samples.y[i], dot(before, samples.x[i]), after,
          angle(after[0], after[1]) * 180 / .pi, dot(after, samples.x[i]),
        ]
      }, digits: 1)
    page.note(
      training.isDone
        ? "After \(training.mistakes.count) updates every leaf is on its side."
        : "No end within \(training.mistakes.count) updates: these points may not be separable.")

    //: In the picture w turns against the clock, from pointing down to pointing up. The last
    //: position has all healthy leaves on its own side.

    page.plot(turning(training, samples))

    //: Why adding x helps with x: the next score is larger by $x·x$, whatever w was, and after
    //: taking x away it is smaller by as much.
    //:
    //:     (w + x)·x = w·x + ‖x‖²                          (intuition 3.1.2)
    //:     (w − x)·x = w·x − ‖x‖²                          (intuition 3.1.2)
    //:
    //: It helps with this sample; others may lose by it, as $(3, −2)$ does by the first update,
    //: whose $y w·x$ goes from −8 to −15; and one update need not be enough even for the one.

    page.verify("(w + x)·x = w·x + ‖x‖² > w·x", at: "3.1.2:align") { draw in
      let (w, x) = (draw.vector(3, -3, 3), draw.vector(3))
      let gain = (w + x) ⋅ x - w ⋅ x
      let closer = between(w + x, x) - between(w, x)
      return [
        Evidence("‖x‖²", error: distance(gain, x.l2Norm.power(2)), bound: 1e-14),
        Evidence("the angle to x shrinks", error: max(0, closer), bound: 0),
        Evidence("the score grows", holds: gain > 0),
      ]
    }
    page.verify("(w − x)·x = w·x − ‖x‖² < w·x", at: "3.1.2:away") { draw in
      let (w, x) = (draw.vector(3, -3, 3), draw.vector(3))
      let loss = w ⋅ x - (w - x) ⋅ x
      let farther = between(w, x) - between(w - x, x)
      return [
        Evidence("‖x‖²", error: distance(loss, x.l2Norm.power(2)), bound: 1e-14),
        Evidence("the angle to x grows", error: max(0, farther), bound: 0),
        Evidence("the score falls", holds: loss > 0),
      ]
    }
  }

  /// The weight vector after each update, as a spoke, among the samples.
  private static func turning(_ training: Training, _ samples: Samples) -> Plot {
    let spokes = training.path.suffix(12).flatMap { w in
      [[0, 0], Vector(Array(w.prefix(2))), [0, 0]].compactMap(drawable)
    }
    func cloud(_ y: Double) -> [(Double, Double)] {
      samples.indices.filter { samples.y[$0] == y }.compactMap { drawable(Vector(samples.x[$0])) }
    }
    let last = [[0, 0], Vector(training.w)].compactMap(drawable)
    return Plot(
      "The weight vector, turning", x: "first feature", y: "second feature", isSquare: true,
      [
        Plot.Series("w so far", spokes), Plot.Series("w at the end", last),
        .points("healthy", cloud(1)), .points("diseased", cloud(-1)),
      ])
  }
}
