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
  case cycles(w: [Double], before: Int, round: Int, counts: [Int])
  /// Neither, as far as it was followed.
  case open

  init(_ samples: Samples, passes: Int = 2000) {
    var w = samples.x[0].map { _ in 0.0 }
    var known: [[Double]: Int] = [:]
    var mistakes: [Int] = []
    self = .open
    for _ in 0..<passes {
      if let before = known[w] {
        let round = mistakes[before...]
        let counts = samples.indices.map { i in round.count { $0 == i } }
        self = .cycles(w: w, before: before, round: round.count, counts: counts)
        return
      }
      known[w] = mistakes.count
      let start = mistakes.count
      for i in samples.indices where sign(dot(w, samples.x[i])) != samples.y[i] {
        for j in w.indices { w[j] += samples.y[i] * samples.x[i][j] }
        mistakes.append(i)
      }
      if mistakes.count == start {
        self = .stops(Training(samples, from: w.map { _ in 0 }))
        return
      }
    }
  }
}

extension Perceptron {
  static let cycles = Section(.foundations, "2.4.4", "Data that no line separates") { page in
    let crossed = page.given(
      matrix: "crossed", ours: [[0, 0, -1], [1, 0, 1], [0, 1, 1], [1, 1, -1]])
    let samples = Samples(crossed).augmented

    //: The four corners of a square, with opposite corners in one class:
    //: [the XOR of two bits](#xor-one-line-cannot-three-can). With the bias inside, the weights are
    //: three whole numbers. They are followed until a pass begins with weights that an earlier pass
    //: began with.

    let training = Training(samples, from: [0, 0, 0], limit: 8)
    page.table(
      "The first updates", columns: ["t", "x", "y", "score", "w", "b"],
      rows: training.mistakes.indices.map { t in
        let (i, w) = (training.mistakes[t], training.path[t + 1])
        let score = dot(training.path[t], samples.x[i])
        return [
          t + 1, crossed.row(i).entries.dropLast().map { $0 }, samples.y[i], score,
          Array(w.dropLast()), w[2],
        ]
      }, digits: 1)

    let outcome = Outcome(samples)
    if case .cycles(let w, let before, let round, let counts) = outcome {
      page.derive("updates before the round", before, for: "2.4.4:cycle")
      page.derive("updates in a round", round)
      page.derive("weights at its beginning", w)
      page.derive("updates by sample", counts)
    } else if case .stops(let end) = outcome {
      page.note("These samples are separable: it stops after \(end.mistakes.count) updates.")
    } else {
      page.note("No weights came back in 2000 passes: the samples are no small whole numbers.")
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
    //:
    //: So of the two, exactly one happens. On random samples of whole numbers it is compared with
    //: a look at the angles: in the plane a boundary through the origin exists exactly if the
    //: directions of all yx fit into less than half a turn, so that they leave a gap of more than
    //: 180°.

    page.verify(
      "on whole numbers it stops if a boundary exists, and cycles with Σ kᵢyᵢxᵢ = 0 if not",
      at: "2.4.4:cycle"
    ) { draw in
      let samples = wholeLabelled(&draw)
      var (open, wrong, sum) = (0.0, 0.0, 0.0)
      switch Outcome(samples) {
      case .stops: wrong = isSeparable(samples) ? 0 : 1
      case .cycles(_, _, _, let counts):
        wrong = isSeparable(samples) ? 1 : 0
        for j in 0..<2 {
          let terms = samples.indices.map { Double(counts[$0]) * samples.y[$0] * samples.x[$0][j] }
          sum += terms.reduce(0, +).magnitude
        }
      case .open: open = 1
      }
      return [
        Evidence("one of the two", error: open, bound: 0),
        Evidence("against the gap of 180°", error: wrong, bound: 0),
        Evidence("Σ kᵢyᵢxᵢ", error: sum, bound: 0),
      ]
    }

    //: The notes say that the updates *may* cycle. That they never end is certain, and for whole
    //: numbers so is that they repeat exactly. For other numbers the weights need not come back,
    //: but they stay bounded, as a theorem of Block and Levin says. The picture shows the length of
    //: the weights on the four corners, on twelve random points with random labels, and the $√t·R$
    //: that [the proof](#the-convergence-theorem-line-by-line) allows.

    let scattered = random()
    let (square, cloud) = (run(samples), run(scattered))
    page.derive("largest ‖w‖ on the corners", square.map(\.1).max() ?? 0)
    page.derive("largest ‖w‖ on the random points", cloud.map(\.1).max() ?? 0)
    page.plot(
      Plot(
        "The length of the weights where no line separates", x: "updates", y: "‖w‖",
        [
          Plot.Series("√t·R, corners", square.map { ($0.0, $0.0.squareRoot() * samples.radius) }),
          Plot.Series("random points", cloud), Plot.Series("corners", square),
        ]))
  }

  /// ‖w‖ over 300 updates.
  private static func run(_ samples: Samples) -> [(Double, Double)] {
    let training = Training(samples, from: samples.x[0].map { _ in 0 }, limit: 300)
    return training.path.enumerated().map { (Double($0), dot($1, $1).squareRoot()) }
  }

  /// Twelve points of a square with labels of a coin, augmented.
  private static func random() -> Samples {
    var draw = Generator(seed: 1969)
    let x = (0..<12).map { _ in draw.vector(2).entries }
    return Samples(x: x, y: x.map { _ in signed(Double(draw.below(2))) }).augmented
  }

  /// Five points of small whole numbers, none of them zero, with labels that may not fit a line.
  private static func wholeLabelled(_ draw: inout Generator) -> Samples {
    var samples = Samples(x: [], y: [])
    while samples.x.count < 5 {
      let x = [Double(draw.below(9) - 4), Double(draw.below(9) - 4)]
      guard x != [0, 0] else { continue }
      samples.x.append(x)
      // Labels by a line, one of them perhaps turned: about half of the sets are separable.
      let y = x[0] + 2.5 * x[1] > 0 ? 1.0 : -1
      samples.y.append(draw.below(8) == 0 ? -y : y)
    }
    return samples
  }
}

/// Whether a line through the origin has all samples of the plane strictly on their sides: the
/// directions of yx leave a gap of more than half a turn.
func isSeparable(_ samples: Samples) -> Bool {
  let z = samples.indices.map { i in samples.x[i].map { samples.y[i] * $0 } }
  let angles = z.map { angle($0[0], $0[1]) }.sorted()
  let gaps = zip(angles, angles.dropFirst()).map { $1 - $0 }
  let last = angles[0] + 2 * .pi - angles[angles.count - 1]
  // Directions of small whole numbers differ from half a turn by far more than this, or not at all.
  return (gaps + [last]).max()! > .pi + 1e-9
}
