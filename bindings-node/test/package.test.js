// What is published: the packed package and its native half, installed without a network, and the documentation's examples.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { folder, registry } from './support.js';

const run = promisify(execFile);
const root = dirname(fileURLToPath(new URL('.', import.meta.url)));

/** The variables of a user who has no registry yet, and whose npm reaches nobody. */
function user(home) {
  const { PORTREG_REGISTRY: _, ...rest } = process.env;
  return { ...rest, PORTREG_HOME: join(home, 'state'), npm_config_offline: 'true' };
}

test('the packed packages are all that is needed', async () => {
  const [home, packed] = [folder(), folder()];
  const binary = readdirSync(join(root, 'native')).find((name) => name.endsWith('.node'));
  await run('npx', ['napi', 'create-npm-dirs'], { cwd: root });
  const native = join(root, 'npm', binary.replace(/^portreg\.|\.node$/g, ''));
  copyFileSync(join(root, 'native', binary), join(native, binary));
  for (const from of [root, native]) {
    await run('npm', ['pack', '--ignore-scripts', '--pack-destination', packed], { cwd: from });
  }
  const tarballs = readdirSync(packed).filter((name) => name.endsWith('.tgz'));
  assert.equal(tarballs.length, 2);
  writeFileSync(join(home, 'package.json'), '{"name":"user","private":true}');
  const env = user(home);
  const install = [
    'install',
    '--no-audit',
    '--no-fund',
    '--omit=peer',
    ...tarballs.map((name) => join(packed, name)),
  ];
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

const guide = readFileSync(join(root, '..', 'docs', 'node.md'), 'utf8');
const examples = [...guide.matchAll(/```js\n(.*?)```/gs)].map(([, text]) => text);
// What this version of Node cannot read, and what other tests start in the tools they are for.
const isRun = (text) => !/await using|portreg\/vite|from 'vitest'/.test(text);

for (const [number, text] of examples.filter(isRun).entries()) {
  test(`example ${number + 1} of docs/node.md: ${text.split('\n').find((line) => !/^import|^$/.test(line))}`, async () => {
    const home = folder();
    mkdirSync(join(home, 'node_modules'));
    symlinkSync(root, join(home, 'node_modules/portreg'));
    const file = join(home, 'example.mjs');
    writeFileSync(
      file,
      `${text.replaceAll('/tmp/demo', home)}\nsetImmediate(() => process.exit());\n`,
    );
    await run(process.execPath, [file], { cwd: home, env: user(home) });
  });
}

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
