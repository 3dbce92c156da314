"""The whole chain from the package to the login: what is set up, what is broken, what mends it."""

from __future__ import annotations

from cclear.doctor.check import Check as Check, broken as broken, fine as fine, unset as unset
