import Testing

@testable import weave

@Suite struct WeaveTests {
  let source = """
    import Companion

    //: A page about *x*.

    extension Backprop {
      static let demo = Section(.appendix, "B.19", "A demo") { page in
        let x = page.given(vector: "x")

        //: First the square.

        let y = x ⊙ x
        let z = y
        page.show("y", y)

        page.derive(
          "z", z)

        page.verify("y is x squared") { draw in
          []
        }
      }

      private static func helper() -> Int {
        1
      }
    }

    /// A function of the chapter's own.
    func other() {}
    """

  @Test func `a source falls into prose, code and headings`() {
    let file = SourceFile(id: "backprop/01.swift", text: source, chapter: "backprop")
    #expect(
      file.parts == [
        .prose(["A page about *x*."]),
        .heading(place: "appendix B.19", title: "A demo"),
        .code(lines: [], range: 7...7),
        .prose(["First the square."]),
        .code(lines: ["let y = x ⊙ x", "let z = y"], range: 11...13),
        .code(lines: [], range: 15...16),
        .code(
          lines: ["page.verify(\"y is x squared\") { draw in", "  []", "}"], range: 18...20),
        .code(lines: ["private static func helper() -> Int {", "  1", "}"], range: 23...25),
        .code(
          lines: ["/// A function of the chapter's own.", "func other() {}"], range: 28...29),
      ])
  }

  @Test func `a type with blank lines is one listing`() {
    let text = "/// Two numbers.\nstruct Pair {\n  var a = 1\n\n  var b = 2\n}\n\nlet c = 3\n"
    #expect(
      SourceFile(id: "a", text: text, chapter: "a").parts == [
        .code(
          lines: ["/// Two numbers.", "struct Pair {", "  var a = 1", "", "  var b = 2", "}"],
          range: 1...6),
        .code(lines: ["let c = 3"], range: 8...8),
      ])
  }

  @Test func `a difference names the lines that changed`() {
    #expect(difference("a\nb\nc", "a\nB\nc") == "  2: - b\n  2: + B\n")
    #expect(difference("a", "a") == "")
    let many = difference("", (0..<60).map(String.init).joined(separator: "\n"))
    #expect(many.contains("… and 21 more"))
  }
}
