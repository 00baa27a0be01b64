"""The resident program with a library that cannot be loaded next to what stands in for others."""

from __future__ import annotations

import sys
from typing import Any


def main() -> None:
    """As the program's own, which cannot import a library here unless Python is whole."""
    modules: dict[str, Any] = sys.modules
    modules["jeepney"] = None
    from sitbreak import resident

    resident.main()
