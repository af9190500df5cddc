import { KEY_FILE } from '../secrets/open.ts';
import type { Made } from './back-up.ts';
import type { Manifest } from './manifest.ts';
import type { ShelvedBackup } from './shelf.ts';

const sum = (rows: readonly { rows: number | null }[]): number =>
  rows.reduce((total, each) => total + (each.rows ?? 0), 0);

/** What is in it, in one line. */
function contents({ records, telemetry, media, startedAt, endedAt, base }: Manifest): string {
  const seconds = (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  const rows =
    telemetry.elsewhere === null ? `${sum(telemetry.tables)} rows` : 'kept by the ClickHouse servers';
  return [
    `telemetry ${rows}`,
    `records ${sum(records.tables)} rows`,
    `${media.files} files`,
    `${seconds.toFixed(1)} s`,
    ...(base === null ? [] : [`builds upon ${base}`]),
  ].join(', ');
}

const KEY_TEXTS: Record<Manifest['key'], string> = {
  kept: `It holds ${KEY_FILE}, which opens the secrets of channels, and all text that was sent: keep it like the data itself.`,
  'left out': `${KEY_FILE} was left out: keep it elsewhere, or the secrets of channels are lost with the data directory.`,
  'not in the data directory':
    'No key of secrets is in it: one that PHAROS_ENCRYPTION_KEY sets has to be kept elsewhere.',
};

export const madeText = ({ path, manifest, pruned }: Made): string =>
  `${[
    path,
    `  ${contents(manifest)}`,
    `  ${KEY_TEXTS[manifest.key]}`,
    ...(pruned.length > 0 ? [`  removed: ${pruned.join(', ')}`] : []),
  ].join('\n')}\n`;

export const listedText = ({ path, manifest }: ShelvedBackup): string => `${path}\n  ${contents(manifest)}\n`;

export const restoredText = (manifest: Manifest, dataDir: string): string =>
  `${[
    `Restored to ${dataDir} what was stored at ${manifest.startedAt}: ${contents(manifest)}`,
    ...(manifest.key === 'kept'
      ? []
      : ['  The backup holds no key of secrets: put the one back that was in use before the next start.']),
    'Start the server there.',
  ].join('\n')}\n`;
