"""条文原文 — every article of the Regulations by which a reply or a limit goes is kept in its words."""

import pytest

from gongkai.rules.application_limits import application_limits
from gongkai.rules.articles import articles_of, cited_in
from gongkai.rules.citations import REGULATIONS_2007, REGULATIONS_2019, Statute
from gongkai.rules.replies import replies_under


@pytest.mark.parametrize("statute", [REGULATIONS_2007, REGULATIONS_2019])
def test_what_replies_and_limits_cite_can_be_read(statute: Statute) -> None:
    limits = application_limits(statute)
    cited = [citation for reply in replies_under(statute).values() for citation in reply.citations]
    cited += [limits.reply.citation, limits.extension.citation, limits.supplement, limits.excluded]
    numbers = {each.article for each in cited if each.statute is statute and each.article}
    assert numbers - {*articles_of(statute)} == set()


def test_only_what_is_cited_of_the_statute_itself_is_told() -> None:
    said = ["（《政府信息公开条例》第三十三条第二款、第三十六条第（二）项和《行政复议法》第三十条）"]
    assert [name for name, _ in cited_in(REGULATIONS_2019, said)] == ["第三十三条", "第三十六条"]
