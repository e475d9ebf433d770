"""Extraction: RFC-0006 section 8."""

from dataclasses import dataclass, field

from eaap.canonical import canonical
from eaap.patterns import covers_name
from eaap.pointers import STAR, Place, bound, places, segments, written
from eaap.taxonomy import FLOOR, REVERSIBILITY, RISK, highest
from eaap.typed import session_of, typed_ground
from eaap.values import Unread, made_subject, made_target, money, order, read, target_is_good

UNREAD_AT_MOST = 512
EFFECTS_AT_MOST = 128
SELECTORS_AT_MOST = 128


@dataclass
class Node:
    """A node of the description of the parameters: step 5."""

    spec: dict | None = None
    pointer: str = ""
    required: bool = False
    children: dict[str | None, "Node"] = field(default_factory=dict)

    def child(self, name: str) -> "Node | None":
        return self.children.get(name, self.children.get(STAR))


def described(parameters: dict) -> Node:
    root = Node()
    for pointer in sorted(parameters, key=order):
        spec = parameters[pointer]
        required = spec.get("required", True)
        node = root
        node.required |= required
        for segment in segments(pointer):
            node = node.children.setdefault(segment, Node())
            node.required |= required
        node.spec, node.pointer = spec, pointer
    return root


class Extraction:
    """One extraction, its lists filled by the steps of section 8.2."""

    def __init__(self, action: dict, manifest: dict | None, selects: list[dict], mandate: str) -> None:
        self.action, self.manifest, self.selects, self.mandate = action, manifest, selects, mandate
        self.parameters = action["parameters"]
        self.unread: list[dict] = []
        self.effects: list[dict] = []
        self.claims: list[dict] = []
        self.grounds: list[dict] = []
        self.writes: list[dict] = []
        self.selected: set[tuple[str, str]] = set()
        self.cost: dict | None = None

    # Section 8.1.

    def note(self, code: str, path: tuple | None) -> None:
        entry = {"code": code, "field": None if path is None else written(path)}
        if entry in self.unread or self.full():
            return
        if len(self.unread) == UNREAD_AT_MOST - 1:
            entry = {"code": "too-large", "field": None}
        self.unread.append(entry)

    def full(self) -> bool:
        return len(self.unread) >= UNREAD_AT_MOST

    def add(self, list_: list, most: int, entry: dict) -> None:
        if len(list_) < most:
            list_.append(entry)
        else:
            self.note("too-large", None)

    def add_effect(self, effect: str, target: str | None, field_: str | None, origin: str) -> None:
        reversibility, risk = FLOOR[effect]
        if origin == "manifest":
            reversibility = highest(REVERSIBILITY, [reversibility, self.manifest.get("reversibility", "reversible")])
            risk = highest(RISK, [risk, self.manifest.get("risk", "low")])
        entry = {
            "effect": effect,
            "target": target,
            "reversibility": reversibility,
            "risk": risk,
            "origin": origin,
            "field": field_,
        }
        self.add(self.effects, EFFECTS_AT_MOST, entry)

    def places(self, path: tuple) -> list[Place]:
        """The places of a path; that there are too many is noted at no place."""
        found, more = places(path, self.parameters)
        if more:
            self.note("too-large", None)
        return found

    # Section 8.2.

    def run(self) -> dict:
        if self.manifest is None or self.manifest["tool"] != self.action["tool"]:
            self.note("no-manifest", None)
            self.manifest = None
        if self.manifest is not None:
            self.effects_of_manifest()
            self.unnamed_targets()
        self.declared_effects()
        if self.manifest is not None:
            self.walk(described(self.manifest["parameters"]), Place((), self.parameters))
            self.find_writes()
            self.find_cost()
        self.find_selectors()
        if self.mandate != "none":
            self.selected.add((session_of(self.action), "session.mandate"))
        return self.end()

    def effects_of_manifest(self) -> None:
        """Step 2."""
        for stated in self.manifest["effects"]:
            effect, target = stated["effect"], stated.get("target")
            if target is None:
                self.add_effect(effect, None, None, "manifest")
            elif "literal" in target:
                self.add_effect(effect, self.good_target(target["literal"]), None, "manifest")
            else:
                path = segments(target["param"])
                found = self.places(path)
                for place in found:
                    made = made_target(target["kind"], target.get("prefix", ""), place.value)
                    if made is None:
                        self.note("unresolved-target", place.path)
                    self.add_effect(effect, made, written(place.path), "manifest")
                if not found:
                    self.note("unresolved-target", path)
                    self.add_effect(effect, None, None, "manifest")

    def good_target(self, target: str) -> str | None:
        """A stated target, or null if it has a fault, which is noted."""
        if target_is_good(target):
            return target
        self.note("unresolved-target", None)
        return None

    def unnamed_targets(self) -> None:
        """Step 3."""
        named = {effect["target"]["param"] for effect in self.manifest["effects"] if "param" in effect.get("target", {})}
        for pointer in sorted(self.manifest["parameters"], key=order):
            kind = self.manifest["parameters"][pointer]["type"]
            if kind in ("url", "path") and pointer not in named and self.places(segments(pointer)):
                self.note("unresolved-target", segments(pointer))

    def declared_effects(self) -> None:
        """Step 4."""
        for stated in self.action.get("effects", []):
            target = stated.get("target")
            same = [entry for entry in self.effects if entry["effect"] == stated["effect"]]
            if any(target is None or entry["target"] == target for entry in same):
                continue
            self.add_effect(stated["effect"], target and self.good_target(target), None, "declared")
        if self.manifest is not None and not self.manifest["effects"]:
            self.note("no-effect", None)

    def walk(self, node: Node, place: Place) -> None:
        """Step 5."""
        value = place.value
        if node.spec is not None:
            try:
                read(node.spec["type"], value)
            except Unread as unread:
                self.note(unread.code, place.path)
                return
            if "relation" in node.spec.get("authority", {}):
                self.ground(node, place)
            elif "authority" in node.spec:
                typed_ground(self, node, place)
            return
        if isinstance(value, dict):
            members = [(name, value[name]) for name in sorted(value, key=order)]
        elif isinstance(value, list):
            members = [(str(index), each) for index, each in enumerate(value)]
        else:
            self.note("wrong-type", place.path)
            return
        for name, member in members:
            child = node.child(name)
            if child is None:
                self.note("undescribed-parameter", (*place.path, name))
            else:
                self.walk(child, Place((*place.path, name), member))
            if self.full():
                return
        here = {name for name, _ in members}
        for name, child in node.children.items():
            if name is not STAR and child.required and name not in here:
                self.note("missing-parameter", (*place.path, name))

    def ground(self, node: Node, place: Place) -> None:
        """Step 5a."""
        authority = node.spec["authority"]
        if len(canonical(place.value)) > 8192:
            self.note("too-large", place.path)
            return
        for subject in self.named(authority["subject"], node, place):
            self.selected.add((subject, authority["attribute"]))
            entry = {
                "field": written(place.path),
                "value": place.value,
                "subject": subject,
                "attribute": authority["attribute"],
                "relation": authority["relation"],
                "trust": authority.get("trust", "verified"),
            }
            self.add(self.grounds, 128, entry)

    def named(self, reference: dict, node: Node, place: Place) -> list[str]:
        """The subjects of a reference of an authority, of which there should be one."""
        subjects = self.subjects(reference, by=(node.pointer, place))
        if len(subjects) > 1:
            self.note("wrong-type", place.path)
        if not subjects and not self.unread:
            self.note("missing-parameter", place.path)
        return subjects

    def find_writes(self) -> None:
        """Step 6."""
        for write in self.manifest.get("writes", []):
            reference = write["subject"]
            if "literal" in reference:
                self.write(write, reference["literal"], None)
                continue
            self.subjects(reference)
            for place in self.places(segments(reference["param"])):
                subject = made_subject(reference.get("prefix", ""), place.value)
                if subject is not None:
                    self.write(write, subject, (reference["param"], place))

    def write(self, write: dict, subject: str, by: tuple[str, Place] | None) -> None:
        self.selected.add((subject, write["attribute"]))
        pairs = [(None, None)]
        if "value" in write:
            path = bound(write["value"], *by) if by else segments(write["value"])
            pairs = [(written(place.path), place.value) for place in self.places(path)] or pairs
        for field_, value in pairs:
            entry = {"subject": subject, "attribute": write["attribute"], "field": field_, "value": value}
            self.add(self.writes, 64, entry)

    def find_cost(self) -> None:
        """Step 7."""
        if "cost" not in self.manifest:
            return
        found = self.places(segments(self.manifest["cost"]["amount"]))
        amount = money(found[0].value) if len(found) == 1 else None
        if amount is not None:
            self.cost = {"amount": amount[0], "currency": amount[1]}
        elif found:
            self.note("unreadable-money", found[0].path)

    def subjects(self, reference: dict, optional: bool = False, by: tuple[str, Place] | None = None) -> list[str]:
        """Step 8."""
        if "literal" in reference:
            return [reference["literal"]]
        path = bound(reference["param"], *by) if by else segments(reference["param"])
        found = self.places(path)
        named = []
        for place in found:
            subject = made_subject(reference.get("prefix", ""), place.value)
            if subject is None:
                self.note("wrong-type", place.path)
            else:
                named.append(subject)
        if not found and not optional and not self.names_nobody(path):
            self.note("missing-parameter", path)
        return named

    def names_nobody(self, path: tuple) -> bool:
        """Whether a path leads nowhere because the lists in front of its first star are empty."""
        if STAR not in path:
            return False
        before = self.places(path[: path.index(STAR)])
        return bool(before) and all(place.value in ([], {}) for place in before)

    def find_selectors(self) -> None:
        """Step 9."""
        for claim in self.action.get("claims", []):
            self.add(self.claims, 64, {name: claim[name] for name in ("subject", "attribute", "value")})
            self.selected.add((claim["subject"], claim["attribute"]))
        if self.manifest is not None:
            for select in self.manifest.get("selects", []):
                spec = self.manifest["parameters"].get(select["subject"].get("param"), {})
                self.select(select, optional=not spec.get("required", True))
        for select in self.selects:
            if any(covers_name(pattern, self.action["tool"]) for pattern in select["tools"]):
                self.select(select, optional=False)

    def select(self, select: dict, optional: bool) -> None:
        for subject in self.subjects(select["subject"], optional):
            self.selected.add((subject, select["attribute"]))

    def end(self) -> dict:
        """Step 10."""
        if not self.effects and not self.unread:
            self.note("no-effect", None)
        selectors = sorted(self.selected, key=lambda pair: (order(pair[0]), order(pair[1])))
        if len(selectors) > SELECTORS_AT_MOST:
            self.note("too-large", None)
        if self.unread:
            del self.effects[EFFECTS_AT_MOST - 1 :]
            self.add_effect("unknown", None, None, "extracted")
        rated = [*self.effects, self.manifest or {}]
        others = {entry["field"] for entry in self.unread if entry["code"] != "unresolved-target"} - {None}
        return {
            "effects": self.effects,
            "unread": [
                entry
                for entry in self.unread
                if entry["code"] != "unresolved-target" or entry["field"] not in others
            ],
            "claims": self.claims,
            "grounds": self.grounds,
            "writes": self.writes,
            "selectors": [
                {"subject": subject, "attribute": attribute} for subject, attribute in selectors[:SELECTORS_AT_MOST]
            ],
            "cost": self.cost,
            "risk": highest(RISK, [one["risk"] for one in rated if "risk" in one]),
            "reversibility": highest(REVERSIBILITY, [one["reversibility"] for one in rated if "reversibility" in one]),
        }


def extract(action: dict, manifest: dict | None, selects: list[dict], mandate: str = "none") -> dict:
    """The extraction of an action, `detail` of its unread entries left out."""
    return Extraction(action, manifest, selects, mandate).run()
