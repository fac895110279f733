"""What the figures say: medians, ratios to ours, bounds, as tables."""
import statistics

from workloads import BOUNDS, WORKLOADS

OURS = "ours"


def summary(values):
    return {"median": statistics.median(values), "min": min(values),
            "max": max(values), "all": values}


def ratio(a, b):
    """None where it says nothing."""
    return a / b if b else None


def summed_up(measured):
    """From {workload: {contender: {figure: [value, ...]}}}: the same with what
    each list comes to, and its ratio to ours."""
    results = {}
    for workload, contenders in measured.items():
        ours = {figure: statistics.median(values) for figure, values
                in contenders.get(OURS, {}).items()}
        results[workload] = {
            contender: {figure: dict(summary(values), ratio_to_ours=ratio(
                            statistics.median(values), ours.get(figure)))
                        for figure, values in figures.items()}
            for contender, figures in contenders.items()}
    return results


def judged(results):
    """Each bound of which both sides were measured, and whether it holds."""
    for bound in BOUNDS:
        contenders = results.get(bound.workload, {})
        sides = [contenders.get(side, {}).get(bound.figure)
                 for side in (OURS, bound.other or OURS)]
        if None in sides:
            continue
        # A single one that is too large counts where there is no other.
        value = (ratio(sides[0]["median"], sides[1]["median"]) if bound.other
                 else sides[0]["max"])
        if value is not None:
            yield dict(bound._asdict(), measured=value,
                       holds=value <= bound.most)


def number(value):
    digits = 0 if value >= 100 or value == int(value) else 1
    return f"{value:,.{digits}f}"


def in_columns(rows):
    """The first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    for row in rows:
        yield "  " + "  ".join(
            cell.rjust(width) if at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths))).rstrip()


def workload_table(workload, contenders, notes):
    yield f"{workload.name}: {workload.title}"
    head, rows = [""], {contender: [contender] for contender in contenders}
    for figure, title in workload.figures.items():
        head += [title, "min .. max", "x ours"]
        for contender, figures in contenders.items():
            one = figures[figure]
            rows[contender] += [
                number(one["median"]),
                f"{number(one['min'])} .. {number(one['max'])}",
                "-" if one["ratio_to_ours"] is None
                else f"{one['ratio_to_ours']:.2f}"]
    yield from in_columns([head] + list(rows.values()))
    for contender, note in notes.items():
        yield f"  {contender}: {note}"


def bound_text(bound):
    if bound["other"]:
        return f"{bound['most']:.2f} x {bound['other']}"
    return f"{bound['most']}, each time"


def bounds_table(bounds):
    rows = [["", "", "at most", "measured", "holds"]]
    for bound in bounds:
        rows.append([bound["workload"], bound["figure"].replace("_", " "),
                     bound_text(bound), f"{bound['measured']:.2f}",
                     "yes" if bound["holds"] else "NO"])
    return in_columns(rows)


def report(results, notes):
    """All tables, line by line."""
    for workload in WORKLOADS:
        if results.get(workload.name):
            yield from workload_table(workload, results[workload.name],
                                      notes.get(workload.name, {}))
            yield ""
    bounds = list(judged(results))
    if bounds:
        yield "Ours against the bounds, by the medians:"
        yield from bounds_table(bounds)
