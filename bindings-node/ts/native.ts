// The addon, loaded in a way that bundlers leave alone.

import { createRequire } from 'node:module';
import type * as Binding from '../native/binding.cjs';

/** The native half of this package. */
export const native = createRequire(import.meta.url)('../native/binding.cjs') as typeof Binding;
