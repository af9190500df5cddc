/** Something that can be picked. */
export interface PickerItem {
  value: string;
  label: string;
  /** Small, at the right: what it holds. */
  about?: string | undefined;
  /** Found by as well: its name in the API, in another language. */
  words?: string;
  /** It is picked already. */
  picked?: boolean;
  /** Why it cannot be picked now. */
  refusal?: string | undefined;
}
export interface PickerGroup {
  title: string;
  items: readonly PickerItem[];
}

/** The groups with those of their items that hold every typed word; a group that holds them itself stays whole. */
export function foundIn(groups: readonly PickerGroup[], query: string): PickerGroup[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const holds = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  return groups
    .map((group) => ({
      ...group,
      items: group.items.filter((item) =>
        holds(`${group.title} ${item.label} ${item.words ?? ''} ${item.value}`),
      ),
    }))
    .filter(({ items }) => items.length > 0);
}

/** The next item that can be picked, in either direction, round the end; undefined when there is none. */
export function nextPickable(
  items: readonly PickerItem[],
  from: string | undefined,
  step: 1 | -1,
): string | undefined {
  const able = items.filter(({ refusal }) => refusal === undefined);
  const at = able.findIndex(({ value }) => value === from);
  if (at < 0) return able.at(step === 1 ? 0 : -1)?.value;
  return able[(at + step + able.length) % able.length]?.value;
}

/** What Enter takes of what was found: the first that holds every typed word in its own name, else the first of all. */
export function bestOf(items: readonly PickerItem[], query: string): string | undefined {
  const able = items.filter(({ refusal }) => refusal === undefined);
  const own = foundIn([{ title: '', items: able }], query)[0]?.items[0];
  return (own ?? able[0])?.value;
}
