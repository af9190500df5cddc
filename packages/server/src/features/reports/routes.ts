import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import type { Forms } from './forms/forms.ts';
import { reportRoutes } from './report-routes.ts';
import { runRoutes } from './run-routes.ts';

/** What makes reports, and the forms that they are had in. */
export interface Reports {
  maker: { wake(): void };
  forms: Forms;
}

/** `/api/v1/reports`: what is told of a period, by a schedule or on demand. */
export const reports =
  (parts: Parts, live: Reports): Plugin =>
  (routes) => {
    reportRoutes(parts, live)(routes);
    runRoutes(parts, live)(routes);
  };
