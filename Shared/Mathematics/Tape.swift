/// The record of a computation, read backwards to differentiate it: reverse mode.
///
/// Each entry holds, for one intermediate result, up to two operands and the partial
/// derivatives of the result by them.
public final class Tape {
  @usableFromInline
  struct Entry {
    @usableFromInline var left: Int
    @usableFromInline var right: Int
    @usableFromInline var byLeft: Double
    @usableFromInline var byRight: Double

    @usableFromInline
    init(_ left: Int, _ byLeft: Double, _ right: Int, _ byRight: Double) {
      self.left = left
      self.right = right
      self.byLeft = byLeft
      self.byRight = byRight
    }
  }
  @usableFromInline var entries: [Entry] = []

  /// An empty tape.
  public init() { entries.reserveCapacity(256) }

  /// The largest finite number that has been recorded, result or derivative, without its sign.
  @usableFromInline var largest = 0.0

  /// How many results have been recorded: what reverse mode must keep in memory.
  public var count: Int { entries.count }

  /// A new independent variable with the given value.
  @inlinable
  public func variable(_ value: Double) -> Variable {
    record(value, nil, 0, nil, 0)
  }

  @inlinable
  func record(
    _ value: Double, _ left: Variable?, _ byLeft: Double, _ right: Variable?, _ byRight: Double
  ) -> Variable {
    let size = max(value.magnitude, byLeft.magnitude, byRight.magnitude)
    if size.isFinite { largest = max(largest, size) }
    entries.append(Entry(left?.index ?? -1, byLeft, right?.index ?? -1, byRight))
    return Variable(value: value, tape: .passUnretained(self), index: entries.count - 1)
  }

  /// The derivatives of one result by every entry of the tape: the chain rule, last to first.
  public func adjoints(of result: Variable) -> [Double] {
    var adjoint = Array(repeatElement(0.0, count: entries.count))
    guard result.index >= 0 else { return adjoint }
    adjoint[result.index] = 1
    for i in stride(from: result.index, through: 0, by: -1) where adjoint[i] != 0 {
      let entry = entries[i]
      if entry.left >= 0 { adjoint[entry.left] += entry.byLeft * adjoint[i] }
      if entry.right >= 0 { adjoint[entry.right] += entry.byRight * adjoint[i] }
    }
    return adjoint
  }
}
