import Companion
import Mathematics

//: From the logits the derivation goes on to the weights of the last layer, one index at a time.
//: *The Maths of Deep Learning* has a chapter of its own on it, which begins with the
//: [gradient by the logits](#the-logit-gradient-line-by-line) once more. Its indices slip twice on
//: the way. Since it says itself that i, j and k are best understood by substituting a short
//: example, that is what is done here, a hundred times.

/// A network of sigmoid layers with softmax at its end (intuition 7).
struct SoftmaxNetwork<T: Scalar> {
  /// W and b of each layer, the last one for the logits.
  var layers: [(W: Matrix<T>, b: Vector<T>)]

  /// a⁰ → … → aˡ⁻¹ → zˡ → P
  func forward(_ x: Vector<T>) -> (a: Vector<T>, z: Vector<T>, p: Vector<T>) {
    let a = layers.dropLast().reduce(x) { a, layer in σ(layer.W * a + layer.b) }
    let last = layers[layers.count - 1]
    let z = last.W * a + last.b
    return (a, z, plainSoftmax(z))
  }
}

extension SoftmaxNetwork<Double> {
  /// Wˡ = Wˡ − α ∂L/∂Wˡ, with ∂L/∂Wˡ = (p − y)(aˡ⁻¹)ᵀ
  func stepped(_ x: Vector<Double>, _ y: Vector<Double>, _ α: Double) -> SoftmaxNetwork {
    let (a, _, p) = forward(x)
    var next = self
    next.layers[layers.count - 1].W -= α * ((p - y) * a.ᵀ)
    return next
  }
}

extension Losses {
  static let lastLayer = Section(.intuition, "7.1", "The last layer, index by index") { page in
    page.define(
      "sigmoid layers, softmax at the end", at: "7:model", "7.1:net", "7.1.1:z",
      by: "SoftmaxNetwork.forward")

    //: In the chain that shows the network, the layers before the last are printed as 1−1 and
    //: 1−2; the digit is a letter, and $l−1$ and $l−2$ are meant.
    //:
    //: ### The derivative by a logit
    //:
    //: The loss is a sum over k of $−yₖ log pₖ$. The derivative goes into the sum, past yₖ, and by
    //: the chain rule into the logarithm:
    //:
    //:     ∂L/∂zᵢ = −Σₖ yₖ ∂(log pₖ)/∂zᵢ                      (intuition 7.1.1)
    //:            = −Σₖ yₖ (1/pₖ) ∂pₖ/∂zᵢ

    page.verify(
      "∂L/∂zᵢ is −Σₖ yₖ ∂(log pₖ)/∂zᵢ and −Σₖ yₖ (1/pₖ) ∂pₖ/∂zᵢ", at: "7.1.1:dldz", "7.1.1:log",
      "7.1.1:log_derivative"
    ) { draw in
      let sample = LogitSample(&draw)
      let (p, y) = (sample.p, sample.y)
      let exact = reverseGradient(at: sample.z, sample.loss)
      let ofLog = jacobian(at: sample.z) { log(plainSoftmax($0)) }
      let ofP = jacobian(at: sample.z) { plainSoftmax($0) }
      return [
        Evidence("log inside", error: distance(-(ofLog.ᵀ * y), exact), bound: 1e-14),
        Evidence(
          "chain rule",
          error: distance(-sample.sums { k, i in y[k] / p[k] * ofP[k, i] }, exact), bound: 1e-14),
      ]
    }
    page.verify("(f(g(x)))ʹ is fʹ(g(x)) gʹ(x)", at: "7.1.1:chainrule") { draw in
      let x = draw.uniform(0.5, 3)
      func composed<T: Scalar>(_ v: Vector<T>) -> T { log(1 + exp(v[0] * v[0])) }
      let g = 1 + exp(x * x)
      return compare([1 / g * (exp(x * x) * 2 * x)], at: [x], composed, composed, composed)
    }

    //: For the derivative of softmax the notes print $∂pᵢ/∂zᵢ$ on the left and a j on the right.
    //: With zⱼ on the left it is right.

    page.refute(
      "∂pᵢ/∂zᵢ = pᵢ(δᵢⱼ − pⱼ) for any i and j", at: "7.1.1:dpdz",
      correction: "∂pᵢ/∂zⱼ = pᵢ(δᵢⱼ − pⱼ)"
    ) { draw in
      let z = draw.vector(4, -2, 2)
      let (p, i, j) = (plainSoftmax(z), draw.below(4), draw.below(4))
      let exact = jacobian(at: z) { plainSoftmax($0) }
      return [
        Evidence(
          "dual numbers", error: distance(p[i] * (kronecker(i, j) - p[j]), exact[i, i]),
          bound: 1e-14)
      ]
    } corrected: { draw in
      let z = draw.vector(4, -2, 2)
      let (p, i, j) = (plainSoftmax(z), draw.below(4), draw.below(4))
      let exact = jacobian(at: z) { plainSoftmax($0) }
      return [
        Evidence(
          "dual numbers", error: distance(p[i] * (kronecker(i, j) - p[j]), exact[i, j]),
          bound: 1e-14)
      ]
    }

    //: That j goes with the formula into the sum over k, where it has no meaning: i is fixed by
    //: the left side, k is summed over, and nothing says what j is. “Dummy indices” it is not:
    //: only k can be renamed. Corrected, with k for j, the sum is right; and because the Jacobian
    //: is symmetric, it is then the next line of the notes:
    //:
    //:     ∂L/∂zᵢ = −Σₖ yₖ (1/pₖ) pᵢ(δᵢₖ − pₖ)                (intuition 7.1.1, corrected)
    //:            = −Σₖ yₖ (1/pₖ) pₖ(δᵢₖ − pᵢ)

    page.refute(
      "∂L/∂zᵢ = −Σₖ yₖ (1/pₖ) pᵢ(δᵢⱼ − pⱼ) for any j", at: "7.1.1:sum_ij",
      correction: "∂L/∂zᵢ = −Σₖ yₖ (1/pₖ) pᵢ(δᵢₖ − pₖ), that is with k for j"
    ) { draw in
      let sample = LogitSample(&draw)
      let (p, y, j) = (sample.p, sample.y, draw.below(4))
      let line = -sample.sums { k, i in y[k] / p[k] * p[i] * (kronecker(i, j) - p[j]) }
      let exact = reverseGradient(at: sample.z, sample.loss)
      return [Evidence("tape", error: distance(line, exact), bound: 1e-13)]
    } corrected: { draw in
      let sample = LogitSample(&draw)
      let (p, y) = (sample.p, sample.y)
      let line = -sample.sums { k, i in y[k] / p[k] * p[i] * (kronecker(i, k) - p[k]) }
      let exact = reverseGradient(at: sample.z, sample.loss)
      return [Evidence("tape", error: distance(line, exact), bound: 1e-13)]
    }

    //: From there on every line follows from the one before. One of the six is printed twice in
    //: a row; the five that differ are each compared with the derivative.

    page.verify("−Σₖ yₖ (1/pₖ) pₖ(δᵢₖ − pᵢ) is ∂L/∂zᵢ", at: "7.1.1:sum_ik") { draw in
      let sample = LogitSample(&draw)
      let (p, y) = (sample.p, sample.y)
      let line = -sample.sums { k, i in y[k] / p[k] * p[k] * (kronecker(i, k) - p[i]) }
      let exact = reverseGradient(at: sample.z, sample.loss)
      return [Evidence("tape", error: distance(line, exact), bound: 1e-14)]
    }
    page.verify("so is each line from the split into k = i and k ≠ i on", at: "7.1.1:steps") {
      draw in
      let sample = LogitSample(&draw)
      let (p, y) = (sample.p, sample.y)
      let exact = reverseGradient(at: sample.z, sample.loss)
      func others(_ i: Int, _ term: (Int) -> Double) -> Double {
        y.indices.reduce(0) { $1 == i ? $0 : $0 + term($1) }
      }
      func error(_ line: (Int) -> Double) -> Double {
        distance(Vector(y.indices.map { line($0) }), exact)
      }
      return [
        Evidence(
          "split",
          error: error { i in
            -y[i] / p[i] * p[i] * (1 - p[i]) - others(i) { y[$0] / p[$0] * p[$0] * (0 - p[i]) }
          }, bound: 1e-14),
        Evidence(
          "cancelled", error: error { i in -y[i] * (1 - p[i]) - others(i) { y[$0] * (0 - p[i]) } },
          bound: 1e-14),
        Evidence(
          "multiplied out", error: error { i in -y[i] + y[i] * p[i] + others(i) { y[$0] * p[i] } },
          bound: 1e-14),
        Evidence(
          "pᵢ taken out", error: error { i in -y[i] + p[i] * (y[i] + others(i) { y[$0] }) },
          bound: 1e-14),
        Evidence("joined", error: error { i in -y[i] + p[i] * y.sum }, bound: 1e-14),
      ]
    }

    //: The result is entry i of a vector. It is printed once with zⁱ and once with zˡ on its left.
    //: The notes keep superscripts for layers, so that the first is a slip of position, and the
    //: second has all logits on the left and one of them on the right. Both are read as $∂L/∂zᵢ$ of
    //: the last layer.

    page.verify(
      "∂L/∂zᵢ is pᵢ − yᵢ", at: "7.1.1:result", "7.1.1:eqa1_1", "7.1.1:eqa1_1_copy"
    ) { draw in
      let sample = LogitSample(&draw)
      return compare(sample.p - sample.y, at: sample.z, sample.loss, sample.loss, sample.loss)
    }

    //: ### The derivative by the weights
    //:
    //: The derivative of a vector by a matrix has three indices: $∂zᵢ/∂Wⱼₖ$ is aₖ for $j = i$ and 0
    //: otherwise. The $(aˡ⁻¹)ᵀ$ of the notes is shorthand for it, good as long as the product is
    //: taken in one way only, as an outer product, which is what the sum over i of the full chain
    //: rule leaves:
    //:
    //:     ∂L/∂Wⱼₖ = Σᵢ ∂L/∂zᵢ ∂zᵢ/∂Wⱼₖ = (pⱼ − yⱼ)aₖ
    //:     ∂L/∂Wˡ = (p − y)(aˡ⁻¹)ᵀ                            (intuition 7.1.1)

    page.verify("∂zᵢ/∂Wⱼₖ is δᵢⱼaₖ", at: "7.1.1:dzdw") { draw in
      let (W, a, b) = (draw.matrix(3, 2), draw.vector(2), draw.vector(3))
      let (i, j, k) = (draw.below(3), draw.below(3), draw.below(2))
      var dual = Matrix<Dual<Double>>(W)
      dual[j, k].tangent = 1
      let exact = (dual * Vector(a) + Vector(b))[i].tangent
      return [
        Evidence("dual numbers", error: distance(kronecker(i, j) * a[k], exact), bound: 0)
      ]
    }
    page.verify(
      "∂L/∂Wⱼₖ is Σᵢ ∂L/∂zᵢ ∂zᵢ/∂Wⱼₖ, as a matrix (p − y)(aˡ⁻¹)ᵀ", at: "7.1.1:eqa1_chain",
      "7.1.1:eqa1"
    ) { draw in
      let x = draw.vector(2)
      let y = softmax(draw.vector(3))
      let network = SoftmaxNetwork(layers: [
        (draw.matrix(2, 2), draw.vector(2)), (draw.matrix(3, 2), draw.vector(3)),
      ])
      let (a, _, p) = network.forward(x)
      func loss<T: Scalar>(_ W: Matrix<T>) -> T {
        let z = W * Vector<T>(a) + Vector<T>(network.layers[1].b)
        return categoricalCrossEntropy(plainSoftmax(z), Vector<T>(y))
      }
      // The sum itself, for one weight, from two derivatives that know nothing of each other.
      let (j, k) = (draw.below(3), draw.below(2))
      let (W, b) = (network.layers[1].W, network.layers[1].b)
      let byZ = reverseGradient(at: W * a + b) { z in
        categoricalCrossEntropy(plainSoftmax(z), Vector<Variable>(y))
      }
      var moved = Matrix<Dual<Double>>(W)
      moved[j, k].tangent = 1
      let z = moved * Vector(a) + Vector(b)
      let sum = (0..<3).reduce(0) { $0 + byZ[$1] * z[$1].tangent }
      return compare((p - y) * a.ᵀ, at: W, loss, loss, loss)
        + [Evidence("Σᵢ", error: distance(sum, (p[j] - y[j]) * a[k]), bound: 1e-14)]
    }

    //: A step against that gradient lowers the loss, if it is short enough. How short can be said:
    //: the curvature of cross-entropy by the logits is at most ½, hence by W at most $½‖a‖²$, and
    //: with $α = 2/‖a‖²$ the loss falls by at least $α/2$ times the squared gradient.

    page.define("one step of the last layer", at: "7.2:update", by: "SoftmaxNetwork.stepped")
    page.verify("a step α = 2/‖a‖² lowers L by (α/2)‖∂L/∂W‖² or more", at: "7.2:update") { draw in
      let x = draw.vector(2)
      let y = oneHot(draw.below(3), of: 3)
      let network = SoftmaxNetwork(layers: [
        (draw.matrix(2, 2), draw.vector(2)), (draw.matrix(3, 2), draw.vector(3)),
      ])
      let (a, _, p) = network.forward(x)
      let α = 2 / (a ⋅ a)
      let promised = α / 2 * ((p - y) * a.ᵀ).frobeniusNorm.power(2)
      let after = network.stepped(x, y, α).forward(x).p
      let fall = categoricalCrossEntropy(p, y) - categoricalCrossEntropy(after, y)
      return [Evidence("fall", error: max(0, promised - fall), bound: 1e-14)]
    }
  }
}
