"""What a bus listens for, signals and owners of names, kept apart so that it can be set up anew after a reconnect."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from jeepney import HeaderFields, Message, MessageType
from jeepney.bus_messages import MatchRule, message_bus

from sitbreak.adapters.bus_wire import BusGone

DAEMON = "org.freedesktop.DBus"
BELOW = ".*"
"""Ends an `arg0` that stands for a name and every name below it."""

SignalCallback = Callable[[tuple[Any, ...], str, str], None]
"""Called with a signal's body, its sender's unique name and its path."""
OwnerCallback = Callable[[str | None], None]
"""Called with the unique name of a name's owner, or None."""


class Subscription:
    """One signal somebody wants to hear of."""

    def __init__(
        self,
        callback: SignalCallback,
        interface: str,
        member: str,
        path: str | None,
        sender: str | None,
        arg0: str | None,
    ) -> None:
        self.callback = callback
        self.rule = _rule(interface, member, path, sender, arg0)
        self.by_owner = sender if sender and sender != DAEMON and not sender.startswith(":") else ""
        self._content = _rule(interface, member, path, None, arg0)
        self._sender = None if self.by_owner else sender
        self._from_anybody = sender is None

    def owned_by(self, owner: str | None) -> None:
        """The well-known name asked for now belongs to `owner`, whose unique name is what messages carry."""
        self._sender = owner

    def wants(self, message: Message) -> bool:
        """Whether this message is the signal asked for, from the sender asked for."""
        known = self._from_anybody or message.header.fields.get(HeaderFields.sender) == self._sender
        return known and bool(self._content.matches(message))


class Watch:
    """The owner of one name; `tell` hears of each change once."""

    def __init__(self, name: str, tell: OwnerCallback) -> None:
        self.name = name
        self.rule = _rule(DAEMON, "NameOwnerChanged", None, DAEMON, name)
        self._tell = tell
        self._told: str | None = ""

    def see(self, owner: str | None) -> None:
        if owner != self._told:
            self._told = owner
            self._tell(owner)

    def hear(self, message: Message) -> None:
        """Take the news from a NameOwnerChanged signal about this name."""
        if self.rule.matches(message):
            self.see(message.body[2] or None)

    def answered(self, reply: Message | None) -> None:
        """Take the news from the reply to GetNameOwner; an error or None says that nobody owns it."""
        owned = reply is not None and reply.header.message_type is MessageType.method_return
        self.see(reply.body[0] if reply is not None and owned else None)


class Listeners:
    """Everything one bus listens for; `ask` and `tell` reach the bus, `later` reaches the worker thread."""

    def __init__(
        self,
        ask: Callable[[Message, Callable[[Message | None], None]], int],
        tell: Callable[[Message], None],
        later: Callable[..., None],
    ) -> None:
        self._ask = ask
        self._tell = tell
        self._later = later
        self._subscriptions: dict[int, Subscription] = {}
        self._watches: dict[int, Watch] = {}

    def subscribe(self, subscription: Subscription) -> Callable[[], None]:
        """Listen for a signal until the result is called."""
        self._subscriptions[id(subscription)] = subscription
        unwatch = self.watch(Watch(subscription.by_owner, subscription.owned_by)) if subscription.by_owner else None
        self._tell(message_bus.AddMatch(subscription.rule))
        return partial(self._unsubscribe, subscription, unwatch)

    def watch(self, watch: Watch) -> Callable[[], None]:
        """Follow the owner of a name until the result is called."""
        self._watches[id(watch)] = watch
        self._begin(watch)
        return partial(self._unwatch, watch)

    def hear(self, message: Message) -> None:
        """A signal arrived: owners first, for a subscription may go by them."""
        for watch in list(self._watches.values()):
            watch.hear(message)
        for subscription in list(self._subscriptions.values()):
            if subscription.wants(message):
                fields = message.header.fields
                sender, path = fields.get(HeaderFields.sender, ""), fields[HeaderFields.path]
                self._later(subscription.callback, message.body, sender, path)

    def bus_left(self) -> None:
        """Nobody owns anything while the bus is away."""
        for watch in list(self._watches.values()):
            watch.see(None)

    def bus_came(self) -> None:
        """A new bus knows none of our rules."""
        for watch in list(self._watches.values()):
            self._begin(watch)
        for subscription in list(self._subscriptions.values()):
            self._tell(message_bus.AddMatch(subscription.rule))

    def _begin(self, watch: Watch) -> None:
        self._tell(message_bus.AddMatch(watch.rule))
        try:
            self._ask(message_bus.GetNameOwner(watch.name), watch.answered)
        except BusGone:
            watch.see(None)

    def _unsubscribe(self, subscription: Subscription, unwatch: Callable[[], None] | None) -> None:
        if self._subscriptions.pop(id(subscription), None):
            self._tell(message_bus.RemoveMatch(subscription.rule))
        if unwatch:
            unwatch()

    def _unwatch(self, watch: Watch) -> None:
        if self._watches.pop(id(watch), None):
            self._tell(message_bus.RemoveMatch(watch.rule))


def _rule(interface: str, member: str, path: str | None, sender: str | None, arg0: str | None) -> MatchRule:
    rule = MatchRule(type="signal", sender=sender, interface=interface, member=member, path=path)
    if arg0 is not None and arg0.endswith(BELOW):
        rule.add_arg_condition(0, arg0.removesuffix(BELOW), "namespace")
    elif arg0 is not None:
        rule.add_arg_condition(0, arg0)
    return rule
