import type { Settings } from './variables.ts';
import { VARIABLES } from './variables.ts';

/** What processes of different roles have in common. */
const SHARED = ['clickhouseUrl', 'databaseUrl', 'redis'] as const;

/** Whether nothing is stored in the process, so that others may do the same work beside it. */
export const isShared = ({
  clickhouseUrl,
  databaseUrl,
}: Pick<Settings, 'clickhouseUrl' | 'databaseUrl'>): boolean =>
  clickhouseUrl !== undefined && databaseUrl !== undefined;

const isSet = (value: unknown): boolean => value !== undefined;

/** What settings ask of each other: when one of these does not hold, its sentence says so. */
const NEEDS: readonly { holds(settings: Settings): boolean; sentence: string }[] = [
  {
    holds: ({ publicKey, secretKey }) => isSet(publicKey) === isSet(secretKey),
    sentence: 'PHAROS_PUBLIC_KEY and PHAROS_SECRET_KEY belong together: set both or neither.',
  },
  {
    holds: ({ adminPassword, adminEmail }) => !isSet(adminPassword) || isSet(adminEmail),
    sentence: 'PHAROS_ADMIN_PASSWORD needs PHAROS_ADMIN_EMAIL.',
  },
  {
    holds: ({ clickhouseCluster, clickhouseUrl }) => !isSet(clickhouseCluster) || isSet(clickhouseUrl),
    sentence: 'PHAROS_CLICKHOUSE_CLUSTER needs PHAROS_CLICKHOUSE_URL.',
  },
  {
    holds: ({ clickhouseQuorum, clickhouseCluster }) => !isSet(clickhouseQuorum) || isSet(clickhouseCluster),
    sentence: 'PHAROS_CLICKHOUSE_QUORUM needs PHAROS_CLICKHOUSE_CLUSTER.',
  },
  {
    holds: (settings) => settings.migrate !== 'off' || isShared(settings),
    sentence: 'PHAROS_MIGRATE=off needs PHAROS_DATABASE_URL and PHAROS_CLICKHOUSE_URL.',
  },
  {
    holds: ({ smtpUrl, mailFrom }) => isSet(smtpUrl) === isSet(mailFrom),
    sentence: 'PHAROS_SMTP_URL and PHAROS_MAIL_FROM belong together: set both or neither.',
  },
  {
    holds: ({ coldStorage, clickhouseUrl }) =>
      coldStorage === undefined || (coldStorage.kind === 'policy') === isSet(clickhouseUrl),
    sentence:
      'PHAROS_COLD_STORAGE is policy:<name> with PHAROS_CLICKHOUSE_URL, and a directory or a bucket without it.',
  },
  {
    holds: ({ spoolMb, clickhouseUrl }) => spoolMb === 0 || isSet(clickhouseUrl),
    sentence: 'PHAROS_SPOOL_MB needs PHAROS_CLICKHOUSE_URL: the embedded engine is never apart.',
  },
];

/** The first thing that settings, each valid, lack beside each other, as one sentence. */
export function lacking(settings: Settings): string | undefined {
  const need = NEEDS.find(({ holds }) => !holds(settings));
  if (need) return need.sentence;
  const missing = settings.role === 'all' ? [] : SHARED.filter((key) => !isSet(settings[key]));
  if (missing.length === 0) return undefined;
  const names = missing.map((key) => VARIABLES[key].name).join(', ');
  return `The role ${settings.role} needs stores that other processes share: set ${names}.`;
}
