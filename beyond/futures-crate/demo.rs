//! The toy and the real thing, each running what is the other's.
mod bridge;
mod toy;

use bridge::{CTask, SendCTask};
use futures::executor::{LocalPool, ThreadPool};
use futures::task::{LocalSpawnExt, SpawnExt};
use std::io::{stdout, Write};
use std::os::raw::c_int;
use toy::{now, ToyExec, ToyTimer};

#[link(name = "toy", kind = "static")]
extern "C" {}

const MS: i64 = 1_000_000;

// C calls this, so it must not panic; println! does, when nobody reads.
extern "C" fn ding(id: c_int) {
    let _ = writeln!(stdout(), "  Task {} - ding", id);
}

fn main() {
    let timer = Box::leak(Box::new(ToyTimer::new())); // for all that follows

    println!("C tasks on LocalPool of the futures crate:");
    let mut pool = LocalPool::new();
    for id in 1..=3 {
        // SAFETY: it is new, and the timer stays.
        let task = unsafe { CTask::new(timer.periodic(id, i64::from(id) * 50 * MS, 2, ding)) };
        pool.spawner().spawn_local(task).unwrap();
    }
    pool.run();

    println!("on its ThreadPool:");
    let threads = ThreadPool::new().unwrap();
    // SAFETY: as above, and it shares nothing: stdout has a lock.
    let task = unsafe { SendCTask::new(timer.periodic(4, 50 * MS, 2, ding)) };
    let handle = threads.spawn_with_handle(task).unwrap();
    futures::executor::block_on(handle);

    println!("on tokio:");
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    // SAFETY: as in the first.
    runtime.block_on(unsafe { CTask::new(timer.periodic(5, 50 * MS, 2, ding)) });

    println!("An async fn on ToyExec, with the toy's timer:");
    let exec = ToyExec::new();
    exec.spawn(count_down(timer));
    exec.run();
}

async fn count_down(timer: &ToyTimer) {
    for left in (1..=3).rev() {
        println!("  {}", left);
        timer.sleep_until(now() + 50 * MS).await;
    }
    println!("  done");
}
