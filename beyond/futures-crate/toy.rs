//! The toy's executor and timer, for Rust.
use crate::bridge::{latest, Handle, ToyTask, WakeHandle};
use std::future::Future;
use std::os::raw::c_int;
use std::pin::Pin;
use std::task::{Context, Poll};

enum Park {}
enum Exec {}
enum Timer {}

extern "C" {
    fn park_new() -> *mut Park;
    fn park_drop(park: *mut Park);
    fn toy_exec_new(park: *mut Park) -> *mut Exec;
    fn toy_exec_spawn(exec: *mut Exec, task: *mut ToyTask);
    fn toy_exec_run(exec: *mut Exec);
    fn toy_exec_free(exec: *mut Exec);
    fn toy_timer_new() -> *mut Timer;
    fn toy_timer_register(timer: *mut Timer, at: i64, wake: *const WakeHandle);
    fn toy_timer_free(timer: *mut Timer);
    fn instant_now() -> i64;
    fn periodic_new(
        id: c_int,
        start: i64,
        period: i64,
        dings: c_int,
        timer: *mut Timer,
        ding: extern "C" fn(c_int),
    ) -> *mut ToyTask;
}

/// Nanoseconds of the toy's clock.
pub fn now() -> i64 {
    // SAFETY: it may be called at any time.
    unsafe { instant_now() }
}

pub struct ToyExec(*mut Park, *mut Exec);

impl ToyExec {
    pub fn new() -> ToyExec {
        // SAFETY: the park outlives the executor: see drop.
        unsafe {
            let park = park_new();
            ToyExec(park, toy_exec_new(park))
        }
    }

    /// # Safety
    /// The task is valid, and now belongs to the executor.
    pub unsafe fn spawn_c(&self, task: *mut ToyTask) {
        toy_exec_spawn(self.1, task)
    }

    pub fn spawn(&self, future: impl Future<Output = ()> + 'static) {
        // SAFETY: it is new.
        unsafe { self.spawn_c(crate::bridge::toy_task(future)) }
    }

    pub fn run(&self) {
        // SAFETY: this is not Sync, so no other thread runs it, too.
        unsafe { toy_exec_run(self.1) }
    }
}

impl Drop for ToyExec {
    fn drop(&mut self) {
        // SAFETY: nobody runs it, and nobody spawns any more.
        unsafe {
            toy_exec_free(self.1);
            park_drop(self.0)
        }
    }
}

pub struct ToyTimer(*mut Timer);

// SAFETY: to register may be done on any thread. To free it is for any but the
// timer's own; an assert in C ends whoever lets a wake drop the last of it.
unsafe impl Send for ToyTimer {}
unsafe impl Sync for ToyTimer {}

impl ToyTimer {
    pub fn new() -> ToyTimer {
        // SAFETY: it may be called at any time.
        let timer = unsafe { toy_timer_new() };
        assert!(!timer.is_null(), "cannot start the timer's thread");
        ToyTimer(timer)
    }

    /// A `Periodic`, which borrows the timer.
    /// # Safety
    /// Whoever gets it must end it before the timer. Period and dings are
    /// positive, and the last of its instants must fit.
    pub unsafe fn periodic(
        &self,
        id: c_int,
        period: i64,
        dings: c_int,
        ding: extern "C" fn(c_int),
    ) -> *mut ToyTask {
        periodic_new(id, now(), period, dings, self.0, ding)
    }

    /// Done as soon as `at` has come, and never before.
    pub fn sleep_until(&self, at: i64) -> Sleep<'_> {
        Sleep { timer: self, at, handle: None }
    }
}

impl Drop for ToyTimer {
    fn drop(&mut self) {
        // SAFETY: it is ours, and nobody can register any more.
        unsafe { toy_timer_free(self.0) }
    }
}

pub struct Sleep<'a> {
    timer: &'a ToyTimer,
    at: i64,
    handle: Option<Handle>, // the one that is registered
}

// SAFETY: a handle may be used and dropped on any thread.
unsafe impl Send for Sleep<'_> {}

impl Future for Sleep<'_> {
    type Output = ();

    // Whoever polls last is woken: for another waker it is registered again.
    fn poll(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<()> {
        if now() >= self.at {
            return Poll::Ready(());
        }
        let (timer, at) = (self.timer.0, self.at);
        let (handle, is_new) = latest(&mut self.handle, context.waker());
        if is_new {
            // SAFETY: the timer lives as long as this borrows it.
            unsafe { toy_timer_register(timer, at, handle.raw()) }
        }
        Poll::Pending
    }
}
