"""Fit the models: logistic regression with AdaGrad (many outputs at once, compiled), counts of traits, boosted trees."""

import lightgbm
import numpy as np
from numba import njit
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from vedette.read.model.templates.counts import Counts, counted
from vedette.read.model.templates.linear import Linear, columns_of, short
from vedette.read.model.templates.trees import Trees


def vocabulary(traits: list[np.ndarray], least: int) -> np.ndarray:
    """Sorted 32-bit hashes of the traits that stand in at least `least` of the blocks (documents)."""
    seen = np.concatenate([np.unique(short(t)) for t in traits])
    values, counts = np.unique(seen, return_counts=True)
    return values[(counts >= least) & (values != 0)]


@njit(cache=True)
def _epoch(columns, labels, weight, order, w, b, gw, gb, rate, l2):
    outputs = b.shape[0]
    z = np.empty(outputs, dtype=np.float32)
    for row in order:
        for k in range(outputs):
            z[k] = b[k]
        for c in range(columns.shape[1]):
            column = columns[row, c]
            if column >= 0:
                for k in range(outputs):
                    z[k] += w[column, k]
        for k in range(outputs):
            p = np.float32(1.0) / (np.float32(1.0) + np.exp(-z[k]))
            z[k] = (p - labels[row, k]) * weight[row]
            gb[k] += z[k] * z[k]
            b[k] -= rate * z[k] / (np.sqrt(gb[k]) + np.float32(1e-6))
        for c in range(columns.shape[1]):
            column = columns[row, c]
            if column >= 0:
                for k in range(outputs):
                    g = z[k] + l2 * w[column, k]
                    gw[column, k] += g * g
                    w[column, k] -= rate * g / (np.sqrt(gw[column, k]) + np.float32(1e-6))


def fit_linear(traits, labels, known, epochs=5, rate=0.1, l2=1e-5, seed=0, weight=None):
    """Fit traits [rows, traits] against labels [rows, outputs] in 0..1."""
    columns = columns_of(traits, known)
    labels = np.ascontiguousarray(labels, dtype=np.float32)
    rng = np.random.default_rng(seed)
    outputs = labels.shape[1]
    w = np.zeros((len(known), outputs), dtype=np.float32)
    mean = np.clip(labels.mean(axis=0), 1e-4, 1 - 1e-4)
    b = np.log(mean / (1 - mean)).astype(np.float32)
    gw, gb = np.full_like(w, 0.1), np.full_like(b, 0.1)
    weight = np.ones(len(labels), dtype=np.float32) if weight is None else weight.astype(np.float32)
    mean_w, mean_b = np.zeros_like(w), np.zeros_like(b)
    kept = 0
    for epoch in range(epochs):
        _epoch(columns, labels, weight, rng.permutation(len(labels)), w, b, gw, gb, np.float32(rate), np.float32(l2))
        if epoch >= epochs // 2:
            mean_w += w
            mean_b += b
            kept += 1
    return Linear(known, mean_w / kept, mean_b / kept)


def fit_counts(sets, labels, known, strength=20.0):
    """Fit the model of whole dispatches: one logistic regression per output over weighted counts of traits."""
    rows, columns, values = [], [], []
    for n, traits in enumerate(sets):
        where, counts = counted(traits, known)
        rows += [n] * len(where)
        columns += list(where)
        values += list(counts)
    matrix = sparse.csr_matrix((values, (rows, columns)), shape=(len(sets), len(known)))
    rarity = np.log(len(sets) / (1 + np.asarray((matrix > 0).sum(0)).ravel())) + 1
    matrix = matrix @ sparse.diags(rarity)
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(1)).ravel())
    matrix = sparse.diags(1 / np.maximum(length, 1e-9)) @ matrix
    weights, bias = [], []
    for c in range(labels.shape[1]):
        if len(set(labels[:, c])) < 2:
            weights.append(np.zeros(len(known)))
            bias.append(-9.0)
            continue
        one = LogisticRegression(C=strength, max_iter=300, solver="liblinear", random_state=0).fit(matrix, labels[:, c])
        weights.append(one.coef_[0])
        bias.append(one.intercept_[0])
    return Counts(
        known, rarity.astype(np.float32), np.stack(weights, 1).astype(np.float32), np.array(bias, dtype=np.float32)
    )


PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.04,
    "num_leaves": 15,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 10.0,
    "max_bin": 63,
    "verbose": -1,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
}


def fit_trees(rows, labels, rounds=250, bags=1, **more):
    """Fit gradient boosted trees, once per bag with the bag's number as seed."""
    parts = {name: [] for name in ("feature", "threshold", "left", "right", "value")}
    roots, bag, size = [], [], 0
    for seed in range(bags):
        booster = lightgbm.train({**PARAMETERS, "seed": seed, **more}, lightgbm.Dataset(rows, labels), rounds)
        for tree in booster.dump_model()["tree_info"]:
            nodes = []
            _lay_out(tree["tree_structure"], nodes)
            for name, values in zip(parts, zip(*nodes, strict=True), strict=True):
                shift = size if name in {"left", "right"} else 0
                parts[name] += [v + shift for v in values]
            roots.append(size)
            bag.append(seed)
            size += len(nodes)
    kinds = {"feature": np.int16, "threshold": np.float32, "left": np.int32, "right": np.int32, "value": np.float32}
    arrays = [np.array(parts[name], dtype=kind) for name, kind in kinds.items()]
    return Trees(*arrays, np.array(roots, dtype=np.int32), np.array(bag, dtype=np.int8))


def _lay_out(node, nodes):
    place = len(nodes)
    nodes.append((-1, 0.0, 0, 0, 0.0))
    if "leaf_value" in node:
        nodes[place] = (-1, 0.0, 0, 0, node["leaf_value"])
        return
    left = len(nodes)
    _lay_out(node["left_child"], nodes)
    right = len(nodes)
    _lay_out(node["right_child"], nodes)
    nodes[place] = (node["split_feature"], node["threshold"], left, right, 0.0)
