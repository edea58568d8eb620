// swift-format-ignore-file: a row is a line, however long.

/// The numbers that `intuition` prints, in its order:
/// section | locator | chapter | kind | quantity | 1, or 2 if it is printed again | tokens | what it is
let intuitionNumbers = #"""
  # intuition, chapter 2
  2.1.1 | 2.1.1 | perceptron | setting | dimensions | 1 | 2D 3D | worlds in which a force vector is usually pictured
  2.1.2 | 2.1.2 | perceptron | setting | dimension of the space | 1 | 3 | exponent of the real space of the sample vector
  2.1.2 | 2.1.2 | perceptron | setting | origin | 1 | 0 0 0 | point from which the sample vector starts
  2.1.2 | 2.1.2 | perceptron | setting | shape of a column vector | 1 | m×1 | a vector written as a column
  2.1.2 | 2.1.2 | perceptron | setting | shape of a row vector | 1 | 1×m | a vector written as a row
  2.1.4 | 2.1.4 | perceptron | setting | references | 1 | 8 9 | reading given for the two definitions agreeing
  2.1.4 | 2.1.4 | perceptron | setting | dimension of the leaf space | 1 | 2D | feature space of the leaves, kept flat for ease
  2.1.4 | 2.1.4 | perceptron | setting | link to the notebook | 1 | 14 | footnote number at the leaf notebook
  # chapter 3
  3.1.2 | 3.1.2 | perceptron | setting | y of a positive example | 1 | 1 | label of the positive class
  3.1.2 | 3.1.2 | perceptron | setting | threshold of w·x, case 1 | 1 | 0 | below it a point is taken for negative
  3.1.2 | 3.1.2 | perceptron | setting | y of a negative example | 1 | 0 -1 | the two allowed labels of the negative class
  3.1.2 | 3.1.2 | perceptron | setting | threshold of w·x, case 2 | 1 | 0 | above it a point is taken for positive
  3.1.3 | 3.1.3 | perceptron | setting | η | 1 | 0.1 | sample of a small learning rate
  3.1.3 | 3.1.3 | perceptron | result | values of the step function | 1 | 0 1 | the only two outputs of the hard threshold
  3.2 | 3.2 | perceptron | setting | chapter of Rojas | 1 | 4 | cited chapter of the book
  # chapter 4
  4.3.1 | 4.3.1 | backprop | input | x | 1 | 2.0 | fixed input of the scalar example
  4.3.1 | 4.3.1 | backprop | input | b₁ | 1 | 1.0 | first bias
  4.3.1 | 4.3.1 | backprop | input | b₂ | 1 | 0.5 | second bias
  4.3.1 | 4.3.1 | backprop | input | w₁ | 1 | 0.5 | first weight at the start
  4.3.1 | 4.3.1 | backprop | input | w₂ | 1 | 1.5 | second weight at the start
  4.3.1 | 4.3.1 | backprop | result | z | 1 | 2.0 | value of the first function
  4.3.1 | 4.3.1 | backprop | result | z | 2 | 2.0 | z put into the second function
  4.3.1 | 4.3.1 | backprop | result | L | 1 | 3.5 | value of the second function
  4.3.1 | 4.3.1 | backprop | input | target | 1 | 5.0 | wanted output
  4.3.1 | 4.3.1 | backprop | result | L | 2 | 3.5 | L put into the error
  4.3.1 | 4.3.1 | backprop | result | L − target | 1 | -1.5 | signed error before squaring
  4.3.1 | 4.3.1 | backprop | result | E | 1 | 1.125 | half squared error
  4.3.4 | 4.3.4 | backprop | result | ∂L/∂z | 1 | 1.5 | slope of L in z, which is the second weight
  4.3.4 | 4.3.4 | backprop | result | ∂z/∂w₁ | 1 | 2.0 | slope of z in the first weight, which is the input
  4.3.4 | 4.3.4 | backprop | result | factors of ∂L/∂w₁ | 1 | 1.5 2.0 | the two slopes that are multiplied
  4.3.4 | 4.3.4 | backprop | result | ∂L/∂w₁ | 1 | 3.0 | product of the two slopes
  4.3.4 | 4.3.4 | backprop | input | Δw₁ | 1 | 0.1 | trial increase of the first weight
  4.3.4 | 4.3.4 | backprop | result | ∂L/∂w₁ | 2 | 3.0 | slope used again for the trial increase
  4.3.4 | 4.3.4 | backprop | result | ΔL for Δw₁ | 1 | ~0.3 | growth of L after the trial increase of w₁
  4.3.4 | 4.3.4 | backprop | result | ∂L/∂w₂ | 1 | 2.0 | slope of L in the second weight, equal to z
  4.3.4 | 4.3.4 | backprop | input | Δw₂ | 1 | 0.1 | trial increase of the second weight
  4.3.4 | 4.3.4 | backprop | result | ∂L/∂w₂ | 2 | 2.0 | slope used again for the trial increase
  4.3.4 | 4.3.4 | backprop | result | ΔL for Δw₂ | 1 | ~0.2 | growth of L after the trial increase of w₂
  4.3.5 | 4.3.5 | backprop | result | L | 2 | 3.5 | output from which L has to rise
  4.3.5 | 4.3.5 | backprop | input | target | 1 | 5.0 | output to which L has to rise
  4.3.5 | 4.3.5 | backprop | input | α | 1 | 0.2 | learning rate of the update
  4.3.5 | 4.3.5 | backprop | result | ∂L/∂w₁ | 2 | 3.0 | slope put into the update of w₁
  4.3.5 | 4.3.5 | backprop | result | step of w₁ | 1 | 0.6 | amount added to the first weight
  4.3.5 | 4.3.5 | backprop | result | new w₁ | 1 | 1.1 | first weight after the update
  4.3.5 | 4.3.5 | backprop | result | ∂L/∂w₂ | 2 | 2.0 | slope put into the update of w₂
  4.3.5 | 4.3.5 | backprop | result | step of w₂ | 1 | 0.4 | amount added to the second weight
  4.3.5 | 4.3.5 | backprop | result | new w₂ | 1 | 1.9 | second weight after the update
  4.3.6 | 4.3.6 | backprop | result | new w₁ | 2 | 1.1 | updated first weight put into z
  4.3.6 | 4.3.6 | backprop | result | new z | 1 | 3.2 | intermediate value after the update
  4.3.6 | 4.3.6 | backprop | result | new z | 2 | 3.2 | updated z put into L
  4.3.6 | 4.3.6 | backprop | result | new w₂ | 2 | 1.9 | updated second weight put into L
  4.3.6 | 4.3.6 | backprop | result | new L | 1 | 6.58 | output after the update
  4.3.6 | 4.3.6 | backprop | result | L before | 1 | 3.5 | output before the update, printed again
  4.3.6 | 4.3.6 | backprop | result | error before | 1 | 1.5 | distance to the target before the update
  4.3.6 | 4.3.6 | backprop | result | L after | 1 | 6.58 | output after the update, printed again
  4.3.6 | 4.3.6 | backprop | result | error after | 1 | -1.58 | distance to the target after the update
  4.3.6 | 4.3.6 | backprop | input | α | 1 | 0.1 | smaller learning rate tried second
  4.3.6 | 4.3.6 | backprop | result | new w₁ at α = 0.1 | 1 | 0.8 | first weight with the smaller rate
  4.3.6 | 4.3.6 | backprop | result | new w₂ at α = 0.1 | 1 | 1.7 | second weight with the smaller rate
  4.3.6 | 4.3.6 | backprop | result | new z at α = 0.1 | 1 | 2.6 | intermediate value with the smaller rate
  4.3.6 | 4.3.6 | backprop | result | new L at α = 0.1 | 1 | 4.92 | output with the smaller rate
  4.3.6 | 4.3.6 | backprop | input | target | 1 | 5.0 | target compared with the last output
  4.4 | 4.4 | backprop | setting | neurons of the hidden layer | 1 | 1 | width of the hidden layer
  4.4 | 4.4 | backprop | setting | neurons of the output layer | 1 | 1 | width of the output layer
  4.4 | 4.4 | backprop | result | ∂z₂/∂b₂ | 1 | 1 | factor of δ₂ in the bias gradient
  # chapter 5
  5.3 | 5.3 | backprop | setting | layers | 1 | 3 | depth of the network used in the chapter
  # chapter 6
  6.1.1 | 6.1.1 | backprop | setting | name of the notebook | 1 | 7_1 | label of the notebook with the plots
  6.1.1 | 6.1.1 | backprop | setting | dimension of the plot | 1 | 3D | the loss surface is drawn in space
  6.2 | 6.2 | backprop | result | shape of J | 1 | m×n | Jacobian of a map from n to m components
  6.2.2 | 6.2.2 | backprop | input | N | 1 | 1000 | size of every vector in the chain
  6.2.2 | 6.2.2 | backprop | result | shape of each Jacobian | 1 | 1000×1000 | follows from vectors of that size
  6.2.2 | 6.2.2 | backprop | result | cost of matrix products | 1 | O(N³) | work to multiply the Jacobians with each other
  6.2.2 | 6.2.2 | backprop | result | shape of ∂C/∂y | 1 | 1×N | derivative of a scalar as a row, in prose
  6.2.2 | 6.2.2 | backprop | result | shapes in the product ∇C | 1 | 1×N N×N N×N N×N | row gradient and three Jacobians under the braces
  6.2.2 | 6.2.2 | backprop | result | cost of vector products | 1 | O(N²) | work when a vector goes through from the left
  6.3.1 | 6.3.1 | backprop | setting | layers | 1 | 2 | depth of the network of the derivation
  6.3.2 | 6.3.2 | backprop | result | off-diagonal entries of J | 1 | 0 0 | zeros printed in the activation Jacobian
  6.4.2 | 6.4.2 | backprop | setting | shape of a column vector | 1 | N×1 | convention of the listing
  6.4.2 | 6.4.2 | backprop | result | shape of δ² | 1 | n_out×1 | left factor of the outer product
  6.4.2 | 6.4.2 | backprop | result | shape of (a¹)ᵀ | 1 | 1×n_hidden | right factor of the outer product
  6.4.2 | 6.4.2 | backprop | result | shape of ∂C/∂W² | 1 | n_out×n_hidden | shape of the outer product
  # chapter 7
  7.1 | 7.1 | losses | input | Y | 1 | 0 1 0 | one-hot target, second class wanted
  7.1 | 7.1 | losses | result | sum of the elements of P | 1 | 1 | softmax outputs add up to it
  7.1.1 | 7.1.1 | losses | setting | δᵢⱼ for i = j | 1 | 1 | Kronecker symbol, equal indices (two copies)
  7.1.1 | 7.1.1 | losses | setting | δᵢⱼ for i ≠ j | 1 | 0 | Kronecker symbol, different indices (two copies)
  7.1.1 | 7.1.1 | losses | setting | δᵢₖ for i = k | 1 | 1 | same symbol after renaming, equal (two copies)
  7.1.1 | 7.1.1 | losses | setting | δᵢₖ for i ≠ k | 1 | 0 | same symbol after renaming, different (two copies)
  7.1.1 | 7.1.1 | losses | result | Σₖ yₖ | 1 | 1 | sum of a one-hot target (two copies)
  7.4 | 7.4 | backprop | setting | chapter on matrix calculus | 1 | 6 | chapter to which the reader is sent
  # chapter 8
  8 | 8 | backprop | setting | shape of a column x | 1 | N×1 | input shape of the earlier chapters
  8 | 8 | backprop | input | x | 1 | 0 0 1 ; 0 1 1 ; 1 0 1 ; 1 1 1 | training inputs, a sample per row
  8 | 8 | backprop | result | shape of x | 1 | 4×3 | samples by features
  8 | 8 | backprop | result | training samples | 1 | 4 | rows of x taken as the training set
  8 | 8 | backprop | input | y | 1 | 0 1 0 1 | targets given in the explanation
  8 | 8 | backprop | result | shape of y | 1 | 4×1 | samples by one output
  8 | 8 | backprop | input | x of sample 1 | 1 | 0 0 1 | first row, named in prose
  8 | 8 | backprop | result | y of sample 1 | 1 | 0 | target of the first row, in prose
  8 | 8 | backprop | input | x of sample 2 | 1 | 0 1 1 | second row, named in prose
  8 | 8 | backprop | result | y of sample 2 | 1 | 1 | target of the second row, in prose
  8 | 8 | backprop | result | m×n | 1 | 4×3 | shape of the input in the chain of shapes
  8 | 8 | backprop | result | shape of y | 2 | 4×1 | shape of the output, said once more
  8 | 8 | backprop | result | m×y | 1 | 4×1 | shape of the output in the chain of shapes
  8 | 8 | backprop | result | m | 1 | 4 | rows of the input in the small listing
  8 | 8 | backprop | result | n | 1 | 3 | columns of the input in the small listing
  8 | 8 | backprop | result | y as a width | 1 | 1 | columns of the output in the small listing
  8 | 8 | backprop | input | shape of w¹ | 1 | 3×4 | size of the first random weight matrix
  8 | 8 | backprop | input | shape of w² | 1 | 4×1 | size of the second random weight matrix
  8.1 | 8.1 | backprop | setting | date of the source | 1 | 2015 07 12 | date inside the cited address (printed twice)
  8.1 | 8.1 | backprop | input | seed | 1 | 1 | seed of the random numbers
  8.1 | 8.1 | backprop | setting | decimals printed | 1 | 3 | digits of the print format 0.3f
  8.1 | 8.1 | backprop | input | learningRate | 1 | 1 | step size, in comment and code
  8.1 | 8.1 | backprop | input | x | 1 | 0 0 1 ; 0 1 1 ; 1 0 1 ; 1 1 1 | training inputs in the program
  8.1 | 8.1 | backprop | input | y | 1 | 0 1 1 0 | targets in the program, transposed to a column
  8.1 | 8.1 | backprop | input | x of the rule | 1 | 0 0 1 ; 0 1 1 ; 1 0 1 ; 1 1 1 | inputs listed in the program's doc text
  8.1 | 8.1 | backprop | result | output of the rule | 1 | 0 1 1 0 | outputs listed in the program's doc text
  8.1 | 8.1 | backprop | input | shape of w¹ | 1 | 3×4 | size of weight1 in the program
  8.1 | 8.1 | backprop | input | shape of w² | 1 | 4×1 | size of weight2 in the program
  8.1 | 8.1 | backprop | input | iterations | 1 | 1000 | number of training steps
  8.1 | 8.1 | backprop | setting | iteration of the first print | 1 | 0 | step at which the initial output is shown
  8.1 | 8.1 | backprop | input | x of the test | 1 | 1 0 1 | input tried after training
  8.1 | 8.1 | backprop | result | a² before training | 1 | 0.758 0.771 0.791 0.801 | printed under Initial Output
  8.1 | 8.1 | backprop | result | a² of the last iteration | 1 | 0.028 0.925 0.925 0.090 | printed under New output
  8.1 | 8.1 | backprop | result | a² of the test | 1 | 0.925 | printed after training for the test input
  8.1 | 8.1 | backprop | result | y of the closing sentence | 1 | 0 1 0 1 | targets the output is said to be like
  8.2 | 8.2 | backprop | setting | lines of the source program | 1 | 11 | number in the title of the cited article
  """#
