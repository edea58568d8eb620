import Mathematics
import Testing

@Suite struct ProductTests {
  /// Whole numbers, for which every order of summation gives the same bits.
  private func whole(_ rows: Int, _ columns: Int, _ draw: inout Generator) -> Matrix<Double> {
    draw.matrix(rows, columns, -50, 50).map { $0.rounded() }
  }

  /// Σ aᵢₚ bₚⱼ as the definition writes it.
  private func defined(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Matrix<Double> {
    var c = Matrix<Double>(repeating: 0, rows: a.rows, columns: b.columns)
    for i in 0..<a.rows {
      for j in 0..<b.columns { for p in 0..<a.columns { c[i, j] += a[i, p] * b[p, j] } }
    }
    return c
  }

  @Test func `products in blocks are the sums of the definition, bit for bit`() {
    var draw = Generator(seed: 2)
    for (m, k, n) in [
      (1, 128, 8), (2, 64, 8), (3, 50, 9), (5, 41, 15), (16, 16, 16), (7, 33, 23), (30, 784, 10),
      (31, 1, 40), (12, 10, 784), (65, 64, 63),
    ] {
      let (a, b) = (draw.matrix(m, k), draw.matrix(k, n))
      #expect(a * b == defined(a, b), "\(m)×\(k) times \(k)×\(n)")
    }
  }

  @Test func `products of every small shape`() {
    var draw = Generator(seed: 3)
    for m in 0...4 {
      for k in 0...4 {
        for n in 0...4 {
          let (a, b) = (whole(m, k, &draw), whole(k, n, &draw))
          #expect(a * b == defined(a, b), "\(m)×\(k) times \(k)×\(n)")
        }
      }
    }
  }

  @Test func `products in place, short and long`() {
    var draw = Generator(seed: 4)
    for (m, n) in [(1, 1), (3, 2), (2, 7), (5, 16), (4, 17), (3, 23), (2, 40), (0, 3), (3, 0)] {
      let a = whole(m, n, &draw)
      let v = whole(m, 1, &draw).column(0)
      let w = whole(n, 1, &draw).column(0)
      var sum = v
      sum.add(a, times: w)
      let product = Vector((0..<m).map { i in (0..<n).reduce(0.0) { $0 + a[i, $1] * w[$1] } })
      #expect(sum == v + product, "\(m)×\(n)")
      #expect(a * w == product, "\(m)×\(n)")

      sum = w
      sum.add(transposed: a, times: v)
      let back = Vector((0..<n).map { j in (0..<m).reduce(0.0) { $0 + a[$1, j] * v[$1] } })
      #expect(sum == w + back, "\(m)×\(n) transposed")

      let b = whole(m, 3, &draw)
      var samples = whole(n, 3, &draw)
      let start = samples
      samples.add(transposed: a, times: b)
      #expect(samples == start + defined(a.ᵀ, b), "\(m)×\(n) transposed, a matrix")

      var outer = a
      outer.add(v, outer: w)
      #expect(outer == a + v * w.ᵀ, "\(m)×\(n) outer")
    }
  }

  @Test func `partial sums stay within the bound of any order of summation`() {
    var draw = Generator(seed: 5)
    var largest = 0.0
    for _ in 0..<1000 {
      let n = 16 + draw.below(200)
      let (v, w) = (draw.vector(n), draw.vector(n))
      let products = v ⊙ w
      // The sequential sum of ⋅ against eight partial sums: n ulps of Σ |vᵢwᵢ| at the most.
      let error = ((v.ᵀ * w)[0] - v ⋅ w).magnitude / (products.l1Norm * Double.ulpOfOne)
      largest = max(largest, error / Double(n))
    }
    #expect(largest < 1, "largest error \(largest) n ε Σ|vᵢwᵢ|")
    #expect(largest > 0, "the two orders never differ, so that nothing was compared")
  }

  @Test func `an operand with a name keeps its value`() {
    let v: Vector<Double> = [1, 2]
    let w: Vector<Double> = [3, 4]
    let A: Matrix<Double> = [[1, 2], [3, 4]]
    _ = (v + w, v - w, v ⊙ w, -v, 2 * v, v / 2, 1 + v, 1 - v, σ(v), tanh(v), v ⊙ v)
    _ = (A + A, A - A, A ⊙ A, -A, 2 * A, A / 2, 1 - A, A + v, σ(A), relu(A))
    #expect(v == [1, 2] && w == [3, 4] && A == [[1, 2], [3, 4]])
    #expect((v + w) ⊙ (v - w) == [-8, -12])
    #expect(v ⊙ v == [1, 4] && 1 - v == [0, -1] && A + v == [[2, 3], [5, 6]])
  }

  @Test func `a mismatch in place names both shapes`() async throws {
    let result = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var v: Vector<Double> = [1, 2, 3]
        v.add([[1, 2], [3, 4]], times: [1, 2])
      })
    #expect(String(decoding: result.standardErrorContent, as: UTF8.self).contains("(2×2) * (2)"))
  }
}
