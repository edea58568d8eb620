import Companion
import Mathematics

//: A trained model is a distribution over texts, and two dials tilt it: a reward and a temperature.
//: The reward is held in check by the distance from where the model started. With a handful of
//: possible answers both can be solved on paper.

extension Transformer {
  static let preferences = Section(.foundations, "20.3.3", "Reward, distance and temperature") {
    page in

    //: ### The best policy in closed form
    //:
    //: The objective to be *minimized* is the divergence from the reference less λ times the
    //: reward:
    //:
    //:     ℒ(π) = E[KL(π‖π_ref) − λR]    (20.3)
    //:
    //: The divergence is itself a mean over answers, so the expectation around both is read as one
    //: over prompts; here there is one prompt. The minimum can be written down: the reference,
    //: tilted by the exponential of λ times the reward. For an answer a it is
    //:
    //:     π(a) = (π_ref(a) exp(λR(a)))/(Σ_b π_ref(b) exp(λR(b)))

    page.define("KL(π‖π_ref) − λ E[R], to be minimized", at: "20.3", by: "preferenceLoss")
    page.verify("π_ref exp(λR), normalized, minimizes KL(π‖π_ref) − λ E[R]", at: "20.3") { draw in
      let reference = softmax(draw.vector(4, -2, 2))
      let R = draw.vector(4, -1, 1)
      let λ = draw.uniform(0, 5)
      let best = tilted(reference, by: λ * R)
      // A policy as the softmax of four logits: at the best ones, no direction leads down.
      let logits = log(best)
      let u = draw.vector(4)
      func loss<S: Scalar>(_ z: Vector<S>) -> S {
        preferenceLoss(softmax(z), Vector<S>(reference), Vector<S>(λ * R))
      }
      let slope = loss(Vector(logits.indices.map { Dual(logits[$0], tangent: u[$0]) })).tangent
      let other = loss(logits + draw.uniform(0.01, 3) * u)
      let partition = (reference ⊙ exp(λ * R)).sum
      return [
        Evidence("dual numbers, slope", error: abs(slope), bound: 1e-14),
        Evidence("elsewhere", error: max(0, loss(logits) - other), bound: 1e-14),
        Evidence(
          "−log of the partition sum", error: abs(loss(logits) + log(partition)), bound: 1e-14),
      ]
    }

    //: The sign is right: reward is subtracted from what is minimized. The place of λ is a matter
    //: of taste. Most papers maximize $E[R] − β KL(π‖π_ref)$; dividing by β shows that $β = 1/λ$
    //: asks for the same policy, so that a large λ here is a *weak* penalty.

    page.verify("maximizing E[R] − KL(π‖π_ref)/λ asks for the same policy") { draw in
      let reference = softmax(draw.vector(3, -2, 2))
      let (R, λ) = (draw.vector(3), draw.uniform(0.1, 5))
      let best = tilted(reference, by: λ * R)
      let other = softmax(log(best) + draw.vector(3))
      func gain(_ π: Vector<Double>) -> Double { π ⋅ R - divergence(π, reference) / λ }
      return [Evidence("elsewhere", error: max(0, gain(other) - gain(best)), bound: 1e-14)]
    }

    //: ### Hacking the reward
    //:
    //: Three answers: a helpful one, a vague one, and repeated praise, which the reference would
    //: almost never give and the reward model, mistaken, likes best. As λ grows the reward
    //: rises, the distance grows, and at last all that is left is praise.

    let weights = page.given(vector: "reference", ours: [0.7, 0.299, 0.001])
    let reference = weights / weights.sum
    let R = page.given(vector: "reward", ours: [1, 0.2, 2])
    let rows = [0, 1, 3, 10, 30].map { λ -> [any Showable] in
      let π = tilted(reference, by: Double(λ) * R)
      return [λ, π, π ⋅ R, divergence(π, reference)]
    }
    page.table(
      "The best policy by λ", columns: ["λ", "helpful, vague, praise", "reward", "KL"],
      rows: rows, digits: 3)
    page.verify("more λ, more reward and more distance", at: "Q30:penalty") { draw in
      let reference = softmax(draw.vector(4, -2, 2))
      let R = draw.vector(4)
      let (λ, μ) = (draw.uniform(0, 3), draw.uniform(0, 3))
      let (low, high) = (tilted(reference, by: min(λ, μ) * R), tilted(reference, by: max(λ, μ) * R))
      let lost = (low ⋅ R) - (high ⋅ R)
      let nearer = divergence(low, reference) - divergence(high, reference)
      // Without the penalty the best policy puts everything on the highest reward.
      let free = tilted(reference, by: 1e4 * R)
      let top = R.entries.max()! - (free ⋅ R)
      return [
        Evidence("reward", error: max(0, lost), bound: 1e-14),
        Evidence("distance", error: max(0, nearer), bound: 1e-14),
        Evidence("λ = 10⁴, less the top", error: abs(top), bound: 1e-3),
      ]
    }
    let path = stride(from: 0.0, through: 20, by: 0.5).map { tilted(reference, by: $0 * R) }
    page.plot(
      Plot(
        "What reward costs in distance", x: "KL from the reference", y: "expected reward",
        [Plot.Series("best policies", path.map { (max(1e-9, divergence($0, reference)), $0 ⋅ R) })])
    )

    //: ### Temperature
    //:
    //: Dividing the logits by τ raises every probability to the power $1/τ$ and normalizes. The
    //: order of the words stays; the entropy rises with τ, from zero to that of a fair die.

    let low = page.given(number: "low τ", at: "Q29")
    let logits = page.given(vector: "logits", ours: [2, 1, 0.5, -1])
    page.table(
      "One distribution at four temperatures",
      columns: ["τ", "probabilities", "entropy in bits"],
      rows: [low, 0.5, 1, 2].map { τ in
        let p = softmax(logits / τ)
        return [τ, p, entropy(p)]
      }, digits: 3)

    page.verify("entropy rises with temperature, the order stays", at: "Q29:temperature") { draw in
      let z = draw.vector(5, -3, 3)
      let (τ, other) = (draw.uniform(0.1, 3), draw.uniform(0.1, 3))
      let (cold, warm) = (softmax(z / min(τ, other)), softmax(z / max(τ, other)))
      let powers = softmax(z).map { Double.pow($0, 1 / τ) }
      let swapped = (0..<5).contains { i in
        (0..<5).contains { j in (z[i] < z[j]) != (warm[i] < warm[j]) }
      }
      return [
        Evidence("entropy", error: max(0, entropy(cold) - entropy(warm)), bound: 1e-14),
        Evidence(
          "powers, normalized", error: distance(softmax(z / τ), powers / powers.sum), bound: 1e-13),
        Evidence("order of the words", error: swapped ? 1 : 0, bound: 0),
      ]
    }

    page.note(
      "“1.0+” deserves its plus: at τ = 1 nothing is flattened, the distribution is the model's "
        + "own.", at: "Q29:temperature")
  }
}

/// KL(π‖π_ref) − E[λR] (20.3)
func preferenceLoss<T: Scalar>(_ π: Vector<T>, _ reference: Vector<T>, _ λR: Vector<T>) -> T {
  divergence(π, reference) - π ⋅ λR
}

/// KL(p‖q) = Σ p log(p/q), terms with p = 0 being 0
func divergence<T: Scalar>(_ p: Vector<T>, _ q: Vector<T>) -> T {
  var sum: T = 0
  for i in p.indices where p[i] != 0 { sum += p[i] * (log(p[i]) - log(q[i])) }
  return sum
}

/// p ⊙ eᶻ, normalized, without overflow for large z
func tilted(_ p: Vector<Double>, by z: Vector<Double>) -> Vector<Double> {
  softmax(log(p) + z)
}
