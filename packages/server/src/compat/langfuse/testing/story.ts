const START = Date.parse('2026-11-20T10:00:00Z');
export const at = (ms: number): string => new Date(START + ms).toISOString();

type Event = { type: string; body: Record<string, unknown> };

/** A trace of 100 ms with a search, an answer within it and a warning, and one score of each of trace and answer. */
export const story = (traceId: string, facts: Record<string, unknown> = {}): Event[] => [
  {
    type: 'trace-create',
    body: {
      id: traceId,
      timestamp: at(0),
      name: 'support',
      userId: 'ada',
      sessionId: 'chat-1',
      input: { question: 'Where is my parcel?' },
      output: 'On its way.',
      tags: ['eu', 'vip'],
      metadata: { channel: 'web', nested: { a: 1 } },
      release: '1.0',
      version: 'v7',
      environment: 'prod',
      public: true,
      ...facts,
    },
  },
  {
    type: 'span-create',
    body: {
      id: `${traceId}-s`,
      traceId,
      name: 'search',
      startTime: at(10),
      endTime: at(30),
      environment: 'prod',
    },
  },
  {
    type: 'generation-create',
    body: {
      id: `${traceId}-g`,
      traceId,
      parentObservationId: `${traceId}-s`,
      name: 'answer',
      model: 'gpt-4.1',
      modelParameters: { temperature: 0.2 },
      startTime: at(40),
      completionStartTime: at(50),
      endTime: at(100),
      input: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Where is my parcel?' },
      ],
      output: { role: 'assistant', content: 'On its way.' },
      usageDetails: { input: 60, output: 20, input_cached_tokens: 40, total: 120 },
      costDetails: { input: 0.5, output: 0.25 },
      promptName: 'support',
      promptVersion: 3,
      metadata: { attempt: 1, long: 'x'.repeat(300) },
      environment: 'prod',
      version: 'v7',
    },
  },
  {
    type: 'event-create',
    body: {
      id: `${traceId}-e`,
      traceId,
      name: 'slow',
      startTime: at(45),
      level: 'WARNING',
      statusMessage: 'hm',
    },
  },
  {
    type: 'score-create',
    body: { id: `${traceId}-1`, traceId, name: 'liked', value: 1, dataType: 'BOOLEAN' },
  },
  {
    type: 'score-create',
    body: { id: `${traceId}-2`, traceId, observationId: `${traceId}-g`, name: 'tone', value: 'kind' },
  },
];
