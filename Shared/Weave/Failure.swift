/// Why the book could not be woven.
struct Failure: Error {
  let status: Int32
  let message: String
  let hint: String?

  init(_ status: Int32, _ message: String, hint: String? = nil) {
    (self.status, self.message, self.hint) = (status, message, hint)
  }
}
