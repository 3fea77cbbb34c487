import numpy as np

from rebond.engine.moments.features import places, second_look


def test_places_mark_the_ends():
    assert places(1).tolist() == [[0.5, 0.25, 1.0, 1.0]]
    assert places(2)[:, 2:].tolist() == [[1.0, 0.0], [0.0, 1.0]]


def test_second_look_of_one_moment_sees_no_neighbour():
    seen = second_look(np.zeros((1, 5), np.float32))

    assert seen.shape == (1, 6 * 5 + 5)
    assert seen[0, 5:25].tolist() == [0.0] * 20


def test_second_look_sees_two_moments_on_each_side():
    looks = np.full((5, 1), -50.0, np.float32)
    looks[4] = 50.0

    near = second_look(looks)[2, 1:5].round(6).tolist()

    assert near == [0.0, 0.0, 0.0, 2.0]
