import Companion
import Mathematics

//: Sigmoid and tanh are smooth and level off; softmax is a sigmoid for more than two classes.
//: (Those with a kink are [next](#activations-with-a-kink).)
//:
//:     σ(z) = 1/(1 + exp(−z))                            (3.14)
//:     tanh(z) = (exp(z) − exp(−z))/(exp(z) + exp(−z))   (3.16)
//:     pᵢ = softmax(z)ᵢ = exp(zᵢ)/(Σⱼ exp(zⱼ))           (3.20), (5.29)

/// The definitions as they are printed, to be differentiated.
private func printedσ<T: Scalar>(_ z: T) -> T { 1 / (1 + exp(-z)) }
private func printedTanh<T: Scalar>(_ z: T) -> T { (exp(z) - exp(-z)) / (exp(z) + exp(-z)) }
private func printedSoftmax<T: Scalar>(_ z: Vector<T>) -> Vector<T> { exp(z) / exp(z).sum }

extension Backprop {
  static let sigmoids = Section(.foundations, "3.3", "Activations that level off") { page in
    page.define("1/(1 + e⁻ᶻ)", at: "3.14", "appendix:B.7:sigmoid", "slides:sigmoid:def", by: "σ")
    page.define("(eᶻ − e⁻ᶻ)/(eᶻ + e⁻ᶻ)", at: "3.16", by: "tanh")
    page.define("exp(zᵢ)/(Σⱼ exp(zⱼ))", at: "3.20", "5.29", by: "softmax")
    slopeOfSigmoid(page)
    slopeOfTanh(page)
    slopeOfSoftmax(page)
    pictures(page)
    levelling(page)
    largestSlope(page)
    overDepth(page)
  }

  //: ### Slopes
  //:
  //: Each slope can be had from the value itself, $ŷ = σ(z)$ or $p = softmax(z)$, without another
  //: exponential. The sigmoid is one divided by a sum: its slope is that of the sum, with the
  //: opposite sign, over the square. One of the two factors below is then the sigmoid, the other
  //: what it leaves of 1.
  //:
  //:     σʹ(z) = σ(z)(1 − σ(z)) = ŷ(1 − ŷ)             (3.15), (5.25)

  private static func slopeOfSigmoid(_ page: Page) {
    let z: Double = page.given("z", ours: 1, in: -30...30)
    page.derivation(
      "σʹ(z)", at: "notation:sigmoid", "appendix:B.7:derivative", "appendix:B.12",
      "appendix:B.12:sigmoid", "slides:sigmoid:deriv",
      "slides:back-propagation-vectorization:gprime", "intuition:8:derivative",
      "intuition:8.1:derivative", of: z
    ) { draw in
      draw.uniform(-8, 8)
    } lines: { z in
      let (e, ŷ) = (exp(-z), printedσ(z))
      Line("exp(−z)/(1 + exp(−z))²", e / (1 + e).power(2))
      Line("1/(1 + exp(−z)) · exp(−z)/(1 + exp(−z))", 1 / (1 + e) * (e / (1 + e)))
      Line("σ(z)(1 − σ(z))", at: "3.15", σ(z) * (1 - σ(z)))
      Line("ŷ(1 − ŷ)", at: "5.25", ŷ * (1 - ŷ))
    } truth: { z in
      derivative(at: z) { printedσ($0) }
    }
  }

  //: tanh is a quotient whose denominator is the derivative of its numerator, and the other way
  //: round. By the rule for quotients the slope is a difference of squares over a square.
  //:
  //:     tanhʹ(z) = 1 − tanh²(z)                       (3.17)

  private static func slopeOfTanh(_ page: Page) {
    let z: Double = page.given("z of tanh", ours: 0.5, in: -30...30)
    page.derivation("tanhʹ(z)", at: "appendix:B.12:tanh", "slides:tanh:deriv", of: z) { draw in
      draw.uniform(-4, 4)
    } lines: { z in
      let (u, v) = (exp(z) - exp(-z), exp(z) + exp(-z))
      Line("((eᶻ + e⁻ᶻ)² − (eᶻ − e⁻ᶻ)²)/(eᶻ + e⁻ᶻ)²", (v * v - u * u) / (v * v))
      Line("1 − ((eᶻ − e⁻ᶻ)/(eᶻ + e⁻ᶻ))²", 1 - (u / v).power(2))
      Line("1 − tanh²(z)", at: "3.17", 1 - tanh(z).power(2))
    } truth: { z in
      derivative(at: z) { printedTanh($0) }
    }

    //: tanh itself is a sigmoid of $2z$, stretched from (0, 1) to (−1, 1).

    page.verify(
      "tanh z = 2σ(2z) − 1 = 2/(1 + e⁻²ᶻ) − 1 = (eᶻ − e⁻ᶻ)/(eᶻ + e⁻ᶻ)", at: "3.16",
      "slides:tanh:def", "slides:tanh:scaled"
    ) { draw in
      let z = draw.uniform(-10, 10)
      tanh(z) ≈ 2 * σ(2 * z) - 1
      tanh(z) ≈ 2 / (1 + exp(-2 * z)) - 1
      tanh(z) ≈ printedTanh(z)
    }
  }

  //: Softmax is one quotient for each entry, all over the same sum $S = Σₖ exp(zₖ)$. Each of its
  //: numerators depends on one of the z, which is what $δᵢⱼ$ says; S depends on all of them.
  //:
  //:     ∂pᵢ/∂zⱼ = pᵢ(δᵢⱼ − pⱼ)                        (3.21)
  //:     J = diag(p) − ppᵀ                             (3.22)

  private static func slopeOfSoftmax(_ page: Page) {
    let z: Vector = page.given("z of softmax", ours: [1, 0], in: -30...30)
    page.derivation("∂pᵢ/∂zⱼ", at: "notation:softmax", "10.11", of: z) { draw in
      draw.vector(3, -3, 3)
    } lines: { z in
      let (e, p) = (exp(z), softmax(z))
      let (S, δ) = (e.sum, Matrix(diagonal: Vector(repeating: 1.0, count: z.count)))
      Line("(δᵢⱼ exp(zᵢ)S − exp(zᵢ)exp(zⱼ))/S²", (S * Matrix(diagonal: e) - e * e.ᵀ) / (S * S))
      Line("δᵢⱼpᵢ − pᵢpⱼ", Matrix(diagonal: p) - p * p.ᵀ)
      Line(
        "pᵢ(δᵢⱼ − pⱼ)", at: "3.21",
        Matrix(z.indices.map { i in z.indices.map { j in p[i] * (δ[i, j] - p[j]) } }))
      Line("(diag(p) − ppᵀ)ᵢⱼ", at: "3.22", softmaxʹ(z))
    } truth: { z in
      jacobian(at: z) { printedSoftmax($0) }
    }
    page.verify("softmax: pᵢ > 0 and Σᵢ pᵢ = 1", at: "slides:output-activation:softmax") { draw in
      let p = softmax(draw.vector(3, -3, 3))
      p.entries.min()! > 0
      p.sum ≈ 1
    }
  }

  //: The curves show what the formulas say: the slope is a bump where the function climbs, and
  //: nothing where it is level.

  private static func pictures(_ page: Page) {
    let grid = (-24...24).map { Double($0) / 4 }
    let curve = { (name: String, f: (Double) -> Double) in
      Plot.Series(name, grid.map { ($0, f($0)) })
    }
    page.plot(
      Plot("Sigmoid and its slope", x: "z", y: "", [curve("σ") { σ($0) }, curve("σʹ") { σʹ($0) }]))
    page.plot(
      Plot(
        "Hyperbolic tangent and its slope", x: "z", y: "",
        [curve("tanh") { tanh($0) }, curve("tanhʹ") { tanhʹ($0) }]))
    page.plot(
      Plot(
        "Softmax of (z, 0, 1), first entry, and its slope", x: "z", y: "",
        [
          curve("p₁") { softmax([$0, 0, 1])[0] }, curve("∂p₁/∂z₁") { softmaxʹ([$0, 0, 1])[0, 0] },
        ]))
  }

  //: ### Levelling off
  //:
  //: Far from zero the output is all but constant and the slope all but zero: no gradient comes
  //: through a unit that is sure of itself. The ends 0 and 1 belong to no finite z, but in
  //: numbers of 53 bits the sigmoid reaches 1 near $z = 37$, and its slope is then exactly 0.

  private static func levelling(_ page: Page) {
    page.table(
      "Saturation", columns: ["z", "σ", "σʹ", "tanh", "tanhʹ"],
      rows: [0.0, 1, 2, 4, 8, 16].map { [$0, σ($0), σʹ($0), tanh($0), tanhʹ($0)] }, digits: 7)
    let ends = [σ(-800.0), σ(800.0)]
    page.show("range of g", ends, at: "slides:sigmoid")
    page.show("g at saturation", ends, at: "slides:sigmoid")
    page.show("gʹ at saturation", σʹ(800.0), at: "slides:sigmoid", for: "slides:sigmoid:saturation")
    let tanhEnds = [tanh(-800.0), tanh(800.0)]
    page.show("range of g", tanhEnds, at: "slides:tanh")
    page.show("g at saturation", tanhEnds, at: "slides:tanh")
    page.show("gʹ at saturation", tanhʹ(800.0), at: "slides:tanh", for: "slides:tanh:saturation")
    page.verify(
      "0 < σ < 1 and −1 < tanh < 1, both strictly increasing", at: "slides:sigmoid:range",
      "slides:tanh:range"
    ) { draw in
      let (z, h) = (draw.uniform(-15, 15), draw.uniform(0.01, 1))
      σ(z) > 0
      σ(z) < 1
      tanh(z) > -1
      tanh(z) < 1
      // σ is compared where it is small, since near 1 neighbouring numbers are far apart.
      σ(-z.absolute) > σ(-z.absolute - h)
      tanh(z + h) > tanh(z)
    }
  }

  //: ### The largest slope
  //:
  //: With $s = σ(z)$ the slope $s(1 − s)$ is largest half-way, at $s = ½$: a sigmoid weakens
  //: every error that passes back through it to a quarter at best. tanh lets all of it through
  //: at $z = 0$.

  private static func largestSlope(_ page: Page) {
    let grid = (-24...24).map { Double($0) / 4 }
    let steepest = grid.map { σʹ($0) }.max() ?? .nan
    page.show("max σʹ", steepest, at: "§3.3.6", again: ["§5.5"])
    page.show("bound on each factor", steepest, at: "§5.5")
    page.derive("max tanhʹ", grid.map { tanhʹ($0) }.max() ?? .nan)
    page.verify("σʹ(z) ≤ ¼ and tanhʹ(z) ≤ 1", at: "3.3.6:bound", "5.5:bound") { draw in
      let z = draw.uniform(-1, 1) * Double.pow(10, draw.uniform(-8, 2))
      σʹ(z) ≤ 0.25
      tanhʹ(z) ≤ 1
    }
  }

  //: L of them in a row leave at most $4⁻ᴸ$ of an error, whatever the z are.
  //:
  //:     Πₗ₌₁ᴸ σʹ(zˡ) ≤ 4⁻ᴸ → 0 as L → ∞               (3.23)
  //:
  //: For the product of slopes alone this needs no “in many regimes”. What the weights do to it
  //: is the matter of the section on [vanishing gradients](#errors-over-depth).

  private static func overDepth(_ page: Page) {
    page.table(
      "Product of slopes over depth",
      columns: [
        "depth", "sigmoid at z = 0, 4⁻ᴸ", "sigmoid at z = 1", "tanh at z = 1", "ReLU at z = 1",
      ],
      rows: [1, 2, 5, 10].map { L in
        let slopes = [0.25, σʹ(1.0), tanhʹ(1.0), reluʹ(1.0)]
        return [L] + slopes.map { Double.pow($0, Double(L)) }
      }, digits: 10)
    page.show("limit of product of σʹ", Double.pow(σʹ(0.0), 1000), at: "3.23")
    page.verify("Π σʹ(zˡ) ≤ 4⁻ᴸ for any z¹ … zᴸ", at: "3.23") { draw in
      let L = 1 + draw.below(30)
      let product = (0..<L).reduce(1.0) { product, _ in product * σʹ(draw.uniform(-3, 3)) }
      product * Double.pow(4, Double(L)) ≤ 1 ± rounding
    }
  }
}
