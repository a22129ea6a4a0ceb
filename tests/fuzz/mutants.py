"""Mutants of a file: of its bytes, of its text, and of what it says (keys, values, elements, cells). All from one seed."""

from __future__ import annotations

import copy
import io
import json
import random
import re
import warnings
import zipfile
from collections.abc import Callable
from typing import Any

import yaml

Mutator = Callable[[bytes, random.Random], bytes]

_WORDS = (
    "", " ", "-", "?", "0", "-1", "1", "99999999999999999999", "1e308", "NaN", ".nan", "inf", "-0.0", "true", "null", "~",
    "MON", "周一", "D9", "12:10", "00:00", "24:00", "23:59", "12:10-12:05", "00:00-23:59", "2026-02-30", "0001-01-01",
    "9999-12-31", "2026-03-05..9999-12-31", "sliding 0", "sliding 99999", "999 weeks", "99/98:MON", "#999", "1-99999999",
    "odd even", "4(2)",
    "三（1）", "\u0000", "\ufeff", "\u2010", "\u200b", "\u202e", "\ud83d\ude00", "é" * 40, "x" * 1200, "九" * 300, "&a", "*a",
    "<<", "!!python/object", "{", "[", "%s%n", "{x}", "{0.a}", "=1+1", "#REF!", "'", '"', "\\", "\n", "\t", "a: b", "- ", "# x",
    "<a>", "&#0;", "&lol;", "]]>",
)  # fmt: skip
_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 7, 10**6, 10**18, -(10**30), 0.5, 1e300, float("nan"), float("inf"), [], {}, [[]], [{}],
    [None], {"": None}, {"zh": 1}, [1, [2, [3]]], {"a": {"b": {"c": {}}}}, [0] * 60,
)  # fmt: skip


def of_bytes(raw: bytes, rng: random.Random) -> bytes:
    """Bytes flipped, cut out, repeated, cut off; another encoding; marks of one."""
    data = bytearray(raw)
    for _ in range(rng.choice((1, 1, 2, 4, 12))):
        if not data:
            break
        at, length = rng.randrange(len(data)), rng.choice((0, 1, 1, 3, 30, 400))
        data[at : at + length] = rng.choice(
            (
                b"",
                bytes(rng.randrange(256) for _ in range(rng.choice((1, 2, 8)))),
                bytes(data[at : at + length]) * 2,
                b"\0" * length,
            )
        )
    way = rng.randrange(12)
    if way == 0:
        return bytes(data[: rng.randrange(len(data) + 1)])
    if way == 1:
        return rng.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff", b"\x1f\x8b", b"PK\x03\x04")) + bytes(
            data
        )
    if way == 2:
        return raw.decode("utf-8", "replace").encode(
            rng.choice(("utf-16", "utf-16-le", "utf-32", "gb18030", "utf-7", "cp037")), "replace"
        )
    return bytes(data)


def of_text(raw: bytes, rng: random.Random) -> bytes:
    """Words exchanged for others, lines moved, doubled and dropped; another kind of line end."""
    text = raw.decode("utf-8", "replace")
    for _ in range(rng.choice((1, 1, 2, 5))):
        tokens = list(re.finditer(r"[\w:.\-/（）()]+", text))
        lines = text.split("\n")
        way = rng.randrange(5)
        if way <= 1 and tokens:
            token = rng.choice(tokens)
            text = text[: token.start()] + rng.choice(_WORDS) + text[token.end() :]
        elif way == 2 and len(tokens) > 1:
            a, b = sorted(rng.sample(tokens, 2), key=lambda t: t.start())
            text = text[: a.start()] + b[0] + text[a.end() : b.start()] + a[0] + text[b.end() :]
        elif way == 3:
            n = rng.randrange(len(lines))
            lines[n:n] = [lines[n]] * rng.choice((1, 1, 3))
            text = "\n".join(lines)
        else:
            n, m = rng.randrange(len(lines)), rng.randrange(len(lines))
            lines[n], lines[m] = lines[m], "" if rng.random() < 0.3 else lines[n]
            text = "\n".join(lines)
    if rng.random() < 0.08:
        text = text.replace("\n", rng.choice(("\r", "\r\n", "\u2028", "\0\n", "\u0085")))
    return text.encode("utf-8", "surrogatepass" if rng.random() < 0.5 else "replace")


def _paths(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [p for key, value in items for p in [(*path, key), *_paths(value, (*path, key))]]


def _change(data: Any, rng: random.Random) -> None:
    """One change of a tree of lists and mappings, in place."""
    paths = _paths(data)
    if not paths:
        return
    path = rng.choice(paths)
    home = data
    for key in path[:-1]:
        home = home[key]
    key, value = path[-1], home[path[-1]]
    other = data
    for step in rng.choice(paths):
        other = other[step]
    way = rng.randrange(9)
    if way == 0:
        del home[key]
    elif way == 1:
        home[key] = copy.deepcopy(rng.choice(_VALUES))
    elif way in (2, 3):
        home[key] = rng.choice(_WORDS)
    elif way == 4:
        home[key] = copy.deepcopy(other)
    elif way == 5 and isinstance(home, dict):
        home[str(rng.choice(_WORDS))] = home.pop(key)
    elif way == 6 and isinstance(home, list):
        home.extend(copy.deepcopy(value) for _ in range(rng.choice((1, 2, 30))))
    elif way == 7:
        home[key] = [value]
    elif isinstance(value, bool) or not isinstance(value, int | str):
        home[key] = rng.choice(_VALUES)
    else:
        home[key] = value * rng.choice((-1, 2, 1000)) if isinstance(value, int) else value + rng.choice(_WORDS)


def of_json(raw: bytes, rng: random.Random) -> bytes:
    """What the file says, changed; written as JSON, now and then with a key twice."""
    data = json.loads(raw)
    for _ in range(rng.choice((1, 1, 2, 4))):
        _change(data, rng)
    text = json.dumps(data, ensure_ascii=rng.random() < 0.5)
    if rng.random() < 0.1:
        text = text.replace("{", '{"id": 1, "id": 2, ', 1)
    return text.encode("utf-8", "surrogatepass")


def of_yaml(raw: bytes, rng: random.Random) -> bytes:
    """The same as YAML, with anchors, aliases and merges now and then."""
    data = yaml.load(raw, Loader=yaml.BaseLoader)
    for _ in range(rng.choice((1, 1, 2, 4))):
        _change(data, rng)
    text = yaml.safe_dump(data, allow_unicode=True, default_flow_style=rng.choice((None, True, False)), sort_keys=False)
    if rng.random() < 0.15:
        text = rng.choice(
            (
                "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n" + text,
                text + "\n<<: *nothing\n",
                "x: &x {<<: *x}\n" + text,
                "--- 1\n---\n" + text,
                "[" * 300 + text,
                "%YAML 9.9\n---\n" + text,
                text.replace(":", ": !!binary", 1),
                text.replace("name:", "? [a]\n: b\nname:", 1),
                text + "\nname: again\n",
            )
        )
    return text.encode("utf-8", "surrogatepass")


def of_xml(raw: bytes, rng: random.Random) -> bytes:
    """Elements dropped, doubled, moved into each other; attributes exchanged; entities."""
    text = raw.decode("utf-8", "replace") if b"windows-1251" not in raw[:100] else raw.decode("windows-1251")
    for _ in range(rng.choice((1, 2, 4))):
        elements = list(re.finditer(r"<(\w+)[^<>]*?/>|<(\w+)[^<>]*>[^<>]*</\2>", text))
        way = rng.randrange(5)
        if elements and way == 0:
            found = rng.choice(elements)
            text = text[: found.start()] + text[found.end() :]
        elif elements and way == 1:
            found, at = rng.choice(elements), rng.choice(elements).end()
            text = text[:at] + found[0] * rng.choice((1, 3)) + text[at:]
        elif way == 2 and (attributes := list(re.finditer(r'"[^"<>]*"', text))):
            found = rng.choice(attributes)
            text = text[: found.start()] + '"' + rng.choice(_WORDS).replace('"', "") + '"' + text[found.end() :]
        elif way == 3 and (contents := list(re.finditer(r">[^<>]+<", text))):
            found = rng.choice(contents)
            text = text[: found.start()] + ">" + rng.choice(_WORDS) + "<" + text[found.end() :]
        elif tags := list(re.finditer(r"</?\w+", text)):
            found = rng.choice(tags)
            text = (
                text[: found.start()]
                + rng.choice(("<x", "</x", "<!DOCTYPE a [<!ENTITY b 'c'>]><a", "<![CDATA["))
                + text[found.end() :]
            )
    return text.encode("utf-8", "surrogatepass")


def of_parts(raw: bytes, rng: random.Random) -> bytes:
    """A zip in which one part has been changed, dropped, or written twice."""
    with zipfile.ZipFile(io.BytesIO(raw)) as old:
        parts = [(i.filename, old.read(i)) for i in old.infolist()]
    telling = [i for i, (name, _content) in enumerate(parts) if re.search(r"sheet\d|sharedStrings|content\.xml", name)]
    n = rng.choice(telling) if telling and rng.random() < 0.6 else rng.randrange(len(parts))
    name, content = parts[n]
    way = rng.randrange(8)
    if way == 0:
        del parts[n]
    elif way == 1:
        parts.append((name, content))
    elif way == 2:
        parts[n] = (rng.choice(("../x", "/etc/x", name.upper(), "")) or "x", content)
    else:
        parts[n] = (name, rng.choice((of_bytes, of_xml, of_xml, of_xml))(content, rng))
    out = io.BytesIO()
    with (
        warnings.catch_warnings(),
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if rng.random() < 0.8 else zipfile.ZIP_STORED) as new,
    ):
        warnings.simplefilter("ignore")  # a name twice is what we want
        for part, content in parts:
            new.writestr(part, content)
    return out.getvalue()
