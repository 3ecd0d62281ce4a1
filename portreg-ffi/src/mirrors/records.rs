//! What verbs tell. Made from the types of the core by `cargo xtask generate`.

use std::collections::HashMap;

use portreg_core as core;

use crate::crossing::{Identity, JsonValue, Mirror, Original, PortRange, Url};
use crate::errors::PortregError;

/// A channel that holds messages.
#[derive(uniffi::Record)]
pub struct Channel {
    /// Its name.
    pub channel: String,
    /// How many messages it holds.
    pub messages: u64,
    /// The oldest of them.
    pub first_id: i64,
    /// The newest of them.
    pub last_id: i64,
    /// When that one was published, in milliseconds since the Unix epoch.
    pub last_at_ms: i64,
}

impl Mirror<Channel> for core::Channel {
    fn mirror(self) -> Channel {
        let Self { channel, messages, first_id, last_id, last_at_ms } = self;
        Channel {
            channel: channel.mirror(),
            messages: messages.mirror(),
            first_id: first_id.mirror(),
            last_id: last_id.mirror(),
            last_at_ms: last_at_ms.mirror(),
        }
    }
}

/// One thing that `doctor` looked at.
#[derive(uniffi::Record)]
pub struct Check {
    /// What it is.
    pub name: String,
    /// How it stands.
    pub state: CheckState,
    /// In a sentence.
    pub message: String,
    /// The command that mends it.
    pub fix: Option<String>,
}

impl Mirror<Check> for core::Check {
    fn mirror(self) -> Check {
        let Self { name, state, message, fix } = self;
        Check {
            name: name.mirror(),
            state: state.mirror(),
            message: message.mirror(),
            fix: fix.mirror(),
        }
    }
}

/// How one check of `doctor` stands.
#[derive(uniffi::Enum)]
pub enum CheckState {
    /// As it should be.
    Ok,
    /// It works, and could be better.
    Warning,
    /// It does not work.
    Failed,
    /// It did not work and was mended now.
    Fixed,
}

impl Mirror<CheckState> for core::CheckState {
    fn mirror(self) -> CheckState {
        match self {
            Self::Ok => CheckState::Ok,
            Self::Warning => CheckState::Warning,
            Self::Failed => CheckState::Failed,
            Self::Fixed => CheckState::Fixed,
        }
    }
}

impl Original<core::CheckState> for CheckState {
    fn original(self) -> Result<core::CheckState, PortregError> {
        Ok(match self {
            Self::Ok => core::CheckState::Ok,
            Self::Warning => core::CheckState::Warning,
            Self::Failed => core::CheckState::Failed,
            Self::Fixed => core::CheckState::Fixed,
        })
    }
}

/// A name and its port.
#[derive(uniffi::Record)]
pub struct Claim {
    /// The name.
    pub identity: Identity,
    /// Its port.
    pub port: u16,
    /// How it came to it.
    pub outcome: Outcome,
    /// The first port that was asked for.
    pub requested_port: Option<u16>,
    /// The port it had before.
    pub moved_from: Option<u16>,
    /// Why it did not get the port that was asked for, or lost the one it had.
    pub reason: Option<ReasonCode>,
    /// The process that is behind the outcome: who holds the name, or who is on the port.
    pub holder: Option<Holder>,
    /// Grows whenever the claim passes into other hands: a fencing number.
    pub generation: i64,
    /// When it ends unless renewed, in milliseconds since the Unix epoch.
    pub expires_at_ms: Option<i64>,
    /// Where it answers.
    pub url: Url,
}

impl Mirror<Claim> for core::Claim {
    fn mirror(self) -> Claim {
        let Self {
            identity,
            port,
            outcome,
            requested_port,
            moved_from,
            reason,
            holder,
            generation,
            expires_at_ms,
            url,
        } = self;
        Claim {
            identity: identity.mirror(),
            port: port.mirror(),
            outcome: outcome.mirror(),
            requested_port: requested_port.mirror(),
            moved_from: moved_from.mirror(),
            reason: reason.mirror(),
            holder: holder.mirror(),
            generation: generation.mirror(),
            expires_at_ms: expires_at_ms.mirror(),
            url: url.mirror(),
        }
    }
}

impl Original<core::Claim> for Claim {
    fn original(self) -> Result<core::Claim, PortregError> {
        let Self {
            identity,
            port,
            outcome,
            requested_port,
            moved_from,
            reason,
            holder,
            generation,
            expires_at_ms,
            url,
        } = self;
        Ok(core::Claim {
            identity: identity.original()?,
            port: port.original()?,
            outcome: outcome.original()?,
            requested_port: requested_port.original()?,
            moved_from: moved_from.original()?,
            reason: reason.original()?,
            holder: holder.original()?,
            generation: generation.original()?,
            expires_at_ms: expires_at_ms.original()?,
            url: url.original()?,
        })
    }
}

/// The settings in force, and where each comes from.
#[derive(uniffi::Record)]
pub struct ConfigReport {
    /// By name.
    pub values: HashMap<String, JsonValue>,
    /// The file or variable that says so, by name.
    pub sources: HashMap<String, JsonValue>,
}

impl Mirror<ConfigReport> for core::ConfigReport {
    fn mirror(self) -> ConfigReport {
        let Self { values, sources } = self;
        ConfigReport { values: values.mirror(), sources: sources.mirror() }
    }
}

/// One disagreement between a service and the machine.
#[derive(uniffi::Record)]
pub struct Conflict {
    /// How they disagree.
    pub kind: ConflictKind,
    /// The service.
    pub identity: Identity,
    /// Its port.
    pub port: u16,
    /// What should be there, in words.
    pub expected: String,
    /// Who is there, where anybody is.
    pub found: Option<Listener>,
    /// What is wrong, and the command that resolves it.
    pub hint: String,
}

impl Mirror<Conflict> for core::Conflict {
    fn mirror(self) -> Conflict {
        let Self { kind, identity, port, expected, found, hint } = self;
        Conflict {
            kind: kind.mirror(),
            identity: identity.mirror(),
            port: port.mirror(),
            expected: expected.mirror(),
            found: found.mirror(),
            hint: hint.mirror(),
        }
    }
}

/// How a service and the machine disagree.
#[derive(uniffi::Enum)]
pub enum ConflictKind {
    /// Somebody else listens on its port.
    ForeignListener,
    /// It runs, and nobody listens on its port.
    NotListening,
    /// It listens where its clients do not look, or where others can reach it.
    WrongAddress,
    /// Two processes that have nothing to do with each other listen on its port.
    DuplicateOwner,
    /// Its time is over and it still listens.
    ExpiredButLive,
}

impl Mirror<ConflictKind> for core::ConflictKind {
    fn mirror(self) -> ConflictKind {
        match self {
            Self::ForeignListener => ConflictKind::ForeignListener,
            Self::NotListening => ConflictKind::NotListening,
            Self::WrongAddress => ConflictKind::WrongAddress,
            Self::DuplicateOwner => ConflictKind::DuplicateOwner,
            Self::ExpiredButLive => ConflictKind::ExpiredButLive,
        }
    }
}

impl Original<core::ConflictKind> for ConflictKind {
    fn original(self) -> Result<core::ConflictKind, PortregError> {
        Ok(match self {
            Self::ForeignListener => core::ConflictKind::ForeignListener,
            Self::NotListening => core::ConflictKind::NotListening,
            Self::WrongAddress => core::ConflictKind::WrongAddress,
            Self::DuplicateOwner => core::ConflictKind::DuplicateOwner,
            Self::ExpiredButLive => core::ConflictKind::ExpiredButLive,
        })
    }
}

/// What a supervisor in the background tells who has asked for it, a JSON object a line.
#[derive(uniffi::Enum)]
pub enum DetachedReport {
    /// These services were claimed, in the order in which they start: the first report.
    Claimed {
        /// Their names.
        services: Vec<Identity>,
    },
    /// Something has happened.
    Event {
        /// What.
        event: StackEvent,
    },
    /// All services are ready; nothing more is told.
    Ready,
    /// One is not, the others run on; nothing more is told.
    NotReady {
        /// The name.
        identity: Identity,
        /// Why.
        message: String,
        /// With what its process ended, where it has.
        exit_code: Option<i32>,
        /// The last lines of its output, oldest first.
        last_lines: Vec<String>,
    },
    /// Nothing was started; nothing more is told.
    Failed {
        /// The code of the error.
        code: String,
        /// What it says.
        message: String,
        /// Its data.
        data: HashMap<String, JsonValue>,
    },
}

impl Mirror<DetachedReport> for core::DetachedReport {
    fn mirror(self) -> DetachedReport {
        match self {
            Self::Claimed { services } => DetachedReport::Claimed { services: services.mirror() },
            Self::Event { event } => DetachedReport::Event { event: event.mirror() },
            Self::Ready => DetachedReport::Ready,
            Self::NotReady { identity, message, exit_code, last_lines } => {
                DetachedReport::NotReady {
                    identity: identity.mirror(),
                    message: message.mirror(),
                    exit_code: exit_code.mirror(),
                    last_lines: last_lines.mirror(),
                }
            }
            Self::Failed { code, message, data } => DetachedReport::Failed {
                code: code.mirror(),
                message: message.mirror(),
                data: data.mirror(),
            },
        }
    }
}

/// What `doctor` found.
#[derive(uniffi::Record)]
pub struct DoctorReport {
    /// Whether no check failed.
    pub ok: bool,
    /// What was looked at.
    pub checks: Vec<Check>,
}

impl Mirror<DoctorReport> for core::DoctorReport {
    fn mirror(self) -> DoctorReport {
        let Self { ok, checks } = self;
        DoctorReport { ok: ok.mirror(), checks: checks.mirror() }
    }
}

/// A process that was ended.
#[derive(uniffi::Record)]
pub struct Ended {
    /// Its pid.
    pub pid: u32,
    /// Its name while it ran.
    pub name: String,
    /// The last signal it was sent.
    pub signal: String,
}

impl Mirror<Ended> for core::Ended {
    fn mirror(self) -> Ended {
        let Self { pid, name, signal } = self;
        Ended { pid: pid.mirror(), name: name.mirror(), signal: signal.mirror() }
    }
}

/// Where a service answers in one environment.
#[derive(uniffi::Record)]
pub struct Endpoint {
    /// The name.
    pub identity: Identity,
    /// The environment: `local`, `tunnel`, `dev`, `staging`, `prod` or another word.
    pub env: String,
    /// The URL.
    pub url: Url,
}

impl Mirror<Endpoint> for core::Endpoint {
    fn mirror(self) -> Endpoint {
        let Self { identity, env, url } = self;
        Endpoint { identity: identity.mirror(), env: env.mirror(), url: url.mirror() }
    }
}

impl Original<core::Endpoint> for Endpoint {
    fn original(self) -> Result<core::Endpoint, PortregError> {
        let Self { identity, env, url } = self;
        Ok(core::Endpoint {
            identity: identity.original()?,
            env: env.original()?,
            url: url.original()?,
        })
    }
}

/// In which form variables are written.
#[derive(uniffi::Enum)]
pub enum EnvFormat {
    /// `NAME=value`, for `.env` files.
    Dotenv,
    /// `export NAME=value`, for sh, bash and zsh.
    Shell,
    /// `set -gx NAME value`.
    Fish,
    /// `$env:NAME = 'value'`.
    PowerShell,
    /// An object.
    Json,
}

impl Mirror<EnvFormat> for core::EnvFormat {
    fn mirror(self) -> EnvFormat {
        match self {
            Self::Dotenv => EnvFormat::Dotenv,
            Self::Shell => EnvFormat::Shell,
            Self::Fish => EnvFormat::Fish,
            Self::PowerShell => EnvFormat::PowerShell,
            Self::Json => EnvFormat::Json,
        }
    }
}

impl Original<core::EnvFormat> for EnvFormat {
    fn original(self) -> Result<core::EnvFormat, PortregError> {
        Ok(match self {
            Self::Dotenv => core::EnvFormat::Dotenv,
            Self::Shell => core::EnvFormat::Shell,
            Self::Fish => core::EnvFormat::Fish,
            Self::PowerShell => core::EnvFormat::PowerShell,
            Self::Json => core::EnvFormat::Json,
        })
    }
}

/// One thing that happened.
#[derive(uniffi::Record)]
pub struct Event {
    /// Grows with every event.
    pub id: i64,
    /// When it happened, in milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// What happened: `claim`, `release`, `move`, `take_over`, `rename`, `reserve`, ...
    pub action: String,
    /// To which name.
    pub identity: Option<Identity>,
    /// To which port.
    pub port: Option<u16>,
    /// For which process.
    pub pid: Option<u32>,
    /// Who did it: the program and its pid.
    pub actor: String,
    /// One for all events of one call.
    pub request_id: String,
    /// What else there is to say.
    pub details: HashMap<String, JsonValue>,
}

impl Mirror<Event> for core::Event {
    fn mirror(self) -> Event {
        let Self { id, at_ms, action, identity, port, pid, actor, request_id, details } = self;
        Event {
            id: id.mirror(),
            at_ms: at_ms.mirror(),
            action: action.mirror(),
            identity: identity.mirror(),
            port: port.mirror(),
            pid: pid.mirror(),
            actor: actor.mirror(),
            request_id: request_id.mirror(),
            details: details.mirror(),
        }
    }
}

/// Everything of a registry that can be carried to another one.
#[derive(uniffi::Record)]
pub struct Export {
    /// The form of this document.
    pub version: u32,
    /// The services.
    pub services: Vec<Service>,
    /// Their endpoints that were set.
    pub endpoints: Vec<Endpoint>,
    /// Ports kept out of use.
    pub reserved: Vec<Reservation>,
    /// Pools that were set.
    pub pools: Vec<PoolDefinition>,
    /// The ports that names had.
    pub memory: Vec<Memory>,
}

impl Mirror<Export> for core::Export {
    fn mirror(self) -> Export {
        let Self { version, services, endpoints, reserved, pools, memory } = self;
        Export {
            version: version.mirror(),
            services: services.mirror(),
            endpoints: endpoints.mirror(),
            reserved: reserved.mirror(),
            pools: pools.mirror(),
            memory: memory.mirror(),
        }
    }
}

impl Original<core::Export> for Export {
    fn original(self) -> Result<core::Export, PortregError> {
        let Self { version, services, endpoints, reserved, pools, memory } = self;
        Ok(core::Export {
            version: version.original()?,
            services: services.original()?,
            endpoints: endpoints.original()?,
            reserved: reserved.original()?,
            pools: pools.original()?,
            memory: memory.original()?,
        })
    }
}

/// Messages or events that are gone: retention took them away before somebody who follows came to them.
#[derive(uniffi::Record)]
pub struct Gap {
    /// The first id that may have been one of them.
    pub missed_from: i64,
    /// The last one of them. Messages of other channels between the two may still come; all events between the two are gone.
    pub missed_to: i64,
}

impl Mirror<Gap> for core::Gap {
    fn mirror(self) -> Gap {
        let Self { missed_from, missed_to } = self;
        Gap { missed_from: missed_from.mirror(), missed_to: missed_to.mirror() }
    }
}

/// What the probes of a service say.
#[derive(uniffi::Enum)]
pub enum Health {
    /// Nothing was probed.
    Unknown,
    /// Not ready yet.
    Starting,
    /// The last probe passed.
    Passing,
    /// The last probes failed.
    Failing,
}

impl Mirror<Health> for core::Health {
    fn mirror(self) -> Health {
        match self {
            Self::Unknown => Health::Unknown,
            Self::Starting => Health::Starting,
            Self::Passing => Health::Passing,
            Self::Failing => Health::Failing,
        }
    }
}

impl Original<core::Health> for Health {
    fn original(self) -> Result<core::Health, PortregError> {
        Ok(match self {
            Self::Unknown => core::Health::Unknown,
            Self::Starting => core::Health::Starting,
            Self::Passing => core::Health::Passing,
            Self::Failing => core::Health::Failing,
        })
    }
}

/// A process for people: who holds a claim, and since when.
#[derive(uniffi::Record)]
pub struct Holder {
    /// The process id.
    pub pid: u32,
    /// The program's name; empty where it cannot be seen.
    pub name: String,
    /// When it started, in milliseconds since the Unix epoch.
    pub started_at_ms: Option<i64>,
    /// What people call it, where its command line tells: `Vite`, `Django`, `PostgreSQL`.
    pub label: Option<String>,
}

impl Mirror<Holder> for core::Holder {
    fn mirror(self) -> Holder {
        let Self { pid, name, started_at_ms, label } = self;
        Holder {
            pid: pid.mirror(),
            name: name.mirror(),
            started_at_ms: started_at_ms.mirror(),
            label: label.mirror(),
        }
    }
}

impl Original<core::Holder> for Holder {
    fn original(self) -> Result<core::Holder, PortregError> {
        let Self { pid, name, started_at_ms, label } = self;
        Ok(core::Holder {
            pid: pid.original()?,
            name: name.original()?,
            started_at_ms: started_at_ms.original()?,
            label: label.original()?,
        })
    }
}

/// What an import did, or would do.
#[derive(uniffi::Record)]
pub struct ImportReport {
    /// What came in.
    pub added: Vec<Identity>,
    /// What was there already, the same.
    pub kept: Vec<Identity>,
    /// What had ended: no claim came in, but the name remembers its port.
    pub remembered: Vec<Identity>,
    /// What clashes with what is there.
    pub refused: Vec<Refusal>,
}

impl Mirror<ImportReport> for core::ImportReport {
    fn mirror(self) -> ImportReport {
        let Self { added, kept, remembered, refused } = self;
        ImportReport {
            added: added.mirror(),
            kept: kept.mirror(),
            remembered: remembered.mirror(),
            refused: refused.mirror(),
        }
    }
}

/// The identity that a folder gives, and where each part of it comes from.
#[derive(uniffi::Record)]
pub struct Inference {
    /// The whole.
    pub identity: Identity,
    /// Its project.
    pub project: String,
    /// Its stack.
    pub stack: String,
    /// Its context, inside git.
    pub context: Option<String>,
    /// The folder that was asked about.
    pub dir: String,
    /// Where each part comes from, in words.
    pub sources: HashMap<String, JsonValue>,
}

impl Mirror<Inference> for core::Inference {
    fn mirror(self) -> Inference {
        let Self { identity, project, stack, context, dir, sources } = self;
        Inference {
            identity: identity.mirror(),
            project: project.mirror(),
            stack: stack.mirror(),
            context: context.mirror(),
            dir: dir.mirror(),
            sources: sources.mirror(),
        }
    }
}

/// What `kill` did, or would do.
#[derive(uniffi::Record)]
pub struct Killed {
    /// The port that was to be freed.
    pub port: u16,
    /// Who was ended, in the order they were found.
    pub ended: Vec<Ended>,
    /// Who holds the socket too and was left alone.
    pub spared: Vec<Holder>,
}

impl Mirror<Killed> for core::Killed {
    fn mirror(self) -> Killed {
        let Self { port, ended, spared } = self;
        Killed { port: port.mirror(), ended: ended.mirror(), spared: spared.mirror() }
    }
}

/// A process that listens on a port, on one address or on several.
#[derive(uniffi::Record)]
pub struct Listener {
    /// The port.
    pub port: u16,
    /// The protocol.
    pub protocol: Protocol,
    /// The addresses it listens on, lowest first; `0.0.0.0` and `::` are all of a family.
    pub addresses: Vec<String>,
    /// The process; of several that share the socket the one with the lowest pid.
    pub pid: Option<u32>,
    /// Its program's name.
    pub process: Option<String>,
    /// What people call it, where its command line tells: `Vite`, `Django`, `PostgreSQL`.
    pub label: Option<String>,
    /// Its command line, without values that look like secrets.
    pub cmd: Option<String>,
    /// The user it runs as.
    pub user: Option<String>,
    /// When it started, in milliseconds since the Unix epoch.
    pub started_at_ms: Option<i64>,
    /// The service that it is.
    pub identity: Option<Identity>,
    /// The container whose port it publishes: its address and port, or the name of its runtime.
    pub container: Option<String>,
}

impl Mirror<Listener> for core::Listener {
    fn mirror(self) -> Listener {
        let Self {
            port,
            protocol,
            addresses,
            pid,
            process,
            label,
            cmd,
            user,
            started_at_ms,
            identity,
            container,
        } = self;
        Listener {
            port: port.mirror(),
            protocol: protocol.mirror(),
            addresses: addresses.mirror(),
            pid: pid.mirror(),
            process: process.mirror(),
            label: label.mirror(),
            cmd: cmd.mirror(),
            user: user.mirror(),
            started_at_ms: started_at_ms.mirror(),
            identity: identity.mirror(),
            container: container.mirror(),
        }
    }
}

/// A lock that is held.
#[derive(uniffi::Record)]
pub struct Lock {
    /// Its name.
    pub name: String,
    /// Who holds it: the process that took it, or what is left of its command.
    pub owner: Holder,
    /// The fencing number: greater with each holder.
    pub generation: i64,
    /// How many wait for it.
    pub waiting: u64,
    /// When its time is over, in milliseconds since the Unix epoch.
    pub expires_at_ms: Option<i64>,
}

impl Mirror<Lock> for core::Lock {
    fn mirror(self) -> Lock {
        let Self { name, owner, generation, waiting, expires_at_ms } = self;
        Lock {
            name: name.mirror(),
            owner: owner.mirror(),
            generation: generation.mirror(),
            waiting: waiting.mirror(),
            expires_at_ms: expires_at_ms.mirror(),
        }
    }
}

/// One line that a service printed.
#[derive(uniffi::Record)]
pub struct LogLine {
    /// When its first byte was read, in milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// Which service printed it.
    pub identity: Identity,
    /// On which of its streams.
    pub stream: LogStream,
    /// The text without its end of line; bytes that are no UTF-8 are replaced by `U+FFFD`.
    pub line: String,
    /// Whether the line has not ended yet, as a prompt: it goes on in the next one of this stream.
    pub partial: bool,
}

impl Mirror<LogLine> for core::LogLine {
    fn mirror(self) -> LogLine {
        let Self { at_ms, identity, stream, line, partial } = self;
        LogLine {
            at_ms: at_ms.mirror(),
            identity: identity.mirror(),
            stream: stream.mirror(),
            line: line.mirror(),
            partial: partial.mirror(),
        }
    }
}

/// The streams of a service.
#[derive(uniffi::Enum)]
pub enum LogStream {
    /// Its standard output.
    Out,
    /// Its standard error.
    Err,
}

impl Mirror<LogStream> for core::LogStream {
    fn mirror(self) -> LogStream {
        match self {
            Self::Out => LogStream::Out,
            Self::Err => LogStream::Err,
        }
    }
}

impl Original<core::LogStream> for LogStream {
    fn original(self) -> Result<core::LogStream, PortregError> {
        Ok(match self {
            Self::Out => core::LogStream::Out,
            Self::Err => core::LogStream::Err,
        })
    }
}

/// The port a name had.
#[derive(uniffi::Record)]
pub struct Memory {
    /// The name.
    pub identity: Identity,
    /// Its port.
    pub port: u16,
    /// When it was released, in milliseconds since the Unix epoch.
    pub since_ms: i64,
}

impl Mirror<Memory> for core::Memory {
    fn mirror(self) -> Memory {
        let Self { identity, port, since_ms } = self;
        Memory { identity: identity.mirror(), port: port.mirror(), since_ms: since_ms.mirror() }
    }
}

impl Original<core::Memory> for Memory {
    fn original(self) -> Result<core::Memory, PortregError> {
        let Self { identity, port, since_ms } = self;
        Ok(core::Memory {
            identity: identity.original()?,
            port: port.original()?,
            since_ms: since_ms.original()?,
        })
    }
}

/// What somebody has published.
#[derive(uniffi::Record)]
pub struct Message {
    /// Grows with every message, over all channels, in the order in which they were published.
    pub id: i64,
    /// Where it was published.
    pub channel: String,
    /// What was sent.
    pub payload: JsonValue,
    /// Who sent it, where that was said.
    pub sender: Option<String>,
    /// When it was published, in milliseconds since the Unix epoch.
    pub created_at_ms: i64,
    /// From when on nobody gets it any more, in milliseconds since the Unix epoch.
    pub expires_at_ms: Option<i64>,
}

impl Mirror<Message> for core::Message {
    fn mirror(self) -> Message {
        let Self { id, channel, payload, sender, created_at_ms, expires_at_ms } = self;
        Message {
            id: id.mirror(),
            channel: channel.mirror(),
            payload: payload.mirror(),
            sender: sender.mirror(),
            created_at_ms: created_at_ms.mirror(),
            expires_at_ms: expires_at_ms.mirror(),
        }
    }
}

/// What a claim does where another process holds the name.
#[derive(uniffi::Enum)]
pub enum OnConflict {
    /// Gives the same port and says who holds it.
    Share,
    /// Is refused with `IDENTITY_HELD`.
    Fail,
    /// Ends the holder, where that is safe, and takes over.
    Replace,
    /// Takes the first free sibling, `.2` to `.99`.
    Next,
}

impl Mirror<OnConflict> for core::OnConflict {
    fn mirror(self) -> OnConflict {
        match self {
            Self::Share => OnConflict::Share,
            Self::Fail => OnConflict::Fail,
            Self::Replace => OnConflict::Replace,
            Self::Next => OnConflict::Next,
        }
    }
}

impl Original<core::OnConflict> for OnConflict {
    fn original(self) -> Result<core::OnConflict, PortregError> {
        Ok(match self {
            Self::Share => core::OnConflict::Share,
            Self::Fail => core::OnConflict::Fail,
            Self::Replace => core::OnConflict::Replace,
            Self::Next => core::OnConflict::Next,
        })
    }
}

/// How a claim came to its port.
#[derive(uniffi::Enum)]
pub enum Outcome {
    /// The name had no claim.
    New,
    /// The caller had it already.
    Renewed,
    /// Another process holds it.
    Shared,
    /// It had ended, or had no owner; the port is the same.
    TookOver,
    /// It has another port than before.
    Moved,
}

impl Mirror<Outcome> for core::Outcome {
    fn mirror(self) -> Outcome {
        match self {
            Self::New => Outcome::New,
            Self::Renewed => Outcome::Renewed,
            Self::Shared => Outcome::Shared,
            Self::TookOver => Outcome::TookOver,
            Self::Moved => Outcome::Moved,
        }
    }
}

impl Original<core::Outcome> for Outcome {
    fn original(self) -> Result<core::Outcome, PortregError> {
        Ok(match self {
            Self::New => core::Outcome::New,
            Self::Renewed => core::Outcome::Renewed,
            Self::Shared => core::Outcome::Shared,
            Self::TookOver => core::Outcome::TookOver,
            Self::Moved => core::Outcome::Moved,
        })
    }
}

/// A named set of ports.
#[derive(uniffi::Record)]
pub struct Pool {
    /// Its name.
    pub name: String,
    /// Its ports.
    pub ranges: Vec<PortRange>,
    /// How many of them are claimed.
    pub claimed: u32,
    /// How many ports it holds.
    pub capacity: u32,
    /// The runs that are neither claimed nor kept out of use.
    pub free: Vec<PortRange>,
}

impl Mirror<Pool> for core::Pool {
    fn mirror(self) -> Pool {
        let Self { name, ranges, claimed, capacity, free } = self;
        Pool {
            name: name.mirror(),
            ranges: ranges.mirror(),
            claimed: claimed.mirror(),
            capacity: capacity.mirror(),
            free: free.mirror(),
        }
    }
}

/// A pool as it was set.
#[derive(uniffi::Record)]
pub struct PoolDefinition {
    /// Its name.
    pub name: String,
    /// Its ports.
    pub ranges: Vec<PortRange>,
}

impl Mirror<PoolDefinition> for core::PoolDefinition {
    fn mirror(self) -> PoolDefinition {
        let Self { name, ranges } = self;
        PoolDefinition { name: name.mirror(), ranges: ranges.mirror() }
    }
}

impl Original<core::PoolDefinition> for PoolDefinition {
    fn original(self) -> Result<core::PoolDefinition, PortregError> {
        let Self { name, ranges } = self;
        Ok(core::PoolDefinition { name: name.original()?, ranges: ranges.original()? })
    }
}

/// Why a port is as it is, and what can be done.
#[derive(uniffi::Record)]
pub struct PortReport {
    /// The port.
    pub port: u16,
    /// How it stands.
    pub state: PortState,
    /// Everything that is to be said of it; at least one.
    pub reasons: Vec<Reason>,
    /// Who listens on it.
    pub listener: Option<Listener>,
    /// The service that claims it.
    pub service: Option<Service>,
    /// What may be done about it, each with the command that does it.
    pub resolutions: Vec<String>,
}

impl Mirror<PortReport> for core::PortReport {
    fn mirror(self) -> PortReport {
        let Self { port, state, reasons, listener, service, resolutions } = self;
        PortReport {
            port: port.mirror(),
            state: state.mirror(),
            reasons: reasons.mirror(),
            listener: listener.mirror(),
            service: service.mirror(),
            resolutions: resolutions.mirror(),
        }
    }
}

/// How a port stands: the first that holds.
#[derive(uniffi::Enum)]
pub enum PortState {
    /// A process listens on it.
    Listening,
    /// Connections on it were closed a moment ago.
    TimeWait,
    /// A service claims it.
    Claimed,
    /// It is kept out of use.
    Reserved,
    /// The system excludes it.
    Excluded,
    /// Only an administrator may listen on it.
    Privileged,
    /// The system gives it to outgoing connections.
    Ephemeral,
    /// Nothing keeps anybody from it.
    Free,
}

impl Mirror<PortState> for core::PortState {
    fn mirror(self) -> PortState {
        match self {
            Self::Listening => PortState::Listening,
            Self::TimeWait => PortState::TimeWait,
            Self::Claimed => PortState::Claimed,
            Self::Reserved => PortState::Reserved,
            Self::Excluded => PortState::Excluded,
            Self::Privileged => PortState::Privileged,
            Self::Ephemeral => PortState::Ephemeral,
            Self::Free => PortState::Free,
        }
    }
}

impl Original<core::PortState> for PortState {
    fn original(self) -> Result<core::PortState, PortregError> {
        Ok(match self {
            Self::Listening => core::PortState::Listening,
            Self::TimeWait => core::PortState::TimeWait,
            Self::Claimed => core::PortState::Claimed,
            Self::Reserved => core::PortState::Reserved,
            Self::Excluded => core::PortState::Excluded,
            Self::Privileged => core::PortState::Privileged,
            Self::Ephemeral => core::PortState::Ephemeral,
            Self::Free => core::PortState::Free,
        })
    }
}

/// The protocol of a socket.
#[derive(uniffi::Enum)]
pub enum Protocol {
    /// Connections.
    Tcp,
    /// Datagrams.
    Udp,
}

impl Mirror<Protocol> for core::Protocol {
    fn mirror(self) -> Protocol {
        match self {
            Self::Tcp => Protocol::Tcp,
            Self::Udp => Protocol::Udp,
        }
    }
}

impl Original<core::Protocol> for Protocol {
    fn original(self) -> Result<core::Protocol, PortregError> {
        Ok(match self {
            Self::Tcp => core::Protocol::Tcp,
            Self::Udp => core::Protocol::Udp,
        })
    }
}

/// One thing that is to be said of a port.
#[derive(uniffi::Record)]
pub struct Reason {
    /// What it is.
    pub code: ReasonCode,
    /// The same for people.
    pub sentence: String,
}

impl Mirror<Reason> for core::Reason {
    fn mirror(self) -> Reason {
        let Self { code, sentence } = self;
        Reason { code: code.mirror(), sentence: sentence.mirror() }
    }
}

/// Why a port is not free, or not the one that was asked for.
#[derive(uniffi::Enum)]
pub enum ReasonCode {
    /// A process listens on it.
    Listening,
    /// A connection on it was closed a moment ago.
    TimeWait,
    /// A service claims it.
    Claimed,
    /// It is kept out of use by `reserve` or the configuration.
    Reserved,
    /// The system excludes it.
    Excluded,
    /// Only an administrator may listen on it.
    Privileged,
    /// The system gives it to outgoing connections.
    Ephemeral,
    /// Nothing keeps anybody from it.
    Free,
    /// A process has bound it without listening.
    Bound,
    /// It is the source port of an outgoing connection.
    Outgoing,
    /// Browsers refuse to open it.
    BrowserUnsafe,
    /// It is the usual port of a well-known server.
    WellKnown,
    /// A container publishes it.
    Container,
    /// A process of another user has it.
    OtherUser,
    /// It is taken on one of 127.0.0.1 and ::1 only.
    OneFamily,
    /// macOS AirPlay listens on it.
    Airplay,
    /// It is the remembered port of another name.
    Remembered,
}

impl Mirror<ReasonCode> for core::ReasonCode {
    fn mirror(self) -> ReasonCode {
        match self {
            Self::Listening => ReasonCode::Listening,
            Self::TimeWait => ReasonCode::TimeWait,
            Self::Claimed => ReasonCode::Claimed,
            Self::Reserved => ReasonCode::Reserved,
            Self::Excluded => ReasonCode::Excluded,
            Self::Privileged => ReasonCode::Privileged,
            Self::Ephemeral => ReasonCode::Ephemeral,
            Self::Free => ReasonCode::Free,
            Self::Bound => ReasonCode::Bound,
            Self::Outgoing => ReasonCode::Outgoing,
            Self::BrowserUnsafe => ReasonCode::BrowserUnsafe,
            Self::WellKnown => ReasonCode::WellKnown,
            Self::Container => ReasonCode::Container,
            Self::OtherUser => ReasonCode::OtherUser,
            Self::OneFamily => ReasonCode::OneFamily,
            Self::Airplay => ReasonCode::Airplay,
            Self::Remembered => ReasonCode::Remembered,
        }
    }
}

impl Original<core::ReasonCode> for ReasonCode {
    fn original(self) -> Result<core::ReasonCode, PortregError> {
        Ok(match self {
            Self::Listening => core::ReasonCode::Listening,
            Self::TimeWait => core::ReasonCode::TimeWait,
            Self::Claimed => core::ReasonCode::Claimed,
            Self::Reserved => core::ReasonCode::Reserved,
            Self::Excluded => core::ReasonCode::Excluded,
            Self::Privileged => core::ReasonCode::Privileged,
            Self::Ephemeral => core::ReasonCode::Ephemeral,
            Self::Free => core::ReasonCode::Free,
            Self::Bound => core::ReasonCode::Bound,
            Self::Outgoing => core::ReasonCode::Outgoing,
            Self::BrowserUnsafe => core::ReasonCode::BrowserUnsafe,
            Self::WellKnown => core::ReasonCode::WellKnown,
            Self::Container => core::ReasonCode::Container,
            Self::OtherUser => core::ReasonCode::OtherUser,
            Self::OneFamily => core::ReasonCode::OneFamily,
            Self::Airplay => core::ReasonCode::Airplay,
            Self::Remembered => core::ReasonCode::Remembered,
        })
    }
}

/// What a subscription gives.
#[derive(uniffi::Enum)]
pub enum Received {
    /// The next message.
    Message(Message),
    /// Something that fits is gone.
    Gap(Gap),
}

impl Mirror<Received> for core::Received {
    fn mirror(self) -> Received {
        match self {
            Self::Message(inner) => Received::Message(inner.mirror()),
            Self::Gap(inner) => Received::Gap(inner.mirror()),
        }
    }
}

/// One entry that an import did not take.
#[derive(uniffi::Record)]
pub struct Refusal {
    /// The name, or what stood in its place.
    pub identity: JsonValue,
    /// Its port.
    pub port: Option<u16>,
    /// The error code.
    pub code: String,
    /// Why.
    pub reason: String,
}

impl Mirror<Refusal> for core::Refusal {
    fn mirror(self) -> Refusal {
        let Self { identity, port, code, reason } = self;
        Refusal {
            identity: identity.mirror(),
            port: port.mirror(),
            code: code.mirror(),
            reason: reason.mirror(),
        }
    }
}

/// A claim that was ended.
#[derive(uniffi::Record)]
pub struct Released {
    /// The name.
    pub identity: Identity,
    /// The port it had.
    pub port: Option<u16>,
    /// Why: `released`, `expired`, `owner_gone`, `worktree_gone`, `superseded`; `leftovers` where the claim stays and only what a killed `run` had left was ended.
    pub reason: String,
    /// What a killed `run` of the name had left running, which was ended too.
    pub ended: Vec<Holder>,
}

impl Mirror<Released> for core::Released {
    fn mirror(self) -> Released {
        let Self { identity, port, reason, ended } = self;
        Released {
            identity: identity.mirror(),
            port: port.mirror(),
            reason: reason.mirror(),
            ended: ended.mirror(),
        }
    }
}

/// Ports that are given to nobody.
#[derive(uniffi::Record)]
pub struct Reservation {
    /// The ports.
    pub ports: PortRange,
    /// Why.
    pub reason: Option<String>,
}

impl Mirror<Reservation> for core::Reservation {
    fn mirror(self) -> Reservation {
        let Self { ports, reason } = self;
        Reservation { ports: ports.mirror(), reason: reason.mirror() }
    }
}

impl Original<core::Reservation> for Reservation {
    fn original(self) -> Result<core::Reservation, PortregError> {
        let Self { ports, reason } = self;
        Ok(core::Reservation { ports: ports.original()?, reason: reason.original()? })
    }
}

/// When a service that ended is started again.
#[derive(uniffi::Enum)]
pub enum RestartPolicy {
    /// Not at all.
    Never,
    /// When it ended with an error.
    OnFailure,
    /// Whenever it ended.
    Always,
}

impl Mirror<RestartPolicy> for core::RestartPolicy {
    fn mirror(self) -> RestartPolicy {
        match self {
            Self::Never => RestartPolicy::Never,
            Self::OnFailure => RestartPolicy::OnFailure,
            Self::Always => RestartPolicy::Always,
        }
    }
}

impl Original<core::RestartPolicy> for RestartPolicy {
    fn original(self) -> Result<core::RestartPolicy, PortregError> {
        Ok(match self {
            Self::Never => core::RestartPolicy::Never,
            Self::OnFailure => core::RestartPolicy::OnFailure,
            Self::Always => core::RestartPolicy::Always,
        })
    }
}

/// A service that runs, and what it uses.
#[derive(uniffi::Record)]
pub struct RunningService {
    /// The service.
    pub service: Service,
    /// How long its process runs, in milliseconds.
    pub uptime_ms: Option<i64>,
    /// The share of one processor that it and all it started have used since they started.
    pub cpu_percent: Option<f64>,
    /// The memory that it and all it started have, in bytes.
    pub memory_bytes: Option<u64>,
    /// Where it answers.
    pub url: Option<Url>,
    /// What still runs of it although its supervisor is gone.
    pub orphans: Vec<u32>,
}

impl Mirror<RunningService> for core::RunningService {
    fn mirror(self) -> RunningService {
        let Self { service, uptime_ms, cpu_percent, memory_bytes, url, orphans } = self;
        RunningService {
            service: service.mirror(),
            uptime_ms: uptime_ms.mirror(),
            cpu_percent: cpu_percent.mirror(),
            memory_bytes: memory_bytes.mirror(),
            url: url.mirror(),
            orphans: orphans.mirror(),
        }
    }
}

/// One name of the registry, as it stands now.
#[derive(uniffi::Record)]
pub struct Service {
    /// The name.
    pub identity: Identity,
    /// Its port; none for a worker.
    pub port: Option<u16>,
    /// What is known of its process.
    pub status: Status,
    /// A line for people.
    pub description: Option<String>,
    /// The process that portreg started, else the one that listens.
    pub pid: Option<u32>,
    /// When that process started, in milliseconds since the Unix epoch.
    pub started_at_ms: Option<i64>,
    /// When it ended.
    pub ended_at_ms: Option<i64>,
    /// With what it ended; 128+n for a signal.
    pub exit_code: Option<i32>,
    /// The command that starts it.
    pub cmd: Option<String>,
    /// The folder it belongs to.
    pub dir: Option<String>,
    /// Who holds the claim.
    pub owner: Option<Holder>,
    /// The service this one belongs with.
    pub pair: Option<String>,
    /// The services it needs.
    pub needs: Vec<String>,
    /// The pool its port came from.
    pub pool: Option<String>,
    /// Whether it outlives owner and reboot.
    pub persistent: bool,
    /// Whether `up` starts it.
    pub enabled: bool,
    /// When it is started again.
    pub restart: RestartPolicy,
    /// How often it was started again.
    pub restarts: u32,
    /// What tells that it is ready.
    pub ready: Option<JsonValue>,
    /// What its probes say.
    pub health: Health,
    /// When they last said so.
    pub checked_at_ms: Option<i64>,
    /// When the name was first claimed.
    pub created_at_ms: i64,
    /// When it was last claimed, renewed or seen listening.
    pub last_seen_ms: i64,
    /// When it ends unless renewed.
    pub expires_at_ms: Option<i64>,
    /// Grows whenever the claim passes into other hands.
    pub generation: i64,
    /// What the claimer keeps with it.
    pub metadata: HashMap<String, JsonValue>,
    /// Where it answers, by environment; `local` follows the port.
    pub endpoints: HashMap<String, String>,
}

impl Mirror<Service> for core::Service {
    fn mirror(self) -> Service {
        let Self {
            identity,
            port,
            status,
            description,
            pid,
            started_at_ms,
            ended_at_ms,
            exit_code,
            cmd,
            dir,
            owner,
            pair,
            needs,
            pool,
            persistent,
            enabled,
            restart,
            restarts,
            ready,
            health,
            checked_at_ms,
            created_at_ms,
            last_seen_ms,
            expires_at_ms,
            generation,
            metadata,
            endpoints,
        } = self;
        Service {
            identity: identity.mirror(),
            port: port.mirror(),
            status: status.mirror(),
            description: description.mirror(),
            pid: pid.mirror(),
            started_at_ms: started_at_ms.mirror(),
            ended_at_ms: ended_at_ms.mirror(),
            exit_code: exit_code.mirror(),
            cmd: cmd.mirror(),
            dir: dir.mirror(),
            owner: owner.mirror(),
            pair: pair.mirror(),
            needs: needs.mirror(),
            pool: pool.mirror(),
            persistent: persistent.mirror(),
            enabled: enabled.mirror(),
            restart: restart.mirror(),
            restarts: restarts.mirror(),
            ready: ready.mirror(),
            health: health.mirror(),
            checked_at_ms: checked_at_ms.mirror(),
            created_at_ms: created_at_ms.mirror(),
            last_seen_ms: last_seen_ms.mirror(),
            expires_at_ms: expires_at_ms.mirror(),
            generation: generation.mirror(),
            metadata: metadata.mirror(),
            endpoints: endpoints.mirror(),
        }
    }
}

impl Original<core::Service> for Service {
    fn original(self) -> Result<core::Service, PortregError> {
        let Self {
            identity,
            port,
            status,
            description,
            pid,
            started_at_ms,
            ended_at_ms,
            exit_code,
            cmd,
            dir,
            owner,
            pair,
            needs,
            pool,
            persistent,
            enabled,
            restart,
            restarts,
            ready,
            health,
            checked_at_ms,
            created_at_ms,
            last_seen_ms,
            expires_at_ms,
            generation,
            metadata,
            endpoints,
        } = self;
        Ok(core::Service {
            identity: identity.original()?,
            port: port.original()?,
            status: status.original()?,
            description: description.original()?,
            pid: pid.original()?,
            started_at_ms: started_at_ms.original()?,
            ended_at_ms: ended_at_ms.original()?,
            exit_code: exit_code.original()?,
            cmd: cmd.original()?,
            dir: dir.original()?,
            owner: owner.original()?,
            pair: pair.original()?,
            needs: needs.original()?,
            pool: pool.original()?,
            persistent: persistent.original()?,
            enabled: enabled.original()?,
            restart: restart.original()?,
            restarts: restarts.original()?,
            ready: ready.original()?,
            health: health.original()?,
            checked_at_ms: checked_at_ms.original()?,
            created_at_ms: created_at_ms.original()?,
            last_seen_ms: last_seen_ms.original()?,
            expires_at_ms: expires_at_ms.original()?,
            generation: generation.original()?,
            metadata: metadata.original()?,
            endpoints: endpoints.original()?,
        })
    }
}

/// A piece of configuration.
#[derive(uniffi::Record)]
pub struct Snippet {
    /// The tool that reads it.
    pub tool: SnippetTool,
    /// The text, with an end of line.
    pub snippet: String,
    /// The services it is about, in order of names.
    pub services: Vec<Identity>,
    /// Services that fit and have no port, and so no place in it.
    pub left_out: Vec<Identity>,
}

impl Mirror<Snippet> for core::Snippet {
    fn mirror(self) -> Snippet {
        let Self { tool, snippet, services, left_out } = self;
        Snippet {
            tool: tool.mirror(),
            snippet: snippet.mirror(),
            services: services.mirror(),
            left_out: left_out.mirror(),
        }
    }
}

/// A tool that a piece of configuration is written for.
#[derive(uniffi::Enum)]
pub enum SnippetTool {
    /// `vite.config.js`: the port, and a proxy to each service that this one works with.
    Vite,
    /// The script of `package.json`, and `next.config.mjs` with a rewrite to each of these.
    Next,
    /// The call of `listen` in a program on Express.
    Express,
    /// `settings.py`: hosts and origins, and how `runserver` is called.
    Django,
    /// The call of `run` in a program on Flask.
    Flask,
    /// `compose.override.yaml`: published ports and variables.
    Compose,
    /// A site of a `Caddyfile` for each service.
    Caddy,
    /// A `server` for each service, WebSockets too.
    Nginx,
}

impl Mirror<SnippetTool> for core::SnippetTool {
    fn mirror(self) -> SnippetTool {
        match self {
            Self::Vite => SnippetTool::Vite,
            Self::Next => SnippetTool::Next,
            Self::Express => SnippetTool::Express,
            Self::Django => SnippetTool::Django,
            Self::Flask => SnippetTool::Flask,
            Self::Compose => SnippetTool::Compose,
            Self::Caddy => SnippetTool::Caddy,
            Self::Nginx => SnippetTool::Nginx,
        }
    }
}

impl Original<core::SnippetTool> for SnippetTool {
    fn original(self) -> Result<core::SnippetTool, PortregError> {
        Ok(match self {
            Self::Vite => core::SnippetTool::Vite,
            Self::Next => core::SnippetTool::Next,
            Self::Express => core::SnippetTool::Express,
            Self::Django => core::SnippetTool::Django,
            Self::Flask => core::SnippetTool::Flask,
            Self::Compose => core::SnippetTool::Compose,
            Self::Caddy => core::SnippetTool::Caddy,
            Self::Nginx => core::SnippetTool::Nginx,
        })
    }
}

/// Something that happened to a service of a stack.
#[derive(uniffi::Record)]
pub struct StackEvent {
    /// When, in milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// To which service.
    pub identity: Identity,
    /// What.
    pub what: StackEventKind,
}

impl Mirror<StackEvent> for core::StackEvent {
    fn mirror(self) -> StackEvent {
        let Self { at_ms, identity, what } = self;
        StackEvent { at_ms: at_ms.mirror(), identity: identity.mirror(), what: what.mirror() }
    }
}

/// What happened to a service of a stack.
#[derive(uniffi::Enum)]
pub enum StackEventKind {
    /// It runs already, started by somebody else, and is used.
    Used,
    /// It was given another port than the one that was asked for, or that it had.
    OtherPort {
        /// The port it has.
        port: u16,
        /// The one it should have had.
        instead_of: u16,
        /// Why not, in a sentence, where that is known.
        why: Option<String>,
    },
    /// Its process was started.
    Started {
        /// The process.
        pid: u32,
        /// The port it was given; none for a worker.
        port: Option<u16>,
    },
    /// It can be used.
    Ready {
        /// How long it took since its start, in milliseconds.
        after_ms: u64,
        /// Where it answers; none for a worker.
        url: Option<Url>,
    },
    /// A tunnel to it is being opened. It is ready without waiting for that.
    TunnelOpening {
        /// By whom.
        provider: TunnelProvider,
    },
    /// It can be reached through its tunnel.
    TunnelOpen {
        /// At which URL, which is its endpoint `tunnel` from now on.
        url: Url,
    },
    /// There is no tunnel to it. It runs on without.
    TunnelFailed {
        /// Why, in the words of the program that opens it where it has said any.
        message: String,
        /// In so many milliseconds it is opened again; none where it is not, or is still being tried.
        after_ms: Option<u64>,
        /// The last lines of that program, oldest first.
        last_lines: Vec<String>,
    },
    /// It has printed a line.
    Output {
        /// On its standard error instead of its standard output.
        error: bool,
        /// The line.
        line: String,
    },
    /// So many lines were not told, because nobody took them; its log has them.
    OutputSkipped {
        /// How many.
        lines: u64,
    },
    /// It listens on another port than its own.
    ListeningElsewhere {
        /// The port it listens on.
        port: u16,
        /// Its own.
        instead_of: u16,
    },
    /// Its probes fail.
    Failing {
        /// What the last one said.
        message: String,
    },
    /// Its probes pass again.
    Recovered,
    /// It is not ready in time, or cannot be started; what needs it is not started.
    NotReady {
        /// Why.
        message: String,
    },
    /// Its process has ended by itself.
    Exited {
        /// Its exit code; 128+n for a signal.
        exit_code: i32,
    },
    /// It will be started again.
    Restarting {
        /// In so many milliseconds.
        after_ms: u64,
        /// For the n-th time since it last ran for a stable minute.
        attempt: u32,
    },
    /// It has ended and is not started again.
    Crashed {
        /// Its exit code; 128+n for a signal.
        exit_code: i32,
        /// Why it is not started again.
        message: String,
        /// The last lines of its output, oldest first.
        last_lines: Vec<String>,
    },
    /// It is asked to end.
    Stopping,
    /// It has ended as asked, and its port is free.
    Stopped {
        /// What was ended.
        ended: Vec<Ended>,
    },
    /// Something that this version has no name for.
    Other,
}

impl Mirror<StackEventKind> for core::StackEventKind {
    fn mirror(self) -> StackEventKind {
        match self {
            Self::Used => StackEventKind::Used,
            Self::OtherPort { port, instead_of, why } => StackEventKind::OtherPort {
                port: port.mirror(),
                instead_of: instead_of.mirror(),
                why: why.mirror(),
            },
            Self::Started { pid, port } => {
                StackEventKind::Started { pid: pid.mirror(), port: port.mirror() }
            }
            Self::Ready { after_ms, url } => {
                StackEventKind::Ready { after_ms: after_ms.mirror(), url: url.mirror() }
            }
            Self::TunnelOpening { provider } => {
                StackEventKind::TunnelOpening { provider: provider.mirror() }
            }
            Self::TunnelOpen { url } => StackEventKind::TunnelOpen { url: url.mirror() },
            Self::TunnelFailed { message, after_ms, last_lines } => StackEventKind::TunnelFailed {
                message: message.mirror(),
                after_ms: after_ms.mirror(),
                last_lines: last_lines.mirror(),
            },
            Self::Output { error, line } => {
                StackEventKind::Output { error: error.mirror(), line: line.mirror() }
            }
            Self::OutputSkipped { lines } => {
                StackEventKind::OutputSkipped { lines: lines.mirror() }
            }
            Self::ListeningElsewhere { port, instead_of } => StackEventKind::ListeningElsewhere {
                port: port.mirror(),
                instead_of: instead_of.mirror(),
            },
            Self::Failing { message } => StackEventKind::Failing { message: message.mirror() },
            Self::Recovered => StackEventKind::Recovered,
            Self::NotReady { message } => StackEventKind::NotReady { message: message.mirror() },
            Self::Exited { exit_code } => StackEventKind::Exited { exit_code: exit_code.mirror() },
            Self::Restarting { after_ms, attempt } => StackEventKind::Restarting {
                after_ms: after_ms.mirror(),
                attempt: attempt.mirror(),
            },
            Self::Crashed { exit_code, message, last_lines } => StackEventKind::Crashed {
                exit_code: exit_code.mirror(),
                message: message.mirror(),
                last_lines: last_lines.mirror(),
            },
            Self::Stopping => StackEventKind::Stopping,
            Self::Stopped { ended } => StackEventKind::Stopped { ended: ended.mirror() },
            _ => StackEventKind::Other,
        }
    }
}

/// What is known of a service's process.
#[derive(uniffi::Enum)]
pub enum Status {
    /// Nothing runs, as far as seen.
    Assigned,
    /// An own listener or the supervised process lives.
    Running,
    /// Ended as asked, or the owner is gone.
    Stopped,
    /// Supervised, ended by itself, not started again.
    Crashed,
}

impl Mirror<Status> for core::Status {
    fn mirror(self) -> Status {
        match self {
            Self::Assigned => Status::Assigned,
            Self::Running => Status::Running,
            Self::Stopped => Status::Stopped,
            Self::Crashed => Status::Crashed,
        }
    }
}

impl Original<core::Status> for Status {
    fn original(self) -> Result<core::Status, PortregError> {
        Ok(match self {
            Self::Assigned => core::Status::Assigned,
            Self::Running => core::Status::Running,
            Self::Stopped => core::Status::Stopped,
            Self::Crashed => core::Status::Crashed,
        })
    }
}

/// The machine and the registry side by side.
#[derive(uniffi::Record)]
pub struct StatusReport {
    /// The services.
    pub services: Vec<Service>,
    /// Who listens on TCP ports.
    pub listeners: Vec<Listener>,
    /// Where the two disagree.
    pub conflicts: Vec<Conflict>,
    /// The pools and how full they are.
    pub pools: Vec<Pool>,
    /// The configured services in the order in which they start.
    pub start_order: Vec<Identity>,
    /// The same in the order in which they stop.
    pub stop_order: Vec<Identity>,
}

impl Mirror<StatusReport> for core::StatusReport {
    fn mirror(self) -> StatusReport {
        let Self { services, listeners, conflicts, pools, start_order, stop_order } = self;
        StatusReport {
            services: services.mirror(),
            listeners: listeners.mirror(),
            conflicts: conflicts.mirror(),
            pools: pools.mirror(),
            start_order: start_order.mirror(),
            stop_order: stop_order.mirror(),
        }
    }
}

/// In which order ports that nobody has had yet are tried.
#[derive(uniffi::Enum)]
pub enum Strategy {
    /// From the lowest on.
    Sequential,
    /// From a place that the name gives.
    Hashed,
    /// From anywhere.
    Random,
}

impl Mirror<Strategy> for core::Strategy {
    fn mirror(self) -> Strategy {
        match self {
            Self::Sequential => Strategy::Sequential,
            Self::Hashed => Strategy::Hashed,
            Self::Random => Strategy::Random,
        }
    }
}

impl Original<core::Strategy> for Strategy {
    fn original(self) -> Result<core::Strategy, PortregError> {
        Ok(match self {
            Self::Sequential => core::Strategy::Sequential,
            Self::Hashed => core::Strategy::Hashed,
            Self::Random => core::Strategy::Random,
        })
    }
}

/// Who provides a tunnel.
#[derive(uniffi::Enum)]
pub enum TunnelProvider {
    /// The program `ngrok`.
    Ngrok,
    /// The program `cloudflared`; in files of older tools also `cloudflare`.
    Cloudflared,
}

impl Mirror<TunnelProvider> for core::TunnelProvider {
    fn mirror(self) -> TunnelProvider {
        match self {
            Self::Ngrok => TunnelProvider::Ngrok,
            Self::Cloudflared => TunnelProvider::Cloudflared,
        }
    }
}

impl Original<core::TunnelProvider> for TunnelProvider {
    fn original(self) -> Result<core::TunnelProvider, PortregError> {
        Ok(match self {
            Self::Ngrok => core::TunnelProvider::Ngrok,
            Self::Cloudflared => core::TunnelProvider::Cloudflared,
        })
    }
}

/// What `up` would do.
#[derive(uniffi::Record)]
pub struct UpCheck {
    /// The services in the order in which they would start, with the ports they have or had.
    pub order: Vec<UpStep>,
    /// What stands in the way.
    pub problems: Vec<UpProblem>,
}

impl Mirror<UpCheck> for core::UpCheck {
    fn mirror(self) -> UpCheck {
        let Self { order, problems } = self;
        UpCheck { order: order.mirror(), problems: problems.mirror() }
    }
}

/// Something that would keep a service from starting.
#[derive(uniffi::Record)]
pub struct UpProblem {
    /// The name.
    pub identity: Identity,
    /// What is wrong, and the way out.
    pub message: String,
}

impl Mirror<UpProblem> for core::UpProblem {
    fn mirror(self) -> UpProblem {
        let Self { identity, message } = self;
        UpProblem { identity: identity.mirror(), message: message.mirror() }
    }
}

/// One service that `up` would start.
#[derive(uniffi::Record)]
pub struct UpStep {
    /// The name.
    pub identity: Identity,
    /// The port it has; none where it is given one at the start, and for workers.
    pub port: Option<u16>,
    /// The command as it is shown.
    pub cmd: Option<String>,
    /// What must be ready before it.
    pub needs: Vec<Identity>,
    /// Whether it runs already and would be used.
    pub runs: bool,
}

impl Mirror<UpStep> for core::UpStep {
    fn mirror(self) -> UpStep {
        let Self { identity, port, cmd, needs, runs } = self;
        UpStep {
            identity: identity.mirror(),
            port: port.mirror(),
            cmd: cmd.mirror(),
            needs: needs.mirror(),
            runs: runs.mirror(),
        }
    }
}

/// What the change feed gives.
#[derive(uniffi::Enum)]
pub enum Watched {
    /// The next event.
    Event(Event),
    /// Events are gone.
    Gap(Gap),
}

impl Mirror<Watched> for core::Watched {
    fn mirror(self) -> Watched {
        match self {
            Self::Event(inner) => Watched::Event(inner.mirror()),
            Self::Gap(inner) => Watched::Gap(inner.mirror()),
        }
    }
}
