import Testing

@testable import Notes

@Suite struct VerdictTests {
  /// What is printed, the value, the value carried on from printed predecessors, the verdict.
  struct Case: CustomTestStringConvertible, Sendable {
    let printed: String
    let v: Double
    var carried: Double?
    let word: String

    var testDescription: String { "\(printed) for \(v): \(word)" }
  }

  static let cases: [Case] = [
    // At the half-way point, just inside and just outside, on both sides.
    Case(printed: "0.90", v: 0.905, word: "agrees"),
    Case(printed: "0.90", v: 0.9049999, word: "agrees"),
    Case(printed: "0.90", v: 0.9050001, word: "truncated"),
    Case(printed: "0.90", v: 0.895, word: "agrees"),
    Case(printed: "0.90", v: 0.8949999, word: "erratum"),
    Case(printed: "-0.90", v: -0.905, word: "agrees"),
    Case(printed: "-0.90", v: -0.8949999, word: "erratum"),
    // 0.9 promises less than 0.90.
    Case(printed: "0.9", v: 0.9449999, word: "agrees"),
    Case(printed: "0.9", v: 0.8500001, word: "agrees"),
    Case(printed: "0.9", v: 0.8499999, word: "erratum"),
    // Cut off: everything up to the next number of as many digits.
    Case(printed: "0.656", v: 0.6566481, word: "truncated"),
    Case(printed: "0.656", v: 0.6569999, word: "truncated"),
    Case(printed: "0.656", v: 0.657, word: "erratum"),
    Case(printed: "-0.656", v: -0.6566, word: "truncated"),
    Case(printed: "-0.656", v: 0.6566, word: "erratum"),
    Case(printed: "0.00", v: -0.009, word: "truncated"),
    // Carried comes before truncated.
    Case(printed: "-0.078", v: -0.0774, carried: -0.07763, word: "carried"),
    Case(printed: "-0.078", v: -0.0774, carried: -0.0774, word: "erratum"),
    Case(printed: "0.656", v: 0.6566, carried: 0.6562, word: "carried"),
    Case(printed: "0.656", v: 0.6562, carried: 0.7, word: "agrees"),
    // Whole numbers and exact ones.
    Case(printed: "140", v: 140, word: "agrees"),
    Case(printed: "140", v: 141, word: "erratum"),
    Case(printed: "1/4", v: 0.25, word: "agrees"),
    Case(printed: "1/4", v: 0.2500001, word: "erratum"),
    Case(printed: "√512", v: 22.627416997969522, word: "agrees"),
    Case(printed: "√512", v: 22.6274, word: "erratum"),
    Case(printed: "50%", v: 50.4, word: "agrees"),
    Case(printed: "50%", v: 50.6, word: "truncated"),
    // Powers of ten.
    Case(printed: "2.7e-5", v: 2.656e-5, word: "agrees"),
    Case(printed: "2.7e-5", v: 2.64e-5, word: "erratum"),
    // Rough numbers: right to the last digit that is not a trailing zero.
    Case(printed: "~14000", v: 13780.6, word: "approximate"),
    Case(printed: "~14000", v: 13499, word: "erratum"),
    Case(printed: "14000", v: 13780.6, word: "erratum"),
    Case(printed: "~0.3", v: 0.26, word: "agrees"),
    // A bare power of ten is an order of magnitude.
    Case(printed: "~1e-30", v: 7.9e-31, word: "agrees"),
    Case(printed: "~1e-30", v: 4e-31, word: "approximate"),
    Case(printed: "~1e-30", v: 3.1e-30, word: "approximate"),
    Case(printed: "~1e-30", v: 3.2e-30, word: "erratum"),
    Case(printed: "~1e-30", v: -1e-30 * 2, word: "erratum"),
    // What is not finite agrees with nothing.
    Case(printed: "0.5", v: .nan, word: "erratum"),
    Case(printed: "0.5", v: .infinity, word: "erratum"),
  ]

  @Test(arguments: cases) func `a verdict`(_ example: Case) {
    let verdict = Verdict(Token(example.printed), computed: example.v, carried: example.carried)
    #expect(verdict.word == example.word)
  }

  @Test func `a half-way point says so, its neighbours do not`() {
    #expect(Verdict(Token("0.90"), computed: 0.905) == .agrees(halfway: true))
    #expect(Verdict(Token("0.90"), computed: 0.895) == .agrees(halfway: true))
    #expect(Verdict(Token("0.90"), computed: 0.9049999999) == .agrees(halfway: false))
    #expect(Verdict(Token("1/4"), computed: 0.25) == .agrees(halfway: false))
  }

  @Test func `half-way points are accepted although Double cannot hold them`() {
    // 0.1 + 0.2 is 0.30000000000000004; 1.005 is a little less than 1.005.
    for (text, v) in [("0.31", 0.305), ("1.01", 1.005), ("1.00", 1.005), ("2.68", 2.675)] {
      #expect(Verdict(Token(text), computed: v) == .agrees(halfway: true), "\(text) for \(v)")
    }
  }

  @Test func `words are compared by their characters`() {
    #expect(Verdict(Token("4×3"), computed: "4×3").word == "agrees")
    #expect(Verdict(Token("4×3"), computed: "3×4").word == "erratum")
  }
}

@Suite struct TokenTests {
  @Test func `a token knows its value and the unit of its last digit`() {
    let expected: [(String, Double, Double)] = [
      ("0.90", 0.9, 0.01), ("-0.078", -0.078, 0.001), ("5", 5, 1), ("1.0", 1, 0.1),
      ("2.7e-5", 2.7e-5, 1e-6), ("1e8", 1e8, 1e8), ("15%", 15, 1), ("1/4", 0.25, 0),
    ]
    for (text, value, unit) in expected {
      #expect(Token(text).meaning == .number(value: value, unit: unit), "\(text)")
    }
    for word in ["4×3", "O(T²)", "±3", "", "-", ".5", "5.", "1e", "0x10", "nan", "inf", "1.2.3"] {
      #expect(Token(word).meaning == .word, "\(word)")
    }
  }

  @Test func `roughness is a mark and not a digit`() {
    let token = Token("~14000")
    #expect(token.isRough && token.text == "14000" && token.significantUnit == 1000)
    #expect(token.description == "~14000")
    #expect(Token("0.90").decimals == 2 && Token("7").decimals == 0 && Token("1/4").decimals == nil)
  }
}

@Suite struct TableTests {
  @Test(arguments: Document.allCases) func `every row of every table can be read`(
    _ document: Document
  ) {
    #expect(Notes.printed(document).count > 50)
    #expect(Notes.equations(document).count > 100)
    for row in Notes.printed(document) {
      #expect(!row.tokens.isEmpty, "\(row.locator) \(row.quantity)")
      #expect(Set(row.rows.map(\.count)).count == 1, "\(row.locator) \(row.quantity) is ragged")
    }
  }

  @Test(arguments: Document.allCases)
  func `a place, a name and a time are one row, a locator one equation`(
    _ document: Document
  ) {
    let numbers = Notes.printed(document).map { "\($0.locator)|\($0.quantity)|\($0.time)" }
    #expect(Set(numbers).count == numbers.count)
    let equations = Notes.equations(document).map(\.locator)
    #expect(Set(equations).count == equations.count)
  }

  @Test(arguments: Document.allCases) func `kinds are those that are known`(_ document: Document) {
    let kinds: Set = [
      "definition", "identity", "inequality", "limit", "model", "algorithm", "number", "claim",
    ]
    for equation in Notes.equations(document) {
      #expect(kinds.contains(equation.kind), "\(equation.locator): \(equation.kind)")
    }
  }

  @Test func `a row is found by its place and name`() throws {
    let row = try #require(Notes.printed(.foundations, "6.12", "z¹₁"))
    #expect(row.tokens.map(\.text) == ["0.10"] && row.section == "6.4.1")
    #expect(Notes.printed(.foundations, "6.12", "z¹₂") == nil)
    let W¹ = try #require(Notes.printed(.foundations, "6.3", "W¹"))
    #expect(W¹.rows.count == 3 && W¹.kind == .input && W¹.chapter == .backprop)
  }

  @Test func `fields are split at bars with a space on each side only`() {
    let table = Table("a | b|c | d | e | f\n# a comment\n1 | 2 | 3 | 4 | O(|V|)", fields: 5)
    #expect(table.count == 2)
    #expect((0..<5).map { table[0, $0] } == ["a", "b|c", "d", "e", "f"])
    #expect(table[1, 4] == "O(|V|)" && table.places["2"] == 1 && table.index["b|c|f"] == 0)
  }

  @Test func `all twenty-one chapters of foundations have their equations`() {
    // The highest tag that each chapter prints, read off the document.
    let last = [
      1: 26, 2: 23, 3: 28, 4: 20, 5: 32, 6: 66, 7: 21, 8: 34, 9: 14, 10: 12, 11: 8, 12: 9, 13: 10,
      14: 8, 15: 29, 16: 12, 17: 3, 18: 16, 19: 1, 20: 5, 21: 22,
    ]
    let tags = Set(Notes.equations(.foundations).map(\.locator))
    for (chapter, highest) in last {
      for number in 1...highest where !(chapter == 6 && number == 2) {
        #expect(tags.contains("\(chapter).\(number)"))
      }
      #expect(!tags.contains("\(chapter).\(highest + 1)"))
    }
  }

  @Test func `all slides of the appendix have theirs`() {
    let ids = Set(Notes.equations(.appendix).map(\.section))
    for (letter, count) in [("A", 6), ("B", 20), ("C", 7), ("D", 6)] {
      for number in 1...count { #expect(ids.contains("\(letter).\(number)")) }
    }
  }
}
