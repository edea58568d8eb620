import Companion
import Mathematics

/// What the programs, the products and the chapters' own models cost on this machine.
@main enum Bench {
  static let chapters = [
    "perceptron", "backprop", "losses", "optimizers", "rnn", "lstm", "transformer",
  ]

  static func main() {
    programs()
    products()
    for chapter in chapters { models(chapter) }
  }

  // MARK: Whole programs

  static func programs() {
    print("Programs: wall time of all pages, median of 15 runs")
    guard let empty = wallTime("empty") else {
      return print("  not built beside this one: swift build -c release")
    }
    print("  " + left("empty", 18) + milli(empty))
    let answers = [["backprop", "6.23"], ["lstm", "16.6"], ["backprop", "--help"]]
    for words in chapters.map({ [$0] }) + answers {
      guard let time = wallTime(words[0], Array(words.dropFirst())) else { continue }
      let name = left(words.joined(separator: " "), 18)
      print("  " + name + milli(time) + "   empty × " + decimal(time / empty, 1))
    }
  }

  // MARK: Products

  static func products() {
    let top = peak()
    print("\nProducts of two n×n matrices; one core reaches \(decimal(top / 1e9, 2)) G operations")
    var draw = Generator(seed: 1)
    var points: [(n: Int, t: Double)] = []
    for n in [16, 32, 64, 128, 256, 512, 1024] {
      let (A, B) = (draw.matrix(n, n), draw.matrix(n, n))
      let time = seconds { A * B }
      points.append((n, time))
      let rate = 2 * Double(n * n * n) / time
      print(
        "  " + left("n = \(n)", 18) + milli(time)
          + right(decimal(100 * rate / top, 0), 5) + " % of that")
    }
    print("  time ∝ n^\(decimal(exponent(Array(points.suffix(4))), 2)) from n = 128 on")
  }

  // MARK: The chapters' models

  /// A chapter times its own models, and says how the notes claim that they grow.
  static func models(_ chapter: String) {
    var groups: [(name: String, claim: String, points: [(n: Int, t: Double)])] = []
    for line in output(chapter, "--timings").split(separator: "\n") {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 4, let n = Int(fields[2]), let t = Double(fields[3]) else { continue }
      if groups.last?.name != fields[0] { groups.append((fields[0], fields[1], [])) }
      groups[groups.count - 1].points.append((n, t))
    }
    if !groups.isEmpty { print("\n\(chapter)") }
    for (name, claim, points) in groups {
      let largest = points.last!
      let growth =
        points.count > 1
        ? "   to n = \(largest.n): ∝ n^\(decimal(exponent(points), 2)), claimed \(claim)" : ""
      print("  " + left(name, 44) + milli(largest.t) + (growth.isEmpty ? "" : "\n  " + growth))
    }
  }

  // MARK: Lines

  static func milli(_ time: Double) -> String { right(decimal(time * 1e3, 3), 10) + " ms" }

  static func decimal(_ x: Double, _ places: Int) -> String {
    let scale = Double.pow(10, Double(places))
    let whole = Int((x * scale).rounded())
    guard places > 0 else { return "\(whole)" }
    let digits = String(whole.magnitude)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return (whole < 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
  }

  static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
