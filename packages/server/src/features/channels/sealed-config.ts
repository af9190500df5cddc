import { CHANNEL_CONFIGS, CHANNEL_SECRETS, type ChannelKind } from '@pharos/core/channels/config';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { type Seal, SealError } from '../../secrets/seal.ts';
import type { Sealing } from '../../store/records/reseal.ts';

export type Values = Record<string, z.core.util.JSONType>;
const valuesSchema = z.record(z.string(), z.json());

/** A config as it is kept: what may be seen, and what may not. */
export interface SplitConfig {
  config: Values;
  /** Null when there is nothing in it. */
  sealed: string | null;
  /** Names of what is in it. */
  secrets: string[];
}

/** Under which the secrets of channels are sealed. */
export const CHANNELS: Sealing = { table: 'channels', ownerOf: (id) => `channel:${id}` };
const { ownerOf } = CHANNELS;

/**
 * Checks a config and parts it in two.
 * @throws ApiError when it is not valid, or has secrets and there is no key to seal them with
 */
export function splitConfig(
  seal: Seal | undefined,
  { id, kind }: { id: string; kind: ChannelKind },
  given: unknown,
): SplitConfig {
  const parsed = CHANNEL_CONFIGS[kind].safeParse(given);
  if (!parsed.success) {
    const details = parsed.error.issues.map(({ path, message }) => ({
      path: `/${['config', ...path].map(String).join('/')}`,
      message,
    }));
    throw new ApiError('invalid_request', { details });
  }
  const values = valuesSchema.parse(JSON.parse(JSON.stringify(parsed.data)));
  const isSecret = (name: string) => CHANNEL_SECRETS[kind].includes(name);
  const part = (wanted: boolean): Values =>
    Object.fromEntries(Object.entries(values).filter(([name]) => isSecret(name) === wanted));
  const secret = part(true);
  const secrets = Object.keys(secret).sort();
  if (secrets.length === 0) return { config: part(false), sealed: null, secrets };
  if (!seal)
    throw new ApiError('conflict', {
      message:
        'This channel has secrets, and this server has no key to keep them with: its operator has to set PHAROS_ENCRYPTION_KEY.',
    });
  return { config: part(false), sealed: seal.seal(JSON.stringify(secret), ownerOf(id)), secrets };
}

/** The secrets of a channel. @throws SealError when they cannot be opened */
export function secretsOf(
  seal: Seal | undefined,
  { id, sealed }: { id: string; sealed: string | null },
): Values {
  if (sealed === null) return {};
  if (!seal) throw new SealError('There is no key to open it with: PHAROS_ENCRYPTION_KEY is not set.');
  return valuesSchema.parse(JSON.parse(seal.open(sealed, ownerOf(id))));
}

/**
 * A changed config with the secrets that it leaves out as they were; null takes one away. A channel that leads elsewhere from now on
 * has to be told them again, so that nobody sends a secret that they do not know to a place of their own.
 */
export function withKeptSecrets(
  kind: ChannelKind,
  before: { config: Values; secrets: Values },
  after: Values,
): Values {
  const moved = originOf(before.config.url) !== originOf(after.url);
  const kept = moved && !CHANNEL_SECRETS[kind].includes('url') ? {} : before.secrets;
  const merged: Values = { ...kept, ...after };
  return Object.fromEntries(
    Object.entries(merged).filter(([name, value]) => value !== null || !CHANNEL_SECRETS[kind].includes(name)),
  );
}

const originOf = (url: unknown): string | undefined =>
  typeof url === 'string' && URL.canParse(url) ? new URL(url).origin : undefined;
