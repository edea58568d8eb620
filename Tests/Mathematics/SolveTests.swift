import Mathematics
import Testing

@Suite struct SolveTests {
  @Test func `a system that needs its rows exchanged`() {
    #expect(solve([[0, 2], [3, 1]], [4, 5]) == [1, 2])
    #expect(solve([[2]], [3]) == [1.5])
  }

  @Test func `random systems are solved to rounding`() {
    var draw = Generator(seed: 1)
    for n in 1...8 {
      let (A, x) = (draw.matrix(n, n), draw.vector(n))
      #expect((A * solve(A, A * x) - A * x).maxNorm < 1e-13, "\(n)")
    }
  }

  @Test func `a singular system has no finite solution`() {
    #expect(!solve([[1, 2], [2, 4]], [1, 1]).entries.allSatisfy { $0.isFinite })
  }

  @Test func `a change of sign is found, rising or falling`() {
    #expect((bisected(0, 2) { $0 * $0 - 2 } - 2.0.squareRoot()).magnitude < 1e-15)
    #expect((bisected(0, 3) { 1 - $0 } - 1).magnitude < 1e-15)
    #expect((bisected(0, 1, steps: 1) { $0 - 0.9 } - 0.75).magnitude < 1e-15)
  }
}
