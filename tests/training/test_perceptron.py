import numpy as np

from training.perceptron import ROWS_A_BATCH, Perceptron

NETWORK = Perceptron(
    inner=np.array([[1.0, -1.0]], np.float32),
    inner_bias=np.array([0.0, 0.5], np.float32),
    outer=np.array([[2.0], [1.0]], np.float32),
    outer_bias=np.array([0.25], np.float32),
)


def test_log_odds_pass_through_one_rectified_layer():
    assert NETWORK.log_odds(np.array([[3.0], [-1.0]], np.float32)).tolist() == [[6.25], [1.75]]


def test_log_odds_of_no_row_has_no_row():
    assert NETWORK.log_odds(np.zeros((0, 1), np.float32)).shape == (0, 1)


def test_log_odds_of_more_rows_than_a_batch_keep_their_order():
    rows = np.arange(ROWS_A_BATCH + 2, dtype=np.float32)[:, None]

    assert NETWORK.log_odds(rows)[-1].tolist() == [2.0 * (ROWS_A_BATCH + 1) + 0.25]
