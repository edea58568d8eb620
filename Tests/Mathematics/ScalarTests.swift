import Mathematics
import Testing

/// How many representable numbers lie between two results.
private func ulps(_ a: Double, _ b: Double) -> Double { (a - b).magnitude / b.ulp }

@Suite struct ScalarTests {
  // From mpmath with 30 digits.
  static let values: [(z: Double, σ: Double, tanh: Double)] = [
    (-30, 9.3576229688392989538e-14, -1.0),
    (-3, 0.047425873177566780879, -0.99505475368673045133),
    (-0.5, 0.37754066879814543536, -0.4621171572600097585),
    (0, 0.5, 0),
    (0.73, 0.67480527258231352041, 0.62306534957236109633),
    (2, 0.88079707797788244406, 0.96402758007581688395),
    (40, 0.99999999999999999575, 1.0),
  ]

  @Test(arguments: values) func `sigmoid and tanh are within two ulps`(
    z: Double, s: Double, t: Double
  ) {
    #expect(ulps(σ(z), s) <= 2)
    #expect(t == 0 ? tanh(z) == 0 : ulps(tanh(z), t) <= 2)
  }

  @Test func `sigmoid has its limits where e to the minus z overflows`() {
    let (low, high, slope): (Double, Double, Double) = (σ(-1000), σ(1000), σʹ(-1000))
    #expect(low == 0 && high == 1 && slope == 0)
  }

  @Test func `single precision rounds the double result`() {
    #expect(Float.exp(1) == Float(2.71828182845904523536))
  }

  @Test func `whole powers are products`() {
    #expect((-3.0).power(3) == -27)
    #expect(2.0.power(0) == 1)
    #expect((-2.5).absolute == 2.5)
  }

  @Test func `the kinks of the rectifiers`() {
    let z: [Double] = [-2, 0, 2]
    #expect(z.map { relu($0) } == [0, 0, 2])
    #expect(z.map { reluʹ($0) } == [0, 0, 1])
    #expect(z.map { leakyReLU($0, slope: 0.01) } == [-0.02, 0, 2])
    #expect(z.map { leakyReLUʹ($0, slope: 0.01) } == [0.01, 0.01, 1])
  }

  @Test func `softmax of large entries does not overflow`() {
    let p = softmax(Vector([1000.0, 1001, 1002]))
    // mpmath: 1 / (1 + e + e²) and so on.
    #expect(ulps(p[0], 0.090030573170380457998) <= 2)
    #expect(ulps(p[2], 0.66524095577482188953) <= 2)
    #expect((p.sum - 1).magnitude <= 2 * Double.ulpOfOne)
    #expect(ulps(logSumExp(Vector([1000.0, 1001, 1002])), 1002.4076059644443805) <= 1)
  }
}
