"""The ledger: planned targets as the Excel table in which an office breaks a plan down and follows it through the year."""

from __future__ import annotations

from planparse.export.ledger.book import ledger_bytes
from planparse.export.ledger.changes import Change, changes_between
from planparse.export.ledger.filled import Ledger, read_ledger
from planparse.export.ledger.rows import Row, rows_of, title_of

__all__ = ["Change", "Ledger", "Row", "changes_between", "ledger_bytes", "read_ledger", "rows_of", "title_of"]
