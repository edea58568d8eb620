import Mathematics
import Testing

@testable import Companion

@Suite struct OptionsTests {
  /// The message of the error that a command line gives, or nil if it is accepted.
  private func refusal(_ arguments: String...) -> String? {
    do throws(UsageError) {
      _ = try Options(arguments)
      return nil
    } catch {
      return error.message + (error.hint.map { " | " + $0 } ?? "")
    }
  }

  @Test func `good command lines are understood`() throws {
    let options = try Options([
      "6.23", "--digits=3", "--set", "W1=0.1 0.2;0.3 4e-1", "--trials", "7", "--format", "latex",
      "--color=never", "--full", "--", "--odd",
    ])
    #expect(options.locators == ["6.23", "--odd"])
    #expect(options.settings.digits == 3 && options.settings.trials == 7)
    #expect(options.settings.values == ["w1": [[0.1, 0.2], [0.3, 0.4]]])
    #expect(options.format == .latex && options.color == .never && options.settings.isFull)
  }

  @Test func `more draws and full sizes are asked for apart`() throws {
    // Neither implies the other.
    #expect(try !Options(["--trials", "1000"]).settings.isFull)
    #expect(try Options(["--full"]).settings.trials == 100)
  }

  @Test func `help wins over version, both over the rest`() throws {
    #expect(try Options(["--version", "--help", "--list"]).action == .help)
    #expect(try Options(["--list", "--version"]).action == .version)
    #expect(try Options(["--errata"]).action == .errata)
    #expect(try Options(["-h"]).action == .help)
  }

  @Test func `bad command lines say what was wrong, what was expected, what to type`() {
    #expect(refusal("--digts", "3") == "there is no option '--digts' | did you mean --digits?")
    #expect(refusal("--zzzzzzzz") == "there is no option '--zzzzzzzz'")
    #expect(refusal("--digits") == "--digits needs a value | as in --digits 6")
    #expect(refusal("--list=yes") == "--list takes no value")
    for digits in ["-1", "18", "1e3", "inf", "nan", "", "999999999999999999999", "3.5"] {
      #expect(
        refusal("--digits", digits)
          == "'\(digits)' for --digits is not a whole number from 0 to 17 | as in --digits 6")
    }
    for trials in ["0", "-5", "1000001", "inf"] { #expect(refusal("--trials", trials) != nil) }
    #expect(
      refusal("--format", "jsn")
        == "'jsn' for --format is not text, markdown, latex, csv or json | did you mean json?")
    #expect(refusal("--set", "x") == "'x' for --set is not NAME=VALUES | as in --set 'x=1 0.5'")
    for value in ["x=1 two", "x=nan", "x=inf", "x=0x10", "x=1e999"] {
      #expect(refusal("--set", value)?.contains("is not a finite number") == true, "\(value)")
    }
    #expect(refusal("")?.hasPrefix("a place cannot be empty") == true)
  }

  @Test func `random words never trap`() {
    var draw = Generator(seed: 11)
    let pieces = [
      "--", "set", "=", ";", " ", "1", "e", "-", ".", "x", "¹", "\u{301}", "é", "W", ",", "\n",
    ]
    for _ in 0..<5000 {
      let word = (0..<draw.below(9)).map { _ in pieces[draw.below(pieces.count)] }
      _ = refusal(word.joined())
      _ = refusal("--set", word.joined())
      _ = refusal("--digits", word.joined())
    }
  }
}
