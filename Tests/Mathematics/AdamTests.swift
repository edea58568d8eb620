import Mathematics
import Testing

@Suite struct AdamTests {
  @Test func `the first step is the rate, whatever the size of the gradient`() {
    for g in [1e-3, 1, 1e5] {
      var adam = Adam(count: 1)
      #expect((adam.step([0], [g], 0.1)[0] + 0.1).magnitude < 1e-6)
      #expect((adam.m̂[0] / g - 1).magnitude < 1e-14 && (adam.v̂[0] / (g * g) - 1).magnitude < 1e-14)
    }
  }

  @Test func `two steps by hand`() {
    var adam = Adam(count: 1, β₁: 0.5, β₂: 0.75, ε: 0)
    _ = adam.step([1], [2], 0.1)
    let θ = adam.step([0.9], [-1], 0.1)
    // m = ½·1 + ½·(−1) = 0, v = ¾·1 + ¼·1 = 1
    #expect(adam.m == [0] && adam.v == [1] && θ == [0.9])
  }

  @Test func `decay shrinks the weights beside the step`() {
    var adam = Adam(count: 1, λ: 0.5)
    #expect(adam.step([2], [0], 0.1) == [1.9])
  }
}
