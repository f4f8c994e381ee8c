"""Words and times as transcripts and quotes show them."""

from __future__ import annotations

from core.characters import one_line, replaced_controls, visible_controls

__all__ = ["clock", "one_line", "replaced_controls", "visible_controls"]


def clock(ms: int) -> str:
    """Milliseconds as hours, minutes and seconds, the way a transcript shows them.

    >>> clock(3_751_999)
    '1:02:31'
    """
    minutes, seconds = divmod(ms // 1000, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
