"""The place of shipped files, under the name adapters know it by."""

from __future__ import annotations

from sitbreak.shipped import shipped

__all__ = ["shipped"]
