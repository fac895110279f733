//! Counts of calls, wakes, clones and drops on both sides.
#[allow(dead_code)]
mod bridge;
mod toy;

use bridge::{toy_task, CTask, SendCTask};
use futures::channel::oneshot;
use futures::executor::{block_on, LocalPool, ThreadPool};
use futures::task::{LocalSpawnExt, SpawnExt};
use std::future::Future;
use std::os::raw::c_int;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{mpsc, Arc};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use toy::{now, ToyExec, ToyTimer};

const MS: i64 = 1_000_000;
const NEVER: i64 = 3_600_000 * MS;

/// Dings of the tasks with this number; each test has numbers of its own.
static DINGS: [AtomicUsize; 10] = [ZERO; 10];
const ZERO: AtomicUsize = AtomicUsize::new(0);

extern "C" fn ding(id: c_int) {
    DINGS[id as usize].fetch_add(1, SeqCst);
}

fn dings(id: usize) -> usize {
    DINGS[id].load(SeqCst)
}

/// A waker that counts, and sends a word at each wake. How many clones there are
/// is the count of its Arc.
struct Probe(AtomicUsize, std::sync::Mutex<mpsc::Sender<()>>);

impl Wake for Probe {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
        let _ = self.1.lock().unwrap().send(());
    }
}

fn probe() -> (Arc<Probe>, Waker, mpsc::Receiver<()>) {
    let (sender, receiver) = mpsc::channel();
    let probe = Arc::new(Probe(AtomicUsize::new(0), sender.into()));
    (probe.clone(), probe.into(), receiver)
}

fn poll(task: &mut (impl Future<Output = ()> + Unpin), waker: &Waker) -> Poll<()> {
    Pin::new(task).poll(&mut Context::from_waker(waker))
}

#[test]
fn c_tasks_ding_on_local_pool() {
    let timer = ToyTimer::new();
    let mut pool = LocalPool::new();
    for _ in 0..3 {
        let task = unsafe { CTask::new(timer.periodic(0, MS, 2, ding)) };
        pool.spawner().spawn_local(task).unwrap();
    }

    pool.run();

    assert_eq!(dings(0), 6);
}

#[test]
fn a_c_task_dings_on_thread_pool() {
    let timer = ToyTimer::new();
    let task = unsafe { SendCTask::new(timer.periodic(1, MS, 5, ding)) };

    block_on(ThreadPool::new().unwrap().spawn_with_handle(task).unwrap());

    assert_eq!(dings(1), 5);
}

#[test]
fn a_c_task_dings_on_tokio() {
    let timer = ToyTimer::new();
    let task = unsafe { CTask::new(timer.periodic(2, MS, 5, ding)) };

    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(task);

    assert_eq!(dings(2), 5);
}

#[test]
fn a_c_task_runs_on_toy_exec_beside_a_future() {
    let timer = ToyTimer::new();
    let exec = ToyExec::new();
    unsafe { exec.spawn_c(timer.periodic(3, MS, 2, ding)) };
    exec.spawn(async { ding(3) });

    exec.run();

    assert_eq!(dings(3), 3);
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
fn a_sleep_is_over_no_earlier_than_its_instant() {
    let timer = Arc::new(ToyTimer::new());
    let inside = timer.clone();
    let exec = ToyExec::new();
    let at = now() + 3 * MS;
    exec.spawn(async move { inside.sleep_until(at).await });

    exec.run();
    assert!(now() >= at);

    let at = now() + 3 * MS;
    block_on(timer.sleep_until(at));
    assert!(now() >= at);
}

#[test]
fn many_polls_with_one_waker_make_one_clone_and_one_registration() {
    let timer = ToyTimer::new();
    let (probe, waker, woken) = probe();
    let mut task = unsafe { CTask::new(timer.periodic(4, 20 * MS, 1, ding)) };

    for _ in 0..1000 {
        let _ = poll(&mut task, &waker);
    }
    let clones = Arc::strong_count(&probe) - 2; // less ours and the waker's

    assert_eq!(clones, 1);
    while poll(&mut task, &waker).is_pending() {
        woken.recv().unwrap();
    }
    assert_eq!(probe.0.load(SeqCst), 1);
}

#[test]
fn the_latest_waker_is_woken() {
    let timer = ToyTimer::new();
    let (_, first, _) = probe();
    let (_, second, woken) = probe();
    let mut task = unsafe { CTask::new(timer.periodic(5, 5 * MS, 1, ding)) };
    let mut sleep = timer.sleep_until(now() + 5 * MS);

    for waker in [&first, &second] {
        assert!(poll(&mut task, waker).is_pending());
        assert!(poll(&mut sleep, waker).is_pending());
    }

    woken.recv().unwrap();
    woken.recv().unwrap();
}

#[test]
fn a_dropped_future_leaves_nothing_when_its_instant_has_come() {
    let timer = ToyTimer::new();
    let (probe, waker, woken) = probe();
    let mut task = unsafe { CTask::new(timer.periodic(6, 5 * MS, 1, ding)) };
    let mut sleep = timer.sleep_until(now() + 5 * MS);
    let _ = (poll(&mut task, &waker), poll(&mut sleep, &waker));

    drop((task, sleep));

    assert_eq!(Arc::strong_count(&probe), 4); // the timer's are left
    woken.recv().unwrap(); // for nobody
    woken.recv().unwrap();
    drop(timer);
    assert_eq!(Arc::strong_count(&probe), 2);
    assert_eq!(dings(6), 0);
}

#[test]
fn a_dropped_timer_drops_the_wakers() {
    let timer = ToyTimer::new();
    let (probe, waker, _woken) = probe();
    let mut task = unsafe { CTask::new(timer.periodic(7, NEVER, 1, ding)) };
    let _ = poll(&mut task, &waker);

    drop(task);
    drop(timer);

    assert_eq!(Arc::strong_count(&probe), 2);
    assert_eq!(probe.0.load(SeqCst), 0);
}

#[test]
fn a_dropped_executor_drops_its_futures() {
    let witness = Arc::new(());
    let kept = witness.clone();
    let exec = ToyExec::new();
    exec.spawn(async move { drop(kept) });

    drop(exec);

    assert_eq!(Arc::strong_count(&witness), 1);
}

#[test]
fn a_future_that_nobody_can_wake_is_dropped() {
    let witness = Arc::new(());
    let kept = witness.clone();
    let exec = ToyExec::new();
    exec.spawn(async move {
        let _kept = kept;
        futures::future::pending::<()>().await
    });

    exec.run(); // returns

    assert_eq!(Arc::strong_count(&witness), 1);
}

#[test]
fn a_waker_may_outlive_the_executor() {
    let (sender, receiver) = mpsc::channel();
    let exec = ToyExec::new();
    exec.spawn(futures::future::poll_fn(move |context| {
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

#[test]
fn a_panic_ends_its_task_and_no_other() {
    let (told, heard) = mpsc::channel();
    let exec = ToyExec::new();
    exec.spawn(async { panic!("this one is meant") });
    exec.spawn(async move { told.send(()).unwrap() });

    exec.run();

    assert_eq!(heard.recv(), Ok(()));
}

struct PanicsAtEnd;

impl Drop for PanicsAtEnd {
    fn drop(&mut self) {
        panic!("this one is meant, too")
    }
}

#[test]
fn a_panic_in_the_end_of_a_task_does_not_reach_c() {
    let exec = ToyExec::new();
    let end = PanicsAtEnd;
    exec.spawn(async move {
        let _end = &end;
        futures::future::pending::<()>().await
    });

    exec.run(); // returns
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
    let (_, waker, woken) = probe();
    let mut first = timer.sleep_until(now() + 2 * MS);
    let mut second = timer.sleep_until(now() + 4 * MS);

    let _ = poll(&mut first, &panics.clone().into());
    let _ = poll(&mut second, &waker);

    woken.recv().unwrap(); // the timer goes on
    assert_eq!(panics.0.load(SeqCst), 1);
}

#[test]
fn there_and_back_again() {
    let exec = ToyExec::new();
    let (told, heard) = mpsc::channel();
    let inner = toy_task(async move { told.send(()).unwrap() });

    exec.spawn(unsafe { CTask::new(inner) });
    exec.run();

    assert_eq!(heard.recv(), Ok(()));
}
