import type { ScoreCreate } from '@pharos/core/api/scores';
import type { Json } from '@pharos/core/content';
import type { Score } from '@pharos/core/score';
import { judge } from '@pharos/core/score-config';
import { nowNs, nsFromIso } from '@pharos/core/time';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../../errors.ts';
import type { Parts } from '../../http/parts.ts';
import { scoreConfigsNamed } from '../../store/records/score-configs.ts';

/**
 * The scores that a request gives. A person speaks in their own name; a program says who judged.
 * @throws ApiError naming what is wrong, and in which score.
 */
export async function readScores(
  { records, clock, ids }: Pick<Parts, 'records' | 'clock' | 'ids'>,
  { project, caller }: Pick<FastifyRequest, 'project' | 'caller'>,
  given: readonly ScoreCreate[],
): Promise<Score[]> {
  const configs = await scoreConfigsNamed(
    records,
    project,
    new Set(given.flatMap(({ configId }) => configId ?? [])),
  );
  const now = nowNs(clock);
  const problems: { path: string; message: string }[] = [];
  const scores = given.flatMap((said, i): Score[] => {
    const refuse = (field: string, message: string) => {
      problems.push({ path: `/${i}/${field}`, message });
      return [];
    };
    const config = said.configId ? configs.get(said.configId) : undefined;
    if (said.configId && !config) return refuse('configId', 'there is no such score config in this project');
    const judgement = judge(
      {
        name: said.name,
        type: said.type ?? undefined,
        value: said.value ?? undefined,
        label: said.label ?? undefined,
      },
      config,
    );
    if (typeof judgement === 'string') return refuse('value', judgement);
    const person = caller?.type === 'user' ? caller.email : undefined;
    return [
      {
        ...judgement,
        scoreId: said.scoreId ?? ids.id(),
        traceId: said.traceId ?? '',
        spanId: said.spanId ?? '',
        sessionId: said.sessionId ?? '',
        name: said.name,
        comment: said.comment ?? '',
        source: said.source ?? (person === undefined ? 'api' : 'annotation'),
        author: person ?? said.author ?? '',
        environment: said.environment ?? '',
        configId: said.configId ?? '',
        metadata: (said.metadata ?? undefined) as Json | undefined,
        timeNs: said.time ? (nsFromIso(said.time) ?? now) : now,
      },
    ];
  });
  const [first] = problems;
  if (first) throw new ApiError('invalid_request', { message: `${first.message}.`, details: problems });
  return scores;
}
