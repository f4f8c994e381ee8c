"""Where a person should listen again: what the engines' own numbers say against what they wrote. Times, never words.

A flag has to mean something, or nobody follows it: the bounds here were chosen on recordings whose words are known
(docs/speech.md, section Flags).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from core.spans import TimeSpan
from pipeline.languages import spans_of
from pipeline.results import HeardSegment, HeardWord, Recognition, SpokenWords, TimedWords, Voices
from pipeline.speech import hold_to_speech, united, without
from transcripts.heard import Flag, FlagKind, Heard, SegmentDoubt, VoiceSpan, overlaps

COMPRESSED = 2.4  #: Above this ratio a text repeats itself; Whisper's own bound.
IMPROBABLE = -1.0  #: Mean log probability; Whisper's own bound.
LONGEST_PATTERN = 12  #: Words of the longest passage whose repetition is looked for.
TIMES = {1: 5, 2: 4}  #: How often one or two words follow themselves before it is no talk: “ja, ja, ja” is.
TIMES_OF_LONGER = 3
UNWRITTEN_MS = 1_500  #: Speech this long without a word
VOICED_SHARE = 0.5  #: during which at least so much of the time a voice is heard, too.
WORD_EDGE_MS = 300  #: Sound around a word that is its own: times from cross-attention are no better.
UNSURE = 0.6  #: A word the engine trusts less than this is doubtful;
UNSURE_RUN = 3  #: so many of them, one after another or
SURE_BETWEEN = 1  #: with this many better ones between, are worth a flag.
CLOSE_MS = 1_000  #: Flags of a kind nearer than this are one.


def heard_of(recognition: Recognition, timed: TimedWords, voices: Voices, spoken: SpokenWords) -> Heard:
    """All that is kept beside the words. Flags also come from voices to which no word was given."""
    flags = (*flags_of(recognition, timed, voices.spans), *overlaps(voices.spans))
    return Heard(
        speech=recognition.speech,
        voices=spoken.voices,
        flags=_in_order(flags),
        segments=doubts_of(recognition.segments),
        languages=spans_of(recognition.segments, recognition.language),
    )


def _in_order(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    return tuple(sorted(flags, key=attrgetter("start_ms", "end_ms", "kind")))


def flags_of(recognition: Recognition, timed: TimedWords, voices: Sequence[VoiceSpan]) -> tuple[Flag, ...]:
    """Every kind of flag but overlap, in order of time. `voices` may be empty: nobody was told apart then."""
    sides = _sides(recognition, timed.words)
    found = {
        FlagKind.REPETITION: [*_compressed(recognition.segments), *_repeated(timed.words)],
        FlagKind.SPEECH_WITHOUT_TEXT: [
            span for speech, _, words in sides for span in _unwritten(speech, words, voices)
        ],
        FlagKind.TEXT_WITHOUT_SPEECH: [span for speech, segments, _ in sides for span in _left_out(segments, speech)],
        FlagKind.DOUBTFUL: [*_improbable(recognition.segments), *_unsure(timed.words)],
    }
    return _in_order(Flag(kind, span.start_ms, span.end_ms) for kind, spans in found.items() for span in _joined(spans))


def _sides(
    recognition: Recognition, words: Sequence[HeardWord]
) -> list[tuple[Sequence[TimeSpan], Sequence[HeardSegment], Sequence[HeardWord]]]:
    """Speech, segments and words: of the one sound, or of each channel."""
    if not recognition.channels:
        return [(recognition.speech, recognition.segments, words)]
    return [
        (
            speech,
            [segment for segment in recognition.segments if segment.channel == channel],
            [word for word in words if word.channel == channel],
        )
        for channel, speech in enumerate(recognition.channels)
    ]


def doubts_of(segments: Iterable[HeardSegment]) -> tuple[SegmentDoubt, ...]:
    """What the recogniser said about each stretch it wrote in one go."""
    return tuple(
        SegmentDoubt(
            start_ms=segment.start_ms,
            end_ms=segment.end_ms,
            mean_log_probability=segment.mean_log_probability,
            no_speech_probability=segment.no_speech_probability,
            compression_ratio=segment.compression_ratio,
            temperature=segment.temperature,
        )
        for segment in segments
    )


def _joined(spans: Iterable[TimeSpan]) -> list[TimeSpan]:
    """In order; what lies closer than CLOSE_MS is one."""
    joined: list[TimeSpan] = []
    for span in sorted(spans):
        if joined and span.start_ms - joined[-1].end_ms < CLOSE_MS:
            joined[-1] = TimeSpan(joined[-1].start_ms, max(joined[-1].end_ms, span.end_ms))
        else:
            joined.append(span)
    return joined


def _around(words: Sequence[HeardWord]) -> TimeSpan:
    return TimeSpan(words[0].start_ms, max(word.end_ms for word in words))


def _compressed(segments: Iterable[HeardSegment]) -> Iterator[TimeSpan]:
    for segment in segments:
        if (segment.compression_ratio or 0) > COMPRESSED:
            yield TimeSpan(segment.start_ms, max(segment.start_ms, segment.end_ms))


def _repeated(words: Sequence[HeardWord]) -> Iterator[TimeSpan]:
    """Runs in which the same few words follow themselves over and over."""
    plain = ["".join(filter(str.isalnum, word.text.casefold())) for word in words]
    for length in range(1, LONGEST_PATTERN + 1):
        same = [a == b != "" for a, b in zip(plain, plain[length:], strict=False)]
        for first, last in _runs(same):
            if last - first + length >= length * TIMES.get(length, TIMES_OF_LONGER):
                yield _around(words[first : last + length])


def _runs(wanted: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Half-open (first, last) of each stretch of what is wanted."""
    at = 0
    for is_wanted, group in groupby(wanted):
        length = len(list(group))
        if is_wanted:
            yield at, at + length
        at += length


def _unwritten(
    speech: Sequence[TimeSpan], words: Sequence[HeardWord], voices: Sequence[VoiceSpan]
) -> Iterator[TimeSpan]:
    """Speech that nobody wrote down. Both models that hear speech must hear it: each alone takes noise for a voice."""
    written = [TimeSpan(max(0, word.start_ms - WORD_EDGE_MS), word.end_ms + WORD_EDGE_MS) for word in words]
    spoken = united(TimeSpan(voice.start_ms, voice.end_ms) for voice in voices)
    for gap in without(speech, written):
        if gap.length_ms >= UNWRITTEN_MS:
            unheard_ms = sum(part.length_ms for part in without([gap], spoken)) if voices else 0
            if unheard_ms <= (1 - VOICED_SHARE) * gap.length_ms:
                yield gap


def _left_out(segments: Iterable[HeardSegment], speech: Sequence[TimeSpan]) -> Iterator[TimeSpan]:
    """Where words were written although nobody speaks near: they are not in the transcript."""
    words = [word for segment in segments for word in segment.words]
    if len(hold_to_speech(words, speech)) == len(words):  # nearly always
        return
    for word in words:
        if not hold_to_speech([word], speech):
            yield TimeSpan(word.start_ms, max(word.start_ms, word.end_ms))


def _improbable(segments: Iterable[HeardSegment]) -> Iterator[TimeSpan]:
    for segment in segments:
        if (segment.mean_log_probability or 0) < IMPROBABLE or (segment.temperature or 0) > 0:
            yield TimeSpan(segment.start_ms, max(segment.start_ms, segment.end_ms))


def _unsure(words: Sequence[HeardWord]) -> Iterator[TimeSpan]:
    """Runs of doubtful words; SURE_BETWEEN better ones may lie between two of them."""
    places = [n for n, word in enumerate(words) if word.confidence is not None and word.confidence < UNSURE]
    run: list[int] = []
    for place in [*places, len(words) + SURE_BETWEEN + 1]:
        if run and place - run[-1] > SURE_BETWEEN + 1:
            if len(run) >= UNSURE_RUN:
                yield _around(words[run[0] : run[-1] + 1])
            run = []
        run.append(place)
