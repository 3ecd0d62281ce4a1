// Where the tools of the package go on without the registry: it is switched off, or cannot be used.

import { PortregError } from './errors.js';
import { native } from './native.js';

/** Whether `PORTREG=off` switches off what takes ports for other tools. */
export function isSwitchedOff(): boolean {
  return native.isSwitchedOff();
}

/** Whether it is the registry that failed, and not what was asked of it. */
export function isUnusable(error: unknown): error is PortregError {
  return error instanceof PortregError && error.code.startsWith('REGISTRY_');
}
