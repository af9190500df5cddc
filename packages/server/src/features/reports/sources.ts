import type { ErrorGroup } from '@pharos/core/api/errors';
import type { Incident } from '@pharos/core/api/incidents';
import type { ForecastRequest, MonthForecast, Movers, MoversRequest } from '@pharos/core/api/usage';
import type { Dashboard } from '@pharos/core/dashboards/dashboard';
import type { Answer, Question } from '@pharos/core/question';
import type { ProjectScope } from '../../store/scope.ts';

/** A stretch of time, [from, to), ISO 8601. */
export interface Stretch {
  from: string;
  to: string;
}

/** What reports are made from: each is answered by the slice that it is of, as on its own pages. */
export interface Sources {
  ask(project: ProjectScope, question: Question, signal: AbortSignal): Promise<Answer>;
  movers(project: ProjectScope, request: MoversRequest, signal: AbortSignal): Promise<Movers>;
  forecast(
    project: ProjectScope,
    request: ForecastRequest,
    nowMs: number,
    signal: AbortSignal,
  ): Promise<MonthForecast>;
  /** The largest first. */
  errors(
    project: ProjectScope,
    query: Stretch & { filter: string; limit: number },
    signal: AbortSignal,
  ): Promise<ErrorGroup[]>;
  /** Those that opened in it, the newest first. */
  incidents(project: ProjectScope, stretch: Stretch & { limit: number }): Promise<Incident[]>;
  /** Undefined when there is none. */
  dashboard(project: ProjectScope, id: string): Promise<Dashboard | undefined>;
}
