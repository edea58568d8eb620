import Companion
import Mathematics

//: A loss turns a prediction and a target into one number that is to be small. Training makes the
//: mean of these numbers small, the *empirical risk*:
//:
//:     ℒ = (1/m) Σᵢ₌₁ᵐ ℓᵢ                                 (4.1)

/// (1/m) Σ ℓᵢ, the mean of the losses of m samples (foundations (4.1))
func empiricalRisk<T: Scalar>(_ losses: [T]) -> T {
  losses.reduce(0, +) / T(Double(losses.count))
}

//: For a target that is a number or a vector, the usual loss is the squared error, here of one
//: sample and of a data set:
//:
//:     ℓ = ‖ŷ − y‖² = Σₖ (ŷₖ − yₖ)²                       (4.2)
//:     ℒ = (1/m) Σᵢ₌₁ᵐ ‖ŷᵢ − yᵢ‖²                         (4.3)
//:
//: The four documents write it with four different factors in front.

/// ‖ŷ − y‖² = Σₖ (ŷₖ − yₖ)², the squared error of one sample (foundations (4.2))
func squaredError<T: Scalar>(_ ŷ: Vector<T>, _ y: Vector<T>) -> T { (ŷ - y) ⋅ (ŷ - y) }

/// ½ ‖ŷ − y‖²
func halfSquaredError<T: Scalar>(_ ŷ: Vector<T>, _ y: Vector<T>) -> T {
  0.5 * squaredError(ŷ, y)
}

/// (1/m) Σᵢ ‖ŷᵢ − yᵢ‖² (foundations (4.3)); for numbers, the MSE of appendix C.2
func meanSquaredError<T: Scalar>(_ ŷ: [Vector<T>], _ y: [Vector<T>]) -> T {
  empiricalRisk(zip(ŷ, y).map { squaredError($0, $1) })
}

/// 1/(2n) Σₓ ‖y(x) − aᴸ(x)‖² (intuition 4.1.2)
func halfMeanSquaredError<T: Scalar>(_ ŷ: [Vector<T>], _ y: [Vector<T>]) -> T {
  0.5 * meanSquaredError(ŷ, y)
}

/// y − aᴸ, the difference with its sign (intuition 4.1.2)
func signedError<T: Scalar>(_ ŷ: T, _ y: T) -> T { y - ŷ }

//: Whether a factor matters is a question about the place where a loss is least, and so are many
//: others of this chapter. That place is looked for by values alone, so that no derivative, right
//: or wrong, has a part in it. The price is precision: near its bottom a curve changes by less
//: than its rounding, and half of the sixteen digits are all that can be known of the place.

/// Where a function with a single valley has its bottom between two points, by golden section:
/// the interval shrinks by 0.618 at each step.
func bottom(between a: Double, and b: Double, _ f: (Double) -> Double) -> Double {
  let ratio = (5.0.squareRoot() - 1) / 2
  var (low, high) = (a, b)
  var (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
  var (fLeft, fRight) = (f(left), f(right))
  for _ in 0..<46 {
    if fLeft < fRight {
      (high, right, fRight) = (right, left, fLeft)
      left = high - ratio * (high - low)
      fLeft = f(left)
    } else {
      (low, left, fLeft) = (left, right, fRight)
      right = low + ratio * (high - low)
      fRight = f(right)
    }
  }
  return (low + high) / 2
}

/// How far such a search may be off.
let searched = (1e-6, "a curve is flat at its bottom")

extension Losses {
  static let squaredErrors = Section(.foundations, "4.2", "Squared error and its factors") { page in
    page.define("the mean of the sample losses", at: "4:risk", "4.1", by: "empiricalRisk")
    page.define("‖ŷ − y‖² of one sample", at: "4.2", by: "squaredError")
    page.define(
      "half of it, for one sample", at: "4.2.1:half", "slides:back-propagation-vectorization:sq",
      by: "halfSquaredError")
    page.define("(1/m) Σᵢ ‖ŷᵢ − yᵢ‖²", at: "4.3", "appendix:C.2", by: "meanSquaredError")
    page.define("half the mean", at: "intuition:4.1.2:mse", by: "halfMeanSquaredError")
    page.define(
      "y − aᴸ, with its sign", at: "intuition:4.1.2:difference", by: "signedError")
    whySquared(page)
    twoOfTheSquare(page)
    fourFactors(page)
  }

  //: ### Why squared
  //:
  //: The plain difference is no loss: errors of opposite sign cancel, and a prediction that is
  //: far too large has a hugely negative “loss”, so that there is nothing to minimize. The
  //: square cannot be negative, and is zero only where the prediction is right.

  private static func whySquared(_ page: Page) {
    page.verify(
      "‖y − ŷ‖² ≥ 0, while the mean of y − ŷ can hide any error", at: "intuition:4.1.2:square"
    ) { draw in
      let (y, e) = (draw.vector(3, -5, 5), draw.vector(3, -5, 5))
      squaredError(y + e, y) ≥ 0
      let errors = [y + e, y - e].flatMap { ŷ in y.indices.map { signedError(ŷ[$0], y[$0]) } }
      empiricalRisk(errors) ≈ 0
    }
  }

  //: ### Factors
  //:
  //: The square brings a 2 into the gradient:
  //:
  //:     ∂ℓ/∂ŷ = 2(ŷ − y)                                   (4.4)
  //:
  //: Half the square, $½‖ŷ − y‖²$, takes it out again.

  private static func twoOfTheSquare(_ page: Page) {
    let ŷ: Vector = page.given("ŷ of a sample", ours: [1.5, -1])
    let y: Vector = page.given("y of a sample", ours: [1, 2])
    let whole = forwardGradient(at: ŷ) { squaredError($0, Vector(y)) }
    let half = forwardGradient(at: ŷ) { halfSquaredError($0, Vector(y)) }

    page.derive("‖ŷ − y‖²", squaredError(ŷ, y))
    page.derive("its gradient", whole)
    page.derive("½‖ŷ − y‖²", halfSquaredError(ŷ, y))
    page.derive("the gradient of the half", half)
    page.show("gradient factor", whole[0] / half[0], at: "§4.2.1")
    page.show("gradient factor", whole[0] / (ŷ - y)[0], at: "4.4")

    page.verify("the gradient of ‖ŷ − y‖² is 2(ŷ − y)", at: "4.4") { draw in
      let (ŷ, y) = (draw.vector(3, -2, 2), draw.vector(3, -2, 2))
      gradient(at: ŷ) { squaredError($0, Vector(y)) } ≈ 2 * (ŷ - y)
    }
    page.verify(
      "the gradient of ½‖ŷ − y‖² is ŷ − y", at: "4.2.2:half",
      "slides:back-propagation-vectorization:sq_grad"
    ) { draw in
      let (ŷ, y) = (draw.vector(3, -2, 2), draw.vector(3, -2, 2))
      gradient(at: ŷ) { halfSquaredError($0, Vector(y)) } ≈ ŷ - y
    }
  }

  //: There are four factors in all, sometimes two of them in one document, some for a sample and
  //: some for a data set. Two average over the samples and two do not. Here is each one, summed
  //: over the same four points, for the line $y = θx$ through the origin.
  //:
  //: The value and the slope at $θ = 1$ differ, between the second and the last by the factor of
  //: eight that the mean of four and the half make together. The best θ does not.
  //:
  //: What does change is the learning rate: with the sum, a step of η is n times as
  //: long as with the mean, and a rate that suits four samples is far too large for four
  //: thousand. There is one more factor that no document mentions: (4.2) adds over the K
  //: outputs, while many libraries average over those, too.

  private static func fourFactors(_ page: Page) {
    let x: Vector = page.given("x", ours: [1, 2, 3, 4])
    let y: Vector = page.given("targets", ours: [2.1, 3.9, 6.3, 7.7])
    let n = Double(x.count)
    let factors = [
      ("½ Σ e²", "slides; appendix B.7; intuition 6.3.1, 8", 0.5),
      ("Σ e²", "foundations (4.2); appendix C.2, arg min", 1),
      ("(1/n) Σ e²", "foundations (4.3), appendix C.2", 1 / n),
      ("1/(2n) Σ e²", "intuition 4.1.2", 0.5 / n),
    ]
    let θ = 1.0
    let slope = forwardGradient(at: [θ]) { squaredError($0[0] * Vector(x), Vector(y)) }[0]
    page.table(
      "One squared error, four factors",
      columns: ["loss", "where", "at θ = \(words(θ))", "slope", "best θ"],
      rows: factors.map { name, place, factor in
        let best = bottom(between: -10, and: 10) { factor * squaredError($0 * x, y) }
        return [name, place, factor * squaredError(θ * x, y), factor * slope, best]
      }, at: "slides:learning-weights:loss")

    page.verify(
      "a factor scales the gradient and leaves the best θ where it is", at: "appendix:C.2:factors"
    ) { draw in
      let (x, y) = (draw.vector(5, 0.5, 2), draw.vector(5))
      let θ = draw.uniform(-2, 2)
      let factor = [0.5, 1, 0.2, 0.1][draw.below(4)]
      derivative(at: θ) { Twofold(factor) * squaredError($0 * Vector(x), Vector(y)) }
        ≈ 2 * factor * ((θ * x - y) ⋅ x)
      bottom(between: -3, and: 3) { factor * squaredError($0 * x, y) }
        ≈ (x ⋅ y) / (x ⋅ x) ± searched
    }
  }
}
