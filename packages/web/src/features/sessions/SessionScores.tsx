import type { SessionSummary } from '@pharos/core/api/spans';
import { useMemo } from 'react';
import { AddScore } from '../../components/scores/AddScore.tsx';
import { ScoresPanel } from '../../components/scores/ScoresPanel.tsx';

const DAY_MS = 86_400_000;

/** How a session is judged, as a whole and turn by turn. Scores come after what they judge: up to now they count. */
export function SessionScores({ session }: { session: SessionSummary }) {
  const { sessionId, startTime } = session;
  const range = useMemo(
    () => ({
      from: new Date(Date.parse(startTime) - DAY_MS).toISOString(),
      to: new Date(Date.now() + DAY_MS).toISOString(),
    }),
    [startTime],
  );
  return (
    <div className="mx-auto max-w-4xl px-4 pt-3 sm:px-5">
      <ScoresPanel
        of={{ sessionId }}
        filter={{ field: 'session', op: '=', values: [sessionId] }}
        range={range}
        shown={4}
      >
        <AddScore targets={[{ value: 'session', of: { sessionId } }]} />
      </ScoresPanel>
    </div>
  );
}
