import Companion
import Mathematics

//: From the logits the derivation goes on to the weights of the last layer, one index at a time.
//: *The Maths of Deep Learning* has a chapter of its own on it, which begins with the
//: [gradient by the logits](#the-logit-gradient-line-by-line) once more. Its indices slip twice on
//: the way. Since it says itself that i, j and k are best understood by substituting a short
//: example, that is what is done here, a hundred times.
//:
//: In the chain that shows the network, the layers before the last are printed as 1−1 and
//: 1−2; the digit is a letter, and $l−1$ and $l−2$ are meant.

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

/// ∂L/∂z by the tape.
private func tapeGradient(_ z: Vector<Double>, _ y: Vector<Double>) -> Vector<Double> {
  reverseGradient(at: z) { categoricalCrossEntropy(plainSoftmax($0), Vector(y)) }
}

extension Losses {
  static let lastLayer = Section(.intuition, "7.1", "The last layer, index by index") { page in
    page.define(
      "sigmoid layers, softmax at the end", at: "7:model", "7.1:net", "7.1.1:z",
      by: "SoftmaxNetwork.forward")
    let z: Vector = page.given("z", ours: [2, 1, -0.5])
    let y: Vector = page.given("Y", at: "7.1", in: 0...1)
    let a: Vector = page.given("activations", ours: [0.6, 0.2], in: 0...1)
    intoTheLogarithm(page, z, y)
    slipOfAnIndex(page)
    toTheResult(page, z, y)
    byWeight(page)
    outerProduct(page, z, y, a)
    step(page)
  }

  //: ### The derivative by a logit
  //:
  //: The loss is a sum over k of $−yₖ log pₖ$. The derivative goes into the sum, past yₖ, and by
  //: the chain rule into the logarithm:
  //:
  //:     ∂L/∂zᵢ = −Σₖ yₖ ∂(log pₖ)/∂zᵢ                      (intuition 7.1.1)
  //:            = −Σₖ yₖ (1/pₖ) ∂pₖ/∂zᵢ

  private static func intoTheLogarithm(_ page: Page, _ z: Vector<Double>, _ y: Vector<Double>) {
    page.derivation("∂L/∂zᵢ", at: "7.1.1:dldz", of: (z, y)) { draw in
      logitsAndShares(&draw)
    } lines: { z, y in
      let p = plainSoftmax(z)
      let ofLog = jacobian(at: z) { log(plainSoftmax($0)) }
      let ofP = jacobian(at: z) { plainSoftmax($0) }
      Line(
        "−Σₖ yₖ ∂(log pₖ)/∂zᵢ", at: "7.1.1:log", -sums(z.count) { k, i in y[k] * ofLog[k, i] })
      Line(
        "−Σₖ yₖ (1/pₖ) ∂pₖ/∂zᵢ", at: "7.1.1:log_derivative",
        -sums(z.count) { k, i in y[k] * (1 / p[k]) * ofP[k, i] })
    } truth: { z, y in
      tapeGradient(z, y)
    }
    page.verify("(f(g(x)))ʹ is fʹ(g(x)) gʹ(x)", at: "7.1.1:chainrule") { draw in
      let x = draw.uniform(0.5, 3)
      let g = 1 + exp(x * x)
      derivative(at: x) { log(1 + exp($0 * $0)) } ≈ 1 / g * (exp(x * x) * 2 * x)
    }
  }

  //: For the derivative of softmax the notes print $∂pᵢ/∂zᵢ$ on the left and a j on the right.
  //: With zⱼ on the left it is right.
  //:
  //: That j goes with the formula into the sum over k, where it has no meaning: i is fixed by
  //: the left side, k is summed over, and nothing says what j is. “Dummy indices” it is not:
  //: only k can be renamed.

  private static func slipOfAnIndex(_ page: Page) {
    page.refute(
      "∂pᵢ/∂zᵢ = pᵢ(δᵢⱼ − pⱼ) for any i and j", at: "7.1.1:dpdz",
      correction: "∂pᵢ/∂zⱼ = pᵢ(δᵢⱼ − pⱼ)"
    ) { draw in
      let z = draw.vector(4, -2, 2)
      let (p, i, j) = (plainSoftmax(z), draw.below(4), draw.below(4))
      p[i] * (kronecker(i, j) - p[j]) ≈ jacobian(at: z) { plainSoftmax($0) }[i, i]
    } corrected: { draw in
      let z = draw.vector(4, -2, 2)
      let (p, i, j) = (plainSoftmax(z), draw.below(4), draw.below(4))
      p[i] * (kronecker(i, j) - p[j]) ≈ jacobian(at: z) { plainSoftmax($0) }[i, j]
    }
    page.refute(
      "∂L/∂zᵢ = −Σₖ yₖ (1/pₖ) pᵢ(δᵢⱼ − pⱼ) for any j", at: "7.1.1:sum_ij",
      correction: "∂L/∂zᵢ = −Σₖ yₖ (1/pₖ) pᵢ(δᵢₖ − pₖ), that is with k for j"
    ) { draw in
      let (z, y) = logitsAndShares(&draw)
      let (p, j) = (plainSoftmax(z), draw.below(4))
      -sums(4) { k, i in y[k] / p[k] * p[i] * (kronecker(i, j) - p[j]) } ≈ tapeGradient(z, y)
    } corrected: { draw in
      let (z, y) = logitsAndShares(&draw)
      let p = plainSoftmax(z)
      -sums(4) { k, i in y[k] / p[k] * p[i] * (kronecker(i, k) - p[k]) } ≈ tapeGradient(z, y)
    }
  }

  //: Corrected, with k for j, the sum is right; and because the Jacobian is symmetric, it is then
  //: the next line of the notes:
  //:
  //:     ∂L/∂zᵢ = −Σₖ yₖ (1/pₖ) pᵢ(δᵢₖ − pₖ)                (intuition 7.1.1, corrected)
  //:            = −Σₖ yₖ (1/pₖ) pₖ(δᵢₖ − pᵢ)
  //:
  //: From there on every line follows from the one before. The sum is split into the term with
  //: $k = i$, where δᵢₖ is 1, and the others, where it is 0; pₖ is cancelled, the brackets are
  //: multiplied out, and pᵢ is taken out of a sum that is 1. One of the lines is printed twice in
  //: a row.
  //:
  //: The result is entry i of a vector. It is printed once with zⁱ and once with zˡ on its left.
  //: The notes keep superscripts for layers, so that the first is a slip of position, and the
  //: second has all logits on the left and one of them on the right. Both are read as $∂L/∂zᵢ$ of
  //: the last layer. Here it is by the logit of the wanted class.

  private static func toTheResult(_ page: Page, _ z: Vector<Double>, _ y: Vector<Double>) {
    let i = y.indices.max { y[$0] < y[$1] }!
    page.derivation("∂L/∂zᵢ", at: "7.1.1:eqa1_1", "7.1.1:eqa1_1_copy", of: (z, y, i)) { draw in
      let (z, y) = logitsAndShares(&draw)
      return (z, y, draw.below(4))
    } lines: { z, y, i in
      let p = plainSoftmax(z)
      let all = { (term: (Int) -> Double) in z.indices.reduce(0) { $0 + term($1) } }
      let others = { (term: (Int) -> Double) in all { k in k == i ? 0 : term(k) } }
      Line("−Σₖ yₖ (1/pₖ) pᵢ(δᵢₖ − pₖ)", -all { y[$0] / p[$0] * p[i] * (kronecker(i, $0) - p[$0]) })
      Line(
        "−Σₖ yₖ (1/pₖ) pₖ(δᵢₖ − pᵢ)", at: "7.1.1:sum_ik",
        -all { y[$0] / p[$0] * p[$0] * (kronecker(i, $0) - p[i]) })
      Line(
        "−yᵢ/pᵢ pᵢ(1 − pᵢ) − Σ_{k≠i} yₖ/pₖ pₖ(0 − pᵢ)", at: "7.1.1:steps",
        -y[i] / p[i] * p[i] * (1 - p[i]) - others { y[$0] / p[$0] * p[$0] * (0 - p[i]) })
      Line(
        "−yᵢ(1 − pᵢ) − Σ_{k≠i} yₖ(0 − pᵢ)", at: "7.1.1:steps",
        -y[i] * (1 - p[i]) - others { y[$0] * (0 - p[i]) })
      Line(
        "−yᵢ + yᵢpᵢ + Σ_{k≠i} yₖpᵢ", at: "7.1.1:steps",
        -y[i] + y[i] * p[i] + others { y[$0] * p[i] })
      Line(
        "−yᵢ + pᵢ(yᵢ + Σ_{k≠i} yₖ)", at: "7.1.1:steps", -y[i] + p[i] * (y[i] + others { y[$0] }))
      Line("−yᵢ + pᵢ Σₖ yₖ", at: "7.1.1:steps", -y[i] + p[i] * all { y[$0] })
      Line("pᵢ − yᵢ", at: "7.1.1:result", p[i] - y[i])
    } truth: { z, y, i in
      derivative(at: z[i]) { zᵢ in
        var z = Vector<Twofold>(z)
        z[i] = zᵢ
        return categoricalCrossEntropy(plainSoftmax(z), Vector(y))
      }
    }
  }

  //: ### The derivative by the weights
  //:
  //: The derivative of a vector by a matrix has three indices. Row j of W makes zⱼ and nothing
  //: else, and Wⱼₖ is multiplied by aₖ there: $∂zᵢ/∂Wⱼₖ$ is aₖ for $j = i$ and 0 otherwise.

  private static func byWeight(_ page: Page) {
    page.verify("∂zᵢ/∂Wⱼₖ is δᵢⱼaₖ", at: "7.1.1:dzdw") { draw in
      let (W, a, b) = (draw.matrix(3, 2), draw.vector(2), draw.vector(3))
      let i = draw.below(3)
      gradient(at: W) { ($0 * Vector(a) + Vector(b))[i] } ≈ oneHot(i, of: 3) * a.ᵀ
    }
  }

  //: The full chain rule sums over i, and the sum keeps one term:
  //:
  //:     ∂L/∂Wⱼₖ = Σᵢ ∂L/∂zᵢ ∂zᵢ/∂Wⱼₖ = (pⱼ − yⱼ)aₖ
  //:     ∂L/∂Wˡ = (p − y)(aˡ⁻¹)ᵀ                            (intuition 7.1.1)
  //:
  //: That is why a factor that was multiplied from the right comes back on the right, and lying
  //: down: row j of the result belongs to the logit j, and its column k to the activation k, which
  //: is a column times a row, the outer product. The $(aˡ⁻¹)ᵀ$ that the notes print for
  //: $∂zˡ/∂Wˡ$ is shorthand for three indices, good as long as the product is taken in this way
  //: only. In the example the logits are those of above, with two activations before them, and j
  //: is the wanted class.

  private static func outerProduct(
    _ page: Page, _ z: Vector<Double>, _ y: Vector<Double>, _ a: Vector<Double>
  ) {
    let none = Matrix(repeating: 0.0, rows: z.count, columns: a.count)
    let j = y.indices.max { y[$0] < y[$1] }!
    page.derivation("∂L/∂Wⱼₖ", of: (W: none, b: z, a: a, y: y, j: j)) { draw in
      let (W, b) = (draw.matrix(3, 2), draw.vector(3))
      return (W: W, b: b, a: draw.vector(2, 0, 1), y: softmax(draw.vector(3)), j: draw.below(3))
    } lines: { W, b, a, y, j in
      let z = W * a + b
      let (p, byZ) = (plainSoftmax(z), tapeGradient(z, y))
      let chain = z.indices.map { i in
        byZ[i] * forwardGradient(at: W) { ($0 * Vector(a) + Vector(b))[i] }.row(j)
      }
      let delta = z.indices.map { i in (p[i] - y[i]) * kronecker(i, j) * a }
      Line("Σᵢ ∂L/∂zᵢ ∂zᵢ/∂Wⱼₖ", at: "7.1.1:eqa1_chain", chain.dropFirst().reduce(chain[0], +))
      Line("Σᵢ (pᵢ − yᵢ)δᵢⱼaₖ", delta.dropFirst().reduce(delta[0], +))
      Line("(pⱼ − yⱼ)aₖ", (p[j] - y[j]) * a)
      Line("[(p − y)(aˡ⁻¹)ᵀ]ⱼₖ", at: "7.1.1:eqa1", ((p - y) * a.ᵀ).row(j))
    } truth: { W, b, a, y, j in
      gradient(at: W.row(j)) { row in
        var z = Vector<Twofold>(W * a + b)
        let zⱼ = row ⋅ Vector(a) + Twofold(b[j])
        z[j] = zⱼ
        return categoricalCrossEntropy(plainSoftmax(z), Vector(y))
      }
    }
  }

  //: A step against that gradient lowers the loss, if it is short enough. How short can be said:
  //: the curvature of cross-entropy by the logits is at most ½, hence by W at most $½‖a‖²$, and
  //: with $α = 2/‖a‖²$ the loss falls by at least $α/2$ times the squared gradient.

  private static func step(_ page: Page) {
    page.define("one step of the last layer", at: "7.2:update", by: "SoftmaxNetwork.stepped")
    page.verify("a step α = 2/‖a‖² lowers L by (α/2)‖∂L/∂W‖² or more", at: "7.2:update") { draw in
      let x = draw.vector(2)
      let y = oneHot(draw.below(3), of: 3)
      let network = SoftmaxNetwork(layers: [
        (draw.matrix(2, 2), draw.vector(2)), (draw.matrix(3, 2), draw.vector(3)),
      ])
      let (a, _, p) = network.forward(x)
      let (first, last) = (network.layers[0], network.layers[1])
      by("layer by layer") { p ≈ plainSoftmax(last.W * σ(first.W * x + first.b) + last.b) }
      gradient(at: last.W) {
        categoricalCrossEntropy(plainSoftmax($0 * Vector(a) + Vector(last.b)), Vector(y))
      } ≈ (p - y) * a.ᵀ
      let α = 2 / (a ⋅ a)
      let after = network.stepped(x, y, α).forward(x).p
      α / 2 * ((p - y) * a.ᵀ).frobeniusNorm.power(2)
        ≤ categoricalCrossEntropy(p, y) - categoricalCrossEntropy(after, y) ± rounding
    }
  }
}
