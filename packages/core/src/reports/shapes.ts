import type { Change } from '../series/change.ts';

/** What stands before a finding: whether it is good, so that its colour is not all that tells it. */
export const SHAPES: Readonly<Record<Change['tone'], string>> = { good: '✓', bad: '▲', neutral: '●' };
