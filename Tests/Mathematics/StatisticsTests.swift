import Mathematics
import Testing

@Suite struct StatisticsTests {
  @Test func `mean and variance of four numbers by hand`() {
    let v: Vector = [1.0, 2, 3, 6]
    #expect(v.mean == 3 && v.variance == 3.5)
    let single: Vector = [5.0]
    #expect(single.variance == 0)
  }

  @Test func `a target has one 1`() {
    #expect(oneHot(2, of: 4) == [0, 0, 1, 0])
  }

  @Test func `moments under the bell curve`() {
    #expect((normalIntegral(-8, 8) { _ in 1 } - 1).magnitude < 1e-12)
    #expect((normalIntegral(-8, 8) { $0 * $0 } - 1).magnitude < 1e-12)
    #expect(normalIntegral(-8, 8) { $0 * $0 * $0 }.magnitude < 1e-12)
    // Beyond one deviation to either side, from a table; the midpoint rule's error is h²/24 φʹ.
    #expect((2 * normalIntegral(1, 8) { _ in 1 } - 0.31731050786291415).magnitude < 1e-4)
    #expect(normalDensity(0) == 0.3989422804014327)
  }

  @Test func `the C library's own functions`() {
    // Within a few units of rounding, whichever library it is.
    #expect((Double.erf(1) - 0.8427007929497149).magnitude < 1e-15)
    #expect((Double.log10(1000) - 3).magnitude < 4e-15)
    #expect((Double.atan2(1, -1) - 0.75 * .pi).magnitude < 4e-15)
    #expect((Double.atan2(-1, 0) + 0.5 * .pi).magnitude < 4e-15)
  }
}
