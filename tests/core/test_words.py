"""What people read: varied, hedged, without diagnosis, cure, fear, guilt, products or medicines."""

from __future__ import annotations

import re
from itertools import pairwise

from sitbreak.adapters.catalogue_files import load_shipped
from sitbreak.core import safety, selfcheck, training_words
from sitbreak.core.effects import Say
from sitbreak.core.memory import Tally
from sitbreak.core.model import SetLevel
from sitbreak.core.settings import Settings
from sitbreak.core.suggesting import suggestion
from sitbreak.core.tips import TIPS, tip
from sitbreak.core.wording import INVITATIONS
from tests.core.test_suggesting import asked, fortnight, various
from tests.core.trainee import BOOK, MONDAY
from tests.timeline import MINUTE, Day

FEAR = r"dangerous|deadly|damag\w+|degenerat\w+|kills?|ruin\w*|wast(e|es|ing)|destroy\w*|risk of|before it is too late"
GUILT = r"should have|again you|you failed|lazy person|shame|excuses?|guilty"
CURE = r"cures?\b|cured|heals?\b|healed|fix(es)? your|guarante\w+|pain[- ]free in|relieves|eliminat\w+|prevents"
DIAGNOSIS = r"you (have|suffer from) (a|an|weak|tight|short)|your (hip flexors|glutes|muscles) are (weak|tight|short)"
PRODUCTS = r"ibuprofen|paracetamol|tablet|pill|supplement|ointment|foam roller|buy |discount|massage gun"
TOES = r"touch(ing)? your toes|toe[- ]touch"
BANNED = re.compile(rf"\b(?:{'|'.join((FEAR, GUILT, CURE, DIAGNOSIS, PRODUCTS, TOES))})", re.IGNORECASE)
CATALOGUE = load_shipped()
STEP = next(card for card in BOOK if len(card.lengths) > 1)


def messages() -> list[Say]:
    made = (suggestion(Tally(tuple(prompts)), Settings()) for prompts in (various(0, 20), fortnight(6, 6)))
    quiet = suggestion(Tally(tuple(asked(*["skipped"] * 3))), Settings())
    return [
        *(training_words.suggested(one) for one in (*made, quiet) if one),
        training_words.hurt(STEP),
        training_words.rests(STEP),
        training_words.refer(),
        training_words.drills_off(),
        training_words.drills_on(),
        training_words.pair(),
        training_words.on_the_chair(STEP),
        training_words.next_step(STEP, 2),
        training_words.next_level("M", 2, [STEP.name]),
        training_words.level_set(STEP, SetLevel(STEP.id, 2), 1),
        training_words.level_set(None, SetLevel("M", 2), 1),
    ]


def everything() -> list[str]:
    """Every sentence about bodies that the program can say."""
    of_drills = [
        text
        for drill in CATALOGUE
        for text in (
            drill.name,
            drill.why,
            *drill.cues,
            *drill.cautions,
            *drill.errors,
            *(p.text for p in drill.phases),
        )
    ]
    said = [f"{one.title} {one.in_text}" for one in messages()]
    return [*INVITATIONS, *TIPS, *safety.NOTICE, safety.REFER, safety.OFF, selfcheck.TEXT, *of_drills, *said]


def test_nothing_frightens_blames_promises_diagnoses_or_sells() -> None:
    """No sentence holds a word of fear, guilt, cure, diagnosis, product or medicine, or a toe touch."""
    assert [(found[0], text) for text in everything() if (found := BANNED.search(text))] == []


def test_the_check_would_find_what_it_looks_for() -> None:
    """The rule above catches sentences of the kinds it is there for."""
    for bad in ("Sitting kills.", "This cures back pain.", "You have weak glutes.", "Take a pill.", "Touch your toes."):
        assert BANNED.search(bad), bad


def test_there_are_many_ways_to_put_it() -> None:
    """At least twenty invitations and twenty tips, all different, all whole sentences."""
    for lines in (INVITATIONS, TIPS):
        assert len(set(lines)) == len(lines) >= 20
        assert all(line[-1] in ".?!" and len(line) < 90 for line in lines)


def test_no_tip_follows_itself() -> None:
    """Prompt after prompt, round and round, the tip changes."""
    assert all(tip(a) != tip(b) for a, b in pairwise(range(3 * len(TIPS))))


def test_prompts_running_are_worded_differently_and_carry_different_tips() -> None:
    """Of prompts shown one after the other no two have the same invitation or tip."""
    day = Day(every=20.0)
    while len(day.shown) < 6:
        day.types(20 * MINUTE)
        day.leaves(6 * MINUTE).types(80)
        day.types(50 * MINUTE)
    bodies = [offer.body for offer in day.shown]
    for lines in (INVITATIONS, TIPS):
        said = [next(line for line in lines if line in body) for body in bodies]
        assert all(a != b for a, b in pairwise(said))


def test_why_this_drill_is_always_hedged() -> None:
    """The reason for each drill says that it may or can help."""
    assert all(re.search(r"\b(may|can)\b", drill.why) for drill in CATALOGUE)


def test_stretches_remind_of_tail_or_glute_and_bends_of_the_hips() -> None:
    """Every mobility drill cues a tuck or a squeeze; the two drills that bend cue the hips and a flat or long back."""
    for drill in CATALOGUE:
        cues = " ".join(drill.cues).lower()
        assert drill.category != "mobility" or re.search(r"tuck|squeeze", cues), drill.id
        hinges = drill.id in ("sit-to-stand", "hip-hinge-hamstring-stretch")
        assert not hinges or re.search(r"hinge|hips back|push the hips", cues), drill.id


def test_every_drill_names_its_cautions() -> None:
    """Whoever opens a drill can read for whom it is not."""
    assert all(drill.cautions for drill in CATALOGUE)


def test_dates_read_plainly() -> None:
    """A refused self-check says when the next one is."""
    assert "02 March" in training_words.checked_lately(MONDAY, MONDAY.replace(month=4))
