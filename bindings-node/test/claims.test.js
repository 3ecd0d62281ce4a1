// Claims from Node: the same answers as everywhere, and errors that name what is wrong.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { PortregError, Registry } from '../dist/index.js';
import { program, registry } from './support.js';

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

test('wrong options are refused by their name', async () => {
  const all = registry();
  const wrong = [
    ['port', { port: 1.5 }],
    ['port', { port: Number.NaN }],
    ['port', { port: -1 }],
    ['port', { port: 70000 }],
    ['port', { port: 0 }],
    ['port', { port: 3000n }],
    ['port', { port: null }],
    ['port', { port: '3000' }],
    ['onConflict', { onConflict: 'fight' }],
    ['onConflct', { onConflct: 'share' }],
    ['strict', { strict: 'yes' }],
    ['expiresIn', { expiresIn: -5 }],
    ['expiresIn', { expiresIn: 'soon' }],
    ['range', { range: '20-10' }],
    ['metadata', { metadata: [] }],
    ['env', { env: { A: 1 } }],
    ['restart', { restart: 'sometimes' }],
  ];
  for (const [option, options] of wrong) {
    const told = (error) => {
      assert.ok(error instanceof PortregError, String(error));
      assert.equal(error.code, 'INVALID_OPTION');
      assert.ok(error.message.includes(option), `${option}: ${error.message}`);
      return true;
    };
    await assert.rejects(all.claim('shop:web', options), told);
    assert.throws(() => all.claimSync('shop:web', options), told);
  }
  assert.deepEqual(all.findSync(), []);
});

test('errors carry code, data and the stack of whoever called', async () => {
  const all = registry();
  await assert.rejects(
    async function asks() {
      await all.get('shop:web');
    },
    (error) => {
      assert.ok(error instanceof PortregError && error instanceof Error);
      assert.deepEqual(
        [error.code, error.identity, error.isRetryable],
        ['NOT_FOUND', 'shop:web', false],
      );
      assert.match(error.stack, /asks/);
      return true;
    },
  );
  assert.throws(
    function asks() {
      all.getSync('shop:web');
    },
    (error) => /asks/.test(error.stack) && !/at .*registry\.js/.test(error.stack.split('\n')[1]),
  );
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

test('require() gives the same package', () => {
  const { Registry: Required } = createRequire(import.meta.url)('../dist/index.js');
  assert.equal(Required, Registry);
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
