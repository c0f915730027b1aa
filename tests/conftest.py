"""What holds for every test: property tests have no clock, which a busy machine would lose against."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("planparse", deadline=None)
settings.load_profile("planparse")
