import type { CountedError, ErrorGroup, ErrorNote } from '@pharos/core/api/errors';
import { errorState } from '@pharos/core/errors/standing';

/** An error with what was said of it, and its state at a moment. */
export function withNote(
  { lastSeenEver, ...error }: CountedError,
  note: ErrorNote | undefined,
  nowMs: number,
): ErrorGroup {
  const { resolvedAt = null, muted = false, owner = null } = note ?? {};
  const state = errorState(
    {
      firstSeenMs: Date.parse(error.firstSeen),
      lastSeenMs: Date.parse(lastSeenEver),
      resolvedAtMs: resolvedAt === null ? undefined : Date.parse(resolvedAt),
    },
    nowMs,
  );
  return { ...error, state, resolvedAt, muted, owner };
}
