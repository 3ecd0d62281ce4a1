//! Verbs about messages between processes.

use portreg_core::{Channel, Message, Payload, PublishOptions, Registry as Core, SubscribeOptions};
use pyo3::prelude::*;
use pyo3::types::PyString;

use super::Registry;
use crate::arguments::{Json, Since, Span, time};
use crate::feeds::Subscription;
use crate::records::{Record, all};
use crate::run;

#[pymethods]
impl Registry {
    /// Publishes a message to a channel and gives its id, which grows over all channels in the order of publishing.
    ///
    /// The payload is anything that can be JSON, up to 1 MiB; text that is JSON is sent as what it says, other text as
    /// text. `sender` is for those who read it; after `ttl` nobody gets it any more.
    ///
    /// Raises `InvalidOption`.
    ///
    /// >>> first = registry.publish("build:web", {"ok": True}, sender="ci", ttl="1m")
    /// >>> registry.publish("build:web", "done") > first
    /// True
    #[pyo3(signature = (channel, payload, *, sender=None, ttl=None))]
    fn publish(
        &self,
        py: Python<'_>,
        channel: &str,
        payload: Json,
        sender: Option<String>,
        ttl: Option<Span>,
    ) -> PyResult<i64> {
        let text = payload.0.bind(py).cast::<PyString>();
        let text = text.ok().map(|text| text.to_string_lossy().into_owned());
        let payload = match text {
            Some(text) => Payload::Text(text),
            None => Payload::Json(payload.read(py, "payload").map_err(run::refused(py))?),
        };
        let ttl = time(ttl.as_ref(), "ttl").map_err(run::refused(py))?;
        let options = PublishOptions { sender, ttl };
        self.run(py, |core| core.publish(channel, payload, &options))
    }

    /// Begins to receive what is published to the channels of a pattern, in which ``*`` stands for any run of
    /// characters: from now on, from the oldest that is kept (``since="start"``), or after an id.
    ///
    /// With a `cursor` it goes on after what was confirmed last, in whichever process that was; each message then comes
    /// at least once. What retention has taken away unseen is told as a `Gap` first. It waits without using the
    /// processor, and Ctrl-C is heard.
    ///
    /// Raises `InvalidPattern`; `InvalidOption`; `IdentityHeld` where a live process reads by that cursor.
    ///
    /// >>> id = registry.publish("build:web", "done")
    /// >>> with registry.subscribe("build:*", since="start") as subscription:
    /// ...     for message in subscription:
    /// ...         print(message.channel, message.payload)
    /// ...         break
    /// build:web done
    #[pyo3(signature = (pattern, *, since=Since::default(), cursor=None))]
    fn subscribe(
        &self,
        py: Python<'_>,
        pattern: &str,
        since: Since,
        cursor: Option<String>,
    ) -> PyResult<Subscription> {
        let options = SubscribeOptions { since: since.0, cursor };
        self.run(py, |core| core.subscribe(pattern, &options)).map(Subscription::new)
    }

    /// Waits for the next message of a channel: after the id `after`, else the next one that is published. Waits without
    /// limit where no `timeout` is said. Raises `Timeout`; `InvalidOption`.
    ///
    /// >>> id = registry.publish("build:web", "done")
    /// >>> registry.poll("build:web", after=0).payload
    /// 'done'
    #[pyo3(signature = (channel, *, after=None, timeout=None))]
    fn poll(
        &self,
        py: Python<'_>,
        channel: String,
        after: Option<i64>,
        timeout: Option<Span>,
    ) -> PyResult<Record<Message>> {
        let timeout = time(timeout.as_ref(), "timeout").map_err(run::refused(py))?;
        self.wait(py, move |core| core.poll(&channel, after, timeout)).map(Record)
    }

    /// The channels that hold messages, by name.
    ///
    /// >>> id = registry.publish("build:web", "done")
    /// >>> [(one.channel, one.messages) for one in registry.channels()]
    /// [('build:web', 1)]
    fn channels(&self, py: Python<'_>) -> PyResult<Vec<Record<Channel>>> {
        self.run(py, Core::channels).map(all)
    }

    /// Takes away all messages of a channel, and says how many that were. Raises `InvalidOption`.
    ///
    /// >>> id = registry.publish("build:web", "done")
    /// >>> registry.clear("build:web")
    /// 1
    fn clear(&self, py: Python<'_>, channel: &str) -> PyResult<usize> {
        self.run(py, |core| core.clear(channel))
    }
}
