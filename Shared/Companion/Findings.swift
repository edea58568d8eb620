import Notes

/// One of the findings that matter most to a reader of the notes.
struct Finding: Sendable {
  let title: String
  let document: Document
  let locator: String
  /// Which number of the place; nil for a formula or claim.
  var quantity: String?
  /// The finding in words, from what is printed and what is right.
  let words: @Sendable (_ printed: String, _ correct: String) -> String
}

/// What the front of the book tells first.
let findings: [Finding] = []
