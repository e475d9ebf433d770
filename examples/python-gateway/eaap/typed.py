"""Typed values, grounds and mandates of sessions: RFC-0005 section 14."""

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import combinations

from eaap.canonical import canonical
from eaap.patterns import covers_name, covers_target
from eaap.pointers import bound, places, segments, written
from eaap.taxonomy import TRUST, below
from eaap.values import disguised, hidden, is_mail, length, lower, money, order, whole

W = "A-Za-z0-9_\x80-\U0010ffff"
HEX = "[0-9a-f]{32}"
TOKEN = rf"\[(?:PII:[a-z_0-9]+|written):{HEX}\]"

FOLDED = {ord(each): "'" for each in "\u2018\u2019\u201b"}
FOLDED |= {ord(each): '"' for each in "\u201c\u201d\u201f"}
FOLDED |= {each: "-" for each in range(0x2010, 0x2016)}
FOLDED |= {ord(each): " " for each in "\t\n\r\u00a0\u2007\u202f"}
FOLDED |= {ord(each): "." for each in "\u3002\uff0e\uff61"}


def fold(text: str) -> str:
    return text.translate(FOLDED)


def units(text: str, start: int, end: int) -> str:
    """A part of a text, counted in UTF-16 code units."""
    return text.encode("utf-16-le", "surrogatepass")[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")


# Sections 14.2 to 14.5. What is found is (form, start, end).


def find(pattern: str, text: str, group: int = 0, flags: int = 0) -> list[tuple]:
    return [(found[group], *found.span()) for found in re.finditer(pattern, text, re.ASCII | flags)]


def without(text: str, found: list[tuple]) -> str:
    for _, start, end in found:
        text = text[:start] + "_" * (end - start) + text[end:]
    return text


def tokenless(text: str) -> str:
    return without(text, find(TOKEN, text))


MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
MONTH = (
    "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
DAY = "([0-9]{1,2})(?:st|nd|rd|th)?"
YEAR = "(?:,? ([0-9]{4}))?"


def dates(text: str) -> list[tuple]:
    found = []
    iso = rf"(?<![{W}.-])([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}})(?![0-9A-SU-Za-z_\x80-\U0010ffff-])"
    for one in re.finditer(iso, text):
        found.append((one, one[1], int(one[2]), one[3]))
    for one in re.finditer(rf"(?<![{W}]){MONTH}\.? {DAY}{YEAR}(?![{W}]|[.,:][0-9])", text, re.I | re.ASCII):
        found.append((one, one[3], MONTHS.index(one[1][:3].lower()) + 1, one[2]))
    day_first = rf"(?<![{W}.,:/-]){DAY} (?:of )?{MONTH}\.?{YEAR}(?![{W}]|[.,:][0-9])"
    for one in re.finditer(day_first, text, re.I | re.ASCII):
        found.append((one, one[3], MONTHS.index(one[2][:3].lower()) + 1, one[1]))
    return [
        (f"{year or '-'}-{month:02}-{int(day):02}", *one.span())
        for one, year, month, day in found
        if 1 <= month <= 12 and 1 <= int(day) <= 31
    ]


def accounts(text: str) -> list[tuple]:
    taken = dates(text)
    found = find(rf"\[PII:(?:card|iban):{HEX}\]", text)
    for run, start, end in find(rf"(?<![{W}-])[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?![{W}-])", tokenless(text)):
        form = run.replace("-", "").upper()
        free = not any(start < to and since < end for _, since, to in taken)
        if free and 8 <= len(form) <= 34 and sum(each.isdigit() for each in form) >= 6:
            found.append((form, start, end))
    return found


SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "%": "%", "percent": "%", "pct": "%"}
WORDS = {"dollar": "USD", "euro": "EUR", "pound": "GBP"}
WORDS |= {f"{word}s": code for word, code in WORDS.items()} | {"yen": "JPY", "rupees": "INR", "francs": "CHF"}
CODES = (
    "AED AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS INR JPY KRW MXN NOK NZD PLN SAR SEK SGD THB TRY USD ZAR"
).split()
MEASURES = (
    "percent pct min mins minute minutes h hr hrs hour hours s sec secs second seconds day days week weeks month"
    " months year years am pm AM PM km m cm mm mi mile miles kg g lb lbs kb mb gb KB MB GB TB"
).split()
ID = rf"(?<![{W}])(?:[Ii][Dd]s?|[Nn]umber|[Nn]o\.|[Nn]r\.|#)"
UNIT = rf"%|[$€£¥₹]|(?:{'|'.join([*CODES, *MEASURES, *WORDS])})(?![{W}])"
AMOUNT = (
    rf"({ID}[ :=#]{{0,3}})?(?<![{W}.,:/#@+-])([$€£¥₹]|{'|'.join(CODES)})? ?(?<![0-9])"
    rf"([0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,15}})(\.[0-9]{{1,6}})?(?: ?({UNIT}))?"
    rf"(?![{W}]|[.,:/-][0-9]|-[A-Za-z])"
)


def number(text: str) -> str | None:
    """The one spelling of a decimal number, or None."""
    if not re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,6})?", text):
        return None
    head, _, tail = text.partition(".")
    tail = tail.rstrip("0")
    return f"{int(head)}.{tail}" if tail else str(int(head))


def amounts(text: str) -> list[tuple]:
    found = []
    for one in re.finditer(AMOUNT, tokenless(without(text, dates(text)))):
        form = number(one[3].replace(",", "") + (one[4] or ""))
        if one[1] is None and form is not None:
            sign = one[2] or one[5]
            unit = SIGNS.get(sign, WORDS.get(sign, sign))
            found.append((f"{form} {unit}" if unit else form, *one.span()))
    return found


FILES = set(
    "bak bmp conf cpp css csv doc docx gif gz htm html ini ipynb java jpeg jpg js json jsonl jsx log mkv mp3 mp4 odt"
    " ogg pdf php png ppt pptx rar rtf sql svg tar tex tiff toml ts tsx txt wav webp xls xlsx xml yaml yml".split()
)
L = "[A-Za-z0-9\x80-\U0010ffff]"


def hosts(text: str) -> list[tuple]:
    scheme = r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]*://"
    found = []
    for authority, start, end in find(rf"{scheme}([^\s/?#\"'<>()\[\]{{}}|\\^`,;]*)[^\s\"'<>]*", text, 1):
        host = lower(authority).rstrip(".:")
        found.append(("?" if not host or "@" in host else host, start, end))
    bare = rf"(?<![{W}@])(?:{L}(?:(?:{L}|-)*{L})?\.)+[A-Za-z\x80-\U0010ffff]{{2,24}}(?![{W}@-])"
    for name, start, end in find(bare, tokenless(without(text, found))):
        labels = name.split(".")
        for at in range(2, len(labels)):
            if re.match("[A-Z]", labels[at]) and re.fullmatch("[a-z0-9-]+", labels[at - 1]):
                labels = labels[:at]
                break
        last = lower(labels[-1])
        if last not in FILES and not re.fullmatch("[0-9]+", last):
            found.append((lower(".".join(labels)), start, end))
    return [*found, *find(rf"\[PII:ip:{HEX}\]", text)]


def quoted(text: str) -> list[tuple]:
    pattern = rf"\"([^\"]{{1,256}})\"|(?<![{W}])'([^']{{1,256}})'(?![{W}])|`([^`]{{1,256}})`"
    return [(form[1:-1], start, end) for form, start, end in find(pattern, text)]


def identifiers(text: str) -> list[tuple]:
    plain = tokenless(text)
    runs = find(rf"(?<![{W}./#@:+-])[A-Za-z0-9][A-Za-z0-9._/#@:+-]*(?![{W}])", plain)
    runs = [(form.rstrip("._/#@:+-"), start, end) for form, start, end in runs]
    runs = [one for one in runs if re.search("[A-Za-z]", one[0]) and re.search("[0-9._/#@:+-]", one[0])]
    numbered = find(rf"{ID}[ :=#]{{0,3}}([0-9]{{1,18}})(?![{W}]|[.,][0-9])", plain, 1)
    return [*quoted(text), *runs, *numbered, *find(rf"\[PII:[a-z_0-9]+:{HEX}\]", text)]


def mails(text: str) -> list[tuple]:
    pattern = (
        rf"\[PII:email:{HEX}\]|(?<![A-Za-z0-9._%+@-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
        r"(?![A-Za-z0-9@-])"
    )
    found = []
    for form, start, end in find(pattern, text):
        local, at, host = form.rpartition("@")
        if is_mail(form):
            found.append((local + at + lower(host) if at else form, start, end))
    return found


def paths(text: str) -> list[tuple]:
    runs = find(rf"(?<![{W}./~-])[~./]?[A-Za-z0-9_.+-]*(?:/[A-Za-z0-9_.+-]+)*(?![{W}])", tokenless(text))
    runs = [(form.rstrip("."), start, end) for form, start, end in runs]
    good = [
        one
        for one in runs
        if ("/" in one[0] or re.search(r"[A-Za-z0-9_-]\.[A-Za-z0-9]{1,8}\Z", one[0])) and ".." not in one[0].split("/")
    ]
    return [*quoted(text), *good]


def urls(text: str) -> list[tuple]:
    pattern = r"(?<![A-Za-z0-9+.-])https://([^\s/?#\"'<>`{}|\\^]+)([^\s\"'<>`{}|\\^]*)"
    found = []
    for one in re.finditer(pattern, text, re.I | re.ASCII):
        rest = one[2].rstrip(".,;:!?)]")
        if "@" not in one[0]:
            found.append((f"https://{lower(one[1])}{'' if rest == '/' else rest}", *one.span()))
    return found


READERS = {
    "account": accounts,
    "amount": amounts,
    "date": dates,
    "host": hosts,
    "identifier": identifiers,
    "mail": mails,
    "path": paths,
    "quoted": quoted,
    "url": urls,
}


def words(text: str) -> list[str]:
    return re.findall(f"[{W}]+", lower(fold(text)))


def forms_in(kind: str, text: str) -> list[str]:
    folded = fold(units(text, 0, 8192) if len(text) > 4096 else text)
    if kind == "name":
        return words(folded)
    return list(dict.fromkeys(form for form, _, _ in READERS[kind](folded)))


MINOR = dict.fromkeys("JPY KRW CLP ISK VND XAF XOF XPF".split(), 0)
MINOR |= dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3)


def form_of(kind: str, value) -> str | None:
    """The form of a value as a whole, or None."""
    if kind == "amount" and type(value) in (int, float):
        return number(canonical(value).decode())
    if kind == "amount" and not isinstance(value, str):
        read = money(value)
        if read is None:
            return None
        scaled = Decimal(read[0]).scaleb(-MINOR.get(read[1], 2))
        return f"{number(f'{scaled:f}')} {read[1]}"
    if kind == "identifier" and whole(value) is not None:
        return str(whole(value))
    if not isinstance(value, str) or not value or length(value) > 2048 or hidden(value) or disguised(value):
        return None
    if kind == "name":
        return " ".join(words(value)) if re.search("[A-Za-z\x80-\U0010ffff]", value) else None
    text = fold(value)
    if kind in ("identifier", "path", "quoted"):
        return text
    for form, start, end in READERS[kind](text):
        if start == 0:
            rest = text[end:]
            more = {"host": "[:/?#]", "date": "[T ][0-9]{2}:[0-9]{2}"}.get(kind)
            fits = not rest or (more is not None and re.match(more, rest) is not None)
            return form if fits and form != "?" else None
    return None


def stands_among(kind: str, form: str, forms: list[str]) -> bool:
    if kind == "name":
        return bool(form) and f" {form} " in f" {' '.join(forms)} "
    if kind == "date":
        return form in forms or f"--{form[-5:]}" in forms
    if kind != "amount":
        return form in forms
    digits, _, unit = form.partition(" ")
    for other in forms:
        same, _, named = other.partition(" ")
        if same == digits and (not named or (named == unit if unit else re.fullmatch("[A-Z]{3}", named))):
            return True
    return False


# Section 14.6.


def carried(kind: str, text: str) -> list[str]:
    forms, at = [], 0
    while True:
        forms += forms_in(kind, units(text, at, at + 4096))
        at += 3072
        if at + 1024 >= length(text):
            return list(dict.fromkeys(forms))


def session_of(action: dict) -> str:
    return f"session:{action.get('session', '')}"


def typed_ground(extraction, node, place) -> None:
    """Adds to an extraction what a typed authority asks for."""
    authority = node.spec["authority"]
    session = session_of(extraction.action)
    tools = dict.fromkeys(entry["tool"] for entry in authority.get("outputs", []))
    if any(length(f"{session}/{tool}") > 256 for tool in tools):
        extraction.note("too-large", place.path)
        return
    extraction.selected.add((session, "session.prompt"))
    extraction.selected |= {(f"{session}/{tool}", "session.output") for tool in tools}
    named = [(extraction.named(entry["subject"], node, place), entry["attribute"]) for entry in authority.get("lookup", [])]
    if any(len(subjects) != 1 for subjects, _ in named):
        return
    keys = [{"subject": subjects[0], "attribute": attribute} for subjects, attribute in named]
    extraction.selected |= {(key["subject"], key["attribute"]) for key in keys}

    def add(value, kinds: list[str]) -> None:
        entry = {
            "field": written(place.path),
            "value": value,
            "subject": session,
            "attribute": "session.prompt",
            "relation": "supported",
            "trust": authority.get("trust", "verified"),
            "kinds": kinds,
        }
        entry |= {name: authority[name] for name in ("outputs", "derive", "unit") if name in authority}
        if keys:
            entry["lookup"] = keys
        extraction.add(extraction.grounds, 128, entry)

    value = place.value
    if "carries" not in authority:
        if length(canonical(value).decode()) > 8192:
            extraction.note("too-large", place.path)
        else:
            add(value, authority["kinds"])
    elif not isinstance(value, str):
        extraction.note("wrong-type", place.path)
    elif length(value) > 65536:
        extraction.note("too-large", place.path)
    else:
        first = re.search(rf"\[written:{HEX}\]", value)
        if first:
            add(first[0], authority["carries"])
        for kind in authority["carries"]:
            for form in carried(kind, value):
                add(form, [kind])


# Section 14.7.


def forms_of(value, kinds: list[str], unit: str | None = None) -> list[tuple[str, str]]:
    found = []
    for kind in kinds:
        form = form_of(kind, value)
        if form is not None:
            found.append((kind, f"{form} {unit}" if kind == "amount" and unit and " " not in form else form))
    return found


def stands(forms: list[tuple[str, str]], text: str) -> bool:
    return any(stands_among(kind, form, forms_in(kind, text)) for kind, form in forms)


def is_whole(forms: list[tuple[str, str]], value) -> bool:
    for kind, form in forms:
        other = form_of(kind, value)
        if other is not None and (other == form if kind == "name" else stands_among(kind, form, [other])):
            return True
    return False


def leaves(value, found: list | None = None) -> list:
    found = [] if found is None else found
    if len(found) < 4096:
        if isinstance(value, list):
            for each in value:
                leaves(each, found)
        elif isinstance(value, dict):
            for name in sorted(value, key=order):
                leaves(value[name], found)
        else:
            found.append(value)
    return found


class Session:
    """What was said and answered, as a typed ground sees it. `counting` are the facts of a key that count."""

    def __init__(self, judge, ground: dict, counting) -> None:
        self.judge, self.ground = judge, ground
        self.outputs = ground.get("outputs", [])
        tools = dict.fromkeys(entry["tool"] for entry in self.outputs)
        self.prompts = counting({"subject": ground["subject"], "attribute": "session.prompt"})
        self.answers = [
            (tool, fact)
            for tool in tools
            for fact in counting({"subject": f"{ground['subject']}/{tool}", "attribute": "session.output"})
        ]
        self.keys = [counting(key) for key in ground.get("lookup", [])]
        self.looked = [[fact for fact in key if self.trusts(fact)] for key in self.keys]
        self.said = [
            (fact, fact["value"]["text"])
            for fact in self.prompts
            if self.own(fact, ("human", "system")) and isinstance(fact["value"].get("text"), str) and self.trusts(fact)
        ]

    def trusts(self, fact: dict) -> bool:
        return not below(TRUST, fact["trust"], self.ground["trust"])

    def own(self, fact: dict, kinds: tuple) -> bool:
        value = fact["value"]
        mine = isinstance(value, dict) and value.get("agent") == self.judge.document["principal"]
        return mine and fact["source_kind"] in kinds

    def answer(self, fact: dict) -> dict | None:
        if not self.own(fact, ("tool",)):
            return None
        value = fact["value"]
        return value if isinstance(value.get("tool"), str) and "output" in value else None

    def is_said(self, value, kinds: list[str]) -> bool:
        forms = forms_of(value, kinds)
        return any(stands(forms, text) for _, text in self.said)

    def designated(self) -> list[tuple]:
        """Fact, value, whether within, kinds, and what is totalled together."""
        if self.judge.policy.get("grounding", {}).get("outputs") != "designated":
            return []
        found = []
        for entry in self.outputs:
            for tool, fact in self.answers:
                answer = self.answer(fact)
                if tool != entry["tool"] or answer is None or answer["tool"] != tool or not self.trusts(fact):
                    continue
                if "named" in entry and not self.names(entry["named"], answer.get("parameters")):
                    continue
                kinds = [kind for kind in self.ground["kinds"] if kind in entry.get("kinds", self.ground["kinds"])]
                for place in places(segments(entry["field"]), answer["output"])[0]:
                    if "key" not in entry or self.keyed(entry, answer["output"], place):
                        group = (fact["id"], tool, entry["field"])
                        found.append((fact, place.value, entry.get("within") is True, kinds, group))
        return found

    def names(self, pointer: str, parameters) -> bool:
        found = places(segments(pointer), parameters)[0]
        return len(found) == 1 and self.is_said(found[0].value, ["host", "path", "identifier", "name"])

    def keyed(self, entry: dict, output, place) -> bool:
        found = places(bound(entry["key"], entry["field"], place), output)[0]
        return len(found) == 1 and self.is_said(found[0].value, ["name", "identifier", "mail"])

    def support(self) -> tuple[list[dict], bool] | None:
        """The facts that give support, and whether each of them is needed."""
        ground = self.ground
        forms = forms_of(ground["value"], ground["kinds"], ground.get("unit"))
        facts = [fact for fact, text in self.said if stands(forms, text)]
        designated = self.designated()
        for fact, value, within, kinds, _ in designated:
            own = [one for one in forms if one[0] in kinds]
            if (isinstance(value, str) and stands(own, value)) if within else is_whole(own, value):
                facts.append(fact)
        if "lookup" in ground.get("derive", []):
            facts += [fact for key in self.looked for fact in key if is_whole(forms, fact["value"])]
        if facts:
            return unique(facts), False
        reached = self.computed(designated)
        return None if reached is None else (unique(reached), True)

    def weak(self) -> list[dict]:
        forms = forms_of(self.ground["value"], self.ground["kinds"], self.ground.get("unit"))
        said = [fact["id"] for fact, _ in self.said]
        others = [(fact, fact["value"]) for fact in self.prompts if fact["id"] not in said]
        for _, fact in self.answers:
            answer = self.answer(fact)
            others.append((fact, fact["value"] if answer is None else answer["output"]))
        weak = [
            fact
            for fact, value in others
            if any(is_whole(forms, leaf) or (isinstance(leaf, str) and stands(forms, leaf)) for leaf in leaves(value))
        ]
        doubted = [fact for key in self.keys for fact in key if not self.trusts(fact)]
        return unique([*weak, *(fact for fact in doubted if is_whole(forms, fact["value"]))])

    # Section 14.8.

    def computed(self, designated: list[tuple]) -> list[dict] | None:
        ground, ways = self.ground, self.ground.get("derive", [])
        form = dict(forms_of(ground["value"], ["amount"], ground.get("unit"))).get("amount")
        if form is None or not ways or "amount" not in ground["kinds"]:
            return None
        wanted, unit = Decimal(form.split(" ")[0]), form.partition(" ")[2]
        operands = [(one, [fact]) for fact, text in self.said for one in forms_in("amount", text)]
        totals: dict = {}
        for fact, value, within, kinds, group in designated:
            if "amount" in kinds:
                own = form_of("amount", value)
                read = forms_in("amount", value) if within and isinstance(value, str) else [own] if own else []
                operands += [(one, [fact]) for one in read]
                totals.setdefault(group, ([], [fact]))[0].extend(read)

        looked = [(form_of("amount", fact["value"]), [fact]) for key in self.looked for fact in key]
        operands += [(one, facts) for one, facts in looked if one is not None]

        def fits(one: str) -> bool:
            named = one.partition(" ")[2]
            return not named or (named == unit if unit else re.fullmatch("[A-Z]{3}", named) is not None)

        fitting = [(one, facts) for one, facts in operands if fits(one)][:64]
        plain = [(Decimal(one.split(" ")[0]), facts) for one, facts in fitting]
        rates = [(Decimal(one.split(" ")[0]), facts) for one, facts in operands if one.endswith(" %")][:64]
        results = []
        if "percent" in ways:
            results += [
                ((a * p / 100).quantize(Decimal("0.01"), ROUND_HALF_UP), [*of, *by]) for a, of in plain for p, by in rates
            ]
        if "total" in ways:
            sums = [
                (sum(Decimal(one.split(" ")[0]) for one in read), facts)
                for read, facts in totals.values()
                if len(read) >= 2 and not any(one.endswith("%") for one in read)
            ]
            results += sums[:64]
        for value, facts in results:
            if value == wanted:
                return facts
        first: dict = {}
        for value, facts in [*plain, *results]:
            first.setdefault(value, facts)
        for value, facts in first.items():
            if not value:
                continue
            if "sum" in ways and wanted > value and wanted - value in first:
                return [*facts, *first[wanted - value]]
            if "difference" in ways and wanted and wanted + value in first:
                return [*first[wanted + value], *facts]
        if "product" in ways:
            for (a, of), (b, by) in combinations(fitting, 2):
                times = Fraction(a.split(" ")[0]) * Fraction(b.split(" ")[0])
                if times and times == Fraction(wanted) and not (" " in a and " " in b):
                    return [*of, *by]
        forms = [one for one, _ in looked]
        if len(self.looked) < 2 or any(len(key) != 1 for key in self.looked) or None in forms:
            return None
        if not all(fits(one) for one in forms) or len({one.partition(" ")[2] for one in forms}) > 1:
            return None
        values = [Decimal(one.split(" ")[0]) for one in forms]
        if ("max" in ways and wanted == max(values)) or ("min" in ways and wanted == min(values)):
            return [fact for key in self.looked for fact in key]
        return None


def unique(facts: list[dict]) -> list[dict]:
    return list({fact["id"]: fact for fact in facts}.values())


# Section 14.9.

RECIPIENTS = ["account", "host", "mail", "name"]


def is_mandate(value) -> bool:
    """Whether a value has the form of section 14.1."""
    if not isinstance(value, dict) or not {"agent", "tools"} <= value.keys() <= {"agent", "tools", "targets", "recipients"}:
        return False
    kinds = {"tools": r"[a-z0-9._*-]{1,128}", "targets": r"\*|(host|path|resource):.+", "recipients": r"(?s:.{1,256})"}
    for name, pattern in kinds.items():
        listed = value.get(name, [])
        if not isinstance(listed, list) or len(listed) > 64:
            return False
        if not all(isinstance(one, str) and len(one) <= 1024 and re.fullmatch(pattern, one) for one in listed):
            return False
    return isinstance(value["agent"], str)


def mandated(judge):
    """What the mandates of a session leave out: code, field, value and facts."""
    mode = judge.policy.get("grounding", {}).get("mandate", "none")
    if mode == "none":
        return
    key = {"subject": session_of(judge.action), "attribute": "session.mandate"}
    principal = judge.document["principal"]
    mandates = [
        fact
        for fact in judge.of_key(key)
        if fact["status"] in ("active", "disputed")
        and fact["source_kind"] in ("human", "system")
        and not below(TRUST, fact["trust"], "verified")
        and isinstance(fact["value"], dict)
        and fact["value"].get("agent") == principal
    ]
    if not mandates and mode == "required":
        yield "no-mandate", None, judge.action.get("session"), []
    for fact in mandates:
        yield from outside(judge, fact)


def outside(judge, fact: dict):
    mandate = fact["value"]
    if judge.expired(fact) or not is_mandate(mandate):
        yield "outside-mandate", None, judge.tool, [fact]
        return
    if not any(covers_name(pattern, judge.tool) for pattern in mandate["tools"]):
        yield "outside-mandate", None, judge.tool, [fact]
    if "targets" in mandate:
        for effect in judge.extraction["effects"]:
            if not any(covers_target(pattern, effect["target"]) for pattern in mandate["targets"]):
                yield "outside-mandate", effect["field"], effect["target"], [fact]
    if "recipients" in mandate:
        allowed = {form_of(kind, one) for one in mandate["recipients"] for kind in RECIPIENTS}
        for ground in judge.extraction["grounds"]:
            own = [form for _, form in forms_of(ground["value"], [one for one in RECIPIENTS if one in ground.get("kinds", [])])]
            if own and not allowed.intersection(own):
                yield "outside-mandate", ground["field"], ground["value"], [fact]
