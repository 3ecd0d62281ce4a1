// A claim: a name and its port, in the hands of this process.

import { createServer } from 'node:net';
import type { ListenOptions, Server, Socket } from 'node:net';
import type { Handle } from '../native/binding.cjs';
import { later, now } from './calling.js';
import { invalidOption, PortregError } from './errors.js';
import type { ClaimRecord } from './records.js';
import { camel } from './wire.js';

/** Outcomes by which a claim became this process's own, so that the end of a block gives it back. */
const OWN: readonly string[] = ['new', 'took_over', 'moved'];

/** The fields of a claim; the methods are the class's. */
export interface Claim extends Readonly<ClaimRecord> {}

/**
 * A name and its port.
 *
 * That nobody holds this object any more frees nothing. `using` and `await using` release it at the
 * end of the block, in the process that made it, where the claim was new, taken over or moved.
 */
export class Claim {
  readonly #handle: Handle;
  /** As the addon gave it: what it wants back. */
  #raw: string;
  readonly #process = process.pid;

  /** @internal */
  constructor(handle: Handle, raw: string) {
    this.#handle = handle;
    this.#raw = raw;
    Object.assign(this, camel(JSON.parse(raw)));
  }

  /** Says that it is needed still; an error where somebody else has the name by now. */
  renewSync(): this {
    return this.#renewed(this.#ask('renew', this.renewSync));
  }

  /** The same without blocking. */
  async renew(): Promise<this> {
    return this.#renewed(await this.#asked('renew'));
  }

  /** Frees the name; its port is remembered. */
  releaseSync(): void {
    this.#ask('releaseClaim', this.releaseSync);
  }

  /** The same without blocking. */
  async release(): Promise<void> {
    await this.#asked('releaseClaim');
  }

  /**
   * Has a server listen on the port, on 127.0.0.1 and ::1, so that nobody can come between: any server
   * of `net`, `http`, `https` or `http2`, or what has one under `server` (Fastify) or makes one (an Express app).
   */
  async listen<S extends Listening>(target: S): Promise<Server> {
    const server = serverOf(target);
    const sockets = now(this.listen, () => this.#handle.listen(this.#raw));
    const [first, ...others] = sockets;
    if (first === undefined) {
      throw new PortregError('UNSUPPORTED', 'this system has neither 127.0.0.1 nor ::1');
    }
    for (const fd of others) {
      // A server has one listening socket: what arrives on another one is handed to it.
      const beside = createServer({ pauseOnConnect: true }, (socket: Socket) => {
        server.emit('connection', socket);
        socket.resume();
      });
      beside.listen({ fd }).unref();
      server.once('close', () => beside.close());
    }
    await listening(server, { fd: first });
    return server;
  }

  /** Why the port is another one than was asked for or had before, in a line, where it is. */
  noteSync(): string | undefined {
    return (JSON.parse(this.#ask('note', this.noteSync)) as string | null) ?? undefined;
  }

  /** The same without blocking. */
  async note(): Promise<string | undefined> {
    return (JSON.parse(await this.#asked('note')) as string | null) ?? undefined;
  }

  /** The port, where a number is wanted: `Number(claim)`. */
  valueOf(): number {
    return this.port;
  }

  toString(): string {
    return `${this.identity} on ${this.port}`;
  }

  [Symbol.dispose](): void {
    if (this.#isOwn()) this.releaseSync();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isOwn()) await this.release();
  }

  #isOwn(): boolean {
    return process.pid === this.#process && OWN.includes(this.outcome);
  }

  #renewed(raw: string): this {
    this.#raw = raw;
    return Object.assign(this, camel(JSON.parse(raw)));
  }

  #ask(verb: string, caller: (...args: never[]) => unknown): string {
    return now(caller, () => this.#handle.call(verb, `{"claim":${this.#raw}}`));
  }

  #asked(verb: string): Promise<string> {
    return later(() => this.#handle.callAsync(verb, `{"claim":${this.#raw}}`));
  }
}

/** What can listen: a server, or what has one. */
export type Listening = Server | { server: Server } | ((...args: never[]) => unknown);

/** Has a server listen, and waits until it does. */
export function listening(server: Server, where: { fd: number } | ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** The server of what can listen. */
export function serverOf(target: Listening): Server {
  if (typeof target === 'function') {
    const http = process.getBuiltinModule('node:http');
    return http.createServer(target as never);
  }
  const server = (target as { server?: Server })?.server ?? (target as Server);
  if (typeof server?.listen === 'function') return server;
  throw invalidOption(
    'server',
    'it cannot listen: a server is meant, or what has one or makes one',
  );
}
