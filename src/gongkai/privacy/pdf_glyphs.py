"""PDF 字形移除 — takes single glyphs out of a page's content by where they stand, all others stay in their places (ISO 32000-1, 9.4)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from .pdf_fonts import Font, font_of

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

_SAME: Matrix = (1, 0, 0, 1, 0, 0)
_MOST_DEPTH = 12
_SHOWING = {"Tj", "TJ", "'", '"'}


def times(one: Matrix, other: Matrix) -> Matrix:
    """The matrix that does first the one and then the other."""
    a, b, c, d, e, f = one
    u, v, w, x, y, z = other
    return (a * u + b * w, a * v + b * x, c * u + d * w, c * v + d * x, e * u + f * w + y, e * v + f * x + z)


@dataclass
class Targets:
    """目标 — origins of the glyphs that are to go, found again within a quarter of a letter."""

    points: Collection[Point]
    _grid: dict[tuple[int, int], list[Point]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for x, y in self.points:
            self._grid.setdefault((round(x / 4), round(y / 4)), []).append((x, y))

    def has(self, x: float, y: float, size: float) -> bool:
        """Whether a glyph of this size with this origin is to go."""
        near = max(0.3, 0.22 * size)
        column, row = round(x / 4), round(y / 4)
        reach = int(near / 4) + 1
        return any(
            abs(px - x) <= near and abs(py - y) <= near
            for i in range(column - reach, column + reach + 1)
            for j in range(row - reach, row + reach + 1)
            for px, py in self._grid.get((i, j), ())
        )


@dataclass
class _State:
    """图形状态 — what the place of a glyph depends on."""

    matrix: Matrix
    font: Font | None = None
    size: float = 0.0
    letter_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


def remove_glyphs(pdf: pikepdf.Pdf, page: pikepdf.Page, points: Collection[Point]) -> bool:
    """Take the glyphs with these origins (page space) out of a page; whether any was found.

    Forms that are shown on other pages too are copied first. Raises pikepdf.PdfError for damaged content.
    """
    resources = _own(page.obj.get("/Resources") or page.resources)
    worker = _Content(pdf, Targets(points), resources, _SAME, 0)
    content = worker.rewritten(page)
    if not worker.removed:
        return False
    page.obj["/Contents"] = pdf.make_stream(content)
    page.obj["/Resources"] = resources
    return True


def _own(resources: Any) -> Any:
    """A copy of a resource dictionary whose list of forms is its own."""
    copied = pikepdf.Dictionary(dict(resources.items()) if resources is not None else {})
    if isinstance(copied.get("/XObject"), pikepdf.Dictionary):
        copied["/XObject"] = pikepdf.Dictionary(dict(copied["/XObject"].items()))
    return copied


class _Content:
    """内容流 — one content stream under way."""

    def __init__(
        self, pdf: pikepdf.Pdf, targets: Targets, resources: Any, matrix: Matrix, depth: int
    ) -> None:
        self.pdf, self.targets, self.resources, self.depth = pdf, targets, resources, depth
        self.state = _State(matrix)
        self.saved: list[_State] = []
        self.text = self.line = _SAME
        self.fonts: dict[str, Font | None] = {}
        self.removed = 0
        self.shown: set[str] = set()

    def rewritten(self, source: Any) -> bytes:
        """The content without the glyphs that are to go."""
        written: list[Any] = []
        for one in pikepdf.parse_content_stream(source):
            if isinstance(one, pikepdf.ContentStreamInlineImage):
                written.append(one)
                continue
            written += self._instruction(list(one.operands), str(one.operator))
        self._forget_forms()
        return bytes(pikepdf.unparse_content_stream(written))

    def _forget_forms(self) -> None:
        """What is not shown any more is not kept either: the old form holds what was taken out."""
        forms = self.resources.get("/XObject")
        if self.removed and isinstance(forms, pikepdf.Dictionary):
            for name in [n for n in forms.keys() if n not in self.shown]:  # noqa: SIM118
                del forms[name]

    def _instruction(self, operands: list[Any], name: str) -> list[Any]:
        if name in _SHOWING:
            return self._show(operands, name)
        if name == "Do" and operands:
            return [self._form(operands[0])]
        step = getattr(self, f"_do_{_NAMES.get(name, name)}", None)
        if step is not None:
            step([float(n) if not isinstance(n, pikepdf.Name) else n for n in operands])
        return [_made(operands, name)]

    def _do_q(self, _: list[Any]) -> None:
        self.saved.append(replace(self.state))

    def _do_Q(self, _: list[Any]) -> None:
        if self.saved:
            self.state = self.saved.pop()

    def _do_cm(self, numbers: list[Any]) -> None:
        self.state.matrix = times(_matrix(numbers), self.state.matrix)

    def _do_BT(self, _: list[Any]) -> None:
        self.text = self.line = _SAME

    def _do_Tf(self, operands: list[Any]) -> None:
        name = str(operands[0])
        if name not in self.fonts:
            fonts = self.resources.get("/Font")
            self.fonts[name] = font_of(fonts.get(name)) if isinstance(fonts, pikepdf.Dictionary) else None
        self.state.font, self.state.size = self.fonts[name], float(operands[1])

    def _do_Tc(self, numbers: list[Any]) -> None:
        self.state.letter_space = numbers[0]

    def _do_Tw(self, numbers: list[Any]) -> None:
        self.state.word_space = numbers[0]

    def _do_Tz(self, numbers: list[Any]) -> None:
        self.state.stretch = numbers[0] / 100

    def _do_TL(self, numbers: list[Any]) -> None:
        self.state.leading = numbers[0]

    def _do_Ts(self, numbers: list[Any]) -> None:
        self.state.rise = numbers[0]

    def _do_Tm(self, numbers: list[Any]) -> None:
        self.text = self.line = _matrix(numbers)

    def _do_Td(self, numbers: list[Any]) -> None:
        self.text = self.line = times((1, 0, 0, 1, numbers[0], numbers[1]), self.line)

    def _do_TD(self, numbers: list[Any]) -> None:
        self.state.leading = -numbers[1]
        self._do_Td(numbers)

    def _do_next_line(self, _: list[Any]) -> None:
        self._do_Td([0, -self.state.leading])

    def _show(self, operands: list[Any], name: str) -> list[Any]:
        """A show operator; rewritten as TJ with gaps when glyphs go, after what else it did."""
        first: list[Any] = []
        if name == '"':
            self.state.word_space, self.state.letter_space = float(operands[0]), float(operands[1])
            first = [_made([operands[0]], "Tw"), _made([operands[1]], "Tc")]
        if name in ("'", '"'):
            self._do_next_line([])
            first.append(_made([], "T*"))
        before = self.removed
        kept = self._kept(list(operands[0]) if name == "TJ" else [operands[-1]])
        if self.removed == before:
            return [_made(operands, name)]
        return [*first, _made([pikepdf.Array(kept)], "TJ")]

    def _kept(self, pieces: list[Any]) -> list[Any]:
        kept: list[Any] = []
        state = self.state
        for piece in pieces:
            if not isinstance(piece, pikepdf.String):
                self._advance(-float(piece) / 1000 * state.size * state.stretch)
                kept.append(piece)
                continue
            if state.font is None:
                kept.append(piece)
                continue
            kept += self._kept_glyphs(bytes(piece), state.font)
        return kept

    def _kept_glyphs(self, shown: bytes, font: Font) -> list[Any]:
        state, run = self.state, b""
        kept: list[Any] = []
        for glyph in font.glyphs(shown):
            space = state.letter_space + (state.word_space if glyph.code == b" " else 0.0)
            x, y, size = self._origin()
            if self.targets.has(x, y, size) and state.size:
                self.removed += 1
                if run:
                    kept.append(pikepdf.String(run))
                run = b""
                kept.append(-(glyph.width + space * 1000 / state.size))
            else:
                run += glyph.code
            self._advance((glyph.width / 1000 * state.size + space) * state.stretch)
        if run:
            kept.append(pikepdf.String(run))
        return kept

    def _origin(self) -> tuple[float, float, float]:
        state = self.state
        whole = times(times((1, 0, 0, 1, 0, state.rise), self.text), state.matrix)
        size = abs(state.size) * (whole[2] ** 2 + whole[3] ** 2) ** 0.5
        return whole[4], whole[5], size

    def _advance(self, way: float) -> None:
        self.text = times((1, 0, 0, 1, way, 0), self.text)

    def _form(self, name: Any) -> Any:
        forms = self.resources.get("/XObject")
        form = forms.get(name) if isinstance(forms, pikepdf.Dictionary) else None
        if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form" and self.depth < _MOST_DEPTH:
            name = self._rewritten_form(form, forms, name)
        self.shown.add(str(name))
        return _made([name], "Do")

    def _rewritten_form(self, form: Any, forms: Any, name: Any) -> Any:
        matrix = _matrix([float(n) for n in form.get("/Matrix", _SAME)])
        resources = _own(form.get("/Resources") or self.resources)
        inner = _Content(self.pdf, self.targets, resources, times(matrix, self.state.matrix), self.depth + 1)
        inner.state.font, inner.state.size = self.state.font, self.state.size
        content = inner.rewritten(form)
        if not inner.removed:
            return name
        self.removed += inner.removed
        made = self.pdf.make_stream(content, {k: v for k, v in form.items() if k not in _CODING})
        made["/Resources"] = resources
        fresh = pikepdf.Name(f"/{str(name)[1:]}x{len(forms)}")
        forms[fresh] = made
        return fresh


_NAMES = {"T*": "next_line"}
_CODING = {"/Filter", "/DecodeParms", "/Length", "/Resources", "/PieceInfo", "/Metadata"}


def _matrix(numbers: list[Any]) -> Matrix:
    a, b, c, d, e, f = (float(n) for n in numbers)
    return a, b, c, d, e, f


def _made(operands: list[Any], name: str) -> Any:
    return pikepdf.ContentStreamInstruction(operands, pikepdf.Operator(name))
