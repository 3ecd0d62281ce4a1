#!/usr/bin/env node
// The `portreg` command: the same code as the Rust one, in this process.

import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const native = createRequire(import.meta.url)('../native/binding.cjs');
const program = fileURLToPath(import.meta.url);
// Node's own handlers of these signals raise them again, for ever where others stand behind them as those of `run`
// do. What has been listened for and is no more has the handler that every program begins with.
for (const signal of ['SIGINT', 'SIGTERM']) {
  const heard = () => {};
  process.on(signal, heard).off(signal, heard);
}
process.exitCode = native.command(['portreg', ...process.argv.slice(2)], program);
