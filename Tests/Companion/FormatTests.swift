import Notes
import Testing

@testable import Companion

@Suite struct FormatTests {
  @Test func `decimals are correctly rounded`() {
    // 1.005 is below and 1.015 above the half-way point as a Double; 0.5, 1.5 and 2.5 are on it.
    #expect(Format.decimal(1.005, 2) == "1.00")
    #expect(Format.decimal(1.015, 2) == "1.01")
    #expect(Format.decimal(0.5, 0) == "0" && Format.decimal(1.5, 0) == "2")
    #expect(Format.decimal(1e22, 0) == "10000000000000000000000")
    #expect(Format.decimal(0.1, 17) == "0.10000000000000001")
  }

  @Test func `zero has no sign, and what is no number has a word`() {
    #expect(Format.decimal(-0.0004, 3) == "0.000" && Format.decimal(-0.0, 2) == "0.00")
    #expect(Format.decimal(-0.0006, 3) == "-0.001")
    #expect(Format.decimal(.nan, 3) == "undefined")
    #expect(Format.decimal(-.infinity, 3) == "-∞")
    #expect(Format.decimal(1.797e308, 2).count > 300)
  }

  @Test func `the last bits of a number do not show`() {
    // A tie at the last digit, and its neighbours on both sides.
    for x in [0.125, 0.125.nextUp, 0.125.nextDown, 0.125.nextUp.nextUp] {
      #expect(Format.decimal(Format.steady(x), 2) == "0.12")
    }
    #expect(Format.steady(0.1234567890123) == 0.1234567890123 && Format.steady(3) == 3)
    #expect(
      Format.steady(1 / 3.0) != 1 / 3.0 && (Format.steady(1 / 3.0) - 1 / 3.0).magnitude < 1e-13)
    #expect(Format.isWhole(40.000000000001) && Format.isWhole(-1e-17) && !Format.isWhole(1e-9))
    #expect(coordinate(10.05.nextUp) == coordinate(10.05.nextDown))
  }

  @Test func `significant digits carry into the next power of ten`() {
    #expect(Format.significant(0.6566481, 6) == "0.656648")
    #expect(Format.significant(9.99996, 5) == "10.000")
    #expect(Format.significant(7.888609e-31, 6) == "7.88861e-31")
    #expect(Format.significant(13780.6, 6) == "13780.6")
    #expect(Format.significant(0, 3) == "0")
    #expect(Format.significant(4e-17, 1) == "4e-17")
  }

  @Test func `shortest is what reads back`() {
    #expect(Format.shortest(2) == "2" && Format.shortest(0.1) == "0.1")
    #expect(Format.shortest(-0.0) == "0")
    #expect(Format.shortest(1e-5) == "1e-5" && Format.shortest(1e22) == "1e22")
    #expect(Format.decimals(of: 0.1, atMost: 4) == 1 && Format.decimals(of: 2.05, atMost: 4) == 2)
    #expect(Format.decimals(of: 0.1 + 0.2, atMost: 4) == 1)
    #expect(Format.decimals(of: 0.10001, atMost: 4) == 4 && Format.decimals(of: 3, atMost: 4) == 0)
    #expect(Format.decimals(of: 1e-9, atMost: 4) == 4 && Format.decimals(of: .nan, atMost: 4) == 0)
    #expect(Format.shortest(1.0 / 3) == "0.3333333333333333")
  }

  @Test func `a value is as precise as the token beside it`() {
    #expect(Format.like(Token("0.90"), 0.12345) == "0.12")
    #expect(Format.like(Token("50%"), 49.6) == "50%")
    #expect(Format.like(Token("2.7e-5"), 2.656e-5) == "2.7e-5")
    #expect(Format.like(Token("1/4"), 0.25) == "0.25")
  }
}

@Suite struct LayoutTests {
  @Test func `no line is longer than 80 columns, no word is lost`() {
    let text = (1...60).map { "word\($0)" }.joined(separator: " ")
    let wrapped = wrap(text, indent: 7)
    #expect(wrapped.split(separator: "\n").allSatisfy { $0.count <= 80 && $0.hasPrefix("       ") })
    #expect(wrapped.split { $0 == " " || $0 == "\n" }.joined(separator: " ") == text)
  }

  @Test func `numbers line up at their points`() {
    let grid = NumberGrid(
      [
        .init(place: "", name: "a", computed: [["−1.5", "20"]], printed: [], verdicts: []),
        .init(place: "", name: "b", computed: [["10.25", "3"]], printed: [], verdicts: []),
      ], compares: false)
    #expect(grid.header == nil)
    let lines = [
      grid.lines(
        .init(place: "", name: "a", computed: [["−1.5", "20"]], printed: [], verdicts: [])),
      grid.lines(
        .init(place: "", name: "b", computed: [["10.25", "3"]], printed: [], verdicts: [])),
    ].map { $0[0].text }
    #expect(lines == ["  a  −1.5   20", "  b  10.25   3"])
  }

  @Test func `a table that is too wide is folded under its first column`() {
    let columns = (0...12).map { "column \($0)" }
    let table = Table(title: "", columns: columns, rows: [columns.map { _ in "1.2345" }])
    let lines = TextTable(table).text.split(separator: "\n")
    #expect(lines.count == 4 && lines.allSatisfy { $0.count <= 80 })
    #expect(lines[2].hasPrefix("  column 0"))
  }
}

@Suite struct SpellingTests {
  @Test func `names can be typed`() {
    #expect(typed("W¹") == "w1" && typed("b₂") == "b2" && typed("ŷ") == "yhat")
    #expect(typed("η") == "eta" && typed("x⁽³⁾") == "x3" && typed("smaller α") == "smalleralpha")
    #expect(typed("Wₕₕ") == "whh" && typed("∂ℒ/∂W²") == "dl/dw2")
    #expect(typed("Back Propagation – Example") == typed("back-propagation-example"))
  }

  @Test func `close matches are found, far ones are not`() {
    #expect(near("--digts", among: ["--digits", "--trials", "--set"]) == ["--digits"])
    #expect(near("B.91", among: ["B.19", "B.20"]) == ["B.19"])
    #expect(near("B19", among: ["B.9", "B.19"]) == ["B.19"])
    #expect(near("xyzzy", among: ["--digits", "--set"]).isEmpty)
    #expect(edits(Array("kitten"), Array("sitting")) == 3)
    #expect(edits(Array("ab"), Array("ba")) == 1)
    #expect(either(["a", "b", "c"]) == "a, b or c")
  }
}
