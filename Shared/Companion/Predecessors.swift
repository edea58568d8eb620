import Notes

/// What the notes print, rounded and perhaps wrong: within reach only where a step is carried on
/// from it, or where the print itself is compared. It records what was read.
public struct Predecessors {
  /// The page's own place, and how it looks a printed number up.
  private let home: Place
  private let find: (String, Place) -> Printed?
  private let sources = Sources()

  private final class Sources { var all: [(place: Place, quantity: String)] = [] }

  init(_ home: Place, _ find: @escaping (String, Place) -> Printed?) {
    (self.home, self.find) = (home, find)
  }

  /// A printed number, vector or matrix, `printed("ŷ", at: "6.21")`.
  ///
  /// - Parameters:
  ///   - quantity: its name in the notes
  ///   - place: where it is printed; the page's own locator if left out
  public func callAsFunction<Value: Given>(_ quantity: String, at place: Place? = nil) -> Value {
    let place = place ?? home
    if !sources.all.contains(where: { $0.quantity == quantity && $0.place == place }) {
      sources.all.append((place, quantity))
    }
    let row = find(quantity, place)
    return Value(given: row?.rows.map { $0.map { $0.value ?? .nan } } ?? [[.nan]])
  }

  /// Where the numbers that were read are printed.
  var read: [(place: Place, quantity: String)] { sources.all }
}
