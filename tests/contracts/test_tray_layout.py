"""A menu as dbusmenu nodes: what each line carries, which ids last, and what counts as a change."""

from __future__ import annotations

from typing import Any

from sitbreak.adapters.tray.layout import KEPT_LAYOUTS, Ids, Node, changes
from sitbreak.adapters.tray.menu import Builder, main_entry
from sitbreak.core.view import Entry
from tests.contracts.tray_views import DRILL, QUIT, STAND, view


def lay_out(ids: Ids, *entries: Entry) -> Node:
    return ids.lay_out(Builder(lambda words: None).build(entries))


def numbers(root: Node) -> dict[str, int]:
    return {node.properties["label"][1]: node.id for node in root.walk() if "label" in node.properties}


def test_every_kind_of_line_has_its_properties() -> None:
    """Information is disabled, separators say so, submenus and checkmarks are marked, and nothing more is sent."""
    root = lay_out(Ids(), *view().menu)
    assert root.properties == {"children-display": ("s", "submenu")}
    lines: list[Any] = [node.properties for node in root.children]
    shown = {"visible": ("b", True)}
    assert lines[0] == shown | {"label": ("s", "Sitting for 27 min"), "enabled": ("b", False)}
    assert lines[1] == {"type": ("s", "separator")}
    assert lines[2] == shown | {"label": ("s", "Start a drill now"), "enabled": ("b", True)}
    assert lines[4]["children-display"] == ("s", "submenu")
    assert [child.properties["label"][1] for child in root.children[4].children] == ["for 1 hour", "today"]
    assert lines[5]["toggle-type"] == ("s", "radio")
    assert lines[5]["toggle-state"] == ("i", 0)


def test_an_underscore_in_a_label_is_no_mnemonic() -> None:
    """Hosts take "_" for a keyboard mark, so it is doubled."""
    root = lay_out(Ids(), Entry("snake_case", ("x",)))
    assert root.children[0].properties["label"] == ("s", "snake__case")


def test_a_line_keeps_its_id_when_its_words_or_place_change() -> None:
    """The command makes the line: another label, another place or new lines around it leave the id alone."""
    ids = Ids()
    before = numbers(lay_out(ids, DRILL, STAND, QUIT))
    after = numbers(lay_out(ids, Entry("Snooze", ("snooze",)), STAND, Entry("Another drill", ("drill",)), QUIT))
    assert after["Another drill"] == before[DRILL.label]
    assert after[STAND.label] == before[STAND.label]
    assert after["Snooze"] not in before.values()


def test_a_line_of_information_keeps_its_id_while_it_counts() -> None:
    """Only a property differs when a minute has passed, and the tree has the same shape."""
    ids = Ids()
    old, new = lay_out(ids, *view(minutes=27).menu), lay_out(ids, *view(minutes=28).menu)
    assert old.shaped_like(new)
    assert changes(old, new) == ([(old.children[0].id, {"label": ("s", "Sitting for 28 min")})], [])


def test_all_ids_of_a_layout_differ() -> None:
    """Equal lines, several separators and equal commands in submenus still have ids of their own."""
    twice = Entry("More", children=(DRILL, DRILL))
    root = lay_out(Ids(), Entry("info"), Entry(""), Entry("info"), Entry(""), DRILL, DRILL, twice)
    used = [node.id for node in root.walk()]
    assert len(used) == len(set(used))


def test_an_id_is_remembered_for_a_few_layouts_and_then_given_up() -> None:
    """A line that was away for a short while has its old id back; after many layouts it is a new line."""
    ids = Ids()
    first = numbers(lay_out(ids, DRILL, QUIT))[DRILL.label]
    lay_out(ids, QUIT)
    assert numbers(lay_out(ids, DRILL, QUIT))[DRILL.label] == first
    for _ in range(KEPT_LAYOUTS):
        lay_out(ids, QUIT)
    assert numbers(lay_out(ids, DRILL, QUIT))[DRILL.label] not in (first, numbers(lay_out(ids, QUIT))["Quit"])


def test_a_property_that_went_is_reported_as_removed() -> None:
    """A line that no longer can be checked loses its toggle properties by name."""
    ids = Ids()
    old = lay_out(ids, Entry("Quiet", ("quiet",), checked=True))
    new = lay_out(ids, Entry("Quiet", ("quiet",)))
    assert changes(old, new) == ([], [(old.children[0].id, ["toggle-type", "toggle-state"])])


def test_a_layout_is_cut_at_the_wanted_depth_and_properties() -> None:
    """Depth 1 gives the lines without those of their submenus, and only the named properties."""
    root = lay_out(Ids(), *view().menu)
    _, properties, lines = root.wire(1, ["label"])
    assert properties == {}
    submenu = lines[4][1]
    assert submenu[1:] == ({"label": ("s", "Pause")}, [])


def test_the_main_entry_is_the_one_that_says_so() -> None:
    """A click on the icon stands for the line marked as the main one, and for nothing where that is disabled."""
    disabled = Entry("Not now", ("x",), enabled=False, main=True)
    assert main_entry((Entry("info"), Entry(""), STAND, disabled, DRILL, QUIT)) is DRILL
    assert main_entry((Entry("info"), STAND, disabled)) is None


def test_lines_that_stay_are_taken_over_as_they_are() -> None:
    """What the menu before had, too, is the same node, wherever it stands now; only the line that changed is new."""
    ids, builder = Ids(), Builder(lambda words: None, lambda: "now")
    more = Entry("More", children=(DRILL, STAND))
    old = ids.lay_out(builder.build((Entry("27 min"), more, STAND, Entry("1 break"))))
    new = ids.lay_out(builder.build((Entry("28 min"), more, STAND, Entry("2 breaks"))))
    assert [one is other for one, other in zip(old.children, new.children, strict=True)] == [False, True, True, False]
    assert changes(old, new) == ([(old.children[3].id, {"label": ("s", "2 breaks")})], [])
    moved = ids.lay_out(builder.build((Entry("28 min"), STAND, more)))
    assert moved.children[1:] == (new.children[2], new.children[1])


def test_a_line_that_becomes_the_main_one_is_made_anew() -> None:
    """Which line a click on the icon stands for depends on the lines before it, so that line is no longer the same."""
    builder = Builder(lambda words: None)
    week = Entry("This week", ("week",), main=True)
    first, second = builder.build((Entry("Start", ("go",), main=True), week)).items
    (alone,) = builder.build((week,)).items
    assert (first.default, second.default, alone.default) == (True, False, True)


def test_ids_of_what_is_inside_a_kept_line_stay_remembered() -> None:
    """A submenu taken over again and again keeps the ids of its lines, however many layouts have passed."""
    ids, builder = Ids(), Builder(lambda words: None)
    more = Entry("More", children=(DRILL,))
    first = ids.lay_out(builder.build((more, STAND)))
    for minute in range(2 * KEPT_LAYOUTS):
        ids.lay_out(builder.build((Entry(f"{minute} min"), more)))
    last = ids.lay_out(builder.build((Entry("again"), Entry("More", children=(DRILL, QUIT)))))
    assert last.children[1].children[0].id == first.children[0].children[0].id
