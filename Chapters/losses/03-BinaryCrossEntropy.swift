import Companion
import Mathematics

//: A label of 0 or 1 is the result of a toss, and not a number that scatters about a prediction. If
//: the model gives the probability ŷ of a 1, the probability of what was seen is ŷ or $1 − ŷ$.

/// ŷʸ (1 − ŷ)¹⁻ʸ: the probability of the label y, 0 or 1 (appendix C.3)
func bernoulli(_ y: Double, _ ŷ: Double) -> Double { pow(ŷ, y) * pow(1 - ŷ, 1 - y) }

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
    //: Binary cross-entropy is minus the log of the probability that the model gave to the label.
    //: For one label, and as the mean over a data set, it reads:
    //:
    //:     ℓ = −(y log ŷ + (1 − y) log(1 − ŷ))                (4.5)
    //:     ℒ = (1/m) Σᵢ₌₁ᵐ ℓᵢ                                 (4.6)

    page.define(
      "the mean over a data set", at: "4.6", "appendix:C.4:loss", by: "meanBinaryCrossEntropy")

    //: ### From a toss to a loss
    //:
    //: The two probabilities are one formula, which picks the right one by its exponents:
    //:
    //:     p(y) = ŷʸ (1 − ŷ)¹⁻ʸ                               (appendix C.3)
    //:
    //: Both outcomes can be enumerated, so that nothing has to be taken on trust: the two
    //: probabilities add up to 1, the mean label is ŷ. The sigmoid is there because it is what
    //: turns the log-odds, which may be any number, into a probability.

    page.verify(
      "over y = 0 and y = 1 the formula ŷʸ(1 − ŷ)¹⁻ʸ has total 1 and mean ŷ",
      at: "appendix:C.3:model", "appendix:C.3:bernoulli"
    ) { draw in
      let ŷ = draw.uniform()
      let total = bernoulli(0, ŷ) + bernoulli(1, ŷ)
      let mean = 0 * bernoulli(0, ŷ) + 1 * bernoulli(1, ŷ)
      return [
        Evidence("total", error: distance(total, 1.0), bound: 1e-14),
        Evidence("mean", error: distance(mean, ŷ), bound: 1e-14),
      ]
    }
    page.verify("σ(z) is the ŷ in (0, 1) whose log-odds log(ŷ/(1 − ŷ)) are z", at: "4.3:sigmoid") {
      draw in
      let z = draw.uniform(-8, 8)
      let ŷ = σ(z)
      return [
        Evidence("log-odds", error: distance(log(ŷ / (1 - ŷ)), z), bound: 1e-12),
        Evidence("range", error: max(0, -ŷ, ŷ - 1), bound: 0),
      ]
    }
    page.verify(
      "the log of that probability is y log ŷ + (1 − y) log(1 − ŷ)", at: "4.5",
      "appendix:C.3:loglik", "appendix:C.3"
    ) { draw in
      let ŷ = Vector((0..<5).map { _ in draw.uniform(0.05, 0.95) })
      let y = Vector((0..<5).map { _ in Double(draw.below(2)) })
      let product = ŷ.indices.reduce(1) { $0 * bernoulli(y[$1], ŷ[$1]) }
      return [
        Evidence(
          "one label", error: distance(binaryCrossEntropy(ŷ[0], y[0]), -log(bernoulli(y[0], ŷ[0]))),
          bound: 1e-14),
        Evidence(
          "five labels", error: distance(meanBinaryCrossEntropy(ŷ, y), -log(product) / 5),
          bound: 1e-14),
      ]
    }

    //: If all that a model can say is one and the same ŷ, what should it say? The frequency of
    //: the ones: cross-entropy asks for honest probabilities. That is why it fits an output that
    //: *is* one.

    page.verify(
      "the expected loss under P(1) = p is least at ŷ = p",
      at: "slides:learning-weights:logloss"
    ) { draw in
      let p = draw.uniform(0.05, 0.95)
      let best = bottom(between: 1e-6, and: 1 - 1e-6) { ŷ in
        p * binaryCrossEntropy(ŷ, 1) + (1 - p) * binaryCrossEntropy(ŷ, 0)
      }
      return [Evidence("search", error: distance(best, p), bound: 1e-7)]
    }

    //: ### Two gradients
    //:
    //: By ŷ the loss is steep where the prediction is confident and wrong: the slope has $ŷ(1 − ŷ)$
    //: in the denominator. The sigmoid's own slope is exactly that product, so that by the logit
    //: *z* all that is left is prediction minus target:
    //:
    //:     ∂ℓ/∂ŷ = −(y/ŷ − (1 − y)/(1 − ŷ)) = (ŷ − y)/(ŷ(1 − ŷ))           (4.7)
    //:     ∂ℓ/∂z = ∂ℓ/∂ŷ · ∂ŷ/∂z = (ŷ − y)/(ŷ(1 − ŷ)) · ŷ(1 − ŷ) = ŷ − y   (4.8)

    page.verify(
      "∂ℓ/∂ŷ is −(y/ŷ − (1 − y)/(1 − ŷ)), that is (ŷ − y)/(ŷ(1 − ŷ))", at: "4.7",
      "appendix:C.4:yhat", "slides:back-propagation-vectorization:logloss_grad"
    ) { draw in
      let (ŷ, y) = (draw.uniform(0.1, 0.9), draw.uniform())
      func loss<T: Scalar>(_ v: Vector<T>) -> T { binaryCrossEntropy(v[0], T(y)) }
      let (split, joined) = (-(y / ŷ - (1 - y) / (1 - ŷ)), (ŷ - y) / (ŷ * (1 - ŷ)))
      return compare([split], at: [ŷ], loss, loss, loss)
        + [Evidence("second form", error: distance(joined, split), bound: 1e-14)]
    }
    page.verify(
      "σʹ(z) is ŷ(1 − ŷ) for ŷ = σ(z)", at: "4.3.3:sigmoid", "appendix:C.4:sigmoid"
    ) { draw in
      let z = draw.uniform(-5, 5)
      func value<T: Scalar>(_ v: Vector<T>) -> T { σ(v[0]) }
      return compare([σ(z) * (1 - σ(z))], at: [z], value, value, value)
    }
    page.verify("∂ℓ/∂z is ŷ − y for ŷ = σ(z)", at: "4.8", "appendix:C.4") { draw in
      let (z, y) = (draw.uniform(-5, 5), draw.uniform())
      func loss<T: Scalar>(_ v: Vector<T>) -> T { binaryCrossEntropy(σ(v[0]), T(y)) }
      return compare([σ(z) - y], at: [z], loss, loss, loss)
    }

    //: The appendix writes these gradients under a loss that has $1/n$ in front. They are those of
    //: one sample, and this is how they are read here; of the mean, each sample's gradient is an
    //: nth part.

    page.verify("of the mean over n samples, ∂ℒ/∂zᵢ is (ŷᵢ − yᵢ)/n") { draw in
      let z = draw.vector(4, -3, 3)
      let y = draw.vector(4, 0, 1)
      func loss<T: Scalar>(_ z: Vector<T>) -> T { meanBinaryCrossEntropy(σ(z), Vector<T>(y)) }
      return compare((σ(z) - y) / 4, at: z, loss, loss, loss)
    }

    //: Cross-entropy and [squared error](#squared-error-and-its-factors) part ways where it
    //: matters. The curves below are the slopes by *z* for a sample of label 1: where the unit is
    //: certain and wrong, on the left, cross-entropy pulls with full force, and squared error,
    //: which still has the factor $ŷ(1 − ŷ)$, hardly at all.

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

//: The slides print the same loss with other signs.

/// −y log a + (1 − y) log(1 − a), as the slides print it
func logLossAsPrinted<T: Scalar>(_ a: T, _ y: T) -> T {
  -y * log(a) + (1 - y) * log(1 - a)
}

extension Losses {
  static let logLoss = Section(
    .slides, "back-propagation-vectorization", "The log-loss as the slides print it"
  ) { page in
    //: The log-loss of the slides has its sign before the first term only, and so rewards mistakes.
    //: For the label 1 nothing is lost: the second term is zero. For the label 0 the second term is
    //: all there is, and it has the wrong sign.

    let a = page.given(vector: "a", ours: [0.01, 0.1, 0.5, 0.9, 0.99])
    let rows: [[any Showable]] = a.entries.map { a in
      [a, binaryCrossEntropy(a, 0), logLossAsPrinted(a, 0)]
    }
    page.table(
      "A sample of label 0", columns: ["output a", "cross-entropy", "as printed"], rows: rows)

    //: The printed form is negative, and the more certain the network is of the wrong class the
    //: lower it gets, without limit: descending it would teach the opposite. The derivative that
    //: stands under it on the slide is that of the correct loss.

    page.refute(
      "$ℒ = −y log a + (1 − y) log(1 − a)$ has the derivative $−(y/a − (1 − y)/(1 − a))$",
      at: "back-propagation-vectorization:logloss",
      correction: "$ℒ = −(y log a + (1 − y) log(1 − a))$"
    ) { draw in
      let (a, y) = (draw.uniform(0.1, 0.9), Double(draw.below(2)))
      func loss<T: Scalar>(_ v: Vector<T>) -> T { logLossAsPrinted(v[0], T(y)) }
      return compare([-(y / a - (1 - y) / (1 - a))], at: [a], loss, loss, loss)
    } corrected: { draw in
      let (a, y) = (draw.uniform(0.1, 0.9), Double(draw.below(2)))
      func loss<T: Scalar>(_ v: Vector<T>) -> T { binaryCrossEntropy(v[0], T(y)) }
      return compare([-(y / a - (1 - y) / (1 - a))], at: [a], loss, loss, loss)
    }
    page.verify(
      "$ℒ = −(y log a + (1 − y) log(1 − a))$ is never negative and falls as $a$ nears $y$"
    ) { draw in
      let (a, y) = (draw.uniform(0.1, 0.9), Double(draw.below(2)))
      let (now, nearer) = (binaryCrossEntropy(a, y), binaryCrossEntropy((a + y) / 2, y))
      return [
        Evidence("sign", error: max(0, -now), bound: 0),
        Evidence("on the way to y", error: max(0, nearer - now), bound: 0),
      ]
    }
  }
}
