"""Code that a declared extractor reads: RFC-0006 section 8.4."""

from collections.abc import Callable

from eaap.extract import EFFECTS_AT_MOST, Extraction, Node
from eaap.pointers import Place, written
from eaap.taxonomy import FLOOR, REVERSIBILITY, RISK, highest
from eaap.values import length, target_is_good

# What an extractor makes of a text; it raises when it fails.
Extractor = Callable[[str], dict]
TARGET_AT_MOST = 1024


class Reading(Extraction):
    """An extraction whose parameters of a declared dialect are read."""

    def __init__(self, *given, extractors: dict[str, Extractor]) -> None:
        super().__init__(*given)
        self.extractors = extractors
        described = self.manifest["parameters"].values() if self.manifest else ()
        self.reads = any(spec.get("dialect") in extractors for spec in described)
        self.ending = False

    def note(self, code: str, path: tuple | None) -> None:
        if code == "no-effect" and self.reads and not self.ending:
            return  # what is read may have effects
        super().note(code, path)

    def end(self) -> dict:
        self.ending = True
        return super().end()

    def walk(self, node: Node, place: Place) -> None:
        spec = node.spec
        if spec is None or spec["type"] != "code" or spec.get("dialect") not in self.extractors:
            super().walk(node, place)
        elif not isinstance(place.value, str):
            self.note("wrong-type", place.path)
        elif self.read(self.extractors[spec["dialect"]], place) and "authority" in spec:
            self.ground(node, place)

    def read(self, extractor: Extractor, place: Place) -> bool:
        """Adds what an extractor reads; says whether it made anything of the text."""
        try:
            reading = extractor(place.value)
        except Exception:  # noqa: BLE001 - an extractor that fails has read nothing
            reading = {"effects": [], "unread": []}
        effects = reading["effects"]
        if not effects and not reading["unread"] or any(one["effect"] not in FLOOR for one in effects):
            self.note("unreadable-code", place.path)
            return False
        if reading["unread"]:
            self.note("unreadable-code", place.path)
        for one in effects:
            self.add_read(one, place)
        return True

    def add_read(self, one: dict, place: Place) -> None:
        target = one.get("target")
        if target is not None and (not target_is_good(target) or length(target) > TARGET_AT_MOST):
            self.note("unresolved-target", place.path)
            target = None
        reversibility, risk = FLOOR[one["effect"]]
        rated = [each for each in (one, self.manifest) if each]
        entry = {
            "effect": one["effect"],
            "target": target,
            "reversibility": highest(REVERSIBILITY, [reversibility, *(r["reversibility"] for r in rated if "reversibility" in r)]),
            "risk": highest(RISK, [risk, *(r["risk"] for r in rated if "risk" in r)]),
            "origin": "extracted",
            "field": written(place.path),
        }
        self.add(self.effects, EFFECTS_AT_MOST, entry)
