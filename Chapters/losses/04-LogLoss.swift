import Companion
import Mathematics

//: The slides print the [log-loss](#binary-cross-entropy) with its sign before the first term only,
//: and so it rewards mistakes. For the label 1 nothing is lost: the second term is zero. For the
//: label 0 the second term is all there is, and it has the wrong sign.

/// −y log a + (1 − y) log(1 − a), as the slides print it
func logLossAsPrinted<T: Scalar>(_ a: T, _ y: T) -> T {
  -y * log(a) + (1 - y) * log(1 - a)
}

extension Losses {
  static let logLoss = Section(
    .slides, "back-propagation-vectorization", "The log-loss as the slides print it"
  ) { page in
    let a: Vector = page.given("a", ours: [0.01, 0.1, 0.5, 0.9, 0.99], in: 0...1)
    page.table(
      "A sample of label 0", columns: ["output a", "cross-entropy", "as printed"],
      rows: a.entries.map { [$0, binaryCrossEntropy($0, 0), logLossAsPrinted($0, 0)] })

    //: The printed form is negative, and the more certain the network is of the wrong class the
    //: lower it gets, without limit: descending it would teach the opposite. The derivative that
    //: stands under it on the slide is that of the correct loss.

    page.refute(
      "$ℒ = −y log a + (1 − y) log(1 − a)$ has the derivative $−(y/a − (1 − y)/(1 − a))$",
      at: "back-propagation-vectorization:logloss",
      correction: "$ℒ = −(y log a + (1 − y) log(1 − a))$"
    ) { draw in
      let (a, y) = (draw.uniform(0.1, 0.9), Double(draw.below(2)))
      derivative(at: a) { logLossAsPrinted($0, Twofold(y)) } ≈ -(y / a - (1 - y) / (1 - a))
    } corrected: { draw in
      let (a, y) = (draw.uniform(0.1, 0.9), Double(draw.below(2)))
      derivative(at: a) { binaryCrossEntropy($0, Twofold(y)) } ≈ -(y / a - (1 - y) / (1 - a))
    }

    //: What a loss has to do, the corrected form does: it is never negative, and half the way
    //: to the label lowers it.

    page.verify(
      "$ℒ = −(y log a + (1 − y) log(1 − a))$ is never negative and falls as $a$ nears $y$"
    ) { draw in
      let (a, y) = (draw.uniform(0.1, 0.9), Double(draw.below(2)))
      binaryCrossEntropy(a, y) ≥ 0
      binaryCrossEntropy((a + y) / 2, y) < binaryCrossEntropy(a, y)
    }
  }
}
