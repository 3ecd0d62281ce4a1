// The package: the registry, what it gives, and functions over the registry of this user.

import { Registry } from './registry.js';

export { Claim, type Listening } from './claim.js';
export { type ErrorCode, PortregError } from './errors.js';
export { Stream, Subscription } from './feeds.js';
export { Lock } from './lock.js';
export type * from './options.js';
export type * from './records.js';
export { ERROR_CODES } from './records.js';
export { type MoveTo, Registry } from './registry.js';
export { Stack } from './stack.js';

let opened: Registry | undefined;

/** The registry of this user, opened at first use. */
export function registry(): Registry {
  return (opened ??= new Registry());
}

function ours<Name extends keyof Registry>(name: Name): Registry[Name] {
  const call = (...args: unknown[]) =>
    (registry()[name] as (...args: unknown[]) => unknown).apply(registry(), args);
  return call as Registry[Name];
}

/** {@link Registry.claim} of the registry of this user. */
export const claim = ours('claim');
/** {@link Registry.claimSync} of the registry of this user. */
export const claimSync = ours('claimSync');
/** {@link Registry.claimAny} of the registry of this user. */
export const claimAny = ours('claimAny');
/** {@link Registry.claimMany} of the registry of this user. */
export const claimMany = ours('claimMany');
/** {@link Registry.withClaim} of the registry of this user. */
export const withClaim = ours('withClaim');
/** {@link Registry.port} of the registry of this user. */
export const port = ours('port');
/** {@link Registry.portSync} of the registry of this user. */
export const portSync = ours('portSync');
/** {@link Registry.find} of the registry of this user. */
export const find = ours('find');
/** {@link Registry.release} of the registry of this user. */
export const release = ours('release');
/** {@link Registry.url} of the registry of this user. */
export const url = ours('url');
/** {@link Registry.env} of the registry of this user. */
export const env = ours('env');
/** {@link Registry.publish} of the registry of this user. */
export const publish = ours('publish');
/** {@link Registry.subscribe} of the registry of this user. */
export const subscribe = ours('subscribe');
/** {@link Registry.lock} of the registry of this user. */
export const lock = ours('lock');
/** {@link Registry.up} of the registry of this user. */
export const up = ours('up');
