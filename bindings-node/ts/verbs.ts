// Every verb that answers once: its arguments, and what the answer is.

import { abortable } from './calling.js';
import type * as options from './options.js';
import type * as records from './records.js';
import { objectOf, snake } from './wire.js';

/** A verb with its arguments, on its way to the addon. */
export interface Asked<R> {
  verb: string;
  given: object;
  /** For the type alone: what the answer is. */
  answer?: R;
  /** What gives up a verb that waits. */
  signal?: AbortSignal | undefined;
}

function ask<R>(verb: string, given: object): Asked<R> {
  return { verb, given };
}

/** The same for what waits: its signal is taken out of the options. */
function wait<R>(verb: string, given: object, options: options.Abortable): Asked<R> {
  const [rest, signal] = abortable(options);
  return { verb, given: { ...given, options: rest }, signal };
}

/** Verbs that answer at once; each has a form that blocks, `<name>Sync`. */
export const verbs = {
  /** Frees a name: the claim is forgotten, its port is remembered. */
  release: (target: string) => ask<records.Released>('release', { target }),
  /** Frees all names that fit. */
  releaseMatching: (pattern?: string, options: options.ReleaseOptions = {}) =>
    ask<records.Released[]>('releaseMatching', { pattern, options }),
  /** One service, by name or `:port`. */
  get: (target: string) => ask<records.Service>('get', { target }),
  /** The port of a name that is claimed. */
  getPort: (target: string) => ask<number>('getPort', { target }),
  /** The services that fit, in order of names. */
  find: (pattern?: string | options.FindOptions) =>
    ask<records.Service[]>('find', {
      options: typeof pattern === 'object' ? pattern : { pattern },
    }),
  /** Who listens on TCP ports of this machine. */
  listeners: (options: options.ListenerOptions = {}) =>
    ask<records.Listener[]>('listeners', { options }),
  /** Where registry and machine disagree. */
  conflicts: (pattern?: string) => ask<records.Conflict[]>('conflicts', { pattern }),
  /** All that is to be said of a port. */
  explain: (port: number) => ask<records.PortReport>('explain', { port }),
  /** The machine and the registry side by side. */
  status: (pattern?: string) => ask<records.StatusReport>('status', { pattern }),
  /** Ends who listens: of a service by its name, or on `:port`. */
  kill: (target: string, options: options.KillOptions = {}) =>
    ask<records.Killed>('kill', { target, options }),
  /** Gives a name to another one's place: port, memory, endpoints and history stay. */
  rename: (old: string, name: string, force = false) =>
    ask<records.Service>('rename', { old, new: name, force }),
  /** Free ports, without claiming them. */
  available: (options: options.AvailableOptions = {}) => ask<number[]>('available', { options }),
  /** Keeps ports out of use. */
  reserve: (ports: number | string, reason?: string) =>
    ask<records.Reservation>('reserve', { ports, reason }),
  /** Gives reserved ports back. */
  unreserve: (ports: number | string) => ask<records.Reservation>('unreserve', { ports }),
  /** What is reserved. */
  reservations: () => ask<records.Reservation[]>('reservations', {}),
  /** The pools, and how full they are. */
  pools: () => ask<records.Pool[]>('pools', {}),
  /** Makes a pool, or changes its ranges. */
  setPool: (name: string, ranges: options.Ranges) => ask<records.Pool>('setPool', { name, ranges }),
  /** Forgets a pool; claims in it stay. */
  removePool: (name: string) => ask<void>('removePool', { name }),
  /** What `up` would start, and what stands in the way. */
  checkUp: (patterns: string[] = [], options: Omit<options.UpOptions, 'signal'> = {}) =>
    ask<records.UpCheck>('checkUp', { options: { ...objectOf(options), patterns } }),
  /** What runs, with uptime, processor and memory. */
  ps: (pattern?: string, all = false) => ask<records.RunningService[]>('ps', { pattern, all }),
  /** Where a service answers. */
  url: (target: string, env = 'local') => ask<records.Endpoint>('url', { target, env }),
  /** Says where a service answers in an environment. */
  setEndpoint: (target: string, env: string, url: string | URL) =>
    ask<records.Endpoint>('setEndpoint', { target, env, url }),
  /** Forgets an endpoint. */
  removeEndpoint: (target: string, env: string) =>
    ask<records.Endpoint>('removeEndpoint', { target, env }),
  /** The directory of URLs. */
  endpoints: (pattern?: string) => ask<records.Endpoint[]>('endpoints', { pattern }),
  /** Ports and URLs as environment variables. */
  env: (pattern?: string) => ask<Record<string, string>>('env', { pattern }),
  /** Writes them into a file, between two marker comments; whether that changed it. */
  writeEnv: (file: string, pattern?: string, format?: records.EnvFormat) =>
    ask<boolean>('writeEnv', { file, pattern, format }),
  /** A piece of configuration that tells another tool where services answer. */
  snippet: (
    pattern: string,
    tool: 'vite' | 'next' | 'express' | 'django' | 'flask' | 'compose' | 'caddy' | 'nginx',
  ) => ask<records.Snippet>('snippet', { pattern, tool }),
  /** Publishes a JSON value; its id. */
  publish: (channel: string, payload: unknown, options: options.PublishOptions = {}) =>
    ask<number>('publish', { channel, payload, options }),
  /** The channels that hold messages. */
  channels: () => ask<records.Channel[]>('channels', {}),
  /** Takes away all messages of a channel; how many. */
  clear: (channel: string) => ask<number>('clear', { channel }),
  /** The locks that are held. */
  locks: () => ask<records.LockRecord[]>('locks', {}),
  /** What happened, oldest first. */
  history: (options: options.HistoryOptions = {}) => ask<records.Event[]>('history', { options }),
  /** Ends dead, expired and orphaned claims. */
  cleanup: (dryRun = false) => ask<records.Released[]>('cleanup', { dryRun }),
  /** The registry as a document. */
  export: (pattern?: string) => ask<records.Export>('export', { pattern }),
  /** Takes such a document in. */
  import: (document: records.Export, options: options.ImportOptions = {}) =>
    ask<records.ImportReport>('import', { document: snake(document), options }),
  /** The name that this folder has by itself. */
  infer: (dir?: string) => ask<records.Inference>('infer', { dir }),
  /** The settings in force, and where they come from. */
  config: (dir?: string) => ask<records.ConfigReport>('config', { dir }),
  /** Refuses what is wrong in the configuration. */
  checkConfig: (dir?: string) => ask<void>('checkConfig', { dir }),
  /** Whether all is well, and what to do where it is not. */
  doctor: (fix = false) => ask<records.DoctorReport>('doctor', { fix }),
  /** The rules of the registry that do not hold; none in a whole one. */
  check: () => ask<string[]>('check', {}),
};

/** Verbs that may wait long; they have no form that blocks, and take a signal. */
export const waits = {
  /** The next message of a channel. */
  poll: (channel: string, options: options.PollOptions = {}) =>
    wait<records.Message>('poll', { channel }, options),
  /** Waits until all of them are ready, or gone. */
  waitReady: (targets: string | string[], options: options.WaitOptions = {}) =>
    wait<records.Service[]>('waitReady', { targets: [targets].flat() }, options),
  /** Ends what `up` has started; returns when the ports are free. */
  down: (target?: string, options: options.DownOptions = {}) =>
    wait<records.Service[]>('down', { target }, options),
  /** Ends it and starts it again on the same port. */
  restart: (target?: string, options: options.DownOptions = {}) =>
    wait<records.Service[]>('restart', { target }, options),
};
