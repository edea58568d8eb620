import Companion
import Mathematics

//: Sigmoid and tanh are smooth and level off; softmax is a sigmoid for more than two classes.
//:
//:     σ(z) = 1/(1 + exp(−z))                            (3.14)
//:     tanh(z) = (exp(z) − exp(−z))/(exp(z) + exp(−z))   (3.16)
//:     pᵢ = softmax(z)ᵢ = exp(zᵢ)/(Σⱼ exp(zⱼ))           (3.20), (5.29)
//:
//: The other family of activations has a kink;
//: [the next section](#activations-with-a-kink) has it.

extension Backprop {
  static let sigmoids = Section(.foundations, "3.3", "Activations that level off") { page in
    page.define("1/(1 + e⁻ᶻ)", at: "3.14", "appendix:B.7:sigmoid", "slides:sigmoid:def", by: "σ")
    page.define("(eᶻ − e⁻ᶻ)/(eᶻ + e⁻ᶻ)", at: "3.16", by: "tanh")
    page.define("exp(zᵢ)/(Σⱼ exp(zⱼ))", at: "3.20", "5.29", by: "softmax")

    //: ### Slopes
    //:
    //: Each slope can be had from the value itself, $ŷ = σ(z)$ or $p = softmax(z)$, without another
    //: exponential.
    //:
    //:     σʹ(z) = σ(z)(1 − σ(z)) = ŷ(1 − ŷ)             (3.15), (5.25)
    //:     tanhʹ(z) = 1 − tanh²(z)                       (3.17)
    //:     ∂pᵢ/∂zⱼ = pᵢ(δᵢⱼ − pⱼ)                        (3.21)
    //:     J = diag(p) − ppᵀ                             (3.22)
    //:
    //: The checks differentiate the definitions as they are printed.

    page.verify(
      "σʹ = σ(1 − σ)", at: "3.15", "5.25", "notation:sigmoid", "appendix:B.7:derivative",
      "appendix:B.12", "appendix:B.12:sigmoid", "slides:sigmoid:deriv",
      "slides:back-propagation-vectorization:gprime", "intuition:8:derivative",
      "intuition:8.1:derivative"
    ) { draw in
      let z = draw.vector(1, -8, 8)
      func g<T: Scalar>(_ z: Vector<T>) -> T { 1 / (1 + exp(-z[0])) }
      return compareRates([σ(z[0]) * (1 - σ(z[0]))], at: z, along: [1], g, g)
    }
    page.verify("tanhʹ = 1 − tanh²", at: "3.17", "appendix:B.12:tanh", "slides:tanh:deriv") {
      draw in
      let z = draw.vector(1, -4, 4)
      func g<T: Scalar>(_ z: Vector<T>) -> T {
        (exp(z[0]) - exp(-z[0])) / (exp(z[0]) + exp(-z[0]))
      }
      let t = Double.tanh(z[0])
      return compareRates([1 - t * t], at: z, along: [1], g, g)
    }
    page.verify(
      "tanh z = 2σ(2z) − 1 = 2/(1 + e⁻²ᶻ) − 1 = (eᶻ − e⁻ᶻ)/(eᶻ + e⁻ᶻ)", at: "3.16",
      "slides:tanh:def", "slides:tanh:scaled"
    ) { draw in
      let z = draw.uniform(-10, 10)
      let t = Double.tanh(z)
      let quotient = (exp(z) - exp(-z)) / (exp(z) + exp(-z))
      return [
        Evidence("scaled sigmoid", error: distance(2 * σ(2 * z) - 1, t), bound: 1e-15),
        Evidence("one exponential", error: distance(2 / (1 + exp(-2 * z)) - 1, t), bound: 1e-15),
        Evidence("two exponentials", error: distance(quotient, t), bound: 1e-15),
      ]
    }
    page.verify(
      "softmax: ∂pᵢ/∂zⱼ = pᵢ(δᵢⱼ − pⱼ), that is J = diag(p) − ppᵀ", at: "3.21", "3.22",
      "notation:softmax", "10.11", "slides:output-activation:softmax"
    ) { draw in
      let z = draw.vector(3, -3, 3)
      let p = softmax(z)
      let J = Matrix(diagonal: p) - p * p.ᵀ
      let (v, i, j) = (draw.vector(3), draw.below(3), draw.below(3))
      let byDuals = push(z, along: v) { z in
        let e = exp(z)
        return e / e.sum
      }
      return [
        Evidence("Jv, dual numbers", error: distance(J * v, byDuals), bound: 1e-15),
        Evidence(
          "pᵢ(δᵢⱼ − pⱼ)", error: distance(p[i] * ((i == j ? 1 : 0) - p[j]), J[i, j]),
          bound: 1e-15),
        Evidence("Σpᵢ = 1", error: distance(p.sum, 1.0), bound: 1e-15),
        Evidence("pᵢ > 0", holds: p.entries.min()! > 0),
      ]
    }

    let grid = (-24...24).map { Double($0) / 4 }
    page.plot(
      Plot(
        "Sigmoid and its slope", x: "z", y: "",
        [
          Plot.Series("σ", grid.map { ($0, σ($0)) }), Plot.Series("σʹ", grid.map { ($0, σʹ($0)) }),
        ]))
    page.plot(
      Plot(
        "Hyperbolic tangent and its slope", x: "z", y: "",
        [
          Plot.Series("tanh", grid.map { ($0, tanh($0)) }),
          Plot.Series("tanhʹ", grid.map { ($0, tanhʹ($0)) }),
        ]))
    page.plot(
      Plot(
        "Softmax of (z, 0, 1), first entry, and its slope", x: "z", y: "",
        [
          Plot.Series("p₁", grid.map { ($0, softmax([$0, 0, 1])[0]) }),
          Plot.Series("∂p₁/∂z₁", grid.map { ($0, softmaxʹ([$0, 0, 1])[0, 0]) }),
        ]))

    //: ### Levelling off
    //:
    //: Far from zero the output is all but constant and the slope all but zero: no gradient comes
    //: through a unit that is sure of itself. The ends 0 and 1 belong to no finite z, but in
    //: numbers of 53 bits the sigmoid reaches 1 near $z = 37$, and its slope is then exactly 0.

    page.table(
      "Saturation", columns: ["z", "σ", "σʹ", "tanh", "tanhʹ"],
      rows: [0.0, 1, 2, 4, 8, 16].map { [$0, σ($0), σʹ($0), tanh($0), tanhʹ($0)] }, digits: 7)
    let ends = [σ(-800.0), σ(800.0)]
    let ends2 = [tanh(-800.0), tanh(800.0)]
    page.show("range of g", ends, at: "slides:sigmoid")
    page.show("g at saturation", ends, at: "slides:sigmoid")
    page.show("gʹ at saturation", σʹ(800.0), at: "slides:sigmoid", for: "slides:sigmoid:saturation")
    page.show("range of g", ends2, at: "slides:tanh")
    page.show("g at saturation", ends2, at: "slides:tanh")
    page.show("gʹ at saturation", tanhʹ(800.0), at: "slides:tanh", for: "slides:tanh:saturation")
    page.verify(
      "0 < σ < 1 and −1 < tanh < 1, both strictly increasing", at: "slides:sigmoid:range",
      "slides:tanh:range"
    ) { draw in
      let (z, h) = (draw.uniform(-15, 15), draw.uniform(0.01, 1))
      // σ is compared where it is small, since near 1 neighbouring numbers are far apart.
      let isInside = σ(z) > 0 && σ(z) < 1 && tanh(z) > -1 && tanh(z) < 1
      let rises = σ(-z.absolute) > σ(-z.absolute - h) && tanh(z + h) > tanh(z)
      return [
        Evidence("ends of the range", holds: isInside),
        Evidence("rise", holds: rises),
      ]
    }

    //: ### The largest slope
    //:
    //: With $s = σ(z)$ the slope $s(1 − s)$ is largest half-way, at $s = ½$: a sigmoid weakens
    //: every error that passes back through it to a quarter at best. tanh lets all of it through
    //: at $z = 0$.

    let steepest = grid.map { σʹ($0) }.max() ?? .nan
    page.show("max σʹ", steepest, at: "§3.3.6", again: ["§5.5"])
    page.show("bound on each factor", steepest, at: "§5.5")
    page.derive("max tanhʹ", grid.map { tanhʹ($0) }.max() ?? .nan)
    page.verify("σʹ(z) ≤ ¼ and tanhʹ(z) ≤ 1", at: "3.3.6:bound", "5.5:bound") { draw in
      let z = draw.uniform(-1, 1) * Double.pow(10, draw.uniform(-8, 2))
      return [
        Evidence("σʹ against ¼", error: max(0, σʹ(z) - 0.25), bound: 0),
        Evidence("tanhʹ against 1", error: max(0, tanhʹ(z) - 1), bound: 0),
      ]
    }

    //: L of them in a row leave at most $4⁻ᴸ$ of an error, whatever the z are.
    //:
    //:     Πₗ₌₁ᴸ σʹ(zˡ) ≤ 4⁻ᴸ → 0 as L → ∞               (3.23)
    //:
    //: For the product of slopes alone this needs no “in many regimes”. What the weights do to it
    //: is the matter of the section on [vanishing gradients](#errors-over-depth).

    let depths = [1, 2, 5, 10]
    page.table(
      "Product of slopes over depth",
      columns: [
        "depth", "sigmoid at z = 0, 4⁻ᴸ", "sigmoid at z = 1", "tanh at z = 1", "ReLU at z = 1",
      ],
      rows: depths.map { L in
        let p = Double(L)
        return [
          L, Double.pow(0.25, p), Double.pow(σʹ(1.0), p), Double.pow(tanhʹ(1.0), p),
          Double.pow(reluʹ(1.0), p),
        ]
      }, digits: 10)
    page.show("limit of product of σʹ", Double.pow(steepest, 1000), at: "3.23")
    page.verify("Π σʹ(zˡ) ≤ 4⁻ᴸ for any z¹ … zᴸ", at: "3.23") { draw in
      let L = 1 + draw.below(30)
      let product = (0..<L).reduce(1.0) { product, _ in product * σʹ(draw.uniform(-3, 3)) }
      return [
        Evidence(
          "product against the bound",
          error: max(0, product * Double.pow(4, Double(L)) - 1), bound: 1e-13)
      ]
    }
  }
}
