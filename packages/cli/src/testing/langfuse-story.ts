type Event = { id: string; type: string; timestamp: string; body: Record<string, unknown> };

const START = Date.UTC(2026, 0, 10, 8);
const iso = (ms: number) => new Date(ms).toISOString();
const hex = (n: number, length: number) => n.toString(16).padStart(length, '0');

/** What a product told Langfuse by its own protocol: agents that think, look things up and fail; people who judge. */
export const langfuseStory = ({ traces }: { traces: number }): Event[] =>
  Array.from({ length: traces }, (_, i) => visit(i)).flat();

function visit(i: number): Event[] {
  const traceId = `visit-${hex(i, 8)}`;
  const startMs = START + i * 61_000;
  const of = (name: string) => `${traceId}-${name}`;
  const at = (ms: number) => iso(startMs + ms);
  const event = (type: string, body: Record<string, unknown>): Event => ({
    id: `${String(body.id)}-${type}`,
    type,
    timestamp: at(0),
    body,
  });
  const fails = i % 7 === 3;
  return [
    event('trace-create', {
      id: traceId,
      timestamp: at(0),
      name: 'support',
      userId: `user-${i % 9}`,
      sessionId: `chat-${i % 20}`,
      input: `Where is parcel ${i}?`,
      output: fails ? undefined : '在路上。',
      tags: [i % 2 ? 'app' : 'api', 'support'],
      metadata: { plan: 'pro', attempt: i },
      release: '1.4.0',
      version: 'b',
      environment: i % 3 ? 'production' : undefined,
    }),
    event('agent-create', {
      id: of('agent'),
      traceId,
      name: 'concierge',
      startTime: at(1),
      endTime: at(4000),
      input: { question: `Where is parcel ${i}?` },
      output: { answer: '在路上。' },
    }),
    event('generation-create', {
      id: of('call'),
      traceId,
      parentObservationId: of('agent'),
      name: 'plan',
      startTime: at(10),
      completionStartTime: at(310),
      endTime: at(1250),
      model: 'gpt-4.1',
      modelParameters: { temperature: 0.2, max_tokens: 500 },
      input: [
        { role: 'system', content: 'You help.' },
        { role: 'user', content: `Where is parcel ${i}?` },
      ],
      output: { role: 'assistant', content: 'I look it up.' },
      usageDetails: {
        input: 284,
        input_cached_tokens: 128,
        output: 56,
        output_reasoning_tokens: 64,
        total: 532,
      },
      ...(i % 2 && { costDetails: { input: 0.0012, output: 0.0034, total: 0.0046 } }),
      promptName: 'concierge',
      promptVersion: 3,
    }),
    event('tool-create', {
      id: of('tool'),
      traceId,
      parentObservationId: of('agent'),
      name: 'track_parcel',
      startTime: at(1300),
      endTime: at(1900),
      input: { parcel: i },
      output: { status: 'on its way' },
      ...(fails && { level: 'ERROR', statusMessage: 'carrier does not answer' }),
    }),
    event('event-create', {
      id: of('note'),
      traceId,
      name: 'handed-over',
      startTime: at(2000),
      level: 'WARNING',
      metadata: { to: 'human' },
    }),
    event('score-create', {
      id: of('score'),
      traceId,
      name: 'helpful',
      value: i % 2,
      dataType: 'BOOLEAN',
      comment: 'thanks',
      source: 'ANNOTATION',
    }),
    ...(i % 5
      ? []
      : [
          event('score-create', {
            id: of('tone'),
            traceId,
            observationId: of('call'),
            name: 'tone',
            value: 'kind',
            dataType: 'CATEGORICAL',
          }),
          event('score-create', {
            id: of('mood'),
            sessionId: `chat-${i % 20}`,
            name: 'mood',
            value: 0.25 * (i % 4),
            dataType: 'NUMERIC',
            source: 'EVAL',
          }),
        ]),
  ];
}
