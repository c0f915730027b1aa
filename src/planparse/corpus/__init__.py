"""Many documents: which there are, what each is called, and reading one after the other."""

from __future__ import annotations

from planparse.corpus.reading import Corrected, Source, read_all, sources_in

__all__ = ["Corrected", "Source", "read_all", "sources_in"]
