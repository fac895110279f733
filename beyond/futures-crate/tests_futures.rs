//! Futures on our executor.
use crate::bridge::{toy_task, CTask};
use crate::toy::{now, ToyExec, ToyTimer};
use crate::*;
use futures::channel::oneshot;
use futures::future::{pending, poll_fn};
use futures::StreamExt;
use std::sync::mpsc;
use std::thread;

#[test]
fn a_c_task_runs_on_toy_exec_beside_a_future() {
    let timer = ToyTimer::new();
    let exec = ToyExec::new();
    // SAFETY: it is new, and ends before the timer.
    unsafe { exec.spawn_c(timer.periodic(9, MS, 2, ding)) };
    exec.spawn(async { ding(9) });
    exec.spawn(move_time(2));

    exec.run();

    assert_eq!(dings(9), 3);
}

#[test]
fn a_future_is_woken_from_another_thread() {
    let exec = ToyExec::new();
    let (sender, receiver) = oneshot::channel();
    let (told, heard) = mpsc::channel();
    exec.spawn(async move { told.send(receiver.await.unwrap()).unwrap() });

    let thread = thread::spawn(move || sender.send(7).unwrap());
    exec.run();

    assert_eq!(heard.recv(), Ok(7));
    thread.join().unwrap();
}

#[test]
fn every_wake_of_four_threads_at_once_is_heard() {
    let exec = ToyExec::new();
    let (sender, mut receiver) = futures::channel::mpsc::unbounded();
    let (told, heard) = mpsc::channel();
    exec.spawn(async move {
        let mut sum = 0;
        while let Some(number) = receiver.next().await {
            sum += number;
        }
        told.send(sum).unwrap()
    });

    thread::scope(|scope| {
        for sender in vec![sender; 4] {
            scope.spawn(move || (1..=1000).for_each(|n| sender.unbounded_send(n).unwrap()));
        }
        exec.run(); // hangs if one is lost
    });

    assert_eq!(heard.recv(), Ok(4 * 500_500));
}

#[test]
fn a_sleep_is_over_at_its_instant_and_no_earlier() {
    let timer = ToyTimer::new();
    let (probe, waker) = Probe::new();
    let mut sleep = timer.sleep_until(now() + 3 * MS);
    assert!(poll(&mut sleep, &waker).is_pending());

    advance(3 * MS - 1);
    assert_eq!(probe.wakes(), 0);
    assert!(poll(&mut sleep, &waker).is_pending());
    advance(1);

    assert_eq!(probe.wakes(), 1);
    assert!(poll(&mut sleep, &waker).is_ready());
}

#[test]
fn an_async_fn_awaits_one_instant_after_the_other() {
    let timer = Arc::new(ToyTimer::new());
    let exec = ToyExec::new();
    exec.spawn(async move {
        for _ in 0..3 {
            timer.sleep_until(now() + MS).await;
            ding(10);
        }
    });
    exec.spawn(move_time(3));

    exec.run();

    assert_eq!(dings(10), 3);
}

#[test]
fn a_dropped_executor_drops_its_futures() {
    let (left, right) = witness();
    let exec = ToyExec::new();
    exec.spawn(async move { drop(right) });

    drop(exec);

    assert!(is_alone(&left));
}

#[test]
fn a_future_that_nobody_can_wake_is_dropped() {
    let (left, right) = witness();
    let exec = ToyExec::new();
    exec.spawn(async move {
        let _right = right;
        pending::<()>().await
    });

    exec.run(); // returns

    assert!(is_alone(&left));
}

#[test]
fn a_waker_may_outlive_the_executor() {
    let (sender, receiver) = mpsc::channel();
    let exec = ToyExec::new();
    exec.spawn(poll_fn(move |context| {
        sender.send(context.waker().clone()).unwrap();
        Poll::Ready(())
    }));
    exec.run();
    drop(exec);

    let waker: Waker = receiver.recv().unwrap();
    let clone = waker.clone();
    assert!(clone.will_wake(&waker));
    waker.wake_by_ref();
    thread::spawn(move || waker.wake()).join().unwrap();
    drop(clone);
}

/// A future on C on a future: what the innermost does to its waker, C counts in
/// its handle, and the outermost sees one clone.
#[test]
fn clones_inside_are_one_clone_outside_and_all_are_dropped() {
    let (probe, waker) = Probe::new();
    let (sender, receiver) = mpsc::channel();
    let inner = toy_task(poll_fn(move |context| {
        (0..10).for_each(|_| sender.send(context.waker().clone()).unwrap());
        Poll::Pending
    }));
    // SAFETY: it is new.
    let mut task = unsafe { CTask::new(inner) };
    assert!(poll(&mut task, &waker).is_pending());

    drop(task);
    let kept: Vec<Waker> = receiver.try_iter().collect();
    assert_eq!((probe.clones(), probe.kept()), (1, 1));
    kept.iter().take(3).for_each(Waker::wake_by_ref);
    kept.into_iter().take(6).for_each(Waker::wake); // drops the other four

    assert_eq!((probe.wakes(), probe.clones(), probe.kept()), (9, 1, 0));
}

#[test]
fn there_and_back_again() {
    let exec = ToyExec::new();
    let (told, heard) = mpsc::channel();
    let inner = toy_task(async move { told.send(()).unwrap() });

    // SAFETY: it is new.
    exec.spawn(unsafe { CTask::new(inner) });
    exec.run();

    assert_eq!(heard.recv(), Ok(()));
}
