"""Many documents: which there are, what each is called, reading one after the other, or several at once."""

from __future__ import annotations

from planparse.corpus.reading import Corrected, Source, origin_of_source, read_all, sources_in

__all__ = ["Corrected", "Source", "origin_of_source", "read_all", "sources_in"]
