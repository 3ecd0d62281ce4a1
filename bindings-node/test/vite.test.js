// The Vite plugin, in real dev servers and a real browser.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import { atEnd, browser, end, folder, program, registry } from './support.js';

const plugin = new URL('../dist/vite.js', import.meta.url).href;
const require = createRequire(import.meta.url);
const vite = (version = '') =>
  join(dirname(require.resolve(`vite${version}/package.json`)), 'bin', 'vite.js');

/** A project of one page, which shows a word and what it is told by its API. */
function project(options = {}, at = folder(), rest = '') {
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'package.json'), '{"name":"shop","type":"module"}');
  writeFileSync(
    join(at, 'vite.config.js'),
    `import portreg from ${JSON.stringify(plugin)};
     export default { plugins: [portreg(${JSON.stringify(options)})], cacheDir: '.cache', ${rest} };`,
  );
  writeFileSync(
    join(at, 'index.html'),
    '<!doctype html><p id="word"></p><script type="module" src="/main.js"></script>',
  );
  page(at, 'first');
  return at;
}

function page(at, word) {
  writeFileSync(
    join(at, 'main.js'),
    `document.querySelector('#word').textContent = ${JSON.stringify(word)};
     globalThis.api = import.meta.env.VITE_SHOP_API_URL;
     import.meta.hot?.accept();`,
  );
}

/** Starts Vite; the URL it prints, and what it says of portreg. */
async function start(of, at, words = [], { version, env = {} } = {}) {
  const child = spawn(process.execPath, [vite(version), ...words], {
    cwd: at,
    env: { ...process.env, PORTREG_REGISTRY: of.path, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  atEnd(() => end(child));
  const said = [];
  const find = (pattern) => said.map((line) => pattern.exec(line)).find(Boolean);
  const server = { child, url: undefined, port: undefined, banner: undefined };
  await new Promise((resolve, reject) => {
    const hear = (line) => {
      said.push(line);
      server.url = find(/Local: +(http\S+)/)?.[1];
      server.banner = find(/.*portreg: .*/)?.[0];
      if (server.url && (server.banner || env.PORTREG === 'off')) resolve();
    };
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', hear);
    child.once('exit', () => reject(new Error(`Vite did not start:\n${said.join('\n')}`)));
  });
  server.port = Number(new URL(server.url).port);
  return server;
}

/** An API on a port, which says its name. */
async function api(port, name) {
  const server = createServer((request, response) => response.end(`${name} ${request.url}`));
  atEnd(() => server.close());
  server.listen(port, 'localhost');
  await once(server, 'listening');
  return server;
}

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
  assert.match(two.banner, /instead of 23072: 23072 is in use by/);
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

test('a restart after a change of the configuration keeps the port', async () => {
  const all = registry();
  const at = project({ identity: 'shop:web' });
  const server = await start(all, at);
  const output = createInterface({ input: server.child.stdout });
  project({ identity: 'shop:web' }, at, 'define: { changed: 1 },');
  for await (const line of output) if (line.includes('server restarted')) break;
  assert.equal((await fetch(server.url)).status, 200);
  const [service] = await all.find();
  assert.deepEqual([service.port, service.identity], [server.port, 'shop:web']);
});

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
