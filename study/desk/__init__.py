"""The coding desk: one interview open for reading and coding, and the operations that arrive from it.

`desk` opens an interview and takes operations; `session` carries them out one by one, each by the action that its kind
has in a module of its own (`codes`, `checks`, `speakers`, `new_codes`); `state` and `changes` are what the browser is
told.
"""

from study.desk.desk import Desk
from study.desk.state import DeskState, NoTranscriptError

__all__ = ["Desk", "DeskState", "NoTranscriptError"]
