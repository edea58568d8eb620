"""Writes GoldenTransformer.swift: gradients from jax, constants from mpmath.

Run it beside itself: python3 transformer.py > GoldenTransformer.swift
"""

import jax
import jax.numpy as jnp
import mpmath

jax.config.update("jax_enable_x64", True)


def spread(count, start):
    """Numbers that both languages can make: sines of a sequence."""
    return jnp.sin(0.7 * (jnp.arange(count, dtype=float) + start) + 0.3)


def attention(Q, K, V):
    return jax.nn.softmax(Q @ K.T / jnp.sqrt(float(K.shape[1])), axis=1) @ V


def hand():
    X = jnp.array([[1, 0, 0, 1], [0, 1, 1, 0], [1, 1, 0, 0]], dtype=float)
    W_Q = jnp.array([[1, 0], [0, 1], [0, 0], [1, 0]], dtype=float)
    W_K = jnp.array([[0, 1], [1, 0], [1, 1], [0, 0]], dtype=float)
    W_V = jnp.array([[1, 0], [0, 1], [2, 0], [0, 2]], dtype=float)
    Y = jnp.array([[2, 1], [1, 1], [1, 2]], dtype=float)

    def loss(X, W_Q, W_K, W_V):
        return 0.5 * jnp.sum((attention(X @ W_Q, X @ W_K, X @ W_V) - Y) ** 2)

    gradients = jax.grad(loss, argnums=(0, 1, 2, 3))(X, W_Q, W_K, W_V)
    return jnp.concatenate([jnp.ravel(g) for g in gradients])


class Parts:
    def __init__(self, v):
        self.v, self.at = v, 0

    def take(self, *shape):
        count = 1
        for n in shape:
            count *= n
        part = self.v[self.at : self.at + count].reshape(shape)
        self.at += count
        return part


def norm(x, gain, shift):
    mean = jnp.mean(x, axis=1, keepdims=True)
    variance = jnp.mean((x - mean) ** 2, axis=1, keepdims=True)
    return gain * (x - mean) / jnp.sqrt(variance + 1e-5) + shift


def block(p, X, d, f, heads):
    W_Q, W_K, W_V, W_O = (p.take(d, d) for _ in range(4))
    W1, b1, W2, b2 = p.take(d, f), p.take(f), p.take(f, d), p.take(d)
    g1, g2, s1, s2 = (p.take(d) for _ in range(4))
    Q, K, V = X @ W_Q, X @ W_K, X @ W_V
    w = d // heads
    C = jnp.concatenate(
        [
            attention(Q[:, i * w : i * w + w], K[:, i * w : i * w + w], V[:, i * w : i * w + w])
            for i in range(heads)
        ],
        axis=1,
    )
    Y = norm(X + C @ W_O, g1, s1)
    return norm(Y + jnp.maximum(0, Y @ W1 + b1) @ W2 + b2, g2, s2)


def encoder():
    T, d, f = 3, 4, 6
    count = T * d + 4 * d * d + 2 * d * f + f + d + 4 * d
    G = spread(T * d, 1000).reshape(T, d)

    def loss(v):
        p = Parts(v)
        X = p.take(T, d)
        return jnp.sum(G * block(p, X, d, f, 2))

    v = spread(count, 0)
    return loss(v), jax.grad(loss)(v)


def spread_distribution():
    """P(|q.k| <= 30) for 512 standard normal entries, from the density of |q|."""
    mpmath.mp.dps = 30
    n = mpmath.mpf(512)

    def integrand(r):
        density = 2 ** (1 - n / 2) * r ** (n - 1) * mpmath.exp(-r * r / 2) / mpmath.gamma(n / 2)
        return density * mpmath.erf(30 / (r * mpmath.sqrt(2)))

    return mpmath.quad(integrand, [15, 20, 22, 23, 25, 30])


def swift(name, comment, values):
    lines = [f"  /// {comment}", f"  static let {name}: [Double] = ["]
    lines += [f"    {float(x)!r}," for x in values]
    return "\n".join(lines + ["  ]", ""])


loss, gradient = encoder()
print("// Written by Golden/transformer.py; do not edit.")
print()
print(f"/// Gradients from jax {jax.__version__}, constants from mpmath {mpmath.__version__}.")
print("enum GoldenTransformer {")
print(swift("hand", "The hand example: by X, W_Q, W_K, W_V", hand()))
print("  /// The loss of an encoder block whose numbers are sines")
print(f"  static let encoderLoss = {float(loss)!r}")
print()
print(swift("encoder", "Its gradient by the input and all parameters", gradient))
print("  /// P(|q·k| ≤ 30) for 512 standard normal entries")
print(f"  static let shareWithin30 = {mpmath.nstr(spread_distribution(), 16)}")
print("}")
