"""Choice criteria: which attribute an answer gives to which entity (GPT-2 pre-norm, the other two post-norm, ...).

The answer is read clause by clause as mentions of entities and attributes, with words that stand for several entities
("all", "none", "the other two"), that turn an attribute round ("not", "rather than"), or that repeat one ("same").
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from grader.catalog.rubric_spec import Choice, ChoiceCriterion
from grader.language.phrases import Phrase
from grader.language.words import NEGATORS
from grader.rubric.answer import Answer
from grader.rubric.choice_words import ALL, CONTRASTING, DENIED_AFTER, EXCEPT, FROM, ORDINALS, REST, SAME, SET_ASIDE
from grader.rubric.decision import Layer, Proposal
from grader.rubric.prepared import compiled

OTHER = "~other"  # an entity that is not asked for


@dataclass(frozen=True, slots=True)
class Mention:
    """One thing that is named: kind is entity, attribute, beside, all, rest, same, except, ordinal or negation."""

    kind: str
    name: str
    first: int
    last: int


@dataclass(slots=True)
class Assigned:
    """What an answer says of the entities so far."""

    attributes: dict[str, list[tuple[str, Mention]]] = field(default_factory=dict)
    beside: dict[str, list[str]] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)  # entities that were named and have no attribute yet
    standing: tuple[str, Mention] | None = None  # the last attribute, for those who are named after it
    open_end: bool = False  # entities that follow belong to the standing attribute
    said: list[tuple[str, Mention]] = field(default_factory=list)  # attributes that nobody was named for
    doubts: set[str] = field(default_factory=set)


def judge(answer: Answer, criterion: ChoiceCriterion, choice: Choice) -> Proposal | None:
    """The proposal; None if the answer says nothing of this entity."""
    assigned = read_assignments(answer, choice)
    found = assigned.attributes.get(criterion.entity, [])
    names = list(dict.fromkeys(name for name, _ in found))
    doubts = assigned.doubts | ({"correction"} if answer.corrects else set())
    if _unassigned(mentions(answer, choice), choice):
        doubts.add("order")
    flags = tuple(sorted(doubts))
    if len(names) > 1:
        if not answer.corrects:
            flags = (*flags, "contradiction")
        names = names[-1:]
    if not names:
        beside = assigned.beside.get(criterion.entity, [])
        credit = max((criterion.partly.get(name, 0.0) for name in beside), default=0.0)
        if credit == 0.0 and not set(assigned.attributes) - {OTHER}:
            return None
        reason = "choice.beside" if credit else "choice.missing"
        sure = 0.9 if credit else 0.6  # what is not said of one may be meant for all
        return Proposal(fraction=credit, confidence=sure, layer=Layer.TYPED, reason=reason, flags=flags)
    mention = found[-1][1]
    right = names[0] == criterion.answer
    credit = 1.0 if right else criterion.partly.get(names[0], 0.0)
    return Proposal(
        fraction=credit,
        confidence=0.93,
        layer=Layer.TYPED,
        reason="choice.right" if right else "choice.wrong",
        quotes=(answer.quote_words(range(mention.first, mention.last)),),
        flags=flags,
    )


def _unassigned(found: Sequence[Mention], choice: Choice) -> bool:
    """Whether attributes are named of nobody in particular, and neither one for all nor one for each in order.

    "In pre-norm: x + Attention(LayerNorm(x))" explains a word. "From GPT-3 on" says nothing of those before.
    """
    attributes = [mention for mention in found if mention.kind == "attribute"]
    if any(m.kind in ("all", "ordinal") or (m.kind == "entity" and m.name != OTHER) for m in found):
        return len({m.name for m in attributes}) == 1 and any(m.kind == "aside" and m.name == "from" for m in found)
    others = any(m.kind in ("entity", "rest", "beside") for m in found)
    return others or len(attributes) not in (1, len(choice.entities))


def mentions(answer: Answer, choice: Choice) -> list[Mention]:
    """Everything that is named, in order; of overlapping names the longest counts."""
    groups: list[tuple[str, str, Sequence[Phrase]]] = [
        *(("entity", name, compiled(texts)) for name, texts in choice.entities.items()),
        ("entity", OTHER, compiled(choice.others)),
        *(("attribute", name, compiled(texts)) for name, texts in choice.attributes.items()),
        *(("beside", name, compiled(texts)) for name, texts in choice.beside.items()),
        ("all", "", ALL),
        ("rest", "", REST),
        ("same", "", SAME),
        ("except", "", EXCEPT),
        ("aside", "", SET_ASIDE),
        ("aside", "from", FROM),
        *(("ordinal", text, compiled((text,))) for text in ORDINALS),
    ]
    found = [
        Mention(kind, name, match.first, match.last) for kind, name, phrases in groups for match in answer.find(phrases)
    ]
    found += [Mention("negation", "", i, i + 1) for i, word in enumerate(answer.words.words) if word.text in NEGATORS]
    kept: list[Mention] = []
    for each in sorted(found, key=lambda m: (m.first - m.last, m.first)):
        clash = [other for other in kept if each.first < other.last and other.first < each.last]
        together = all(other.kind == each.kind == "entity" and other.first == each.first for other in clash)
        if together and all(other.last == each.last for other in clash):
            kept.append(each)  # one name may stand for several entities: "the GPTs"
    return sorted(kept, key=lambda m: m.first)


def read_assignments(answer: Answer, choice: Choice) -> Assigned:
    """Which attributes the answer gives to which entities."""
    state = Assigned()
    found = mentions(answer, choice)
    if not any(m.kind in ("entity", "all", "rest", "ordinal", "beside") for m in found):
        _by_order(answer, choice, found, state)
        return state
    for _, group in itertools.groupby(found, key=lambda m: answer.words.words[m.first].clause):
        _clause(list(group), choice, state, answer)
    if not set(state.attributes) - {OTHER} and state.said:
        _assign(list(choice.entities), *state.said[0], state)  # "pre-norm; the original was post-norm"
        state.doubts.update(("order",) if len({name for name, _ in state.said}) > 1 else ())
    return state


def _by_order(answer: Answer, choice: Choice, found: Sequence[Mention], state: Assigned) -> None:
    """No entity is named: one attribute is said of all, as many as there are entities in the order of the question."""
    named = [(_turned(m, found, choice, answer), m) for m in found if m.kind == "attribute" and not _aside(m, found)]
    entities = list(choice.entities)
    if len(named) == len(entities):
        pairs = zip(entities, named, strict=True)
    elif named and len({name for name, _ in named}) == 1:
        pairs = zip(entities, itertools.repeat(named[0]), strict=False)
    elif named:
        state.doubts.add("order")
        pairs = zip(entities, itertools.repeat(named[-1]), strict=False)
    else:
        return
    for entity, (name, mention) in pairs:
        state.attributes[entity] = [(name, mention)]


def _clause(found: Sequence[Mention], choice: Choice, state: Assigned, answer: Answer) -> None:
    """One clause: who is named in it, and what is said of them."""
    opening = next(word for word in answer.words.words if word.clause == answer.words.words[found[0].first].clause)
    if opening.text in CONTRASTING:
        state.open_end = False
    entities = list(_entities(found, choice, state))
    attributes = [m for m in found if m.kind == "attribute" and not _aside(m, found)]
    for mention in found:
        if mention.kind == "beside":
            for entity in entities or state.waiting or list(choice.entities):
                state.beside.setdefault(entity, []).append(mention.name)
    if not attributes:
        same = any(m.kind == "same" for m in found)
        others = [name for name in choice.attributes if state.standing and name != state.standing[0]]
        if entities and len(others) == 1 and state.standing and any(m.kind == "negation" for m in found) and not same:
            _assign(entities, others[0], state.standing[1], state)  # "..., but LLaMA isn't"
            return
        own = any(m.kind == "beside" for m in found)  # "pre-norm for the GPTs, RMSNorm for LLaMA"
        if entities and state.standing and (same or (state.open_end and not own)):
            _assign(entities, *state.standing, state)
        elif same and state.waiting and state.standing:
            _assign(state.waiting, *state.standing, state)
            state.waiting = []
        else:
            state.waiting += [entity for entity in entities if entity not in state.waiting]
        return
    if len(attributes) > 1 and _paired(found, attributes, choice, state, answer):
        return
    mention = attributes[-1]
    name = _turned(mention, found, choice, answer)
    names = {_turned(m, found, choice, answer) for m in attributes}
    if len(names) > 1:
        state.doubts.add("contradiction")
    if entities:  # "LLaMA uses RMSNorm; the GPTs are pre-norm": something else was said of it
        state.waiting = [entity for entity in state.waiting if entity not in state.beside]
    everyone = [*state.waiting, *entities]
    if not everyone and state.standing is None:
        state.open_end = True  # "pre-norm: GPT-2, GPT-3"
        state.said.append((name, mention))
    elif not everyone and state.standing is not None:
        if state.standing[0] != name:  # "..., no, post-norm": said of those before
            state.doubts.add("contradiction" if not answer.corrects else "correction")
    else:
        _assign(everyone, name, mention, state)
        first_entity = min((m.first for m in found if m.kind in ("entity", "all", "rest")), default=-1)
        state.open_end = first_entity > mention.first
    for entity in _excepted(found):
        others = [other for other in choice.attributes if other != name]
        state.attributes[entity] = [(others[0], mention)] if len(others) == 1 else []
    state.waiting = []
    state.standing = (name, mention)


def _paired(
    found: Sequence[Mention], attributes: Sequence[Mention], choice: Choice, state: Assigned, answer: Answer
) -> bool:
    """Several attributes in one clause: "GPT-2 pre GPT-3 pre" or "pre for GPT-2 and post for GPT-3"."""
    order = [m for m in found if m in attributes or m.kind in ("entity", "rest")]
    if len([m for m in order if m.kind != "attribute"]) < 2:
        return False
    behind = order[0].kind == "attribute"
    held: list[str] = []
    current: tuple[str, Mention] | None = None
    for mention in order:
        if mention.kind == "attribute":
            current = (_turned(mention, found, choice, answer), mention)
            if not behind:
                _assign([*state.waiting, *held], *current, state)
                held, state.waiting = [], []
            continue
        named = list(_entities([mention], choice, state))
        if behind and current is not None:
            _assign(named, *current, state)
        else:
            held += named
    state.waiting += held
    state.standing = current
    return True


def _entities(found: Sequence[Mention], choice: Choice, state: Assigned) -> Iterator[str]:
    everyone = list(choice.entities)
    excepted = set(_excepted(found))
    named = [m.name for m in found if m.kind == "entity" and m.name not in excepted]
    yield from dict.fromkeys(named)
    for mention in found:
        if mention.kind == "ordinal":
            yield from (everyone[index] for index in ORDINALS[mention.name] if index < len(everyone))
        elif mention.kind == "rest":
            yield from (name for name in everyone if name not in state.attributes and name not in named)
        elif mention.kind == "all" and not [n for n in named if n != OTHER] and not state.waiting:
            yield from (name for name in everyone if name not in excepted)
    none = any(m.kind == "negation" for m in found) and any(m.kind == "attribute" for m in found)
    said_of_none = none and not named and not state.waiting and state.standing is None
    if said_of_none and not any(m.kind in ("all", "rest", "ordinal") for m in found):
        yield from everyone  # "None uses post-norm."


def _excepted(found: Sequence[Mention]) -> Iterator[str]:
    after = next((m.first for m in found if m.kind == "except"), None)
    if after is not None:
        yield from (m.name for m in found if m.kind == "entity" and m.first > after)


def _aside(mention: Mention, found: Sequence[Mention]) -> bool:
    """Whether an attribute is only named to be set aside: "pre-norm rather than post-norm"."""
    return any(m.kind == "aside" and 0 <= mention.first - m.last <= 2 for m in found)


def _turned(mention: Mention, found: Sequence[Mention], choice: Choice, answer: Answer) -> str:
    """The attribute that is meant: the other one, if it is denied in its clause."""
    clause = answer.words.words[mention.first].clause
    before = [m for m in found if m.first < mention.first and answer.words.words[m.first].clause == clause]
    denied = False
    for each in reversed(before):
        if each.kind == "attribute":
            break
        denied = denied or each.kind == "negation"
    for each in found:
        if each.first > mention.first and answer.words.words[each.first].clause == clause:
            if each.kind == "attribute":
                break
            denied = denied or answer.words.words[each.first].text in DENIED_AFTER  # "pre-norm in none of them"
    others = [name for name in choice.attributes if name != mention.name]
    return others[0] if denied and len(others) == 1 else mention.name


def _assign(entities: Sequence[str], name: str, mention: Mention, state: Assigned) -> None:
    for entity in entities:
        state.attributes.setdefault(entity, []).append((name, mention))


def summary(assigned: Assigned) -> Mapping[str, tuple[str, ...]]:
    """Entity -> attributes, for tests and for messages."""
    return {
        entity: tuple(dict.fromkeys(name for name, _ in found))
        for entity, found in assigned.attributes.items()
        if entity != OTHER
    }
