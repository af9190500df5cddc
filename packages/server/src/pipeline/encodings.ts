import { createRequire } from 'node:module';
import type { CountTokens } from '@pharos/core/tokens/count';
import type { Encodings } from '@pharos/core/tokens/estimate';
import type { EncodingName } from '@pharos/core/tokens/families';

const require = createRequire(import.meta.url);

interface Encoding {
  countTokens(text: string, options: { disallowedSpecial: ReadonlySet<string> }): number;
}

/** What looks like a special token is text that somebody wrote, and providers count it as such. */
const ALL_IS_TEXT = { disallowedSpecial: new Set<string>() };

const loaded = new Map<EncodingName, CountTokens>();

/** The encodings of this thread. Loading one takes some tenths of a second and 20 to 70 MB, so it waits for its first use. */
export const encodings: Encodings = (name) => {
  const known = loaded.get(name);
  if (known) return known;
  const encoding = require(`gpt-tokenizer/cjs/encoding/${name}`) as Encoding;
  const countTokens: CountTokens = (text) => encoding.countTokens(text, ALL_IS_TEXT);
  loaded.set(name, countTokens);
  return countTokens;
};
