// The servers of examples/web-node under `portreg run`, by the commands of its README.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { atEnd, end, registry, started } from './support.js';
import { blocks, project, root, within } from './projects.js';

const examples = join(root, '..', 'examples', 'web-node');
const [commands] = blocks(readFileSync(join(examples, 'README.md'), 'utf8'), 'sh');

/** What each says on its page. */
const pages = {
  'node express.mjs': 'by Express',
  'next dev': 'by Next.js',
  'astro dev': 'by Astro',
};

for (const line of commands.trim().split('\n')) {
  test(line, async () => {
    const all = registry();
    const at = project({});
    cpSync(examples, at, { recursive: true });
    const quiet = { NEXT_TELEMETRY_DISABLED: '1', ASTRO_TELEMETRY_DISABLED: '1' };
    const [program, ...words] = line.split(' ');
    const server = spawn(program, words, {
      cwd: at,
      env: within(at, all, quiet),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    atEnd(() => end(server));
    server.stdout.resume();
    const [{ port }] = await started(all, 'shop:web');
    const { url } = await all.url('shop:web');
    assert.equal(new URL(url).port, String(port));
    const [, page] = Object.entries(pages).find(([of]) => line.includes(of));
    assert.ok((await (await fetch(url)).text()).includes(page));

    server.kill('SIGTERM');
    await once(server, 'exit');
    await assert.rejects(fetch(url), 'nobody is left to answer');
    assert.deepEqual(await all.find(), []);
  });
}
