"""A catalog as one page to look at: the targets, the texts that they stand in, and pictures of them."""

from __future__ import annotations

from planparse.report.writing import Reported, report

__all__ = ["Reported", "report"]
