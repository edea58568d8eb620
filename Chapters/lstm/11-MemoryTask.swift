import Companion
import Mathematics

//: The smallest task that needs a memory shows whether any of this matters. The first input is
//: 1 or −1, all others are 0, and at the end the network has to say which it was. Two sequences
//: are all there is to learn; half the squared error of a network that has forgotten is ½.

/// A sequence and what is to be answered at its end.
struct Task {
  let x: [Double]
  let y: Double
}

//: A second task has inputs that are noise, and marks that come anywhere. Two numbers are marked, one
//: in each half of the sequence, and their sum is wanted.

extension Task {
  /// The two sequences of the copying task.
  static func copying(steps: Int) -> [Task] {
    [1, -1].map { bit in
      Task(x: (0..<steps).map { $0 == 0 ? bit : 0 }, y: bit)
    }
  }

  /// The adding problem: numbers from (0, 1) beside marks, of which one in each half is 1. The
  /// answer is the sum of the two marked numbers.
  static func adding(steps: Int, _ draw: inout Generator) -> Task {
    var x = (0..<2 * steps).map { $0 % 2 == 0 ? draw.uniform() : 0 }
    let (i, j) = (draw.below(steps / 2), steps / 2 + draw.below(steps - steps / 2))
    x[2 * i + 1] = 1
    x[2 * j + 1] = 1
    return Task(x: x, y: x[2 * i] + x[2 * j])
  }
}

//: Both are learned from gradients that are cut to length 1, by plain descent on all tasks or by Adam
//: on a new batch at each step.

extension Learner {
  /// The mean loss of a batch and its gradient, cut to length 1 if it is longer.
  func clippedGradient(_ batch: [Task]) -> (loss: Double, gradient: [Double]) {
    var gradient = [Double](repeating: 0, count: θ.count)
    var sum = 0.0
    for task in batch {
      sum += loss(task.x, task.y, addingGradientTo: &gradient).loss
    }
    let m = Double(batch.count)
    let norm = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot() / m
    let scale = 1 / (m * max(1, norm))
    return (sum / m, gradient.map { scale * $0 })
  }

  /// Gradient descent on all tasks at once; gives the loss before each step and at the end.
  mutating func descend(_ tasks: [Task], rate α: Double, steps: Int) -> [Double] {
    var losses: [Double] = []
    for _ in 0..<steps {
      let (loss, gradient) = clippedGradient(tasks)
      losses.append(loss)
      for k in θ.indices { θ[k] -= α * gradient[k] }
    }
    return losses + [clippedGradient(tasks).loss]
  }

  /// Adam on a new batch of drawn tasks at each step; gives the loss of each batch.
  mutating func adapt(rate α: Double, steps: Int, _ batch: () -> [Task]) -> [Double] {
    var adam = Adam(count: θ.count)
    return (0..<steps).map { _ in
      let (loss, gradient) = clippedGradient(batch())
      θ = adam.step(Vector(θ), Vector(gradient), α).entries
      return loss
    }
  }
}

//: Copying is quick and is shown at once; what takes longer waits for `--full`.

extension LSTM {
  static let memoryTask = Section(.foundations, "16.3", "Learning to remember") { page in
    let lag: Int = page.given("steps to remember", ours: 12, in: 1...100)
    let rate: Double = page.given("rate", ours: 0.3)
    let seed: Int = page.given("seed", ours: 3, in: 0...1e6)
    let tasks = Task.copying(steps: lag)
    copying(page, tasks, rate, UInt64(seed))
    guard page.isFull else {
      page.note("The twenty seeds, and the adding problem below, are run with --full.")
      return
    }
    twentySeeds(page, tasks, rate)
    adding(page, UInt64(seed))
  }

  //: ### Copying one number
  //:
  //: A plain network and three LSTMs, four units each, drawn from the same seed. They see the
  //: same two sequences and take forty steps of plain gradient descent.
  //:
  //: From the seed of the page the LSTM with a forget bias of 5 learns first, the one with 1 later,
  //: and the one with 0 sits on the plateau at ½ together with the plain network: the gradient by
  //: the first step is too small to find the way. Nothing about the *form* of an LSTM helps it
  //: there.

  private static func copying(_ page: Page, _ tasks: [Task], _ rate: Double, _ seed: UInt64) {
    var race = networks(n: 1, d: 4, seed: seed)
    let curves = race.indices.map { race[$0].learner.descend(tasks, rate: rate, steps: 40) }
    page.plot(
      Plot(
        "Copying one number: loss by step of gradient descent", x: "step", y: "loss",
        zip(race, curves).map { network, losses in
          Plot.Series(network.name, losses.enumerated().map { (Double($0), $1) })
        }), at: "Q9:zero", "Q9:flow")
    page.table(
      "Loss after forty steps", columns: ["network", "loss"],
      rows: zip(race, curves).map { [$0.name, $1[40]] }, at: "Q9:zero", "Q9:flow")
  }

  //: One seed proves little; twenty say more. The plain network does learn from some of them, and
  //: the LSTM with a bias of 0 from none: for this task the gates of one half are worse than no
  //: gates.

  private static func twentySeeds(_ page: Page, _ tasks: [Task], _ rate: Double) {
    let (seeds, small) = (20, 0.05)
    var solved = [0, 0, 0, 0]
    for seed in 1...seeds {
      for (k, network) in networks(n: 1, d: 4, seed: UInt64(seed)).enumerated() {
        var learner = network.learner
        if learner.descend(tasks, rate: rate, steps: 40)[40] < small { solved[k] += 1 }
      }
      page.progress("twenty seeds", Double(seed) / Double(seeds))
    }
    let names = networks(n: 1, d: 1, seed: 1).map(\.name)
    page.table(
      "Of twenty seeds, how many had a loss below \(small) after forty steps",
      columns: ["network", "solved"],
      rows: zip(names, solved).map { [$0, $1] }, at: "Q9:zero", "Q9:flow")
  }

  //: ### The adding problem
  //:
  //: Two of twenty numbers are marked, and their sum is wanted. Eight units, batches of ten, a
  //: thousand steps of Adam. A network that answers 1 to everything has a loss of $1/12$. What the
  //: plot shows are means over fifty batches.
  //:
  //: All three LSTMs learn it, and the plain network does not get far. But the order by bias is
  //: gone: from the seed of the page a bias of 0 ends lower than one of 1. What an untrained
  //: cell remembers decides how soon it learns a task that has nothing but a distant input, and less
  //: where the inputs that count are spread over all distances.

  private static func adding(_ page: Page, _ seed: UInt64) {
    var race = networks(n: 2, d: 8, seed: seed)
    let means = race.indices.map { k in
      var draw = Generator(seed: seed &+ 1000)
      page.progress("adding problem", Double(k + 1) / Double(race.count))
      let losses = race[k].learner.adapt(rate: 0.02, steps: 1000) {
        (0..<10).map { _ in Task.adding(steps: 20, &draw) }
      }
      return stride(from: 0, to: losses.count, by: 50).map { start in
        (Double(start) + 25, Vector(losses)[start..<start + 50].mean)
      }
    }
    page.plot(
      Plot(
        "The adding problem: mean loss by step of Adam", x: "step", y: "loss",
        isLogarithmic: true, zip(race, means).map { Plot.Series($0.name, $1) }))
    page.table(
      "Mean loss of the last fifty batches", columns: ["network", "loss"],
      rows: zip(race, means).map { [$0.name, $1.last!.1] }, digits: 5)
  }
}
