//! C tasks on the real executors.
use crate::bridge::{toy_task, CTask, SendCTask};
use crate::toy::{now, ToyTimer};
use crate::*;
use futures::executor::{block_on, LocalPool, ThreadPool};
use futures::future::{join, pending};
use futures::task::{LocalSpawnExt, SpawnExt};
use std::panic::{catch_unwind, AssertUnwindSafe};

// SAFETY of all that is made here: each task is new, ends before its timer, and
// shares nothing but counts that are atomic.
fn c_task(timer: &ToyTimer, id: c_int, count: c_int) -> CTask {
    unsafe { CTask::new(timer.periodic(id, MS, count, ding)) }
}

fn send_c_task(timer: &ToyTimer, id: c_int, count: c_int) -> SendCTask {
    unsafe { SendCTask::new(timer.periodic(id, MS, count, ding)) }
}

#[test]
fn c_tasks_ding_on_local_pool() {
    let timer = ToyTimer::new();
    let mut pool = LocalPool::new();
    for _ in 0..3 {
        pool.spawner().spawn_local(c_task(&timer, 0, 2)).unwrap();
    }

    for expected in [0, 3, 6] {
        pool.run_until_stalled();
        assert_eq!(dings(0), expected);
        advance(MS);
    }
    pool.run(); // returns: none is left
}

#[test]
fn a_c_task_dings_on_thread_pool() {
    let timer = ToyTimer::new();
    let pool = ThreadPool::new().unwrap();
    let handle = pool.spawn_with_handle(send_c_task(&timer, 1, 5)).unwrap();

    while dings(1) < 5 {
        advance(MS);
        std::thread::yield_now();
    }
    block_on(handle);

    assert_eq!(dings(1), 5);
}

#[test]
fn a_c_task_dings_on_tokio() {
    let timer = ToyTimer::new();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();

    runtime.block_on(join(c_task(&timer, 2, 5), move_time(5)));

    assert_eq!(dings(2), 5);
}

#[test]
fn c_tasks_ding_on_the_threads_of_tokio() {
    let timer = ToyTimer::new();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(3).build().unwrap();
    let tasks: Vec<_> = (0..10).map(|_| runtime.spawn(send_c_task(&timer, 3, 5))).collect();

    while dings(3) < 50 {
        advance(MS);
        std::thread::yield_now();
    }

    for task in tasks {
        runtime.block_on(task).unwrap();
    }
    assert_eq!(dings(3), 50);
}

#[test]
fn many_polls_with_one_waker_make_one_clone_and_one_registration() {
    let timer = ToyTimer::new();
    let (probe, waker) = Probe::new();
    let mut task = c_task(&timer, 4, 1);

    for _ in 0..1000 {
        assert!(poll(&mut task, &waker).is_pending());
    }
    advance(MS);

    assert_eq!((probe.clones(), probe.wakes()), (1, 1));
    assert!(poll(&mut task, &waker).is_ready());
    drop(task);
    assert_eq!(probe.kept(), 0);
}

#[test]
fn the_latest_waker_is_woken() {
    let timer = ToyTimer::new();
    let (_, first) = Probe::new();
    let (probe, second) = Probe::new();
    let mut task = c_task(&timer, 5, 1);
    let mut sleep = timer.sleep_until(now() + MS);
    for waker in [&first, &second] {
        assert!(poll(&mut task, waker).is_pending());
        assert!(poll(&mut sleep, waker).is_pending());
    }

    advance(MS);

    assert_eq!(probe.wakes(), 2);
}

#[test]
fn a_dropped_future_leaves_nothing_when_its_instant_has_come() {
    let timer = ToyTimer::new();
    let (probe, waker) = Probe::new();
    let mut task = c_task(&timer, 6, 1);
    let mut sleep = timer.sleep_until(now() + MS);
    let _ = (poll(&mut task, &waker), poll(&mut sleep, &waker));

    drop((task, sleep));

    assert_eq!(probe.kept(), 2); // the timer's are left
    advance(MS);
    assert_eq!((probe.kept(), probe.wakes()), (0, 2)); // for nobody
    assert_eq!(dings(6), 0);
}

#[test]
fn a_dropped_timer_drops_the_wakers() {
    let timer = ToyTimer::new();
    let (probe, waker) = Probe::new();
    let mut task = c_task(&timer, 7, 1);
    assert!(poll(&mut task, &waker).is_pending());

    drop(task);
    drop(timer);

    assert_eq!((probe.clones(), probe.kept(), probe.wakes()), (1, 0, 0));
}

#[test]
fn a_c_task_is_not_called_after_its_end() {
    let timer = ToyTimer::new();
    let (_, waker) = Probe::new();
    let mut task = c_task(&timer, 8, 1);
    advance(MS);
    assert!(poll(&mut task, &waker).is_ready());

    let again = catch_unwind(AssertUnwindSafe(|| poll(&mut task, &waker)));

    assert!(again.is_err());
    assert_eq!(dings(8), 1);
}

#[test]
fn dropped_executors_end_their_c_tasks() {
    let (left, right) = witness();
    let task = || {
        let held = right.clone();
        unsafe {
            SendCTask::new(toy_task(async move {
                let _held = held;
                pending::<()>().await
            }))
        }
    };
    let mut pool = LocalPool::new();
    pool.spawner().spawn_local(task()).unwrap();
    pool.run_until_stalled();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.spawn(task());
    runtime.block_on(tokio::task::yield_now());

    drop((pool, runtime, task));
    drop(right);

    assert!(is_alone(&left));
}
