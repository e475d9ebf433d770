"""Checks the payload examples of schemas/examples with a validator that is not the reference's.

Every good example matches its schema; every bad one breaks exactly the keyword it names, at the place it names.

    python check_examples.py [ROOT]

ROOT is the folder that holds `schemas`; the repository unless stated. Exit codes: 0 all as they say, 1 one is not, 2 usage.
"""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator
from referencing import Registry, Resource


def pointer(path) -> str:
    """The JSON Pointer of a path of member names and indexes."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def leaves(error):
    """The errors under an error: what failed inside the branches of an anyOf is what is wrong."""
    if not error.context:
        yield error
    for inner in error.context:
        yield from leaves(inner)


def broken(validator, value) -> set[tuple[str, str]]:
    """Every (keyword, place) of a schema that a value breaks."""
    return {
        (str(leaf.validator), pointer(leaf.absolute_path))
        for error in validator.iter_errors(value)
        for leaf in leaves(error)
    }


def check(root: Path) -> tuple[int, int, list[str]]:
    """The numbers of good and bad examples, and what is wrong with any, as file:line: message."""
    schemas = {}
    for path in sorted((root / "schemas").glob("*.json")):
        schema = json.loads(path.read_text("utf-8"))
        if "$id" in schema:
            schemas[schema["$id"]] = schema
    registry = Registry().with_resources(
        (name, Resource.from_contents(schema)) for name, schema in schemas.items()
    )
    good = bad = 0
    faults = []
    covered = set()
    for path in sorted((root / "schemas" / "examples").glob("*.json")):
        text = path.read_text("utf-8")
        file = json.loads(text)
        name = file["schema"]
        if name not in schemas:
            faults.append(f"{path}:1: there is no schema {name}")
            continue
        covered.add(name)
        validator = Draft202012Validator(schemas[name], registry=registry)

        def line(title: str) -> int:
            start = text.find(json.dumps(title, ensure_ascii=False))
            return text.count("\n", 0, max(start, 0)) + 1

        for example in file["good"]:
            good += 1
            found = broken(validator, example["value"])
            if found:
                faults.append(f"{path}:{line(example['title'])}: expected to match, breaks {sorted(found)}")
        for example in file["bad"]:
            bad += 1
            because = (example["because"]["keyword"], example["because"]["at"])
            found = broken(validator, example["value"])
            if found != {because}:
                faults.append(
                    f"{path}:{line(example['title'])}: expected to break {because}, breaks {sorted(found)}"
                )
    for name in sorted(set(schemas) - covered):
        faults.append(f"{root / 'schemas' / 'examples'}: there are no examples of {name}")
    return good, bad, faults


def main(arguments: list[str]) -> int:
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parents[2]
    if len(arguments) > 1 or not (root / "schemas" / "examples").is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    good, bad, faults = check(root)
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{good} good and {bad} bad examples, {len(faults)} not as they say")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
