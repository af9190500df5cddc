import type { LiveItems, LiveTopic } from '@pharos/core/api/live';
import type { ProjectScope } from '../store/scope.ts';

/** What there is of a topic now: the first of its items by their keys, and how many there are in all. */
export interface Look<Topic extends LiveTopic> {
  total: number;
  items: ReadonlyMap<string, LiveItems[Topic]>;
}

/** How each topic is looked at. A look that rejects leaves what was seen before, marked as such. */
export type LiveSources<Topics extends LiveTopic = LiveTopic> = {
  readonly [Topic in Topics]: (project: ProjectScope) => Promise<Look<Topic>>;
};
