"""The regressions and the network behind the heads."""

from collections.abc import Sequence

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from rebond.engine.text.hashing import grams
from rebond.engine.text.linear import HashedLinear, gram_values
from training.perceptron import Perceptron

Floats = NDArray[np.float64]

# Strength of the data against the penalty; measured by cross-validation on the training groups, as is all below.
HASHED_C = 3.0
# 2**16 buckets read no better than 2**15.
HASHED_BITS = 15
# The network: hidden units, penalty, passes over the data, step, examples a step; one for each beginning, averaged.
HIDDEN, PENALTY, PASSES, STEP, EXAMPLES_A_STEP = 384, 2.0, 12, 1e-3, 128
BEGINNINGS = (0, 1, 2)
# Log-odds of a label with fewer examples than this: never likely, never learned.
FEWEST_EXAMPLES, UNKNOWN = 3, -8.0
# Threads, not processes: the fits release the interpreter's lock. Each is its own, so the result is the same.
THREADS = 2


def fit_hashed(pieces: Sequence[str], held: NDArray[np.bool_], bits: int = HASHED_BITS) -> HashedLinear:
    """The hashed linear model of these pieces, one regression a column of `held`, in half precision."""
    features, rarity = hashed_matrix(pieces, bits)

    def one(column: NDArray[np.bool_]) -> tuple[Floats, float]:
        if column.sum() < FEWEST_EXAMPLES:
            return np.zeros(features.shape[1]), UNKNOWN
        model = LogisticRegression(C=HASHED_C, solver="liblinear", random_state=0).fit(features, column)
        return model.coef_[0], float(model.intercept_[0])

    fitted = Parallel(THREADS, backend="threading")(delayed(one)(column) for column in held.T)
    weights = np.stack([weights for weights, _ in fitted], axis=1)
    bias = np.array([bias for _, bias in fitted], np.float32)
    return HashedLinear(weights.astype(np.float16), rarity.astype(np.float16), bias)


def hashed_matrix(pieces: Sequence[str], bits: int) -> tuple[sparse.csr_matrix, NDArray[np.float32]]:
    """The hashed grams of each piece, weighed by rarity, and the rarity of each bucket among these pieces."""
    found = grams(pieces, bits=bits)
    counts = np.bincount(found.buckets, minlength=1 << bits)
    # Smoothed as in scikit-learn's TfidfTransformer; rounded to half precision, as it will be shipped.
    rarity = (np.log((1 + len(pieces)) / (1 + counts)) + 1).astype(np.float16).astype(np.float32)
    values = gram_values(found, rarity, len(pieces))
    return sparse.csr_matrix((values, (found.pieces, found.buckets)), shape=(len(pieces), 1 << bits)), rarity


def fit_perceptron(features: NDArray[np.float32], held: NDArray[np.bool_]) -> Perceptron:
    """The networks of all BEGINNINGS as one, its weights rounded to half precision."""
    # The network learns on centred features of about unit size; both steps are folded into its first layer afterwards.
    middle, size = features.mean(axis=0), np.float32(features.std(axis=0).mean())
    centred = (features - middle) / size

    def one(seed: int) -> MLPClassifier:
        network = MLPClassifier(
            HIDDEN,
            alpha=PENALTY,
            max_iter=PASSES,
            n_iter_no_change=PASSES + 1,
            learning_rate_init=STEP,
            batch_size=min(EXAMPLES_A_STEP, len(features)),
            random_state=seed,
        )
        # Passes are counted, not awaited: one step at a time keeps scikit-learn from warning that it was stopped early.
        for _ in range(PASSES):
            network.partial_fit(centred, held, classes=np.arange(held.shape[1]))
        return network

    networks = Parallel(THREADS, backend="threading")(delayed(one)(seed) for seed in BEGINNINGS)
    inner = (np.concatenate([network.coefs_[0] for network in networks], axis=1) / size).astype(np.float16)
    inner_bias = np.concatenate([network.intercepts_[0] for network in networks]) - middle @ inner.astype(np.float32)
    outer = np.concatenate([network.coefs_[1] for network in networks], axis=0) / len(networks)
    outer_bias = np.mean([network.intercepts_[1] for network in networks], axis=0)
    outer = outer.astype(np.float16).astype(np.float32)
    return Perceptron(inner.astype(np.float32), inner_bias.astype(np.float32), outer, outer_bias.astype(np.float32))


def fit_softmax(features: NDArray[np.float32], chosen: NDArray[np.int64], classes: int, strength: float) -> Floats:
    """Weights of a multinomial logistic regression; shape (features + 1, classes), the bias in the last row."""
    weights = np.zeros((features.shape[1] + 1, classes))
    weights[-1] = UNKNOWN
    model = LogisticRegression(C=strength, solver="lbfgs", max_iter=1000, tol=1e-3).fit(features, chosen)
    rows, biases = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        rows, biases = np.vstack([-rows, rows]) / 2, np.concatenate([-biases, biases]) / 2
    weights[:-1, model.classes_] = rows.T
    weights[-1, model.classes_] = biases
    return weights
