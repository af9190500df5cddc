import type { LocalText } from './local-text.ts';
import { SCORE_SOURCES, SCORE_TYPES } from './score.ts';
import { SPAN_KINDS, SPAN_STATUSES } from './span.ts';

type Described = Exclude<LocalText, string>;

/** A column that a reader's query may name. Names are those of the API's JSON where it has them; they stay. */
export interface SqlColumn {
  name: string;
  /** As the engine calls it. */
  type: string;
  description: Described;
}

export interface SqlTable {
  name: SqlTableName;
  description: Described;
  columns: readonly SqlColumn[];
}
export type SqlTableName = 'spans' | 'logs' | 'scores';

const column = (name: string, type: string, en: string, zh: string): SqlColumn => ({
  name,
  type,
  description: { en, 'zh-CN': zh },
});

const oneOf = (name: string, values: readonly string[], en: string, zh: string): SqlColumn =>
  column(name, TEXT, `${en}: ${values.join(', ')}`, `${zh}：${values.join('、')}`);

const TEXT = 'String';
const TIME = "DateTime64(9, 'UTC')";
const COUNT = 'UInt32';
const MONEY = 'Decimal(18, 12)';
const FLAG = 'Bool';

const ATTRIBUTES: readonly SqlColumn[] = [
  column(
    'attributes',
    'Map(String, String)',
    "All attributes as text: attributes['http.route']; '' where there is none",
    "所有属性，均为文本：attributes['http.route']；没有则为 ''",
  ),
  column(
    'attributeNumbers',
    'Map(String, Float64)',
    'The attributes that are numbers, to calculate with',
    '值为数字的属性，可用于计算',
  ),
  column('resource', 'Map(String, String)', 'Attributes of what sent it', '发送方的资源属性'),
];

/**
 * What a reader's query sees: rows of its own project, each in its newest version. This table documents them, in the
 * product and in `GET /api/v1/sql/schema`; the server says how each column is read. '' stands for what is not known.
 */
export const SQL_TABLES: readonly SqlTable[] = [
  {
    name: 'spans',
    description: { en: 'Steps: one row for each span', 'zh-CN': '步骤：每个 span 一行' },
    columns: [
      column('startTime', TIME, 'When it began; filter by this to be fast', '开始时间；按它筛选查询更快'),
      column('endTime', TIME, 'When it ended', '结束时间'),
      column('durationMs', 'Float64', 'How long it took, in milliseconds', '耗时（毫秒）'),
      column(
        'ended',
        FLAG,
        'It is known when it ended; else it may still run, and endTime and durationMs tell nothing',
        '是否已知其结束时间；否则可能仍在运行，endTime 与 durationMs 没有意义',
      ),
      column('traceId', TEXT, 'The trace it belongs to', '所属的 trace'),
      column('spanId', TEXT, 'Its id', '自身的标识'),
      column(
        'parentSpanId',
        TEXT,
        "The step it is part of; '' for the root of a trace",
        "上级步骤；根步骤为 ''",
      ),
      column('name', TEXT, 'What it is called', '名称'),
      oneOf('kind', SPAN_KINDS, 'What kind of step', '步骤类型'),
      oneOf('status', SPAN_STATUSES, 'Whether it failed', '是否失败'),
      column('statusMessage', TEXT, 'Why it failed, the first 500 letters', '失败原因，前 500 个字符'),
      column('errorType', TEXT, 'The kind of error', '错误类型'),
      column('model', TEXT, 'The model that answered', '作答的模型'),
      column('requestModel', TEXT, 'The model that was asked for', '请求的模型'),
      column('provider', TEXT, 'Who runs the model', '模型提供商'),
      column('agentName', TEXT, 'The agent at work', '智能体'),
      column('agentVersion', TEXT, 'Its version', '智能体版本'),
      column('toolName', TEXT, 'The tool that was called', '调用的工具'),
      column('promptName', TEXT, 'The prompt that was used', '使用的提示词'),
      column('promptVersion', TEXT, 'Its version', '提示词版本'),
      column('userId', TEXT, 'Whom it was done for', '所服务的用户'),
      column('sessionId', TEXT, 'The conversation it is part of', '所属的会话'),
      column('environment', TEXT, 'production, staging …', '环境：production、staging 等'),
      column('release', TEXT, 'The version of the application', '应用版本'),
      column('service', TEXT, 'The service that sent it', '发送它的服务'),
      column('tags', 'Array(String)', "Tags: has(tags, 'beta')", "标签：has(tags, 'beta')"),
      column('apiKeyId', TEXT, 'The key it was sent with', '发送时使用的密钥'),
      column('convention', TEXT, 'How its SDK writes spans', '其 SDK 的书写规范'),
      column('scope', TEXT, 'The library that made it', '生成它的库'),
      column(
        'counted',
        FLAG,
        'Its tokens and cost count; else a step below tells the same ones and its figures are 0',
        '其 Token 与费用是否计入；否则由下级步骤计入，此处为 0',
      ),
      column('inputTokens', COUNT, 'Tokens read, but for cached ones', '输入 Token（不含缓存）'),
      column('cachedReadTokens', COUNT, 'Tokens read from a cache', '从缓存读取的 Token'),
      column('cacheWriteTokens', COUNT, 'Tokens written to a cache', '写入缓存的 Token'),
      column('outputTokens', COUNT, 'Tokens written, but for reasoning', '输出 Token（不含推理）'),
      column('reasoningTokens', COUNT, 'Tokens of reasoning', '推理 Token'),
      column('tokens', COUNT, 'All tokens', 'Token 总数'),
      column('cost', MONEY, 'What it cost, exactly; see priced', '费用（精确值）；参见 priced'),
      column('inputCost', MONEY, 'What its inputTokens cost', 'inputTokens 的费用'),
      column('cachedReadCost', MONEY, 'What its cachedReadTokens cost', 'cachedReadTokens 的费用'),
      column('cacheWriteCost', MONEY, 'What its cacheWriteTokens cost', 'cacheWriteTokens 的费用'),
      column('outputCost', MONEY, 'What its outputTokens cost', 'outputTokens 的费用'),
      column('reasoningCost', MONEY, 'What its reasoningTokens cost', 'reasoningTokens 的费用'),
      column('currency', TEXT, 'Of the cost: USD', '费用的币种：USD'),
      column(
        'priced',
        TEXT,
        'Where its cost is from: priced, client, unpriced when no price is known, none without usage',
        '费用来源：priced、client、unpriced（没有价格）、none（没有用量）',
      ),
      column(
        'timeToFirstTokenMs',
        'Nullable(Float64)',
        'Until the first token came, in milliseconds',
        '首个 Token 的等待时间（毫秒）',
      ),
      column('inputPreview', TEXT, 'How the input begins', '输入的开头'),
      column('outputPreview', TEXT, 'How the output begins', '输出的开头'),
      ...ATTRIBUTES,
      column('receivedAt', "DateTime64(3, 'UTC')", 'When its newest version arrived', '最新版本的接收时间'),
    ],
  },
  {
    name: 'logs',
    description: { en: 'Log records that belong to traces', 'zh-CN': '属于 trace 的日志记录' },
    columns: [
      column('time', TIME, 'When it was written; filter by this to be fast', '写入时间；按它筛选查询更快'),
      column('traceId', TEXT, 'The trace it belongs to', '所属的 trace'),
      column('spanId', TEXT, 'The step it belongs to', '所属的步骤'),
      column('severity', TEXT, 'INFO, ERROR …', '级别：INFO、ERROR 等'),
      column('severityNumber', 'UInt8', '1 to 24, as OpenTelemetry counts', '1 至 24，与 OpenTelemetry 一致'),
      column('eventName', TEXT, 'The event it tells of', '事件名称'),
      column('body', TEXT, 'What it says', '内容'),
      column('service', TEXT, 'The service that sent it', '发送它的服务'),
      column('scope', TEXT, 'The library that made it', '生成它的库'),
      ...ATTRIBUTES,
    ],
  },
  {
    name: 'scores',
    description: {
      en: 'Judgements of traces, steps and sessions, by people, models or programs',
      'zh-CN': '由人、模型或程序对 trace、步骤和会话所作的评分',
    },
    columns: [
      column('time', TIME, 'When it was given', '评分时间'),
      column('scoreId', TEXT, 'Its id', '自身的标识'),
      column('traceId', TEXT, "The trace it judges; '' for a session", "所评的 trace；评会话时为 ''"),
      column('spanId', TEXT, "The step it judges; '' for a whole trace", "所评的步骤；评整个 trace 时为 ''"),
      column('sessionId', TEXT, 'The session it judges', '所评的会话'),
      column('name', TEXT, 'What is judged, such as helpfulness', '评分项，例如 helpfulness'),
      oneOf('type', SCORE_TYPES, 'What it consists of', '由什么组成'),
      column('value', 'Nullable(Float64)', 'The number; 1 and 0 for true and false', '数值；真假为 1 和 0'),
      column('label', TEXT, 'The word', '文字'),
      column('comment', TEXT, 'Why', '说明'),
      oneOf('source', SCORE_SOURCES, 'Who gave it', '由谁给出'),
      column('author', TEXT, 'By name', '作者'),
      column('environment', TEXT, 'production, staging …', '环境：production、staging 等'),
      column('configId', TEXT, 'The score config it follows', '所依据的评分配置'),
      column('metadata', TEXT, 'What else was said, as JSON', '其他信息（JSON）'),
    ],
  },
];
