import type { Change } from '@pharos/core/series/change';

/** What stands before a finding, so that its colour is not all that tells it. */
export const SHAPES: Readonly<Record<Change['tone'], string>> = { good: '▲', bad: '▼', neutral: '●' };
