/// Where a function changes its sign between two points at which it has different signs, by
/// halving the interval: sixty times leave nothing of it.
public func bisected(
  _ low: Double, _ high: Double, steps: Int = 60, _ f: (Double) -> Double
) -> Double {
  var (a, b) = (low, high)
  let sign = f(a) > 0
  for _ in 0..<steps {
    let middle = (a + b) / 2
    if (f(middle) > 0) == sign { a = middle } else { b = middle }
  }
  return (a + b) / 2
}

/// The x with Ax = b, by elimination with the largest pivot; not finite if A is singular.
public func solve(_ A: Matrix<Double>, _ b: Vector<Double>) -> Vector<Double> {
  let n = A.rows
  var (A, x) = (A, b)
  for k in 0..<n {
    let pivot = (k..<n).max { A[$0, k].magnitude < A[$1, k].magnitude }!
    if pivot != k {
      for j in k..<n { (A[k, j], A[pivot, j]) = (A[pivot, j], A[k, j]) }
      (x[k], x[pivot]) = (x[pivot], x[k])
    }
    for i in k + 1..<max(n, k + 1) {
      let factor = A[i, k] / A[k, k]
      for j in k..<n { A[i, j] -= factor * A[k, j] }
      x[i] -= factor * x[k]
    }
  }
  for i in (0..<n).reversed() {
    for j in i + 1..<max(n, i + 1) { x[i] -= A[i, j] * x[j] }
    x[i] /= A[i, i]
  }
  return x
}
