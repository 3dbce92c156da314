"""Fields in which keys do what they do in the order they were typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.early import holder

if TYPE_CHECKING:
    from typing import Self

    from textual import events
    from textual.widget import Widget as _Base
else:
    # Textual takes a widget's looks from the first of its bases that is one.
    _Base = object


class InOrder(_Base):
    """Goes before a field among the bases of a class, and carries out the field's own keys.

    Textual has a key that is bound come up to the app first, while the letters typed behind it are
    taken at once: a backspace in a burst would delete another letter than it was meant for. Keys
    named in ``AFTER_ALL`` still come up, in the order of those that are bound around the field.
    What is typed behind a key that comes up waits for it: it may lead elsewhere. ``OWN`` names
    keys that the field takes without having bound them.
    """

    AFTER_ALL: ClassVar[frozenset[str]] = frozenset()
    OWN: ClassVar[frozenset[str]] = frozenset()

    def focus(self, scroll_visible: bool = True) -> Self:  # noqa: FBT002 - Textual's
        """Take the keys at once: Textual would do it behind those that wait already."""
        self.screen.set_focus(self, scroll_visible)
        return self

    async def _on_key(self, event: events.Key) -> None:
        screen = holder(self.app)
        if screen is not None and screen.take_early(event):
            event.stop()
            event.prevent_default()
            return
        if event.is_printable or event.key in self.OWN:
            return
        after_all = event.key in self.AFTER_ALL
        for bound in () if after_all else self._bindings.key_to_bindings.get(event.key, ()):
            # One that is skipped, as scrolling is where all is in sight, is for those around it.
            if await self.app.run_action(bound.action, self):
                event.stop()
                # Textual calls the handlers of all bases unless it is told not to.
                event.prevent_default()
                return
        if screen is not None:
            screen.wait_for_key(event)
