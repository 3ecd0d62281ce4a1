// The packages as they are published, and projects that have them beside other people's tools.

import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packed } from '../pack.js';
import { atEnd } from './support.js';

/** The folder of the package. */
export const root = dirname(fileURLToPath(new URL('.', import.meta.url)));

/** The npm packages that `.ci/tools` installs. */
const tools = join(root, '..', 'target', 'tools', 'node');

/** The packed package and its native half. */
export const tarballs = readdirSync(packed).map((name) => join(packed, name));

/** The blocks of code in a part of a text, in the order in which they stand there. */
export function blocks(text, kind) {
  return [...text.matchAll(new RegExp(`\`\`\`${kind}\n(.*?)\`\`\``, 'gs'))].map(
    ([, block]) => block,
  );
}

/** A folder with these files, in which all tools can be imported, and the packed packages. */
export function project(files, packages = tarballs) {
  if (!existsSync(join(tools, 'node_modules'))) {
    throw new Error('what tests/tools lists is not installed: `.ci/tools` does it');
  }
  const projects = join(tools, 'projects');
  mkdirSync(projects, { recursive: true });
  // Below the tools: some find their packages only above their own folder.
  const at = mkdtempSync(join(projects, 'node-'));
  atEnd(() => rmSync(at, { recursive: true, force: true }));
  const modules = join(at, 'node_modules');
  for (const tarball of packages) {
    const [, native] = /portreg-(native-.+)-\d+\.\d+\.\d+/.exec(tarball) ?? [];
    const into = join(modules, native ? `@portreg/${native}` : 'portreg');
    mkdirSync(into, { recursive: true });
    execFileSync('tar', ['-xzf', tarball, '-C', into, '--strip-components=1']);
  }
  if (packages.length > 0) {
    mkdirSync(join(modules, '.bin'));
    symlinkSync('../portreg/bin/portreg.js', join(modules, '.bin', 'portreg'));
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(at, name)), { recursive: true });
    writeFileSync(join(at, name), text);
  }
  return at;
}

/** Ports for a file of tests alone: a registry beside ours would give the same ones before our servers listen. */
const first = { runners: 22600, frameworks: 22700, package: 22800 }[
  basename(process.argv[1], '.test.js')
];

/** The variables of who works in a project: its programs are on PATH, and no runner knows of the one around it. */
export function within(at, of, more = {}) {
  const { NODE_TEST_CONTEXT: _, CI: __, ...rest } = process.env;
  const programs = [join(at, 'node_modules/.bin'), join(tools, 'node_modules/.bin')];
  return {
    ...rest,
    PATH: [...programs, rest.PATH].join(':'),
    PORTREG_REGISTRY: of.path,
    PORTREG_RANGE: `${first}-${first + 49}`,
    PORTREG_POOL_TEST: `${first + 50}-${first + 99}`,
    NO_COLOR: '1',
    ...more,
  };
}
