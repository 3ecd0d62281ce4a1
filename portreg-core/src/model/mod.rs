//! The words of portreg: names, options and records. Plain data and parsing, no input or output.

mod claim;
mod event;
mod identity;
#[cfg(test)]
pub(crate) mod naive;
mod pattern;
mod pool;
mod port;
mod process;
mod query;
mod reason;
mod service;
mod sought;
mod target;
mod transfer;

pub use claim::{Claim, ClaimOptions, OnConflict, OneOfMany, Outcome, OwnerOption, Strategy};
pub use event::Event;
pub use identity::Identity;
pub(crate) use identity::{check_segment, clip, segment_from};
pub use pattern::Pattern;
pub(crate) use pattern::Span;
pub use pool::{Pool, Reservation};
pub(crate) use port::{AIRPLAY, BROWSER_UNSAFE, DEFAULT_RANGE, WELL_KNOWN};
pub use port::{PortRange, is_browser_unsafe, is_well_known, parse_port};
pub use process::{Holder, ProcessKey};
pub use query::{
    AvailableOptions, Check, CheckState, ConfigReport, DoctorReport, FindOptions, HistoryOptions,
    ImportOptions, Inference, MoveTo, ReleaseOptions,
};
pub use reason::ReasonCode;
pub use service::{Health, Launch, RestartPolicy, Service, Status, Tunnel};
pub use sought::Sought;
pub use target::Target;
pub use transfer::{Endpoint, Export, ImportReport, Memory, PoolDefinition, Refusal, Released};
