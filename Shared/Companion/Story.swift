#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What the source of a section tells, in order; what it shows is added when it has run.
struct Story: Sendable {
  let paragraphs: [Source.Paragraph]
  /// The short strings of the source, among them every place that the section speaks of.
  let literals: Set<String>

  /// The stories of sections, each nil if its source is not where it was when it was compiled.
  static func read(_ sections: [Section]) -> [Story?] {
    var files: [[Int]] = []
    for i in sections.indices {
      if i > 0, sections[i].path == sections[i - 1].path {
        files[files.count - 1].append(i)
      } else {
        files.append([i])
      }
    }
    return files.concurrentMap { indices -> [Story?] in
      let first = sections[indices[0]]
      guard let text = contents(first.path) else { return indices.map { _ in nil } }
      let chapter = String(first.file.prefix { $0 != "/" })
      return split(Source(text, chapter: chapter), text, indices.map { sections[$0] })
    }.flatMap { $0 }
  }

  /// The text of a file, nil if there is none that can be read.
  static func contents(_ path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    return String(decoding: data, as: UTF8.self)
  }

  /// The names of the Swift files in a folder.
  static func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
      $0.hasSuffix(".swift")
    }.sorted()
  }

  /// What stands in front of a section belongs to it, what follows the last to the last.
  private static func split(_ source: Source, _ text: String, _ sections: [Section]) -> [Story?] {
    let headings = source.paragraphs.indices.filter { source.paragraphs[$0].piece == .heading }
    guard headings.count >= sections.count else { return sections.map { _ in nil } }
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var start = 0
    return sections.indices.map { k in
      let section = sections[k]
      guard
        let heading = headings.first(where: {
          source.paragraphs[$0].lines.contains(section.line)
        })
      else { return nil }
      var end = source.paragraphs.count
      if k + 1 < sections.count,
        let next = headings.first(where: {
          source.paragraphs[$0].lines.contains(sections[k + 1].line)
        })
      {
        end = next
        // A function or a paragraph in front of the next heading is the next section's.
        while end > heading + 1, source.paragraphs[end - 1].lines.lowerBound > bodyEnd(heading) {
          end -= 1
        }
      }
      defer { start = end }
      func bodyEnd(_ heading: Int) -> Int {
        let from = source.paragraphs[heading].lines.upperBound
        return lines.indices.dropFirst(from).first { lines[$0].elementsEqual("  }".utf8) }
          ?? lines.count
      }
      // What stands in front is told under the heading.
      let own = Array(source.paragraphs[start..<end]).filter { $0.piece != .heading }
      let range = own.map(\.lines.lowerBound).min() ?? 1
      let last = own.map(\.lines.upperBound).max() ?? 1
      let header = source.paragraphs[heading].lines
      return Story(
        paragraphs: own,
        literals: literals(
          lines[(min(range, header.lowerBound) - 1)..<max(last, header.upperBound)]))
    }
  }

  /// Strings in quotes without spaces.
  private static func literals(_ lines: ArraySlice<Substring.UTF8View>) -> Set<String> {
    var result: Set<String> = []
    for line in lines {
      var rest = line[...]
      while let open = rest.firstIndex(of: UInt8(ascii: "\"")) {
        let body = rest[rest.index(after: open)...]
        guard let close = body.firstIndex(of: UInt8(ascii: "\"")) else { break }
        let literal = body[..<close]
        if literal.count < 48, literal.count > 1, !literal.contains(UInt8(ascii: " ")) {
          result.insert(String(literal)!)
        }
        rest = body[body.index(after: close)...]
      }
    }
    return result
  }

  /// What a page tells and shows: the exhibits after the paragraphs that made them.
  static func parts(_ story: Story?, _ page: Page, chosen: [Int]) -> [Excerpt.Part] {
    guard let story else { return [.exhibits(chosen.map { page.exhibits[$0] })] }
    var shown = [[Exhibit]](repeating: [], count: story.paragraphs.count + 1)
    var current = 0
    for (i, exhibit) in page.exhibits.enumerated() {
      // What a function elsewhere has shown stands where the last one stood.
      if exhibit.file == page.section.file,
        let k = story.paragraphs.firstIndex(where: {
          $0.isCode && $0.lines.contains(exhibit.line)
        })
      {
        current = k
      }
      if chosen.contains(i) { shown[current].append(exhibit) }
    }
    return story.paragraphs.enumerated().flatMap { k, paragraph -> [Excerpt.Part] in
      [paragraph.told] + (shown[k].isEmpty ? [] : [.exhibits(shown[k])])
    }
  }
}

extension Source.Paragraph {
  var told: Excerpt.Part {
    switch piece {
    case .prose(let lines): .prose(lines)
    case .formulas(let formulas): .formulas(formulas)
    case .code(let computing, let calls): .code(computing: computing, calls: calls)
    case .heading: .prose([])
    }
  }

  fileprivate var isCode: Bool { if case .code = piece { true } else { false } }
}

/// A page, or what answers a question of it, in the order in which it is told.
struct Excerpt {
  let section: Section
  /// Whether the numbers are compared with those of the notes.
  let isOriginal: Bool
  var isBlank = false
  /// Whether all of the page is told.
  var isWhole = true
  /// Whether its source was found; if not, there are the numbers alone.
  var isTold = true
  let parts: [Part]

  enum Part {
    case prose([String])
    case formulas([Source.Displayed])
    case code(computing: [String], calls: [String])
    case exhibits([Exhibit])
  }

  var exhibits: [Exhibit] {
    parts.flatMap { part in
      if case .exhibits(let exhibits) = part { exhibits } else { [Exhibit]() }
    }
  }

  /// The parts without code, what is shown in a row in one piece.
  var withoutCode: [Part] {
    var result: [Part] = []
    for part in parts {
      switch (part, result.last) {
      case (.code, _): continue
      case (.exhibits(let more), .exhibits(let before)):
        result[result.count - 1] = .exhibits(before + more)
      default: result.append(part)
      }
    }
    return result
  }

  /// The paragraphs of prose that are told: with other numbers than the notes', those that speak
  /// of none.
  func told(_ lines: [String]) -> [String] {
    guard !isOriginal else { return lines }
    return lines.split(separator: "", omittingEmptySubsequences: true).filter {
      !Prose.speaksOfNumbers($0.joined(separator: " "))
    }.flatMap { $0 + [""] }
  }

  /// What a reader has to know of the whole: whose numbers these are, and where the story stands.
  func remarks(_ settings: Settings) -> [String] {
    var remarks: [String] = []
    if !isOriginal, !isBlank {
      remarks.append("These are not the numbers of the notes, which say nothing about them.")
    }
    if isOriginal, settings.variant != nil {
      remarks.append("Nothing here varies: these are the numbers of the notes.")
    }
    if !isTold {
      remarks.append("Its prose and formulas stand in Chapters/\(section.file), not found here.")
    }
    return remarks
  }

  /// The scenes that answer a question: each begins with prose, and is left out if nothing in it
  /// was asked for.
  func scenes(_ isAskedFor: (Source.Displayed) -> Bool) -> Excerpt {
    var scenes: [[Part]] = []
    var isTold = false
    for part in parts {
      let opens: Bool =
        switch part {
        case .prose: true
        case .formulas, .code, .exhibits: false
        }
      if scenes.isEmpty || (opens && isTold) {
        scenes.append([])
        isTold = false
      }
      scenes[scenes.count - 1].append(part)
      // A lead-in and its formula are one scene with what comes after them.
      if !opens { isTold = true }
      if case .formulas = part { isTold = false }
    }
    let kept = scenes.filter { scene in
      scene.contains { part in
        switch part {
        case .exhibits: true
        case .formulas(let formulas): formulas.contains(where: isAskedFor)
        case .prose, .code: false
        }
      }
    }
    return Excerpt(
      section: section, isOriginal: isOriginal, isBlank: isBlank, isWhole: false,
      isTold: self.isTold, parts: kept.flatMap { $0 })
  }
}
