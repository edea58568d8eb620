/// The value of a step that starts from numbers as the notes print them.
struct Carried {
  let entries: [Entry]
  let sources: [(place: Place, quantity: String)]

  init(_ printed: Predecessors, _ step: (Predecessors) -> any Showable) {
    entries = step(printed).entryRows.flatMap { $0 }
    sources = printed.read
  }
}
