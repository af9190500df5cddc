import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';
import { downloadRoutes } from './download-routes.ts';
import { type Exports, exportRoutes } from './export-routes.ts';

export type { Exports } from './export-routes.ts';

/** What is stored, given out in whole: as a download, or as files that are written somewhere. */
export const exports =
  (parts: Parts, reader: TelemetryReader, live: Exports): Plugin =>
  (routes) => {
    downloadRoutes(reader)(routes);
    exportRoutes(parts, live)(routes);
  };
