"""Two who read what was published and work out the rest. They share no code with the package.

What is in print is a list of equations between names, and the numbers that are shown.  One
tries every other number, from the lowest that can be and from the highest, until all sums
come out.  The other asks a solver for the least and the most that each can be, in whole numbers.
"""

import highspy

MOST = 60


class Trying:
    """Knows how names hang together, and what some of them are."""

    def __init__(self, equations, shown):
        names = sorted({name for whole, parts in equations for name in (whole, *parts)}, key=str)
        self.place = {name: n for n, name in enumerate(names)}
        self.lines = [
            [(self.place[whole], -1), *((self.place[part], 1) for part in parts)]
            for whole, parts in equations
        ]
        self.lines_of = [[] for _ in names]
        for line in self.lines:
            for number, _ in line:
                self.lines_of[number].append(line)
        known = [(shown[name], shown[name]) if name in shown else (0, MOST) for name in names]
        self.ranges = self._narrow(known, self.lines)

    def values(self, name):
        """The two lowest values that a number can have, and the highest; fewer when there are no more."""
        number = self.place[name]
        low, high = self.ranges[number]
        found = []
        for value in range(low, high + 1):
            if self._is_possible(number, value):
                found.append(value)
                if len(found) == 2:
                    break
        for value in range(high, found[-1], -1):
            if self._is_possible(number, value):
                return [*found, value]
        return found

    def _is_possible(self, number, value):
        ranges = list(self.ranges)
        ranges[number] = value, value
        return self._search(self._narrow(ranges, self.lines_of[number]))

    def _search(self, ranges):
        if ranges is None:
            return False
        widths = [(high - low, n) for n, (low, high) in enumerate(ranges) if low < high]
        if not widths:
            return True
        number = min(widths)[1]
        low, high = ranges[number]
        middle = (low + high) // 2
        for half in ((low, middle), (middle + 1, high)):
            tried = list(ranges)
            tried[number] = half
            if self._search(self._narrow(tried, self.lines_of[number])):
                return True
        return False

    def _narrow(self, ranges, lines):
        """Cut off what cannot be, until nothing changes; None when nothing is left of some number."""
        ranges, waiting = list(ranges), list(lines)
        while waiting:
            line = waiting.pop()
            least = sum(ranges[n][0] if sign > 0 else -ranges[n][1] for n, sign in line)
            most = sum(ranges[n][1] if sign > 0 else -ranges[n][0] for n, sign in line)
            if least > 0 or most < 0:
                return None
            for number, sign in line:
                low, high = ranges[number]
                if low == high:
                    continue
                if sign > 0:  # it is what the others come to, turned round
                    new = max(low, high - most), min(high, low - least)
                else:
                    new = max(low, high + least), min(high, low + most)
                if new != (low, high):
                    if new[0] > new[1]:
                        return None
                    ranges[number] = new
                    waiting += self.lines_of[number]
                    least += (new[0] - low) if sign > 0 else (high - new[1])
                    most -= (high - new[1]) if sign > 0 else (new[0] - low)
        return ranges


class Solving:
    """The same knowledge, put to a solver."""

    def __init__(self, equations, shown):
        names = sorted({name for whole, parts in equations for name in (whole, *parts)}, key=str)
        self.place = {name: n for n, name in enumerate(names)}
        self.model = highspy.Highs()
        self.model.setOptionValue("output_flag", False)
        self.model.setOptionValue("threads", 1)
        for name in names:
            self.model.addVar(shown.get(name, 0), shown.get(name, 10**6))
        for whole, parts in equations:
            columns = [self.place[whole], *(self.place[part] for part in parts)]
            self.model.addRow(0, 0, len(columns), columns, [-1.0] + [1.0] * len(parts))

    def values(self, name):
        """The least and the most that a number can be; one number where it can be nothing else."""
        least, most = (
            self._end(self.place[name], sense)
            for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize)
        )
        return sorted({least, most})

    def _end(self, number, sense):
        model = self.model
        model.changeColCost(number, 1.0)
        model.changeObjectiveSense(sense)
        model.run()
        if any(abs(value - round(value)) > 1e-6 for value in model.getSolution().col_value):
            self._in_whole_numbers(model)
        assert model.getModelStatus() == highspy.HighsModelStatus.kOptimal
        end = round(model.getObjectiveValue())
        model.changeColCost(number, 0.0)
        return end

    def _in_whole_numbers(self, model):
        for column in range(len(self.place)):
            model.changeColIntegrality(column, highspy.HighsVarType.kInteger)
        model.run()  # and so from now on
