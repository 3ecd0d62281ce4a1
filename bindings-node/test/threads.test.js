// Worker threads and child processes.

import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { atEnd, end, folder, program, registry, until } from './support.js';

const module = new URL('../dist/index.js', import.meta.url);

/** A worker thread with `registry` and `parentPort` at hand. */
function worker(of, lines) {
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    const { Registry } = require(workerData.module);
    const registry = new Registry(workerData.path);
    ${lines}`;
  return new Worker(source, { eval: true, workerData: { module: module.pathname, path: of.path } });
}

test('worker threads have registries of their own', async () => {
  const all = registry();
  const claim = all.claimSync('shop:web');
  const answers = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const other = worker(
        all,
        `parentPort.postMessage([registry.claimSync('shop:web').outcome, registry.getPortSync('shop:web')]);`,
      );
      return (await once(other, 'message'))[0];
    }),
  );
  assert.deepEqual(answers, Array(4).fill(['renewed', claim.port]));
});

test('a worker thread that is ended while it waits leaves nothing that waits', async () => {
  const all = registry();
  const holder = program(
    all,
    `
    await registry.lock('deploy');
    console.log('held');
    process.stdin.resume();`,
  );
  assert.equal(await holder.line(), 'held');
  const threads = () => readdirSync('/proc/self/task').length;
  const before = threads();
  const other = worker(
    all,
    `
    const file = workerData.path + '.env';
    const all = [
      registry.subscribe('build').next(), registry.watch('shop').next(), registry.watchEnv(file, 'shop').next(),
      registry.poll('build'), registry.waitReady('shop:web'), registry.lock('deploy'),
    ];
    parentPort.postMessage('waits');`,
  );
  assert.deepEqual(await once(other, 'message'), ['waits']);
  await until(() => all.locksSync()[0].waiting === 1, 'it does not wait for the lock');
  await other.terminate();
  await until(() => threads() <= before, `${threads()} threads, ${before} before`);
  assert.equal(all.locksSync()[0].waiting, 0);
  await end(holder.child);
  (await all.lock('deploy')).release();
});

test('a forked process has what its parent claimed, and gives nothing of it back', async () => {
  const all = registry();
  const claim = await all.claim('shop:web');
  const file = join(folder(), 'child.mjs');
  writeFileSync(
    file,
    `
    import { Registry } from ${JSON.stringify(module.href)};
    const registry = new Registry(process.argv[2]);
    const claim = await registry.claim('shop:web');
    const own = registry.claimSync('shop:own');
    process.once('message', () => {
      claim[Symbol.dispose]();
      process.disconnect();
    });
    process.send([claim.port, claim.outcome, own.outcome]);`,
  );
  const child = fork(file, [all.path]);
  atEnd(() => end(child));
  const [said] = await once(child, 'message');
  assert.deepEqual(said, [claim.port, 'shared', 'new']);
  child.send('go on');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
  assert.deepEqual(
    [(await all.get('shop:web')).port, (await claim.renew()).outcome],
    [claim.port, 'renewed'],
  );
  assert.equal((await all.claim('shop:own')).outcome, 'took_over');
});
