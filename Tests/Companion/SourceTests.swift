import Testing

@testable import Companion

/// A source falls into what a reader meets.
@Suite struct SourceTests {
  private func pieces(_ text: String) -> [Source.Piece] {
    Source(text, chapter: "backprop").paragraphs.map(\.piece)
  }

  @Test func `prose, formulas, code and headings`() {
    let source = Source(
      """
      import Companion

      //: A page about *x*.

      extension Backprop {
        static let demo = Section(.appendix, "B.19", "A demo") { page in
          let x: Vector = page.given("x")
          squared(page, x)
        }

        //: First the square.
        //:
        //:     y = x ⊙ x                        (1.2), (1.3)
        //:       = x²
        //:
        //: Then what it shows.

        private static func squared(_ page: Page, _ x: Vector<Double>) {
          let y = x ⊙ x
          page.show("y", y)
        }
      }

      /// A function of the chapter's own.
      func other() {

      }
      """, chapter: "backprop")
    #expect(
      source.paragraphs.map(\.piece) == [
        .prose(["A page about *x*."]), .heading, .code(computing: [], calls: []),
        .prose(["First the square."]),
        .formulas([
          .init(formula: "y = x ⊙ x", place: "(1.2), (1.3)", line: 13),
          .init(formula: "  = x²", place: "", line: 14),
        ]),
        .prose(["Then what it shows."]),
        .code(computing: ["let y = x ⊙ x"], calls: ["page.show(\"y\", y)"]),
        .code(
          computing: ["/// A function of the chapter's own.", "func other() {", "", "}"], calls: []),
      ])
    #expect(source.paragraphs[4].lines == 13...14 && source.paragraphs[6].lines == 19...20)
    #expect(source.allDamages.isEmpty)
  }

  @Test func `inputs that are only taken are left out, what is computed from them is not`() {
    #expect(pieces("let x: Vector = page.given(\n  \"x\")") == [.code(computing: [], calls: [])])
    #expect(
      pieces("let (x, y) = (page.given(\"x\"), page.given(\"y\"))")
        == [.code(computing: [], calls: [])])
    #expect(
      pieces("let x = 2 * page.given(\"x\")")
        == [.code(computing: ["let x = 2 * page.given(\"x\")"], calls: [])])
  }

  @Test func `parts of a page are called without a word`() {
    #expect(
      pieces("directPath(page)\nnearToOne(\n  page, f,\n  steps)") == [
        .code(computing: [], calls: [])
      ])
    let other = "let y = f(page)\ng(x, page)"
    #expect(pieces(other) == [.code(computing: ["g(x, page)"], calls: [])])
  }

  @Test func `a short check stands open, a long one and loops of calls are folded`() {
    let short = "page.verify(\"x\") { draw in\n  []\n}"
    let lines = short.split(separator: "\n").map(String.init)
    #expect(pieces(short) == [.code(computing: lines, calls: [])])
    let long = [lines[0]] + Array(repeating: "  let x = 1", count: 12) + [lines[2]]
    #expect(pieces(long.joined(separator: "\n")) == [.code(computing: [], calls: long)])
    let loop = ["for x in xs {", "  page.show(\"x\", x)", "}"]
    #expect(pieces(loop.joined(separator: "\n")) == [.code(computing: [], calls: loop)])
  }

  @Test func `the places of a formula are those of the tables`() {
    func locators(_ place: String) -> [String] {
      Source.Displayed(formula: "x", place: place, line: 1).locators
    }
    #expect(locators("(16.6)") == ["16.6"] && locators("(6.12), (6.13)") == ["6.12", "6.13"])
    #expect(locators("(7.14, second)") == ["7.14/2"] && locators("(appendix B.8)") == ["B.8"])
    #expect(locators("") == [])
  }

  @Test(arguments: [
    ("let x = f(\n//: between two halves\n  1)", 2, "inside a statement"),
    ("//: ```\n//: never closed\n\nlet x = 1", 2, "a fence is not closed"),
    ("//: $x = 1\n//: and on$", 1, "a $ is not closed"),
    ("//: so\n//:\n//:     x ☃ y    (1.2)\n", 3, "no formula has the character '☃'"),
    ("//: $(a$", 1, "is not closed"), ("let x = (1", 1, "a bracket is not closed"),
  ])
  func `a damage is named with its line`(text: String, line: Int, words: String) throws {
    let damages = Source(text, chapter: "backprop").allDamages
    #expect(damages.contains { $0.line == line && $0.message.contains(words) }, "\(damages)")
  }

  @Test func `prose that speaks of numbers is told with those of the notes only`() {
    #expect(Prose.speaksOfNumbers("The output is 0.6566, so that three places are 0.657."))
    #expect(Prose.speaksOfNumbers("It takes 12 steps"))
    #expect(Prose.speaksOfNumbers("since $σ(1.0) ≈ 0.73$ of it"))
    #expect(!Prose.speaksOfNumbers("as (6.23), §4.3, B.19 and $x₁ + 2x₂$ say"))
    #expect(
      !Prose.speaksOfNumbers(
        "Look at `x[1]` in [the 2-2-1 network](#b).".replacing("2-2-1", with: "small")))
  }

  @Test func `Markdown is spoken without its marks`() {
    #expect(
      Prose.spoken("The *error* **c** of `f(x_1)` in [a page](#a-page): $W_hy + h⁽ᵗ⁻¹⁾$, w* too")
        == "The error c of f(x_1) in a page: Wₕᵧ + h⁽ᵗ⁻¹⁾, w* too")
    #expect(
      Prose.blocks(["### A head", "one", "two", "", "- item", "more", "| a |", "|---|", "| 1 |"])
        == [
          .heading("A head"), .paragraph("one two"), .item("- item more"),
          .verbatim(["| a |", "|---|", "| 1 |"]),
        ])
  }
}
