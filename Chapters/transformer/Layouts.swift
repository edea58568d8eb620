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

/// What each letter of the walkthrough stands for in one of the layouts; the gradients are those
/// that are right in it
struct Layout {
  let X, W: Matrix<Double>
  let Q, K, V: Matrix<Double>
  let E, A, head: Matrix<Double>
  let dHead, dV, dA: Matrix<Double>
  /// Any gradient by the scores, and that by the queries but for the factor 1/√dₖ
  let dE, dQ: Matrix<Double>

  static let formulas = [
    "Q = WX", "E = QKᵀ", "softmax by columns", "head = AVᵀ", "(21.19) ∂V = ∂head A",
    "(21.20) ∂A = (∂head)ᵀV", "(21.22) ∂Q = c ∂E K",
  ]

  /// The printed formulas, tried on the letters of this layout
  func verdicts(width: Int) -> [String] {
    [
      verdict(product(W, X), Q), verdict(product(Q, K.ᵀ), E),
      verdict(softmaxOfColumns(E / Double(width).squareRoot()), A),
      verdict(product(A, V.ᵀ), head), verdict(product(dHead, A), dV),
      verdict(product(dHead.ᵀ, V), dA), verdict(product(dE, K), dQ),
    ]
  }
}

/// The printed formulas as rows, tried in the three layouts
func layoutTable(_ draw: inout Generator, T: Int, width: Int) -> [[any Showable]] {
  let s = Sideways(&draw, T: T, width: width)
  let dE = draw.matrix(T, T)
  let (E, A, O) = (s.scores, s.A, s.V * s.A.ᵀ)
  let (dV, dA, dQ) = (s.dV, s.dA, s.K * dE.ᵀ)
  let tokensAsRows = Layout(
    X: s.X.ᵀ, W: s.W.ᵀ, Q: s.Q.ᵀ, K: s.K.ᵀ, V: s.V.ᵀ, E: E, A: A, head: O.ᵀ, dHead: s.dHead,
    dV: dV.ᵀ, dA: dA, dE: dE, dQ: dQ.ᵀ)
  let queriesAsRows = Layout(
    X: s.X, W: s.W, Q: s.Q, K: s.K, V: s.V, E: E, A: A, head: O, dHead: s.dSide,
    dV: dV, dA: dA, dE: dE, dQ: dQ)
  let queriesAsColumns = Layout(
    X: s.X, W: s.W, Q: s.Q, K: s.K, V: s.V, E: E.ᵀ, A: A.ᵀ, head: O, dHead: s.dSide,
    dV: dV, dA: dA.ᵀ, dE: dE.ᵀ, dQ: dQ)
  let columns = [tokensAsRows, queriesAsRows, queriesAsColumns].map { $0.verdicts(width: width) }
  return Layout.formulas.indices.map { i in [Layout.formulas[i]] + columns.map { $0[i] } }
}

/// One of the two consistent sets of formulas, by Q, K and V at once
func consistent(_ draw: inout Generator, queriesAreRows: Bool) -> [Evidence] {
  let (T, width) = (3, 2)
  let root = Double(width).squareRoot()
  let v = draw.vector(3 * T * width, -1.5, 1.5)
  let dHead = draw.matrix(width, T)
  func loss<S: Scalar>(_ v: Vector<S>) -> S {
    var parts = Parts(v)
    let (Q, K, V) = (parts.matrix(width, T), parts.matrix(width, T), parts.matrix(width, T))
    let head =
      queriesAreRows
      ? V * softmaxOfRows(Q.ᵀ * K / S(root)).ᵀ : V * softmaxOfRows((K.ᵀ * Q / S(root)).ᵀ).ᵀ
    return inner(Matrix<S>(dHead), head)
  }
  var parts = Parts(v)
  let (Q, K, V) = (parts.matrix(width, T), parts.matrix(width, T), parts.matrix(width, T))
  let gradients: [Matrix<Double>]
  if queriesAreRows {
    let A = softmaxOfRows(Q.ᵀ * K / root)
    let dV = dHead * A
    let dA = dHead.ᵀ * V
    let dE = softmaxOfRowsBackward(dA, A)
    gradients = [K * dE.ᵀ / root, Q * dE / root, dV]
  } else {
    let A = softmaxOfColumns(K.ᵀ * Q / root)
    let dV = dHead * A.ᵀ
    let dA = V.ᵀ * dHead
    let dE = softmaxOfRowsBackward(dA.ᵀ, A.ᵀ).ᵀ
    gradients = [K * dE / root, Q * dE.ᵀ / root, dV]
  }
  return compare(
    Vector(gradients.flatMap(\.entries)), at: v, along: draw.vector(v.count), loss, loss)
}
