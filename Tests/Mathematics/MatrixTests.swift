import Mathematics
import Testing

@Suite struct MatrixTests {
  let A: Matrix<Double> = [[1, 2], [3, 4], [5, 6]]
  let v: Vector<Double> = [7, -8]

  @Test func `products agree with those by hand`() {
    #expect(A * v == [-9, -11, -13])
    #expect(A.ᵀ * A == [[35, 44], [44, 56]])
    #expect(v * Vector([1.0, 2, 3]).ᵀ == [[7, 14, 21], [-8, -16, -24]])
    #expect(v ⋅ v == 113)
    #expect(v ⊙ v == [49, 64])
    #expect(A ⊙ A == [[1, 4], [9, 16], [25, 36]])
  }

  @Test func `shapes, rows and columns`() {
    #expect(A.ᵀ.rows == 2 && A.ᵀ.columns == 3)
    #expect(A.row(1) == [3, 4] && A.column(1) == [2, 4, 6])
    #expect(Matrix(columns: [[1.0, 3, 5], [2, 4, 6]]) == A)
    #expect(Matrix(diagonal: v) == [[7, 0], [0, -8]])
    #expect(A + Vector([1.0, 0, -1]) == [[2, 3], [3, 4], [4, 5]])
  }

  @Test func `norms of 3 and 4, and of a matrix`() {
    let w: Vector<Double> = [3, -4]
    #expect(w.l1Norm == 7 && w.l2Norm == 5 && w.maxNorm == 4)
    #expect((w.lNorm(2) - 5).magnitude < 1e-14)
    #expect((w.lNorm(3) - 4.497941445275415).magnitude < 1e-14)  // ³√91
    #expect((A.frobeniusNorm - 9.539392014169456).magnitude < 1e-14)  // √91
    #expect(A.frobeniusNorm == sqrt((A.ᵀ * A).trace))
  }

  @Test func `transpose laws on random matrices`() {
    var draw = Generator(seed: 1)
    for _ in 0..<100 {
      let (A, B) = (draw.matrix(4, 3), draw.matrix(3, 5))
      let difference = (A * B).ᵀ - B.ᵀ * A.ᵀ
      #expect(difference.entries.allSatisfy { $0 == 0 })
      #expect(A.ᵀ.ᵀ == A)
    }
  }

  @Test func `a mismatch names both shapes`() async throws {
    let result = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let A: Matrix<Double> = [[1, 2], [3, 4]]
        _ = A * Vector([1.0, 2, 3])
      })
    let message = String(decoding: result.standardErrorContent, as: UTF8.self)
    #expect(message.contains("(2×2) * (3)"))
  }

  @Test func `a ragged matrix is refused`() async throws {
    await #expect(processExitsWith: .failure) { _ = Matrix([[1.0, 2], [3]]) }
  }
}
