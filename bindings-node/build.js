// Builds the addon where the rest of the workspace is built, so that nothing is compiled twice: `napi build`
// always names a target, for which cargo keeps a folder of its own. Words are passed on: `node build.js --release`.

import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateTypeDef, parseTriple, readNapiConfig, writeJsBinding } from '@napi-rs/cli';

const CRATE = 'portreg-node';

const root = import.meta.dirname;
const output = join(root, 'native');
const { binaryName, packageName, packageJson } = await readNapiConfig(join(root, 'package.json'));

/** What a program prints. */
function said(program, words, env = {}) {
  return execFileSync(program, words, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: Infinity,
  });
}

/** Compiles the addon; as it does, the macros of napi write the types of all that it exports into a folder. */
function compile(types) {
  const env = { NAPI_TYPE_DEF_TMP_FOLDER: types };
  // Without this a compiler that finds nothing changed would not write them again.
  if (!existsSync(join(types, CRATE))) env.NAPI_FORCE_BUILD_PORTREG_NODE = String(Date.now());
  mkdirSync(types, { recursive: true });
  const words = ['build', '--package', CRATE, '--message-format', 'json-render-diagnostics'];
  const messages = said('cargo', [...words, ...process.argv.slice(2)], env)
    .trim()
    .split('\n');
  const artifacts = messages.map((line) => JSON.parse(line));
  const own = artifacts.findLast((one) => one.target?.name === CRATE.replace('-', '_'));
  return own.filenames[0];
}

const { target_directory: target } = JSON.parse(
  said('cargo', ['metadata', '--no-deps', '--format-version', '1']),
);
const types = join(target, 'napi-types');
const { platformArchABI } = parseTriple(said('rustc', ['--print', 'host-tuple']).trim());
const library = compile(types);
const addon = join(output, `${binaryName}.${platformArchABI}.node`);
// A file of its own each time: a process that has the one before loaded keeps it.
copyFileSync(library, `${addon}.new`);
renameSync(`${addon}.new`, addon);

const typed = { typeDefDir: types, cwd: root, constEnum: false, declareBindingTarget: true };
const { dts, exports } = await generateTypeDef(typed);
writeFileSync(join(output, 'binding.d.cts'), dts);
await writeJsBinding({
  platform: true,
  format: 'commonjs',
  idents: exports,
  jsBinding: 'binding.cjs',
  binaryName,
  packageName,
  version: packageJson.version,
  outputDir: output,
});
