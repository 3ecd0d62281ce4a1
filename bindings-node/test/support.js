// A registry of its own for each test, and programs that use it.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Registry } from '../dist/index.js';

/** The `portreg` command of this package. */
export const command = fileURLToPath(new URL('../bin/portreg.js', import.meta.url));

// Each file of tests has registries of its own, which know nothing of each other: with ports of its own as well
// none of them comes between a claim and the server that it is for.
const first = 10_000 + (process.pid % 20) * 400;
process.env.PORTREG_RANGE = `${first}-${first + 399}`;

const ends = [];

/** Does something at the end of the test: the last that was begun is the first to be ended. */
export function atEnd(work) {
  if (ends.length === 0) {
    after(async () => {
      while (ends.length > 0) await ends.pop()();
    });
  }
  ends.push(work);
}

/** Waits until a condition holds; a deadline far off makes a failure of it. */
export async function until(holds, what) {
  const end = Date.now() + 20_000;
  while (!holds()) {
    assert.ok(Date.now() < end, what);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Kills a program, and waits until it is gone. */
export async function end(child, signal = 'SIGKILL') {
  child.kill(signal);
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** A folder that goes with the test. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), 'portreg-node-'));
  atEnd(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A new registry. */
export function registry() {
  return new Registry(join(folder(), 'registry.db'));
}

/** A Node program of a few lines that has `registry` at hand; `words` are for Node. */
export function program(of, lines, { words = [], ...options } = {}) {
  const source = `
    import { Registry } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)};
    const registry = new Registry(${JSON.stringify(of.path)});
    ${lines}`;
  const child = spawn(process.execPath, [...words, '--input-type=module', '-e', source], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...options,
  });
  const output = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  atEnd(() => end(child));
  return {
    child,
    /** The next line that it prints. */
    line: async () => (await output.next()).value,
    /** With what it ends. */
    end: async () => child.exitCode ?? (await once(child, 'exit'))[0],
  };
}

/** The services of a name as soon as they are ready, from when on somebody claims it. */
export async function started(of, name) {
  const watched = of.watch(name, { since: 'start', signal: AbortSignal.timeout(60_000) });
  for await (const _ of watched) break;
  return of.waitReady(name, { timeout: '60s' });
}

/** The browser, or a failure that says what is missing. */
export function browser() {
  for (const name of ['chromium', 'chromium-headless-shell', 'google-chrome', 'chrome']) {
    for (const place of (process.env.PATH ?? '').split(':')) {
      if (existsSync(join(place, name))) return join(place, name);
    }
  }
  throw new Error('no Chromium on PATH: install the package chromium to test pages');
}
