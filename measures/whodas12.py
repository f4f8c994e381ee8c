"""WHODAS 2.0, 12 items: difficulties in daily life during the last 30 days.

Twelve items, each 1 (none) to 5 (extreme, or cannot do). `sum` is WHO's *simple* score: the answers added up, 12 to 60.
`rescaled` is that sum on 0 to 100: (sum - 12) / 48 * 100. Higher is worse. Neither is WHO's score from item-response
theory ("complex scoring"), which recodes and weighs the answers and is also reported on 0 to 100: the two cannot be
compared.

One missing item is given the mean of the other eleven; with more missing there is no score. (WHO's manual gives a
single missing item the mean of the others; that more than one is too many is stated here as this program's rule.)

Üstün TB, Kostanjsek N, Chatterji S, Rehm J, eds. (2010). Measuring health and disability: manual for WHO Disability
Assessment Schedule (WHODAS 2.0). Geneva: World Health Organization.
"""

from __future__ import annotations

from measures.answers import count_answered, mean_of_answered
from measures.model import Answers, Instrument, Score, ScoreKind

ITEMS = 12
LOWEST, HIGHEST = 1, 5
MOST_MISSING = 1
SUM, RESCALED = "sum", "rescaled"


def score(answers: Answers) -> tuple[Score, ...]:
    """The simple sum, and the same on 0 to 100.

    >>> [each.value for each in score((3,) * 12)]
    [36.0, 50.0]
    """
    answered = count_answered(answers)
    total = rescaled = None
    if (mean := mean_of_answered(answers, MOST_MISSING)) is not None:
        total = float(sum(answer for answer in answers if answer is not None) + (ITEMS - answered) * mean)
        rescaled = (total - ITEMS * LOWEST) / (ITEMS * (HIGHEST - LOWEST)) * 100
    return Score(SUM, total, answered, ITEMS), Score(RESCALED, rescaled, answered, ITEMS)


WHODAS_12 = Instrument(
    id="whodas-12",
    name="WHODAS 2.0, 12 items",
    items=tuple(f"S{number}" for number in range(1, ITEMS + 1)),
    lowest=LOWEST,
    highest=HIGHEST,
    scores=(ScoreKind(SUM, "Simple sum", 12, 60), ScoreKind(RESCALED, "Simple sum, rescaled to 0–100", 0, 100)),
    score=score,
    scoring=(
        "The simple sum of the twelve answers, 1 to 5 each: 12 to 60, higher is worse; and the same sum "
        "rescaled, (sum − 12) / 48 × 100. This is not WHO's item-response score, which weighs the "
        "answers and is also given as 0 to 100: do not compare the two. Tables with answers from 0 to 4 "
        "need 1 added first."
    ),
    missing_rule="One missing item is given the mean of the other eleven. With two or more missing there is no score.",
    wording="The items are WHO's; their wording is not shipped. S1 to S12 are the numbers on WHO's form.",
    source=(
        "Üstün et al., eds. (2010), Measuring health and disability: manual for WHODAS 2.0, World Health Organization"
    ),
)
