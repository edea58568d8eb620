extension String {
  /// Filled up with spaces on the right.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }

  /// Filled up with spaces on the left.
  func padded(leftTo width: Int) -> String {
    String(repeating: " ", count: Swift.max(0, width - count)) + self
  }

  /// Without spaces at its end.
  var trimmedRight: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

/// The width that all text output keeps to.
let lineWidth = 80

/// A paragraph in lines of at most 80 columns, each indented.
func wrap(_ text: String, indent: Int, first: String? = nil) -> String {
  let margin = String(repeating: " ", count: indent)
  var result = ""
  var line = first ?? margin
  var isEmpty = true
  for word in text.split(separator: " ") {
    if !isEmpty, line.count + 1 + word.count > lineWidth {
      result += line + "\n"
      line = margin
      isEmpty = true
    }
    line += (isEmpty ? "" : " ") + word
    isEmpty = false
  }
  return isEmpty ? result : result + line + "\n"
}
