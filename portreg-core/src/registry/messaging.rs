//! Verbs about messages between processes.

use std::time::Duration;

use super::Registry;
use crate::error::Result;
use crate::messages::Subscription;
use crate::model::{Channel, Message, Payload, PublishOptions, SubscribeOptions};

impl Registry {
    /// Publishes a message and gives its id. Ids grow in the order in which messages are published,
    /// over all channels. Text that is not JSON is sent as a JSON string.
    ///
    /// The message is kept for those who come later, 7 days and 10,000 a channel where the user's
    /// configuration says nothing else (`retention.messages`, `retention.channel`).
    ///
    /// # Errors
    ///
    /// `INVALID_OPTION` for a channel that is not 1 to 128 of `A-Z a-z 0-9 . _ : / -`, a payload of
    /// more than 1 MiB, an unusable sender, a `ttl` of nothing; `REGISTRY_*` where the registry
    /// cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use std::time::Duration;
    /// use portreg_core::PublishOptions;
    ///
    /// let first = registry.publish("build:web", "done", &PublishOptions::default())?;
    /// let options = PublishOptions { sender: Some("ci".into()), ttl: Some(Duration::from_secs(60)) };
    /// let second = registry.publish("build:web", serde_json::json!({ "ok": true }), &options)?;
    /// assert!(second > first);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn publish(
        &self,
        channel: &str,
        payload: impl Into<Payload>,
        options: &PublishOptions,
    ) -> Result<i64> {
        self.messages().publish(channel, payload.into(), options)
    }

    /// Begins to receive what is published to the channels of a pattern, in which `*` stands for any
    /// run of characters: from now on, from the oldest that is kept, or after an id.
    ///
    /// With a cursor it goes on after what was confirmed last, in whichever process that was. The
    /// cursor is stored at once; each message comes at least once. What retention has taken away
    /// unseen is told as a gap first.
    ///
    /// # Errors
    ///
    /// `INVALID_PATTERN`; `INVALID_OPTION` for an unusable name of a cursor; `IDENTITY_HELD` where
    /// a live process reads by that cursor; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::{Since, SubscribeOptions};
    ///
    /// registry.publish("build:web", "done", &Default::default())?;
    /// let options = SubscribeOptions { since: Since::Start, cursor: Some("deploy".into()) };
    /// for received in registry.subscribe("build:*", &options)? {
    ///     if let Some(message) = received?.message() {
    ///         assert_eq!(message.payload, "done");
    /// #       break;
    ///     }
    /// }
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn subscribe(&self, pattern: &str, options: &SubscribeOptions) -> Result<Subscription> {
        self.messages().subscribe(pattern, options)
    }

    /// Waits for the next message of a channel: after an id, else the next one that is published.
    ///
    /// # Errors
    ///
    /// `TIMEOUT` where none comes within this time; `INVALID_OPTION` for what is no channel;
    /// `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use std::time::Duration;
    ///
    /// let id = registry.publish("build:web", "done", &Default::default())?;
    /// assert_eq!(registry.poll("build:web", Some(0), None)?.id, id);
    /// let error = registry.poll("build:web", Some(id), Some(Duration::ZERO)).unwrap_err();
    /// assert_eq!(error.code().as_str(), "TIMEOUT");
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn poll(
        &self,
        channel: &str,
        after: Option<i64>,
        timeout: Option<Duration>,
    ) -> Result<Message> {
        self.messages().poll(channel, after, timeout)
    }

    /// The channels that hold messages, by name.
    ///
    /// # Errors
    ///
    /// `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// registry.publish("build:web", "done", &Default::default())?;
    /// assert_eq!(registry.channels()?[0].messages, 1);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn channels(&self) -> Result<Vec<Channel>> {
        self.messages().channels()
    }

    /// Takes away all messages of a channel, and says how many that were.
    ///
    /// # Errors
    ///
    /// `INVALID_OPTION` for what is no channel; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// registry.publish("build:web", "done", &Default::default())?;
    /// assert_eq!(registry.clear("build:web")?, 1);
    /// assert!(registry.channels()?.is_empty());
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn clear(&self, channel: &str) -> Result<usize> {
        self.messages().clear(channel)
    }
}
