import type { Reading } from './evaluate.ts';
import type { Signal } from './judge.ts';

interface About {
  value?: number | null;
  limit?: number | null;
  /** The group in words. */
  called?: string;
}

/** What a group tells that is either bad or good, such as an error, an agent or a quota. */
export const tells = (
  group: readonly string[],
  bad: boolean,
  { value = null, limit = null, called }: About = {},
): Reading => {
  const signal: Signal = bad ? 'bad' : 'good';
  return { group, judgement: { signal, value, limit }, ...(called === undefined ? {} : { called }) };
};
