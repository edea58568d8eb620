// swift-format-ignore-file: a row is a line, however long.

/// The numbers that `slides` prints, in its order:
/// section | locator | chapter | kind | quantity | 1, or 2 if it is printed again | tokens | what it is
let slidesNumbers = #"""
  connection | connection | perceptron | setting | y values | 1 | 0 1 | Boolean output, stated on two slides
  xor | xor | perceptron | setting | year of the XOR finding | 1 | 1969 | citation of Minsky and Papert
  xor | xor | perceptron | input | x₁ | 1 | 0 1 0 1 | first table column
  xor | xor | perceptron | input | x₂ | 1 | 0 0 1 1 | second table column
  xor | xor | perceptron | result | XOR | 1 | 0 1 1 0 | third table column
  network | network | backprop | setting | L | 1 | 3 | layers of the drawn example
  network | network | backprop | result | number of hidden layers | 1 | 2 | input layer not counted
  functions | functions | backprop | input | b of the neuron along x | 1 | 0.5 | bias of the first sigmoid example
  functions | functions | backprop | input | weight for y of the neuron along x | 1 | 0 | printed as a word: zero
  functions | functions | backprop | input | b of the neuron along y | 1 | 0.5 | bias of the second sigmoid example
  functions | functions | backprop | input | weight for x of the neuron along y | 1 | 0 | printed as a word: zero
  universal-approximation | universal-approximation | backprop | setting | year of the theorem | 1 | 1991 | citation of Hornik
  notation | notation | backprop | setting | shape of X | 1 | d×n | n examples side by side
  notation | notation | backprop | setting | length of the row of ones | 1 | n | one entry per example
  notation | notation | backprop | result | shape line of z | 1 | 1×n 1×d d×n 1×n | shapes of z, wᵀ, X and b·1 in order
  notation | notation | backprop | result | length of a | 1 | n | row of outputs
  notation | notation | backprop | input | L | 1 | 3 | layers of the example, given three times
  notation | notation | backprop | result | number of hidden layers | 1 | 2 | given twice
  notation | notation | backprop | input | m¹ | 1 | 4 | nodes in layer 1
  notation | notation | backprop | input | m² | 1 | 3 | nodes in layer 2
  notation | notation | backprop | input | m³ | 1 | 1 | nodes in layer 3
  forward-pass | forward-pass | backprop | result | shape of W¹ | 1 | 4×3 | nodes times inputs
  forward-pass | forward-pass | backprop | result | shape of W² | 1 | 3×4 | nodes times nodes before
  forward-pass | forward-pass | backprop | result | shape of W³ | 1 | 1×3 | nodes times nodes before
  forward-pass | forward-pass | backprop | result | shape line of layer 1 | 1 | 4×1 4×3 3×1 4×1 | shapes of z¹, W¹, a⁰ and b¹ in order
  forward-pass | forward-pass | backprop | result | shape line of layer 2 | 1 | 3×1 3×4 4×1 3×1 | shapes of z², W², a¹ and b² in order
  forward-pass | forward-pass | backprop | result | shape line of layer 3 | 1 | 1×1 1×3 3×1 1×1 | shapes of z³, W³, a² and b³ in order
  forward-pass-all-inputs | forward-pass-all-inputs | backprop | result | shape line of layer 1 for one input | 1 | 4×1 4×3 3×1 4×1 | restated before the extension
  forward-pass-all-inputs | forward-pass-all-inputs | backprop | result | shape line of layer 1 | 1 | 4×n 4×3 3×n 4×n | Z¹, W¹, X and b¹ with n inputs
  forward-pass-all-inputs | forward-pass-all-inputs | backprop | result | length of a | 1 | n | row of one neuron for all inputs
  forward-pass-all-inputs | forward-pass-all-inputs | backprop | result | shape line of layer 1 | 2 | 4×n 4×3 3×n 4×n | same line on the summary slide
  forward-pass-all-inputs | forward-pass-all-inputs | backprop | result | shape line of layer 2 | 1 | 3×n 3×4 4×n 3×n | Z², W², A¹ and b² with n inputs
  forward-pass-all-inputs | forward-pass-all-inputs | backprop | result | shape line of layer 3 | 1 | 1×n 1×3 3×n 1×n | Z³, W³, A² and b³ with n inputs
  linear | linear | backprop | result | gʹ | 1 | α | constant slope
  sigmoid | sigmoid | backprop | setting | domain of g | 1 | -∞ ∞ | all real z
  sigmoid | sigmoid | backprop | result | range of g | 1 | 0 1 | open interval
  sigmoid | sigmoid | backprop | result | g at saturation | 1 | 0 1 | smallest and largest output
  sigmoid | sigmoid | backprop | result | gʹ at saturation | 1 | 0 | slope once saturated
  tanh | tanh | backprop | setting | domain of g | 1 | -∞ ∞ | all real z
  tanh | tanh | backprop | result | range of g | 1 | -1 1 | open interval
  tanh | tanh | backprop | result | g at saturation | 1 | -1 1 | smallest and largest output
  tanh | tanh | backprop | result | gʹ at saturation | 1 | 0 | slope once saturated
  relu | relu | backprop | result | gʹ for z ≥ 0 | 1 | 1 | slope on the active side
  relu | relu | backprop | result | gʹ for z < 0 | 1 | 0 | slope on the inactive side
  relu | relu | backprop | setting | threshold of deactivation | 1 | 0 | pre-activation below it silences the neuron
  leaky-relu | leaky-relu | backprop | setting | upper limit of α for randomized ReLU | 1 | 0.01 | any value below it
  leaky-relu | leaky-relu | backprop | input | α | 1 | 0.01 | slope of the leaky variant
  leaky-relu | leaky-relu | backprop | result | gʹ for z ≥ 0 | 1 | 1 | slope on the active side
  leaky-relu | leaky-relu | backprop | result | gʹ for z < 0 | 1 | α | slope on the leaky side
  output-activation | output-activation | backprop | result | range for a sigmoid output | 1 | 0 1 | when outputs lie between these
  learning-weights | learning-weights | backprop | setting | number of output nodes | 1 | 1 | network considered for the loss
  back-propagation-example | back-propagation-example | backprop | setting | number of layers | 1 | 2 | hidden and output
  back-propagation-example | back-propagation-example | backprop | setting | number of hidden neurons | 1 | 2 | size of the hidden layer
  back-propagation-example | back-propagation-example | backprop | setting | number of inputs | 1 | 2 | size of the input
  back-propagation-example | back-propagation-example | backprop | setting | number of outputs | 1 | 2 | size of the output
  back-propagation-example | back-propagation-example | backprop | input | x | 1 | 0.05 0.1 | the two inputs
  back-propagation-example | back-propagation-example | backprop | input | y | 1 | 0.01 0.99 | the two targets
  back-propagation-example | back-propagation-example | backprop | input | W¹ | 1 | 0.15 0.2 ; 0.25 0.3 | initial hidden weights
  back-propagation-example | back-propagation-example | backprop | input | b¹ | 1 | 0.35 0.35 | initial hidden biases
  back-propagation-example | back-propagation-example | backprop | input | W² | 1 | 0.4 0.45 ; 0.5 0.55 | initial output weights
  back-propagation-example | back-propagation-example | backprop | input | b² | 1 | 0.6 0.6 | initial output biases
  back-propagation-example | back-propagation-example | backprop | result | ŷ | 2 | 0.7514 0.7729 | outputs as put into the loss
  back-propagation-example | back-propagation-example | backprop | result | ℒ | 1 | 0.2984 | loss before any update
  back-propagation-example | back-propagation-example | backprop | result | z¹₁ | 1 | 0.3775 | first hidden pre-activation
  back-propagation-example | back-propagation-example | backprop | result | z¹₁ | 2 | 0.3775 | argument of g
  back-propagation-example | back-propagation-example | backprop | result | a¹₁ | 1 | 0.5933 | first hidden output
  back-propagation-example | back-propagation-example | backprop | result | z¹₂ | 1 | 0.3925 | second hidden pre-activation
  back-propagation-example | back-propagation-example | backprop | result | z¹₂ | 2 | 0.3925 | argument of g
  back-propagation-example | back-propagation-example | backprop | result | a¹₂ | 1 | 0.5969 | second hidden output
  back-propagation-example | back-propagation-example | backprop | result | z²₁ | 1 | 1.106 | first output pre-activation
  back-propagation-example | back-propagation-example | backprop | result | z²₁ | 2 | 1.106 | argument of g
  back-propagation-example | back-propagation-example | backprop | result | a²₁ | 1 | 0.7514 | first network output
  back-propagation-example | back-propagation-example | backprop | result | z²₂ | 1 | 1.225 | second output pre-activation
  back-propagation-example | back-propagation-example | backprop | result | z²₂ | 2 | 1.225 | argument of g
  back-propagation-example | back-propagation-example | backprop | result | a²₂ | 1 | 0.7729 | second network output
  back-propagation-example | back-propagation-example | backprop | result | ∂ℒ/∂ŷ₁ | 1 | 0.7414 | first chain factor, output minus target
  back-propagation-example | back-propagation-example | backprop | result | ∂ŷ₁/∂z²₁ | 1 | 0.1868 | second chain factor, sigmoid slope
  back-propagation-example | back-propagation-example | backprop | result | ∂z²₁/∂W²₁₁ | 1 | 0.5933 | third chain factor, hidden output again
  back-propagation-example | back-propagation-example | backprop | result | ∂ℒ/∂W²₁₁ | 1 | 0.0821 | product of the three factors
  back-propagation-example | back-propagation-example | backprop | result | number of paths to W¹₁₁ | 1 | 2 | printed as a word: two
  back-propagation-vectorization | back-propagation-vectorization | backprop | result | ∂zˡ/∂bˡ | 1 | 1 | printed in bold, vector of ones
  back-propagation-vectorization | back-propagation-vectorization | backprop | result | shape of ∂ℒ/∂z³ | 1 | 1×1 | beside the base case
  back-propagation-vectorization | back-propagation-vectorization | backprop | result | shapes in ∂ℒ/∂z¹ | 1 | 4×3 3×1 3×1 4×1 | four labels below the expanded formula
  back-propagation-vectorization | back-propagation-vectorization | backprop | result | shapes in ∂ℒ/∂W¹ | 1 | 4×3 4×1 1×3 | labels of ∂ℒ/∂W¹, ∂ℒ/∂z¹ and a⁰ᵀ
  """#
