//! The registry as JavaScript holds it: verbs at once, on Node's thread pool, or on a thread of their own.

use std::net::TcpListener;

use napi::bindgen_prelude::{AsyncTask, Object, Result, Task, ToNapiValue};
use napi::{Env, JsDeferred};
use napi_derive::napi;
use portreg_core::{Canceller, Error, Registry};

use crate::answer::answer;
use crate::feed::Feed;
use crate::lock::Guard;
use crate::options;
use crate::stack::Running;
use crate::verbs::{call, format_of, read};

/// A promise that some thread keeps.
pub(crate) type Deferred<T> = JsDeferred<T, Box<dyn FnOnce(Env) -> Result<T>>>;

/// Keeps a promise, with a value or an error. The value becomes one of JavaScript when it gets there: a lock or
/// a stack for a worker thread that has ended meanwhile is none yet, and ends as it does in Rust.
pub(crate) fn settle<T, J>(promise: Deferred<J>, result: Result<T>)
where
    T: Into<J> + Send + 'static,
    J: ToNapiValue + 'static,
{
    match result {
        Ok(value) => promise.resolve(Box::new(move |_| Ok(value.into()))),
        Err(error) => promise.reject(error),
    }
}

/// An open registry.
#[napi]
pub struct Handle {
    registry: Registry,
}

/// Ends what waits.
#[napi]
pub struct Cancel {
    pub(crate) canceller: Canceller,
}

#[napi]
impl Cancel {
    /// One that nothing was called with yet.
    #[napi(constructor)]
    pub fn new() -> Result<Self> {
        Ok(Self { canceller: answer(Canceller::new)? })
    }

    /// Ends what waits, and what will.
    #[napi]
    pub fn cancel(&self) {
        self.canceller.cancel();
    }
}

/// Nobody waits for what it belongs to any more, or the worker thread that did has ended.
impl Drop for Cancel {
    fn drop(&mut self) {
        self.canceller.cancel();
    }
}

#[napi]
impl Handle {
    /// Opens the registry in this file, or the user's.
    #[napi(constructor)]
    pub fn new(path: Option<String>) -> Result<Self> {
        let registry = answer(|| match &path {
            Some(path) => Registry::open_at(path),
            None => Registry::open(),
        })?;
        Ok(Self { registry })
    }

    /// The registry file.
    #[napi(getter)]
    pub fn path(&self) -> String {
        self.registry.path().display().to_string()
    }

    /// Does what a verb says, and gives the answer as JSON.
    #[napi]
    pub fn call(&self, verb: String, given: String) -> Result<String> {
        answer(|| call(&self.registry, &verb, &given))
    }

    /// The same on a thread of Node's pool: for what is soon over.
    #[napi(ts_return_type = "Promise<string>")]
    pub fn call_async(&self, verb: String, given: String) -> AsyncTask<Call> {
        AsyncTask::new(Call { registry: self.registry.clone(), verb, given })
    }

    /// The same on a thread of its own: for what waits, until it is cancelled.
    #[napi(ts_return_type = "Promise<string>")]
    pub fn call_waiting<'env>(
        &self,
        env: &'env Env,
        verb: String,
        given: String,
        cancel: &Cancel,
    ) -> Result<Object<'env>> {
        let (registry, canceller) = (self.registry.clone(), cancel.canceller.clone());
        apart::<_, String>(env, move || {
            canceller.scope(|| answer(|| call(&registry, &verb, &given)))
        })
    }

    /// What is published, one after the other.
    #[napi]
    pub fn subscribe(&self, given: String) -> Result<Feed> {
        answer(|| {
            #[derive(serde::Deserialize)]
            struct Arguments {
                pattern: String,
                options: options::Subscribe,
            }
            let Arguments { pattern, options } = read(&given)?;
            Feed::of(self.registry.subscribe(&pattern, &options.into())?)
        })
    }

    /// What a service printed and prints, one line after the other.
    #[napi]
    pub fn logs(&self, given: String) -> Result<Feed> {
        answer(|| {
            #[derive(serde::Deserialize)]
            struct Arguments {
                target: String,
                options: options::Logs,
            }
            let Arguments { target, options } = read(&given)?;
            Feed::of(self.registry.logs(&target, &options.into())?)
        })
    }

    /// What happens in the registry, one after the other.
    #[napi]
    pub fn watch(&self, given: String) -> Result<Feed> {
        answer(|| {
            #[derive(serde::Deserialize)]
            struct Arguments {
                pattern: Option<String>,
                options: options::Watch,
            }
            let Arguments { pattern, options } = read(&given)?;
            Feed::of(self.registry.watch(pattern.as_deref(), options.into())?)
        })
    }

    /// Keeps variables in a file current: the names of those that have changed, one list after the other.
    #[napi]
    pub fn watch_env(&self, given: String) -> Result<Feed> {
        answer(|| {
            #[derive(serde::Deserialize)]
            struct Arguments {
                file: std::path::PathBuf,
                pattern: Option<String>,
                options: options::WatchEnv,
            }
            let Arguments { file, pattern, options } = read(&given)?;
            let format = format_of(options.format.as_deref())?;
            Feed::of(self.registry.watch_env(pattern.as_deref(), format, &file)?)
        })
    }

    /// Waits for a lock and takes it.
    #[napi(ts_return_type = "Promise<Guard>")]
    pub fn lock<'env>(
        &self,
        env: &'env Env,
        given: String,
        cancel: &Cancel,
    ) -> Result<Object<'env>> {
        #[derive(serde::Deserialize)]
        struct Arguments {
            name: String,
            options: options::Lock,
        }
        let (registry, canceller) = (self.registry.clone(), cancel.canceller.clone());
        apart::<_, Guard>(env, move || {
            canceller.scope(|| {
                answer(|| {
                    let Arguments { name, options } = read(&given)?;
                    registry.lock(&name, &options.into())
                })
            })
        })
    }

    /// Starts a stack that runs as long as this process and its handle.
    #[napi(ts_return_type = "Promise<Running>")]
    pub fn up<'env>(&self, env: &'env Env, given: String, cancel: &Cancel) -> Result<Object<'env>> {
        let (registry, canceller) = (self.registry.clone(), cancel.canceller.clone());
        apart::<_, Running>(env, move || {
            answer(|| {
                let stack = canceller.scope(|| registry.up(&Running::options(&given)?))?;
                // Who has given up meanwhile would have nothing in hand to end it by.
                if canceller.is_cancelled() {
                    return Err(Error::Cancelled { what: "starting services".to_owned() });
                }
                Ok(stack)
            })
        })
    }

    /// Starts a stack that goes on without this process: what its supervisor reports.
    #[napi]
    pub fn up_detached(&self, given: String, command: Option<String>) -> Result<Feed> {
        answer(|| {
            let options = Running::options(&given)?;
            Feed::of(self.registry.up_detached(&options, command.as_deref().map(AsRef::as_ref))?)
        })
    }

    /// Binds the port of a claim on both loopbacks and listens: the descriptors of the sockets.
    #[napi]
    pub fn listen(&self, claim: String) -> Result<Vec<i32>> {
        answer(|| {
            let claim: portreg_core::Claim = read(&claim)?;
            descriptors(claim.listen()?)
        })
    }
}

#[cfg(unix)]
fn descriptors(sockets: Vec<TcpListener>) -> portreg_core::Result<Vec<i32>> {
    use std::os::fd::IntoRawFd as _;
    Ok(sockets.into_iter().map(|socket| socket.into_raw_fd()).collect())
}

/// Node takes no socket of another library on Windows.
#[cfg(windows)]
fn descriptors(_sockets: Vec<TcpListener>) -> portreg_core::Result<Vec<i32>> {
    let what = "listening on the port of a claim on Windows: listen on claim.port".to_owned();
    Err(portreg_core::Error::Unsupported { what })
}

/// A verb on a thread of Node's pool.
pub struct Call {
    registry: Registry,
    verb: String,
    given: String,
}

impl Task for Call {
    type Output = String;
    type JsValue = String;

    fn compute(&mut self) -> Result<String> {
        answer(|| call(&self.registry, &self.verb, &self.given))
    }

    fn resolve(&mut self, _: Env, output: String) -> Result<String> {
        Ok(output)
    }
}

/// A promise that is kept by a thread of its own.
pub(crate) fn apart<T, J>(
    env: &Env,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<Object<'_>>
where
    T: Into<J> + Send + 'static,
    J: ToNapiValue + 'static,
{
    let (deferred, promise): (Deferred<J>, _) = env.create_deferred()?;
    answer(|| thread("portreg", move || settle(deferred, work())))?;
    Ok(promise)
}

/// Starts a thread.
pub(crate) fn thread(name: &str, work: impl FnOnce() + Send + 'static) -> portreg_core::Result<()> {
    let spawned = std::thread::Builder::new().name(name.to_owned()).spawn(work);
    let refused = |error| Error::Unsupported { what: format!("a thread that waits ({error})") };
    spawned.map(|_| ()).map_err(refused)
}
