/** No answer of a server that is well takes longer. */
const ANSWER_MS = 10_000;

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

/** One request; redirections are followed. Rejects when there is no answer in time. */
export async function request(url: string, init: RequestInit = {}): Promise<Answer> {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_MS) });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** Whether it is a Pharos that answers there, and alive. */
export async function isHealthy(base: string): Promise<boolean> {
  const answer = await request(`${base}/healthz`).catch(() => undefined);
  return answer?.status === 200 && /^\{"status":"ok"\}$/.test(answer.text);
}
