import Mathematics
import Notes

/// What one section of a chapter computes and shows, in order.
public final class Page {
  let section: Heading
  let settings: Settings
  var exhibits: [Exhibit] = []
  /// The first thing wrong with what the reader typed.
  var refusal: UsageError?
  /// Names of the inputs, for `--set`.
  var inputs: [String] = []
  /// Whether all inputs so far are those of the notes, so that what they print can be compared.
  public private(set) var isOriginal = true
  /// What the page asked for that the notes do not print: a mistake in the page.
  private(set) var mistakes: [String] = []
  /// The printed numbers that the page answers for, inputs included.
  private(set) var claims: [Printed] = []

  init(_ section: Heading, _ settings: Settings) {
    self.section = section
    self.settings = settings
  }

  // MARK: Inputs

  /// A number, vector or matrix that the notes give, or what the reader sets instead:
  /// `let x: Vector = page.given("x")`
  ///
  /// - Parameters:
  ///   - quantity: its name in the notes
  ///   - place: where it is given; the page's own locator if left out
  ///   - name: a shorter name to type
  ///   - again: other places that give it again
  ///   - range: what it can mean, for what a reader may type
  public func given<Value: Given>(
    _ quantity: String, at place: Place? = nil, as name: String? = nil, again: [Place] = [],
    in range: ClosedRange<Double>? = nil, file: String = #fileID, line: Int = #line
  ) -> Value {
    let rows = input(quantity, place, name, again, range, file, line)
    return Value(given: rows.isEmpty ? [[.nan]] : rows)
  }

  /// A number, vector or matrix of ours, where the notes give none; the reader may set it:
  /// `let x: Vector = page.given("x", ours: [1, 2])`
  public func given<Value: Given>(
    _ name: String, ours value: Value, in range: ClosedRange<Double>? = nil,
    file: String = #fileID, line: Int = #line
  ) -> Value {
    Value(given: input(name, ours(value.given, name), .ours, [], range, file, line))
  }

  private func ours(_ rows: [[Double]], _ name: String) -> [[Double]] {
    // Pages that share an input of this name and value share its variants.
    let isData = rows.joined().count > 1
    return varied(
      rows.map { $0.map { Variant.Input($0, Token(Format.shortest($0)).decimals ?? 0) } },
      "\(name) \(rows)", isData: isData)
  }

  private func varied(_ rows: [[Variant.Input]], _ key: String, isData: Bool = false)
    -> [[Double]]
  {
    guard let variant = settings.variant else { return rows.map { $0.map(\.value) } }
    var draw = Generator(seed: seed(key) ^ (variant &* 0x9E37_79B9_7F4A_7C15))
    let result = Variant.rows(rows, isData: isData, &draw)
    if result != rows.map({ $0.map(\.value) }) { isOriginal = false }
    return result
  }

  private func input(
    _ quantity: String, _ place: Place?, _ name: String?, _ again: [Place],
    _ range: ClosedRange<Double>?, _ file: String, _ line: Int
  ) -> [[Double]] {
    guard let row = find(quantity, place) else { return [] }
    let key = "\(row.document.rawValue) \(row.locator) \(row.quantity)"
    let rows = varied(
      row.rows.map { $0.map { Variant.Input($0.value ?? .nan, $0.decimals ?? 0) } }, key)
    var references = [reference(row)]
    for copy in copies(quantity, place, again) {
      references.append(reference(copy))
      if copy.rows != row.rows {
        mistakes.append("\(cited(copy.document, copy.locator)) gives another \(quantity)")
      }
    }
    return input(name ?? quantity, rows, .notes, references, range, file, line)
  }

  private func input(
    _ name: String, _ rows: [[Double]], _ origin: Input.Origin, _ references: [Reference],
    _ range: ClosedRange<Double>?, _ file: String, _ line: Int
  ) -> [[Double]] {
    inputs.append(name)
    // Variants stay within what the input can mean.
    var rows = rows
    if let range {
      let outside = rows.joined().contains { !range.contains($0) }
      if outside, settings.variant == nil {
        mistakes.append("\(name) in \(section.name) is outside of its own range")
      }
      rows = rows.map { $0.map { min(max($0, range.lowerBound), range.upperBound) } }
    }
    var origin = origin
    if let own = settings.values[typed(name)] {
      if own.map(\.count) == rows.map(\.count) {
        let outside = own.joined().first { !(range?.contains($0) ?? true) }
        if let outside, let range {
          refusal = refusal ?? .meaning(of: name, in: section.name, range, found: outside)
        } else if own != rows {
          // The notes' own number is theirs, whoever types it.
          rows = own
          origin = .reader
          isOriginal = false
        }
      } else {
        refusal =
          refusal ?? .shape(of: name, in: section.name, expected: rows, found: own)
      }
    }
    let entries = rows.map { $0.map(Entry.number) }
    let input = Input(name: name, rows: entries, origin: origin, range: range)
    add(.input(input), references, file, line)
    return rows
  }

  // MARK: Numbers

  /// Shows a computed value beside what the notes print for it, with the verdict.
  ///
  /// - Parameters:
  ///   - quantity: its name in the notes
  ///   - value: the value, computed in full precision from the inputs
  ///   - place: where it is printed; the page's own locator if left out
  ///   - again: other places that print it again
  ///   - nth: which printing at the place, if it is not the first
  ///   - carried: what the step gives when it starts from printed predecessors,
  ///     `carried: { printed in σ(printed("z²")) }`
  ///   - slips: hypotheses to try should the printed number be wrong
  ///   - impossible: relations that any data satisfy, which the printed numbers may violate
  ///   - formulas: formulas of the notes whose value this is
  public func show(
    _ quantity: String, _ value: some Showable, at place: Place? = nil, again: [Place] = [],
    time nth: Int = 1, slips: [Slip] = [], impossible: [Invariant] = [], for formulas: Place...,
    file: String = #fileID, line: Int = #line,
    carried: ((Predecessors) -> any Showable)? = nil
  ) {
    // Nothing is carried on from the print where the numbers are the reader's own.
    let carried = isOriginal ? carried.map { Carried(predecessors, $0) } : nil
    guard let row = find(quantity, place, nth: nth) else { return }
    var number = self.number(quantity, value, row, carried, slips, impossible)
    for copy in copies(quantity, place, again) {
      number.again.append(self.number(copy.quantity, value, copy, carried, slips, impossible))
    }
    let references = ([number] + number.again).compactMap(\.place) + formulas.map(equation)
    add(.number(number), references, file, line)
  }

  /// Shows a computed value that the notes leave to the reader.
  public func derive(
    _ quantity: String, _ value: some Showable, for formulas: Place..., file: String = #fileID,
    line: Int = #line
  ) {
    let references = formulas.map(equation)
    let number = Number(quantity: quantity, rows: value.entryRows)
    add(.number(number), references, file, line)
  }

  private func number(
    _ quantity: String, _ value: some Showable, _ row: Printed, _ carried: Carried?,
    _ slips: [Slip], _ invariants: [Invariant]
  ) -> Number {
    var number = Number(quantity: quantity, rows: value.entryRows)
    number.place = reference(row)
    claims.append(row)
    guard isOriginal else { return number }
    let computed = number.rows.flatMap { $0 }
    let tokenRows = row.rows
    let tokens = tokenRows.flatMap { $0 }
    guard computed.count == tokens.count,
      carried.map({ $0.entries.count == computed.count }) ?? true
    else {
      let found = carried.map { "\(computed.count) or \($0.entries.count)" } ?? "\(computed.count)"
      mistakes.append(
        "\(cited(row.document, row.locator)) prints \(tokens.count) numbers for \(quantity), "
          + "the page computes \(found)")
      return number
    }
    number.printed = row
    number.tokens = tokenRows
    number.carried = carried
    number.judgements = judge(
      tokens, computed, carried: carried?.entries, slips: slips.map { $0.tried(predecessors) })
    number.invariants = invariants
    for source in carried?.sources ?? [] {
      guard let origin = find(source.quantity, source.place) else { continue }
      let isHere = origin.locator == section.locator && origin.document == section.document
      let value = origin.tokens.count == 1 ? " = " + origin.tokens[0].text : ""
      let name =
        origin.quantity + value + (isHere ? "" : " of \(citation(origin.document, origin.locator))")
      number.sources.append((origin.key, name))
    }
    return number
  }

  // MARK: The rest

  /// Names the function that does what an equation defines.
  public func define(
    _ statement: String, at places: Place..., by function: String, file: String = #fileID,
    line: Int = #line
  ) {
    let definition = Definition(statement: statement, function: function)
    add(.definition(definition), places.map(equation), file, line)
  }

  /// Shows rows of numbers or words under column headings.
  ///
  /// - Parameters:
  ///   - digits: decimals of the numbers, unless the reader asks for others
  public func table(
    _ title: String, columns: [String], rows: [[any Showable]], digits: Int = 4,
    at places: Place..., file: String = #fileID, line: Int = #line
  ) {
    let entries = rows.map { $0.map { $0.entryRows.flatMap { $0 } } }
    // As many decimals as the entry of the column that needs the most.
    let decimals = columns.indices.map { j in
      let numbers = entries.filter { $0.indices.contains(j) }.flatMap { $0[j].compactMap(\.number) }
      return numbers.map { Format.isWhole($0) ? 0 : Format.decimals(of: $0, atMost: digits) }.max()
        ?? 0
    }
    let cells = entries.map { row in
      row.enumerated().map { j, cell in
        cell.map { entry in
          switch entry {
          case .word(let word): word
          case .number(let x) where Format.isWhole(x): Format.decimal(x, 0)
          case .number(let x): Format.decimal(Format.steady(x), settings.digits ?? decimals[j])
          }
        }.joined(separator: " ")
      }
    }
    let table = Table(title: title, columns: columns, rows: cells)
    add(.table(table), places.map(equation), file, line)
  }

  /// Draws curves.
  public func plot(
    _ plot: Plot, at places: Place..., file: String = #fileID, line: Int = #line
  ) {
    add(.plot(plot), places.map(equation), file, line)
  }

  /// Draws a matrix as shades.
  public func draw(
    _ shades: Shades, at places: Place..., file: String = #fileID, line: Int = #line
  ) {
    add(.shades(shades), places.map(equation), file, line)
  }

  /// Leaves claims of the notes to the notes: an opinion, a citation, a date.
  public func leave(
    _ reason: String, at places: Place..., file: String = #fileID, line: Int = #line
  ) {
    add(.left(reason), places.map(equation), file, line)
  }

  /// Whether the reader asked for what takes seconds, with `--full`.
  public var isFull: Bool { settings.isFull }

  /// How many draws or repetitions the reader wants, `--trials`, 100 if nothing was said.
  public var trials: Int { settings.trials }

  /// Says on standard error how far a long computation has come; `share` is from 0 to 1.
  public func progress(_ what: String, _ share: Double) {
    Console().progress("\(what): \(Int(share * 100))%", isLast: share >= 1)
  }

  /// Says a sentence that depends on what was computed.
  public func note(_ text: String, at places: Place..., file: String = #fileID, line: Int = #line) {
    add(.note(text), places.map(equation), file, line)
  }

  /// The places whose printed numbers others on this page are carried from.
  var carriedFrom: [String] {
    exhibits.flatMap { exhibit -> [String] in
      guard case .number(let number) = exhibit.content else { return [] }
      return number.carried?.sources.map(\.place.locator) ?? []
    }
  }

  /// What is carried from right numbers and yet far from what is right.
  var strays: [String] {
    exhibits.flatMap { exhibit -> [String] in
      guard case .number(let number) = exhibit.content else { return [] }
      return number.strays.map {
        "\(section.name): \(number.quantity) \($0.token.text) is carried too far from "
          + Format.significant($0.computed.number ?? .nan, 6)
      }
    }
  }

  /// Finds out which of the numbers carried from others come from an erratum.
  func trace(_ wrong: inout Set<String>) {
    for i in exhibits.indices {
      guard case .number(var number) = exhibits[i].content else { continue }
      number.trace(&wrong)
      exhibits[i].content = .number(number)
    }
  }

  // MARK: Looking things up

  /// What the notes print, for a step that is carried on from it.
  var predecessors: Predecessors {
    Predecessors(Place(section.document, section.locator)) { [self] in find($0, $1) }
  }

  func add(
    _ content: Exhibit.Content, _ places: [Reference], _ file: String, _ line: Int
  ) {
    exhibits.append(Exhibit(file: file, line: line, places: places, content: content))
  }

  private func reference(_ row: Printed) -> Reference {
    Reference(document: row.document, locator: row.locator)
  }

  /// - Parameter nth: which printing at this very place
  func find(_ quantity: String, _ place: Place?, nth: Int = 1) -> Printed? {
    let document = place?.document ?? section.document
    let locator = place?.locator ?? section.locator
    guard let row = Notes.printed(document, locator, quantity, nth: nth) else {
      let which = nth > 1 ? " \(nth) times" : ""
      mistakes.append(
        "\(cited(document, locator)) prints no \(quantity)\(which); what it leaves open is derived")
      return nil
    }
    if row.kind == .input { claims.append(row) }
    return row
  }

  /// The further printings of a number, each place as often as it is named.
  private func copies(_ quantity: String, _ first: Place?, _ again: [Place]) -> [Printed] {
    let home = first ?? Place(section.document, section.locator)
    func reference(_ place: Place) -> Reference { equation(place) }
    var seen = [reference(home)]
    return again.compactMap { place in
      seen.append(reference(place))
      return find(quantity, place, nth: seen.count { $0 == reference(place) })
    }
  }

  func equation(_ place: Place) -> Reference {
    Reference(document: place.document ?? section.document, locator: place.locator)
  }
}

/// A seed for the draws of one statement: FNV-1a of its characters.
func seed(_ statement: String) -> UInt64 {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in statement.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
  return hash
}
