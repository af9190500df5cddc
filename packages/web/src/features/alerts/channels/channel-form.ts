import type { Channel, ChannelCreate, ChannelUpdate } from '@pharos/core/api/channels';
import { CHANNEL_CONFIGS, type ChannelKind } from '@pharos/core/channels/config';
import { CHANNEL_FIELDS, type ChannelField, READ, WRITTEN } from './channel-fields.ts';

/** A channel as it is typed. */
export interface ChannelForm {
  kind: ChannelKind;
  name: string;
  /** '': as whoever tells it chooses. */
  language: NonNullable<Channel['language']> | '';
  enabled: boolean;
  /** By field, as text. */
  values: Readonly<Record<string, string>>;
  /** Secrets that are there and stay, unless something is typed. */
  kept: readonly string[];
  /** Secrets that are to go. */
  removed: readonly string[];
}

export const newForm = (kind: ChannelKind = 'webhook'): ChannelForm => ({
  ...{ kind, name: '', language: '', enabled: true, values: {}, kept: [], removed: [] },
});

export const formOf = ({ kind, name, language, enabled, config, secrets }: Channel): ChannelForm => ({
  ...{ kind, name, language: language ?? '', enabled, kept: secrets, removed: [] },
  values: Object.fromEntries(
    CHANNEL_FIELDS[kind].map((field) => [field.name, WRITTEN[field.type](config[field.name])]),
  ),
});

/** The fields that are wrong; `name` of the channel among them. */
export type ChannelProblems = ReadonlySet<'name' | ChannelField['name']>;

type Parsed = { channel: ChannelCreate & ChannelUpdate } | { problems: ChannelProblems };

/** What was typed as the API takes it, or what is wrong with it. Secrets that stay are left out; those that go are null. */
export function parseForm({ kind, name, language, enabled, values, kept, removed }: ChannelForm): Parsed {
  const typed = CHANNEL_FIELDS[kind]
    .map((field) => [field.name, READ[field.type](values[field.name] ?? '')] as const)
    .filter(([, value]) => value !== undefined);
  const config = Object.fromEntries(typed);
  const problems = new Set<string>(name.trim() === '' ? ['name'] : []);
  for (const { path } of CHANNEL_CONFIGS[kind].safeParse(config).error?.issues ?? []) {
    const field = String(path[0]);
    const stays = kept.includes(field) && !removed.includes(field) && !(field in config);
    if (!stays) problems.add(field);
  }
  if (problems.size > 0) return { problems: problems as ReadonlySet<string> as ChannelProblems };
  const gone = removed.filter((field) => !(field in config)).map((field) => [field, null]);
  const about = { kind, name: name.trim(), language: language || null, enabled };
  // The config was checked above, and may lack what is kept.
  return { channel: { ...about, config: { ...config, ...Object.fromEntries(gone) } } as never };
}
