import type { Reading } from './evaluate.ts';
import type { Signal } from './judge.ts';

/** What a group tells that is either bad or good, such as an error, an agent or a quota. */
export const tells = (
  group: readonly string[],
  bad: boolean,
  { value = null, limit = null }: { value?: number | null; limit?: number | null } = {},
): Reading => {
  const signal: Signal = bad ? 'bad' : 'good';
  return { group, judgement: { signal, value, limit } };
};
