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

/// (8.28): (1/q)(m ⊙ a) with q = 1 − p
func inverted(_ m: Vector<Double>, _ a: Vector<Double>, _ p: Double) -> Vector<Double> {
  (m ⊙ a) / (1 - p)
}

extension Optimizers {
  static let dropout = Section(.foundations, "7.5", "Eight masks of three units") { page in
    let h = page.given(vector: "h", at: "§7.5.1")
    let p = page.given(number: "p", at: "§7.5.1")
    let m = page.given(vector: "m", at: "7.16/2", as: "mask")
    let W² = page.given(vector: "W²", at: "§7.5.1")
    let b² = page.given(number: "b²", at: "§7.5.1")

    //: The example draws the mask 1, 0, 1 and passes on what is left to the output unit:
    //:
    //:     m = [m₁; m₂; m₃]                            (7.16, second)
    //:     h̃ = [m₁h₁; m₂h₂; m₃h₃]                      (7.17, second)
    //:     z² = W²h̃ + b²                               (7.18, second)

    let masked = m ⊙ h
    let terms = W² ⊙ masked
    page.define("mask entries, each 1 with probability 1 − p", at: "7.17", "7.16/2", by: "masks")
    page.define("the mask at work", at: "7.18", by: "⊙")
    page.show("h restated", h, at: "7.17/2")
    page.show("masked h", masked, at: "7.17/2", again: ["7.18/2"])
    page.show("terms of z²", terms.entries + [b²], at: "7.18/2")
    page.show("z²", terms.sum + b², at: "7.18/2")

    //: And here are all eight, with the logit and the output of each.

    func logit(_ a: Vector<Double>) -> Double { (W² ⋅ a) + b² }
    page.table(
      "All masks of the example", columns: ["mask", "probability", "z²", "ŷ"],
      rows: masks(3, p).map { m, probability in
        [
          m.entries.map { $0 == 1 ? "1" : "0" }.joined(), probability, logit(m ⊙ h),
          σ(logit(m ⊙ h)),
        ]
      })

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

    let test = (1 - p) * h
    page.derive("expected masked h", expectation(3, p) { $0 ⊙ h })
    page.derive("(1 − p) h", test, for: "7.19")
    page.derive("expected z²", expectation(3, p) { logit($0 ⊙ h) })
    page.derive("z² at test time", logit(test))
    page.derive("expected ŷ", expectation(3, p) { σ(logit($0 ⊙ h)) })
    page.derive("ŷ at test time", σ(logit(test)))
    page.leave(
      "that noise keeps features from co-adapting is a conjecture about training",
      at: "7.5.1:coadapt")

    page.verify(
      "with (1 − p) the activation at test time is the expected one", at: "7.5.2:expectation"
    ) { draw in
      let (h, p) = (draw.vector(3), draw.uniform(0.05, 0.95))
      let expected = expectation(3, p) { $0 ⊙ h }
      return [Evidence("8 masks", error: distance((1 - p) * h, expected), bound: 1e-15)]
    }

    //: ### Inverted
    //:
    //: Chapter 8 divides by $q = 1 − p$ already in training:
    //:
    //:     P(mⱼ = 1) = q,  q = 1 − p                   (8.27)
    //:     ã = (1/q)(m ⊙ a)                            (8.28)
    //:     E[ã] = a                                    (8.29)
    //:
    //: The expectation is right, and the test needs nothing. The price is the noise: the variance
    //: of a unit is $a²p/q$.

    //: The noise grows without bound as q goes to 0: few survivors have to speak for all. At
    //: $p = ½$, the usual choice for hidden layers, its standard deviation is as large as the
    //: activation.

    page.define("mask entries, each 1 with probability q", at: "8.27", by: "masks")
    page.define("inverted dropout", at: "8.28", by: "inverted")
    page.verify("the expected inverted activation is $a$, its variance $a²p/q$", at: "8.29") {
      draw in
      let (a, p) = (draw.vector(3), draw.uniform(0.05, 0.9))
      let expected = expectation(3, p) { inverted($0, a, p) }
      let second = expectation(3, p) { inverted($0, a, p) ⊙ inverted($0, a, p) }
      return [
        Evidence("8 masks", error: distance(expected, a), bound: 1e-14),
        Evidence(
          "variance", error: distance(second - expected ⊙ expected, p / (1 - p) * (a ⊙ a)),
          bound: 1e-13),
      ]
    }
    page.verify(
      "the next layer, too, expects what it gets at test time without scaling",
      at: "8.4.3:inference", "appendix:D.6:test"
    ) { draw in
      let (W, a, b) = (draw.matrix(2, 3), draw.vector(3), draw.vector(2))
      let p = draw.uniform(0.05, 0.9)
      let expected = expectation(3, p) { W * inverted($0, a, p) + b }
      return [Evidence("8 masks", error: distance(W * a + b, expected), bound: 1e-14)]
    }
  }
}
