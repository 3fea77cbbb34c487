import json

import numpy as np
import pytest

from rebond.engine.text.stored import load_arrays, load_card


def test_load_arrays_returns_what_was_saved(tmp_path):
    np.savez(tmp_path / "head.npz", weights=np.array([1.5, -2.0], np.float16))

    assert {name: array.tolist() for name, array in load_arrays(tmp_path / "head.npz").items()} == {
        "weights": [1.5, -2.0]
    }


def test_load_arrays_refuses_a_pickle(tmp_path):
    np.savez(tmp_path / "head.npz", weights=np.array([{"any": "object"}], dtype=object))

    with pytest.raises(ValueError, match="allow_pickle=False"):
        load_arrays(tmp_path / "head.npz")


def test_load_card_reads_json(tmp_path):
    (tmp_path / "card.json").write_text(json.dumps({"version": "é"}), "utf-8")

    assert load_card(tmp_path / "card.json") == {"version": "é"}
