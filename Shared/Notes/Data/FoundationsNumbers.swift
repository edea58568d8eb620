// swift-format-ignore-file: a row is a line, however long.

/// The numbers that `foundations` prints, in its order:
/// section | locator | chapter | kind | quantity | 1, or 2 if it is printed again | tokens | what it is
let foundationsNumbers = #"""
  # chapter 1
  1.1.2 | §1.1.2 | perceptron | input | θ parallel | 1 | 0 | angle in degrees, same direction
  1.1.2 | §1.1.2 | perceptron | input | θ orthogonal | 1 | 90 | angle in degrees, right angle
  1.1.2 | §1.1.2 | perceptron | result | a·b at θ = 90° | 1 | 0 | dot product at a right angle
  1.1.2 | §1.1.2 | perceptron | input | θ anti-parallel | 1 | 180 | angle in degrees, opposite direction
  1.2.2 | §1.2.2 | backprop | input | x | 1 | 1 | first coordinate of the evaluation point
  1.2.2 | §1.2.2 | backprop | input | y | 1 | 2 | second coordinate of the evaluation point
  1.2.2 | 1.24 | backprop | result | ∇f | 1 | 4 13 | gradient of x² + xy + 3y² at the point
  # notation section
  Notation | §Notation | perceptron | setting | binary output width | 1 | 1 | last layer width for a sigmoid output
  Notation | §Notation | perceptron | setting | BCE labels | 1 | 0 1 | labels used with a probability output
  Notation | §Notation | perceptron | setting | open range of ŷ | 1 | 0 1 | sigmoid output lies strictly between
  Notation | §Notation | perceptron | setting | perceptron labels | 1 | -1 +1 | labels used with the sign rule
  Notation | §Notation | perceptron | setting | one-hot entries | 1 | 0 1 | values an entry of a class vector takes
  Notation | §Notation | perceptron | result | sum of y | 1 | 1 | entries of a one-hot label added up
  Notation | §Notation | perceptron | setting | open range of p | 1 | 0 1 | each softmax entry lies strictly between
  Notation | §Notation | perceptron | result | sum of p | 1 | 1 | softmax probabilities added up
  Notation | §Notation | backprop | result | ReLUʹ for z > 0 | 1 | 1 | slope of ReLU on the active side
  Notation | §Notation | backprop | result | ReLUʹ for z < 0 | 1 | 0 | slope of ReLU on the inactive side
  Notation | §Notation | backprop | result | ReLUʹ interval at z = 0 | 1 | 0 1 | ends of the set of subgradients at zero
  # chapter 2
  2.1 | 2.2 | perceptron | setting | ŷ for score ≥ 0 | 1 | 1 | step output on and above the boundary
  2.1 | 2.2 | perceptron | setting | ŷ for score < 0 | 1 | 0 | step output below the boundary
  2.1 | §2.1 | perceptron | setting | sign labels | 1 | -1 +1 | the other label coding
  2.1.1 | 2.3 | perceptron | setting | score on the boundary | 1 | 0 | value of w·x + b on the hyperplane
  2.3.1 | §2.3.1 | perceptron | setting | sign labels | 1 | -1 +1 | label coding for the convergence theorem
  2.3.2 | §2.3.2 | perceptron | input | w₀ | 1 | 0 | starting weights, zero vector
  2.3.2 | §2.3.2 | perceptron | input | b₀ | 1 | 0 | starting bias
  2.3.2 | §2.3.2 | perceptron | setting | last entry of augmented x | 1 | 1 | constant feature that carries the bias
  2.4.1 | 2.13 | perceptron | setting | lower bound of signed score | 1 | 1 | scaled separability condition
  2.4.3 | §2.4.3 | perceptron | input | η | 1 | 1 | learning rate assumed in the proof
  # chapter 3
  3.3.4 | 3.18 | backprop | setting | ReLU for z ≤ 0 | 1 | 0 | output of ReLU on the inactive side
  3.3.4 | 3.19 | backprop | result | ReLUʹ for z > 0 | 1 | 1 | slope of ReLU on the active side
  3.3.4 | 3.19 | backprop | result | ReLUʹ for z < 0 | 1 | 0 | slope of ReLU on the inactive side
  3.3.4 | 3.19 | backprop | result | ReLUʹ interval at z = 0 | 1 | 0 1 | ends of the set of subgradients at zero
  3.3.6 | §3.3.6 | backprop | result | max σʹ | 1 | 1/4 | upper bound of the sigmoid slope
  3.3.6 | 3.23 | backprop | result | limit of product of σʹ | 1 | 0 | many sigmoid slopes multiplied, depth growing
  3.4 | §3.4 | backprop | input | layer widths | 1 | 2 2 1 | units of the symbolic small network
  # chapter 4
  4.2.1 | §4.2.1 | losses | setting | scale factor | 1 | 1/2 | factor of the scaled squared error
  4.2.1 | §4.2.1 | losses | result | gradient factor | 1 | 2 | factor that the scaled form removes
  4.2.2 | 4.4 | losses | result | gradient factor | 1 | 2 | factor of the error in the gradient
  4.2.2 | §4.2.2 | losses | setting | scale factor | 1 | 1/2 | factor of the scaled squared error
  4.3 | §4.3 | losses | setting | label values | 1 | 0 1 | the two classes a label may take
  4.3 | §4.3 | losses | setting | open range of ŷ | 1 | 0 1 | prediction lies strictly between
  4.4 | §4.4 | losses | setting | one-hot entries | 1 | 0 1 | values an entry of a class vector takes
  4.4 | §4.4 | losses | setting | sum of y | 1 | 1 | entries of a one-hot label added up
  4.4.2 | §4.4.2 | losses | setting | δᵢⱼ for i = j | 1 | 1 | Kronecker symbol, equal indices
  4.4.2 | §4.4.2 | losses | setting | δᵢⱼ for i ≠ j | 1 | 0 | Kronecker symbol, different indices
  4.4.3 | §4.4.3 | losses | result | sum of y | 1 | 1 | label sum used to finish the derivation
  4.4.3 | 4.17 | losses | result | sum of y | 2 | 1 | label sum as a factor of the middle term
  # chapter 5
  5.3.1 | 5.9 | backprop | result | ∂zᵢ/∂bᵢ | 1 | 1 | slope of a pre-activation in its own bias
  5.3.1 | 5.9 | backprop | result | ∂zᵢ/∂bₖ | 1 | 0 | slope of a pre-activation in another unit's bias
  5.3.3 | §5.3.3 | backprop | setting | shape of Ŷ | 1 | 1×m | batch predictions, single output
  5.3.3 | §5.3.3 | backprop | setting | shape of Y | 1 | 1×m | batch targets, single output
  5.4.2 | §5.4.2 | backprop | setting | one-hot entries | 1 | 0 1 | values an entry of a class vector takes
  5.5 | §5.5 | backprop | result | max σʹ | 1 | 1/4 | upper bound of the sigmoid slope
  5.5 | §5.5 | backprop | result | bound on each factor | 1 | 1/4 | same bound, repeated for the multiplied factors
  5.5.1 | §5.5.1 | backprop | result | ReLUʹ for z > 0 | 1 | 1 | slope of ReLU on the active side
  # chapter 6
  6.1 | §6.1 | backprop | input | m | 1 | 4 | number of samples in the toy set
  6.1 | §6.1 | backprop | input | d | 1 | 2 | number of input features
  6.1 | §6.1 | backprop | setting | label values | 1 | 0 1 | the two classes a label may take
  6.1 | 6.1 | backprop | input | m | 1 | 4 | last sample index of the set
  6.1 | 6.1 | backprop | input | d | 1 | 2 | dimension of each sample
  6.1 | 6.1 | backprop | setting | label values | 1 | 0 1 | the two classes a label may take
  6.1 | §6.1 | backprop | input | x of sample 1 | 1 | 0.5 0.2 | data table, first row
  6.1 | §6.1 | backprop | input | y of sample 1 | 1 | 0 | data table, first row
  6.1 | §6.1 | backprop | input | x of sample 2 | 1 | 0.9 0.8 | data table, second row
  6.1 | §6.1 | backprop | input | y of sample 2 | 1 | 1 | data table, second row
  6.1 | §6.1 | backprop | input | x of sample 3 | 1 | 0.1 0.3 | data table, third row
  6.1 | §6.1 | backprop | input | y of sample 3 | 1 | 0 | data table, third row
  6.1 | §6.1 | backprop | input | x of sample 4 | 1 | 0.8 0.9 | data table, fourth row
  6.1 | §6.1 | backprop | input | y of sample 4 | 1 | 1 | data table, fourth row
  6.1 | §6.1 | backprop | input | layer widths | 1 | 2 3 1 | units of input, hidden and output layer
  6.1 | §6.1 | backprop | input | n₁ | 1 | 3 | hidden ReLU units
  6.1 | §6.1 | backprop | input | n₂ | 1 | 1 | sigmoid output units
  6.2 | 6.3 | backprop | input | W¹ | 1 | 0.1 0.2 ; 0.3 0.4 ; 0.5 0.6 | starting hidden weights
  6.2 | 6.3 | backprop | result | shape of W¹ | 1 | 3×2 | hidden weight shape, units by inputs
  6.2 | 6.3 | backprop | input | b¹ | 1 | 0.01 0.02 0.03 | starting hidden biases
  6.2 | 6.3 | backprop | result | length of b¹ | 1 | 3 | one bias for each hidden unit
  6.2 | 6.4 | backprop | input | W² | 1 | 0.7 0.8 0.9 | starting output weights
  6.2 | 6.4 | backprop | result | shape of W² | 1 | 1×3 | output weight shape, units by inputs
  6.2 | 6.4 | backprop | input | b² | 1 | 0.1 | starting output bias
  6.4 | §6.4 | backprop | input | x of sample 1 | 1 | 0.5 0.2 | features of sample 1
  6.4 | §6.4 | backprop | input | y of sample 1 | 1 | 0 | target of sample 1
  6.4.1 | 6.12 | backprop | result | terms of z¹₁ | 1 | 0.05 0.04 0.01 | sample 1, two products and the bias, unit 1
  6.4.1 | 6.12 | backprop | result | z¹₁ | 1 | 0.10 | sample 1, hidden unit 1 before ReLU
  6.4.1 | 6.13 | backprop | result | terms of z¹₂ | 1 | 0.15 0.08 0.02 | sample 1, two products and the bias, unit 2
  6.4.1 | 6.13 | backprop | result | z¹₂ | 1 | 0.25 | sample 1, hidden unit 2 before ReLU
  6.4.1 | 6.14 | backprop | result | terms of z¹₃ | 1 | 0.25 0.12 0.03 | sample 1, two products and the bias, unit 3
  6.4.1 | 6.14 | backprop | result | z¹₃ | 1 | 0.40 | sample 1, hidden unit 3 before ReLU
  6.4.1 | 6.15 | backprop | result | z¹ | 1 | 0.10 0.25 0.40 | sample 1, hidden pre-activations together
  6.4.2 | 6.16 | backprop | result | z¹ | 2 | 0.10 0.25 0.40 | sample 1, arguments of the three maxima
  6.4.2 | 6.16 | backprop | result | a¹ | 1 | 0.10 0.25 0.40 | sample 1, hidden activations after ReLU
  6.4.3 | 6.18 | backprop | result | a¹ | 2 | 0.10 0.25 0.40 | sample 1, activations as factors of the logit
  6.4.3 | 6.19 | backprop | result | terms of z² | 1 | 0.07 0.20 0.36 0.10 | sample 1, three products and the bias
  6.4.3 | 6.19 | backprop | result | z² | 1 | 0.73 | sample 1, output logit
  6.4.4 | 6.20 | backprop | result | z² | 2 | 0.73 | sample 1, logit inside the sigmoid
  6.4.4 | 6.20 | backprop | result | exponent −z² | 1 | -0.73 | sample 1, exponent of the sigmoid fraction
  6.4.4 | §6.4.4 | backprop | result | exponent −z² | 1 | -0.73 | sample 1, exponent repeated in the sentence
  6.4.4 | §6.4.4 | backprop | result | exp(−z²) | 1 | 0.4819 | sample 1, exponential in the sigmoid
  6.4.4 | 6.21 | backprop | result | exp(−z²) | 2 | 0.4819 | sample 1, exponential put into the fraction
  6.4.4 | 6.21 | backprop | result | 1 + exp(−z²) | 1 | 1.4819 | sample 1, denominator of the sigmoid
  6.4.4 | 6.21 | backprop | result | ŷ | 1 | 0.6748 | sample 1, predicted probability
  6.4.5 | §6.4.5 | backprop | input | y of sample 1 | 1 | 0 | target of sample 1, repeated
  6.4.5 | 6.22 | backprop | result | ŷ | 2 | 0.6748 | sample 1, prediction inside the logarithm
  6.4.5 | 6.22 | backprop | result | 1 − ŷ | 1 | 0.3252 | sample 1, probability given to the true class
  6.4.5 | 6.23 | backprop | result | ℒ | 1 | 1.1223 | sample 1, cross-entropy loss
  6.5 | §6.5 | backprop | input | x of sample 2 | 1 | 0.9 0.8 | features of sample 2
  6.5 | §6.5 | backprop | input | y of sample 2 | 1 | 1 | target of sample 2
  6.5.1 | 6.25 | backprop | result | terms of z¹₁ | 1 | 0.09 0.16 0.01 | sample 2, two products and the bias, unit 1
  6.5.1 | 6.25 | backprop | result | z¹₁ | 1 | 0.26 | sample 2, hidden unit 1 before ReLU
  6.5.1 | 6.26 | backprop | result | terms of z¹₂ | 1 | 0.27 0.32 0.02 | sample 2, two products and the bias, unit 2
  6.5.1 | 6.26 | backprop | result | z¹₂ | 1 | 0.61 | sample 2, hidden unit 2 before ReLU
  6.5.1 | 6.27 | backprop | result | terms of z¹₃ | 1 | 0.45 0.48 0.03 | sample 2, two products and the bias, unit 3
  6.5.1 | 6.27 | backprop | result | z¹₃ | 1 | 0.96 | sample 2, hidden unit 3 before ReLU
  6.5.1 | 6.28 | backprop | result | a¹ | 1 | 0.26 0.61 0.96 | sample 2, hidden activations after ReLU
  6.5.2 | 6.29 | backprop | result | a¹ | 2 | 0.26 0.61 0.96 | sample 2, activations as factors of the logit
  6.5.2 | 6.30 | backprop | result | terms of z² | 1 | 0.182 0.488 0.864 0.1 | sample 2, three products and the bias
  6.5.2 | 6.30 | backprop | result | z² | 1 | 1.634 | sample 2, output logit
  6.5.2 | 6.31 | backprop | result | z² | 2 | 1.634 | sample 2, logit inside the sigmoid
  6.5.2 | 6.31 | backprop | result | exponent −z² | 1 | -1.634 | sample 2, exponent of the sigmoid fraction
  6.5.2 | 6.31 | backprop | result | ŷ | 1 | 0.8367 | sample 2, predicted probability
  6.5.2 | §6.5.2 | backprop | input | y of sample 2 | 1 | 1 | target of sample 2, repeated
  6.5.2 | 6.32 | backprop | result | ŷ | 2 | 0.8367 | sample 2, prediction inside the logarithm
  6.5.2 | 6.32 | backprop | result | ℒ | 1 | 0.1779 | sample 2, cross-entropy loss
  6.6 | 6.33 | backprop | result | ℒ of sample 3 | 1 | 0.9502 | loss taken over from an older version, sample 3
  6.6 | 6.33 | backprop | result | ℒ of sample 4 | 1 | 0.2148 | loss taken over from an older version, sample 4
  6.6 | 6.34 | backprop | result | 1/m | 1 | 1/4 | weight of each sample in the mean
  6.6 | 6.35 | backprop | result | 1/m | 1 | 1/4 | weight of each sample in the mean
  6.6 | 6.35 | backprop | result | ℒ | 2 | 1.1223 0.1779 0.9502 0.2148 | four sample losses put into the mean
  6.6 | 6.36 | backprop | result | sum of losses | 1 | 2.4652 | total of the four sample losses
  6.6 | 6.36 | backprop | input | m | 1 | 4 | divisor of the mean
  6.6 | 6.36 | backprop | result | ℒ batch | 1 | 0.6163 | mean loss over the batch
  6.7 | 6.43 | backprop | result | ReLUʹ for z > 0 | 1 | 1 | slope of ReLU on the active side
  6.7 | 6.43 | backprop | result | ReLUʹ for z ≤ 0 | 1 | 0 | slope of ReLU elsewhere, zero included
  6.8 | §6.8 | backprop | input | y of sample 1 | 1 | 0 | target of sample 1, repeated
  6.8 | §6.8 | backprop | result | ŷ | 2 | 0.6748 | sample 1, prediction before the backward pass
  6.8.1 | 6.44 | backprop | result | ŷ | 2 | 0.6748 | sample 1, prediction in the difference
  6.8.1 | 6.44 | backprop | result | δ² | 1 | 0.6748 | sample 1, output error signal
  6.8.2 | 6.46 | backprop | result | δ² | 2 | 0.6748 | sample 1, scalar factor of the gradient
  6.8.2 | 6.46 | backprop | result | a¹ | 2 | 0.10 0.25 0.40 | sample 1, activations as factor of the gradient
  6.8.2 | 6.47 | backprop | result | ∂ℒ/∂W² | 1 | 0.06748 0.16870 0.26992 | sample 1, output weight gradient
  6.8.2 | 6.48 | backprop | result | ∂ℒ/∂b² | 1 | 0.6748 | sample 1, output bias gradient
  6.8.3 | 6.49 | backprop | result | δ² | 2 | 0.6748 | sample 1, scalar sent back through the weights
  6.8.3 | 6.49 | backprop | result | (W²)ᵀδ² | 1 | 0.47236 0.53984 0.60732 | sample 1, error arriving at the hidden layer
  6.8.3 | §6.8.3 | backprop | result | z¹ | 2 | 0.10 0.25 0.40 | sample 1, hidden pre-activations for the gate
  6.8.3 | §6.8.3 | backprop | result | ReLUʹ(z¹) | 1 | 1 1 1 | sample 1, gate of the three hidden units
  6.8.3 | 6.50 | backprop | result | δ¹ | 1 | 0.47236 0.53984 0.60732 | sample 1, hidden error signal
  6.8.4 | 6.52 | backprop | result | δ¹ | 2 | 0.47236 0.53984 0.60732 | sample 1, column factor of the outer product
  6.8.4 | 6.53 | backprop | result | ∂ℒ/∂W¹ | 1 | 0.23618 0.09447 ; 0.26992 0.10797 ; 0.30366 0.12146 | sample 1, hidden weight gradient
  6.8.4 | 6.54 | backprop | result | ∂ℒ/∂b¹ | 1 | 0.47236 0.53984 0.60732 | sample 1, hidden bias gradient
  6.9 | §6.9 | backprop | input | m | 1 | 4 | size of the batch averaged over
  6.9 | 6.55 | backprop | result | 1/m | 1 | 1/4 | weight of each sample gradient
  6.9 | 6.55 | backprop | input | m | 1 | 4 | last index of the sum
  6.9 | 6.56 | backprop | result | ∂ℒ/∂W² | 1 | 0.0289 0.0425 0.0568 | batch mean taken over from an older version
  6.10 | §6.10 | backprop | input | η | 1 | 0.1 | learning rate of the step
  6.10.1 | 6.59 | backprop | result | ∂ℒ/∂W² | 2 | 0.0289 0.0425 0.0568 | batch gradient put into the step
  6.10.1 | 6.60 | backprop | result | new W² | 1 | 0.6971 0.7958 0.8943 | output weights after one step
  6.10.1 | §6.10.1 | backprop | result | new b² | 1 | 0.0831 | output bias after one step, older version's value
  6.10.2 | 6.63 | backprop | result | new W¹ | 1 | 0.0933 0.1974 ; 0.2937 0.3981 ; 0.4931 0.5971 | hidden weights after one step, older version's value
  6.10.2 | 6.63 | backprop | result | new b¹ | 1 | -0.0032 0.0094 0.0142 | hidden biases after one step, older version's value
  6.11 | 6.64 | backprop | result | new z¹ | 1 | 0.0872 0.2388 0.3834 | sample 1 after the step, before ReLU
  6.11 | 6.64 | backprop | result | new a¹ | 1 | 0.0872 0.2388 0.3834 | sample 1 after the step, after ReLU
  6.11 | 6.65 | backprop | result | new z² | 1 | 0.6772 | sample 1 after the step, logit
  6.11 | 6.65 | backprop | result | new z² | 2 | 0.6772 | sample 1 after the step, logit inside the sigmoid
  6.11 | 6.65 | backprop | result | new ŷ | 1 | 0.6636 | sample 1 after the step, prediction
  6.11 | 6.66 | backprop | result | new ŷ | 2 | 0.6636 | sample 1 after the step, inside the logarithm
  6.11 | 6.66 | backprop | result | 1 − ŷ | 1 | 0.3364 | sample 1 after the step, true-class probability
  6.11 | 6.66 | backprop | result | new ℒ | 1 | 1.0898 | sample 1 after the step, loss
  6.11 | §6.11 | backprop | result | ℒ | 2 | 1.1223 | sample 1 loss before the step
  6.11 | §6.11 | backprop | result | new ℒ | 2 | 1.0898 | sample 1 loss after the step
  # chapter 7
  7.1.1 | 7.2 | optimizers | input | ∂ℒ/∂W² | 1 | 0.0289 0.0425 0.0568 | batch gradient carried over from chapter 6
  7.1.1 | §7.1.1 | optimizers | input | η | 1 | 0.1 | learning rate of the first case
  7.1.1 | 7.1/2 | optimizers | result | ∂ℒ/∂W² | 2 | 0.0289 0.0425 0.0568 | gradient inside the smaller step
  7.1.1 | 7.1/2 | optimizers | result | ΔW² | 1 | -0.00289 -0.00425 -0.00568 | weight change at the smaller rate
  7.1.1 | §7.1.1 | optimizers | input | larger η | 1 | 0.5 | learning rate of the second case
  7.1.1 | 7.2/2 | optimizers | result | ∂ℒ/∂W² | 2 | 0.0289 0.0425 0.0568 | gradient inside the larger step
  7.1.1 | 7.2/2 | optimizers | result | ΔW² | 1 | -0.01445 -0.02125 -0.02840 | weight change at the larger rate
  7.1.2 | 7.3 | optimizers | input | t | 1 | 0 1 5 | iterations listed in the table
  7.1.2 | 7.3 | optimizers | result | ℒ₀ | 1 | 0.6160 | batch loss before any step
  7.1.2 | 7.3 | optimizers | result | ℒ₁ | 1 | 0.5847 | batch loss after one step
  7.1.2 | 7.3 | optimizers | result | ℒ₅ | 1 | 0.5172 | batch loss after five steps
  7.2.2 | 7.6 | optimizers | input | W¹ | 1 | 0.1 0.2 ; 0.3 0.4 ; 0.5 0.6 | hidden weights of chapter 6
  7.2.2 | 7.6 | optimizers | input | W² | 1 | 0.7 0.8 0.9 | output weights of chapter 6
  7.2.2 | 7.4/2 | optimizers | result | terms of ‖W¹‖² | 1 | 0.01 0.04 0.09 0.16 0.25 0.36 | squared hidden weights
  7.2.2 | 7.4/2 | optimizers | result | ‖W¹‖² | 1 | 0.91 | squared Frobenius norm, hidden layer
  7.2.2 | 7.5/2 | optimizers | result | terms of ‖W²‖² | 1 | 0.49 0.64 0.81 | squared output weights
  7.2.2 | 7.5/2 | optimizers | result | ‖W²‖² | 1 | 1.94 | squared Frobenius norm, output layer
  7.2.2 | §7.2.2 | optimizers | input | λ | 1 | 0.01 | penalty strength
  7.2.2 | 7.6/2 | optimizers | result | norms | 2 | 0.91 1.94 | two squared norms put into the penalty
  7.2.2 | 7.6/2 | optimizers | result | sum of norms | 1 | 2.85 | two squared norms added
  7.2.2 | 7.6/2 | optimizers | result | penalty | 1 | 0.0285 | penalty at the chosen strength
  7.2.2 | §7.2.2 | optimizers | input | ℒ | 1 | 0.616 | loss without penalty, assumed
  7.2.2 | 7.7 | optimizers | result | penalty | 2 | 0.0285 | penalty put into the sum
  7.2.2 | 7.7 | optimizers | result | regularized ℒ | 1 | 0.6445 | loss with penalty
  7.3.1 | §7.3.1 | optimizers | setting | β | 1 | 0.9 | usual momentum coefficient
  7.3.2 | §7.3.2 | optimizers | input | β | 1 | 0.9 | momentum coefficient of the example
  7.3.2 | §7.3.2 | optimizers | input | η | 1 | 0.1 | learning rate of the example
  7.3.2 | §7.3.2 | optimizers | input | v₀ | 1 | 0 | starting velocity, zero vector
  7.3.2 | §7.3.2 | optimizers | input | g₁ | 1 | 0.0289 0.0425 0.0568 | gradient of the first step
  7.3.2 | 7.8/2 | optimizers | result | v₁ | 1 | 0.0289 0.0425 0.0568 | velocity after the first step
  7.3.2 | 7.10/2 | optimizers | input | W² | 1 | 0.7 0.8 0.9 | output weights before the first step
  7.3.2 | 7.10/2 | optimizers | result | v₁ | 2 | 0.0289 0.0425 0.0568 | velocity put into the first step
  7.3.2 | 7.10/2 | optimizers | result | new W² | 1 | 0.6971 0.7958 0.8943 | output weights after the first step
  7.3.2 | §7.3.2 | optimizers | input | g₂ | 1 | 0.0215 0.0318 0.0425 | gradient of the second step, assumed
  7.3.2 | 7.12 | optimizers | result | v₁ | 2 | 0.0289 0.0425 0.0568 | velocity put into the second update
  7.3.2 | 7.12 | optimizers | result | 0.9·v₁ | 1 | 0.0260 0.0383 0.0511 | decayed first velocity
  7.3.2 | 7.12 | optimizers | result | v₂ | 1 | 0.0475 0.0701 0.0936 | velocity after the second step
  7.3.2 | 7.13 | optimizers | result | W² | 2 | 0.6971 0.7958 0.8943 | output weights before the second step
  7.3.2 | 7.13 | optimizers | result | v₂ | 2 | 0.0475 0.0701 0.0936 | velocity put into the second step
  7.3.2 | 7.13 | optimizers | result | new W² | 1 | 0.6919 0.7890 0.8758 | output weights after the second step
  7.4.2 | §7.4.2 | optimizers | setting | j | 1 | 1 | index of the neuron looked at
  7.4.2 | 7.15 | optimizers | input | z₁ | 1 | 0.10 0.26 0.08 0.22 | four pre-activations of one neuron
  7.4.2 | 7.16 | optimizers | result | sum of z₁ | 1 | 0.66 | four pre-activations added
  7.4.2 | 7.16 | optimizers | input | m | 1 | 4 | batch size, divisor of the mean
  7.4.2 | 7.16 | optimizers | result | μ₁ | 1 | 0.165 | batch mean
  7.4.2 | 7.14/2 | optimizers | result | 1/m | 1 | 1/4 | weight of each squared deviation
  7.4.2 | 7.14/2 | optimizers | result | μ₁ | 2 | 0.165 0.165 0.165 0.165 | mean inside the four deviations
  7.4.2 | 7.14/2 | optimizers | result | squared deviations | 1 | 0.004225 0.009025 0.007225 0.003025 | squared distances from the mean
  7.4.2 | 7.14/2 | optimizers | result | sum of squared deviations | 1 | 0.02350 | four squared distances added
  7.4.2 | 7.14/2 | optimizers | input | m | 1 | 4 | batch size, divisor of the variance
  7.4.2 | 7.14/2 | optimizers | result | σ₁² | 1 | 0.005875 | batch variance, divided by m
  7.4.2 | §7.4.2 | optimizers | input | ε | 1 | 1e-5 | constant added to the variance
  7.4.2 | 7.14' | optimizers | result | μ₁ | 2 | 0.165 | mean inside the deviation of sample 1
  7.4.2 | 7.14' | optimizers | result | σ₁² | 2 | 0.005875 | variance under the root
  7.4.2 | 7.14' | optimizers | result | deviation | 1 | -0.065 | sample 1 minus the mean
  7.4.2 | 7.14' | optimizers | result | σ₁² + ε | 1 | 0.005885 | stabilised variance
  7.4.2 | 7.14' | optimizers | result | deviation | 2 | -0.065 | numerator repeated over the rounded root
  7.4.2 | 7.14' | optimizers | result | √(σ₁² + ε) | 1 | 0.0767 | stabilised standard deviation
  7.4.2 | 7.14' | optimizers | result | ẑ₁ | 1 | -0.848 | normalized sample 1
  7.4.2 | §7.4.2 | optimizers | input | γ₁ | 1 | 1.0 | learnable scale of the example
  7.4.2 | §7.4.2 | optimizers | input | β₁ | 1 | 0.0 | learnable shift of the example
  7.4.2 | 7.15/2 | optimizers | result | y₁ | 1 | -0.848 | output of the normalization, sample 1
  7.5.1 | §7.5.1 | optimizers | setting | mask values | 1 | 0 1 | values an entry of the mask takes
  7.5.1 | §7.5.1 | optimizers | input | h | 1 | 0.10 0.25 0.40 | hidden activation of sample 1
  7.5.1 | §7.5.1 | optimizers | input | p | 1 | 0.5 | dropout probability
  7.5.1 | 7.16/2 | optimizers | input | m | 1 | 1 0 1 | mask drawn in the example
  7.5.1 | 7.17/2 | optimizers | result | h | 2 | 0.10 0.25 0.40 | activation before masking
  7.5.1 | 7.17/2 | optimizers | result | masked h | 1 | 0.10 0 0.40 | activation after masking
  7.5.1 | §7.5.1 | optimizers | input | W² | 1 | 0.7 0.8 0.9 | output weights of the example
  7.5.1 | §7.5.1 | optimizers | input | b² | 1 | 0.1 | output bias of the example
  7.5.1 | 7.18/2 | optimizers | result | masked h | 2 | 0.10 0 0.40 | masked activation as factors of the logit
  7.5.1 | 7.18/2 | optimizers | result | terms of z² | 1 | 0.07 0 0.36 0.1 | three products and the bias
  7.5.1 | 7.18/2 | optimizers | result | z² | 1 | 0.53 | logit with the mask applied
  # chapter 8
  8.2.1 | §8.2.1 | optimizers | setting | β | 1 | 0.9 | usual momentum coefficient
  8.2.1 | §8.2.1 | optimizers | setting | v₀ | 1 | 0 | starting velocity for the unrolled sum
  8.3.2 | §8.3.2 | optimizers | setting | β₁ | 1 | 0.9 | usual first-moment decay
  8.3.2 | §8.3.2 | optimizers | setting | β₂ | 1 | 0.999 | usual second-moment decay
  8.3.2 | §8.3.2 | optimizers | setting | ε | 1 | 1e-8 | usual constant in the denominator
  8.4.2 | 8.26 | optimizers | result | subgradient interval at W = 0 | 1 | -1 1 | ends of the set of slopes of the absolute value
  8.4.3 | §8.4.3 | optimizers | setting | mask values | 1 | 0 1 | values an entry of the mask takes
  # chapter 9
  9.1.1 | §9.1.1 | backprop | setting | interval of K | 1 | 0 1 | example of a compact set, unit cube
  9.2.3 | §9.2.3 | backprop | result | depth of parity tree | 1 | log(n) | pairwise XOR tree over n bits
  9.3.1 | 9.6 | optimizers | setting | ∇ℒ | 1 | 0 | gradient at a critical point
  9.4.3 | §9.4.3 | losses | setting | Rademacher values | 1 | -1 +1 | values of the random signs
  9.4.3 | 9.13 | losses | result | symmetrisation factor | 1 | 2 | constant of the upper bound
  9.5.2 | 9.14 | losses | result | training risk | 1 | ~0 | empirical risk in the interpolation regime
  # chapter 10: computational graphs and automatic differentiation
  10.2.1 | §10.2.1 | backprop | result | adjoint of root | 1 | 1 | derivative of the loss by itself
  10.2.2 | §10.2.2 | backprop | input | x₁ | 1 | 2 | first leaf value
  10.2.2 | §10.2.2 | backprop | input | x₂ | 1 | 3 | second leaf value
  10.2.2 | §10.2.2 | backprop | result | v₃ | 1 | 5 | sum node in the forward pass
  10.2.2 | §10.2.2 | backprop | result | v₃ | 2 | 5 | factor inside the product node
  10.2.2 | §10.2.2 | backprop | result | v₄ | 1 | 10 | product node in the forward pass
  10.2.2 | §10.2.2 | backprop | result | y | 1 | 10 | output of the little graph
  10.2.2 | §10.2.2 | backprop | result | ∂ℒ/∂y | 1 | 20 | slope of the squared output
  10.2.2 | §10.2.2 | backprop | result | adjoint of v₅ | 1 | 20 | starting adjoint at the root
  10.2.2 | §10.2.2 | backprop | result | ∂v₅/∂v₄ | 1 | 1 | local derivative of the copy edge
  10.2.2 | 10.4 | backprop | result | ∂v₅/∂v₄ | 2 | 1 | factor of the copy edge used again
  10.2.2 | 10.4 | backprop | result | adjoint of v₄ | 1 | 20 | adjoint of the product node
  10.2.2 | §10.2.2 | backprop | result | ∂v₄/∂v₃ | 1 | 2 | local derivative of product by sum
  10.2.2 | §10.2.2 | backprop | result | ∂v₄/∂v₁ | 1 | 5 | local derivative of product by first leaf
  10.2.2 | 10.5 | backprop | result | ∂v₄/∂v₃ | 2 | 2 | edge factor used again
  10.2.2 | 10.5 | backprop | result | adjoint of v₃ | 1 | 40 | adjoint of the sum node
  10.2.2 | 10.5 | backprop | result | ∂v₄/∂v₁ | 2 | 5 | edge factor used again
  10.2.2 | 10.5 | backprop | result | adjoint of v₁ first part | 1 | 100 | contribution along the product edge
  10.2.2 | §10.2.2 | backprop | result | ∂v₃/∂v₁ | 1 | 1 | local derivative of sum by first leaf
  10.2.2 | §10.2.2 | backprop | result | ∂v₃/∂v₂ | 1 | 1 | local derivative of sum by second leaf
  10.2.2 | 10.6 | backprop | result | ∂v₃/∂v₁ | 2 | 1 | edge factor used again
  10.2.2 | 10.6 | backprop | result | adjoint of v₁ second part | 1 | 40 | contribution along the sum edge
  10.2.2 | 10.6 | backprop | result | terms of adjoint of v₁ | 1 | 100 40 | the two accumulated contributions
  10.2.2 | 10.6 | backprop | result | adjoint of v₁ | 1 | 140 | total adjoint of the first leaf
  10.2.2 | 10.7 | backprop | result | ∂v₃/∂v₂ | 2 | 1 | edge factor used again
  10.2.2 | 10.7 | backprop | result | adjoint of v₂ | 1 | 40 | adjoint of the second leaf
  10.2.2 | §10.2.2 | backprop | result | ∂ℒ/∂x₁ | 1 | 140 | final gradient, first input
  10.2.2 | §10.2.2 | backprop | result | ∂ℒ/∂x₂ | 1 | 40 | final gradient, second input
  10.2.2 | §10.2.2 | backprop | result | ∂ℒ/∂y | 2 | 20 | outer factor of the direct check
  10.2.2 | §10.2.2 | backprop | result | ∂ℒ/∂y | 3 | 20 | same outer factor with numbers put in
  10.2.2 | §10.2.2 | backprop | result | terms of ∂y/∂x₁ | 1 | 4 3 | twice the first input, and the second
  10.2.2 | §10.2.2 | backprop | result | ∂ℒ/∂x₁ by hand | 1 | 140 | direct check of the first gradient
  10.3.1 | §10.3.1 | backprop | result | one adjoint accumulation | 1 | O(1) | reverse mode, work at one edge
  10.3.1 | §10.3.1 | backprop | result | total of reverse mode | 1 | O(|V|+|E|) | nodes plus edges
  10.3.1 | §10.3.1 | backprop | result | cost, L layers of n | 1 | ~O(L·n) | claimed for a feedforward network
  10.3.2 | §10.3.2 | backprop | result | ẋᵢ | 1 | 1 | tangent seed of the chosen input
  10.3.2 | §10.3.2 | backprop | result | ẋ of other inputs | 1 | 0 | tangent seed of the remaining inputs
  10.3.2 | §10.3.2 | backprop | result | passes for all inputs | 1 | d | one tangent pass per input
  10.3.2 | §10.3.2 | backprop | result | cost of one tangent pass | 1 | O(|V|+|E|) | forward mode, one input
  10.3.2 | §10.3.2 | backprop | result | forward mode, all inputs | 1 | O(d·(|V|+|E|)) | forward mode, every input
  10.3.3 | §10.3.3 | backprop | result | cost of one reverse pass | 1 | O(V+E) | table row on one pass
  10.3.3 | §10.3.3 | backprop | result | cost of one forward pass | 1 | O(V+E) | table row on one pass
  10.3.3 | §10.3.3 | backprop | result | reverse for m outputs | 1 | O(m·(V+E)) | table row on whole Jacobians
  10.3.3 | §10.3.3 | backprop | result | forward for n inputs | 1 | O(n·(V+E)) | table row on whole Jacobians
  10.3.3 | §10.3.3 | backprop | result | memory of reverse mode | 1 | O(nₘₐₓ⁽ˡ⁾) | table row on storage, backward stage
  10.3.3 | §10.3.3 | backprop | result | memory of forward mode | 1 | O(nₘₐₓ⁽ˡ⁾) | table row on storage, forward stage
  10.3.3 | §10.3.3 | backprop | result | m | 1 | 1 | number of outputs when the loss is a scalar
  10.4.1 | §10.4.1 | backprop | result | shape of Jₖ | 1 | b×a | Jacobian of a vector node
  # chapter 11: numerical stability and precision
  11.1.1 | §11.1.1 | losses | input | zᵢ | 1 | 1000 | logit said to overflow the exponential
  11.1.2 | §11.1.2 | losses | result | upper bound of z̃ᵢ | 1 | 0 | largest shifted logit
  11.1.2 | §11.1.2 | losses | result | bounds of exp(z̃ᵢ) | 1 | 0 1 | open below, closed above
  11.2.1 | §11.2.1 | optimizers | result | limit of ‖z‖ on underflow | 1 | 0 | activations that shrink through layers
  11.2.1 | §11.2.1 | optimizers | result | limit of ‖z‖ on overflow | 1 | ∞ | activations that grow through layers
  11.2.3 | §11.2.3 | optimizers | setting | C | 1 | 1 | example clipping threshold
  11.3 | §11.3 | optimizers | result | bits of FP16 | 1 | 16 | width of half precision
  11.3 | §11.3 | optimizers | result | bits of FP32 | 1 | 32 | width of full precision
  11.3.1 | §11.3.1 | optimizers | setting | loss scale | 1 | 2^15 | example factor
  11.3.2 | §11.3.2 | optimizers | result | range of FP16 | 1 | ~6e-5 ~6e4 | smallest and largest usable size
  11.3.2 | §11.3.2 | optimizers | setting | typical gradients | 1 | ~1e-3 ~1e-5 | sizes said to underflow without scaling
  # chapter 12: tensor operations and notation
  12.1.1 | §12.1.1 | backprop | result | order of a scalar | 1 | 0 | number of axes
  12.1.1 | §12.1.1 | backprop | result | order of a vector | 1 | 1 | number of axes
  12.1.1 | §12.1.1 | backprop | result | order of a matrix | 1 | 2 | number of axes
  12.1.1 | §12.1.1 | backprop | result | order of higher tensors | 1 | 3+ | number of axes
  12.1.2 | §12.1.2 | backprop | input | stride | 1 | 1 | step of the sliding filter
  12.1.2 | §12.1.2 | backprop | setting | shape of A | 1 | B×M×K | left factor of the batched product
  12.1.2 | §12.1.2 | backprop | setting | shape of B | 1 | B×K×N | right factor of the batched product
  12.2.1 | §12.2.1 | backprop | setting | shapes of example 1 | 1 | (M,N) (N,) | matrix with a vector
  12.2.1 | §12.2.1 | backprop | result | vector expanded in example 1 | 1 | (1,N) | axis added on the left
  12.2.1 | §12.2.1 | backprop | result | broadcast shape in example 1 | 1 | (M,N) | shape after stretching
  12.2.1 | §12.2.1 | backprop | setting | shapes of example 2 | 1 | (B,M,N) (N,) | third-order array with a vector
  12.2.1 | §12.2.1 | backprop | result | vector expanded in example 2 | 1 | (1,1,N) | two axes added on the left
  12.2.1 | §12.2.1 | backprop | result | broadcast shape in example 2 | 1 | (B,M,N) | shape after stretching
  12.2.1 | §12.2.1 | backprop | setting | shape of γ | 1 | (N,) | scale vector along the last axis
  12.3.1 | 12.6 | backprop | setting | shape of X | 1 | B×C×H×W | before reshaping
  12.3.1 | 12.6 | backprop | result | shape of reshaped X | 1 | BC×HW | after reshaping
  12.3.2 | 12.7 | backprop | setting | axes before | 1 | 0 1 2 3 | axis numbers in their old order
  12.3.2 | 12.7 | backprop | result | axes after | 1 | 2 0 3 1 | permutation said to match the index formula
  12.3.3 | 12.9 | backprop | setting | shape of X | 1 | B×C×H×W | before flattening
  12.3.3 | 12.9 | backprop | result | length of flattened X | 1 | B·C·H·W | number of entries
  # chapter 13: hyperparameter tuning and learning rate schedules
  13.1.1 | §13.1.1 | optimizers | setting | smallest η | 1 | 1e-5 | example start of the rate sweep
  13.1.2 | §13.1.2 | optimizers | setting | upper bound of γ | 1 | 1 | condition on the step-decay factor
  13.1.2 | §13.1.2 | optimizers | setting | γ | 1 | 0.1 | example step-decay factor
  13.1.2 | §13.1.2 | optimizers | setting | lower bound of λ | 1 | 0 | condition on the exponential decay rate
  13.3.1 | §13.3.1 | optimizers | result | models trained in grid search | 1 | m·n·p | all combinations of three lists
  13.3.2 | §13.3.2 | optimizers | result | models trained in random search | 1 | N | one per trial
  # chapter 14: data preprocessing and normalization
  14.1.2 | §14.1.2 | optimizers | result | range of x̃ | 1 | 0 1 | example target interval of min-max scaling
  14.2.1 | §14.2.1 | optimizers | setting | α | 1 | ~0.9 0.99 | weight of the old running average
  14.4.1 | §14.4.1 | optimizers | result | S | 1 | C·H·W | features of one sample
  14.4.1 | §14.4.1 | optimizers | setting | small batch sizes | 1 | 1 4 | where group statistics work well, from and to
  # chapter 15: recurrent neural networks
  15.1.2 | §15.1.2 | rnn | input | h⁰ | 1 | 0 | zero vector as initial state
  15.1.2 | 15.1 | rnn | result | shape of H | 1 | dₕ×m | states of m sequences as columns
  15.2.1 | §15.2.1 | rnn | result | shape of Wₕₕ | 1 | dₕ×dₕ | state-to-state weights
  15.2.1 | §15.2.1 | rnn | result | shape of Wₓₕ | 1 | dₕ×dₓ | input-to-state weights
  15.2.1 | §15.2.1 | rnn | result | shape of W_hy | 1 | d_y×dₕ | state-to-output weights
  15.3.1 | §15.3.1 | rnn | setting | year of figure source | 1 | 2016 | citation in the caption of figure 15.1
  15.5.2 | §15.5.2 | rnn | result | upper bound of tanhʹ | 1 | 1 | bound on the activation slope
  15.5.2 | §15.5.2 | rnn | result | maximum of tanhʹ | 1 | 1/4 | claimed largest slope
  15.5.2 | §15.5.2 | rnn | result | z at maximum of tanhʹ | 1 | 0 | where the slope is largest
  15.5.2 | §15.5.2 | rnn | result | ρ below which powers of Wₕₕ vanish | 1 | 1 | threshold on the spectral radius
  15.5.2 | §15.5.2 | rnn | result | limit of ‖Wₕₕ‖ᵗ⁻ᵏ for small ρ | 1 | 0 | as the distance in time grows
  15.5.2 | §15.5.2 | rnn | result | ρ above which powers of Wₕₕ explode | 1 | 1 | threshold on the spectral radius
  15.5.2 | §15.5.2 | rnn | result | limit of ‖Wₕₕ‖ᵗ⁻ᵏ for large ρ | 1 | ∞ | as the distance in time grows
  15.5.3 | §15.5.3 | rnn | result | ρ below which κ decays | 1 | 1 | threshold for exponential decay
  15.5.3 | §15.5.3 | rnn | result | limit of κ for small ρ | 1 | 0 | long sequences
  15.5.3 | §15.5.3 | rnn | result | ρ above which κ grows | 1 | 1 | threshold for exponential growth
  15.5.3 | §15.5.3 | rnn | result | limit of κ for large ρ | 1 | ∞ | long sequences
  15.5.3 | §15.5.3 | rnn | input | ρ | 1 | 1 | balanced case
  15.5.3 | §15.5.3 | rnn | result | κ | 1 | 1 | power of the balanced radius
  15.6.1 | Q1 | rnn | setting | sequence lengths | 1 | 100 1000 | two lengths that separate weights would need
  15.6.1 | Q1 | rnn | setting | first time span | 1 | 1 100 | steps that use the one shared matrix
  15.6.1 | Q1 | rnn | setting | second time span | 1 | 100 1000 | later steps with the same matrix
  15.6.2 | Q2 | rnn | input | steps | 1 | 100 | length of the sentence
  15.6.2 | Q2 | rnn | input | σʹ per step | 1 | ~0.5 | assumed slope of the activation
  15.6.2 | Q2 | rnn | result | gradient magnitude | 1 | ~1e-30 | hundredth power of the slope
  15.6.2 | Q2 | rnn | setting | word and output positions | 1 | 1 100 | distance whose influence gets lost
  15.6.3 | Q3 | rnn | input | T | 1 | 1000 | sequence length
  15.6.3 | Q3 | rnn | input | dₕ | 1 | 512 | hidden size
  15.6.3 | Q3 | rnn | input | bytes per number | 1 | 4 | single precision
  15.6.3 | Q3 | rnn | result | memory of one sequence in MB | 1 | 2.048 | storage of all hidden states
  15.6.3 | Q3 | rnn | input | batch size | 1 | 32 | sequences held at once
  15.6.3 | Q3 | rnn | result | memory of the batch in MB | 1 | 65.5 | storage for all sequences together
  15.6.3 | Q3 | rnn | setting | τ | 1 | ~50 | truncation length
  15.6.3 | Q3 | rnn | setting | steps looked back | 1 | 50 | truncation length said again
  15.6.4 | Q4 | rnn | result | time of RNN | 1 | O(T) | sequential steps over the sequence
  15.6.4 | Q4 | rnn | result | time of Transformer, larger claim | 1 | O(logT) | first of two orders offered
  15.6.4 | Q4 | rnn | result | time of Transformer, smaller claim | 1 | O(1) | second of two orders offered
  15.7.1 | Q5 | rnn | input | exploding gradient | 1 | 1e8 | gradient in the listing, bad case
  15.7.1 | Q5 | rnn | input | learning rate | 1 | 0.001 | rate in the listing
  15.7.1 | Q5 | rnn | result | weight update when exploding | 1 | 100000 | rate times gradient, bad case
  15.7.1 | Q5 | rnn | input | normal gradient | 1 | 1.0 | gradient in the listing, good case
  15.7.1 | Q5 | rnn | result | normal weight update | 1 | 0.001 | rate times gradient, good case
  15.7.2 | Q6 | rnn | input | smaller ρ | 1 | 0.9 | radius of the vanishing case
  15.7.2 | Q6 | rnn | input | steps | 1 | 100 | exponent in both printed powers
  15.7.2 | Q6 | rnn | result | gradient at smaller ρ | 1 | ~0 | hundredth power, vanishing
  15.7.2 | Q6 | rnn | input | critical ρ | 1 | 1.0 | radius of the boundary case
  15.7.2 | Q6 | rnn | result | gradient at critical ρ | 1 | ~1 | stays as it is
  15.7.2 | Q6 | rnn | input | larger ρ | 1 | 1.1 | radius of the exploding case
  15.7.2 | Q6 | rnn | result | gradient at larger ρ | 1 | ~14000 | hundredth power, exploding
  # chapter 16: long short-term memory
  16.1.1 | §16.1.1 | lstm | result | σₕʹ(0) | 1 | 1 | slope of tanh at its peak
  16.1.1 | §16.1.1 | lstm | result | bound of σₕʹ away from peak | 1 | 1 | strict upper bound elsewhere
  16.1.1 | §16.1.1 | lstm | setting | σₕʹ often | 1 | ~0.1 ~0.01 | usual sizes away from the peak, from and to
  16.1.1 | §16.1.1 | lstm | input | steps | 1 | 100 | length of the sequence
  16.1.1 | §16.1.1 | lstm | input | σₕʹ per step | 1 | ~0.9 | assumed slope at every step
  16.1.1 | 16.2 | lstm | result | 0.9¹⁰⁰ | 1 | 2.7e-5 | gradient left after all steps
  16.1.2 | §16.1.2 | lstm | input | f | 1 | ~1 | forget gate nearly open
  16.1.2 | 16.5 | lstm | result | product of forget gates | 1 | ~1 | gradient factor along the cell state
  16.1.2 | §16.1.2 | lstm | result | product of forget gates | 1 | ~1 | the same factor in words
  16.2.1 | §16.2.1 | lstm | result | range of σ | 1 | 0 1 | bounds of the gate values
  16.2.2 | §16.2.2 | lstm | setting | year of figure source | 1 | 2015 | citation in the caption of figure 16.1
  16.3.1 | Q7 | lstm | result | exponent of Wₕₕ | 1 | 100 | power in the plain network's gradient
  16.3.1 | Q7 | lstm | input | f | 1 | ~1 | forget gate nearly open
  16.3.1 | Q7 | lstm | result | factor per step | 1 | 1 | what the gradient is multiplied by
  16.3.2 | Q8 | lstm | result | gates of LSTM | 1 | 4 | forget, input, output and candidate
  16.3.2 | Q8 | lstm | result | gates of GRU | 1 | 2-3 | smaller relative
  16.3.2 | Q8 | lstm | setting | forget gate to remember | 1 | ~1 | value that keeps the past
  16.3.3 | Q9 | lstm | setting | forget gate initialization | 1 | 1 | start value in the title and again below
  16.3.3 | 16.12 | lstm | input | b_f | 1 | 1.0 | starting bias of the forget gate
  16.3.3 | 16.12 | lstm | result | σ(1.0) | 1 | 0.73 | gate value at that bias
  16.3.3 | Q9 | lstm | input | b_f | 1 | 0 | bias in the contrasting case
  16.3.3 | Q9 | lstm | result | forget rate at b_f | 1 | 50% | gate value at zero bias
  # chapter 17: sequence-to-sequence models and attention
  17.3.1 | Q11 | transformer | setting | size of context vector | 1 | 512 | example width, printed twice
  17.3.1 | Q11 | transformer | input | words | 1 | 30 | length of the sentence
  17.3.1 | Q11 | transformer | result | dimensions of the words | 1 | ~9000 | size of the uncompressed sentence
  17.3.2 | Q12 | transformer | setting | weights for Le | 1 | 0.9 0.1 | on the article and on the noun
  17.3.2 | Q12 | transformer | setting | weight for chat | 1 | 0.8 | on the noun
  # chapter 18: Transformer architecture
  18.1.1 | §18.1.1 | transformer | input | shape of X | 1 | T×d_model | tokens as rows
  18.1.1 | 18.1 | transformer | result | shape of Q | 1 | T×dₖ | queries
  18.1.1 | 18.2 | transformer | result | shape of K | 1 | T×dₖ | keys
  18.1.1 | 18.3 | transformer | result | shape of V | 1 | T×dᵥ | values
  18.1.1 | §18.1.1 | transformer | result | shape of query weights | 1 | d_model×dₖ | projection to queries
  18.1.1 | §18.1.1 | transformer | result | shape of key weights | 1 | d_model×dₖ | projection to keys
  18.1.1 | §18.1.1 | transformer | result | shape of value weights | 1 | d_model×dᵥ | projection to values
  18.1.1 | §18.1.1 | transformer | setting | dₖ and dᵥ | 1 | d_model/h | usual width per head
  18.1.2 | 18.4 | transformer | result | shape of E | 1 | T×T | scores of all pairs
  18.1.3 | §18.1.3 | transformer | input | mean and variance of components | 1 | 0 1 | standard normal queries and keys
  18.1.3 | 18.8 | transformer | result | variance of qᵀk | 1 | dₖ | spread of the dot product
  18.2.1 | §18.2.1 | transformer | setting | h | 1 | 8 12 | usual numbers of heads
  18.2.1 | §18.2.1 | transformer | result | shape of output weights | 1 | d_model×d_model | projection after joining heads
  18.3.1 | 18.11 | transformer | setting | base | 1 | 10000 | wavelength base, even entries
  18.3.1 | 18.12 | transformer | setting | base | 1 | 10000 | wavelength base, odd entries
  18.3.1 | §18.3.1 | transformer | result | bounds of PE | 1 | -1 1 | range of all positional entries
  18.4.2 | §18.4.2 | transformer | setting | ratio of inner to model width | 1 | 4 | usual width of the feed-forward layer
  18.5.3 | 18.16 | transformer | input | mask where allowed | 1 | 0 | on and below the diagonal
  18.5.3 | 18.16 | transformer | input | mask where blocked | 1 | -∞ | above the diagonal
  18.5.3 | §18.5.3 | transformer | setting | year of figure source | 1 | 2017 | citation in the caption of figure 18.1
  18.6.1 | Q15 | transformer | result | path length between any two tokens | 1 | 1 | direct link, opening sentence
  18.6.1 | Q15 | transformer | input | positions | 1 | 1 100 | first and last token of the chain
  18.6.1 | Q15 | transformer | result | path length of RNN | 1 | 99 | steps between the two positions
  18.6.1 | Q15 | transformer | result | path length of self-attention | 1 | 1 | one hop between the two positions
  18.6.1 | Q15 | transformer | result | cost of RNN | 1 | O(T·d²) | work over the sequence
  18.6.1 | Q15 | transformer | result | cost of Transformer | 1 | O(T²·d+T·d²) | work of one layer
  18.6.3 | Q17 | transformer | input | dₖ | 1 | 512 | width in the simulation
  18.6.3 | Q17 | transformer | result | variance unscaled | 1 | ~512 | spread of raw scores
  18.6.3 | Q17 | transformer | result | range unscaled | 1 | -30 30 | size of raw scores
  18.6.3 | Q17 | transformer | result | divisor | 1 | √512 | scaling of the scores
  18.6.3 | Q17 | transformer | result | variance scaled | 1 | ~1 | spread after dividing
  18.6.3 | Q17 | transformer | result | range scaled | 1 | -3 3 | size after dividing
  18.6.6 | Q20 | transformer | input | score of future positions | 1 | -∞ | what masking puts there
  18.6.7 | Q21 | transformer | result | inference cost of Transformer | 1 | O(T²) | attending to all earlier tokens
  18.6.7 | Q21 | transformer | result | inference cost of RNN | 1 | O(T) | one state update per token
  # chapter 19: scaling laws and foundation models
  19.1.1 | §19.1.1 | transformer | setting | α | 1 | ~0.05 ~0.1 | usual exponents, from and to
  19.3.1 | Q22 | transformer | setting | compute in FLOPs | 1 | ~1e24 | reach of the validation
  19.3.4 | Q25 | transformer | setting | models for translation | 1 | 1 | the older way
  19.3.4 | Q25 | transformer | setting | models for sentiment | 1 | 1 | the older way
  19.4 | §19.4 | transformer | result | memory of Transformer | 1 | O(T²) | table entry
  # chapter 20: Transformer variants and modern architectures
  20.1.1 | §20.1.1 | transformer | setting | year of Transformer | 1 | 2017 | timeline
  20.1.1 | §20.1.1 | transformer | setting | year of BERT | 1 | 2018 | timeline
  20.1.1 | §20.1.1 | transformer | setting | year of GPT | 1 | 2018 | timeline
  20.1.1 | §20.1.1 | transformer | setting | year of RoBERTa | 1 | 2019 | timeline
  20.1.1 | §20.1.1 | transformer | setting | year of Longformer | 1 | 2019 | timeline
  20.1.1 | §20.1.1 | transformer | setting | year of T5 | 1 | 2020 | timeline
  20.1.1 | §20.1.1 | transformer | setting | year of ViT | 1 | 2021 | timeline
  20.1.1 | §20.1.1 | transformer | setting | year of PaLM | 1 | 2022 | timeline
  20.1.1 | §20.1.1 | transformer | setting | parameters of PaLM | 1 | 540B | size in the timeline
  20.1.1 | §20.1.1 | transformer | setting | year of LLaMA | 1 | 2023 | timeline
  20.1.1 | §20.1.1 | transformer | setting | year of Mixtral | 1 | 2024 | timeline
  20.2.2 | §20.2.2 | transformer | setting | masked share of tokens | 1 | 15% | how much is hidden for prediction
  20.3.2 | §20.3.2 | transformer | setting | years of figure sources | 1 | 2018 2019 | citations in the caption of figure 20.1
  20.5.1 | §20.5.1 | transformer | result | cost of standard attention | 1 | O(T²) | order in the heading
  20.5.2 | §20.5.2 | transformer | result | cost of windowed attention | 1 | O(T·w) | order after limiting the view
  20.6.1 | §20.6.1 | transformer | setting | size of image patch | 1 | 16 16 | pixels
  20.8.4 | Q29 | transformer | setting | high τ | 1 | 1.0+ | example of a flat distribution
  20.8.4 | Q29 | transformer | setting | low τ | 1 | 0.1 | example of a sharp distribution
  20.8.7 | Q32 | transformer | setting | words back | 1 | 500 | example of a distant reference
  20.8.9 | Q34 | transformer | setting | experts | 1 | 64 128 | example of scaling up, from and to
  # chapter 21: complete backpropagation walkthroughs
  21.1.1 | §21.1.1 | rnn | setting | layers in the heading | 1 | 2 | how the example network is called
  21.1.1 | §21.1.1 | rnn | input | dₓ | 1 | 2 | input size
  21.1.1 | §21.1.1 | rnn | input | dₕ | 1 | 3 | hidden size
  21.1.1 | §21.1.1 | rnn | input | d_y | 1 | 1 | output size
  21.1.1 | §21.1.1 | rnn | input | T | 1 | 3 | sequence length
  21.1.1 | §21.1.1 | rnn | input | α | 1 | 0.1 | learning rate
  21.1.1 | 21.1 | rnn | input | Wₕₕ | 1 | 0.1 0.2 0.3 ; 0.4 0.1 0.2 ; 0.2 0.3 0.1 | state-to-state weights
  21.1.1 | 21.1 | rnn | input | Wₓₕ | 1 | 0.5 0.6 ; 0.3 0.4 ; 0.2 0.1 | input-to-state weights
  21.1.1 | 21.2 | rnn | input | W_hy | 1 | 0.7 0.5 0.3 | state-to-output weights, one row
  21.1.1 | 21.2 | rnn | input | bₕ | 1 | 0.1 0.0 0.1 | state bias
  21.1.1 | 21.2 | rnn | input | b_y | 1 | 0.05 | output bias
  21.1.1 | 21.3 | rnn | input | x¹ | 1 | 0.5 0.2 | input at step 1
  21.1.1 | 21.3 | rnn | input | x² | 1 | 0.3 0.4 | input at step 2
  21.1.1 | 21.3 | rnn | input | x³ | 1 | 0.2 0.5 | input at step 3
  21.1.1 | §21.1.1 | rnn | input | y | 1 | 1 | target
  21.1.2 | 21.5 | rnn | result | Wₕₕh⁰ | 1 | 0 | recurrent part at step 1, zero vector
  21.1.2 | 21.5 | rnn | result | zₕ¹ | 1 | 0.47 0.23 0.22 | state pre-activation at step 1
  21.1.2 | 21.6 | rnn | result | h¹ | 1 | 0.440 0.226 0.216 | state at step 1
  21.1.2 | 21.7 | rnn | result | z_y¹ | 1 | 0.5358 | output pre-activation at step 1
  21.1.2 | 21.7 | rnn | result | ŷ¹ | 1 | 0.631 | prediction at step 1
  21.1.2 | 21.8 | rnn | result | zₕ² | 1 | 0.645 0.452 0.357 | state pre-activation at step 2
  21.1.2 | 21.8 | rnn | result | h² | 1 | 0.567 0.422 0.343 | state at step 2
  21.1.2 | 21.8 | rnn | result | ŷ² | 1 | 0.682 | prediction at step 2
  21.1.2 | 21.9 | rnn | result | zₕ³ | 1 | 0.812 0.641 0.485 | state pre-activation at step 3
  21.1.2 | 21.9 | rnn | result | h³ | 1 | 0.675 0.568 0.449 | state at step 3
  21.1.2 | 21.9 | rnn | result | ŷ³ | 1 | 0.720 | prediction at step 3
  21.1.3 | 21.10 | rnn | result | ŷ³ | 2 | 0.720 | prediction inside the logarithm
  21.1.3 | 21.10 | rnn | result | L | 1 | 0.329 | cross-entropy at the last step
  21.1.4 | 21.11 | rnn | result | ŷ³ | 2 | 0.720 | prediction inside the difference
  21.1.4 | 21.11 | rnn | result | δ_y³ | 1 | -0.280 | output error at the last step
  21.1.4 | 21.13 | rnn | result | W_hyᵀδ_y³ | 1 | -0.196 -0.140 -0.084 | error passed back to the state
  21.1.4 | 21.13 | rnn | result | σₕʹ(zₕ³) | 1 | 0.544 0.677 0.798 | slope of tanh at step 3
  21.1.4 | 21.13 | rnn | result | δₕ³ | 1 | -0.107 -0.095 -0.067 | state error at step 3
  21.1.4 | §21.1.4 | rnn | input | T of the only loss | 1 | 3 | step at which the loss is taken
  21.1.4 | 21.15 | rnn | result | Wₕₕᵀδₕ³ | 1 | -0.0621 -0.051 -0.0578 | error passed back through time
  21.1.4 | 21.15 | rnn | result | σₕʹ(zₕ²) | 1 | 0.679 0.822 0.882 | slope of tanh at step 2
  21.1.4 | 21.15 | rnn | result | δₕ² | 1 | -0.0422 -0.0419 -0.0510 | state error at step 2
  21.1.4 | 21.16 | rnn | result | δₕ¹ | 1 | -0.0252 -0.0265 -0.0157 | state error at step 1
  21.1.4 | 21.17 | rnn | result | ∂L/∂Wₕₕ | 1 | -0.0792 -0.0547 -0.0458 ; -0.0723 -0.0496 -0.0416 ; -0.0604 -0.0398 -0.0340 | gradient of the state-to-state weights
  21.2.1 | §21.2.1 | lstm | input | size of x | 1 | 2 | input size
  21.2.1 | §21.2.1 | lstm | input | size of h | 1 | 2 | hidden size
  21.2.1 | §21.2.1 | lstm | input | timesteps | 1 | 2 | sequence length
  21.2.1 | §21.2.1 | lstm | input | factor of identity in W | 1 | ~0.1 | simplified weights
  21.2.3 | §21.2.3 | lstm | input | f | 1 | ~1 | forget gate for which gradients persist
  21.3.1 | §21.3.1 | transformer | input | T | 1 | 2 | tokens
  21.3.1 | §21.3.1 | transformer | input | d_model | 1 | 4 | features
  21.3.1 | §21.3.1 | transformer | input | h | 1 | 2 | heads
  21.3.1 | §21.3.1 | transformer | result | shape of X | 1 | 4×2 | features by tokens
  21.4 | §21.4 | rnn | result | forward cost of RNN | 1 | O(dₕ²) | table entry
  21.4 | §21.4 | lstm | result | forward cost of LSTM | 1 | O(4dₕ²) | table entry
  21.4 | §21.4 | transformer | result | forward cost of attention | 1 | O(T²d) | table entry
  """#
