"""What is run, what it counts, and the bounds it is held to."""
import collections
import os

# The words a contender is called with, the figures it prints, each with its
# name in the tables, and how often it runs in a turn.
Workload = collections.namedtuple("Workload", "name words title figures runs",
                                  defaults=[1])

CPUS = sorted(os.sched_getaffinity(0))
CALL = {"ns_per_call": "ns a call"}
TASK = {"ns_per_task": "ns a task"}
TIMER = {"ns_both": "ns a timer, both", "ns_to_register": "ns to register",
         "ns_to_fire": "ns to fire"}
TRIP = {"us_per_trip": "µs a round trip", "sleeps_per_trip": "sleeps a trip"}

WORKLOADS = [
    Workload("W1", "W1 1000 1000",
             "1,000 tasks wake themselves 1,000 times", CALL),
    Workload("W1 big", "W1 1000000 3",
             "1,000,000 tasks wake themselves 3 times", CALL),
    Workload("W2", "W2 1000000",
             "1,000,000 tasks are spawned, and done at once",
             TASK),
    Workload("W3", "W3 1000000",
             "1,000,000 timers at random instants are registered, and fire",
             TIMER),
    Workload("W4", "W4 1000", "1,000 tasks sleep for 1 to 200 ms: how late?",
             {"us_median": "µs, median", "us_99": "µs, 99 %",
              "early": "too early"}, runs=3),
    Workload("W5", f"W5 20000 {CPUS[0]} {CPUS[0]}",
             "two executors wake each other, on one CPU", TRIP, runs=5),
    Workload("W6", "W6 1000000", "1,000,000 tasks wait for ever",
             {"bytes_per_task": "bytes a task"}),
]
if len(CPUS) > 1:
    WORKLOADS.insert(-1, Workload(
        "W5 two", f"W5 20000 {CPUS[0]} {CPUS[1]}",
        "two executors wake each other, on two CPUs", TRIP))

# What is measured of executors that are all ours.
OF_EXECUTORS = [one for one in WORKLOADS
                if one.words.split()[0] in ("W1", "W2", "W5", "W6")]
OF_EXECUTORS.insert(-1, Workload(
    "W7", "W7 1000 1000", "1,000 tasks wake one another 1,000 times", CALL))

# Of beyond/thread-pool.
ON_THREADS = [
    Workload("compute", "compute 64 2000000",
             "64 tasks that compute", {"ms": "ms"}),
    Workload("pass", "pass 500 1000",
             "500 pairs of tasks wake each other", {"ns_per_pass": "ns a wake"}),
]

# How cost grows: as many calls in all, where a task is called more than once.
SIZES = [1000, 10_000, 100_000, 1_000_000]
GROWTH = [Workload(f"{name} {size}", f"{name} {size} {more}".strip(),
                   title.format(f"{size:,}"), figures)
          for name, title, figures in (
              ("W1", "{} tasks wake themselves", CALL),
              ("W2", "{} tasks are spawned, and done at once", TASK),
              ("W3", "{} timers are registered, and fire", TIMER))
          for size in SIZES
          for more in [max(3, SIZES[-1] // size) if name == "W1" else ""]]

# How large a part of the other's figure may be; without another, how large the
# figure itself.
Bound = collections.namedtuple("Bound", "workload figure other most who",
                               defaults=["ours"])
BOUNDS = [
    Bound("W1", "ns_per_call", "tokio", 0.45),
    Bound("W1", "ns_per_call", "futures", 0.35),
    Bound("W1 big", "ns_per_call", "tokio", 0.45),
    Bound("W1 big", "ns_per_call", "libevent", 1),
    Bound("W2", "ns_per_task", "tokio", 0.75),
    Bound("W3", "ns_both", "tokio", 0.25),
    Bound("W3", "ns_both", "libev", 0.60),
    Bound("W3", "ns_both", "libuv", 0.20),
    Bound("W4", "us_median", "tokio", 0.10),
    Bound("W4", "us_99", "tokio", 0.10),
    Bound("W4", "early", None, 0),
    Bound("W5", "us_per_trip", "tokio", 1.3),
    Bound("W6", "bytes_per_task", "tokio", 0.72),
    Bound("W1", "ns_per_call", "tokio", 0.30, "fast"),
    Bound("W1 big", "ns_per_call", "tokio", 0.33, "fast"),
    Bound("W2", "ns_per_task", "unordered", 1, "fast"),
    Bound("W5", "us_per_trip", "tokio", 0.95, "fast"),
]
