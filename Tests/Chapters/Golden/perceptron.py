"""Golden values for the tests of the chapter perceptron, from exact fractions and scipy.

Run it where the tests stand: python3 Tests/Chapters/Golden/perceptron.py
"""

import itertools
import math
import pathlib
import random
from fractions import Fraction

import numpy
from scipy.optimize import linprog, minimize

random.seed(1962)


def cyclic(signed, limit=10_000):
    """Sample of each mistake and last weights of the rule in passes, in exact fractions."""
    w = [Fraction(0)] * len(signed[0])
    mistakes = []
    while True:
        before = len(mistakes)
        for i, z in enumerate(signed):
            if sum(a * b for a, b in zip(w, z)) <= 0:
                w = [a + b for a, b in zip(w, z)]
                mistakes.append(i)
        if len(mistakes) == before:
            return mistakes, [int(v) for v in w]
        assert len(mistakes) < limit


def separable(signed):
    """Whether some w has w·z ≥ 1 for all z, by linear programming."""
    n = len(signed[0])
    result = linprog([0] * n, A_ub=-numpy.array(signed), b_ub=-numpy.ones(len(signed)),
                     bounds=[(None, None)] * n)
    return result.status == 0


def widest(signed):
    """The widest margin: 1/‖w‖ for the shortest w with w·z ≥ 1."""
    z = numpy.array(signed, float)
    start = linprog([0, 0], A_ub=-z, b_ub=-numpy.ones(len(z)), bounds=[(None, None)] * 2).x
    best = minimize(lambda w: w @ w, start, jac=lambda w: 2 * w, method="SLSQP",
                    constraints={"type": "ineq", "fun": lambda w: z @ w - 1, "jac": lambda w: z},
                    options={"ftol": 1e-13, "maxiter": 500})
    assert best.success
    return 1 / math.sqrt(best.x @ best.x)


def longest(signed):
    """The most mistakes that any order allows, level by level through all reachable weights."""
    level, steps = {(0, 0)}, -1
    while level:
        steps += 1
        level = {(w[0] + z[0], w[1] + z[1]) for w in level for z in signed
                 if w[0] * z[0] + w[1] * z[1] <= 0}
    return steps


def problem(dimension, count):
    while True:
        rows = [[random.randint(-4, 4) for _ in range(dimension)] for _ in range(count)]
        labels = [random.choice([-1, 1]) for _ in rows]
        signed = [[y * v for v in x] for x, y in zip(rows, labels)]
        if all(any(x) for x in rows) and separable(signed):
            return [x + [y] for x, y in zip(rows, labels)], signed


lines = [
    "// Written by Golden/perceptron.py from exact fractions and scipy: not for editing.",
    "// swift-format-ignore-file",
    "",
    "/// Separable samples of the plane, rows x₁ x₂ y, and what outside programs find for them.",
    "let goldenProblems:",
    "  [(rows: [[Double]], mistakes: [Int], w: [Double], margin: Double, longest: Int)] = [",
]
found = 0
while found < 8:
    rows, signed = problem(2, 5)
    margin = widest(signed)
    if max(x[0] ** 2 + x[1] ** 2 for x in signed) / margin ** 2 > 60:
        continue
    found += 1
    mistakes, w = cyclic(signed)
    lines.append(f"    ({rows}, {mistakes}, {w}, {margin!r}, {longest(signed)}),")
lines += [
    "  ]",
    "",
    "/// Separable samples with three entries, rows x₁ x₂ x₃ y, and the run with a bias.",
    "let goldenBiasedRuns: [(rows: [[Double]], mistakes: [Int], w: [Double])] = [",
]
for _ in range(6):
    rows, _ = problem(3, 6)
    augmented = [[row[-1] * v for v in row[:-1] + [1]] for row in rows]
    if not separable(augmented):
        continue
    mistakes, w = cyclic(augmented)
    lines.append(f"    ({rows}, {mistakes}, {w}),")
functions = []
corners = [(0, 0), (1, 0), (0, 1), (1, 1)]
for code in range(16):
    labels = [1 if code >> i & 1 else -1 for i in range(4)]
    functions.append(separable([[y * v for v in (*x, 1)] for x, y in zip(corners, labels)]))
words = ", ".join("true" if f else "false" for f in functions)
lines += [
    "  ]",
    "",
    "/// Which of the sixteen functions of two bits a line can do; bit i is the label of corner i",
    "/// of (0, 0), (1, 0), (0, 1), (1, 1).",
    f"let goldenFunctions: [Bool] = [{words}]",
    "",
]
target = pathlib.Path(__file__).resolve().parent / "GoldenPerceptron.swift"
target.write_text("\n".join(lines))
