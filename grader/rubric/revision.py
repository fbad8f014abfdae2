"""A report made again after a person decided: the first report, with the criteria that they decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grader.catalog.rubric_spec import Misunderstanding
from grader.rubric.decision import Layer, Verdict
from grader.rubric.reporting import OUTCOMES, PROVISIONAL, WAITING, provisional


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person says of one criterion. `unsure` hands it back: then the engine's suggestion is shown again."""

    verdict: Verdict
    fraction: float  # of the criterion's points
    message: str  # for the learner
    reason: str = "staff"  # code


def revised(
    first: Mapping[str, Any], rulings: Mapping[str, Ruling], misconceptions: Mapping[str, Misunderstanding]
) -> dict[str, Any]:
    """The report as JSON (schema grader/report/v1) with `rulings` by item id; `first` is left as it is.

    The score follows from the items. It is provisional, and the status needs_review, while any of them is unsure.
    """
    items = [_item(item, rulings.get(item["id"])) for item in first["items"]]
    unsure = [item for item in items if item["outcome"] == OUTCOMES[Verdict.UNSURE].value]
    points = round(sum(item["points"] for item in items), 4)
    decided = round(sum(item["points"] for item in items if item not in unsure), 4)
    full = all(item["points"] == item["max_points"] for item in items)
    notes = [note for note in first["notes"] if not note.startswith(PROVISIONAL)]
    return {
        **first,
        "status": "needs_review" if unsure else "graded",
        "points": first["max_points"] if full else points,
        "score": 1.0 if full else round(points / first["max_points"], 4),
        "items": items,
        "misconceptions": _misconceptions(first, items, misconceptions),
        "notes": [provisional(len(unsure), decided), *notes] if unsure else notes,
        "provenance": {
            **first["provenance"],
            "decided_points": decided,
            "unsure": [item["id"] for item in unsure],
            "decided_by_staff": [item["id"] for item in items if item["detail"].get("layer") == Layer.STAFF.value],
        },
    }


def _item(item: Mapping[str, Any], ruling: Ruling | None) -> dict[str, Any]:
    if ruling is None:
        return dict(item)
    detail = {name: value for name, value in item["detail"].items() if name not in ("suggestion", "flags")}
    detail["verdict"] = ruling.verdict.value
    if ruling.verdict is Verdict.UNSURE:
        suggested = Verdict(item["detail"].get("suggestion", item["detail"])["verdict"])
        detail["suggestion"] = {"verdict": suggested.value, "points": item["points"]}
        detail["flags"] = item["detail"].get("flags", [])
        return {**item, "outcome": OUTCOMES[Verdict.UNSURE].value, "message": WAITING, "detail": detail}
    by_staff = {"fraction": ruling.fraction, "confidence": 1.0, "layer": Layer.STAFF.value, "reason": ruling.reason}
    if ruling.fraction != item["detail"]["fraction"]:
        detail.pop("misconception", None)
    return {
        **item,
        "outcome": OUTCOMES[ruling.verdict].value,
        "points": round(item["max_points"] * ruling.fraction, 4),
        "message": ruling.message,
        "detail": {**detail, **by_staff},
    }


def _misconceptions(
    first: Mapping[str, Any], items: list[dict[str, Any]], known: Mapping[str, Misunderstanding]
) -> list[dict[str, Any]]:
    """Those of criteria that are decided, in their order. A name the rubric has lost since is told as it was then."""
    then = {each["slug"]: each for each in first["misconceptions"]}
    slugs = dict.fromkeys(
        item["detail"]["misconception"]
        for item in items
        if "misconception" in item["detail"] and item["detail"]["verdict"] != Verdict.UNSURE.value
    )
    texts = {slug: {"slug": slug, **_text(known[slug])} for slug in slugs if slug in known}
    return [texts.get(slug) or then[slug] for slug in slugs if slug in texts or slug in then]


def _text(found: Misunderstanding) -> dict[str, str]:
    return {"title": found.title, "explanation": found.explanation, "hint": found.hint}
