// futures' LocalPool. It has no timer.
//= futures = "0.3"
#[path = "bench.rs"]
mod bench;

use bench::*;
use futures::executor::LocalPool;
use futures::task::LocalSpawnExt;
use std::time::Instant;

fn spawn_yielders(pool: &LocalPool, count: usize, wakes: usize) {
    let spawner = pool.spawner();
    (0..count).for_each(|_| spawner.spawn_local(Yielder(wakes)).unwrap());
}

fn w1(argument: &[usize]) {
    let expected = argument[0] * (argument[1] + 1);
    let mut pool = LocalPool::new();
    spawn_yielders(&pool, argument[0], argument[1]);
    let start = Instant::now();
    pool.run();
    let time = start.elapsed();
    assert!(calls() == expected);
    print_per("ns_per_call", time, expected);
}

fn w2(argument: &[usize]) {
    let mut pool = LocalPool::new();
    let start = Instant::now();
    spawn_yielders(&pool, argument[0], 0);
    pool.run();
    let time = start.elapsed();
    assert!(calls() == argument[0]);
    print_per("ns_per_task", time, argument[0]);
}

fn w5(argument: &[usize]) {
    rally(argument, |player| {
        let mut pool = LocalPool::new();
        pool.spawner().spawn_local(player).unwrap();
        pool.run();
    });
}

fn w6(argument: &[usize]) {
    let count = argument[0];
    let mut pool = LocalPool::new();
    let before = prepare_waiters(count);
    (0..count).for_each(|_| pool.spawner().spawn_local(Waiter).unwrap());
    pool.run_until_stalled();
    print_waiters(count, before);
}

fn main() {
    bench::main(
        &[("W1", 2, w1), ("W2", 1, w2), ("W5", 3, w5), ("W6", 1, w6)],
        &[],
    );
}
