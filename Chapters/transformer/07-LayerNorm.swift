import Companion
import Mathematics

//: Layer normalization brings each token back to a common scale. A block does so between its two
//: halves, and after them: subtract the mean of the features, divide by their standard deviation,
//: then stretch and shift by learned amounts. Without that, the sums that residual connections make
//: would grow from block to block, and with them the scores, until every softmax is saturated.

extension Transformer {
  static let normalization = Section(.foundations, "18.4.3", "Layer normalization") { page in
    let x = page.given(vector: "token", ours: [1, 2, 3, 6])
    let ε = page.given(number: "ε", ours: 1e-5)

    //: One token with four features, 1, 2, 3 and 6. Their mean is 3 and the deviations are −2, −1,
    //: 0 and 3; the variance is $(4 + 1 + 0 + 9)/4 = 3.5$, divided by the number of features and
    //: not by one less. Dividing the deviations by $√3.5 = 1.87$ gives, without stretch and shift:

    let n = normalized(x, ε: ε)
    page.derive("mean", mean(x))
    page.derive("variance", variance(x))
    page.derive("normalized", n)

    //: With the stretch γ and the shift β of each feature, and a small ε under the root:
    //:
    //:     LayerNorm(x) = γ ⊙ (x − E[x])/√(Var[x] + ε) + β    (18.14)
    //:
    //: The ε keeps the division defined for a token whose features are all equal. It costs a little
    //: variance, by the factor $v/(v + ε)$, and is all that a change of scale can be seen by: a
    //: token twice as long, with four times the ε, gives the same result up to rounding.

    page.verify("LayerNorm gives mean β and variance near γ² for equal γ, β", at: "18.14") {
      draw in
      let x = draw.vector(5, -3, 3)
      let (γ, β) = (draw.uniform(0.5, 2), draw.uniform(-1, 1))
      let y = layerNorm(x, Vector(repeating: γ, count: 5), Vector(repeating: β, count: 5), ε: ε)
      // ε makes the variance a little smaller: γ²v/(v + ε).
      let v = variance(x)
      let scaled = layerNorm(
        2 * x, Vector(repeating: γ, count: 5), Vector(repeating: β, count: 5), ε: 4 * ε)
      return [
        Evidence("mean", error: abs(mean(y) - β), bound: 1e-14),
        Evidence("variance", error: abs(variance(y) - γ * γ * v / (v + ε)), bound: 1e-13),
        Evidence("twice the token, 4ε", error: distance(scaled, y), bound: 1e-14),
      ]
    }

    //: ### Backwards
    //:
    //: Each feature acts on the result in three ways: directly, through the mean and through the
    //: variance. Taking away the mean of the incoming gradient and its component along the
    //: normalized token x̂ accounts for all three:
    //:
    //:     g = γ ⊙ ∂ℒ/∂y
    //:     ∂ℒ/∂x = (g − E[g] − E[g ⊙ x̂] x̂)/√(Var[x] + ε)
    //:
    //: What is left can neither shift nor (but for ε) stretch the token, because LayerNorm would
    //: undo it.

    page.verify("the gradient of LayerNorm by x, γ and β", at: "18.14") { draw in
      let v = draw.vector(12, -2, 2)
      let dy = draw.vector(4)
      func loss<S: Scalar>(_ v: Vector<S>) -> S {
        var parts = Parts(v)
        let x = parts.vector(4)
        return Vector<S>(dy) ⋅ layerNorm(x, parts.vector(4), parts.vector(4), ε: ε)
      }
      var parts = Parts(v)
      let (x, γ) = (parts.vector(4), parts.vector(4))
      let (dx, dγ, dβ) = layerNormBackward(dy, x, γ, ε: ε)
      return compare(
        Vector((dx.entries + dγ.entries) + dβ.entries), at: v, along: draw.vector(12), loss, loss,
        loss)
    }
    page.verify("its gradient by x has no part along 1") { draw in
      let dx = layerNormBackward(draw.vector(6), draw.vector(6, -3, 3), draw.vector(6), ε: ε).dx
      return [Evidence("sum of entries", error: abs(dx.sum), bound: 1e-12)]
    }

    //: ### Rows or columns
    //:
    //: Put four tokens into a batch and change the last. Layer norm works along each row and
    //: does not notice; batch norm works down each column and gives the first token another
    //: value. In a batch of one it even gives zero to everything, whatever the token says.

    let batch: [Vector<Double>] = [x, [0, 1, 0, 1], [2, 2, 4, 0], [5, 1, 1, 1]]
    var changed = batch
    changed[3] = [-9, 4, 0, 7]
    page.table(
      "The first token before and after a change of the fourth",
      columns: ["", "layer norm", "batch norm"],
      rows: [
        ["before", normalized(batch[0], ε: ε), batchNormalized(batch, ε: ε)[0]],
        ["after", normalized(changed[0], ε: ε), batchNormalized(changed, ε: ε)[0]],
        ["alone", normalized(x, ε: ε), batchNormalized([x], ε: ε)[0]],
      ], digits: 3)

    page.verify(
      "layer norm ignores the rest of a batch, batch norm does not", at: "18.4.3:rows", "Q19:axes"
    ) { draw in
      let tokens = (0..<3).map { _ in draw.vector(4) }
      let company = (0..<3).map { $0 == 0 ? tokens[0] : draw.vector(4) }
      let (one, two) = (layerNormed(tokens, ε: ε)[0], layerNormed(company, ε: ε)[0])
      let (batch, other) = (batchNormalized(tokens, ε: ε), batchNormalized(company, ε: ε))
      // How much batch norm changes must be more than rounding could explain.
      let change = distance(batch[0], other[0])
      // Nearly equal features have a small deviation, which makes rounding large by as much.
      let columnMeans = (0..<4).map { j in
        mean(Vector(batch.map { $0[j] })) * sqrt(variance(Vector(tokens.map { $0[j] })) + ε)
      }
      return [
        Evidence("change by layer norm", error: distance(one, two), bound: 0),
        Evidence("change by batch norm", error: max(0, 1e-6 - change), bound: 0),
        Evidence("column means", error: columnMeans.map(abs).max()!, bound: 1e-14),
      ]
    }
  }
}

/// E[x], over the features of one token
func mean<T: Scalar>(_ x: Vector<T>) -> T { x.sum / T(Double(x.count)) }

/// Var[x] = E[(x − E[x])²], over the features of one token
func variance<T: Scalar>(_ x: Vector<T>) -> T {
  let deviations = -mean(x) + x
  return mean(deviations ⊙ deviations)
}

/// (x − E[x]) / √(Var[x] + ε)
func normalized<T: Scalar>(_ x: Vector<T>, ε: Double) -> Vector<T> {
  let deviations = -mean(x) + x
  return deviations / sqrt(mean(deviations ⊙ deviations) + T(ε))
}

/// γ ⊙ (x − E[x]) / √(Var[x] + ε) + β (18.14)
func layerNorm<T: Scalar>(_ x: Vector<T>, _ γ: Vector<T>, _ β: Vector<T>, ε: Double) -> Vector<T> {
  γ ⊙ normalized(x, ε: ε) + β
}

/// The gradients of LayerNorm, with n = x̂ and σ = √(Var[x] + ε): (g − E[g] − n E[g ⊙ n]) / σ
/// for g = γ ⊙ dy
func layerNormBackward(
  _ dy: Vector<Double>, _ x: Vector<Double>, _ γ: Vector<Double>, ε: Double
) -> (dx: Vector<Double>, dγ: Vector<Double>, dβ: Vector<Double>) {
  let σ = sqrt(variance(x) + ε)
  let n = normalized(x, ε: ε)
  let g = γ ⊙ dy
  let dx = (-mean(g) + g - mean(g ⊙ n) * n) / σ
  return (dx, dy ⊙ n, dy)
}

/// Each token by itself
func layerNormed(_ tokens: [Vector<Double>], ε: Double) -> [Vector<Double>] {
  tokens.map { normalized($0, ε: ε) }
}

/// Each feature over all tokens of the batch
func batchNormalized(_ tokens: [Vector<Double>], ε: Double) -> [Vector<Double>] {
  let features = tokens[0].indices.map { j in normalized(Vector(tokens.map { $0[j] }), ε: ε) }
  return tokens.indices.map { i in Vector(features.map { $0[i] }) }
}
