"""Sound files and lines as mistakes, old versions and ill will leave them: strategies for Hypothesis."""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import strategies as st

from sitbreak.core.settings_tree import toml_text

MOMENTS = ("9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+23:59", "1970-01-01T00:00:00+00:00", "2026-03-04T14:00")
WORDS = (
    "seated",
    "standing",
    "walk",
    "done",
    "quiet",
    "1h",
    "24:00",
    "a\nb",
    "\u2028",
    "\ud800",
    "x" * 2000,
    "\x1b[2J",
)
NUMBERS = (10**400, -(10**12), 1e300, float("inf"), float("nan"), -0.0, 4e9, -3600.0, 2**63)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 100_000),
    st.sampled_from(NUMBERS),
    st.sampled_from([*MOMENTS, *WORDS]),
    st.text(max_size=8),
    st.lists(st.integers() | st.text(max_size=4), max_size=3),
    st.dictionaries(st.text(max_size=4), st.integers(), max_size=2),
)
NAMES = st.sampled_from(["", "id", "t", "kind", "a\nb", "\ud800", "01", "٣", "9" * 5000]) | st.text(max_size=5)
PIECES = st.binary(max_size=6) | st.sampled_from([b'"', b"\n", b"[", b"{" * 3000, b"'''", b"9" * 5000, b"\xe2\x80\xa8"])


def places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every container in the data with a key into it."""
    keys = node.keys() if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for key in keys:
        yield node, key
        yield from places(node[key])


@st.composite
def data(draw: st.DrawFn, sound: Any) -> Any:
    """The data with one to three of its values replaced, left out, doubled, or joined by a stranger."""
    spoiled = copy.deepcopy(sound)
    for _ in range(draw(st.integers(1, 3))):
        if not (found := list(places(spoiled))):
            break
        node, key = found[draw(st.integers(0, len(found) - 1))]
        match draw(st.integers(0, 4)):
            case 0:
                del node[key]
            case 1 if isinstance(node, dict):
                node[draw(NAMES)] = draw(VALUES)
            case 1:
                node.append(copy.deepcopy(node[key]))
            case _:
                node[key] = draw(VALUES)
    return spoiled


@st.composite
def text(draw: st.DrawFn, sound: bytes) -> bytes:
    """The bytes cut off, with a piece lost, and with others put in."""
    start = draw(st.integers(0, len(sound)))
    end = draw(st.integers(start, min(len(sound), start + 30)) | st.just(len(sound)))
    return sound[:start] + draw(PIECES) + sound[end:]


def toml(sound: bytes) -> st.SearchStrategy[bytes]:
    """A TOML file whose values are spoiled."""
    return data(tomllib.loads(sound.decode())).map(_as_toml)


def _as_toml(spoiled: dict[str, Any]) -> bytes:
    try:
        lines = [f"{toml_text(key)} = {toml_text(value)}" for key, value in spoiled.items()]
    except ValueError:  # a number too long for Python to print
        return b"x = 0x" + b"f" * 5000
    return "\n".join(lines).encode(errors="replace")


def document(sound: bytes) -> st.SearchStrategy[bytes]:
    """A JSON document whose values are spoiled."""
    return data(json.loads(sound)).map(lambda spoiled: json.dumps(spoiled).encode())


def lines(sound: bytes) -> st.SearchStrategy[bytes]:
    """JSON Lines of which one or more are spoiled."""
    return data([json.loads(line) for line in sound.splitlines()]).map(
        lambda rows: "\n".join(map(json.dumps, rows)).encode()
    )


def spoiled(shape: Any, seeds: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """One of the seeds, spoiled in its data or in its bytes."""
    return st.sampled_from(seeds).flatmap(lambda sound: shape(sound) | shape(sound) | text(sound))
