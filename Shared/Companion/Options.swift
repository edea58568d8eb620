import Notes

/// What a reader may change about a run.
struct Settings: Sendable {
  /// Decimals of computed numbers; those of the notes if nil.
  var digits: Int?
  /// How many draws a derivation is tested on.
  var trials = 100
  /// Whether to compute what takes seconds.
  var isFull = false
  /// Whether to leave the computed numbers open, as on a worksheet.
  var isBlank = false
  /// Whether to leave out prose and formulas.
  var isBrief = false
  /// The seed of a variant with other inputs; nil for those of the notes.
  var variant: UInt64?
  /// Inputs of the reader's own, by the name as it is typed.
  var values: [String: [[Double]]] = [:]
  /// The names as the reader wrote them.
  var spellings: [String: String] = [:]
}

/// Something wrong with what was typed: what it was, what was expected, what to type instead.
struct UsageError: Error {
  let message: String
  let hint: String?

  init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }

  static func shape(of name: String, in section: String, expected: [[Double]], found: [[Double]])
    -> UsageError
  {
    let example = expected.map { $0.map(Format.shortest).joined(separator: " ") }
      .joined(separator: ";")
    return UsageError(
      "\(name) in \(section) takes \(shapeWords(expected)), not \(shapeWords(found))",
      hint: "as in --set '\(typed(name))=\(example)'")
  }

  static func unknownInput(_ name: String, names: [String], there: Bool = false) -> UsageError {
    let all = names.map(typed).withoutRepeats
    let close = near(name, among: all)
    guard !all.isEmpty else {
      return UsageError("there is no input '\(name)' there, nor any other")
    }
    return UsageError(
      "there is no input '\(name)'" + (there ? " there" : ""),
      hint: close.isEmpty
        ? "the inputs are \(all.joined(separator: ", "))"
        : "did you mean \(either(close))?")
  }
}

/// `1 number`, `2 numbers`, `3 rows of 2 numbers`, `rows of 2, 1 numbers`
private func shapeWords(_ rows: [[Double]]) -> String {
  func numbers(_ count: Int) -> String { count == 1 ? "1 number" : "\(count) numbers" }
  guard rows.count != 1 else { return numbers(rows[0].count) }
  let counts = rows.map(\.count)
  guard counts.allSatisfy({ $0 == counts.first }) else {
    return "rows of \(counts.map(String.init).joined(separator: ", ")) numbers"
  }
  return "\(rows.count) rows of \(numbers(counts.first ?? 0))"
}

/// The command line, read.
struct Options {
  enum Action { case show, list, errata, help, version }
  enum OutputFormat: String, CaseIterable {
    case text, markdown, latex, csv, json
    /// What `weave` reads; not for people.
    case book

    /// Whether prose and formulas are a part of it.
    var tells: Bool { self != .csv && self != .json }
  }
  enum Color: String, CaseIterable { case auto, always, never }

  static let version = "0.1"

  var action = Action.show
  var format = OutputFormat.text
  var color = Color.auto
  var settings = Settings()
  var locators: [String] = []
  /// Whether LaTeX is to be a document of its own.
  var isStandalone = false

  private static let flags = [
    "--list", "--errata", "--brief", "--full", "--blank", "--standalone", "--help", "--version",
  ]
  private static let valued = ["--digits", "--set", "--vary", "--trials", "--format", "--color"]

  init(_ arguments: [String]) throws(UsageError) {
    var rest = arguments[...]
    var onlyLocators = false
    while let argument = rest.popFirst() {
      if onlyLocators || !argument.hasPrefix("-") || argument == "-" {
        guard !argument.isEmpty else {
          throw UsageError("a place cannot be empty", hint: "as in 6.23, B.19 or '§4.3'")
        }
        locators.append(argument)
        continue
      }
      if argument == "--" {
        onlyLocators = true
        continue
      }
      var name = argument
      var value: String?
      if let equals = argument.firstIndex(of: "=") {
        name = String(argument[..<equals])
        value = String(argument[argument.index(after: equals)...])
      }
      if name == "-h" { name = "--help" }
      if Self.flags.contains(name) {
        guard value == nil else { throw UsageError("\(name) takes no value") }
        set(flag: name)
        continue
      }
      guard Self.valued.contains(name) else {
        let close = near(name, among: Self.flags + Self.valued)
        throw UsageError(
          "there is no option '\(name)'",
          hint: close.isEmpty ? nil : "did you mean \(either(close))?")
      }
      guard let given = value ?? rest.popFirst() else {
        throw UsageError("\(name) needs a value", hint: "as in \(Self.example(of: name))")
      }
      try set(name, to: given)
    }
  }

  private mutating func set(flag: String) {
    // --help wins over --version, and both over what else is asked for.
    switch flag {
    case "--help": action = .help
    case "--version": if action != .help { action = .version }
    case "--list": if action == .show { action = .list }
    case "--full": settings.isFull = true
    case "--blank": settings.isBlank = true
    case "--brief": settings.isBrief = true
    case "--standalone": isStandalone = true
    default: if action == .show { action = .errata }
    }
  }

  private mutating func set(_ name: String, to value: String) throws(UsageError) {
    switch name {
    case "--digits": settings.digits = try whole(value, name, 0...17)
    case "--vary": settings.variant = UInt64(try whole(value, name, 0...999_999_999))
    case "--trials":
      settings.trials = try whole(value, name, 1...1_000_000)
      // Who asks for more draws has the time for full sizes as well.
      if settings.trials > Settings().trials { settings.isFull = true }
    case "--format": format = try choice(value, name, OutputFormat.allCases)
    case "--color": color = try choice(value, name, Color.allCases)
    default: try setInput(value)
    }
  }

  private func whole(_ text: String, _ name: String, _ range: ClosedRange<Int>)
    throws(UsageError) -> Int
  {
    guard let value = Int(text), range.contains(value) else {
      throw UsageError(
        "'\(text)' for \(name) is not a whole number "
          + "from \(range.lowerBound) to \(range.upperBound)",
        hint: "as in \(Self.example(of: name))")
    }
    return value
  }

  private func choice<T: RawRepresentable<String>>(_ text: String, _ name: String, _ all: [T])
    throws(UsageError) -> T
  {
    if let value = T(rawValue: text) { return value }
    let words = all.map(\.rawValue).filter { $0 != OutputFormat.book.rawValue }
    let close = near(text, among: words)
    throw UsageError(
      "'\(text)' for \(name) is not \(either(words))",
      hint: close.isEmpty ? nil : "did you mean \(either(close))?")
  }

  private mutating func setInput(_ text: String) throws(UsageError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else {
      throw UsageError(
        "'\(text)' for --set is not NAME=VALUES", hint: "as in \(Self.example(of: "--set"))")
    }
    let name = String(parts[0])
    var rows: [[Double]] = []
    // A minus sign as it is printed, and a semicolon at the end, do no harm.
    let values = String(parts[1]).replacing("−", with: "-").trimmed(of: ";")
    for row in values.split(separator: ";", omittingEmptySubsequences: false) {
      var numbers: [Double] = []
      for word in row.split(whereSeparator: \.isWhitespace) {
        if word.contains(",") {
          throw UsageError(
            "'\(word)' for \(name) has a comma",
            hint: "decimals follow a point, numbers are separated by spaces: --set 'x=0.3 0.9'")
        }
        guard let value = Double(word), value.isFinite, !word.lowercased().contains("x") else {
          throw UsageError(
            "'\(word)' for \(name) is not a finite number",
            hint: "numbers are separated by spaces, rows by ';'")
        }
        numbers.append(value)
      }
      rows.append(numbers)
    }
    settings.values[typed(name)] = rows
    settings.spellings[typed(name)] = name
  }

  /// Colour only on a terminal that can show it, and never against the reader's wish.
  func usesColor(_ isTerminal: Bool) -> Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto:
      isTerminal && environment("NO_COLOR") == nil && environment("TERM") != "dumb"
    }
  }

  private static func example(of name: String) -> String {
    switch name {
    case "--digits": "--digits 6"
    case "--trials": "--trials 1000"
    case "--vary": "--vary 7"
    case "--format": "--format latex"
    case "--color": "--color never"
    default: "--set 'x=1 0.5'"
    }
  }

  static func usage(_ chapter: Chapter) -> String {
    "\(chapter.rawValue) [<place> ...] [<options>]"
  }

  static func help(_ program: Program) -> String {
    let name = program.chapter.rawValue
    return """
      OVERVIEW: \(program.title)

      Recomputes what the lecture notes print and says whether they agree.

      USAGE: \(usage(program.chapter))

      ARGUMENTS:
        <place>              An equation, section or slide of the notes: 6.23, (6.23),
                             B.19, '§4.3', appendix:B.19. All pages if left out.

      OPTIONS:
        --list               List the pages and the places they treat.
        --errata             List what does not reproduce, with the right value.
        --set <name=values>  Use other inputs: 'x=1 0.5'; rows as 'W1=1 2;3 4'.
        --vary <seed>        Draw other inputs of the same shapes and digits.
        --blank              Leave the computed numbers open: a worksheet.
        --brief              Show numbers and verdicts without prose and formulas.
        --digits <n>         Show n decimals, 0 to 17, instead of the notes’ own.
        --trials <n>         Test each derivation on n draws (default: 100);
                             beyond 100 also computes at full size.
        --full               Compute at full size what takes seconds.
        --format <format>    text, markdown, latex, csv or json (default: text).
        --standalone         With --format latex, a whole document.
        --color <when>       auto, always or never (default: auto).
        --version            Show the version.
        -h, --help           Show this help.

      EXAMPLES:
        swift run \(name)
      \(examples(program))
      """
  }

  /// Commands of this very chapter.
  private static func examples(_ program: Program) -> String {
    let name = "  swift run \(program.chapter.rawValue) \(shellWord(program.example.place))"
    let own = "--set \(shellWord(program.example.input)) --format latex"
    return "\(name)\n\(name) --vary 7 --blank\n\(name) \(own)\n"
  }
}

extension String {
  /// Without a character, and spaces, at the end.
  fileprivate func trimmed(of character: Character) -> Substring {
    var rest = self[...]
    while let last = rest.last, last == character || last.isWhitespace { rest.removeLast() }
    return rest
  }
}

extension Array where Element: Hashable {
  /// The elements in order, each where it stands first.
  var withoutRepeats: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
