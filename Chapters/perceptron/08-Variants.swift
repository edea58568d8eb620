import Companion
import Mathematics

//: The same rule is printed in three forms, which are one if, and only if, the labels fit the form.
//: It comes as a test of $y(w·x)$ with labels ±1, as two cases, and as an error, target minus
//: prediction, times the input.
//:
//:     ŷ = step(w·x),  w ← w + η(y − ŷ)x                   (intuition 3.1.3)

/// w + x after a false negative, w − x after a false positive (intuition 3.1.2).
func updatedByCases(_ w: Vector<Double>, _ x: Vector<Double>, isPositive: Bool, _ η: Double)
  -> Vector<Double>
{
  if isPositive, w ⋅ x < 0 { return w + η * x }
  if !isPositive, w ⋅ x > 0 { return w - η * x }
  return w
}

/// w + η (y − step(w·x)) x (intuition 3.1.3)
func updatedByError(_ w: Vector<Double>, _ x: Vector<Double>, _ y: Double, _ η: Double)
  -> Vector<Double>
{
  let error = y - step(w ⋅ x)
  return w + (η * error) * x
}

extension Perceptron {
  static let variants = Section(.intuition, "3.1.3", "One rule, written three ways") { page in
    let η: Double = page.given("η", ours: 0.125, in: 0...(.infinity))
    let sweep = (-50...50).map { step(Double($0) / 10) }
    page.show("values of the step function", [sweep.min()!, sweep.max()!])
    page.define(
      "two cases, a false negative and a false positive", at: "3.1.2:cases", by: "updatedByCases")
    page.define("ŷ = step(w·x), and the error y − ŷ", at: "3.1.3:predict", by: "updatedByError")
    threeForms(page)
    errorTable(page)
    endless(page, η)
    learningRate(page)
    anotherError(page)
    randomStart(page)
  }

  //: With labels 0 and 1, target minus prediction is +1 after a false negative, −1 after a false
  //: positive, and 0 otherwise: exactly the sign that the update needs. All three forms agree
  //: on every sample that is not on the boundary.

  private static func threeForms(_ page: Page) {
    page.verify(
      "y ∈ {0, 1}: w + η(y − step(w·x))x is the update of the cases, and of y± w·x ≤ 0",
      at: "3.1.3:update", "3.1.3:delta_w", "foundations:2.11"
    ) { draw in
      let (w, x) = (draw.vector(3), draw.vector(3))
      let y = Double(draw.below(2))
      let η = draw.uniform(0.01, 1)
      let byError = updatedByError(w, x, y, η)
      byError ≈ updatedByCases(w, x, isPositive: y == 1, η)
      byError ≈ (signed(y) * (w ⋅ x) <= 0 ? w + (η * signed(y)) * x : w)
    }

    //: The cases allow −1 as the label of the negative class as well. In the form with the error
    //: that goes wrong twice: a false positive has the error −2, and a true negative, predicted
    //: as 0 and labelled −1, has the error −1. A sample that is on its right side is pushed
    //: further at every visit, and the program never stops.

    page.refute(
      "y = −1 for a negative sample: w + η(y − step(w·x))x is the update of the cases",
      at: "3.1.3:update", correction: "y = 0, or y = −1 with ½(y − sign(w·x)) for the error"
    ) { draw in
      let (w, x) = (draw.vector(3), draw.vector(3))
      updatedByError(w, x, -1, 1) ≈ updatedByCases(w, x, isPositive: false, 1)
    } corrected: { draw in
      let (w, x) = (draw.vector(3), draw.vector(3))
      let byCases = updatedByCases(w, x, isPositive: false, 1)
      by("y = 0") { updatedByError(w, x, 0, 1) ≈ byCases }
      by("y = −1, by sign") { w + (0.5 * (-1 - sign(w ⋅ x))) * x ≈ byCases }
    }
  }

  private static func errorTable(_ page: Page) {
    page.table(
      "Error by label and prediction",
      columns: [
        "sample", "score", "$y − step$, $y ∈ {0, 1}$", "$y − sign$, $y = ±1$",
        "$y − step$, $y = ±1$",
      ],
      rows: [(1.0, 1.0), (1, -1), (-1, 1), (-1, -1)].map { y, z in
        [
          y > 0 ? "positive" : "negative", z > 0 ? "> 0" : "< 0", binary(y) - step(z), y - sign(z),
          y - step(z),
        ]
      }, at: "3.1.2:cases")
  }

  //: And here is what the mixture does to the leaves of
  //: [the last section](#turning-the-weight-vector). With labels 0 and 1 the updates come to an
  //: end; mixed, they go on for as long as anyone waits.

  /// Passes of the form with the error, with the labels as they are, until one changes nothing.
  private static func runByError(
    _ samples: Samples, from start: Vector<Double>, _ η: Double, passes: Int
  ) -> (w: Vector<Double>, updates: Int) {
    var (w, updates) = (start, 0)
    for _ in 0..<passes {
      let before = updates
      for i in samples.indices {
        let next = updatedByError(w, samples.x[i], samples.y[i], η)
        if next != w { (w, updates) = (next, updates + 1) }
      }
      if updates == before { break }
    }
    return (w, updates)
  }

  private static func endless(_ page: Page, _ η: Double) {
    let leaves: Matrix = page.given(
      "leaves", ours: [[3, 1, 1], [1, 2, 1], [-1, 3, 1], [3, -2, -1], [-3, -1, -1]])
    let mixed = Samples(leaves)
    let zeroAndOne = Samples(x: mixed.x, y: mixed.y.map(binary))
    let passes = [1, 2, 10, 100]
    page.table(
      "Updates by then, from the same start",
      columns: ["labels", "\(passes[0]) pass"] + passes.dropFirst().map(String.init),
      rows: [("0 and 1", zeroAndOne), ("−1 and 1", mixed)].map { name, samples in
        [name] + passes.map { runByError(samples, from: [0, -4], η, passes: $0).updates }
      })
  }
}

//: ### The learning rate
//:
//: A small η is said to make the updates smoother. From a random start it does: the same
//: sample then turns w by a smaller angle. From zero weights it does nothing at all. Every
//: weight vector on the way is η times the one that rate 1 gives, and since only directions
//: count, every prediction and every mistake is the same. That is tried on samples which a random
//: plane separates, with rates that are powers of two, so that not even the rounding differs.

/// Samples drawn from [−1, 1]ᵈ and moved away from a random plane through the origin until none
/// is nearer than the margin, with the unit normal of that plane.
func separable(_ draw: inout Generator, dimension: Int, count: Int, margin γ: Double)
  -> (Samples, Vector<Double>)
{
  var wˢ = Vector((0..<dimension).map { _ in draw.normal() })
  wˢ = wˢ / wˢ.l2Norm
  var samples = Samples(x: [], y: [])
  for _ in 0..<count {
    let x = draw.vector(dimension)
    let y = wˢ ⋅ x >= 0 ? 1.0 : -1
    samples.x.append(x + (y * γ) * wˢ)
    samples.y.append(y)
  }
  return (samples, wˢ)
}

extension Perceptron {
  private static func learningRate(_ page: Page) {
    page.verify("from w ≠ 0 a smaller η turns w by less", at: "3.1.3:rate") { draw in
      let (w, x) = (draw.vector(3), draw.vector(3))
      let (small, large) = (draw.uniform(0.01, 0.5), draw.uniform(0.5, 1))
      between(w, w + small * x) < between(w, w + large * x)
    }
    page.verify("from w = 0 the path with rate η is η times that with rate 1", at: "3.1.3:rate") {
      draw in
      let (samples, _) = separable(&draw, dimension: 3, count: 12, margin: 0.1)
      let η = Double.pow(2, Double(draw.below(11) - 8))
      let one = Training(samples)
      let other = Training(samples, rate: η)
      other.mistakes == one.mistakes
      other.path == one.path.map { η * $0 }
    }

    //: ### Is it gradient descent?
    //:
    //: The notes keep the two apart, since the step has no derivative. To be exact, it has none at
    //: zero, where its difference quotients grow without bound. Everywhere else it has one, the
    //: number 0, and that is the real obstacle: descent on an error *behind* the step stands
    //: still.

    page.verify("the step has slope 0 off zero and none at zero", at: "3.1.3:step") { draw in
      let h = Double.pow(2, -Double(draw.below(50)))
      let z = draw.uniform(0.1, 5) * signed(Double(draw.below(2)))
      by("(step(0) − step(−h))/h = 1/h") { (step(0) - step(-h)) / h == 1 / h }
      by("elsewhere") { (step(z + h / 64) - step(z - h / 64)) / (h / 32) == 0 }
    }
  }
}

//: But the perceptron rule *is* gradient descent, on another error.
//:
//:     E(w) = max(0, −y w·x)
//:
//: It is 0 on the right side and grows with the distance on the wrong one. Its slope by w is
//: $−yx$ at a mistake and 0 otherwise, so that one step against it is one update. At score 0,
//: where that error has a kink, the rule takes the slope from one of its sides: subgradient
//: descent. The distinction is between errors, not between methods.

/// max(0, −y w·x) for a label 0 or 1
private func criterion<T: Scalar>(_ w: Vector<T>, _ x: Vector<Double>, _ y: Double) -> T {
  relu(T(-signed(y)) * (w ⋅ Vector<T>(x)))
}

/// ½(y − step(w·x))² for a label 0 or 1
private func behindStep<T: Scalar>(_ w: Vector<T>, _ x: Vector<Double>, _ y: Double) -> T {
  let ŷ: T = w ⋅ Vector<T>(x) < 0 ? 0 : 1
  return 0.5 * (T(y) - ŷ).power(2)
}

/// Weights and a sample that is not so near to the boundary that a difference quotient crosses it.
private func offKink(_ draw: inout Generator) -> (w: Vector<Double>, x: Vector<Double>) {
  while true {
    let (w, x) = (draw.vector(3), draw.vector(3))
    if (w ⋅ x).magnitude >= 1e-3 { return (w, x) }
  }
}

//: Both errors are differentiated. From $w = 0$, where every score is 0, the update is compared
//: with what a subgradient is: a slope that supports the error from below.

extension Perceptron {
  private static func anotherError(_ page: Page) {
    page.refute(
      "gradient descent needs a differentiable activation, so that the rule is none",
      at: "3.1.3:differentiable",
      correction: "the rule is (sub)gradient descent on max(0, −y w·x); behind a step the "
        + "gradient is 0",
      why: "Right for descent on an error behind the step"
    ) { draw in
      let (w, x) = (draw.vector(3), draw.vector(3))
      let y = Double(draw.below(2))
      let descent = -gradient(at: w) { criterion($0, x, y) }.byTape
      let apart = updatedByError(w, x, y, 1) - w - descent
      by("the update apart from descent") { apart.maxNorm > 1e-13 }
    } corrected: { draw in
      let (w, x) = offKink(&draw)
      let y = Double(draw.below(2))
      gradient(at: w) { criterion($0, x, y) } ≈ w - updatedByError(w, x, y, 1)
      by("behind a step") { gradient(at: w) { behindStep($0, x, y) } ≈ 0 * x }
      let subgradient = -updatedByError(0 * w, x, y, 1)
      by("subgradient at 0") { subgradient ⋅ w ≤ criterion(w, x, y) }
    }
  }

  //: ### From a random start
  //:
  //: That the rule ends on separable data is the theorem of
  //: [the next section](#the-convergence-theorem-line-by-line), for zero weights. For a start
  //: elsewhere the same proof gives a bound that is larger by $2‖w₀‖/(ηγ)$. (The bound, not the
  //: run: even a tiny start may cost several mistakes where zero weights cost one.) This is where
  //: the rate does count: a small one takes long to forget a bad start. A score of zero has to
  //: count as a mistake for at least one of the classes. By the strict cases of §3.1.2 a run can
  //: come to $w = 0$ and stay there, with nothing decided: from $(−3, −1)$, with rate 1, by the
  //: sample $(3, 1)$.

  private static func randomStart(_ page: Page) {
    page.verify(
      "on separable data it ends, after at most (R/γ)² + 2‖w₀‖/(ηγ) mistakes from w₀",
      at: "3.1.3:converge"
    ) { draw in
      let (samples, wˢ) = separable(&draw, dimension: 2, count: 8, margin: 0.15)
      let w₀ = draw.vector(2)
      let η = draw.uniform(0.1, 1)
      let γ = samples.margin(wˢ)
      let bound = (samples.radius / γ).power(2) + 2 * w₀.l2Norm / (η * γ)
      // Every pass but the last has a mistake.
      let zeroAndOne = Samples(x: samples.x, y: samples.y.map(binary))
      let (w, updates) = runByError(zeroAndOne, from: w₀, η, passes: Int(bound) + 2)
      by("mistakes") { Double(updates) ≤ bound }
      by("sides of the samples") { samples.x.map { step(w ⋅ $0) } == zeroAndOne.y }
    }
  }
}
