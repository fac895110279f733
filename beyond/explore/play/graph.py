"""The states of a scene and the steps between them, as a graph. It has no
circle: each step is one more operation of a run."""
import json


class Graph:
    def __init__(self, states):
        self.states = states

    def backwards(self):
        """The numbers of all states, each after those that it leads to."""
        order, seen, stack = [], set(), [(0, False)]
        while stack:
            state, is_done = stack.pop()
            if is_done:
                order.append(state)
            elif state not in seen:
                seen.add(state)
                stack.append((state, True))
                stack += [(step["to"], False)
                          for step in self.states[state]["go"]]
        return order

    def merge(self):
        """Makes one state of those that look the same and go on in the same
        ways. A player cannot tell them apart."""
        same, number, made = {}, {}, []
        for state in self.backwards():
            one = dict(self.states[state])
            one["go"] = [dict(step, to=number[step["to"]])
                         for step in one["go"]]
            look = json.dumps(one)
            if look not in same:
                same[look] = len(made)
                made.append(one)
            number[state] = same[look]
        last = len(made) - 1  # the start was made last, and comes first
        for one in made:
            for step in one["go"]:
                step["to"] = last - step["to"]
        self.states = made[::-1]

    def count_schedules(self, lost=False):
        """The ways from the start to any end, or to those that are a fault."""
        ways = {}
        for state in self.backwards():
            steps = self.states[state]["go"]
            ways[state] = sum(ways[step["to"]] for step in steps)
            if not steps:
                ways[state] = int(not lost or bool(self.states[state]["fault"]))
        return ways[0]

    def way_to_loss(self, start):
        """The fewest steps from there to a fault; None: there is no way."""
        way = {start: []}
        for state in (queue := [start]):
            if self.states[state]["fault"]:
                return way[state]
            for step in self.states[state]["go"]:
                if step["to"] not in way:
                    way[step["to"]] = way[state] + [step]
                    queue.append(step["to"])
        return None
