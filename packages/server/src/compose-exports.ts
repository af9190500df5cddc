import { resolve } from 'node:path';
import { Counter } from 'prom-client';
import { type Allowed, addressRule } from './egress/address-rule.ts';
import { createEgress } from './egress/guard.ts';
import { Exporter } from './features/exports/exporter.ts';
import type { Exports } from './features/exports/routes.ts';
import { createTargets, EXPORTS } from './features/exports/targets/targets.ts';
import type { Foundation } from './foundation.ts';
import { openSeal } from './secrets/open.ts';
import { reseal } from './store/records/reseal.ts';
import type { TelemetryReader } from './store/telemetry/contract.ts';

/** Public addresses alone. */
const NOTHING_MORE: Allowed = { ranges: [], hosts: [] };

/** Whoever writes exports, and where these may go. */
export async function composeExports(given: Foundation & { reader: TelemetryReader }): Promise<Exports> {
  const { config, parts, reader, metrics, closing, jobs, logger } = given;
  const { records, clock, ids } = parts;
  const { egressAllow, egressHttp: http, exportDir } = config;
  const egress = createEgress({ rule: addressRule(egressAllow ?? NOTHING_MORE), http });
  const directory = exportDir === undefined ? undefined : resolve(exportDir);
  const seal = openSeal(config);
  const targets = createTargets({ directory, seal, egress, http, clock });
  if (seal)
    await reseal(records, seal, EXPORTS, (error) =>
      logger.error({ err: error }, 'the key of an export cannot be opened: it has to be told it again'),
    );
  const counted = (name: string, help: string) =>
    new Counter({ name: `pharos_export_${name}_total`, help, registers: [metrics] });
  const files = counted('files', 'Files that exports wrote.');
  const bytes = counted('bytes', 'Bytes of them.');
  const failures = counted('failures', 'Turns of exports that ended with an error.');
  const exporter = new Exporter({
    ...{ records, reader, targets, clock },
    newId: () => ids.id(),
    onFile(written) {
      files.inc();
      bytes.inc(written);
    },
    onError(error) {
      failures.inc();
      logger.warn({ err: error }, 'an export did not get further');
    },
  });
  closing.push(() => exporter.close());
  jobs.add(exporter);
  return { exporter: { wake: jobs.waking(() => exporter.look()) }, targets };
}
