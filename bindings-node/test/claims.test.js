// Claims from Node: the same answers as everywhere, and errors that name what is wrong.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ERROR_CODES, PortregError, Registry } from '../dist/index.js';
import { folder, program, registry } from './support.js';

const run = promisify(execFile);

test('a name has the same port every time', async () => {
  const all = registry();
  const first = await all.claim('shop:web');
  assert.equal(first.outcome, 'new');
  assert.equal(first.url, `http://localhost:${first.port}`);
  const again = all.claimSync('shop:web');
  assert.deepEqual([again.port, again.outcome], [first.port, 'renewed']);
  assert.equal(new Registry(all.path).getPortSync('shop:web'), first.port);
  assert.equal(await all.port('shop:web'), first.port);
});

test("fields have lowerCamel names, and what is the caller's keeps its own", async () => {
  const all = registry();
  await all.claim('shop:web', {
    metadata: { snake_case: { and_more: null } },
    expiresIn: '2h',
    port: [23050, 23051],
  });
  const service = await all.get('shop:web');
  assert.deepEqual(service.metadata, { snake_case: { and_more: null } });
  assert.ok(service.expiresAtMs - service.createdAtMs <= 7_200_000);
  assert.equal(service.owner.pid, process.pid);
  const [event] = await all.history({ limit: 1 });
  assert.equal(event.identity, 'shop:web');
  assert.ok(Math.abs(event.atMs - Date.now()) < 60_000);
});

test('claims of many names are all or nothing', async () => {
  const all = registry();
  const claims = await all.claimMany(
    ['shop:a', { identity: 'shop:b', options: { description: 'b' } }],
    {
      contiguous: true,
    },
  );
  assert.equal(claims[1].port, claims[0].port + 1);
  await assert.rejects(all.claimMany(['shop:c', 'shop:no no']), { code: 'INVALID_IDENTITY' });
  assert.deepEqual(
    (await all.find('shop')).map((one) => one.identity),
    ['shop:a', 'shop:b'],
  );
});

test('the end of a block gives back what it claimed', async () => {
  const all = registry();
  // What `using` and `await using` call; this version of Node does not know the words.
  all.claimSync('shop:web')[Symbol.dispose]();
  assert.deepEqual(all.findSync(), []);
  all.claimSync('shop:web');
  const again = await all.claim('shop:web');
  assert.equal(again.outcome, 'renewed');
  await again[Symbol.asyncDispose]();
  assert.equal(all.findSync().length, 1);
  const port = await all.withClaim('shop:api', (claim) => claim.port);
  assert.ok(port > 0);
  assert.equal(all.findSync('shop:api').length, 0);
});

test('a claim that has passed on cannot be released', async () => {
  const all = registry();
  const claim = await all.claim('shop:web');
  await claim.renew();
  await all.release('shop:web');
  await assert.rejects(claim.release(), { code: 'NOT_OWNER' });
});

test('words that nothing knows, and values out of bounds, are refused by the name of their option', async () => {
  const all = registry();
  const wrong = [
    ['onConflict', { onConflict: 'fight' }],
    ['strategy', { strategy: 'lucky' }],
    ['restart', { restart: 'sometimes' }],
    ['expiresIn', { expiresIn: 'soon' }],
    ['range', { range: '20-10' }],
    ['metadata', { metadata: [] }],
    ['owner', { owner: 'me' }],
  ];
  for (const [option, options] of wrong) {
    const told = { code: 'INVALID_OPTION', option };
    await assert.rejects(all.claim('shop:web', options), told);
    assert.throws(() => all.claimSync('shop:web', options), told);
  }
  assert.deepEqual(all.findSync(), []);
});

test('the options of a claim do what they say', async () => {
  const all = registry();
  await all.setPool('mine', '23200-23209');
  const claim = (options) => all.claim('shop:web', options);
  assert.equal((await claim({ port: [23101, 23102] })).port, 23101);
  assert.equal((await all.claim('shop:api', { range: '23103-23104' })).port, 23103);
  assert.equal((await all.claim('shop:b', { pool: 'mine' })).port, 23200);
  assert.equal(
    (await all.claim('shop:c', { pool: 'mine', strategy: 'hashed' })).port >= 23201,
    true,
  );
  const strict = { port: 23101, strict: true };
  await assert.rejects(all.claim('shop:d', strict), { code: 'PORT_IN_USE', port: 23101 });
  await claim({
    expiresIn: '1h',
    pair: 'shop:api',
    description: 'orders',
    dir: '/tmp',
    metadata: { a: 1 },
  });
  await claim({ cmd: 'node web.js', needs: ['shop:api'], restart: 'always', env: { A: 'b' } });
  const { createdAtMs, expiresAtMs, ...service } = await all.get('shop:web');
  assert.ok(Math.abs(expiresAtMs - Date.now() - 3_600_000) < 60_000);
  assert.deepEqual(
    [service.pair, service.description, service.dir, service.metadata, service.owner.pid],
    ['shop:api', 'orders', '/tmp', { a: 1 }, process.pid],
  );
  assert.deepEqual(
    [service.cmd, service.needs, service.restart],
    ['node web.js', ['shop:api'], 'always'],
  );
  await all.claim('shop:kept', { owner: 'none', persistent: true });
  const kept = await all.get('shop:kept');
  assert.deepEqual([kept.persistent, kept.owner, kept.expiresAtMs], [true, undefined, undefined]);
  await all.claim('shop:other', { owner: process.ppid });
  assert.equal((await all.get('shop:other')).owner.pid, process.ppid);
  const many = [{ identity: 'shop:job', options: { cmd: 'node job.js' } }];
  await all.claimMany(many);
  assert.equal((await all.get('shop:job')).cmd, 'node job.js');
});

test('why a port is another one is said in a line', async () => {
  const all = registry();
  await all.claim('shop:api', { port: 23106 });
  const claim = await all.claim('shop:web', { port: 23106 });
  const note = new RegExp(`^Using port ${claim.port} instead of 23106: 23106 is .*shop:api`);
  assert.match(await claim.note(), note);
  assert.match(claim.noteSync(), note);
  assert.equal(await (await all.claim('shop:api')).note(), undefined);
});

test('a folder has a port by itself', async () => {
  const all = registry();
  const cwd = folder();
  writeFileSync(join(cwd, 'package.json'), '{"name":"shop"}');
  const env = { ...process.env, PORTREG_REGISTRY: all.path };
  const says = async (script) => (await run(process.execPath, ['-e', script], { cwd, env })).stdout;
  const file = JSON.stringify(fileURLToPath(new URL('../dist/index.js', import.meta.url)));
  const ports = [
    await says(`console.log(require(${file}).portSync())`),
    await says(`require(${file}).port().then(console.log)`),
  ];
  const { port, identity } = (await all.find())[0];
  assert.deepEqual([identity, ports], ['shop:app', [`${port}\n`, `${port}\n`]]);
});

test('errors carry code, data and the stack of whoever called', async () => {
  const all = registry();
  const feed = all.subscribe('build', { signal: AbortSignal.timeout(1) });
  const told = (code, data, name) => (error) => {
    assert.ok(error instanceof PortregError && error instanceof Error, name);
    assert.equal(error.code, code, name);
    assert.ok(ERROR_CODES.includes(error.code) && error.message.length > 0);
    for (const [key, value] of Object.entries(data)) assert.deepEqual(error[key], value, name);
    assert.match(error.stack, /^PortregError: .*\n(.*\n)*.*\basks\b/, name);
    return true;
  };
  const missing = ['NOT_FOUND', { identity: 'shop:web', isRetryable: false }];
  const wrong = ['INVALID_OPTION', { option: 'port', isRetryable: false }];
  const later = {
    get: [() => all.get('shop:web'), ...missing],
    claim: [() => all.claim('shop:web', { port: 0 }), ...wrong],
    waitReady: [() => all.waitReady('no good'), 'INVALID_IDENTITY', { input: 'no good' }],
    lock: [() => all.lock('no good'), 'INVALID_OPTION', { option: 'lock' }],
    up: [() => all.up('shop:web'), 'NOT_FOUND', {}],
    next: [() => feed.next(), 'CANCELLED', {}],
  };
  for (const [name, [call, code, data]] of Object.entries(later)) {
    async function asks() {
      await call();
    }
    await assert.rejects(asks, told(code, data, name));
  }
  const now = {
    getSync: [() => all.getSync('shop:web'), ...missing],
    claimSync: [() => all.claimSync('shop:web', { port: 0 }), ...wrong],
    logs: [() => all.logs('no good'), 'INVALID_IDENTITY', {}],
    Registry: [() => new Registry('/dev/null/registry.db'), 'REGISTRY_UNAVAILABLE', {}],
  };
  for (const [name, [call, code, data]] of Object.entries(now)) {
    function asks() {
      call();
    }
    assert.throws(asks, told(code, data, name));
  }
});

test('another process is told who holds the name', async () => {
  const all = registry();
  const other = program(
    all,
    `
    const claim = registry.claimSync('shop:web');
    console.log(claim.port);
    process.stdin.resume();`,
  );
  const port = Number(await other.line());
  const shared = await all.claim('shop:web');
  assert.deepEqual(
    [shared.port, shared.outcome, shared.holder.pid],
    [port, 'shared', other.child.pid],
  );
  await assert.rejects(all.claim('shop:web', { onConflict: 'fail' }), (error) => {
    assert.deepEqual(
      [error.code, error.holder.pid, error.isRetryable],
      ['IDENTITY_HELD', other.child.pid, true],
    );
    return true;
  });
  other.child.kill('SIGKILL');
  await other.end();
  const mine = await all.claim('shop:web');
  assert.deepEqual([mine.port, mine.outcome], [port, 'took_over']);
});

test('eight processes that claim one pool at once get different ports', async () => {
  const all = registry();
  const each = Array.from({ length: 8 }, (_, number) =>
    program(
      all,
      `
      const claims = Array.from({ length: 25 }, (_, at) => registry.claimSync('race:${number}-' + at));
      console.log(JSON.stringify(claims.map((claim) => claim.port)));
      process.stdin.resume();`,
    ),
  );
  const ports = (await Promise.all(each.map((one) => one.line()))).flatMap((line) =>
    JSON.parse(line),
  );
  assert.equal(new Set(ports).size, 200);
});

test('require() gives the same package', async () => {
  const require = createRequire(import.meta.url);
  for (const name of ['index', 'vite', 'testing']) {
    const { __esModule: _, ...required } = require(`../dist/${name}.js`);
    assert.deepEqual(required, { ...(await import(`../dist/${name}.js`)) }, name);
  }
});

test('an export can be imported elsewhere', async () => {
  const [from, to] = [registry(), registry()];
  await from.claim('shop:web', { owner: 'none', metadata: { some_key: 1 } });
  await from.setPool('mine', '23060-23069');
  const document = await from.export();
  const report = await to.import(document);
  assert.deepEqual(report.added, ['shop:web']);
  assert.deepEqual((await to.get('shop:web')).metadata, { some_key: 1 });
});
