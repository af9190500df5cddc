import { readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { lacking } from './config/needs.ts';
import { type Settings, VARIABLES, type Variable } from './config/variables.ts';
import { StartError } from './errors.ts';

export interface Config extends Settings {
  /** PHAROS_PUBLIC_URL, or what host and port amount to. */
  publicUrl: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Settings from the environment, completed by the JSON file that PHAROS_CONFIG names (an object of the same names).
 * An empty variable counts as unset.
 * @throws StartError with one sentence that names the setting.
 */
export function readConfig(env: Environment = process.env): Config {
  const file = env.PHAROS_CONFIG ? readConfigFile(env.PHAROS_CONFIG) : {};
  const settings = Object.fromEntries(
    Object.entries(VARIABLES).map(
      ([key, { name, schema, default: fallback }]: [string, Variable<z.ZodType>]) => {
        const given = (env[name] || undefined) ?? file[name] ?? fallback;
        const parsed = schema.safeParse(given);
        if (!parsed.success) {
          throw new StartError(
            `${name} is not valid: ${parsed.error.issues[0]?.message ?? 'unknown reason'}.`,
          );
        }
        return [key, parsed.data];
      },
    ),
  ) as Settings;
  const lack = lacking(settings);
  if (lack !== undefined) throw new StartError(lack);
  return {
    ...settings,
    dataDir: isAbsolute(settings.dataDir) ? settings.dataDir : resolve(settings.dataDir),
    publicUrl: settings.publicUrl ?? localUrl(settings.host, settings.port),
  };
}

/** The environment of this process, for what tells about it. */
export const environment = (): Environment => process.env;

/** Threads that wait for the disk and the engine; Node has 4 unless told otherwise before it starts. */
export const threadPoolSize = (env: Environment): number => Number(env.UV_THREADPOOL_SIZE) || 4;

/** Names that look like settings and are none: a typo, or a setting of another version. */
export function unknownVariables(env: Environment = process.env): string[] {
  const known = new Set<string>(['PHAROS_CONFIG', ...Object.values(VARIABLES).map(({ name }) => name)]);
  return Object.keys(env).filter((name) => name.startsWith('PHAROS_') && !known.has(name));
}

const configFileSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean()]).transform(String),
);

function readConfigFile(path: string): Record<string, string> {
  const content = attempt(() => readFileSync(path, 'utf8'), `The config file ${path} cannot be read`);
  const json: unknown = attempt(() => JSON.parse(content), `The config file ${path} is not valid JSON`);
  const parsed = configFileSchema.safeParse(json);
  if (!parsed.success) {
    throw new StartError(`The config file ${path} must be one object of names and plain values.`);
  }
  const unknown =
    unknownVariables(parsed.data)[0] ?? Object.keys(parsed.data).find((k) => !k.startsWith('PHAROS_'));
  if (unknown !== undefined)
    throw new StartError(`The config file ${path} has an unknown setting: ${unknown}.`);
  return parsed.data;
}

function attempt<Value>(action: () => Value, failure: string): Value {
  try {
    return action();
  } catch (error) {
    throw new StartError(`${failure}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** A listening address as a browser on this machine would type it. */
export function localUrl(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
