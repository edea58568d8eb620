import Companion
import Mathematics

//: A label of 0 or 1 is the result of a toss, and not a number that scatters about a prediction. If
//: the model gives the probability ŷ of a 1, the probability of what was seen is ŷ or $1 − ŷ$.
//: Both are one formula, which picks the right one by its exponents:
//:
//:     p(y) = ŷʸ (1 − ŷ)¹⁻ʸ                               (appendix C.3)

/// ŷʸ (1 − ŷ)¹⁻ʸ: the probability of the label y, 0 or 1 (appendix C.3)
func bernoulli(_ y: Double, _ ŷ: Double) -> Double { pow(ŷ, y) * pow(1 - ŷ, 1 - y) }

//: Binary cross-entropy is minus the log of the probability that the model gave to the label.
//: For one label, and as the mean over a data set, it reads:
//:
//:     ℓ = −(y log ŷ + (1 − y) log(1 − ŷ))                (4.5)
//:     ℒ = (1/m) Σᵢ₌₁ᵐ ℓᵢ                                 (4.6)

/// −(y log ŷ + (1 − y) log(1 − ŷ)), for ŷ in (0, 1) (foundations (4.5))
func binaryCrossEntropy<T: Scalar>(_ ŷ: T, _ y: T) -> T {
  -(y * log(ŷ) + (1 - y) * log(1 - ŷ))
}

/// The mean over a data set (foundations (4.6), appendix C.4)
func meanBinaryCrossEntropy<T: Scalar>(_ ŷ: Vector<T>, _ y: Vector<T>) -> T {
  empiricalRisk(y.indices.map { binaryCrossEntropy(ŷ[$0], y[$0]) })
}

extension Losses {
  static let binary = Section(.foundations, "4.3", "Binary cross-entropy") { page in
    page.define(
      "the mean over a data set", at: "4.6", "appendix:C.4:loss", by: "meanBinaryCrossEntropy")
    let logit: Double = page.given("logit", ours: 0.5)
    let label: Double = page.given("label", ours: 1, in: 0...1)
    toss(page)
    fromTossToLoss(page, σ(logit), label)
    honest(page)
    slopeByProbability(page, σ(logit), label)
    slopeByLogit(page, logit, label)
    ofTheMean(page)
    slopes(page)
  }

  //: ### From a toss to a loss
  //:
  //: Both outcomes can be enumerated, so that nothing has to be taken on trust: the two
  //: probabilities add up to 1, the mean label is ŷ. The sigmoid is there because it is what
  //: turns the log-odds, which may be any number, into a probability.

  private static func toss(_ page: Page) {
    page.verify(
      "over y = 0 and y = 1 the formula ŷʸ(1 − ŷ)¹⁻ʸ has total 1 and mean ŷ",
      at: "appendix:C.3:model", "appendix:C.3:bernoulli"
    ) { draw in
      let ŷ = draw.uniform()
      let labels = [0.0, 1]
      labels.reduce(0) { $0 + bernoulli($1, ŷ) } ≈ 1
      labels.reduce(0) { $0 + $1 * bernoulli($1, ŷ) } ≈ ŷ
    }
    page.verify("σ(z) is the ŷ in (0, 1) whose log-odds log(ŷ/(1 − ŷ)) are z", at: "4.3:sigmoid") {
      draw in
      let z = draw.uniform(-8, 8)
      let ŷ = σ(z)
      log(ŷ / (1 - ŷ)) ≈ z ± (1e-12, "near 1 the difference 1 − ŷ has few digits")
      ŷ > 0
      ŷ < 1
    }
  }

  //: Of that probability the logarithm is taken, with a minus in front. The powers become
  //: factors; what is left for a label of 1 is $−log ŷ$, for a label of 0 it is $−log(1 − ŷ)$. The
  //: labels of a data set are independent tosses, whose probabilities multiply, so that their
  //: losses add up.

  private static func fromTossToLoss(_ page: Page, _ ŷ: Double, _ y: Double) {
    page.derivation("ℓ", at: "appendix:C.3:loglik", "appendix:C.3", of: (ŷ, y)) { draw in
      (draw.uniform(0.05, 0.95), Double(draw.below(2)))
    } lines: { ŷ, y in
      Line("−log(ŷʸ (1 − ŷ)¹⁻ʸ)", -log(bernoulli(y, ŷ)))
      Line("−y log ŷ − (1 − y) log(1 − ŷ)", -y * log(ŷ) - (1 - y) * log(1 - ŷ))
      Line("−(y log ŷ + (1 − y) log(1 − ŷ))", at: "4.5", binaryCrossEntropy(ŷ, y))
    } truth: { ŷ, y in
      -log(y == 1 ? ŷ : 1 - ŷ)
    }
    page.verify("ℒ is −1/m times the log of the probability of all labels", at: "4.6") { draw in
      let ŷ = draw.vector(5, 0.05, 0.95)
      let y = ŷ.map { _ in Double(draw.below(2)) }
      let together = ŷ.indices.reduce(1) { $0 * bernoulli(y[$1], ŷ[$1]) }
      meanBinaryCrossEntropy(ŷ, y) ≈ -log(together) / 5
    }
  }

  //: If all that a model can say is one and the same ŷ, what should it say? The frequency of
  //: the ones: cross-entropy asks for honest probabilities. That is why it fits an output that
  //: *is* one.

  private static func honest(_ page: Page) {
    page.verify(
      "the expected loss under P(1) = p is least at ŷ = p",
      at: "slides:learning-weights:logloss"
    ) { draw in
      let p = draw.uniform(0.05, 0.95)
      bottom(between: 1e-6, and: 1 - 1e-6) { ŷ in
        p * binaryCrossEntropy(ŷ, 1) + (1 - p) * binaryCrossEntropy(ŷ, 0)
      } ≈ p ± (1e-7, searched.1)
    }
  }

  //: ### Two gradients
  //:
  //: By ŷ the loss is steep where the prediction is confident and wrong: on one denominator, the
  //: slope has $ŷ(1 − ŷ)$ below.
  //:
  //:     ∂ℓ/∂ŷ = −(y/ŷ − (1 − y)/(1 − ŷ)) = (ŷ − y)/(ŷ(1 − ŷ))           (4.7)
  //:
  //: Above it stands $−y(1 − ŷ) + (1 − y)ŷ$, in which the product yŷ cancels.

  private static func slopeByProbability(_ page: Page, _ ŷ: Double, _ y: Double) {
    page.derivation(
      "∂ℓ/∂ŷ", at: "slides:back-propagation-vectorization:logloss_grad", of: (ŷ, y)
    ) { draw in
      (draw.uniform(0.1, 0.9), draw.uniform())
    } lines: { ŷ, y in
      Line("−(y/ŷ − (1 − y)/(1 − ŷ))", at: "4.7", -(y / ŷ - (1 - y) / (1 - ŷ)))
      Line("−y/ŷ + (1 − y)/(1 − ŷ)", at: "appendix:C.4:yhat", -y / ŷ + (1 - y) / (1 - ŷ))
      Line("(−y(1 − ŷ) + (1 − y)ŷ)/(ŷ(1 − ŷ))", (-y * (1 - ŷ) + (1 - y) * ŷ) / (ŷ * (1 - ŷ)))
      Line("(ŷ − y)/(ŷ(1 − ŷ))", at: "4.7", (ŷ - y) / (ŷ * (1 - ŷ)))
    } truth: { ŷ, y in
      derivative(at: ŷ) { binaryCrossEntropy($0, Twofold(y)) }
    }
  }

  //: The sigmoid's own slope is exactly that product, so that by the logit *z* all that is left is
  //: prediction minus target:
  //:
  //:     ∂ℓ/∂z = ∂ℓ/∂ŷ · ∂ŷ/∂z = (ŷ − y)/(ŷ(1 − ŷ)) · ŷ(1 − ŷ) = ŷ − y   (4.8)
  //:
  //: In the first line both derivatives are read off a tape, each by itself.

  private static func slopeByLogit(_ page: Page, _ z: Double, _ y: Double) {
    page.verify("σʹ(z) is ŷ(1 − ŷ) for ŷ = σ(z)", at: "4.3.3:sigmoid", "appendix:C.4:sigmoid") {
      draw in
      let z = draw.uniform(-5, 5)
      derivative(at: z) { σ($0) } ≈ σ(z) * (1 - σ(z))
    }
    page.derivation("∂ℓ/∂z", at: "appendix:C.4", of: (z, y)) { draw in
      (draw.uniform(-2, 2), draw.uniform())
    } lines: { z, y in
      let ŷ = σ(z)
      let byŷ = reverseGradient(at: [ŷ]) { binaryCrossEntropy($0[0], Variable(y)) }[0]
      let byZ = reverseGradient(at: [z]) { σ($0[0]) }[0]
      Line("∂ℓ/∂ŷ · ∂ŷ/∂z", at: "4.8", byŷ * byZ)
      Line("(ŷ − y)/(ŷ(1 − ŷ)) · ŷ(1 − ŷ)", at: "4.8", (ŷ - y) / (ŷ * (1 - ŷ)) * (ŷ * (1 - ŷ)))
      Line("ŷ − y", at: "4.8", ŷ - y)
    } truth: { z, y in
      derivative(at: z) { binaryCrossEntropy(σ($0), Twofold(y)) }
    }
  }

  //: The appendix writes these gradients under a loss that has $1/n$ in front. They are those of
  //: one sample, and this is how they are read here; of the mean, each sample's gradient is an
  //: nth part.

  private static func ofTheMean(_ page: Page) {
    page.verify("of the mean over n samples, ∂ℒ/∂zᵢ is (ŷᵢ − yᵢ)/n") { draw in
      let (z, y) = (draw.vector(4, -3, 3), draw.vector(4, 0, 1))
      gradient(at: z) { meanBinaryCrossEntropy(σ($0), Vector(y)) } ≈ (σ(z) - y) / 4
    }
  }

  //: Cross-entropy and [squared error](#squared-error-and-its-factors) part ways where it
  //: matters. The curves below are the slopes by *z* for a sample of label 1: where the unit is
  //: certain and wrong, on the left, cross-entropy pulls with full force, and squared error,
  //: which still has the factor $ŷ(1 − ŷ)$, hardly at all.

  private static func slopes(_ page: Page) {
    let logits = (-32...32).map { Double($0) / 4 }
    page.plot(
      Plot(
        "Slope of two losses by the logit, label 1", x: "logit z", y: "slope",
        [
          Plot.Series("cross-entropy", logits.map { ($0, σ($0) - 1) }),
          Plot.Series("half squared error", logits.map { ($0, (σ($0) - 1) * σʹ($0)) }),
        ]))
  }
}
