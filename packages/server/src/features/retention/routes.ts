import {
  type RetentionPreview,
  type RetentionSettings,
  retentionChangeSchema,
  retentionPreviewSchema,
  retentionSchema,
} from '@pharos/core/api/retention';
import { type Retention, retentionOf } from '@pharos/core/retention/kinds';
import type { StoredKind } from '@pharos/core/storage/forecast';
import { type Saving, savingOf } from '@pharos/core/storage/saving';
import { isoFromNs } from '@pharos/core/time';
import { mayAdminister, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import { putDays, readDays, type RetentionSettings as Settings } from '../../store/records/retention.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { TelemetryRetention } from '../../store/telemetry/retention/retention.ts';

export interface RetentionParts {
  settings: Pick<Settings, 'defaults' | 'forget'>;
  store: Pick<TelemetryRetention, 'preview'>;
  spansFrom(scope: ProjectScope): Promise<bigint | undefined>;
  /** What the project takes on disk. */
  kinds(scope: ProjectScope, signal?: AbortSignal): Promise<StoredKind[]>;
}

/** How long a project keeps what it sends, and what another choice would remove. */
export const retention =
  (parts: Pick<Parts, 'records' | 'clock'>, { settings, store, spansFrom, kinds }: RetentionParts): Plugin =>
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
            'What setting these days would remove of what is stored now (rows, days, about how many bytes), and what it would save',
          body: retentionChangeSchema,
          response: { 200: retentionPreviewSchema },
        },
      },
      async ({ project, body }, reply) => {
        const effective = retentionOf(body.days, settings.defaults);
        const before: Retention = retentionOf((await readDays(records, project)) ?? {}, settings.defaults);
        const saving = savingOf(await kinds(project, clientGone(reply)), before, effective);
        return {
          effective,
          kinds: await store.preview(project, effective),
          saving: saving ? presentSaving(saving) : null,
        };
      },
    );
  };

function presentSaving({ now, inDays, perMonth, before, after }: Saving): RetentionPreview['saving'] {
  const level = (bytes: number | null) => bytes && Math.round(bytes);
  return {
    now: Math.round(now),
    inDays: inDays.map(({ days, bytes }) => ({ days, bytes: Math.round(bytes) })),
    perMonth: Math.round(perMonth),
    levelBefore: level(before.level),
    levelAfter: level(after.level),
  };
}
