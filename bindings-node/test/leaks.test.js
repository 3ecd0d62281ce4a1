// What was claimed and released, opened and given up leaves nothing behind in the process.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { program, registry } from './support.js';

/**
 * How many bytes one round may leave resident: a hundred for each of its claims, a thousand for each of its
 * subscriptions. What is lost each time grows with every round; V8 and the allocator warm up over the first few.
 */
const TOLERANCE = 1 << 20;
const ROUNDS = 8;

/** A process that does each until its memory grows no more, and says how it stood after each round. */
const measured = `
  import { readdirSync } from 'node:fs';

  const stands = () => ({
    memory: process.memoryUsage.rss(),
    descriptors: readdirSync('/proc/self/fd').length,
    threads: readdirSync('/proc/self/task').length,
    resources: process.getActiveResourcesInfo().sort(),
  });
  const soon = () => new Promise((resolve) => setImmediate(resolve));

  /** Where it comes to rest: threads end, and what nobody holds is collected. */
  async function atRest(threads) {
    do {
      globalThis.gc();
      await soon();
    } while (readdirSync('/proc/self/task').length > threads);
    for (let turn = 0; turn < 10; turn++) {
      globalThis.gc();
      await soon();
    }
    return stands();
  }

  async function claims() {
    for (let done = 0; done < 9000; done++) registry.claimSync('shop:' + (done % 100)).releaseSync();
    for (let done = 0; done < 1000; done += 50) {
      const all = Array.from({ length: 50 }, (_, at) => registry.claim('shop:' + at));
      for (const claim of await Promise.all(all)) await claim.release();
    }
  }

  async function subscriptions() {
    for (let done = 0; done < 1000; done += 50) {
      const controllers = Array.from({ length: 50 }, () => new AbortController());
      const all = controllers.map(({ signal }) => registry.subscribe('build', { signal }).next());
      for (const controller of controllers) controller.abort();
      const ends = await Promise.allSettled(all);
      if (!ends.every((end) => end.reason?.code === 'CANCELLED')) throw new Error('not given up');
    }
  }

  // Node's own pool of threads starts with the first promise.
  await registry.claim('shop:web');
  await registry.release('shop:web');
  const { threads } = stands();
  for (const work of [claims, subscriptions]) {
    const rounds = [];
    const grown = () => rounds.at(-1).memory - rounds.at(-2).memory;
    do {
      await work();
      rounds.push(await atRest(threads));
    } while (rounds.length < 2 || (grown() > ${TOLERANCE} && rounds.length < ${ROUNDS}));
    console.log(JSON.stringify(rounds));
  }`;

test('ten thousand claims and a thousand subscriptions leave nothing behind', async () => {
  const other = program(registry(), measured, { words: ['--expose-gc'] });
  for (const name of ['claims', 'subscriptions']) {
    const rounds = JSON.parse(await other.line());
    const [before, after] = rounds.slice(-2);
    const sizes = rounds.map(({ memory }) => memory);
    assert.ok(after.memory - before.memory <= TOLERANCE, `${name}: memory grows: ${sizes}`);
    for (const what of ['descriptors', 'threads', 'resources']) {
      assert.deepEqual(after[what], rounds[0][what], `${what} after ${name}`);
    }
  }
  assert.equal(await other.end(), 0);
});
