import {
  type RetentionSettings,
  retentionChangeSchema,
  retentionPreviewSchema,
  retentionSchema,
} from '@pharos/core/api/retention';
import { retentionOf } from '@pharos/core/retention/kinds';
import { isoFromNs } from '@pharos/core/time';
import { mayAdminister, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import { putDays, readDays, type RetentionSettings as Settings } from '../../store/records/retention.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { TelemetryRetention } from '../../store/telemetry/retention/retention.ts';

export interface RetentionParts {
  settings: Pick<Settings, 'defaults' | 'forget'>;
  store: Pick<TelemetryRetention, 'preview'>;
  spansFrom(scope: ProjectScope): Promise<bigint | undefined>;
}

/** How long a project keeps what it sends, and what another choice would remove. */
export const retention =
  (parts: Pick<Parts, 'records' | 'clock'>, { settings, store, spansFrom }: RetentionParts): Plugin =>
  (routes) => {
    const { records } = parts;
    const path = '/api/v1/projects/:projectId/retention';
    const presented = async (project: ProjectScope): Promise<RetentionSettings> => {
      const days = (await readDays(records, project)) ?? {};
      const fromNs = await spansFrom(project);
      return {
        days,
        defaults: settings.defaults,
        effective: retentionOf(days, settings.defaults),
        spansFrom: fromNs === undefined ? null : isoFromNs(fromNs),
      };
    };

    routes.get(
      path,
      {
        config: { access: mayRead },
        schema: {
          summary: 'For how many days each kind of data is kept; null: for ever',
          response: { 200: retentionSchema },
        },
      },
      ({ project }) => presented(project),
    );

    routes.put(
      path,
      {
        config: { access: mayAdminister },
        schema: {
          summary:
            'Sets for how many days each kind is kept; what is past is removed within the hour, for good',
          body: retentionChangeSchema,
          response: { 200: retentionSchema },
        },
      },
      async (request) => {
        const { project, body } = request;
        await records.transaction().execute(async (tx) => {
          await putDays(tx, project, body.days);
          await auditRequest(parts, tx, request, 'retention.set', JSON.stringify(body.days));
        });
        settings.forget(project);
        return presented(project);
      },
    );

    routes.post(
      `${path}/preview`,
      {
        config: { access: mayAdminister },
        schema: {
          summary:
            'What setting these days would remove of what is stored now: rows, days, about how many bytes',
          body: retentionChangeSchema,
          response: { 200: retentionPreviewSchema },
        },
      },
      async ({ project, body }) => {
        const effective = retentionOf(body.days, settings.defaults);
        return { effective, kinds: await store.preview(project, effective) };
      },
    );
  };
