"""屏上的文书 — how a letter stands on the desk's screens: without the name of a citizen and the applicant's key.

Who handles a case needs the words of its letters, not the person. The letter itself, as it goes out, is a file to be
saved; that it was opened is on record (`actions/reveal.py`), and the applicant may read it.
"""

from dataclasses import replace

from gongkai.foi.desk_page import masked_applicant
from gongkai.foi.letters import RECEIPT, goes_to_applicant, paper_of
from gongkai.foi.models import Letter
from gongkai.typesetting.paper import Paper, Paragraph

_HIDDEN_CODE = "********"


def on_screen(letter: Letter) -> Paper:
    """Return the paper of a letter as the desk shows it; raises LetterChanged."""
    paper = paper_of(letter)
    if paper.addressee and goes_to_applicant(letter):
        paper = replace(paper, addressee=masked_applicant(letter.case).name)
    code = str(letter.case.query_code)
    if letter.kind != RECEIPT or not code:
        return paper
    blocks = tuple(
        replace(block, text=block.text.replace(code, _HIDDEN_CODE)) if isinstance(block, Paragraph) else block
        for block in paper.blocks
    )
    return replace(paper, blocks=blocks, verification=None)


def names_applicant(letter: Letter) -> bool:
    """Whether the letter itself tells who applied."""
    return bool(letter.addressee) and goes_to_applicant(letter)
