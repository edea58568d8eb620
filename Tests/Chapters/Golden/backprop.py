"""Writes GoldenBackprop.swift: gradients of whole networks from jax, in double precision.

    python3 Tests/Chapters/Golden/backprop.py > Tests/Chapters/Golden/GoldenBackprop.swift

The tests do not need it; it stands here so that the numbers can be made again. The parameters
and inputs come from a small formula that the tests repeat, not from a generator.
"""

import jax

jax.config.update("jax_enable_x64", True)
import jax.numpy as np  # noqa: E402


def number(k):
    """The k-th of a fixed sequence in (-1, 1)."""
    return ((k * 7919 + 104729) % 2003) / 1001.5 - 1


def unpack(theta, widths):
    layers, start = [], 0
    for below, here in zip(widths, widths[1:]):
        W = theta[start : start + here * below].reshape(here, below)
        start += here * below
        layers.append((W, theta[start : start + here]))
        start += here
    return layers


ACTIVATIONS = {
    "sigmoid": jax.nn.sigmoid,
    "tanh": np.tanh,
    "relu": jax.nn.relu,
    "leakyReLU": lambda z: jax.nn.leaky_relu(z, 0.01),
    "softmax": jax.nn.softmax,
    "identity": lambda z: z,
}
LOSSES = {
    "halfSquared": lambda a, y: 0.5 * np.sum((a - y) ** 2),
    "binary": lambda a, y: -np.sum(y * np.log(a) + (1 - y) * np.log(1 - a)),
    "categorical": lambda a, y: -np.sum(y * np.log(a)),
}
NETWORKS = [
    ([3, 4, 3, 1], ["sigmoid", "sigmoid", "sigmoid"], "halfSquared", [1.0]),
    ([2, 5, 4, 3], ["relu", "tanh", "softmax"], "categorical", [0.0, 1.0, 0.0]),
    ([4, 3, 3, 2, 2], ["tanh", "leakyReLU", "relu", "sigmoid"], "binary", [1.0, 0.0]),
    ([2, 3, 2], ["leakyReLU", "identity"], "halfSquared", [0.5, -0.5]),
]


def main():
    print("// Written by backprop.py with jax %s; not to be edited.\n" % jax.__version__)
    print("struct GoldenNetwork: Sendable {")
    print("  let widths: [Int]")
    print("  let activations: [String]")
    print("  let loss: String")
    print("  let target: [Double]")
    print("  let value: Double")
    print("  let gradient: [Double]")
    print("}\n")
    print("let goldenNetworks = [")
    for widths, names, loss, target in NETWORKS:
        count = sum(h * (b + 1) for b, h in zip(widths, widths[1:]))
        theta = np.array([number(k) for k in range(count)])
        x = np.array([number(1000 + k) for k in range(widths[0])])
        y = np.array(target)

        def value(theta):
            a = x
            for (W, b), name in zip(unpack(theta, widths), names):
                a = ACTIVATIONS[name](W @ a + b)
            return LOSSES[loss](a, y)

        gradient = jax.grad(value)(theta)
        print("  GoldenNetwork(")
        print("    widths: %s," % widths)
        print("    activations: [%s]," % ", ".join('"%s"' % n for n in names))
        print('    loss: "%s",' % loss)
        print("    target: %s," % target)
        print("    value: %r," % float(value(theta)))
        print("    gradient: [")
        for g in gradient:
            print("      %r," % float(g))
        print("    ]),")
    print("]\n")
    T = np.arange(2 * 3 * 4 * 5).reshape(2, 3, 4, 5)
    print("/// np.arange(120).reshape(2, 3, 4, 5), moveaxis to (2, 0, 3, 1), then transpose by it")
    moved = np.moveaxis(T, (0, 1, 2, 3), (2, 0, 3, 1))
    print("let goldenMoved = %s" % [int(v) for v in moved.reshape(-1)[:40]])
    permuted = np.transpose(T, (2, 0, 3, 1))
    print("let goldenPermuted = %s" % [int(v) for v in permuted.reshape(-1)[:40]])


if __name__ == "__main__":
    main()
