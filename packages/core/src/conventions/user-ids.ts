import { textAt } from '../attributes.ts';
import type { Attributes } from '../span.ts';
import { CONVENTIONS } from './index.ts';

/** Every name by which some convention tells who used an application. */
export const USER_ID_NAMES: ReadonlySet<string> = new Set(
  CONVENTIONS.flatMap(({ text }) => text?.userId ?? []),
);

/** All ids of users that attributes tell, not only the one that counts. */
export function userIdsIn(attributes: Attributes): string[] {
  const ids: string[] = [];
  for (const name of USER_ID_NAMES) {
    const id = textAt(attributes, name);
    if (id !== undefined) ids.push(id);
  }
  return ids;
}
