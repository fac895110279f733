// The shape that the chapter has: a table of tasks by number and a set of the
// numbers that are ready, under one lock. Written for this bench. Unlike the
// chapter's, run returns when no task is left.
#[path = "bench.rs"]
mod bench;

use bench::*;
use std::collections::{HashMap, HashSet};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Instant;

// `complete` of the chapter and its WakeHandle are `poll` and a Waker here, so
// that the workloads are the same.
type ToyTask = Pin<Box<dyn Future<Output = ()> + Send>>;

#[derive(Default)]
struct State {
    spawned: usize,
    tasks: HashMap<usize, (ToyTask, Waker)>,
    ready: HashSet<usize>,
}

struct ToyExec {
    state: Arc<Mutex<State>>,
    sleeper: Thread,
}

struct ToyWake {
    number: usize,
    state: Arc<Mutex<State>>,
    sleeper: Thread,
}

impl Wake for ToyWake {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.state.lock().unwrap().ready.insert(self.number);
        self.sleeper.unpark();
    }
}

impl ToyExec {
    fn new() -> ToyExec {
        ToyExec { state: Arc::default(), sleeper: thread::current() }
    }

    fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut state = self.state.lock().unwrap();
        let number = state.spawned;
        let wake = ToyWake {
            number,
            state: self.state.clone(),
            sleeper: self.sleeper.clone(),
        };
        state.spawned += 1;
        state.tasks.insert(number, (Box::pin(task), Arc::new(wake).into()));
        state.ready.insert(number);
    }

    fn run(&self) {
        while !self.state.lock().unwrap().tasks.is_empty() {
            let ready = std::mem::take(&mut self.state.lock().unwrap().ready);
            if ready.is_empty() {
                thread::park();
            }
            ready.into_iter().for_each(|number| self.run_one(number));
        }
    }

    fn run_one(&self, number: usize) {
        let entry = self.state.lock().unwrap().tasks.remove(&number);
        if let Some((mut task, waker)) = entry {
            if task.as_mut().poll(&mut Context::from_waker(&waker)).is_pending()
            {
                self.state.lock().unwrap().tasks.insert(number, (task, waker));
            }
        }
    }
}

fn w1(argument: &[usize]) {
    let expected = argument[0] * (argument[1] + 1);
    let exec = ToyExec::new();
    (0..argument[0]).for_each(|_| exec.spawn(Yielder(argument[1])));
    let start = Instant::now();
    exec.run();
    let time = start.elapsed();
    assert!(calls() == expected);
    print_per("ns_per_call", time, expected);
}

fn w2(argument: &[usize]) {
    let exec = ToyExec::new();
    let start = Instant::now();
    (0..argument[0]).for_each(|_| exec.spawn(Yielder(0)));
    exec.run();
    let time = start.elapsed();
    assert!(calls() == argument[0]);
    print_per("ns_per_task", time, argument[0]);
}

fn w5(argument: &[usize]) {
    rally(argument, |player| {
        let exec = ToyExec::new();
        exec.spawn(player);
        exec.run();
    });
}

fn w6(argument: &[usize]) {
    let exec = ToyExec::new();
    let before = prepare_waiters(argument[0]);
    (0..argument[0]).for_each(|_| exec.spawn(Waiter));
    let ready = std::mem::take(&mut exec.state.lock().unwrap().ready);
    ready.into_iter().for_each(|number| exec.run_one(number));
    print_waiters(argument[0], before);
}

fn main() {
    bench::main(
        &[("W1", 2, w1), ("W2", 1, w2), ("W5", 3, w5), ("W6", 1, w6)],
        &[],
    );
}
