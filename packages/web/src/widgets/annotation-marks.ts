import type { Annotation } from '@pharos/core/api/annotations';
import type { Mark } from '../charts/kit/context.ts';

/** What happened, as charts mark it. */
export const markOf = ({ id, kind, title, at, until }: Annotation): Mark => ({
  ...{ id, kind, title, atMs: Date.parse(at) },
  ...(until === null ? {} : { untilMs: Date.parse(until) }),
});
