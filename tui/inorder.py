"""Fields in which keys do what they do in the order they were typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
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
    """

    AFTER_ALL: ClassVar[frozenset[str]] = frozenset()

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable or event.key in self.AFTER_ALL:
            return
        for bound in self._bindings.key_to_bindings.get(event.key, ()):
            # One that is skipped, as scrolling is where all is in sight, is for those around it.
            if await self.app.run_action(bound.action, self):
                event.stop()
                # Textual calls the handlers of all bases unless it is told not to.
                event.prevent_default()
                return
