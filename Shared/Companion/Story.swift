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
  static func read(_ sections: [Heading]) -> [String: Story] {
    var files: [[Heading]] = []
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
          if end - start < 64, isMeant(key(bytes[start..<end])) { return true }
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
  private static func story(of section: Heading, in source: Source) -> Story? {
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
  fileprivate var isCode: Bool { if case .code = piece { true } else { false } }
}
