"""填写栏的格子 — how the fields of a form share the columns of its table."""


def field_shares(pairs: int) -> tuple[float, ...]:
    """The widths of label and value columns of a form whose fullest row has so many fields."""
    label = {1: 0.22, 2: 0.18, 3: 0.16}[pairs]
    return (label, 1 / pairs - label) * pairs


def field_spans(count: int, pairs: int) -> tuple[int, ...]:
    """How many columns each value of a row covers."""
    share = pairs // count
    last = pairs - share * (count - 1)
    return (*(2 * share - 1 for _ in range(count - 1)), 2 * last - 1)
