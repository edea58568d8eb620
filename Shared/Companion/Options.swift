import Notes

/// The command line, read.
struct Options {
  enum Action {
    case show, list, errata, help, version
    /// What `bench` reads; not for people.
    case timings
  }
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
  /// Whether what is longer than the screen may go through the reader's pager.
  var isPaged = true

  private static let flags = [
    "--list", "--errata", "--brief", "--full", "--blank", "--standalone", "--no-pager", "--help",
    "--version",
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
      if Self.flags.contains(name) || name == "--timings" {
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
    case "--timings": action = .timings
    case "--list": if action == .show { action = .list }
    case "--full": settings.isFull = true
    case "--blank": settings.isBlank = true
    case "--brief": settings.isBrief = true
    case "--standalone": isStandalone = true
    case "--no-pager": isPaged = false
    default: if action == .show { action = .errata }
    }
  }

  private mutating func set(_ name: String, to value: String) throws(UsageError) {
    switch name {
    case "--digits": settings.digits = try whole(value, name, 0...17)
    case "--vary": settings.variant = UInt64(try whole(value, name, 0...999_999_999))
    case "--trials": settings.trials = try whole(value, name, 1...1_000_000)
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
}

extension String {
  /// Without a character, and spaces, at the end.
  fileprivate func trimmed(of character: Character) -> Substring {
    var rest = self[...]
    while let last = rest.last, last == character || last.isWhitespace { rest.removeLast() }
    return rest
  }
}
