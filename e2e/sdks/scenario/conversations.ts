/** What customers of a mug shop ask its support agent, and what the agent knows and can do. */
export interface Document {
  id: string;
  score: number;
  content: string;
}

export interface Tool {
  name: string;
  description: string;
  parameters: readonly string[];
  run(args: Record<string, string>): Promise<Record<string, unknown>>;
}

export interface Conversation {
  id: 'refund' | 'delivery' | 'thanks' | 'parcel';
  user: string;
  session: string;
  question: string;
  /** Where the agent looks before it answers. */
  knowledge?: { name: string; documents: readonly Document[] };
}

export const SYSTEM = 'You are a support agent for Blue Mug Shop. Answer in the language of the customer.';

const ENGLISH = { user: 'user-1042', session: 'sess-en-01' };

export const CONVERSATIONS: readonly Conversation[] = [
  {
    id: 'refund',
    ...ENGLISH,
    question: 'Hi, my order A-1009 arrived but the mug is the wrong colour. Can I still get a refund?',
    knowledge: {
      name: 'search-knowledge-base',
      documents: [
        {
          id: 'kb-17',
          score: 0.91,
          content: 'Refunds: items can be returned within 30 days of delivery for a full refund.',
        },
        { id: 'kb-03', score: 0.84, content: 'Wrong item or colour: we pay the return shipping.' },
      ],
    },
  },
  {
    id: 'delivery',
    user: 'user-2077',
    session: 'sess-zh-01',
    question: '你好，我的订单 B-2046 什么时候能送到？可以改收货地址吗？',
    knowledge: {
      name: '检索知识库',
      documents: [
        { id: 'kb-41', score: 0.88, content: '配送：上海仓发货后通常 3 天内送达。' },
        { id: 'kb-42', score: 0.79, content: '签收前可以联系客服修改收货地址。' },
      ],
    },
  },
  { id: 'thanks', ...ENGLISH, question: 'Great, thank you very much!' },
  { id: 'parcel', ...ENGLISH, question: 'Where is my parcel X1?' },
];

export const LOOKUP_ORDER: Tool = {
  name: 'lookup_order',
  description: 'Find an order by its id',
  parameters: ['order_id'],
  run: async ({ order_id }) => ({ order_id, status: 'delivered', total: 24.9, items: ['blue ceramic mug'] }),
};

export const REFUND_POLICY: Tool = {
  name: 'get_refund_policy',
  description: 'Refund policy of a region and category',
  parameters: ['region', 'category'],
  run: async ({ region }) => ({ region, window_days: 30, return_shipping: 'paid by shop' }),
};

export const CARRIER_IS_LATE = 'carrier API timed out after 5000 ms';

export const TRACK_PARCEL: Tool = {
  name: 'track_parcel',
  description: 'Ask the carrier where a parcel is',
  parameters: ['tracking'],
  run: async () => {
    throw new Error(CARRIER_IS_LATE);
  },
};

/** The customer's thumb on the first answer. */
export const FEEDBACK = { name: 'user-feedback', value: 1, comment: 'Solved in one go' };

export const jsonSchemaOf = ({ parameters }: Tool) => ({
  type: 'object' as const,
  properties: Object.fromEntries(parameters.map((name) => [name, { type: 'string' as const }])),
  required: [...parameters],
});
