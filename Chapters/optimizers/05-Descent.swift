import Companion
import Mathematics

//: How small must a step be for the loss to fall for sure? The answer needs one number: a bound L
//: on how quickly the gradient can turn.
//:
//:     ‖∇ℒ(v) − ∇ℒ(w)‖ ≤ L‖v − w‖                  (8.7)
//:
//: Logistic regression is a loss for which such a number can be written down, because its curvature
//: is a sample's $‖x‖²$ times $σ(z)(1 − σ(z))$, and that product is nowhere larger than ¼.

/// Logistic regression: ℒ(w) = mean of log(1 + exp(−yᵢ xᵢ·w)) with labels ±1.
struct Logistic {
  let x: [Vector<Double>]
  let y: [Double]

  init(_ draw: inout Generator) {
    x = (0..<6).map { _ in draw.vector(3, -2, 2) }
    y = (0..<6).map { _ in draw.below(2) == 0 ? -1 : 1 }
  }

  func loss(_ w: Vector<Double>) -> Double {
    mean(x.indices.map { log(1 + exp(-y[$0] * (x[$0] ⋅ w))) })
  }

  func gradient(_ i: Int, _ w: Vector<Double>) -> Vector<Double> {
    (-y[i] * σ(-y[i] * (x[i] ⋅ w))) * x[i]
  }

  func gradient(_ w: Vector<Double>) -> Vector<Double> { mean(x.indices.map { gradient($0, w) }) }

  /// ¼ mean ‖xᵢ‖², which no curvature exceeds.
  var L: Double { mean(x.map { $0 ⋅ $0 }) / 4 }
}

extension Optimizers {
  static let descentBound = Section(.foundations, "8.1.4", "A step that must go down") { page in
    page.verify("‖∇ℒ(v) − ∇ℒ(w)‖ ≤ L‖v − w‖ for logistic regression", at: "8.7") { draw in
      let problem = Logistic(&draw)
      let (v, w) = (draw.vector(3, -3, 3), draw.vector(3, -3, 3))
      (problem.gradient(v) - problem.gradient(w)).l2Norm ≤ problem.L * (v - w).l2Norm
    }
    inequality(page)
    sharp(page)
    decrease(page)
  }

  //: From there the inequality follows for a step along *any* vector g, be it the gradient, that
  //: of a mini-batch, or nonsense: the loss lies below the parabola that starts with its slope
  //: and bends with L.
  //:
  //:     ℒ(θ − ηg) ≤ ℒ(θ) − η⟨∇ℒ(θ), g⟩ + ½Lη²‖g‖²   (8.8)
  //:
  //: To see why, walk from θ to $θ − ηg$ in a straight line and add up the slope on the way. At
  //: the start the slope along the walk is $−⟨∇ℒ, g⟩$ per unit of η. After a part s of the way
  //: the gradient has turned by no more than $Lsη‖g‖$, so that the slope is off by at most
  //: $Lsη‖g‖²$; the sum of that over the whole walk is $½Lη²‖g‖²$.
  //:
  //: It is checked at every step of runs with batches of one sample.

  /// The right side of (8.8), from the loss and its gradient before the step.
  private static func bound(
    _ ℒ: Double, _ slope: Vector<Double>, _ g: Vector<Double>, _ η: Double, _ L: Double
  ) -> Double {
    ℒ - η * (slope ⋅ g) + L * η * η / 2 * (g ⋅ g)
  }

  private static func inequality(_ page: Page) {
    let steps = 5
    page.verify(
      "ℒ(θ − ηg) ≤ ℒ(θ) − η⟨∇ℒ, g⟩ + ½Lη²‖g‖², at each of \(steps) steps", at: "8.8"
    ) { draw in
      let problem = Logistic(&draw)
      let η = draw.uniform(0, 3) / problem.L
      var w = draw.vector(3)
      for _ in 0..<steps {
        let g = problem.gradient(draw.below(6), w)
        let highest = bound(problem.loss(w), problem.gradient(w), g, η, problem.L)
        w = stepped(w, g, η)
        problem.loss(w) ≤ highest ± rounding
      }
    }
  }

  //: These runs stay well below the bound, since the bend of their loss is mostly less than L. That
  //: the factor cannot be less than ½ is shown by a bowl that bends with L everywhere: there both
  //: sides of (8.8) are one number, for any g.

  private static func sharp(_ page: Page) {
    page.verify("for the bowl ½L‖θ‖² both sides of (8.8) are the same", at: "8.8") { draw in
      let (θ, g) = (draw.vector(3, -2, 2), draw.vector(3))
      let (L, η) = (draw.uniform(0.5, 4), draw.uniform())
      let ℒ = { (θ: Vector<Double>) in L / 2 * (θ ⋅ θ) }
      ℒ(stepped(θ, g, η)) ≈ bound(ℒ(θ), L * θ, g, η, L)
    }
  }

  //: Put $g = ∇ℒ$ into it and the right side becomes $ℒ − η(1 − ½Lη)‖∇ℒ‖²$. “Small enough” is
  //: therefore anything below $2/L$. The bound is sharp: on a parabola with curvature L the loss
  //: falls below it, stays at it, and rises above it.

  private static func decrease(_ page: Page) {
    page.verify("with η < 2/L and the full gradient the loss falls", at: "8.1.4:decrease") { draw in
      let problem = Logistic(&draw)
      let η = draw.uniform(0.01, 1.99) / problem.L
      let path = descent(from: draw.vector(3), η, steps: 6) { problem.gradient($0) }
      let ℒ = path.map { problem.loss($0) }
      for (before, after) in zip(ℒ, ℒ.dropFirst()) { after < before }
    }

    let L: Double = page.given("L", ours: 4, in: 0.001...1000)
    page.table(
      "One step from 1 on ½Lx²", columns: ["ηL", "ℒ before", "ℒ after", "the bound"],
      rows: [0.5, 1, 1.9, 2, 2.1].map { ηL in
        let x = stepped([1], [L], ηL / L)[0]
        return [ηL, L / 2, L * x * x / 2, bound(L / 2, [L], [L], ηL / L, L)]
      }, at: "8.8", "8.1.4:decrease")
    page.note("For a parabola the bound is the loss itself: nothing sharper can be said.")
  }
}
