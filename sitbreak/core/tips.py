"""Small hints for sitting and standing that go with a prompt; modest ones, because no posture is the right one."""

from __future__ import annotations

TIPS = (
    "The next posture may be the best one.",
    "Both feet flat on the floor can feel steadier than crossed legs.",
    "Leaning back for a while may give your back a rest.",
    "When you stand, share your weight between both feet.",
    "Slouching now and then is fine; staying there for long may be what tires you.",
    "Let your shoulders drop away from your ears.",
    "A screen near eye height may spare your neck some bending.",
    "Try not to hang over one hip when you stand for long.",
    "Moving the chair closer can bring the desk to you, not you to the desk.",
    "Bend at the hips with a long back when you pick something up.",
    "Calls are a good time to stand, if you like.",
    "A glass of water nearby may get you up more often.",
    "Sit on both sitting bones; a wallet in the back pocket can tilt you.",
    "Hips a little higher than the knees can feel easier.",
    "Unlock your knees when you stand; soft knees may tire less.",
    "Rest your forearms on the desk, so that the shoulders need not carry them.",
    "Breathe out slowly once or twice; it may loosen more than you expect.",
    "Reach for the mouse from near, not from afar.",
    "Walk while you think something over, if there is room.",
    "Looking at something far away for a moment may rest your eyes.",
    "A printer or a bin farther off can add a few steps to the day.",
    "Stand tall as if somebody lifted you by the top of the head.",
)


def tip(number: int) -> str:
    """The tip for that prompt; no two running are the same."""
    return TIPS[number % len(TIPS)]
