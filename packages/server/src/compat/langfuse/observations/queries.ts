import type { Filter } from '@pharos/core/filter';
import { APP_ROOT, LANGFUSE_INGESTION, STANDS_FOR_TRACE } from '@pharos/core/fragments/langfuse';
import { z } from 'zod';
import type { SpanFilter } from '../../../store/telemetry/contract.ts';
import { unsupported } from '../errors.ts';
import {
  type Columns,
  type Condition,
  environmentsNamed,
  filtersOf,
  oneOf,
  rangeOf,
  readConditions,
} from '../filter.ts';
import { flag, limitTo, listOf, moment, optional, pageQuery, text, texts } from '../query.ts';
import { LEVELS, type Level } from './facts.ts';
import { FIELD_GROUPS, kindsOf, type ObservationType, TYPES } from './observation.ts';

const upper = <Schema extends z.ZodType>(schema: Schema) =>
  optional(z.preprocess((value) => (typeof value === 'string' ? value.toUpperCase() : value), schema));

const FILTERS = {
  name: text,
  userId: text,
  type: upper(z.enum(TYPES)),
  traceId: text,
  level: upper(z.enum(LEVELS)),
  /** An empty one means observations without. */
  parentObservationId: z.string().max(800).optional(),
  environment: texts,
  fromStartTime: moment,
  toStartTime: moment,
  version: text,
  filter: optional(z.string().max(20_000)),
};

/** What `GET /api/public/observations` takes. */
export const pageObservationsQuery = z.object({ ...pageQuery, ...FILTERS });
/** What `GET /api/public/v2/observations` takes. */
export const cursorObservationsQuery = z.object({
  ...FILTERS,
  limit: limitTo(1000),
  cursor: text,
  fields: listOf(z.enum(FIELD_GROUPS)),
  expandMetadata: texts,
  sessionId: text,
  isRootObservation: flag,
  parseIoAsJson: optional(z.literal('false', 'input and output are always given as text')),
});
type Asked = Omit<z.output<typeof cursorObservationsQuery>, 'limit'>;

const LEVEL = 'attr.langfuse.observation.level';
const without = (field: string, values: string[]): Filter => ({ field, op: '!=', values });

/** See levelOf: an error is one at whatever level it was said. */
function levelled(level: Level): Filter[] {
  if (level === 'ERROR') return oneOf('status', 'error');
  const noError = without('status', ['error']);
  return level === 'DEFAULT'
    ? [noError, without(LEVEL, ['DEBUG', 'WARNING'])]
    : [noError, ...oneOf(LEVEL, level)];
}

const COLUMNS: Columns = {
  type: { field: 'kind', values: (type) => kindsOf([type.toUpperCase() as ObservationType]) },
  name: { field: 'name' },
  traceId: { field: 'trace' },
  environment: { field: 'environment', values: (name) => environmentsNamed([name]) },
  version: { field: 'attr.langfuse.version' },
  userId: { field: 'user' },
  sessionId: { field: 'session' },
  model: { field: 'model' },
  providedModelName: { field: 'model' },
  promptName: { field: 'prompt' },
  promptVersion: { field: 'promptVersion' },
  traceTags: { field: 'tag' },
  tags: { field: 'tag' },
  latency: { field: 'spanDuration', times: 1000 },
  timeToFirstToken: { field: 'ttft', times: 1000 },
  metadata: { field: 'attr.langfuse.observation.metadata.<key>' },
};

/** The span that stands for the trace itself is no observation. */
const OBSERVATIONS: Filter = { field: `attr.${STANDS_FOR_TRACE}`, op: 'missing', values: [] };

/**
 * Which spans are meant. The JSON of `filter` takes the place of the simple parameters.
 * @throws ApiError for what Pharos has no counterpart of.
 */
export function spanFilterOf(asked: Asked): SpanFilter {
  const { traceId, parentObservationId: parent, isRootObservation } = asked;
  if (asked.filter !== undefined) return byConditions(readConditions(asked.filter));
  const root = parent === '' ? true : isRootObservation;
  return {
    from: asked.fromStartTime,
    to: asked.toStartTime,
    traceIds: traceId === undefined ? undefined : [traceId],
    names: asked.name === undefined ? undefined : [asked.name],
    kinds: asked.type && kindsOf([asked.type]),
    parentIds: parent ? [parent] : undefined,
    root: root === undefined ? undefined : { is: root, marked: APP_ROOT, inTracesOf: LANGFUSE_INGESTION },
    filters: [
      OBSERVATIONS,
      ...oneOf('user', asked.userId),
      ...oneOf('session', asked.sessionId),
      ...oneOf('environment', asked.environment && environmentsNamed(asked.environment)),
      ...oneOf('attr.langfuse.version', asked.version),
      ...(asked.level ? levelled(asked.level) : []),
    ],
  };
}

function byConditions(conditions: readonly Condition[]): SpanFilter {
  const isTime = ({ column }: Condition) => column === 'startTime';
  const filter: SpanFilter = rangeOf(conditions.filter(isTime));
  const filters = [OBSERVATIONS];
  for (const condition of conditions.filter((each) => !isTime(each))) {
    const values = [condition.value ?? []].flat().map(String);
    const isIn = condition.operator === '=' || condition.operator === 'any of';
    if (condition.column === 'id' && isIn) filter.spanIds = values;
    else if (condition.column === 'parentObservationId' && isIn) filter.parentIds = values;
    else if (condition.column === 'isRootObservation')
      filter.root = {
        is: (values[0] === 'true') === (condition.operator === '='),
        marked: APP_ROOT,
        inTracesOf: LANGFUSE_INGESTION,
      };
    else if (condition.column === 'level') {
      const level = LEVELS.find((name) => name === values[0]);
      if (!isIn || values.length !== 1 || !level) throw unsupported('Any condition on level but one level');
      filters.push(...levelled(level));
    } else filters.push(...filtersOf(condition, COLUMNS));
  }
  return { ...filter, filters };
}
