import { conversationOf } from '@pharos/core/conversation';
import { anApiSpan } from '@pharos/core/testing/api-span';
import { ContentView } from '../../components/content/ContentView.tsx';
import { Conversation } from '../../components/conversation/Conversation.tsx';
import { Example, Part } from '../Example.tsx';

const MARKDOWN = [
  '### Refund of order 4711',
  'The order is **eligible**: it was delivered 12 days ago, and `policy/refunds` allows 30.',
  '',
  '1. Ask for the reason',
  '2. Start the refund',
  '',
  '| item | amount |',
  '| --- | ---: |',
  '| lamp | 42.00 |',
].join('\n');
const ANSWER = { order: 4711, eligible: true, items: [{ name: 'lamp', amount: 42.0 }], note: null };
const text = (said: string) => [{ type: 'text', text: said }];
const TURNS = conversationOf([
  anApiSpan({
    spanId: 'llm',
    kind: 'llm',
    model: 'claude-opus-5.5',
    input: [
      { role: 'system', parts: text('You help customers of a lamp shop.') },
      { role: 'user', parts: text('Where is my order 4711?') },
    ],
    output: [{ role: 'assistant', parts: text(MARKDOWN) }],
  }),
]);

/** What was recorded, as it is read. */
export const Recorded = () => (
  <Part title="Recorded content">
    <Example name="Conversation" width={560}>
      <Conversation turns={TURNS} />
    </Example>
    <Example name="ContentView of text" width={480}>
      <ContentView title="Output" value={MARKDOWN} />
    </Example>
    <Example name="ContentView of JSON" width={480}>
      <ContentView title="Output" value={ANSWER} />
    </Example>
    <Example name="ContentView of nothing" width={480}>
      <ContentView title="Output" value={null} />
    </Example>
  </Part>
);
