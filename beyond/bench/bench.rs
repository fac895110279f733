// What all contenders in Rust share; each function as in bench.h.
#![allow(dead_code, unused_imports)] // not all use all of it

#[path = "rally.rs"]
mod rally;

pub use rally::rally;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::*};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

// A name, how many numbers follow it, and what prints the figures.
pub type Workload = (&'static str, usize, fn(&[usize]));

// `unlike`: in what a workload is not like ours.
pub fn main(workloads: &[Workload], unlike: &[(&str, &str)]) {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if words == ["list"] {
        workloads.iter().for_each(|one| println!("{}", one.0));
    } else if !ran(workloads, &words) {
        eprintln!("usage: list, or one of");
        workloads
            .iter()
            .for_each(|one| eprintln!("  {} with {} numbers", one.0, one.1));
        std::process::exit(2);
    }
    for (_, note) in unlike.iter().filter(|one| one.0 == words[0]) {
        println!("note {note}");
    }
}

// Whether the words are right.
fn ran(workloads: &[Workload], words: &[&str]) -> bool {
    let numbers: Vec<usize> =
        words.iter().skip(1).map_while(|word| word.parse().ok()).collect();
    let found = workloads.iter().find(|one| {
        words.first() == Some(&one.0)
            && words.len() == 1 + one.1
            && numbers.len() == one.1
    });
    match found {
        Some(one) if numbers[0] > 0 => (one.2)(&numbers),
        _ => return false,
    }
    true
}

pub fn print_figure(name: &str, value: f64) {
    println!("{name} {value:.3}");
}

pub fn print_per(name: &str, time: Duration, count: usize) {
    print_figure(name, time.as_nanos() as f64 / count as f64);
}

pub fn random_below(limit: u64) -> u64 {
    static STATE: AtomicU64 = AtomicU64::new(88172645463325252);
    let mut state = STATE.load(Relaxed);
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    STATE.store(state, Relaxed);
    state % limit
}

// W1 and W2: a future that wakes itself so often, and then is done.

pub struct Yielder(pub usize);

static CALLS: AtomicUsize = AtomicUsize::new(0);

impl Future for Yielder {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<()> {
        CALLS.store(CALLS.load(Relaxed) + 1, Relaxed); // one thread
        if self.0 == 0 {
            return Poll::Ready(());
        }
        self.0 -= 1;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

pub fn calls() -> usize {
    CALLS.load(Relaxed)
}

// W3

fn first_delay(timers: usize) -> Duration {
    Duration::from_millis(10) + Duration::from_micros(2) * timers as u32
}

pub fn far_delays(timers: usize) -> Vec<Duration> {
    (0..timers)
        .map(|_| {
            first_delay(timers)
                + Duration::from_nanos(random_below(1_000_000_000))
        })
        .collect()
}

pub fn sleep_past_delays(start: Instant, timers: usize) {
    let first = start + first_delay(timers);
    assert!(
        Instant::now() < first,
        "too slow: a timer was due while others were registered"
    );
    std::thread::sleep(first + Duration::from_millis(1002) - Instant::now());
}

pub fn print_timers(timers: usize, to_register: Duration, to_fire: Duration) {
    print_per("ns_to_register", to_register, timers);
    print_per("ns_to_fire", to_fire, timers);
    print_per("ns_both", to_register + to_fire, timers);
}

// A waker that counts.
#[derive(Default)]
pub struct Counter(AtomicUsize);

impl Counter {
    pub fn count(&self) -> usize {
        self.0.load(Acquire)
    }
}

impl Wake for Counter {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref()
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.store(self.0.load(Relaxed) + 1, Release); // one thread wakes
    }
}

// W4

pub fn short_delay() -> Duration {
    Duration::from_nanos(1_000_000 + random_below(199_000_000))
}

static LATENESSES: Mutex<Vec<i64>> = Mutex::new(Vec::new());

pub fn note_lateness(until: Instant) {
    let now = Instant::now();
    let late = now.saturating_duration_since(until).as_nanos() as i64;
    let early = until.saturating_duration_since(now).as_nanos() as i64;
    LATENESSES.lock().unwrap().push(late - early);
}

pub fn print_lateness() {
    let mut all = LATENESSES.lock().unwrap();
    all.sort();
    print_figure("us_median", all[all.len() / 2] as f64 / 1e3);
    print_figure("us_99", all[all.len() * 99 / 100] as f64 / 1e3);
    print_figure("early", all.iter().filter(|late| **late < 0).count() as f64);
}

// W6: futures that wait for ever. Who would wake them keeps the wakers, in
// memory that is not counted.

static WAITING: Mutex<Vec<Waker>> = Mutex::new(Vec::new());

pub struct Waiter;

impl Future for Waiter {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context) -> Poll<()> {
        WAITING.lock().unwrap().push(context.waker().clone());
        Poll::Pending
    }
}

fn resident() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm")
        .expect("no /proc/self/statm");
    let pages: usize = statm.split(' ').nth(1).unwrap().parse().unwrap();
    pages * 4096
}

// Returns what is resident before the futures are there.
pub fn prepare_waiters(count: usize) -> usize {
    let mut wakers = vec![Waker::from(Arc::new(Counter::default())); count];
    wakers.clear(); // its memory stays
    *WAITING.lock().unwrap() = wakers;
    resident()
}

pub fn print_waiters(count: usize, before: usize) {
    let grown = resident() - before;
    let wakers = std::mem::take(&mut *WAITING.lock().unwrap());
    assert!(wakers.len() == count, "not every task has begun to wait");
    print_figure("bytes_per_task", grown as f64 / count as f64);
}
