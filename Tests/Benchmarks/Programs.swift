#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Seconds of wall time of a program that was built beside this one, with arguments, without its output: the
/// median of so many runs; nil if it cannot be run.
func wallTime(_ name: String, _ arguments: [String] = [], runs: Int = 15) -> Double? {
  let path = CommandLine.arguments[0].dropLast("bench".count) + name
  var times: [Double] = []
  for _ in 0..<runs {
    let start = now()
    guard run(String(path), arguments) else { return nil }
    times.append(now() - start)
  }
  return times.sorted()[runs / 2]
}

private func run(_ path: String, _ arguments: [String]) -> Bool {
  #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
  #else
    var actions = posix_spawn_file_actions_t()
  #endif
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
  var process: pid_t = 0
  let words = ([path] + arguments).map { strdup($0) }
  defer { for word in words { free(word) } }
  guard posix_spawn(&process, path, &actions, nil, words + [nil], nil) == 0 else { return false }
  var status: Int32 = 0
  return waitpid(process, &status, 0) == process && status == 0
}

/// What the processor could do beyond the pairs of `Double`s that every machine of its kind has.
var beyond: String {
  #if os(Linux) && arch(x86_64)
    guard let file = fopen("/proc/cpuinfo", "r") else { return "" }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 8192)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
      guard text.hasPrefix("flags") else { continue }
      let flags = text.split { $0 == " " || $0 == "\n" }
      let wide = [
        ("avx2", "fours (AVX2)"), ("avx512f", "eights (AVX-512)"), ("fma", "fused (FMA)"),
      ]
      return wide.filter { flags.contains(Substring($0.0)) }.map(\.1).joined(separator: ", ")
    }
  #endif
  return ""
}
