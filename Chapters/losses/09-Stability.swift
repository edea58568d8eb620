import Companion
import Mathematics

//: Softmax as it is written overflows for large logits; shifted by the largest one, it never does.
//: The *Foundations* give a logit of 1000 as an example. Its softmax is perfectly harmless, and so
//: is every step once the largest logit has been taken away from all:
//:
//:     z̃ᵢ = zᵢ − maxₖ zₖ                                  (11.1)
//:     pᵢ = exp(z̃ᵢ)/(Σⱼ exp(z̃ⱼ))                          (11.2)
//:
//: The tilde marks the shifted logits; the notes have a prime.

/// zᵢ − max z (foundations (11.1))
func shifted<T: Scalar>(_ z: Vector<T>) -> Vector<T> {
  guard let largest = z.entries.max() else { return z }
  return z - largest
}

/// Softmax of the shifted logits (foundations (11.2))
func shiftedSoftmax<T: Scalar>(_ z: Vector<T>) -> Vector<T> { plainSoftmax(shifted(z)) }

//: Cross-entropy needs $log p$, not p. Taken from the logits, it never forms a p that could
//: vanish:
//:
//:     log pᵢ = z̃ᵢ − log Σⱼ exp(z̃ⱼ)                       (11.4)
//:     ℓ = −Σₖ yₖ log pₖ = −Σₖ yₖ (z̃ₖ − log Σⱼ exp(z̃ⱼ))   (11.5)
//:
//: The [binary loss](#binary-cross-entropy) has a stable form of its own:
//:
//:     ℓ = max(z, 0) − yz + log(1 + exp(−|z|))

/// log pᵢ = z̃ᵢ − log Σ exp(z̃ⱼ) (foundations (11.4))
func logSoftmax<T: Scalar>(_ z: Vector<T>) -> Vector<T> {
  let z̃ = shifted(z)
  return z̃ - log(exp(z̃).sum)
}

/// −Σ yₖ log pₖ from logits (foundations (11.5))
func crossEntropy<T: Scalar>(logits z: Vector<T>, _ y: Vector<T>) -> T { -(y ⋅ logSoftmax(z)) }

/// The loss of a label 0 or 1 from the logit: max(z, 0) − yz + log(1 + exp(−|z|))
func binaryCrossEntropy<T: Scalar>(logit z: T, _ y: T) -> T {
  relu(z) - y * z + log(1 + exp(-z.absolute))
}

extension Losses {
  static let stability = Section(.foundations, "11.1", "What a number can hold") { page in
    page.define("the shift", at: "11.1", by: "shifted")
    page.define("softmax of what is shifted", at: "11.2", by: "shiftedSoftmax")
    let large: Double = page.given("zᵢ", at: "§11.1.1")
    overflow(page, [large, 0])
    reach(page)
    shift(page, [large, 0])
    logarithms(page)
    threePrograms(page, large)
    binaryLoss(page)
  }

  //: ### Overflow
  //:
  //: One logit of 1000 beside a zero: the exponential is infinite, and infinity over infinity is
  //: undefined. The other probability, $1/∞$, is luckily right.

  private static func overflow(_ page: Page, _ z: Vector<Double>) {
    page.derive("exp(z)", exp(z))
    page.derive("softmax as written", plainSoftmax(z), for: "11.1.1:overflow")
    page.derive("z − max z", shifted(z))
    page.derive("softmax, shifted", shiftedSoftmax(z))

    let edge = 710.0
    page.verify(
      "plain softmax is undefined for logits of \(words(edge)) and more", at: "11.1.1:overflow"
    ) { draw in
      let z: Vector = [draw.uniform(edge, 2000), draw.uniform(-2000, 2000)]
      plainSoftmax(z)[0].isNaN == true
      shiftedSoftmax(z).sum ≈ 1
    }
  }

  //: How large is too large depends on the type, and follows from its bits: $exp(z)$ rounds to ∞
  //: half a step above the largest number, to 0 at half of the smallest, and $1 + exp(−z)$ to 1
  //: where $exp(−z)$ is half the step after 1. Not every machine has the type of sixteen bits, and
  //: C libraries differ in where the exponential becomes 0, so that the limits are computed from
  //: the bits of the fraction and of the exponent.

  /// A binary format of numbers, by the bits of its fraction and of its exponent.
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

  //: Where a type of the machine really turns is searched for, down to neighbouring numbers. A C
  //: library may be wrong in the last bit, which is all that the smallest numbers have, so that
  //: the place of the 0 is the least certain.

  /// Whether a type has the limits that its bits say.
  @Relations private static func limits<T: BinaryFloatingPoint & Scalar>(
    of _: T.Type, _ format: BinaryFormat, underflow bound: Double
  ) -> [Relation] {
    let digits = (8 * T.ulpOfOne.value, "a few steps of the type")
    T.significandBitCount == format.fraction
    T.exponentBitCount == format.exponent
    T.greatestFiniteMagnitude.value == format.largest
    threshold(from: T(1), to: T(2000)) { !T.exp($0).isFinite }.value ≈ format.overflow ± digits
    threshold(from: T(1), to: T(2000)) { T.exp(-$0) == 0 }.value
      ≈ -format.underflow ± (bound, "the last bit of the smallest number")
    threshold(from: T(1), to: T(100)) { σ($0) == 1 }.value ≈ format.certain ± digits
  }

  //: The last column is where a sigmoid becomes exactly 1, long before anything overflows: from
  //: there on $log(1 − ŷ)$ is −∞.

  private static func reach(_ page: Page) {
    let half = BinaryFormat(fraction: 10, exponent: 5)
    let single = BinaryFormat(fraction: 23, exponent: 8)
    let double = BinaryFormat(fraction: 52, exponent: 11)
    page.table(
      "The reach of three types",
      columns: ["type", "largest number", "eᶻ = ∞ from", "eᶻ = 0 from", "σ(z) = 1 from"],
      rows: [("Float16", half), ("Float", single), ("Double", double)].map { name, format in
        [name, "\(format.largest)", format.overflow, format.underflow, format.certain]
      })
    page.check("as computed in Float and Double, eᶻ and σ(z) turn there") {
      by("Float") { limits(of: Float.self, single, underflow: 1e-6) }
      by("Double") { limits(of: Double.self, double, underflow: 2e-3) }
    }
  }

  //: ### The shift
  //:
  //: Softmax [does not change](#softmax-and-cross-entropy) when all logits move together, so that
  //: any shift would do, that by the maximum among them:
  //:
  //:     exp(zᵢ)/(Σⱼ exp(zⱼ)) = exp(zᵢ − max z)/(Σⱼ exp(zⱼ − max z))   (11.3)
  //:
  //: With the maximum the largest exponential is $e⁰ = 1$ and the sum at least 1: nothing can
  //: overflow, and there is no division by zero. For logits that are more than 745 apart the open
  //: end closes: $exp(z̃ᵢ)$ underflows to 0, and so does the probability. As a probability that is
  //: a good answer; its logarithm is not.
  //:
  //: The identity is tested where the plain form can be computed, and beyond by a third form
  //: without any shift, $pᵢ = 1/(Σⱼ exp(zⱼ − zᵢ))$, in which an overflow gives the right limit,
  //: 0.

  private static func shift(_ page: Page, _ z: Vector<Double>) {
    let e = exp(shifted(z)).entries
    page.show("upper bound of z̃ᵢ", shifted(z).entries.max()!, at: "§11.1.2")
    page.show("bounds of exp(z̃ᵢ)", [e.min()!, e.max()!], at: "§11.1.2")
    page.verify("z̃ ≤ 0 and exp(z̃) is in (0, 1]", at: "11.1.2:range") { draw in
      let z = draw.vector(4, -300, 300)
      let none = Vector(repeating: 0.0, count: 4)
      shifted(z) ≤ none
      exp(shifted(z)) ≤ 1 + none
      exp(shifted(z)) > none
    }
    page.verify("softmax of z − max z is softmax of z", at: "11.3") { draw in
      let (z, w) = (draw.vector(4, -5, 5), draw.vector(4, -2000, 2000))
      shiftedSoftmax(z) ≈ plainSoftmax(z)
      by("pair by pair") { shiftedSoftmax(w) ≈ w.map { wᵢ in 1 / exp(w - wᵢ).sum } }
    }
  }

  //: ### Logarithms
  //:
  //: The same for the logarithm, $−log Σⱼ exp(zⱼ − zᵢ)$, and for the loss, whose slope is again
  //: prediction minus target.

  private static func logarithms(_ page: Page) {
    page.verify("log pᵢ is z̃ᵢ − log Σⱼ exp(z̃ⱼ)", at: "11.4") { draw in
      let (z, w) = (draw.vector(4, -5, 5), draw.vector(4, -350, 350))
      logSoftmax(z) ≈ log(plainSoftmax(z))
      by("pair by pair") { logSoftmax(w) ≈ w.map { wᵢ in -log(exp(w - wᵢ).sum) } }
    }
    page.verify(
      "−Σₖ yₖ(z̃ₖ − log Σⱼ exp(z̃ⱼ)) is the cross-entropy, with slope p − y", at: "11.5"
    ) { draw in
      let (z, y) = logitsAndShares(&draw)
      crossEntropy(logits: z, y) ≈ categoricalCrossEntropy(plainSoftmax(z), y)
      gradient(at: z) { crossEntropy(logits: $0, Vector(y)) } ≈ plainSoftmax(z) - y
    }
  }

  //: What is gained, and what still goes wrong: the loss of a sample whose true class has the
  //: logit 0 while the other has *z*.
  //:
  //: In the third column the shift prevents the overflow, but once p underflows, its logarithm
  //: is lost. And the sum has a second trap: the class that is *not* wanted has $y = 0$, and
  //: $0 · log 0$ is undefined, so that the loss can fail even when the prediction is right. The
  //: last column is exact.

  private static func threePrograms(_ page: Page, _ large: Double) {
    let y: Vector = [0, 1]
    page.table(
      "One loss, three programs", columns: ["z", "log of softmax", "of shifted", "from logits"],
      rows: [10, 40, 700, 720, 750, large].map { z in
        let z: Vector = [z, 0]
        return [
          z[0], categoricalCrossEntropy(plainSoftmax(z), y),
          categoricalCrossEntropy(shiftedSoftmax(z), y), crossEntropy(logits: z, y),
        ]
      })
    let z: Vector = [large, 0]
    page.derive(
      "loss of a right prediction, of p", categoricalCrossEntropy(shiftedSoftmax(z), [1, 0]))
    page.derive("the same from the logits", crossEntropy(logits: z, [1, 0]))
  }

  //: The binary form has the same gradient as the plain one and needs no ŷ. What it still loses is
  //: small: for a sure and right prediction the true loss is $e⁻ᶻ$, and $1 + e⁻ᶻ$ rounds to 1
  //: beyond $z = 36.7$, so that the loss is exactly 0 where it should be 10⁻¹⁶ and less. (Its
  //: gradient, $σ(z) − y$ by dual numbers, stays right.) The C library's `log1p` would save even
  //: that.

  private static func binaryLoss(_ page: Page) {
    page.verify("max(z, 0) − yz + log(1 + exp(−|z|)) is the binary cross-entropy of σ(z)") {
      draw in
      let (z, y) = (draw.uniform(-5, 5), draw.uniform())
      binaryCrossEntropy(logit: z, y) ≈ binaryCrossEntropy(σ(z), y)
      derivative(at: z) { binaryCrossEntropy(logit: $0, Twofold(y)) } ≈ σ(z) - y
    }
    page.derive("1 + e⁻ᶻ = 1 from z", threshold(from: 1.0, to: 100.0) { 1 + exp(-$0) == 1 })
  }
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
