/// A formula in the Unicode of the sources, `∂ℓ/∂zⱼ = pⱼ − yⱼ`, as TeX.
///
/// Scripts are Unicode's own, or follow `_` and `^`: `W_hy`, `x_{i,j}`. A slash takes what touches
/// it; where the formula is displayed it becomes a built-up fraction, and parentheses around
/// numerator and denominator vanish. `[a b; c d]` is a matrix, `{z if z > 0; 0 otherwise}` tells
/// cases. Words of three letters and more are functions before a bracket, and text elsewhere.
struct Formula {
  private var nodes: [Node] = []
  private let isDisplayed: Bool

  /// Why characters are no formula.
  struct Failure: Error {
    let message: String
  }

  /// - Parameters:
  ///   - text: the formula as the sources write it
  ///   - isDisplayed: whether it stands on a line of its own
  init(_ text: some StringProtocol, isDisplayed: Bool = false) throws(Failure) {
    self.isDisplayed = isDisplayed
    var parser = Parser(characters: Array(text), isDisplayed: isDisplayed)
    nodes = try parser.sequence(until: [])
    guard parser.i == parser.characters.count else {
      throw Failure(message: "'\(parser.characters[parser.i])' closes nothing")
    }
  }

  var tex: String { render(nodes, isDisplayed) }

  /// The two sides of its first relation, for formulas below each other: `a &= b`.
  var aligned: String {
    let first = nodes.firstIndex { if case .relation = $0 { true } else { false } }
    guard let first else { return "& " + tex }
    let left = render(Array(nodes[..<first]), isDisplayed)
    return left + " &" + render(Array(nodes[first...]), isDisplayed)
  }

  fileprivate enum Node: Equatable {
    /// What a slash or a script can take: a symbol, or a bracket with what it holds.
    case atom(String)
    case bracket(open: String, inside: String, close: String, scripts: String)
    case operation(String)
    case relation(String)
    case text(String)
    case space
    case gap
    case slash
  }
}

// MARK: Reading

private struct Parser {
  let characters: [Character]
  let isDisplayed: Bool
  var i = 0

  typealias Failure = Formula.Failure
  typealias Node = Formula.Node

  private var next: Character? { i < characters.count ? characters[i] : nil }
  private func peek(_ distance: Int) -> Character? {
    characters.indices.contains(i + distance) ? characters[i + distance] : nil
  }

  /// Everything up to one of the closing characters, which is left to the caller.
  mutating func sequence(until closing: Set<Character>) throws(Failure) -> [Node] {
    var nodes: [Node] = []
    while let c = next, !closing.contains(c) {
      if Symbols.closing[c] != nil, closing.isEmpty { break }
      nodes.append(try node())
    }
    return nodes
  }

  private mutating func node() throws(Failure) -> Node {
    let c = characters[i]
    if c == " " {
      let start = i
      while next == " " { i += 1 }
      let isGap = i - start > 1 && start > 0 && ",;".contains(characters[start - 1])
      return isGap ? .gap : .space
    }
    if c == "/" {
      i += 1
      return .slash
    }
    if c == "“" { return try quoted() }
    if let tex = Symbols.relations[c] {
      i += 1
      // ≔ and :=
      if c == ":", next == "=" {
        i += 1
        return .relation(":=")
      }
      return .relation(tex)
    }
    if c == "|" || c == "‖", partner(of: c) == nil {
      i += 1
      return c == "|" ? .relation("\\mid") : .relation("\\Vert")
    }
    if let tex = Symbols.operators[c] {
      i += 1
      return .operation(tex)
    }
    if c.isASCII, c.isLetter { return try word() }
    return try atom()
  }

  private mutating func quoted() throws(Failure) -> Node {
    guard let end = characters[i...].firstIndex(of: "”") else {
      throw Failure(message: "“ is not closed")
    }
    defer { i = end + 1 }
    return .text(String(characters[(i + 1)..<end]))
  }

  /// A letter, a function, a word.
  private mutating func word() throws(Failure) -> Node {
    let start = i
    var end = i
    while end < characters.count, characters[end].isASCII, characters[end].isLetter { end += 1 }
    let word = String(characters[start..<end])
    let after = end < characters.count ? characters[end] : " "
    let isFunction = Symbols.functions.contains(word) || Symbols.named.contains(word)
    let isCalled =
      "([".contains(after) || Symbols.subscripts[after] != nil || Symbols.superscripts[after] != nil
      || after == "_" || after == "^"
    if word.count == 1 || (word.count == 2 && !isFunction && !Symbols.isWord(word)) {
      i += 1
      if word == "E", after == "[" { return .atom("\\mathbb{E}" + (try scripts())) }
      return .atom(word.prefix(1) + (try scripts()))
    }
    i = end
    if isFunction {
      let name = Symbols.functions.contains(word) ? "\\\(word)" : "\\mathop{\\mathrm{\(word)}}"
      return .atom(name + (try scripts()))
    }
    // A hyphen inside a word belongs to it: one-hot.
    while next == "-", let after = peek(1), after.isASCII, after.isLetter {
      i += 1
      while let c = next, c.isASCII, c.isLetter { i += 1 }
    }
    let whole = String(characters[start..<i])
    let isName = isCalled || (whole == word && word.dropFirst().contains { $0.isUppercase })
    return isName ? .atom("\\mathop{\\mathrm{\(whole)}}" + (try scripts())) : .text(whole)
  }

  private mutating func atom() throws(Failure) -> Node {
    let c = characters[i]
    i += 1
    if let bracket = Symbols.brackets[c] {
      return try self.bracket(c, bracket.open, bracket.partner)
    }
    if let bar = Symbols.bars[c] {
      let end = partner(of: c, from: i - 1)!
      var inner = Parser(characters: Array(characters[i..<end]), isDisplayed: isDisplayed)
      let inside = render(try inner.sequence(until: []), isDisplayed)
      i = end + 1
      // ‖v‖∞ has its index beside it.
      var index = ""
      if next == "∞" {
        i += 1
        index = "_{\\infty}"
      }
      return .bracket(open: bar, inside: inside, close: bar, scripts: index + (try scripts()))
    }
    if c == "√" { return .atom(try root()) }
    if let large = Symbols.large[c] { return .atom(large + (try scripts())) }
    if c.isNumber, c.isASCII {
      var number = String(c)
      while let d = next, d.isNumber && d.isASCII || d == "." && (peek(1)?.isNumber ?? false) {
        number.append(d)
        i += 1
      }
      return .atom(number + (try scripts()))
    }
    if Symbols.superscripts[c] != nil || Symbols.subscripts[c] != nil || c == "ʹ" {
      // A script with nothing before it, as in ᵀ alone.
      i -= 1
      return .atom("{}" + (try scripts()))
    }
    guard let symbol = Symbols.symbol(c) else {
      throw Failure(message: "no formula has the character '\(c)'")
    }
    return .atom(symbol + (try scripts()))
  }

  private mutating func root() throws(Failure) -> String {
    while next == " " { i += 1 }
    guard next != nil else { throw Failure(message: "√ of nothing") }
    let isLetter = characters[i].isASCII && characters[i].isLetter
    let node = isLetter ? try word() : try atom()
    // √trace(A) is a root of all of it.
    if isLetter, next == "(", case .atom(let tex) = node, tex.count > 1, tex.first == "\\" {
      return "\\sqrt{\(render([node, try atom()], isDisplayed))}"
    }
    switch node {
    case .bracket(_, let inside, _, let scripts) where characters[i - 1] == ")":
      return "\\sqrt{\(inside)}" + scripts
    default: return "\\sqrt{\(render([node], isDisplayed))}"
    }
  }

  /// What stands between brackets; a half-open interval may close with another.
  private mutating func bracket(_ c: Character, _ open: String, _ partner: Character)
    throws(Failure) -> Node
  {
    let ends: Set<Character> = c == "(" || c == "[" ? [")", "]"] : [partner]
    let inside = try sequence(until: ends)
    guard let end = next else { throw Failure(message: "'\(c)' is not closed") }
    i += 1
    let rows = inside.split(separator: .operation(";"), omittingEmptySubsequences: false)
    if rows.count > 1, c == "[", end == "]" {
      let body = rows.map { row in
        entries(row).map { render($0, isDisplayed) }.joined(separator: " & ")
      }
      return .atom(
        "\\begin{bmatrix} \(body.joined(separator: " \\\\ ")) \\end{bmatrix}" + (try scripts()))
    }
    if rows.count > 1, c == "{" {
      let body = rows.map { row in
        let words = row.firstIndex { if case .text = $0 { true } else { false } } ?? row.endIndex
        return render(Array(row[..<words]), isDisplayed) + " & "
          + render(Array(row[words...]), isDisplayed)
      }
      return .atom("\\begin{cases} \(body.joined(separator: " \\\\ ")) \\end{cases}")
    }
    return .bracket(
      open: open, inside: render(inside, isDisplayed), close: Symbols.closing[end]!,
      scripts: try scripts())
  }

  /// The entries of a row: between commas, or else between spaces that no sign stands beside.
  private func entries(_ row: ArraySlice<Node>) -> [[Node]] {
    if row.contains(.operation(",")) {
      return row.split(separator: .operation(",")).map(Array.init)
    }
    func joins(_ node: Node?) -> Bool {
      switch node {
      case .operation, .relation, .slash: true
      default: false
      }
    }
    var result: [[Node]] = [[]]
    let row = Array(row)
    for (k, node) in row.enumerated() {
      let isEdge = k == 0 || k == row.count - 1
      if node == .space || node == .gap, !isEdge, !joins(row[k - 1]), !joins(row[k + 1]) {
        result.append([])
      } else if node != .space {
        result[result.count - 1].append(node)
      }
    }
    return result
  }

  /// Indices and exponents, in any order, as one of each.
  private mutating func scripts() throws(Failure) -> String {
    var (lower, upper, primes) = ("", "", "")
    while let c = next {
      if let script = Symbols.superscripts[c] {
        // Of h⁽ᵀ⁾ the last step, of Aᵀ the transpose.
        let isCounted = upper.contains("(") && !upper.contains(")")
        upper += Parser.script(script, isTransposed: !isCounted)
        i += 1
      } else if let script = Symbols.subscripts[c] {
        lower += Parser.script(script)
        i += 1
      } else if c == "ʹ" {
        primes += "\\prime"
        i += 1
      } else if c == "°" {
        upper += "\\circ"
        i += 1
      } else if c == "±", [" ", ")", ",", nil].contains(peek(1)) {
        // y± is a label, and not a sum.
        upper += "\\pm"
        i += 1
      } else if c == "≠", !lower.isEmpty, let after = peek(1), Symbols.subscripts[after] != nil {
        lower += "\\ne "
        i += 1
      } else if c == "*", !(peek(1).map { $0.isASCII && ($0.isLetter || $0.isNumber) } ?? false) {
        upper += "*"
        i += 1
      } else if c == "_" {
        i += 1
        lower += try braced()
      } else if c == "^" {
        i += 1
        upper += try braced()
      } else {
        break
      }
    }
    // ηₘᵢₙ, and not η with three indices
    if lower == "min" || lower == "max" { lower = "\\\(lower) " }
    if ["out", "new", "old"].contains(lower) { lower = "\\text{\(lower)}" }
    let raised = primes.isEmpty ? upper : primes + (upper.isEmpty ? "" : " " + upper)
    return (lower.isEmpty ? "" : "_{\(lower)}") + (raised.isEmpty ? "" : "^{\(raised)}")
  }

  private static func script(_ c: Character, isTransposed: Bool = false) -> String {
    if c == "T", isTransposed { return "\\top " }
    if c == "−" { return "-" }
    return Symbols.commands[c].map { $0 + " " } ?? String(c)
  }

  /// What follows `_` and `^`: letters and digits, or anything in braces or parentheses.
  private mutating func braced() throws(Failure) -> String {
    guard let c = next else { throw Failure(message: "an index is missing at the end") }
    if c == "{" || c == "(" {
      i += 1
      let inside = try sequence(until: [c == "{" ? "}" : ")"])
      guard next != nil else { throw Failure(message: "an index is not closed") }
      i += 1
      return render(inside, false)
    }
    var word = ""
    while let c = next, c.isASCII, c.isLetter || c.isNumber {
      word.append(c)
      i += 1
    }
    if word.isEmpty {
      guard let symbol = Symbols.symbol(c) else {
        throw Failure(message: "no index can be '\(c)'")
      }
      i += 1
      return symbol + " "
    }
    let isWord = word.count > 2 || (word.count == 2 && word.allSatisfy(\.isUppercase))
    if word == "max" || word == "min" { return "\\\(word) " }
    return isWord && word.contains { $0.isLetter } ? "\\text{\(word)}" : word
  }

  private func partner(of bar: Character) -> Int? { partner(of: bar, from: i) }

  /// Where a bar that opens is closed again: at the same depth of brackets; nil for a bar that
  /// stands between two sides, with spaces around it or alone.
  private func partner(of bar: Character, from start: Int) -> Int? {
    if start + 1 < characters.count, characters[start + 1] == " " { return nil }
    var depth = 0
    var k = start + 1
    while k < characters.count {
      let c = characters[k]
      if Symbols.brackets[c] != nil { depth += 1 }
      if Symbols.closing[c] != nil { depth -= 1 }
      if depth < 0 { return nil }
      // A bar after a sign or a space opens another pair.
      if c == bar, depth == 0, k > start + 1, characters[k - 1] != " " { return k }
      k += 1
    }
    return nil
  }
}

extension Symbols {
  /// The command of a letter or sign, accents included.
  static func symbol(_ c: Character) -> String? {
    if let command = commands[c] { return command }
    if let (accent, letter) = accented[c] { return "\\\(accent){\(letter)}" }
    let scalars = Array(c.unicodeScalars)
    if scalars.count == 2, let accent = accents[scalars[1]] {
      let letter = Character(scalars[0])
      guard let base = commands[letter] ?? (letter.isASCII ? String(letter) : nil) else {
        return nil
      }
      return "\\\(accent){\(base)}"
    }
    return nil
  }
}

// MARK: Writing

private func render(_ nodes: [Formula.Node], _ isDisplayed: Bool) -> String {
  var result = ""
  func add(_ piece: String) {
    // A command ends where a letter would continue it.
    if let first = piece.first, first.isLetter || first.isNumber, result.endsInCommand {
      result += " "
    }
    result += piece
  }
  let nodes = isDisplayed ? fractions(nodes) : nodes
  var k = 0
  while k < nodes.count {
    switch nodes[k] {
    case .atom(let tex): add(tex)
    case .bracket(let open, let inside, let close, let scripts):
      // (1/m) Σ needs no brackets around what is built up.
      let isProduct = k == 0 || !nodes[k - 1].isAtom
      if open == "(", scripts.isEmpty, isDisplayed, isProduct, inside.isFraction {
        add(inside)
        break
      }
      let isTall =
        isDisplayed && ["\\frac", "\\sum", "\\prod", "\\begin"].contains(where: inside.contains)
      add((isTall ? "\\left" : "") + open + inside.trimmedRight + (isTall ? "\\right" : "") + close)
      result += scripts
    case .operation(let tex): add(tex)
    case .relation(let tex): result += " \(tex) "
    case .text(let word):
      // Words that follow each other are one text, with the spaces around it.
      var text = k > 0 && nodes[k - 1] == .space ? " \(word)" : word
      while k + 2 < nodes.count, nodes[k + 1] == .space, case .text(let more) = nodes[k + 2] {
        text += " " + more
        k += 2
      }
      if k + 1 < nodes.count, nodes[k + 1] == .space { text += " " }
      result += "\\text{\(text)}"
    case .space:
      // ∂L/∂E K: what follows the space is not a part of the denominator.
      let run = nodes[..<k].reversed().prefix { $0.isTouching || $0 == .slash }
      if run.contains(.slash), k + 1 < nodes.count, nodes[k + 1].isTouching { result += "\\," }
    case .gap: result += "\\quad "
    case .slash: add("/")
    }
    k += 1
  }
  return result
}

/// Built-up fractions of what touches a slash on both sides.
private func fractions(_ nodes: [Formula.Node]) -> [Formula.Node] {
  func side(_ nodes: [Formula.Node]) -> String {
    if nodes.count == 1, case .bracket("(", let inside, ")", "") = nodes[0] { return inside }
    return render(nodes, true)
  }
  var result: [Formula.Node] = []
  var k = 0
  while k < nodes.count {
    guard nodes[k] == .slash, let last = result.last, last.isTouching, k + 1 < nodes.count,
      nodes[k + 1].isTouching
    else {
      result.append(nodes[k])
      k += 1
      continue
    }
    var numerator: [Formula.Node] = []
    while let node = result.last, node.isTouching { numerator.insert(result.removeLast(), at: 0) }
    var end = k + 1
    while end < nodes.count, nodes[end].isTouching { end += 1 }
    result.append(.atom("\\frac{\(side(numerator))}{\(side(Array(nodes[(k + 1)..<end])))}"))
    k = end
  }
  return result
}

extension Formula.Node {
  /// Whether a slash beside it takes it.
  fileprivate var isTouching: Bool {
    switch self {
    case .atom, .bracket: true
    default: false
    }
  }

  fileprivate var isAtom: Bool { if case .atom = self { true } else { false } }
}

extension String {
  /// Whether it is one fraction and nothing else.
  fileprivate var isFraction: Bool {
    guard hasPrefix("\\frac{") else { return false }
    var (depth, closed) = (0, 0)
    for (i, c) in enumerated() {
      if c == "{" { depth += 1 }
      if c == "}" {
        depth -= 1
        if depth == 0 { closed += 1 }
        if closed == 2 { return i == count - 1 }
      }
    }
    return false
  }

  /// Whether it ends in `\alpha`, which a letter after it would make another command.
  fileprivate var endsInCommand: Bool {
    let letters = reversed().prefix { $0.isASCII && $0.isLetter }.count
    return letters > 0 && dropLast(letters).last == "\\"
  }
}
