import Companion
import Notes

/// The book, assembled in memory.
struct Book {
  /// What is to be written, path and text; the book itself last.
  let files: [(path: String, text: String)]

  /// A larger file is cut off where it is read on the web.
  private static let limit = 499_000

  /// The book with as many listings as its size allows: the longest give way first.
  init(_ parts: [BookPart], _ sources: [String: [SourceFile]]) {
    var listings: [(key: Listing, lines: [String])] = []
    for part in parts {
      for source in sources[part.chapter] ?? [] {
        for case (let i, .code(let lines, _)) in source.parts.enumerated() where !lines.isEmpty {
          listings.append((Listing(source: source.id, part: i), lines))
        }
      }
    }
    // Of two that are equally long, the one that a reader meets first stays.
    let byLength = listings.enumerated().sorted {
      ($0.element.lines.count, $0.offset) < ($1.element.lines.count, $1.offset)
    }
    var shown: Set<Listing> = []
    var size = Book(parts, sources, shown).size
    for (_, listing) in byLength {
      // With a fence above and below, unless it joins its neighbour's.
      size += "```swift\n\n```\n\n".utf8.count + listing.lines.joined(separator: "\n").utf8.count
      guard size <= Self.limit else { break }
      shown.insert(listing.key)
    }
    self = Book(parts, sources, shown)
  }

  /// A paragraph of code: its source file, and its place among the parts of that.
  private struct Listing: Hashable {
    let source: String
    let part: Int
  }

  /// How many bytes the text has.
  var size: Int { files.last?.text.utf8.count ?? 0 }

  private init(
    _ parts: [BookPart], _ sources: [String: [SourceFile]], _ listings: Set<Listing>
  ) {
    var figures: [(path: String, text: String)] = []
    var chapters = ""
    for part in parts {
      chapters += "# \(part.title)\n\n"
      chapters += "*Run it:* `swift run \(part.chapter)`\n\n"
      for source in sources[part.chapter] ?? [] {
        chapters += Self.woven(source, part, listings, &figures)
      }
    }
    let records = parts.flatMap { part in part.records.map { (part.chapter, $0) } }
    let tables = Tables(records)
    let text =
      opening(parts, tables) + chapters + tables.errata + tables.concordance
    files = figures + [(path: "book.md", text: text)]
  }

  /// One source file: prose, code that computes, and under each paragraph what it shows.
  private static func woven(
    _ source: SourceFile, _ part: BookPart, _ listings: Set<Listing>,
    _ figures: inout [(path: String, text: String)]
  ) -> String {
    var parts = Array(source.parts.enumerated())
    // The prose that opens a file belongs under the heading of its first section.
    if let i = parts.firstIndex(where: { if case .heading = $1 { true } else { false } }) {
      parts.insert(parts.remove(at: i), at: 0)
    }
    var text = ""
    var code: [String] = []
    func flush() {
      if !code.isEmpty { text += "```swift\n" + code.joined(separator: "\n") + "\n```\n\n" }
      code = []
    }
    for (i, piece) in parts {
      switch piece {
      case .heading(let place, let title):
        flush()
        text += "## \(title)\n\n*\(place)* · [source](Chapters/\(source.id))\n\n"
      case .prose(let lines):
        flush()
        text += lines.joined(separator: "\n") + "\n\n"
      case .code(let lines, let range):
        if listings.contains(Listing(source: source.id, part: i)) {
          if !code.isEmpty { code.append("") }
          code += lines
        }
        // The concordance names the function of each definition.
        let shown = part.exhibits.filter {
          $0.file == source.id && range.contains($0.line) && $0.piece.kind != .definition
        }
        guard !shown.isEmpty else { continue }
        flush()
        for item in shown where item.piece.svg != nil {
          figures.append((path: figurePath(part, item.piece), text: item.piece.svg!))
        }
        text += Piece.joined(shown.map(\.piece)) { piece in
          ["![\(piece.title ?? "")](\(figurePath(part, piece)))"]
        }
      }
    }
    flush()
    return text
  }

  private static func figurePath(_ part: BookPart, _ piece: Piece) -> String {
    "Chapters/\(part.chapter)/Figures/\(piece.fileName ?? "figure").svg"
  }
}
