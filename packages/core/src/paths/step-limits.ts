/** How a framework says that a run was stopped because it took too many steps. */
export interface StepLimit {
  framework: string;
  /** Parts of the kind of an error, of its message, or of what an agent gives as its answer; upper or lower case. */
  words: readonly string[];
}

export const STEP_LIMITS: readonly StepLimit[] = [
  { framework: 'LangGraph', words: ['GraphRecursionError', 'GRAPH_RECURSION_LIMIT'] },
  {
    framework: 'LangChain',
    words: ['Agent stopped due to iteration limit', 'Agent stopped due to max iterations'],
  },
  { framework: 'OpenAI Agents', words: ['MaxTurnsExceeded', 'error_max_turns', 'Max turns ('] },
  { framework: 'CrewAI', words: ['Maximum iterations reached'] },
  { framework: 'Pydantic AI', words: ['exceed the request_limit', 'exceed the tool_calls_limit'] },
  { framework: 'LlamaIndex', words: ['Reached max iterations', 'reached! Either something went wrong'] },
  { framework: 'Google ADK', words: ['LlmCallsLimitExceededError', 'Max number of llm calls limit'] },
  { framework: 'smolagents', words: ['AgentMaxStepsError', 'Reached max steps'] },
  { framework: 'AutoGen', words: ['Maximum number of turns', 'Maximum number of messages'] },
  { framework: 'Haystack', words: ['PipelineMaxComponentRuns', 'Agent reached maximum agent steps'] },
];

/** All words, and whose they are at the same place. */
export const LIMIT_WORDS: readonly string[] = STEP_LIMITS.flatMap(({ words }) => words);
export const LIMIT_FRAMEWORKS: readonly string[] = STEP_LIMITS.flatMap(({ framework, words }) =>
  words.map(() => framework),
);
