// What waits: messages, locks, logs and stacks; and that it can be given up.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { PortregError } from '../dist/index.js';
import { folder, program, registry, until } from './support.js';

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

/** A service that runs and is never ready. */
const NEVER_READY = { cmd: 'sleep 600', ready: 'http://localhost:{port}/' };

/** Gives up what waits, after it has begun and before; the error carries the reason of the signal. */
async function givenUp(name, wait) {
  const controller = new AbortController();
  const waiting = wait(controller.signal);
  controller.abort(new Error('enough'));
  await assert.rejects(waiting, (error) => {
    assert.ok(error instanceof PortregError, name);
    assert.deepEqual([error.code, error.cause.message], ['CANCELLED', 'enough'], name);
    return true;
  });
  await assert.rejects(async () => wait(AbortSignal.abort()), { code: 'CANCELLED' }, name);
}

test('waiting is given up by its signal', async () => {
  const all = registry();
  const file = join(folder(), '.env');
  const holder = program(
    all,
    `
    await registry.lock('deploy');
    const stack = await registry.up('shop:slow', ${JSON.stringify(NEVER_READY)});
    console.log('held');
    process.stdin.resume();`,
  );
  assert.equal(await holder.line(), 'held');
  const waits = {
    subscribe: (signal) => all.subscribe('build', { signal }).next(),
    watch: (signal) => all.watch('nobody', { signal }).next(),
    watchEnv: (signal) => all.watchEnv(file, 'nobody', { signal }).next(),
    logs: (signal) => all.logs('shop:slow', { follow: true, signal }).next(),
    poll: (signal) => all.poll('build', { signal }),
    waitReady: (signal) => all.waitReady('shop:slow', { signal }),
    lock: (signal) => all.lock('deploy', { signal }),
  };
  for (const [name, wait] of Object.entries(waits)) await givenUp(name, wait);
  assert.equal((await all.locks())[0].waiting, 0);
});

test('so are starting and awaiting a stack', async () => {
  const all = registry();
  await givenUp('up', (signal) => all.up('shop:given', { ...NEVER_READY, signal }));
  assert.deepEqual(
    (await all.ps()).map((service) => service.identity),
    [],
    'what was given up runs no more',
  );
  const stack = await all.up('shop:deaf', NEVER_READY);
  const events = stack.events();
  assert.equal((await events.next()).value.event, 'started');
  await givenUp('events', (signal) => stack.events({ signal }).next());
  await givenUp('waitReady', (signal) => stack.waitReady({ signal }));
  await stack.down({ timeout: 1 });
  await events.return();
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

/** What comes one after the other: how it is opened, and what makes the next one come. */
const FEEDS = {
  subscribe: [`registry.subscribe('build')`, `registry.publishSync('build', 1)`],
  watch: [`registry.watch('shop:*')`, `registry.claimSync('shop:' + process.pid)`],
  watchEnv: [`registry.watchEnv(file, 'shop')`, `registry.claimSync('shop:' + process.pid)`],
  logs: [`registry.logs('other:job', { follow: true })`, `undefined`],
  events: [`stack.events()`, `undefined`],
};
for (const [name, [open, tell]] of Object.entries(FEEDS)) {
  const begin = `
    const file = ${JSON.stringify(join(tmpdir(), `portreg-${process.pid}.env`))};
    const stack = await registry.up('other:job', { cmd: 'echo up; sleep 600', output: true });
    const feed = ${open};`;

  test(`${name} keeps the process alive while somebody waits`, async () => {
    const other = program(
      registry(),
      `${begin}
      const next = feed.next();
      // Nothing else of this process is in the way of its end.
      next.then(({ done }) => console.log(done));
      ${tell};`,
    );
    assert.equal(await other.line(), 'false');
    assert.equal(await other.end(), 0);
  });

  test(`${name} lets it end when nobody does`, async () => {
    const other = program(registry(), `${begin}\nconsole.log('open');`);
    assert.equal(await other.line(), 'open');
    assert.equal(await other.end(), 0);
  });
}

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
