import numpy as np

from training.passages import ACCOUNT, NEIGHBOUR, OWN, in_context

VECTORS = np.eye(3, 4, dtype=np.float32)


def test_in_context_puts_own_previous_following_and_whole_side_by_side():
    seen = in_context(VECTORS)

    assert seen.shape == (3, 4 * 4 + 5)
    assert np.array_equal(seen[:, :4], VECTORS * OWN)
    assert np.array_equal(seen[1, 4:12], np.concatenate([VECTORS[0], VECTORS[2]]) * NEIGHBOUR)
    assert np.array_equal(seen[0, 4:8], np.zeros(4))
    assert np.allclose(seen[:, 12:16], VECTORS.mean(axis=0) * ACCOUNT)
