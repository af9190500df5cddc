import type { FastifyBaseLogger } from 'fastify';
import type { Registry } from 'prom-client';
import type { Config } from './config.ts';
import type { Parts } from './http/parts.ts';
import type { Jobs } from './jobs.ts';

/** What all that is composed stands on. */
export interface Foundation {
  config: Config;
  parts: Parts;
  metrics: Registry;
  /** How what is made is closed, the last first. */
  closing: (() => Promise<unknown>)[];
  jobs: Jobs;
  logger: FastifyBaseLogger;
}
