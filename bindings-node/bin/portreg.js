#!/usr/bin/env node
// The `portreg` command: the same code as the Rust one, in this process.

import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const native = createRequire(import.meta.url)('../native/binding.cjs');
const program = fileURLToPath(import.meta.url);
process.exitCode = native.command(['portreg', ...process.argv.slice(2)], program);
