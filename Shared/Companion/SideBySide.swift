import Dispatch

extension Array {
  /// The same as `map`, with the elements side by side on the cores there are.
  ///
  /// The elements share nothing that `transform` changes.
  func concurrentMap<Result>(_ transform: @Sendable (Element) -> Result) -> [Result] {
    [Result](unsafeUninitializedCapacity: count) { results, initialized in
      // Safe, since each call reads one element and writes one result.
      nonisolated(unsafe) let (elements, results) = (self, results)
      DispatchQueue.concurrentPerform(iterations: count) { i in
        results.initializeElement(at: i, to: transform(elements[i]))
      }
      initialized = count
    }
  }
}
