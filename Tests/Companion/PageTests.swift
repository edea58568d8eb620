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
    #expect(
      try page { $0.show("z⁷", 1.0) }.mistakes == [
        "appendix B.19 prints no z⁷; what it leaves open is derived"
      ])
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
      page.show(
        "ŷ", 0.7,
        carried: { printed in
          let z²: Double = printed("z²")
          return z² + 0.008
        })
    }
    let ŷ = try number(page)
    #expect(ŷ.judgements[0].verdict == .carried && ŷ.wrongSources == ["z² = 0.648"])
    #expect(ŷ.erratum?.correct == "0.700")
  }

  @Test func `what is carried from a right number lies near what is right`() throws {
    func strays(_ off: Double) throws -> Int {
      let page = try page { page in
        page.show("z²", 0.648)
        page.show(
          "ŷ", 0.657 + off,
          carried: { printed in
            let _: Double = printed("z²")
            return 0.656
          })
      }
      return page.strays.count
    }
    #expect(try strays(0.001) == 0)
    #expect(try strays(0.01) == 1)
  }

  @Test func `a true identity holds, a false one fails, an undefined one fails`() throws {
    func derivation(_ other: @escaping @Sendable (Double) -> Double) throws -> Derivation {
      let page = try page { page in
        page.verify("a statement") { draw in
          let x = draw.uniform()
          other(x) ≈ forwardDerivative(at: [x], along: [1]) { σ($0[0]) }
        }
      }
      guard case .derivation(let derivation) = page.exhibits[0].content else { fatalError() }
      #expect(derivation.tested.draws == 100 && !derivation.tested.isExample)
      return derivation
    }
    #expect(try derivation(σʹ).holds)
    #expect(try derivation(σ).tested.failures == 100)
    // A few undefined draws among a hundred good ones.
    let rarely = try derivation { $0 < 0.05 ? .nan : σʹ($0) }
    #expect(!rarely.holds && rarely.tested.failures < 20)
  }

  @Test func `a check at the numbers of the page says so`() throws {
    let page = try page { $0.check("half of it") { 0.5 < 1 } }
    guard case .derivation(let derivation) = page.exhibits[0].content else { fatalError() }
    #expect(derivation.holds && derivation.tested.words == "at these numbers")
  }

  @Test func `a derivation shows its lines, and fails where one is not the one before`() throws {
    func derivation(_ wrong: Double, _ truth: Double) throws -> Derivation {
      let page = try page { page in
        page.derivation("(x + 1)²", at: "B.19", of: 3.0) {
          $0.uniform(1, 2)
        } lines: { x in
          Line("(x + 1)(x + 1)", (x + 1) * (x + 1))
          Line("x² + 2x + 1", at: "B.8", x * x + 2 * x + 1 + wrong)
        } truth: { x in
          Double.pow(x + 1, 2) + truth
        }
      }
      guard case .derivation(let derivation) = page.exhibits[0].content else { fatalError() }
      #expect(page.exhibits[0].places.map(\.locator) == ["B.8", "B.19"])
      return derivation
    }
    let right = try derivation(0, 0)
    #expect(right.holds && right.steps.map { $0.value.rows } == [[[.number(16)]], [[.number(16)]]])
    #expect(right.statement == "(x + 1)² = x² + 2x + 1" && right.tested.draws == 100)
    // The line is wrong though the last word is right, and the other way round.
    #expect(try !derivation(1e-9, 1e-9).holds)
    #expect(try !derivation(0, 1e-9).holds)
  }

  @Test func `an input outside of its meaning is refused with its range`() throws {
    let program = Program(
      .backprop, "A test",
      [Section(.appendix, "B.19", "A test") { let _: Double = $0.given("p", ours: 0.5, in: 0...1) }]
    )
    let refusal = #expect(throws: UsageError.self) {
      try program.output(Options(["B.19", "--set", "p=1.5"]))
    }
    #expect(refusal?.message == "p in appendix B.19 lies between 0 and 1, not 1.5")
  }

  @Test func `a printed form and its correction meet the same draws`() throws {
    let seen = Seen()
    _ = try page { page in
      page.refute("x", correction: "y", draws: 3) { draw in
        seen.first.append(draw.next())
        1 == 2
      } corrected: { draw in
        seen.second.append(draw.next())
        1 == 1
      }
    }
    #expect(seen.first.count == 3 && seen.first == seen.second && Set(seen.first).count == 3)
  }

  @Test func `the reader's own number takes the verdicts away`() throws {
    var settings = Settings()
    settings.values = ["x": [[3, 4]]]
    let page = try page(settings) { page in
      let x = page.given("x") as Vector
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
