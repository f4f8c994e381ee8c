"""Backup: make one now, see those there are, put one back into an empty folder."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from core.design import Person
from core.messages import translate
from storage.backup import BackupFile
from study import Study, registry
from ui import opened, wording
from ui.folder_choice import folder_field, usual_place
from ui.markdown import plain
from ui.parts import done, empty_state, page_head, saying_errors

REASONS = {"by-hand": "Made by hand", "after-erasure": "Made after an erasure"}


def main() -> None:
    page_head(
        translate("Backup"),
        translate("A backup is one file with everything in the study. It is read back and compared before it counts."),
    )
    study, person = opened.required()
    _back_up_now(study, person)
    st.subheader(translate("Backups of this study"), anchor=False)
    files = study.backups(person)
    for file in files:
        _draw(file)
    if files:
        st.caption(
            translate(
                "They are kept in {folder}. Copy them to a safe place that is not this machine.",
                folder=plain(str(study.folder / "backups")),
            )
        )
    else:
        empty_state(
            ":material/inventory_2:",
            translate("No backup yet"),
            translate("Make the first one now, and copy it to a safe place your institution has given you."),
            key="backups",
        )
    _restore(files)


def _back_up_now(study: Study, person: Person) -> None:
    with st.container(
        key="card_backup", border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        with_media = st.toggle(
            translate("With the recordings"),
            value=True,
            key="with_media",
            help=translate("Without them a backup is small and quick, and holds transcripts, codes and notes."),
        )
        wants = st.button(translate("Back up now"), type="primary", icon=":material/inventory_2:", key="back_up")
    if wants:
        bar = st.progress(0.0, translate("Backing up"))
        with saying_errors():
            report = study.back_up(
                person,
                with_media=with_media,
                on_progress=lambda share: bar.progress(min(1.0, share), translate("Backing up and reading back")),
            )
            lost = " ".join(str(problem) for problem in report.problems)
            done(" ".join((translate("The backup is made and verified."), lost)).strip())


def _draw(file: BackupFile) -> None:
    with st.container(key=f"card_backup_{file.path.stem}", border=True, horizontal=True, vertical_alignment="center"):
        with st.container(gap=None):
            st.markdown(f"**{wording.on_day(file.made_at)}, {file.made_at.astimezone():%H:%M}**")
            facts = (
                translate(REASONS.get(file.reason, "Made before an upgrade")),
                wording.size(file.size_bytes),
                file.path.name,
            )
            st.caption(plain(" · ".join(facts)))
        if file.problem:
            st.badge(translate("Cannot be used"), color="red", icon=":material/error:", help=plain(str(file.problem)))
        else:
            st.badge(translate("With recordings") if file.with_media else translate("Without recordings"), color="gray")


def _restore(files: tuple[BackupFile, ...]) -> None:
    st.subheader(translate("Restore"), anchor=False)
    with st.expander(translate("Put a backup into an empty folder"), icon=":material/settings_backup_restore:"):
        st.markdown(
            translate(
                "The study that is open now stays as it is. The restored one is a study of its own, in its own folder."
            )
        )
        usable = [str(file.path) for file in files if not file.problem]
        chosen = st.selectbox(
            translate("Backup file"),
            usable,
            index=None,
            key="restore_file",
            accept_new_options=True,
            format_func=lambda path: Path(path).name,
            placeholder=translate("Choose, or type the path of a backup file"),
        )
        folder = folder_field(
            translate("New or empty folder"),
            key="restore_folder",
            value="",
            placeholder=str(usual_place() / translate("Restored study")),
        )
        if st.button(translate("Restore"), key="restore", disabled=not chosen or not folder.strip()) and chosen:
            bar = st.progress(0.0, translate("Restoring"))
            with saying_errors():
                target = Path(folder.strip()).expanduser()
                registry.restore(
                    Path(chosen).expanduser(),
                    target,
                    lambda share: bar.progress(min(1.0, share), translate("Restoring")),
                )
                opened.show(registry.open_study(target))
                done(translate("Restored, verified and opened."))


main()
