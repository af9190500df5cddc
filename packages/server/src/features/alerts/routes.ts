import { ALERT_DOCUMENTS, type AlertDocumentKind } from '@pharos/core/alerts/documents';
import type { Answers } from '../../answers/answers.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import { documentRoutes } from './document-routes.ts';
import { incidentRoutes } from './incident-routes.ts';
import { ruleFileRoutes } from './rule-file-routes.ts';
import { ruleRoutes } from './rule-routes.ts';

/** Rules, what fires by them, and who is told. */
export const alerts =
  (parts: Parts, answers: Pick<Answers, 'ask' | 'askAll'>): Plugin =>
  (routes) => {
    ruleRoutes(parts, answers)(routes);
    ruleFileRoutes(parts)(routes);
    for (const kind of Object.keys(ALERT_DOCUMENTS) as AlertDocumentKind[])
      documentRoutes(parts, kind)(routes);
    incidentRoutes(parts, answers)(routes);
  };
