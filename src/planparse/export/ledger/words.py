"""What the ledger calls things. It is a Chinese table whatever the locale: offices read it, not programs."""

from __future__ import annotations

from typing import Final

SHEET: Final = "台账"
SUMS: Final = "汇总"
CHANGES: Final = "变动"
APART: Final = "另行保留"
"""The sheet of rows that people filled in and that the catalog has no target for (any more)."""
SHEETS: Final = (SHEET, SUMS, CHANGES, APART)

NUMBER: Final = "序号"
FIELD: Final = "领域（支柱）"
INDICATOR: Final = "指标"
VALUE: Final = "目标值"
UNIT: Final = "单位"
COMPARISON: Final = "比较"
FIRMNESS: Final = "性质"
DUE: Final = "完成时限"
RESPONSIBLE: Final = "责任单位"
SENTENCE: Final = "原文"
PLACE: Final = "出处"
ID: Final = "编号"
PROGRESS: Final = "进展"
DONE: Final = "完成值"
RATE: Final = "完成率"
REMARKS: Final = "备注"

OURS: Final = (NUMBER, FIELD, INDICATOR, VALUE, UNIT, COMPARISON, FIRMNESS, DUE, RESPONSIBLE, SENTENCE, PLACE, ID)
THEIRS: Final = (PROGRESS, DONE, RATE, REMARKS)
"""The columns of the year's work."""
COLUMNS: Final = (*OURS, *THEIRS)

COMPARISONS: Final = {"eq": "等于", "min": "不低于", "max": "不高于", "about": "左右", "range": "区间"}
FIRMNESSES: Final = {"firm": "确定", "strive": "力争", "expect": "预期", "explore": "探索"}
BINDINGS: Final = {"binding": "约束性", "expected": "预期性"}
PER: Final = {"year": "/年", "month": "/月", "day": "/日"}
NO_HEADING: Final = "（无标题）"
