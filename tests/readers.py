"""Readers, opened once for all tests of a process."""

from rebond.engine.moments.read import load_reader
from rebond.web import data_folder

CACHE = data_folder.cache()
LIGHT = load_reader(encoder="light")
FULL = load_reader(encoder="e5", cache=CACHE)
