"""``python -m planparse`` is the command ``planparse``."""

from __future__ import annotations

from planparse.cli import run

if __name__ == "__main__":
    run()
