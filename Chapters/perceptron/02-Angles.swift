import Companion
import Mathematics

//: The dot product adds up the products of the entries, and it is also two lengths times a cosine.
//:
//:     a·b = Σᵢ aᵢbᵢ = aᵀb                                 (1.6)
//:         = ‖a‖ ‖b‖ cos θ                                 (1.7)
//:
//: The first way is how it is computed, the second, with the angle θ between the two, is why a
//: perceptron works: the sign of one number says on which side of a right angle an input lies.

extension Perceptron {
  static let angles = Section(.foundations, "1.1.2", "The dot product and the angle") { page in
    let a: Vector = page.given("a", ours: [2, 1])
    let length: Double = page.given("‖b‖", ours: 1.5, in: 0...(.infinity))
    let angles: [Double] = ["parallel", "orthogonal", "anti-parallel"].map {
      page.given("θ \($0)", at: "§1.1.2")
    }
    threeAngles(page, a, length, angles)
    cosine(page)
    signOfTheProduct(page)
  }
}

//: Three angles are worth knowing by heart. The vector b is a, turned and brought to another
//: length; no cosine has a part in the dot product, and yet it comes out. Quarter turns only
//: swap entries, so that a right angle is exactly one.

/// A vector of the plane, turned by an angle in degrees against the clock.
func turned(_ v: Vector<Double>, by degrees: Double) -> Vector<Double> {
  let quarters = (degrees / 90).rounded()
  let rest = (degrees - 90 * quarters) * .pi / 180
  var u: Vector = [cos(rest) * v[0] - sin(rest) * v[1], sin(rest) * v[0] + cos(rest) * v[1]]
  let turns = quarters.truncatingRemainder(dividingBy: 4)
  for _ in 0..<Int(turns.isFinite ? turns < 0 ? turns + 4 : turns : 0) { u = [-u[1], u[0]] }
  return u
}

extension Perceptron {
  private static func threeAngles(
    _ page: Page, _ a: Vector<Double>, _ length: Double, _ angles: [Double]
  ) {
    let right = angles[1]
    let b = { θ in length * turned(a, by: θ) / a.l2Norm }
    let quantity = "a·b at θ = \(words(right))°"
    if right == 90 {
      page.show(quantity, a ⋅ b(right), at: "§1.1.2")
    } else {
      page.derive(quantity, a ⋅ b(right))
    }
    page.table(
      "The dot product at three angles", columns: ["θ", "a·b", "‖a‖ ‖b‖ cos θ"],
      rows: angles.map { θ in
        [θ, a ⋅ b(θ), a.l2Norm * length * cos(θ * .pi / 180)]
      }, at: "1.1.2:angles")

    //: The sum of products can be written out, or as a row times a column. A third way asks
    //: squares of lengths only: those of the two diagonals that a and b span.

    page.verify(
      "a·b = Σ aᵢbᵢ = aᵀb", at: "1.6", "intuition:2.1.4:dot_sum", "intuition:2.1.4:dot_matrix"
    ) { draw in
      let (a, b) = (draw.vector(3, -2, 2), draw.vector(3, -2, 2))
      a ⋅ b ≈ a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
      a ⋅ b ≈ (a.ᵀ * b)[0]
      let diagonals = ((a + b).l2Norm.power(2) - (a - b).l2Norm.power(2)) / 4
      by("¼(‖a + b‖² − ‖a − b‖²)") { a ⋅ b ≈ diagonals }
    }
  }
}

//: The other form says what the cosine of the angle is.
//:
//:     cos θ = (a·b)/(‖a‖ ‖b‖)                         (1.8)
//:
//: To test it, the angle has to be measured without a dot product. Two unit vectors span a
//: rhombus, whose diagonals are their sum and their difference; half the angle is that of the
//: right triangle which the half diagonals make.

/// The angle between two vectors, in [0, π], from the diagonals of the rhombus of their
/// directions.
func between(_ a: Vector<Double>, _ b: Vector<Double>) -> Double {
  let (u, v) = (a / a.l2Norm, b / b.l2Norm)
  return 2 * Double.atan2((u - v).l2Norm, (u + v).l2Norm)
}

extension Perceptron {
  private static func cosine(_ page: Page) {
    page.verify(
      "a·b = ‖a‖ ‖b‖ cos θ, and so cos θ = a·b/(‖a‖ ‖b‖)", at: "1.7", "1.8",
      "intuition:2.1.4:dot_geometric", "intuition:2.1.4:equivalent"
    ) { draw in
      let (a, b) = (draw.vector(4, -2, 2), draw.vector(4, -2, 2))
      let (θ, lengths) = (between(a, b), a.l2Norm * b.l2Norm)
      by("θ from a rhombus") {
        a ⋅ b ≈ lengths * cos(θ) ± (3e-14, "a·b may be small beside the lengths")
      }
      by("its cosine") { (a ⋅ b) / lengths ≈ cos(θ) }
    }

    //: The two forms belong together only where the axes are at right angles and equally scaled,
    //: as *The Maths of Deep Learning* notes. On slanted axes the sum of products says something
    //: else: (1, 0) and (0, 1) are then still “orthogonal” by the sum, whatever the angle
    //: between the axes is.

    let slant = 60.0
    let (e₁, e₂): (Vector<Double>, Vector<Double>) = ([1, 0], [0, 1])
    page.derive("Σ aᵢbᵢ on axes at \(words(slant))°", e₁ ⋅ e₂)
    page.derive("‖a‖ ‖b‖ cos \(words(slant))°", e₁ ⋅ turned(e₁, by: slant))

    page.verify(
      "at fixed lengths a·b is largest at 0°, smallest at 180°, and falls between",
      at: "1.1.2:angles", "1.1.2:alignment"
    ) { draw in
      let a = draw.vector(2, -2, 2)
      let length = draw.uniform(0.1, 3)
      let products = (0...18).map { a ⋅ (length * turned(a, by: 10 * Double($0)) / a.l2Norm) }
      by("each angle against the next") {
        for (before, after) in zip(products, products.dropFirst()) { after < before }
      }
      [products[0], products[18]] ≈ [a.l2Norm * length, -a.l2Norm * length]
    }
  }

  //: At fixed lengths: that is what has to be added to the remark that a small angle means a
  //: large activation. A short input that points exactly a neuron's way activates it less than
  //: a long one at 80°.

  private static func signOfTheProduct(_ page: Page) {
    let w: Vector = [1, 0]
    for (length, θ) in [(0.5, 0.0), (5, 80)] {
      page.derive(
        "w·x for ‖x‖ = \(spelled(length)) at \(words(θ))°", w ⋅ (length * turned(w, by: θ)),
        for: "1.1.2:alignment")
    }

    //: Whether an angle is sharp or obtuse is all that a perceptron will ask. That is the sign of
    //: the dot product.

    page.verify(
      "a·b > 0 for angles below 90°, < 0 for angles above", at: "intuition:2.1.4:sign"
    ) { draw in
      let (a, b) = (draw.vector(3), draw.vector(3))
      by("θ from a rhombus") { (between(a, b) < .pi / 2) == (a ⋅ b > 0) }
    }

    //: That is the whole idea of a perceptron. Leaves are points with two features; if w makes a
    //: sharp angle with each healthy leaf and an obtuse one with each diseased leaf, then the
    //: line at right angles to w runs between them. (It is the *plane of features* that is split
    //: into two, and the hyperplane, here a line, that splits it.) The straight way from a leaf
    //: of one class to a leaf of the other crosses that line, and crosses it once.

    page.verify(
      "where w·x has two signs on two classes, w·x = 0 lies between them",
      at: "intuition:2.1.4:split"
    ) { draw in
      let w = draw.vector(2)
      let leaves = (0..<6).map { _ in draw.vector(2) }
      for healthy in leaves.filter({ w ⋅ $0 > 0 }) {
        for diseased in leaves.filter({ w ⋅ $0 < 0 }) {
          let side = (0...6).map { w ⋅ (healthy + Double($0) / 6 * (diseased - healthy)) > 0 }
          let crossings = zip(side, side.dropFirst()).count { $0 != $1 }
          by("crossings") { crossings == 1 }
        }
      }
    }

    //: One formula needs a word. *The Maths of Deep Learning* sets a column equal to a row, and
    //: means two ways to write one vector: the same components in the same order. As matrices the
    //: two have different shapes, and it matters which is meant: a row times a column is one
    //: number, a column times a row is a table of all products.

    page.verify(
      "column and row of $a$ hold the same components; one is the other transposed",
      at: "intuition:2.1.2:vector"
    ) { draw in
      let a = draw.vector(3)
      let (column, row) = (Matrix(columns: [a]), a.ᵀ)
      column.entries == row.entries
      column == row.ᵀ
      let shapes = [(column * row).shapeWords, (row * column).shapeWords]
      by("shapes of the products") { shapes == ["3×3", "1×1"] }
    }
  }
}
