import type { RetentionSettings } from '@pharos/core/api/retention';
import {
  MAX_DAYS,
  RETENTION_KINDS,
  type RetentionKind,
  type SomeRetention,
} from '@pharos/core/retention/kinds';

/** As the server says, for ever, or for some days. */
export type Choice = 'server' | 'forever' | 'days';
export const CHOICES = ['server', 'forever', 'days'] as const;

/** What is chosen of a kind, and the days as they are typed. */
export interface Typed {
  choice: Choice;
  days: string;
}
export type RetentionTyped = Readonly<Record<RetentionKind, Typed>>;

const choiceOf = (days: number | null | undefined): Choice =>
  days === undefined ? 'server' : days === null ? 'forever' : 'days';

export const typedOf = ({ days, effective }: RetentionSettings): RetentionTyped =>
  Object.fromEntries(
    RETENTION_KINDS.map((kind) => {
      const said = days[kind];
      return [kind, { choice: choiceOf(said), days: String(said ?? effective[kind] ?? 90) }];
    }),
  ) as RetentionTyped;

/** What was typed as days; the kinds that cannot be read. */
export function readRetention(typed: RetentionTyped): {
  days: SomeRetention;
  wrong: ReadonlySet<RetentionKind>;
} {
  const days: Partial<Record<RetentionKind, number | null>> = {};
  const wrong = new Set<RetentionKind>();
  for (const kind of RETENTION_KINDS) {
    const { choice, days: text } = typed[kind];
    if (choice === 'server') continue;
    const count = choice === 'forever' ? null : Number(text.trim());
    days[kind] = count;
    if (count !== null && !(/^\d+$/.test(text.trim()) && count >= 1 && count <= MAX_DAYS)) wrong.add(kind);
  }
  return { days, wrong };
}
