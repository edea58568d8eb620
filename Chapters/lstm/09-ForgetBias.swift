import Companion
import Mathematics

//: At the start of training the pre-activations are near zero, and a gate is what its bias
//: makes of it. The bias of the forget gate is therefore a choice of how long the untrained
//: cell remembers.
//:
//:     fₜ ≈ σ(b_f) = 1/(1 + exp(−b_f))                     (16.12)
//:
//: The notes ask for a forget gate of 1 and then set its *bias* to 1, which is not the same: the
//: gate is 0.73.

extension LSTM {
  static let forgetBias = Section(.foundations, "16.3.3", "The bias of the forget gate") { page in
    let one: Double = page.given("b_f", at: "16.12")
    let zero: Double = page.given("b_f", at: "Q9", as: "other b_f")
    gatesOfBiases(page, one, zero)
    measured(page)
    allOfTheGradient(page, one)
  }

  //: The forget rate of the notes is that of a bias of 0: its gate of one half forgets half of the memory in one
  //: step. A bias of 1, with a gate of 0.73, takes little more than two steps for it. That is
  //: better and still no long memory: after a hundred steps either leaves nothing. A bias of 5
  //: is a gate of 0.993 and keeps half for a hundred steps.

  private static func gatesOfBiases(_ page: Page, _ one: Double, _ zero: Double) {
    page.show("σ(1.0)", as: "σ(\(one))", σ(one), at: "16.12")
    page.show("forget rate at b_f", 100 * (1 - σ(zero)), at: "Q9", for: "Q9:zero")
    page.table(
      "What a forget bias means for an untrained cell",
      columns: ["bias", "gate", "steps until half is left", "left after 10", "left after 100"],
      rows: [zero, one, 2, 3, 5].map { b in
        let f = σ(b)
        return [
          "\(b)", f, (log(0.5) / log(f)).magnitude, Double.pow(f, 10),
          scientific(Double.pow(f, 100)),
        ]
      }, digits: 3, at: "Q9:zero", "Q9:flow")
  }

  //: ### Measured
  //:
  //: Four untrained networks of eight units read the same hundred random numbers; the loss is
  //: at the end. How long is the gradient by the state that carries the memory, **h** of the
  //: plain network, **c** of the LSTMs, a number of steps before the end? All weights come
  //: from $±1/√8$. Each curve is divided by where it starts.

  /// A plain network and LSTMs with three forget biases, all drawn from one seed.
  static func networks(n: Int, d: Int, seed: UInt64) -> [(name: String, learner: Learner)] {
    [("plain", Learner(.plain, n: n, d: d, seed: seed))]
      + [0, 1, 5].map { b in
        ("LSTM, bias \(b)", Learner(.lstm, n: n, d: d, forgetBias: Double(b), seed: seed))
      }
  }

  /// The gradient norm by lag, relative to lag 0, on inputs drawn evenly from (−1, 1).
  static func relativeNorms(_ learner: Learner, steps: Int) -> [Double] {
    var draw = Generator(seed: 99)
    let x = draw.vector(steps * learner.n).entries
    var unused = [Double](repeating: 0, count: learner.θ.count)
    let norms = learner.loss(x, 1, addingGradientTo: &unused).norms
    return norms.map { $0 / norms[0] }
  }

  //: Straight lines are what exponential decay looks like in the figure. With a bias of 0 the LSTM
  //: vanishes like the plain network, here even a little faster. A bias of 1 makes it slower
  //: and does not prevent it. Only with a bias of 5 does the gradient come through, and then
  //: it even grows. The last column is the mean factor per step: for each LSTM it is somewhat
  //: above its gate, and the excess is [the path through **h**](#the-additive-path).

  private static func measured(_ page: Page) {
    let networks = networks(n: 1, d: 8, seed: 9)
    let norms = networks.map { relativeNorms($0.learner, steps: 100) }
    page.plot(
      Plot(
        "Gradient norm by lag of four untrained networks", x: "lag in steps",
        y: "norm, 1 at the end", isLogarithmic: true,
        zip(networks, norms).map { network, norms in
          Plot.Series(
            network.name, stride(from: 0, through: 99, by: 3).map { (Double($0), norms[$0]) })
        }), at: "Q9:zero", "Q9:flow", "16.1.2:stable")
    let lags = [10, 50, 99]
    page.table(
      "The same in numbers", columns: ["network"] + lags.map { "lag \($0)" } + ["a step"],
      rows: zip(networks, norms).map { network, norms in
        [network.name] + lags.map { scientific(norms[$0]) }
          + [Double.pow(norms[99] / norms[10], 1.0 / 89)] as [any Showable]
      }, digits: 3, at: "Q9:zero", "Q9:flow")
  }

  //: How much of the gradient by its memory comes through one step is measured on a cell whose
  //: forget gate hears nothing but its bias. That a positive bias does more than none is seen in
  //: drawn networks, at each lag from 1 to 5.

  private static func allOfTheGradient(_ page: Page, _ b: Double) {
    let gate = (σ(b) * 100).rounded() / 100
    page.refute(
      "a forget bias of \(words(b)) keeps the past and lets all of the gradient through",
      at: "Q9:flow",
      correction: "it lets σ(\(words(b))) = \(words(gate)) of it through a step"
        + (b > 0 ? ", and more than a bias of 0 does" : ""),
      why: b > 0 ? "Right in comparison with a bias of 0" : nil
    ) { draw in
      slopeOfMemory(&draw, forgetBias: b, steps: 1) ≈ 1
    } corrected: { draw in
      slopeOfMemory(&draw, forgetBias: b, steps: 1) ≈ 1 / (1 + exp(-b))
      if b > 0 {
        let seed = UInt64(draw.below(1_000_000))
        let passed = [0, b].map { b in
          relativeNorms(Learner(.lstm, n: 1, d: 3, forgetBias: b, seed: seed), steps: 6)
        }
        Vector(passed[0])[1..<6] ≤ Vector(passed[1])[1..<6]
      }
    }
    page.note(
      "A forget bias of \(words(b)) leaves the untrained cell "
        + "\(scientific(Double.pow(σ(b), 10))) of its memory after ten steps.", at: "Q9:flow")
  }
}
