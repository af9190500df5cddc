/** Statements to begin with; `name` is a text of this feature. */
export const EXAMPLES = [
  {
    name: 'exampleModels',
    sql: `SELECT model, count() AS calls, sum(tokens) AS tokens, sum(cost) AS cost
FROM spans
WHERE kind = 'llm' AND startTime > now() - INTERVAL 7 DAY
GROUP BY model
ORDER BY cost DESC`,
  },
  {
    name: 'exampleHours',
    sql: `SELECT toStartOfHour(startTime) AS hour, count() AS requests, countIf(status = 'error') AS failed
FROM spans
WHERE parentSpanId = '' AND startTime > now() - INTERVAL 2 DAY
GROUP BY hour
ORDER BY hour`,
  },
  {
    name: 'exampleSlow',
    sql: `SELECT startTime, name, durationMs, model, traceId
FROM spans
WHERE startTime > now() - INTERVAL 1 DAY
ORDER BY durationMs DESC
LIMIT 50`,
  },
  {
    name: 'exampleErrors',
    sql: `SELECT errorType, toolName, model, count() AS times, max(startTime) AS last
FROM spans
WHERE status = 'error' AND startTime > now() - INTERVAL 7 DAY
GROUP BY errorType, toolName, model
ORDER BY times DESC`,
  },
  {
    name: 'exampleUsers',
    sql: `SELECT userId, uniq(traceId) AS traces, uniq(sessionId) AS sessions, sum(cost) AS cost
FROM spans
WHERE userId != '' AND startTime > now() - INTERVAL 7 DAY
GROUP BY userId
ORDER BY cost DESC
LIMIT 100`,
  },
  {
    name: 'exampleAttributes',
    sql: `SELECT attributes['http.route'] AS route, quantile(0.95)(durationMs) AS p95
FROM spans
WHERE mapContains(attributes, 'http.route') AND startTime > now() - INTERVAL 1 DAY
GROUP BY route
ORDER BY p95 DESC`,
  },
  {
    name: 'exampleScores',
    sql: `SELECT toStartOfDay(time) AS day, name, avg(value) AS mean, count() AS scores
FROM scores
WHERE time > now() - INTERVAL 30 DAY
GROUP BY day, name
ORDER BY day`,
  },
] as const;
