import { canonicalProvider, matchModel } from '../pricing/match.ts';
import { makerOf, spellings } from '../pricing/names.ts';

/** `Claude Sonnet 4.5` as the console has it and `claude-sonnet-4-5` are one name. */
const slug = (name: string): string => name.trim().toLowerCase().replace(/\s+/g, '-');
const dashed = (name: string): string => slug(name).replaceAll('.', '-');

/**
 * One key for all names of a model: that of the listed model that it means, whatever the date or the place in its name;
 * else the name without them.
 */
export function modelKey(provider: string, name: string): string {
  if (name === '') return '';
  const listed = matchModel(provider, slug(name)) ?? matchModel(provider, dashed(name));
  return listed?.id ?? spellings(slug(name)).at(-1) ?? slug(name);
}

/** How a provider is called in the catalogue; a name that is not there stays as it is, in lower case. */
export function providerKey(name: string): string {
  const lower = name.trim().toLowerCase();
  return lower === '' ? '' : (canonicalProvider(lower) ?? lower);
}

/** Who sends the bill for a call. Clients of OpenAI's protocol say `openai` whomever they ask: there the model tells. */
export function sellerOf(provider: string, model: string): string {
  const known = providerKey(provider);
  if (known !== '' && known !== 'openai') return known;
  const bare = slug(model).split('/').at(-1) ?? '';
  return makerOf(bare) ?? known;
}
