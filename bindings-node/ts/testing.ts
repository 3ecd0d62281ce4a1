// Ports for tests: no two workers share one, and the end of a test gives it back.

import type { AddressInfo, Server } from 'node:net';
import { Claim, type Listening, listening, serverOf } from './claim.js';
import { isSwitchedOff, isUnusable } from './fallback.js';
import type { ClaimOptions } from './options.js';
import { Registry } from './registry.js';
import { objectOf } from './wire.js';

/** What a test gets by `test.extend(fixtures)`. */
export interface Fixtures {
  /** A claim without a name, released at the end of the test. */
  portregClaim: Claim | Unregistered;
  /** Its port. */
  portregPort: number;
}

type Use<T> = (value: T) => Promise<void>;

/** Fixtures for `test.extend` of Vitest and of Playwright. */
export const fixtures = {
  portregClaim: async ({}, use: Use<Claim | Unregistered>) => withPort((claim) => use(claim)),
  portregPort: async ({ portregClaim }: { portregClaim: Claim | Unregistered }, use: Use<number>) =>
    use(portregClaim.port),
};

/**
 * A claim without a name for as long as some work takes: for `node --test`, Jest and scripts.
 *
 * With `PORTREG=off`, or where the registry cannot be used, which is said once, it is an {@link Unregistered};
 * with `strict` that is an error.
 */
export async function withPort<T>(
  work: (claim: Claim | Unregistered) => T | Promise<T>,
  options: ClaimOptions & { registry?: string } = {},
): Promise<T> {
  const claim = await claimed(options);
  try {
    return await work(claim);
  } finally {
    // What cannot be released ends with this process.
    await claim[Symbol.asyncDispose]().catch((error: unknown) => {
      if (!isUnusable(error)) throw error;
    });
  }
}

/** In place of a claim where the registry cannot be used: port 0, with which the system chooses one. */
export class Unregistered {
  #server: Server | undefined;

  /** 0, and the port that the system has chosen while what was given to `listen` listens. */
  get port(): number {
    return (this.#server?.address() as AddressInfo | null | undefined)?.port ?? 0;
  }

  /** Where what was given to `listen` answers. */
  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Has a server listen on a port of the system's choice. */
  async listen<S extends Listening>(target: S): Promise<Server> {
    const server = serverOf(target);
    await listening(server, { port: 0, host: 'localhost' });
    return (this.#server = server);
  }

  valueOf(): number {
    return this.port;
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

async function claimed(
  options: ClaimOptions & { registry?: string },
): Promise<Claim | Unregistered> {
  const { registry: file, ...wishes } = objectOf(options);
  if (isSwitchedOff()) return new Unregistered();
  try {
    const registry = file === undefined ? ours() : new Registry(file);
    return await registry.claimAny({ pool: 'test', ...wishes });
  } catch (error) {
    if (!isUnusable(error) || wishes.strict) throw error;
    if (!warned) console.warn(`portreg: ${error.message}; tests go on with port 0`);
    warned = true;
    return new Unregistered();
  }
}

let warned = false;
let opened: Registry | undefined;

function ours(): Registry {
  return (opened ??= new Registry());
}
