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
      let turn = (problem.gradient(v) - problem.gradient(w)).l2Norm
      return [Evidence("pairs", error: max(0, turn - problem.L * (v - w).l2Norm), bound: 0)]
    }

    //: From there the inequality follows for a step along *any* vector g, be it the gradient, that
    //: of a mini-batch, or nonsense: the loss lies below the parabola that starts with its slope
    //: and bends with L.
    //:
    //:     ℒ(θ − ηg) ≤ ℒ(θ) − η⟨∇ℒ(θ), g⟩ + ½Lη²‖g‖²   (8.8)
    //:
    //: It is checked at every step of runs with batches of one sample.

    //: To see why, walk from θ to $θ − ηg$ in a straight line and add up the slope on the way. At
    //: the start the slope along the walk is $−⟨∇ℒ, g⟩$ per unit of η. After a part s of the way
    //: the gradient has turned by no more than $Lsη‖g‖$, so that the slope is off by at most
    //: $Lsη‖g‖²$; the sum of that over the whole walk is $½Lη²‖g‖²$.

    page.verify("ℒ(θ − ηg) ≤ ℒ(θ) − η⟨∇ℒ, g⟩ + ½Lη²‖g‖², at each of 5 steps", at: "8.8") { draw in
      let problem = Logistic(&draw)
      let η = draw.uniform(0, 3) / problem.L
      var w = draw.vector(3)
      var worst = 0.0
      for _ in 0..<5 {
        let g = problem.gradient(draw.below(6), w)
        let next = stepped(w, g, η)
        let slope = η * (problem.gradient(w) ⋅ g)
        let bend = problem.L * η * η / 2 * (g ⋅ g)
        worst = max(worst, problem.loss(next) - (problem.loss(w) - slope + bend))
        w = next
      }
      return [Evidence("batches of one", error: worst, bound: 1e-13)]
    }

    //: Put $g = ∇ℒ$ into it and the right side becomes $ℒ − η(1 − ½Lη)‖∇ℒ‖²$. “Small enough” is
    //: therefore anything below $2/L$. The bound is sharp: on a parabola with curvature L the loss
    //: falls below it, stays at it, and rises above it.

    page.verify("with η < 2/L and the full gradient the loss falls", at: "8.1.4:decrease") { draw in
      let problem = Logistic(&draw)
      let η = draw.uniform(0.01, 1.99) / problem.L
      let path = descent(from: draw.vector(3), η, steps: 6) { problem.gradient($0) }
      let losses = path.map { problem.loss($0) }
      let rise = zip(losses, losses.dropFirst()).map { $1 - $0 }.max()!
      return [Evidence("6 steps", holds: rise < 0)]
    }

    let L = page.given(number: "L", ours: 4)
    let factors = [0.5, 1, 1.9, 2, 2.1]
    page.table(
      "One step from 1 on ½Lx²", columns: ["ηL", "ℒ before", "ℒ after", "the bound"],
      rows: factors.map { factor in
        let x = stepped([1], [L], factor / L)[0]
        return [factor, L / 2, L * x * x / 2, L / 2 - factor * L + factor * factor * L / 2]
      }, at: "8.8", "8.1.4:decrease")
    page.note("For a parabola the bound is the loss itself: nothing sharper can be said.")
  }
}
