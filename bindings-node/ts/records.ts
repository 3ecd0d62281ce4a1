// Made from the types of the core by `cargo xtask generate`.
// Times (`...Ms`) are milliseconds since the Unix epoch; what may be absent is optional.

export type CheckState = 'ok' | 'warning' | 'failed' | 'fixed';

export type ConflictKind =
  | 'foreign_listener'
  | 'not_listening'
  | 'wrong_address'
  | 'duplicate_owner'
  | 'expired_but_live';

export type EnvFormat = 'dotenv' | 'shell' | 'fish' | 'powershell' | 'json';

export type Health = 'unknown' | 'starting' | 'passing' | 'failing';

export type LogStream = 'out' | 'err';

export type OnConflict = 'share' | 'fail' | 'replace' | 'next';

export type Outcome = 'new' | 'renewed' | 'shared' | 'took_over' | 'moved';

export type PortState =
  | 'listening'
  | 'time_wait'
  | 'claimed'
  | 'reserved'
  | 'excluded'
  | 'privileged'
  | 'ephemeral'
  | 'free';

export type Protocol = 'tcp' | 'udp';

export type ReasonCode =
  | 'listening'
  | 'time_wait'
  | 'claimed'
  | 'reserved'
  | 'excluded'
  | 'privileged'
  | 'ephemeral'
  | 'free'
  | 'bound'
  | 'outgoing'
  | 'browser_unsafe'
  | 'well_known'
  | 'container'
  | 'other_user'
  | 'one_family'
  | 'airplay'
  | 'remembered';

export type RestartPolicy = 'never' | 'on-failure' | 'always';

export type SnippetTool =
  | 'vite'
  | 'next'
  | 'express'
  | 'django'
  | 'flask'
  | 'compose'
  | 'caddy'
  | 'nginx';

export type Status = 'assigned' | 'running' | 'stopped' | 'crashed';

export type Strategy = 'sequential' | 'hashed' | 'random';

export type TunnelProvider = 'ngrok' | 'cloudflared';

/** All codes of errors. */
export const ERROR_CODES = [
  'INVALID_IDENTITY',
  'INVALID_PATTERN',
  'INVALID_OPTION',
  'INVALID_CONFIG',
  'NOT_FOUND',
  'PORT_IN_USE',
  'PORT_RESERVED',
  'RANGE_EXHAUSTED',
  'IDENTITY_HELD',
  'LIMIT_REACHED',
  'NOT_OWNER',
  'SPAWN_FAILED',
  'NOT_READY',
  'TIMEOUT',
  'CANCELLED',
  'REGISTRY_BUSY',
  'REGISTRY_CORRUPT',
  'REGISTRY_NEWER',
  'REGISTRY_UNAVAILABLE',
  'UNSUPPORTED',
] as const;

/** A channel that holds messages. */
export interface Channel {
  /** Its name. */
  channel: string;
  /** How many messages it holds. */
  messages: number;
  /** The oldest of them. */
  firstId: number;
  /** The newest of them. */
  lastId: number;
  /** When that one was published, in milliseconds since the Unix epoch. */
  lastAtMs: number;
}

/** One thing that `doctor` looked at. */
export interface Check {
  /** What it is. */
  name: string;
  /** How it stands. */
  state: CheckState;
  /** In a sentence. */
  message: string;
  /** The command that mends it. */
  fix?: string;
}

/** A name and its port. */
export interface ClaimRecord {
  /** The name. */
  identity: string;
  /** Its port. */
  port: number;
  /** How it came to it. */
  outcome: Outcome;
  /** The first port that was asked for. */
  requestedPort?: number;
  /** The port it had before. */
  movedFrom?: number;
  /** Why it did not get the port that was asked for, or lost the one it had. */
  reason?: ReasonCode;
  /** The process that is behind the outcome: who holds the name, or who is on the port. */
  holder?: Holder;
  /** Grows whenever the claim passes into other hands: a fencing number. */
  generation: number;
  /** When it ends unless renewed, in milliseconds since the Unix epoch. */
  expiresAtMs?: number;
  /** Where it answers. */
  url: string;
}

/** The settings in force, and where each comes from. */
export interface ConfigReport {
  /** By name. */
  values: Record<string, unknown>;
  /** The file or variable that says so, by name. */
  sources: Record<string, unknown>;
}

/** One disagreement between a service and the machine. */
export interface Conflict {
  /** How they disagree. */
  kind: ConflictKind;
  /** The service. */
  identity: string;
  /** Its port. */
  port: number;
  /** What should be there, in words. */
  expected: string;
  /** Who is there, where anybody is. */
  found?: Listener;
  /** What is wrong, and the command that resolves it. */
  hint: string;
}

/** What `doctor` found. */
export interface DoctorReport {
  /** Whether no check failed. */
  ok: boolean;
  /** What was looked at. */
  checks: Check[];
}

/** A process that was ended. */
export interface Ended {
  /** Its pid. */
  pid: number;
  /** Its name while it ran. */
  name: string;
  /** The last signal it was sent. */
  signal: string;
}

/** Where a service answers in one environment. */
export interface Endpoint {
  /** The name. */
  identity: string;
  /** The environment: `local`, `tunnel`, `dev`, `staging`, `prod` or another word. */
  env: string;
  /** The URL. */
  url: string;
}

/** One thing that happened. */
export interface Event {
  /** Grows with every event. */
  id: number;
  /** When it happened, in milliseconds since the Unix epoch. */
  atMs: number;
  /** What happened: `claim`, `release`, `move`, `take_over`, `rename`, `reserve`, ... */
  action: string;
  /** To which name. */
  identity?: string;
  /** To which port. */
  port?: number;
  /** For which process. */
  pid?: number;
  /** Who did it: the program and its pid. */
  actor: string;
  /** One for all events of one call. */
  requestId: string;
  /** What else there is to say. */
  details: Record<string, unknown>;
}

/** Everything of a registry that can be carried to another one. */
export interface Export {
  /** The form of this document. */
  version: number;
  /** The services. */
  services: Service[];
  /** Their endpoints that were set. */
  endpoints: Endpoint[];
  /** Ports kept out of use. */
  reserved: Reservation[];
  /** Pools that were set. */
  pools: PoolDefinition[];
  /** The ports that names had. */
  memory: Memory[];
}

/**
 * Messages or events that are gone: retention took them away before somebody who follows came to
 * them.
 */
export interface Gap {
  /** The first id that may have been one of them. */
  missedFrom: number;
  /**
   * The last one of them. Messages of other channels between the two may still come; all events
   * between the two are gone.
   */
  missedTo: number;
}

/** A process for people: who holds a claim, and since when. */
export interface Holder {
  /** The process id. */
  pid: number;
  /** The program's name; empty where it cannot be seen. */
  name: string;
  /** When it started, in milliseconds since the Unix epoch. */
  startedAtMs?: number;
  /** What people call it, where its command line tells: `Vite`, `Django`, `PostgreSQL`. */
  label?: string;
}

/** What an import did, or would do. */
export interface ImportReport {
  /** What came in. */
  added: string[];
  /** What was there already, the same. */
  kept: string[];
  /** What had ended: no claim came in, but the name remembers its port. */
  remembered?: string[];
  /** What clashes with what is there. */
  refused: Refusal[];
}

/** The identity that a folder gives, and where each part of it comes from. */
export interface Inference {
  /** The whole. */
  identity: string;
  /** Its project. */
  project: string;
  /** Its stack. */
  stack: string;
  /** Its context, inside git. */
  context?: string;
  /** The folder that was asked about. */
  dir: string;
  /** Where each part comes from, in words. */
  sources: Record<string, unknown>;
}

/** What `kill` did, or would do. */
export interface Killed {
  /** The port that was to be freed. */
  port: number;
  /** Who was ended, in the order they were found. */
  ended: Ended[];
  /** Who holds the socket too and was left alone. */
  spared: Holder[];
}

/** A process that listens on a port, on one address or on several. */
export interface Listener {
  /** The port. */
  port: number;
  /** The protocol. */
  protocol: Protocol;
  /** The addresses it listens on, lowest first; `0.0.0.0` and `::` are all of a family. */
  addresses: string[];
  /** The process; of several that share the socket the one with the lowest pid. */
  pid?: number;
  /** Its program's name. */
  process?: string;
  /** What people call it, where its command line tells: `Vite`, `Django`, `PostgreSQL`. */
  label?: string;
  /** Its command line, without values that look like secrets. */
  cmd?: string;
  /** The user it runs as. */
  user?: string;
  /** When it started, in milliseconds since the Unix epoch. */
  startedAtMs?: number;
  /** The service that it is. */
  identity?: string;
  /** The container whose port it publishes: its address and port, or the name of its runtime. */
  container?: string;
}

/** A lock that is held. */
export interface LockRecord {
  /** Its name. */
  name: string;
  /** Who holds it: the process that took it, or what is left of its command. */
  owner: Holder;
  /** The fencing number: greater with each holder. */
  generation: number;
  /** How many wait for it. */
  waiting: number;
  /** When its time is over, in milliseconds since the Unix epoch. */
  expiresAtMs?: number;
}

/** One line that a service printed. */
export interface LogLine {
  /** When its first byte was read, in milliseconds since the Unix epoch. */
  atMs: number;
  /** Which service printed it. */
  identity: string;
  /** On which of its streams. */
  stream: LogStream;
  /** The text without its end of line; bytes that are no UTF-8 are replaced by `U+FFFD`. */
  line: string;
  /** Whether the line has not ended yet, as a prompt: it goes on in the next one of this stream. */
  partial?: boolean;
}

/** The port a name had. */
export interface Memory {
  /** The name. */
  identity: string;
  /** Its port. */
  port: number;
  /** When it was released, in milliseconds since the Unix epoch. */
  sinceMs: number;
}

/** What somebody has published. */
export interface Message {
  /** Grows with every message, over all channels, in the order in which they were published. */
  id: number;
  /** Where it was published. */
  channel: string;
  /** What was sent. */
  payload: unknown;
  /** Who sent it, where that was said. */
  sender?: string;
  /** When it was published, in milliseconds since the Unix epoch. */
  createdAtMs: number;
  /** From when on nobody gets it any more, in milliseconds since the Unix epoch. */
  expiresAtMs?: number;
}

/** A named set of ports. */
export interface Pool {
  /** Its name. */
  name: string;
  /** Its ports. */
  ranges: string[];
  /** How many of them are claimed. */
  claimed: number;
  /** How many ports it holds. */
  capacity: number;
  /** The runs that are neither claimed nor kept out of use. */
  free: string[];
}

/** A pool as it was set. */
export interface PoolDefinition {
  /** Its name. */
  name: string;
  /** Its ports. */
  ranges: string[];
}

/** Why a port is as it is, and what can be done. */
export interface PortReport {
  /** The port. */
  port: number;
  /** How it stands. */
  state: PortState;
  /** Everything that is to be said of it; at least one. */
  reasons: Reason[];
  /** Who listens on it. */
  listener?: Listener;
  /** The service that claims it. */
  service?: Service;
  /** What may be done about it, each with the command that does it. */
  resolutions: string[];
}

/** One thing that is to be said of a port. */
export interface Reason {
  /** What it is. */
  code: ReasonCode;
  /** The same for people. */
  sentence: string;
}

/** One entry that an import did not take. */
export interface Refusal {
  /** The name, or what stood in its place. */
  identity: unknown;
  /** Its port. */
  port?: number;
  /** The error code. */
  code: string;
  /** Why. */
  reason: string;
}

/** A claim that was ended. */
export interface Released {
  /** The name. */
  identity: string;
  /** The port it had. */
  port?: number;
  /**
   * Why: `released`, `expired`, `owner_gone`, `worktree_gone`, `superseded`; `leftovers` where the
   * claim stays and only what a killed `run` had left was ended.
   */
  reason: string;
  /** What a killed `run` of the name had left running, which was ended too. */
  ended?: Holder[];
}

/** Ports that are given to nobody. */
export interface Reservation {
  /** The ports. */
  ports: string;
  /** Why. */
  reason?: string;
}

/** A service that runs, and what it uses. */
export interface RunningService extends Service {
  /** How long its process runs, in milliseconds. */
  uptimeMs?: number;
  /** The share of one processor that it and all it started have used since they started. */
  cpuPercent?: number;
  /** The memory that it and all it started have, in bytes. */
  memoryBytes?: number;
  /** Where it answers. */
  url?: string;
  /** What still runs of it although its supervisor is gone. */
  orphans?: number[];
}

/** One name of the registry, as it stands now. */
export interface Service {
  /** The name. */
  identity: string;
  /** Its port; none for a worker. */
  port?: number;
  /** What is known of its process. */
  status: Status;
  /** A line for people. */
  description?: string;
  /** The process that portreg started, else the one that listens. */
  pid?: number;
  /** When that process started, in milliseconds since the Unix epoch. */
  startedAtMs?: number;
  /** When it ended. */
  endedAtMs?: number;
  /** With what it ended; 128+n for a signal. */
  exitCode?: number;
  /** The command that starts it. */
  cmd?: string;
  /** The folder it belongs to. */
  dir?: string;
  /** Who holds the claim. */
  owner?: Holder;
  /** The service this one belongs with. */
  pair?: string;
  /** The services it needs. */
  needs: string[];
  /** The pool its port came from. */
  pool?: string;
  /** Whether it outlives owner and reboot. */
  persistent: boolean;
  /** Whether `up` starts it. */
  enabled: boolean;
  /** When it is started again. */
  restart: RestartPolicy;
  /** How often it was started again. */
  restarts: number;
  /** What tells that it is ready. */
  ready?: unknown;
  /** What its probes say. */
  health: Health;
  /** When they last said so. */
  checkedAtMs?: number;
  /** When the name was first claimed. */
  createdAtMs: number;
  /** When it was last claimed, renewed or seen listening. */
  lastSeenMs: number;
  /** When it ends unless renewed. */
  expiresAtMs?: number;
  /** Grows whenever the claim passes into other hands. */
  generation: number;
  /** What the claimer keeps with it. */
  metadata: Record<string, unknown>;
  /** Where it answers, by environment; `local` follows the port. */
  endpoints: Record<string, string>;
}

/** A piece of configuration. */
export interface Snippet {
  /** The tool that reads it. */
  tool: SnippetTool;
  /** The text, with an end of line. */
  snippet: string;
  /** The services it is about, in order of names. */
  services: string[];
  /** Services that fit and have no port, and so no place in it. */
  leftOut: string[];
}

/** Something that happened to a service of a stack. */
export interface StackEvent {
  /** When, in milliseconds since the Unix epoch. */
  atMs: number;
  /** To which service. */
  identity: string;
  /** What happened to a service of a stack. */
  event:
    | 'used'
    | 'other_port'
    | 'started'
    | 'ready'
    | 'tunnel_opening'
    | 'tunnel_open'
    | 'tunnel_failed'
    | 'output'
    | 'output_skipped'
    | 'listening_elsewhere'
    | 'failing'
    | 'recovered'
    | 'not_ready'
    | 'exited'
    | 'restarting'
    | 'crashed'
    | 'stopping'
    | 'stopped';
  /**
   * `other_port`: The port it has. `started`: The port it was given; none for a worker.
   * `listening_elsewhere`: The port it listens on.
   */
  port?: number;
  /** `other_port`: The one it should have had. `listening_elsewhere`: Its own. */
  insteadOf?: number;
  /** `other_port`: Why not, in a sentence, where that is known. */
  why?: string;
  /** `started`: The process. */
  pid?: number;
  /**
   * `ready`: How long it took since its start, in milliseconds. `tunnel_failed`: In so many
   * milliseconds it is opened again; none where it is not, or is still being tried. `restarting`:
   * In so many milliseconds.
   */
  afterMs?: number;
  /**
   * `ready`: Where it answers; none for a worker. `tunnel_open`: At which URL, which is its
   * endpoint `tunnel` from now on.
   */
  url?: string;
  /** `tunnel_opening`: By whom. */
  provider?: TunnelProvider;
  /**
   * `tunnel_failed`: Why, in the words of the program that opens it where it has said any.
   * `failing`: What the last one said. `not_ready`: Why. `crashed`: Why it is not started again.
   */
  message?: string;
  /**
   * `tunnel_failed`: The last lines of that program, oldest first. `crashed`: The last lines of its
   * output, oldest first.
   */
  lastLines?: string[];
  /** `output`: On its standard error instead of its standard output. */
  error?: boolean;
  /** `output`: The line. */
  line?: string;
  /** `output_skipped`: How many. */
  lines?: number;
  /** `exited`: Its exit code; 128+n for a signal. `crashed`: Its exit code; 128+n for a signal. */
  exitCode?: number;
  /** `restarting`: For the n-th time since it last ran for a stable minute. */
  attempt?: number;
  /** `stopped`: What was ended. */
  ended?: Ended[];
}

/** The machine and the registry side by side. */
export interface StatusReport {
  /** The services. */
  services: Service[];
  /** Who listens on TCP ports. */
  listeners: Listener[];
  /** Where the two disagree. */
  conflicts: Conflict[];
  /** The pools and how full they are. */
  pools: Pool[];
  /** The configured services in the order in which they start. */
  startOrder: string[];
  /** The same in the order in which they stop. */
  stopOrder: string[];
}

/** What `up` would do. */
export interface UpCheck {
  /** The services in the order in which they would start, with the ports they have or had. */
  order: UpStep[];
  /** What stands in the way. */
  problems: UpProblem[];
}

/** Something that would keep a service from starting. */
export interface UpProblem {
  /** The name. */
  identity: string;
  /** What is wrong, and the way out. */
  message: string;
}

/** One service that `up` would start. */
export interface UpStep {
  /** The name. */
  identity: string;
  /** The port it has; none where it is given one at the start, and for workers. */
  port?: number;
  /** The command as it is shown. */
  cmd?: string;
  /** What must be ready before it. */
  needs: string[];
  /** Whether it runs already and would be used. */
  runs: boolean;
}

export type Received = Message | Gap;

export type Watched = Event | Gap;
