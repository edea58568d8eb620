#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Standard output and error, and how a program ends.
struct Console {
  /// Whether a person is likely to be reading.
  var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Writes everything, or ends the program: quietly if nobody reads any more, with status 74
  /// if it cannot be written.
  func write(_ text: String) {
    // A reader who has seen enough closes the pipe: that is an answer of `write`, and no signal.
    signal(SIGPIPE, SIG_IGN)
    guard let failure = put(text, to: STDOUT_FILENO) else { return }
    if failure == EPIPE { Self.end(0) }
    _ = put("Error: cannot write the output: \(String(cString: strerror(failure)))\n", to: 2)
    Self.end(74)
  }

  /// Writes everything, through the reader's pager where it would run off a screen: `$PAGER`, or
  /// `less` as git calls it. A pager that cannot be started is none.
  func page(_ text: String) {
    guard isTerminal, environment("TERM") != "dumb", let height, text.count(of: "\n") >= height,
      let pipe = popen(environment("PAGER") ?? "less -FRX", "w")
    else { return write(text) }
    signal(SIGPIPE, SIG_IGN)
    fputs(text, pipe)
    // The shell's words for what it has not found, or cannot run.
    let status = pclose(pipe) >> 8
    if status == 126 || status == 127 { write(text) }
  }

  /// How many lines the terminal shows.
  private var height: Int? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0 else { return nil }
    return Int(size.ws_row)
  }

  /// Ends the program after a mistake in what was typed, with status 64.
  func fail(_ error: UsageError, usage: String, seeAlso: String) -> Never {
    var text = "Error: \(error.message)\n"
    if let hint = error.hint { text += "Hint: \(hint)\n" }
    text += "Usage: \(usage)\n  See '\(seeAlso)' for more information.\n"
    _ = put(text, to: STDERR_FILENO)
    Self.end(64)
  }

  /// Tells whoever writes a page what is wrong with it.
  func warn(_ mistake: String) { _ = put("Mistake in a page: \(mistake)\n", to: STDERR_FILENO) }

  /// Rewrites one line of standard error where a person is looking, and erases it at the end.
  func progress(_ text: String, isLast: Bool) {
    guard isatty(STDERR_FILENO) == 1 else { return }
    _ = put("\r\u{1B}[K" + (isLast ? "" : text), to: STDERR_FILENO)
  }

  /// Ends the program well.
  func exit() -> Never { Self.end(0) }

  private static func end(_ status: Int32) -> Never {
    #if canImport(Darwin)
      Darwin.exit(status)
    #elseif canImport(Musl)
      Musl.exit(status)
    #else
      Glibc.exit(status)
    #endif
  }

  /// Writes to a file descriptor until all is written; returns the error number if it cannot.
  private func put(_ text: String, to descriptor: Int32) -> Int32? {
    var text = text
    return text.withUTF8 { bytes in
      var written = 0
      while written < bytes.count {
        #if canImport(Darwin)
          let count = Darwin.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
        #elseif canImport(Musl)
          let count = Musl.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
        #else
          let count = Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
        #endif
        if count < 0, errno == EINTR { continue }
        if count < 0 { return errno }
        written += count
      }
      return nil
    }
  }
}

extension String {
  fileprivate func count(of character: Character) -> Int {
    reduce(0) { $0 + ($1 == character ? 1 : 0) }
  }
}

/// A variable of the environment, nil if it is not set or empty.
func environment(_ name: String) -> String? {
  guard let value = getenv(name), value.pointee != 0 else { return nil }
  return String(cString: value)
}
