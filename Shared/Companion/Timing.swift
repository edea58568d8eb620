#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What one of a chapter's own models costs, for the benchmark.
public struct Timing: Sendable {
  let name: String
  /// How the notes say that it grows, `d²`; empty if nothing is claimed.
  let claim: String
  let sizes: [Int]
  let prepare: @Sendable (Int) -> () -> Any

  /// - Parameters:
  ///   - name: what is done, in the notes' words
  ///   - claim: how the notes say that the time grows with the size
  ///   - sizes: those to measure
  ///   - prepare: makes the model of a size and hands back what is measured
  public init(
    _ name: String, claim: String = "", sizes: [Int] = [0],
    prepare: @escaping @Sendable (Int) -> () -> Any
  ) {
    (self.name, self.claim, self.sizes, self.prepare) = (name, claim, sizes, prepare)
  }

  /// A line for each size: name, claim, size and seconds, separated by tabs.
  var lines: String {
    sizes.map { "\(name)\t\(claim)\t\($0)\t\(seconds(prepare($0)))\n" }.joined()
  }
}

/// Seconds that some work takes once: the best of seven batches, each long enough to be measured.
///
/// The best, since whatever else the machine does can only add to it.
package func seconds(_ work: () -> Any) -> Double {
  func elapsed(_ repeats: Int) -> Double {
    let start = now()
    for _ in 0..<repeats { _ = work() }
    return now() - start
  }
  var repeats = 1
  var batch = elapsed(repeats)
  while batch < 0.02 {
    repeats *= 2
    batch = elapsed(repeats)
  }
  return (0..<6).reduce(batch) { best, _ in min(best, elapsed(repeats)) } / Double(repeats)
}

/// Seconds since some fixed moment.
package func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}
