// The registry: every verb as a method.

import { fileURLToPath } from 'node:url';
import type { Cancel, Handle } from '../native/binding.cjs';
import { abortable, given, later, now, until } from './calling.js';
import { Claim } from './claim.js';
import { invalidOption, PortregError } from './errors.js';
import { Stream, Subscription } from './feeds.js';
import { Lock } from './lock.js';
import { native } from './native.js';
import type * as options from './options.js';
import type { LogLine, Received, Service, StackEvent, Watched } from './records.js';
import { Stack } from './stack.js';
import { type Asked, verbs, waits } from './verbs.js';
import { camel } from './wire.js';

type Verbs = typeof verbs;
type Waits = typeof waits;
type Answer<F> = F extends (...args: never[]) => Asked<infer R> ? R : never;
type Blocking<T> = {
  [Name in keyof T & string as `${Name}Sync`]: T[Name] extends (...args: infer A) => unknown
    ? (...args: A) => Answer<T[Name]>
    : never;
};
type Promising<T> = {
  [Name in keyof T]: T[Name] extends (...args: infer A) => unknown
    ? (...args: A) => Promise<Answer<T[Name]>>
    : never;
};

/** The verbs that answer once, beside the methods of the class. */
export interface Registry extends Promising<Verbs>, Promising<Waits>, Blocking<Verbs> {}

/** A target of `reassign`: another port, or the next free one. */
export type MoveTo = number | 'next';

/** The registry of one user on one machine, open in this process. */
export class Registry {
  readonly #handle: Handle;

  /** Opens the registry of this user, or the one in a file. */
  constructor(path?: string | URL) {
    const file = path instanceof URL ? fileURLToPath(path) : path;
    if (file !== undefined && typeof file !== 'string') {
      throw invalidOption('path', 'the path of a file is meant, or its URL');
    }
    this.#handle = now(Registry as never, () => new native.Handle(file));
  }

  /** The registry file. */
  get path(): string {
    return this.#handle.path;
  }

  /** Claims a name: the same port every time. Without a name, the one that the working folder has by itself. */
  async claim(identity?: string, options: options.ClaimOptions = {}): Promise<Claim> {
    const name = identity === undefined ? (await this.infer(options?.dir)).identity : identity;
    return this.#claimed('claim', { identity: name, options });
  }

  /** The same, blocking: the fast one. */
  claimSync(identity?: string, options: options.ClaimOptions = {}): Claim {
    const name = identity === undefined ? this.inferSync(options?.dir).identity : identity;
    return this.#claim('claim', { identity: name, options }, this.claimSync);
  }

  /** The port of a name alone. */
  async port(identity?: string, options: options.ClaimOptions = {}): Promise<number> {
    return (await this.claim(identity, options)).port;
  }

  /** The same, blocking. */
  portSync(identity?: string, options: options.ClaimOptions = {}): number {
    return this.claimSync(identity, options).port;
  }

  /** A claim without a name, for tests and scripts. */
  async claimAny(options: options.ClaimOptions = {}): Promise<Claim> {
    return this.#claimed('claimAny', { options });
  }

  /** The same, blocking. */
  claimAnySync(options: options.ClaimOptions = {}): Claim {
    return this.#claim('claimAny', { options }, this.claimAnySync);
  }

  /** Claims all names of a list, or none; `contiguous` puts their ports side by side. */
  async claimMany(
    list: readonly (string | options.OneOfMany)[],
    options: options.ClaimManyOptions = {},
  ): Promise<Claim[]> {
    const args = given({ list: each(list), options });
    return this.#all(await later(() => this.#handle.callAsync('claimMany', args)));
  }

  /** The same, blocking. */
  claimManySync(
    list: readonly (string | options.OneOfMany)[],
    options: options.ClaimManyOptions = {},
  ): Claim[] {
    const args = given({ list: each(list), options });
    return this.#all(now(this.claimManySync, () => this.#handle.call('claimMany', args)));
  }

  /** Makes what listens already the service of a name: by its port or its pid. */
  async adopt(identity: string, target: { port: number } | { pid: number }): Promise<Claim> {
    return this.#claimed('adopt', { ...target, identity });
  }

  /** Moves a service to another port; `restart` where `up` has started it. */
  async reassign(
    target: string,
    to: MoveTo,
    options: options.ReassignOptions = {},
  ): Promise<Claim> {
    const [rest, signal] = abortable(options);
    const args = given({ force: false, restart: false, ...rest, target, to });
    const moves = (cancel: Cancel) => this.#handle.callWaiting('reassign', args, cancel);
    return new Claim(this.#handle, await until(signal, moves));
  }

  /** Claims a name for as long as some work takes. */
  async withClaim<T>(
    identity: string,
    work: (claim: Claim) => T | Promise<T>,
    options: options.ClaimOptions = {},
  ): Promise<T> {
    const claim = await this.claim(identity, options);
    try {
      return await work(claim);
    } finally {
      await claim[Symbol.asyncDispose]();
    }
  }

  /** Messages that are published to the channels of a pattern. */
  subscribe(pattern: string, options: options.SubscribeOptions = {}): Subscription<Received> {
    const [rest, signal] = abortable(options);
    const args = given({ pattern, options: rest });
    const feed = now(this.subscribe, () => this.#handle.subscribe(args));
    return new Subscription(feed, (json) => camel(JSON.parse(json)) as Received, signal);
  }

  /** What happens in the registry: claims, moves, endpoints, starts and crashes, refusals, conflicts. */
  watch(pattern?: string, options: options.WatchOptions = {}): Stream<Watched> {
    const [rest, signal] = abortable(options);
    const args = given({ pattern, options: rest });
    const feed = now(this.watch, () => this.#handle.watch(args));
    return new Stream(feed, (json) => camel(JSON.parse(json)) as Watched, signal);
  }

  /** Keeps a file of variables current, as `writeEnv` writes it: the names of those that have changed. */
  watchEnv(
    file: string,
    pattern?: string,
    options: options.WatchEnvOptions = {},
  ): Stream<string[]> {
    const [rest, signal] = abortable(options);
    const args = given({ file, pattern, options: rest });
    const feed = now(this.watchEnv, () => this.#handle.watchEnv(args));
    return new Stream(feed, (json) => JSON.parse(json) as string[], signal);
  }

  /** What a service has printed, and with `follow` what it prints. */
  logs(target: string, options: options.LogOptions = {}): Stream<LogLine> {
    const [rest, signal] = abortable(options);
    const args = given({ target, options: rest });
    const feed = now(this.logs, () => this.#handle.logs(args));
    return new Stream(feed, (json) => camel(JSON.parse(json)) as LogLine, signal);
  }

  /** Waits for a lock and takes it. */
  async lock(name: string, options: options.LockOptions = {}): Promise<Lock> {
    const [rest, signal] = abortable(options);
    const args = given({ name, options: rest });
    return new Lock(name, await until(signal, (cancel) => this.#handle.lock(args, cancel)));
  }

  /** Starts services that run until `down` or the end of this process. */
  async up(patterns: string | string[] = [], options: options.UpOptions = {}): Promise<Stack> {
    const [rest, signal] = abortable(options);
    const args = given({ options: { ...rest, patterns: [patterns].flat() } });
    return new Stack(await until(signal, (cancel) => this.#handle.up(args, cancel)));
  }

  /** Starts services that go on without this process; returns when all are ready. */
  async upDetached(
    patterns: string | string[] = [],
    options: options.UpOptions = {},
    onEvent: (event: StackEvent) => void = () => {},
  ): Promise<Service[]> {
    const [rest, signal] = abortable(options);
    const args = given({ options: { ...rest, patterns: [patterns].flat() } });
    const feed = now(this.upDetached, () => this.#handle.upDetached(args, COMMAND));
    let services: string[] = [];
    for await (const report of new Stream(
      feed,
      (json) => camel(JSON.parse(json)) as Report,
      signal,
    )) {
      if (report.report === 'claimed') services = report.services;
      if (report.report === 'event') onEvent(report);
      if (report.report === 'failed')
        throw new PortregError(report.code, report.message, report.data);
      if (report.report === 'not_ready') {
        throw new PortregError('NOT_READY', `${report.identity} is not ready: ${report.message}`, {
          identity: report.identity,
          exitCode: report.exitCode,
          lastLines: report.lastLines,
        });
      }
    }
    return Promise.all(services.map((name) => this.get(name)));
  }

  #claim(verb: string, args: object, caller: (...args: never[]) => unknown): Claim {
    const text = given(args);
    return new Claim(
      this.#handle,
      now(caller, () => this.#handle.call(verb, text)),
    );
  }

  async #claimed(verb: string, args: object): Promise<Claim> {
    const text = given(args);
    return new Claim(this.#handle, await later(() => this.#handle.callAsync(verb, text)));
  }

  #all(json: string): Claim[] {
    const claims = JSON.parse(json) as object[];
    return claims.map((claim) => new Claim(this.#handle, JSON.stringify(claim)));
  }

  /** @internal */
  _call(asked: Asked<unknown>, caller: (...args: never[]) => unknown): unknown {
    const args = given(asked.given);
    return answer(
      asked,
      now(caller, () => this.#handle.call(asked.verb, args)),
    );
  }

  /** @internal */
  async _callAsync(asked: Asked<unknown>): Promise<unknown> {
    const args = given(asked.given);
    return answer(asked, await later(() => this.#handle.callAsync(asked.verb, args)));
  }

  /** @internal */
  async _callWaiting(asked: Asked<unknown>): Promise<unknown> {
    const args = given(asked.given);
    const waits = (cancel: Cancel) => this.#handle.callWaiting(asked.verb, args, cancel);
    return answer(asked, await until(asked.signal, waits));
  }
}

/** The `portreg` command of this package, which runs what goes on without this process. */
const COMMAND = fileURLToPath(new URL('../bin/portreg.js', import.meta.url));

/** What a supervisor in the background reports. */
type Report =
  | { report: 'claimed'; services: string[] }
  | ({ report: 'event' } & StackEvent)
  | { report: 'ready' }
  | {
      report: 'not_ready';
      identity: string;
      message: string;
      exitCode?: number;
      lastLines: string[];
    }
  | {
      report: 'failed';
      code: PortregError['code'];
      message: string;
      data: Record<string, unknown>;
    };

/** A name alone is one without options. */
function each(list: readonly (string | options.OneOfMany)[]): readonly options.OneOfMany[] {
  if (!Array.isArray(list)) throw invalidOption('list', 'a list of names is meant');
  return list.map((one) => (typeof one === 'string' ? { identity: one } : one));
}

/** Variables have the names that they have; all else has ours. */
function answer(asked: Asked<unknown>, json: string): unknown {
  const value: unknown = JSON.parse(json);
  return asked.verb === 'env' ? value : camel(value);
}

type Ask = (...args: unknown[]) => Asked<unknown>;
const prototype = Registry.prototype as unknown as Record<string, unknown>;
for (const [name, ask] of Object.entries(verbs) as [string, Ask][]) {
  prototype[name] = async function (this: Registry, ...args: unknown[]) {
    return this._callAsync(ask(...args));
  };
  prototype[`${name}Sync`] = function method(this: Registry, ...args: unknown[]) {
    return this._call(ask(...args), method);
  };
}
for (const [name, ask] of Object.entries(waits) as [string, Ask][]) {
  prototype[name] = async function (this: Registry, ...args: unknown[]) {
    return this._callWaiting(ask(...args));
  };
}
