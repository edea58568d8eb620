import Companion
import Mathematics

//: The last chapter of *The Maths of Deep Learning* is a Python program of forty lines. It can
//: be run here without Python: numpy's generator is MT19937, and the same seed gives the same
//: sixteen weights, bit for bit.

extension Backprop {
  static let numpyProgram = Section(.intuition, "8", "A program of 1000 steps") { page in
    let x = page.given(matrix: "x", at: "8.1")
    let y = page.given(matrix: "y", at: "8.1").ᵀ
    let rate = page.given(number: "learningRate", at: "8.1")
    let seed = page.given(number: "seed", at: "8.1")
    let iterations = page.given(number: "iterations", at: "8.1")

    //: Samples are *rows* here, so that the layers multiply from the right and each gradient is
    //: the transpose of what the derivations have.

    var generator = MersenneTwister(seed: UInt32(seed))
    var w¹ = generator.matrix(x.columns, 4)
    var w² = generator.matrix(4, y.columns)
    let start = (w¹, w²)

    func forward<T: Scalar>(_ w¹: Matrix<T>, _ w²: Matrix<T>) -> Matrix<T> {
      σ(σ(Matrix<T>(x) * w¹) * w²)
    }
    var costs: [(Double, Double)] = []
    var a² = forward(w¹, w²)
    page.show("a² before training", a².ᵀ, at: "8.1", for: "8.1:initial")

    for iteration in 0..<Int(iterations) {
      let a¹ = σ(x * w¹)
      a² = σ(a¹ * w²)
      if iteration % 10 == 0 {
        costs.append((Double(iteration), halfSquaredError(a².column(0), y.column(0))))
      }

      let δ² = (a² - y) ⊙ a² ⊙ (1 - a²)
      let δ¹ = (δ² * w².ᵀ) ⊙ a¹ ⊙ (1 - a¹)
      w² -= rate * (a¹.ᵀ * δ²)
      w¹ -= rate * (x.ᵀ * δ¹)
    }

    page.show("a² of the last iteration", a².ᵀ, at: "8.1", for: "8.1:last")
    let test = page.given(matrix: "x of the test", at: "8.1")
    page.show("a² of the test", σ(σ(test * w¹) * w²), at: "8.1", for: "8.1:trained", "8.1:test")
    page.plot(
      Plot(
        "The cost over 1000 iterations", x: "iteration", y: "½ Σ (a² − y)²",
        [Plot.Series("cost", costs)]))
    _ = start
  }
}
