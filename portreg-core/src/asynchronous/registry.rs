//! The handle: every verb that waits as a future or a stream.

use std::time::Duration;

use super::apart::apart;
use super::news::News;
use super::rung::Rung;
use super::stack::AsyncStack;
use crate::error::Result;
use crate::locks::LockGuard;
use crate::model::{
    Claim, ClaimOptions, LockOptions, LogLine, LogOptions, Message, Payload, PublishOptions,
    Received, Service, SubscribeOptions, UpOptions, WaitOptions,
};
use crate::registry::Registry;

/// A registry for programs that run on tokio: what [`Registry::asynchronous`] gives.
///
/// Each verb works on one of the runtime's threads for blocking work and leaves the others alone; a stream
/// of messages has none while it waits. Dropping a future ends what it waits for at once: a place in the line for a lock
/// is given back. What is done already stays done, such as a claim that was just made.
///
/// The runtime needs its drivers of time and of I/O (`enable_all`, as `#[tokio::main]` has it).
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// # let path = folder.path().join("registry.db");
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
/// # runtime.block_on(async {
/// use portreg_core::Registry;
///
/// let registry = Registry::open_at(&path)?.asynchronous();
/// let claim = registry.claim("shop:web").await?;
/// let port = registry.call(|registry| registry.get_port("shop:web")).await?;
/// assert_eq!(port, claim.port);
/// # Ok::<(), portreg_core::Error>(())
/// # })?;
/// # Ok::<(), portreg_core::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct AsyncRegistry {
    registry: Registry,
}

impl Registry {
    /// The same registry for a program that runs on tokio.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// let registry = registry.asynchronous();
    /// assert!(registry.get_ref().path().ends_with("registry.db"));
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn asynchronous(&self) -> AsyncRegistry {
        AsyncRegistry { registry: self.clone() }
    }
}

impl AsyncRegistry {
    /// The registry itself, for what takes microseconds and waits for nobody.
    pub fn get_ref(&self) -> &Registry {
        &self.registry
    }

    /// Calls any verb, apart from the runtime's own threads: those that have no method here.
    ///
    /// # Errors
    ///
    /// What the verb says; `CANCELLED` where the runtime shuts down first.
    pub async fn call<T: Send + 'static>(
        &self,
        verb: impl FnOnce(&Registry) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let registry = self.registry.clone();
        apart(move || verb(&registry)).await?
    }

    /// As [`Registry::claim`]; others may have to be waited for that write.
    ///
    /// # Errors
    ///
    /// As [`Registry::claim`].
    pub async fn claim(&self, identity: &str) -> Result<Claim> {
        self.claim_with(identity, &ClaimOptions::default()).await
    }

    /// As [`Registry::claim_with`].
    ///
    /// # Errors
    ///
    /// As [`Registry::claim_with`].
    pub async fn claim_with(&self, identity: &str, options: &ClaimOptions) -> Result<Claim> {
        let (identity, options) = (identity.to_owned(), options.clone());
        self.call(move |registry| registry.claim_with(&identity, &options)).await
    }

    /// As [`Registry::publish`].
    ///
    /// # Errors
    ///
    /// As [`Registry::publish`].
    pub async fn publish(
        &self,
        channel: &str,
        payload: impl Into<Payload>,
        options: &PublishOptions,
    ) -> Result<i64> {
        let (channel, payload, options) = (channel.to_owned(), payload.into(), options.clone());
        self.call(move |registry| registry.publish(&channel, payload, &options)).await
    }

    /// As [`Registry::subscribe`], as a stream. A message is confirmed when the next one is asked for, that is when the
    /// stream is polled again, or by [`News::confirm`].
    ///
    /// # Errors
    ///
    /// As [`Registry::subscribe`].
    pub async fn subscribe(
        &self,
        pattern: &str,
        options: &SubscribeOptions,
    ) -> Result<News<Received>> {
        let (pattern, options) = (pattern.to_owned(), options.clone());
        let begin = self.call(move |registry| registry.subscribe(&pattern, &options));
        Ok(News::of(Rung::new(begin.await?)))
    }

    /// As [`Registry::poll`].
    ///
    /// # Errors
    ///
    /// As [`Registry::poll`].
    pub async fn poll(
        &self,
        channel: &str,
        after: Option<i64>,
        timeout: Option<Duration>,
    ) -> Result<Message> {
        let channel = channel.to_owned();
        self.call(move |registry| registry.poll(&channel, after, timeout)).await
    }

    /// As [`Registry::lock`]: the lock is held until the guard is dropped or released. Dropping the future
    /// gives the place in the line back.
    ///
    /// # Errors
    ///
    /// As [`Registry::lock`].
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let path = folder.path().join("registry.db");
    /// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    /// # runtime.block_on(async {
    /// use portreg_core::{LockOptions, Registry};
    ///
    /// let registry = Registry::open_at(&path)?.asynchronous();
    /// let guard = registry.lock("db:migrate", &LockOptions::default()).await?;
    /// // ... the work that nobody else may do now ...
    /// guard.release()?;
    /// # Ok::<(), portreg_core::Error>(())
    /// # })?;
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub async fn lock(&self, name: &str, options: &LockOptions) -> Result<LockGuard> {
        let (name, options) = (name.to_owned(), options.clone());
        self.call(move |registry| registry.lock(&name, &options)).await
    }

    /// As [`Registry::up`].
    ///
    /// # Errors
    ///
    /// As [`Registry::up`].
    pub async fn up(&self, options: &UpOptions) -> Result<AsyncStack> {
        let options = options.clone();
        self.call(move |registry| registry.up(&options)).await.map(AsyncStack::new)
    }

    /// As [`Registry::wait_ready`].
    ///
    /// # Errors
    ///
    /// As [`Registry::wait_ready`].
    pub async fn wait_ready(
        &self,
        targets: &[String],
        options: &WaitOptions,
    ) -> Result<Vec<Service>> {
        let (targets, options) = (targets.to_vec(), options.clone());
        self.call(move |registry| registry.wait_ready(&targets, &options)).await
    }

    /// As [`Registry::logs`], as a stream. Where it follows, it has a thread of the runtime while it is polled.
    ///
    /// # Errors
    ///
    /// As [`Registry::logs`].
    pub async fn logs(&self, target: &str, options: &LogOptions) -> Result<News<LogLine>> {
        let (target, options) = (target.to_owned(), *options);
        let begin = self.call(move |registry| registry.logs(&target, &options));
        Ok(News::of_iterator(begin.await?))
    }
}
