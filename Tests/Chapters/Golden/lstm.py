"""Golden values for the chapter lstm: gradients by jax in double precision.

Run in this folder: python3 lstm.py > GoldenLSTM.swift
The cells are written here with the stacked matrix and in jax's own primitives; nothing is
shared with the Swift sources but the order of the parameters: the maps f, i, o, c, each row by
row as (Wx, Wh, b).
"""
import jax
import numpy as np

jax.config.update("jax_enable_x64", True)
jnp = jax.numpy


def cell(theta, n, d, x, c, h):
    z = theta.reshape(4 * d, n + d + 1) @ jnp.concatenate([x, h, jnp.ones(1)])
    f, i, o = jax.nn.sigmoid(z[: 3 * d]).reshape(3, d)
    c = f * c + i * jnp.tanh(z[3 * d :])
    return c, o * jnp.tanh(c)


def loss(theta, xs, ys, c, h):
    total = 0.0
    for x, y in zip(xs, ys):
        c, h = cell(theta, xs.shape[1], ys.shape[1], x, c, h)
        total += 0.5 * jnp.sum((h - y) ** 2)
    return total


def final(theta, xs, d, c, h):
    for x in xs:
        c, h = cell(theta, xs.shape[1], d, x, c, h)
    return c, h


def gru(theta, n, d, x, h):
    W = theta.reshape(3, d, n + d + 1)
    one = jnp.ones(1)
    z = jax.nn.sigmoid(W[0] @ jnp.concatenate([x, h, one]))
    r = jax.nn.sigmoid(W[1] @ jnp.concatenate([x, h, one]))
    g = jnp.tanh(W[2] @ jnp.concatenate([x, r * h, one]))
    return (1 - z) * h + z * g


def show(name, value):
    entries = ", ".join(repr(float(v)) for v in np.asarray(value).reshape(-1))
    print(f"  static let {name}: [Double] = [\n    {entries}\n  ]")


def gradients(prefix, theta, xs, ys):
    zeros = jnp.zeros(ys.shape[1])
    value, grads = jax.value_and_grad(loss, argnums=(0, 1, 3, 4))(theta, xs, ys, zeros, zeros)
    c, h = final(theta, xs, ys.shape[1], zeros, zeros)
    show(f"{prefix}Loss", value)
    show(f"{prefix}C", c)
    show(f"{prefix}H", h)
    show(f"{prefix}ByParameters", grads[0])
    show(f"{prefix}ByInputs", grads[1])


print("// Written by lstm.py with jax; not to be edited.")
print("// swift-format-ignore-file")
print("enum GoldenLSTM {")

# The example of foundations 21.2: all W are 0.1 I, the forget bias is 1.
rows = []
for bias in (1.0, 0.0, 0.0, 0.0):
    for unit in range(2):
        row = np.zeros(5)
        row[unit] = row[2 + unit] = 0.1
        row[4] = bias
        rows.append(row)
gradients(
    "example",
    jnp.array(np.concatenate(rows)),
    jnp.array([[1.0, 0.5], [-0.5, 2.0]]),
    jnp.array([[0.5, 0.0], [0.0, 0.5]]),
)

# A cell drawn at random: 2 inputs, 3 units, 5 steps, a loss at each.
random = np.random.default_rng(16)
theta = random.uniform(-1, 1, 4 * 3 * 6).round(6)
xs = random.uniform(-1, 1, (5, 2)).round(6)
ys = random.uniform(-1, 1, (5, 3)).round(6)
show("theta", theta)
show("inputs", xs)
show("targets", ys)
gradients("drawn", jnp.array(theta), jnp.array(xs), jnp.array(ys))

# A GRU with the first three of those maps: its state after the five inputs.
h = jnp.zeros(3)
for x in xs:
    h = gru(jnp.array(theta[: 3 * 3 * 6]), 2, 3, jnp.array(x), h)
show("gruH", h)
print("}")
