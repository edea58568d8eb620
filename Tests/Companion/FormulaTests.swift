import Testing

@testable import Companion

/// Formulas as TeX and as characters.
@Suite struct FormulaTests {
  private func tex(_ text: String, isDisplayed: Bool = false) throws -> String {
    try Formula(text, isDisplayed: isDisplayed).tex
  }

  @Test(arguments: [
    ("ŷᵢ + w²ᵢᵀ", "\\hat{y}_{i}+w_{i}^{2\\top }"), ("W¹₁₂", "W_{12}^{1}"),
    ("W_hy", "W_{hy}"), ("d_model", "d_{\\text{model}}"), ("x_{i,j}", "x_{i,j}"),
    ("h⁽ᵀ⁾", "h^{(T)}"), ("fʹ(x)", "f^{\\prime}(x)"), ("w*·x", "w^{*}\\cdot x"),
    ("‖v‖∞ ≤ ‖v‖ₚ", "\\Vert v\\Vert _{\\infty} \\le \\Vert v\\Vert _{p}"),
    ("p(y | x)", "p(y \\mid x)"), ("∂L/∂E K", "\\partial L/\\partial E\\,K"),
    ("√trace(A)", "\\sqrt{\\mathop{\\mathrm{trace}}(A)}"), ("ηₘᵢₙ", "\\eta_{\\min }"),
    ("√dₖ", "\\sqrt{d_{k}}"), ("√(a + b)", "\\sqrt{a+b}"),
    ("log p + softmax(z)", "\\log p+\\mathop{\\mathrm{softmax}}(z)"),
    ("x if x > 0", "x\\text{ if }x > 0"), ("dy/dx", "dy/dx"), ("(0, 1]", "(0,1]"),
    ("Σᵢ₌₁ⁿ xᵢ", "\\sum_{i=1}^{n}x_{i}"), ("m̂ₜ", "\\hat{m}_{t}"), ("α z", "\\alpha z"),
    ("{0, 1}", "\\{0,1\\}"), ("“number of heads” h", "\\text{number of heads }h"),
  ])
  func `a formula in a line`(text: String, expected: String) throws {
    #expect(try tex(text) == expected)
  }

  @Test(arguments: [
    ("∂ℓ/∂zⱼ", "\\frac{\\partial\\ell}{\\partial z_{j}}"), ("(a + b)/(2c)", "\\frac{a+b}{2c}"),
    ("(1/m) Σᵢ ℓᵢ", "\\frac{1}{m}\\sum_{i}\\ell_{i}"),
    ("exp(−x/2)", "\\exp\\left(-\\frac{x}{2}\\right)"),
    ("[a b; c + d e]", "\\begin{bmatrix} a & b \\\\ c+d & e \\end{bmatrix}"),
    (
      "{z if z > 0; 0 otherwise}",
      "\\begin{cases} z & \\text{if }z > 0 \\\\ 0 & \\text{otherwise} \\end{cases}"
    ),
  ])
  func `a displayed formula is built up`(text: String, expected: String) throws {
    #expect(try tex(text, isDisplayed: true) == expected)
  }

  @Test func `formulas below each other stand at their first relation`() throws {
    #expect(try Formula("a = b = c", isDisplayed: true).aligned == "a & = b = c")
    #expect(try Formula("= d", isDisplayed: true).aligned == " & = d")
    #expect(try Formula("(a = b)", isDisplayed: true).aligned == "& (a = b)")
  }

  @Test(arguments: ["(a", "a)", "x ☃", "“a", "√", "x_", "\\alpha", "a_☃"])
  func `what is no formula is refused`(text: String) {
    #expect(throws: Formula.Failure.self) { try Formula(text) }
  }

  @Test(arguments: [
    ("W_hy and θ_MAP", "Wₕᵧ and θ_MAP"), ("a - b, -0.5, 2-2-1", "a - b, −0.5, 2-2-1"),
    ("1e-15, 2.5e-07, 1.25e+3", "10⁻¹⁵, 2.5·10⁻⁷, 1.25·10³"), ("e1 `x_1e-5`", "e1 x_1e-5"),
    ("2^{t−1}, x_{ij}", "2ᵗ⁻¹, xᵢⱼ"), ("-∞", "−∞"), ("the $p ≥ 1$ case", "the p ≥ 1 case"),
  ])
  func `characters of a terminal`(text: String, expected: String) {
    #expect(plain(text) == expected)
  }

  @Test(arguments: [
    ("the gradient is p − y for any y", "the gradient is ⟨p − y⟩ for any ⟨y⟩"),
    ("(4.16) is −pⱼ + pⱼΣy", "(4.16) is ⟨−pⱼ + pⱼΣy⟩"),
    ("a step of size η, and a 2-2-1 network", "a step of size ⟨η⟩, and a 2-2-1 network"),
    ("log p(y) is −(n/2) log 2πσ²", "⟨log p(y)⟩ is ⟨−(n/2) log 2πσ²⟩"),
    (
      "softmax attention with a learned bias M ≤ 2", "softmax attention with a learned bias ⟨M ≤ 2⟩"
    ),
    ("of FP16 the 2nd, L2 and B.6 too", "of FP16 the 2nd, L2 and B.6 too"),
    ("with f = 1, cₜ grows by f(x, y)", "with ⟨f = 1⟩, ⟨cₜ⟩ grows by ⟨f(x, y)⟩"),
    ("ℒ of sample 3 = 0.9", "⟨ℒ⟩ of sample 3 = 0.9"), ("A", "⟨A⟩"), ("ln 10 = z", "⟨ln 10 = z⟩"),
    ("y ∈ {0, 1}: w + x (where z > 0).", "⟨y ∈ {0, 1}⟩: ⟨w + x⟩ (where ⟨z > 0⟩)."),
    ("so `a_b * c` and $a b$ stay", "so `a_b * c` and ⟨a b⟩ stay"),
  ])
  func `formulas are told from words`(text: String, expected: String) {
    let told = Sentence(text).spans.map { span in
      switch span {
      case .text(let words): words
      case .formula(let formula): "⟨\(formula)⟩"
      case .code(let code): "`\(code)`"
      }
    }.joined()
    #expect(told == expected)
  }

  @Test func `no character of a table breaks a Markdown table or a sentence`() {
    #expect(escaped("w* < 3") == "w\\* &lt; 3")
    #expect(MarkdownRenderer.value([["0.5"]]) == "0.5")
    #expect(MarkdownRenderer.value([["-1", "2"]]) == "[−1, 2]")
    #expect(
      MarkdownRenderer.value([["1"], ["2"]]) == "$`\\begin{bmatrix} 1 \\\\ 2 \\end{bmatrix}`$")
    #expect(MarkdownRenderer.table(["|a|"], [["x"]]) == "| \\|a\\| |\n| --- |\n| x |\n\n")
  }
}
