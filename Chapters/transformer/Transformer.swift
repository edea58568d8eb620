import Companion

@main
enum Transformer {
  static let program = Program(
    .transformer, "The transformer, from a bottleneck to its variants",
    [
      lookingBack, selfAttention, backwardPass, scale, heads, positions, normalization,
      encoderBlock, decoderBlock, walkthrough, cost, scalingLaws, inContext, languageModels,
      preferences, sparse, images, linear, adaptation, timeline, reversal,
    ], example: (place: "18.1", input: "X=1 0 0 1;0 1 1 0;1 1 1 0"))

  static func main() { program.main() }
}
