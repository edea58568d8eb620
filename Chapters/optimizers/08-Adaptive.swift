import Companion
import Mathematics

//: One rate for all parameters is too large for some and too small for others. The methods of this
//: section divide each coordinate of the step by a running root mean square of that coordinate's
//: own gradients, so that a parameter with small slopes walks as briskly as one with large ones.
//: RMSProp does that and no more, entry by entry:
//:
//:     vₜ₊₁ = β₂vₜ + (1 − β₂) gₜ ⊙ gₜ              (8.14)
//:     θₜ₊₁ = θₜ − ηₜ gₜ/(√vₜ₊₁ + ε)               (8.15)

/// (8.14) and (8.15): v ← β₂v + (1 − β₂)g², θ ← θ − ηg/(√v + ε)
struct RMSProp: Optimizer {
  let β₂: Double
  let ε: Double
  var v: Vector<Double>

  init(β₂: Double = 0.9, ε: Double = 1e-8, count: Int) {
    (self.β₂, self.ε) = (β₂, ε)
    v = Vector(repeating: 0, count: count)
  }

  mutating func step(_ θ: Vector<Double>, _ g: Vector<Double>, _ η: Double) -> Vector<Double> {
    var next = θ
    for i in θ.indices {
      v[i] = β₂ * v[i] + (1 - β₂) * g[i] * g[i]
      next[i] = θ[i] - η * g[i] / (v[i].squareRoot() + ε)
    }
    return next
  }
}

//: Adam also averages the gradients themselves, and corrects both averages for their start at 0:
//:
//:     mₜ₊₁ = β₁mₜ + (1 − β₁)gₜ                    (8.16)
//:     vₜ₊₁ = β₂vₜ + (1 − β₂) gₜ ⊙ gₜ              (8.17)
//:     m̂ₜ₊₁ = mₜ₊₁/(1 − β₁ᵗ⁺¹)                     (8.18)
//:     v̂ₜ₊₁ = vₜ₊₁/(1 − β₂ᵗ⁺¹)                     (8.19)
//:     θₜ₊₁ = θₜ − ηₜ m̂ₜ₊₁/(√v̂ₜ₊₁ + ε)             (8.20)
//:
//: AdamW takes the same step and shrinks the weights beside it:
//:
//:     θₜ₊₁ = (1 − ηₜλ)θₜ − ηₜ m̂ₜ₊₁/(√v̂ₜ₊₁ + ε)    (8.21)

/// (8.16) to (8.20), and (8.21) where λ is not 0
struct Adam: Optimizer {
  var β₁ = 0.9
  var β₂ = 0.999
  var ε = 1e-8
  /// Decoupled decay: AdamW.
  var λ = 0.0
  var m: Vector<Double>
  var v: Vector<Double>
  var t = 0

  init(β₁: Double = 0.9, β₂: Double = 0.999, ε: Double = 1e-8, λ: Double = 0, count: Int) {
    (self.β₁, self.β₂, self.ε, self.λ) = (β₁, β₂, ε, λ)
    m = Vector(repeating: 0, count: count)
    v = m
  }

  var m̂: Vector<Double> { m / (1 - β₁.power(t)) }
  var v̂: Vector<Double> { v / (1 - β₂.power(t)) }

  mutating func step(_ θ: Vector<Double>, _ g: Vector<Double>, _ η: Double) -> Vector<Double> {
    t += 1
    let (c₁, c₂) = (1 - β₁.power(t), 1 - β₂.power(t))
    var next = θ
    for i in θ.indices {
      m[i] = β₁ * m[i] + (1 - β₁) * g[i]
      v[i] = β₂ * v[i] + (1 - β₂) * g[i] * g[i]
      let step = (m[i] / c₁) / ((v[i] / c₂).squareRoot() + ε)
      next[i] = (1 - η * λ) * θ[i] - η * step
    }
    return next
  }
}

extension Optimizers {
  static let adaptive = Section(.foundations, "8.3", "A rate for each coordinate") { page in
    //: ### First steps by hand
    //:
    //: Three gradients, from tiny to huge, and the first step from 0 of each method with $η = 0.1$.
    //: Plain descent moves in proportion. RMSProp starts its average at zero, so that the very
    //: first root is too small by $√(1 − β₂)$ and the first step too long by its inverse, 3.16 for
    //: $β₂ = 0.9$. Adam corrects both averages for their start at zero and takes a step of η.

    let gradients = page.given(vector: "gradients", ours: [0.0001, 1, 10000])
    let count = gradients.count
    let zero = Vector(repeating: 0.0, count: count)
    let optimizers: [(String, any Optimizer)] = [
      ("plain descent", SGD()), ("RMSProp", RMSProp(count: count)), ("Adam", Adam(count: count)),
    ]
    page.table(
      "The first step from 0 with η = 0.1", columns: ["", "small g", "g", "large g"],
      rows: optimizers.map { name, optimizer in
        var optimizer = optimizer
        let θ = optimizer.step(zero, gradients, 0.1)
        return [name] + θ.entries.map { $0 as any Showable }
      }, digits: 5, at: "8.3:rescale")

    //: The second step shows the averages at work. One weight at 1, the gradients 0.5 and −0.1, the
    //: usual constants; AdamW with $λ = 0.1$ takes the same steps and shrinks the weight beside.

    let twoGradients = page.given(vector: "two gradients", ours: [0.5, -0.1])
    var (adam, adamW) = (Adam(count: 1), Adam(λ: 0.1, count: 1))
    var (θ, θW): (Vector<Double>, Vector<Double>) = ([1], [1])
    page.table(
      "Two steps of Adam and of AdamW by hand, η = 0.1",
      columns: ["t", "g", "m", "v", "m̂", "v̂", "θ", "θ, AdamW"],
      rows: twoGradients.entries.enumerated().map { t, g in
        θ = adam.step(θ, [g], 0.1)
        θW = adamW.step(θW, [g], 0.1)
        return [t + 1, g, adam.m[0], adam.v[0], adam.m̂[0], adam.v̂[0], θ[0], θW[0]]
      }, digits: 6, at: "8.16", "8.17", "8.18", "8.19")
    page.define("RMSProp", at: "8.14", "8.15", by: "RMSProp.step")
    page.define("Adam and its usual constants", at: "8.20", "8.3.2:defaults", by: "Adam")

    //: Dividing by the root of the mean *square* and not by the mean is what makes it a measure of
    //: size: gradients that alternate in sign average to nothing and have a size all the same. The
    //: constant ε decides what happens where there is no gradient at all, and it bounds the step of
    //: a coordinate whose gradients are much smaller than ε.

    page.verify(
      "the averages are (1 − β)Σ βᵗ⁻¹⁻ᵏ of the gradients and of their squares", at: "8.14", "8.16",
      "8.17"
    ) { draw in
      let g = (0..<10).map { _ in draw.vector(1) }
      var (rms, adam) = (RMSProp(count: 1), Adam(count: 1))
      for gₖ in g { (_, _) = (rms.step([0], gₖ, 0.1), adam.step([0], gₖ, 0.1)) }
      func sum(_ β: Double, _ f: (Double) -> Double) -> Double {
        (0..<10).reduce(0) { $0 + (1 - β) * β.power(9 - $1) * f(g[$1][0]) }
      }
      return [
        Evidence("v of RMSProp", error: distance(rms.v[0], sum(0.9) { $0 * $0 }), bound: 1e-14),
        Evidence("m of Adam", error: distance(adam.m[0], sum(0.9) { $0 }), bound: 1e-14),
        Evidence("v of Adam", error: distance(adam.v[0], sum(0.999) { $0 * $0 }), bound: 1e-14),
      ]
    }

    //: ### Bias correction, exactly
    //:
    //: If all gradients are the same number, an honest average is that number. Both corrected
    //: averages pass this test at every t. If they are random, the corrected averages are right in
    //: expectation: here over all eight sequences of three gradients that take one of two values.

    //: An average that starts at 0 has given the weight $βᵗ$ to that zero after t steps, and only
    //: the rest, $1 − βᵗ$, to gradients. Dividing by $1 − βᵗ$ takes the zero out again. With
    //: $β₂ = 0.999$ it matters for thousands of steps: after one hundred, v without correction is a
    //: tenth of what it should be, and a step without correction three times too long.

    page.verify("for a steady gradient m̂ = g and v̂ = g² at every step", at: "8.18", "8.19") {
      draw in
      let g = draw.vector(2, 0.1, 2)
      var adam = Adam(count: 2)
      var error = 0.0
      for _ in 0..<6 {
        _ = adam.step([0, 0], g, 0.1)
        error = max(error, distance(adam.m̂, g), distance(adam.v̂, g ⊙ g))
      }
      return [Evidence("6 steps", error: error, bound: 1e-12)]
    }
    page.verify("the expected m̂ and v̂ are those of one gradient", at: "8.18", "8.19") { draw in
      let values = draw.vector(2, -2, 2)
      var (m̂, v̂) = (0.0, 0.0)
      for bits in 0..<8 {
        var adam = Adam(count: 1)
        for k in 0..<3 { _ = adam.step([0], [values[bits >> k & 1]], 0.1) }
        m̂ += adam.m̂[0] / 8
        v̂ += adam.v̂[0] / 8
      }
      return [
        Evidence("m̂", error: distance(m̂, values.sum / 2), bound: 1e-13),
        Evidence("v̂", error: distance(v̂, (values ⋅ values) / 2), bound: 1e-12),
      ]
    }

    //: A consequence: multiply all gradients by a million and Adam takes the same steps, apart
    //: from ε. That is how such methods keep gradients in check that vanish or explode, though
    //: only in their size: a gradient that has been lost to rounding stays lost.

    page.verify(
      "with ε = 0 Adam and RMSProp do not see a scale, not even one for each coordinate",
      at: "8.3:rescale", "intuition:4.1.3:vanish"
    ) { draw in
      let g = (0..<4).map { _ in draw.vector(2) }
      let c = Vector([draw.uniform(-6, 6), draw.uniform(-6, 6)].map { Double.pow(10, $0) })
      func end(_ optimizer: any Optimizer, _ c: Vector<Double>) -> Vector<Double> {
        var (optimizer, θ) = (optimizer, Vector([1.0, 1]))
        for gₖ in g { θ = optimizer.step(θ, c ⊙ gₖ, 0.1) }
        return θ
      }
      let (adam, rms) = (Adam(ε: 0, count: 2), RMSProp(ε: 0, count: 2))
      return [
        Evidence("Adam, 4 steps", error: distance(end(adam, c), end(adam, [1, 1])), bound: 1e-13),
        Evidence("RMSProp", error: distance(end(rms, c), end(rms, [1, 1])), bound: 1e-13),
      ]
    }
    page.verify("the step of Adam, from sums instead of recursions", at: "8.15", "8.20") { draw in
      let g = (0..<7).map { _ in draw.uniform(-1, 1) }
      var (adam, rms) = (Adam(count: 1), RMSProp(count: 1))
      var (a, r): (Vector<Double>, Vector<Double>) = ([0], [0])
      for gₖ in g.dropLast() { (a, r) = (adam.step(a, [gₖ], 0.1), rms.step(r, [gₖ], 0.1)) }
      let (Δa, Δr) = (adam.step([0], [g[6]], 0.1)[0], rms.step([0], [g[6]], 0.1)[0])
      func weighted(_ β: Double, _ f: (Double) -> Double) -> Double {
        (0..<7).reduce(0) { $0 + β.power(6 - $1) * f(g[$1]) }
      }
      func weights(_ β: Double) -> Double { weighted(β) { _ in 1 } }
      let m = weighted(0.9) { $0 } / weights(0.9)
      let s = (weighted(0.999) { $0 * $0 } / weights(0.999)).squareRoot()
      let rmsV = (0.1 * weighted(0.9) { $0 * $0 }).squareRoot()
      return [
        Evidence("Adam", error: distance(Δa, -0.1 * m / (s + 1e-8)), bound: 1e-13),
        Evidence("RMSProp", error: distance(Δr, -0.1 * g[6] / (rmsV + 1e-8)), bound: 1e-14),
      ]
    }

    //: ### Decay, inside or outside
    //:
    //: For plain descent it makes no difference whether $λθ$ is added to the gradient or the
    //: weights are multiplied by $1 − ηλ$. For Adam it does. A weight whose own gradient is zero
    //: shows it best: inside the gradient, $λθ$ is all there is, is divided by its own root mean
    //: square, and moves the weight by η whatever λ is. Decoupled, it shrinks by $ηλ$.

    page.define("λθ inside the gradient", at: "8.3.3:gradient", by: "penalized")
    page.define("AdamW", at: "8.21", by: "Adam.step")
    let decays = [0.001, 0.01, 0.1]
    page.table(
      "A weight of 1 with gradient 0, after one step with η = 0.1",
      columns: ["λ", "descent, inside", "descent, outside", "Adam, inside", "AdamW"],
      rows: decays.map { λ in
        let g = penalized([0], [1], λ)
        var (adam, adamW) = (Adam(count: 1), Adam(λ: λ, count: 1))
        return [
          λ, stepped([1], g, 0.1), (1 - 0.1 * λ), adam.step([1], g, 0.1),
          adamW.step([1], [0], 0.1),
        ]
      }, digits: 5, at: "8.3.3:differs")
    page.verify(
      "λθ in the gradient is decay for plain descent, and something else for Adam",
      at: "8.3.3:differs"
    ) { draw in
      let problem = Logistic(&draw)
      let (start, η, λ) = (draw.vector(3, 0.5, 2), 0.1, 0.1)
      var (inside, outside) = (start, start)
      for _ in 0..<4 {
        inside = stepped(inside, penalized(problem.gradient(inside), inside, λ), η)
        outside = (1 - η * λ) * outside - η * problem.gradient(outside)
      }
      let a = path(Adam(count: 3), from: start, η, steps: 4) {
        penalized(problem.gradient($0), $0, λ)
      }
      let b = path(Adam(λ: λ, count: 3), from: start, η, steps: 4) { problem.gradient($0) }
      return [
        Evidence("descent: the same", error: distance(inside, outside), bound: 1e-14),
        Evidence("Adam: apart", holds: distance(a[4], b[4]) > 1e-4),
      ]
    }
    page.verify(
      "a step of AdamW is a step of Adam and −ηλθ, and its averages know nothing of λ",
      at: "8.21", "8.3.3:separate"
    ) { draw in
      let g = (0..<6).map { _ in draw.vector(2) }
      let λ = draw.uniform(0, 1)
      var (adam, adamW) = (Adam(count: 2), Adam(λ: λ, count: 2))
      var θ = draw.vector(2)
      var error = 0.0
      for gₖ in g {
        let plain = adam.step(θ, gₖ, 0.1)
        let decayed = adamW.step(θ, gₖ, 0.1)
        error = max(error, distance(decayed, plain - 0.1 * λ * θ))
        θ = decayed
      }
      return [
        Evidence("steps", error: error, bound: 1e-14),
        Evidence("m and v", error: distance([adam.m, adam.v], [adamW.m, adamW.v]), bound: 0),
      ]
    }
  }
}

/// g + λθ, the gradient of a loss with the penalty ½λ‖θ‖²
func penalized(_ g: Vector<Double>, _ θ: Vector<Double>, _ λ: Double) -> Vector<Double> {
  g + λ * θ
}
