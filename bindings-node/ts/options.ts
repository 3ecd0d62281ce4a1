// What can be asked for: the options of each verb.

import type { EnvFormat } from './records.js';

/** Milliseconds, or a text such as `'90s'`, `'10m'`, `'1h30m'`, `'7d'`. */
export type Duration = number | string;

/** A port, a range such as `'8000-8099'`, or several of them. */
export type Ranges = number | string | readonly (number | string)[];

/** How a service is started, by `up` or later. */
export interface LaunchOptions {
  /** The command; the shell runs it. `{port}`, `{host}` and `{url}` are filled in. */
  cmd?: string;
  /** When it is ready: a URL, or `{ http | tcp | log | cmd, interval, timeout, retries }`. */
  ready?: string | Record<string, unknown>;
  /** Whether it is started again when it ends. */
  restart?: 'never' | 'on-failure' | 'always';
  /** What has to be ready before. */
  needs?: string[];
  /** Variables for it. */
  env?: Record<string, string>;
  /** A file with variables for it. */
  envFile?: string;
  /** A tunnel that makes it reachable from outside. */
  tunnel?: { provider: 'ngrok' | 'cloudflared'; subdomain?: string };
}

/** Options of a claim. What is not said keeps its value. */
export interface ClaimOptions extends LaunchOptions {
  /** The port that is wanted, or several in this order. */
  port?: number | readonly number[];
  /** Whether another port than the one that is asked for is an error. */
  strict?: boolean;
  /** Where to look for a port, such as `'3000-3099'`. */
  range?: string;
  /** The pool to take it from. */
  pool?: string;
  /** Which of the free ports is taken. */
  strategy?: 'sequential' | 'hashed' | 'random';
  /** When the claim ends by itself. */
  expiresIn?: Duration;
  /** Whether it outlives its owner and reboots. */
  persistent?: boolean;
  /** The service that belongs to this one. */
  pair?: string;
  /** What to do where another process holds the name. */
  onConflict?: 'share' | 'fail' | 'replace' | 'next';
  /** Who shall own it: this process, nobody, or the process with this pid. */
  owner?: 'caller' | 'none' | number;
  /** A JSON object of your own. */
  metadata?: Record<string, unknown>;
  /** A text for people. */
  description?: string;
  /** The folder of the service. */
  dir?: string;
}

/** One of the names of `claimMany`. */
export interface OneOfMany {
  identity: string;
  options?: ClaimOptions;
}

/** Options of `claimMany`. */
export interface ClaimManyOptions {
  /** Whether their ports are side by side. */
  contiguous?: boolean;
}

/** Options of `reassign`. */
export interface ReassignOptions extends Abortable {
  /** Whether it is done although somebody else holds the name. */
  force?: boolean;
  /** Whether the service is started again on its new port, where `up` has started it. */
  restart?: boolean;
}

/** What `find` looks for; all of it must fit. */
export interface FindOptions {
  pattern?: string;
  status?: 'assigned' | 'running' | 'stopped' | 'crashed';
  port?: number;
  pool?: string;
  worktree?: string;
  limit?: number;
}

/** Options of `releaseMatching`. */
export interface ReleaseOptions {
  /** Whether the names below a plain one are meant as well. */
  under?: boolean;
  /** All services of this worktree. */
  worktree?: string;
  /** Whether held claims are taken away. */
  force?: boolean;
  /** Whether it is only said what would be done. */
  dryRun?: boolean;
}

/** Options of `listeners`. */
export interface ListenerOptions {
  port?: number;
  /** Whether other users' listeners and those of the system are meant as well. */
  all?: boolean;
  /** Whether processes are left out, which is ten times faster. */
  socketsOnly?: boolean;
}

/** Options of `kill`. */
export interface KillOptions {
  /** Whether registered services of others are ended as well. */
  force?: boolean;
  dryRun?: boolean;
  /** How long they have between the first signal and the last. */
  grace?: Duration;
}

/** Options of `available`. */
export interface AvailableOptions {
  range?: string;
  pool?: string;
  /** How many; one where nothing is said. */
  count?: number;
}

/** Options of `history`. */
export interface HistoryOptions {
  pattern?: string;
  /** Not older than this, in milliseconds since the Unix epoch. */
  sinceMs?: number;
  /** Only what came after this event. */
  afterId?: number;
  limit?: number;
}

/** Options of `import`. */
export interface ImportOptions {
  dryRun?: boolean;
  /** Whether what clashes is left out instead of refusing all. */
  skip?: boolean;
}

/** What waits can be given up. */
export interface Abortable {
  /** Gives up: the call ends with CANCELLED. */
  signal?: AbortSignal;
}

/** Options of `up`. */
export interface UpOptions extends LaunchOptions, Abortable {
  /** The folder whose configuration applies. */
  dir?: string;
  /** Whether what they need is left out. */
  noDeps?: boolean;
  /** How long a service may take to get ready. */
  timeout?: Duration;
  onConflict?: 'share' | 'fail' | 'replace' | 'next';
  /** Whether what the services print is told as events. */
  output?: boolean;
  /** Whether services are told to print colours. */
  color?: boolean;
  /** Whether their output is a terminal. */
  pty?: boolean;
}

/** Options of `down` and `restart`. */
export interface DownOptions extends Abortable {
  under?: boolean;
  /** How long each may take to end by itself. */
  timeout?: Duration;
}

/** Options of `waitReady`. */
export interface WaitOptions extends Abortable {
  /** Whether their end is waited for. */
  gone?: boolean;
  timeout?: Duration;
}

/** Options of `logs`. */
export interface LogOptions extends Abortable {
  /** Whether lines that come later are wanted as well. */
  follow?: boolean;
  /** How many of the lines that are there. */
  last?: number;
  /** Not older than this, in milliseconds since the Unix epoch. */
  sinceMs?: number;
  stream?: 'out' | 'err';
}

/** Options of `publish`. */
export interface PublishOptions {
  sender?: string;
  /** When the message ends by itself. */
  ttl?: Duration;
}

/** Options of `subscribe`. */
export interface SubscribeOptions extends Abortable {
  /** From when on: what comes now, all that is kept, or after an id. */
  since?: 'now' | 'start' | number;
  /** A name under which it is remembered how far this was read. */
  cursor?: string;
}

/** Options of `watch`. */
export interface WatchOptions extends Abortable {
  /** From when on: what comes now, all that is kept, or after the id of an event. */
  since?: 'now' | 'start' | number;
}

/** Options of `watchEnv`. */
export interface WatchEnvOptions extends Abortable {
  /** How the file is written; `dotenv` where nothing is said. */
  format?: EnvFormat;
}

/** Options of `poll`. */
export interface PollOptions extends Abortable {
  /** After which id; what comes now where nothing is said. */
  after?: number;
  timeout?: Duration;
}

/** Options of `lock`. */
export interface LockOptions extends Abortable {
  /** How long to wait; without limit where nothing is said. */
  wait?: Duration;
  /** When it ends although nobody released it. */
  ttl?: Duration;
}
