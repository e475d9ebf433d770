"""Snapshots: RFC-0004 section 6."""

import re

from eaap.canonical import canonical, canonical_text
from eaap.decay import left, within
from eaap.digest import commitment, conflict_payload, fact_payload
from eaap.refused import Refused
from eaap.similarity import relevance
from eaap.times import is_time, read_time, write_time

NAMESPACE = r"[a-z][a-z0-9-]{0,62}"
ATTRIBUTE = r"[a-z][a-z0-9_.-]{0,127}"


def is_text(value, least: int, most: int) -> bool:
    return isinstance(value, str) and least <= len(value) <= most


def matches(pattern: str):
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


REQUEST = {
    "namespace": matches(NAMESPACE),
    "query": lambda value: is_text(value, 0, 1024),
    "subject": lambda value: is_text(value, 1, 256),
    "attribute": matches(ATTRIBUTE),
    "as_of": is_time,
    "limit": lambda value: within(value, 1, 200),
}


def newest(versions: list[dict], as_of: int, written) -> list[dict]:
    """The newest version of each id that was written at or before an instant."""
    found: dict[str, dict] = {}
    for row in versions:
        if written(row) <= as_of and row["version"] > found.get(row["id"], {"version": 0})["version"]:
            found[row["id"]] = row
    return list(found.values())


def conflict_written(row: dict) -> int:
    return row["opened_at"] if row["version"] == 1 else row["resolved_at"]


def present(row: dict, payload: dict, times: tuple[str, ...]) -> dict:
    """A row as it is answered: times in RFC 3339, absent members left out, the commitment of its version."""
    shown = {name: value for name, value in payload.items() if name == "value" or value is not None}
    for name in times:
        if name in shown:
            shown[name] = write_time(shown[name])
    committed = row.get("commitment") or commitment(bytes.fromhex(row["salt"]), payload)
    return shown | {"commitment": committed}


def fact_answered(row: dict) -> dict:
    shown = present(row, fact_payload(row), ("valid_until",))
    source = {name: row["source"][name] for name in ("kind", "id", "observed_at")}
    return shown | {
        "source": source | {"observed_at": write_time(source["observed_at"])},
        "created_at": write_time(row["created_at"]),
    }


def conflict_answered(row: dict) -> dict:
    return present(row, conflict_payload(row), ("opened_at", "resolved_at"))


def snapshot(input: dict) -> dict:
    request = input["request"]
    if not isinstance(request, dict) or not all(name in REQUEST and REQUEST[name](request[name]) for name in request):
        raise Refused("invalid-request")
    if request.get("namespace", input["namespace"]) != input["namespace"]:
        raise Refused("identity-mismatch")
    times = [row["created_at"] for row in input["facts"]] + [conflict_written(row) for row in input["conflicts"]]
    return assembled(input, request, max([input["now"], *times]))  # section 6.1


def assembled(input: dict, request: dict, clock: int) -> dict:
    """The snapshot that a request which is right asks for; texts in it may have outgrown their bounds by tokens."""
    as_of = read_time(request["as_of"]) if "as_of" in request else clock
    if as_of > clock:
        raise Refused("invalid-request")
    query, limit = request.get("query"), request.get("limit", 50)

    def in_scope(row: dict) -> bool:
        return all(row[name] == request[name] for name in ("subject", "attribute") if name in request)

    facts, degraded = [], False
    for row in newest(input["facts"], as_of, lambda row: row["created_at"]):  # section 6.2
        if row["status"] not in ("active", "disputed") or row["aside"] or not in_scope(row):
            continue
        effective = left(row["confidence"], row["half_life_ms"], row["source"]["observed_at"], as_of)
        text = canonical_text(row["value"]) if row["statement"] is None else row["statement"]
        over = row["valid_until"] is not None and row["valid_until"] <= as_of
        degraded = degraded or row["status"] == "active" and (over or effective < 2500)
        facts.append(
            {
                "fact": fact_answered(row),
                "effective_confidence": effective,
                "relevance": relevance(query, text, effective),
            }
        )
    facts.sort(key=lambda f: (-f["relevance"], f["fact"]["id"]))
    conflicts = [
        conflict_answered(row)
        for row in newest(input["conflicts"], as_of, conflict_written)  # section 6.3
        if row["status"] == "open" and in_scope(row)
    ]
    return {
        "v": 1,
        "namespace": input["namespace"],
        "as_of": write_time(as_of),
        "facts": facts[:limit],
        "conflicts": sorted(conflicts, key=lambda c: c["id"]),
        "health": "conflicted" if conflicts else "degraded" if degraded else "healthy",
        "limit": limit,
        "truncated": len(facts) > limit,
    }
