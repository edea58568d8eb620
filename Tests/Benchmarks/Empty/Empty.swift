import Companion

/// A program that does nothing, linked like a chapter: what starting one costs.
@main enum Empty {
  static func main() {}
}
