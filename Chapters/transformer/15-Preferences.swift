import Companion
import Mathematics

//: A trained model is a distribution over texts, and two dials tilt it: a reward and a temperature.
//: The reward is held in check by the distance from where the model started. With a handful of
//: possible answers both can be solved on paper.

extension Transformer {
  static let preferences = Section(.foundations, "20.3.3", "Reward, distance and temperature") {
    page in
    closedForm(page)
    otherWayRound(page)
    hacking(page)
    temperature(page)
  }

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

  /// KL(π‖π_ref) − E[λR] (20.3)
  private static func preferenceLoss<T: Scalar>(
    _ π: Vector<T>, _ reference: Vector<T>, _ λR: Vector<T>
  ) -> T {
    divergence(π, reference) - π ⋅ λR
  }

  /// KL(p‖q) = Σ p log(p/q), terms with p = 0 being 0
  private static func divergence<T: Scalar>(_ p: Vector<T>, _ q: Vector<T>) -> T {
    var sum: T = 0
    for i in p.indices where p[i] != 0 { sum += p[i] * (log(p[i]) - log(q[i])) }
    return sum
  }

  /// p ⊙ eᶻ, normalized, without overflow for large z
  private static func tilted(_ p: Vector<Double>, by z: Vector<Double>) -> Vector<Double> {
    softmax(log(p) + z)
  }

  //: A policy is the softmax of some logits. At those of the best one no direction leads down, which
  //: is a statement about a gradient; elsewhere the objective is higher; and its lowest value is
  //: minus the logarithm of the sum that normalizes.

  private static func closedForm(_ page: Page) {
    page.define("KL(π‖π_ref) − λ E[R], to be minimized", at: "20.3", by: "preferenceLoss")
    page.verify("π_ref exp(λR), normalized, minimizes KL(π‖π_ref) − λ E[R]", at: "20.3") { draw in
      let reference = softmax(draw.vector(4, -2, 2))
      let R = draw.vector(4, -1, 1)
      let λR = draw.uniform(0, 5) * R
      let best = tilted(reference, by: λR)
      let lowest = preferenceLoss(best, reference, λR)
      let none: Vector<Double> = [0, 0, 0, 0]
      gradient(at: log(best)) { preferenceLoss(softmax($0), Vector(reference), Vector(λR)) } ≈ none
      let other = softmax(log(best) + draw.uniform(0.01, 3) * draw.vector(4))
      by("elsewhere") { lowest ≤ preferenceLoss(other, reference, λR) ± rounding }
      by("−log of the partition sum") { lowest ≈ -log((reference ⊙ exp(λR)).sum) }
    }
  }

  //: The sign is right: reward is subtracted from what is minimized. The place of λ is a matter
  //: of taste. Most papers maximize $E[R] − β KL(π‖π_ref)$; dividing by β shows that $β = 1/λ$
  //: asks for the same policy, so that a large λ here is a *weak* penalty.

  private static func otherWayRound(_ page: Page) {
    page.verify("maximizing E[R] − KL(π‖π_ref)/λ asks for the same policy") { draw in
      let reference = softmax(draw.vector(3, -2, 2))
      let (R, λ) = (draw.vector(3), draw.uniform(0.1, 5))
      let best = tilted(reference, by: λ * R)
      let other = softmax(log(best) + draw.vector(3))
      let gains = [best, other].map { π in π ⋅ R - divergence(π, reference) / λ }
      gains[1] ≤ gains[0] ± rounding
    }
  }

  //: ### Hacking the reward
  //:
  //: Three answers: a helpful one, a vague one, and repeated praise, which the reference would
  //: almost never give and the reward model, mistaken, likes best. As λ grows the reward
  //: rises, the distance grows, and at last all that is left is praise.

  private static func hacking(_ page: Page) {
    let weights: Vector<Double> = page.given("reference", ours: [0.7, 0.299, 0.001], in: 0...1)
    let reference = weights / weights.sum
    let R: Vector<Double> = page.given("reward", ours: [1, 0.2, 2])
    page.table(
      "The best policy by λ", columns: ["λ", "helpful, vague, praise", "reward", "KL"],
      rows: [0, 1, 3, 10, 30].map { λ in
        let π = tilted(reference, by: λ * R)
        return [λ, π, π ⋅ R, divergence(π, reference)]
      }, digits: 3)
    page.verify("more λ, more reward and more distance", at: "Q30:penalty") { draw in
      let reference = softmax(draw.vector(4, -2, 2))
      let R = draw.vector(4)
      let (λ, μ) = (draw.uniform(0, 3), draw.uniform(0, 3))
      let (low, high) = (tilted(reference, by: min(λ, μ) * R), tilted(reference, by: max(λ, μ) * R))
      low ⋅ R ≤ high ⋅ R ± rounding
      divergence(low, reference) ≤ divergence(high, reference) ± rounding
      // Without the penalty the best policy puts everything on the highest reward.
      let free = tilted(reference, by: 1e4 * R)
      by("λ = 10⁴") { R.entries.max()! - free ⋅ R ≤ 1e-3 }
    }
    let path = stride(from: 0.0, through: 20, by: 0.5).map { tilted(reference, by: $0 * R) }
    page.plot(
      Plot(
        "What reward costs in distance", x: "KL from the reference", y: "expected reward",
        [Plot.Series("best policies", path.map { (max(1e-9, divergence($0, reference)), $0 ⋅ R) })])
    )
  }

  //: ### Temperature
  //:
  //: Dividing the logits by τ raises every probability to the power $1/τ$ and normalizes. The
  //: order of the words stays; the entropy rises with τ, from zero to that of a fair die.

  private static func temperature(_ page: Page) {
    let low: Double = page.given("low τ", at: "Q29", in: 1e-3...1e3)
    let logits: Vector<Double> = page.given("logits", ours: [2, 1, 0.5, -1])
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
      entropy(cold) ≤ entropy(warm) ± rounding
      let powers = softmax(z).map { Double.pow($0, 1 / τ) }
      by("powers, normalized") { softmax(z / τ) ≈ powers / powers.sum }
      by("order of the words") {
        warm.indices.sorted { warm[$0] < warm[$1] } == z.indices.sorted { z[$0] < z[$1] }
      }
    }
    page.note(
      "“1.0+” deserves its plus: at τ = 1 nothing is flattened, the distribution is the model's "
        + "own.", at: "Q29:temperature")
  }
}
