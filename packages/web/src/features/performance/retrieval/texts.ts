import { catalogue } from '../../../i18n/i18n.ts';

export const retrievalTexts = catalogue(
  'retrieval',
  {
    compared: '{{range}}, compared with {{period}}',
    slowest: 'Slowest queries',
    scoreNote:
      'Scores are as each database tells them: of a similarity more is nearer, of a distance less. What an SDK does not tell is unknown, not 0. A retriever around a call to a database counts as well, without a database.',
    empty: 'Nothing was retrieved in this time range',
    emptyHint:
      'Here stands how often vector databases are asked, how long they take, how much they find and how well it fits. Spans of retrievers and of database clients bring it, with the attributes of OpenTelemetry, OpenInference, OpenLLMetry or Langtrace, such as db.system.name, db.collection.name and db.vector.query.top_k.',
  },
  {
    compared: '{{range}}，与{{period}}相比',
    slowest: '最慢的查询',
    scoreNote:
      '分数由各数据库给出：相似度越大越近，距离越小越近。SDK 未上报的内容为未知，而非 0。包裹数据库调用的检索步骤也会计入，但不带数据库名。',
    empty: '该时间范围内没有检索',
    emptyHint:
      '这里显示向量数据库的查询次数、耗时、命中数量与匹配程度。数据来自检索器和数据库客户端的跨度，支持 OpenTelemetry、OpenInference、OpenLLMetry 与 Langtrace 的属性，例如 db.system.name、db.collection.name 和 db.vector.query.top_k。',
  },
);
