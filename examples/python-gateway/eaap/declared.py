"""Values in declared forms: RFC-0005 section 15."""

import re
import unicodedata
from datetime import datetime, timedelta
from fractions import Fraction

from eaap.canonical import canonical
from eaap.similarity import normalised
from eaap.typed import CODES, MINOR, dates, fold
from eaap.values import disguised, hidden, length, money

# Section 15.1.

NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?"


def decimal(text: str) -> Fraction | None:
    """A number of a text, or None."""
    head, point, tail = text.partition(".")
    if point and not re.fullmatch("[0-9]{1,6}", tail):
        return None
    if not re.fullmatch("0|[1-9][0-9]*|[1-9][0-9]{0,2}(,[0-9]{3})+", head) or len(head.replace(",", "")) > 15:
        return None
    if head.count(",") == 1 and not point:
        return None
    if re.fullmatch("[1-9][0-9]{0,2}", head) and len(tail) == 3:
        return None
    return Fraction(text.replace(",", ""))


# Section 15.2.

CLOCK = "([01][0-9]|2[0-3]):([0-5][0-9])"
INSTANT = rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})[T ]{CLOCK}:([0-5][0-9])(?:\.([0-9]{{1,9}}))?(?:Z|([+-]){CLOCK})"


def day(text: str) -> datetime | None:
    """A day `YYYY-MM-DD` there is, or None."""
    try:
        return datetime(*map(int, text.split("-")))
    except ValueError:
        return None


def date_form(text: str) -> str | None:
    for form, start, end in dates(text):
        if (start, end) == (0, len(text)):
            return form if not form.startswith("-") and day(form) else None
    found = re.fullmatch(INSTANT, text)
    since = day(found[1]) if found else None
    if since is None:
        return None
    ahead = timedelta(hours=int(found[7] or 0), minutes=int(found[8] or 0))
    try:
        at = since + timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4]))
        at += ahead if found[6] == "-" else -ahead
    except OverflowError:
        return None
    fraction = (found[5] or "").rstrip("0")
    return at.isoformat(timespec="seconds") + (f".{fraction}" if fraction else "") + "Z"


# Section 15.3.

SIGNS = {"€": "EUR", "₹": "INR"} | {code: code for code in CODES}
SIGN = "|".join(SIGNS)


def amount_form(value, text: str | None) -> str | None:
    if text is None:
        read = money(value)
        return None if read is None else f"{read[0]} {read[1]}"
    found = re.fullmatch(f"(?P<sign>{SIGN}) ?(?P<number>{NUMBER})", text)
    found = found or re.fullmatch(f"(?P<number>{NUMBER}) ?(?P<sign>{SIGN})", text)
    number = decimal(found["number"]) if found else None
    if number is None:
        return None
    currency = SIGNS[found["sign"]]
    least = number * 10 ** MINOR.get(currency, 2)
    return f"{least} {currency}" if least.denominator == 1 else None


# Section 15.4.

MICRO = ("\u00b5", "\u03bc")
UNITS = {}


def unit(dimension: str, factor: int, symbols: str, words: str = "") -> None:
    names = symbols.split()
    for word in words.split():
        names += word, f"{word}s"
        if word.endswith("metre"):
            names += f"{word[:-2]}er", f"{word[:-2]}ers"
    UNITS.update(dict.fromkeys(names, (dimension, factor)))


unit("length", 1, " ".join(f"{mu}m" for mu in MICRO))
unit("length", 10**3, "mm", "millimetre")
unit("length", 10**4, "cm", "centimetre")
unit("length", 10**6, "m", "metre")
unit("length", 10**9, "km", "kilometre")
unit("length", 25400, "in inch inches")
unit("length", 304800, "ft foot feet")
unit("length", 914400, "yd", "yard")
unit("length", 1609344000, "mi", "mile")
unit("mass", 1, " ".join(f"{mu}g" for mu in MICRO))
unit("mass", 10**3, "mg", "milligram")
unit("mass", 10**6, "g", "gram")
unit("mass", 10**9, "kg", "kilogram")
unit("mass", 10**12, "t", "tonne")
unit("mass", 453592370, "lb lbs")
unit("time", 1, "ns")
unit("time", 10**3, " ".join(f"{mu}s" for mu in MICRO))
unit("time", 10**6, "ms", "millisecond")
unit("time", 10**9, "s sec secs", "second")
unit("time", 60 * 10**9, "min mins", "minute")
unit("time", 3600 * 10**9, "h hr hrs", "hour")
unit("time", 86400 * 10**9, "day days")
unit("time", 604800 * 10**9, "week weeks")
unit("data", 1, "B byte bytes")
for step, prefix in enumerate("kMGTP", start=1):
    unit("data", 1000**step, f"{prefix}B")
    unit("data", 1024**step, f"{prefix.upper()}iB")


def written(value: Fraction) -> str:
    """A number of at most six digits behind the point in decimal."""
    head, tail = divmod(int(value * 10**6), 10**6)
    return f"{head}.{tail:06}".rstrip("0").rstrip(".")


def shortest(value) -> Fraction | None:
    """A number by its shortest decimal spelling."""
    text = canonical(value).decode()
    return Fraction(text) if re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,6})?", text) else None


def quantity_form(value, text: str | None) -> str | None:
    if text is not None:
        found = re.fullmatch(f"({NUMBER}) ?(.*)", text, re.DOTALL)
        number, name = (decimal(found[1]), found[2]) if found else (None, "")
    elif isinstance(value, dict) and value.keys() == {"unit", "value"}:
        number, name = value["value"], value["unit"]
        if isinstance(number, str):
            number = decimal(number)
        else:
            number = shortest(number) if type(number) in (int, float) else None
    else:
        return None
    if number is None or not isinstance(name, str) or name not in UNITS:
        return None
    dimension, factor = UNITS[name]
    return f"{dimension} {written(number * factor)}"


# Section 15.5.

READ = re.compile(
    "[\u0020-\u007e\u00a0\u00a1\u00a7\u00ab\u00b7\u00bb\u00bf-\u017e\u0180-\u024f\u0300-\u034e\u0350-\u036f\u0386"
    "\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03e1\u0400-\u0481\u048a-\u052f\u0531-\u0556\u0561-\u0586\u05d0-\u05ea"
    "\u0621-\u063a\u0641-\u0652\u0900-\u0963\u0e01-\u0e3a\u0e40-\u0e4e\u1100-\u1112\u1161-\u1175\u11a8-\u11c2"
    "\u1e00-\u1eff\u2010-\u2015\u2018-\u201f\u3000\u3005\u3041-\u3096\u3099\u309a\u30a1-\u30fc\u4e00-\u9fff"
    "\uac00-\ud7a3\uff01-\uff5e\uff65-\uff9f]*"
)


def text_form(text: str) -> str | None:
    return unicodedata.normalize("NFC", text) if READ.fullmatch(text) else None


def name_form(text: str) -> str | None:
    name = normalised(text) if READ.fullmatch(text) else ""
    return name if name and "[" not in name else None


# Sections 15 and 7.


def normal_form(form: str, value) -> str | None:
    """The normal form of a value in a form, or None for one that is unread."""
    text = None
    if isinstance(value, str):
        if not value or length(value) > 2048 or hidden(value) or disguised(value):
            return None
        text = fold(value)
    if form == "amount":
        return amount_form(value, text)
    if form == "quantity":
        return quantity_form(value, text)
    if text is None:
        return None
    return {"text": lambda: text_form(value), "name": lambda: name_form(text), "date": lambda: date_form(text)}[form]()


def agree(form: str | None, a, b) -> bool:
    """Whether two values agree in the form that is declared for their attribute, or None."""
    if canonical(a) == canonical(b):
        return True
    normal = None if form is None else normal_form(form, a)
    return normal is not None and normal == normal_form(form, b)
