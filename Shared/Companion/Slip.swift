/// A named hypothesis about how a wrong number came to be printed, with what it would give.
public struct Slip {
  let name: String
  let value: (Predecessors) -> any Showable

  /// - Parameters:
  ///   - name: the slip in a few words, as in “the batch mean without its 1/m”
  ///   - value: what the slip gives, in the shape of what is printed
  public init(_ name: String, _ value: any Showable) {
    self.init(name) { _ in value }
  }

  /// The same for a slip in a step from printed predecessors.
  public init(_ name: String, _ value: @escaping (Predecessors) -> any Showable) {
    (self.name, self.value) = (name, value)
  }

  /// What it gives.
  func tried(_ printed: Predecessors) -> (name: String, entries: [Entry]) {
    (name, value(printed).entryRows.flatMap { $0 })
  }
}
