"""Tables of indicators and of tasks: what their columns are, and the targets that their cells state."""

from __future__ import annotations

from planparse.tables.reader import Said, SheetCells, SheetReader, TableGrammar, rows_of
from planparse.tables.sheets import sheets_of

__all__ = ["Said", "SheetCells", "SheetReader", "TableGrammar", "rows_of", "sheets_of"]
