//! Both ways between the toy and the real thing: a C `ToyTask` as a `Future`,
//! and a `Future` as a C `ToyTask`.
use std::future::Future;
use std::mem::{forget, ManuallyDrop};
use std::os::raw::c_int;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::pin::Pin;
use std::sync::atomic::AtomicUsize;
use std::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

// --- task.h and wake.h. A handle is only ever used through pointers, from any
// thread.

#[repr(C)]
pub struct ToyTask(*const TaskVTable);
#[repr(C)]
struct TaskVTable {
    complete: unsafe extern "C" fn(*mut ToyTask, *const WakeHandle) -> c_int,
    destroy: unsafe extern "C" fn(*mut ToyTask),
}
#[repr(C)]
pub struct WakeHandle {
    vtable: *const WakeVTable,
    refs: AtomicUsize,
}
#[repr(C)]
struct WakeVTable {
    wake: unsafe extern "C" fn(*const WakeHandle),
    destroy: unsafe extern "C" fn(*const WakeHandle),
}

const DONE: c_int = 0;
const WILL_WAKE: c_int = 1;

extern "C" {
    fn toy_task_complete(task: *mut ToyTask, wake: *const WakeHandle) -> c_int;
    fn toy_task_destroy(task: *mut ToyTask);
    fn wake_handle_clone(handle: *const WakeHandle) -> *const WakeHandle;
    fn wake_handle_wake(handle: *const WakeHandle);
    fn wake_handle_drop(handle: *const WakeHandle);
}

/// Rust must not unwind into C. The panic has been reported by then; but what
/// was thrown may panic once more when it is dropped.
fn without_panic<T>(otherwise: T, deed: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(deed)).unwrap_or_else(|thrown| {
        let _ = catch_unwind(AssertUnwindSafe(|| drop(thrown))).map_err(forget);
        otherwise
    })
}

// --- A Waker as a WakeHandle

#[repr(C)]
struct WakerHandle {
    handle: WakeHandle, // first, so that a pointer to one is one to the other
    waker: Waker,
}

static WAKER_HANDLE: WakeVTable = WakeVTable { wake: waker_wake, destroy: waker_destroy };

// SAFETY: a handle with this table is part of a WakerHandle, which lives until
// waker_destroy. A Waker may be woken, and dropped, on any thread.
unsafe extern "C" fn waker_wake(handle: *const WakeHandle) {
    without_panic((), || (*handle.cast::<WakerHandle>()).waker.wake_by_ref())
}

unsafe extern "C" fn waker_destroy(handle: *const WakeHandle) {
    without_panic((), || drop(Box::from_raw(handle as *mut WakerHandle)))
}

/// The first handle, and the waker that it wakes.
pub struct Handle(*const WakerHandle);

impl Handle {
    fn new(waker: &Waker) -> Handle {
        let handle = WakeHandle { vtable: &WAKER_HANDLE, refs: AtomicUsize::new(1) };
        Handle(Box::into_raw(Box::new(WakerHandle { handle, waker: waker.clone() })))
    }

    pub fn raw(&self) -> *const WakeHandle {
        self.0.cast()
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        // SAFETY: it is ours, and dropped once.
        unsafe { wake_handle_drop(self.raw()) }
    }
}

/// Keeps the handle that is there for as long as it wakes the right task: C
/// compares its address.
pub fn latest<'a>(handle: &'a mut Option<Handle>, waker: &Waker) -> (&'a Handle, bool) {
    // SAFETY: what a handle is part of lives at least as long.
    let is_new = !handle.as_ref().map_or(false, |one| unsafe { (*one.0).waker.will_wake(waker) });
    if is_new {
        *handle = Some(Handle::new(waker));
    }
    (handle.as_ref().unwrap(), is_new)
}

// --- A ToyTask as a Future

/// A C task. It stays on its thread: it is not `Send`.
pub struct CTask {
    task: *mut ToyTask,
    handle: Option<Handle>, // that it was asked with last
    done: bool,
}

impl CTask {
    /// # Safety
    /// The task is valid, and now belongs to this.
    pub unsafe fn new(task: *mut ToyTask) -> CTask {
        CTask { task, handle: None, done: false }
    }
}

impl Future for CTask {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<()> {
        // In C it is the caller's mistake. Here any safe code may do it.
        assert!(!self.done, "a C task was asked again after its end");
        let task = self.task;
        let (handle, _) = latest(&mut self.handle, context.waker());
        // SAFETY: both are ours, not done, and `mut self` is the only one now.
        self.done = unsafe { toy_task_complete(task, handle.raw()) } == DONE;
        match self.done {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    }
}

impl Drop for CTask {
    fn drop(&mut self) {
        // SAFETY: it is ours, and destroyed once.
        unsafe { toy_task_destroy(self.task) }
    }
}

/// A C task that needs no more than one call at a time, on whatever thread.
pub struct SendCTask(CTask);

impl SendCTask {
    /// # Safety
    /// As for CTask; and the task shares nothing without a lock.
    pub unsafe fn new(task: *mut ToyTask) -> SendCTask {
        SendCTask(CTask::new(task))
    }
}

// SAFETY: whoever made it has promised that. The handle may go anywhere.
unsafe impl Send for SendCTask {}

impl Future for SendCTask {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<()> {
        Pin::new(&mut self.0).poll(context)
    }
}

// --- A WakeHandle as a Waker, and a Future as a ToyTask

// SAFETY of these four: a RawWaker of ours holds a handle, counted once for each
// waker, and all that C does with one it does on any thread.
static WAKER: RawWakerVTable = RawWakerVTable::new(
    |handle| raw(unsafe { wake_handle_clone(handle.cast()) }),
    |handle| unsafe {
        wake_handle_wake(handle.cast());
        wake_handle_drop(handle.cast())
    },
    |handle| unsafe { wake_handle_wake(handle.cast()) },
    |handle| unsafe { wake_handle_drop(handle.cast()) },
);

fn raw(handle: *const WakeHandle) -> RawWaker {
    RawWaker::new(handle.cast(), &WAKER)
}

#[repr(C)]
struct FutureTask {
    task: ToyTask, // first, as above
    future: Pin<Box<dyn Future<Output = ()>>>,
}

static FUTURE_TASK: TaskVTable = TaskVTable { complete: future_complete, destroy: future_destroy };

/// For `toy_exec_spawn`. A panic ends the task.
pub fn toy_task(future: impl Future<Output = ()> + 'static) -> *mut ToyTask {
    let task = ToyTask(&FUTURE_TASK);
    Box::into_raw(Box::new(FutureTask { task, future: Box::pin(future) })).cast()
}

// SAFETY: a task with this table is a FutureTask; calls come one at a time, and
// the handle is good for the call. The waker is not dropped: it is borrowed.
unsafe extern "C" fn future_complete(task: *mut ToyTask, wake: *const WakeHandle) -> c_int {
    let waker = ManuallyDrop::new(Waker::from_raw(raw(wake)));
    without_panic(DONE, || {
        let future = (*task.cast::<FutureTask>()).future.as_mut();
        match future.poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(()) => DONE,
            Poll::Pending => WILL_WAKE,
        }
    })
}

// SAFETY: it was made by Box::into_raw, and this is the last that is done to it.
unsafe extern "C" fn future_destroy(task: *mut ToyTask) {
    without_panic((), || drop(Box::from_raw(task.cast::<FutureTask>())))
}
