"""办理时钟对照 — the clock against a count by hand, day by day, over whatever may happen in a case."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from gongkai.rules.calendar import WorkCalendar
from gongkai.rules.clock import Event, EventKind, read_clock

CALENDAR = WorkCalendar.load()
FIRST_OF_2019 = date(2019, 5, 15)


@dataclass(frozen=True)
class Episode:
    """Something that happened `after` days from the one before it and took so many days."""

    kind: str
    after: int
    took: int
    lag: int


EPISODES = st.lists(
    st.builds(
        Episode,
        st.sampled_from(["third_party", "organs", "both", "supplement", "fee", "extension"]),
        st.integers(0, 12),
        st.integers(0, 30),
        st.integers(0, 10),
    ),
    max_size=5,
)
PAIRS = {
    "third_party": (EventKind.THIRD_PARTY_CONSULTED, EventKind.THIRD_PARTY_REPLIED),
    "organs": (EventKind.ORGANS_CONSULTED, EventKind.ORGANS_REPLIED),
    "supplement": (EventKind.SUPPLEMENT_REQUESTED, EventKind.SUPPLEMENT_RECEIVED),
    "fee": (EventKind.FEE_NOTIFIED, EventKind.FEE_PAID),
}


def spans(episode: Episode, asked: date) -> list[tuple[str, date, date]]:
    ended = asked + timedelta(days=episode.took)
    if episode.kind != "both":
        return [(episode.kind, asked, ended)]
    second = min(asked + timedelta(days=episode.lag), ended)
    return [
        ("third_party", asked, ended),
        ("organs", second, ended + timedelta(days=episode.lag)),
    ]


def lived(received: date, episodes: list[Episode]) -> Iterator[tuple[str, date, date]]:
    """What happened, one after the other, with the day that began it and the day that ended it."""
    day = received
    for episode in episodes:
        for kind, asked, ended in spans(episode, day + timedelta(days=episode.after)):
            yield kind, asked, ended
            day = max(day, ended)


def by_hand(received: date, life: list[tuple[str, date, date]], extended: dict[int, int]) -> tuple[date, int]:
    """The due day and the length of the limit, counted on one's fingers."""
    base = 20 if received >= FIRST_OF_2019 else 15
    start, total, free = received, base, set[date]()
    for order, (kind, asked, ended) in enumerate(life):
        if kind == "extension":
            total += extended[order]
        elif kind in ("supplement", "fee"):
            start, total = ended, base
        else:
            free |= {asked + timedelta(days=number + 1) for number in range((ended - asked).days)}
    day, left = start, total
    while left:
        day += timedelta(days=1)
        left -= CALENDAR.is_workday(day) and day not in free
    return day, total


@given(st.dates(date(2008, 5, 1), date(2025, 6, 1)), EPISODES)
@example(date(2026, 2, 10), [Episode("both", 2, 12, 3), Episode("extension", 0, 0, 0)])
def test_2019_articles_30_to_35_the_clock_is_what_one_counts_by_hand(
    received: date, episodes: list[Episode]
) -> None:
    life, extended, events, granted = list(lived(received, episodes)), {}, [], 0
    for order, (kind, asked, ended) in enumerate(life):
        if kind == "extension":
            extended[order] = days = min(7, (20 if received >= FIRST_OF_2019 else 15) - granted)
            granted += days
            events += [Event(EventKind.EXTENDED, asked, days)] if days else []
            continue
        granted = 0 if kind in ("supplement", "fee") else granted
        begun, over = PAIRS[kind]
        events += [Event(begun, asked), Event(over, ended)]
    reading = read_clock(received, events, CALENDAR)
    assert (reading.due, reading.days_total) == by_hand(received, life, extended)
