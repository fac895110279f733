//! No panic crosses into C: there, it would abort, or worse.
use crate::toy::{now, ToyExec, ToyTimer};
use crate::*;
use futures::future::{pending, poll_fn};
use std::mem::ManuallyDrop;
use std::panic::resume_unwind;
use std::sync::mpsc;
use std::task::Wake;

fn count_after(exec: ToyExec) -> usize {
    let (told, heard) = mpsc::channel();
    exec.spawn(async move { told.send(()).unwrap() });
    exec.run();
    heard.try_iter().count()
}

#[test]
fn a_panic_ends_its_task_and_no_other() {
    let (left, right) = witness();
    let calls = Arc::new(AtomicUsize::new(0));
    let (sender, receiver) = mpsc::channel();
    let exec = ToyExec::new();
    let counted = calls.clone();
    exec.spawn(poll_fn(move |context| {
        let _ = &right;
        counted.fetch_add(1, SeqCst);
        sender.send(context.waker().clone()).unwrap();
        panic!("this one is meant")
    }));
    exec.spawn(async move { receiver.try_iter().for_each(Waker::wake) }); // in vain

    assert_eq!(count_after(exec), 1);
    assert_eq!(calls.load(SeqCst), 1);
    assert!(is_alone(&left));
}

struct PanicsAtEnd;

impl Drop for PanicsAtEnd {
    fn drop(&mut self) {
        resume_unwind(Box::new("this one is meant, too"))
    }
}

#[test]
fn a_panic_in_the_end_of_a_task_does_not_reach_c() {
    let exec = ToyExec::new();
    let end = PanicsAtEnd;
    exec.spawn(async move {
        let _end = &end;
        pending::<()>().await
    });

    assert_eq!(count_after(exec), 1);
}

struct ThrowsAgain;

impl Drop for ThrowsAgain {
    fn drop(&mut self) {
        resume_unwind(Box::new(())) // needs no memory that would be lost
    }
}

#[test]
fn what_is_thrown_may_panic_when_it_is_dropped() {
    let exec = ToyExec::new();
    exec.spawn(async { std::panic::panic_any(ThrowsAgain) });

    assert_eq!(count_after(exec), 1);
}

struct PanicsAtWake(AtomicUsize);

impl Wake for PanicsAtWake {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
        panic!("and so is this")
    }
}

#[test]
fn a_panic_in_a_wake_does_not_reach_the_timer() {
    let timer = ToyTimer::new();
    let panics = Arc::new(PanicsAtWake(AtomicUsize::new(0)));
    let (probe, waker) = Probe::new();
    let mut first = timer.sleep_until(now() + MS);
    let mut second = timer.sleep_until(now() + 2 * MS);
    assert!(poll(&mut first, &panics.clone().into()).is_pending());
    assert!(poll(&mut second, &waker).is_pending());

    advance(MS);
    assert_eq!((panics.0.load(SeqCst), probe.wakes()), (1, 0));
    advance(MS);

    assert_eq!(probe.wakes(), 1); // the timer goes on
}

// SAFETY of these: they do nothing with the pointer.
static PANICS_AT_DROP: RawWakerVTable = RawWakerVTable::new(
    |nothing| RawWaker::new(nothing, &PANICS_AT_DROP),
    |_| {},
    |_| {},
    |_| resume_unwind(Box::new("the last one that is meant")),
);

#[test]
fn a_panic_in_the_end_of_a_waker_does_not_reach_the_timer() {
    let timer = ToyTimer::new();
    let (probe, waker) = Probe::new();
    let mut first = timer.sleep_until(now() + MS);
    let mut second = timer.sleep_until(now() + 2 * MS);
    // SAFETY: the table fits any pointer.
    let panics = unsafe { Waker::from_raw(RawWaker::new(std::ptr::null(), &PANICS_AT_DROP)) };
    let panics = ManuallyDrop::new(panics); // this one must not
    assert!(poll(&mut first, &panics).is_pending());
    assert!(poll(&mut second, &waker).is_pending());
    drop(first); // the timer's is the last

    advance(2 * MS);

    assert_eq!(probe.wakes(), 1);
}
