import Notes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What the source of a section tells, in order; what it shows is added when it has run.
struct Story: Sendable {
  let paragraphs: [Source.Paragraph]

  /// The stories of some sections by their ids; none if a source is not where it was when it was
  /// compiled.
  static func read(_ sections: [Section]) -> [String: Story] {
    var files: [[Section]] = []
    for section in sections {
      if section.path == files.last?.last?.path {
        files[files.count - 1].append(section)
      } else {
        files.append([section])
      }
    }
    let stories = files.concurrentMap { sections -> [(String, Story)] in
      guard let data = contents(sections[0].path) else { return [] }
      let chapter = String(sections[0].file.prefix { $0 != "/" })
      let source = Source(String(decoding: data, as: UTF8.self), chapter: chapter)
      return sections.compactMap { section in
        story(of: section, in: source).map { (section.id, $0) }
      }
    }
    return Dictionary(uniqueKeysWithValues: stories.joined())
  }

  /// What a file holds, nil if there is none that can be read.
  static func contents(_ path: String) -> Data? { FileManager.default.contents(atPath: path) }

  /// Which files name a place in quotes, among them every place that their pages speak of; one
  /// that cannot be read may speak of anything.
  ///
  /// - Parameter isMeant: asked of each short string as `key` writes it
  static func files(_ paths: [String], naming isMeant: @Sendable (Bytes) -> Bool) -> Set<String> {
    let found = paths.withoutRepeats.concurrentMap { path -> String? in
      guard let data = contents(path) else { return path }
      let names = data.withUnsafeBytes { data in
        let bytes = data.bindMemory(to: UInt8.self)
        var start = 0
        for end in bytes.indices where bytes[end] == UInt8(ascii: "\"") {
          if end - start < 48, isMeant(key(bytes[start..<end])) { return true }
          start = end + 1
        }
        return false
      }
      return names ? path : nil
    }
    return Set(found.compactMap { $0 })
  }

  typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

  /// A place without its document and our word for a claim: `B.3` of `appendix:B.3:jacobian`.
  static func key<B: RandomAccessCollection<UInt8>>(_ literal: B) -> B.SubSequence {
    var rest = literal[...]
    if let first = rest.first, first > 96, let colon = rest.firstIndex(of: UInt8(ascii: ":")),
      documents.contains(where: { rest[..<colon].elementsEqual($0.utf8) })
    {
      rest = rest[rest.index(after: colon)...]
    }
    if rest.starts(with: "§".utf8) { rest = rest.dropFirst(2) }
    return rest.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "/") }
  }

  private static let documents = Document.allCases.map(\.rawValue)

  /// The names of the Swift files in a folder.
  static func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
      $0.hasSuffix(".swift")
    }.sorted()
  }

  /// What stands in front of a section, behind the one before, belongs to it, and what follows the
  /// last section to that.
  private static func story(of section: Section, in source: Source) -> Story? {
    let headings = source.paragraphs.indices.filter { source.paragraphs[$0].piece == .heading }
    guard
      let k = headings.firstIndex(where: { source.paragraphs[$0].lines.contains(section.line) })
    else { return nil }
    func end(_ k: Int) -> Int {
      guard k + 1 < headings.count else { return source.paragraphs.count }
      // Code behind a section is a part of it, prose behind it opens the next.
      let body = source.paragraphs[..<headings[k + 1]].lastIndex { $0.isInside } ?? headings[k]
      return source.paragraphs[(body + 1)...].firstIndex { !$0.isCode } ?? headings[k + 1]
    }
    let start = k > 0 ? end(k - 1) : 0
    return Story(paragraphs: source.paragraphs[start..<end(k)].filter { $0.piece != .heading })
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
