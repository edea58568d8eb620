import Foundation
import Mathematics
import Testing

@testable import Notes

/// Thousands of random texts for what reads the data of the notes.
@Suite struct FuzzTests {
  /// A text of random pieces.
  private func text(_ pieces: [String], _ length: Int, _ draw: inout Generator) -> String {
    (0..<draw.below(length)).map { _ in pieces[draw.below(pieces.count)] }.joined()
  }

  @Test func `a token is the number that its characters are, or a word`() {
    let pieces = [
      "0", "1", "5", "9", "00", ".", "-", "+", "e", "e-", "~", "%", "/", "√", "∞", "x", " ", "×",
      "e99999", "e-99999", "9223372036854775808", "\u{301}", "٣", "é", "",
    ]
    var draw = Generator(seed: 6)
    var numbers = 0
    for _ in 0..<50_000 {
      let source = text(pieces, 8, &draw)
      let token = Token(source)
      #expect(token.isRough == source.hasPrefix("~"))
      guard case .number(let value, let unit) = token.meaning else { continue }
      numbers += 1
      #expect(unit >= 0, "\(source)")
      if let decimals = token.decimals {
        let digits = token.text.filter { $0 != "%" }
        let point = digits.firstIndex(of: ".")
        #expect(decimals == point.map { digits[$0...].count - 1 } ?? 0, "\(source)")
        #expect(value == Double(digits), "\(source)")
        // The unit is the difference that one more in the last digit makes.
        let last = point == nil ? "1" : "0." + String(repeating: "0", count: decimals - 1) + "1"
        #expect(unit == Double(last), "\(source)")
      }
    }
    #expect(numbers > 2000, "only \(numbers) of the texts were numbers")
  }

  @Test func `verdicts on random tokens never trap, and agree with what is printed exactly`() {
    let pieces = ["0", "1", "5", "9", ".", "-", "e-3", "e5", "~", "%", "/2", "√2", "x"]
    let values = [
      0, -0.0, 1, -1, 0.5, 0x1p-1070, 1e308, .infinity, -.infinity, .nan, .greatestFiniteMagnitude,
    ]
    var draw = Generator(seed: 7)
    for _ in 0..<20_000 {
      let token = Token(text(pieces, 6, &draw))
      for value in values {
        _ = Verdict(token, computed: value, carried: draw.below(2) == 0 ? 0.5 : nil)
      }
      if let own = token.value, own.isFinite, !token.isRough {
        #expect(Verdict(token, computed: own).word == "agrees", "\(token.text)")
      }
    }
  }

  @Test func `a table is split as its lines and bars say`() {
    let pieces = ["a", "b ", " ", "|", "||", "é", "#", "O(|V|)", "\t", "\r", " |"]
    var draw = Generator(seed: 8)
    var rows = 0
    for _ in 0..<3000 {
      let lines = (0..<draw.below(6)).map { _ in
        (0..<5).map { _ in "x" + text(pieces, 4, &draw) }.joined(separator: " | ")
      }
      // The rule once more, by Foundation's splitter, which knows nothing of bytes.
      let kept = lines.filter { !$0.hasPrefix("#") }
      let fields = kept.map { $0.components(separatedBy: " | ") }
      guard fields.allSatisfy({ $0.count == 5 && !$0[0].isEmpty }) else { continue }
      rows += kept.count
      let table = Table(lines.joined(separator: "\n"), fields: 5)
      #expect(table.count == kept.count)
      for (i, row) in fields.enumerated() {
        for (j, field) in row.enumerated() { #expect(table[i, j] == field, "\(lines[i])") }
      }
    }
    #expect(rows > 500, "only \(rows) rows had five fields")
  }

  @Test func `a row with a field too many, too few or an empty first one is refused`() async {
    await #expect(processExitsWith: .failure) { _ = Table("a | b | c", fields: 2) }
    await #expect(processExitsWith: .failure) { _ = Table("a | b", fields: 3) }
    await #expect(processExitsWith: .failure) { _ = Table(" | b | c", fields: 3) }
  }
}
