"""Pointers of manifests, and the places they lead to: RFC-0006 section 7."""

from dataclasses import dataclass

from eaap.values import length, order

KEPT = 1024
STAR = None  # a segment `*`; a member that is called so is the text


@dataclass(frozen=True)
class Place:
    """A place in the parameters: the segments that lead to it, and what stands there."""

    path: tuple[str, ...]
    value: object


def segments(pointer: str) -> tuple[str | None, ...]:
    parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    return tuple(STAR if part == "*" else part for part in parts)


def written(path: tuple[str | None, ...]) -> str:
    """The pointer of a path, and its name when it is too long: that of the nearest place above."""
    parts = ["*" if part is STAR else part.replace("~", "~0").replace("/", "~1") for part in path]
    while length(text := "".join(f"/{part}" for part in parts)) > 512:
        parts.pop()
    return text


def step(place: Place, segment: str | None) -> list[Place]:
    """The places a segment leads to."""
    value = place.value
    if isinstance(value, dict):
        names = sorted(value, key=order) if segment is STAR else [segment] if segment in value else []
        return [Place((*place.path, name), value[name]) for name in names]
    if isinstance(value, list):
        return [
            Place((*place.path, str(index)), each)
            for index, each in enumerate(value)
            if segment is STAR or segment == str(index)
        ]
    return []


def places(path: tuple[str | None, ...], parameters) -> tuple[list[Place], bool]:
    """The places of a path, the first 1024 after each segment; and whether some segment led to more."""
    found, more = [Place((), parameters)], False
    for segment in path:
        found = [next_ for place in found for next_ in step(place, segment)]
        more = more or len(found) > KEPT
        found = found[:KEPT]
    return found, more


def bound(pointer: str, by: str, place: Place) -> tuple[str | None, ...]:
    """The path of a pointer bound by another one that was followed to a place."""
    path = list(segments(pointer))
    for index, (mine, theirs) in enumerate(zip(path, segments(by))):
        if mine != theirs:
            break
        path[index] = place.path[index]
    return tuple(path)
