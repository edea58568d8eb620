"""Writes GoldenRNN.swift: losses and gradients of recurrent networks by jax, spectra by numpy.

Run it as  python3 Tests/Chapters/Golden/rnn.py ; it is not needed to run the tests.
"""

import pathlib

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)


def split(p, dx, dh, dy):
    sizes = [(dh, dh), (dh, dx), (dy, dh), (dh,), (dy,)]
    parts, start = [], 0
    for size in sizes:
        count = int(np.prod(size))
        parts.append(p[start : start + count].reshape(size))
        start += count
    return parts


def loss(p, x, y, counted, kind, dims):
    W, V, U, b, c = split(p, *dims)
    h = jnp.zeros(dims[1])
    total = 0.0
    for t in range(len(x)):
        h = jnp.tanh(W @ h + V @ x[t] + b)
        z = U @ h + c
        if not counted[t]:
            continue
        if kind == "softmax":
            total += -jnp.sum(y[t] * jax.nn.log_softmax(z))
        elif kind == "sigmoid":
            total += -jnp.sum(y[t] * jax.nn.log_sigmoid(z) + (1 - y[t]) * jax.nn.log_sigmoid(-z))
        else:
            total += 0.5 * jnp.sum((z - y[t]) ** 2)
    return total


def swift(values):
    return "[\n      " + ",\n      ".join(repr(float(v)) for v in np.ravel(values)) + ",\n    ]"


dims = (2, 3, 2)
count = 9 + 6 + 6 + 3 + 2
p = np.sin(np.arange(1, count + 1))
x = np.cos(np.arange(1, 11)).reshape(5, 2)
first = 0.5 + 0.4 * np.sin(3 * np.arange(1, 6))
y = np.stack([first, 1 - first], axis=1)

lines = [
    "// Written by Golden/rnn.py with jax and numpy; do not edit.",
    "",
    "enum GoldenRNN {",
]
for kind in ["softmax", "sigmoid", "linear"]:
    for name, counted in [("Each", [True] * 5), ("Last", [False] * 4 + [True])]:
        value, gradient = jax.value_and_grad(loss)(p, x, y, counted, kind, dims)
        lines += [
            f"  static let {kind}{name} = (",
            f"    loss: {float(value)!r},",
            f"    gradient: {swift(gradient)}",
            "  )",
        ]

# The worked example of the notes.
example = np.array(
    [0.1, 0.2, 0.3, 0.4, 0.1, 0.2, 0.2, 0.3, 0.1]
    + [0.5, 0.6, 0.3, 0.4, 0.2, 0.1]
    + [0.7, 0.5, 0.3, 0.1, 0.0, 0.1, 0.05]
)
xs = np.array([[0.5, 0.2], [0.3, 0.4], [0.2, 0.5]])
ys = np.ones((3, 1))
args = (xs, ys, [False, False, True], "sigmoid", (2, 3, 1))
value, gradient = jax.value_and_grad(loss)(example, *args)
after = loss(example - 0.1 * gradient, *args)
lines += [
    "  static let example = (",
    f"    loss: {float(value)!r},",
    f"    gradient: {swift(gradient)},",
    f"    lossAfter: {float(after)!r}",
    "  )",
]

# Spectral radius and operator norm of matrices Aᵢⱼ = sin(s + 3ij + 7j), i and j from 1.
lines += ["  static let spectra: [(seed: Int, size: Int, radius: Double, norm: Double)] = ["]
for seed, size in [(1, 2), (2, 3), (3, 4), (4, 5)]:
    i, j = np.meshgrid(np.arange(1, size + 1), np.arange(1, size + 1), indexing="ij")
    a = np.sin(seed + 3 * i * j + 7 * j)
    radius = np.abs(np.linalg.eigvals(a)).max()
    norm = np.linalg.norm(a, 2)
    lines.append(f"    ({seed}, {size}, {float(radius)!r}, {float(norm)!r}),")
lines += ["  ]", "}", ""]
target = pathlib.Path(__file__).with_name("GoldenRNN.swift")
target.write_text("\n".join(lines), encoding="utf-8")
