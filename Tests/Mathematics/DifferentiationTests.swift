import Mathematics
import Testing

/// A function that uses every operation of `Scalar`, with its derivatives by hand.
private func everything<T: Scalar>(_ v: Vector<T>) -> T {
  let (x, y) = (v[0], v[1])
  let a = sin(x * y) + cos(x - y) / (2 + y * y)
  let b = exp(-x) * log(3 + y) + tanh(x)
  return a + b + sqrt(1 + x * x) + pow(2 + y, 2.5) - x.power(3)
}

private func everythingʹ(_ x: Double, _ y: Double) -> Vector<Double> {
  let q = 2 + y * y
  let byX =
    y * cos(x * y) - sin(x - y) / q - exp(-x) * log(3 + y) + (1 - tanh(x) * tanh(x))
    + x / sqrt(1 + x * x) - 3 * x * x
  let byY =
    x * cos(x * y) + sin(x - y) / q - cos(x - y) * 2 * y / (q * q) + exp(-x) / (3 + y)
    + 2.5 * pow(2 + y, 1.5)
  return [byX, byY]
}

@Suite struct DifferentiationTests {
  @Test func `forward, reverse and differences agree with calculus`() {
    var draw = Generator(seed: 7)
    for _ in 0..<200 {
      let v = draw.vector(2, -1.5, 1.5)
      let byHand = everythingʹ(v[0], v[1])
      let scale = max(1, byHand.maxNorm)
      #expect((forwardGradient(at: v, everything) - byHand).maxNorm <= 1e-14 * scale * 10)
      #expect((reverseGradient(at: v, everything) - byHand).maxNorm <= 1e-14 * scale * 10)
      #expect((differenceGradient(at: v, everything) - byHand).maxNorm <= 1e-8 * scale)
    }
  }

  @Test func `a wrong derivative is noticed by all three`() {
    let v: Vector<Double> = [0.3, -0.4]
    let wrong = everythingʹ(v[0], v[1]) + [1e-6, 0]
    #expect((forwardGradient(at: v, everything) - wrong).maxNorm > 1e-7)
    #expect((reverseGradient(at: v, everything) - wrong).maxNorm > 1e-7)
    #expect((differenceGradient(at: v, everything) - wrong).maxNorm > 1e-7)
  }

  @Test func `a dual number of dual numbers gives the second derivative`() {
    // d²/dx² of x³ + sin x at 0.7
    let x = Dual(Dual(0.7, tangent: 1), tangent: 1)
    let y = x * x * x + sin(x)
    #expect((y.tangent.tangent - (6 * 0.7 - sin(0.7))).magnitude < 1e-15)
  }

  @Test func `numbers compare by their value, whatever derivative they carry`() {
    #expect(Dual(1.0, tangent: 1) == Dual(1.0, tangent: 2) && Dual(1.0, tangent: 1) == 1)
    #expect(!(Dual(1.0, tangent: 1) < Dual(1.0, tangent: 2)))
    // A formula takes the branch that its value takes.
    #expect(forwardGradient(at: [1]) { $0[0] == 1 ? 3 * $0[0] : 5 * $0[0] } == [3])
  }

  @Test func `a gradient is found three ways in one go`() {
    var draw = Generator(seed: 8)
    for _ in 0..<50 {
      let v = draw.vector(2, -1.5, 1.5)
      let byHand = everythingʹ(v[0], v[1])
      let found = gradient(at: v) { everything($0) }
      let slope = byHand ⋅ found.direction
      let scale = max(1, found.largest)
      #expect((found.byTape - byHand).maxNorm <= 1e-14 * scale)
      #expect((found.slopeByDual - slope).magnitude <= 1e-14 * scale)
      #expect((found.slopeByDifferences - slope).magnitude <= 1e-8 * scale)
    }
  }

  @Test func `the largest number on the way to a gradient is kept`() {
    #expect(derivative(at: 2) { ($0 + 1000) - 1000 }.largest == 1002)
    #expect(derivative(at: 2) { $0 * $0 }.byTape == [4])
  }

  @Test func `a variable used twice collects both adjoints`() {
    let tape = Tape()
    let x = tape.variable(3)
    let y = x * x + x
    #expect(tape.adjoints(of: y)[x.index] == 7)
    #expect(tape.count == 3)
  }

  @Test func `constants have no adjoint and no entry`() {
    let tape = Tape()
    let x = tape.variable(3)
    let y: Variable = 2 * 5
    #expect(y.index == -1 && tape.count == 1)
    #expect(tape.adjoints(of: y) == [0])
    #expect(tape.adjoints(of: x) == [1])
  }

  @Test func `gradients by a matrix keep its shape`() {
    func f<T: Scalar>(_ a: Matrix<T>) -> T { (a * a.ᵀ).trace }
    let a: Matrix<Double> = [[1, 2, 3], [4, 5, 6]]
    #expect(forwardGradient(at: a, f) == 2 * a)
    #expect(reverseGradient(at: a, f) == 2 * a)
    #expect(gradient(at: a) { f($0) }.byTape == Vector((2 * a).entries))
  }

  @Test func `the softmax Jacobian is the derivative of softmax`() {
    let z: Vector<Double> = [0.2, -1, 3]
    for i in 0..<3 {
      let row = forwardGradient(at: z) { softmax($0)[i] }
      #expect((row - softmaxʹ(z).row(i)).maxNorm <= 2 * Double.ulpOfOne)
    }
  }
}

@Suite struct CountedTests {
  @Test func `a product of matrices takes n³ multiplications`() {
    for n in 1...6 {
      let tally = Tally()
      let a = Matrix(repeating: 1.0, rows: n, columns: n).map { tally.number($0) }
      _ = a * a
      #expect(tally.multiplications == n * n * n)
      #expect(tally.additions == n * n * n)
      #expect(tally.functions == 0)
    }
  }

  @Test func `a sigmoid is one function, one addition, one division`() {
    let tally = Tally()
    _ = σ(tally.number(0.5))
    #expect((tally.functions, tally.additions, tally.multiplications) == (1, 1, 1))
  }

  @Test func `what belongs to no tally is not counted`() {
    let tally = Tally()
    _ = tally.number(1)
    let product: Counted = 2 * 3
    #expect(product.value == 6 && tally.multiplications == 0)
  }
}

@Suite struct VariableTests {
  @Test func `an optional variable is there, constant or not`() {
    // Its layout once let the largest of two variables be mistaken for none.
    let tape = Tape()
    let x = [tape.variable(-0.9), tape.variable(-0.5), 2]
    #expect(x.max()?.value == 2 && x.min()?.index == 0)
    #expect(softmax(Vector(x)).sum.value > 0.999)
  }
}
