// Packs the package and its native half, as they are published, into `npm` of the folder for builds.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const target = resolve(process.env.CARGO_TARGET_DIR ?? join(root, '..', 'target'));

/** Where the two files are. */
export const packed = join(target, 'npm');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const run = (program, words, cwd) => execFileSync(program, words, { cwd, stdio: 'ignore' });
  const copy = mkdtempSync(join(tmpdir(), 'portreg-pack-'));
  for (const part of ['package.json', 'bin', 'dist', 'native']) {
    cpSync(join(root, part), join(copy, part), { recursive: true });
  }
  run(join(root, 'node_modules/.bin/napi'), ['create-npm-dirs'], copy);
  const binary = readdirSync(join(copy, 'native')).find((name) => name.endsWith('.node'));
  const half = join(copy, 'npm', binary.replace(/^portreg\.|\.node$/g, ''));
  // A build for tests has more symbols than program.
  run('strip', ['-S', '-o', join(half, binary), join(copy, 'native', binary)]);
  rmSync(packed, { recursive: true, force: true });
  mkdirSync(packed, { recursive: true });
  for (const from of [copy, half]) {
    run('npm', ['pack', '--ignore-scripts', '--pack-destination', packed], from);
  }
  rmSync(copy, { recursive: true });
}
