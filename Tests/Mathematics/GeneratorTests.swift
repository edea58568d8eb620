import Mathematics
import Testing

@Suite struct GeneratorTests {
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

  @Test func `a shuffle keeps every number, and every order comes up`() {
    var draw = Generator(seed: 5)
    let orders = (0..<200).map { _ in draw.shuffled(3) }
    #expect(orders.allSatisfy { $0.sorted() == [0, 1, 2] })
    #expect(Set(orders).count == 6)
    #expect(draw.shuffled(0) == [] && draw.shuffled(1) == [0])
  }
}
