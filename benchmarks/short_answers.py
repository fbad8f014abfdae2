"""The likeness that suggestions fall back to, on public graded answers, zero-shot, beside plain baselines in one run.

Run: python benchmarks/short_answers.py FOLDER [--semantic MODEL]

FOLDER holds CSV files with the columns question, reference (several: "a ||| b"), answer, score, max_score. Nothing is
trained or tuned on them; the data is not part of the project. A score is used as it is: r does not care for its scale,
F1 (is the answer fully right?) and QWK (fifths of the marks) do.
"""

from __future__ import annotations

import argparse
import csv
import math
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.fuzz import token_set_ratio

from grader.rubric.encoder import open_encoder
from grader.rubric.measure import LEVELS, kappa, pearson
from grader.rubric.similarity import Likeness, content, likeness

csv.field_size_limit(2**24)


@dataclass(frozen=True, slots=True)
class Row:
    question: str
    references: tuple[str, ...]
    answer: str
    share: float  # of the marks


Score = Callable[[Row], float]


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Row(
                row["question"],
                tuple(text.strip() for text in row["reference"].split("|||")),
                row["answer"],
                float(row["score"]) / float(row["max_score"]),
            )
            for row in csv.DictReader(file)
        ]


def constant(rows: Sequence[Row]) -> Score:
    mean = sum(row.share for row in rows) / len(rows)
    return lambda _: mean


def tf_idf(rows: Sequence[Row]) -> Score:
    documents = [content(text) for row in rows for text in (row.answer, *row.references)]
    seen = Counter(stem for document in documents for stem in document)
    weight = {stem: math.log(len(documents) / count) for stem, count in seen.items()}

    def cosine(one: str, other: str) -> float:
        a, b = content(one), content(other)
        norm = math.sqrt(sum(weight[s] ** 2 for s in a) * sum(weight[s] ** 2 for s in b))
        return sum(weight[s] ** 2 for s in a & b) / norm if norm else 0.0

    return lambda row: max(cosine(row.answer, reference) for reference in row.references)


def fuzzy(_: Sequence[Row]) -> Score:
    return lambda row: max(token_set_ratio(row.answer, reference) for reference in row.references) / 100


def covered(_: Sequence[Row]) -> Score:
    def share(answer: str, reference: str) -> float:
        wanted = content(reference)
        return len(wanted & content(answer)) / len(wanted) if wanted else 0.0

    return lambda row: max(share(row.answer, reference) for reference in row.references)


def ours(_: Sequence[Row]) -> Score:
    return lambda row: likeness(row.answer, row.references, row.question)


METHODS = {
    "constant": constant,
    "TF-IDF cosine": tf_idf,
    "token_set_ratio": fuzzy,
    "word coverage": covered,
    "grader, lexical": ours,
}


def macro_f1(gold: Sequence[bool], said: Sequence[bool]) -> float:
    def f1(of: bool) -> float:
        both = sum(g == s == of for g, s in zip(gold, said, strict=True))
        either = sum(g == of for g in gold) + sum(s == of for s in said)
        return 2 * both / either if either else 0.0

    return (f1(True) + f1(False)) / 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--semantic", type=Path, help="folder of an embedding model")
    given = parser.parse_args()
    methods = dict(METHODS)
    if given.semantic:
        by = Likeness(open_encoder(given.semantic))
        methods["grader, semantic"] = lambda _: lambda row: by.of(row.answer, row.references, row.question)
    print("| set | rows | method | r | macro-F1 | QWK | ms |")
    print("|---|---|---|---|---|---|---|")
    for path in sorted(given.folder.glob("*.csv")):
        rows = rows_of(path)
        gold = [row.share for row in rows]
        for name, method in methods.items():
            score = method(rows)
            started = time.perf_counter()
            found = [score(row) for row in rows]
            spent = (time.perf_counter() - started) * 1000 / len(rows)
            r = pearson(gold, found)
            f1 = macro_f1([g >= 1.0 for g in gold], [f >= 0.5 for f in found])
            qwk = kappa([round(LEVELS * g) for g in gold], [round(LEVELS * f) for f in found])
            shown = "-" if math.isnan(r) else f"{r:.3f}"
            print(f"| {path.stem} | {len(rows)} | {name} | {shown} | {f1:.3f} | {qwk:.3f} | {spent:.2f} |")


if __name__ == "__main__":
    main()
