//! Counts of calls, wakes, clones and drops on both sides. Time moves only when
//! a test says so; that clock is one for all, so they run one at a time.
mod bridge;
#[path = "tests_c_tasks.rs"]
mod c_tasks;
#[path = "tests_futures.rs"]
mod futures_on_ours;
#[path = "tests_panics.rs"]
mod panics;
mod toy;

use std::future::Future;
use std::os::raw::c_int;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::Arc;
use std::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

const MS: i64 = 1_000_000;

// The steps' own objects, with fake_clock.c of `common` in the clock's place.
#[link(name = "toy_fake", kind = "static")]
extern "C" {
    fn fake_clock_advance(by: i64);
}

/// When it returns, all timers have done what is due by then, and sleep.
fn advance(by: i64) {
    // SAFETY: it may be called at any time, but not by a timer's wake.
    unsafe { fake_clock_advance(by) }
}

/// Moves time from inside an executor, a millisecond in each of its rounds.
async fn move_time(times: usize) {
    for _ in 0..times {
        advance(MS);
        let mut asked = false;
        futures::future::poll_fn(|context| {
            context.waker().wake_by_ref();
            match std::mem::replace(&mut asked, true) {
                true => Poll::Ready(()),
                false => Poll::Pending,
            }
        })
        .await
    }
}

/// Dings of the tasks with this number; each test has numbers of its own.
static DINGS: [AtomicUsize; 12] = [ZERO; 12];
#[allow(clippy::declare_interior_mutable_const)]
const ZERO: AtomicUsize = AtomicUsize::new(0);

extern "C" fn ding(id: c_int) {
    DINGS[id as usize].fetch_add(1, SeqCst);
}

fn dings(id: usize) -> usize {
    DINGS[id].load(SeqCst)
}

/// A waker that counts what is done to it and to its clones.
#[derive(Default)]
struct Probe {
    clones: AtomicUsize,
    wakes: AtomicUsize,
    drops: AtomicUsize,
}

// SAFETY of these: the pointer is from Arc::into_raw, and counted for each waker.
static PROBE: RawWakerVTable = RawWakerVTable::new(
    |probe| unsafe {
        (*probe.cast::<Probe>()).clones.fetch_add(1, SeqCst);
        Arc::increment_strong_count(probe.cast::<Probe>());
        RawWaker::new(probe, &PROBE)
    },
    |probe| unsafe {
        probe_wake(probe);
        probe_drop(probe)
    },
    |probe| unsafe { probe_wake(probe) },
    |probe| unsafe { probe_drop(probe) },
);

unsafe fn probe_wake(probe: *const ()) {
    (*probe.cast::<Probe>()).wakes.fetch_add(1, SeqCst);
}

unsafe fn probe_drop(probe: *const ()) {
    Arc::from_raw(probe.cast::<Probe>()).drops.fetch_add(1, SeqCst);
}

impl Probe {
    fn new() -> (Arc<Probe>, Waker) {
        let probe = Arc::new(Probe::default());
        let raw = RawWaker::new(Arc::into_raw(probe.clone()).cast(), &PROBE);
        // SAFETY: the table is the pointer's.
        (probe, unsafe { Waker::from_raw(raw) })
    }

    fn wakes(&self) -> usize {
        self.wakes.load(SeqCst)
    }

    fn clones(&self) -> usize {
        self.clones.load(SeqCst)
    }

    /// Clones that have not been dropped yet.
    fn kept(&self) -> usize {
        self.clones() - self.drops.load(SeqCst)
    }
}

fn poll(task: &mut (impl Future<Output = ()> + Unpin), waker: &Waker) -> Poll<()> {
    Pin::new(task).poll(&mut Context::from_waker(waker))
}

/// What a task holds, so that a test sees when the task has ended.
fn witness() -> (Arc<()>, Arc<()>) {
    let witness = Arc::new(());
    (witness.clone(), witness)
}

fn is_alone(witness: &Arc<()>) -> bool {
    Arc::strong_count(witness) == 1
}

/// Two answers if T is Send, and then the compiler cannot choose one.
trait NotSend<Answer> {
    fn says_so() {}
}
impl<T> NotSend<()> for T {}
impl<T: Send> NotSend<u8> for T {}

#[test]
fn a_c_task_stays_on_its_thread_unless_somebody_vouches_for_it() {
    fn is_send<T: Send>() {}

    is_send::<bridge::SendCTask>();
    <bridge::CTask as NotSend<_>>::says_so();
}
