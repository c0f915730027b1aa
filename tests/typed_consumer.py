"""A program that uses the library as its users do: mypy reads it with the project, and a test runs it.

What a type checker does not see through would be an Any here, which ``assert_type`` refuses.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

import polars
from typing_extensions import assert_type

import planparse
from planparse import Catalog, Document, Findings, PlanparseError, Target


def ledger(folder: Path) -> Iterator[tuple[str, Decimal, date | None]]:
    """Firm targets due by the end of 2026, from every plan in a folder, merged and kept as a file."""
    catalog = Catalog.merge(*(planparse.extract(path) for path in sorted(folder.glob("*.txt"))))
    assert_type(catalog, Catalog)
    planparse.save_catalog(catalog, folder / "all.yaml")
    chosen = planparse.load_catalog(folder / "all.yaml").filter(modality="firm", unit=["座", "个"], due_until=date(2026, 12, 31))
    assert_type(chosen, Catalog)
    for target in chosen:
        assert_type(target, Target)
        assert_type(chosen[target.id], Target)
        assert_type(chosen.get(target.id), Target | None)
        assert_type(chosen.get(target.id, 0), Target | int)
        assert_type(target.status, Literal["planned", "achieved", "context"])
        yield target.indicator, target.quantity.value, target.deadline.end if target.deadline else None


def faults(folder: Path) -> list[str]:
    """What does not go well, in words."""
    findings = planparse.check(folder, catalog=folder / "all.yaml")
    assert_type(findings, Findings)
    said = [finding.message for finding in findings.findings]
    try:
        planparse.extract(folder / "none.txt")
    except PlanparseError as error:
        assert_type(error.remedy, str)
        said.append(error.fault)
    return said


def rows(catalog: Catalog) -> polars.DataFrame:
    """A frame of the library that is named."""
    assert_type(catalog.documents, tuple[Document, ...])
    assert_type(len(catalog), int)
    assert_type("plan.00000000" in catalog, bool)
    frame = catalog.to_frame("polars")
    assert_type(frame, polars.DataFrame)
    return frame
