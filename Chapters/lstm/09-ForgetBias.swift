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
    let one = page.given(number: "b_f", at: "16.12", as: "b_f")
    let zero = page.given(number: "b_f", at: "Q9", as: "other b_f")

    page.show("σ(1.0)", σ(one), at: "16.12")
    page.show("forget rate at b_f", 100 * (1 - σ(zero)), at: "Q9", for: "Q9:zero")

    //: The rate is that of a bias of 0: its gate of one half forgets half of the memory in one
    //: step. A bias of 1, with a gate of 0.73, takes little more than two steps for it. That is
    //: better and still no long memory: after a hundred steps either leaves nothing. A bias of 5
    //: is a gate of 0.993 and keeps half for a hundred steps.

    page.table(
      "What a forget bias means for an untrained cell",
      columns: ["bias", "gate", "steps until half is left", "left after 10", "left after 100"],
      rows: [zero, one, 2, 3, 5].map { b in
        let f = σ(b)
        return [
          "\(b)", f, log(0.5) / log(f), Double.pow(f, 10),
          scientific(Double.pow(f, 100)),
        ]
      }, digits: 3, at: "Q9:zero", "Q9:flow")

    //: ### Measured
    //:
    //: Four untrained networks of eight units read the same hundred random numbers; the loss is
    //: at the end. How long is the gradient by the state that carries the memory, **h** of the
    //: plain network, **c** of the LSTMs, a number of steps before the end? All weights come
    //: from $±1/√8$. Each curve is divided by where it starts.

    let lags = stride(from: 0, through: 99, by: 3)
    let networks = LSTM.networks(n: 1, d: 8, seed: 9)
    let norms = networks.map { relativeNorms($0.learner, steps: 100) }
    page.plot(
      Plot(
        "Gradient norm by lag of four untrained networks", x: "lag in steps",
        y: "norm, 1 at the end", isLogarithmic: true,
        zip(networks, norms).map { network, norms in
          Plot.Series(network.name, lags.map { (Double($0), norms[$0]) })
        }), at: "Q9:zero", "Q9:flow", "16.1.2:stable")
    page.table(
      "The same in numbers", columns: ["network", "lag 10", "lag 50", "lag 99", "a step"],
      rows: zip(networks, norms).map { network, norms in
        [
          network.name, scientific(norms[10]), scientific(norms[50]), scientific(norms[99]),
          Double.pow(norms[99] / norms[10], 1.0 / 89),
        ]
      }, digits: 3, at: "Q9:zero", "Q9:flow")

    //: Straight lines are what exponential decay looks like here. With a bias of 0 the LSTM
    //: vanishes like the plain network, here even a little faster. A bias of 1 makes it slower
    //: and does not prevent it. Only with a bias of 5 does the gradient come through, and then
    //: it even grows. The last column is the mean factor per step: for each LSTM it is somewhat
    //: above its gate, and the excess is [the path through **h**](#the-additive-path).

    page.refute(
      "a forget bias of 1 keeps the past and lets all of the gradient through", at: "Q9:flow",
      correction: "it lets σ(1) = 0.73 of it through a step, and more than a bias of 0 does",
      why: "Right in comparison with a bias of 0"
    ) { draw in
      let slope = slopeOfMemory(&draw, forgetBias: one, steps: 1)
      return [Evidence("∂c¹/∂c⁰ less 1", error: distance(slope, 1), bound: 1e-14)]
    } corrected: { draw in
      let slope = slopeOfMemory(&draw, forgetBias: one, steps: 1)
      let gate = 1 / (1 + exp(-one))
      let seed = UInt64(draw.below(1_000_000))
      let passed = [0, 1].map { b in
        relativeNorms(Learner(.lstm, n: 1, d: 3, forgetBias: b, seed: seed), steps: 6)
      }
      let excess = zip(passed[0], passed[1]).dropFirst().map { $0 / $1 - 1 }.max()!
      return [
        Evidence("σ(1), dual numbers", error: distance(slope, gate), bound: 1e-14),
        Evidence("bias 0 against 1, lags 1 to 5", error: max(0, excess), bound: 0),
      ]
    }
    page.note(
      "A forget bias of 1 leaves the untrained cell "
        + "\(scientific(Double.pow(σ(one), 10))) of its memory after ten steps.", at: "Q9:flow")
  }

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
}

/// A number for a table whose columns span many powers of ten: `0.281`, but `2.7e-5`.
func scientific(_ x: Double) -> String {
  guard x.isFinite, x.magnitude < 0.001 else { return "\((x * 1000).rounded() / 1000)" }
  guard x != 0 else { return "0" }
  var exponent = (log(x.magnitude) / log(10)).rounded(.down)
  var mantissa = (x / Double.pow(10, exponent) * 10).rounded() / 10
  if mantissa.magnitude >= 10 {
    mantissa /= 10
    exponent += 1
  }
  return "\(mantissa)e\(Int(exponent))"
}
