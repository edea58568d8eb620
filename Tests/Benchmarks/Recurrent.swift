import Mathematics

// Both recurrences keep their states from one run to the next: a step writes where the step of
// the last run wrote, and allocates nothing. The loss of both is ½ ‖h_T‖².

/// hₜ = tanh(U xₜ + W hₜ₋₁ + b)
struct Recurrence {
  var U: Matrix<Double>
  var W: Matrix<Double>
  var b: Vector<Double>
  /// h₀ … h_T
  var h: [Vector<Double>]
  /// δ₁ … δ_T = ∂ℒ/∂(U xₜ + W hₜ₋₁ + b)
  var δ: [Vector<Double>]

  init(inputs d: Int, units n: Int, steps: Int, _ draw: inout Generator) {
    let scale = 1 / Double(n).squareRoot()
    (U, W, b) = (draw.matrix(n, d), 1.5 * scale * draw.matrix(n, n), scale * draw.vector(n))
    h = (0...steps).map { _ in Vector(repeating: 0, count: n) }
    δ = (0..<steps).map { _ in Vector(repeating: 0, count: n) }
  }

  mutating func forward(_ x: [Vector<Double>]) {
    for t in x.indices {
      h[t + 1].update { _ in 0 }
      h[t + 1] += b
      h[t + 1].add(U, times: x[t])
      h[t + 1].add(W, times: h[t])
      h[t + 1].update { tanh($0) }
    }
  }

  /// Backpropagation through time, after `forward`.
  mutating func backward(_ x: [Vector<Double>]) -> (U: Matrix<Double>, W: Matrix<Double>) {
    for t in x.indices.reversed() {
      δ[t].update { _ in 0 }
      if t + 1 == x.count { δ[t] += h[t + 1] } else { δ[t].add(transposed: W, times: δ[t + 1]) }
      δ[t].update(h[t + 1]) { δ, h in δ * (1 - h * h) }
    }
    // Σ δₜ xₜᵀ and Σ δₜ hₜ₋₁ᵀ as one product each, a step a column.
    let Δ = Matrix(columns: δ)
    return (Δ * Matrix(x.map(\.entries)), Δ * Matrix(h.dropLast().map(\.entries)))
  }

  mutating func loss(_ x: [Vector<Double>]) -> Double {
    forward(x)
    return h[x.count] ⋅ h[x.count] / 2
  }

  /// Operations of the products: forward, and backward with both gradients.
  var operations: (forward: Double, backward: Double) {
    let (n, d, steps) = (Double(W.rows), Double(U.columns), Double(δ.count))
    return (2 * steps * n * (n + d), 2 * steps * n * (n + d) + 2 * (steps - 1) * n * n)
  }
}

/// An LSTM: i, f, o = σ(…) and g = tanh(…) of U xₜ + W hₜ₋₁ + b, one above the other;
/// cₜ = f ⊙ cₜ₋₁ + i ⊙ g, hₜ = o ⊙ tanh(cₜ).
struct LongShortTerm {
  var U: Matrix<Double>
  var W: Matrix<Double>
  var b: Vector<Double>
  /// h₀ … h_T and c₀ … c_T
  var h: [Vector<Double>]
  var c: [Vector<Double>]
  /// The four gates of each step, then the errors of what goes into them.
  var gates: [Vector<Double>]
  var δ: [Vector<Double>]

  init(inputs d: Int, units n: Int, steps: Int, _ draw: inout Generator) {
    let scale = 1 / Double(n).squareRoot()
    (U, W, b) = (draw.matrix(4 * n, d), scale * draw.matrix(4 * n, n), scale * draw.vector(4 * n))
    func zeros(_ count: Int, _ size: Int) -> [Vector<Double>] {
      (0..<count).map { _ in Vector(repeating: 0, count: size) }
    }
    (h, c) = (zeros(steps + 1, n), zeros(steps + 1, n))
    (gates, δ) = (zeros(steps, 4 * n), zeros(steps, 4 * n))
  }

  mutating func forward(_ x: [Vector<Double>]) {
    let n = W.columns
    for t in x.indices {
      gates[t].update { _ in 0 }
      gates[t] += b
      gates[t].add(U, times: x[t])
      gates[t].add(W, times: h[t])
      for j in 0..<n {
        let (i, f, o) = (σ(gates[t][j]), σ(gates[t][n + j]), σ(gates[t][2 * n + j]))
        let g = tanh(gates[t][3 * n + j])
        c[t + 1][j] = f * c[t][j] + i * g
        h[t + 1][j] = o * tanh(c[t + 1][j])
        (gates[t][j], gates[t][n + j], gates[t][2 * n + j], gates[t][3 * n + j]) = (i, f, o, g)
      }
    }
  }

  /// Backpropagation through time, after `forward`.
  mutating func backward(_ x: [Vector<Double>]) -> (U: Matrix<Double>, W: Matrix<Double>) {
    let n = W.columns
    var δh = h[x.count]
    var δc = Vector<Double>(repeating: 0, count: n)
    for t in x.indices.reversed() {
      for j in 0..<n {
        let (i, f, o) = (gates[t][j], gates[t][n + j], gates[t][2 * n + j])
        let (g, s) = (gates[t][3 * n + j], tanh(c[t + 1][j]))
        δc[j] += δh[j] * o * (1 - s * s)
        δ[t][j] = δc[j] * g * i * (1 - i)
        δ[t][n + j] = δc[j] * c[t][j] * f * (1 - f)
        δ[t][2 * n + j] = δh[j] * s * o * (1 - o)
        δ[t][3 * n + j] = δc[j] * i * (1 - g * g)
        δc[j] *= f
      }
      δh.update { _ in 0 }
      δh.add(transposed: W, times: δ[t])
    }
    let Δ = Matrix(columns: δ)
    return (Δ * Matrix(x.map(\.entries)), Δ * Matrix(h.dropLast().map(\.entries)))
  }

  mutating func loss(_ x: [Vector<Double>]) -> Double {
    forward(x)
    return h[x.count] ⋅ h[x.count] / 2
  }

  /// Operations of the products: forward, and backward with both gradients.
  var operations: (forward: Double, backward: Double) {
    let (n, d, steps) = (Double(W.columns), Double(U.columns), Double(δ.count))
    return (8 * steps * n * (n + d), 8 * steps * n * (n + d) + 8 * steps * n * n)
  }
}
