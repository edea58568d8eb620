import Companion
import Mathematics

//: Cross-entropy after softmax has the same gradient by its logits as after a sigmoid, prediction
//: minus target. For [the sigmoid](#binary-cross-entropy) that took one step; here the
//: *Foundations* derive it in four lines. Each line is tested against the one before it, and the
//: last against the derivative itself.

/// Four logits, and shares of four classes that add up to 1.
func logitsAndShares(_ draw: inout Generator) -> (z: Vector<Double>, y: Vector<Double>) {
  (draw.vector(4, -2, 2), softmax(draw.vector(4, -2, 2)))
}

/// Σᵢ of a term, for each of n values of j
func sums(_ n: Int, _ term: (_ i: Int, _ j: Int) -> Double) -> Vector<Double> {
  Vector((0..<n).map { j in (0..<n).reduce(0) { $0 + term($1, j) } })
}

extension Losses {
  static let logitGradient = Section(.foundations, "4.4.3", "The logit gradient, line by line") {
    page in
    let z: Vector = page.given("z", ours: [2, 1, -0.5])
    let y: Vector = page.given("Y", at: "intuition:7.1", in: 0...1)
    page.derive("p", softmax(z))
    page.show("sum of y", y.sum, at: "§4.4.3", again: ["4.17"])
    page.show("Σₖ yₖ", y.sum, at: "intuition:7.1.1", for: "intuition:7.1.1:sumy")
    byProbability(page)
    byLogit(page, z, y)
    detour(page)
    anyTargets(page)
  }

  //: By the probability first. Here all pᵢ count as free, as if they need not add up to 1.
  //:
  //:     ∂ℓ/∂pᵢ = −yᵢ/pᵢ                                    (4.14)

  private static func byProbability(_ page: Page) {
    page.verify("∂ℓ/∂pᵢ is −yᵢ/pᵢ", at: "4.14") { draw in
      let (p, y) = (draw.vector(4, 0.1, 1), draw.vector(4, 0, 1))
      gradient(at: p) { categoricalCrossEntropy($0, Vector(y)) } ≈ -y / p
    }
  }

  //: Then down the chain, with the [Jacobian of softmax](#softmax-and-cross-entropy):
  //:
  //:     ∂ℓ/∂zⱼ = Σᵢ ∂ℓ/∂pᵢ ∂pᵢ/∂zⱼ = Σᵢ (−yᵢ/pᵢ) pᵢ(δᵢⱼ − pⱼ)   (4.15)
  //:            = −Σᵢ yᵢ(δᵢⱼ − pⱼ) = −Σᵢ yᵢδᵢⱼ + Σᵢ yᵢpⱼ         (4.16)
  //:     ∂ℓ/∂z = p − y                                      (4.18)
  //:
  //: The first sum of (4.16) picks out yⱼ, the second is pⱼ, since the targets add up to 1. They
  //: are any shares here, since nothing asks for one-hot: soft labels have the same gradient.

  private static func byLogit(_ page: Page, _ z: Vector<Double>, _ y: Vector<Double>) {
    page.derivation("∂ℓ/∂zⱼ", at: "appendix:C.7:ce", of: (z, y)) { draw in
      logitsAndShares(&draw)
    } lines: { z, y in
      let (n, p) = (z.count, plainSoftmax(z))
      Line(
        "Σᵢ (−yᵢ/pᵢ) pᵢ(δᵢⱼ − pⱼ)", at: "4.15",
        sums(n) { i, j in -y[i] / p[i] * p[i] * (kronecker(i, j) - p[j]) })
      Line("−Σᵢ yᵢ(δᵢⱼ − pⱼ)", at: "4.16", -sums(n) { i, j in y[i] * (kronecker(i, j) - p[j]) })
      Line(
        "−Σᵢ yᵢδᵢⱼ + Σᵢ yᵢpⱼ", at: "4.16",
        -sums(n) { i, j in y[i] * kronecker(i, j) } + sums(n) { i, j in y[i] * p[j] })
      Line("−yⱼ + pⱼ Σᵢ yᵢ", y.sum * p - y)
      Line("pⱼ − yⱼ", at: "4.18", p - y)
    } truth: { z, y in
      gradient(at: z) { categoricalCrossEntropy(plainSoftmax($0), Vector(y)) }
    }
    page.verify("Σᵢ yᵢδᵢⱼ is yⱼ for any y, and Σᵢ yᵢ is 1 for one-hot y", at: "4.4.3:sums") {
      draw in
      let y = draw.vector(4)
      sums(4) { i, j in y[i] * kronecker(i, j) } == y
      oneHot(draw.below(4), of: 4).sum == 1
    }
  }

  //: The notes put one line more between (4.16) and the result:
  //:
  //:     ∂ℓ/∂zⱼ = −pⱼ + pⱼ · 1 + (pⱼ − yⱼ) = pⱼ − yⱼ        (4.17)
  //:
  //: Does it follow from (4.16)? Putting the two sums in gives $−yⱼ + pⱼ · 1$, and that is already
  //: the result. What is printed in between is $−pⱼ + pⱼ · 1 + (pⱼ − yⱼ)$: the first two terms
  //: cancel, and the third is what was to be shown. As an equality it is true, even with any
  //: $Σᵢ yᵢ$ in place of the 1; as a step it is a detour that uses its own destination.

  private static func detour(_ page: Page) {
    page.verify("(4.16) is −pⱼ + pⱼ Σᵢ yᵢ + (pⱼ − yⱼ) for any y", at: "4.17") { draw in
      let (p, y) = (plainSoftmax(draw.vector(4, -2, 2)), draw.vector(4))
      -p + y.sum * p + (p - y) ≈ -sums(4) { i, j in y[i] * (kronecker(i, j) - p[j]) }
    }
  }

  //: Where the targets do not add up to 1 the result is $(Σᵢ yᵢ) p − y$ instead, and $p − y$ is
  //: no gradient of this loss any more.

  private static func anyTargets(_ page: Page) {
    page.verify("for any y the gradient is (Σᵢ yᵢ) p − y") { draw in
      let (z, y) = (draw.vector(4, -2, 2), draw.vector(4, 0, 1))
      gradient(at: z) { categoricalCrossEntropy(plainSoftmax($0), Vector(y)) }
        ≈ y.sum * softmax(z) - y
    }
  }
}
