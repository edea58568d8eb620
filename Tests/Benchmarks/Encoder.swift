import Mathematics

/// An encoder block, a token a row: Y = norm(X + heads(X) W_O), Z = norm(Y + ReLU(Y W₁) W₂).
///
/// Without gains, shifts and biases, which cost nothing beside the products.
struct Encoder {
  var Wq, Wk, Wv, Wₒ, W₁, W₂: Matrix<Double>
  let heads: Int

  init(width d: Int, heads: Int, _ draw: inout Generator) {
    let scale = 1 / Double(d).squareRoot()
    (Wq, Wk) = (scale * draw.matrix(d, d), scale * draw.matrix(d, d))
    (Wv, Wₒ) = (scale * draw.matrix(d, d), scale * draw.matrix(d, d))
    (W₁, W₂) = (scale * draw.matrix(d, 4 * d), scale * draw.matrix(4 * d, d))
    self.heads = heads
  }

  /// What the backward pass needs of the forward pass.
  struct Pass {
    var q, k, v, P: [Matrix<Double>]  // a matrix a head
    let O, Y, H, Z: Matrix<Double>
    let spreadY, spreadZ: Vector<Double>
  }

  func forward(_ X: Matrix<Double>) -> Pass {
    let (q, k, v) = (split(X * Wq), split(X * Wk), split(X * Wv))
    let scale = 1 / Double(q[0].columns).squareRoot()
    let P = (0..<heads).map { rowSoftmax(scale * (q[$0] * k[$0].ᵀ)) }
    let O = joined((0..<heads).map { P[$0] * v[$0] })
    let (Y, spreadY) = normalized(X + O * Wₒ)
    let H = relu(Y * W₁)
    let (Z, spreadZ) = normalized(Y + H * W₂)
    return Pass(q: q, k: k, v: v, P: P, O: O, Y: Y, H: H, Z: Z, spreadY: spreadY, spreadZ: spreadZ)
  }

  /// From ∂ℒ/∂Z the gradients of the six weights, in the order of their declaration, and ∂ℒ/∂X.
  func backward(_ X: Matrix<Double>, _ pass: Pass, _ δZ: Matrix<Double>)
    -> (weights: [Matrix<Double>], X: Matrix<Double>)
  {
    let δF = normalizedBackward(pass.Z, pass.spreadZ, δZ)
    let δH = (δF * W₂.ᵀ) ⊙ reluʹ(pass.H)
    let δA = normalizedBackward(pass.Y, pass.spreadY, δF + δH * W₁.ᵀ)
    let δO = split(δA * Wₒ.ᵀ)
    let scale = 1 / Double(pass.q[0].columns).squareRoot()
    var (δq, δk, δv): ([Matrix<Double>], [Matrix<Double>], [Matrix<Double>]) = ([], [], [])
    for i in 0..<heads {
      let δS = scale * rowSoftmaxBackward(pass.P[i], δO[i] * pass.v[i].ᵀ)
      δq.append(δS * pass.k[i])
      δk.append(δS.ᵀ * pass.q[i])
      δv.append(pass.P[i].ᵀ * δO[i])
    }
    let (δQ, δK, δV) = (joined(δq), joined(δk), joined(δv))
    let Xᵀ = X.ᵀ
    let δX = δA + δQ * Wq.ᵀ + δK * Wk.ᵀ + δV * Wv.ᵀ
    let weights = [
      Xᵀ * δQ, Xᵀ * δK, Xᵀ * δV, pass.O.ᵀ * δA, pass.Y.ᵀ * δH, pass.H.ᵀ * δF,
    ]
    return (weights, δX)
  }

  /// Operations of the products in the forward pass; the backward pass has twice as many.
  func operations(tokens: Int) -> Double {
    let (T, d) = (Double(tokens), Double(Wq.rows))
    return 24 * T * d * d + 4 * T * T * d
  }

  /// The columns of each head.
  private func split(_ A: Matrix<Double>) -> [Matrix<Double>] {
    let width = A.columns / heads
    return (0..<heads).map { head in
      var part = Matrix<Double>(repeating: 0, rows: A.rows, columns: width)
      for i in 0..<A.rows { for j in 0..<width { part[i, j] = A[i, head * width + j] } }
      return part
    }
  }

  private func joined(_ parts: [Matrix<Double>]) -> Matrix<Double> {
    let width = parts[0].columns
    var A = Matrix<Double>(repeating: 0, rows: parts[0].rows, columns: width * heads)
    for (head, part) in parts.enumerated() {
      for i in 0..<A.rows { for j in 0..<width { A[i, head * width + j] = part[i, j] } }
    }
    return A
  }
}

/// softmax of each row
private func rowSoftmax(_ S: Matrix<Double>) -> Matrix<Double> {
  var P = S
  for i in 0..<P.rows {
    var (largest, sum) = (-Double.infinity, 0.0)
    for j in 0..<P.columns { largest = max(largest, P[i, j]) }
    for j in 0..<P.columns {
      P[i, j] = exp(P[i, j] - largest)
      sum += P[i, j]
    }
    for j in 0..<P.columns { P[i, j] /= sum }
  }
  return P
}

/// δS = P ⊙ (δP − Σⱼ δP ⊙ P), row by row
private func rowSoftmaxBackward(_ P: Matrix<Double>, _ δP: Matrix<Double>) -> Matrix<Double> {
  var δS = P
  for i in 0..<P.rows {
    var sum = 0.0
    for j in 0..<P.columns { sum += P[i, j] * δP[i, j] }
    for j in 0..<P.columns { δS[i, j] *= δP[i, j] - sum }
  }
  return δS
}

/// Each row with mean 0 and variance 1, and the spread by which it was divided.
private func normalized(_ A: Matrix<Double>) -> (Matrix<Double>, Vector<Double>) {
  var Y = A
  var spread = Vector<Double>(repeating: 0, count: A.rows)
  let n = Double(A.columns)
  for i in 0..<A.rows {
    var (mean, variance) = (0.0, 0.0)
    for j in 0..<A.columns { mean += A[i, j] / n }
    for j in 0..<A.columns { variance += (A[i, j] - mean) * (A[i, j] - mean) / n }
    spread[i] = (variance + 1e-5).squareRoot()
    for j in 0..<A.columns { Y[i, j] = (A[i, j] - mean) / spread[i] }
  }
  return (Y, spread)
}

/// δA = (δY − mean(δY) − Y mean(δY ⊙ Y)) / spread, row by row
private func normalizedBackward(
  _ Y: Matrix<Double>, _ spread: Vector<Double>, _ δY: Matrix<Double>
) -> Matrix<Double> {
  var δA = δY
  let n = Double(Y.columns)
  for i in 0..<Y.rows {
    var (mean, slope) = (0.0, 0.0)
    for j in 0..<Y.columns {
      mean += δY[i, j] / n
      slope += δY[i, j] * Y[i, j] / n
    }
    for j in 0..<Y.columns { δA[i, j] = (δY[i, j] - mean - Y[i, j] * slope) / spread[i] }
  }
  return δA
}
