/// A sentence of words and formulas.
///
/// Where formulas stand between dollars, those are the formulas. Elsewhere, as in the statements
/// of checks, a run of words that no language has is one: `the gradient is p − y for any y`.
struct Sentence {
  enum Span: Equatable {
    case text(String)
    case formula(String)
    /// What stood in backticks.
    case code(String)
  }
  let spans: [Span]

  init(_ text: String) {
    if text.contains("$") {
      let parts = text.split(separator: "$", omittingEmptySubsequences: false)
      spans = parts.enumerated().filter { !$1.isEmpty }.map { i, part in
        i % 2 == 1 ? .formula(String(part)) : .text(String(part))
      }
    } else {
      let parts = text.split(separator: "`", omittingEmptySubsequences: false)
      spans = parts.enumerated().filter { !$1.isEmpty }.flatMap { i, part in
        i % 2 == 1 ? [.code(String(part))] : Self.spans(String(part))
      }
    }
  }

  // MARK: Telling formulas from words

  private enum Kind { case word, formula, neutral }

  private static func spans(_ text: String) -> [Span] {
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    var kinds = words.map(kind)
    // A number or an article goes with the sign beside it, then the name of a function with what
    // it is applied to.
    for isName in [false, true] {
      for k in kinds.indices where kinds[k] == .neutral {
        let bare = core(words[k])
        guard (bare.count > 1 && bare.first!.isLetter) == isName else { continue }
        let before = k > 0 && !ends(words[k - 1]) ? kinds[k - 1] : .word
        let after = k + 1 < kinds.count && !ends(words[k]) ? kinds[k + 1] : .word
        let joins =
          isName
          ? after == .formula
          : (before == .formula && isSign(words[k - 1]))
            || (after != .word && k + 1 < words.count && isSign(words[k + 1]))
        kinds[k] = joins ? .formula : .word
      }
    }
    // A name by itself is a symbol, whatever it would be in a sentence.
    if words.count == 1, kinds[0] == .word, words[0].count == 1, words[0].first!.isLetter {
      kinds[0] = .formula
    }
    // “sample 3 = 0.95”: signs and numbers alone are no formula.
    var start = 0
    while start < kinds.count {
      var end = start
      while end < kinds.count, kinds[end] == .formula { end += 1 }
      let isBare = words[start..<end].allSatisfy {
        isSign($0) || Double(core($0).replacing("−", with: "-")) != nil
      }
      if isBare, start > 0, kinds[start - 1] == .word {
        for k in start..<end { kinds[k] = .word }
      }
      start = max(end, start) + 1
    }
    // An interval, (0, 1].
    for k in words.indices.dropLast()
    where words[k].hasSuffix(",") && "([".contains(words[k].first ?? " ")
      && ")]".contains(core(words[k + 1], ",.;:").last ?? " ") && words[k].count < 7
    {
      (kinds[k], kinds[k + 1]) = (.formula, .formula)
    }
    var result: [Span] = []
    func add(_ text: String) {
      if case .text(let old) = result.last {
        result[result.count - 1] = .text(old + text)
      } else if !text.isEmpty {
        result.append(.text(text))
      }
    }
    var k = 0
    while k < words.count {
      if k > 0 { add(" ") }
      let isAlone =
        isSign(words[k]) && (k == 0 || kinds[k - 1] == .word)
        && (k + 1 == words.count || kinds[k + 1] == .word)
      guard kinds[k] == .formula, !isAlone else {
        add(words[k])
        k += 1
        continue
      }
      var end = k + 1
      var depth = brackets(words[k])
      // A comma, or a colon, outside of brackets ends a formula.
      while end < words.count, kinds[end] == .formula,
        !ends(words[end - 1]) && !(words[end - 1].hasSuffix(",") && depth <= 0)
      {
        depth += brackets(words[end])
        end += 1
      }
      let (before, formula, after) = trimmed(words[k..<end].joined(separator: " "))
      add(before)
      if !formula.isEmpty { result.append(.formula(formula)) }
      add(after)
      k = end
    }
    return result
  }

  /// How many brackets a word opens and does not close.
  private static func brackets(_ word: String) -> Int {
    word.reduce(0) { $0 + ("([{".contains($1) ? 1 : ")]}".contains($1) ? -1 : 0) }
  }

  private static func isSign(_ word: String) -> Bool {
    word.allSatisfy { Symbols.relations[$0] != nil || Symbols.operators[$0] != nil }
      && !word.isEmpty && word != "," && word != ":" && word != "-"
  }

  /// Whether a sentence goes on after a word as after a colon.
  private static func ends(_ word: String) -> Bool { word.last.map { ";:”".contains($0) } ?? false }

  /// A word without the punctuation around it.
  private static func core(_ word: String, _ ends: String = ",.;:)”?") -> String {
    String(word.drop { "(“".contains($0) }).trimmingEnd { ends.contains($0) }
  }

  private static func kind(_ word: String) -> Kind {
    let bare = core(word)
    if bare.isEmpty { return word.contains("(") || word.contains(")") ? .formula : .word }
    if bare == "–" || bare == "—" || bare == "-" { return .word }
    if Double(bare.replacing("−", with: "-")) != nil { return .neutral }
    if ["a", "A", "I"].contains(bare) { return .neutral }
    if Symbols.functions.contains(bare) || Symbols.named.contains(bare) { return .neutral }
    // FP16, z1, 2nd: a name, and not a product
    let letters = bare.prefix { $0.isASCII && $0.isLetter }
    let digits = bare.dropFirst(letters.count).prefix { $0.isASCII && $0.isNumber }
    if !letters.isEmpty, !digits.isEmpty, letters.count + digits.count == bare.count {
      return .word
    }
    // B.19, a place
    if letters.count == 1, bare.dropFirst().first == ".", Double(bare.dropFirst()) != nil {
      return .word
    }
    if ["st", "nd", "rd", "th"].contains(String(bare.suffix(2))), bare.first!.isNumber {
      return .word
    }
    // 2-2-1, 784-30-10, one-hot
    if bare.contains("-"),
      bare.allSatisfy({ $0.isASCII && ($0.isNumber || $0.isLetter) || $0 == "-" })
    {
      return .word
    }
    // θ_MAP
    var isIndex = false
    var isDifferential = false
    var run = ""
    var isWordy = false
    func close(_ next: Character?) {
      defer {
        run = ""
        isDifferential = next == "∂"
      }
      // ∂head
      guard run.count > 1, !isDifferential else { return }
      let isFunction =
        Symbols.functions.contains(run) || Symbols.named.contains(run)
        || next == "(" || next == "[" || next == "_"
        || next.map { Symbols.subscripts[$0] != nil || Symbols.superscripts[$0] != nil } ?? false
      let isPair = run.count == 2 && !Symbols.isWord(run)
      if !isFunction, !isPair { isWordy = true }
    }
    for c in bare {
      if isIndex, c.isASCII, c.isLetter || c.isNumber { continue }
      isIndex = c == "_"
      if c.isASCII, c.isLetter {
        run.append(c)
      } else {
        // (R/γ)² is a formula, “sign” in quotes and it’s are not.
        close(c)
        if "’'“”".contains(c) { isWordy = true }
      }
    }
    close(nil)
    return isWordy ? .word : .formula
  }

  /// A formula without the punctuation and the brackets that belong to the sentence around it.
  private static func trimmed(_ text: String) -> (String, String, String) {
    var formula = Substring(text)
    var (before, after) = ("", "")
    func surplus(_ open: Character, _ close: Character) -> Int {
      var depth = 0
      for c in formula { depth += c == open ? 1 : c == close ? -1 : 0 }
      return depth
    }
    func openEnds() -> Int { surplus("(", ")") + surplus("[", "]") }
    while let last = formula.last {
      guard ",.;: ?”".contains(last) || (last == ")" && openEnds() < 0) else {
        break
      }
      after = String(last) + after
      formula.removeLast()
    }
    while let first = formula.first, first == "“" || (first == "(" && openEnds() > 0) {
      before.append(first)
      formula.removeFirst()
    }
    return (before, String(formula), after)
  }
}

extension String {
  fileprivate func trimmingEnd(_ isEnd: (Character) -> Bool) -> String {
    var rest = self[...]
    while let last = rest.last, isEnd(last) { rest.removeLast() }
    return String(rest)
  }
}

// MARK: As characters

/// What a terminal shows of a sentence or formula: no dollars, small letters for indices, − for
/// a minus, 10⁻¹⁵ for 1e-15. What stands in backticks stays as it is.
func plain(_ text: String) -> String {
  guard text.utf8.contains(where: { "$_^-`".utf8.contains($0) }) || hasPower(text) else {
    return text
  }
  let scalars = Array(text.unicodeScalars)
  var result = String.UnicodeScalarView()
  var i = 0
  func at(_ k: Int) -> Unicode.Scalar { scalars.indices.contains(k) ? scalars[k] : " " }
  func isDigit(_ c: Unicode.Scalar) -> Bool { ("0"..."9").contains(c) }
  func isWord(_ c: Unicode.Scalar) -> Bool {
    isDigit(c) || (c.isASCII && c.properties.isAlphabetic)
  }
  while i < scalars.count {
    let c = scalars[i]
    switch c {
    case "$": i += 1
    case "`":
      let end = scalars[(i + 1)...].firstIndex(of: "`") ?? scalars.count
      result.append(contentsOf: scalars[(i + 1)..<end])
      i = end + 1
    case "_", "^":
      guard let (letters, end) = script(scalars, after: i),
        let small = small(letters, isRaised: c == "^")
      else {
        result.append(c)
        i += 1
        continue
      }
      result.append(contentsOf: small.unicodeScalars)
      i = end
    case "-" where isDigit(at(i + 1)) || at(i + 1) == "∞", "-" where at(i + 1) == ".":
      // Neither a hyphen nor a range.
      let before = at(i - 1)
      result.append(isWord(before) || before.properties.isAlphabetic ? "-" : "−")
      i += 1
    case "e" where isDigit(at(i - 1)):
      let sign = at(i + 1)
      let start = "-+−".unicodeScalars.contains(sign) ? i + 2 : i + 1
      guard isDigit(at(start)) else { fallthrough }
      var end = start
      while isDigit(at(end)) { end += 1 }
      // 10⁻⁵, and not 1·10⁻⁵
      if at(i - 1) == "1", !isDigit(at(i - 2)), at(i - 2) != "." {
        result.removeLast()
      } else {
        result.append("·")
      }
      let digits = scalars[start..<end].map(Character.init).drop { $0 == "0" }
      let exponent = (sign == "-" || sign == "−" ? ["−"] : []) + digits
      result.append(contentsOf: ("10" + small(exponent, isRaised: true)!).unicodeScalars)
      i = end
    default:
      result.append(c)
      i += 1
    }
  }
  return String(result)
}

/// Whether there is a digit with an e behind it.
private func hasPower(_ text: String) -> Bool {
  var before = UInt8(0)
  for byte in text.utf8 {
    if byte == UInt8(ascii: "e"), (48...57).contains(before) { return true }
    before = byte
  }
  return false
}

/// The letters of an index or exponent, in braces or not, and where they end.
private func script(_ scalars: [Unicode.Scalar], after i: Int) -> ([Character], Int)? {
  let start = i + 1
  guard start < scalars.count, i > 0, scalars[i - 1] != " " else { return nil }
  if scalars[start] == "{" {
    guard let end = scalars[start...].firstIndex(of: "}") else { return nil }
    return (scalars[(start + 1)..<end].filter { $0 != " " }.map(Character.init), end + 1)
  }
  var end = start
  while end < scalars.count, scalars[end].isASCII,
    scalars[end].properties.isAlphabetic || ("0"..."9").contains(scalars[end])
  { end += 1 }
  return end == start ? nil : (scalars[start..<end].map(Character.init), end)
}

/// Letters as an index or exponent; nil where Unicode has no such letters small, so that they stay
/// as they are typed, `W_xf`: an index that stood above the line would be another symbol.
private func small(_ letters: [Character], isRaised: Bool) -> String? {
  let table = isRaised ? Symbols.raising : Symbols.lowering
  let small = letters.compactMap { table[$0 == "-" ? "−" : $0] }
  return small.count == letters.count ? String(small) : nil
}
