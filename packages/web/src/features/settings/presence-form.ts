import { type PresenceSettings, presenceSettingsSchema } from '@pharos/core/api/presence';

export const MEASURES = ['users', 'sessions', 'runs'] as const;
export type Measure = (typeof MEASURES)[number];
export type PresenceTyped = Record<'window' | Measure, string>;

export const typedOf = ({ windowSeconds, expected }: PresenceSettings): PresenceTyped => ({
  window: String(windowSeconds),
  ...{ users: textOf(expected.users), sessions: textOf(expected.sessions), runs: textOf(expected.runs) },
});
const textOf = (count: number | null): string => (count === null ? '' : String(count));

const wholeNumber = (text: string): number => (/^\d+$/.test(text.trim()) ? Number(text) : Number.NaN);
const countOf = (text: string): number | null => (text.trim() === '' ? null : wholeNumber(text));

/** What was typed as settings; the fields that cannot be read. */
export function readPresence(typed: PresenceTyped): {
  settings: PresenceSettings | undefined;
  wrong: ReadonlySet<keyof PresenceTyped>;
} {
  const { window, users, sessions, runs } = typed;
  const read = presenceSettingsSchema.safeParse({
    windowSeconds: wholeNumber(window),
    expected: { users: countOf(users), sessions: countOf(sessions), runs: countOf(runs) },
  });
  const named = new Set(read.error?.issues.map(({ path }) => path.at(-1)));
  const fields = Object.keys(typed) as (keyof PresenceTyped)[];
  return {
    settings: read.data,
    wrong: new Set(fields.filter((field) => named.has(field === 'window' ? 'windowSeconds' : field))),
  };
}
