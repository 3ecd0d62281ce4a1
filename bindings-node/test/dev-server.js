// Projects with the Vite plugin, and real dev servers of them.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { atEnd, end, folder } from './support.js';

const plugin = new URL('../dist/vite.js', import.meta.url).href;
const require = createRequire(import.meta.url);

/** The command of this version of Vite. */
export const vite = (version = '') =>
  join(dirname(require.resolve(`vite${version}/package.json`)), 'bin', 'vite.js');

/** A project of one page, which shows a word and what it is told by its API. */
export function project(options = {}, at = folder(), rest = '') {
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

export function page(at, word) {
  writeFileSync(
    join(at, 'main.js'),
    `document.querySelector('#word').textContent = ${JSON.stringify(word)};
     globalThis.api = import.meta.env.VITE_SHOP_API_URL;
     import.meta.hot?.accept();`,
  );
}

/** Starts Vite; the URL it prints, and what it says of portreg. */
export async function start(of, at, words = [], { version, words: before, env = {} } = {}) {
  const child = spawn(process.execPath, [...(before ?? [vite(version)]), ...words], {
    cwd: at,
    env: { ...process.env, PORTREG_REGISTRY: of.path, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  atEnd(() => end(child));
  const said = [];
  const find = (pattern) => said.map((line) => pattern.exec(line)).find(Boolean);
  const server = { child, said, url: undefined, port: undefined, banner: undefined };
  await new Promise((resolve, reject) => {
    const hear = (line) => {
      said.push(line);
      server.url = find(/Local: +(http\S+)/)?.[1];
      server.banner = find(/.*portreg: .*/)?.[0];
      if (server.url && (server.banner || env.PORTREG === 'off' || env.VITEST)) resolve();
    };
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', hear);
    child.once('exit', () => reject(new Error(`Vite did not start:\n${said.join('\n')}`)));
  });
  server.port = Number(new URL(server.url).port);
  return server;
}

/** An API on a port, which says its name. */
export async function api(port, name) {
  const server = createServer((request, response) => response.end(`${name} ${request.url}`));
  atEnd(() => server.close());
  server.listen(port, 'localhost');
  await once(server, 'listening');
  return server;
}
