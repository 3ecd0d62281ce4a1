// The one error of portreg and its codes.

import type { ERROR_CODES } from './records.js';
import { camel } from './wire.js';

/** What went wrong, spelled the same in every language. */
export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * Everything that can go wrong. `code` is what programs compare; the data behind the message stands
 * beside it under names such as `port`, `identity`, `holder`, `option`.
 */
export class PortregError extends Error {
  override readonly name = 'PortregError';
  /** What went wrong. */
  readonly code: ErrorCode;
  /** Whether the same call may succeed a moment later without anybody changing anything. */
  readonly isRetryable: boolean;
  /** The data behind the message. */
  readonly data: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    data: Record<string, unknown> = {},
    options: { cause?: unknown; isRetryable?: boolean } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.isRetryable = options.isRetryable ?? false;
    this.data = data;
    for (const [name, value] of Object.entries(data)) {
      if (!(name in this)) Object.defineProperty(this, name, { value, enumerable: true });
    }
  }
}

/** An option whose value cannot be used. */
export function invalidOption(option: string, message: string): PortregError {
  return new PortregError('INVALID_OPTION', `invalid ${option}: ${message}`, { option });
}

/** The call was given up by its signal. */
export function cancelled(signal: AbortSignal): PortregError {
  return new PortregError('CANCELLED', 'cancelled by its signal', {}, { cause: signal.reason });
}

/** The error that the addon means; its stack begins with whoever called `above`. */
export function revive(thrown: unknown, above?: (...args: never[]) => unknown): unknown {
  // Not by `instanceof`: where Jest runs a test, there is another `Error` than the addon's.
  const text: unknown = (thrown as Partial<Error> | undefined)?.message;
  if (typeof text !== 'string' || !text.startsWith('{"code":')) return thrown;
  const { code, message, is_retryable, data } = JSON.parse(text) as {
    code: ErrorCode;
    message: string;
    is_retryable: boolean;
    data: Record<string, unknown>;
  };
  const error = new PortregError(code, message, camel(data) as Record<string, unknown>, {
    isRetryable: is_retryable,
  });
  if (above) Error.captureStackTrace(error, above);
  return error;
}
