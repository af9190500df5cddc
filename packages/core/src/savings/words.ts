import { type LocalText, readIn, words } from '../local-text.ts';
import type { DetectorName, Figure } from './suggestion.ts';

/** `{figure}` stands for a figure of the suggestion. */
export interface Words {
  title: LocalText;
  why: LocalText;
  todo: LocalText;
}

const PREFIX_TITLE = words('Cache the start that prompts of {place} share', '缓存 {place} 的公共提示词前缀');
const PREFIX_WHY = words(
  '{sharing} of the calls of {model} began with the same {tokens} tokens as another conversation less than 5 minutes before, and {uncached} of these were paid in full. Looked at {sampled} of {of} calls.',
  '{model} 的调用中有 {sharing} 与 5 分钟内的另一段对话有相同的开头（{tokens} 个 Token），其中 {uncached} 按全价计费。样本：{of} 次调用中的 {sampled} 次。',
);

/** By detector, then by variant; '' is the usual one. */
const WORDS: Readonly<Record<DetectorName, Readonly<Record<string, Words>>>> = {
  prefixes: {
    automatic: {
      title: PREFIX_TITLE,
      why: PREFIX_WHY,
      todo: words(
        'This provider caches by itself: put what never changes first (instructions, tools, examples) and dates, ids and the question last, and send calls that share a start with the same cache key.',
        '该服务商会自动缓存：把不变的内容（指令、工具、示例）放在最前，把日期、ID 和问题放在最后，并让前缀相同的调用使用相同的缓存键。',
      ),
    },
    marked: {
      title: PREFIX_TITLE,
      why: PREFIX_WHY,
      todo: words(
        'Mark the end of what never changes (tools, instructions, examples) with cache_control, and keep dates and ids behind it. The cost of writing the cache is already taken off.',
        '用 cache_control 标记不变内容（工具、指令、示例）的结尾，并把日期和 ID 放在其后。写入缓存的费用已经扣除。',
      ),
    },
  },
  histories: {
    cache: {
      title: words('Cache the history that {place} sends again', '缓存 {place} 反复发送的历史'),
      why: words(
        'In {conversations} conversations each call sent all that went before once more: {resent} of the input of {calls} calls had been sent already and was not read from a cache.',
        '在 {conversations} 段对话中，每次调用都把之前的内容再发一遍：{calls} 次调用的输入中有 {resent} 是已经发送过的，且未命中缓存。',
      ),
      todo: words(
        'Leave what was sent as it was and add to its end, so that the provider’s cache fits; where it has to be marked, mark the last message of each turn.',
        '保持已发送的内容不变、只在末尾追加，以便命中服务商的缓存；需要标记时，标记每一轮的最后一条消息。',
      ),
    },
    summarise: {
      title: words('Shorten the history that {place} sends again', '缩短 {place} 反复发送的历史'),
      why: words(
        'In {conversations} conversations each call sent all that went before once more: {resent} of the input of {calls} calls had been sent already, mostly too long before to be in a cache.',
        '在 {conversations} 段对话中，每次调用都把之前的内容再发一遍：{calls} 次调用的输入中有 {resent} 是已经发送过的，且大多间隔太久，缓存已失效。',
      ),
      todo: words(
        'Replace old turns by a summary, or pay for a longer lifetime of the cache. Test that answers stay good: the figure is for all that was sent again.',
        '用摘要代替较早的轮次，或购买更长的缓存有效期。请测试回答质量：该金额按全部重复发送的内容计算。',
      ),
    },
  },
  shortTasks: {
    '': {
      title: words('Try {smaller} for the short tasks of {place}', '{place} 的短任务改用 {smaller}'),
      why: words(
        '{calls} calls of {model} ({share} of them here) asked about {prompt} tokens and answered about {output}, without reasoning or tools.',
        '{model} 有 {calls} 次调用（占此处的 {share}）平均只输入 {prompt} 个、输出 {output} 个 Token，没有推理，也没有使用工具。',
      ),
      todo: words(
        'A smaller model answers otherwise: test the quality on your own cases before you change. The figure is the same tokens at the prices of {smaller}.',
        '更小的模型回答会有差异：更换前请用自己的用例测试质量。该金额按相同 Token 数与 {smaller} 的价格计算。',
      ),
    },
  },
  retries: {
    '': {
      title: words('Fewer retries in {place}', '减少 {place} 的重试'),
      why: words(
        '{calls} calls of {model} failed with {error} and were made again; the attempts that brought nothing cost {spent}.',
        '{model} 有 {calls} 次调用因 {error} 失败后重试；没有结果的尝试花费了 {spent}。',
      ),
      todo: words(
        'See why they fail: lower the concurrency or ask for higher limits where they are refused, and set time limits and output limits so that a call fails early.',
        '查明失败原因：若被限流，请降低并发或申请更高限额；并设置超时与输出上限，让调用尽早失败。',
      ),
    },
    silent: {
      title: words('The same is asked twice in {place}', '{place} 重复提出相同的请求'),
      why: words(
        '{calls} calls of {model} went well and were made again with the same prompt in the same step; the earlier ones cost {spent}.',
        '{model} 有 {calls} 次调用已经成功，却在同一步骤中以相同的提示词再次发起；较早的那些花费了 {spent}。',
      ),
      todo: words(
        'Keep the answer for the rest of the run, or find what asks again: a loop without progress, a validation that fails, a retry of the whole step.',
        '在该次运行内保留答案，或找出重复请求的原因：没有进展的循环、校验失败、整个步骤的重试。',
      ),
    },
  },
  abandoned: {
    '': {
      title: words('Runs of {place} are cancelled', '{place} 的运行被取消'),
      why: words(
        '{traces} runs ended with {error} after they had spent {spent}.',
        '{traces} 次运行在花费 {spent} 之后以 {error} 结束。',
      ),
      todo: words(
        'When somebody leaves, stop the calls that are under way, and show the first words earlier so that fewer leave. See which runs are cancelled late.',
        '用户离开时，停止正在进行的调用；更早显示首个 Token，让更少的人离开。查看哪些运行很晚才被取消。',
      ),
    },
    silent: {
      title: words('Runs of {place} never end', '{place} 的运行没有结束'),
      why: words(
        'Nobody saw the end of {traces} runs, in which {spent} was spent.',
        '没有人看到 {traces} 次运行的结束，它们花费了 {spent}。',
      ),
      todo: words(
        'Give runs a time limit and a most of steps, and end the trace when the process stops, so that loops and crashes are seen.',
        '为运行设置时间与步数上限，并在进程停止时结束调用链，以便发现死循环与崩溃。',
      ),
    },
  },
  grownPrompts: {
    '': {
      title: words('Prompts of {place} have grown', '{place} 的提示词变长了'),
      why: words(
        'Half of the {calls} calls of {model} send more than {now} tokens; in the period before it was {before} ({growth} more).',
        '{model} 的 {calls} 次调用的输入中位数为 {now} 个 Token，上一周期为 {before}（增加 {growth}）。',
      ),
      todo: words(
        'See what was added: more documents, longer histories, more tools. Leave out what answers do not need.',
        '查看新增了什么：更多文档、更长的历史、更多工具。去掉回答不需要的内容。',
      ),
    },
    version: {
      title: words('Prompts of {place} have grown', '{place} 的提示词变长了'),
      why: words(
        'Half of the {calls} calls of {model} send more than {now} tokens; in the period before it was {before} ({growth} more). The version went from {versionBefore} to {version}.',
        '{model} 的 {calls} 次调用的输入中位数为 {now} 个 Token，上一周期为 {before}（增加 {growth}）。版本从 {versionBefore} 变为 {version}。',
      ),
      todo: words(
        'Compare the two versions, and see whether what was added makes answers better.',
        '比较两个版本，看看新增的内容是否让回答更好。',
      ),
    },
  },
};

const NONE: Words = { title: '', why: '', todo: '' };

/** What a suggestion says in a language, its figures written by `write`. */
export function wordsOf(
  {
    detector,
    variant,
    figures,
  }: { detector: DetectorName; variant: string; figures: Readonly<Record<string, Figure>> },
  language: string,
  write: (figure: Figure) => string,
): { title: string; why: string; todo: string } {
  const found = WORDS[detector][variant] ?? WORDS[detector][''] ?? NONE;
  const filled = (text: LocalText) =>
    readIn(text, language).replace(/\{(\w+)\}/g, (whole, name: string) => {
      const figure = figures[name];
      return figure ? write(figure) : whole;
    });
  return { title: filled(found.title), why: filled(found.why), todo: filled(found.todo) };
}

/** A figure as the API writes it, in English. */
export function plainFigure(figure: Figure): string {
  if ('text' in figure) return figure.text;
  if ('usd' in figure) return `$${figure.usd}`;
  if ('share' in figure) return `${Math.round(figure.share * 100)} %`;
  return Math.round(figure.count).toLocaleString('en-US');
}
