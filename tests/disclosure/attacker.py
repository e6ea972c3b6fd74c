"""Somebody who reads what was published and tries every number. It shares no code with the package.

What is in print is a list of equations between names, and the numbers that are shown.  Every
other number is tried from nothing up to MOST, and given up as soon as a sum cannot come out.
"""

MOST = 60


def what_it_can_be(equations, shown, name, wanted=2):
    """The first *wanted* values, from the lowest and from the highest, that a hidden number can have."""
    low = _first(equations, shown, name, range(MOST + 1), wanted)
    high = _first(equations, shown, name, range(MOST, -1, -1), 1)
    return sorted({*low, *high})


def _first(equations, shown, name, order, wanted):
    found = []
    for value in order:
        if _is_possible(equations, {**shown, name: value}):
            found.append(value)
            if len(found) == wanted:
                break
    return found


def _is_possible(equations, known):
    """Whether every name can be given a number with which all equations hold."""
    ranges = {name: (0, MOST) for whole, parts in equations for name in (whole, *parts)}
    ranges.update({name: (value, value) for name, value in known.items()})
    return _search(equations, ranges)


def _search(equations, ranges):
    ranges = _narrow(equations, dict(ranges))
    if ranges is None:
        return False
    undecided = [name for name, (low, high) in ranges.items() if low < high]
    if not undecided:
        return True
    name = min(undecided, key=lambda each: (ranges[each][1] - ranges[each][0], str(each)))
    low, high = ranges[name]
    middle = (low + high) // 2
    return any(_search(equations, {**ranges, name: half}) for half in ((low, middle), (middle + 1, high)))


def _narrow(equations, ranges):
    """Cut off what cannot be, until nothing changes; None when nothing is left of some number."""
    changed = True
    while changed:
        changed = False
        for whole, parts in equations:
            lowest, highest = sum(ranges[p][0] for p in parts), sum(ranges[p][1] for p in parts)
            cut = {whole: (lowest, highest)}
            for part in parts:
                others = lowest - ranges[part][0], highest - ranges[part][1]
                cut[part] = ranges[whole][0] - others[1], ranges[whole][1] - others[0]
            for name, (low, high) in cut.items():
                new = max(low, ranges[name][0]), min(high, ranges[name][1])
                if new[0] > new[1]:
                    return None
                if new != ranges[name]:
                    ranges[name], changed = new, True
    return ranges
