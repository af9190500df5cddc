import { useEffect, useRef, useState } from 'react';
import { z } from 'zod';

const eventSchema = z.object({ traceIds: z.array(z.string()) });

export type LiveState = 'connecting' | 'open' | 'lost';

interface LiveHandlers {
  onTraces(traceIds: string[]): void;
  onState?(state: LiveState): void;
}

/**
 * Listens for traces that arrived in a project. The server ends each stream after a while and asks before that for the
 * next one, which takes over without a gap. When the connection is lost the browser reconnects by itself; when the
 * server refuses for good (or the browser gives up), it is tried again after 5 s. Returns the end of it.
 */
export function listenForTraces(project: string, handlers: LiveHandlers): () => void {
  if (typeof EventSource === 'undefined') {
    handlers.onState?.('lost');
    return () => {};
  }
  let source: EventSource | undefined;
  /** Takes over from `source` once it is open. */
  let next: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const receive = (event: MessageEvent<string>) => {
    let data: unknown;
    try {
      data = JSON.parse(event.data);
    } catch {
      return;
    }
    const parsed = eventSchema.safeParse(data);
    if (parsed.success) handlers.onTraces(parsed.data.traceIds);
  };
  const connect = () => {
    const made = new EventSource(`/api/v1/live/traces?project=${encodeURIComponent(project)}`);
    made.onmessage = receive;
    made.addEventListener('traces', receive);
    made.addEventListener('renew', () => {
      next ??= connect();
    });
    made.onopen = () => {
      if (made === next) {
        source?.close();
        source = next;
        next = undefined;
      }
      handlers.onState?.('open');
    };
    made.onerror = () => {
      if (made === next) {
        // The old stream is heard to its end, and then connects again as after any loss.
        next.close();
        next = undefined;
        return;
      }
      handlers.onState?.('lost');
      if (made.readyState === EventSource.CLOSED) retry = setTimeout(open, 5000);
    };
    return made;
  };
  const open = () => {
    handlers.onState?.('connecting');
    source = connect();
  };
  open();
  return () => {
    clearTimeout(retry);
    source?.close();
    next?.close();
  };
}

/** The same for a component: listens while `enabled`, tells how the connection is. */
export function useLiveTraces(
  project: string,
  onTraces: (traceIds: string[]) => void,
  enabled = true,
): LiveState {
  const [state, setState] = useState<LiveState>('connecting');
  const latest = useRef(onTraces);
  latest.current = onTraces;
  useEffect(() => {
    if (!enabled) return undefined;
    return listenForTraces(project, { onTraces: (ids) => latest.current(ids), onState: setState });
  }, [project, enabled]);
  return state;
}
