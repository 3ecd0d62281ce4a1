//! A stack of services, waited for without holding up the runtime.

use std::sync::Arc;
use std::time::Duration;

use super::apart::apart;
use super::news::News;
use crate::error::Result;
use crate::model::{Identity, StackEvent};
use crate::supervise::Stack;

/// Services that run below this process: what [`AsyncRegistry::up`](super::AsyncRegistry::up) gives.
///
/// They end with it, and with the last of its streams of events. Dropping waits for their end, as dropping a
/// [`Stack`] does: [`AsyncStack::down`] does it apart from the runtime.
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// # let path = folder.path().join("registry.db");
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
/// # runtime.block_on(async {
/// use portreg_core::{Launch, Registry, UpOptions};
///
/// let registry = Registry::open_at(&path)?.asynchronous();
/// # let claim = portreg_core::ClaimOptions { range: "24700-24799".parse().ok(), ..Default::default() };
/// # registry.claim_with("shop:files", &claim).await?;
/// let launch = Launch { cmd: Some("exec python3 -m http.server {port}".into()), ..Launch::default() };
/// let options = UpOptions { patterns: vec!["shop:files".into()], launch, ..UpOptions::default() };
/// let stack = registry.up(&options).await?;
/// stack.wait_ready(None).await?;
/// assert_eq!(stack.services()[0].as_str(), "shop:files");
/// stack.down(None).await?;
/// # Ok::<(), portreg_core::Error>(())
/// # })?;
/// # Ok::<(), portreg_core::Error>(())
/// ```
#[derive(Debug)]
pub struct AsyncStack(Arc<Stack>);

impl AsyncStack {
    pub(super) fn new(stack: Stack) -> Self {
        Self(Arc::new(stack))
    }

    /// The services of the stack, in the order in which they start.
    pub fn services(&self) -> &[Identity] {
        self.0.services()
    }

    /// Waits until all services are ready. Dropping the future ends the waiting and nothing else.
    ///
    /// # Errors
    ///
    /// As [`Stack::wait_ready`].
    pub async fn wait_ready(&self, at_most: Option<Duration>) -> Result<()> {
        let stack = Arc::clone(&self.0);
        apart(move || stack.wait_ready(at_most)).await?
    }

    /// What happens, from what was not given yet to the end of the stack. Of several streams each event
    /// goes to one.
    pub fn events(&self) -> News<StackEvent> {
        let stack = Arc::clone(&self.0);
        News::of_iterator(std::iter::from_fn(move || stack.next_event(None).map(Ok)))
    }

    /// Asks all services to end and returns at once, as [`Stack::close`] does.
    pub fn close(&self, grace: Option<Duration>) {
        self.0.close(grace);
    }

    /// Ends all services in reverse order, each within `grace` where that is said; they are gone and their ports
    /// are free when the future is done. Dropping it takes nothing back.
    ///
    /// # Errors
    ///
    /// `CANCELLED` where the runtime shuts down first.
    pub async fn down(self, grace: Option<Duration>) -> Result<()> {
        apart(move || self.0.end(grace)).await
    }
}
