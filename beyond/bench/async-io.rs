// async-executor's LocalExecutor, and async-io's timers. No W3: async-io has
// a thread of its own that fires them, and cannot be held back.
//= async-executor = "1"
//= async-io = "1"
#[path = "bench.rs"]
mod bench;

use async_executor::{LocalExecutor, Task};
use async_io::{block_on, Timer};
use bench::*;
use std::time::Instant;

// Tasks run in turn, so all others are over when the last one is.
fn spawn_yielders(
    executor: &LocalExecutor<'static>,
    count: usize,
    wakes: usize,
) -> Task<()> {
    (1..count).for_each(|_| executor.spawn(Yielder(wakes)).detach());
    executor.spawn(Yielder(wakes))
}

fn w1(argument: &[usize]) {
    let expected = argument[0] * (argument[1] + 1);
    let executor = LocalExecutor::new();
    let last = spawn_yielders(&executor, argument[0], argument[1]);
    let start = Instant::now();
    block_on(executor.run(last));
    let time = start.elapsed();
    assert!(calls() == expected);
    print_per("ns_per_call", time, expected);
}

fn w2(argument: &[usize]) {
    let executor = LocalExecutor::new();
    let start = Instant::now();
    let last = spawn_yielders(&executor, argument[0], 0);
    block_on(executor.run(last));
    let time = start.elapsed();
    assert!(calls() == argument[0]);
    print_per("ns_per_task", time, argument[0]);
}

async fn sleep_once() {
    let until = Instant::now() + short_delay();
    Timer::at(until).await;
    note_lateness(until);
}

fn w4(argument: &[usize]) {
    let executor = LocalExecutor::new();
    let all: Vec<_> =
        (0..argument[0]).map(|_| executor.spawn(sleep_once())).collect();
    block_on(executor.run(async {
        for one in all {
            one.await;
        }
    }));
    print_lateness();
}

fn w5(argument: &[usize]) {
    rally(argument, |player| {
        let executor = LocalExecutor::new();
        let task = executor.spawn(player);
        block_on(executor.run(task));
    });
}

fn w6(argument: &[usize]) {
    let count = argument[0];
    let executor = LocalExecutor::new();
    let before = prepare_waiters(count);
    (0..count).for_each(|_| executor.spawn(Waiter).detach());
    let last = executor.spawn(async move { print_waiters(count, before) });
    block_on(executor.run(last));
}

fn main() {
    bench::main(
        &[
            ("W1", 2, w1),
            ("W2", 1, w2),
            ("W4", 1, w4),
            ("W5", 3, w5),
            ("W6", 1, w6),
        ],
        &[],
    );
}
