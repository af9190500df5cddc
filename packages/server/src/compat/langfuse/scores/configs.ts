import type { ApiScoreConfig } from '@pharos/core/api/score-configs';
import { scoreConfigCreateSchema, scoreConfigUpdateSchema } from '@pharos/core/api/score-configs';
import { z } from 'zod';
import { ApiError } from '../../../errors.ts';
import { mayEdit, mayRead } from '../../../http/access.ts';
import { auditRequest } from '../../../http/audit.ts';
import type { Plugin } from '../../../http/routes.ts';
import {
  insertScoreConfig,
  scoreConfigOf,
  scoreConfigsOf,
  updateScoreConfig,
} from '../../../store/records/score-configs.ts';
import { notFound } from '../errors.ts';
import type { LangfuseParts } from '../parts.ts';
import { offsetOf, pageOf, pageQuery } from '../query.ts';

const TYPES = { NUMERIC: 'numeric', BOOLEAN: 'boolean', CATEGORICAL: 'categorical', TEXT: 'text' } as const;
type ConfigType = keyof typeof TYPES;
const TYPE_NAMES = Object.keys(TYPES) as [ConfigType, ...ConfigType[]];
const TRUTHS = [
  { label: 'True', value: 1 },
  { label: 'False', value: 0 },
];

const facts = {
  name: z.string(),
  minValue: z.number().nullish(),
  maxValue: z.number().nullish(),
  categories: z.array(z.object({ label: z.string(), value: z.number() })).nullish(),
  description: z.string().nullish(),
};
const createSchema = z.object({ ...facts, dataType: z.enum(TYPE_NAMES) });
const updateSchema = z.object({ ...facts, isArchived: z.boolean() }).partial();
const params = z.object({ configId: z.string().min(1).max(800) });

/** What a body says in the names of the product; what it leaves out stays out. */
const ours = ({ name, minValue, maxValue, categories, description }: z.output<typeof updateSchema>) => ({
  ...(name !== undefined && { name }),
  ...(minValue !== undefined && { min: minValue }),
  ...(maxValue !== undefined && { max: maxValue }),
  ...(categories && { categories }),
  ...(description !== undefined && { description: description ?? '' }),
});

const view = (projectId: string, config: ApiScoreConfig) => ({
  id: config.id,
  name: config.name,
  createdAt: config.createdAt,
  updatedAt: config.updatedAt,
  projectId,
  dataType: TYPE_NAMES.find((name) => TYPES[name] === config.type),
  isArchived: config.archived,
  minValue: config.min,
  maxValue: config.max,
  categories: config.type === 'boolean' ? TRUTHS : config.categories,
  description: config.description || null,
});

/** What Langfuse calls invalid is what the product does. */
function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ApiError('invalid_request', { message: z.prettifyError(parsed.error) });
}

/** Score configs, which are those of the product under Langfuse's names. */
export const langfuseScoreConfigs =
  (parts: LangfuseParts): Plugin =>
  (routes) => {
    const { records, clock, ids } = parts;
    const path = '/api/public/score-configs';
    const reading = { config: { access: mayRead } };
    const editing = { config: { access: mayEdit } };

    routes.get(
      path,
      { ...reading, schema: { hide: true, querystring: z.object(pageQuery) } },
      async ({ project, query }) => {
        const configs = await scoreConfigsOf(records, project);
        const start = offsetOf(query);
        const data = configs.slice(start, start + query.limit).map((config) => view(project, config));
        return pageOf(data, query, configs.length);
      },
    );

    routes.post(path, { ...editing, schema: { hide: true, body: createSchema } }, async (request) => {
      const { project, body } = request;
      const given = checked(scoreConfigCreateSchema, { ...ours(body), type: TYPES[body.dataType] });
      return records.transaction().execute(async (tx) => {
        const id = ids.id();
        await auditRequest(parts, tx, request, 'scoreConfig.create', id);
        return view(project, await insertScoreConfig(tx, project, { ...given, id }, new Date(clock.nowMs())));
      });
    });

    routes.get(`${path}/:configId`, { ...reading, schema: { hide: true, params } }, async (request) => {
      const { project, params } = request;
      const config = await scoreConfigOf(records, project, params.configId);
      if (!config) throw notFound('Score config');
      return view(project, config);
    });

    routes.patch(
      `${path}/:configId`,
      { ...editing, schema: { hide: true, params, body: updateSchema } },
      async (request) => {
        const { project, body } = request;
        const { configId } = request.params;
        const { isArchived } = body;
        const change = checked(scoreConfigUpdateSchema, {
          ...ours(body),
          ...(isArchived !== undefined && { archived: isArchived }),
        });
        return records.transaction().execute(async (tx) => {
          const changed = await updateScoreConfig(tx, project, configId, change, new Date(clock.nowMs()));
          if (!changed) throw notFound('Score config');
          await auditRequest(parts, tx, request, 'scoreConfig.update', configId);
          return view(project, changed);
        });
      },
    );
  };
