//! The words of portreg: names, options and records. Plain data and parsing, no input or output.

mod claim;
mod command_line;
mod conflict;
mod env;
mod event;
mod identity;
mod label;
mod listener;
mod lock;
mod log;
mod message;
#[cfg(test)]
pub(crate) mod naive;
mod pattern;
mod pool;
mod port;
mod process;
mod query;
mod reason;
mod report;
mod service;
mod signal;
mod snippet;
mod sought;
mod stack;
mod target;
mod transfer;
mod tunnel;

pub use claim::{
    AdoptTarget, Claim, ClaimOptions, OnConflict, OneOfMany, Outcome, OwnerOption, Strategy,
};
pub(crate) use command_line::{HIDDEN, is_secret, shown_command, shown_line};
pub use conflict::{Conflict, ConflictKind};
pub use env::EnvFormat;
pub use event::{Event, Watched};
pub use identity::Identity;
pub(crate) use identity::{check_segment, clip, segment_from};
pub use label::label_of;
pub use listener::{Listener, ListenerOptions, Protocol};
pub use lock::{Lock, LockOptions};
pub use log::{LogLine, LogOptions, LogStream};
pub(crate) use message::check_name;
pub use message::{
    Channel, ChannelPattern, Gap, Message, Payload, PublishOptions, Received, Since,
    SubscribeOptions,
};
pub use pattern::Pattern;
pub(crate) use pattern::Span;
pub use pool::{Pool, Reservation};
pub(crate) use port::{AIRPLAY, BROWSER_UNSAFE, DEFAULT_RANGE, WELL_KNOWN};
pub use port::{PortRange, is_browser_unsafe, is_well_known, parse_port};
pub(crate) use port::{is_system_listener, well_known_server};
pub use process::{Holder, ProcessKey};
pub use query::{
    AvailableOptions, Check, CheckState, ConfigReport, DoctorReport, FindOptions, HistoryOptions,
    ImportOptions, Inference, MoveTo, ReleaseOptions,
};
pub use reason::ReasonCode;
pub use report::{Ended, KillOptions, Killed, PortReport, PortState, Reason, StatusReport};
pub use service::{Health, Launch, RestartPolicy, Service, Status};
pub use signal::Signal;
pub use snippet::{Snippet, SnippetTool};
pub use sought::Sought;
pub use stack::{
    DownOptions, RunningService, StackEvent, StackEventKind, UpCheck, UpOptions, UpProblem, UpStep,
    WaitOptions,
};
pub use target::Target;
pub use transfer::{Endpoint, Export, ImportReport, Memory, PoolDefinition, Refusal, Released};
pub use tunnel::{Tunnel, TunnelProvider};
