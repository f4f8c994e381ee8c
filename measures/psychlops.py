"""PSYCHLOPS (Psychological Outcome Profiles): how much a person's own problems trouble them.

Four items are scored, each 0 (least) to 5 (most): two problems the person names, one thing that is hard to do
because of them (function), and wellbeing.

    total = problem 1 + problem 2 + function + wellbeing        0 to 20; higher is worse

A person may have one problem only. The authors then let that problem stand for the whole domain of problems
(psychlops.info, "Scoring PSYCHLOPS"); on the scale of 0 to 20 this means that it counts twice. Without any problem,
without function or without wellbeing there is no total.

Each total is about one person's own problems: compare it with the same person's other totals, there are no norms.

Ashworth M, Shepherd M, Christey J, et al. (2004). A client-generated psychometric instrument: the development of
'PSYCHLOPS'. Counselling and Psychotherapy Research 4(2), 27-31.
"""

from __future__ import annotations

from measures.answers import count_answered
from measures.model import Answers, Instrument, Score, ScoreKind

TOTAL = "total"


def score(answers: Answers) -> tuple[Score, ...]:
    """The total of problem 1, problem 2, function and wellbeing; a problem that stands alone counts twice.

    >>> score((4, None, 3, 2))[0].value
    13.0
    """
    first, second, function, wellbeing = answers
    problems = [problem for problem in (first, second) if problem is not None]
    value = None
    if problems and function is not None and wellbeing is not None:
        value = float(2 * sum(problems) / len(problems) + function + wellbeing)
    return (Score(TOTAL, value, count_answered(answers), len(answers)),)


PSYCHLOPS = Instrument(
    id="psychlops",
    name="PSYCHLOPS",
    items=("Problem 1", "Problem 2", "Function", "Wellbeing"),
    lowest=0,
    highest=5,
    scores=(ScoreKind(TOTAL, "Total", 0, 20),),
    score=score,
    scoring=(
        "The four scored items, 0 to 5 each, are added up: 0 to 20, higher is worse. The scores are "
        "about each person's own problems: compare a person with themselves; there are no norms."
    ),
    missing_rule=(
        "When only one problem was named it counts twice, as the authors let it stand for both. Without "
        "any problem, without function or without wellbeing there is no total."
    ),
    wording=(
        "The wording is the authors' copyright and is not shipped; get the form from psychlops.info. "
        "What clients wrote about their problems is not kept here."
    ),
    source=(
        "Ashworth et al. (2004), Counselling and Psychotherapy Research 4(2), 27-31; psychlops.info, "
        "“Scoring PSYCHLOPS”"
    ),
)
