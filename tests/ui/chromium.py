"""A real Chromium without a screen, which looks at files only and says what it noticed."""

from __future__ import annotations

import base64
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
)
TRIES = 3
"""At a print, which a Chromium on a busy machine may give up, whatever the page ("Printing failed")."""
PAPERS = {"a4": (8.27, 11.69), "letter": (8.5, 11.0)}
"""Width and height in inches."""


class Reader:
    """One browser; `open` shows a page at a width and in light or dark."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver

    def open(self, path: Path, width: int = 1280, dark: bool = False) -> None:
        """Load a file afresh, with all that was noticed before forgotten."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._tell("Emulation.setEmulatedMedia", features=[scheme])
        self._resize(width, 900)
        self._log("browser")
        self._log("performance")
        self.driver.get(path.as_uri())

    def _log(self, kind: str) -> list[dict[str, Any]]:
        """The log of that kind since it was last asked for."""
        rows: list[dict[str, Any]] = self.driver.get_log(kind)  # type: ignore[no-untyped-call]
        return rows

    def console(self) -> list[str]:
        """Everything the console got since the page was opened."""
        return [row["message"] for row in self._log("browser")]

    def requests(self) -> list[str]:
        """The address of every request since the page was opened."""
        events = [json.loads(row["message"])["message"] for row in self._log("performance")]
        return [row["params"]["request"]["url"] for row in events if row["method"] == "Network.requestWillBeSent"]

    def asks(self, script: str, *arguments: Any) -> Any:
        """What a function's body returns inside the page."""
        return self.driver.execute_script(script, *arguments)

    def picture(self, path: Path, width: int) -> None:
        """The whole page, as long as it is."""
        height = self.asks("return document.documentElement.scrollHeight")
        self._resize(width, height)
        path.write_bytes(base64.b64decode(self._tell("Page.captureScreenshot", format="png")["data"]))

    def printed(self, paper: str = "a4") -> bytes:
        """The page as a PDF of this paper, as the print dialogue makes it by default."""
        width, height = PAPERS[paper]
        for attempt in range(TRIES):
            with suppress(WebDriverException) if attempt < TRIES - 1 else nullcontext():
                told = self._tell("Page.printToPDF", paperWidth=width, paperHeight=height, preferCSSPageSize=False)
                break
        return base64.b64decode(told["data"])

    def axe(self, script: str) -> list[dict[str, Any]]:
        """What axe-core objects to."""
        self.driver.execute_script(script)
        found: list[dict[str, Any]] = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1]; axe.run().then(found => done(found.violations))"
        )
        return found

    def _resize(self, width: int, height: int) -> None:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._tell("Emulation.setDeviceMetricsOverride", **size)

    def _tell(self, command: str, **parameters: Any) -> dict[str, Any]:
        return dict(self.driver.execute_cdp_cmd(command, parameters))


@contextmanager
def chromium() -> Iterator[Reader]:
    """A browser with a new profile, gone with everything it wrote at the end."""
    profile = tempfile.mkdtemp(prefix="chromium-")
    driver = Chrome(options=_options(profile), service=Service(shutil.which("chromedriver")))
    try:
        yield Reader(driver)
    finally:
        driver.quit()
        shutil.rmtree(profile, ignore_errors=True)


def _options(profile: str) -> Options:
    options = Options()
    options.binary_location = shutil.which("chromium") or ""
    for argument in (*QUIET, f"--user-data-dir={profile}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return options
