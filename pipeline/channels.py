"""Two microphones, one speaker on each: who speaks is known exactly, once each channel holds its own speaker only.

A microphone also hears the other person, fainter. Two things keep that out of the transcript: sound that is much louder
on the other channel is silenced before anybody recognises it, and a word that both channels still wrote is kept where
it is louder. Levels are compared as they were recorded, each above its own channel's noise, since a channel that only
hums must not silence the other one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from core.spans import TimeSpan
from pipeline.media import SAMPLE_RATE, SameChannelsError
from pipeline.media.sound import level_gain, loudness, raise_level
from pipeline.results import HeardSegment, HeardWord, Recognition
from pipeline.speech import PADDING_MS, united
from transcripts.heard import VoiceSpan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK_MS = 20  #: Levels are compared in blocks of this length,
SMOOTH = 5  #: as the mean of so many.
FLOOR_PERCENTILE = 10  #: The quietest tenth of a channel is its noise.
FAINTER = 8.0  #: Sound whose energy is this many times (9 dB) lower than the other channel's is the other person,
HOLD_MS = 300  #: unless this channel's own person speaks so shortly before or after.
LOUD_PERCENTILE = 95  #: Of the blocks' energies: loud talk.
QUIETEST = 1e-3  #: Talk is at most 30 dB below the same person's loud talk,
FAINTEST = 1e-4  #: and 40 dB below the loudest on either channel; anything below is a room.
SHORTEST_TALK_MS = 1_000  #: With less of its own, a channel is not raised: there would only be the other one to raise.
TOLD_APART = 2.0  #: Blocks whose energies differ by this factor (3 dB) tell the speakers apart;
FEWEST_APART = 0.25  #: where fewer of the blocks with talk do, both channels hold the same sound.
SAME_WORD_MS = 500  #: The same word on both channels within this time was said once.
UTTERANCE_PAUSE_MS = 500  #: A channel's words without a longer pause stay together when both people speak at once.


@dataclass(frozen=True, slots=True)
class Apart:
    """Two channels, each with its own speaker's sound only, and how loud they were before."""

    sound: NDArray[np.float32]  #: (2, samples)
    energy: NDArray[np.float32]  #: (2, blocks), above each channel's noise.

    def louder_on(self, span: TimeSpan) -> int:
        """The channel on which a stretch was louder."""
        blocks = self.energy[:, span.start_ms // BLOCK_MS : span.end_ms // BLOCK_MS + 1]
        return int(blocks.sum(axis=1).argmax())


def keep_apart(sound: NDArray[np.float32]) -> Apart:
    """Silence, in place, what is the other channel's; raise each channel to the level of speech.

    Raises SameChannelsError where the channels do not tell two speakers apart.
    """
    import numpy as np

    energy = _energy(sound)
    _refuse_the_same(energy)
    block = SAMPLE_RATE * BLOCK_MS // 1000
    whole = energy.shape[1] * block
    loud = np.percentile(energy, LOUD_PERCENTILE) if energy.size else 0.0
    for channel in range(2):
        is_own = _own(energy[channel], energy[1 - channel], float(loud))
        sound[channel, :whole].reshape(-1, block)[~is_own] = 0
        sound[channel, whole:] = 0
        if is_own.sum() * BLOCK_MS >= SHORTEST_TALK_MS:
            raise_level(sound[channel], level_gain(loudness(sound[channel], SAMPLE_RATE)))
    return Apart(sound, energy)


def _own(own: NDArray[np.float32], other: NDArray[np.float32], loud: float) -> NDArray[np.bool_]:
    """In which blocks this channel's own person speaks, or has just spoken, or soon will."""
    import numpy as np

    is_louder = own * FAINTER >= other
    heard = own[is_louder & (own > 0)]
    quietest = max(QUIETEST * float(np.percentile(heard, LOUD_PERCENTILE)) if heard.size else 0.0, FAINTEST * loud)
    speaks = is_louder & (own > quietest)
    hold = np.ones(2 * (HOLD_MS // BLOCK_MS) + 1)
    return np.convolve(speaks, hold)[HOLD_MS // BLOCK_MS :][: len(own)] > 0.5 if len(own) else speaks


def _energy(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    """Energy of each block and channel above the channel's noise, smoothed."""
    import numpy as np

    block = SAMPLE_RATE * BLOCK_MS // 1000
    count = sound.shape[1] // block
    found = np.zeros((2, count), np.float32)
    for channel in range(2):
        blocks = sound[channel, : count * block].reshape(-1, block)
        raw = np.einsum("ij,ij->i", blocks, blocks)
        if count:
            smooth = np.convolve(raw, np.ones(SMOOTH) / SMOOTH, "same")
            found[channel] = np.maximum(smooth - np.percentile(smooth, FLOOR_PERCENTILE), 0)
    return found


def _refuse_the_same(energy: NDArray[np.float32]) -> None:
    """Two copies of one sound would put every word into both people's mouths."""
    loudest = energy.max(axis=0)
    talk = loudest > 0.01 * loudest.max(initial=0)
    if talk.any():
        apart = loudest[talk] >= TOLD_APART * energy.min(axis=0)[talk]
        if apart.mean() < FEWEST_APART:
            raise SameChannelsError(round(100 * float(apart.mean())))


def joined(recognitions: Sequence[Recognition], apart: Apart) -> Recognition:
    """What was heard on each channel as one recognition; a word that both wrote is where it was louder."""
    most = max(recognitions, key=lambda each: sum(span.length_ms for span in each.speech))
    segments = [
        replace(
            segment,
            channel=channel,
            language=segment.language or (each.language if each.language != most.language else None),
            words=tuple(replace(word, channel=channel) for word in segment.words),
        )
        for channel, each in enumerate(recognitions)
        for segment in each.segments
    ]
    return Recognition(
        language=most.language,
        language_probability=most.language_probability,
        speech=united(span for each in recognitions for span in each.speech),
        segments=tuple(sorted(_once(segments, apart), key=attrgetter("start_ms"))),
        channels=tuple(each.speech for each in recognitions),
    )


def _once(segments: Sequence[HeardSegment], apart: Apart) -> Iterator[HeardSegment]:
    """The segments without the words that are another channel's, heard here fainter."""
    said: dict[tuple[int | None, str], list[HeardWord]] = {}
    for segment in segments:
        for word in segment.words:
            said.setdefault((word.channel, _plain(word)), []).append(word)
    for segment in segments:
        other = 1 - (segment.channel or 0)
        kept = tuple(
            word
            for word in segment.words
            if apart.louder_on(TimeSpan(word.start_ms, word.end_ms)) == segment.channel
            or not any(
                abs(twin.start_ms - word.start_ms) < SAME_WORD_MS for twin in said.get((other, _plain(word)), ())
            )
        )
        if len(kept) == len(segment.words):
            yield segment
        elif kept:
            yield replace(segment, words=kept, text=" ".join(word.text for word in kept))


def _plain(word: HeardWord) -> str:
    return "".join(filter(str.isalnum, word.text.casefold()))


def in_utterances(words: Iterable[HeardWord]) -> tuple[HeardWord, ...]:
    """A channel's words without a pause together, by when they begin: who speaks at once does not chop the other."""
    utterances: list[list[HeardWord]] = []
    in_order = sorted(words, key=lambda word: (word.channel or 0, word.start_ms))
    for _, channel in groupby(in_order, key=attrgetter("channel")):
        utterance: list[HeardWord] = []
        for word in channel:
            if utterance and word.start_ms - utterance[-1].end_ms >= UTTERANCE_PAUSE_MS:
                utterances.append(utterance)
                utterance = []
            utterance.append(word)
        utterances.append(utterance)
    return tuple(word for utterance in sorted(utterances, key=lambda each: each[0].start_ms) for word in utterance)


def speaker_of(channel: int) -> str:
    """The left channel's speaker is SPEAKER_00, the right one's SPEAKER_01."""
    return f"SPEAKER_{channel:02}"


def voices_of(channels: Sequence[Sequence[TimeSpan]]) -> tuple[VoiceSpan, ...]:
    """Each channel's speech is its speaker's; without the padding, which would pass for two voices at once."""
    spans = [
        VoiceSpan(span.start_ms + PADDING_MS, max(span.start_ms + PADDING_MS, span.end_ms - PADDING_MS), speaker_of(n))
        for n, speech in enumerate(channels)
        for span in speech
    ]
    return tuple(sorted(spans, key=attrgetter("start_ms")))
