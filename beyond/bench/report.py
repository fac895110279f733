"""What the figures say: medians, ratios to ours, bounds, as tables."""
import statistics

from workloads import BOUNDS

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
                 for side in (bound.who, bound.other or bound.who)]
        if None in sides:
            continue
        # A single one that is too large counts where there is no other.
        value, least = ((ratio(sides[0][which], sides[1][which])
                         if bound.other else sides[0]["max"])
                        for which in ("median", "min"))
        if value is not None:
            yield dict(bound._asdict(), measured=value, of_least=least,
                       holds=value <= bound.most)


def number(value):
    digits = 0 if value >= 100 or value == int(value) else 1
    return f"{value:,.{digits}f}"


def figure_table(title, figure, contenders):
    yield f"  {title:<18}{'median':>10}{'min .. max':>22}{'x ours':>9}"
    for contender, figures in contenders.items():
        one = figures[figure]
        span = f"{number(one['min'])} .. {number(one['max'])}"
        times = ("-" if one["ratio_to_ours"] is None
                 else f"{one['ratio_to_ours']:.2f}")
        yield (f"  {contender:<18}{number(one['median']):>10}{span:>22}"
               f"{times:>9}")


def overview(workloads, results):
    """A row a contender, a column a workload: the medians of its first
    figure."""
    columns = [(one.name, next(iter(one.figures))) for one in workloads
               if results.get(one.name)]
    contenders = dict.fromkeys(contender for name, _ in columns
                               for contender in results[name])
    yield f"{'':<14}" + "".join(f"{name:>9}" for name, _ in columns)
    for contender in contenders:
        figures = (results[name].get(contender) for name, _ in columns)
        yield f"{contender:<14}" + "".join(
            f"{number(one[figure]['median']) if one else '-':>9}"
            for one, (_, figure) in zip(figures, columns))


def bound_text(bound):
    if bound["other"]:
        return f"{bound['most']:.2f} x {bound['other']}"
    return f"{bound['most']}, each time"


def bounds_table(bounds):
    yield (f"  {'':<26}{'at most':>18}{'measured':>10}{'holds':>7}"
           f"{'of the least':>14}")
    for bound in bounds:
        what = (f"{bound['who']} {bound['workload']}, "
                f"{bound['figure'].replace('_', ' ')}")
        yield (f"  {what:<26}{bound_text(bound):>18}{bound['measured']:>10.2f}"
               f"{'yes' if bound['holds'] else 'NO':>7}"
               f"{bound['of_least'] or 0:>14.2f}")


def report(workloads, results, notes):
    """All tables, line by line."""
    for workload in workloads:
        contenders = results.get(workload.name)
        if not contenders:
            continue
        yield f"{workload.name}: {workload.title}"
        for figure, title in workload.figures.items():
            yield from figure_table(title, figure, contenders)
            yield ""
    if notes:
        yield "What is not like ours:"
        for (workload, contender), note in notes.items():
            yield f"  {workload} {contender}: {note}"
        yield ""
    bounds = list(judged(results))
    if bounds:
        yield "What is held to a bound, by the medians:"
        yield from bounds_table(bounds)
