import { type LiveItems, type LiveTopic, liveFrameSchema } from '@pharos/core/api/live';
import { type Seen, type View, withFrame } from '@pharos/core/live/view';
import { useEffect, useState } from 'react';

export type LiveStatus = 'connecting' | 'live' | 'reconnecting' | 'paused';

/** What is seen now, and by how much the clock of the server is ahead of ours. */
export interface LiveNow {
  status: LiveStatus;
  view: View<LiveItems>;
  aheadMs: number;
}

/** A connection that is back sooner is no news. */
const LOST_MS = 3_000;
const RETRY_MS = { least: 2_000, most: 30_000 };

interface Handlers {
  onSeen(view: View<LiveItems>, at: string): void;
  /** Whether there is a connection. */
  onConnected(connected: boolean): void;
}

/**
 * Follows a project. A connection that is lost is made again, by the browser, or, when the server refuses, after a while that grows; each
 * begins with all there is. Returns the end of it.
 */
export function followLive(project: string, topics: readonly LiveTopic[], handlers: Handlers): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let waitMs = RETRY_MS.least;
  let seen: Seen<LiveItems> | undefined;

  const again = () => {
    source?.close();
    handlers.onConnected(false);
    retry = setTimeout(open, waitMs);
    waitMs = Math.min(RETRY_MS.most, 2 * waitMs);
  };
  const receive = ({ data }: MessageEvent<string>) => {
    const frame = liveFrameSchema.safeParse(jsonOf(data));
    seen = frame.success ? withFrame(seen, frame.data) : undefined;
    if (seen === undefined || !frame.success) return again();
    waitMs = RETRY_MS.least;
    handlers.onConnected(true);
    handlers.onSeen(seen.view, frame.data.at);
  };
  const open = () => {
    const address = new URLSearchParams({ project, topics: topics.join() });
    source = new EventSource(`/api/v1/live/stream?${address}`);
    source.addEventListener('snapshot', receive);
    source.addEventListener('changes', receive);
    source.onerror = () => {
      if (source?.readyState === EventSource.CLOSED) again();
      else handlers.onConnected(false);
    };
  };
  open();
  return () => {
    clearTimeout(retry);
    source?.close();
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Follows some topics of a project, a list that stays the same, while the page is in sight and not `paused`; what was seen last stays,
 * but nothing of another project or of other topics.
 */
export function useLive(project: string, topics: readonly LiveTopic[], paused = false): LiveNow {
  const [seen, setSeen] = useState<SeenOf>({ project, topics, ...NOTHING });
  const [status, setStatus] = useState<LiveStatus>('connecting');

  useEffect(() => {
    let leave: (() => void) | undefined;
    let lost: ReturnType<typeof setTimeout> | undefined;
    const isBack = () => {
      clearTimeout(lost);
      lost = undefined;
    };
    const begin = () => {
      setStatus('connecting');
      leave = followLive(project, topics, {
        onSeen: (view, at) => setSeen({ project, topics, view, aheadMs: Date.parse(at) - Date.now() }),
        onConnected(connected) {
          if (connected) {
            isBack();
            setStatus('live');
          } else lost ??= setTimeout(() => setStatus('reconnecting'), LOST_MS);
        },
      });
    };
    const end = () => {
      isBack();
      leave?.();
      leave = undefined;
    };
    const turn = () => {
      if (!paused && document.visibilityState === 'visible') {
        if (leave === undefined) begin();
      } else {
        end();
        setStatus('paused');
      }
    };
    turn();
    document.addEventListener('visibilitychange', turn);
    return () => {
      document.removeEventListener('visibilitychange', turn);
      end();
    };
  }, [project, topics, paused]);

  const { view, aheadMs } = seen.project === project && seen.topics === topics ? seen : NOTHING;
  return { status, view, aheadMs };
}

/** What was seen, and of what. */
interface SeenOf extends Omit<LiveNow, 'status'> {
  project: string;
  topics: readonly LiveTopic[];
}

const NOTHING = { view: {}, aheadMs: 0 };
