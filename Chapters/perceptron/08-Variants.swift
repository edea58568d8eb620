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
    let η = page.given(number: "η", ours: 0.125)
    let sweep = (-50...50).map { step(Double($0) / 10) }
    page.show("values of the step function", [sweep.min()!, sweep.max()!])
    page.define(
      "two cases, a false negative and a false positive", at: "3.1.2:cases", by: "updatedByCases")
    page.define("ŷ = step(w·x), and the error y − ŷ", at: "3.1.3:predict", by: "updatedByError")

    //: With labels 0 and 1, target minus prediction is +1 after a false negative, −1 after a false
    //: positive, and 0 otherwise: exactly the sign that the update needs. All three forms agree
    //: on every sample that is not on the boundary.

    page.verify(
      "y ∈ {0, 1}: w + η(y − step(w·x))x is the update of the cases, and of y± w·x ≤ 0",
      at: "3.1.3:update", "3.1.3:delta_w", "foundations:2.11"
    ) { draw in
      let (w, x) = (draw.vector(3), draw.vector(3))
      let y = Double(draw.below(2))
      let η = draw.uniform(0.01, 1)
      let byError = updatedByError(w, x, y, η)
      let byCases = updatedByCases(w, x, isPositive: y == 1, η)
      let isMistake = signed(y) * (w ⋅ x) <= 0
      let byProduct = isMistake ? w + (η * signed(y)) * x : w
      let each = (0..<3).map { j in w[j] + η * (y - step(w ⋅ x)) * x[j] }
      return [
        Evidence("two cases", error: distance(byError, byCases), bound: 1e-15),
        Evidence("y± w·x ≤ 0", error: distance(byError, byProduct), bound: 1e-15),
        Evidence("one weight at a time", error: distance(byError, Vector(each)), bound: 1e-15),
      ]
    }

    //: The cases allow −1 as the label of the negative class as well. In the form with the error
    //: that goes wrong twice: a false positive has the error −2, and a true negative, predicted
    //: as 0 and labelled −1, has the error −1. A sample that is on its right side is pushed
    //: further at every visit, and the program never stops.

    page.refute(
      "y = −1 for a negative sample: w + η(y − step(w·x))x is the update of the cases",
      at: "3.1.3:update",
      correction: "y = 0, or y = −1 with ½(y − sign(w·x)) for the error"
    ) { draw in
      let (w, x) = (draw.vector(3), draw.vector(3))
      let byCases = updatedByCases(w, x, isPositive: false, 1)
      return [
        Evidence("two cases", error: distance(updatedByError(w, x, -1, 1), byCases), bound: 1e-15)
      ]
    } corrected: { draw in
      let (w, x) = (draw.vector(3), draw.vector(3))
      let byCases = updatedByCases(w, x, isPositive: false, 1)
      let bySign = w + (0.5 * (-1 - sign(w ⋅ x))) * x
      return [
        Evidence("y = 0", error: distance(updatedByError(w, x, 0, 1), byCases), bound: 1e-15),
        Evidence("y = −1, by sign", error: distance(bySign, byCases), bound: 1e-15),
      ]
    }

    //: The four combinations, and what the mixture does to the leaves of
    //: [the last section](#turning-the-weight-vector). With labels 0 and 1 the updates come to an
    //: end; mixed, they go on for as long as anyone waits.

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
    let leaves = page.given(
      matrix: "leaves", ours: [[3, 1, 1], [1, 2, 1], [-1, 3, 1], [3, -2, -1], [-3, -1, -1]])
    let start: Vector<Double> = [0, -4]
    let passes = [1, 2, 10, 100]
    page.table(
      "Updates by then, from the same start", columns: ["labels", "1 pass", "2", "10", "100"],
      rows: [("0 and 1", true), ("−1 and 1", false)].map { name, isBinary in
        [name] + passes.map { updates(leaves, from: start, η, passes: $0, isBinary: isBinary) }
      })

    //: ### The learning rate
    //:
    //: A small η is said to make the updates smoother. From a random start it does: the same
    //: sample then turns w by a smaller angle. From zero weights it does nothing at all. Every
    //: weight vector on the way is η times the one that rate 1 gives, and since only directions
    //: count, every prediction and every mistake is the same.

    page.verify("from w ≠ 0 a smaller η turns w by less", at: "3.1.3:rate") { draw in
      let (w, x) = (draw.vector(3), draw.vector(3))
      let (small, large) = (draw.uniform(0.01, 0.5), draw.uniform(0.5, 1))
      let less = between(w, w + small * x) - between(w, w + large * x)
      return [Evidence("the angle", error: max(0, less), bound: 0)]
    }
    page.verify("from w = 0 the path with rate η is η times that with rate 1", at: "3.1.3:rate") {
      draw in
      let (samples, _) = separable(&draw, dimension: 3, count: 12, margin: 0.1)
      let η = Double.pow(2, Double(draw.below(11) - 8))
      let one = Training(samples, from: [0, 0, 0])
      let other = Training(samples, from: [0, 0, 0], rate: η)
      let scaled = Vector(one.w.map { η * $0 })
      return [
        Evidence("mistakes", holds: one.mistakes == other.mistakes),
        Evidence("weights", error: distance(Vector(other.w), scaled), bound: 0),
      ]
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
      let atZero = (step(0) - step(-h)) / h
      let off = (step(z + h / 64) - step(z - h / 64)) / (h / 32)
      return [
        Evidence("(step(0) − step(−h))/h = 1/h", error: distance(atZero, 1 / h), bound: 0),
        Evidence("elsewhere", error: off.magnitude, bound: 0),
      ]
    }

    //: But the perceptron rule *is* gradient descent, on another error.
    //:
    //:     E(w) = max(0, −y w·x)
    //:
    //: It is 0 on the right side and grows with the distance on the wrong one. Its slope by w is
    //: $−yx$ at a mistake and 0 otherwise, so that one step against it is one update. At score 0,
    //: where that error has a kink, the rule takes the slope from one of its sides: subgradient
    //: descent. The distinction is between errors, not between methods.

    page.refute(
      "gradient descent needs a differentiable activation, so that the rule is none",
      at: "3.1.3:differentiable",
      correction: "the rule is (sub)gradient descent on max(0, −y w·x); behind a step the "
        + "gradient is 0",
      why: "Right for descent on an error behind the step"
    ) { draw in
      let (w, x) = (draw.vector(3), draw.vector(3))
      let y = Double(draw.below(2))
      let descent = reverseGradient(at: w) { w in relu(Variable(-signed(y)) * (w ⋅ Vector(x))) }
      let isSame = distance(updatedByError(w, x, y, 1) - w, -descent) < 1e-13
      return [Evidence("updates that are descent", error: isSame ? 1 : 0, bound: 0)]
    } corrected: { draw in
      var (w, x) = (draw.vector(3), draw.vector(3))
      // No difference quotient across the kink.
      while (w ⋅ x).magnitude < 1e-3 { (w, x) = (draw.vector(3), draw.vector(3)) }
      let y = Double(draw.below(2))
      let update = updatedByError(w, x, y, 1) - w
      func criterion<T: Scalar>(_ w: Vector<T>) -> T {
        relu(-T(signed(y)) * (w ⋅ Vector<T>(x)))
      }
      func behindStep<T: Scalar>(_ w: Vector<T>) -> T {
        let ŷ: T = w ⋅ Vector<T>(x) < 0 ? 0 : 1
        return 0.5 * (T(y) - ŷ).power(2)
      }
      let flat = reverseGradient(at: w, behindStep)
      return compare(-update, at: w, criterion, criterion, criterion)
        + [
          Evidence("behind a step", error: flat.maxNorm, bound: 0),
          // From w = 0 every score is 0; a subgradient supports the error from below.
          Evidence(
            "subgradient at 0",
            error: max(0, -(updatedByError(0 * w, x, y, 1) ⋅ w) - criterion(w)), bound: 1e-15),
        ]
    }

    //: ### From a random start
    //:
    //: That the rule ends on separable data is the theorem of
    //: [the next section](#the-convergence-theorem-line-by-line), for zero weights. A start
    //: elsewhere costs at most $2‖w₀‖/(ηγ)$ further mistakes, as the same proof shows, and this is
    //: where the rate does count: a small one takes long to forget a bad start. A score of zero has
    //: to count as a mistake for at least one of the classes. By the strict cases of §3.1.2 a run
    //: can come to $w = 0$ and stay there, with nothing decided: from $(−3, −1)$, with rate 1, by
    //: the sample $(3, 1)$.

    page.verify(
      "on separable data it ends, after at most (R/γ)² + 2‖w₀‖/(ηγ) mistakes from w₀",
      at: "3.1.3:converge"
    ) { draw in
      let (samples, wˢ) = separable(&draw, dimension: 2, count: 8, margin: 0.15)
      let w₀ = draw.vector(2)
      let η = draw.uniform(0.1, 1)
      let γ = samples.margin(wˢ)
      let bound = (samples.radius / γ).power(2) + 2 * w₀.l2Norm / (η * γ)
      let leaves = zip(samples.x, samples.y).map { (x: Vector($0), y: binary($1)) }
      var (w, mistakes) = (w₀, 0.0)
      var hasMoved = true
      while hasMoved, mistakes <= bound {
        hasMoved = false
        for leaf in leaves {
          let next = updatedByError(w, leaf.x, leaf.y, η)
          if next != w { (w, mistakes, hasMoved) = (next, mistakes + 1, true) }
        }
      }
      let isRight = leaves.allSatisfy { step(w ⋅ $0.x) == $0.y }
      return [
        Evidence("mistakes", error: max(0, mistakes - bound), bound: 0),
        Evidence("sides of the samples", holds: isRight),
      ]
    }
  }

  /// How many updates the form with the error makes, with labels 0 and 1 or mixed.
  private static func updates(
    _ leaves: Matrix<Double>, from start: Vector<Double>, _ η: Double, passes: Int, isBinary: Bool
  ) -> Int {
    var w = start
    var count = 0
    for _ in 0..<passes {
      for i in 0..<leaves.rows {
        let x: Vector = [leaves[i, 0], leaves[i, 1]]
        let y = isBinary ? binary(leaves[i, 2]) : leaves[i, 2]
        let next = updatedByError(w, x, y, η)
        if next != w { count += 1 }
        w = next
      }
    }
    return count
  }
}

/// Samples drawn from [−1, 1]ᵈ and moved away from a random plane through the origin until none
/// is nearer than the margin, with the unit normal of that plane.
func separable(_ draw: inout Generator, dimension: Int, count: Int, margin γ: Double)
  -> (Samples, [Double])
{
  var wˢ = (0..<dimension).map { _ in draw.normal() }
  let length = dot(wˢ, wˢ).squareRoot()
  wˢ = wˢ.map { $0 / length }
  var samples = Samples(x: [], y: [])
  for _ in 0..<count {
    var x = (0..<dimension).map { _ in draw.uniform(-1, 1) }
    let y = dot(wˢ, x) >= 0 ? 1.0 : -1
    for j in 0..<dimension { x[j] += y * γ * wˢ[j] }
    samples.x.append(x)
    samples.y.append(y)
  }
  return (samples, wˢ)
}
