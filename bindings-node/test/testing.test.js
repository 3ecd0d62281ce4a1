// Ports for tests, and the command that the package brings.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { fixtures, withPort } from '../dist/testing.js';
import { command, folder, registry } from './support.js';

const run = promisify(execFile);

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
  await assert.rejects(portreg('run', 'shop:job', '--', 'sh', '-c', 'exit 7'), { code: 7 });
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
