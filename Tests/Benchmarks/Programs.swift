import Companion

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Seconds of wall time of a program that was built beside this one, its output thrown away: the
/// median of so many runs; nil if it cannot be run.
func wallTime(_ name: String, _ arguments: [String] = [], runs: Int = 15) -> Double? {
  var times: [Double] = []
  for _ in 0..<runs {
    let start = now()
    guard run(beside(name), arguments) else { return nil }
    times.append(now() - start)
  }
  return times.sorted()[runs / 2]
}

/// What such a program prints; nothing if it cannot be run.
func output(_ name: String, _ argument: String) -> String {
  guard let pipe = popen("'\(beside(name))' \(argument)", "r") else { return "" }
  defer { pclose(pipe) }
  var bytes: [UInt8] = []
  while case let byte = fgetc(pipe), byte != EOF { bytes.append(UInt8(byte)) }
  return String(decoding: bytes, as: UTF8.self)
}

private func beside(_ name: String) -> String {
  CommandLine.arguments[0].dropLast("bench".count) + name
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
