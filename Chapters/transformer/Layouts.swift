import Companion
import Mathematics

// The walkthrough's formulas, tried in three layouts, and the two sets that are consistent.

/// Whether a printed product is right, fits at all, or is right on its side
func verdict(_ printed: Matrix<Double>?, _ right: Matrix<Double>) -> String {
  guard let printed else { return "does not fit" }
  if distance(printed, right) < 1e-12 { return "right" }
  if distance(printed.ᵀ, right) < 1e-12 { return "transposed" }
  return printed.shapeWords == right.shapeWords ? "wrong" : "another shape"
}

/// The printed formulas as rows, tried in the three layouts
func layoutTable(_ draw: inout Generator, T: Int, width: Int) -> [[any Showable]] {
  let head = Sideways(&draw, T: T, width: width)
  let (X, W) = (draw.matrix(4, T), draw.matrix(width, 4))
  let dH = draw.matrix(T, width)
  let dE = draw.matrix(T, T)
  let A = head.A
  /// One layout: its own Q, K, V, weights, gradients and what is right in it
  func column(
    _ X: Matrix<Double>, _ W: Matrix<Double>, _ Q: Matrix<Double>, _ K: Matrix<Double>,
    _ V: Matrix<Double>, _ E: Matrix<Double>, _ A: Matrix<Double>, _ head: Matrix<Double>,
    _ dH: Matrix<Double>, _ dV: Matrix<Double>, _ dA: Matrix<Double>, _ dE: Matrix<Double>,
    _ dQ: Matrix<Double>, _ rightQ: Matrix<Double>
  ) -> [String] {
    [
      verdict(product(W, X), rightQ), verdict(product(Q, K.ᵀ), E),
      verdict(softmaxOfColumns(E / Double(width).squareRoot()), A),
      verdict(product(A, V.ᵀ), head), verdict(product(dH, A), dV), verdict(product(dH.ᵀ, V), dA),
      verdict(product(dE, K), dQ),
    ]
  }
  let (Q, K, V, E) = (head.Q, head.K, head.V, head.scores)
  let columns = [
    column(
      X.ᵀ, W.ᵀ, Q.ᵀ, K.ᵀ, V.ᵀ, E, A, A * V.ᵀ, dH, A.ᵀ * dH, dH * V, dE, dE * K.ᵀ, (W * X).ᵀ),
    column(
      X, W, Q, K, V, E, A, V * A.ᵀ, dH.ᵀ, dH.ᵀ * A, dH * V, dE, K * dE.ᵀ, W * X),
    column(
      X, W, Q, K, V, E.ᵀ, A.ᵀ, V * A.ᵀ, dH.ᵀ, dH.ᵀ * A, (dH * V).ᵀ, dE.ᵀ, K * dE.ᵀ, W * X),
  ]
  let names = [
    "Q = WX", "E = QKᵀ", "softmax by columns", "head = AVᵀ", "(21.19) ∂V = ∂head A",
    "(21.20) ∂A = (∂head)ᵀV", "(21.22) ∂Q = c ∂E K",
  ]
  return names.indices.map { i in [names[i]] + columns.map { $0[i] } }
}

/// One of the two consistent sets of formulas, by Q, K and V at once
func consistent(_ draw: inout Generator, queriesAreRows: Bool) -> [Evidence] {
  let (T, width) = (2, 1)
  let root = Double(width).squareRoot()
  let v = draw.vector(3 * T * width, -1.5, 1.5)
  let dH = draw.matrix(width, T)
  func loss<S: Scalar>(_ v: Vector<S>) -> S {
    var parts = Parts(v)
    let (Q, K, V) = (parts.matrix(width, T), parts.matrix(width, T), parts.matrix(width, T))
    let head =
      queriesAreRows
      ? V * softmaxOfRows(Q.ᵀ * K / S(root)).ᵀ : V * softmaxOfRows((K.ᵀ * Q / S(root)).ᵀ).ᵀ
    return inner(Matrix<S>(dH), head)
  }
  var parts = Parts(v)
  let (Q, K, V) = (parts.matrix(width, T), parts.matrix(width, T), parts.matrix(width, T))
  let gradients: [Matrix<Double>]
  if queriesAreRows {
    let A = softmaxOfRows(Q.ᵀ * K / root)
    let dV = dH * A
    let dA = dH.ᵀ * V
    let dE = softmaxOfRowsBackward(dA, A)
    gradients = [K * dE.ᵀ / root, Q * dE / root, dV]
  } else {
    let A = softmaxOfColumns(K.ᵀ * Q / root)
    let dV = dH * A.ᵀ
    let dA = V.ᵀ * dH
    let dE = softmaxOfRowsBackward(dA.ᵀ, A.ᵀ).ᵀ
    gradients = [K * dE / root, Q * dE.ᵀ / root, dV]
  }
  return compare(
    Vector(gradients.flatMap(\.entries)), at: v, along: draw.vector(v.count), loss, loss)
}
