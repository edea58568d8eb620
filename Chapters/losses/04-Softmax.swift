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

/// The target with a 1 at the class c and 0 elsewhere
func oneHot(_ c: Int, of count: Int) -> Vector<Double> {
  Vector((0..<count).map { kronecker($0, c) })
}

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

    let z = page.given(vector: "z", ours: [2, 1, -0.5])
    let p = plainSoftmax(z)

    page.derive("P = softmax(z)", p, for: "intuition:7.1:vector")
    page.derive("sum of σ(z) instead", σ(z).sum)

    //: The target is that of *The Maths of Deep Learning*, which wants the second class.

    let y = page.given(vector: "Y", at: "intuition:7.1")
    page.show("sum of the elements of P", p.sum, at: "intuition:7.1")
    page.derive("ℓ = −Σ yₖ log pₖ", categoricalCrossEntropy(p, y))

    //: ### What the target picks out
    //:
    //: A one-hot target picks one probability out of the product, and one logarithm out of the
    //: sum. The loss does not see how the rest is spread over the wrong classes.

    let atClass = page.given(
      number: "entry of y at the true class", at: "appendix:C.5", as: "entry of y")
    page.derive("−y log p at the second class", -atClass * log(p[1]))
    page.verify(
      "the product of ŷₖ to the power yₖ is a probability over one-hot y, its −log is −Σ yₖ log ŷₖ",
      at: "appendix:C.5:categorical", "appendix:C.5"
    ) { draw in
      let p = softmax(draw.vector(4, -2, 2))
      let each = (0..<4).map { c in
        let y = oneHot(c, of: 4)
        return y.indices.reduce(1.0) { $0 * pow(p[$1], y[$1]) }
      }
      let c = draw.below(4)
      let loss = categoricalCrossEntropy(p, oneHot(c, of: 4))
      return [
        Evidence("total", error: distance(each.reduce(0, +), 1.0), bound: 1e-14),
        Evidence("log of the product", error: distance(loss, -log(each[c])), bound: 1e-14),
      ]
    }
    page.verify("for the true class c the loss is −log ŷ at c", at: "appendix:C.5:single") { draw in
      let p = softmax(draw.vector(4, -2, 2))
      let c = draw.below(4)
      let y = oneHot(c, of: 4)
      return [
        Evidence(
          "formula", error: distance(categoricalCrossEntropy(p, y), -log(p[c])), bound: 1e-14)
      ]
    }

    //: ### What was wanted
    //:
    //: The appendix asks for three things. The third, a larger probability for a larger score,
    //: can be read in two ways: among the entries of one vector, and for one entry that grows
    //: while the others stay. Both hold.

    page.verify(
      "softmax is positive, adds up to 1 and keeps the order", at: "appendix:C.6:requirements",
      "appendix:C.6:positive", "appendix:C.6:sum", "intuition:7.1:sum1"
    ) { draw in
      let z = draw.vector(4, -10, 10)
      let p = plainSoftmax(z)
      var grown = z
      grown[0] += draw.uniform(0.1, 1)
      var disorder = max(0, p[0] - plainSoftmax(grown)[0])
      for i in 0..<4 {
        for j in 0..<4 where z[i] > z[j] { disorder = max(disorder, p[j] - p[i]) }
      }
      return [
        Evidence("signs", error: p.entries.contains { $0 <= 0 } ? 1 : 0, bound: 0),
        Evidence("sum", error: distance(p.sum, 1.0), bound: 1e-14),
        Evidence("order", error: disorder, bound: 0),
      ]
    }

    //: The interval is open: no finite score gets a probability of 0 or 1. A `Double` closes it at
    //: 1 from a distance of 37 between two scores on, and at 0 from 746.

    let apart = softmax([-375, 375])
    page.show("range of ŷ", apart, at: "appendix:C.6")
    page.show("lower bound of ŷₖ", apart[0], at: "appendix:C.6")
    page.show("sum of ŷ", p.sum, at: "appendix:C.6", again: ["appendix:C.6"])

    //: ### Shift and temperature
    //:
    //: The slides of the appendix write $softmax(zₖ)$, but each output depends on all the scores;
    //: it is read as entry k of the softmax of **z**. Likewise the constant in $softmax(zₖ + c)$ is
    //: added to *every* score. Added to one alone it does change the result.

    page.verify("$softmax(z + c𝟙)$ is $softmax(z)$", at: "appendix:C.6:shift") { draw in
      let z = draw.vector(4, -3, 3)
      let c = draw.uniform(-50, 50)
      return [
        Evidence(
          "plain softmax", error: distance(plainSoftmax(c + z), plainSoftmax(z)), bound: 1e-13)
      ]
    }

    //: The limit in which softmax becomes arg max is not named there. It is that of a small
    //: temperature: as T goes to 0, $softmax(z/T)$ tends to the one-hot vector *of* the arg max. As
    //: T grows it tends to equal shares.

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
      let order = z.entries.sorted(by: >)
      let gap = order[0] - order[1]
      let largest = z.entries.firstIndex(of: order[0])!
      // What the others have is at most their number times e to the minus gap/T.
      let cold = (1...20).map { T in
        let T = gap / Double(T)
        return 1 - softmax(z / T)[largest] - 3 * exp(-gap / T)
      }
      return [
        Evidence("bound 3 exp(−gap/T)", error: max(0, cold.max()!), bound: 1e-14),
        Evidence(
          "T = gap/50", error: distance(softmax(z / (gap / 50)), oneHot(largest, of: 4)),
          bound: 1e-14),
        Evidence(
          "T = 10¹⁵", error: distance(softmax(z / 1e15), Vector(repeating: 0.25, count: 4)),
          bound: 1e-14),
      ]
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
    //: On the diagonal that is $pᵢ(1 − pᵢ)$, off it $−pᵢpⱼ$.

    page.derive("∂P/∂z", softmaxʹ(z))

    page.verify(
      "∂pᵢ/∂zⱼ is pᵢ(δᵢⱼ − pⱼ), as a matrix diag(p) − p pᵀ", at: "4.12", "4.13", "appendix:C.7"
    ) { draw in
      let z = draw.vector(4, -2, 2)
      let p = plainSoftmax(z)
      let exact = jacobian(at: z) { plainSoftmax($0) }
      var byEntry = Matrix(repeating: 0.0, rows: 4, columns: 4)
      for i in 0..<4 { for j in 0..<4 { byEntry[i, j] = p[i] * (kronecker(i, j) - p[j]) } }
      return [
        Evidence("entries", error: distance(byEntry, exact), bound: 1e-14),
        Evidence("matrix", error: distance(Matrix(diagonal: p) - p * p.ᵀ, exact), bound: 1e-14),
      ]
    }
    page.verify(
      "with Z = Σⱼ exp(zⱼ), ∂pᵢ/∂zᵢ is (exp(zᵢ) Z − exp(zᵢ) exp(zᵢ))/Z², pᵢ − pᵢ² and pᵢ(1 − pᵢ)",
      at: "appendix:C.7:same"
    ) { draw in
      let z = draw.vector(4, -2, 2)
      let (p, e, Z) = (plainSoftmax(z), exp(z), exp(z).sum)
      let i = draw.below(4)
      let exact = jacobian(at: z) { plainSoftmax($0) }[i, i]
      return [
        Evidence(
          "quotient", error: distance((e[i] * Z - e[i] * e[i]) / (Z * Z), exact), bound: 1e-14),
        Evidence("difference", error: distance(p[i] - p[i] * p[i], exact), bound: 1e-14),
        Evidence("product", error: distance(p[i] * (1 - p[i]), exact), bound: 1e-14),
      ]
    }
    page.verify(
      "for i ≠ j, ∂pᵢ/∂zⱼ is −exp(zᵢ) exp(zⱼ)/Z² and −pᵢpⱼ", at: "appendix:C.7:cross"
    ) { draw in
      let z = draw.vector(4, -2, 2)
      let (p, e, Z) = (plainSoftmax(z), exp(z), exp(z).sum)
      let i = draw.below(4)
      let j = (i + 1 + draw.below(3)) % 4
      let exact = jacobian(at: z) { plainSoftmax($0) }[i, j]
      return [
        Evidence("quotient", error: distance((0 - e[i] * e[j]) / (Z * Z), exact), bound: 1e-14),
        Evidence("product", error: distance(-p[i] * p[j], exact), bound: 1e-14),
      ]
    }

    //: Each row of the Jacobian adds up to zero. That is the shift invariance once more, and it
    //: means that the matrix has no inverse: from the probabilities the scores can be told only up
    //: to a constant.

    page.verify("the rows of ∂p/∂z add up to 0") { draw in
      let rows = jacobian(at: draw.vector(4, -2, 2)) { plainSoftmax($0) } * Vector([1, 1, 1, 1])
      return [Evidence("dual numbers", error: rows.maxNorm, bound: 1e-14)]
    }
  }
}
