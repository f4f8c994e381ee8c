"""A returning voice is proposed only where the consent allows it; without it nothing is computed and nothing kept."""

from __future__ import annotations

import importlib.util
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from core.design import Consent, Interview, Person
from core.errors import NotFoundError
from core.spans import TimeSpan
from storage import profile_rows
from storage.backup import list_backups
from storage.verifying import verify
from study import Study, registry, voice_profiles
from study.voice_matching import LIKE_ENOUGH
from study.voice_profiles import NobodyListedError, NotAllAgreedError, NothingToCompareError
from tests.desks import Browser
from tests.voices import numbered, recorded, talk

MARK = 0.123456  #: In every voice of this test: looked for in all files of the study.
YES = Consent(date(2025, 1, 1), recording=True, voice_profiles=True)
NO = Consent(date(2026, 1, 1), recording=True)
NEEDLE = array("f", [MARK]).tobytes() * 3


def voice(number: int) -> tuple[float, ...]:
    """A voice that is like no other one; 192 numbers."""
    return (*(10.0 * (n == number) for n in range(189)), MARK, MARK, MARK)


@dataclass
class Listener:
    """Stands where the networks are: says what each voice sounds like, and remembers what it was asked to hear."""

    voices: list[tuple[float, ...] | None] = field(default_factory=list)
    heard: list[Sequence[Sequence[TimeSpan]]] = field(default_factory=list)

    def __call__(self, _: object, voices: Sequence[Sequence[TimeSpan]]) -> Sequence[tuple[float, ...] | None]:
        self.heard.append(voices)
        return [self.voices.pop(0) for _ in voices]


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Listener:
    made = Listener()
    monkeypatch.setattr(voice_profiles, "describe", made)
    return made


@dataclass
class Scene:
    study: Study
    kari: Person
    folder: Path
    listener: Listener

    def participant(self, pseudonym: str, consent: Consent | None = YES) -> str:
        made = self.study.add_participant(self.kari, pseudonym, "helper").id
        if consent:
            self.study.record_consent(self.kari, made, consent)
        return made

    def interview(self, label: str, voices: int = 2, participants: Sequence[str] = ()) -> Interview:
        transcript = talk(numbered(voices), rounds=2)
        interview, _ = recorded(self.study, self.kari, self.folder, label, transcript, participants)
        return interview

    def name(self, interview: Interview, label: str, participant: str | None = None, role: str | None = None) -> None:
        browser = Browser(self.study, self.kari, interview.id)
        assert browser.refusal("name_speaker", speaker=label, participant_id=participant, role=role) is None

    def learn(self, interview: Interview, *voices: tuple[float, ...] | None) -> int:
        self.listener.voices = list(voices)
        return self.study.make_voice_profiles(self.kari, interview.id)

    def compare(self, interview: Interview, *voices: tuple[float, ...] | None, agreed: bool = False) -> int:
        self.listener.voices = list(voices)
        return self.study.compare_voices(self.kari, interview.id, everybody_agrees=agreed)

    def rows(self, table: str) -> int:
        with self.study.database.read() as connection:
            return int(connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one())

    def proposed(self, interview: Interview) -> dict[str, str]:
        """By label: whom the voice is proposed to be."""
        review = self.study.review_voices(self.kari, interview.id)
        assert review is not None
        names = {p.id: p.pseudonym for p in review.participants}
        return {v.speaker.label: names[v.proposal.participant_id] for v in review.voices if v.proposal}

    def on_disk(self) -> bool:
        """Whether the numbers can be read anywhere in the study's folder."""
        return any(NEEDLE in path.read_bytes() for path in self.study.folder.rglob("*") if path.is_file())


@pytest.fixture
def scene(tmp_path: Path, listener: Listener) -> Iterator[Scene]:
    study = registry.create(tmp_path / "study", "PM+", "Kari", codebook=None)
    yield Scene(study, study.person("Kari"), tmp_path, listener)
    registry.close_all()


@pytest.fixture
def known(scene: Scene) -> tuple[str, Interview]:
    """H07 was named in the first wave and has agreed; there is a profile of them."""
    h07 = scene.participant("H07")
    first = scene.interview("W1-H07", participants=[h07])
    scene.name(first, "SPEAKER_00", role="interviewer")
    scene.name(first, "SPEAKER_01", h07)
    assert scene.learn(first, voice(7)) == 1
    return h07, first


def test_a_returning_voice_is_proposed_and_named_by_nobody_but_a_person(
    scene: Scene, known: tuple[str, Interview]
) -> None:
    h07, first = known
    second = scene.interview("W2-H07", participants=[h07])
    assert scene.compare(second, voice(1), voice(7)) == 1
    assert scene.proposed(second) == {"SPEAKER_01": "H07"}
    transcript = scene.study.transcript(scene.kari, second.id)
    assert transcript and all(speaker.participant_id is None for speaker in transcript.speakers)
    review = scene.study.review_voices(scene.kari, second.id)
    assert review is not None
    said = review.to_json()["voices"][1]["proposal"]
    assert (said["pseudonym"], said["likeness"], said["heard_in"]) == ("H07", 1.0, "W1-H07, Wave 1")
    scene.name(second, "SPEAKER_01", h07)
    assert scene.proposed(second) == {}


def test_a_no_is_remembered_and_can_be_taken_back(scene: Scene, known: tuple[str, Interview]) -> None:
    h07, _ = known
    second = scene.interview("W2-H07", participants=[h07])
    scene.compare(second, voice(1), voice(7))
    scene.study.decline_voice(scene.kari, second.id, "SPEAKER_01", h07)
    assert scene.proposed(second) == {}
    assert scene.compare(second, voice(1), voice(7)) == 0
    assert scene.proposed(second) == {}
    scene.study.decline_voice(scene.kari, second.id, "SPEAKER_01", h07, declined=False)
    assert scene.proposed(second) == {"SPEAKER_01": "H07"}
    with pytest.raises(NotFoundError):
        scene.study.decline_voice(scene.kari, second.id, "SPEAKER_00", h07)


def test_a_voice_that_is_not_like_enough_is_not_proposed(scene: Scene, known: tuple[str, Interview]) -> None:
    h07, _ = known
    second = scene.interview("W2-H07", participants=[h07])
    assert scene.compare(second, voice(1), voice(2)) == 0
    between = tuple(0.4 * a + 0.9165 * b for a, b in zip(voice(7), voice(2), strict=True))
    assert LIKE_ENOUGH > 0.4
    assert scene.compare(second, voice(1), between) == 0


@pytest.mark.parametrize("consent", [None, NO], ids=["no record", "a record without voice profiles"])
def test_without_consent_nothing_is_listened_to_and_nothing_is_kept(scene: Scene, consent: Consent | None) -> None:
    h07 = scene.participant("H07", consent)
    first, second = scene.interview("W1-H07", participants=[h07]), scene.interview("W2-H07", participants=[h07])
    scene.name(first, "SPEAKER_01", h07)
    assert scene.learn(first) == 0
    with pytest.raises(NotAllAgreedError, match="H07"):
        scene.compare(second)
    assert scene.listener.heard == []
    assert (scene.rows("voice_profile"), scene.rows("voice_proposal")) == (0, 0)


def test_nobody_is_listened_to_while_somebody_who_has_not_agreed_may_be_among_the_voices(
    scene: Scene, known: tuple[str, Interview]
) -> None:
    h07, _ = known
    h08 = scene.participant("H08", None)
    second = scene.interview("W2-FG", voices=3, participants=[h07, h08])
    before = len(scene.listener.heard)
    with pytest.raises(NotAllAgreedError, match="H08"):
        scene.compare(second)
    assert len(scene.listener.heard) == before
    scene.name(second, "SPEAKER_02", h08)
    assert scene.compare(second, voice(1), voice(7)) == 1
    (unnamed,) = scene.listener.heard[before:]
    assert len(unnamed) == 2, "the voice of H08 is not among what was listened to"


def test_where_nobody_is_listed_a_person_has_to_say_that_everybody_agrees(
    scene: Scene, known: tuple[str, Interview]
) -> None:
    second = scene.interview("W2-FG")
    before = len(scene.listener.heard)
    with pytest.raises(NobodyListedError, match="W2-FG"):
        scene.compare(second)
    assert len(scene.listener.heard) == before
    assert scene.compare(second, voice(7), voice(1), agreed=True) == 1
    assert scene.proposed(second) == {"SPEAKER_00": "H07"}


def test_that_one_voice_is_named_does_not_say_who_the_others_are(scene: Scene, known: tuple[str, Interview]) -> None:
    second = scene.interview("W2-FG", voices=3)
    scene.name(second, "SPEAKER_00", scene.participant("H08", None))
    with pytest.raises(NobodyListedError):
        scene.compare(second)
    assert scene.compare(second, voice(1), voice(7), agreed=True) == 1
    assert scene.proposed(second) == {"SPEAKER_02": "H07"}


def test_without_anybody_to_recognise_nothing_is_listened_to(scene: Scene) -> None:
    h07 = scene.participant("H07")
    only = scene.interview("W1-H07", participants=[h07])
    with pytest.raises(NothingToCompareError):
        scene.compare(only)
    assert scene.listener.heard == []


def test_consent_that_is_taken_back_deletes_the_profile_at_once(scene: Scene, known: tuple[str, Interview]) -> None:
    h07, _ = known
    second = scene.interview("W2-H07", participants=[h07])
    scene.compare(second, voice(1), voice(7))
    assert scene.on_disk()
    scene.study.record_consent(scene.kari, h07, NO)
    assert (scene.rows("voice_profile"), scene.rows("voice_proposal")) == (0, 0)
    assert not scene.on_disk()


def test_so_does_a_later_consent_in_a_table(scene: Scene, known: tuple[str, Interview]) -> None:
    table = "Pseudonym,Consent given on,Consent to recording,Consent to voice profiles\nH07,2026-01-01,yes,no\n"
    scene.study.import_participants(scene.kari, table.encode(), "consents.csv")
    assert scene.rows("voice_profile") == 0 and not scene.on_disk()


def test_an_earlier_record_does_not_take_back_a_later_one(scene: Scene, known: tuple[str, Interview]) -> None:
    scene.study.record_consent(scene.kari, known[0], Consent(date(2024, 1, 1)))
    assert scene.rows("voice_profile") == 1


def test_a_table_can_give_the_consent(scene: Scene) -> None:
    table = "Pseudonym,Samtykke gitt,Stemmeprofil\nH07,2026-01-01,ja\nH08,2026-01-01,nei\n"
    scene.study.import_participants(scene.kari, table.encode(), "consents.csv")
    assert [p.allows_voice_profile for p in scene.study.participants(scene.kari)] == [True, False]


def test_who_withdraws_is_not_recognised_any_more(scene: Scene, known: tuple[str, Interview]) -> None:
    scene.study.withdraw(scene.kari, known[0], date(2026, 6, 1))
    assert scene.rows("voice_profile") == 0 and not scene.on_disk()


def test_erasing_a_participant_leaves_nothing_of_their_voice(scene: Scene, known: tuple[str, Interview]) -> None:
    h07, _ = known
    scene.compare(scene.interview("W2-H07", participants=[h07]), voice(1), voice(7))
    scene.study.back_up(scene.kari)
    assert scene.on_disk()
    assert scene.study.erase_participant(scene.kari, h07).problems == ()
    assert (scene.rows("voice_profile"), scene.rows("voice_proposal")) == (0, 0)
    assert not scene.on_disk()


def test_erasing_somebody_else_forgets_whom_their_voice_was_like(scene: Scene, known: tuple[str, Interview]) -> None:
    h07, _ = known
    h08 = scene.participant("H08")
    second = scene.interview("W2-FG", participants=[h07, h08])
    assert scene.compare(second, voice(7), voice(1)) == 1
    scene.study.erase_participant(scene.kari, h08)
    assert (scene.rows("voice_profile"), scene.rows("voice_proposal")) == (1, 0)


def test_a_profile_outlives_the_recording_it_was_made_of(scene: Scene) -> None:
    h07, h08 = scene.participant("H07"), scene.participant("H08")
    group = scene.interview("W1-FG", participants=[h07, h08])
    scene.name(group, "SPEAKER_00", h07)
    scene.name(group, "SPEAKER_01", h08)
    assert scene.learn(group, voice(7), voice(8)) == 2
    scene.study.erase_participant(scene.kari, h08)
    assert scene.rows("voice_profile") == 1, "H08 has asked to be forgotten, and the recording went; H07 has not"
    second = scene.interview("W2-H07", participants=[h07])
    assert scene.compare(second, voice(1), voice(7)) == 1
    assert scene.proposed(second) == {"SPEAKER_01": "H07"}


def test_no_backup_has_a_voice_in_it(scene: Scene, known: tuple[str, Interview]) -> None:
    scene.study.back_up(scene.kari)
    (backup,) = list_backups(scene.study.folder)
    assert verify(backup.path).rows["voice_profile"] == 0
    assert NEEDLE not in backup.path.read_bytes()
    assert scene.rows("voice_profile") == 1


def test_a_name_that_is_taken_back_takes_the_profile_along(scene: Scene, known: tuple[str, Interview]) -> None:
    h07, first = known
    browser = Browser(scene.study, scene.kari, first.id)
    browser.do("undo")
    assert scene.rows("voice_profile") == 0
    browser.do("redo")
    assert scene.learn(first, voice(7)) == 1
    h08 = scene.participant("H08")
    scene.name(first, "SPEAKER_01", h08)
    assert scene.rows("voice_profile") == 0


def test_turns_that_get_another_speaker_have_the_profile_made_anew(scene: Scene, known: tuple[str, Interview]) -> None:
    _, first = known
    assert scene.learn(first) == 0, "it is made already"
    browser = Browser(scene.study, scene.kari, first.id)
    other = next(turn.id for turn in browser.turns if turn.speaker == "SPEAKER_00")
    browser.do("set_speaker", turns=[other], speaker="SPEAKER_01")
    assert scene.learn(first, voice(8)) == 1
    with scene.study.database.read() as connection:
        (profile,) = profile_rows.read_profiles(connection)
    assert profile.floats[8] == 10.0


def test_consent_that_is_taken_back_while_it_listens_keeps_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    h07 = scene.participant("H07")
    first = scene.interview("W1-H07", participants=[h07])
    scene.name(first, "SPEAKER_01", h07)

    def meanwhile(_: object, voices: Sequence[object]) -> list[tuple[float, ...]]:
        scene.study.record_consent(scene.kari, h07, NO)
        return [voice(7) for _ in voices]

    monkeypatch.setattr(voice_profiles, "describe", meanwhile)
    assert scene.study.make_voice_profiles(scene.kari, first.id) == 0
    assert scene.rows("voice_profile") == 0 and not scene.on_disk()


def test_a_voice_of_a_few_seconds_is_not_described(scene: Scene) -> None:
    h07 = scene.participant("H07")
    interview, _ = recorded(scene.study, scene.kari, scene.folder, "short", talk(numbered(2)), [h07])
    scene.name(interview, "SPEAKER_01", h07)
    assert scene.learn(interview) == 0 and scene.listener.heard == []


def test_no_export_has_a_voice_in_it(scene: Scene, known: tuple[str, Interview]) -> None:
    assert "voice_profile(" not in repr(scene.study.snapshot(scene.kari)).lower()
    assert str(MARK) not in repr(scene.study.snapshot(scene.kari))


@pytest.mark.speech
def test_two_speakers_of_a_real_call_are_told_apart(tmp_path: Path) -> None:
    """Half a minute from inside pyannote.audio, both voices described by the embedded networks in their own process."""
    package = importlib.util.find_spec("pyannote.audio")
    if package is None or not package.origin:
        pytest.skip("pyannote.audio, whose sample is heard here, is not installed")
    from pipeline import voice_likeness
    from pipeline.media import FileReader
    from pipeline.models import sha256_of
    from pipeline.voice_child import describe_voices

    sample = Path(package.origin).parent / "sample" / "sample.wav"
    one = [[TimeSpan(6_690, 7_120), TimeSpan(8_320, 9_920), TimeSpan(10_570, 14_700)], [TimeSpan(18_050, 21_490)]]
    other = [[TimeSpan(14_490, 17_920)], [TimeSpan(21_780, 28_500)]]
    found = describe_voices(FileReader(sample, sha256_of(sample)), [*one, *other])
    a, b, c, d = (floats for floats in found if floats is not None)
    assert min(voice_likeness(a, b), voice_likeness(c, d)) > max(voice_likeness(a, c), voice_likeness(b, d))
