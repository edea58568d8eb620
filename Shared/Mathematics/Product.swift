// The products of matrices and vectors, where a program with matrices spends its time. Each is
// written once for every kind of number, and again for large matrices of `Double`, eight columns
// at a time: the same sums of the same terms, and the tests hold one to the other.

extension Matrix {
  /// A v, (m×n)(n) → m (foundations (1.10))
  @inlinable
  public static func * (a: Matrix, v: Vector<Element>) -> Vector<Element> {
    guard a.columns == v.count else { shapesDiffer(a.shape, "*", v.shape) }
    var result = Vector<Element>(repeating: 0, count: a.rows)
    result.add(a, times: v)
    return result
  }

  /// A B, (m×k)(k×n) → m×n (foundations (1.11))
  @inlinable
  public static func * (a: Matrix, b: Matrix) -> Matrix {
    guard a.columns == b.rows else { shapesDiffer(a.shape, "*", b.shape) }
    var result = Matrix(repeating: 0, rows: a.rows, columns: b.columns)
    let (m, k, n) = (a.rows, a.columns, b.columns)
    a.entries.withUnsafeBufferPointer { A in
      b.entries.withUnsafeBufferPointer { B in
        result.entries.withUnsafeMutableBufferPointer { C in
          guard let A = A.baseAddress, let B = B.baseAddress, let C = C.baseAddress else { return }
          if Element.self == Double.self, n >= 8, m * n * k >= 1024 {
            return multiply(doubles(A), doubles(B), into: doubles(C), m, k, n)
          }
          for i in 0..<m {
            let row = A + i * k
            for j in 0..<n {
              var (sum, column): (Element, _) = (0, B + j)
              for p in 0..<k {
                sum += row[p] * column.pointee
                column += n
              }
              C[i * n + j] = sum
            }
          }
        }
      }
    }
    return result
  }

  /// v A for a matrix of one row: the outer product δ aᵀ is written as it is in the notes.
  @inlinable
  public static func * (v: Vector<Element>, a: Matrix) -> Matrix {
    Matrix(rows: v.count, columns: 1, entries: v.entries) * a
  }
}

// What a recurrence does at each step, without a new array for it.

extension Vector {
  /// v becomes v + A w, (m) + (m×n)(n).
  @inlinable
  public mutating func add(_ a: Matrix<Element>, times w: Vector) {
    guard a.rows == count, a.columns == w.count else { shapesDiffer(a.shape, "*", w.shape) }
    let n = a.columns
    a.entries.withUnsafeBufferPointer { A in
      w.entries.withUnsafeBufferPointer { w in
        entries.withUnsafeMutableBufferPointer { v in
          guard let A = A.baseAddress, let w = w.baseAddress else { return }
          for i in v.indices {
            let row = A + i * n
            if Element.self == Double.self, n >= 16 {
              doubles(v.baseAddress!)[i] += dot(doubles(row), doubles(w), n)
              continue
            }
            var sum = v[i]
            for j in 0..<n { sum += row[j] * w[j] }
            v[i] = sum
          }
        }
      }
    }
  }

  /// v becomes v + Aᵀ w, (n) + (m×n)ᵀ(m).
  @inlinable
  public mutating func add(transposed a: Matrix<Element>, times w: Vector) {
    guard a.columns == count, a.rows == w.count else { shapesDiffer(a.shape, "ᵀ *", w.shape) }
    let n = a.columns
    a.entries.withUnsafeBufferPointer { A in
      entries.withUnsafeMutableBufferPointer { v in
        guard let A = A.baseAddress, let v = v.baseAddress else { return }
        for i in w.indices {
          let (wᵢ, row) = (w[i], A + i * n)
          for j in 0..<n { v[j] += wᵢ * row[j] }
        }
      }
    }
  }
}

extension Matrix {
  /// A becomes A + v wᵀ, (m×n) + (m)(n)ᵀ.
  @inlinable
  public mutating func add(_ v: Vector<Element>, outer w: Vector<Element>) {
    guard rows == v.count, columns == w.count else { shapesDiffer(v.shape, "outer", w.shape) }
    let n = columns
    w.entries.withUnsafeBufferPointer { w in
      entries.withUnsafeMutableBufferPointer { A in
        guard let A = A.baseAddress else { return }
        for i in v.indices {
          let (vᵢ, row) = (v[i], A + i * n)
          for j in 0..<n { row[j] += vᵢ * w[j] }
        }
      }
    }
  }
}

extension Matrix {
  /// A becomes A + Bᵀ C, (m×n) + (k×m)ᵀ(k×n): a sum over k samples, each a row of B and of C.
  @inlinable
  public mutating func add(transposed b: Matrix, times c: Matrix) {
    guard rows == b.columns, columns == c.columns, b.rows == c.rows else {
      shapesDiffer(b.shape, "ᵀ *", c.shape)
    }
    let (m, n) = (rows, columns)
    b.entries.withUnsafeBufferPointer { B in
      c.entries.withUnsafeBufferPointer { C in
        entries.withUnsafeMutableBufferPointer { A in
          guard let A = A.baseAddress, let B = B.baseAddress, let C = C.baseAddress else { return }
          for p in 0..<b.rows {
            for i in 0..<m {
              let (bₚᵢ, row, sum) = (B[p * m + i], C + p * n, A + i * n)
              for j in 0..<n { sum[j] += bₚᵢ * row[j] }
            }
          }
        }
      }
    }
  }
}

/// The same memory, of which the caller knows that it holds `Double`s.
@inlinable
func doubles<T>(_ pointer: UnsafePointer<T>) -> UnsafePointer<Double> {
  UnsafeRawPointer(pointer).assumingMemoryBound(to: Double.self)
}

/// The same memory, of which the caller knows that it holds `Double`s.
@inlinable
func doubles<T>(_ pointer: UnsafeMutablePointer<T>) -> UnsafeMutablePointer<Double> {
  UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Double.self)
}

/// Eight neighbours in memory, which need not lie at a multiple of their size.
@inline(__always)
private func eight(_ pointer: UnsafePointer<Double>) -> SIMD8<Double> {
  UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Double>.self)
}

/// Σ vⱼwⱼ in eight partial sums, so that no addition waits for the one before.
@usableFromInline
func dot(_ v: UnsafePointer<Double>, _ w: UnsafePointer<Double>, _ n: Int) -> Double {
  var sums = SIMD8<Double>.zero
  for j in stride(from: 0, to: n - 7, by: 8) { sums += eight(v + j) * eight(w + j) }
  var sum = sums.sum()
  for j in n - n % 8..<n { sum += v[j] * w[j] }
  return sum
}

/// C = A B, (m×k)(k×n), in blocks of two rows and eight columns.
///
/// A block of C stays in registers while k products are added to it. The eight columns of B that
/// it needs are copied side by side first, with zeros where B has no more columns, and are used
/// for all rows.
@usableFromInline
func multiply(
  _ A: UnsafePointer<Double>, _ B: UnsafePointer<Double>, into C: UnsafeMutablePointer<Double>,
  _ m: Int, _ k: Int, _ n: Int
) {
  withUnsafeTemporaryAllocation(of: SIMD8<Double>.self, capacity: k) { panel in
    for j in stride(from: 0, to: n, by: 8) {
      let width = min(8, n - j)
      for p in 0..<k {
        let row = B + p * n + j
        var b = SIMD8<Double>.zero
        if width == 8 { b = eight(row) } else { for q in 0..<width { b[q] = row[q] } }
        panel.initializeElement(at: p, to: b)
      }
      for i in stride(from: 0, to: m, by: 2) {
        // The last row of an odd number is its own neighbour.
        let next = i + 1 < m ? k : 0
        let row = A + i * k
        var (c₀, c₁) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
        for p in 0..<k {
          let b = panel[p]
          c₀ += row[p] * b
          c₁ += row[next + p] * b
        }
        let corner = C + i * n + j
        for q in 0..<width { corner[q] = c₀[q] }
        if i + 1 < m { for q in 0..<width { corner[n + q] = c₁[q] } }
      }
    }
  }
}
