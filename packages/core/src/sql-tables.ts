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
  /** The column that says when: what a range of time is of. */
  time: string;
  columns: readonly SqlColumn[];
}
export const SQL_TABLE_NAMES = ['spans', 'logs', 'scores', 'events', 'metrics'] as const;
export type SqlTableName = (typeof SQL_TABLE_NAMES)[number];

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

const RESOURCE = column('resource', 'Map(String, String)', 'Attributes of what sent it', '发送方的资源属性');
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
  RESOURCE,
];

/**
 * What a reader's query sees: rows of its own project, each in its newest version. This table documents them, in the
 * product and in `GET /api/v1/sql/schema`; the server says how each column is read. '' stands for what is not known.
 */
export const SQL_TABLES: readonly SqlTable[] = [
  {
    name: 'spans',
    description: { en: 'Steps: one row for each span', 'zh-CN': '步骤：每个 span 一行' },
    time: 'startTime',
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
    time: 'time',
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
    time: 'time',
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
  {
    name: 'events',
    description: {
      en: 'What users did, as applications name it',
      'zh-CN': '用户的行为，名称由应用给出',
    },
    time: 'time',
    columns: [
      column('time', TIME, 'When it happened; filter by this to be fast', '发生时间；按它筛选查询更快'),
      column('eventId', TEXT, 'Its id', '自身的标识'),
      column('name', TEXT, 'What was done', '做了什么'),
      column('userId', TEXT, 'By whom', '用户'),
      column('sessionId', TEXT, 'In which session', '所在的会话'),
      column('traceId', TEXT, 'The trace it has to do with', '相关的 trace'),
      column('agent', TEXT, 'The agent it has to do with', '相关的智能体'),
      column('page', TEXT, 'On which page', '所在页面'),
      column('platform', TEXT, 'On which platform', '平台'),
      column('country', TEXT, 'From which country', '国家或地区'),
      column('locale', TEXT, 'In which language', '语言区域'),
      column(
        'properties',
        'Map(String, String)',
        "All properties as text: properties['amount']; '' where there is none",
        "所有属性，均为文本：properties['amount']；没有则为 ''",
      ),
      column(
        'propertyNumbers',
        'Map(String, Float64)',
        'The properties that are numbers, to calculate with',
        '值为数字的属性，可用于计算',
      ),
    ],
  },
  {
    name: 'metrics',
    description: {
      en: 'What applications measure: one row for each point of a metric',
      'zh-CN': '应用上报的指标：每个数据点一行',
    },
    time: 'time',
    columns: [
      column('time', TIME, 'When it was measured; filter by this to be fast', '测量时间；按它筛选查询更快'),
      column(
        'startTime',
        TIME,
        'From when on it counts; 1970 where it does not say',
        '从何时开始累计；未说明则为 1970 年',
      ),
      column('metric', TEXT, 'What is measured', '指标名称'),
      column('kind', TEXT, 'gauge, sum, histogram, summary …', '类型：gauge、sum、histogram、summary 等'),
      column('temporality', TEXT, 'delta, cumulative or none', 'delta、cumulative 或 none'),
      column('monotonic', FLAG, 'A sum that only rises', '是否只增不减'),
      column('unit', TEXT, 'In which unit', '单位'),
      column('description', TEXT, 'What it is about', '说明'),
      column('value', 'Float64', 'Of a gauge or a sum', 'gauge 或 sum 的值'),
      column(
        'count',
        'Float64',
        'Of a histogram or a summary: how many were measured',
        '直方图或摘要的样本数',
      ),
      column('sum', 'Nullable(Float64)', 'Of all that was measured', '样本之和'),
      column('min', 'Nullable(Float64)', 'The least of it', '最小值'),
      column('max', 'Nullable(Float64)', 'The most of it', '最大值'),
      column('lows', 'Array(Float64)', 'Of a histogram: where each bucket begins', '直方图各桶的下界'),
      column('highs', 'Array(Float64)', 'Where each bucket ends', '各桶的上界'),
      column('counts', 'Array(Float64)', 'How many are in each bucket', '各桶的样本数'),
      column('quantiles', 'Array(Float64)', 'Of a summary: which quantiles it tells', '摘要给出的分位数'),
      column('quantileValues', 'Array(Float64)', 'And what they are', '各分位数的值'),
      column('noValue', FLAG, 'It was said that there is no value', '是否明确表示没有值'),
      column('service', TEXT, 'The service that sent it', '发送它的服务'),
      column('scope', TEXT, 'The library that made it', '生成它的库'),
      column(
        'attributes',
        'Map(String, String)',
        "What tells series apart, as text: attributes['queue']; '' where there is none",
        "区分各序列的属性，均为文本：attributes['queue']；没有则为 ''",
      ),
      RESOURCE,
    ],
  },
];

/** The texts of spans, which are kept apart from them: an export has them where that is asked for, a query never. */
export const SPAN_TEXTS: readonly SqlColumn[] = [
  column('input', TEXT, "What went in, as JSON; '' where nothing is kept", "输入（JSON）；没有则为 ''"),
  column('output', TEXT, 'What came out, as JSON', '输出（JSON）'),
  column(
    'details',
    TEXT,
    'Events, links, the whole error, retrieved documents and tool definitions, as JSON',
    '事件、链接、完整错误、检索到的文档和工具定义（JSON）',
  ),
];
