import type { Plugin } from '../../http/routes.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';
import { downloadRoutes } from './download-routes.ts';

/** What is stored, given out in whole: as a download. */
export const exports =
  (reader: TelemetryReader): Plugin =>
  (routes) => {
    downloadRoutes(reader)(routes);
  };
