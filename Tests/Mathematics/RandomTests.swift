import Mathematics
import Testing

@Suite struct RandomTests {
  @Test func `numpy's seed 1, random 3 by 4, bit for bit`() {
    // RandomState(1).random_sample((3, 4)) of numpy 2.4
    let bits: [UInt64] = [
      0x3fda_b07d_0ffa_3c06, 0x3fe7_0ce5_f3ba_f051, 0x3f1d_fb90_6661_c000, 0x3fd3_596a_b7fe_08f4,
      0x3fc2_c8e5_a3c7_053c, 0x3fb7_a380_8cb0_ca10, 0x3fc7_d75f_e634_e1e4, 0x3fd6_1daa_bd5b_a3ce,
      0x3fd9_64a3_677b_fbe8, 0x3fe1_3dfc_9762_9f54, 0x3fda_d415_3a81_958a, 0x3fe5_ed51_7219_2327,
    ]
    var generator = MersenneTwister(seed: 1)
    #expect(generator.matrix(3, 4).entries.map(\.bitPattern) == bits)
  }

  @Test func `numpy's 701st number, after two refills`() {
    var generator = MersenneTwister(seed: 1)
    for _ in 0..<700 { _ = generator.uniform() }
    #expect(generator.uniform() == 0x1.1b59b41f457d4p-3)
  }

  @Test func `MT19937's own test: the 10000th draw after seed 5489`() {
    // The value that the C++ standard prescribes for mt19937.
    var generator = MersenneTwister(seed: 5489)
    for _ in 0..<9999 { _ = generator.next() }
    #expect(generator.next() == 4_123_659_995)
  }

  @Test func `SplitMix64 gives its published sequence`() {
    // The first draws for the seed 1234567, from the reference implementation in C.
    var generator = Generator(seed: 1_234_567)
    #expect(
      (0..<3).map { _ in generator.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      ])
  }

  @Test func `draws have the moments of their distribution`() {
    var draw = Generator(seed: 3)
    let uniform = (0..<20_000).map { _ in draw.uniform() }
    let normal = (0..<20_000).map { _ in draw.normal() }
    func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }
    // Four standard errors.
    #expect((mean(uniform) - 0.5).magnitude < 4 * 0.2887 / 141)
    #expect(mean(normal).magnitude < 4.0 / 141)
    #expect((mean(normal.map { $0 * $0 }) - 1).magnitude < 4 * 1.414 / 141)
    #expect(uniform.allSatisfy { (0..<1).contains($0) })
  }

  @Test func `whole draws stay below their bound and reach it`() {
    var draw = Generator(seed: 4)
    let seen = Set((0..<200).map { _ in draw.below(5) })
    #expect(seen == [0, 1, 2, 3, 4])
  }
}
