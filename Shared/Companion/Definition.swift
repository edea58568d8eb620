/// An equation that only defines something, and the function that does what it says.
struct Definition {
  let statement: String
  let function: String
}
