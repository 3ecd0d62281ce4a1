// What waits: messages, locks, logs and stacks; and that it can be given up.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { folder, program, registry } from './support.js';

const threads = () => readdirSync('/proc/self/task').length;
const handles = () => readdirSync('/proc/self/fd').length;

/** Waits until a condition holds; a deadline far off makes a failure of it. */
async function until(holds, what) {
  const end = Date.now() + 20_000;
  while (!holds()) {
    assert.ok(Date.now() < end, what);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('messages come once and in order, also from another process', async () => {
  const all = registry();
  const messages = all.subscribe('build:*');
  const first = messages.next();
  const other = program(
    all,
    `
    for (let number = 0; number < 50; number++) registry.publishSync('build:web', { number, snake_case: 1 });
    registry.publishSync('other', 'no');
    registry.publishSync('build:end', 'done');`,
  );
  const seen = [(await first).value];
  for await (const message of messages) {
    seen.push(message);
    if (message.channel === 'build:end') break;
  }
  assert.equal(await other.end(), 0);
  assert.deepEqual(
    seen.slice(0, 50).map((one) => one.payload.number),
    [...Array(50).keys()],
  );
  assert.equal(seen[0].payload.snake_case, 1);
  assert.equal(seen.at(-1).payload, 'done');
});

test('a cursor goes on after what was confirmed', async () => {
  const all = registry();
  const first = all.subscribe('build', { cursor: 'deploy' });
  for (const payload of ['one', 'two', 'three']) await all.publish('build', payload);
  assert.equal((await first.next()).value.payload, 'one');
  await first.confirm();
  assert.equal((await first.next()).value.payload, 'two');
  first.close();
  await until(() => {
    try {
      all.subscribe('build', { cursor: 'deploy' }).close();
      return true;
    } catch (error) {
      if (error.code !== 'IDENTITY_HELD') throw error;
      return false;
    }
  }, 'the cursor is not given back');
});

test('waiting is given up by its signal', async () => {
  const all = registry();
  const waits = {
    subscribe: (signal) => all.subscribe('build', { signal }).next(),
    poll: (signal) => all.poll('build', { signal }),
    waitReady: (signal) => all.waitReady('shop:web', { signal }),
    lock: (signal) => all.lock('deploy', { signal }),
  };
  const holder = program(
    all,
    `
    await registry.lock('deploy');
    console.log('held');
    process.stdin.resume();`,
  );
  assert.equal(await holder.line(), 'held');
  for (const [name, wait] of Object.entries(waits)) {
    const controller = new AbortController();
    const waiting = wait(controller.signal);
    controller.abort(new Error('enough'));
    await assert.rejects(waiting, (error) => {
      assert.deepEqual([error.code, error.cause.message], ['CANCELLED', 'enough'], name);
      return true;
    });
    await assert.rejects(wait(AbortSignal.abort()), { code: 'CANCELLED' });
  }
  assert.equal((await all.locks())[0].waiting, 0);
});

test('a thousand subscriptions leave nothing behind', async () => {
  const all = registry();
  const once = async (count) => {
    for (let done = 0; done < count; done += 50) {
      const controller = new AbortController();
      const waiting = Array.from({ length: 50 }, () =>
        all.subscribe('build', { signal: controller.signal }).next(),
      );
      controller.abort();
      const ends = await Promise.allSettled(waiting);
      assert.deepEqual(
        [...new Set(ends.map((end) => String(end.reason)))],
        ['PortregError: cancelled by its signal'],
      );
    }
  };
  await once(50);
  global.gc?.();
  const before = [threads(), handles()];
  await once(1000);
  await until(
    () => {
      global.gc?.();
      return threads() <= before[0] + 2 && handles() <= before[1] + 8;
    },
    `threads and handles stay: ${[threads(), handles()]} after ${before}`,
  );
});

test('a lock goes to who waits when its holder is killed', async () => {
  const all = registry();
  const holder = program(
    all,
    `
    const lock = await registry.lock('deploy');
    console.log(lock.generation);
    process.stdin.resume();`,
  );
  const generation = Number(await holder.line());
  const waiting = all.lock('deploy');
  await until(() => all.locksSync()[0].waiting === 1, 'nobody waits');
  holder.child.kill('SIGKILL');
  const lock = await waiting;
  assert.ok(lock.generation > generation && lock.isHeld);
  await assert.rejects(all.lock('deploy'), { code: 'IDENTITY_HELD' });
  lock[Symbol.dispose]();
  lock.release();
  assert.deepEqual(await all.locks(), []);
});

test('a lock ends with its time', async () => {
  const all = registry();
  const lock = await all.lock('deploy', { ttl: 1 });
  await until(() => !lock.isHeld, 'the lock is held for ever');
  (await all.lock('deploy')).release();
});

test('a stack runs below the process and tells what happens', async () => {
  const all = registry();
  const server =
    "require('net').createServer().listen(process.env.PORT, 'localhost', () => console.log('up'))";
  const stack = await all.up('shop:api', {
    cmd: `${process.execPath} -e "${server}"`,
    output: true,
  });
  await stack.waitReady({ timeout: '30s' });
  assert.deepEqual(stack.services, ['shop:api']);
  const [service] = await all.ps('shop');
  assert.deepEqual([service.status, service.health], ['running', 'passing']);
  const lines = all.logs('shop:api', { follow: true });
  assert.equal((await lines.next()).value.line, 'up');
  lines.close();
  await stack.down();
  const events = [];
  for await (const event of stack.events()) events.push(event.event);
  assert.deepEqual(
    events.filter((event) => event !== 'output'),
    ['started', 'ready', 'stopping', 'stopped'],
  );
  assert.equal((await all.get('shop:api')).status, 'stopped');
});

test('who waits for nothing lets the process end', async () => {
  const all = registry();
  const other = program(
    all,
    `
    const messages = registry.subscribe('build');
    registry.publishSync('build', 1);
    console.log((await messages.next()).value.payload);`,
  );
  assert.equal(await other.line(), '1');
  assert.equal(await other.end(), 0);
});

test('worker threads have registries of their own', async () => {
  const all = registry();
  const claim = all.claimSync('shop:web');
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    const { Registry } = require(workerData.module);
    const registry = new Registry(workerData.path);
    parentPort.postMessage([registry.claimSync('shop:web').outcome, registry.getPortSync('shop:web')]);`;
  const module = new URL('../dist/index.js', import.meta.url).pathname;
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => {
      const worker = new Worker(source, { eval: true, workerData: { module, path: all.path } });
      return new Promise((resolve, reject) =>
        worker.once('message', resolve).once('error', reject),
      );
    }),
  );
  assert.deepEqual(answers, Array(4).fill(['renewed', claim.port]));
});

test('the feed tells what happens in the registry, from an id on', async () => {
  const all = registry();
  const feed = all.watch('shop:*');
  const first = feed.next();
  const other = program(
    all,
    `
    registry.claimSync('other:api');
    registry.claimSync('shop:api', { owner: 'none' });
    await registry.reassign('shop:api', 'next');
    registry.setEndpointSync('shop:api', 'prod', 'https://api.example.com');
    registry.releaseSync('shop:api');`,
  );
  const events = [(await first).value];
  for await (const event of feed) {
    events.push(event);
    if (event.action === 'release') break;
  }
  assert.equal(await other.end(), 0);
  assert.deepEqual(
    events.map((event) => event.action),
    ['claim', 'move', 'endpoint_set', 'release'],
  );
  const again = all.watch('shop:*', { since: events[1].id });
  assert.deepEqual((await again.next()).value, events[2]);
  again.close();
});

test('a file of variables is kept current', async () => {
  const all = registry();
  const file = join(folder(), '.env.local');
  await all.claim('shop:api');
  const changes = all.watchEnv(file, 'shop');
  const first = changes.next();
  const moved = await all.reassign('shop:api', 'next');
  assert.deepEqual((await first).value, ['SHOP_API_PORT', 'SHOP_API_URL']);
  assert.match(readFileSync(file, 'utf8'), new RegExp(`SHOP_API_PORT=${moved.port}\\n`));
  changes.close();
  const { snippet } = await all.snippet('shop:api', 'express');
  assert.match(snippet, new RegExp(String(moved.port)));
});
