"""What happens to files: letters lost, lines moved, and the signs that people and word processors put in."""

from pathlib import Path

from specrules.base.files import read_text

ROOT = Path(__file__).parents[1]
#: The files that are shipped, and the broken ones.
FILES = [
    path.relative_to(ROOT)
    for folder in ("specs", "rules", "tests/broken", "examples")
    for path in sorted(ROOT.joinpath(folder).rglob("*.yaml"))
]

SIGNS = [
    *"\t:-\"'[]{}#&*!|>%@,? \n",
    "\u00a0",
    "“",
    "”",
    "’",
    "\u200b",
    "  ",
    ": ",
    "- ",
    "\r\n",
    "£",
    "0",
    "90",
]


def one_damage(text, chance):
    """*text* with one thing done to it."""
    at = chance.randrange(len(text) + 1)
    lines = text.split("\n")
    number = chance.randrange(len(lines))
    match chance.randrange(8):
        case 0:
            return text[:at] + text[at + chance.randint(1, 4) :]
        case 1 | 2:
            return text[:at] + chance.choice(SIGNS) + text[at:]
        case 3:
            lines[number:number] = [lines[number]]
        case 4:
            lines.pop(number)
        case 5:
            lines[number] = " " * chance.randint(1, 4) + lines[number]
        case 6:
            lines[number] = lines[number].removeprefix(" ")
        case _:
            other = chance.randrange(len(lines))
            lines[number], lines[other] = lines[other], lines[number]
    return "\n".join(lines)


def damaged(text, chance, most=3):
    """*text* with up to *most* things done to it."""
    for _ in range(chance.randint(1, most)):
        text = one_damage(text, chance)
    return text


def texts_by_path():
    return {path: read_text(ROOT / path).text for path in FILES}


def part_of(text, chance):
    """The first line of *text* and a few others that follow one another."""
    first, *lines = text.split("\n")
    at = chance.randrange(len(lines) + 1)
    return "\n".join([first, *lines[at : at + chance.randint(1, 5)]]) + "\n"
