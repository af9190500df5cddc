import { STANDS_FOR_TRACE } from '@pharos/core/fragments/langfuse';
import { NO_END_TIME } from '@pharos/core/span';
import { quoted } from './literals.ts';

/**
 * Whether it is known when a span ended, as the engine tells it from a row when that is written: what nobody has said of a span that
 * still runs. What happens at one moment has no end to wait for, and a trace that is told apart from its spans ends with the last of them.
 */
export const HAS_ENDED = `kind = 'event' OR NOT mapContains(attrs_json, ${quoted(NO_END_TIME)}) OR (mapContains(attrs_json, ${quoted(STANDS_FOR_TRACE)}) AND duration_ns > 0)`;

/** A span goes on until it has ended or failed: an error that was told stays one, whether or not anybody tells the end. */
export const IS_OPEN = `(NOT ended AND status != 'error')`;
/** It succeeded or failed. */
export const IS_OVER = `(ended OR status = 'error')`;
/** How long it took is known: not of what runs, and what happens at one moment does not last. */
export const HAS_DURATION = `(ended AND kind != 'event')`;
