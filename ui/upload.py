"""The drop zone for recordings: our own component, since Streamlit's uploader keeps whole files in memory."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from core.messages import translate
from study import Study

ACCEPTED = (
    ".wav,.mp3,.m4a,.mp4,.mov,.flac,.ogg,.opus,.oga,.mkv,.mka,.webm,audio/*,video/*"  #: For the file chooser only.
)


def drop_zone(study: Study, details: Mapping[str, object], *, key: str = "recordings") -> None:
    """Where recordings are dropped or chosen; the page runs again whenever one has been added.

    `details` go with every file that is dropped from now on: the fields of `ui.routes.upload.Details`.
    """
    _component()(
        key=key,
        data={
            "address": f"/studies/{study.id}/uploads",
            "accept": ACCEPTED,
            "details": dict(details),
            "words": _words(),
        },
        on_added_change=lambda: None,
        height="content",
    )


def small_zone(address: str, *, title: str, hint: str, accept: str, key: str) -> None:
    """Where one small file is dropped or chosen. It goes to `address`; the page runs again when it is there."""
    _component()(
        key=key,
        data={
            "address": address,
            "accept": accept,
            "details": {},
            "single": True,
            "words": {**_words(), "title": title, "hint": hint, "choose": translate("Choose a file")},
        },
        on_added_change=lambda: None,
        height="content",
    )


@cache
def _component() -> ComponentRenderer:
    # The file names carry a digest, so each pattern fits exactly one file.
    return st.components.v2.component(
        "ui.upload", html='<div class="wu-root"></div>', js="upload-*.js", css="upload-*.css", isolate_styles=False
    )


def _words() -> dict[str, str]:
    return {
        "title": translate("Drop recordings here"),
        "hint": translate(
            "Sound or video: wav, mp3, m4a, flac, ogg, mp4, mkv. They are copied into the study's folder on this "
            "machine."
        ),
        "choose": translate("Choose files"),
        "waiting": translate("Waiting"),
        "storing": translate("Checking and storing"),
        "added": translate("Added"),
        "cancel": translate("Cancel"),
        "dismiss": translate("Hide"),
        "retry": translate("Try again"),
        "lost": translate(
            "The file did not arrive. If it is a file (not a folder) and the workbench is running, try again."
        ),
        "closed": translate("The workbench is closed in this browser. Open its address again, then try once more."),
        "minutes": translate("{count} min left"),
        "seconds": translate("{count} s left"),
    }
