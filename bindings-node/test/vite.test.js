// The Vite plugin, in real dev servers and a real browser.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import { api, page, project, start, vite } from './dev-server.js';
import { browser, command, end, folder, program, registry } from './support.js';

const require = createRequire(import.meta.url);

test('a page loads, is edited, and its API moves while it is open', async () => {
  const all = registry();
  const claim = await all.claim('shop:api');
  const first = await api(claim.port, 'first');
  const at = project({ identity: 'shop:web', proxy: { '/api': 'api' }, env: ['shop:api'] });
  const server = await start(all, at);
  assert.equal(server.port, await all.getPort('shop:web'));
  assert.match(server.banner, new RegExp(`shop:web on ${server.port}`));

  const chrome = await chromium.launch({ executablePath: browser(), args: ['--no-sandbox'] });
  try {
    const tab = await chrome.newPage();
    await tab.goto(server.url);
    await tab.waitForFunction(() => document.querySelector('#word').textContent === 'first');
    assert.equal(await tab.evaluate(() => globalThis.api), claim.url);
    await tab.evaluate(() => (globalThis.stays = true));
    page(at, 'second');
    await tab.waitForFunction(() => document.querySelector('#word').textContent === 'second');
    const ask = () => tab.evaluate(async () => (await fetch('/api/orders')).text());
    assert.equal(await ask(), 'first /api/orders');

    first.closeAllConnections();
    first.close();
    const moved = await all.reassign('shop:api', 'next');
    assert.notEqual(moved.port, claim.port);
    await api(moved.port, 'moved');
    assert.equal(await ask(), 'moved /api/orders');
    await all.release('shop:api');
    assert.equal(await tab.evaluate(async () => (await fetch('/api/orders')).status), 502);
    assert.equal(await tab.evaluate(() => globalThis.stays), true, 'the page was not loaded anew');
  } finally {
    await chrome.close();
  }
});

test('killed and started again, it has its port', async () => {
  const all = registry();
  const at = project({ identity: 'shop:web', port: 23070 });
  const first = await start(all, at);
  assert.equal(first.port, 23070);
  await end(first.child);
  const second = await start(all, at);
  assert.equal(second.port, 23070);
  assert.equal((await fetch(second.url)).status, 200);
});

test('two worktrees have two ports', async () => {
  const all = registry();
  const home = folder();
  const git = (...words) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...words], {
      cwd: join(home, 'shop'),
    });
  project({ port: 23072 }, join(home, 'shop'));
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-qm', 'one');
  git('worktree', 'add', '-q', '-b', 'feature/x', '../other');
  const [one, two] = [await start(all, join(home, 'shop')), await start(all, join(home, 'other'))];
  const names = (await all.find()).map(({ identity, port }) => [identity, port]);
  assert.deepEqual(
    names.map(([name]) => name),
    ['shop:app:feature-x', 'shop:app:main'],
  );
  assert.deepEqual(new Set(names.map(([, port]) => port)), new Set([one.port, two.port]));
  assert.match(two.banner, /instead of 23072: 23072 is claimed by shop:app:main/);
});

test('a second server of one name gets a sibling', async () => {
  const all = registry();
  const at = project({ identity: 'shop:web' });
  const [one, two] = [await start(all, at), await start(all, at)];
  assert.notEqual(one.port, two.port);
  assert.match(two.banner, /shop:web\.2 on/);
});

test('--port wins, and says so', async () => {
  const all = registry();
  const holder = program(
    all,
    `
    registry.claimSync('shop:other', { port: 23076 });
    console.log('held');
    process.stdin.resume();`,
  );
  await holder.line();
  const at = project({ identity: 'shop:web' });
  const moved = await start(all, at, ['--port', '23077']);
  assert.deepEqual([moved.port, await all.getPort('shop:web')], [23077, 23077]);
  await end(moved.child);
  const taken = await start(all, at, ['--port', '23076']);
  assert.equal(taken.port, 23076);
  assert.match(taken.banner, /23076 is used because --port says so/);
});

for (const [how, before] of [
  ['by itself', [vite()]],
  ['under `portreg run`', [command, 'run', 'shop:web', '--', process.execPath, vite()]],
]) {
  test(`${how}, a restart after a change of the configuration keeps the port`, async () => {
    const all = registry();
    const at = project({ identity: 'shop:web' });
    const server = await start(all, at, [], { words: before });
    const output = createInterface({ input: server.child.stdout });
    project({ identity: 'shop:web' }, at, 'define: { changed: 1 },');
    for await (const line of output) if (line.includes('server restarted')) break;
    assert.equal((await fetch(server.url)).status, 200);
    const [service] = await all.find();
    assert.deepEqual([service.port, service.identity], [server.port, 'shop:web']);
  });
}

test('the preview has the port too', async () => {
  const all = registry();
  const at = project({ identity: 'shop:web' });
  execFileSync(process.execPath, [vite(), 'build', '--logLevel', 'error'], {
    cwd: at,
    env: { ...process.env, PORTREG_REGISTRY: all.path },
  });
  assert.deepEqual(await all.find(), [], 'a build claims nothing');
  const server = await start(all, at, ['preview']);
  assert.equal(server.port, await all.getPort('shop:web'));
});

test('a server with a certificate is found by https, and by http without one', async () => {
  const all = registry();
  const [at, keys] = [folder(), folder()];
  const [key, cert] = [join(keys, 'key.pem'), join(keys, 'cert.pem')];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...names];
  execFileSync('openssl', [...request, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const pem = (file) => JSON.stringify(readFileSync(file, 'utf8'));
  const https = `server: { https: { key: ${pem(key)}, cert: ${pem(cert)} } },`;
  project({ identity: 'shop:web' }, at, https);
  const server = await start(all, at);
  const { url } = await all.url('shop:web');
  assert.equal(server.url, `${url}/`);
  assert.equal(url, `https://localhost:${server.port}`);
  const ca = readFileSync(cert);
  const [response] = await once(
    get(server.url, { ca, headers: { accept: 'text/html' } }),
    'response',
  );
  assert.equal(response.statusCode, 200);
  assert.match((await response.toArray()).join(''), /id="word"/);

  await end(server.child);
  project({ identity: 'shop:web' }, at);
  const plain = await start(all, at);
  assert.equal((await all.url('shop:web')).url, `http://localhost:${plain.port}`);
});

for (const version of ['-6', '-7']) {
  test(`Vite ${version.slice(1)} starts on the port`, async () => {
    const all = registry();
    const server = await start(all, project({ identity: 'shop:web', port: 23080 }), [], {
      version,
    });
    assert.equal(server.port, 23080);
    assert.equal((await fetch(server.url)).status, 200);
  });
}

test('in middleware mode only the socket of HMR has a port', async () => {
  const all = registry();
  const at = project({ identity: 'shop:web' });
  const other = program(
    all,
    `
    import { createServer } from ${JSON.stringify(require.resolve('vite').replace(/index\.cjs$/, 'dist/node/index.js'))};
    const server = await createServer({ root: ${JSON.stringify(at)}, server: { middlewareMode: true }, logLevel: 'silent' });
    console.log(server.config.server.hmr.port);
    await server.close();
    process.exit(0);`,
    { env: { ...process.env, PORTREG_REGISTRY: all.path } },
  );
  const port = Number(await other.line());
  assert.equal(await all.getPort('shop:web.hmr'), port);
});

test('without a registry Vite goes on, and is left alone where it is switched off', async () => {
  const all = registry();
  const at = project({ identity: 'shop:web' }, folder(), 'server: { port: 23084 },');
  const broken = { path: join(at, 'package.json', 'registry.db') };
  const server = await start(broken, at, [], { env: { PORTREG: 'off' } });
  assert.equal(server.port, 23084);
  await end(server.child);
  const warned = await start(broken, at);
  assert.equal(warned.port, 23084);
  assert.match(warned.banner, /Vite goes on without it/);
  const left = await start(all, at, [], { env: { PORTREG: 'off' } });
  assert.ok(left.port > 0);
  assert.deepEqual(await all.find(), []);
});
