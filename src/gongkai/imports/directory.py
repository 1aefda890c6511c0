"""名册 — organs, columns and classes by every name that a table may give them; read once, asked for each row."""

import re
from functools import cached_property

from gongkai.agencies.models import Agency, AgencyName, AgencyStatus
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import agencies_for
from gongkai.catalogue.models import Column, ColumnStatus, Term
from gongkai.disclosure import policies
from gongkai.rules.proposals import proposed_columns
from gongkai.search.folding import fold

_STEP = re.compile(r"\s*(?:->|[>＞\\/／→»|｜])\s*")


class Directory:
    """名册 — what an actor's rows may name. A name that several bear names none of them."""

    def __init__(self, actor: Actor) -> None:
        self._mine = set(agencies_for(actor, policies.DRAFT).values_list("pk", flat=True))
        self._shelves: dict[int, dict[str, Column | None]] = {}

    @cached_property
    def _organs(self) -> dict[str, Agency | None]:
        found: dict[str, Agency | None] = {}
        organs = list(Agency.objects.select_related("successor"))
        for organ in organs:
            for name in {organ.code, organ.name, organ.short_name, organ.uscc} - {""}:
                found[name] = None if name in found else organ
        by_id = {organ.pk: organ for organ in organs}
        # A former name never takes the place of a name that is borne today.
        for former in AgencyName.objects.order_by("pk"):
            found.setdefault(former.name, by_id[former.agency_id])
        return found

    def organ(self, name: str) -> Agency | None:
        """Return the organ of a full, short or former name, a code or a credit code; the successor of a merged one."""
        organ = self._organs.get(re.sub(r"\s", "", name))
        while organ is not None and organ.status == AgencyStatus.MERGED and organ.successor is not None:
            organ = organ.successor
        return organ

    def may_draft(self, organ: Agency) -> bool:
        """Whether the actor drafts for an organ that is in use."""
        return organ.pk in self._mine and organ.status == AgencyStatus.ACTIVE

    def column(self, organ: Agency, words: str) -> Column | None:
        """Return an organ's active column by its code, its name, or its path (政策文件 > 行政规范性文件)."""
        shelf = self._shelf(organ)
        steps = [step for step in _STEP.split(words.strip()) if step]
        while steps:
            if (column := shelf.get("/".join(steps))) is not None:
                return column
            steps = steps[1:]  # an old path often begins with the site and the organ
        return None

    def _shelf(self, organ: Agency) -> dict[str, Column | None]:
        if organ.pk not in self._shelves:
            columns = list(Column.objects.filter(agency=organ, status=ColumnStatus.ACTIVE))
            by_id = {column.pk: column for column in columns}
            shelf: dict[str, Column | None] = {}
            for column in columns:
                names = [column.name]
                above = by_id.get(column.parent_id or 0)
                while above is not None:
                    names.insert(0, above.name)
                    above = by_id.get(above.parent_id or 0)
                # Every end of the path names the column, as far as no other ends alike.
                for name in {column.code, *("/".join(names[place:]) for place in range(len(names)))}:
                    shelf[name] = column if name not in shelf else None
            # A code is never in doubt.
            shelf |= {column.code: column for column in columns}
            self._shelves[organ.pk] = shelf
        return self._shelves[organ.pk]

    def proposed(self, organ: Agency, title: str, genre: str) -> Column | None:
        """Return the column that a title and a genre point to, or None."""
        shelf = self._shelf(organ)
        return next((c for code in proposed_columns(fold(title), genre) if (c := shelf.get(code))), None)

    @cached_property
    def _terms(self) -> dict[tuple[str, str], Term]:
        terms = Term.objects.select_related("scheme").order_by("-pk")
        return {
            key: term
            for term in terms
            for key in ((term.scheme.code, term.name), (term.scheme.code, term.code))
        }

    def term(self, scheme: str, words: str) -> Term | None:
        """Return the class that a cell names first, by name, code or path; None for none that is known."""
        for part in re.split(r"[\n,，;；、]", words):
            steps = [step for step in _STEP.split(part.strip()) if step]
            if steps and (term := self._terms.get((scheme, steps[-1]))):
                return term
        return None
