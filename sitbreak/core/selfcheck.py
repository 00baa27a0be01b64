"""The optional flexibility self-check: how it is done, what may be answered, and how little it proves."""

from __future__ import annotations

from datetime import timedelta

EVERY = timedelta(days=30)
"""It changes slowly; more often than this it would only tell of the day."""

ANSWERS = ("level", "above", "unsure")
"""How the thigh hangs: level with the bed or lower, above it, or hard to say."""

TEXT = """\
A rough feel for the front of your hips, once a month at most, if you like.

Skip it with back or hip pain, in later pregnancy, or if lying down and getting up is hard.

  1. Sit on the very edge of a firm bed and lie back, both knees to the chest.
  2. Hug one knee until the low back is flat.
  3. Let the other leg hang, and look: is its thigh level with the bed or lower, or above it?
  4. Change legs. Roll to the side and get up slowly.

Keep the answer for each side, level, above or unsure:

  sitbreak self-check --left level --right above

It is not a diagnosis: a pelvis that tilts a little is enough to fool it. Nothing depends on it, no drill opens or
closes by it.
"""
