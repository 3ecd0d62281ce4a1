// Ports for tests, and the command that the package brings.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { fixtures, withPort } from '../dist/testing.js';
import { atEnd, command, end, folder, registry } from './support.js';

const run = promisify(execFile);

/** A program that tells which signal it has got. */
const HEARS = `
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => process.stdout.write(signal, () => process.exit(7)));
  }
  setInterval(() => {}, 1000);
  process.stdout.write('ready')`;

test('a port for a while is given back', async () => {
  const all = registry();
  const port = await withPort(
    async (claim) => {
      assert.equal((await all.find()).length, 1);
      return claim.port;
    },
    { registry: all.path },
  );
  assert.ok(port >= 7000 && port <= 7999, 'it is of the pool for tests');
  assert.deepEqual(await all.find(), []);
  await assert.rejects(
    withPort(() => Promise.reject(new Error('failed')), { registry: all.path }),
    { message: 'failed' },
  );
  assert.deepEqual(await all.find(), []);
});

test('fixtures give a claim and its port', async () => {
  const all = registry();
  process.env.PORTREG_REGISTRY = all.path;
  let seen;
  await fixtures.portregClaim({}, async (portregClaim) => {
    await fixtures.portregPort({ portregClaim }, async (port) => {
      seen = port;
    });
    assert.equal((await all.find()).length, 1);
  });
  assert.ok(seen > 0);
  assert.deepEqual(await all.find(), []);
});

test('the command of the package is the command', async () => {
  const all = registry();
  const home = folder();
  const portreg = (...words) =>
    run(process.execPath, [command, '--registry', all.path, '-C', home, ...words]);
  const { stdout } = await portreg('claim', '-q', 'shop:web');
  assert.equal(Number(stdout), await all.getPort('shop:web'));
  await assert.rejects(portreg('claim', 'no good'), (error) => {
    assert.equal(error.code, 2);
    assert.match(error.stderr, /invalid identity/);
    return true;
  });
  // Node closes its streams to the programs that it starts itself; this one is not started by Node.
  const job = portreg(
    'run',
    'shop:job',
    '--',
    'sh',
    '-c',
    'cat; echo on $PORT; echo oh >&2; exit 7',
  );
  job.child.stdin.end('read\n');
  await assert.rejects(job, (error) => {
    assert.deepEqual([error.code, error.stderr], [7, 'oh\n']);
    assert.match(error.stdout, /^read\non \d+\n$/);
    return true;
  });
});

test('signals reach what the command runs, and end the command where it waits itself', async () => {
  const all = registry();
  const start = (words) => {
    const child = spawn(process.execPath, [command, '--registry', all.path, ...words]);
    atEnd(() => end(child));
    return child;
  };
  for (const signal of ['SIGINT', 'SIGTERM']) {
    const job = start(['run', 'shop:job', '--', process.execPath, '-e', HEARS]);
    await once(job.stdout, 'data');
    job.kill(signal);
    assert.equal(String((await once(job.stdout, 'data'))[0]), signal);
    assert.deepEqual(await once(job, 'exit'), [7, null]);
    const waits = start(['--json', 'watch', '--since', 'start']);
    await once(waits.stdout, 'data');
    waits.kill(signal);
    const [code, by] = await once(waits, 'exit');
    assert.ok(by === signal || code >= 128, `${code} ${by}`);
  }
  assert.deepEqual(await all.find(), []);
});

test('a stack goes on without its process, by the command', async () => {
  const all = registry();
  const server = `require('net').createServer().listen(process.env.PORT, 'localhost')`;
  const events = [];
  const [service] = await all.upDetached(
    'shop:api',
    { cmd: `"${process.execPath}" -e "${server}"` },
    (event) => events.push(event.event),
  );
  assert.deepEqual([service.status, service.health], ['running', 'passing']);
  assert.ok(events.includes('ready'));
  assert.equal((await all.ps())[0].pid, service.pid);
  await assert.rejects(all.upDetached('shop:bad', { cmd: 'exit 3' }), (error) => {
    assert.deepEqual([error.code, error.identity], ['NOT_READY', 'shop:bad']);
    return true;
  });
  await all.down('shop:api');
  assert.equal((await all.get('shop:api')).status, 'stopped');
  await import('node:fs').then((fs) => fs.promises.access(join(all.path, '..', 'logs')));
});

test('without a registry tests go on with ports of the system', async () => {
  const broken = join(folder(), 'package.json', 'registry.db');
  writeFileSync(join(broken, '..'), '');
  const warnings = [];
  const { warn } = console;
  console.warn = (text) => warnings.push(text);
  try {
    for (const PORTREG of ['on', 'off', '0']) {
      process.env.PORTREG = PORTREG;
      await withPort(
        async (place) => {
          assert.equal(place.port, 0);
          const server = await place.listen(createServer((_, answer) => answer.end('hello')));
          assert.equal(await (await fetch(place.url)).text(), 'hello');
          assert.ok(Number(place) > 0);
          server.close();
        },
        { registry: broken },
      );
    }
    delete process.env.PORTREG;
    await assert.rejects(
      withPort(() => {}, { registry: broken, strict: true }),
      { code: 'REGISTRY_UNAVAILABLE' },
    );
  } finally {
    console.warn = warn;
    delete process.env.PORTREG;
  }
  assert.equal(warnings.length, 1);
  assert.match(warnings[0], /^portreg: .*; tests go on with port 0$/);
});
