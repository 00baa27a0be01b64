"""What is said before the first drill and when something hurts: see somebody who knows, stop at any time, no alarm."""

from __future__ import annotations

NOTICE_TITLE = "Before your first drill"

NOTICE = (
    "sitbreak offers general movement advice. It does not know you, it is not medical advice, and no physiotherapist "
    "has reviewed it.",
    "With pain in the back, hip or thigh that is sudden or has lasted, ask a physician or another health professional "
    "first; the same after a recent operation or joint replacement, in pregnancy, and with osteoporosis, high blood "
    "pressure that is not under control, or trouble keeping your balance.",
    "Pain, tingling or numbness that runs down a leg is nothing to choose drills for by yourself: leave them out and "
    "have it looked at.",
    "Leave the drills and get medical help soon if you notice: new trouble with bladder or bowel; numbness between the "
    "legs; weakness or numbness in both legs, or getting worse; pain after a bad fall or accident; back pain with "
    "fever or feeling ill; weight loss you cannot explain; pain at night that does not let up; back pain after having "
    "had cancer; chest pain or short breath on effort; a swollen, painful calf.",
    "Move within a comfortable range and breathe on. A mild pull is fine; stop if anything hurts, tingles or makes you "
    "dizzy. You can stop at any moment, and skip any drill.",
)
"""The notice, a paragraph each."""

UNDERSTOOD = "I understand"

NOTICE_FIRST = (
    "The safety notice comes before the first drill: `sitbreak safety` shows it, "
    "`sitbreak safety --acknowledge` says that you have read it."
)

HURT_QUESTION = "Did it spread down the leg, or feel numb or weak?"

REFER_TITLE = "The drills are off for now"
REFER = (
    "Something that spreads down the leg, or feels numb or weak, is best looked at by a physician before you go on. "
    "Prompts will only offer a plain stand or an easy walk, if comfortable."
)
OFF = "Prompts will only offer a plain stand or an easy walk, if comfortable."
BACK_ON = "`sitbreak drills on`, or the menu, brings the drills back."


def notice() -> str:
    """The whole notice as text."""
    return "\n\n".join(NOTICE)
