extension Vector {
  /// The mean (1/n) Σ vᵢ, for at least one entry.
  @inlinable public var mean: Element { sum / Element(Double(count)) }

  /// The variance (1/n) Σ (vᵢ − mean)², divided by n as in normalization (foundations (7.14)).
  @inlinable public var variance: Element {
    let apart = self - mean
    return apart ⋅ apart / Element(Double(count))
  }
}

/// The target with a 1 at the class c and 0 elsewhere, c counted from 0.
@inlinable
public func oneHot(_ c: Int, of count: Int) -> Vector<Double> {
  var y = Vector(repeating: 0.0, count: count)
  y[c] = 1
  return y
}

/// φ(z) = exp(−z²/2) / √(2π): the density of the normal distribution.
public func normalDensity(_ z: Double) -> Double { .exp(-z * z / 2) / (2 * Double.pi).squareRoot() }

/// ∫ g(z) φ(z) dz from a to b under the bell curve, by the midpoint rule with 200 points.
public func normalIntegral(_ a: Double, _ b: Double, _ g: (Double) -> Double) -> Double {
  let h = (b - a) / 200
  return (0..<200).reduce(0) { sum, k in
    let z = a + (Double(k) + 0.5) * h
    return sum + g(z) * normalDensity(z) * h
  }
}
