"""Catalogs as tables for other programs, and as the ledger in which people work.

What is named here is loaded at first use: an extraction imports parts of this package and makes no table.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planparse.export.package import write_package
    from planparse.export.writing import ENDINGS, Exported, export

__all__ = ["ENDINGS", "Exported", "export", "write_package"]


if not TYPE_CHECKING:  # a type checker would believe that every name is there

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{'package' if name == 'write_package' else 'writing'}"), name)
