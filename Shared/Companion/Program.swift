import Notes

/// A chapter of the book, which is a program.
public struct Program: Sendable {
  let chapter: Chapter
  let title: String
  let sections: [Section]
  let example: (place: String, input: String)

  /// - Parameters:
  ///   - chapter: which of the seven it is; also the name of its executable
  ///   - title: a heading of ours
  ///   - sections: its pages, in reading order
  ///   - example: for the help, a place and numbers of one's own for it
  public init(
    _ chapter: Chapter, _ title: String, _ sections: [Section],
    example: (place: String, input: String) = ("", "")
  ) {
    self.chapter = chapter
    self.title = title
    self.sections = sections
    self.example = example
  }

  /// Runs the chapter with the arguments of the process, and ends the process.
  public func main() -> Never {
    let console = Console()
    do throws(UsageError) {
      let options = try Options(Array(CommandLine.arguments.dropFirst()))
      console.write(try output(options, isTerminal: console.isTerminal))
      console.exit()
    } catch {
      console.fail(error, usage: Options.usage(chapter), seeAlso: "\(chapter.rawValue) --help")
    }
  }

  /// What the program prints for the given options.
  func output(_ options: Options, isTerminal: Bool = false) throws(UsageError) -> String {
    let settings = options.settings
    switch options.action {
    case .help: return Options.help(self)
    case .version: return "\(chapter.rawValue) \(Options.version)\n"
    case .list: return list(try run(Settings()))
    case .show, .errata: break
    }
    let isTold = options.action == .show && options.format.tells && !settings.isBrief
    let locators = options.locators.flatMap { Place.range($0) ?? [$0] }
    let run = try run(settings, candidates(locators))
    var chosen = options.locators.isEmpty ? run.pages.map { Choice(page: $0) } : []
    for locator in locators {
      for choice in try choices(locator, run) {
        // Places of one page are shown together.
        if let i = chosen.firstIndex(where: { $0.page === choice.page }) {
          chosen[i].join(choice)
        } else {
          chosen.append(choice)
        }
      }
    }
    try refuse(options, chosen)
    if !settings.values.isEmpty {
      // A value that fits one page need not fit another which happens to use the same letter:
      // unless pages were asked for, those are shown that the reader's own numbers change.
      let refusal = chosen.compactMap(\.page.refusal).first
      if options.locators.isEmpty {
        let changed = chosen.filter { !$0.page.isOriginal }
        // Who types the notes' own numbers changes nothing, and means the pages that take them.
        let same = chosen.filter { choice in
          choice.page.refusal == nil
            && choice.page.inputs.contains { settings.values[typed($0)] != nil }
        }
        chosen = changed.isEmpty ? same : changed
      }
      if let refusal, chosen.isEmpty || !options.locators.isEmpty { throw refusal }
    }
    if settings.isBlank, ![.text, .markdown, .latex].contains(options.format) {
      throw UsageError(
        "--blank is for text, markdown and latex",
        hint: "leave out --format \(options.format.rawValue)")
    }
    let stories = isTold ? Story.read(chosen.map(\.page.section)) : [:]
    var excerpts = chosen.map { choice in
      choice.excerpt(
        stories[choice.page.section.id], isTold: isTold, isBlank: settings.isBlank)
    }
    if settings.isBlank {
      excerpts = excerpts.filter { $0.exhibits.contains(where: \.isTask) }
      guard !excerpts.isEmpty else {
        throw UsageError("nothing is computed here that a worksheet could leave open")
      }
    }
    if case .errata = options.action {
      return TextRenderer(settings, color: options.usesColor(isTerminal)).errata(excerpts)
    }
    switch options.format {
    case .text:
      return TextRenderer(settings, color: options.usesColor(isTerminal)).render(excerpts)
    case .markdown: return MarkdownRenderer(settings).render(excerpts)
    case .latex: return LaTeXRenderer(settings).render(excerpts, isStandalone: options.isStandalone)
    case .csv: return csv(excerpts, settings)
    case .json: return json(chapter, excerpts)
    case .book: return BookPart(self, excerpts, settings).json
    }
  }

  /// Refuses what cannot be meant: an input that no page asked for has, an option that a list of
  /// errata would ignore.
  private func refuse(_ options: Options, _ chosen: [Choice]) throws(UsageError) {
    if !options.locators.isEmpty {
      try options.settings.refuseInputs(missingIn: chosen.map(\.page), there: true)
    }
    if case .errata = options.action {
      let settings = options.settings
      let others = [
        (settings.isBlank, "--blank"), (settings.variant != nil, "--vary"),
        (!settings.values.isEmpty, "--set"), (options.format != .text, "--format"),
      ]
      if let (_, other) = others.first(where: { $0.0 }) {
        throw UsageError(
          "--errata is about the numbers of the notes, as text", hint: "leave out \(other)")
      }
    }
  }

  /// Pages, side by side on the cores there are: none needs another's results. Which of the
  /// carried numbers come from an erratum is then found out in the order of the pages, with those
  /// pages that print what others are carried from.
  ///
  /// - Parameter candidates: the pages that may answer a question, and which page may print a
  ///   given place; all pages if left out
  func run(_ settings: Settings, _ candidates: Candidates? = nil) throws(UsageError) -> Run {
    var pages: [Int: Page] = [:]
    func compute(_ indices: [Int]) {
      let new = indices.filter { pages[$0] == nil }
      let made = new.concurrentMap { i in
        let page = Page(sections[i], settings)
        sections[i].body(page)
        return page
      }
      for (i, page) in zip(new, made) { pages[i] = page }
    }
    compute(candidates?.answering ?? Array(sections.indices))
    let answering = Set(pages.keys)
    var followed: Set<String> = []
    while let candidates {
      let here = Set(pages.values.flatMap { $0.claims.map(\.locator) })
      let sources = pages.values.flatMap(\.carriedFrom).filter {
        !here.contains($0) && followed.insert($0).inserted
      }
      guard !sources.isEmpty else { break }
      compute(sources.flatMap(candidates.printing).withoutRepeats)
    }
    var wrong: Set<String> = []
    for i in pages.keys.sorted() { pages[i]!.trace(&wrong) }
    let run = Run(pages: answering.sorted().map { pages[$0]! })
    if candidates == nil { try settings.refuseInputs(missingIn: run.pages) }
    return run
  }

  /// Some of the pages, by the order in which they are told.
  struct Candidates {
    var answering: [Int]
    var printing: (_ locator: String) -> [Int]
  }

  /// The pages whose source speaks of the places that are asked for; nil for all pages, where no
  /// place is asked for. A page whose source cannot be read may speak of anything.
  func candidates(_ queries: [String]) -> Candidates? {
    guard !queries.isEmpty else { return nil }
    let paths = sections.map(\.path)
    @Sendable func speaking(of places: [String]) -> [Int] {
      let wanted = places.map { Array(Story.key(Array($0.utf8))) }
      guard !wanted.isEmpty else { return [] }
      let (only, all) = (wanted[0], Set(wanted))
      let files = Story.files(paths) {
        all.count == 1 ? $0.elementsEqual(only) : all.contains(Array($0))
      }
      return sections.indices.filter {
        files.contains(paths[$0])
          || all.contains(Array(Story.key(Array(sections[$0].locator.utf8))))
      }
    }
    var answering: Set<Int> = []
    for query in queries {
      let place = Place(query: query)
      let wanted = placeKey(place.locator)
      var found = sections.indices.filter {
        typed(sections[$0].title) == typed(place.locator)
          || typed(sections[$0].heading) == typed(query)
      }
      if !place.isSection { found += speaking(of: [place.isTag ? wanted : place.locator]) }
      if found.isEmpty || !place.isTag {
        // All that stands in a section of that name, or below it.
        let section = String(place.locator.drop { $0 == "§" })
        found += speaking(
          of: Document.allCases.filter(place.fits).flatMap { Notes.places($0, in: section) })
      }
      guard !found.isEmpty else { return nil }
      answering.formUnion(found)
    }
    return Candidates(answering: answering.sorted(), printing: { speaking(of: [$0]) })
  }

  private func list(_ run: Run) -> String {
    var text = "\(chapter.rawValue): \(title)\n"
    for page in run.pages {
      text += "\n" + wrap(page.section.heading, indent: 4, first: "  ")
      let places = page.exhibits.flatMap(\.places).filter {
        !page.section.isAll($0) && !$0.locator.contains(":")
      }
      text += wrap(shortened(places).joined(separator: " "), indent: 6)
    }
    return text
  }
}

extension Settings {
  /// Refuses numbers of the reader's own for an input that none of the pages has.
  fileprivate func refuseInputs(missingIn pages: [Page], there: Bool = false) throws(UsageError) {
    let names = pages.flatMap(\.inputs)
    for (name, _) in values where !names.contains(where: { typed($0) == name }) {
      throw .unknownInput(spellings[name] ?? name, names: names, there: there)
    }
  }
}

/// The pages of one run and what they claim.
struct Run {
  let pages: [Page]

  /// The printed numbers that the pages answer for, inputs included.
  var claims: [Printed] { pages.flatMap(\.claims) }

  /// What pages ask for that the notes do not have.
  var mistakes: [String] {
    let places = Set(pages.flatMap { $0.exhibits.flatMap(\.places) })
    return pages.flatMap(\.mistakes)
      + places.filter { $0.section.isEmpty }.map { "there is no \($0.description)" }.sorted()
  }
}

/// What is shown of a page: all of it, or the exhibits and formulas of some places.
struct Choice: Equatable {
  let page: Page
  var exhibits: [Int]?
  /// The places asked for, as they are typed.
  var places: [Place] = []

  init(page: Page, exhibits: [Int]? = nil, for place: Place? = nil) {
    self.page = page
    self.exhibits = exhibits
    places = [place].compactMap { $0 }
  }

  mutating func join(_ other: Choice) {
    exhibits = exhibits.flatMap { old in other.exhibits.map { Set(old + $0).sorted() } }
    places += other.places
  }

  static func == (a: Choice, b: Choice) -> Bool { a.page === b.page && a.exhibits == b.exhibits }

  /// What is told and shown; on a worksheet only what is given and what is to be computed.
  func excerpt(_ story: Story? = nil, isTold: Bool = false, isBlank: Bool) -> Excerpt {
    let isOriginal = page.isOriginal && !isBlank
    let chosen = page.exhibits.indices.filter { i in
      // Who has other numbers than the notes, or none to look up, needs those of the page.
      exhibits?.contains(i) ?? true || (!isOriginal && page.exhibits[i].isInput)
    }
    guard !isBlank else {
      let tasks = chosen.compactMap { page.exhibits[$0].onWorksheets }
      return Excerpt(
        section: page.section, isOriginal: isOriginal, isBlank: true, parts: [.exhibits(tasks)])
    }
    let excerpt = Excerpt(
      section: page.section, isOriginal: isOriginal, isTold: story != nil || !isTold,
      parts: Story.parts(story, page, chosen: chosen))
    guard exhibits != nil, story != nil else { return excerpt }
    return excerpt.scenes { formula in
      formula.locators.contains { locator in
        places.contains { place in
          place.isHere(locator, placeKey(place.locator))
            || Notes.section(of: locator, in: page.section.document)
              .map { isPart(placeKey($0), of: placeKey(place.locator)) } ?? false
        }
      }
    }
  }
}

extension Exhibit {
  var isInput: Bool { if case .input = content { true } else { false } }

  /// Whether a worksheet leaves something open here.
  fileprivate var isTask: Bool {
    switch content {
    case .number, .table: true
    default: false
    }
  }

  /// The same on a worksheet, tables with their first column only; nil if it is not for one.
  fileprivate var onWorksheets: Exhibit? {
    switch content {
    case .input, .number: return self
    case .table(let table):
      let rows = table.rows.map { row in
        row.prefix(1) + row.dropFirst().map { String(repeating: "_", count: max(4, $0.width)) }
      }.map(Array.init)
      var result = self
      result.content = .table(Table(title: table.title, columns: table.columns, rows: rows))
      return result
    default: return nil
    }
  }
}

extension Program {
  /// The pages and exhibits that a locator names.
  ///
  /// `6.23` is an equation, `§6.4` a section with all below it, `6.4` whichever there is, both
  /// if both; `(6.23)` is an equation of the Foundations only, as no other document has tags, and
  /// `appendix:B.16` names its document.
  func choices(_ query: String, _ run: Run) throws(UsageError) -> [Choice] {
    let place = Place(query: query)
    let wanted = placeKey(place.locator)

    var result: [Choice] = []
    for page in run.pages {
      let section = page.section
      let isNamed =
        typed(section.title) == typed(place.locator) || typed(section.heading) == typed(query)
      if isNamed
        || (!place.isTag && place.fits(section.document)
          && isPart(placeKey(section.locator), of: wanted))
      {
        result.append(Choice(page: page))
        continue
      }
      let exhibits = page.exhibits.indices.filter { i in
        page.exhibits[i].places.contains { reference in
          guard place.fits(reference.document) else { return false }
          let isHere = !place.isSection && place.isHere(reference.locator, wanted)
          let isBelow = place.isSection && isPart(placeKey(reference.section), of: wanted)
          return isHere || isBelow
        }
      }
      if !exhibits.isEmpty {
        result.append(Choice(page: page, exhibits: exhibits, for: place))
      }
    }
    if result.isEmpty, !place.isTag, !place.isSection, !wanted.isEmpty {
      for page in run.pages {
        let exhibits = page.exhibits.indices.filter { i in
          page.exhibits[i].places.contains {
            place.fits($0.document) && isPart(placeKey($0.section), of: wanted)
          }
        }
        if !exhibits.isEmpty {
          result.append(Choice(page: page, exhibits: exhibits, for: place))
        }
      }
    }
    // A page that only takes a number from there is no answer where another page shows more, and
    // one of them is enough where none does.
    let answers = result.filter { choice in
      choice.exhibits?.contains { !choice.page.exhibits[$0].isInput } ?? true
    }
    guard result.isEmpty else { return answers.isEmpty ? [result[0]] : answers }
    // The title of a slide, with more words behind it than we know it by.
    if let (slug, rest) = Document.slide(titled: query.replacing(" - ", with: " – ")), !rest.isEmpty
    {
      return try choices("slides:" + slug, run)
    }
    throw .unknownLocator(query, place, in: self, try self.run(Settings()))
  }
}

/// Whether a place is the one named: `7.14` names both equations that are printed so.
func isSame(_ locator: String, _ wanted: String) -> Bool {
  locator == wanted || locator.hasPrefix(wanted + "/") || locator.hasPrefix(wanted + ":")
}

/// Whether a section is the one named or below it: `6.4.1` is part of `6.4` and of `6`.
func isPart(_ section: String, of wanted: String) -> Bool {
  section == wanted || section.hasPrefix(wanted + ".")
}

extension UsageError {
  static func unknownLocator(_ query: String, _ place: Place, in program: Program, _ run: Run)
    -> UsageError
  {
    let wanted = placeKey(place.locator)
    guard !wanted.isEmpty else {
      return UsageError("'\(query)' is no place", hint: "as in 6.23, B.19 or '§4.3'")
    }
    if place.isSection {
      for document in Document.allCases where place.fits(document) {
        let rows =
          Notes.equations(document).map { ($0.section, $0.chapter) }
          + Notes.printed(document).map { ($0.section, $0.chapter) }
        let others = rows.filter { isPart(placeKey($0.0), of: wanted) && $0.1 != program.chapter }
        if let (_, chapter) = others.first {
          let name = document.rawValue + " §" + place.locator.dropFirst()
          return UsageError(
            "\(name) is in \(chapter.rawValue): swift run \(chapter.rawValue) \(shellWord(query))")
        }
      }
    }
    var known: [(Chapter, Document, String)] = []
    for document in Document.allCases where place.fits(document) {
      known += Notes.equations(document).flatMap {
        [($0.chapter, document, $0.locator), ($0.chapter, document, $0.section)]
      }
      known += Notes.printed(document).map { ($0.chapter, document, $0.locator) }
    }
    if let match = place.isSection
      ? nil : known.first(where: { isSame(placeKey($0.2), wanted) || placeKey($0.2) == wanted })
    {
      let name = cited(match.1, match.2)
      if match.0 != program.chapter {
        return UsageError(
          "\(name) is in \(match.0.rawValue): swift run \(match.0.rawValue) \(shellWord(query))")
      }
      return UsageError("\(name) is in the notes, but no page of this chapter treats it yet")
    }
    let here = run.pages.flatMap { page in
      [page.section.place, page.section.locator]
        + page.exhibits.flatMap { $0.places.flatMap { [$0.locator, $0.short] } }
    }
    let near = near(place.locator, among: here.withoutRepeats)
    return UsageError(
      "there is no place '\(query)' in the notes",
      hint: near.isEmpty
        ? "'\(program.chapter.rawValue) --list' shows the pages and their places"
        : "did you mean \(either(near))?")
  }
}
