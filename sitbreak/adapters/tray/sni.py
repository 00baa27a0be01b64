"""A pystray backend for StatusNotifierItem hosts (KDE, Xfce, LXQt, waybar, GNOME with AppIndicator), over D-Bus."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Any

from sitbreak.adapters.bus import Bus, BusError, BusGone
from sitbreak.adapters.tray.dbusmenu import PATH as MENU_PATH
from sitbreak.adapters.tray.dbusmenu import DBusMenu
from sitbreak.adapters.tray.drawn import SIZES
from sitbreak.adapters.tray.exported import PROPERTIES, Exported, Interface, root
from sitbreak.adapters.tray.library import BaseIcon
from sitbreak.adapters.tray.pixmap import Pixmap, pixmaps

log = logging.getLogger(__name__)

PATH = "/StatusNotifierItem"
WATCHER = "org.kde.StatusNotifierWatcher"
WATCHER_PATH = "/StatusNotifierWatcher"
PIXMAPS = "a(iiay)"
INTERFACE = Interface(
    "org.kde.StatusNotifierItem",
    methods={
        "Activate": (("i", "i"), ()),
        "SecondaryActivate": (("i", "i"), ()),
        "ContextMenu": (("i", "i"), ()),
        "Scroll": (("i", "s"), ()),
        "ProvideXdgActivationToken": (("s",), ()),
    },
    signals={
        "NewTitle": (),
        "NewIcon": (),
        "NewAttentionIcon": (),
        "NewOverlayIcon": (),
        "NewMenu": (),
        "NewIconAccessibleDesc": (),
        "NewToolTip": (),
        "NewStatus": ("s",),
    },
    properties={
        "Category": "s",
        "Id": "s",
        "Title": "s",
        "Status": "s",
        "WindowId": "i",
        "IconThemePath": "s",
        "IconName": "s",
        "IconPixmap": PIXMAPS,
        "IconAccessibleDesc": "s",
        "OverlayIconName": "s",
        "OverlayIconPixmap": PIXMAPS,
        "AttentionIconName": "s",
        "AttentionIconPixmap": PIXMAPS,
        "AttentionMovieName": "s",
        "AttentionAccessibleDesc": "s",
        "ToolTip": f"(s{PIXMAPS}ss)",
        "ItemIsMenu": "b",
        "Menu": "o",
    },
)


class Icon(BaseIcon):  # type: ignore[misc]  # pystray has no types
    """A StatusNotifierItem with a com.canonical.dbusmenu menu.

    `icon` may also be a sequence of pictures or finished pixmaps, each drawn for its own size; a single picture is
    scaled to the usual sizes.
    `bus` is the session bus to use, kept open at the end; without one the icon connects by itself and hangs up at the
    end. With no host around the icon waits for one.
    """

    HAS_NOTIFICATION = False

    def __init__(self, *args: Any, bus: Bus | None = None, **kwargs: Any) -> None:
        """Raises BusGone when there is no session bus."""
        self._visible = False
        self._owns_bus = bus is None
        self._bus = bus or Bus.session()
        super().__init__(*args, **kwargs)
        self._pixmaps: list[Pixmap] = []
        self._status = "Passive"
        self._registered = False
        self._ended = threading.Event()
        self._unwatch: Callable[[], None] = lambda: None
        self._dbusmenu = DBusMenu(self._bus, lambda: self._menu, lambda item: self._handler(item)())

    @property
    def host_present(self) -> bool:
        """Whether somebody displays items now; asks the watcher, so not to be used in handlers of exported objects."""
        of = (WATCHER, "IsStatusNotifierHostRegistered")
        try:
            ((_, present),) = self._bus.call(WATCHER, WATCHER_PATH, PROPERTIES, "Get", "ss", *of, gives="v")
        except (BusError, BusGone):
            return False
        return bool(present)

    def _run(self) -> None:
        self._run_detached()
        self._ended.wait()

    def _run_detached(self) -> None:
        nothing = dict.fromkeys(INTERFACE.methods, lambda *args: ())
        self._bus.export("/", root((PATH[1:], MENU_PATH[1:])))
        self._bus.export(PATH, Exported(INTERFACE, {**nothing, "Activate": self._activate}, self._read))
        self._dbusmenu.export()
        self._mark_ready()

    def _stop(self) -> None:
        self._unwatch()
        if self._visible:
            self._visible = False
            self._hide()
        self._ended.set()
        if self._owns_bus:
            self._bus.close()

    def _show(self) -> None:
        self._status = "Active"
        self._unwatch()
        self._unwatch = self._bus.watch_name(WATCHER, self._watcher_changed)
        self._emit("NewStatus", self._status)

    def _hide(self) -> None:
        self._status = "Passive"
        self._emit("NewStatus", self._status)

    def _update_icon(self) -> None:
        converted = pixmaps(_sizes(self._icon))
        if converted != self._pixmaps:
            self._pixmaps = converted
            self._emit("NewIcon")
        self._icon_valid = True

    def _update_title(self) -> None:
        self._emit("NewToolTip")
        self._emit("NewIconAccessibleDesc")

    def _update_menu(self) -> None:
        self._dbusmenu.refresh()

    def _watcher_changed(self, owner: str | None) -> None:
        self._registered = False
        if owner is None:
            log.debug("no tray is there; waiting for one")
            return
        self._registered = True
        name = self._bus.unique_name
        try:
            self._bus.call(owner, WATCHER_PATH, WATCHER, "RegisterStatusNotifierItem", "s", name, timeout=5)
        except (BusError, BusGone) as error:
            log.warning("the tray did not take the icon: %s", error)

    def _emit(self, signal: str, *body: Any) -> None:
        if self._registered:
            self._bus.emit(PATH, INTERFACE.name, signal, "".join(INTERFACE.signals[signal]), *body)

    def _activate(self, x: int, y: int) -> tuple[()]:
        del x, y
        self._bus.later(self)
        return ()

    def _read(self, name: str) -> Any:
        values = {
            "Category": "ApplicationStatus",
            "Id": self.name,
            "Title": self.name,
            "Status": self._status,
            "IconPixmap": self._pixmaps,
            "IconAccessibleDesc": self.title,
            "AttentionAccessibleDesc": self.title,
            "ToolTip": ("", [], self.title, ""),
            "Menu": MENU_PATH,
        }
        return values.get(name, EMPTY.get(INTERFACE.properties[name]))


EMPTY: dict[str, Any] = {"s": "", "i": 0, "b": False, PIXMAPS: []}


def _sizes(icon: Any) -> tuple[Any, ...]:
    if isinstance(icon, Sequence):
        return tuple(icon)
    from PIL import Image

    return tuple(icon.resize((size, size), Image.Resampling.LANCZOS) for size in SIZES)
