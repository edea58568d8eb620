"""Writes GoldenLosses.swift: values of the chapter's functions from outside libraries.

Gradients and losses come from jax and optax in double precision, constants from mpmath with
fifty digits, the lasso and the least-norm solution from numpy by other algorithms. Run from the
folder of this file: python3 losses.py
"""
import jax
jax.config.update("jax_enable_x64", True)
import jax.numpy as jnp
import mpmath
import numpy as np
import optax

mpmath.mp.dps = 50


def row(x):
    return "[" + ", ".join(repr(float(v)) for v in np.ravel(x)) + "]"


z = jnp.array([2.0, 1.0, -0.5])
y = jnp.array([0.2, 0.7, 0.1])
lines = []


def let(name, value, kind=None):
    text = row(value) if np.ndim(value) else repr(float(value))
    lines.append(f"  static let {name}{': ' + kind if kind else ''} = {text}")


let("softmax", jax.nn.softmax(z))
let("crossEntropy", optax.softmax_cross_entropy(z, y))
let("crossEntropyGradient", jax.grad(lambda z: optax.softmax_cross_entropy(z, y))(z))
let("jacobian", jax.jacobian(jax.nn.softmax)(z))
let("binary", optax.sigmoid_binary_cross_entropy(jnp.array([-3.0, 0.5, 40.0]), jnp.array([1.0, 0.3, 0.0])))
let("huber", optax.huber_loss(jnp.array([-2.5, 0.3, 1.0, 4.0]), jnp.zeros(4), delta=1.5))
let("logSoftmaxFar", jax.nn.log_softmax(jnp.array([1000.0, 0.0, 990.0])))
let("gaussianDensity", mpmath.npdf(mpmath.mpf("0.7"), mpmath.mpf("0.25"), mpmath.sqrt(mpmath.mpf("0.5"))))
let("laplaceDensity", mpmath.exp(-mpmath.mpf("0.7") / mpmath.mpf("0.25")) / (2 * mpmath.mpf("0.25")))
let("doubleOverflow", mpmath.log(mpmath.mpf(2) ** 1024 - mpmath.mpf(2) ** 970))

X = np.array([[1, 0.8, 0.2], [-0.5, -0.9, 1.1], [1.5, 1.2, -0.7], [-1.2, -0.6, -0.4], [0.3, 0.9, 0.8]])
t = np.array([2.2, -0.6, 2.4, -2.3, 1.3])
# Ridge regression by augmented least squares instead of the normal equations.
A = np.vstack([X, np.sqrt(0.5) * np.eye(3)])
let("ridge", np.linalg.lstsq(A, np.concatenate([t, np.zeros(3)]), rcond=None)[0])


def lasso(lam):
    """All eight sign patterns are tried: the best stationary point is the minimum."""
    best = None
    import itertools
    for signs in itertools.product([-1, 0, 1], repeat=3):
        on = [i for i in range(3) if signs[i]]
        theta = np.zeros(3)
        if on:
            G = X[:, on]
            theta[on] = np.linalg.solve(G.T @ G, G.T @ t - lam * np.array([signs[i] for i in on]))
            if any(np.sign(theta[i]) != signs[i] for i in on):
                continue
        value = 0.5 * np.sum((X @ theta - t) ** 2) + lam * np.abs(theta).sum()
        if best is None or value < best[0]:
            best = (value, theta)
    return best[1]


let("lassoWeak", lasso(0.5))
let("lassoStrong", lasso(4.0))
W = X[:2]
let("minimumNorm", np.linalg.pinv(W) @ t[:2])

with open("GoldenLosses.swift", "w") as f:
    f.write("// Written by Golden/losses.py.\n\nenum GoldenLosses {\n" + "\n".join(lines) + "\n}\n")
