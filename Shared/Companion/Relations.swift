/// Names the independent way that relations take, where their statement does not.
public func by(_ method: String, @Relations _ relations: () -> [Relation]) -> [Relation] {
  relations().map {
    var relation = $0
    relation.method = method + (relation.method.isEmpty ? "" : ", " + relation.method)
    return relation
  }
}

/// Collects the relations of a check, each with the place where it stands.
@resultBuilder
public enum Relations {
  public static func buildExpression(
    _ relation: Relation, line: UInt = #line, column: UInt = #column
  ) -> Relation {
    var relation = relation
    relation.position = position(line, column, 0)
    return relation
  }
  public static func buildExpression(
    _ relations: [Relation], line: UInt = #line, column: UInt = #column
  ) -> [Relation] {
    var relations = relations
    for i in relations.indices where relations[i].position == 0 {
      relations[i].position = position(line, column, i + 1)
    }
    return relations
  }
  /// A statement that only computes.
  public static func buildExpression(_ nothing: ()) -> [Relation] { [] }

  private static func position(_ line: UInt, _ column: UInt, _ part: Int) -> UInt64 {
    UInt64(line) << 24 | UInt64(column) << 8 | UInt64(part & 255)
  }

  // One list, which grows as it goes along.

  public static func buildPartialBlock(first: Relation) -> [Relation] { [first] }
  public static func buildPartialBlock(first: [Relation]) -> [Relation] { first }
  public static func buildPartialBlock(accumulated: consuming [Relation], next: Relation)
    -> [Relation]
  {
    accumulated.append(next)
    return accumulated
  }
  public static func buildPartialBlock(accumulated: consuming [Relation], next: [Relation])
    -> [Relation]
  {
    if !next.isEmpty { accumulated += next }
    return accumulated
  }
  public static func buildArray(_ parts: [[Relation]]) -> [Relation] {
    // A relation in a loop is one, the worst of it.
    var result: [Relation] = []
    for part in parts { result.merge(part) }
    return result
  }
  public static func buildOptional(_ part: [Relation]?) -> [Relation] { part ?? [] }
  public static func buildEither(first part: [Relation]) -> [Relation] { part }
  public static func buildEither(second part: [Relation]) -> [Relation] { part }
}
