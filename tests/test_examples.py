"""The examples are the specification: every sentence of ``examples/`` gives the targets that it says, and no others.

A case names the fields that matter to it, and only those are compared. ``known-failures.yaml`` holds what the rules still get wrong;
a case there that starts to pass has to move to its family.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

import planparse
from planparse.models import Target

FOLDER = Path(__file__).parent / "examples"
KNOWN = "known-failures"
FAMILIES = sorted(path.stem for path in FOLDER.glob("*.yaml") if path.stem != KNOWN)
CASE_FIELDS = {"text", "targets", "because", "period", "title"}
QUANTITY_FIELDS = {"value", "max", "unit", "comparator"}
TARGET_FIELDS = {"indicator", "subject", "action", "measure", "status", "modality", "per", "examples", "responsible"}

Case = Mapping[str, Any]


def cases(family: str) -> list[Case]:
    """The cases of one file."""
    return list(yaml.safe_load((FOLDER / f"{family}.yaml").read_text(encoding="utf-8"))["cases"] or [])


def parameters(family: str) -> list[Any]:
    return [pytest.param(case, id=f"{family}-{number}") for number, case in enumerate(cases(family), start=1)]


def last_day(deadline: str) -> date:
    """``2025`` and ``2025-06`` as the last day of that year or month."""
    year, _, month = str(deadline).partition("-")
    number = int(month or 12)
    return date(int(year), number, monthrange(int(year), number)[1])


def read(case: Case) -> tuple[Target, ...]:
    """Everything that is read in the text of a case, whatever its status."""
    catalog = planparse.extract_text(case["text"], title=case.get("title"), period=case.get("period"), status="all")
    return catalog.targets


def found_value(target: Target, field: str) -> object:
    """A field of a target in the form in which a case writes it."""
    if field == "deadline":
        named = target.deadline is not None and target.deadline.source != "document"
        return target.deadline.end if named and target.deadline else None
    value = getattr(target.quantity if field in QUANTITY_FIELDS else target, field)
    return list(value) if isinstance(value, tuple) else value


def wanted_value(field: str, value: Any) -> object:
    if field == "deadline":
        return None if value is None else last_day(value)
    return Decimal(str(value)) if field in ("value", "max") and value is not None else value


def differences(case: Case) -> list[str]:
    """What the extraction of a case's text gives otherwise than the case says; empty where they agree."""
    targets, wanted = read(case), case["targets"]
    if len(targets) != len(wanted):
        numbers = [target.quantity.text for target in targets]
        return [f"{len(wanted)} quantities wanted, {len(targets)} found: {numbers}"]
    return [
        f"{target.quantity.text}: {field} is {found_value(target, field)!r}, wanted {wanted_value(field, value)!r}"
        for target, fields in zip(targets, wanted, strict=True)
        for field, value in fields.items()
        if found_value(target, field) != wanted_value(field, value)
    ]


@pytest.mark.parametrize("case", [parameter for family in FAMILIES for parameter in parameters(family)])
def test_example(case: Case) -> None:
    found = differences(case)
    assert not found, "\n".join([case["text"], *found, case.get("because", "")])


@pytest.mark.parametrize("case", parameters(KNOWN))
def test_known_failure_still_fails(case: Case) -> None:
    assert differences(case), f"passes now: move it to its family, {case['family']}.yaml: {case['text']}"


@pytest.mark.parametrize("family", [*FAMILIES, KNOWN])
def test_file_is_well_formed(family: str) -> None:
    written = yaml.safe_load((FOLDER / f"{family}.yaml").read_text(encoding="utf-8"))
    assert set(written) == {"about", "cases"}
    assert written["about"]
    texts = [case["text"] for case in written["cases"]]
    assert len(texts) == len(set(texts)), "a text stands there twice"
    for case in written["cases"]:
        assert set(case) <= CASE_FIELDS | ({"family"} if family == KNOWN else set()), case
        assert family != KNOWN or case["family"] in FAMILIES, case
        for target in case["targets"]:
            assert {"value"} <= set(target) <= QUANTITY_FIELDS | TARGET_FIELDS | {"deadline"}, target


@pytest.mark.parametrize("family", FAMILIES)
def test_family_has_hits_and_near_misses(family: str) -> None:
    counts = [len(case["targets"]) for case in cases(family)]
    assert any(counts), "no case that gives a target"
    assert len(counts) >= 10, "too few cases to specify a rule family"
