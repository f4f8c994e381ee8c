"""A recording comes into the study."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.design import InterviewKind, Person
from core.errors import InputError, NotFoundError
from study import Study
from study.design import NameTakenError
from study.recordings import DiskFullError, KnownRecordingError, shown_name
from tests.sounds import tone


def test_a_recording_is_copied_under_the_name_of_its_content(study: Study, kari: Person, tmp_path: Path) -> None:
    recording = study.receive_file(kari, tone(tmp_path / "Intervju ærlig.wav"))
    assert (recording.media_format, recording.original_name) == ("wav", "Intervju ærlig.wav")
    assert 990 <= recording.duration_ms <= 1010
    with study.media.reader(recording.sha256).open() as stream:
        assert stream.read() == (tmp_path / "Intervju ærlig.wav").read_bytes()


def test_the_interview_gets_its_details_and_new_waves_and_sites_are_added(
    study: Study, kari: Person, tmp_path: Path
) -> None:
    study.receive_file(
        kari,
        tone(tmp_path / "a.wav"),
        label="W2-FG1",
        kind=InterviewKind.FOCUS_GROUP,
        wave="2",
        site="Bergen",
        language="no",
    )
    interview = study.interview_named(kari, "w2-fg1")
    assert interview.kind is InterviewKind.FOCUS_GROUP
    assert interview.languages == ("no",)
    assert [wave.label for wave in study.waves(kari)] == ["Wave 2"]
    assert [site.name for site in study.sites(kari)] == ["Bergen"]


def test_without_a_name_the_interview_is_called_after_the_file(study: Study, kari: Person, tmp_path: Path) -> None:
    for pitch, folder in ((200, "a"), (300, "b")):
        (tmp_path / folder).mkdir()
        study.receive_file(kari, tone(tmp_path / folder / "Opptak 1.wav", hertz=pitch))
    assert [i.label for i in study.interviews(kari)] == ["Opptak 1", "Opptak 1 (2)"]


def test_the_same_recording_is_not_taken_twice(study: Study, kari: Person, tmp_path: Path) -> None:
    study.receive_file(kari, tone(tmp_path / "a.wav"), label="W1-H03")
    with pytest.raises(KnownRecordingError, match="as interview “W1-H03”"):
        study.receive_file(kari, tone(tmp_path / "copy.wav"))
    assert len(study.recordings(kari)) == len(study.interviews(kari)) == 1


def test_an_interview_that_waits_for_its_recording_gets_it_and_only_one(
    study: Study, kari: Person, tmp_path: Path
) -> None:
    planned = study.add_interview(kari, label="W1-H03")
    assert study.receive_file(kari, tone(tmp_path / "a.wav"), label="W1-H03").interview_id == planned.id
    with pytest.raises(NameTakenError):
        study.receive_file(kari, tone(tmp_path / "b.wav", hertz=300), label="W1-H03")
    assert len(list(study.media)) == 1


@pytest.mark.parametrize("content", [b"", b"not a recording", b"#EXTM3U\n/etc/passwd\n", b"MZ" + bytes(500)])
def test_what_is_no_recording_is_refused_and_leaves_nothing(
    study: Study, kari: Person, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "a.mp3").write_bytes(content)
    with pytest.raises(InputError):
        study.receive_file(kari, tmp_path / "a.mp3")
    assert list(study.media) == []
    assert [p for p in study.media.folder.rglob("*") if p.is_file()] == []
    assert study.interviews(kari) == ()


def test_a_recording_that_does_not_fit_the_disk_is_refused_before_it_is_sent(study: Study, kari: Person) -> None:
    with pytest.raises(DiskFullError, match="Make room"):
        study.incoming(kari, expected_bytes=10**18)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\b.wav", "b.wav"),
        ("a\x00b\u202e.wav", "ab.wav"),
        ("", "recording"),
        ("x" * 300 + ".wav", "x" * 200),
    ],
)
def test_a_hostile_file_name_is_only_ever_shown(sent: str, shown: str) -> None:
    assert shown_name(sent) == shown


def test_a_recording_nobody_knows_is_not_found(study: Study, kari: Person) -> None:
    with pytest.raises(NotFoundError):
        study.recording(kari, "0" * 32)


def test_a_file_a_crash_left_without_its_row_is_removed_once_it_has_settled(
    study: Study, kari: Person, tmp_path: Path
) -> None:
    kept = study.receive_file(kari, tone(tmp_path / "a.wav"))
    orphan = study.media.incoming()
    orphan.write(b"a voice")
    path = orphan.finish().path
    study.forget_unnamed_media()
    assert path.exists()
    for stored in study.media:
        os.utime(stored.path, (0, 0))
    study.forget_unnamed_media()
    assert [stored.sha256 for stored in study.media] == [kept.sha256]
