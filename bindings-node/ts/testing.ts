// Ports for tests: no two workers share one, and the end of a test gives it back.

import type { Claim } from './claim.js';
import type { ClaimOptions } from './options.js';
import { Registry } from './registry.js';

/** What a test gets by `test.extend(fixtures)`. */
export interface Fixtures {
  /** A claim without a name, released at the end of the test. */
  portregClaim: Claim;
  /** Its port. */
  portregPort: number;
}

type Use<T> = (value: T) => Promise<void>;

/** Fixtures for `test.extend` of Vitest and of Playwright. */
export const fixtures = {
  portregClaim: async ({}, use: Use<Claim>) => withPort((claim) => use(claim)),
  portregPort: async ({ portregClaim }: { portregClaim: Claim }, use: Use<number>) =>
    use(portregClaim.port),
};

/** A claim without a name for as long as some work takes: for `node --test`, Jest and scripts. */
export async function withPort<T>(
  work: (claim: Claim) => T | Promise<T>,
  options: ClaimOptions & { registry?: string } = {},
): Promise<T> {
  const { registry: file, ...wishes } = options;
  const claim = await (file === undefined ? ours() : new Registry(file)).claimAny({
    pool: 'test',
    ...wishes,
  });
  try {
    return await work(claim);
  } finally {
    await claim[Symbol.asyncDispose]();
  }
}

let opened: Registry | undefined;

function ours(): Registry {
  return (opened ??= new Registry());
}
