import Mathematics
import Notes
import Testing

@testable import Companion

@Suite struct JudgementTests {
  private func judged(
    _ tokens: String, _ values: [Double], slips: [(name: String, entries: [Entry])] = []
  ) -> [Judgement] {
    judge(
      tokens.split(separator: " ").map { Token($0) }, values.map(Entry.number), carried: nil,
      slips: slips)
  }

  @Test func `a slip that gives the printed number explains it, one that does not is passed over`()
  {
    let slips = [("half", [Entry.number(0.5)]), ("a quarter", [Entry.number(0.25)])]
    #expect(judged("0.25", [1], slips: slips)[0].slip == "a quarter")
    #expect(judged("0.33", [1], slips: slips)[0].slip == nil)
  }

  @Test func `a slip is held against the token at its own place`() {
    let result = judged("1.0 3.0", [1.0, 2.0], slips: [("wrong place", [.number(3), .number(9)])])
    #expect(result[0].verdict.word == "agrees" && result[1].slip == nil)
  }

  @Test func `the common slips are tried for every number`() {
    #expect(judged("-0.28", [0.28])[0].slip == "the opposite sign")
    #expect(judged("-0.280", [-0.2761])[0].slip == "rounded to 2 places and padded")
    #expect(judged("1.1223", [1.12333])[0].slip == "one digit of 1.1233 misprinted")
    #expect(judged("0.0094", [0.0004])[0].slip == nil)
    #expect(judged("0.11 0.11", [0.11, 0.57])[1].slip == "the value of entry 1 of the same row")
    #expect(judged("0.1234", [0.1234])[0].slip == nil)
  }

  @Test func `an invariant is violated beyond rounding or not at all`() {
    let invariant = Invariant("bends", [1, -2, 1])
    let bent = ["0.0289", "0.0425", "0.0568"].map { Token($0) }
    let violation = invariant.violation(by: bent)
    #expect(violation.map { ($0.sum - 0.0007).magnitude < 1e-12 } == true)
    #expect(violation.map { ($0.allowance - 0.0002).magnitude < 1e-12 } == true)
    // Exactly what rounding can do, and no more.
    #expect(invariant.violation(by: ["0.0001", "0.0000", "0.0001"].map { Token($0) }) == nil)
    #expect(invariant.violation(by: ["0.0001", "0.0000", "0.0002"].map { Token($0) }) != nil)
  }
}
