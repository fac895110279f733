// tokio's current_thread runtime. A task that is spawned is detached, and the
// last one is awaited: tasks run in turn, so all the others are over by then.
//= tokio = { version = "1", features = ["rt", "time"] }
#[path = "bench.rs"]
mod bench;

use bench::*;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Instant;
use tokio::runtime::{Builder, Runtime};
use tokio::task::{spawn, JoinHandle};
use tokio::time::{sleep_until, Sleep};

fn runtime() -> Runtime {
    Builder::new_current_thread().build().unwrap()
}

fn runtime_with_time() -> Runtime {
    Builder::new_current_thread().enable_time().build().unwrap()
}

fn spawn_yielders(count: usize, wakes: usize) -> JoinHandle<()> {
    (1..count).for_each(|_| drop(spawn(Yielder(wakes))));
    spawn(Yielder(wakes))
}

fn w1(argument: &[usize]) {
    let expected = argument[0] * (argument[1] + 1);
    let time = runtime().block_on(async {
        let last = spawn_yielders(argument[0], argument[1]);
        let start = Instant::now();
        last.await.unwrap();
        start.elapsed()
    });
    assert!(calls() == expected);
    print_per("ns_per_call", time, expected);
}

fn w2(argument: &[usize]) {
    let time = runtime().block_on(async {
        let start = Instant::now();
        spawn_yielders(argument[0], 0).await.unwrap();
        start.elapsed()
    });
    assert!(calls() == argument[0]);
    print_per("ns_per_task", time, argument[0]);
}

// The sleeps lie in one array and do not move, so that none is allocated.
fn register(sleeps: &mut Vec<Sleep>, at: Instant, waker: &Waker) {
    sleeps.push(sleep_until(at.into()));
    let sleep = unsafe { Pin::new_unchecked(sleeps.last_mut().unwrap()) };
    assert!(sleep.poll(&mut Context::from_waker(waker)).is_pending());
}

// Ready when so many have fired; until then it lets the runtime go on.
struct Fired<'a>(&'a Counter, usize);

impl Future for Fired<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context) -> Poll<()> {
        if self.0.count() == self.1 {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

fn w3(argument: &[usize]) {
    let count = argument[0];
    let delays = far_delays(count);
    let counter = Arc::new(Counter::default());
    let waker = Waker::from(counter.clone());
    let mut sleeps = Vec::with_capacity(count);
    runtime_with_time().block_on(async {
        let start = Instant::now();
        delays
            .iter()
            .for_each(|delay| register(&mut sleeps, start + *delay, &waker));
        let to_register = start.elapsed();
        sleep_past_delays(start, count);
        let start = Instant::now();
        Fired(&counter, count).await;
        print_timers(count, to_register, start.elapsed());
    });
}

async fn sleep_once() {
    let until = Instant::now() + short_delay();
    sleep_until(until.into()).await;
    note_lateness(until);
}

fn w4(argument: &[usize]) {
    runtime_with_time().block_on(async {
        let all: Vec<_> =
            (0..argument[0]).map(|_| spawn(sleep_once())).collect();
        for one in all {
            one.await.unwrap();
        }
    });
    print_lateness();
}

fn w5(argument: &[usize]) {
    rally(argument, |player| {
        runtime().block_on(async { spawn(player).await.unwrap() })
    });
}

fn w6(argument: &[usize]) {
    let count = argument[0];
    runtime().block_on(async {
        let before = prepare_waiters(count);
        (0..count).for_each(|_| drop(spawn(Waiter)));
        spawn(async move { print_waiters(count, before) }).await.unwrap();
    });
}

fn main() {
    bench::main(
        &[
            ("W1", 2, w1),
            ("W2", 1, w2),
            ("W3", 1, w3),
            ("W4", 1, w4),
            ("W5", 3, w5),
            ("W6", 1, w6),
        ],
        &[
            ("W3", "counts in milliseconds"),
            ("W4", "counts in milliseconds, and rounds up"),
        ],
    );
}
