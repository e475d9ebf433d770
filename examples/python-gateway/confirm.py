"""Confirms the vectors of conformance/vectors with a program that shares no code with the reference.

Every input is computed by `eaap/topics/<topic>.py`, which was written from the RFCs; what comes out has to be the
published output, or the published reason for refusal.

A topic of a dialect of code is passed over, since this gateway declares no dialect.

    python confirm.py [--vectors FOLDER] [TOPIC ...]

Exit codes: 0 all come out as published, 1 one does not, 2 usage.
"""

import argparse
import importlib
import json
import sys
from pathlib import Path

from eaap.refused import Refused

HERE = Path(__file__).resolve().parent


def module_of(topic: str):
    """The module of a topic, or None when this program does not compute it."""
    name = topic.replace("-", "_")
    if not (HERE / "eaap" / "topics" / f"{name}.py").exists():
        return None
    return importlib.import_module(f"eaap.topics.{name}")


def same(a, b) -> bool:
    """Whether two values are the same JSON: 1 is not true, and 1.0 is 1."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[name], b[name]) for name in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    return type(a) in (int, float) and type(b) in (int, float) and a == b or type(a) is type(b) and a == b


def confirm(path: Path) -> tuple[int, list[str]]:
    """The number of cases of a file, and what is wrong with any, as topic/case: message."""
    try:
        file = json.loads(path.read_bytes().decode("utf-8"))
        topic, cases = file["topic"], file["cases"]
        if topic != path.stem or not cases:
            raise ValueError(f"expected cases of the topic {path.stem}")
    except json.JSONDecodeError as error:
        return 1, [f"{path}:{error.lineno}: expected JSON: {error.msg}"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        return 1, [f"{path}:1: expected a file of vectors: {error!r}"]
    module = module_of(topic)
    if module is None and "dialect" in file:
        return 0, []
    if module is None:
        return len(cases), [f"{topic}/{case['id']}: this program does not compute the topic" for case in cases]
    faults = []
    for case in cases:
        try:
            got = {"output": module.answer(case["input"])}
        except Refused as refused:
            got = {"refused": refused.reason}
        except Exception as error:  # noqa: BLE001 - whatever is thrown is no answer
            got = {"thrown": f"{type(error).__name__}: {error}"}
        wanted = {"refused": case["refused"]} if "refused" in case else {"output": case["output"]}
        if not same(got, wanted):
            faults.append(f"{topic}/{case['id']}: expected {shown(wanted)}, got {shown(got)}")
    return len(cases), faults


def shown(value) -> str:
    """A value for people: long ones are cut."""
    text = json.dumps(value, ensure_ascii=True, sort_keys=True)
    return text if len(text) <= 600 else f"{text[:600]}…"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("topics", nargs="*", metavar="TOPIC")
    parser.add_argument("--vectors", type=Path, default=HERE.parents[1] / "conformance" / "vectors")
    options = parser.parse_args(arguments)
    files = {
        path.stem: path
        for path in sorted(options.vectors.glob("*.json"))
        if not path.name.endswith(".schema.json") and not path.name[:4].isdigit()
    }
    unknown = [topic for topic in options.topics if topic not in files]
    if unknown or not files:
        print(f"There are no vectors of {', '.join(unknown) or options.vectors}.", file=sys.stderr)
        return 2
    total = wrong = 0
    for topic in options.topics or files:
        cases, faults = confirm(files[topic])
        total += cases
        wrong += len(faults)
        print(f"{topic:20} {cases - len(faults):4} of {cases}")
        for fault in faults[:20]:
            print(f"  {fault}", file=sys.stderr)
    print(f"{total} vectors, {wrong} do not come out as published")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
