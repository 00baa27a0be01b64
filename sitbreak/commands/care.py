"""`sitbreak safety`, `drills`, `hurt`, `level` and `self-check`: what a person says about their own training."""

from __future__ import annotations

import os
import sys
from argparse import Namespace

from sitbreak.commands import OK, Refusal
from sitbreak.commands.remote import asked_if_running, send
from sitbreak.core import selfcheck
from sitbreak.core.values import replace

WIDTH = 88


def safety(options: Namespace) -> int:
    """Show the notice, or keep that it was read, whether or not sitbreak runs."""
    from sitbreak.ui.care_terminal import write_notice

    if not options.acknowledge:
        write_notice(sys.stdout, WIDTH)
        return OK
    if asked_if_running(["status"]) is not None:
        return send(["safety", "--acknowledge"])
    _acknowledge_alone()
    return OK


def _acknowledge_alone() -> None:
    """Put it into the checkpoint, holding the lock that makes us the only writer."""
    from sitbreak.adapters.clock import LocalTime
    from sitbreak.adapters.store import RecordStore
    from sitbreak.adapters.system import Places, single_instance
    from sitbreak.core.machine import fresh
    from sitbreak.core.model import At

    places, now = Places.find(), LocalTime()()
    places.make()
    lock = single_instance(places.runtime)
    if lock is None:
        raise Refusal("sitbreak was started meanwhile; say it again.")
    store = RecordStore(places.history, places.checkpoint, "")
    saved = store.load()
    state = saved.state if saved else fresh(os.urandom(4).hex(), At(0.0, now))
    state = replace(state, training=replace(state.training, acknowledged=state.training.acknowledged or now))
    store.save(state, saved.outbox if saved else (), saved.axis if saved else {})
    lock.release()


def drills(options: Namespace) -> int:
    return send(["drills", options.state])


def hurt(options: Namespace) -> int:
    return send(["hurt", options.answer])


def level(options: Namespace) -> int:
    return send(["level", options.name, str(options.level)])


def self_check(options: Namespace) -> int:
    """Tell how it is done, or keep the answers."""
    if options.left and options.right:
        return send(["self-check", options.left, options.right])
    if options.left or options.right:
        raise Refusal("the self-check looks at both sides: --left and --right.")
    sys.stdout.write(selfcheck.TEXT)
    return OK
