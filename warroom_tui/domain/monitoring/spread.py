"""How values are spread: counts in buckets of equal ratio, small enough to keep for ever.

Neighbouring buckets differ by 2^(1/16), so a percentile read from them lies within 2.2 % of the
true one, whatever the unit; buckets of several hours add up without loss. Values of zero or less
share one bucket.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

PER_DOUBLING = 16
"""Buckets between a value and its double."""

_ZERO = -10_000
"""The bucket of zero and below."""

Spread = dict[int, int]
"""Bucket number → how many values."""


def bucket_of(value: float) -> int:
    """The bucket that holds a finite value."""
    return math.floor(math.log2(value) * PER_DOUBLING) if value > 0 else _ZERO


def middle_of(bucket: int) -> float:
    """The value that stands for a bucket: its geometric middle."""
    return 0.0 if bucket == _ZERO else 2.0 ** ((bucket + 0.5) / PER_DOUBLING)


def spread_of(values: Iterable[float]) -> Spread:
    """Count values into buckets; what is not finite is passed over."""
    found: Spread = {}
    for value in values:
        if math.isfinite(value):
            bucket = bucket_of(value)
            found[bucket] = found.get(bucket, 0) + 1
    return found


def add_spread(into: Spread, other: Mapping[int, int]) -> None:
    """Add the counts of another spread."""
    for bucket, count in other.items():
        into[bucket] = into.get(bucket, 0) + count


def percentile(spread: Mapping[int, int], share: float) -> float | None:
    """The value below which `share` (0 to 1) of the values lie; None when there is none."""
    total = sum(spread.values())
    if not total:
        return None
    wanted, seen = max(1, math.ceil(share * total)), 0
    for bucket in sorted(spread):
        seen += spread[bucket]
        if seen >= wanted:
            return middle_of(bucket)
    return None


def percentile_of(values: Sequence[float], share: float) -> float | None:
    """The same from the values themselves, exactly (nearest rank)."""
    if not values:
        return None
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]


def stored(spread: Mapping[int, int]) -> dict[str, int] | None:
    """As the database keeps it; None when it is empty."""
    return {str(bucket): count for bucket, count in spread.items()} or None


def read_spread(data: object) -> Spread:
    """From what the database keeps."""
    if not isinstance(data, Mapping):
        return {}
    return {int(bucket): int(count) for bucket, count in data.items()}
