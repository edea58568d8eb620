/// Pages as LaTeX fragments for an article, a book or a frame of beamer. They need amsmath,
/// amssymb and booktabs; with graphicx a wide table is made to fit, figures need pgfplots.
struct LaTeXRenderer {
  let settings: Settings

  init(_ settings: Settings) { self.settings = settings }

  func render(_ excerpts: [Excerpt], isStandalone: Bool = false) -> String {
    let pages = excerpts.map(page).joined(separator: "\n")
    guard isStandalone else {
      return "% needs amsmath, amssymb and booktabs; figures need pgfplots\n"
        + "% with graphicx a table that is too wide is made to fit\n\n" + pages
    }
    let packages = [
      "fontenc}[T1", "inputenc}[utf8", "amsmath", "amssymb", "booktabs", "graphicx", "pgfplots",
    ]
    return "\\documentclass[a4paper]{article}\n"
      + packages.map { package in
        let parts = package.split(separator: "}[")
        return "\\usepackage\(parts.count > 1 ? "[\(parts[1])]" : ""){\(parts[0])}\n"
      }.joined()
      + "\\pgfplotsset{compat=1.16}\n\\begin{document}\n\n" + pages + "\n\\end{document}\n"
  }

  private func page(_ excerpt: Excerpt) -> String {
    // A heading of its own, which beamer knows as well: what follows may be as wide as the page.
    var text = "\\par\\medskip\\noindent\\textbf{\(tex(excerpt.section.words))}\\par\\medskip\n\n"
    for part in excerpt.withoutCode {
      switch part {
      case .prose(let lines): text += prose(excerpt.told(lines))
      case .formulas(let formulas): text += "\\[\n\(Companion.tex(formulas))\n\\]\n\n"
      case .code: break
      case .exhibits(let exhibits): text += shown(exhibits, excerpt)
      }
    }
    return text + excerpt.remarks(settings).map { "\\emph{\(tex($0))}\n\n" }.joined()
  }

  // MARK: The story

  private func prose(_ lines: [String]) -> String {
    Prose.blocks(lines).map { block in
      switch block {
      case .heading(let words): "\\par\\smallskip\\noindent\\emph{\(spoken(words))}\\par\n\n"
      case .paragraph(let words): spoken(words) + "\n\n"
      case .item(let words): "\\par\\noindent \(spoken(words))\\par\n\n"
      case .verbatim(let lines):
        lines.filter { !$0.hasPrefix("|--") }.map { "\\noindent \(tex(Prose.spoken($0)))\\\\\n" }
          .joined()
          + "\n"
      }
    }.joined()
  }

  private func spoken(_ words: String) -> String {
    Prose.inlines(words).map { part in
      switch part {
      case .text(let text): escapedTeX(plain(text))
      case .formula(let formula): mathTeX(formula)
      case .code(let code): "\\texttt{\(escapedTeX(code))}"
      case .strong(let text): "\\textbf{\(escapedTeX(plain(text)))}"
      case .emphasis(let text): "\\emph{\(escapedTeX(plain(text)))}"
      }
    }.joined()
  }

  // MARK: What is shown

  private func shown(_ exhibits: [Exhibit], _ excerpt: Excerpt) -> String {
    var text = ""
    var numbers: [Number] = []
    var inputs: [String] = []
    func flush() {
      if !inputs.isEmpty {
        text += "{\\raggedright Given \(inputs.joined(separator: ",\n")).\\par}\n\n"
      }
      if !numbers.isEmpty { text += table(numbers, excerpt) }
      (inputs, numbers) = ([], [])
    }
    for exhibit in exhibits {
      switch exhibit.content {
      case .input(let input):
        if !numbers.isEmpty { flush() }
        inputs.append(
          "\(mathTeX(input.name)) \\(= \(value(input.rows.map { $0.map(\.shortest) }))\\)")
      case .number:
        if !inputs.isEmpty { flush() }
        numbers += exhibit.numbers(excerpt)
      default:
        flush()
        text += single(exhibit, excerpt)
      }
    }
    flush()
    return text
  }

  private func table(_ numbers: [Number], _ excerpt: Excerpt) -> String {
    let compares = excerpt.isOriginal && numbers.contains { $0.printed != nil }
    var text =
      "\\toprule\n & computed" + (compares ? " & the notes print &" : "") + " \\\\\n\\midrule\n"
    var remarks: [String] = []
    for number in numbers {
      let place = excerpt.section.label(number.place)
      var cells = [(place.isEmpty ? "" : tex(place) + "\\quad ") + tex(number.quantity)]
      let computed = number.formatted(settings)
      cells.append(
        settings.isBlank ? blank(computed) : "\\(\(value(computed))\\)")
      if compares {
        cells.append(number.printed == nil ? "" : "\\(\(value(number.printedText))\\)")
        cells.append(number.verdicts.map { $0.word + $0.entries }.joined(separator: ", "))
        remarks += number.remarks.map { "\(tex(number.quantity)): \(tex($0))." }
      }
      text += cells.joined(separator: " & ") + " \\\\\n"
    }
    text = tabular(compares ? "lccl" : "lc", text + "\\bottomrule\n") + "\n\\medskip\n"
    for remark in remarks { text += "{\\footnotesize \(remark)\\par}\n" }
    return text + (remarks.isEmpty ? "" : "\n")
  }

  private func blank(_ rows: [[String]]) -> String {
    rows.map { $0.map { _ in "\\underline{\\hspace{3em}}" }.joined(separator: " ") }
      .joined(separator: "; ")
  }

  /// Numbers in the brackets of a vector or matrix; one by itself.
  private func value(_ rows: [[String]]) -> String {
    let cells = rows.map { $0.map(numberTeX) }
    if cells.count == 1, cells[0].count == 1 { return cells[0][0] }
    let body = cells.map { $0.joined(separator: " & ") }.joined(separator: " \\\\ ")
    return "\\begin{bmatrix} \(body) \\end{bmatrix}"
  }

  /// A `tabular`, made smaller if it is wider than the page.
  private func tabular(_ columns: String, _ body: String) -> String {
    "\\noindent\\setbox0=\\hbox{%\n\\begin{tabular}{\(columns)}\n\(body)\\end{tabular}}%\n"
      + "\\ifdim\\wd0>\\linewidth\\ifdefined\\resizebox\\resizebox{\\linewidth}{!}{\\box0}"
      + "\\else\\box0\\fi\\else\\box0\\fi\n"
  }

  /// The lines of a derivation, each with its place and its value at the example.
  private func chain(_ derivation: Derivation, _ section: Heading) -> String {
    guard !derivation.steps.isEmpty else { return "" }
    let rows = derivation.steps.enumerated().map { i, step in
      let place = tex(section.label(step.place))
      let formula = tex("$\(i == 0 ? derivation.quantity : "") = \(step.formula)$")
      return "\(place) & \(formula) & \\(\(value(step.value.formatted(settings)))\\) \\\\\n"
    }
    return tabular("lll", rows.joined()) + "\n"
  }

  private func single(_ exhibit: Exhibit, _ excerpt: Excerpt) -> String {
    let cited = exhibit.cited(in: excerpt.section)
    let place = cited.isEmpty ? "" : tex(cited) + "\\quad "
    switch exhibit.content {
    case .derivation(let derivation):
      var text = chain(derivation, excerpt.section)
      for (i, outcome) in derivation.outcomes.enumerated() {
        let lead = i > 0 ? " Instead: " : "\\textbf{\(outcome.word)}: \(place)"
        text += lead + tex(outcome.statement)
        text += " (\(tex(outcome.tested.sentence(digits: settings.digits))))."
      }
      if let why = derivation.why { text += " " + tex(why) + "." }
      return text + "\n\n"
    case .definition(let definition):
      return
        "\(place)\(tex(definition.statement)): \\texttt{\(escapedTeX(definition.function))}.\n\n"
    case .table(let table):
      var body =
        "\\toprule\n" + table.columns.map(tex).joined(separator: " & ") + " \\\\\n\\midrule\n"
      for row in table.rows { body += row.map(tex).joined(separator: " & ") + " \\\\\n" }
      let columns = "l" + String(repeating: "r", count: max(0, table.columns.count - 1))
      return (table.title.isEmpty ? "" : place + tex(table.title) + "\n\n")
        + tabular(columns, body + "\\bottomrule\n") + "\n\\medskip\n\n"
    case .plot(let plot): return plot.pgf
    case .shades(let shades): return shades.tikz
    case .note(let text): return place + tex(text) + "\n\n"
    case .input, .number, .left: return ""
    }
  }
}

extension Plot {
  fileprivate var pgf: String {
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

extension Shades {
  /// Squares whose area is the entry.
  fileprivate var tikz: String {
    let count = max(values.count, values.first?.count ?? 1)
    let unit = Format.decimal(min(0.8, 10 / Double(count)), 3)
    var text = "\\begin{tikzpicture}[x=\(unit)cm, y=-\(unit)cm]\n"
    text += "\\node[anchor=south west] at (0,-1) {\(tex(title))};\n"
    for (i, row) in values.enumerated() {
      if count <= 12 { text += "\\node[anchor=east] at (0,\(i)+0.5) {\(tex(rowNames[i]))};\n" }
      for (j, value) in row.enumerated() where share(value) > 0 {
        let half = Format.decimal(share(value).squareRoot() * 0.45, 3)
        text += "\\fill (\(j)+0.5-\(half),\(i)+0.5-\(half)) rectangle ++(2*\(half),2*\(half));\n"
      }
    }
    return text + "\\end{tikzpicture}\n\n"
  }
}

// MARK: Characters

/// A sentence as LaTeX, its formulas set.
func tex(_ sentence: String) -> String {
  Sentence(sentence).spans.map { span in
    switch span {
    case .text(let words): escapedTeX(plain(words))
    case .formula(let formula): mathTeX(formula)
    case .code(let code): "\\texttt{\(escapedTeX(code))}"
    }
  }.joined()
}

private func mathTeX(_ text: String) -> String {
  guard let formula = try? Formula(text) else { return escapedTeX(plain(text)) }
  return "\\(\(formula.tex)\\)"
}

/// A number inside a formula.
private func numberTeX(_ text: String) -> String {
  (try? Formula(plain(text)).tex) ?? "\\text{\(escapedTeX(plain(text)))}"
}

/// Text in which every character has a command that LaTeX knows.
private func escapedTeX(_ text: String) -> String {
  var result = ""
  var (raised, lowered) = ("", "")
  func flush() {
    // An index and an exponent that stand together are one pair.
    let scripts = (lowered.isEmpty ? "" : "_{\(lowered)}") + (raised.isEmpty ? "" : "^{\(raised)}")
    if !scripts.isEmpty { result += "\\(\(scripts)\\)" }
    (raised, lowered) = ("", "")
  }
  func small(_ c: Character) -> String {
    c == "T" ? "\\top " : c == "−" ? "-" : Symbols.symbol(c).map { $0 + " " } ?? String(c)
  }
  for c in text {
    if let script = Symbols.superscripts[c] {
      raised += small(script)
      continue
    }
    if let script = Symbols.subscripts[c] {
      lowered += small(script)
      continue
    }
    flush()
    if let escape = escapes[c] {
      result += escape
    } else if let symbol = c.isASCII || "éüöäïç§".contains(c) ? nil : command(c) {
      result += "\\(\(symbol)\\)"
    } else {
      result.append(c)
    }
  }
  flush()
  return result.replacing("\\)\\(", with: "")
}

private func command(_ c: Character) -> String? {
  Symbols.symbol(c) ?? Symbols.relations[c] ?? Symbols.operators[c] ?? Symbols.large[c]
    ?? Symbols.bars[c] ?? Symbols.closing[c] ?? Symbols.brackets[c]?.open
}

private let escapes: [Character: String] = [
  "%": "\\%", "&": "\\&", "#": "\\#", "$": "\\$", "_": "\\_", "{": "\\{", "}": "\\}",
  "^": "\\^{}", "\\": "\\textbackslash{}", "…": "\\ldots{}", "–": "--", "—": "---", "“": "``",
  "”": "''", "’": "'", "‘": "`", "~": "\\(\\sim\\)", "<": "\\(<\\)", ">": "\\(>\\)",
  "√": "\\(\\surd\\)",
  "ʹ": "\\('\\)", "′": "\\('\\)", "°": "\\(^\\circ\\)", "✓": "\\(\\checkmark\\)",
]
