/** Totals of one group, such as a model or a user, over two periods of the same length. */
export interface Moved {
  key: string;
  before: number;
  now: number;
}

export type Movement = 'new' | 'gone' | 'up' | 'down' | 'same';

export interface Mover extends Moved {
  /** 1 for what moved most. */
  rank: number;
  change: number;
  movement: Movement;
  /** Percentage points, as a share, by which it alone changed the total of before; null when that was 0. */
  contribution: number | null;
  /** Of the change of the total: these add up to 1, but are large and of both signs when ups and downs cancel. Null when it is 0. */
  shareOfChange: number | null;
  /** Of all that moved, up or down: −1 to 1, and the magnitudes add up to 1. */
  shareOfMovement: number;
}

export interface Movers<T extends Moved = Moved> {
  before: number;
  now: number;
  change: number;
  /** Those that moved most come first. */
  movers: (T & Mover)[];
}

/** What figures lose when they are summed up: such a change of a total is none. */
const ROUNDING = 1e-12;

/**
 * Which groups a change of a total comes from. A group is new (gone) when it had (has) nothing; of equal changes the key
 * decides. Groups must be all there are, the rest as one of them, for the shares to be true.
 */
export function rankMovers<T extends Moved>(groups: readonly T[]): Movers<T> {
  const before = sum(groups.map((group) => group.before));
  const now = sum(groups.map((group) => group.now));
  const change = sum(groups.map((group) => group.now - group.before));
  const moved = sum(groups.map((group) => Math.abs(group.now - group.before)));
  const cancels = Math.abs(change) <= moved * ROUNDING;
  const movers = groups
    .map((group) => ({ group, change: group.now - group.before }))
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change) || (a.group.key < b.group.key ? -1 : 1))
    .map(({ group, change: own }, i) => ({
      ...group,
      rank: i + 1,
      change: own,
      movement: movementOf(group),
      contribution: before === 0 ? null : own / before,
      shareOfChange: cancels ? null : own / change,
      shareOfMovement: moved === 0 ? 0 : own / moved,
    }));
  return { before, now, change, movers };
}

function movementOf({ before, now }: Moved): Movement {
  if (before === now) return 'same';
  if (before === 0) return 'new';
  if (now === 0) return 'gone';
  return now > before ? 'up' : 'down';
}

const sum = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
