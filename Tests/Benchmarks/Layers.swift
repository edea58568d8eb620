import Mathematics

/// Two sigmoid layers with biases, a sample a column: ŷ = σ(W² σ(W¹ X + b¹) + b²).
struct Layers<T: Scalar> {
  var W¹: Matrix<T>
  var b¹: Vector<T>
  var W²: Matrix<T>
  var b²: Vector<T>

  func forward(_ X: Matrix<T>) -> (A¹: Matrix<T>, Ŷ: Matrix<T>) {
    let A¹ = σ(W¹ * X + b¹)
    return (A¹, σ(W² * A¹ + b²))
  }

  /// ½ Σ (ŷ − y)², over all samples
  func loss(_ X: Matrix<T>, _ Y: Matrix<T>) -> T {
    let error = forward(X).Ŷ - Y
    return Vector(error.entries) ⋅ Vector(error.entries) / 2
  }

  /// The gradient of the loss by all four parameters.
  func gradient(_ X: Matrix<T>, _ Y: Matrix<T>) -> Layers {
    let (A¹, Ŷ) = forward(X)
    let δ² = (Ŷ - Y) ⊙ Ŷ ⊙ (1 - Ŷ)
    let δ¹ = (W².ᵀ * δ²) ⊙ A¹ ⊙ (1 - A¹)
    let one = Vector<T>(repeating: 1, count: X.columns)
    return Layers(W¹: δ¹ * X.ᵀ, b¹: δ¹ * one, W²: δ² * A¹.ᵀ, b²: δ² * one)
  }

  /// Multiplications and additions of the products in one forward pass over so many samples.
  func operations(samples: Int) -> Double {
    Double(2 * samples * (W¹.rows * W¹.columns + W².rows * W².columns))
  }
}

extension Layers<Double> {
  init(_ inputs: Int, _ hidden: Int, _ outputs: Int, _ draw: inout Generator) {
    self.init(
      W¹: draw.matrix(hidden, inputs, -0.1, 0.1), b¹: draw.vector(hidden),
      W²: draw.matrix(outputs, hidden), b²: draw.vector(outputs))
  }
}

/// The program that ends *The Maths of Deep Learning*: 1000 steps of descent on four samples, a
/// sample a row, with three inputs, four hidden units, one output and no biases.
func toyProgram(_ x: Matrix<Double>, _ y: Matrix<Double>, steps: Int) -> Matrix<Double> {
  var generator = MersenneTwister(seed: 1)
  var w¹ = generator.matrix(3, 4)
  var w² = generator.matrix(4, 1)
  var output = y
  for _ in 0..<steps {
    let a¹ = σ(x * w¹)
    let a² = σ(a¹ * w²)
    let δ² = (a² - y) ⊙ a² ⊙ (1 - a²)
    let δ¹ = (δ² * w².ᵀ) ⊙ a¹ ⊙ (1 - a¹)
    w².add(transposed: a¹, times: -δ²)
    w¹.add(transposed: x, times: -δ¹)
    output = a²
  }
  return output
}
