import Notes

/// A chapter of the book, which is a program.
public struct Program: Sendable {
  let chapter: Chapter
  let title: String
  let sections: [Section]
  let example: (place: String, input: String)
  let timings: [Timing]

  /// What the sections are called.
  var headings: [Heading] { sections.map(\.heading) }

  /// - Parameters:
  ///   - chapter: which of the seven it is; also the name of its executable
  ///   - title: a heading of ours
  ///   - sections: its pages, in reading order
  ///   - example: for the help, a place and numbers of one's own for it
  ///   - timings: for the benchmark, what its models cost
  public init(
    _ chapter: Chapter, _ title: String, _ sections: [Section],
    example: (place: String, input: String) = ("", ""), timings: [Timing] = []
  ) {
    self.chapter = chapter
    self.title = title
    self.sections = sections
    self.example = example
    self.timings = timings
  }

  /// Runs the chapter with the arguments of the process, and ends the process.
  public func main() -> Never {
    let console = Console()
    do throws(UsageError) {
      let options = try Options(Array(CommandLine.arguments.dropFirst()))
      let text = try output(options, isTerminal: console.isTerminal)
      if options.isPaged { console.page(text) } else { console.write(text) }
      console.exit()
    } catch {
      console.fail(error, usage: Options.usage(chapter), seeAlso: "\(chapter.rawValue) --help")
    }
  }

  /// What the program prints for the given options.
  func output(_ options: Options, isTerminal: Bool = false) throws(UsageError) -> String {
    let settings = options.settings
    switch options.action {
    case .help: return help
    case .version: return "\(chapter.rawValue) \(Options.version)\n"
    case .timings: return timings.map(\.lines).joined()
    case .list: return list(try run(Settings()))
    case .show, .errata: break
    }
    let isTold = options.action == .show && options.format.tells && !settings.isBrief
    let locators = options.locators.flatMap { Place.range($0) ?? [$0] }
    let run = try run(settings, candidates(locators))
    for mistake in run.pages.flatMap({ $0.mistakes + $0.strays }) { Console().warn(mistake) }
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
    case .book:
      return BookPart(
        chapter, title, example: example.place, headings, excerpts, settings
      ).json
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
        let page = Page(sections[i].heading, settings)
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
    let paths = headings.map(\.path)
    @Sendable func speaking(of places: [String]) -> [Int] {
      let wanted = places.map { Array(Story.key(Array($0.utf8))) }
      guard !wanted.isEmpty else { return [] }
      let (only, all) = (wanted[0], Set(wanted))
      let files = Story.files(paths) {
        all.count == 1 ? $0.elementsEqual(only) : all.contains(Array($0))
      }
      return sections.indices.filter {
        files.contains(paths[$0])
          || all.contains(Array(Story.key(Array(sections[$0].heading.locator.utf8))))
      }
    }
    var answering: Set<Int> = []
    for query in queries {
      let place = Place(query: query)
      let wanted = placeKey(place.locator)
      var found = sections.indices.filter {
        typed(sections[$0].heading.title) == typed(place.locator)
          || typed(sections[$0].heading.words) == typed(query)
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
      text += "\n" + wrap(page.section.words, indent: 4, first: "  ")
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
