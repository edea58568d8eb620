import Companion
import Mathematics

//: Layer normalization brings each token back to a common scale. A block does so between its two
//: halves, and after them: subtract the mean of the features, divide by their standard deviation,
//: then stretch and shift by learned amounts. Without that, the sums that residual connections make
//: would grow from block to block, and with them the scores, until every softmax is saturated.

extension Transformer {
  static let normalization = Section(.foundations, "18.4.3", "Layer normalization") { page in
    let x: Vector<Double> = page.given("token", ours: [1, 2, 3, 6])
    let ε: Double = page.given("ε", ours: 1e-5, in: 0...1)
    oneToken(page, x, ε)
    scale(page, ε)
    backwards(page, x, ε)
    rowsOrColumns(page, x, ε)
  }
}

//: One token with four features, 1, 2, 3 and 6. Their mean is 3 and the deviations are −2, −1,
//: 0 and 3; the variance is $(4 + 1 + 0 + 9)/4 = 3.5$, divided by the number of features and
//: not by one less. Dividing the deviations by $√3.5 = 1.87$ gives the token without stretch and
//: shift. With the stretch γ and the shift β of each feature, and a small ε under the root:
//:
//:     LayerNorm(x) = γ ⊙ (x − E[x])/√(Var[x] + ε) + β    (18.14)

/// x̂ = (x − E[x]) / √(Var[x] + ε)
func normalized<T: Scalar>(_ x: Vector<T>, ε: Double) -> Vector<T> {
  (x - x.mean) / sqrt(x.variance + T(ε))
}

/// γ ⊙ (x − E[x]) / √(Var[x] + ε) + β (18.14)
func layerNorm<T: Scalar>(_ x: Vector<T>, _ γ: Vector<T>, _ β: Vector<T>, ε: Double) -> Vector<T> {
  γ ⊙ normalized(x, ε: ε) + β
}

extension Transformer {
  private static func oneToken(_ page: Page, _ x: Vector<Double>, _ ε: Double) {
    page.derive("mean", x.mean)
    page.derive("variance", x.variance)
    page.derive("normalized", normalized(x, ε: ε))
  }

  //: The ε keeps the division defined for a token whose features are all equal. It costs a little
  //: variance, by the factor $v/(v + ε)$, and is all that a change of scale can be seen by: a
  //: token twice as long, with four times the ε, gives the same result up to rounding.

  private static func scale(_ page: Page, _ ε: Double) {
    page.verify("LayerNorm gives mean β and variance near γ² for equal γ, β", at: "18.14") {
      draw in
      let x = draw.vector(5, -3, 3)
      let (γ, β) = (draw.uniform(0.5, 2), draw.uniform(-1, 1))
      let (stretch, shift) = (Vector(repeating: γ, count: 5), Vector(repeating: β, count: 5))
      let y = layerNorm(x, stretch, shift, ε: ε)
      y.mean ≈ β
      // ε makes the variance a little smaller.
      y.variance ≈ γ * γ * x.variance / (x.variance + ε)
      by("twice the token, 4ε") { layerNorm(2 * x, stretch, shift, ε: 4 * ε) ≈ y }
    }
  }
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

/// The gradients of LayerNorm, with n = x̂ and σ = √(Var[x] + ε): (g − E[g] − n E[g ⊙ n]) / σ
/// for g = γ ⊙ dy
func layerNormBackward(
  _ dy: Vector<Double>, _ x: Vector<Double>, _ γ: Vector<Double>, ε: Double
) -> (dx: Vector<Double>, dγ: Vector<Double>, dβ: Vector<Double>) {
  let n = normalized(x, ε: ε)
  let g = γ ⊙ dy
  let dx = (g - g.mean - (g ⊙ n).mean * n) / sqrt(x.variance + ε)
  return (dx, dy ⊙ n, dy)
}

extension Transformer {
  //: The lines that lead there, with d for the deviations, s for the root and m features:
  //: $x̂ᵢ = dᵢ/s$. A change of $xⱼ$ moves its own deviation by 1 and, through the mean, every
  //: deviation by $−1/m$. It moves s as well, by $dⱼ/(ms)$ and by no more: through the mean it
  //: acts on s with the sum of all deviations, which is 0. The quotient rule gives the first line;
  //: in the second $dᵢ$ and $dⱼ$ have become $x̂ᵢ$ and $x̂ⱼ$. An error g of the normalized
  //: token that pulls the first two features apart serves as example.

  private static func backwards(_ page: Page, _ x: Vector<Double>, _ ε: Double) {
    page.derivation("∂ℒ/∂xⱼ", at: "18.14", of: (x, [1, -1, 0, 0] as Vector)) { draw in
      (draw.vector(4, -2, 2), draw.vector(4))
    } lines: { x, g in
      let (m, s, d) = (Double(x.count), sqrt(x.variance + ε), x - x.mean)
      let n = d / s
      Line(
        "Σᵢ gᵢ((δᵢⱼ − 1/m)/s − dᵢdⱼ/(ms³))",
        sums(x.count) { i, j in
          g[i] * (((i == j ? 1 : 0) - 1 / m) / s - d[i] * d[j] / (m * s.power(3)))
        })
      Line(
        "(1/s) Σᵢ gᵢ(δᵢⱼ − 1/m − x̂ᵢx̂ⱼ/m)",
        sums(x.count) { i, j in g[i] * ((i == j ? 1 : 0) - 1 / m - n[i] * n[j] / m) } / s)
      Line("(gⱼ − Σᵢ gᵢ/m − x̂ⱼ Σᵢ gᵢx̂ᵢ/m)/s", (g - g.sum / m - (g ⋅ n) / m * n) / s)
      Line("(gⱼ − E[g] − E[g ⊙ x̂] x̂ⱼ)/s", (g - g.mean - (g ⊙ n).mean * n) / s)
    } truth: { x, g in
      gradient(at: x) { Vector(g) ⋅ normalized($0, ε: ε) }
    }
    page.verify("the gradient of LayerNorm by x, γ and β", at: "18.14") { draw in
      let v = draw.vector(12, -2, 2)
      let dy = draw.vector(4)
      let (dx, dγ, dβ) = layerNormBackward(dy, v[0..<4], v[4..<8], ε: ε)
      gradient(at: v) { v in
        Vector(dy) ⋅ layerNorm(v[0..<4], v[4..<8], v[8..<12], ε: ε)
      } ≈ Vector(dx.entries + dγ.entries + dβ.entries)
    }
    page.verify("its gradient by x has no part along 1") { draw in
      layerNormBackward(draw.vector(6), draw.vector(6, -3, 3), draw.vector(6), ε: ε).dx.sum ≈ 0
    }
  }

  /// Σᵢ of a term, for each of n values of j
  private static func sums(_ n: Int, _ term: (_ i: Int, _ j: Int) -> Double) -> Vector<Double> {
    Vector((0..<n).map { j in (0..<n).reduce(0) { $0 + term($1, j) } })
  }

  //: ### Rows or columns
  //:
  //: Put four tokens into a batch and change the last. Layer norm works along each row and
  //: does not notice; batch norm works down each column and gives the first token another
  //: value. In a batch of one it even gives zero to everything, whatever the token says.

  /// Each feature over all tokens of the batch
  private static func batchNormalized(_ tokens: [Vector<Double>], ε: Double) -> [Vector<Double>] {
    transposed(transposed(tokens).map { normalized($0, ε: ε) })
  }

  /// Each token by itself: tokens and features in each other's place
  private static func layerNormed(_ tokens: [Vector<Double>], ε: Double) -> [Vector<Double>] {
    transposed(batchNormalized(transposed(tokens), ε: ε))
  }

  private static func transposed(_ rows: [Vector<Double>]) -> [Vector<Double>] {
    rows[0].indices.map { j in Vector(rows.map { $0[j] }) }
  }

  private static func rowsOrColumns(_ page: Page, _ x: Vector<Double>, _ ε: Double) {
    let batch: [Vector<Double>] = [x, [0, 1, 0, 1], [2, 2, 4, 0], [5, 1, 1, 1]]
    var changed = batch
    changed[3] = [-9, 4, 0, 7]
    page.table(
      "The first token before and after a change of the fourth",
      columns: ["", "layer norm", "batch norm"],
      rows: [("before", batch), ("after", changed), ("alone", [x])].map { name, tokens in
        [name, layerNormed(tokens, ε: ε)[0], batchNormalized(tokens, ε: ε)[0]]
      }, digits: 3)

    page.verify(
      "layer norm ignores the rest of a batch, batch norm does not", at: "18.4.3:rows", "Q19:axes"
    ) { draw in
      let tokens = (0..<3).map { _ in draw.vector(4) }
      let company = (0..<3).map { $0 == 0 ? tokens[0] : draw.vector(4) }
      layerNormed(tokens, ε: ε)[0] == layerNormed(company, ε: ε)[0]
      let (batch, other) = (batchNormalized(tokens, ε: ε), batchNormalized(company, ε: ε))
      // More than rounding could explain.
      (batch[0] - other[0]).maxNorm ≥ 1e-6
      // A batch norm gives each column the mean 0; nearly equal features have a small deviation,
      // which makes rounding large by as much.
      for j in 0..<4 {
        let column = Vector(tokens.map { $0[j] })
        Vector(batch.map { $0[j] }).mean * sqrt(column.variance + ε) ≈ 0
      }
    }
  }
}
