// swift-tools-version: 6.2
import PackageDescription

// One executable for each chapter of the book, in the order in which it is read.
let chapters = [
  "perceptron", "backprop", "losses", "optimizers", "rnn", "lstm", "transformer",
]

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let package = Package(
  name: "companion",
  targets: [
    // Optimized in debug builds too: a chapter that is run with `swift run` spends its time here.
    .target(
      name: "Mathematics", path: "Shared/Mathematics",
      swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    .target(
      name: "Notes", dependencies: ["Mathematics"], path: "Shared/Notes", swiftSettings: strict),
    .target(
      name: "Companion", dependencies: ["Mathematics", "Notes"], path: "Shared/Companion",
      swiftSettings: strict),
    .executableTarget(
      name: "weave", dependencies: chapters.map { .target(name: $0) } + ["Notes", "Companion"],
      path: "Shared/Weave", exclude: ["pdf.lua", "pdf.yaml"], swiftSettings: strict),
  ]
    + chapters.map {
      .executableTarget(
        name: $0, dependencies: ["Mathematics", "Companion"], path: "Chapters/\($0)",
        exclude: ["Figures", "README.md"], swiftSettings: strict)
    }
    + [
      // Measures in release: `swift run -c release bench`.
      .executableTarget(
        name: "bench",
        dependencies: ["Mathematics", "Companion", "empty"] + chapters.map { .target(name: $0) },
        path: "Tests/Benchmarks", exclude: ["Empty"], swiftSettings: strict),
      .executableTarget(
        name: "empty", dependencies: ["Mathematics", "Companion"], path: "Tests/Benchmarks/Empty",
        swiftSettings: strict),
      .testTarget(
        name: "MathematicsTests", dependencies: ["Mathematics"], path: "Tests/Mathematics",
        swiftSettings: strict),
      .testTarget(
        name: "NotesTests", dependencies: ["Notes", "Mathematics"], path: "Tests/Notes",
        swiftSettings: strict),
      .testTarget(
        name: "CompanionTests", dependencies: ["Companion", "Mathematics", "Notes"],
        path: "Tests/Companion",
        swiftSettings: strict),
      .testTarget(
        name: "ChapterTests",
        dependencies: chapters.map { .target(name: $0) }
          + ["weave", "Mathematics", "Companion", "Notes"],
        path: "Tests/Chapters",
        exclude: ["Snapshots", "Errata"] + chapters.map { "Golden/\($0).py" },
        swiftSettings: strict),
    ],
  swiftLanguageModes: [.v6]
)
