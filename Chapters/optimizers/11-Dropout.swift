import Companion
import Mathematics

//: Dropout multiplies activations by a random mask of zeros and ones. Each unit is dropped with
//: probability p, whatever becomes of the others:
//:
//:     P(mₖ = 1) = 1 − p,  P(mₖ = 0) = p           (7.17)
//:     h̃ = h ⊙ m                                   (7.18)
//:
//: With three units there are eight masks. Expectations can therefore be written out as sums of
//: eight terms, and need no sampling.

/// All masks of n units, each with its probability if a unit is dropped with probability p.
func masks(_ n: Int, _ p: Double) -> [(m: Vector<Double>, probability: Double)] {
  (0..<(1 << n)).map { bits in
    let m = Vector((0..<n).map { bits >> $0 & 1 == 1 ? 1.0 : 0.0 })
    return (m, m.entries.reduce(1) { $0 * ($1 == 1 ? 1 - p : p) })
  }
}

/// The expectation of a vector that depends on the mask.
func expectation(
  _ n: Int, _ p: Double, _ f: (Vector<Double>) -> Vector<Double>
) -> Vector<Double> {
  let terms = masks(n, p).map { $0.probability * f($0.m) }
  return terms.dropFirst().reduce(terms[0], +)
}

/// The expectation of a number that depends on the mask.
func expectation(_ n: Int, _ p: Double, _ f: (Vector<Double>) -> Double) -> Double {
  masks(n, p).reduce(0) { $0 + $1.probability * f($1.m) }
}

//: What the next unit makes of the masked activations is a number with an expectation as well.

/// A unit behind a layer of activations h that are dropped with probability p.
struct MaskedUnit {
  let h, w: Vector<Double>
  let b, p: Double

  /// What the unit makes of activations, masked or not.
  func logit(_ h: Vector<Double>) -> Double { (w ⋅ h) + b }

  /// The expectation of what depends on the masked activations.
  func mean(_ f: (Vector<Double>) -> Double) -> Double { expectation(h.count, p) { f($0 ⊙ h) } }
}

extension Optimizers {
  static let dropout = Section(.foundations, "7.5", "Eight masks of three units") { page in
    let h: Vector = page.given("h", at: "§7.5.1")
    let p: Double = page.given("p", at: "§7.5.1", in: 0...1)
    let m: Vector = page.given("m", at: "7.16/2", as: "mask", in: 0...1)
    let unit = MaskedUnit(
      h: h, w: page.given("W²", at: "§7.5.1"), b: page.given("b²", at: "§7.5.1"), p: p)
    oneMask(page, unit, m)
    allMasks(page, unit)
    atTestTime(page, unit)
    unbiased(page, h, p)
    noise(page, h, p)
    nextLayer(page)
  }

  //: The example draws the mask 1, 0, 1 and passes on what is left to the output unit:
  //:
  //:     m = [m₁; m₂; m₃]                            (7.16, second)
  //:     h̃ = [m₁h₁; m₂h₂; m₃h₃]                      (7.17, second)
  //:     z² = W²h̃ + b²                               (7.18, second)

  private static func oneMask(_ page: Page, _ unit: MaskedUnit, _ m: Vector<Double>) {
    let masked = m ⊙ unit.h
    page.define("mask entries, each 1 with probability 1 − p", at: "7.17", "7.16/2", by: "masks")
    page.define("the mask at work", at: "7.18", by: "⊙")
    page.show("h", unit.h, at: "7.17/2")
    page.show("masked h", masked, at: "7.17/2", again: ["7.18/2"])
    page.show("terms of z²", (unit.w ⊙ masked).entries + [unit.b], at: "7.18/2")
    page.show("z²", unit.logit(masked), at: "7.18/2")
  }

  //: And here are all eight, with the logit and the output of each.

  private static func allMasks(_ page: Page, _ unit: MaskedUnit) {
    page.table(
      "All masks of the example", columns: ["mask", "probability", "z²", "ŷ"],
      rows: masks(3, unit.p).map { m, probability in
        let z² = unit.logit(m ⊙ unit.h)
        return [m.entries.map(words).joined(), probability, z², σ(z²)]
      })
  }

  //: ### At test time
  //:
  //: Without a mask the activations are larger than they were on average in training, by a factor
  //: of $1/(1 − p)$. Scaling them down repairs that, for the activations and for the logits,
  //: which are linear in them:
  //:
  //:     h_test = (1 − p)h                           (7.19)
  //:
  //: It cannot repair what comes after the sigmoid: the mean of the eight outputs is close to the
  //: output of the scaled network, and is not it.

  private static func atTestTime(_ page: Page, _ unit: MaskedUnit) {
    let test = (1 - unit.p) * unit.h
    page.derive("expected masked h", expectation(3, unit.p) { $0 ⊙ unit.h })
    page.derive("(1 − p) h", test, for: "7.19")
    page.derive("expected z²", unit.mean { unit.logit($0) })
    page.derive("z² at test time", unit.logit(test))
    page.derive("expected ŷ", unit.mean { σ(unit.logit($0)) })
    page.derive("ŷ at test time", σ(unit.logit(test)))
    page.leave(
      "that noise keeps features from co-adapting is a conjecture about training",
      at: "7.5.1:coadapt")

    page.verify(
      "with (1 − p) the activation at test time is the expected one", at: "7.5.2:expectation"
    ) { draw in
      let (h, p) = (draw.vector(3), draw.uniform(0.05, 0.95))
      (1 - p) * h ≈ expectation(3, p) { $0 ⊙ h }
    }
  }

  //: ### Inverted
  //:
  //: Chapter 8 divides by $q = 1 − p$ already in training:
  //:
  //:     P(mⱼ = 1) = q,  q = 1 − p                   (8.27)
  //:     ã = (1/q)(m ⊙ a)                            (8.28)
  //:     E[ã] = a                                    (8.29)
  //:
  //: The expectation is right, and the test needs nothing. Each unit has two cases of its own,
  //: kept with probability q and dropped with p, and the other units do not matter; what they
  //: must come to is counted over all eight masks. The a of the lines is the h of the example.

  /// (8.28): (1/q)(m ⊙ a) with q = 1 − p
  static func inverted(_ m: Vector<Double>, _ a: Vector<Double>, _ p: Double) -> Vector<Double> {
    (m ⊙ a) / (1 - p)
  }

  private static func unbiased(_ page: Page, _ h: Vector<Double>, _ p: Double) {
    page.define("mask entries, each 1 with probability q", at: "8.27", by: "masks")
    page.define("inverted dropout", at: "8.28", by: "inverted")
    page.derivation("E[ã]", of: (h, p)) { draw in
      (draw.vector(3), draw.uniform(0.05, 0.9))
    } lines: { a, p in
      let q = 1 - p
      Line("E[m] ⊙ a/q", at: "8.28", expectation(3, p) { $0 } ⊙ a / q)
      Line("q · 1/q · a + p · 0/q · a", at: "8.27", q * (1 / q) * a + p * (0 / q) * a)
      Line("a", at: "8.29", a)
    } truth: { a, p in
      expectation(3, p) { inverted($0, a, p) }
    }
  }

  //: The price is the noise: the variance of a unit is $a²p/q$. A variance is the mean of the
  //: squares less the square of the mean, and the mean is known by now.
  //:
  //: The noise grows without bound as q goes to 0: few survivors have to speak for all. At
  //: $p = ½$, the usual choice for hidden layers, its standard deviation is as large as the
  //: activation.

  private static func noise(_ page: Page, _ h: Vector<Double>, _ p: Double) {
    page.derivation("Var[ã]", at: "8.29", of: (h, p)) { draw in
      (draw.vector(3), draw.uniform(0.05, 0.9))
    } lines: { a, p in
      let q = 1 - p
      Line("E[ã ⊙ ã] − a²", expectation(3, p) { inverted($0, a, p) ⊙ inverted($0, a, p) } - a ⊙ a)
      Line("q (a/q)² + p · 0² − a²", q * (a / q ⊙ a / q) - a ⊙ a)
      Line("a² (1 − q)/q", (1 - q) / q * (a ⊙ a))
      Line("a² p/q", p / q * (a ⊙ a))
    } truth: { a, p in
      expectation(3, p) { m in
        let off = inverted(m, a, p) - a
        return off ⊙ off
      }
    }
  }

  //: What the next layer gets is linear in the masked activations, so that its expectation is right
  //: as well, with any weights.

  private static func nextLayer(_ page: Page) {
    page.verify(
      "the next layer, too, expects what it gets at test time without scaling",
      at: "8.4.3:inference", "appendix:D.6:test"
    ) { draw in
      let (W, a, b) = (draw.matrix(2, 3), draw.vector(3), draw.vector(2))
      let p = draw.uniform(0.05, 0.9)
      expectation(3, p) { W * inverted($0, a, p) + b } ≈ W * a + b
    }
  }
}
