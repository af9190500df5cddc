import type { FastifyBaseLogger } from 'fastify';
import type { Config } from './config.ts';
import { StartError } from './errors.ts';
import type { EngineTold } from './store/telemetry/open.ts';

/** A name with several addresses has its reasons inside. */
function reasonOf(error: unknown): string {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message : String(first);
}

/** Says in one sentence what could not be opened. */
export function opening<Store>(what: string, store: Promise<Store>): Promise<Store> {
  return store.catch((error: unknown) => {
    throw new StartError(`Cannot open ${what}: ${reasonOf(error).replace(/\.$/, '')}.`, { cause: error });
  });
}

/** What holds the telemetry, in words; URLs without who asks. */
export const engineOf = ({ clickhouseUrl: urls }: Pick<Config, 'clickhouseUrl'>): string =>
  urls === undefined
    ? 'the telemetry store'
    : `ClickHouse at ${urls.map((url) => new URL(url).host).join(', ')} (PHAROS_CLICKHOUSE_URL)`;

/** What is logged of a store that is waited for at the start. */
export const waitingFor =
  (logger: FastifyBaseLogger, what: string, variable: string) =>
  (error: unknown): void =>
    logger.warn(`${what} does not answer and is waited for (${variable}): ${reasonOf(error)}`);

/** What is logged of an engine that is waited for, and of one that comes and goes. */
export const engineTold = (logger: FastifyBaseLogger): EngineTold => ({
  onWaiting: waitingFor(logger, 'ClickHouse', 'PHAROS_CLICKHOUSE_URL'),
  onHealth: (up, reason) =>
    up
      ? logger.info('the telemetry store answers again')
      : logger.error({ err: reason }, 'the telemetry store is down'),
});
