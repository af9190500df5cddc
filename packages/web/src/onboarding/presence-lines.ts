/** That a user is there, told from a shell. */
export const presenceLines = (
  endpoint: string,
): string => `curl ${endpoint}/api/v1/presence -H 'x-api-key: sk-…' \\
  -H 'content-type: application/json' -d '{"reports": [{"userId": "user-1042", "page": "/orders", "country": "DE"}]}'`;
