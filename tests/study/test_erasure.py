"""A participant asks to be forgotten: afterwards their words are in no file of the study, and everybody else's are."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from coding.model import Memo
from core.clock import new_id, now
from core.design import Consent, Interview, InterviewKind, Person
from core.errors import NotFoundError
from core.failpoints import EXIT_CODE
from pipeline.settings import TranscriptionSettings
from storage import gloss_rows, memo_rows
from storage.backup import BackupRunningError, list_backups, only_backup
from storage.disk_space import LowDiskSpaceError
from storage.verifying import verify
from study import Study, registry
from study.erasure import ERRAND_FILE, StillTranscribingError
from tests.conftest import ROOT
from tests.desks import Browser
from tests.sounds import tone
from transcripts.heard import Heard, VoiceSpan
from transcripts.model import Speaker, Transcript, Turn, Word
from transcripts.translations import Gloss, GlossLine

THEIRS = "Kanarifuglen sang i gruva hele natten"
OTHERS = "Spurvehauken fløy over fjellet om morgenen"
CANARIES = ("Kanarifugl", "kanarifugl", "gruva", "Gulfjær")
CODE = "c0de" * 8


def bytes_below(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def found(folder: Path) -> list[str]:
    content = bytes_below(folder)
    return [word for word in (*CANARIES, "H03") if word.encode() in content]


def conversation(*texts: str) -> Transcript:
    """Turns of two voices in turn, long enough to fill many pages of the database."""
    turns = tuple(
        Turn(new_id(), f"SPEAKER_0{n % 2}", text, n * 1000, n * 1000 + 900, (Word(0, 4, 0, 400, 0.9),))
        for n, text in enumerate(texts)
    )
    return Transcript("no", turns, (Speaker("SPEAKER_00"), Speaker("SPEAKER_01")))


@dataclass
class Scene:
    """A study with one interview in it, coded by Kari."""

    study: Study
    kari: Person
    interview: Interview
    browser: Browser

    def name(self, speaker: str, pseudonym: str) -> str:
        self.browser.do("name_speaker", speaker=speaker, new_participant={"pseudonym": pseudonym, "role": "helper"})
        return next(p.id for p in self.study.participants(self.kari) if p.pseudonym == pseudonym)

    def code(self, first: int, start: int, last: int, end: int) -> str:
        turns = self.browser.turns[first : last + 1]
        texts = [turn.text for turn in turns]
        texts[-1] = texts[-1][:end]
        texts[0] = texts[0][start:]
        coding = new_id()
        passage = {"start_turn": turns[0].id, "start": start, "end_turn": turns[-1].id, "end": end}
        refusal = self.browser.refusal(
            "code", id=coding, code=CODE, passage=passage, quote="\n".join(texts), turn_revisions={}
        )
        assert refusal is None
        return coding

    def memo(self, kind: str, about: str, text: str) -> None:
        with self.study.database.write() as connection:
            memo_rows.insert_memo(connection, Memo(new_id(), kind, about, text, self.kari.id, now()))

    def codings(self) -> dict[str, tuple[int, int, int, int]]:
        """Where each coding lies: first turn, offset, last turn, offset."""
        place = {turn.id: number for number, turn in enumerate(self.browser.turns)}
        codings = self.study.desk.open(self.kari, self.interview.id).codings
        return {
            c.id: (place[c.passage.start_turn], c.passage.start, place[c.passage.end_turn], c.passage.end)
            for c in codings
        }


@pytest.fixture(params=[False, True], ids=["local disk", "network disk"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(registry, "is_on_network", lambda _: request.param)
    yield tmp_path / "study"
    registry.close_all()


def scene(folder: Path, kind: InterviewKind, *texts: str) -> Scene:
    study = registry.create(folder, "PM+", "Kari", codebook=None)
    kari = study.person("Kari")
    tone(folder.parent / "Gulfjær H03.wav")
    recording = study.receive_file(kari, folder.parent / "Gulfjær H03.wav", label="Gulfjær", kind=kind)
    interview = study.interview(kari, recording.interview_id)
    study.keep_transcript(kari, interview.id, conversation(*texts), machine_made=True)
    browser = Browser(study, kari, interview.id)
    browser.do("add_code", id=CODE, name="Coping", parent_id=None, colour=None)
    return Scene(study, kari, interview, browser)


@pytest.fixture
def alone(folder: Path) -> Scene:
    """H03 was interviewed alone, and has left traces in every corner."""
    made = scene(folder, InterviewKind.INDIVIDUAL, *["Hvordan gikk det?", THEIRS * 40] * 30)
    study, kari, interview = made.study, made.kari, made.interview
    job = study.enqueue(kari, interview.id, TranscriptionSettings())
    study.job_folder(job.id).mkdir(parents=True)
    (study.job_folder(job.id) / "recognise.json").write_text("kanarifugl", encoding="utf-8")
    h03 = made.name("SPEAKER_01", "H03")
    made.browser.do("name_speaker", speaker="SPEAKER_00", role="interviewer", name="Gulfjær")
    coding = made.code(1, 0, 1, 12)
    made.browser.do("undo")
    made.browser.do("redo")
    with_tracks(made)
    study.keep_transcript(kari, interview.id, conversation("Hva da?", "kanarifugl igjen"), machine_made=True)
    study.change_interview(kari, interview.id, field_notes="kanarifugl på bordet")
    study.record_consent(kari, h03, Consent(now().date(), note="kanarifugl"))
    for kind, about in {"interview": interview.id, "coding": coding, "participant": h03}.items():
        made.memo(kind, about, "om en kanarifugl")
    study.back_up(kari, with_media=True)
    study.back_up(kari, with_media=False)
    other = study.add_interview(kari, label="W1-H04", kind=InterviewKind.INDIVIDUAL)
    study.keep_transcript(kari, other.id, conversation(OTHERS), machine_made=True)
    return made


@pytest.fixture
def group(folder: Path) -> Scene:
    """H03 (voice 01) and H04 (voice 00) were interviewed together."""
    return scene(folder, InterviewKind.FOCUS_GROUP, OTHERS, THEIRS, OTHERS, THEIRS)


def participant(made: Scene, pseudonym: str = "H03") -> str:
    return next(p.id for p in made.study.participants(made.kari) if p.pseudonym == pseudonym)


# --- alone


def test_afterwards_their_words_are_in_no_file_of_the_study(alone: Scene) -> None:
    assert set(found(alone.study.folder)) == {*CANARIES, "H03"}
    recording = alone.study.recordings(alone.kari)[0].sha256
    report = alone.study.erase_participant(alone.kari, participant(alone))
    assert report.problems == ()
    assert found(alone.study.folder) == []
    assert not alone.study.media.path(recording).exists()
    assert OTHERS.encode() in bytes_below(alone.study.folder)


def test_nothing_of_them_is_left_in_the_study(alone: Scene) -> None:
    alone.study.erase_participant(alone.kari, participant(alone))
    study, kari = alone.study, alone.kari
    assert study.participants(kari) == ()
    assert [interview.label for interview in study.interviews(kari)] == ["W1-H04"]
    assert study.recordings(kari) == () and study.snapshot(kari).codings == ()


def test_the_plan_says_what_will_go_and_changes_nothing(alone: Scene) -> None:
    before = bytes_below(alone.study.folder / "media")
    plan = alone.study.plan_erasure(alone.kari, participant(alone))
    assert (plan.pseudonym, plan.interviews, plan.shared_interviews) == ("H03", ("Gulfjær",), ())
    assert (plan.turns, plan.codings, plan.memos, plan.recordings) == (62, 1, 3, 1)
    assert len(plan.backups) == 2
    assert bytes_below(alone.study.folder / "media") == before
    assert alone.study.plan_erasure(alone.kari, participant(alone)) == plan


def test_a_fresh_verified_backup_replaces_the_old_ones(alone: Scene) -> None:
    report = alone.study.erase_participant(alone.kari, participant(alone))
    (left,) = list_backups(alone.study.folder)
    assert report.backup and report.backup.file.path == left.path and left.with_media
    assert verify(left.path).rows["participant"] == 0


def test_checkpoints_of_their_recording_go(alone: Scene) -> None:
    (job,) = alone.study.jobs(alone.kari)
    assert alone.study.job_folder(job.id).exists()
    alone.study.erase_participant(alone.kari, participant(alone))
    assert not alone.study.job_folder(job.id).exists()
    assert alone.study.jobs(alone.kari) == ()


def test_exported_files_are_named_and_deleted_when_asked(alone: Scene) -> None:
    (alone.study.folder / "exports" / "sitater.csv").write_text(THEIRS, encoding="utf-8")
    plan = alone.study.plan_erasure(alone.kari, participant(alone))
    assert plan.exports == (Path("sitater.csv"),)
    alone.study.erase_participant(alone.kari, participant(alone), delete_exports=True)
    assert found(alone.study.folder) == []


def test_texts_that_repeat_their_words_are_pointed_out(alone: Scene) -> None:
    other = alone.study.add_interview(alone.kari, label="W2-H05")
    alone.study.change_interview(alone.kari, other.id, field_notes="Som en annen sa: «sang i gruva hele natten»!")
    alone.memo("code", CODE, "Jf. fuglen som sang i gruva, hele natten.")
    alone.memo("code", CODE, "Noe annet.")
    wave = alone.study.add_wave(alone.kari, "Wave 2")
    said = "Sa «sang i gruva hele natten» og gikk"
    somebody = alone.study.add_participant(alone.kari, "H99")
    alone.study.record_absence(alone.kari, somebody.id, wave.id, said)
    alone.study.record_absence(alone.kari, participant(alone), wave.id, said)
    alone.study.record_consent(alone.kari, somebody.id, Consent(date(2026, 3, 1), note=said))
    alone.study.define_role(alone.kari, "neighbour", said)
    client = alone.study.add_client(alone.kari, "K01")
    alone.study.link_client(alone.kari, client.id, somebody.id, said)
    plan = alone.study.plan_erasure(alone.kari, participant(alone))
    assert sorted((echo.kind, echo.name) for echo in plan.echoes) == [
        ("absence", "H99, Wave 2"), ("interview", "W2-H05"), ("link", "H99"), ("memo", "code"), ("participant", "H99"),
        ("role", "neighbour"),
    ]  # fmt: skip


def test_who_is_not_there_cannot_be_erased(alone: Scene) -> None:
    with pytest.raises(NotFoundError):
        alone.study.erase_participant(alone.kari, "0" * 32)
    assert not (alone.study.folder / ERRAND_FILE).exists()


def test_while_a_worker_has_their_recording_nothing_is_erased(alone: Scene) -> None:
    with alone.study.database.write() as connection:
        connection.exec_driver_sql("UPDATE job SET state = 'running'")
    with alone.study.worker_lock(), pytest.raises(StillTranscribingError, match="“Gulfjær” is being transcribed"):
        alone.study.erase_participant(alone.kari, participant(alone))
    alone.study.erase_participant(alone.kari, participant(alone))  # the worker is gone, and its job with it
    assert found(alone.study.folder) == []


def test_while_a_backup_is_made_nothing_is_erased(alone: Scene) -> None:
    with only_backup(alone.study.folder), pytest.raises(BackupRunningError):
        alone.study.erase_participant(alone.kari, participant(alone))
    assert participant(alone)


def test_without_room_for_a_new_backup_the_old_ones_stay_until_the_study_is_next_opened(
    alone: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = alone.study.folder
    monkeypatch.setattr("storage.disk_space.SPARE_BYTES", 1 << 60)
    report = alone.study.erase_participant(alone.kari, participant(alone))
    (problem,) = report.problems
    assert "MB are free" in str(problem) and len(list_backups(folder)) == 2
    with pytest.raises(LowDiskSpaceError):
        alone.study.back_up(alone.kari)
    monkeypatch.undo()
    registry.close_all()
    registry.open_study(folder)
    assert found(folder) == []


# --- with others


def test_in_a_group_their_turns_lose_their_words_and_the_others_keep_theirs(group: Scene) -> None:
    group.name("SPEAKER_00", "H04")
    group.study.erase_participant(group.kari, group.name("SPEAKER_01", "H03"))
    assert [turn.text for turn in group.browser.turns] == [OTHERS, "[erased]", OTHERS, "[erased]"]
    assert [turn.words for turn in group.browser.turns][1::2] == [(), ()]
    assert [p.pseudonym for p in group.study.participants(group.kari)] == ["H04"]
    assert not {"Kanarifugl", "gruva", "H03"} & set(found(group.study.folder))


def test_in_a_group_the_recording_goes_because_the_voice_is_in_it(group: Scene) -> None:
    group.name("SPEAKER_00", "H04")
    plan = group.study.plan_erasure(group.kari, group.name("SPEAKER_01", "H03"))
    assert (plan.interviews, plan.shared_interviews, plan.recordings) == ((), ("Gulfjær",), 1)
    group.study.erase_participant(group.kari, participant(group))
    assert group.study.recordings(group.kari) == ()
    assert list(group.study.media) == []


def with_tracks(made: Scene) -> None:
    """What voice 01 says is translated, twice, and so is a turn of voice 00; a machine has made a gloss."""
    for turn, *texts in ((1, "a kanarifugl", "the kanarifugl"), (0, "a sparrowhawk")):
        seen = None
        for text in texts:
            spoken, text_id = made.browser.turns[turn], new_id()
            row = {"turn": spoken.id, "revision": 0, "id": text_id, "text": text, "seen": seen}
            who = {"language": "en", "status": "draft", "translator": ""}
            assert made.browser.refusal("translate_turn", **who, texts=[row]) is None
            seen = text_id
    gloss = Gloss("en", (GlossLine(1000, 1900, "gruva"),), {"model": "whisper-base"})
    (recording,) = made.study.recordings(made.kari)
    with made.study.database.write() as connection:
        gloss_rows.insert_gloss(connection, made.interview.id, recording.id, gloss, made.kari)


def test_in_a_group_their_translations_and_the_gloss_go_and_others_translations_stay(group: Scene) -> None:
    with_tracks(group)
    group.name("SPEAKER_00", "H04")
    group.study.erase_participant(group.kari, group.name("SPEAKER_01", "H03"))
    assert not {"Kanarifugl", "kanarifugl", "gruva", "H03"} & set(found(group.study.folder))
    with group.study.database.read() as connection:
        assert connection.exec_driver_sql("SELECT text FROM translation").scalars().all() == ["a sparrowhawk"]
        assert connection.exec_driver_sql("SELECT count(*) FROM gloss").scalar_one() == 0
    while group.browser.refusal("undo") is None:
        assert not {"Kanarifugl", "kanarifugl", "gruva"} & set(found(group.study.folder))


def test_notes_that_repeat_a_translation_are_pointed_out(group: Scene) -> None:
    translated = "the yellow bird was singing in the deep mine during the whole night"
    row = {"turn": group.browser.turns[1].id, "revision": 0, "id": new_id(), "text": translated, "seen": None}
    group.browser.do("translate_turn", language="en", status="draft", translator="", texts=[row])
    group.name("SPEAKER_00", "H04")
    h03 = group.name("SPEAKER_01", "H03")
    group.memo("code", CODE, f"Like this: {translated}.")
    assert len(group.study.plan_erasure(group.kari, h03).echoes) == 1


def test_in_a_group_the_times_at_which_they_spoke_go_too(group: Scene) -> None:
    heard = Heard(voices=(VoiceSpan(0, 900, "SPEAKER_00"), VoiceSpan(900, 2_000, "SPEAKER_01")))
    again = replace(conversation(OTHERS, THEIRS), heard=heard)
    group.study.keep_transcript(group.kari, group.interview.id, again, machine_made=True)
    assert group.study.heard(group.kari, group.interview.id) == heard
    group.name("SPEAKER_00", "H04")
    group.study.erase_participant(group.kari, group.name("SPEAKER_01", "H03"))
    assert group.study.heard(group.kari, group.interview.id) is None


def test_codings_keep_what_lies_on_others_turns(group: Scene) -> None:
    group.name("SPEAKER_00", "H04")
    only_theirs = group.code(1, 0, 1, 12)
    from_theirs = group.code(1, 5, 2, 12)
    into_theirs = group.code(0, 13, 1, 12)
    around = group.code(0, 13, 2, 12)
    elsewhere = group.code(2, 0, 2, 12)
    all_of_it = group.code(1, 3, 3, 9)
    at_the_end_of_others = group.code(0, len(OTHERS), 1, 5)
    h03 = group.name("SPEAKER_01", "H03")
    plan = group.study.plan_erasure(group.kari, h03)
    assert (plan.turns, plan.codings, plan.trimmed_codings) == (2, 2, 3)
    group.study.erase_participant(group.kari, h03)
    assert group.codings() == {
        from_theirs: (2, 0, 2, 12),
        into_theirs: (0, 13, 0, len(OTHERS)),
        around: (0, 13, 2, 12),
        elsewhere: (2, 0, 2, 12),
        all_of_it: (2, 0, 2, len(OTHERS)),
    }
    assert only_theirs and at_the_end_of_others


def test_undo_goes_on_with_what_is_left(group: Scene) -> None:
    group.name("SPEAKER_00", "H04")
    stays = group.code(0, 0, 0, 12)
    group.code(1, 0, 1, 12)
    group.study.erase_participant(group.kari, group.name("SPEAKER_01", "H03"))
    assert set(group.codings()) == {stays}
    group.browser.do("undo")
    assert group.codings() == {}
    group.browser.do("redo")
    assert set(group.codings()) == {stays}


def test_an_act_on_many_that_names_a_coding_that_goes_cannot_be_done_again(group: Scene) -> None:
    group.name("SPEAKER_00", "H04")
    stays, goes = new_id(), new_id()
    turns = group.browser.turns[:2]
    listed = [
        {"id": coding, "code": CODE, "quote": turn.text[:12], "passage": passage_in(turn.id, 0, 12)}
        for coding, turn in zip((stays, goes), turns, strict=True)
    ]
    assert group.browser.refusal("code_many", codings=listed, turn_revisions={}) is None
    h03 = group.name("SPEAKER_01", "H03")
    group.study.erase_participant(group.kari, h03)
    assert set(group.codings()) == {stays}
    with group.study.reading(group.kari) as connection:
        log = connection.exec_driver_sql("SELECT payload, inverse FROM operation").fetchall()
    assert goes not in repr(log)


def passage_in(turn_id: str, start: int, end: int) -> dict[str, object]:
    return {"start_turn": turn_id, "start": start, "end_turn": turn_id, "end": end}


def test_an_operation_sent_again_does_not_bring_words_back(group: Scene) -> None:
    group.name("SPEAKER_00", "H04")
    operation = group.browser.coding_of("Kanarifuglen", "Coping")
    group.browser.send(operation)
    group.study.erase_participant(group.kari, group.name("SPEAKER_01", "H03"))
    answer = group.browser.send(operation)
    assert answer["results"][0]["refused"]
    assert group.codings() == {}
    assert b"Kanarifugl" not in bytes_below(group.study.folder)


def test_where_nobody_has_said_whose_voice_it_is_every_unnamed_voice_goes_and_the_plan_says_so(group: Scene) -> None:
    h03 = group.study.add_participant(group.kari, "H03")
    group.study.change_interview(group.kari, group.interview.id, participant_ids=(h03.id,))
    plan = group.study.plan_erasure(group.kari, h03.id)
    assert (plan.unnamed_in, plan.turns) == (("Gulfjær",), 4)
    group.name("SPEAKER_00", "H04")
    plan = group.study.plan_erasure(group.kari, h03.id)
    assert (plan.unnamed_in, plan.turns) == (("Gulfjær",), 2)


def test_a_name_somebody_gave_the_voice_goes_from_speakers_and_operations(group: Scene) -> None:
    group.name("SPEAKER_00", "H04")
    group.browser.do("name_speaker", speaker="SPEAKER_01", name="Fatima")
    group.browser.do("name_speaker", speaker="SPEAKER_00", name="Olena", participant_id=participant(group, "H04"))
    group.study.erase_participant(group.kari, group.name("SPEAKER_01", "H03"))
    content = bytes_below(group.study.folder)
    assert b"Fatima" not in content and b"Olena" in content


def test_older_versions_in_which_the_voice_had_no_name_lose_it_too(group: Scene) -> None:
    older = conversation("kanarifugl", "Spurvehauk")
    group.study.keep_transcript(group.kari, group.interview.id, older, machine_made=True)
    group.study.keep_transcript(group.kari, group.interview.id, conversation(OTHERS, THEIRS), machine_made=True)
    group.name("SPEAKER_00", "H04")
    group.study.erase_participant(group.kari, group.name("SPEAKER_01", "H03"))
    assert not set(found(group.study.folder)) & {"Kanarifugl", "kanarifugl", "gruva"}


# --- pulling the plug

ERASER = """
import sys
from pathlib import Path
from study import registry
study = registry.open_study(Path(sys.argv[1]))
kari = study.person("Kari")
study.erase_participant(kari, study.participants(kari)[0].id)
"""


@pytest.mark.parametrize(
    ("failpoint", "is_erased"),
    [("erasure.before_commit", False), ("erasure.after_commit", True), ("erasure.after_files", True)],
)
def test_a_crash_on_the_way_is_made_good_when_the_study_is_next_opened(
    tmp_path: Path, failpoint: str, is_erased: bool
) -> None:
    made = scene(tmp_path / "study", InterviewKind.INDIVIDUAL, "Hva?", THEIRS)
    made.name("SPEAKER_01", "H03")
    made.study.back_up(made.kari)
    registry.close_all()
    crashed = subprocess.run(
        [sys.executable, "-c", ERASER, str(tmp_path / "study")],
        cwd=ROOT,
        env={**os.environ, "WORKBENCH_FAILPOINT": failpoint},
    )
    assert crashed.returncode == EXIT_CODE
    study = registry.open_study(tmp_path / "study")
    assert [p.pseudonym for p in study.participants(made.kari)] == ([] if is_erased else ["H03"])
    assert (found(tmp_path / "study") == []) is is_erased
    assert not (tmp_path / "study" / ERRAND_FILE).exists()
    assert bool(study.recordings(made.kari)) is not is_erased
    registry.close_all()
