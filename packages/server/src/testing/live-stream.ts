import { type LiveItems, liveFrameSchema } from '@pharos/core/api/live';
import { type Seen, type TopicView, withFrame } from '@pharos/core/live/view';

/** Somebody who watches a live stream, as a client of the API does. */
export interface TestViewer {
  status: number;
  /** What is seen of a topic now, by key; undefined as long as nothing was told of it. */
  of<Topic extends keyof LiveItems>(topic: Topic): Record<string, LiveItems[Topic]> | undefined;
  total(topic: keyof LiveItems): number | undefined;
  /** All that was told, as it came. */
  text(): string;
  /** When the last frame came, in milliseconds of the process. */
  lastAt(): number;
  readonly ended: Promise<void>;
  leave(): void;
}

/** Resolves when the server has answered. Frames that do not follow on each other end the stream with an error. */
export async function watchLive(
  url: string,
  headers: Record<string, string>,
  query = '',
): Promise<TestViewer> {
  const controller = new AbortController();
  const answer = await fetch(`${url}/api/v1/live/stream${query}`, { headers, signal: controller.signal });
  let seen: Seen<LiveItems> | undefined;
  let text = '';
  let unread = '';
  let lastAt = 0;
  const read = async () => {
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      unread += chunk;
      const events = unread.split('\n\n');
      unread = events.pop() ?? '';
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (data === undefined) continue;
        seen = withFrame(seen, liveFrameSchema.parse(JSON.parse(data)));
        if (seen === undefined) throw new Error(`does not follow on what was told before: ${event}`);
        lastAt = performance.now();
      }
    }
  };
  const ended = read().catch((error: unknown) => {
    if (!controller.signal.aborted && !(error instanceof TypeError)) throw error;
  });
  const topicOf = <Topic extends keyof LiveItems>(topic: Topic): TopicView<LiveItems[Topic]> | undefined =>
    seen?.view[topic];
  return {
    status: answer.status,
    of(topic) {
      const view = topicOf(topic);
      return view && Object.fromEntries(view.items);
    },
    total: (topic) => topicOf(topic)?.total,
    text: () => text,
    lastAt: () => lastAt,
    ended,
    leave: () => controller.abort(),
  };
}
