/// A number that a page starts from.
struct Input {
  let name: String
  let rows: [[Entry]]
  /// What the reader typed instead of the notes' value, or a number of ours.
  let origin: Origin
  /// What it can mean; nil if any number will do.
  var range: ClosedRange<Double>?
  enum Origin { case notes, ours, reader }
}
