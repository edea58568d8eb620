import Companion

extension Backprop {
  /// The second half of the chapter: every derivation, each tested against something that does
  /// not contain it.
  static let derivations: [Section] = [
    conventions, calculus, jacobians, neuronToBatch, layers, batches, composition, sigmoids,
    rectifiers, choices, outputError, hiddenError, gradients, shapesOfGradients, batchGradients,
    chains, vanishing, cost, graphs, modes, softmaxNode, tensors, shapes, bumps, rates, regions,
    parity,
  ]
}
