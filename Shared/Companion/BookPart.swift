import Notes

/// A chapter as a part of the book: its files, and what the front of the book says of it.
package struct BookPart: Codable, Sendable {
  package var chapter: Chapter
  package var title: String
  package var sections: [Entry]
  /// The chapter's README and its figures, by their paths in the package.
  package var files: [File]
  package var errata: [Linked<Erratum>]
  package var outcomes: [Linked<Outcome>]
  /// The verdicts on each group of printed numbers, by its key.
  package var numbers: [Group]
  /// How many printed numbers of a document have which verdict.
  package var verdicts: [String: [String: Int]]
  /// What is wrong in a source, with file and line.
  package var damages: [String]

  package struct Entry: Codable, Sendable {
    package var title: String
    /// The section's first sentence.
    package var summary: String
  }
  package struct File: Codable, Sendable {
    package var path: String
    package var text: String

    package init(path: String, text: String) { (self.path, self.text) = (path, text) }
  }
  package struct Group: Codable, Sendable {
    package var key: String
    package var verdicts: [String]
  }
  /// Something that a section of the chapter says.
  package struct Linked<Content: Codable & Sendable>: Codable, Sendable {
    package var content: Content
    package var section: String
  }
  /// What became of a place of the notes.
  package struct Outcome: Codable, Sendable {
    package var document: Document
    package var locator: String
    package var words: [String]
  }

  /// - Parameters:
  ///   - example: a place of the chapter to try
  ///   - headings: those of all sections
  ///   - excerpts: what the sections tell
  init(
    _ chapter: Chapter, _ title: String, example: String, _ headings: [Heading],
    _ excerpts: [Excerpt], _ settings: Settings
  ) {
    (self.chapter, self.title) = (chapter, title)
    (files, errata, outcomes, numbers, verdicts, damages) = ([], [], [], [], [:], [])
    let folder = "Chapters/\(chapter.rawValue)"
    var markdown = MarkdownRenderer(settings)
    markdown.figure = { "Figures/\(fileName($0)).svg" }
    sections = excerpts.map { Entry(title: $0.section.title, summary: $0.summary) }
    var text = Self.opening(chapter, title, example, excerpts)
    for (i, excerpt) in excerpts.enumerated() {
      text += "## \(plain(excerpt.section.title))\n\n"
      text += Self.navigation(chapter, excerpts, i) + "\n\n" + markdown.body(excerpt)
    }
    let drawers = Source.drawers(of: chapter, headings)
    if !drawers.isEmpty { text += "## Shared by the pages\n\n" }
    for (name, source) in drawers {
      text += "[\(name)](\(name))\n\n" + markdown.body(source)
    }
    text = String(text.trimmedNewlines) + "\n"
    files = [File(path: "\(folder)/README.md", text: text)]
    for excerpt in excerpts {
      for exhibit in excerpt.exhibits {
        if let (title, svg) = exhibit.drawing {
          files.append(File(path: "\(folder)/Figures/\(fileName(title)).svg", text: svg))
        }
        errata += exhibit.errata.map { Linked(content: $0, section: excerpt.section.title) }
        outcomes += exhibit.outcomes.map { Linked(content: $0, section: excerpt.section.title) }
        for number in exhibit.numbers where number.printed != nil {
          let document = number.place!.document.rawValue
          let words = number.judgements.map(\.verdict.word).withoutRepeats
          numbers.append(Group(key: number.printed!.key, verdicts: words))
          for judgement in number.judgements {
            verdicts[document, default: [:]][judgement.verdict.word, default: 0] += 1
          }
        }
      }
    }
    damages = Source.damages(of: chapter, headings)
  }

  var json: String { encoded(self) }

  private static func opening(
    _ chapter: Chapter, _ title: String, _ example: String, _ excerpts: [Excerpt]
  ) -> String {
    let name = chapter.rawValue
    return "# \(title)\n\n"
      + "*Run it:* `swift run \(name)`, or a place of it: `swift run \(name) \(shellWord(example))`."
      + " — [contents of the book](../../book.md#contents)\n\n"
      + excerpts.map { "- [\(plain($0.section.title))](#\(anchor($0.section.title)))\n" }.joined()
      + "\n"
  }

  /// The way to the section before, to the contents, and to the one after; what it follows.
  private static func navigation(_ chapter: Chapter, _ excerpts: [Excerpt], _ i: Int) -> String {
    let chapters = Chapter.allCases
    let k = chapters.firstIndex(of: chapter)!
    func link(_ j: Int) -> String? {
      if excerpts.indices.contains(j) {
        let title = excerpts[j].section.title
        return "[\(j < i ? "← " : "")\(plain(title))\(j > i ? " →" : "")](#\(anchor(title)))"
      }
      let other = j < i ? k - 1 : k + 1
      guard chapters.indices.contains(other) else { return nil }
      let name = chapters[other].rawValue
      return "[\(j < i ? "← " : "")chapter *\(name)*\(j > i ? " →" : "")](../\(name)/README.md)"
    }
    let section = excerpts[i].section
    let places = shortened(
      excerpts[i].exhibits.flatMap(\.places).filter {
        !section.isAll($0) && $0.document == .foundations && $0.locator.first?.isNumber ?? false
          && !$0.locator.contains(":")
      })
    let notes = ([section.name] + places).joined(separator: ", ")
    let file = section.file.split(separator: "/").last!
    let ways = [link(i - 1), "[contents](../../book.md#contents)", link(i + 1)].compactMap { $0 }
    return ways.joined(separator: " · ") + " — *notes: \(notes)* · [\(file)](\(file))"
  }
}

/// A heading as GitHub makes a link target of it.
package func anchor(_ title: String) -> String {
  String(
    plain(title).lowercased().compactMap {
      $0 == " " ? "-" : $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" ? $0 : nil
    })
}

extension Excerpt {
  /// The first sentence of the prose.
  fileprivate var summary: String {
    for part in parts {
      guard case .prose(let lines) = part else { continue }
      for case .paragraph(let text) in Prose.blocks(lines) {
        let spoken = Prose.spoken(text)
        return spoken.firstRange(of: ". ").map { String(spoken[..<$0.lowerBound]) + "." } ?? spoken
      }
    }
    return ""
  }
}

extension String {
  fileprivate var trimmedNewlines: Substring {
    var rest = self[...]
    while rest.last == "\n" { rest.removeLast() }
    return rest
  }
}

extension Source {
  /// The files of a chapter that several pages share, in the order of their names.
  fileprivate static func drawers(of chapter: Chapter, _ headings: [Heading]) -> [(
    name: String, excerpt: Excerpt
  )] {
    let pages = Set(headings.map(\.path))
    guard let first = headings.first, let slash = first.path.lastIndex(of: "/") else {
      return []
    }
    let folder = String(first.path[..<slash])
    return Story.names(in: folder).compactMap { name in
      let path = folder + "/" + name
      guard !pages.contains(path), let text = text(of: path), !text.contains("@main"),
        !text.contains("[Section]")
      else {
        return nil
      }
      let source = Source(text, chapter: chapter.rawValue)
      return (name, Excerpt(section: first, isOriginal: true, parts: source.paragraphs.map(\.told)))
    }
  }

  private static func text(of path: String) -> String? {
    Story.contents(path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// What is wrong in the sources of a chapter.
  fileprivate static func damages(of chapter: Chapter, _ headings: [Heading]) -> [String] {
    headings.map(\.path).withoutRepeats.flatMap { path -> [String] in
      let name = "Chapters/\(chapter.rawValue)/" + path.split(separator: "/").last!
      guard let text = text(of: path) else { return ["\(name): cannot be read"] }
      return Source(text, chapter: chapter.rawValue).allDamages.map {
        "\(name):\($0.line): \($0.message)"
      }
    }
  }

  /// Those of its structure, and formulas that cannot be set.
  var allDamages: [(line: Int, message: String)] {
    var all = damages
    for paragraph in paragraphs {
      switch paragraph.piece {
      case .formulas(let formulas):
        for displayed in formulas {
          do throws(Formula.Failure) {
            _ = try Formula(displayed.formula, isDisplayed: true)
          } catch { all.append((displayed.line, error.message)) }
        }
      case .prose(let lines):
        for (i, line) in lines.enumerated() where line.contains("$") {
          let number = paragraph.lines.lowerBound + i
          let parts = line.split(separator: "$", omittingEmptySubsequences: false)
          if parts.count.isMultiple(of: 2) { all.append((number, "a $ is not closed on its line")) }
          for (k, part) in parts.enumerated() where !k.isMultiple(of: 2) {
            do throws(Formula.Failure) { _ = try Formula(part) } catch {
              all.append((number, error.message))
            }
          }
        }
      case .code, .heading: continue
      }
    }
    return all.sorted { $0.line < $1.line }
  }
}

extension Exhibit {
  /// The title and drawing of a figure.
  fileprivate var drawing: (title: String, svg: String)? {
    switch content {
    case .plot(let plot): (plot.title, plot.svg)
    case .shades(let shades): (shades.title, shades.svg)
    default: nil
    }
  }

  fileprivate var numbers: [Number] {
    guard case .number(let number) = content else { return [] }
    return [number] + number.again
  }

  /// What became of each place that it answers for.
  fileprivate var outcomes: [BookPart.Outcome] {
    places.map { place in
      let words: [String] =
        switch content {
        case .number(let number):
          ([number] + number.again).first { $0.place == place }?.judgements.map(\.verdict.word)
            .withoutRepeats ?? ["computed"]
        case .derivation(let derivation): [derivation.word]
        case .definition(let definition): ["`\(definition.function)`"]
        case .table: ["tabulated"]
        case .plot, .shades: ["plotted"]
        case .note: ["discussed"]
        case .left(let reason): ["left: \(reason)"]
        case .input: ["given"]
        }
      return BookPart.Outcome(document: place.document, locator: place.locator, words: words)
    }
  }
}
