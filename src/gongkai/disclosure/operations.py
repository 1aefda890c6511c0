"""目录调整的五种办法 — rename, move, merge, split and retire, each as a plan for one organ."""

from dataclasses import dataclass

from django.db.models.functions import Coalesce

from gongkai.catalogue.actions.column_facts import code_problem
from gongkai.catalogue.addresses import column_address
from gongkai.catalogue.models import CatalogueChange, Column, ColumnStatus
from gongkai.disclosure.models import Document
from gongkai.disclosure.reshaping import Shelf, Step
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation

Kind = CatalogueChange.Kind


@dataclass(frozen=True)
class Rename:
    """改名 — a new name, and a new code (so a new address) if given."""

    code: str
    name: str
    new_code: str = ""
    kind = Kind.RENAME
    action = "catalogue.rename_column"

    @property
    def codes(self) -> tuple[str, ...]:
        return (self.code,)

    def check(self) -> None:
        if not self.name.strip():
            raise RuleViolation("请填写新名称", field="name")
        if self.new_code and (problem := code_problem(self.new_code)):
            raise RuleViolation(problem, field="new_code")

    def plan(self, shelf: Shelf) -> Step | None:
        column = shelf.active(self.code)
        if column is None:
            return None
        step = Step(shelf.agency, column)
        code = self.new_code or self.code
        step.edit(column, name=self.name.strip(), code=code)
        if code != self.code:
            if code in shelf.columns:
                step.problems.append(_taken(shelf, code))
            step.leads.append((column_address(shelf.agency, self.code), column_address(shelf.agency, code)))
        if not step.edits:
            step.warnings.append(phrase("已经是这个名称，不用改"))
        return step

    def words(self, names: dict[str, str]) -> str:
        code = f"，代码改为 {self.new_code}" if self.new_code and self.new_code != self.code else ""
        return f"“{names.get(self.code, self.code)}”改名为“{self.name.strip()}”{code}"


@dataclass(frozen=True)
class MoveColumn:
    """移动 — a column, with all below it, goes under another one, or to the top level when `under` is empty."""

    code: str
    under: str = ""
    kind = Kind.MOVE
    action = "catalogue.move_column"

    @property
    def codes(self) -> tuple[str, ...]:
        return (self.code,)

    def check(self) -> None:
        if self.under == self.code:
            raise RuleViolation("不能移到它自己下面", field="under")

    def plan(self, shelf: Shelf) -> Step | None:
        column = shelf.active(self.code)
        if column is None:
            return None
        step = Step(shelf.agency, column)
        parent = shelf.active(self.under) if self.under else None
        if self.under and parent is None:
            step.problems.append(phrase("没有代码为 %(code)s 的栏目", code=self.under))
        elif parent is not None and parent in shelf.below(column):
            step.problems.append(
                phrase("“%(lower)s”就在“%(upper)s”下面", lower=phrase(parent.name), upper=phrase(column.name))
            )
        elif column.parent_id == (parent.pk if parent else None):
            step.warnings.append(phrase("已经在那里，不用移"))
        else:
            step.hang(shelf, column, parent, shelf.place_at_end(parent))
        return step

    def words(self, names: dict[str, str]) -> str:
        place = f"“{names.get(self.under, self.under)}”下面" if self.under else "第一级"
        return f"“{names.get(self.code, self.code)}”移到{place}"


@dataclass(frozen=True)
class Merge:
    """合并 — the documents and the columns below go to one column; the others are retired."""

    sources: tuple[str, ...]
    into: str
    kind = Kind.MERGE
    action = "catalogue.merge_columns"

    @property
    def codes(self) -> tuple[str, ...]:
        return self.sources

    def check(self) -> None:
        if not self.sources:
            raise RuleViolation("请选择要并掉的栏目", field="sources")
        if self.into in self.sources:
            raise RuleViolation("留下的栏目不能同时被并掉", field="into")

    def plan(self, shelf: Shelf) -> Step | None:
        sources = [column for code in self.sources if (column := shelf.active(code))]
        if not sources:
            return None
        step = Step(shelf.agency, sources[0])
        target = shelf.active(self.into)
        if target is None:
            step.problems.append(phrase("没有代码为 %(code)s 的栏目", code=self.into))
            return step
        place = shelf.place_at_end(target)
        for source in sources:
            if target in shelf.below(source):
                step.problems.append(
                    phrase(
                        "“%(lower)s”就在“%(upper)s”下面，请先移出来",
                        lower=phrase(target.name),
                        upper=phrase(source.name),
                    )
                )
                continue
            step.send(source, target)
            step.edit(source, status=ColumnStatus.RETIRED)
            for child in shelf.children(source):
                if child not in sources:
                    step.hang(shelf, child, target, place)
                    place += 1
        return step

    def words(self, names: dict[str, str]) -> str:
        merged = "、".join(f"“{names.get(code, code)}”" for code in self.sources)
        return f"{merged}并入“{names.get(self.into, self.into)}”"


@dataclass(frozen=True)
class Part:
    """拆出的栏目 — its code, its name, and the words in a title that bring a document there."""

    code: str
    name: str
    title_words: tuple[str, ...]


@dataclass(frozen=True)
class Split:
    """拆分 — new columns beside one take over the documents whose titles fit; the rest stay where they are."""

    code: str
    parts: tuple[Part, ...]
    kind = Kind.SPLIT
    action = "catalogue.split_column"

    @property
    def codes(self) -> tuple[str, ...]:
        return (self.code,)

    def check(self) -> None:
        if not self.parts:
            raise RuleViolation("请至少写一个拆出的栏目", field="parts")
        codes = [part.code for part in self.parts]
        if len(codes) != len(set(codes)) or self.code in codes:
            raise RuleViolation("拆出的栏目代码不能重复", field="parts")
        for part in self.parts:
            if problem := code_problem(part.code):
                raise RuleViolation(
                    phrase("“%(code)s”：%(problem)s", code=part.code, problem=problem), field="parts"
                )
            if not part.name.strip() or len(part.name.strip()) > 60:
                raise RuleViolation(phrase("%(code)s 的名称要有 1 到 60 个字", code=part.code), field="parts")

    def plan(self, shelf: Shelf) -> Step | None:
        column = shelf.active(self.code)
        if column is None:
            return None
        step = Step(shelf.agency, column)
        left = dict(
            Document.objects.filter(column=column)
            .annotate(title=Coalesce("public__title", "working__title"))
            .order_by("pk")
            .values_list("pk", "title")
        )
        for part in self.parts:
            if part.code in shelf.columns:
                step.problems.append(_taken(shelf, part.code))
                continue
            made = _like(column, part)
            step.made.append(made)
            fitting = [
                pk for pk, title in left.items() if any(word in (title or "") for word in part.title_words)
            ]
            step.carry(column, made, fitting)
            for pk in fitting:
                del left[pk]
        if left:
            step.warnings.append(
                phrase(
                    "有 %(count)s 件的标题都不符合，留在“%(column)s”",
                    count=len(left),
                    column=phrase(column.name),
                )
            )
        return step

    def words(self, names: dict[str, str]) -> str:
        parts = "、".join(f"“{part.name.strip()}”" for part in self.parts)
        return f"从“{names.get(self.code, self.code)}”拆出{parts}"


def _taken(shelf: Shelf, code: str) -> str:
    return phrase("代码 %(code)s 已由“%(column)s”占用", code=code, column=phrase(shelf.columns[code].name))


def _like(column: Column, part: Part) -> Column:
    """Return a new column beside one, with its facts."""
    return Column(
        agency_id=column.agency_id,
        parent_id=column.parent_id,
        code=part.code,
        name=part.name.strip(),
        section=column.section,
        basis=column.basis,
        unit=column.unit,
        update_period=column.update_period,
        proactive=column.proactive,
        audience=column.audience,
        depth=column.depth,
        position=column.position,
    )


@dataclass(frozen=True)
class Retire:
    """停用 — a column without active ones below it ends; its documents go to another column."""

    code: str
    into: str = ""
    kind = Kind.RETIRE
    action = "catalogue.retire_column"

    @property
    def codes(self) -> tuple[str, ...]:
        return (self.code,)

    def check(self) -> None:
        if self.into == self.code:
            raise RuleViolation("文件不能移到要停用的栏目", field="into")

    def plan(self, shelf: Shelf) -> Step | None:
        column = shelf.active(self.code)
        if column is None:
            return None
        step = Step(shelf.agency, column)
        if shelf.children(column):
            step.problems.append(phrase("下面还有在用的栏目，请先移走或者停用"))
        target = shelf.active(self.into) if self.into else None
        if target is not None:
            step.send(column, target)
        elif self.into:
            step.problems.append(phrase("没有代码为 %(code)s 的栏目", code=self.into))
        elif count := Document.objects.filter(column=column).count():
            step.problems.append(phrase("里面有 %(count)s 件，请选择移到哪个栏目", count=count))
        else:
            step.leads.append(_up(shelf, column))
        step.edit(column, status=ColumnStatus.RETIRED)
        return step

    def words(self, names: dict[str, str]) -> str:
        place = f"，文件移到“{names.get(self.into, self.into)}”" if self.into else ""
        return f"停用“{names.get(self.code, self.code)}”{place}"


def _up(shelf: Shelf, column: Column) -> tuple[str, str]:
    """Return where the address of an emptied column leads: the column above it, or the organ."""
    above = next((other for other in shelf.columns.values() if other.pk == column.parent_id), None)
    here = column_address(shelf.agency, column.code)
    return here, column_address(shelf.agency, above.code) if above else f"/organs/{shelf.agency.code}/"
