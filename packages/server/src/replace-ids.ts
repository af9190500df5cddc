import { textOf } from '@pharos/core/attributes';
import { USER_ID_NAMES } from '@pharos/core/conventions/user-ids';
import type { Attributes, AttributeValue } from '@pharos/core/span';
import type { HideUser } from './pseudonym.ts';

/** What stands under a name, with pseudonyms in place of ids of users. */
export type ReplaceIds = <Value>(name: string, value: Value) => Value;

/**
 * Replaces what stands under a name that tells a user, and each of `ids` wherever else it is the whole of a text, in JSON within a
 * text too. Undefined when there are none: then nothing is to be replaced.
 */
export function replacingIds(ids: Iterable<string>, hide: HideUser): ReplaceIds | undefined {
  const pseudonyms = new Map<string, string>();
  for (const id of ids) if (hide(id) !== id) pseudonyms.set(id, hide(id));
  if (pseudonyms.size === 0) return undefined;
  const quoted = [...pseudonyms].map((pair) => pair.map((each) => JSON.stringify(each)) as [string, string]);

  const inText = (text: string): string =>
    pseudonyms.get(text) ??
    quoted.reduce((left, [id, pseudonym]) => left.replaceAll(id, () => pseudonym), text);
  const under = (name: string, value: unknown): unknown => {
    const id = USER_ID_NAMES.has(name) ? textOf(value as AttributeValue) : undefined;
    return id === undefined ? inside(value) : hide(id);
  };
  const inside = (value: unknown): unknown => {
    if (typeof value === 'string') return inText(value);
    if (Array.isArray(value)) return value.map(inside);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, under(name, each)]));
  };
  return under as ReplaceIds;
}

export const replacedIn = (attributes: Attributes, replace: ReplaceIds): Attributes =>
  new Map([...attributes].map(([name, value]) => [name, replace(name, value)]));
