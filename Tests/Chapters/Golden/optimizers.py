"""Writes GoldenOptimizers.swift: ten steps of each optimizer by optax, gradients by jax, a
Gaussian process by numpy, and values of the normal distribution by mpmath.

Run it from the folder of this script: python3 optimizers.py (jax, optax, numpy, mpmath).
"""
import jax

jax.config.update("jax_enable_x64", True)
import jax.numpy as jnp
import mpmath
import numpy as np
import optax

START = [1.2, -0.7, 0.4]
RATE = 0.05


def loss(v):
    x, y, z = v
    return (x - 1) ** 2 + 3 * (y + x * x) ** 2 + jnp.cos(2 * z) + 0.1 * z * x


def ten_steps(optimizer):
    v = jnp.array(START)
    state = optimizer.init(v)
    path = []
    for _ in range(10):
        updates, state = optimizer.update(jax.grad(loss)(v), state, v)
        v = optax.apply_updates(v, updates)
        path.append([float(t) for t in v])
    return path


OPTIMIZERS = {
    "sgd": optax.sgd(RATE),
    "heavyBall": optax.sgd(RATE, momentum=0.9),
    # optax keeps the look-ahead point as its parameters.
    "nesterov": optax.sgd(RATE, momentum=0.9, nesterov=True),
    "rmsProp": optax.rmsprop(RATE, decay=0.9, eps=1e-8, eps_in_sqrt=False),
    "adam": optax.adam(RATE, b1=0.9, b2=0.999, eps=1e-8),
    "adamW": optax.adamw(RATE, b1=0.9, b2=0.999, eps=1e-8, weight_decay=0.2),
}


def norm(z, gamma, beta, eps):
    mu = jnp.mean(z)
    return gamma * (z - mu) / jnp.sqrt(jnp.mean((z - mu) ** 2) + eps) + beta


Z = jnp.array([0.3, -1.1, 0.8, 2.0, -0.4])
C = jnp.array([1.0, -2.0, 0.5, 0.7, 1.5])


def norm_loss(z, gamma, beta):
    return jnp.sum(C * norm(z, gamma, beta, 1e-3) ** 2)


X = np.array([0.1, 0.35, 0.6, 0.95])
Y = np.array([0.5, -0.3, 0.2, 0.9])


def kernel(a, b):
    return np.exp(-((a[:, None] - b[None, :]) ** 2) / (2 * 0.12**2))


def gaussian_process(t):
    K = kernel(X, X) + 1e-8 * np.eye(4)
    k = kernel(X, np.array([t]))[:, 0]
    w = np.linalg.solve(K, k)
    return [float(w @ Y), float(1 - w @ k)]


def hessian():
    return np.linalg.eigvalsh(np.array(jax.hessian(loss)(jnp.array(START)))).tolist()


def number(x):
    return repr(float(x))


def array(values):
    return "[" + ", ".join(number(v) for v in values) + "]"


def main():
    lines = ["// Written by Golden/optimizers.py.", "// swift-format-ignore-file", "", "enum GoldenOptimizers {"]
    for name, optimizer in OPTIMIZERS.items():
        lines.append(f"  static let {name}: [[Double]] = [")
        lines += [f"    {array(row)}," for row in ten_steps(optimizer)]
        lines.append("  ]")
    dz, dgamma, dbeta = jax.grad(norm_loss, (0, 1, 2))(Z, 1.5, 0.2)
    lines.append(f"  static let normed: [Double] = {array(norm(Z, 1.5, 0.2, 1e-3))}")
    lines.append(f"  static let dz: [Double] = {array(dz)}")
    lines.append(f"  static let dγ = {number(dgamma)}")
    lines.append(f"  static let dβ = {number(dbeta)}")
    lines.append(f"  static let eigenvalues: [Double] = {array(hessian())}")
    for i, t in enumerate([0.2, 0.5, 0.8]):
        lines.append(f"  static let process{i + 1}: [Double] = {array(gaussian_process(t))}")
    mpmath.mp.dps = 40
    points = [-5, -2.5, -1, -0.1, 0, 0.3, 1.7, 4]
    lines.append(f"  static let normalPoints: [Double] = {array(points)}")
    lines.append(
        "  static let normalCumulative: [Double] = "
        + array([mpmath.ncdf(mpmath.mpf(p)) for p in points]))
    lines += ["}", ""]
    with open("GoldenOptimizers.swift", "w") as file:
        file.write("\n".join(lines))


main()
