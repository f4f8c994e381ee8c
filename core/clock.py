"""The time of day, always in UTC, and fresh identifiers."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime


def now() -> datetime:
    """This moment, in UTC, to the millisecond."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def new_id() -> str:
    """A fresh identifier: 32 hexadecimal digits, random."""
    return uuid.uuid4().hex
