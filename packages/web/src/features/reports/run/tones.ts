import type { Change } from '@pharos/core/series/change';

/** How better and worse look; a shape or a sign stands beside the colour. */
export const TONES: Record<Change['tone'], string> = {
  good: 'text-good',
  bad: 'text-bad',
  neutral: 'text-muted',
};
