import type { JsonRecord } from '@pharos/core/message-parts';
import type { Score } from '@pharos/core/score';
import { judge } from '@pharos/core/score-config';
import { nowNs } from '@pharos/core/time';
import { ApiError } from '../../../errors.ts';
import { BadScore, scoreOf } from '../../../receive/langfuse/score.ts';
import { scoreConfigOf } from '../../../store/records/score-configs.ts';
import type { ProjectScope } from '../../../store/scope.ts';
import type { LangfuseParts } from '../parts.ts';

const refused = (message: string) => new ApiError('invalid_request', { message });

function read(body: JsonRecord, told: { id: string; saidNs: bigint }): Score {
  try {
    return scoreOf(body, told);
  } catch (error) {
    throw error instanceof BadScore ? refused(error.message) : error;
  }
}

/**
 * Writes the score that a body tells; its id. A score that names a config is held to it, and of its type.
 * @throws ApiError saying what is wrong with it.
 */
export async function giveScore(
  { records, clock, ids, scoreBook }: LangfuseParts,
  project: ProjectScope,
  body: JsonRecord,
): Promise<string> {
  const told = { id: ids.id(), saidNs: nowNs(clock) };
  const configId = typeof body.configId === 'string' ? body.configId : '';
  const score = read(configId === '' ? body : withoutType(body), told);
  await scoreBook.put(project, [configId === '' ? score : await judged(score)]);
  return score.scoreId;

  async function judged(given: Score): Promise<Score> {
    const config = await scoreConfigOf(records, project, configId);
    if (!config) throw refused('there is no such score config in this project');
    const { name, value, label } = given;
    const judgement = judge({ name, value, label: label || undefined }, config);
    if (typeof judgement === 'string') throw refused(judgement);
    return { ...given, ...judgement };
  }
}

/** The type that the config has is meant, whatever is said beside it. */
const withoutType = ({ dataType: _, ...body }: JsonRecord): JsonRecord => body;
