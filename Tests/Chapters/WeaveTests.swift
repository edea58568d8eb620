import Foundation
import Testing

@testable import Companion
@testable import weave

/// The book as files: written all or not at all, compared byte for byte.
@Suite struct WeaveTests {
  /// A folder of its own, removed at the end of a test.
  private final class Place {
    let url: URL

    init() throws {
      url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    var folder: Folder { Folder(root: url) }

    func text(_ path: String) -> String? {
      try? String(contentsOf: url.appendingPathComponent(path), encoding: .utf8)
    }
    func put(_ text: String, at path: String) throws {
      let target = url.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: target, atomically: false, encoding: .utf8)
    }
    var names: [String] {
      ((try? FileManager.default.subpathsOfDirectory(atPath: url.path)) ?? []).filter {
        $0.contains(".")
      }.sorted()
    }
  }

  private let files = [
    BookPart.File(path: "Chapters/rnn/README.md", text: "one\ntwo\n"),
    BookPart.File(path: "Chapters/rnn/Figures/a.svg", text: "<svg>\(figureMark)</svg>\n"),
    BookPart.File(path: "book.md", text: "front\n"),
  ]

  @Test func `what is written is current, and one changed byte is not`() throws {
    let place = try Place()
    try place.folder.write(files)
    #expect(place.folder.differences(files).isEmpty)
    #expect(place.names == ["Chapters/rnn/Figures/a.svg", "Chapters/rnn/README.md", "book.md"])
    // Of the same length.
    try place.put("one\ntwO\n", at: "Chapters/rnn/README.md")
    #expect(place.folder.differences(files) == ["Chapters/rnn/README.md:2:\n  - twO\n  + two"])
    try place.put("one\ntwo\nthree", at: "Chapters/rnn/README.md")
    #expect(place.folder.differences(files) == ["Chapters/rnn/README.md:3:\n  - three\n  + "])
  }

  @Test func `a file that is missing, and a drawing of no page, are named`() throws {
    let place = try Place()
    try place.folder.write(files)
    try FileManager.default.removeItem(at: place.url.appendingPathComponent("book.md"))
    try place.put("<svg>\(figureMark)</svg>", at: "Chapters/lstm/Figures/old.svg")
    try place.put("<svg>by hand</svg>", at: "Chapters/lstm/Figures/own.svg")
    #expect(
      place.folder.differences(files) == [
        "book.md is missing", "Chapters/lstm/Figures/old.svg is drawn by no page",
      ])
    try place.folder.write(files)
    #expect(place.folder.differences(files).isEmpty)
    #expect(place.text("Chapters/lstm/Figures/old.svg") == nil)
    #expect(place.text("Chapters/lstm/Figures/own.svg") == "<svg>by hand</svg>")
  }

  @Test func `if one file cannot be written, none is`() throws {
    let place = try Place()
    try place.put("old", at: "Chapters/rnn/README.md")
    // A folder stands where the book should be.
    try place.put("", at: "book.md/inside.txt")
    #expect {
      try place.folder.write(files)
    } throws: {
      ($0 as? Failure)?.status == 74
        && ($0 as? Failure)?.message.contains("book.md") ?? false
    }
    #expect(place.text("Chapters/rnn/README.md") == "old")
    #expect(place.names == ["Chapters/rnn/README.md", "book.md", "book.md/inside.txt"])
  }

  @Test func `the draft of a run that was killed is swept away, that of a living one is not`()
    throws
  {
    let place = try Place()
    let own = ".book.md.\(ProcessInfo.processInfo.processIdentifier).draft"
    try place.put("half", at: ".book.md.999999999.draft")
    try place.put("half", at: "Chapters/rnn/.README.md.999999998.draft")
    try place.put("half", at: "Chapters/rnn/.other.draft")
    try place.folder.write(files)
    #expect(!place.names.contains { $0.contains("99999") })
    #expect(place.names.contains("Chapters/rnn/.other.draft"))
    #expect(!place.names.contains(own))
  }
}
