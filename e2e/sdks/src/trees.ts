import { ALL_ANSWERS, EMBEDDING_MODEL } from '../scenario/answers.ts';
import { CONVERSATIONS, type Conversation, TRACK_PARCEL } from '../scenario/conversations.ts';

/**
 * Names and kinds of the steps as an SDK reports them: `lookup_order [tool]`. Where it makes two steps of one, they are
 * named from the outside in: `ai.embed [chain] > ai.embed.doEmbed [embedding]`. A step that it never sends has no name.
 */
export interface StepNames {
  conversation: string;
  retrieval?: (name: string) => string;
  embedding?: (model: string) => string;
  /** A step around the calls of one answer and the tools that it asks for. */
  round?: (model: string, streamed: boolean) => string;
  chat: (model: string, streamed: boolean) => string;
  /** The attempt that was turned away is told as any other, unless it is not. */
  rejected?: 'unsent';
  tool?: (name: string) => string;
  failedTool?: 'unsent';
}

export type Trees = Record<Conversation['id'], readonly string[]>;

/** Every step of each conversation with all that it is part of: `support-agent [agent] > lookup_order [tool]`. */
export function treesOf(names: StepNames): Trees {
  const treeOf = (conversation: Conversation): string[] => {
    const steps: string[] = [];
    const add = (parent: string, path: string | undefined): string =>
      (path?.split(' > ') ?? []).reduce((above, name) => {
        const step = above === '' ? name : `${above} > ${name}`;
        steps.push(step);
        return step;
      }, parent);

    const inside = add('', names.conversation);
    if (conversation.knowledge !== undefined) {
      const retrieval = add(inside, names.retrieval?.(conversation.knowledge.name));
      add(retrieval, names.embedding?.(EMBEDDING_MODEL));
    }
    for (const answer of ALL_ANSWERS.filter((each) => each.conversation === conversation.id)) {
      const { requestModel, streamed } = answer;
      const round = add(inside, names.round?.(requestModel, streamed));
      if (answer.rejectedFirst && names.rejected !== 'unsent') add(round, names.chat(requestModel, streamed));
      add(round, names.chat(requestModel, streamed));
      for (const { name } of answer.toolCalls)
        if (name !== TRACK_PARCEL.name || names.failedTool !== 'unsent') add(round, names.tool?.(name));
    }
    return steps.sort();
  };
  const [refund, delivery, thanks, parcel] = CONVERSATIONS.map(treeOf);
  return { refund: refund ?? [], delivery: delivery ?? [], thanks: thanks ?? [], parcel: parcel ?? [] };
}
