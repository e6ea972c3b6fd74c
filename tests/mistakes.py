"""Mistakes that people make on one line of a file: what each makes of the line, and nothing else.

Comes in: one line.  Goes out: the same line as somebody would have typed, pasted or pushed it, or None
where the mistake cannot be made there.
"""

import re

_HEADING = re.compile(r"^(\s*(?:- )?)([A-Za-z0-9][A-Za-z0-9 .-]*?):( |$)(.*)$")
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_PLAIN = re.compile(r"[^\"'\[{|>#]")


def _of_line(change):
    """A mistake made in any line that says something."""
    return lambda line: None if not line.strip() or line.lstrip().startswith("#") else change(line)


def _of_item(change):
    """A mistake made where an item of a list begins: *change* takes what is round the dash."""

    def changed(line):
        found = re.match(r"( *)- (.*)", line)
        return change(*found.groups()) if found else None

    return _of_line(changed)


def _of_heading(change):
    """A mistake made in a heading: *change* takes what stands before it, itself, the gap and the value."""

    def changed(line):
        found = _HEADING.match(line)
        return change(*found.groups()) if found else None

    return _of_line(changed)


def _of_value(change, which=_PLAIN):
    """A mistake made in a value: *change* takes it, and gives what is written in its place."""

    def changed(before, key, gap, value):
        return f"{before}{key}: {change(value)}" if value and which.match(value) and change(value) else None

    return _of_heading(changed)


def _swapped(old, new):
    """A mistake made once in a line, wherever *old* is found."""
    return _of_line(lambda line: re.sub(old, new, line, count=1) if re.search(old, line) else None)


_IN_BRACKETS = re.compile(r"[\[{]")
_FILLED = re.compile(r".")

MISTAKES = {
    # spaces
    "a Tab for the spaces before it": _of_line(
        lambda line: (
            "\t" * max(1, (len(line) - len(line.lstrip())) // 2) + line.lstrip() if line[0] == " " else None
        )
    ),
    "a space too many before it": _of_line(lambda line: f" {line}" if line[0] == " " else None),
    "a space too few before it": _of_line(lambda line: line[1:] if line[0] == " " else None),
    "two spaces too many before it": _of_line(lambda line: f"  {line}"),
    "two spaces too few before it": _of_line(lambda line: line[2:] if line[:2] == "  " else None),
    "a space from Word before it": _of_line(
        lambda line: re.sub(r" (?=\S)", "\u00a0", line, count=1) if line[0] == " " else None
    ),
    "a space from Word behind it": _of_line(lambda line: f"{line}\u00a0"),
    # signs
    "a star for its dash": _of_item(lambda before, rest: f"{before}* {rest}"),
    "a bullet for its dash": _of_item(lambda before, rest: f"{before}• {rest}"),
    "a long dash": _of_item(lambda before, rest: f"{before}– {rest}"),
    "two dashes": _of_item(lambda before, rest: f"{before}-- {rest}"),
    "no space after its dash": _of_item(lambda before, rest: f"{before}-{rest}"),
    "an equals sign for its colon": _of_heading(
        lambda before, key, gap, value: f"{before}{key} ={gap}{value}"
    ),
    "a semicolon for its colon": _of_heading(lambda before, key, gap, value: f"{before}{key};{gap}{value}"),
    "a dash behind its colon": _of_heading(lambda before, key, gap, value: f"{before}{key}:-{gap}{value}"),
    "bold letters for its heading": _of_heading(
        lambda before, key, gap, value: f"{before}**{key}:**{gap}{value}"
    ),
    "a wide colon": _of_heading(lambda before, key, gap, value: f"{before}{key}\uff1a{gap}{value}"),
    "no colon": _of_heading(lambda before, key, gap, value: f"{before}{key}{gap}{value}"),
    "no space after its colon": _of_heading(
        lambda before, key, gap, value: f"{before}{key}:{value}" if value else None
    ),
    "a comma behind it": _of_value(lambda value: f"{value},"),
    "a semicolon behind it": _of_value(lambda value: f"{value};"),
    # letters
    "a letter of its heading lost": _of_heading(
        lambda before, key, gap, value: f"{before}{key[:2]}{key[3:]}:{gap}{value}" if len(key) > 3 else None
    ),
    "two letters of its heading swapped": _of_heading(
        lambda before, key, gap, value: (
            f"{before}{key[0]}{key[2]}{key[1]}{key[3:]}:{gap}{value}"
            if len(key) > 3 and key[1] != key[2]
            else None
        )
    ),
    "a capital letter first": _of_heading(
        lambda before, key, gap, value: f"{before}{key.capitalize()}:{gap}{value}" if key.islower() else None
    ),
    "its heading in capital letters": _of_heading(
        lambda before, key, gap, value: f"{before}{key.upper()}:{gap}{value}"
    ),
    "spaces for the hyphens of its heading": _of_heading(
        lambda before, key, gap, value: f"{before}{key.replace('-', ' ')}:{gap}{value}"
    ),
    "underscores for the hyphens of its heading": _of_heading(
        lambda before, key, gap, value: f"{before}{key.replace('-', '_')}:{gap}{value}"
    ),
    # quotation marks and what YAML knows
    "curly quotation marks": _of_value(lambda value: f"“{value}”"),
    "a quotation mark before its value": _of_value(lambda value: f'"{value}'),
    "a quotation mark behind its value": _of_value(lambda value: f'{value}"'),
    "a quotation mark before its heading": _of_heading(
        lambda before, key, gap, value: f'{before}"{key}:{gap}{value}'
    ),
    "a colon in its value": _of_value(lambda value: f"Part 1: {value}"),
    "a number sign before its value": _of_value(lambda value: f"# {value}"),
    "an at sign before its value": _of_value(lambda value: f"@{value}"),
    "a per cent sign before its value": _of_value(lambda value: f"% {value}"),
    # brackets
    "a bracket not closed": _of_value(lambda value: value[:-1], _IN_BRACKETS),
    "a bracket not opened": _of_value(lambda value: value[1:], _IN_BRACKETS),
    "a bracket behind its heading": _of_heading(
        lambda before, key, gap, value: None if value else f"{before}{key}: {{"
    ),
    "words behind a heading of others": _of_heading(
        lambda before, key, gap, value: None if value else f"{before}{key}: see below"
    ),
    "a comma in brackets lost": _of_value(
        lambda value: value.replace(", ", " ", 1) if ", " in value else None, _IN_BRACKETS
    ),
    "a semicolon for a comma in brackets": _of_value(
        lambda value: value.replace(", ", "; ", 1) if ", " in value else None, _IN_BRACKETS
    ),
    "an equals sign in brackets": _of_value(
        lambda value: value.replace(": ", " = ", 1) if ": " in value else None, _IN_BRACKETS
    ),
    # what is said
    "nothing behind its colon": _of_value(lambda value: " ", _FILLED),
    "a yes for its value": _of_value(lambda value: "yes"),
    "a number for its value": _of_value(lambda value: "5"),
    "a blank to fill in": _of_value(lambda value: "tbc", _FILLED),
    "a value where a list is wanted": _of_value(lambda value: f"[{value}]"),
    "no sign for per cent": _swapped(r"(?<=\d)%", ""),
    "a fraction for a percentage": _swapped(r"\b(\d\d)%", r"0.\1"),
    "a date with slashes": _swapped(_DATE, r"\3/\2/\1"),
    "a date with stops": _swapped(_DATE, r"\3.\2.\1"),
    "a day that is none": _swapped(_DATE, r"\1-02-30"),
    "more than": _swapped("at least ", "more than "),
    "a sign for at least": _swapped("at least ", ">= "),
    "up to": _swapped("no more than ", "up to "),
    # lines
    "a remark below it, in two lines": _of_line(
        lambda line: f"{line}\n{' ' * (len(line) - len(line.lstrip()))}# To be agreed with all\nwho use it"
    ),
    "the line written twice": _of_line(lambda line: f"{line}\n{line}"),
    "the line lost": _of_line(lambda line: ""),
}


# Of these some are told in two places, or where the line below is.
RARER = {
    "one space too many before it, and a Tab": _of_line(lambda line: f" \t{line.lstrip()}"),
    "a number before it": _of_line(lambda line: re.sub(r"(?=\S)", "1. ", line, count=1)),
    "a dash before its heading": _of_heading(
        lambda before, key, gap, value: None if before.strip() else f"{before}- {key}:{gap}{value}"
    ),
    "an arrow for its colon": _of_heading(lambda before, key, gap, value: f"{before}{key} ->{gap}{value}"),
    "a stop for its colon": _of_heading(lambda before, key, gap, value: f"{before}{key}.{gap}{value}"),
    "a comma for its colon": _of_heading(lambda before, key, gap, value: f"{before}{key},{gap}{value}"),
    "two colons": _of_heading(lambda before, key, gap, value: f"{before}{key}::{gap}{value}"),
    "a letter too many in its heading": _of_heading(
        lambda before, key, gap, value: f"{before}{key}s:{gap}{value}"
    ),
    "a space in its heading": _of_heading(
        lambda before, key, gap, value: f"{before}{key[:3]} {key[3:]}:{gap}{value}" if len(key) > 5 else None
    ),
    "a Cyrillic letter in its heading": _of_heading(
        lambda before, key, gap, value: f"{before}{key.replace('e', chr(0x435), 1)}:{gap}{value}"
    ),
    "its heading in brackets": _of_heading(lambda before, key, gap, value: f"{before}[{key}]:{gap}{value}"),
    "as in JSON": _of_value(lambda value: f'"{value}",'),
    "brackets round its value": _of_value(lambda value: f"({value})"),
    "a stop behind its value": _of_value(lambda value: f"{value}."),
    "a bar before its value": _of_value(lambda value: f"| {value}"),
    "an ampersand of a web page": _of_value(lambda value: value.replace(" and ", " &amp; ", 1)),
    "an apostrophe in single quotation marks": _of_value(lambda value: f"'{value}'s'"),
    "a letter of its value lost": _of_value(lambda value: value[:2] + value[3:] if len(value) > 4 else None),
    "a star before its value": _of_value(lambda value: f"*{value}"),
    "a dash before its value": _of_value(lambda value: f"- {value}"),
    "a colon behind its value": _of_value(lambda value: f"{value}:"),
    "an arrow and words behind it": _of_line(lambda line: f"{line} <- check this"),
    "words in brackets behind it": _of_line(lambda line: f"{line} (see annex A)"),
    "a remark without its space": _of_line(lambda line: f"{line}#check"),
    "a remark with two strokes": _of_line(lambda line: f"{line} // check"),
    "as in an e-mail": _of_line(lambda line: f"> {line}"),
    "per cent in words": _swapped(r"(?<=\d)%", " per cent"),
    "a letter for a nought": _swapped(r"0%", "O%"),
    "a number and more": _swapped(r"at least (\d+%?)", r"\1 or more"),
    "a month in words": _swapped(_DATE, r"\3 May \1"),
    "nothing but a dash": _of_value(lambda value: "-"),
    "not applicable": _of_value(lambda value: "n/a"),
    "broken in two": _of_line(lambda line: f"{line[: len(line) // 2]}\n{line[len(line) // 2 :]}"),
    "cut off": _of_line(lambda line: line[: (len(line) + len(line) - len(line.lstrip())) // 2]),
}


def made_in(text, mistakes=MISTAKES):
    """Every one of *mistakes* in every line of *text* in which it can be made.

    Yields what the mistake is called, the number of the line (from 1), and the text with it.
    """
    lines = text.split("\n")
    for number, line in enumerate(lines):
        for name, change in mistakes.items():
            changed = change(line)
            if changed is not None and changed != line:
                yield name, number + 1, "\n".join([*lines[:number], changed, *lines[number + 1 :]])
