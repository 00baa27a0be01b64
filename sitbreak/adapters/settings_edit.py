"""Changes one setting in config.toml and leaves the person's own comments and order alone."""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path
from typing import Any, cast

from sitbreak.adapters.atomic import private_folder, write_atomic
from sitbreak.adapters.settings_file import FileProblem, SettingsFileError, check_text, file_text, parse
from sitbreak.core.settings import Settings, SettingsError, read_settings
from sitbreak.core.settings_tree import plain_tree


def set_value(path: Path, key: str, text: str) -> Settings:
    """Writes one setting, keeping comments and order, and returns the settings now in force.

    `text` is a TOML value, a bare text such as 45m, or items with commas between for a list. The file stays as it is
    when anything in the result is not allowed (SettingsFileError) or the disk refuses (OSError).
    """
    import tomlkit

    _refuse_wrong(path, _nested(key, _value(key, text)))
    before = file_text(path)
    parse(path, before)
    document = tomlkit.parse(before)
    *tables, name = key.split(".")
    _put(_table(path, document, tables), name, _value(key, text))
    after = tomlkit.dumps(document)
    settings = check_text(path, after)
    private_folder(path.parent)
    write_atomic(path, after)
    return settings


def _refuse_wrong(path: Path, data: dict[str, Any]) -> None:
    try:
        read_settings(data)
    except SettingsError as error:
        raise SettingsFileError(tuple(FileProblem(path, 0, str(problem)) for problem in error.errors)) from error


def _nested(key: str, value: object) -> dict[str, Any]:
    name, _, rest = key.partition(".")
    return {name: _nested(rest, value) if rest else value}


def _table(path: Path, document: MutableMapping[str, Any], names: list[str]) -> MutableMapping[str, Any]:
    import tomlkit

    table: Any = document
    for depth, name in enumerate(names):
        if name not in table:
            _put(table, name, tomlkit.inline_table() if depth else tomlkit.table())
            table[name].update(_default_hours(names[: depth + 1]))
        table = table[name]
        if not isinstance(table, MutableMapping):
            raise SettingsFileError((FileProblem(path, 0, f"{'.'.join(names)}: found no table to write to"),))
    return cast("MutableMapping[str, Any]", table)


def _default_hours(names: list[str]) -> dict[str, Any]:
    # One day set by hand must not free all the others.
    return _default(names) if names == ["quiet", "hours"] else {}


def _put(table: MutableMapping[str, Any], name: str, value: object) -> None:
    """Adds a new key right after the last one, since comments behind that belong to what follows."""
    from tomlkit.items import Comment, Table, Whitespace

    behind: list[Comment | Whitespace] = []
    if isinstance(table, Table) and name not in table:
        body = table.value.body
        while body and body[-1][0] is None:
            behind.append(cast(Comment | Whitespace, body.pop()[1]))
    table[name] = value
    for item in reversed(behind):
        cast(Table, table).add(item)


def _value(key: str, text: str) -> object:
    import tomllib

    default = _default(key.split("."))
    if isinstance(default, str) and not text.startswith(('"', "'")):
        return text
    if isinstance(default, list) and not text.startswith("["):
        return [item.strip() for item in text.split(",") if item.strip()]
    try:
        data = tomllib.loads(f"value = {text}")
    except tomllib.TOMLDecodeError:
        return text
    return data["value"] if len(data) == 1 else text


def _default(names: list[str]) -> Any:
    value: Any = plain_tree(Settings())
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value
