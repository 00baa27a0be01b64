"""The person's folder of drills as it may be found: whatever lies in it costs itself only, and is told of."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sitbreak.adapters.book import shelf, shipped_book
from sitbreak.adapters.catalogue_files import LARGEST_FILE, own_folder
from sitbreak.shipped import shipped

MARCH = shipped("config", "drills", "standing-march.toml").read_bytes()

SPOILED: dict[str, Callable[[Path], object]] = {
    "empty": Path.touch,
    "cut off": lambda path: path.write_bytes(MARCH[:900]),
    "not text": lambda path: path.write_bytes(b"\xff\xfe" + MARCH),
    "zeros": lambda path: path.write_bytes(bytes(4096)),
    "very large": lambda path: path.write_bytes(MARCH + b"#" * LARGEST_FILE),
    "nested without end": lambda path: path.write_bytes(b"x = " + b"[" * 100_000),
    "a folder": Path.mkdir,
    "a pipe": os.mkfifo,
    "a link to nothing": lambda path: path.symlink_to("nowhere"),
    "a link to itself": lambda path: path.symlink_to(path.name),
}


@pytest.mark.parametrize("what", SPOILED)
def test_what_lies_in_the_folder_costs_itself_only(tmp_path: Path, what: str) -> None:
    """One line says what is wrong with the file; the shipped drills and the good one beside it are there."""
    folder = own_folder(tmp_path)
    folder.mkdir()
    SPOILED[what](folder / "spoiled.toml")
    (folder / "good.toml").write_bytes(MARCH.replace(b'id = "standing-march"', b'id = "my-march"'))
    found = shelf(tmp_path)
    assert {card.id for card in found.book} == {card.id for card in shipped_book()} | {"my-march"}
    (line,) = found.problems
    assert line.startswith("spoiled.toml: ")
    assert len(line.splitlines()) == 1
