import Mathematics

extension Page {
  /// Tests a statement on random draws against something that does not contain it.
  ///
  ///     page.verify("σʹ = σ(1 − σ)", at: "3.15") { draw in
  ///       let z = draw.uniform(-5, 5)
  ///       derivative(at: z) { σ($0) } ≈ σ(z) * (1 - σ(z))
  ///     }
  ///
  /// Each draw has a generator of its own, seeded by the statement and the number of the draw,
  /// so that a printed form and its correction meet the same draws.
  ///
  /// - Parameters:
  ///   - statement: the formula, identity or inequality in words or symbols
  ///   - places: what it answers for in the notes
  ///   - draws: how many; the reader's `--trials`, else 100, if left out
  ///   - relations: what is compared on one draw, in one or more independent ways
  public func verify(
    _ statement: String, at places: Place..., draws: Int? = nil, file: String = #fileID,
    line: Int = #line, @Relations _ relations: (inout Generator) -> [Relation]
  ) {
    let tested = test(statement, draws ?? settings.trials, relations)
    let derivation = Derivation(statement: statement, tested: tested)
    add(.derivation(derivation), places.map(equation), file, line)
  }

  /// Tests a statement at the numbers of the page, and no others.
  ///
  ///     page.check("the losses fall", at: "7.1.2:monotone") { ℒ[1] < ℒ[0] }
  public func check(
    _ statement: String, at places: Place..., file: String = #fileID, line: Int = #line,
    @Relations _ relations: () -> [Relation]
  ) {
    var tested = Derivation.Tested()
    tested.isExample = true
    tested.add(relations())
    let derivation = Derivation(statement: statement, tested: tested)
    add(.derivation(derivation), places.map(equation), file, line)
  }

  /// Shows a formula that is wrong as printed failing, and its correction passing, on the same
  /// draws. They go on until one fails, if the first few do not, up to a hundred.
  ///
  /// - Parameters:
  ///   - statement: the formula as printed
  ///   - correction: what is right instead
  ///   - why: the slip, or the reading under which the formula would be right
  ///   - draws: how many; 1 for what is looked at with the numbers of the page only
  public func refute(
    _ statement: String, at places: Place..., correction: String, why: String? = nil,
    draws: Int? = nil, file: String = #fileID, line: Int = #line,
    @Relations printed: (inout Generator) -> [Relation],
    @Relations corrected: (inout Generator) -> [Relation]
  ) {
    let goesOn = draws == nil && isOriginal
    var tested = test(statement, draws ?? settings.trials, orUntilOneFails: goesOn, printed)
    var instead = test(statement, tested.draws, corrected)
    (tested.isExample, instead.isExample) = (draws == 1, draws == 1)
    let derivation = Derivation(
      statement: statement, tested: tested, correction: (correction, instead), why: why)
    add(.derivation(derivation), places.map(equation), file, line)
  }

  /// Shows a chain of equalities line by line, with the value of each at the example, and tests
  /// on draws that each line equals the one before and the last what was found without it.
  ///
  ///     page.derivation("∂ℓ/∂zⱼ", of: (z, y)) { draw in
  ///       (draw.vector(3), oneHot(draw.below(3), of: 3))
  ///     } lines: { z, y in
  ///       let p = softmax(z)
  ///       Line("Σᵢ (−yᵢ/pᵢ) pᵢ(δᵢⱼ − pⱼ)", at: "4.15", softmaxʹ(z) * (-y / p))
  ///       Line("pⱼ − yⱼ", at: "4.18", p - y)
  ///     } truth: { z, y in
  ///       gradient(at: z) { crossEntropy(softmax($0), Vector(y)) }
  ///     }
  ///
  /// - Parameters:
  ///   - quantity: what the lines are equal to, as it is written
  ///   - places: what it answers for in the notes besides its lines
  ///   - example: the numbers of the page
  ///   - draws: other numbers of the same kind
  ///   - lines: the lines in their order
  ///   - truth: what the last line must equal, found without any of them
  public func derivation<Numbers>(
    _ quantity: String, at places: Place..., of example: Numbers, file: String = #fileID,
    line: Int = #line, draws: (inout Generator) -> Numbers, @Lines lines: (Numbers) -> [Line],
    truth: (Numbers) -> any Truth
  ) {
    func relations(_ numbers: Numbers) -> [Relation] {
      let lines = lines(numbers)
      var all = zip(lines, lines.dropFirst()).enumerated().map { i, pair in
        var relation = near(pair.1.reals, pair.0.reals, pair.1.tolerance)
        if !relation.holds {
          let sides = relation
          relation.fail { "line \(i + 2): \(sides.failure ?? "")" }
        }
        return relation
      }
      if let last = lines.last { all += truth(numbers).relations(to: last.reals) }
      for i in all.indices { all[i].position = UInt64(i) }
      return all
    }
    let shown = lines(example)
    let statement = "\(quantity) = \(shown.last?.formula ?? "")"
    let tested = test(statement, settings.trials) { draw in relations(draws(&draw)) }
    var derivation = Derivation(statement: statement, tested: tested)
    derivation.quantity = quantity
    derivation.steps = shown.map { line in
      Derivation.Step(
        formula: line.formula, place: line.place.map(equation),
        value: Number(quantity: line.formula, rows: line.value))
    }
    add(
      .derivation(derivation), (shown.compactMap(\.place) + places).map(equation).withoutRepeats,
      file, line)
  }

  private func test(
    _ statement: String, _ count: Int, orUntilOneFails mustFail: Bool = false,
    _ relations: (inout Generator) -> [Relation]
  ) -> Derivation.Tested {
    var result = Derivation.Tested()
    let seed = seed(statement)
    while result.draws < count || (mustFail && result.failures == 0 && result.draws < 100) {
      let draw = result.draws
      // A hundred thousand draws take a second or two.
      if count > 10_000, draw % 1000 == 0 { progress(statement, Double(draw) / Double(count)) }
      var generator = Generator(seed: seed &+ UInt64(draw) &* 0x9E37_79B9_7F4A_7C15)
      result.add(relations(&generator))
    }
    if count > 10_000 { progress(statement, 1) }
    return result
  }

  /// What compares with the print itself: left out where the numbers are the reader's own, and
  /// on worksheets, for which the notes' wrong numbers are no task.
  ///
  ///     page.comparing { printed in page.derive("z², printed", 2 * printed("z²")) }
  public func comparing(_ body: (Predecessors) -> Void) {
    if isOriginal, !settings.isBlank { body(predecessors) }
  }
}
