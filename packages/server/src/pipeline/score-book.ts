import { noRejection } from '../intake/rejection.ts';
import type { ScoreBook, TelemetryWriter } from '../store/telemetry/contract.ts';
import { RowEncoder } from '../store/telemetry/encode.ts';
import type { GroupCommit } from './group-commit.ts';

/** Scores go the way of telemetry: they share its commits, and pages that show their traces are told. */
export function createScoreBook(
  commit: GroupCommit,
  writer: Pick<TelemetryWriter, 'removeScores'>,
  nextVersion: () => bigint,
): ScoreBook {
  const encoder = new RowEncoder();
  return {
    async put(projectId, scores) {
      if (scores.length === 0) return;
      const version = nextVersion();
      for (const score of scores) encoder.score(score, { projectId, apiKeyId: '', version });
      await commit.commit({
        projectId,
        version,
        ...encoder.take(),
        spans: [],
        patches: [],
        logCount: 0,
        scoreCount: scores.length,
        pointCount: 0,
        scoredTraces: scores.map(({ traceId }) => traceId).filter((id) => id !== ''),
        homelessSpans: scores
          .filter(({ traceId, spanId }) => traceId === '' && spanId !== '')
          .map(({ spanId }) => spanId),
        items: [],
        rejected: noRejection(),
      });
    },
    remove: (projectId, scoreIds) => writer.removeScores(projectId, scoreIds),
  };
}
