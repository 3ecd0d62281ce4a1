//! The form of the registry file, as a list of migrations that is only ever added to.
//!
//! `user_version` is `1000 * COMPAT + number of migrations applied`. A migration adds tables, or
//! columns with defaults, so that older libraries go on reading and writing the file; only a
//! change that they must not write beside raises [`COMPAT`].

/// What a library must know to write the file.
pub(super) const COMPAT: i64 = 1;

/// How many migrations this build knows: all, but for the build that stands in for the release
/// before in the tests of mixed versions.
const KNOWN: usize = if cfg!(feature = "previous-schema") { ALL.len() - 1 } else { ALL.len() };

/// `user_version` of a file that this build writes.
pub(super) const VERSION: i64 = 1000 * COMPAT + KNOWN as i64;

/// Whether this build knows where inferred names come from.
pub(crate) const KNOWS_ORIGINS: bool = KNOWN >= 2;

/// What is still to be applied to a file of `version`.
pub(super) fn pending(version: i64) -> &'static [&'static str] {
    let applied = usize::try_from(version % 1000).unwrap_or(0).min(KNOWN);
    &ALL[applied..KNOWN]
}

const ALL: [&str; 2] = [BASE, ORIGINS];

/// Marks the file as a registry: "preg" in ASCII.
pub(super) const APPLICATION_ID: i32 = 0x7072_6567;

// Every port from 1 to 65535 is in exactly one place: inside a gap of `fresh` (nobody has had it),
// in `service.port` (claimed), or in `idle` (had once, claimed by nobody). So the next free port is
// one step into an index, however many are taken.
//
// The payload is the last column of `message`, so that rows are looked through without reading it.
// `channel` counts what retention by number would have to count with every message, and says up to
// which id retention has taken messages away.
const BASE: &str = "
CREATE TABLE service (
    identity          TEXT PRIMARY KEY,
    port              INTEGER CHECK (port BETWEEN 1 AND 65535),
    asked             INTEGER,
    generation        INTEGER NOT NULL,
    owner_pid         INTEGER,
    owner_start       INTEGER,
    owner_boot        INTEGER,
    owner_namespace   INTEGER,
    owner_machine     INTEGER,
    owner_session     INTEGER,
    owner_name        TEXT,
    owner_since_ms    INTEGER,
    expires_at_ms     INTEGER,
    ttl_ms            INTEGER,
    last_seen_ms      INTEGER NOT NULL,
    created_at_ms     INTEGER NOT NULL,
    persistent        INTEGER NOT NULL DEFAULT 0,
    adopted           INTEGER NOT NULL DEFAULT 0,
    anonymous         INTEGER NOT NULL DEFAULT 0,
    host              TEXT,
    dir               TEXT,
    worktree          TEXT,
    repository        TEXT,
    pool              TEXT,
    range             TEXT,
    strategy          TEXT,
    pair              TEXT,
    description       TEXT,
    metadata          TEXT,
    launch            TEXT,
    enabled           INTEGER NOT NULL DEFAULT 1,
    child_pid         INTEGER,
    child_start       INTEGER,
    child_boot        INTEGER,
    child_namespace   INTEGER,
    child_machine     INTEGER,
    mark              TEXT,
    phase             TEXT,
    started_at_ms     INTEGER,
    ended_at_ms       INTEGER,
    exit_code         INTEGER,
    restarts          INTEGER NOT NULL DEFAULT 0,
    health            TEXT,
    checked_at_ms     INTEGER,
    tunnel            TEXT
) WITHOUT ROWID;
CREATE UNIQUE INDEX service_port ON service (port) WHERE port IS NOT NULL;

CREATE TABLE fresh (
    last  INTEGER PRIMARY KEY,
    first INTEGER NOT NULL CHECK (first <= last)
);
INSERT INTO fresh (first, last) VALUES (1, 65535);

CREATE TABLE idle (
    port     INTEGER PRIMARY KEY,
    since_ms INTEGER NOT NULL
);
CREATE INDEX idle_oldest ON idle ((port + 350) / 1150, since_ms);

CREATE TABLE memory (
    identity TEXT PRIMARY KEY,
    port     INTEGER NOT NULL,
    since_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX memory_port ON memory (port);

CREATE TABLE reserved (
    first  INTEGER PRIMARY KEY,
    last   INTEGER NOT NULL,
    reason TEXT
);

CREATE TABLE pool (
    name  TEXT NOT NULL,
    first INTEGER NOT NULL,
    last  INTEGER NOT NULL,
    PRIMARY KEY (name, first)
) WITHOUT ROWID;

CREATE TABLE endpoint (
    identity TEXT NOT NULL,
    env      TEXT NOT NULL,
    url      TEXT NOT NULL,
    PRIMARY KEY (identity, env)
) WITHOUT ROWID;

CREATE TABLE event (
    id       INTEGER PRIMARY KEY,
    at_ms    INTEGER NOT NULL,
    action   TEXT NOT NULL,
    identity TEXT,
    port     INTEGER,
    pid      INTEGER,
    actor    TEXT NOT NULL,
    request  TEXT NOT NULL,
    details  TEXT
);

CREATE TABLE bell (
    name  TEXT PRIMARY KEY,
    topic TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX bell_topic ON bell (topic);

CREATE TABLE request (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms    INTEGER NOT NULL,
    topic    TEXT NOT NULL,
    identity TEXT NOT NULL,
    wish     TEXT NOT NULL,
    grace_ms INTEGER,
    answer   TEXT
);
CREATE INDEX request_open ON request (topic) WHERE answer IS NULL;

CREATE TABLE ticket (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    lock            TEXT NOT NULL,
    owner_pid       INTEGER NOT NULL,
    owner_start     INTEGER NOT NULL,
    owner_boot      INTEGER NOT NULL,
    owner_namespace INTEGER NOT NULL,
    owner_machine   INTEGER NOT NULL,
    owner_name      TEXT NOT NULL,
    owner_since_ms  INTEGER,
    bell            TEXT NOT NULL,
    mark            TEXT,
    expires_at_ms   INTEGER
);
CREATE INDEX ticket_line ON ticket (lock, id);

CREATE TABLE message (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    channel       TEXT NOT NULL,
    sender        TEXT,
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER,
    payload       TEXT NOT NULL
);
CREATE INDEX message_channel ON message (channel, id, expires_at_ms);
CREATE INDEX message_expiry ON message (expires_at_ms) WHERE expires_at_ms IS NOT NULL;

CREATE TABLE channel (
    name            TEXT PRIMARY KEY,
    messages        INTEGER NOT NULL,
    overtaken       INTEGER NOT NULL DEFAULT 0,
    overtaken_at_ms INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX channel_overtaken ON channel (overtaken) WHERE overtaken > 0;

CREATE TABLE cursor (
    name            TEXT PRIMARY KEY,
    confirmed       INTEGER NOT NULL,
    known           INTEGER NOT NULL,
    seen_ms         INTEGER NOT NULL,
    token           TEXT,
    owner_pid       INTEGER,
    owner_start     INTEGER,
    owner_boot      INTEGER,
    owner_namespace INTEGER,
    owner_machine   INTEGER,
    owner_name      TEXT,
    owner_since_ms  INTEGER
) WITHOUT ROWID;
";

// Which folder or branch a segment of an inferred name stands for, so that two that would become
// equal are told apart, and stay so.
const ORIGINS: &str = "
CREATE TABLE origin (
    scope   TEXT NOT NULL,
    source  TEXT NOT NULL,
    segment TEXT NOT NULL,
    PRIMARY KEY (scope, source)
) WITHOUT ROWID;
CREATE UNIQUE INDEX origin_segment ON origin (scope, segment);
";
