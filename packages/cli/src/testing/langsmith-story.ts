type Body = Record<string, unknown>;

const START = Date.UTC(2026, 1, 3, 8);
const uuid = (n: number) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

/** What a product told LangSmith: chains, their model and their tools, and what users thought of it. */
export function langsmithStory({ traces }: { traces: number }): { runs: Body[]; feedback: Body[] } {
  const visits = Array.from({ length: traces }, (_, i) => visit(i));
  return {
    runs: visits.flatMap(({ runs }) => runs),
    feedback: visits.flatMap(({ feedback }) => feedback),
  };
}

function visit(i: number): { runs: Body[]; feedback: Body[] } {
  const at = (ms: number) => new Date(START + i * 61_000 + ms).toISOString();
  const id = (n: number) => uuid(i * 8 + n + 1);
  const stamp = (ms: number, n: number) => `${at(ms).replace(/[-:.Z]/g, '')}000Z${id(n)}`;
  const root = stamp(0, 0);
  const metadata = { user_id: `user-${i % 9}`, session_id: `chat-${i % 20}` };
  const common = { trace_id: id(0), session_name: 'support' };
  const inOrder = (text: string) => text.replace(/(\d{8})(T\d{6})(\d{3})000Z/, '$1$2$3000Z');
  return {
    runs: [
      {
        ...common,
        id: id(0),
        dotted_order: inOrder(root),
        name: 'concierge',
        run_type: 'chain',
        start_time: at(0),
        end_time: at(3000),
        inputs: { question: `Where is parcel ${i}?` },
        outputs: { answer: '在路上。' },
        extra: { metadata },
        tags: ['support'],
      },
      {
        ...common,
        id: id(1),
        parent_run_id: id(0),
        dotted_order: inOrder(`${root}.${stamp(10, 1)}`),
        name: 'ChatOpenAI',
        run_type: 'llm',
        start_time: at(10),
        end_time: at(1200),
        inputs: { messages: [{ role: 'user', content: `Where is parcel ${i}?` }] },
        outputs: {
          role: 'assistant',
          content: 'I look it up.',
          usage_metadata: { input_tokens: 412, output_tokens: 120, total_tokens: 532 },
        },
        extra: { metadata: { ...metadata, ls_model_name: 'gpt-4.1', ls_provider: 'openai' } },
      },
      {
        ...common,
        id: id(2),
        parent_run_id: id(0),
        dotted_order: inOrder(`${root}.${stamp(1300, 2)}`),
        name: 'track_parcel',
        run_type: 'tool',
        start_time: at(1300),
        end_time: at(1900),
        inputs: { parcel: i },
        outputs: i % 7 === 3 ? undefined : { status: 'on its way' },
        ...(i % 7 === 3 && { error: 'Timeout: carrier does not answer' }),
        extra: { metadata },
      },
    ],
    feedback: [
      {
        id: uuid(0xf_0000 + i),
        run_id: id(0),
        trace_id: id(0),
        key: 'helpful',
        score: i % 2,
        comment: '谢谢',
        created_at: at(60_000),
        feedback_source: { type: 'app' },
      },
    ],
  };
}
