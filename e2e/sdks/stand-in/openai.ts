import type { Answer } from '../scenario/answers.ts';

/** The scripted answers in the words of OpenAI's API. */
const CREATED = 1_746_000_000;

const usageOf = ({ tokens }: Answer) => ({
  prompt_tokens: tokens.input,
  completion_tokens: tokens.output,
  total_tokens: tokens.input + tokens.output,
  prompt_tokens_details: { cached_tokens: tokens.cached, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: tokens.reasoning, audio_tokens: 0 },
});

const toolCallsOf = ({ toolCalls }: Answer) =>
  toolCalls.map(({ id, name, arguments: args }) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(args) },
  }));

const finishReasonOf = ({ toolCalls }: Answer) => (toolCalls.length > 0 ? 'tool_calls' : 'stop');

export const chatCompletion = (answer: Answer) => ({
  id: `chatcmpl-${answer.conversation}`,
  object: 'chat.completion',
  created: CREATED,
  model: answer.responseModel,
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content: answer.text === '' ? null : answer.text,
        ...(answer.toolCalls.length > 0 && { tool_calls: toolCallsOf(answer) }),
        refusal: null,
      },
      logprobs: null,
      finish_reason: finishReasonOf(answer),
    },
  ],
  usage: usageOf(answer),
});

/** Role, then the text word by word, then why it ended, then the usage. */
export function chatStream(answer: Answer): object[] {
  const chunk = (choices: object[], rest: object = {}) => ({
    id: `chatcmpl-${answer.conversation}`,
    object: 'chat.completion.chunk',
    created: CREATED,
    model: answer.responseModel,
    choices,
    ...rest,
  });
  const delta = (content: object, finish_reason: string | null = null) =>
    chunk([{ index: 0, delta: content, logprobs: null, finish_reason }], { usage: null });
  return [
    delta({ role: 'assistant', content: '' }),
    ...answer.text.split(/(?<= )/).map((content) => delta({ content })),
    delta({}, finishReasonOf(answer)),
    chunk([], { usage: usageOf(answer) }),
  ];
}

/** Clients ask for base64 of 32-bit floats, or say that they want numbers. */
export const embedding = (model: string, tokens: number, format: 'float' | 'base64' = 'float') => {
  const vector = [0.12, -0.34, 0.56, -0.78];
  return {
    object: 'list',
    data: [
      {
        object: 'embedding',
        index: 0,
        embedding:
          format === 'float' ? vector : Buffer.from(Float32Array.from(vector).buffer).toString('base64'),
      },
    ],
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
};
