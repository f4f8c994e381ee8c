"""HSCL-25 (Hopkins Symptom Checklist): symptoms of anxiety and depression during the last week.

25 items, each 1 (least) to 4 (most). `mean` is the mean of the answered items, 1 to 4; `anxiety` that of items
1 to 10, `depression` that of items 11 to 25. Higher is worse.

A mean needs four fifths of its items: 20 of 25, 8 of 10, 12 of 15; with fewer there is none. (Dividing by the number of
answered items is common practice; how many must be answered differs between publications, and is this program's rule.)

A mean of 1.75 or more is by convention called "symptomatic". The convention is commonly traced to the two papers below;
it serves screening, is no diagnosis, and the best value differs between languages and groups.

Winokur A, Winokur DF, Rickels K, Cox DS (1984). Symptoms of emotional distress in a family planning service: stability
over a four-week period. British Journal of Psychiatry 144, 395-399. · Mollica RF, Wyshak G, de Marneffe D, Khuon F,
Lavelle J (1987). Indochinese versions of the Hopkins Symptom Checklist-25: a screening instrument for the psychiatric
care of refugees. American Journal of Psychiatry 144(4), 497-500.
"""

from __future__ import annotations

from measures.answers import count_answered, mean_of_answered
from measures.model import Answers, CutOff, Instrument, Score, ScoreKind

ITEMS = 25
ANXIETY_ITEMS = 10  #: The first ten; the other fifteen are about depression.
MEAN, ANXIETY, DEPRESSION = "mean", "anxiety", "depression"
CUT_OFF = CutOff(1.75, "Winokur et al. 1984; Mollica et al. 1987")


def score(answers: Answers) -> tuple[Score, ...]:
    """The mean of all items, of the anxiety items and of the depression items.

    >>> [each.value for each in score((1,) * 10 + (3,) * 15)]
    [2.2, 1.0, 3.0]
    """
    parts = {MEAN: answers, ANXIETY: answers[:ANXIETY_ITEMS], DEPRESSION: answers[ANXIETY_ITEMS:]}
    return tuple(_mean(name, part) for name, part in parts.items())


def _mean(name: str, part: Answers) -> Score:
    return Score(name, mean_of_answered(part, len(part) // 5), count_answered(part), len(part))


HSCL_25 = Instrument(
    id="hscl-25",
    name="HSCL-25",
    items=(
        *(f"A{number}" for number in range(1, ANXIETY_ITEMS + 1)),
        *(f"D{number}" for number in range(ANXIETY_ITEMS + 1, ITEMS + 1)),
    ),
    lowest=1,
    highest=4,
    scores=(
        ScoreKind(MEAN, "Mean of 25 items", 1, 4, CUT_OFF),
        ScoreKind(ANXIETY, "Anxiety, items 1–10", 1, 4),
        ScoreKind(DEPRESSION, "Depression, items 11–25", 1, 4),
    ),
    score=score,
    scoring=(
        "The mean of the answered items, 1 to 4 each; items 1–10 make the anxiety subscale, items 11–25 "
        "the depression subscale. Higher is worse."
    ),
    missing_rule=(
        "A mean needs four fifths of its items: 20 of 25, 8 of 10 (anxiety), 12 of 15 (depression). With "
        "fewer there is none."
    ),
    wording=(
        "The wording is under copyright and is not shipped; use the translation your study has the right "
        "to use. A and D are our own marks for anxiety and depression, followed by the item's number."
    ),
    source=(
        "Winokur et al. (1984), British Journal of Psychiatry 144, 395-399; Mollica et al. (1987), "
        "American Journal of Psychiatry 144(4), 497-500"
    ),
)
