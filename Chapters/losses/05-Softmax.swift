import Companion
import Mathematics

//: For K classes softmax makes K probabilities out of any K numbers, and cross-entropy is their
//: loss. The exponential makes each number positive, the division makes them add up to 1. The loss
//: of a sample is minus the logarithm of the probability that the target picks out, and a data set
//: has the mean:
//:
//:     pₖ = exp(zₖ)/(Σⱼ exp(zⱼ))                          (4.9)
//:     ℓ = −Σₖ yₖ log pₖ                                  (4.10)
//:     ℒ = (1/m) Σᵢ₌₁ᵐ ℓᵢ                                 (4.11)

/// pₖ = eᶻᵏ / Σⱼ eᶻʲ as it is written (foundations (4.9)), which overflows for large z
func plainSoftmax<T: Scalar>(_ z: Vector<T>) -> Vector<T> {
  let e = exp(z)
  return e / e.sum
}

/// −Σₖ yₖ log pₖ (foundations (4.10)): one number from two vectors
func categoricalCrossEntropy<T: Scalar>(_ p: Vector<T>, _ y: Vector<T>) -> T { -(y ⋅ log(p)) }

/// δᵢⱼ: 1 where the indices are equal, else 0
func kronecker(_ i: Int, _ j: Int) -> Double { i == j ? 1 : 0 }

extension Losses {
  static let softmaxes = Section(.foundations, "4.4", "Softmax and cross-entropy") { page in
    page.define(
      "exponentials over their sum", at: "4.9", "appendix:C.6", "intuition:7.1:softmax",
      by: "plainSoftmax")
    page.define(
      "−Σ yₖ log pₖ, a scalar for two vectors", at: "4.10", "intuition:7.1:ce",
      "intuition:7.1:scalar", "intuition:7.1.1:where", by: "categoricalCrossEntropy")
    page.define("the mean over a data set", at: "4.11", by: "empiricalRisk")
    page.define("one-hot targets", at: "4.4:onehot", "intuition:7.1:onehot", by: "oneHot")
    page.define(
      "δᵢⱼ", at: "4.4.2:kronecker", "intuition:7.1.1:kronecker", "intuition:7.1.1:cases",
      by: "kronecker")

    //: Three logits of ours make three probabilities. Three sigmoids of them would not: nothing
    //: ties their sum to 1.

    let z: Vector = page.given("z", ours: [2, 1, -0.5])
    let p = plainSoftmax(z)
    page.derive("P = softmax(z)", p, for: "intuition:7.1:vector")
    page.derive("sum of σ(z) instead", σ(z).sum)

    //: The target is that of *The Maths of Deep Learning*, which wants the second class.

    let y: Vector = page.given("Y", at: "intuition:7.1", in: 0...1)
    page.show("sum of the elements of P", p.sum, at: "intuition:7.1")
    page.derive("ℓ = −Σ yₖ log pₖ", categoricalCrossEntropy(p, y))

    picked(page, z, p, y)
    requirements(page, p)
    shiftAndTemperature(page, z)
    jacobians(page, z)
    cases(page, z)
    rowSums(page)
  }

  //: ### What the target picks out
  //:
  //: A one-hot target picks one probability out of the product, and one logarithm out of the
  //: sum. The loss does not see how the rest is spread over the wrong classes. The last line is
  //: compared with $log Σₖ exp(zₖ) − z$ at that class, which needs no probability.

  private static func picked(
    _ page: Page, _ z: Vector<Double>, _ p: Vector<Double>, _ y: Vector<Double>
  ) {
    let c = y.indices.max { y[$0] < y[$1] }!
    let entry: Double = page.given(
      "entry of y at the true class", at: "appendix:C.5", as: "entry of y", in: 0...1)
    let name = ["first", "second", "third"][c]
    page.derive("−y log p at the \(name) class", -entry * log(p[c]))
    page.verify(
      "over one-hot y, the product of ŷₖ to the power yₖ has total 1",
      at: "appendix:C.5:categorical"
    ) { draw in
      let ŷ = softmax(draw.vector(4, -2, 2))
      (0..<4).reduce(0) { $0 + categorical(ŷ, oneHot($1, of: 4)) } ≈ 1
    }
    page.derivation("ℓ", of: (z, c)) { draw in
      (draw.vector(4, -2, 2), draw.below(4))
    } lines: { z, c in
      let (ŷ, y) = (softmax(z), oneHot(c, of: z.count))
      Line(
        "−log Πₖ exp(yₖ log ŷₖ)", at: "appendix:C.5:categorical",
        -log(ŷ.indices.reduce(1) { $0 * exp(y[$1] * log(ŷ[$1])) }))
      Line("−Σₖ yₖ log ŷₖ", at: "appendix:C.5", categoricalCrossEntropy(ŷ, y))
      Line("−log ŷₖ if yₖ = 1", at: "appendix:C.5:single", -log(ŷ[c]))
    } truth: { z, c in
      logSumExp(z) - z[c]
    }
  }

  /// Πₖ ŷₖ to the power yₖ: the probability of the classes y (appendix C.5)
  private static func categorical(_ ŷ: Vector<Double>, _ y: Vector<Double>) -> Double {
    y.indices.reduce(1) { $0 * pow(ŷ[$1], y[$1]) }
  }

  //: ### What was wanted
  //:
  //: The appendix asks for three things. The third, a larger probability for a larger score,
  //: can be read in two ways: among the entries of one vector, and for one entry that grows
  //: while the others stay. Both hold.
  //:
  //: The interval of the probabilities is open: no finite score gets one of 0 or 1. A `Double`
  //: closes it at 1 from a distance of 37 between two scores on, and at 0 from 746.

  private static func requirements(_ page: Page, _ p: Vector<Double>) {
    page.verify(
      "softmax is positive, adds up to 1 and keeps the order", at: "appendix:C.6:requirements",
      "appendix:C.6:positive", "appendix:C.6:sum", "intuition:7.1:sum1"
    ) { draw in
      let z = draw.vector(4, -10, 10)
      let p = plainSoftmax(z)
      p > [0, 0, 0, 0]
      p.sum ≈ 1
      let grown = z + draw.uniform(0.1, 1) * oneHot(0, of: 4)
      p[0] ≤ plainSoftmax(grown)[0]
      let order = z.indices.sorted { z[$0] < z[$1] }
      for (low, high) in zip(order, order.dropFirst()) { p[low] ≤ p[high] }
    }

    let apart = softmax([-375, 375])
    page.show("range of ŷ", apart, at: "appendix:C.6")
    page.show("lower bound of ŷₖ", apart[0], at: "appendix:C.6")
    page.show("sum of ŷ", p.sum, at: "appendix:C.6", again: ["appendix:C.6"])
  }

  //: ### Shift and temperature
  //:
  //: The slides of the appendix write $softmax(zₖ)$, but each output depends on all the scores;
  //: it is read as entry k of the softmax of **z**. Likewise the constant in $softmax(zₖ + c)$ is
  //: added to *every* score. Added to one alone it does change the result.
  //:
  //: The limit in which softmax becomes arg max is not named there. It is that of a small
  //: temperature: as T goes to 0, $softmax(z/T)$ tends to the one-hot vector *of* the arg max. As
  //: T grows it tends to equal shares. How fast can be said: what the three others have together
  //: is at most three times e to the minus gap/T, where the gap is that of the two largest scores.

  private static func shiftAndTemperature(_ page: Page, _ z: Vector<Double>) {
    page.verify("$softmax(z + c𝟙)$ is $softmax(z)$", at: "appendix:C.6:shift") { draw in
      let z = draw.vector(4, -3, 3)
      plainSoftmax(draw.uniform(-50, 50) + z) ≈ plainSoftmax(z)
    }

    let temperatures = (-20...20).map { Double.pow(10, Double($0) / 10) }
    page.plot(
      Plot(
        "Softmax by temperature", x: "log₁₀ of the temperature", y: "probability",
        z.indices.map { k in
          Plot.Series(
            "p\(["₁", "₂", "₃"][k])", temperatures.map { (log($0) / log(10), softmax(z / $0)[k]) })
        }), at: "appendix:C.6:limit")
    page.verify(
      "for $T → 0$, $softmax(z/T)$ is one-hot at the largest score; for $T → ∞$ it is uniform",
      at: "appendix:C.6:limit"
    ) { draw in
      let z = draw.vector(4, -3, 3)
      let order = z.indices.sorted { z[$0] > z[$1] }
      let gap = z[order[0]] - z[order[1]]
      for k in 1...20 {
        let T = gap / Double(k)
        1 - softmax(z / T)[order[0]] ≤ 3 * exp(-gap / T) ± rounding
      }
      softmax(z / (gap / 50)) ≈ oneHot(order[0], of: 4)
      softmax(z / 1e15) ≈ [0.25, 0.25, 0.25, 0.25]
    }
  }

  //: ### The Jacobian
  //:
  //: Since the outputs share a sum, raising one score lowers all other probabilities. With
  //: $δᵢⱼ = 1$ for $i = j$ and 0 otherwise, all derivatives are one formula, by entries and as a
  //: matrix:
  //:
  //:     ∂pᵢ/∂zⱼ = pᵢ(δᵢⱼ − pⱼ)                             (4.12)
  //:     ∂p/∂z = diag(p) − p pᵀ                             (4.13)
  //:
  //: In the matrix each pᵢδᵢⱼ stands on the diagonal, and the products pᵢpⱼ are the outer product
  //: of p with itself. The lines are about one of its columns, the first in the example.

  private static func jacobians(_ page: Page, _ z: Vector<Double>) {
    page.derive("∂P/∂z", softmaxʹ(z))
    page.derivation("∂pᵢ/∂zⱼ", at: "appendix:C.7", of: (z, 0)) { draw in
      (draw.vector(4, -2, 2), draw.below(4))
    } lines: { z, j in
      let p = plainSoftmax(z)
      Line(
        "pᵢ(δᵢⱼ − pⱼ)", at: "4.12", Vector(z.indices.map { p[$0] * (kronecker($0, j) - p[j]) }))
      Line("[diag(p) − p pᵀ]ᵢⱼ", at: "4.13", (Matrix(diagonal: p) - p * p.ᵀ).column(j))
    } truth: { z, j in
      jacobian(at: z) { plainSoftmax($0) }.column(j)
    }
  }

  //: The appendix comes to the same by the quotient rule, with Z for the sum of all exponentials.
  //: On the diagonal zᵢ stands above and below the line; off it only below, so that the first
  //: term is 0. Here is each pᵢ by its own score, then each by the next one's, the last by the
  //: first.

  private static func cases(_ page: Page, _ z: Vector<Double>) {
    page.derivation("∂pᵢ/∂zᵢ", of: z) { draw in
      draw.vector(4, -2, 2)
    } lines: { z in
      let (p, e, Z) = (plainSoftmax(z), exp(z), exp(z).sum)
      Line("(exp(zᵢ) Z − exp(zᵢ) exp(zᵢ))/Z²", at: "appendix:C.7:same", (Z * e - e ⊙ e) / (Z * Z))
      Line("pᵢ − pᵢ²", at: "appendix:C.7:same", p - p ⊙ p)
      Line("pᵢ(1 − pᵢ)", at: "appendix:C.7:same", p ⊙ (1 - p))
    } truth: { z in
      let exact = jacobian(at: z) { plainSoftmax($0) }
      return Vector(z.indices.map { exact[$0, $0] })
    }
    page.derivation("∂pᵢ/∂zⱼ", of: z) { draw in
      draw.vector(4, -2, 2)
    } lines: { z in
      let (p, e, Z) = (plainSoftmax(z), exp(z), exp(z).sum)
      let n = z.count
      Line(
        "(0 − exp(zᵢ) exp(zⱼ))/Z²", at: "appendix:C.7:cross",
        Vector(z.indices.map { i in (0 - e[i] * e[(i + 1) % n]) / (Z * Z) }))
      Line("−pᵢpⱼ", at: "appendix:C.7:cross", Vector(z.indices.map { -p[$0] * p[($0 + 1) % n] }))
    } truth: { z in
      let exact = jacobian(at: z) { plainSoftmax($0) }
      return Vector(z.indices.map { exact[$0, ($0 + 1) % z.count] })
    }
  }

  //: Each row of the Jacobian adds up to zero. That is the shift invariance once more, and it
  //: means that the matrix has no inverse: from the probabilities the scores can be told only up
  //: to a constant.

  private static func rowSums(_ page: Page) {
    page.verify("the rows of ∂p/∂z add up to 0") { draw in
      jacobian(at: draw.vector(4, -2, 2)) { plainSoftmax($0) } * Vector([1, 1, 1, 1])
        ≈ Vector(repeating: 0, count: 4)
    }
  }
}
