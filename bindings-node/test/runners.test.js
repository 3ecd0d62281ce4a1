// Ports for tests, in the runners that people have: each is started in a project with the packed packages.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { atEnd, end, registry, started } from './support.js';
import { blocks, project, root, within } from './projects.js';

const run = promisify(execFile);

/** An example of docs/node.md by the file that its first line names. */
const examples = blocks(readFileSync(join(root, '..', 'docs', 'node.md'), 'utf8'), 'js');
const example = (file) => examples.find((text) => text.startsWith(`// ${file}\n`));

/** A server on a port, until as many have one at the same time as there shall be. */
const hold = `
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

export async function hold(claim) {
  const server = await claim.listen(createServer((_, response) => response.end('hello')));
  try {
    writeFileSync(join(process.env.HELD, String(claim.port)), '', { flag: 'wx' });
    if ((await (await fetch(claim.url)).text()) !== 'hello') throw new Error('somebody else answers');
    while (readdirSync(process.env.HELD).length < Number(process.env.TOGETHER)) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  } finally {
    server.close();
  }
}
`;

/** Each runner: how it is started, what its project has beside, and tests that hold two ports. */
const runners = {
  vitest: {
    command: ['vitest', 'run', '--maxWorkers=3'],
    // Whoever has the plugin for the dev server has it here, too: it claims nothing.
    config: {
      'vite.config.js': `import portreg from 'portreg/vite';
        export default { plugins: [portreg({ identity: 'shop:web', strict: true })] };`,
    },
    holder: `import { test as base } from 'vitest';
      import { fixtures } from 'portreg/vitest';
      import { hold } from './hold.js';
      const test = base.extend(fixtures);
      for (const name of ['one', 'two'])
        test.concurrent(name, { timeout: 60_000 }, ({ portregClaim }) => hold(portregClaim));`,
  },
  node: {
    command: ['node', '--test', '--test-concurrency=3'],
    holder: `import { test } from 'node:test';
      import { withPort } from 'portreg/testing';
      import { hold } from './hold.js';
      test('two', { concurrency: true }, async (t) => {
        await Promise.all(['one', 'two'].map((name) => t.test(name, () => withPort(hold))));
      });`,
  },
  jest: {
    command: ['jest', '--maxWorkers=3'],
    // It loads ES modules only where it is asked to.
    env: { NODE_OPTIONS: '--experimental-vm-modules' },
    holder: `import { test } from '@jest/globals';
      import { withPort } from 'portreg/testing';
      import { hold } from './hold.js';
      test('two', () => Promise.all([withPort(hold), withPort(hold)]), 60_000);`,
  },
};

/** Starts a runner; what it has said where it does not pass. */
async function passes([program, ...words], at, env) {
  await run(program, words, { cwd: at, env, timeout: 120_000 }).catch((error) => {
    throw new Error(`${program} failed:\n${error.stdout}\n${error.stderr}`);
  });
}

for (const [name, { command, config = {}, env = {}, holder }] of Object.entries(runners)) {
  test(`${name}: two suites at a time, and each test has a port of its own`, async () => {
    const all = registry();
    const suites = ['first', 'second'].map(() => {
      const holders = ['a', 'b', 'c'].map((file) => [`${file}.test.js`, holder]);
      const made = Object.entries({
        'hold.js': hold,
        'package.json': '{"type":"module"}',
        ...config,
      });
      return project(Object.fromEntries([...holders, ...made]));
    });
    const held = join(suites[0], 'held');
    mkdirSync(held);
    // All of 2 suites, 3 files, 2 tests at once: none ends before the last one has its port.
    const told = { HELD: held, TOGETHER: '12', ...env };
    await Promise.all(suites.map((at) => passes(command, at, within(at, all, told))));
    assert.equal(readdirSync(held).length, 12);
    assert.deepEqual(await all.find(), [], 'nothing is left claimed');
    const claimed = (await all.history()).filter(({ action }) => action === 'claim');
    assert.equal(claimed.length, 12, 'the plugin has claimed nothing');
  });

  test(`${name}: the example of the guide`, async () => {
    const all = registry();
    const file = `${name}.test.js`;
    const at = project({ 'package.json': '{"type":"module"}', [file]: example(file) });
    await passes(command, at, within(at, all, env));
    assert.deepEqual(await all.find(), []);
  });
}

test('jest: errors are those of the package, whose classes are made anew for each file', async () => {
  const all = registry();
  const at = project({
    'package.json': '{"type":"module"}',
    'errors.test.js': `import { expect, test } from '@jest/globals';
      import { PortregError, Registry, subscribe } from 'portreg';
      test('errors', async () => {
        const registry = new Registry();
        expect(() => registry.claimSync('no good')).toThrow(PortregError);
        await expect(registry.claim('no good')).rejects.toMatchObject({ code: 'INVALID_IDENTITY' });
        await expect(registry.poll('a', { timeout: 1 })).rejects.toMatchObject({ code: 'TIMEOUT' });
        const messages = subscribe('a', { signal: AbortSignal.timeout(1) });
        await expect(messages.next()).rejects.toMatchObject({ code: 'CANCELLED' });
      });`,
  });
  await passes(runners.jest.command, at, within(at, all, runners.jest.env));
});

test('playwright: the server is started on the port of its name, or found there', async () => {
  const all = registry();
  const at = project({
    'package.json': '{"type":"module"}',
    'playwright.config.js': example('playwright.config.js'),
    'server.js': `import { createServer } from 'node:http';
      createServer((_, response) => response.end(String(process.pid))).listen(process.env.PORT, 'localhost');`,
    'web.spec.js': `import { writeFileSync } from 'node:fs';
      import { expect, test as base } from '@playwright/test';
      import { url as urlOf } from 'portreg';
      import { fixtures } from 'portreg/testing';
      const test = base.extend(fixtures);
      test('the server answers', async ({ request, portregPort }) => {
        const { url } = await urlOf('shop:web');
        const answer = await request.get('/');
        expect(answer.url()).toBe(url + '/');
        writeFileSync('answer', await answer.text());
        expect(portregPort).toBeGreaterThan(0);
      });`,
  });
  const said = () => Number(readFileSync(join(at, 'answer'), 'utf8'));
  await passes(['playwright', 'test'], at, within(at, all));
  assert.throws(() => process.kill(said(), 0), { code: 'ESRCH' }, 'the server has been ended');
  assert.deepEqual((await all.find({ status: 'running' })).length, 0);

  const server = spawn('portreg', ['run', 'shop:web', '--', 'node', 'server.js'], {
    cwd: at,
    env: within(at, all),
    stdio: 'inherit',
  });
  atEnd(() => end(server, 'SIGTERM'));
  await started(all, 'shop:web');
  await passes(['playwright', 'test'], at, within(at, all));
  assert.equal(said(), (await all.get('shop:web')).pid);
  assert.equal((await all.find()).length, 1, 'nothing else is left claimed');
});
