import Companion
import Mathematics

//: Where no line separates the classes, there is no pass without a mistake, and the perceptron
//: never stops. What does it do instead? Its weights do not grow without end, as one might fear
//: from an endless sum. For samples of whole numbers that has a striking consequence: only
//: finitely many weights can occur, so that some occur again, and from there on everything repeats.

/// How a run on samples of whole numbers ends.
enum Outcome {
  /// A pass without a mistake.
  case stops(Training)
  /// The weights at the beginning of a pass that were met before, the updates until then and
  /// those of one round, and how often each sample is in a round.
  case cycles(w: Vector<Double>, before: Int, round: Int, counts: [Int])
  /// Neither, as far as it was followed.
  case open

  /// For how many passes a run is followed.
  static let passes = 2000

  init(_ samples: Samples) {
    var w = Vector(repeating: 0.0, count: samples.x[0].count)
    var known: [[Double]: Int] = [:]
    var mistakes: [Int] = []
    self = .open
    for _ in 0..<Self.passes {
      if let before = known[w.entries] {
        let round = mistakes[before...]
        let counts = samples.indices.map { i in round.count { $0 == i } }
        self = .cycles(w: w, before: before, round: round.count, counts: counts)
        return
      }
      known[w.entries] = mistakes.count
      let start = mistakes.count
      for i in samples.indices where sign(w ⋅ samples.x[i]) != samples.y[i] {
        w += samples.y[i] * samples.x[i]
        mistakes.append(i)
      }
      if mistakes.count == start {
        self = .stops(Training(samples))
        return
      }
    }
  }
}

//: A table says of each run how it ended.

extension Outcome {
  var word: String {
    switch self {
    case .stops: "stops"
    case .cycles: "cycles"
    case .open: "open"
    }
  }
}

extension Perceptron {
  static let cycles = Section(.foundations, "2.4.4", "Data that no line separates") { page in
    let crossed: Matrix = page.given(
      "crossed", ours: [[0, 0, -1], [1, 0, 1], [0, 1, 1], [1, 1, -1]])
    let samples = Samples(crossed)
    firstUpdates(page, samples)
    stopsOrCycles(page)
    lengths(page, samples.augmented)
  }

  //: The four corners of a square, with opposite corners in one class:
  //: [the XOR of two bits](#xor-one-line-cannot-three-can). With the bias inside, the weights are
  //: three whole numbers. They are followed until a pass begins with weights that an earlier pass
  //: began with.

  private static func firstUpdates(_ page: Page, _ samples: Samples) {
    let longer = samples.augmented
    let training = Training(longer, limit: 8)
    page.table(
      "The first updates", columns: ["t", "x", "y", "score", "w", "b"],
      rows: training.mistakes.enumerated().map { t, i in
        let (before, w) = (training.path[t], training.path[t + 1])
        return [t + 1, samples.x[i], samples.y[i], before ⋅ longer.x[i], w[0..<2], w[2]]
      }, digits: 1)

    switch Outcome(longer) {
    case .cycles(let w, let before, let round, let counts):
      page.derive("updates before the round", before, for: "2.4.4:cycle")
      page.derive("updates in a round", round)
      page.derive("weights at its beginning", w)
      page.derive("updates by sample", counts)
    case .stops(let end):
      page.note("These samples are separable: it stops after \(end.mistakes.count) updates.")
    case .open:
      page.note(
        "No weights came back in \(Outcome.passes) passes: the samples are no small whole numbers.")
    }
  }
}

//: ### The round is a proof
//:
//: After a round the weights are what they were, so that the updates of the round add up to
//: nothing.
//:
//:     Σᵢ kᵢyᵢxᵢ = 0
//:
//: Here $kᵢ$ is the number of updates by sample i. That alone shows that no w can have
//: $y(w·x) > 0$ for every sample: weighted with the $kᵢ$, those scores add up to zero. A
//: perceptron that comes back to old weights has proved that its task is impossible. And if it
//: is possible, no weights come back, since $w*·w$ grows at every update.

extension Samples {
  /// Σᵢ kᵢyᵢxᵢ
  func sum(_ k: [Int]) -> Vector<Double> {
    indices.reduce(Vector(repeating: 0, count: x[0].count)) { sum, i in
      sum + (Double(k[i]) * y[i]) * x[i]
    }
  }
}

//: So of the two, exactly one happens. On random samples of whole numbers it is compared with
//: a look at the angles: in the plane a boundary through the origin exists exactly if the
//: directions of all yx fit into less than half a turn, so that they leave a gap of more than
//: 180°. (Directions of small whole numbers differ from half a turn by far more than rounding, or
//: not at all.)

/// Whether a line through the origin has all samples of the plane strictly on their sides.
func isSeparable(_ samples: Samples) -> Bool {
  let z = samples.indices.map { samples.y[$0] * samples.x[$0] }
  let angles = z.map { Double.atan2($0[1], $0[0]) }.sorted()
  let gaps = zip(angles, angles.dropFirst()).map { $1 - $0 }
  let last = angles[0] + 2 * .pi - angles[angles.count - 1]
  return (gaps + [last]).max()! > .pi + 1e-9
}

/// Five points of small whole numbers, none of them zero, with labels that may not fit a line:
/// those of a line, one of them perhaps turned. About half of the sets are separable.
private func wholeLabelled(_ draw: inout Generator) -> Samples {
  var samples = Samples(x: [], y: [])
  while samples.x.count < 5 {
    let x = wholeVector(2, upTo: 4, &draw)
    guard x != [0, 0] else { continue }
    samples.x.append(x)
    let y = x[0] + 2.5 * x[1] > 0 ? 1.0 : -1
    samples.y.append(draw.below(8) == 0 ? -y : y)
  }
  return samples
}

extension Perceptron {
  private static func stopsOrCycles(_ page: Page) {
    page.verify(
      "on whole numbers it stops if a boundary exists, and cycles with Σ kᵢyᵢxᵢ = 0 if not",
      at: "2.4.4:cycle"
    ) { draw in
      let samples = wholeLabelled(&draw)
      let outcome = Outcome(samples)
      by("against the gap of 180°") { outcome.word == (isSeparable(samples) ? "stops" : "cycles") }
      if case .cycles(_, _, _, let counts) = outcome { samples.sum(counts) == [0, 0] }
    }
  }

  //: The notes say that the updates *may* cycle. That they never end is certain, and for whole
  //: numbers so is that they repeat exactly. For other numbers the weights need not come back,
  //: but they stay bounded, as a theorem of Block and Levin says. The picture shows the length of
  //: the weights on the four corners, on twelve random points with random labels, and the $√t·R$
  //: that [the proof](#the-convergence-theorem-line-by-line) allows.

  /// Twelve points of a square with labels of a coin, augmented.
  private static func scattered() -> Samples {
    var draw = Generator(seed: 1969)
    let x = (0..<12).map { _ in draw.vector(2) }
    return Samples(x: x, y: x.map { _ in signed(Double(draw.below(2))) }).augmented
  }

  private static func lengths(_ page: Page, _ corners: Samples) {
    let run = { (samples: Samples) in
      Training(samples, limit: 300).path.enumerated().map { (Double($0), $1.l2Norm) }
    }
    let (square, cloud) = (run(corners), run(scattered()))
    page.derive("largest ‖w‖ on the corners", square.map(\.1).max() ?? 0)
    page.derive("largest ‖w‖ on the random points", cloud.map(\.1).max() ?? 0)
    page.plot(
      Plot(
        "The length of the weights where no line separates", x: "updates", y: "‖w‖",
        [
          Plot.Series("√t·R, corners", square.map { ($0.0, $0.0.squareRoot() * corners.radius) }),
          Plot.Series("random points", cloud), Plot.Series("corners", square),
        ]))
  }
}
