/// Pages as LaTeX fragments: a `tabular` that compiles with amsmath and booktabs, symbols that
/// need amssymb, and figures that need pgfplots. With graphicx a wide table is made to fit.
struct LaTeXRenderer {
  let settings: Settings

  init(_ settings: Settings) { self.settings = settings }

  func render(_ excerpts: [Excerpt]) -> String {
    "% needs amsmath, amssymb and booktabs; figures need pgfplots\n"
      + "\\providecommand{\\resizebox}[3]{#3}% without graphicx wide tables stay wide\n\n"
      + excerpts.map(page).joined(separator: "\n")
  }

  private func page(_ excerpt: Excerpt) -> String {
    // A heading of its own: what follows may be as wide as the page.
    var text = "\\paragraph{\(tex(excerpt.section.heading))}\\mbox{}\\par\\medskip\n\n"
    var i = 0
    let exhibits = excerpt.exhibits
    while i < exhibits.count {
      switch exhibits[i].content {
      case .input:
        var inputs: [String] = []
        while i < exhibits.count, case .input(let input) = exhibits[i].content {
          let rows = input.rows.map { $0.map(cell).joined(separator: " & ") }
          let body = rows.joined(separator: " \\\\ ")
          let isNumber = input.rows.count == 1 && input.rows[0].count == 1
          let value = isNumber ? body : "\\begin{pmatrix} \(body) \\end{pmatrix}"
          inputs.append("\\(\(math(input.name)) =\\) \\(\(value)\\)")
          i += 1
        }
        text += "{\\raggedright Given \(inputs.joined(separator: ",\n")).\\par}\n\n"
      case .number:
        var numbers: [Number] = []
        while i < exhibits.count, case .number(let number) = exhibits[i].content {
          numbers += [number] + (excerpt.isOriginal ? number.differing : [])
          i += 1
        }
        text += table(
          numbers, excerpt.section,
          compares: excerpt.isOriginal && numbers.contains { $0.printed != nil })
      default:
        text += single(exhibits[i].content)
        i += 1
      }
    }
    return text
  }

  private func table(_ numbers: [Number], _ section: Section, compares: Bool) -> String {
    let width = numbers.flatMap { $0.rows.map(\.count) }.max() ?? 1
    let columns = String(repeating: "r", count: width)
    var text = "\\toprule\n & \\multicolumn{\(width)}{c}{computed}"
    if compares { text += " & \\multicolumn{\(width)}{c}{the notes print} &" }
    text += " \\\\\n\\midrule\n"
    var remarks: [String] = []
    for number in numbers {
      let computed = number.formatted(settings)
      let tokens = number.printedText
      var done = 0
      for i in computed.indices {
        let place = number.place.flatMap { section.isAll($0) ? nil : tex($0.short) + "\\quad " }
        var cells = [i == 0 ? (place ?? "") + "\\(\(math(number.quantity))\\)" : ""]
        cells += filled(
          computed[i].map { settings.isBlank ? "\\underline{\\hspace{3em}}" : mathCell($0) }, width)
        if compares {
          let row = tokens.indices.contains(i) ? tokens[i] : []
          cells += filled(row.map(mathCell), width)
          let words = number.judgements.map(\.verdict.word).dropFirst(done).prefix(row.count)
          done += row.count
          cells.append(Array(words).withoutRepeats.joined(separator: ", "))
        }
        text += cells.joined(separator: " & ") + " \\\\\n"
      }
      for remark in compares ? number.remarks : [] {
        remarks.append("\\(\(math(number.quantity))\\): \(tex(remark)).")
      }
    }
    text = tabular(
      "l\(columns)" + (compares ? "@{\\qquad}\(columns)l" : ""), text + "\\bottomrule\n")
    text += "\n\\medskip\n"
    for remark in remarks { text += "{\\footnotesize \(remark)\\par}\n" }
    return text + (remarks.isEmpty ? "" : "\n")
  }

  /// A `tabular`, made smaller if it is wider than the page.
  private func tabular(_ columns: String, _ body: String) -> String {
    "\\noindent\\resizebox{\\ifdim\\width>\\linewidth \\linewidth\\else \\width\\fi}{!}{%\n"
      + "\\begin{tabular}{\(columns)}\n\(body)\\end{tabular}}\n"
  }

  private func filled(_ cells: [String], _ width: Int) -> [String] {
    cells + Array(repeating: "", count: max(0, width - cells.count))
  }

  private func single(_ content: Exhibit.Content) -> String {
    switch content {
    case .derivation(let derivation):
      var text = "\\textbf{\(derivation.word)}: \(tex(derivation.statement)) "
      text += "(\(tex(derivation.sentence())))."
      if let correction = derivation.correction {
        text += " Instead: \(tex(correction.statement)) "
        text += "(\(tex(derivation.correctedSentence())))."
        if let why = derivation.why { text += " " + tex(why) + "." }
      }
      return text + "\n\n"
    case .definition(let definition):
      return "\(tex(definition.statement)): \\texttt{\(tex(definition.function))}.\n\n"
    case .table(let table):
      let columns = String(repeating: "r", count: max(0, table.columns.count - 1))
      var text = table.title.isEmpty ? "" : "\(tex(table.title))\n\n"
      var body = "\\toprule\n"
      body += table.columns.map(tex).joined(separator: " & ") + " \\\\\n\\midrule\n"
      for row in table.rows { body += row.map(tex).joined(separator: " & ") + " \\\\\n" }
      text += tabular("l\(columns)", body + "\\bottomrule\n")
      return text + "\n"
    case .plot(let plot): return plot.pgf
    case .shades(let shades):
      let table = Table(title: shades.title, columns: shades.columns, rows: shades.cells)
      return single(.table(table))
    case .note(let text): return tex(text) + "\n\n"
    case .input, .number, .left: return ""
    }
  }

  private func cell(_ entry: Entry) -> String {
    switch entry {
    case .number(let x): mathNumber(Format.shortest(x))
    case .word(let word): math(word)
    }
  }

  private func mathCell(_ text: String) -> String { "\\(\(mathNumber(text))\\)" }

  private func mathNumber(_ text: String) -> String {
    if let e = text.firstIndex(of: "e"), Double(text) != nil {
      return "\(text[..<e]) \\cdot 10^{\(text[text.index(after: e)...])}"
    }
    return math(text)
  }
}

extension Plot {
  var pgf: String {
    var text = "\\begin{tikzpicture}\n\\begin{axis}[title={\(tex(title))}, xlabel={\(tex(x))}, "
    text +=
      "ylabel={\(tex(y))}, \(isLogarithmic ? "ymode=log, " : "")legend pos=outer north east]\n"
    let styles = ["solid", "dashed", "dotted", "dashdotted", "loosely dotted", "loosely dashed"]
    let marks = ["o", "x", "square", "triangle"]
    for (number, points) in drawable.enumerated() {
      let list = points.map { point in
        let y = isLogarithmic ? Double.pow(10, point.y) : point.y
        return "(\(Format.significant(point.x, 6)),\(Format.significant(y, 6)))"
      }
      let style =
        series[number].isJoined
        ? "\(styles[number % styles.count]), thick, mark=none"
        : "only marks, mark=\(marks[number % marks.count])"
      text += "\\addplot[\(style)] coordinates {"
      text += list.joined(separator: " ") + "};\n"
      text += "\\addlegendentry{\(tex(series[number].name))}\n"
    }
    return text + "\\end{axis}\n\\end{tikzpicture}\n\n"
  }
}

/// A name as the inside of a formula: `∂ℒ/∂W²` is `\partial \mathcal{L}/\partial W^{2}`.
func math(_ name: String) -> String {
  var text = ""
  var word = ""
  func flush() {
    // More than one letter in a row is a word, not a product.
    text += word.count > 1 ? "\\text{\(word)}" : word
    word = ""
  }
  var raised = ""
  var lowered = ""
  func flushScripts() {
    if !lowered.isEmpty { text += "_{\(lowered)}" }
    if !raised.isEmpty { text += "^{\(raised)}" }
    (raised, lowered) = ("", "")
  }
  for character in name {
    if character.isASCII, character.isLetter {
      flushScripts()
      word.append(character)
      continue
    }
    if character == " " {
      flushScripts()
      flush()
      text += "\\ "
      continue
    }
    flush()
    if let script = superscripts[character] {
      raised += script
    } else if let script = subscripts[character] {
      lowered += script
    } else {
      flushScripts()
      text +=
        symbol(character) ?? mathEscapes[character] ?? escapes[character] ?? String(character)
    }
  }
  flush()
  flushScripts()
  return text
}

/// A sentence as LaTeX text, its symbols as formulas.
func tex(_ sentence: String) -> String {
  enum Kind { case text, symbol, raised, lowered }
  var parts: [(kind: Kind, text: String)] = []
  func add(_ kind: Kind, _ piece: String) {
    // Neighbouring scripts are one script, neighbouring symbols one formula.
    let isScript = kind == .raised || kind == .lowered
    if let last = parts.last, last.kind == kind {
      parts[parts.count - 1].text += piece
    } else if isScript, parts.count > 1, parts[parts.count - 2].kind == kind,
      parts[parts.count - 1].kind == (kind == .raised ? .lowered : .raised)
    {
      // Of w²ᵢᵀ, ² and ᵀ are one exponent.
      parts[parts.count - 2].text += piece
    } else {
      parts.append((kind, piece))
    }
  }
  let characters = Array(sentence)
  for (i, character) in characters.enumerated() {
    let next = characters.indices.contains(i + 1) ? characters[i + 1] : " "
    let carriesScript = superscripts[next] != nil || subscripts[next] != nil
    if let script = superscripts[character] {
      add(.raised, script)
    } else if let script = subscripts[character] {
      add(.lowered, script)
    } else if let symbol = symbol(character) {
      add(.symbol, symbol)
    } else if carriesScript, character.isLetter {
      add(.symbol, String(character))
    } else {
      add(.text, textSymbols[character] ?? escapes[character] ?? String(character))
    }
  }
  let text = parts.map { kind, piece in
    switch kind {
    case .text: piece
    case .symbol: "$\(piece)$"
    case .raised: "$^{\(piece)}$"
    case .lowered: "$_{\(piece)}$"
    }
  }
  return text.joined().replacing("$$", with: "")
}

/// A character that has a command, or a letter with an accent over it, like the m̂ of Adam.
private func symbol(_ character: Character) -> String? {
  if let symbol = symbols[character] { return symbol }
  let scalars = character.unicodeScalars
  guard scalars.count == 2, let accent = accents[scalars.last!] else { return nil }
  let letter = Character(scalars.first!)
  return "\\\(accent){\(symbols[letter] ?? String(letter))}"
}

private let accents: [Unicode.Scalar: String] = [
  "\u{302}": "hat", "\u{303}": "tilde", "\u{304}": "bar", "\u{305}": "bar", "\u{307}": "dot",
]
private let superscripts: [Character: String] = [
  "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8",
  "⁹": "9", "⁻": "-", "⁺": "+", "⁽": "(", "⁾": ")", "ˡ": "l", "ⁿ": "n", "ᵀ": "\\top ", "ᵗ": "t",
  "ⁱ": "i", "ᴸ": "L", "ᶻ": "z", "ˣ": "x", "′": "\\prime ", "ʹ": "\\prime ", "ᵖ": "p", "ᵏ": "k",
  "ᐟ": "/", "°": "\\circ ", "ᵃ": "a", "ᵇ": "b", "ᶜ": "c", "ᵈ": "d", "ᵉ": "e", "ᶠ": "f", "ᵍ": "g",
  "ʰ": "h", "ʲ": "j", "ᵐ": "m", "ᵒ": "o", "ʳ": "r", "ˢ": "s", "ᵘ": "u", "ᵛ": "v", "ʷ": "w",
  "ʸ": "y",
]
private let subscripts: [Character: String] = [
  "₀": "0", "₁": "1", "₂": "2", "₃": "3", "₄": "4", "₅": "5", "₆": "6", "₇": "7", "₈": "8",
  "₉": "9", "₋": "-", "₊": "+", "ₙ": "n", "ₜ": "t", "ₖ": "k", "ⱼ": "j", "ₘ": "m", "ₕ": "h",
  "ₓ": "x", "ₗ": "l", "ₚ": "p", "ᵥ": "v", "ᵢ": "i", "ₐ": "a", "ₑ": "e", "ₒ": "o", "ᵣ": "r",
  "ₛ": "s", "ᵤ": "u",
]
private let symbols: [Character: String] = [
  "α": "\\alpha ", "β": "\\beta ", "γ": "\\gamma ", "δ": "\\delta ", "Δ": "\\Delta ",
  "ε": "\\varepsilon ", "η": "\\eta ", "θ": "\\theta ", "κ": "\\kappa ", "λ": "\\lambda ",
  "μ": "\\mu ", "π": "\\pi ", "ρ": "\\rho ", "σ": "\\sigma ", "τ": "\\tau ", "φ": "\\varphi ",
  "Σ": "\\Sigma ", "Π": "\\Pi ", "∂": "\\partial ", "∇": "\\nabla ", "ℒ": "\\mathcal{L}",
  "ℋ": "\\mathcal{H}",
  "ℝ": "\\mathbb{R}", "⊙": "\\odot ", "⋅": "\\cdot ", "·": "\\cdot ", "×": "\\times ",
  "−": "-", "≤": "\\le ", "≥": "\\ge ", "≠": "\\ne ", "≈": "\\approx ", "→": "\\to ",
  "←": "\\leftarrow ", "∞": "\\infty ", "√": "\\surd ", "‖": "\\Vert ", "∈": "\\in ",
  "±": "\\pm ", "ŷ": "\\hat{y}", "Ŷ": "\\hat{Y}", "ẑ": "\\hat{z}", "½": "\\tfrac12 ",
  "¼": "\\tfrac14 ",
  "ỹ": "\\tilde{y}", "∘": "\\circ ", "ε̂": "\\hat{\\varepsilon}", "⊗": "\\otimes ",
  "∏": "\\prod ", "∑": "\\sum ", "⋯": "\\cdots ", "≻": "\\succ ", "⪰": "\\succeq ",
  "≺": "\\prec ", "⪯": "\\preceq ", "∝": "\\propto ", "≪": "\\ll ", "≡": "\\equiv ",
  "⌊": "\\lfloor ", "⌋": "\\rfloor ", "⌈": "\\lceil ", "⌉": "\\rceil ",
  "⟨": "\\langle ", "⟩": "\\rangle ", "∧": "\\wedge ", "∨": "\\vee ", "∪": "\\cup ",
  "∩": "\\cap ", "⊂": "\\subset ", "∉": "\\notin ", "∀": "\\forall ", "∃": "\\exists ",
  "ω": "\\omega ", "Ω": "\\Omega ", "ψ": "\\psi ", "ξ": "\\xi ", "ν": "\\nu ",
  "χ": "\\chi ", "ζ": "\\zeta ", "Θ": "\\Theta ", "Λ": "\\Lambda ", "Φ": "\\Phi ",
  "Γ": "\\Gamma ", "¾": "\\tfrac34 ", "⅓": "\\tfrac13 ", "⅔": "\\tfrac23 ",
  "ℓ": "\\ell ", "ẋ": "\\dot{x}", "≫": "\\gg ", "∫": "\\textstyle\\int ",
]
/// What stands in a sentence otherwise than in a formula.
private let textSymbols: [Character: String] = [
  "…": "\\ldots{}", "–": "--", "—": "---", "“": "``", "”": "''", "’": "'", "~": "\\(\\sim\\)",
]
/// What is written otherwise in a formula than in a sentence.
private let mathEscapes: [Character: String] = [
  "^": "\\text{\\^{}}", "~": "{\\sim}", "\\": "\\backslash ", "…": "\\ldots ", "’": "'",
]
private let escapes: [Character: String] = [
  "%": "\\%", "&": "\\&", "#": "\\#", "$": "\\$", "_": "\\_", "{": "\\{", "}": "\\}",
  "^": "\\^{}", "\\": "\\textbackslash{}",
]
