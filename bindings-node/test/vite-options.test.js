// The options of the Vite plugin, in real dev servers.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { api, project, start, vite } from './dev-server.js';
import { atEnd, command, end, folder, registry, until } from './support.js';

test('a second server of one name is refused where that is asked for, and told who has it', async () => {
  const all = registry();
  const at = project({ identity: 'shop:web', onConflict: 'fail' });
  const first = await start(all, at);
  await assert.rejects(start(all, at), new RegExp(`shop:web is held by .*pid ${first.child.pid}`));
  assert.equal((await fetch(first.url)).status, 200);
});

test('a second server replaces the first where that is asked for', async () => {
  const all = registry();
  const first = await start(all, project({ identity: 'shop:web' }));
  const gone = once(first.child, 'exit');
  const second = await start(all, project({ identity: 'shop:web', onConflict: 'replace' }));
  await gone;
  assert.equal(second.port, first.port);
  assert.equal((await fetch(second.url)).status, 200);
});

test('a second server that shares the name is told who listens on the port', async () => {
  const all = registry();
  const at = project({ identity: 'shop:web', onConflict: 'share' });
  const first = await start(all, at);
  await assert.rejects(
    start(all, at),
    new RegExp(`${first.port}, on which .*pid ${first.child.pid}`),
  );
});

test('below `portreg run` it has the port of the run', async () => {
  const all = registry();
  const at = project({ identity: 'shop:web' });
  const words = [
    command,
    '--registry',
    all.path,
    'run',
    'shop:web',
    '--',
    process.execPath,
    vite(),
  ];
  const server = await start(all, at, [], { words });
  assert.deepEqual(
    (await all.find()).map(({ identity, port }) => [identity, port]),
    [['shop:web', server.port]],
  );
  await end(server.child, 'SIGTERM');
  assert.deepEqual(await all.find(), []);
});

test('a port that cannot be had is an error where only that one will do', async () => {
  const all = registry();
  const taken = createServer().listen(23086, 'localhost');
  atEnd(() => taken.close());
  await once(taken, 'listening');
  const at = project({ identity: 'shop:web', port: 23086, strict: true });
  await assert.rejects(start(all, at), /23086 is in use by node/);
  await assert.rejects(start(all, project({ identity: 'shop:web', prot: 1 })), /invalid prot/);
});

test('the banner says why another port is used', async () => {
  const all = registry();
  await all.reserve(23088, 'the printer');
  const server = await start(all, project({ identity: 'shop:web', port: 23088 }));
  assert.match(
    server.banner,
    new RegExp(`shop:web on ${server.port} instead of 23088: 23088 is reserved`),
  );
});

test('the preview obeys --port too', async () => {
  const all = registry();
  const at = project({ identity: 'shop:web' });
  writeFileSync(join(at, 'index.html'), '');
  const server = await start(all, at, ['preview', '--outDir', '.', '--port=23090']);
  assert.deepEqual([server.port, await all.getPort('shop:web')], [23090, 23090]);
});

test('the browser is opened on the port', async () => {
  const all = registry();
  const opened = join(folder(), 'opened');
  const browser = join(folder(), 'browser.js');
  writeFileSync(
    browser,
    `require('node:fs').writeFileSync(${JSON.stringify(opened)}, process.argv.at(-1))`,
  );
  const at = project({ identity: 'shop:web', open: '/start' });
  const server = await start(all, at, [], { env: { BROWSER: browser } });
  let url;
  await until(() => {
    try {
      url = readFileSync(opened, 'utf8');
    } catch {
      // It is not there yet.
    }
    return url;
  }, 'no browser is opened');
  assert.equal(url, `http://localhost:${server.port}/start`);
});

test('a service that the page is to know and is not there is a warning', async () => {
  const all = registry();
  const server = await start(all, project({ identity: 'shop:web', env: ['api'] }));
  assert.equal((await fetch(server.url)).status, 200);
  assert.match(server.said.join('\n'), /no service shop:api/);
});

test('under Vitest it stays out of the way', async () => {
  const all = registry();
  const at = project({ identity: 'shop:web', env: ['api'] }, folder(), 'server: { port: 23092 },');
  const server = await start(all, at, [], { env: { VITEST: 'true' } });
  assert.deepEqual([server.port, server.banner, await all.find()], [23092, undefined, []]);
});

/** An API that answers WebSockets with its name. */
async function sockets(port, name) {
  const server = await api(port, name);
  server.on('upgrade', (_, socket) =>
    socket.end(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n${name}`,
    ),
  );
  return server;
}

/** What is said on a WebSocket first. */
async function greeting(url) {
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-key': 'MDEyMzQ1Njc4OWFiY2RlZg==',
    'sec-websocket-version': '13',
  };
  const [, socket, head] = await once(get(url, { headers, agent: false }), 'upgrade');
  let text = head.toString();
  for await (const chunk of socket) text += chunk;
  return text;
}

test('the proxy follows with WebSockets, and with options of its own', async () => {
  const all = registry();
  const claim = await all.claim('shop:api');
  const first = await sockets(claim.port, 'first');
  const proxy = { '/live': 'api', '^/v1': { service: 'shop:api', headers: { 'x-by': 'vite' } } };
  const server = await start(all, project({ identity: 'shop:web', proxy }));
  const url = (path) => new URL(path, server.url).href;
  assert.equal(await greeting(url('/live')), 'first');
  assert.equal(await (await fetch(url('/v1/orders'))).text(), 'first /v1/orders');
  first.close();
  first.closeAllConnections();
  const moved = await all.reassign('shop:api', 'next');
  await sockets(moved.port, 'moved');
  assert.equal(await greeting(url('/live')), 'moved');
  assert.equal(await (await fetch(url('/v1/orders'))).text(), 'moved /v1/orders');
});
