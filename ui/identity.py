"""Who is at the keyboard. One function turns the cookie into the acting person, for routes and for pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from core.design import Person
from core.errors import RefusedError
from study import home
from ui import sessions

if TYPE_CHECKING:
    from study import Study

SETTINGS = "settings.json"
LONGEST_NAME = 80  #: Characters.


class NoPersonError(RefusedError):
    """Nobody has said who is working in this browser."""

    template = "Say who you are first: write your name on the Study page."


def acting_person(study: Study, cookies: Mapping[str, str]) -> Person:
    """The person working in the browser that sent `cookies`; NoPersonError when nobody has said so."""
    session = sessions.table().find(cookies.get(sessions.cookie_name()))
    if session is None or not session.person_name:
        raise NoPersonError
    known = (person for person in study.people() if person.name == session.person_name)
    return next(known, None) or study.person(session.person_name)


def browser_cookies() -> Mapping[str, str]:
    """The cookies of the browser this page is drawn for."""
    return st.context.cookies


def session_id() -> str:
    """The gate's session of the browser this page is drawn for; "" outside a browser."""
    return browser_cookies().get(sessions.cookie_name(), "")


def current_name() -> str:
    """The name the person at this browser has given; "" when none."""
    session = sessions.table().find(session_id())
    return session.person_name if session else ""


def introduce(name: str) -> None:
    """From now on the person at this browser is `name`; also what the next browser session begins with."""
    tidy = " ".join(name.split())[:LONGEST_NAME]
    sessions.table().change(session_id(), person_name=tidy)
    settings = home.read_json(SETTINGS)
    home.write_json(SETTINGS, {**(settings if isinstance(settings, dict) else {}), "person_name": tidy})


def usual_name() -> str:
    """Who worked on this computer account last; "" when nobody has."""
    settings = home.read_json(SETTINGS)
    name = settings.get("person_name") if isinstance(settings, dict) else None
    return name if isinstance(name, str) else ""
