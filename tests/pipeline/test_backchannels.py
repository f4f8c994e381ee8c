"""Short listening sounds become own turns or stand in brackets; none is lost, none changes its speaker unseen."""

from __future__ import annotations

import pytest

from pipeline.backchannels import fold
from pipeline.results import HeardWord, SpokenWord
from pipeline.settings import TranscriptionSettings, UnknownChoiceError
from pipeline.turns import make_turns


def talk(*parts):
    """(speaker, text) ... one word every 300 ms."""
    said = [(speaker, word) for speaker, text in parts for word in text.split()]
    return [SpokenWord(HeardWord(word, 300 * n, 300 * n + 280, 0.9), speaker) for n, (speaker, word) in enumerate(said)]


def turns(words):
    return [(turn.speaker, turn.text) for turn in make_turns(words, "no", {}).turns]


INTERVIEW = talk(("B", "Hei."), ("A", "Så dro vi"), ("B", "mm"), ("A", "hjem igjen"))


def test_as_they_are_they_are_own_turns():
    assert turns(INTERVIEW) == [("B", "Hei."), ("A", "Så dro vi"), ("B", "mm"), ("A", "hjem igjen")]


def test_folded_they_stand_in_brackets_at_their_own_time():
    folded = fold(INTERVIEW)
    assert turns(folded) == [("B", "Hei."), ("A", "Så dro vi (mm) hjem igjen")]
    (turn,) = make_turns(folded[1:], "no", {}).turns
    mm = turn.words[3]
    assert turn.text[mm.start : mm.end] == "(mm)"
    assert (mm.start_ms, mm.end_ms, mm.confidence) == (1_200, 1_480, 0.9)


def test_two_words_share_their_brackets():
    folded = fold(talk(("B", "Hei."), ("A", "og det"), ("B", "Ja, ja,"), ("A", "var slik")))
    assert turns(folded)[-1] == ("A", "og det (Ja, ja,) var slik")


@pytest.mark.parametrize("word", ["ja", "Mhm.", "yeah", "نعم", "بله", "да", "так", "አዎ", "haa"])
def test_every_language_listens(word):
    assert len(turns(fold(talk(("B", "Hei."), ("A", "jeg dro"), ("B", word), ("A", "hjem"))))) == 2


@pytest.mark.parametrize(
    ("before", "short", "why"),
    [
        ("Sov du godt?", "ja", "it answers a question"),
        ("Du sov godt.", "ja", "it may answer a statement"),
        ("هل نمت جيدا؟", "نعم", "it answers a question in Arabic"),
        ("jeg dro", "nei", "it contradicts"),
        ("jeg dro", "alene", "it says something"),
        ("jeg dro", "ja ja ja", "it is longer than listening is"),
    ],
)
def test_what_says_something_stays_an_own_turn(before, short, why):
    words = talk(("B", "Hei."), ("A", before), ("B", short), ("A", "og så"))
    assert fold(words) == tuple(words), why


def test_with_three_speakers_nothing_is_folded_since_brackets_do_not_say_whose_it_is():
    words = [*INTERVIEW, *talk(("C", "Jeg også."))]
    assert fold(words) == tuple(words)


def test_a_speaker_who_only_listens_is_not_folded_away():
    words = talk(("A", "Så dro vi"), ("B", "mm"), ("A", "hjem igjen"))
    assert fold(words) == tuple(words)


def test_after_a_pause_the_talk_was_over():
    before, after = talk(("B", "Hei."), ("A", "jeg dro"), ("B", "ja")), talk(("A", "hjem"))
    late = SpokenWord(HeardWord("hjem", 9_000, 9_300), after[0].speaker)
    assert fold([*before, late]) == (*before, late)


def test_folding_keeps_every_word():
    before = " ".join(spoken.word.text for spoken in INTERVIEW)
    after = " ".join(spoken.word.text for spoken in fold(INTERVIEW))
    assert after.replace("(", "").replace(")", "") == before


def test_nothing_is_folded_out_of_nothing():
    assert fold([]) == ()


def test_an_unknown_way_is_refused():
    with pytest.raises(UnknownChoiceError, match="own, folded"):
        TranscriptionSettings(backchannels="dropped")
