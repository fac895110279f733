// What all contenders in Rust share; each function as in bench.h.
#![allow(dead_code)]

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering::*};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

pub type Workload = (&'static str, usize, fn(&[usize]));

pub fn main(workloads: &[Workload], unlike: &[(&str, &str)]) {
    let words: Vec<String> = std::env::args().collect();
    if words.len() == 2 && words[1] == "list" {
        workloads.iter().for_each(|(name, _, _)| println!("{name}"));
        return;
    }
    let numbers: Option<Vec<usize>> =
        words.iter().skip(2).map(|word| word.parse().ok()).collect();
    let found = workloads.iter().find(|one| words.get(1).map(|w| w == one.0) == Some(true));
    match (found, numbers) {
        (Some((name, count, run)), Some(numbers))
            if numbers.len() == *count && numbers[0] > 0 =>
        {
            run(&numbers);
            for (_, note) in unlike.iter().filter(|one| one.0 == *name) {
                println!("note {note}");
            }
        }
        _ => {
            eprintln!("usage: {} list, or one of", words[0]);
            workloads.iter().for_each(|(name, count, _)| eprintln!("  {name} with {count} numbers"));
            std::process::exit(2);
        }
    }
}

pub fn print_figure(name: &str, value: f64) {
    println!("{name} {value:.3}");
}

pub fn print_per(name: &str, time: Duration, count: usize) {
    print_figure(name, time.as_nanos() as f64 / count as f64);
}

pub fn random_below(limit: u64) -> u64 {
    static STATE: AtomicI64 = AtomicI64::new(88172645463325252);
    let mut state = STATE.load(Relaxed) as u64;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    STATE.store(state as i64, Relaxed);
    state % limit
}

// W1 and W2: a future that wakes itself so often, and then is done.

pub struct Yielder(pub usize);

static CALLS: AtomicUsize = AtomicUsize::new(0);

impl Future for Yielder {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<()> {
        CALLS.store(CALLS.load(Relaxed) + 1, Relaxed); // one thread: no need to lock
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
        .map(|_| first_delay(timers) + Duration::from_nanos(random_below(1_000_000_000)))
        .collect()
}

pub fn sleep_past_delays(start: Instant, timers: usize) {
    let first = start + first_delay(timers);
    assert!(Instant::now() < first, "too slow: a timer was due while others were registered");
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

// W5

extern "C" {
    fn sched_setaffinity(pid: i32, size: usize, cpus: *const u64) -> i32;
    fn getrusage(who: i32, usage: *mut [i64; 18]) -> i32;
}

fn pin_to(cpu: usize) {
    let mut cpus = [0u64; 16];
    cpus[cpu / 64] = 1 << (cpu % 64);
    let error = unsafe { sched_setaffinity(0, std::mem::size_of_val(&cpus), cpus.as_ptr()) };
    assert!(error == 0, "cannot bind to that CPU");
}

fn voluntary_switches() -> i64 {
    let mut usage = [0i64; 18]; // two times of two numbers each, then 14 numbers
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
    let statm = std::fs::read_to_string("/proc/self/statm").expect("no /proc/self/statm");
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
