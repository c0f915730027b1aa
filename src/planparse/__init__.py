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
    from planparse.catalog.files import load_catalog as load_catalog
    from planparse.checking import check as check
    from planparse.findings.differences import diff as diff
    from planparse.library import extract as extract
    from planparse.library import extract_text as extract_text
    from planparse.models import Catalog as Catalog

__version__ = "0.1.0"

__all__ = ["Catalog", "__version__", "check", "diff", "extract", "extract_text", "load_catalog"]

_HOMES = {
    "Catalog": "planparse.models",
    "check": "planparse.checking",
    "diff": "planparse.findings.differences",
    "extract": "planparse.library",
    "extract_text": "planparse.library",
    "load_catalog": "planparse.catalog.files",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
