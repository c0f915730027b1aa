"""What the rules know of the language, as data: YAML files, the models of their entries, the loader that joins them."""

from __future__ import annotations

from planparse.lexicon.loader import Lexicon, load_lexicon

__all__ = ["Lexicon", "load_lexicon"]
