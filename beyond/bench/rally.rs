// W5: two threads, each bound to a CPU, play a ball to one another.
use crate::bench::{print_figure, print_per};
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

extern "C" {
    fn sched_setaffinity(pid: i32, size: usize, cpus: *const u64) -> i32;
    fn getrusage(who: i32, usage: *mut [i64; 18]) -> i32;
}

fn pin_to(cpu: usize) {
    let mut cpus = [0u64; 16];
    cpus[cpu / 64] = 1 << (cpu % 64);
    let error = unsafe {
        sched_setaffinity(0, std::mem::size_of_val(&cpus), cpus.as_ptr())
    };
    assert!(error == 0, "cannot bind to that CPU");
}

fn voluntary_switches() -> i64 {
    let mut usage = [0i64; 18]; // two times two of time, then 14
    unsafe { getrusage(0, &mut usage) };
    usage[16]
}

static BALL: AtomicUsize = AtomicUsize::new(0);
static LAST_PASS: AtomicUsize = AtomicUsize::new(0);

pub fn rally(argument: &[usize], play: fn(Player)) {
    let trips = argument[0];
    LAST_PASS.store(2 * trips, SeqCst);
    let start = Instant::now();
    let threads: Vec<_> = [(0, argument[1]), (1, argument[2])]
        .into_iter()
        .map(|(side, cpu)| {
            std::thread::spawn(move || {
                pin_to(cpu);
                play(Player::new(side))
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    print_per("us_per_trip", start.elapsed() / 1000, trips);
    print_figure("sleeps_per_trip", voluntary_switches() as f64 / trips as f64);
}

static WAKERS: [Mutex<Option<Waker>>; 2] = [Mutex::new(None), Mutex::new(None)];

// The task of one side.
pub struct Player {
    side: usize,
    is_first: bool,
    other: Option<Waker>,
}

impl Player {
    fn new(side: usize) -> Player {
        Player { side, is_first: true, other: None }
    }

    fn plays(&self) -> bool {
        let is_mine = BALL.load(SeqCst) % 2 == self.side;
        if is_mine && !is_over() {
            BALL.fetch_add(1, SeqCst);
        }
        is_mine
    }
}

fn is_over() -> bool {
    BALL.load(SeqCst) >= LAST_PASS.load(SeqCst)
}

impl Future for Player {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<()> {
        let is_first = std::mem::replace(&mut self.is_first, false);
        if is_first {
            *WAKERS[self.side].lock().unwrap() = Some(context.waker().clone());
        }
        if self.other.is_none() {
            self.other = WAKERS[1 - self.side].lock().unwrap().clone();
        }
        if let Some(other) = &self.other {
            if self.plays() || is_first {
                other.wake_by_ref();
            }
            if is_over() {
                return Poll::Ready(());
            }
        }
        Poll::Pending
    }
}
