"""A game over the states of a level: what can happen, and what comes of it,
stands there."""
from graph import Graph
from words import HELP, after, in_words, steps


class Game:
    """Says what it has to say by `say`."""

    def __init__(self, level, screen, say):
        self.level = level
        self.screen = screen
        self.say = say
        self.graph = Graph(level["states"])
        self.trail = []  # each step, and the state that it came from
        self.shown = 0  # so many of them have been shown
        self.seen = None  # the state that was shown last
        self.is_over = False

    # --- Where we are

    def number(self):
        return self.trail[-1][0]["to"] if self.trail else 0

    def state(self):
        return self.graph.states[self.number()]

    def has_ended(self):
        return not self.state()["go"]

    def keys(self):
        """What the player types, for each step that is possible here."""
        return {str(step["thread"] + 1): step for step in self.state()["go"]}

    # --- What is said

    def introduce(self):
        bug = self.level["bug"]
        code = (f"bug {bug['number']} planted: {bug['title']}" if bug
                else "our code as it is")
        self.say(f"Be the scheduler: {self.level['game']} ({code})\n")
        self.tell(self.level["about"])
        self.say("")
        self.tell("You say which thread steps next. Make it go wrong: "
                  f"{self.level['lose']}.")
        self.say("\n" + HELP)

    def tell(self, text):
        self.say(self.screen.paragraph(text))

    def show(self):
        self.say(f"\n--- {after(len(self.trail))}")
        self.say_moves(self.shown)
        self.say(self.screen.state(self.state(), self.seen))
        self.shown, self.seen = len(self.trail), self.state()
        if self.has_ended():
            self.say("")
            self.say_end()

    def say_moves(self, first=0):
        moves = [step for step, _ in self.trail]
        for row in self.screen.interleaving(moves, first):
            self.say(row)

    def say_end(self):
        fault = self.state()["fault"]
        if not fault:
            self.tell("All have finished, and nothing was lost. b goes back, "
                      "h says how far.")
            return
        self.say(in_words(fault))
        self.tell(f"You did it: {self.level['lose']}. It took these steps:")
        self.say_loss()

    def say_loss(self):
        self.say("")
        self.say_moves()
        self.say("\nThe explorer runs the same (it counts threads from 0, and "
                 "begins earlier):")
        self.say(self.replay())

    def replay(self):
        """The command that runs these steps again."""
        schedule = " ".join([*self.level["before"].split(),
                             *(step["choice"] for step, _ in self.trail)])
        head, scene = self.level["command"].rsplit(" ", 1)
        return f"{head} --replay '{schedule}' {scene}"

    # --- What the player can do

    def obey(self, line):
        """Does each word of it, and shows where that has led."""
        before = list(self.trail)
        for word in line.split():
            if not self.is_over:
                self.do(word)
        if self.trail != before and not self.is_over:
            self.show()

    def do(self, word):
        commands = {"b": self.back, "h": self.hint, "g": self.give_up,
                    "q": self.quit, "?": self.introduce}
        if word in commands:
            commands[word]()
        elif word in self.keys():
            self.trail.append((self.keys()[word], self.number()))
        else:
            self.say(self.why_not(word))

    def why_not(self, word):
        names = {str(number): name for number, name
                 in enumerate(self.level["threads"], 1)}
        if word not in names:
            return f"{word}: neither a thread nor a command; ? lists them"
        name, number, state = names[word], int(word) - 1, self.state()
        if self.has_ended():
            return "the run is over: b goes back, q quits"
        if state["next"][number] is None:
            return f"{name} has finished"
        return f"{name} cannot step: {state['why'][number]}"

    def back(self):
        if not self.trail:
            self.say("this is the start")
            return
        self.trail.pop()
        self.shown = min(self.shown, len(self.trail))

    def hint(self):
        way = self.graph.way_to_loss(self.number())
        if way:
            line = self.level["lines"][way[0]["passes"][0]]
            self.tell(f"It can go wrong in {steps(len(way))} from here. Let "
                      f"{self.level['threads'][way[0]['thread']]} step: "
                      f"`{line['text']}`")
        elif way is None:
            self.hint_back()
        else:
            self.say("this is the loss")

    def hint_back(self):
        for count, (_, came) in enumerate(reversed(self.trail), 1):
            if self.graph.way_to_loss(came):
                self.tell("From here it cannot go wrong any more. "
                          f"{steps(count).capitalize()} back it still can: "
                          "type " + " ".join("b" * count))
                return
        self.say("It cannot go wrong from anywhere: g says how we know.")

    def give_up(self):
        way = self.graph.way_to_loss(0)
        if way:
            self.show_loss(way)
        else:
            self.say_none()
        self.is_over = True

    def show_loss(self, way):
        self.trail, number = [], 0
        for step in way:
            self.trail.append((step, number))
            number = step["to"]
        self.tell(f"{self.graph.count_schedules(lost=True)} of the "
                  f"{self.level['schedules']} schedules of these steps go "
                  f"wrong: {self.level['lose']}. The shortest:")
        self.say_loss()

    def say_none(self):
        self.tell(f"It cannot go wrong. All {self.level['schedules']} "
                  "schedules of these steps were tried. The explorer tries "
                  f"them, too, and those with {self.level['left_out']}; "
                  f"{self.level['runs']} runs stand for all that differ in "
                  "more than the order of what commutes:")
        self.say(self.level["command"])

    def quit(self):
        self.is_over = True
