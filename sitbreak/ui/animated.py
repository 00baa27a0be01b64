"""A drill as a moving picture for pages: `python -m sitbreak.ui.animated DRILL FILE.gif`."""

from __future__ import annotations

import sys

from PIL import Image

from sitbreak.core.catalogue import Drill
from sitbreak.ui.drill_source import read
from sitbreak.ui.figure import Stage

SIZE = (240, 264)


def animation(drill: Drill, size: tuple[int, int], dark: bool = False, fps: int = 12) -> list[Image.Image]:
    """The frames of the shortest stretch that shows the drill's whole movement, made to loop; for a GIF."""
    plan = drill.plan()
    first = next(index for index, phase in enumerate(plan.phases) if phase.kind.exercise)
    start = plan.starts[first]
    length = 2 * plan.cycle if plan.cycle else min(10.0, plan.phases[first].seconds)
    stage = Stage(drill, size, dark)
    return [stage.draw(plan.at(start + frame / fps).pose) for frame in range(round(length * fps))]


def save_animation(frames: list[Image.Image], path: str, fps: int = 12) -> None:
    """Write the frames as an endless GIF; raises OSError when the disk refuses."""
    first, *rest = (frame.quantize(128) for frame in frames)
    first.save(path, save_all=True, append_images=rest, duration=round(1000 / fps), loop=0, optimize=True)


if __name__ == "__main__":
    save_animation(animation(read(sys.argv[1]), SIZE), sys.argv[2])
