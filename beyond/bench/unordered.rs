// futures' FuturesUnordered: many futures inside one task, not tasks that can
// be spawned from elsewhere; so nothing is boxed.
//= futures = "0.3"
#[path = "bench.rs"]
mod bench;

use bench::*;
use futures::executor::block_on;
use futures::stream::{FuturesUnordered, StreamExt};
use std::future::Future;
use std::time::Instant;

fn run<F: Future>(mut all: FuturesUnordered<F>) {
    block_on(async { while all.next().await.is_some() {} });
}

fn w1(argument: &[usize]) {
    let expected = argument[0] * (argument[1] + 1);
    let all = (0..argument[0]).map(|_| Yielder(argument[1])).collect();
    let start = Instant::now();
    run::<Yielder>(all);
    let time = start.elapsed();
    assert!(calls() == expected);
    print_per("ns_per_call", time, expected);
}

fn w2(argument: &[usize]) {
    let start = Instant::now();
    run::<Yielder>((0..argument[0]).map(|_| Yielder(0)).collect());
    let time = start.elapsed();
    assert!(calls() == argument[0]);
    print_per("ns_per_task", time, argument[0]);
}

fn main() {
    let unlike = "futures inside one task, not tasks";
    bench::main(
        &[("W1", 2, w1), ("W2", 1, w2)],
        &[("W1", unlike), ("W2", unlike)],
    );
}
