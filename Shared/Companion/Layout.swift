extension StringProtocol {
  /// How many columns it takes: characters that combine with the one before take none.
  var width: Int {
    unicodeScalars.reduce(0) { $0 + ((0x300...0x36F).contains($1.value) ? 0 : 1) }
  }
}

extension String {
  /// Filled up with spaces on the right.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - self.width))
  }

  /// Filled up with spaces on the left.
  func padded(leftTo width: Int) -> String {
    String(repeating: " ", count: Swift.max(0, width - self.width)) + self
  }

  /// Without spaces at either end.
  var trimmed: String { String(drop { $0 == " " }).trimmedRight }

  /// Without spaces at its end.
  var trimmedRight: String {
    let kept = utf8.reversed().drop { $0 == UInt8(ascii: " ") }.count
    return String(Substring(utf8.prefix(kept)))
  }
}

/// The width that all text output keeps to.
let lineWidth = 80

/// A paragraph in lines of at most 80 columns, each indented.
func wrap(_ text: String, indent: Int, first: String? = nil) -> String {
  let words = text.utf8.split(separator: UInt8(ascii: " ")).map { String($0)! }
  return wrap(words, indent: indent, first: first)
}

/// The same for words that may have spaces in them, at which they are not broken.
func wrap(_ words: [String], indent: Int, first: String? = nil) -> String {
  let margin = String(repeating: " ", count: indent)
  var result = ""
  var line = first ?? margin
  var width = line.width
  var isEmpty = true
  for word in words {
    let wordWidth = word.width
    if !isEmpty, width + 1 + wordWidth > lineWidth {
      result += line + "\n"
      line = margin
      width = indent
      isEmpty = true
    }
    line += (isEmpty ? "" : " ") + word
    width += (isEmpty ? 0 : 1) + wordWidth
    isEmpty = false
  }
  return isEmpty ? result : result + line + "\n"
}
