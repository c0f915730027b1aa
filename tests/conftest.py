"""What holds for every test: a cache of their own, and property tests without a clock, which a busy machine would lose against."""

from __future__ import annotations

import os
import shutil
import tempfile

from hypothesis import settings

settings.register_profile("planparse", deadline=None)
settings.load_profile("planparse")


def pytest_configure(config):
    """The processes that share the tests, and the commands that tests start, inherit the folder."""
    for name in ("LANGUAGE", "LC_MESSAGES", "LANG"):
        os.environ.pop(name, None)
    os.environ["LC_ALL"] = "C"  # messages in English, whatever the machine speaks
    if not hasattr(config, "workerinput"):
        config.cache_of_tests = tempfile.mkdtemp(prefix="planparse-tests-")
        os.environ["XDG_CACHE_HOME"] = config.cache_of_tests
        # Commands that tests start find planparse compiled, though nothing is written beside it.
        os.environ["PYTHONPYCACHEPREFIX"] = os.path.join(config.cache_of_tests, "compiled")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_unconfigure(config):
    if folder := getattr(config, "cache_of_tests", None):
        shutil.rmtree(folder, ignore_errors=True)
