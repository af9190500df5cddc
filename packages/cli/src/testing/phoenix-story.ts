type Body = Record<string, unknown>;

const START = Date.UTC(2026, 0, 20, 8);
const hex = (n: number, length: number) => n.toString(16).padStart(length, '0');

export interface PhoenixStory {
  spans: Body[];
  annotations: Record<'span' | 'trace' | 'session', Body[]>;
}

/** What a product told a Phoenix: agents, their model and what they looked up, and what was thought of it. */
export function phoenixStory({ traces }: { traces: number }): PhoenixStory {
  const visits = Array.from({ length: traces }, (_, i) => visit(i));
  const said = (subject: 'span' | 'trace' | 'session') =>
    visits.flatMap(({ annotations }) => annotations[subject]);
  return {
    spans: visits.flatMap(({ spans }) => spans),
    annotations: { span: said('span'), trace: said('trace'), session: said('session') },
  };
}

function visit(i: number): PhoenixStory {
  const trace_id = hex(0xabc_0000 + i, 32);
  const at = (ms: number) => new Date(START + i * 61_000 + ms).toISOString();
  const spanId = (n: number) => hex(0xdef_0000 + i * 8 + n, 16);
  const context = (n: number) => ({ trace_id, span_id: spanId(n) });
  const [user, session] = [`user-${i % 9}`, `chat-${i % 20}`];
  const metadata = { round: i };
  const result = { label: i % 2 ? 'good' : 'bad', score: i % 2, explanation: '回答很清楚' };
  return {
    spans: [
      {
        name: 'concierge',
        context: context(0),
        span_kind: 'AGENT',
        parent_id: null,
        start_time: at(0),
        end_time: at(3000),
        status_code: 'OK',
        status_message: '',
        attributes: {
          'openinference.span.kind': 'AGENT',
          'input.value': `Where is parcel ${i}?`,
          'output.value': '在路上。',
          'user.id': user,
          'session.id': session,
        },
        events: [],
      },
      {
        name: 'plan',
        context: context(1),
        span_kind: 'LLM',
        parent_id: spanId(0),
        start_time: at(10),
        end_time: at(1200),
        status_code: 'OK',
        status_message: '',
        attributes: {
          'openinference.span.kind': 'LLM',
          'llm.model_name': 'gpt-4.1',
          'llm.token_count.prompt': 412,
          'llm.token_count.completion': 120,
          'llm.token_count.prompt_details.cache_read': 128,
          'llm.input_messages.0.message.role': 'user',
          'llm.input_messages.0.message.content': `Where is parcel ${i}?`,
          'llm.output_messages.0.message.role': 'assistant',
          'llm.output_messages.0.message.content': 'I look it up.',
          'session.id': session,
          'user.id': user,
        },
        events: [],
      },
      {
        name: 'track_parcel',
        context: context(2),
        span_kind: 'TOOL',
        parent_id: spanId(0),
        start_time: at(1300),
        end_time: at(1900),
        status_code: i % 7 === 3 ? 'ERROR' : 'OK',
        status_message: i % 7 === 3 ? 'carrier does not answer' : '',
        attributes: { 'openinference.span.kind': 'TOOL', 'tool.name': 'track_parcel' },
        events:
          i % 7 === 3
            ? [
                {
                  name: 'exception',
                  timestamp: at(1890),
                  attributes: { 'exception.message': 'carrier does not answer', 'exception.type': 'Timeout' },
                },
              ]
            : [],
      },
    ],
    annotations: {
      span: [
        {
          span_id: spanId(1),
          name: 'quality',
          annotator_kind: 'HUMAN',
          result,
          identifier: 'first',
          metadata,
        },
        {
          span_id: spanId(1),
          name: 'quality',
          annotator_kind: 'LLM',
          result: { score: 0.5 },
          metadata,
        },
      ],
      trace:
        i % 3
          ? []
          : [{ trace_id, name: 'resolved', annotator_kind: 'CODE', result: { label: 'yes' }, metadata }],
      session:
        i % 20 === i
          ? [
              {
                session_id: session,
                name: 'mood',
                annotator_kind: 'LLM',
                result: { explanation: 'calm' },
                metadata,
              },
            ]
          : [],
    },
  };
}
