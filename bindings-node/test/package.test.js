// What is published: the packed packages, installed without a network, by what README and guide say.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { blocks, project, root, tarballs, within } from './projects.js';
import { atEnd, folder, registry } from './support.js';

const run = promisify(execFile);

/** The variables of a user who has no registry yet, and whose npm reaches nobody. */
function user(home) {
  const { PORTREG_REGISTRY: _, ...rest } = process.env;
  return { ...rest, PORTREG_HOME: join(home, 'state'), npm_config_offline: 'true' };
}

test('the packed packages are all that is needed', async () => {
  const home = folder();
  writeFileSync(join(home, 'package.json'), '{"name":"user","private":true}');
  const env = user(home);
  const install = ['install', '--no-audit', '--no-fund', '--omit=peer', ...tarballs];
  await run('npm', install, { cwd: home, env });

  const program =
    "const { claimSync } = require('portreg'); console.log(claimSync('shop:web').port)";
  const { stdout } = await run(process.execPath, ['-e', program], { cwd: home, env });
  const command = await run('npx', ['portreg', 'find', '--json'], { cwd: home, env });
  const [service] = JSON.parse(command.stdout);
  assert.deepEqual([service.identity, service.port], ['shop:web', Number(stdout)]);
  const build = process.env.CARGO_TARGET_DIR ?? join(root, '..', 'target');
  const files = readdirSync(join(home, 'node_modules/portreg'), { recursive: true });
  for (const file of files.filter((name) => /\.(js|ts|cts|cjs|json)$/.test(name))) {
    const text = readFileSync(join(home, 'node_modules/portreg', file), 'utf8');
    assert.ok(!text.includes(build) && !text.includes(root), `${file} names a folder of its build`);
  }
});

test('the README, word by word', async () => {
  const text = readFileSync(join(root, '..', 'README.md'), 'utf8');
  const section = /## From Node and Vite\n(.*?)\n## /s.exec(text)[1];
  const files = blocks(section, 'js').map((block) => [/^\/\/ (\S+)\n/.exec(block)[1], block]);
  const at = project({ ...Object.fromEntries(files), 'index.html': '<h1>shop</h1>' }, []);
  await run('npm', ['install', '--no-audit', '--no-fund', '--omit=peer', ...tarballs], {
    cwd: at,
    env: user(at),
  });
  const all = registry();
  const [server, vite, second, find] = blocks(section, 'sh')[0]
    .trim()
    .split('\n')
    .map((line) => line.replace(/ *#.*/, '').split(' '));
  const env = within(at, all);

  /** Starts a server; the URL that it prints. */
  const starts = async ([program, ...words]) => {
    const options = { cwd: at, env, stdio: ['ignore', 'pipe', 'inherit'], detached: true };
    const child = spawn(program, words, options);
    // As Ctrl-C does it: npx, told alone, leaves behind what it has started.
    atEnd(() => process.kill(-child.pid, 'SIGTERM'));
    for await (const line of createInterface({ input: child.stdout })) {
      const [url] = /http:\S+?\d+/.exec(line) ?? [];
      if (url) return url;
    }
    throw new Error(`${words} ended without an URL`);
  };
  const urls = [await starts(server), await starts(vite), await starts(second)];
  const texts = ['', '/api/hello', '/api/hello'].map(async (path, n) =>
    (await fetch(urls[n] + path)).text(),
  );
  assert.deepEqual(await Promise.all(texts), ['hello\n', 'hello\n', 'hello\n']);
  assert.ok((await (await fetch(`${urls[2]}/`)).text()).includes('<h1>shop</h1>'));
  const { stdout } = await run(find[0], find.slice(1), { cwd: at, env });
  for (const url of urls) assert.match(stdout, new RegExp(`${new URL(url).port} +running`));
});

const examples = blocks(readFileSync(join(root, '..', 'docs', 'node.md'), 'utf8'), 'js');
// What this version of Node cannot read, and what other tests start in the tools they are for.
const isRun = (text) => !/await using|portreg\/vite|^\/\/ \S+\.(test|config)\.m?js/.test(text);

for (const [number, text] of examples.filter(isRun).entries()) {
  test(`example ${number + 1} of docs/node.md: ${text.split('\n').find((line) => !/^import|^$/.test(line))}`, async () => {
    const home = folder();
    const last = 'setImmediate(() => process.exit());';
    const at = project({
      'example.mjs': `${text.replaceAll('/tmp/demo', home)}\n${last}\n`,
    });
    await run(process.execPath, ['example.mjs'], { cwd: at, env: user(home) });
  });
}

test('strict TypeScript reads the types, as an ES module and as CommonJS', async () => {
  const consumers = join(root, 'test', 'types');
  const texts = readdirSync(consumers).map((file) => [
    file,
    readFileSync(join(consumers, file), 'utf8'),
  ]);
  const compilerOptions = {
    target: 'ES2022',
    lib: ['ES2022', 'ESNext.Disposable', 'DOM'],
    module: 'NodeNext',
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules', '@types')],
  };
  const tsconfig = JSON.stringify({ compilerOptions, include: ['*.mts', '*.cts'] });
  const at = project({ ...Object.fromEntries(texts), 'tsconfig.json': tsconfig });
  await run(join(root, 'node_modules/.bin/tsc'), ['-p', at]).catch((error) =>
    assert.fail(error.stdout),
  );
});

test('every verb of the core is here', () => {
  const vocabulary = JSON.parse(
    readFileSync(join(root, '..', 'schema', 'vocabulary.json'), 'utf8'),
  );
  // What has other names here, or is a method of what a claim gives, and what belongs to the command alone.
  const elsewhere = {
    claim_with: 'claim',
    renew: 'claim',
    claim_at_once: 'claimSync',
    get_port_at_once: 'getPortSync',
    move_and_restart: 'reassign',
    release_claim: 'release',
    open: 'path',
    open_at: 'path',
    open_with: 'path',
    asynchronous: 'claim',
  };
  const ofTheCommand = ['backups', 'restore', 'locate', 'end_leftovers', 'end_orphans_of', 'run'];
  const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  const all = registry();
  const missing = Object.keys(vocabulary.methods)
    .filter((name) => !ofTheCommand.includes(name))
    .filter((name) => !(camel(elsewhere[name] ?? name) in all));
  assert.deepEqual(missing, []);
});

test('every option of the core is here', () => {
  const vocabulary = JSON.parse(
    readFileSync(join(root, '..', 'schema', 'vocabulary.json'), 'utf8'),
  );
  const text = readFileSync(join(root, 'ts', 'options.ts'), 'utf8');
  // What only the command may ask for; patterns are an argument here; how it is started stands beside the rest.
  const elsewhere = ['adopt_orphans', 'keeper', 'patterns', 'launch'];
  const missing = [];
  for (const [name, { fields }] of Object.entries(vocabulary.options)) {
    if (name === 'OpenOptions') continue;
    for (const field of Object.keys(fields).filter((one) => !elsewhere.includes(one))) {
      const camel = field.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
      if (!new RegExp(`\\b${camel}\\??:`).test(text)) missing.push(`${name}.${camel}`);
    }
  }
  assert.deepEqual(missing, []);
});
