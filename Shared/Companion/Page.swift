import Mathematics
import Notes

/// What one section of a chapter computes and shows, in order.
public final class Page {
  let section: Section
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

  init(_ section: Section, _ settings: Settings) {
    self.section = section
    self.settings = settings
  }

  // MARK: Inputs

  /// A number that the notes give, or what the reader sets instead.
  ///
  /// - Parameters:
  ///   - quantity: its name in the notes
  ///   - place: where it is given; the page's own locator if left out
  ///   - name: a shorter name to type
  ///   - again: other places that give it again
  public func given(
    number quantity: String, at place: Place? = nil, as name: String? = nil, again: [Place] = [],
    file: String = #fileID, line: Int = #line
  ) -> Double {
    let rows = input(quantity, place, name, again, file, line)
    return rows.first?.first ?? 0
  }

  /// A vector that the notes give, or what the reader sets instead.
  public func given(
    vector quantity: String, at place: Place? = nil, as name: String? = nil, again: [Place] = [],
    file: String = #fileID, line: Int = #line
  ) -> Vector<Double> {
    Vector(input(quantity, place, name, again, file, line).flatMap { $0 })
  }

  /// A matrix that the notes give, or what the reader sets instead.
  public func given(
    matrix quantity: String, at place: Place? = nil, as name: String? = nil, again: [Place] = [],
    file: String = #fileID, line: Int = #line
  ) -> Matrix<Double> {
    Matrix(input(quantity, place, name, again, file, line))
  }

  /// A number of ours, where the notes give none; the reader may set it.
  public func given(
    number name: String, ours value: Double, file: String = #fileID, line: Int = #line
  ) -> Double {
    input(name, ours([[value]], name), .ours, [], file, line)[0][0]
  }

  /// A vector of ours, where the notes give none; the reader may set it.
  public func given(
    vector name: String, ours value: Vector<Double>, file: String = #fileID, line: Int = #line
  ) -> Vector<Double> {
    Vector(input(name, ours([value.entries], name), .ours, [], file, line)[0])
  }

  /// A matrix of ours, where the notes give none; the reader may set it.
  public func given(
    matrix name: String, ours value: Matrix<Double>, file: String = #fileID, line: Int = #line
  ) -> Matrix<Double> {
    let rows = (0..<value.rows).map { value.row($0).entries }
    return Matrix(input(name, ours(rows, name), .ours, [], file, line))
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
    _ quantity: String, _ place: Place?, _ name: String?, _ again: [Place], _ file: String,
    _ line: Int
  ) -> [[Double]] {
    guard let row = find(quantity, place) else { return [] }
    let key = "\(row.document.rawValue) \(row.locator) \(row.quantity)"
    let rows = varied(
      row.rows.map { $0.map { Variant.Input($0.value ?? .nan, $0.decimals ?? 0) } }, key)
    var references = [reference(row)]
    for other in again {
      guard let copy = find(quantity, other, orRestated: true) else { continue }
      references.append(reference(copy))
      if copy.rows != row.rows {
        mistakes.append("\(cited(copy.document, copy.locator)) gives another \(quantity)")
      }
    }
    return input(name ?? quantity, rows, .notes, references, file, line)
  }

  private func input(
    _ name: String, _ rows: [[Double]], _ origin: Input.Origin, _ references: [Reference],
    _ file: String, _ line: Int
  ) -> [[Double]] {
    inputs.append(name)
    var rows = rows
    var origin = origin
    if let own = settings.values[typed(name)] {
      if own.map(\.count) == rows.map(\.count) {
        // The notes' own number is theirs, whoever types it.
        if own != rows {
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
    let input = Input(name: name, rows: entries, origin: origin)
    add(.input(input), references, file, line)
    return rows
  }

  // MARK: What the notes print

  /// A number as the notes print it, rounded and perhaps wrong: only for the value of a step
  /// that is carried on from it.
  public func printed(number quantity: String, at place: Place? = nil) -> Double {
    find(quantity, place)?.tokens.first?.value ?? .nan
  }

  /// A vector as the notes print it: only for the value of a step that is carried on from it.
  public func printed(vector quantity: String, at place: Place? = nil) -> Vector<Double> {
    Vector(find(quantity, place)?.tokens.map { $0.value ?? .nan } ?? [])
  }

  /// A matrix as the notes print it: only for the value of a step that is carried on from it.
  public func printed(matrix quantity: String, at place: Place? = nil) -> Matrix<Double> {
    Matrix(find(quantity, place)?.rows.map { $0.map { $0.value ?? .nan } } ?? [])
  }

  // MARK: Numbers

  /// Shows a computed value beside what the notes print for it, with the verdict.
  ///
  /// - Parameters:
  ///   - quantity: its name in the notes
  ///   - value: the value, computed in full precision from the inputs
  ///   - place: where it is printed; the page's own locator if left out
  ///   - again: other places that print it again
  ///   - carried: what the step gives when it starts from printed predecessors
  ///   - slips: hypotheses to try should the printed number be wrong
  ///   - impossible: relations that any data satisfy, which the printed numbers may violate
  ///   - formulas: formulas of the notes whose value this is
  public func show(
    _ quantity: String, _ value: some Showable, at place: Place? = nil, again: [Place] = [],
    carried: Carried? = nil, slips: [Slip] = [], impossible: [Invariant] = [],
    for formulas: Place..., file: String = #fileID, line: Int = #line
  ) {
    guard let row = find(quantity, place) else { return }
    var number = self.number(quantity, value, row, carried, slips, impossible)
    for other in again {
      guard let copy = find(quantity, other, orRestated: true) else { continue }
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
    number.judgements = judge(tokens, computed, carried: carried?.entries, slips: slips)
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

  // MARK: Derivations

  /// Tests a statement on random draws against something that does not contain it.
  ///
  /// Each draw has a generator of its own, seeded by the statement and the number of the draw,
  /// so that a printed form and its correction meet the same draws.
  ///
  /// - Parameters:
  ///   - statement: the formula, identity or inequality in words or symbols
  ///   - places: what it answers for in the notes
  ///   - draws: how many; the reader's `--trials`, else 100, if left out
  ///   - body: compares the two sides on one draw, in one or more independent ways
  public func verify(
    _ statement: String, at places: Place..., draws: Int? = nil, file: String = #fileID,
    line: Int = #line, _ body: (inout Generator) -> [Evidence]
  ) {
    let tested = test(statement, draws ?? settings.trials, body)
    let derivation = Derivation(statement: statement, tested: tested, correction: nil)
    add(.derivation(derivation), places.map(equation), file, line)
  }

  /// Shows a formula that is wrong as printed failing, and its correction passing, on the same
  /// draws. They go on until one fails, if the first few do not, up to a hundred.
  ///
  /// - Parameters:
  ///   - statement: the formula as printed
  ///   - correction: what is right instead
  ///   - why: the slip, or the reading under which the formula would be right
  public func refute(
    _ statement: String, at places: Place..., correction: String, why: String? = nil,
    draws: Int? = nil, file: String = #fileID, line: Int = #line,
    printed: (inout Generator) -> [Evidence], corrected: (inout Generator) -> [Evidence]
  ) {
    let goesOn = draws == nil && isOriginal
    let tested = test(statement, draws ?? settings.trials, orUntilOneFails: goesOn, printed)
    let derivation = Derivation(
      statement: statement, tested: tested,
      correction: (correction, test(statement, tested.draws, corrected).evidence), why: why)
    add(.derivation(derivation), places.map(equation), file, line)
  }

  private func test(
    _ statement: String, _ count: Int, orUntilOneFails mustFail: Bool = false,
    _ body: (inout Generator) -> [Evidence]
  ) -> Derivation.Tested {
    var result = Derivation.Tested()
    let seed = seed(statement)
    while result.draws < count || (mustFail && result.failures == 0 && result.draws < 100) {
      let draw = result.draws
      // A hundred thousand draws take a second or two.
      if count > 10_000, draw % 1000 == 0 { progress(statement, Double(draw) / Double(count)) }
      var generator = Generator(seed: seed &+ UInt64(draw) &* 0x9E37_79B9_7F4A_7C15)
      let evidence = body(&generator)
      for one in evidence {
        guard let i = result.evidence.firstIndex(where: { $0.method == one.method }) else {
          result.evidence.append(one)
          continue
        }
        result.evidence[i].error = larger(one.error, result.evidence[i].error)
      }
      result.draws += 1
      if !evidence.allSatisfy(\.holds) { result.failures += 1 }
    }
    if count > 10_000 { progress(statement, 1) }
    return result
  }

  /// What compares with the print itself: left out where the numbers are the reader's own, and
  /// on worksheets, for which the notes' wrong numbers are no task.
  public func comparing(_ body: () -> Void) {
    if isOriginal, !settings.isBlank { body() }
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

  /// Whether the reader asked for what takes seconds, with `--full` or more than 100 trials.
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

  /// Finds out which of the numbers carried from others come from an erratum.
  func trace(_ wrong: inout Set<String>) {
    for i in exhibits.indices {
      guard case .number(var number) = exhibits[i].content else { continue }
      number.trace(&wrong)
      exhibits[i].content = .number(number)
    }
  }

  // MARK: Looking things up

  private func add(
    _ content: Exhibit.Content, _ places: [Reference], _ file: String, _ line: Int
  ) {
    exhibits.append(Exhibit(file: file, line: line, places: places, content: content))
  }

  private func reference(_ row: Printed) -> Reference {
    Reference(document: row.document, locator: row.locator)
  }

  private func find(_ quantity: String, _ place: Place?, orRestated: Bool = false) -> Printed? {
    let document = place?.document ?? section.document
    let locator = place?.locator ?? section.locator
    let names = orRestated ? [quantity + " restated", quantity] : [quantity]
    for name in names {
      if let row = Notes.printed(document, locator, name) {
        if row.kind == .input { claims.append(row) }
        return row
      }
    }
    mistakes.append("\(cited(document, locator)) prints no \(quantity)")
    return nil
  }

  private func equation(_ place: Place) -> Reference {
    Reference(document: place.document ?? section.document, locator: place.locator)
  }
}

/// A seed for the draws of one statement: FNV-1a of its characters.
func seed(_ statement: String) -> UInt64 {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in statement.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
  return hash
}

/// A number that the reader may have typed, as a whole number within a range: rounded, and the
/// nearest end of the range for what lies outside it.
public func whole(_ x: Double, _ range: ClosedRange<Int>) -> Int {
  guard x > Double(range.lowerBound) else { return range.lowerBound }
  return x < Double(range.upperBound) ? Int(x.rounded()) : range.upperBound
}

/// The largest difference between two values, each relative to the larger of 1 and its size.
public func distance(_ a: some Showable, _ b: some Showable) -> Double {
  let left = a.entryRows.flatMap { $0 }
  let right = b.entryRows.flatMap { $0 }
  guard left.count == right.count else { return .infinity }
  var largest = 0.0
  for (x, y) in zip(left, right) {
    guard let x = x.number, let y = y.number else { return .infinity }
    largest = larger((x - y).magnitude / max(1, y.magnitude), largest)
  }
  return largest
}

/// The same for two numbers.
public func distance(_ a: Double, _ b: Double) -> Double {
  (a - b).magnitude / max(1, b.magnitude)
}

/// The same for two vectors, without turning them into entries first.
public func distance(_ a: Vector<Double>, _ b: Vector<Double>) -> Double {
  distance(a.entries, b.entries)
}

/// The same for two matrices.
public func distance(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Double {
  guard a.rows == b.rows, a.columns == b.columns else { return .infinity }
  return distance(a.entries, b.entries)
}

/// The same for two lists.
public func distance(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  var largest = 0.0
  for (x, y) in zip(a, b) {
    largest = larger(distance(x, y), largest)
  }
  return largest
}

/// The larger of two errors; undefined if one of them is.
private func larger(_ a: Double, _ b: Double) -> Double {
  a.isNaN || b.isNaN ? .nan : max(a, b)
}

/// Compares a gradient that was derived by hand with three that were not.
///
/// The tape gives all entries at once. Dual numbers and central differences are asked for the
/// derivative along one direction, drawn from the numbers of the point itself: a wrong entry
/// shows in it, whichever it is, at a fraction of the work.
///
/// A function that is generic over `Scalar` is passed three times, since each of the three
/// methods evaluates it on its own kind of number.
public func compare(
  _ gradient: Vector<Double>, at v: Vector<Double>,
  _ forward: (Vector<Dual<Double>>) -> Dual<Double>,
  _ reverse: (Vector<Variable>) -> Variable, _ differences: (Vector<Double>) -> Double
) -> [Evidence] {
  var draw = Generator(seed: v.entries.reduce(1) { $0 &* 31 &+ $1.bitPattern })
  let direction = draw.vector(v.count)
  let slope = gradient ⋅ direction
  let byDual = forwardDerivative(at: v, along: direction, forward)
  let byDifference = differenceDerivative(at: v, along: direction, differences)
  return [
    Evidence("dual numbers", error: distance(slope, byDual), bound: 1e-13),
    Evidence("tape", error: distance(gradient, reverseGradient(at: v, reverse)), bound: 1e-13),
    Evidence("central differences", error: distance(slope, byDifference), bound: 1e-8),
  ]
}

/// Compares a gradient by a matrix that was derived by hand with three that were not.
public func compare(
  _ gradient: Matrix<Double>, at a: Matrix<Double>,
  _ forward: (Matrix<Dual<Double>>) -> Dual<Double>,
  _ reverse: (Matrix<Variable>) -> Variable, _ differences: (Matrix<Double>) -> Double
) -> [Evidence] {
  func shaped<T>(_ v: Vector<T>) -> Matrix<T> {
    Matrix<T>(rows: a.rows, columns: a.columns, entries: v.entries)
  }
  guard gradient.rows == a.rows, gradient.columns == a.columns else {
    return [Evidence("shape", error: .infinity, bound: 0)]
  }
  return compare(
    Vector(gradient.entries), at: Vector(a.entries), { forward(shaped($0)) },
    { reverse(shaped($0)) }, { differences(shaped($0)) })
}
