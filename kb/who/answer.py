"""`kb who`: who is responsible, with the words that prove it.

Units are answered by the strength of what the plan says: assigned (明确责任) before named (文中点名) before related
(关联). An organisation that a measure is about (object) is never an answer. What is meant but has no unit is listed; what
nothing in the plans says is said first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kb.model import OBJECT, Basis, Unit
from kb.question.words import expression
from kb.search.messages import say as say_search
from kb.who import worked
from kb.who.conclusion import about, named, who_words
from kb.who.contract import ASSIGNED, NAMED, NEAREST, NOTHING
from kb.who.evidence import Piece, answer_dict, find_evidence, group_by_unit, roles_asked, unassigned
from kb.who.groups import by_node, by_plan
from kb.who.messages import say
from kb.who.nearest import MOST, find_nearest, near_dict
from kb.who.nodes import Nodes
from kb.who.plans import place_word
from kb.who.reading import read_question, reader_of
from kb.who.scope import QuestionScope, asked_words, by_topic_alone, find_scope, nearest_topics
from kb.who.unseen import unseen_notes
from kb.who.yes_no import yes_no_words

if TYPE_CHECKING:
    from kb.search import Index
    from kb.store import Base
    from kb.who.shapes import WhoAnswer


def who(
    base: Base,
    index: Index,
    query: str,
    *,
    basis: str | None = None,
    unit: str | None = None,
    plan: str | None = None,
    plans: Sequence[str] = (),
    limit: int | None = None,
) -> WhoAnswer:
    """Answer what a word or a question means.

    {"query", "conclusion", "kind", "step", "unread", "topic", "topics", "answers": [{"unit", "unit_id", "place", "basis",
    "role", "evidence": [{"id", "plan", "kind", "title", "citation", "quote", "line", "start", "end", "basis", "role",
    "deadline", "leaders", "target", "inherited_from", "link", "why", "document"}]}], "unassigned": [{"id", "plan", "kind", "title",
    "citation", "line"}], "nearest": [the same and "units"], "groups": by node, "plans": by plan, "notes", "suggestions"}

    Answers best first. plan: read and answered as if there were this plan alone. plans: only these, as places named in the
    question narrow. basis: only that strength. unit: only that unit (a name or alias), as a unit named in the
    query does. limit: at most so many answers. topic: the first topic recognised, None for none. suggestions: nearest
    topics where nothing was found. `source[start:end] == quote` for evidence without document.
    """
    return Asked(
        base, index, query, basis=basis, unit=unit, plan=plan, limit=limit, plans=tuple(plans)
    ).answer()


HITS_READ = 12
VALUES_SHOWN = 3
"""Indicators whose values a sentence says."""
MOST_NODES = 1_000_000
"""More than any plan has: of a unit's duties the fit is the order of reading."""
MOST_PLANS = 5
"""Times twelve hits are read of a search over several plans; more plans seldom have one and the same matter."""


class Asked:
    """One question to one base."""

    def __init__(
        self,
        base: Base,
        index: Index,
        query: str,
        *,
        basis: str | None,
        unit: str | None,
        plan: str | None,
        limit: int | None,
        plans: tuple[str, ...] = (),
    ) -> None:
        self.base, self.index, self.query = base, index, query
        self.basis, self.unit, self.plan, self.limit = basis, unit, plan, limit
        self.plans = plans
        self.read = read_question(base, index, query, plan)
        if plans:
            asked = tuple(p for p in self.read.plans if p in plans)
            self.read = replace(self.read, plans=asked or plans)
        self.nodes = Nodes(base, index, self._plans())
        self.notes: list[str] = []

    def _plans(self) -> tuple[str, ...] | None:
        if self.plan is not None:
            return (self.plan,)
        return self.read.plans or None

    def find(self, text: str) -> Sequence[tuple[str, float]]:
        """The best nodes of a search, in the plans asked."""
        plans = self._plans() or ()
        limit = HITS_READ * min(len(self.nodes.plans), MOST_PLANS)
        found = self.index.search(text, limit=limit, plans=plans, facets=False)
        if found.mode == "fuzzy" and self.read.topics:
            return []
        return [(h.id, float(h.score)) for h in found.hits]

    # The answer

    def answer(self) -> WhoAnswer:
        read = self.read
        outside = self._outside()
        wanted = self._wanted()
        if read.kind == "document":
            return self._document()
        if read.kind in ("list", "count") and not outside:
            return self._listed()
        if read.kind == "what-of-unit" or (wanted and not read.topics and not read.segments):
            found = self._of_unit(wanted)
            if outside:
                return self._not_said(found, outside)
            if found["answers"] or self.unit is not None or not read.bare:
                return found
            # A name alone, of a body that has no duties: who is responsible for it is asked.
            self.notes, wanted = found["notes"], ()
            self.read = read = replace(
                read, segments=read.unit_words, words=read.unit_words, units=(), groups=(), kind="who"
            )
        scope = find_scope(self.nodes, self.find, read)
        found = self._of_scope(scope, wanted)
        if not found["answers"] and not found["unassigned"]:
            mended = self._mended()
            if mended is not None:
                return mended
        if outside:
            return self._not_said(found, outside)
        return self._finish(found)

    def _wanted(self) -> tuple[Unit, ...]:
        """The units to keep, all of those of one name; () for all units."""
        if self.unit is None:
            return self.read.units
        return self.base.find_units(self.unit, self.plan) or (Unit(self.unit, id=f"/{self.unit}"),)

    def _outside(self) -> tuple[str, ...]:
        """Qualifiers that the plans asked do not print: places, years, whom it is about, and persons in office."""
        read, nodes = self.read, self.nodes
        out: dict[str, None] = dict.fromkeys(read.places)
        for word in read.populations:
            if not nodes.prints(word) and word not in read.topic_words:
                out[word] = None
        periods = [p.period for p in self.base.titles() if p.id in nodes.plans and p.period is not None]
        for year in read.years:
            if not any(a <= year <= b for a, b in periods) and not nodes.prints(str(year)):
                out[say("year", year=year)] = None
        if (person := expression("person").search(read.text)) is not None and not read.topics:
            out[person[0]] = None
        return tuple(out)

    def _of_scope(self, scope: QuestionScope, wanted: tuple[Unit, ...]) -> WhoAnswer:
        """The duties of the nodes meant, as answers."""
        read = self.read
        pieces = find_evidence(read, scope, self.nodes)
        self.nodes.load_units(u for u, _, _ in pieces)
        self.notes += scope.notes
        others = pieces
        if wanted:
            ids = {u.id for u in wanted}
            mine = [p for p in pieces if p[0] in ids]
            if mine:
                pieces = mine
            elif self.unit is not None:
                pieces = []
                self.notes.append(say("not_to", unit=wanted[0].name))
            elif pieces:
                self.notes.append(say("not_this_unit", unit=wanted[0].name))
        answers = group_by_unit(pieces, self.basis, self.limit)
        found = self._empty()
        found["topic"] = scope.topics[0] if scope.topics else None
        found["topics"] = list(scope.topics)
        found["answers"] = [answer_dict(a, self.nodes) for a in answers]
        found["unassigned"] = unassigned(read, scope, self.nodes, bool(answers))
        if not any(a["basis"] != "related" for a in found["answers"]):
            far = [n["id"] for n in found["unassigned"] if by_topic_alone(read, n["id"], self.nodes)]
            found["unassigned"] = [n for n in found["unassigned"] if n["id"] not in far]
            found["nearest"] = [near_dict(i, self.nodes) for i in far[:MOST]]
        if read.kind == "yes-no" and found["answers"]:
            found["conclusion"] = yes_no_words(read, self.nodes, others, wanted, found["unassigned"])
        elif read.kind == "value" or read.measure or read.numbers:
            found["conclusion"] = self._value(scope, found)
        return found

    def _empty(self) -> WhoAnswer:
        return {
            "query": self.query,
            "conclusion": "",
            "kind": self.read.kind,
            "step": NOTHING,
            "unread": [],
            "topic": None,
            "topics": [],
            "answers": [],
            "unassigned": [],
            "nearest": [],
            "groups": [],
            "plans": [],
            "notes": self.notes,
            "suggestions": [],
        }

    def _finish(self, found: WhoAnswer) -> WhoAnswer:
        """Set the step, what was not read, what is nearest, the groups and the conclusion."""
        read, nodes = self.read, self.nodes
        found["unread"] = list(dict.fromkeys([*found["unread"], *self._unread()]))
        if not found["answers"] and not found["unassigned"] and not found["groups"]:
            tagged = self.base.tagged_topics(nodes.plans)
            topics = [t for t in self.base.topics() if t.name in tagged]
            found["suggestions"] = (
                nearest_topics(read, topics) if not read.plans or len(self.index.plans) == 1 else []
            )
            found["nearest"] = found["nearest"] or find_nearest(nodes, self.find, read)
        bases = {a["basis"] for a in found["answers"]}
        # What shares digits alone with a number that is printed (15分钟) is not near.
        printed = bool(read.numbers and found["unassigned"])
        if not (found["groups"] or found["nearest"] or printed or bases & {"assigned", "named"}):
            shown = {u["id"] for u in found["unassigned"]}
            found["nearest"] = [n for n in find_nearest(nodes, self.find, read) if n["id"] not in shown]
        if not found["groups"] and not bases & {"assigned", "named"}:
            titles = {p.id: p.title for p in self.base.titles() if p.id in nodes.plans}
            found["notes"] = [*found["notes"], *unseen_notes(self.base, titles)]
        if "assigned" in bases:
            found["step"] = ASSIGNED
        elif "named" in bases:
            found["step"] = NAMED
        elif found["answers"] or found["unassigned"] or found["nearest"]:
            found["step"] = NEAREST
        if not found["groups"]:
            found["groups"] = by_node(found, nodes)
        if len(self.base.plan_ids()) > 1:
            found["plans"] = by_plan(found, self.base, read)
        if not found["conclusion"]:
            found["conclusion"] = who_words(read, found, self._places())
        return found

    def _places(self) -> str:
        """“三亚市的” where the question narrows to plans of several."""
        if not self.read.plans or len(self.index.plans) == 1:
            return ""
        return say(
            "of_places",
            places="、".join(dict.fromkeys(place_word(self.base.title(p)) for p in self.read.plans)),
        )

    def _unread(self) -> tuple[str, ...]:
        """Words of the question that nothing in the plans prints."""
        read, nodes = self.read, self.nodes
        known = "".join((*read.topic_words, *read.unit_words))
        return tuple(
            w
            for w in (*read.words, *read.bodies)
            if w not in known and not w.isascii() and not nodes.prints(w)
        )

    def _not_said(self, found: WhoAnswer, outside: tuple[str, ...]) -> WhoAnswer:
        """A qualifier is not printed: say so first, then what the plans print nearest, marked."""
        said = "、".join(f"“{w}”" for w in outside)
        ids = [e["id"] for a in found["answers"] for e in a["evidence"] if e["basis"] != "related"]
        ids += [u["id"] for u in found["unassigned"]]
        near = [near_dict(id_, self.nodes) for id_ in dict.fromkeys(ids)][:MOST]
        if not near:
            near = find_nearest(self.nodes, self.find, self.read)
        out = self._empty()
        out["notes"] = [say("not_said", words=said)]
        out["topic"], out["topics"] = found["topic"], found["topics"]
        out["unread"] = [*outside, *(w for w in self._unread() if w not in outside)]
        out["nearest"] = near
        out["step"] = NEAREST if near else NOTHING
        rest = say("nearest", rows=about(near)) if near else ""
        out["conclusion"] = say("not_said", words=said) + rest
        out["groups"] = by_node(out, self.nodes)
        return out

    def spelt(self) -> Asked | None:
        """The question as it was probably meant: pinyin, a slip (tuoyu, 近示); None where nothing is misspelt. Names of
        places are not among what is mended."""
        for segment in self.read.segments:
            if name := reader_of(self.base, self.index, self.plan).unit_slip(segment):
                again = self._again(self.read.text.replace(segment, name))
                again.notes.append(say_search("taken_for", typed=segment, corrected=name))
                return again
        text = " ".join(self.read.segments) or self.read.text
        spelt = self.index.search(text, limit=1, plans=self._plans() or (), facets=False)
        if spelt.mode != "fuzzy" or not spelt.suggestions or spelt.suggestions[0] in (self.query, text):
            return None
        meant = spelt.suggestions[0]
        if len(self.read.segments) == 1:  # the rest of the question still says what it is after
            meant = self.read.text.replace(self.read.segments[0], meant)
        again = self._again(meant)
        again.notes += spelt.notes
        return again

    def _again(self, query: str) -> Asked:
        return Asked(
            self.base,
            self.index,
            query,
            basis=self.basis,
            unit=self.unit,
            plan=self.plan,
            limit=self.limit,
            plans=self.plans,
        )

    def _mended(self) -> WhoAnswer | None:
        """The answer to the question as it was probably meant."""
        again = self.spelt()
        if again is None:
            return None
        mended = again.answer()
        if not mended["answers"] and not mended["unassigned"]:
            return None
        return {**mended, "query": self.query}

    # Kinds

    def _of_unit(self, wanted: tuple[Unit, ...]) -> WhoAnswer:
        """A unit's own duties, those it has as a member of a collective, and where it is only named."""
        read, nodes = self.read, self.nodes
        pieces: list[Piece] = []
        strengths: tuple[Basis, ...] = ("assigned", "named")
        shared = self._shared() if read.jointly else None
        if shared is not None and not shared:
            self.notes.append(say("nothing_jointly"))
        keep = worked.keeps(read, nodes)
        held = self.base.duties_of_units(u.id for u in wanted)
        collectives_of = self.base.collectives_of(u.id for u in wanted)
        assigned = self.base.duties_of_units(
            (c.id for found in collectives_of.values() for c in found), "assigned"
        )
        for one in wanted:
            duties = [d for s in strengths for d in held.get(one.id, ()) if d.basis == s]
            mine = [d for d in duties if d.role != OBJECT and d.node in nodes]
            roles = roles_asked(read, mine)
            for duty in mine:
                if (
                    (not roles or duty.role in roles)
                    and (shared is None or duty.node in shared)
                    and keep(duty)
                ):
                    pieces.append((one.id, duty, -nodes.doc(duty.node).order / MOST_NODES))
            if len(wanted) == 1 and not any(d.basis == "assigned" for d in mine):
                self.notes.append(say("nothing_of_unit", unit=one.name))
            collectives = [
                c.name
                for c in collectives_of.get(one.id, ())
                if any(self.plan in (None, d.plan) for d in assigned.get(c.id, ()))
            ]
            if collectives:
                self.notes.append(say("see_collectives", units="、".join(collectives)))
        nodes.load(d.node for _, d, _ in pieces)
        nodes.load_units(u for u, _, _ in pieces)
        answers = group_by_unit(pieces, self.basis, self.limit)
        found = self._empty()
        found["kind"] = "what-of-unit"
        found["answers"] = [answer_dict(a, nodes) for a in answers]
        found["conclusion"] = self._unit_words(found) if answers else (self.notes[0] if self.notes else "")
        if not answers:
            found["step"] = NOTHING
            return found
        return self._finish(found)

    def _shared(self) -> set[str]:
        """Nodes that are assigned to a unit of every name asked."""
        sets = [
            {d.node for u in group for d in self.base.duties(unit_id=u.id, plan=self.plan, basis="assigned")}
            for group in self.read.groups
        ]
        return set.intersection(*sets)

    def _unit_words(self, found: WhoAnswer) -> str:
        """“区教委：12 项指标（16 行）、1 个项目，其中与别家共同 5 项。”; with the place where units of several have one name."""
        out = []
        for answer in named(found["answers"]):
            ids = list(dict.fromkeys(e["id"] for e in answer["evidence"] if e["basis"] == "assigned"))
            rows = [worked.row_of(id_, self.nodes) for id_ in ids]
            if not rows:
                times = len({e["id"] for e in answer["evidence"]})
                out.append(say("only_named", unit=answer["unit"], n=times))
                continue
            shared = [r for r in rows if len(set(r.units)) > 1]
            also = say("shared", count=worked.count_words(shared)) if shared else ""
            out.append(say("has", unit=answer["unit"], count=worked.count_words(rows), also=also))
        return "".join(out)

    def _listed(self) -> WhoAnswer:
        """Rows that are chosen by filters, as groups by node."""
        read, nodes = self.read, self.nodes
        rows = worked.chosen(read, nodes)
        found = self._empty()
        if not rows and (mended := self._mended()) is not None:
            return mended
        nodes.load(r.id for r in rows if r.kind != "plan")
        found["groups"] = [worked.row_dict(r, nodes) for r in rows]
        if read.units or read.deadline is not None:
            mine = {u.id for u in read.units}
            pieces = [
                (d.unit_id, d, -nodes.doc(r.id).order / MOST_NODES)
                for r in rows
                for d in (nodes.duties(r.id) if r.kind != "plan" else ())
                if d.basis == "assigned" and (d.unit_id in mine or not mine)
            ]
            nodes.load_units(u for u, _, _ in pieces)
            found["answers"] = [answer_dict(a, nodes) for a in group_by_unit(pieces, self.basis, self.limit)]
        found["conclusion"] = worked.list_words(read, rows, nodes)
        found["step"] = ASSIGNED if rows else NOTHING
        if len(self.base.plan_ids()) > 1:
            found["plans"] = by_plan(found, self.base, read)
        return found

    def _document(self) -> WhoAnswer:
        """A plan asked for by its document number."""
        read = self.read
        found = self._empty()
        plans = [self.base.title(p) for p in read.plans]
        if not plans:
            found["unread"] = [read.document]
            found["conclusion"] = say("no_document", number=read.document)
            found["notes"].append(found["conclusion"])
            return found
        said = []
        for p in plans:
            issued = say("issued", issued=p.issued) if p.issued else ""
            issuer = p.issuer or say("no_issuer")
            said.append(say("document", title=p.title, number=p.doc_number, issuer=issuer, issued=issued))
        found["conclusion"] = "".join(said)
        ids = [f"{p.id}/title" for p in plans if f"{p.id}/title" in self.nodes]
        found["nearest"] = [near_dict(i, self.nodes) for i in ids]
        found["groups"] = by_node(found, self.nodes)
        found["step"] = ASSIGNED
        return found

    def _value(self, scope: QuestionScope, found: WhoAnswer) -> str:
        """Values of the indicators meant: baseline, target, how far, binding and units."""
        ids = list(scope.focus) or [i for i, v in scope.strength.items() if v == max(scope.strength.values())]
        meant = [
            i
            for i in map(self.nodes.indicator, (i for i in ids if self.nodes.doc(i).kind == "indicator"))
            if i
        ]
        if not meant:
            return ""
        # First those whose names have most of what is asked: 儿童保健的医生 before what else is of the topic.
        words = asked_words(self.read)
        meant.sort(key=lambda i: -sum(w in self.nodes.text(i.id)[0] for w in words))
        said = [
            say("value", name=i.name, value=worked.value_words(i), units="、".join(i.units)).strip()
            for i in meant[:VALUES_SHOWN]
        ]
        more = say("of_all", n=len(meant)) if len(meant) > VALUES_SHOWN else ""
        return say("values", said="；".join(said), more=more)
