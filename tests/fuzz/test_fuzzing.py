"""The fuzzing itself still works: a handful of inputs of each target. See README.md for the rest."""

from __future__ import annotations

import random

import pytest
from targets import TARGETS, FuzzTarget

from fuzz import fault_of, smaller


@pytest.mark.parametrize("name", TARGETS)
def test_a_handful(name: str) -> None:
    target = TARGETS[name]
    for number in range(10):
        made = target.make(random.Random(f"{name} smoke {number}"))
        assert made == target.make(random.Random(f"{name} smoke {number}"))
        target.hold(made)


def fails(made: str | bytes) -> None:
    assert "7" not in str(made)


def test_a_finding_is_made_small() -> None:
    target = FuzzTarget(lambda source: "", fails)
    fault, trace = fault_of(target, "新建公园57座，广场3处。")
    assert fault.startswith("AssertionError in ") and "fails" in trace
    assert smaller(target, "新建公园57座，广场3处。", fault) == "7"
