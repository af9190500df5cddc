import { words } from '../../local-text.ts';
import type { DashboardInput } from '../dashboard.ts';
import { AGENT, chart, DAY, ENVIRONMENT, FAILURE, HEALTH, inRows, NONE_WANTED, row, stat } from './parts.ts';

const FEEDBACK = 'scoreSource:feedback';

/** Is it any good: what evaluators and reviewers say, what users say, and what fails. */
export const quality: DashboardInput = {
  title: words('Quality', '质量'),
  description: words(
    'What evaluators, reviewers and users say about the answers, and what fails.',
    '评估器、审核者与用户如何评价回答，以及哪些地方出错。',
  ),
  range: '7d',
  variables: [ENVIRONMENT, AGENT],
  tabs: [
    {
      id: 'scores',
      title: words('Scores', '评分'),
      widgets: inRows(
        row(
          3,
          stat(4, 'scores', words('Scores', '评分'), 'scores'),
          stat(4, 'scored', words('Scored traces', '已评分的调用链'), 'scoredTraces'),
          stat(
            4,
            'trueRate',
            words('Yes-or-no scores that say yes', '是非评分中“是”的占比'),
            'scoreTrueRate',
          ),
        ),
        row(
          9,
          chart(6, 'means', words('Mean by score', '各项平均评分'), {
            mark: 'line',
            metrics: ['scoreAvg'],
            dimensions: ['score'],
          }),
          chart(6, 'passes', words('Share of yes by score', '各项“是”的占比'), {
            mark: 'line',
            metrics: ['scoreTrueRate'],
            dimensions: ['score'],
            options: { max: 1 },
          }),
        ),
        row(
          9,
          chart(8, 'byScore', words('By score', '按评分项'), {
            mark: 'table',
            metrics: ['scores', 'scoredTraces', 'scoreAvg', 'scoreMedian', 'scoreTrueRate'],
            dimensions: ['score', 'scoreSource'],
            limit: 50,
          }),
          chart(4, 'sources', words('Scores by source', '评分来源'), {
            mark: 'stacked',
            metrics: ['scores'],
            dimensions: ['scoreSource'],
          }),
        ),
        row(
          9,
          chart(12, 'versions', words('By agent and version', '按智能体与版本'), {
            mark: 'table',
            metrics: ['scores', 'scoreAvg', 'scoreTrueRate'],
            dimensions: ['score', 'agent', 'agentVersion'],
            filter: 'has:agent',
            limit: 100,
          }),
        ),
      ),
    },
    {
      id: 'feedback',
      title: words('Feedback', '用户反馈'),
      widgets: inRows(
        row(
          3,
          stat(6, 'given', words('Feedback given', '收到的反馈'), 'scores', { filter: FEEDBACK }),
          stat(6, 'happy', words('Share of thumbs up', '点赞占比'), 'scoreTrueRate', { filter: FEEDBACK }),
        ),
        row(
          8,
          chart(8, 'overTime', words('Feedback by name', '各项反馈'), {
            mark: 'bars',
            metrics: ['scores'],
            dimensions: ['score'],
            filter: FEEDBACK,
          }),
          chart(4, 'labels', words('What users chose', '用户的选择'), {
            mark: 'bar',
            metrics: ['scores'],
            dimensions: ['scoreLabel'],
            filter: `${FEEDBACK} has:scoreLabel`,
          }),
        ),
        row(
          8,
          chart(6, 'byAgent', words('Mean feedback by agent', '各智能体平均反馈'), {
            mark: 'line',
            metrics: ['scoreAvg'],
            dimensions: ['agent'],
            filter: FEEDBACK,
          }),
          chart(6, 'byRelease', words('Feedback by release', '各发布版本反馈'), {
            mark: 'table',
            metrics: ['scores', 'scoreAvg', 'scoreTrueRate'],
            dimensions: ['score', 'release'],
            filter: FEEDBACK,
            limit: 50,
          }),
        ),
      ),
    },
    {
      id: 'errors',
      title: words('Errors', '错误'),
      widgets: inRows(
        row(
          3,
          stat(3, 'errorRate', words('Error rate', '错误率'), 'errorRate', FAILURE),
          stat(3, 'failed', words('Failed requests', '失败的请求'), 'requestErrors', NONE_WANTED),
          stat(3, 'failedCalls', words('Failed model calls', '失败的模型调用'), 'modelErrors', NONE_WANTED),
          stat(3, 'failedTools', words('Failed tool calls', '失败的工具调用'), 'toolErrors', NONE_WANTED),
        ),
        row(
          7,
          chart(12, 'agentStates', words('Error rate of agents', '各智能体错误率'), {
            mark: 'states',
            metrics: ['spanErrorRate'],
            dimensions: ['agent'],
            filter: 'kind:agent',
            limit: 12,
            ...HEALTH,
          }),
        ),
        row(
          9,
          chart(6, 'byError', words('Failed steps by error', '失败步骤：按错误'), {
            mark: 'bars',
            metrics: ['spanErrors'],
            dimensions: ['error'],
            filter: 'status:error',
          }),
          chart(6, 'where', words('Where they fail', '出错位置'), {
            mark: 'table',
            metrics: ['spanErrors', 'traces', 'users'],
            dimensions: ['error', 'name'],
            filter: 'status:error',
            limit: 50,
          }),
        ),
        row(
          8,
          chart(
            12,
            'releases',
            words('Error rate by release, since its first day', '各发布版本错误率：自首日起'),
            {
              mark: 'cohort',
              metrics: ['errorRate'],
              dimensions: ['release'],
              filter: 'has:release',
              limit: 12,
              bucketSeconds: DAY,
            },
          ),
        ),
      ),
    },
  ],
};
