// Calling the addon: arguments out, answers and errors back, and giving up.

import type { Cancel } from '../native/binding.cjs';
import { cancelled, invalidOption, revive } from './errors.js';
import { native } from './native.js';
import type { Abortable } from './options.js';
import { encode, objectOf } from './wire.js';

type Caller = (...args: never[]) => unknown;

/** Arguments as the addon reads them. */
export function given(args: object): string {
  return encode(args);
}

/** Options without their signal, and the signal. */
export function abortable<O extends Abortable>(
  options: O,
): [rest: Omit<O, 'signal'>, signal: AbortSignal | undefined] {
  const { signal, ...rest } = objectOf(options);
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw invalidOption('signal', 'it is no AbortSignal');
  }
  return [rest, signal];
}

/** An answer at once. */
export function now<T>(caller: Caller, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw revive(error, caller);
  }
}

/** An answer later. */
export async function later<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw revive(error, later);
  }
}

/** What waits, until it is given up. */
export async function until<T>(
  signal: AbortSignal | undefined,
  call: (cancel: Cancel) => Promise<T>,
): Promise<T> {
  if (signal?.aborted) throw cancelled(signal);
  const cancel = now(until, () => new native.Cancel());
  const abort = () => cancel.cancel();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await call(cancel);
  } catch (error) {
    throw signal?.aborted ? cancelled(signal) : revive(error, until);
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}
