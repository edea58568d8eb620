import Companion
import Mathematics

//: Two classes can be called 0 and 1, or −1 and +1. Both codes have their place: with 0 and 1 a
//: label is a probability, with ±1 a label times a score is positive exactly when the score is on
//: the right side. Mixing them is a favourite way to write a program that almost works, and the
//: four documents between them contain all the ingredients.
//:
//: With 0 and 1 the prediction is the step of [(2.2)](#a-boundary-and-its-two-sides), or a
//: probability between them. With ±1 it is a sign.
//:
//:     ŷᵢ = sign(wᵀxᵢ + b)                                 (2.9)

/// sign(z) = +1 for z > 0, −1 for z < 0, and 0, which is no label, at z = 0 (foundations (2.9))
func sign(_ z: Double) -> Double { z > 0 ? 1 : z < 0 ? -1 : 0 }

/// y± = 2y − 1, from 0 and 1 to −1 and +1 (foundations, Notation)
func signed(_ y: Double) -> Double { 2 * y - 1 }

/// y = (y± + 1)/2, from −1 and +1 to 0 and 1 (foundations, Notation)
func binary(_ y: Double) -> Double { (y + 1) / 2 }

extension Perceptron {
  static let codes = Section(.foundations, "Notation", "Two codes for two classes, and ties") {
    page in
    page.define("labels 0 and 1, prediction σ(z) between them", at: "notation:binary", by: "σ")
    page.define("labels −1 and +1, prediction sign(z)", at: "notation:signs", "2.9", by: "sign")

    page.verify("y± = 2y − 1 and y = (y± + 1)/2 undo each other", at: "notation:convert") { draw in
      let y = draw.uniform(-3, 3)
      [0, 1].map(signed) == [-1, 1]
      binary(signed(y)) ≈ y
      signed(binary(y)) ≈ y
    }

    //: A probability strictly between 0 and 1 is a promise of mathematics. A `Double` breaks it
    //: early: from the following score on, $σ(z)$ *is* 1, and the
    //: [cross-entropy of a later chapter](../losses/README.md#binary-cross-entropy) has the
    //: logarithm of zero to deal with. Halving an interval leads to two neighbouring numbers, of
    //: which the greater is meant.

    let z = bisected(0, 100) { 1 - σ($0) }
    page.derive("least z with σ(z) = 1", σ(z) < 1 ? z.nextUp : z, for: "notation:binary")
    manyClasses(page)
    offTheBoundary(page)
    misclassified(page)
    tieRules(page)
  }
}

//: With more than two classes a label is a vector with a single 1, and a prediction is a
//: vector of probabilities. Both add up to 1. Softmax can be had another way too, each
//: probability from its own sum of ratios.

/// Where the largest entry stands; of several, the first.
func largest(_ z: Vector<Double>) -> Int {
  z.indices.max { z[$0] < z[$1] || (z[$0] == z[$1] && $0 > $1) } ?? 0
}

extension Perceptron {
  private static func manyClasses(_ page: Page) {
    let z: Vector = page.given("z", ours: [2, 1, -1])
    let y = oneHot(largest(z), of: z.count)
    let p = softmax(z)
    page.derive("y, one-hot at the largest z", y)
    page.derive("p = softmax(z)", p)
    page.verify("a one-hot y and softmax(z) both add up to 1", at: "notation:onehot") { draw in
      let z = draw.vector(5, -15, 15)
      let (y, p) = (oneHot(largest(z), of: 5), softmax(z))
      p.sum ≈ 1
      let ratios = z.map { zᵢ in 1 / z.entries.reduce(0) { $0 + exp($1 - zᵢ) } }
      by("1/(Σⱼ exp(zⱼ − zᵢ))") { p ≈ ratios }
      by("the least pₖ") { p.entries.min()! > 0 }
      by("the largest pₖ") { p.entries.max()! < 1 }
      y.sum == 1
      for yᵢ in y.entries { yᵢ ∈ [0, 1] }
      by("the largest z") { y ⋅ z == z.entries.max()! }
    }

    page.show("sum of y", y.sum, at: "§Notation")
    page.show("sum of p", p.sum, at: "§Notation")
  }

  //: ### Ties
  //:
  //: Off the boundary the step and the sign say the same in their two codes. On it, at score
  //: exactly zero, they do not: the step says 1, the sign says 0, which is neither label. That
  //: looks like hair-splitting, but every perceptron that starts with zero weights starts with
  //: a tie on every sample.

  private static func offTheBoundary(_ page: Page) {
    page.verify("2·step(z) − 1 = sign(z) for z ≠ 0", at: "2.1:sign") { draw in
      let z = draw.uniform(-1, 1) * Double.pow(10, draw.uniform(-300, 300))
      signed(step(z)) == sign(z)
    }
    page.note(
      "The two predictions are called equivalent: off the boundary they are. At score 0 the step "
        + "says \(words(step(0))), and the sign \(words(sign(0))).", at: "2.1:sign")
    page.derive("2·step(0) − 1", signed(step(0)), for: "2.1:sign")
    page.derive("sign(0)", sign(0), for: "2.1:sign")
  }
}

//: The learning rule of the *Foundations* does not ask for a wrong prediction. By it a sample
//: is misclassified if its label times its score is not positive.
//:
//:     yᵢ(wᵀxᵢ + b) ≤ 0                                (2.10)
//:
//: By the sign this is the same thing, since 0 is a wrong answer for either class. By the step
//: it is not: a positive sample on the boundary is predicted rightly, as 1, and counts as
//: misclassified. The draws are of small whole numbers, so that ties are many and exact.

/// A vector of whole numbers from −k to k.
func wholeVector(_ n: Int, upTo k: Int, _ draw: inout Generator) -> Vector<Double> {
  Vector((0..<n).map { _ in Double(draw.below(2 * k + 1) - k) })
}

extension Perceptron {
  private static func misclassified(_ page: Page) {
    page.verify("y(wᵀx + b) ≤ 0 exactly when sign(wᵀx + b) ≠ y", at: "2.10") { draw in
      for _ in 0..<50 {
        let (w, b) = (wholeVector(2, upTo: 2, &draw), wholeVector(1, upTo: 2, &draw)[0])
        let z = Hyperplane(w: w, b: b).score(wholeVector(2, upTo: 2, &draw))
        let y = signed(Double(draw.below(2)))
        by("whole numbers") { (y * z <= 0) == (sign(z) != y) }
      }
    }
  }
}

//: Here is what each document does at score zero. A dash means that it leaves this open.

/// What a document says about a score of zero.
struct TieRule {
  let name: String
  /// The prediction for a score, if one is defined there.
  var predicts: ((Double) -> Double)?
  /// Whether a sample with label ±1 and a score leads to an update, if that is said.
  var updates: ((_ y: Double, _ z: Double) -> Bool)?

  static var all: [TieRule] {
    [
      TieRule(name: "foundations (2.2), step", predicts: step),
      TieRule(name: "foundations (2.9), sign"),
      TieRule(name: "foundations (2.10)", updates: { $0 * $1 <= 0 }),
      TieRule(name: "appendix A.4", updates: { $0 * $1 <= 0 }),
      TieRule(
        name: "intuition 3.1.2, two cases", updates: { y, z in y > 0 ? z < 0 : z > 0 }),
      TieRule(name: "intuition 3.1.3, step"),
      TieRule(name: "slides, Step"),
    ]
  }
}

extension Perceptron {
  private static func tieRules(_ page: Page) {
    let none = "–"
    page.table(
      "At score 0", columns: ["rule", "predicts", "updates y = 1", "updates y = 0 or −1"],
      rows: TieRule.all.map { rule in
        let updates = [1.0, -1].map { y in
          rule.updates.map { $0(y, 0) ? "yes" : "no" } ?? none
        }
        let prediction = rule.predicts.map { words($0(0)) } ?? none
        return [rule.name, prediction, updates[0], updates[1]]
      }, at: "2.2", "2.10", "appendix:A.4:mistake", "intuition:3.1.2:cases")
  }

  //: From zero weights, [the cases](#one-rule-written-three-ways) of *The Maths of Deep Learning*
  //: never change anything: they ask for a score strictly on the wrong side. That document starts
  //: from a random vector, which rarely leads there.
}
