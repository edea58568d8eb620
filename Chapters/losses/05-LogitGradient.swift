import Companion
import Mathematics

//: Cross-entropy after softmax has the same gradient by its logits as after a sigmoid, prediction
//: minus target. For [the sigmoid](#binary-cross-entropy) that took one step; here the
//: *Foundations* derive it in four lines. Each line is an equality of its own, and each is tested
//: as one: its right side against its left, and against the derivative that dual numbers give.

extension Losses {
  static let logitGradient = Section(.foundations, "4.4.3", "The logit gradient, line by line") {
    page in
    let z = page.given(vector: "z", ours: [2, 1, -0.5])
    let y = page.given(vector: "Y", at: "intuition:7.1")
    let p = softmax(z)

    page.derive("p", p)
    page.derive("p − y", p - y, for: "4.18")
    page.show("sum of y", y.sum, at: "§4.4.3", again: ["4.17"])
    page.show("Σₖ yₖ", y.sum, at: "intuition:7.1.1", for: "intuition:7.1.1:sumy")

    //: By the probability first. Here all pᵢ count as free, as if they need not add up to 1.
    //:
    //:     ∂ℓ/∂pᵢ = −yᵢ/pᵢ                                    (4.14)

    page.verify("∂ℓ/∂pᵢ is −yᵢ/pᵢ", at: "4.14") { draw in
      let (p, y) = (draw.vector(4, 0.1, 1), draw.vector(4, 0, 1))
      func loss<T: Scalar>(_ p: Vector<T>) -> T { categoricalCrossEntropy(p, Vector<T>(y)) }
      return compare(Vector((0..<4).map { -y[$0] / p[$0] }), at: p, loss, loss, loss)
    }

    //: Then down the chain, with the [Jacobian of softmax](#softmax-and-cross-entropy):
    //:
    //:     ∂ℓ/∂zⱼ = Σᵢ ∂ℓ/∂pᵢ ∂pᵢ/∂zⱼ = Σᵢ (−yᵢ/pᵢ) pᵢ(δᵢⱼ − pⱼ)   (4.15)
    //:            = −Σᵢ yᵢ(δᵢⱼ − pⱼ) = −Σᵢ yᵢδᵢⱼ + Σᵢ yᵢpⱼ         (4.16)
    //:
    //: The targets of these draws are any shares that add up to 1, since nothing asks for one-hot:
    //: soft labels have the same gradient.

    page.verify("∂ℓ/∂zⱼ is Σᵢ (−yᵢ/pᵢ) pᵢ(δᵢⱼ − pⱼ)", at: "4.15") { draw in
      let sample = LogitSample(&draw)
      return compare(sample.line15, at: sample.z, sample.loss, sample.loss, sample.loss)
    }
    page.verify("(4.15) is −Σᵢ yᵢ(δᵢⱼ − pⱼ), which is −Σᵢ yᵢδᵢⱼ + Σᵢ yᵢpⱼ", at: "4.16") { draw in
      let sample = LogitSample(&draw)
      return [
        Evidence("from (4.15)", error: distance(sample.line16, sample.line15), bound: 1e-14),
        Evidence("split in two", error: distance(sample.line16Split, sample.line16), bound: 1e-14),
      ]
    }
    page.verify("Σᵢ yᵢδᵢⱼ is yⱼ for any y, and Σᵢ yᵢ is 1 for one-hot y", at: "4.4.3:sums") {
      draw in
      let y = draw.vector(4)
      let sums = Vector((0..<4).map { j in (0..<4).reduce(0.0) { $0 + y[$1] * kronecker($1, j) } })
      return [
        Evidence("picked", error: distance(sums, y), bound: 0),
        Evidence("one-hot", error: distance(oneHot(draw.below(4), of: 4).sum, 1.0), bound: 0),
      ]
    }

    //: The sums are yⱼ and pⱼ, and the result stands at the end of the next line:
    //:
    //:     ∂ℓ/∂zⱼ = −pⱼ + pⱼ · 1 + (pⱼ − yⱼ) = pⱼ − yⱼ        (4.17)
    //:
    //: Does (4.17) follow from (4.16)? Putting the two sums in gives $−yⱼ + pⱼ · 1$, and that is
    //: already the result. What is printed in between is $−pⱼ + pⱼ · 1 + (pⱼ − yⱼ)$: the first two
    //: terms cancel, and the third is what was to be shown. As an equality it is true, even with
    //: any $Σᵢ yᵢ$ in place of the 1; as a step it is a detour that uses its own destination.

    page.verify("(4.16) is −pⱼ + pⱼ Σᵢ yᵢ + (pⱼ − yⱼ) for any y", at: "4.17") { draw in
      let (z, y) = (draw.vector(4, -2, 2), draw.vector(4))
      let sample = LogitSample(z: z, y: y)
      let p = sample.p
      let middle = -p + y.sum * p + (p - y)
      return [Evidence("from (4.16)", error: distance(middle, sample.line16), bound: 1e-14)]
    }
    page.verify("(4.16) with the two sums put in is −yⱼ + pⱼ, that is pⱼ − yⱼ", at: "4.17") {
      draw in
      let sample = LogitSample(&draw)
      return [
        Evidence("from (4.16)", error: distance(-sample.y + sample.p, sample.line16), bound: 1e-14)
      ]
    }

    //: For all j at once this is the gradient by the logits:
    //:
    //:     ∂ℓ/∂z = p − y                                      (4.18)

    page.verify(
      "the gradient of cross-entropy after softmax is p − y", at: "4.18", "appendix:C.7:ce"
    ) { draw in
      let sample = LogitSample(&draw)
      return compare(sample.p - sample.y, at: sample.z, sample.loss, sample.loss, sample.loss)
    }

    //: Where the targets do not add up to 1 the result is $(Σᵢ yᵢ) p − y$ instead, and $p − y$ is
    //: no gradient of this loss any more.

    page.verify("for any y the gradient is (Σᵢ yᵢ) p − y") { draw in
      let sample = LogitSample(z: draw.vector(4, -2, 2), y: draw.vector(4, 0, 1))
      let gradient = sample.y.sum * sample.p - sample.y
      return compare(gradient, at: sample.z, sample.loss, sample.loss, sample.loss)
    }
  }
}

/// Logits and a target, with the lines of the derivation for all j at once.
struct LogitSample {
  let z: Vector<Double>
  let y: Vector<Double>

  var p: Vector<Double> { plainSoftmax(z) }

  func loss<T: Scalar>(_ z: Vector<T>) -> T {
    categoricalCrossEntropy(plainSoftmax(z), Vector<T>(y))
  }

  /// Σᵢ of a term, for each j.
  func sums(_ term: (_ i: Int, _ j: Int) -> Double) -> Vector<Double> {
    Vector(z.indices.map { j in z.indices.reduce(0) { $0 + term($1, j) } })
  }

  /// Σᵢ (−yᵢ/pᵢ) pᵢ(δᵢⱼ − pⱼ)
  var line15: Vector<Double> {
    let p = p
    return sums { i, j in -y[i] / p[i] * p[i] * (kronecker(i, j) - p[j]) }
  }
  /// −Σᵢ yᵢ(δᵢⱼ − pⱼ)
  var line16: Vector<Double> {
    let p = p
    return -sums { i, j in y[i] * (kronecker(i, j) - p[j]) }
  }
  /// −Σᵢ yᵢδᵢⱼ + Σᵢ yᵢpⱼ
  var line16Split: Vector<Double> {
    let p = p
    return -sums { i, j in y[i] * kronecker(i, j) } + sums { i, j in y[i] * p[j] }
  }
}

extension LogitSample {
  /// Four logits and a target whose shares add up to 1.
  init(_ draw: inout Generator) {
    z = draw.vector(4, -2, 2)
    y = softmax(draw.vector(4, -2, 2))
  }
}
