import Companion
import Mathematics

//: Softmax as it is written overflows for large logits; shifted by the largest one, it never does.
//: The *Foundations* give a logit of 1000 as an example. Its softmax is perfectly harmless, and so
//: is every step once the largest logit has been taken away from all:
//:
//:     z̃ᵢ = zᵢ − maxₖ zₖ                                  (11.1)
//:     pᵢ = exp(z̃ᵢ)/(Σⱼ exp(z̃ⱼ))                          (11.2)
//:
//: The tilde marks the shifted logits; the notes and the program have a prime.

/// zᵢ − max z (foundations (11.1))
func shifted<T: Scalar>(_ z: Vector<T>) -> Vector<T> {
  guard let largest = z.entries.max() else { return z }
  return z.map { $0 - largest }
}

/// Softmax of the shifted logits (foundations (11.2))
func shiftedSoftmax<T: Scalar>(_ z: Vector<T>) -> Vector<T> { plainSoftmax(shifted(z)) }

/// log pᵢ = zʹᵢ − log Σ eᶻʹʲ (foundations (11.4))
func logSoftmax<T: Scalar>(_ z: Vector<T>) -> Vector<T> {
  let zʹ = shifted(z)
  let logSum = log(exp(zʹ).sum)
  return zʹ.map { $0 - logSum }
}

/// −Σ yₖ log pₖ from logits (foundations (11.5))
func crossEntropy<T: Scalar>(logits z: Vector<T>, _ y: Vector<T>) -> T { -(y ⋅ logSoftmax(z)) }

/// The loss of a label 0 or 1 from the logit: max(z, 0) − yz + log(1 + exp(−|z|))
func binaryCrossEntropy<T: Scalar>(logit z: T, _ y: T) -> T {
  relu(z) - y * z + log(1 + exp(-z.absolute))
}

/// The smallest number at which a condition that stays true becomes true, by bisection down to
/// neighbouring numbers of the type.
func threshold<T: BinaryFloatingPoint>(from low: T, to high: T, _ isTrue: (T) -> Bool) -> T {
  var (low, high) = (low, high)
  while low.nextUp < high {
    let middle = (low + high) / 2
    guard middle > low, middle < high else { break }
    if isTrue(middle) { high = middle } else { low = middle }
  }
  return high
}

/// A binary format of numbers, by the bits of its fraction and of its exponent. Not every machine
/// has the type of sixteen bits, and C libraries differ in where the exponential becomes 0.
private struct BinaryFormat {
  let fraction: Int
  let exponent: Int

  private var largestExponent: Int { 1 << (exponent - 1) - 1 }

  var largest: Double {
    let steps = Double(sign: .plus, exponent: -fraction, significand: 1)
    return Double(sign: .plus, exponent: largestExponent, significand: 2 - steps)
  }
  /// Where eᶻ rounds to ∞: half a step above the largest number.
  var overflow: Double {
    let half = Double(sign: .plus, exponent: -fraction - 1, significand: 1)
    return Double(largestExponent) * log(2.0) + log(2 - half)
  }
  /// Where eᶻ rounds to 0: at half of the smallest number.
  var underflow: Double { -Double(largestExponent + fraction) * log(2.0) }
  /// Where 1 + e⁻ᶻ rounds to 1: half a step above 1.
  var certain: Double { Double(fraction + 1) * log(2.0) }
}

/// How far the limits of a format are from those that a type shows.
private func errors<T: BinaryFloatingPoint & Scalar>(
  _ name: String, _ format: BinaryFormat, _: T.Type, underflow bound: Double
) -> [Evidence] {
  let overflow = threshold(from: T(1), to: T(2000)) { !T.exp($0).isFinite }
  let underflow = threshold(from: T(1), to: T(2000)) { T.exp(-$0) == 0 }
  let certain = threshold(from: T(1), to: T(100)) { σ($0) == 1 }
  return [
    Evidence(
      "bits",
      holds: T.significandBitCount == format.fraction && T.exponentBitCount == format.exponent
        && T.greatestFiniteMagnitude.value == format.largest),
    Evidence("overflow", error: distance(overflow.value, format.overflow), bound: 1e-6),
    Evidence("zero in \(name)", error: distance(-underflow.value, format.underflow), bound: bound),
    Evidence("certainty", error: distance(certain.value, format.certain), bound: 1e-6),
  ]
}

extension Losses {
  static let stability = Section(.foundations, "11.1", "What a number can hold") { page in
    page.define("the shift", at: "11.1", by: "shifted")
    page.define("softmax of what is shifted", at: "11.2", by: "shiftedSoftmax")

    //: ### Overflow
    //:
    //: One logit of 1000 beside a zero: the exponential is infinite, and infinity over infinity is
    //: undefined. The other probability, $1/∞$, is luckily right.

    let large = page.given(number: "zᵢ", at: "§11.1.1")
    let z: Vector = [large, 0]
    page.derive("exp(z)", exp(z))
    page.derive("softmax as written", plainSoftmax(z), for: "11.1.1:overflow")
    page.derive("z − max z", shifted(z))
    page.derive("softmax, shifted", shiftedSoftmax(z))

    page.verify("plain softmax is undefined for logits of 710 and more", at: "11.1.1:overflow") {
      draw in
      let z: Vector = [draw.uniform(710, 2000), draw.uniform(-2000, 2000)]
      return [
        Evidence("as written", holds: plainSoftmax(z)[0].isNaN),
        Evidence("shifted", error: shiftedSoftmax(z)[0].isNaN ? 1 : 0, bound: 0),
      ]
    }

    //: How large is too large depends on the type, and follows from its bits: $exp(z)$ rounds to ∞
    //: half a step above the largest number, to 0 at half of the smallest, and $1 + exp(−z)$ to 1
    //: where $exp(−z)$ is half the step after 1. The last column is where a sigmoid becomes exactly
    //: 1, long before anything overflows: from there on $log(1 − ŷ)$ is −∞.

    let half = BinaryFormat(fraction: 10, exponent: 5)
    let single = BinaryFormat(fraction: 23, exponent: 8)
    let double = BinaryFormat(fraction: 52, exponent: 11)
    page.table(
      "The reach of three types",
      columns: ["type", "largest number", "eᶻ = ∞ from", "eᶻ = 0 from", "σ(z) = 1 from"],
      rows: [("Float16", half), ("Float", single), ("Double", double)].map { name, format in
        [name, "\(format.largest)", format.overflow, format.underflow, format.certain]
      })
    page.verify("as computed in Float and Double, eᶻ and σ(z) turn there", draws: 1) { _ in
      // A C library may be wrong in the last bit, which is all that the smallest numbers have.
      errors("Float", single, Float.self, underflow: 1e-6)
        + errors("Double", double, Double.self, underflow: 2e-3)
    }

    //: ### The shift
    //:
    //: Softmax [does not change](#softmax-and-cross-entropy) when all logits move together, so that
    //: any shift would do, that by the maximum among them:
    //:
    //:     exp(zᵢ)/(Σⱼ exp(zⱼ)) = exp(zᵢ − max z)/(Σⱼ exp(zⱼ − max z))   (11.3)
    //:
    //: With the maximum the largest exponential is $e⁰ = 1$ and the sum at least 1: nothing can
    //: overflow, and there is no division by zero.

    page.show("upper bound of z̃ᵢ", shifted(z).entries.max() ?? .nan, at: "§11.1.2")
    page.show(
      "bounds of exp(z̃ᵢ)",
      [exp(shifted(z)).entries.min() ?? .nan, exp(shifted(z)).entries.max() ?? .nan], at: "§11.1.2")

    page.verify("z̃ ≤ 0 and exp(z̃) is in (0, 1]", at: "11.1.2:range") { draw in
      let z = draw.vector(4, -300, 300)
      let above = shifted(z).entries.max()!
      let e = exp(shifted(z)).entries
      return [
        Evidence("at most 0", error: max(0, above), bound: 0),
        Evidence("at most 1", error: max(0, e.max()! - 1), bound: 0),
        Evidence("signs", holds: e.min()! > 0),
      ]
    }

    //: For logits that are more than 745 apart the open end closes: $exp(z̃ᵢ)$ underflows to 0, and
    //: so does the probability. As a probability that is a good answer; its logarithm is not.
    //:
    //: The identity is tested where the plain form can be computed, and beyond by a third form
    //: without any shift, $pᵢ = 1/(Σⱼ exp(zⱼ − zᵢ))$, in which an overflow gives the right limit,
    //: 0.

    page.verify("softmax of z − max z is softmax of z", at: "11.3") { draw in
      let (z, w) = (draw.vector(4, -5, 5), draw.vector(4, -2000, 2000))
      let pairwise = w.map { wᵢ in 1 / w.entries.reduce(0) { $0 + exp($1 - wᵢ) } }
      return [
        Evidence("as written", error: distance(shiftedSoftmax(z), plainSoftmax(z)), bound: 1e-14),
        Evidence("pair by pair", error: distance(shiftedSoftmax(w), pairwise), bound: 1e-14),
      ]
    }

    //: ### Logarithms
    //:
    //: Cross-entropy needs $log p$, not p. Taken from the logits, it never forms a p that could
    //: vanish:
    //:
    //:     log pᵢ = z̃ᵢ − log Σⱼ exp(z̃ⱼ)                       (11.4)
    //:     ℓ = −Σₖ yₖ log pₖ = −Σₖ yₖ (z̃ₖ − log Σⱼ exp(z̃ⱼ))   (11.5)

    page.verify("log pᵢ is z̃ᵢ − log Σⱼ exp(z̃ⱼ)", at: "11.4") { draw in
      let (z, w) = (draw.vector(4, -5, 5), draw.vector(4, -350, 350))
      let i = draw.below(4)
      let pairwise = -log(w.entries.reduce(0) { $0 + exp($1 - w[i]) })
      return [
        Evidence("log of p", error: distance(logSoftmax(z), log(plainSoftmax(z))), bound: 1e-13),
        Evidence("pair by pair", error: distance(logSoftmax(w)[i], pairwise), bound: 1e-13),
      ]
    }
    page.verify(
      "−Σₖ yₖ(z̃ₖ − log Σⱼ exp(z̃ⱼ)) is the cross-entropy, with slope p − y", at: "11.5"
    ) { draw in
      let sample = LogitSample(&draw)
      func loss<T: Scalar>(_ z: Vector<T>) -> T { crossEntropy(logits: z, Vector<T>(sample.y)) }
      return [
        Evidence("as written", error: distance(loss(sample.z), sample.loss(sample.z)), bound: 1e-13)
      ] + compare(sample.p - sample.y, at: sample.z, loss, loss, loss)
    }

    //: What is gained, and what still goes wrong: the loss of a sample whose true class has the
    //: logit 0 while the other has *z*.

    let truth: Vector = [0, 1]
    let losses: [[any Showable]] = [10.0, 40, 700, 720, 750, large].map { z in
      let z: Vector = [z, 0]
      return [
        z[0], categoricalCrossEntropy(plainSoftmax(z), truth),
        categoricalCrossEntropy(shiftedSoftmax(z), truth), crossEntropy(logits: z, truth),
      ]
    }
    page.table(
      "One loss, three programs", columns: ["z", "log of softmax", "of shifted", "from logits"],
      rows: losses)

    //: In the third column the shift prevents the overflow, but once p underflows, its logarithm
    //: is lost. And the sum has a second trap: the class that is *not* wanted has $y = 0$, and
    //: $0 · log 0$ is undefined, so that the loss can fail even when the prediction is right. The
    //: last column is exact.

    let right: Vector = [large, 0]
    page.derive(
      "loss of a right prediction, of p", categoricalCrossEntropy(shiftedSoftmax(right), [1, 0]))
    page.derive(
      "the same from the logits", crossEntropy(logits: right, [1, 0]))

    //: The [binary loss](#binary-cross-entropy) has its own stable form, and the same gradient:
    //:
    //:     ℓ = max(z, 0) − yz + log(1 + exp(−|z|))

    page.verify("max(z, 0) − yz + log(1 + exp(−|z|)) is the binary cross-entropy of σ(z)") {
      draw in
      let (z, y) = (draw.uniform(-5, 5), draw.uniform())
      func loss<T: Scalar>(_ v: Vector<T>) -> T { binaryCrossEntropy(logit: v[0], T(y)) }
      return [
        Evidence(
          "as written", error: distance(loss([z]), binaryCrossEntropy(σ(z), y)), bound: 1e-13)
      ] + compare([σ(z) - y], at: [z], loss, loss, loss)
    }

    //: What remains is small: for a sure and right prediction the true loss is $e⁻ᶻ$, and $1 + e⁻ᶻ$
    //: rounds to 1 beyond $z = 36.7$, so that the loss is exactly 0 where it should be 10⁻¹⁶ and
    //: less. (Its gradient, $σ(z) − y$ by dual numbers, stays right.) The C library's `log1p` would
    //: save even that.

    page.derive("1 + e⁻ᶻ = 1 from z", threshold(from: 1.0, to: 100.0) { 1 + exp(-$0) == 1 })
  }
}
