"""What must come of every recorded day in tests/traces, row by row of the published rules."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """A recorded day and what must come of it: "start end ended_by", "start end state", "due shown outcome"."""

    trace: str
    row: str
    bouts: tuple[str, ...]
    spans: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    assumed: int = 0


CASES = (
    Case("thinking", "input again within the absence limit", ("09:00:00 09:20:00 end",)),
    Case(
        "idle",
        "no input for as long as the absence limit, and no call or film",
        ("09:00:00 09:09:57 idle", "09:24:59 09:25:10 end"),
        spans=("09:09:57 09:24:59 away",),
    ),
    Case(
        "lock-long",
        "the screen is locked for long",
        ("09:00:00 09:10:10 lock", "09:16:39 09:17:40 end"),
        spans=("09:10:10 09:16:39 away",),
    ),
    Case("lock-short", "the screen is locked for less", ("09:00:00 09:12:40 end",)),
    Case(
        "sleep-long",
        "the machine sleeps for long",
        ("09:00:00 09:10:10 sleep", "10:10:28 10:11:40 end"),
        spans=("09:10:10 10:10:10 asleep", "10:10:10 10:10:28 away"),
    ),
    Case("sleep-short", "the machine sleeps for less", ("09:00:00 09:12:40 end",)),
    Case(
        "lock-then-sleep",
        "the screen is locked when the machine falls asleep",
        ("09:00:00 09:10:10 lock", "10:11:28 10:11:40 end"),
        spans=("09:10:10 09:10:30 away", "09:10:30 10:10:30 asleep", "10:10:30 10:11:28 away"),
    ),
    Case(
        "call",
        "a call (microphone or camera in use) without input",
        ("09:00:00 09:52:00 end",),
        prompts=("09:46:00 never open held by call",),
        assumed=2413,
    ),
    Case(
        "film",
        "a film or an idle inhibitor without input",
        ("09:00:00 09:50:10 idle",),
        spans=("09:50:10 10:00:00 away",),
        assumed=2413,
    ),
    Case(
        "cap",
        "a call or film goes on beyond that limit",
        ("09:00:00 10:09:57 cap", "10:40:09 10:41:40 end"),
        spans=("10:09:57 10:40:09 unclear",),
        assumed=3600,
    ),
    Case(
        "film-locked",
        "a call or film behind a locked screen",
        ("09:00:00 09:10:10 lock",),
        spans=("09:10:10 09:22:00 away",),
    ),
    Case(
        "standing",
        '"I am standing"',
        ("09:00:00 09:10:10 stand", "09:30:10 09:34:00 end"),
        spans=("09:10:10 09:30:10 standing",),
    ),
    Case(
        "standing-left",
        "standing, and then no input",
        ("09:00:00 09:10:10 stand", "09:31:39 09:31:50 end"),
        spans=("09:10:10 09:19:57 standing", "09:19:57 09:31:39 away"),
    ),
    Case("away", '"I am away"', ("09:00:00 09:10:10 away", "09:21:39 09:21:50 end"), spans=("09:10:10 09:21:39 away",)),
    Case(
        "walked",
        '"I just walked for five minutes"',
        ("09:00:00 09:15:10 away", "09:21:39 09:21:50 end"),
        spans=("09:15:10 09:21:39 away",),
    ),
    Case(
        "pause",
        "a pause",
        ("09:00:00 09:10:10 pause", "09:33:18 09:34:20 end"),
        spans=("09:10:10 09:30:10 paused", "09:30:10 09:33:18 unclear"),
    ),
    Case("quiet", "quiet", ("09:00:00 10:00:00 end",), prompts=("09:46:00 never open held by quiet",)),
    Case(
        "drill-done",
        "an accepted standing drill that is done, wholly or in part",
        ("09:00:00 09:45:10 drill", "09:47:08 09:47:20 end"),
        spans=("09:45:10 09:47:08 standing",),
        prompts=("09:45:00 09:45:00 accepted",),
    ),
    Case(
        "walk",
        "an accepted walk, and a minute without input",
        ("09:00:00 09:45:10 walk", "09:49:59 09:50:10 end"),
        spans=("09:45:10 09:49:59 away",),
        prompts=("09:45:00 09:45:00 walked",),
    ),
    Case(
        "drill-typed-on",
        "an accepted drill or walk, and typing goes on",
        ("09:00:00 09:50:00 end",),
        prompts=("09:45:00 09:45:00 accepted",),
    ),
    Case(
        "drill-unreported",
        "an accepted standing drill that nobody reports on, and a minute without input",
        ("09:00:00 09:45:10 drill", "09:47:38 09:49:10 end"),
        spans=("09:45:10 09:47:38 standing",),
        prompts=("09:45:00 09:45:00 accepted",),
    ),
    Case("chair-drill", "a chair drill", ("09:00:00 09:26:00 end",)),
    Case("outage-short", "sitbreak was not running for less than the absence limit", ("09:00:00 09:18:40 end",)),
    Case(
        "outage-long",
        "sitbreak was not running for longer",
        ("09:00:00 09:10:00 untracked", "09:40:00 09:42:00 end"),
        spans=("09:10:00 09:40:00 untracked",),
    ),
    Case("no-idle-source", "nothing can tell when you type", (), spans=("09:00:00 09:10:00 unclear",)),
    Case(
        "by-hand",
        "nothing can tell when you type, but you say it",
        ("09:02:10 09:16:40 stand",),
        spans=("09:00:00 09:02:10 unclear", "09:16:40 09:21:40 standing", "09:21:40 09:23:20 away"),
    ),
    Case(
        "one-bump",
        "a stray bump of the mouse during an absence",
        ("09:00:00 09:09:57 idle", "09:24:59 09:25:30 end"),
        spans=("09:09:57 09:24:59 away",),
    ),
    Case(
        "unlocked",
        "the screen is unlocked",
        ("09:00:00 09:10:02 lock", "09:23:19 09:24:20 end"),
        spans=("09:10:02 09:23:19 away",),
    ),
    Case(
        "spring-night",
        "the night when the clocks are set ahead",
        ("01:00:00 04:00:00 end",),
        prompts=("01:48:00 never open held by hours",),
    ),
    Case(
        "autumn-night",
        "the night when the clocks are set back",
        ("01:30:00 02:30:00 end",),
        prompts=("02:18:00 never open held by hours",),
    ),
    Case(
        "midnight", "a bout across midnight", ("23:30:00 00:30:00 end",), prompts=("00:18:00 never open held by hours",)
    ),
    Case(
        "held",
        "the limit is reached in a call, with do-not-disturb or with a full-screen app",
        ("09:00:00 10:12:10 end",),
        prompts=("09:45:00 10:12:10 open held by call",),
    ),
    Case(
        "excluded-app",
        "the limit is reached with an excluded app in front",
        ("09:00:00 09:51:00 end",),
        prompts=("09:45:00 09:51:00 open held by app",),
    ),
    Case(
        "outside-hours",
        "the limit is reached outside the prompting hours",
        ("06:00:00 07:01:00 end",),
        prompts=("06:46:00 07:01:00 open held by hours",),
    ),
    Case(
        "held-left",
        "the person leaves while the prompt is held",
        ("09:00:00 09:50:10 lock", "09:58:19 09:59:20 end"),
        spans=("09:50:10 09:58:19 away",),
        prompts=("09:45:00 never natural held by call",),
    ),
    Case(
        "lull",
        "a pause of 8 s in the input within 3 minutes",
        ("09:00:00 09:45:30 end",),
        prompts=("09:45:00 09:45:30 open",),
    ),
    Case("no-lull", "no such pause for 3 minutes", ("09:00:00 09:48:00 end",), prompts=("09:45:00 09:48:00 open",)),
    Case(
        "snoozed-twice",
        "snooze",
        ("09:00:00 09:58:40 end",),
        prompts=("09:45:00 09:45:00 snoozed", "09:50:10 09:50:10 snoozed", "09:55:20 09:55:20 skipped"),
    ),
    Case(
        "snooze-lapses",
        "the bout ends while a snooze runs",
        ("09:00:00 09:45:10 idle", "09:53:19 10:38:20 end"),
        spans=("09:45:10 09:53:19 away",),
        prompts=("09:45:00 09:45:00 snoozed", "10:38:20 10:38:20 open"),
    ),
    Case(
        "skipped", "skip", ("09:00:00 10:30:00 end",), prompts=("09:45:00 09:45:00 skipped", "10:30:00 10:30:00 open")
    ),
    Case(
        "ignored",
        "no answer for 90 s with input going on",
        ("09:00:00 09:56:35 end",),
        prompts=("09:45:00 09:45:00 ignored", "09:56:35 09:56:35 open"),
    ),
    Case(
        "abandoned",
        "an accepted drill is given up with input going on",
        ("09:00:00 09:55:40 end",),
        prompts=("09:45:00 09:45:00 accepted", "09:55:40 09:55:40 open"),
    ),
    Case(
        "natural",
        "absence before an answer",
        ("09:00:00 09:44:51 idle",),
        spans=("09:44:51 09:50:40 away",),
        prompts=("09:45:00 09:45:00 natural",),
    ),
    Case(
        "withdrawn",
        "quiet while a prompt is open",
        ("09:00:00 10:05:15 end",),
        prompts=("09:45:00 09:45:00 withdrawn", "09:45:10 10:05:15 open held by quiet"),
    ),
    Case(
        "three-a-bout",
        "three prompts in one bout",
        ("09:00:00 10:39:00 end",),
        prompts=("09:45:00 09:45:00 snoozed", "09:50:10 09:50:10 snoozed", "09:55:20 09:55:20 ignored"),
    ),
)
