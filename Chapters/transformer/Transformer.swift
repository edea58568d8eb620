import Companion
import Mathematics

@main
enum Transformer {
  static let program = Program(
    .transformer, "The transformer, from a bottleneck to its variants",
    [
      lookingBack, selfAttention, backwardPass, scale, heads, positions, normalization,
      encoderBlock, decoderBlock, walkthrough, cost, scalingLaws, inContext, languageModels,
      preferences, sparse, images, linear, adaptation, timeline, reversal,
    ], example: (place: "18.1", input: "X=1 0 0 1;0 1 1 0;1 1 1 0"),
    timings: timings)

  private static func block(_ d: Int, _ draw: inout Generator) -> EncoderBlock<Double> {
    let scale = 1 / Double(d).squareRoot()
    let count = EncoderBlock<Double>.count(d, 4 * d)
    var parts = Parts(draw.vector(count, -scale, scale))
    return EncoderBlock(&parts, d, 4 * d, heads: 8)
  }

  private static let timings = [
    Timing("encoder block, 64 tokens, by width d (Q15)", claim: "d²", sizes: [64, 128, 192, 256]) {
      d in
      var draw = Generator(seed: 1)
      let (block, X) = (block(d, &draw), draw.matrix(64, d))
      return { block(X) }
    },
    Timing("encoder block backward, 64 tokens of width 128") { _ in
      var draw = Generator(seed: 1)
      let (block, X) = (block(128, &draw), draw.matrix(64, 128))
      let trace = block.forward(X)
      return { block.backward(trace.Z, trace) }
    },
    Timing("attention scores, by tokens T (Q15)", claim: "T²", sizes: [256, 384, 512, 768]) { T in
      var draw = Generator(seed: 1)
      let (Q, K) = (draw.matrix(T, 32), draw.matrix(T, 32))
      return { Q * K.ᵀ }
    },
  ]

  static func main() { program.main() }
}
