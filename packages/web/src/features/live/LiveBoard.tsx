import type { LiveTopic } from '@pharos/core/api/live';
import type { LiveNow } from '../../api/live-stream.ts';
import { cx } from '../../components/cx.ts';
import { Feed } from '../../components/live/Feed.tsx';
import { LiveFigures } from '../../components/live/LiveFigures.tsx';
import { useNow } from '../../use-time-range.ts';
import { AgentStates } from './AgentStates.tsx';
import { Failures } from './Failures.tsx';
import { Online } from './Online.tsx';
import { Runs } from './Runs.tsx';

export const TOPICS: readonly LiveTopic[] = [
  'agents',
  'transitions',
  'runs',
  'users',
  'sessions',
  'rates',
  'errors',
];

/** Everything that goes on, on one screen. Each part keeps its place and its height. */
export function LiveBoard({ now: { view, status, aheadMs } }: { now: LiveNow }) {
  const nowMs = useNow(1000) + aheadMs;
  return (
    <div
      className={cx(
        'flex min-h-0 flex-1 flex-col gap-4 transition-opacity motion-reduce:transition-none',
        (status === 'reconnecting' || status === 'paused') && 'opacity-60',
      )}
    >
      <LiveFigures view={view} nowMs={nowMs} />
      <div className="grid min-h-0 flex-1 grid-cols-1 gap-x-8 gap-y-4 lg:grid-cols-2 xl:grid-cols-3 xl:grid-rows-2">
        <AgentStates topic={view.agents} nowMs={nowMs} className="xl:row-span-2" />
        <Runs topic={view.runs} nowMs={nowMs} />
        <Online topic={view.users} />
        <Failures topic={view.errors} />
        <Feed sessions={view.sessions} transitions={view.transitions} />
      </div>
    </div>
  );
}
