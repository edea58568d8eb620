import Companion
import Mathematics

/// The distance to what may not exist, such as a product whose shapes do not fit: infinite then
func distance(_ A: Matrix<Double>?, _ B: Matrix<Double>) -> Double {
  A.map { distance($0, B) } ?? .infinity
}
