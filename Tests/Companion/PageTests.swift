import Mathematics
import Notes
import Testing

@testable import Companion

/// Each kind of check, shown to be able to fail.
@Suite struct PageTests {
  private func page(_ settings: Settings = Settings(), _ body: @escaping @Sendable (Page) -> Void)
    throws -> Page
  {
    let program = Program(.backprop, "A test", [Section(.appendix, "B.19", "A test", body)])
    return try program.run(settings).pages[0]
  }

  private func number(_ page: Page) throws -> Number {
    let numbers = page.exhibits.compactMap { exhibit -> Number? in
      if case .number(let number) = exhibit.content { number } else { nil }
    }
    return try #require(numbers.last)
  }

  @Test func `a right formula agrees, a wrong sign does not`() throws {
    let right = try page { $0.show("z¹", [0.2, 0.5]) }
    #expect(try number(right).judgements.map(\.verdict.word) == ["agrees", "agrees"])
    let wrong = try page { $0.show("z¹", [0.2, -0.5]) }
    #expect(try number(wrong).judgements.map(\.verdict.word) == ["agrees", "erratum"])
    #expect(try number(wrong).judgements[1].slip == "the opposite sign")
  }

  @Test func `what the notes do not print, or print in another shape, is a mistake`() throws {
    #expect(try page { $0.show("z⁷", 1.0) }.mistakes == ["appendix B.19 prints no z⁷"])
    #expect(
      try page { $0.show("z¹", [0.2]) }.mistakes == [
        "appendix B.19 prints 2 numbers for z¹, the page computes 1"
      ])
    let program = Program(
      .backprop, "A test",
      [Section(.appendix, "B.19", "A test") { $0.define("x", at: "B.99", by: "f") }])
    #expect(try program.run(Settings()).mistakes == ["there is no appendix B.99"])
  }

  @Test func `a number carried from an erratum says so`() throws {
    let page = try page { page in
      page.show("z²", 0.9)
      page.show("ŷ", 0.7, carried: Carried(0.656, from: ("B.19", "z²")))
    }
    let ŷ = try number(page)
    #expect(ŷ.judgements[0].verdict == .carried && ŷ.wrongSources == ["z² = 0.648"])
    #expect(ŷ.erratum?.correct == "0.700")
  }

  @Test func `a true identity holds, a false one fails, an undefined one fails`() throws {
    func verdict(_ error: @escaping @Sendable (inout Generator) -> Double) throws -> Bool {
      let page = try page { page in
        page.verify("a statement") { [Evidence("method", error: error(&$0), bound: 1e-12)] }
      }
      guard case .derivation(let derivation) = page.exhibits[0].content else { return false }
      #expect(derivation.tested.draws == 100)
      return derivation.holds
    }
    #expect(
      try verdict { draw in
        let x = draw.uniform()
        return (σʹ(x) - forwardDerivative(at: [x], along: [1]) { σ($0[0]) }).magnitude
      })
    #expect(
      try !verdict { draw in
        let x = draw.uniform()
        return (σ(x) - forwardDerivative(at: [x], along: [1]) { σ($0[0]) }).magnitude
      })
    // One undefined draw among a hundred good ones.
    #expect(try !verdict { $0.uniform() < 0.02 ? .nan : 0 })
  }

  @Test func `one wrong entry of a gradient is seen by all three methods`() {
    func f<T: Scalar>(_ v: Vector<T>) -> T { v ⋅ v }
    let v: Vector<Double> = [0.3, -0.2, 0.5]
    let right = 2.0 * v
    #expect(compare(right, at: v, f, f, f).allSatisfy { $0.holds })
    for i in v.indices {
      var wrong = right
      wrong[i] += 1e-5
      #expect(compare(wrong, at: v, f, f, f).allSatisfy { !$0.holds })
    }
  }

  @Test func `a printed form and its correction meet the same draws`() throws {
    let seen = Seen()
    _ = try page { page in
      page.refute("x", correction: "y", draws: 3) { draw in
        seen.first.append(draw.next())
        return [Evidence("m", error: 1, bound: 0)]
      } corrected: { draw in
        seen.second.append(draw.next())
        return [Evidence("m", error: 0, bound: 0)]
      }
    }
    #expect(seen.first.count == 3 && seen.first == seen.second && Set(seen.first).count == 3)
  }

  @Test func `what a reader types as a count stays within its range`() {
    #expect(whole(7.4, 0...9) == 7 && whole(7.6, 0...9) == 8)
    #expect(whole(0, 3...9) == 3 && whole(9.2, 3...9) == 9)
    #expect(whole(1e300, 0...9) == 9 && whole(-1e300, 0...9) == 0 && whole(.nan, 3...9) == 3)
    #expect(whole(1e300, 0...Int(UInt32.max)) == 4_294_967_295)
  }

  @Test func `the reader's own number takes the verdicts away`() throws {
    var settings = Settings()
    settings.values = ["x": [[3, 4]]]
    let page = try page(settings) { page in
      let x = page.given(vector: "x")
      page.show("z¹", x)
    }
    #expect(!page.isOriginal)
    #expect(try number(page).judgements.isEmpty && number(page).printed == nil)
  }
}

/// Draws that were seen; used by one page on one thread.
private final class Seen: @unchecked Sendable {
  var first: [UInt64] = []
  var second: [UInt64] = []
}
