import Companion
import Mathematics

//: The appendix analyses dropout on one slide, and one of its sentences contradicts the formula
//: beside it. The masks are those of [the section before](#eight-masks-of-three-units), and so are
//: the numbers of the example. One claim holds for linear networks only; what is true before a
//: sigmoid is prettier.

extension Optimizers {
  static let dropoutAnalysis = Section(.appendix, "D.6", "What dropout averages") { page in
    let unit = MaskedUnit(
      h: page.given("h", at: "foundations:§7.5.1"), w: page.given("W²", at: "foundations:§7.5.1"),
      b: page.given("b²", at: "foundations:§7.5.1"),
      p: page.given("p", at: "foundations:§7.5.1", in: 0...1))
    page.define("the masked activations", at: "D.6:mask", by: "masks")
    page.define("inverted dropout", at: "D.6", by: "inverted")
    page.leave("an explanation in words, without a quantity to compute", at: "D.6:coadapt")
    factor(page)
    wording(page)
    manyNetworks(page, unit)
    arithmeticMean(page)
    geometricMean(page, unit)
  }

  //: Which factor relates the expected activation to the activation? Eight masks tell, at several
  //: p, that it is the one of the slide:
  //:
  //:     h̃ = m ⊙ h                                   (appendix D.6)
  //:     E[h̃] = (1 − p)h                             (appendix D.6)

  private static func factor(_ page: Page) {
    let p: Vector = [0.1, 0.3, 0.5, 0.8]
    let factors = p.map { p in expectation(3, p) { $0[0] } }
    let candidates = [("p", p), ("1-p", 1 - p), ("1/(1-p)", (1 - p).map { 1 / $0 })]
    let fitting = candidates.first { ($0.1 - factors).maxNorm < 1e-14 }
    page.show("factor of the expected activation", fitting?.0 ?? "none")
    page.verify("the expected m ⊙ h is (1 − p)h", at: "D.6:mean") { draw in
      let (h, p) = (draw.vector(3), draw.uniform())
      (1 - p) * h ≈ expectation(3, p) { $0 ⊙ h }
    }
  }

  //: In words the slide multiplies by $1 − p$ while training, in the formula it divides:
  //:
  //:     h̃ = (m ⊙ h)/(1 − p)                         (appendix D.6)
  //:
  //: The formula is right. Multiplied, the expectation shrinks a second time.

  private static func wording(_ page: Page) {
    page.refute(
      "scaled by (1 − p) in training, the expected activation is h", at: "D.6:words",
      correction: "scaled by 1/(1 − p) it is"
    ) { draw in
      let (h, p) = (draw.vector(3), draw.uniform(0.1, 0.9))
      expectation(3, p) { (1 - p) * ($0 ⊙ h) } ≈ h
    } corrected: { draw in
      let (h, p) = (draw.vector(3), draw.uniform(0.1, 0.9))
      expectation(3, p) { inverted($0, h, p) } ≈ h
    }
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
  //: Training the many is training the one with a shrinkage that was never asked for. The mean
  //: of a square is the square of the mean and the variance. Since x̃ is x on average, the mean
  //: error is that of the whole network; since the units are dropped independently, the variances
  //: of the terms wⱼx̃ⱼ add up, and each is [the one of dropout](#eight-masks-of-three-units).
  //:
  //: In the example x is the h of the section before, w its W², and the target is 1. The bias is
  //: never dropped, and counts as a part of y.

  /// Another unit behind four others.
  private static func drawnUnit(_ draw: inout Generator) -> MaskedUnit {
    MaskedUnit(
      h: draw.vector(4), w: draw.vector(4, -2, 2), b: draw.uniform(-1, 1),
      p: draw.uniform(0.1, 0.9))
  }

  private static func manyNetworks(_ page: Page, _ unit: MaskedUnit) {
    page.derivation("E[(w · x̃ − y)²]", at: "D.6:many", of: unit, draws: drawnUnit) { unit in
      let (x, w, p) = (unit.h, unit.w, unit.p)
      let q = 1 - p
      let errors = { (f: (Double) -> Double) in unit.mean { f(unit.logit($0 / q) - 1) } }
      let (e, whole) = (errors { $0 }, unit.logit(x) - 1)
      let variances = expectation(x.count, p) { m in
        let off = inverted(m, x, p) - x
        return off ⊙ off
      }
      Line("(E[w · x̃ − y])² + Var[w · x̃]", e * e + errors { ($0 - e).power(2) })
      Line("(w · x − y)² + Σⱼ wⱼ² Var[x̃ⱼ]", whole * whole + ((w ⊙ w) ⋅ variances))
      Line("(w · x − y)² + (p/q) Σⱼ wⱼ²xⱼ²", whole * whole + p / q * ((w ⊙ x) ⋅ (w ⊙ x)))
    } truth: { unit in
      unit.mean { (unit.logit($0 / (1 - unit.p)) - 1).power(2) }
    }
    page.leave(
      "whether shared weights and a mask a step are “training many networks”: a way to see it",
      at: "D.6:many")
  }

  //: Is the network in the end the average of them all? Of linear ones, yes. With a sigmoid
  //: behind the masked layer, the arithmetic mean of the outputs is something else, and what
  //: the scaled network computes exactly is their *geometric* mean, normalized so that the two
  //: classes add up to 1. With more than one masked layer even that is an approximation.

  private static func arithmeticMean(_ page: Page) {
    page.refute(
      "the output of the scaled network is the mean of the outputs of all subnetworks",
      at: "D.6:ensemble",
      correction: "for one masked layer before a sigmoid it is their normalized geometric mean, "
        + "weighted by the probabilities of the masks"
    ) { draw in
      let (w, h, p) = (draw.vector(3, -3, 3), draw.vector(3), draw.uniform(0.2, 0.8))
      σ(w ⋅ ((1 - p) * h)) ≈ expectation(3, p) { σ(w ⋅ ($0 ⊙ h)) }
    } corrected: { draw in
      let (w, h, p) = (draw.vector(3, -3, 3), draw.vector(3), draw.uniform(0.2, 0.8))
      let yes = exp(expectation(3, p) { log(σ(w ⋅ ($0 ⊙ h))) })
      let no = exp(expectation(3, p) { log(1 - σ(w ⋅ ($0 ⊙ h))) })
      σ(w ⋅ ((1 - p) * h)) ≈ yes / (yes + no)
    }
  }

  //: Why the geometric mean? It is the exponential of the mean logarithm. With $ŷ = σ(z)$ for the
  //: output of the subnetwork that a mask leaves, the two classes have the geometric means
  //:
  //:     G₁ = exp(E[log(ŷ)])
  //:     G₀ = exp(E[log(1 − ŷ)])
  //:
  //: What decides is their ratio. In it the logarithms join to those of the odds against the class,
  //: $(1 − ŷ)/ŷ = exp(−z)$, so that only the expected logit is left; and since the logit is linear
  //: in the mask, that is the logit of the expected activations, which is what the scaled network
  //: has. The last line is the output of that network. What it must equal is found from products
  //: of powers: each of the eight outputs to the power of its mask's probability.

  private static func geometricMean(_ page: Page, _ unit: MaskedUnit) {
    page.derivation("G₁/(G₁ + G₀)", at: "D.6:ensemble", of: unit, draws: drawnUnit) { unit in
      let mean = { (f: (Double) -> Double) in unit.mean { f(unit.logit($0)) } }
      let (G₁, G₀) = (exp(mean { log(σ($0)) }), exp(mean { log(1 - σ($0)) }))
      let odds = mean { log((1 - σ($0)) / σ($0)) }
      Line("1/(1 + G₀/G₁)", 1 / (1 + G₀ / G₁))
      Line("1/(1 + exp(E[log((1 − ŷ)/ŷ)]))", 1 / (1 + exp(odds)))
      Line("1/(1 + exp(−E[z]))", 1 / (1 + exp(-mean { $0 })))
      Line("σ((1 − p) w · h + b)", σ(unit.logit((1 - unit.p) * unit.h)))
    } truth: { unit in
      let product = { (f: (Double) -> Double) in
        masks(unit.h.count, unit.p).reduce(1) {
          $0 * .pow(f(unit.logit($1.m ⊙ unit.h)), $1.probability)
        }
      }
      let (G₁, G₀) = (product { σ($0) }, product { 1 - σ($0) })
      return G₁ / (G₁ + G₀)
    }
  }
}
