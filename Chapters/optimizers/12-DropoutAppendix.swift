import Companion
import Mathematics

//: The appendix analyses dropout on one slide, and one of its sentences contradicts the formula
//: beside it. The masks are those of [the section before](#eight-masks-of-three-units). One claim
//: holds for linear networks only; what is true before a sigmoid is prettier.

extension Optimizers {
  static let dropoutAnalysis = Section(.appendix, "D.6", "What dropout averages") { page in
    page.define("the masked activations", at: "D.6:mask", by: "masks")
    page.define("inverted dropout", at: "D.6", by: "inverted")
    page.leave("an explanation in words, without a quantity to compute", at: "D.6:coadapt")

    //: Which factor relates the expected activation to the activation? Eight masks tell, at several
    //: p, that it is the one of the slide:
    //:
    //:     h̃ = m ⊙ h                                   (appendix D.6)
    //:     E[h̃] = (1 − p)h                             (appendix D.6)

    let probabilities = [0.1, 0.3, 0.5, 0.8]
    let factors = probabilities.map { p in expectation(3, p) { $0[0] } }
    let candidates: [(String, (Double) -> Double)] = [
      ("p", { $0 }), ("1-p", { 1 - $0 }), ("1/(1-p)", { 1 / (1 - $0) }),
    ]
    let fitting = candidates.filter { _, f in distance(factors, probabilities.map(f)) < 1e-14 }
    page.show("factor of the expected activation", fitting.first?.0 ?? "none")
    page.verify("the expected m ⊙ h is (1 − p)h", at: "D.6:mean") { draw in
      let (h, p) = (draw.vector(3), draw.uniform())
      return [
        Evidence(
          "8 masks", error: distance((1 - p) * h, expectation(3, p) { $0 ⊙ h }), bound: 1e-15)
      ]
    }

    //: In words the slide multiplies by $1 − p$ while training, in the formula it divides:
    //:
    //:     h̃ = (m ⊙ h)/(1 − p)                         (appendix D.6)
    //:
    //: The formula is right. Multiplied, the expectation shrinks a second time.

    page.refute(
      "scaled by (1 − p) in training, the expected activation is h", at: "D.6:words",
      correction: "scaled by 1/(1 − p) it is"
    ) { draw in
      let (h, p) = (draw.vector(3), draw.uniform(0.1, 0.9))
      let expected = expectation(3, p) { (1 - p) * ($0 ⊙ h) }
      return [Evidence("8 masks", error: distance(expected, h), bound: 1e-13)]
    } corrected: { draw in
      let (h, p) = (draw.vector(3), draw.uniform(0.1, 0.9))
      let expected = expectation(3, p) { inverted($0, h, p) }
      return [Evidence("8 masks", error: distance(expected, h), bound: 1e-13)]
    }

    //: ### Many networks
    //:
    //: A mask picks one of $2ⁿ$ networks that share their weights, and the expected loss is the
    //: mean of their losses. For linear regression that mean can be written down: the loss of the
    //: whole network plus a penalty on each weight, scaled by its own input. With $q = 1 − p$ and
    //: the masked inputs $x̃ = (m ⊙ x)/q$:
    //:
    //:     E[(w · x̃ − y)²] = (w · x − y)² + (p/q) Σⱼ wⱼ²xⱼ²
    //:
    //: Training the many is training the one with a shrinkage that was never asked for.

    page.verify(
      "linear regression: the mean squared error of 2ⁿ masked models is that of one plus "
        + "(p/q) Σᵢ wᵢ²xᵢ²", at: "D.6:many"
    ) { draw in
      let (w, x, y) = (draw.vector(4), draw.vector(4), draw.uniform(-1, 1))
      let p = draw.uniform(0.05, 0.9)
      let many = expectation(4, p) { ((w ⋅ inverted($0, x, p)) - y).power(2) }
      let one = ((w ⋅ x) - y).power(2) + p / (1 - p) * ((w ⊙ x) ⋅ (w ⊙ x))
      return [Evidence("16 masks", error: distance(one, many), bound: 1e-12)]
    }
    page.leave(
      "whether shared weights and a mask a step are “training many networks”: a way to see it",
      at: "D.6:many")

    //: Is the network in the end the average of them all? Of linear ones, yes. With a sigmoid
    //: behind the masked layer, the arithmetic mean of the outputs is something else, and what
    //: the scaled network computes exactly is their *geometric* mean, normalized so that the two
    //: classes add up to 1. With more than one masked layer even that is an approximation.

    page.refute(
      "the output of the scaled network is the mean of the outputs of all subnetworks",
      at: "D.6:ensemble",
      correction: "for one masked layer before a sigmoid it is their normalized geometric mean, "
        + "weighted by the probabilities of the masks"
    ) { draw in
      let (w, h, p) = (draw.vector(3, -3, 3), draw.vector(3), draw.uniform(0.2, 0.8))
      let whole = σ(w ⋅ ((1 - p) * h))
      let mean = expectation(3, p) { σ(w ⋅ ($0 ⊙ h)) }
      return [Evidence("8 masks", error: distance(whole, mean), bound: 1e-13)]
    } corrected: { draw in
      let (w, h, p) = (draw.vector(3, -3, 3), draw.vector(3), draw.uniform(0.2, 0.8))
      let whole = σ(w ⋅ ((1 - p) * h))
      let yes = exp(expectation(3, p) { log(σ(w ⋅ ($0 ⊙ h))) })
      let no = exp(expectation(3, p) { log(1 - σ(w ⋅ ($0 ⊙ h))) })
      return [Evidence("8 masks", error: distance(whole, yes / (yes + no)), bound: 1e-13)]
    }
  }
}
