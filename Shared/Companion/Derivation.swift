/// A formula tested against something that does not contain it.
struct Derivation {
  let statement: String
  let tested: Tested
  /// What replaces a formula that is wrong as printed, with its own test.
  var correction: (statement: String, tested: Tested)?
  /// The slip, or the reading under which the formula would be right.
  var why: String?
  /// What the lines of a chain of equalities are equal to; empty where there are none.
  var quantity = ""
  /// The lines, each with its value at the example.
  var steps: [Step] = []

  struct Step {
    let formula: String
    let place: Reference?
    let value: Number
  }

  struct Tested {
    var draws = 0
    /// Whether it was looked at for the numbers of the page only.
    var isExample = false
    /// On how many draws the formula failed.
    var failures = 0
    /// Each relation with the largest error seen.
    var relations: [Relation] = []

    var holds: Bool { relations.allSatisfy(\.holds) }

    mutating func add(_ relations: [Relation]) {
      self.relations.merge(relations)
      draws += 1
      if !relations.allSatisfy(\.holds) { failures += 1 }
    }
  }

  var holds: Bool { tested.holds }
  /// A formula that fails is an erratum of the notes if something else is right instead. Without
  /// that it fails for numbers that a reader has set.
  var word: String { holds ? "holds" : correction == nil ? "fails" : "erratum" }
}
