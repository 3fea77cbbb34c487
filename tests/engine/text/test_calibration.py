import numpy as np
import pytest

from rebond.engine.text.calibration import observed, platt, sigmoid, softmax


def test_sigmoid_of_extremes_neither_overflows_nor_leaves_the_unit_interval():
    assert sigmoid(np.array([-1e9, 0.0, 1e9])).tolist() == pytest.approx([0.0, 0.5, 1.0])


def test_softmax_rows_add_up_to_one_whatever_their_size():
    probabilities = softmax(np.array([[1e4, 0.0], [0.0, 0.0]]))

    assert probabilities.tolist() == [[1.0, 0.0], [0.5, 0.5]]


def test_platt_gives_each_label_its_own_line():
    assert platt(np.array([[0.0, 2.0]]), np.array([[1.0, 0.5], [0.25, -1.0]])).tolist() == [[0.25, 0.0]]


def test_observed_follows_its_points_and_stays_within_them():
    curve = np.array([[-2.0, 0.0, 2.0], [0.0, 0.2, 0.8]])

    shares = observed(np.array([[-9.0, -1.0], [1.0, 9.0]]), curve)

    assert shares.ravel().tolist() == pytest.approx([0.0, 0.1, 0.5, 0.8])
