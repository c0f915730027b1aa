"""Catalogs as tables for other programs, and as the ledger in which people work."""

from __future__ import annotations

from planparse.export.package import write_package
from planparse.export.writing import ENDINGS, Exported, export

__all__ = ["ENDINGS", "Exported", "export", "write_package"]
