/// What a reader may change about a run.
struct Settings: Sendable {
  /// Decimals of computed numbers; those of the notes if nil.
  var digits: Int?
  /// How many draws a derivation is tested on.
  var trials = 100
  /// Whether to compute what takes seconds.
  var isFull = false
  /// Whether to leave the computed numbers open, as on a worksheet.
  var isBlank = false
  /// Whether to leave out prose and formulas.
  var isBrief = false
  /// The seed of a variant with other inputs; nil for those of the notes.
  var variant: UInt64?
  /// Inputs of the reader's own, by the name as it is typed.
  var values: [String: [[Double]]] = [:]
  /// The names as the reader wrote them.
  var spellings: [String: String] = [:]
}
