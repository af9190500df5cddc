import { type Environment, threadPoolSize, unknownVariables } from '../../config.ts';
import { isOldNode, LEAST_NODE } from '../../least-node.ts';
import { type Deployment, fine, type Group, wrong } from '../check.ts';

const WANTED_THREADS = 16;
/** What tools of this repository read, and no server does. */
const OF_TOOLS = new Set(['PHAROS_URL']);

/** Node and the settings, before anything is reached. */
export const PROCESS: Group<Deployment> = {
  title: 'Process and settings',
  open: (subject) => ({ subject }),
  reach: { name: 'process', about: 'the process', advice: '' },
  checks: [
    {
      name: 'process.node',
      about: 'Node is new enough',
      severity: 'failure',
      advice: `Install Node ${LEAST_NODE.join('.')} or newer.`,
      look: () =>
        isOldNode(process.versions.node) ? wrong(process.versions.node) : fine(process.versions.node),
    },
    {
      name: 'process.threads',
      about: 'threads for the engine and the disk',
      severity: 'warning',
      advice: `Set UV_THREADPOOL_SIZE=${WANTED_THREADS} before Node starts (npm start and the image do): queries wait for one another else.`,
      look({ env }) {
        const size = threadPoolSize(env);
        return size < WANTED_THREADS ? wrong(`UV_THREADPOOL_SIZE is ${size}`) : fine(`${size}`);
      },
    },
    {
      name: 'settings.known',
      about: 'every PHAROS_ variable is a setting',
      severity: 'warning',
      advice: 'Correct the spelling or remove them: they are ignored. The README lists all settings.',
      look({ env }) {
        const unknown = strangers(env);
        return unknown.length > 0 ? wrong(unknown.join(', ')) : fine('all known');
      },
    },
    {
      name: 'settings.encryption',
      about: 'the key that seals secrets is shared by all servers',
      severity: 'failure',
      advice:
        'Set PHAROS_ENCRYPTION_KEY to the same 32 random bytes on every server, such as from `openssl rand -base64 32`, and keep a copy.',
      look({ config }) {
        if (config.encryptionKey !== undefined) return fine('set');
        return config.databaseUrl === undefined
          ? fine('kept in the data directory: back it up with the data')
          : wrong('PHAROS_DATABASE_URL is set, PHAROS_ENCRYPTION_KEY is not');
      },
    },
    {
      name: 'settings.live',
      about: 'several servers share what lives',
      severity: 'warning',
      advice:
        'Set PHAROS_REDIS_URL as soon as a second server runs: quotas and presence are counted by each alone else.',
      look({ config }) {
        if (config.databaseUrl === undefined || config.clickhouseUrl === undefined) return undefined;
        return config.redis === undefined
          ? wrong('stores are shared, PHAROS_REDIS_URL is not set')
          : fine('by Redis');
      },
    },
  ],
};

const strangers = (env: Environment): string[] => unknownVariables(env).filter((name) => !OF_TOOLS.has(name));
