/** What is seen of one topic at one moment. Who shows it puts its items in order. */
export interface TopicView<Item> {
  /** How many there are in all: there may be more than are shown. */
  total: number;
  /** It could not be looked at just now: this is how it was before. */
  stale: boolean;
  items: ReadonlyMap<string, Item>;
}

/** What is seen of topics, each with items of its own kind. */
export type View<Items> = { readonly [Topic in keyof Items]?: TopicView<Items[Topic]> };
export type WritableView<Items> = { [Topic in keyof Items]?: TopicView<Items[Topic]> };

/** What became of a topic: its items that are new or changed, and the keys of those that are gone. */
export interface TopicChange<Item> {
  total: number;
  stale: boolean;
  set: readonly (readonly [key: string, item: Item])[];
  gone: readonly string[];
}
export type ViewChanges<Items> = { readonly [Topic in keyof Items]?: TopicChange<Items[Topic]> | undefined };

/** That what was seen as number `from` is now number `seq`. From null it begins anew: it holds all there is. */
export interface ViewFrame<Items> {
  from: number | null;
  seq: number;
  changes: ViewChanges<Items>;
}

/** The changes that make one view of another; undefined when they show the same. Topics do not go once they are seen. */
export function changesBetween<Items>(
  before: View<Items>,
  after: View<Items>,
): ViewChanges<Items> | undefined {
  const changes: { [Topic in keyof Items]?: TopicChange<Items[Topic]> } = {};
  let any = false;
  for (const topic in after) {
    const change = after[topic] && changeOf(before[topic], after[topic]);
    if (change === undefined) continue;
    changes[topic] = change;
    any = true;
  }
  return any ? changes : undefined;
}

function changeOf<Item>(
  before: TopicView<Item> | undefined,
  after: TopicView<Item>,
): TopicChange<Item> | undefined {
  if (before === after) return undefined;
  const { total, stale, items } = after;
  const set = [...items].filter(([key, item]) => !isSame(before?.items.get(key), item));
  const gone = [...(before?.items.keys() ?? [])].filter((key) => !items.has(key));
  const same = total === before?.total && stale === before.stale;
  return same && set.length === 0 && gone.length === 0 ? undefined : { total, stale, set, gone };
}

/** Items are plain data. */
const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** What is seen of some topics. */
export function partOf<Items>(view: View<Items>, topics: readonly (keyof Items)[]): View<Items> {
  const part: WritableView<Items> = {};
  for (const topic of topics) if (view[topic]) part[topic] = view[topic];
  return part;
}

/** A view after changes of it. */
export function withChanges<Items>(view: View<Items>, changes: ViewChanges<Items>): View<Items> {
  const next: WritableView<Items> = { ...view };
  for (const topic in changes) {
    const change = changes[topic];
    if (change) next[topic] = topicWith(view[topic], change);
  }
  return next;
}

function topicWith<Item>(
  before: TopicView<Item> | undefined,
  { total, stale, set, gone }: TopicChange<Item>,
): TopicView<Item> {
  const items = new Map(before?.items);
  for (const key of gone) items.delete(key);
  for (const [key, item] of set) items.set(key, item);
  return { total, stale, items };
}

/** What somebody has seen, and its number. */
export interface Seen<Items> {
  seq: number;
  view: View<Items>;
}

/** What is seen after a frame; undefined when it does not follow on what was seen, so that one has to begin anew. */
export function withFrame<Items>(
  seen: Seen<Items> | undefined,
  { from, seq, changes }: ViewFrame<Items>,
): Seen<Items> | undefined {
  if (from === null) return { seq, view: withChanges({}, changes) };
  return seen?.seq === from ? { seq, view: withChanges(seen.view, changes) } : undefined;
}
