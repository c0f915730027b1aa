"""Chinese government plans become a catalog of targets.

    >>> import planparse
    >>> catalog = planparse.extract_text("新增城镇就业4万人。", period="2025")
    >>> catalog.targets[0].quantity.value
    Decimal('40000')

What is named here is the public library; all of it is loaded at first use, so that importing planparse costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planparse.catalog.files import load_catalog, save_catalog
    from planparse.checking import check
    from planparse.errors import (
        CatalogError,
        CorrectionsError,
        CorrectionsWarning,
        LexiconError,
        MissingExtraError,
        PlanparseError,
        SettingsError,
        SourceError,
    )
    from planparse.findings.differences import diff
    from planparse.findings.models import FieldChange, Finding, Findings, Pairing
    from planparse.library import extract, extract_text
    from planparse.models import (
        BaseQuantity,
        Catalog,
        Deadline,
        Document,
        Extent,
        Generator,
        Period,
        Pillar,
        Quantity,
        Review,
        Span,
        Target,
    )
    from planparse.settings import Settings, find_settings, load_settings

__version__ = "0.1.0"

__all__ = [
    "BaseQuantity", "Catalog", "CatalogError", "CorrectionsError", "CorrectionsWarning", "Deadline", "Document", "Extent",
    "FieldChange", "Finding", "Findings", "Generator", "LexiconError", "MissingExtraError", "Pairing", "Period", "Pillar",
    "PlanparseError", "Quantity", "Review", "Settings", "SettingsError", "SourceError", "Span", "Target", "__version__", "check",
    "diff", "extract", "extract_text", "find_settings", "load_catalog", "load_settings", "save_catalog",
]  # fmt: skip

_HOMES = {
    "planparse.catalog.files": ("load_catalog", "save_catalog"),
    "planparse.checking": ("check",),
    "planparse.errors": (
        "CatalogError", "CorrectionsError", "CorrectionsWarning", "LexiconError", "MissingExtraError", "PlanparseError",
        "SettingsError", "SourceError",
    ),
    "planparse.findings.differences": ("diff",),
    "planparse.findings.models": ("FieldChange", "Finding", "Findings", "Pairing"),
    "planparse.library": ("extract", "extract_text"),
    "planparse.models": (
        "BaseQuantity", "Catalog", "Deadline", "Document", "Extent", "Generator", "Period", "Pillar", "Quantity", "Review", "Span",
        "Target",
    ),
    "planparse.settings": ("Settings", "find_settings", "load_settings"),
}  # fmt: skip
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


if not TYPE_CHECKING:  # a type checker would believe that every name is there

    def __getattr__(name: str) -> object:
        if name not in _HOME_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_HOME_OF[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
