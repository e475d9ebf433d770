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


def members(pairs):
    """An object whose names are all different; json would keep the last of two."""
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise ValueError(f"a member occurs twice among {names}")
    return dict(pairs)


def read(path: Path, faults: list[str]):
    """A JSON file as text and value; None, and a fault with its line, when it is none."""
    try:
        text = path.read_bytes().decode("utf-8")
        return text, json.loads(text, object_pairs_hook=members)
    except json.JSONDecodeError as error:
        faults.append(f"{path}:{error.lineno}: expected JSON: {error.msg}")
    except (OSError, ValueError) as error:
        faults.append(f"{path}:1: expected JSON in UTF-8: {error}")
    return None


def is_example(example, *more: str) -> bool:
    """Whether an entry of a file has the members it needs."""
    return isinstance(example, dict) and {"title", "value", *more} <= example.keys()


def is_file(file) -> bool:
    """Whether a file of examples is one, with at least one good example and as many bad ones."""
    if not (isinstance(file, dict) and {"schema", "good", "bad"} <= file.keys()):
        return False
    good, bad = file["good"], file["bad"]
    return (
        isinstance(good, list)
        and isinstance(bad, list)
        and 0 < len(good) <= len(bad)
        and all(is_example(one) for one in good)
        and all(is_example(one, "because") and {"keyword", "at"} == set(one["because"]) for one in bad)
    )


def check(root: Path) -> tuple[int, int, list[str]]:
    """The numbers of good and bad examples, and what is wrong with any, as file:line: message."""
    faults: list[str] = []
    schemas = {}
    for path in sorted((root / "schemas").glob("*.json")):
        found = read(path, faults)
        if found is None or not isinstance(found[1], dict) or "$id" not in found[1]:
            continue
        name = found[1]["$id"]
        if name in schemas:
            faults.append(f"{path}:1: expected an $id of its own, {name} is used twice")
        schemas[name] = found[1]
    registry = Registry().with_resources(
        (name, Resource.from_contents(schema)) for name, schema in schemas.items()
    )
    good = bad = 0
    covered = set()
    for path in sorted((root / "schemas" / "examples").glob("*.json")):
        found = read(path, faults)
        if found is None:
            continue
        text, file = found
        if not is_file(file):
            faults.append(
                f"{path}:1: expected schema, good with at least one {{title, value}},"
                " and bad with as many {title, because: {keyword, at}, value}"
            )
            continue
        name = file["schema"]
        if name not in schemas:
            faults.append(f"{path}:1: expected the $id of a schema, there is no {name}")
            continue
        covered.add(name)
        validator = Draft202012Validator(schemas[name], registry=registry)

        def line(title: str, text: str = text) -> int:
            start = text.find(json.dumps(title, ensure_ascii=False))
            return text.count("\n", 0, max(start, 0)) + 1

        for example in file["good"]:
            good += 1
            broken_by = broken(validator, example["value"])
            if broken_by:
                faults.append(f"{path}:{line(example['title'])}: expected to match, breaks {sorted(broken_by)}")
        for example in file["bad"]:
            bad += 1
            because = (example["because"]["keyword"], example["because"]["at"])
            broken_by = broken(validator, example["value"])
            if broken_by != {because}:
                faults.append(
                    f"{path}:{line(example['title'])}: expected to break {because}, breaks {sorted(broken_by)}"
                )
    for name in sorted(set(schemas) - covered):
        faults.append(f"{root / 'schemas' / 'examples'}: expected examples of {name}")
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
